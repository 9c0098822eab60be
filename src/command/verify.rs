//! `onrecord verify`

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use crate::answer::VerifyAnswer;
use crate::journal::NotedHead;
use crate::journal::noted::look_for;
use crate::journal::verify::verify;
use crate::ledger::{Counted, LedgerError};

/// Check that every journal entry holds what it was written with.
///
/// Names the first entry that does not, and then ends with exit code 1. A journal that was cut
/// at its end, or written anew as a whole, is consistent in itself: that shows only against a head
/// that was noted elsewhere. `onrecord head` prints one, and --head checks it.
#[derive(Debug, clap::Args)]
pub struct Verify {
    /// A head noted before, which the journal must still hold: ENTRY:HASH, or the hash alone
    #[arg(long, value_name = "HEAD")]
    pub head: Option<NotedHead>,
}

impl Verify {
    /// Checks the chain.
    ///
    /// # Errors
    /// Where the journal cannot be read at all.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let watch = context.watch()?;
        let answer = context.ask(|view, _| {
            let counted = Counted::reading(view.reader.journal(), &context.work, "checking");
            let outcome = counted.and_then(|journal| verify(&journal));
            let outcome = outcome.map_err(LedgerError::from)?;
            let holding = self
                .head
                .map(|noted| look_for(&view.reader.journal(), noted));
            let holding = holding.transpose().map_err(LedgerError::from)?;
            Ok(VerifyAnswer::of(&outcome, holding))
        });
        drop(watch);
        let answer = answer?;
        context.print(&answer)?;
        Ok(if answer.ok {
            Exit::Success
        } else {
            Exit::Found
        })
    }
}
