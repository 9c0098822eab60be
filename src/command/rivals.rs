//! `onrecord rivals`

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use crate::answer;

/// Compare the rival answers to a question, with who holds each.
#[derive(Debug, clap::Args)]
pub struct Rivals {
    /// The question
    pub question: String,
}

impl Rivals {
    /// Prints the answers.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let rivals = context.ask(|view, names| {
            let (key, _) = names.question(&self.question)?;
            Ok(answer::rivals(view, key)?)
        })?;
        context.print(&rivals)
    }
}
