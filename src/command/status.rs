//! `onrecord status`

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use crate::answer;

/// Show a summary of the ledger on one screen.
#[derive(Debug, clap::Args)]
pub struct Status {}

impl Status {
    /// Prints the overview.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let mut status = context.ask(|view, _| Ok(answer::status(view)?))?;
        if context.asks_about_another_state() {
            status.candidates = None;
        }
        context.print(&status)
    }
}
