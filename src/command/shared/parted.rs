//! Comparing a ledger with the journal of which it is a copy.

use anyhow::Result;

use super::contact::{Contact, contact};
use crate::command::context::Context;
use crate::command::error::note;
use crate::journal::parting::first_difference;
use crate::journal::{Journal, SharedJournal};
use crate::ledger::{Fault, Ledger, LedgerError};

/// Whether a ledger has parted from the shared journal, as a fault. Notes if that cannot be told now.
///
/// # Errors
/// If the ledger cannot be read, or the journal is another one or does not let this desk in.
pub(in crate::command) fn parted(context: &Context, ledger: &Ledger) -> Result<Option<Fault>> {
    let Some(sharing) = ledger.now().shared_journal()? else {
        return Ok(None);
    };
    let mut journal = match contact(context, &sharing)? {
        Contact::Made(journal) => journal,
        Contact::None(why) => {
            note(&format!("not compared with the shared journal: {why}"), &[]);
            return Ok(None);
        }
    };
    let own = ledger.journal().head().map_err(LedgerError::from)?;
    let head = journal
        .confirm(context.patience)
        .map_err(LedgerError::from)?;
    let common = own.seq.min(head.seq);
    let first =
        first_difference(&ledger.journal(), &*journal, common).map_err(LedgerError::from)?;
    let first = first.or((own.seq > head.seq).then_some(head.seq + 1));
    Ok(first.map(|first| Fault {
        of_journal: true,
        what: LedgerError::Parted {
            first,
            ours: own.seq,
            theirs: head.seq,
        }
        .to_string(),
    }))
}
