//! `onrecord rivals`

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use super::fail_on::FailOn;
use crate::answer;

/// Compare the rival answers to a question, with who holds each.
#[derive(Debug, clap::Args)]
pub struct Rivals {
    /// The question
    pub question: String,
    /// What leads to exit code 1.
    #[command(flatten)]
    pub fail_on: FailOn,
}

impl Rivals {
    /// Prints the answers.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let rivals = context.ask(|view, names| {
            let (key, _) = names.question(&self.question)?;
            Ok(answer::rivals(view, key)?)
        })?;
        context.print(&rivals)?;
        Ok(self.fail_on.exit(rivals.answers.len()))
    }
}
