//! `onrecord head`

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use crate::answer;
use crate::ledger::LedgerError;

/// Print the journal's head, to keep elsewhere: publish it, sign it, or e-mail it.
///
/// The head fixes every entry up to it. Anyone who has it can check later with `onrecord verify
/// --head` that the journal still has exactly those entries: none changed, removed or inserted, and
/// none cut off at the end. Respects --known-at.
#[derive(Debug, clap::Args)]
pub struct Head {}

impl Head {
    /// Prints the head.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let head = context.ask_journal(|view, _| {
            let newest = view.reader.newest()?;
            Ok(answer::head(&view.reader.journal(), newest).map_err(LedgerError::from)?)
        })?;
        context.print(&head)
    }
}
