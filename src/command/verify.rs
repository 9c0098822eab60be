//! `onrecord verify`

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use crate::answer::{VerifyAnswer, View};
use crate::journal::PinnedHead;
use crate::journal::pinned_head::look_for;
use crate::journal::verify::verify;
use crate::ledger::{Access, Counted, Fault, LedgerError};

/// Verify that no journal entry was altered, and that the file is as onrecord made it.
///
/// Names the first altered entry and exits with code 1. Triggers, views and other objects that
/// onrecord did not make, and indexes that do not match their tables, are named too. A journal that was cut off at its end, or
/// rewritten as a whole, is consistent in itself; only a head that was kept elsewhere reveals that.
/// `onrecord head` prints the head, and --head checks it.
#[derive(Debug, clap::Args)]
pub struct Verify {
    /// A head that was kept, which the journal must still have: ENTRY:HASH, or only the hash
    #[arg(long, value_name = "HEAD")]
    pub head: Option<PinnedHead>,
}

impl Verify {
    /// Checks the chain.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let answer = context.with_progress(|| {
            let ledger = context.open_as_is(Access::Read)?;
            #[allow(unused_mut, reason = "only the feature `shared` adds to them")]
            let mut faults = ledger.faults()?;
            #[cfg(feature = "shared")]
            if faults.is_empty() {
                faults.extend(super::shared::parted(context, &ledger)?);
            }
            context.answer(ledger, |view, _| self.verify(context, view, &faults))
        })??;
        context.print(&answer)?;
        Ok(Exit::found_if(!answer.ok))
    }

    fn verify(&self, context: &Context, view: &View<'_>, faults: &[Fault]) -> Result<VerifyAnswer> {
        let journal = view.reader.journal();
        let counted = Counted::reading(view.reader.journal(), &context.work, "checking");
        let outcome = counted.and_then(|journal| verify(&journal));
        let outcome = outcome.map_err(LedgerError::from)?;
        let holding = self.head.map(|head| look_for(&journal, head));
        let holding = holding.transpose().map_err(LedgerError::from)?;
        Ok(VerifyAnswer::of(&outcome, holding, faults))
    }
}
