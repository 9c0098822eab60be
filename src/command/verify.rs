//! `onrecord verify`

use anyhow::Result;

use super::Ended;
use super::context::Context;
use crate::answer::VerifyAnswer;
use crate::journal::verify::verify;
use crate::ledger::LedgerError;

/// Check that every journal entry holds what it was written with.
///
/// Names the first entry that does not, and then ends with exit code 1. A journal that was cut
/// at its end, or written anew as a whole, is consistent in itself: note the head elsewhere.
#[derive(Debug, clap::Args)]
pub struct Verify {}

impl Verify {
    /// Checks the chain.
    ///
    /// # Errors
    /// Where the journal cannot be read at all.
    pub fn run(self, context: &Context) -> Result<Ended> {
        let outcome = context
            .ask(|view, _| Ok(verify(&view.reader.journal()).map_err(LedgerError::from)?))?;
        let answer = VerifyAnswer::of(&outcome);
        context.print(&answer)?;
        Ok(if answer.ok { Ended::Done } else { Ended::Found })
    }
}
