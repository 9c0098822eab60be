//! `onrecord question`

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use super::fail_on::FailOn;
use crate::desk::IfExists;
use crate::domain::claim;
use crate::render::outcome::Message;
use crate::render::records::Questions;

/// Add, edit, list or show questions.
#[derive(Debug, clap::Subcommand)]
pub enum Question {
    /// Add a question that several claims answer.
    Add {
        /// The new id
        id: String,
        /// The question, in words
        #[arg(long)]
        text: String,
    },
    /// Change the text of a question.
    Edit {
        /// The question
        question: String,
        /// The question, in words
        #[arg(long)]
        text: String,
    },
    /// List the questions.
    List {
        /// Maximum number of questions
        #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
        limit: Option<u32>,
        /// What leads to exit code 1.
        #[command(flatten)]
        fail_on: FailOn,
    },
    /// Show a question and its answers.
    Show {
        /// The question
        question: String,
    },
}

impl Question {
    /// Runs the subcommand.
    pub fn run(self, context: &Context) -> Result<Exit> {
        match self {
            Self::Add { id, text } => add(context, &id, text),
            Self::Edit { question, text } => edit(context, &question, text),
            Self::List { limit, fail_on } => {
                let answers: Vec<_> = context.ask(|view, _| {
                    let keys = view.reader.first_questions(limit)?.into_iter();
                    let answers = keys.map(|key| view.question_answer(key));
                    Ok(answers.collect::<Result<_, _>>()?)
                })?;
                let exit = fail_on.exit(answers.len());
                context.print(&Questions(answers))?;
                Ok(exit)
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

fn add(context: &Context, id: &str, text: String) -> Result<Exit> {
    let question = claim::Question {
        id: id.parse()?,
        text,
        unreviewed: false,
    };
    let done = format!("question {} recorded.", question.id);
    context.write(|desk, _| Ok(desk.question(question.clone(), IfExists::Refuse)?))?;
    context.print(&Message { done })
}

fn edit(context: &Context, name: &str, text: String) -> Result<Exit> {
    let written = context.write(|desk, names| {
        let (_, id) = names.question(name)?;
        let question = claim::Question {
            id: id.clone(),
            text: text.clone(),
            unreviewed: false,
        };
        desk.question(question, IfExists::Replace)?;
        Ok(id)
    })?;
    context.print(&Message {
        done: format!("question {} updated.", written.done),
    })
}
