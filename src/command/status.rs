//! `onrecord status`

use anyhow::Result;

use super::context::Context;
use super::error::note;
use super::exit::Exit;
use crate::answer;
use crate::render::page::counted;

/// Show a summary of the ledger on one screen.
#[derive(Debug, clap::Args)]
pub struct Status {}

impl Status {
    /// Prints the overview.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let (mut status, waiting) = context.ask(|view, _| {
            let waiting = view.whole.count_outbox()?;
            Ok((answer::status(view)?, waiting))
        })?;
        if waiting > 0 {
            let waiting = counted(waiting, "command waits", "commands wait");
            note(&format!("{waiting} in the outbox: `onrecord outbox`"), &[]);
        }
        if context.asks_about_another_state() {
            status.candidates = None;
        }
        context.print(&status)
    }
}
