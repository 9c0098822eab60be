//! Updates what sharing needs: which journal is shared, and the commands that wait for it.

use std::collections::BTreeMap;

use data_encoding::BASE64;
use rusqlite::params;

use crate::domain::sharing::{HeldState, Sharing, Typed};
use crate::ledger::read::columns::{json, word};
use crate::ledger::write::tables::Tables;
use crate::ledger::{LedgerError, Result, Writer};

impl Writer<'_> {
    /// Notes that the ledger is a copy of a shared journal, in place of any other.
    ///
    /// # Errors
    /// [`LedgerError::Unshareable`] if the address has a password in it, or another field is invalid.
    pub fn set_sharing(&mut self, sharing: &Sharing) -> Result<()> {
        set_sharing(self.tables(), sharing)
    }

    /// Notes that the ledger shares nothing any more. Its journal stays as it is.
    pub fn end_sharing(&mut self) -> Result<()> {
        self.tables().change("DELETE FROM sharing", [])?;
        Ok(())
    }

    /// Puts a command into the outbox, where it waits. `held` says why, in a few words. Returns its number.
    pub fn hold_back(&mut self, typed: &Typed, held: &str) -> Result<i64> {
        hold_back(self.tables(), typed, held)
    }

    /// Notes what became of a command that had to wait, and why.
    pub fn settle_held(
        &mut self,
        number: i64,
        state: HeldState,
        reason: Option<&str>,
    ) -> Result<()> {
        self.tables().change(
            "UPDATE outbox SET state = ?2, reason = ?3 WHERE number = ?1",
            params![number, word(&state)?, reason],
        )?;
        Ok(())
    }

    /// Forgets a command about which nothing is left to do. One that waits or was kept stays. Returns whether it is
    /// forgotten.
    pub fn forget_held(&mut self, number: i64) -> Result<bool> {
        let forgotten = self.tables().change(
            "DELETE FROM outbox WHERE number = ?1 AND state NOT IN ('waiting', 'kept')",
            [number],
        )?;
        Ok(forgotten > 0)
    }
}

/// As [`Writer::set_sharing`], for a file that is being filled.
pub(crate) fn set_sharing(tables: Tables<'_>, sharing: &Sharing) -> Result<()> {
    sharing.check().map_err(LedgerError::Unshareable)?;
    tables.change(
        "INSERT OR REPLACE INTO sharing (only, journal, address, desk, since) VALUES (1, ?1, ?2, ?3, ?4)",
        params![
            sharing.journal,
            sharing.address,
            sharing.desk,
            sharing.since
        ],
    )?;
    Ok(())
}

/// As [`Writer::hold_back`], without a write.
pub(crate) fn hold_back(tables: Tables<'_>, typed: &Typed, held: &str) -> Result<i64> {
    let encoded = typed.files.iter();
    let encoded: BTreeMap<&String, String> = encoded
        .map(|(name, bytes)| (name, BASE64.encode(bytes)))
        .collect();
    tables.insert(
        "INSERT INTO outbox (typed_at, typed_by, words, files, held, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            typed.at,
            typed.by,
            json(&typed.words)?,
            json(&encoded)?,
            held,
            word(&HeldState::Waiting)?
        ],
    )
}
