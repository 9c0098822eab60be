//! `onrecord question`

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use crate::desk::Known;
use crate::domain::claim;
use crate::render::outcome::Message;
use crate::render::records::Questions;

/// Questions: add, edit, list, show.
#[derive(Debug, clap::Subcommand)]
pub enum Question {
    /// Record a question that several claims answer.
    Add {
        /// The new id
        id: String,
        /// The question, in words
        #[arg(long)]
        text: String,
    },
    /// Set a question's text anew.
    Edit {
        /// The question
        question: String,
        /// The question, in words
        #[arg(long)]
        text: String,
    },
    /// List the questions.
    List,
    /// Show a question with its answers.
    Show {
        /// The question
        question: String,
    },
}

impl Question {
    /// Runs the subcommand.
    ///
    /// # Errors
    /// Where a name is unknown or taken, or the ledger cannot be used.
    pub fn run(self, context: &Context) -> Result<Exit> {
        match self {
            Self::Add { id, text } => {
                let question = claim::Question {
                    id: id.parse()?,
                    text,
                };
                let done = format!("question {} recorded.", question.id);
                context.write(|desk, _| Ok(desk.question(question, Known::Refuse)?))?;
                context.print(&Message { done })
            }
            Self::Edit { question, text } => {
                let written = context.write(|desk, names| {
                    let (_, id) = names.question(&question)?;
                    let question = claim::Question {
                        id: id.clone(),
                        text,
                    };
                    desk.question(question, Known::Replace)?;
                    Ok(id)
                })?;
                let done = format!("question {} set anew.", written.done);
                context.print(&Message { done })
            }
            Self::List => {
                let answers = context.ask(|view, _| {
                    let keys = view.reader.questions()?.into_iter();
                    let answers = keys.map(|key| view.question_answer(key));
                    Ok(answers.collect::<Result<_, _>>()?)
                })?;
                context.print(&Questions(answers))
            }
            Self::Show { question } => {
                let answer = context.ask(|view, names| {
                    let (key, _) = names.question(&question)?;
                    Ok(view.question_answer(key)?)
                })?;
                context.print(&answer)
            }
        }
    }
}
