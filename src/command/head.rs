//! `onrecord head`

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use crate::answer;
use crate::ledger::LedgerError;

/// Print the journal's head, to be noted elsewhere: published, signed, or put in an e-mail.
///
/// The head stands for every entry up to it. Whoever kept it can tell later, by `onrecord verify
/// --head`, that they are still the ones that were there: that none was changed, taken out or put
/// in, and that the end was not cut off. Honours --known-at.
#[derive(Debug, clap::Args)]
pub struct Head {}

impl Head {
    /// Prints the head.
    ///
    /// # Errors
    /// Where the journal cannot be read.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let head = context.ask(|view, _| {
            let newest = view.reader.newest()?;
            Ok(answer::head(&view.reader.journal(), newest).map_err(LedgerError::from)?)
        })?;
        context.print(&head)
    }
}
