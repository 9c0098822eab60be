//! Sharing a ledger: its journal becomes one that several desks write to.

use std::sync::Arc;

use crate::domain::sharing::Sharing;
use crate::journal::{Head, Journal, JournalError};
use crate::ledger::write::sharing::set_sharing;
use crate::ledger::write::tables::Tables;
use crate::ledger::{Counted, Ledger, LedgerError, Result};

impl Ledger {
    /// Shares the ledger's journal: checks it, hands all its entries to `load`, which puts them into an empty shared journal,
    /// and notes that the ledger is a copy of that. Nobody writes to the ledger meanwhile. Returns the newest entry handed
    /// over; its hash is what it was before, so heads noted elsewhere stay valid.
    ///
    /// # Errors
    /// [`LedgerError::JournalDamaged`] if the journal does not verify, [`LedgerError::NotShared`] if the ledger's tables are
    /// not what its journal gives or it is a copy already, [`LedgerError::Unshareable`] if `sharing` is invalid, and what
    /// `load` returns; nothing is noted then. [`LedgerError::RecordedElsewhere`] if it was loaded and could not be noted.
    pub fn share(
        &mut self,
        sharing: &Sharing,
        load: impl FnOnce(&dyn Journal) -> Result<(), JournalError>,
    ) -> Result<Head> {
        let watched = Arc::clone(&self.work);
        let _within = watched.within();
        sharing.check().map_err(LedgerError::Unshareable)?;
        if self.now().shared_journal()?.is_some() {
            return Err(not_shared("it is a copy of a shared journal already"));
        }
        let compared = self.compare()?;
        if let Some(fault) = compared.faults.first() {
            return Err(not_shared(&fault.what));
        }
        if !compared.differing.is_empty() {
            let tables = compared.differing.join(", ");
            let what = format!("its tables hold other rows than its journal gives: {tables}");
            return Err(not_shared(&what));
        }
        let lock = self.lock()?;
        self.require_own_schema()?;
        let tables = Tables::of(&lock);
        let journal = Counted::reading(tables.journal(), &watched, "sharing")?;
        let head = journal.head()?;
        load(&journal)?;
        let noted = set_sharing(tables, sharing).and_then(|()| {
            lock.ignore_stop()?;
            lock.commit()
        });
        noted.map_err(|error| LedgerError::RecordedElsewhere(Box::new(error)))?;
        Ok(head)
    }
}

fn not_shared(what: &str) -> LedgerError {
    LedgerError::NotShared {
        what: what.to_owned(),
    }
}
