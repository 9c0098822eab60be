//! `onrecord status`

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use crate::answer;

/// Show the ledger in one screen.
#[derive(Debug, clap::Args)]
pub struct Status {}

impl Status {
    /// Prints the overview.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let status = context.ask(|view, _| Ok(answer::status(view)?))?;
        context.print(&status)
    }
}
