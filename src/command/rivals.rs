//! `onrecord rivals`

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use crate::answer;

/// Show the rival answers to a question side by side, with who holds each.
#[derive(Debug, clap::Args)]
pub struct Rivals {
    /// The question
    pub question: String,
}

impl Rivals {
    /// Prints the answers.
    ///
    /// # Errors
    /// Where there is no such question.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let rivals = context.ask(|view, names| {
            let (key, _) = names.question(&self.question)?;
            Ok(answer::rivals(view, key)?)
        })?;
        context.print(&rivals)
    }
}
