//! Entries of the shared journal on their way into the ledger, and whether they are what was recorded.

use std::collections::{BTreeMap, BTreeSet};

use crate::journal::verify::{Place, body_fault, header_fault};
use crate::journal::{Body, Entry, Journal, Seq};
use crate::ledger::{LedgerError, Result};

/// An entry, examined by itself.
pub(super) struct Incoming {
    pub(super) entry: Entry,
    /// What it says, `None` if it was redacted. Why it cannot be read, if it cannot.
    pub(super) body: Result<Option<Body>, String>,
    /// What is wrong with its hashes.
    fault: Option<&'static str>,
}

impl Incoming {
    /// Checks the hashes of an entry and reads its body. Takes the time of a page of entries, so several are examined at
    /// once.
    pub(super) fn examined(entry: Entry) -> Self {
        let fault = header_fault(&entry.header).or_else(|| body_fault(&entry));
        let body = entry.body.as_ref();
        let body = body.map(|body| Body::read(entry.header.seq, body));
        let body = body.transpose().map_err(|error| error.to_string());
        Self { entry, body, fault }
    }
}

/// An entry without a body, which no entry up to the expected end redacts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Uncovered {
    pub(super) seq: Seq,
    /// The write that it belongs to.
    pub(super) written: Seq,
}

impl Uncovered {
    /// The error that it is, if nothing redacts it.
    pub(super) fn error(self) -> LedgerError {
        damaged(
            self.seq,
            "has lost its body, and no redaction says why".to_owned(),
        )
    }
}

/// The chain, as far as it has come in.
pub(super) struct Chain {
    place: Place,
    /// Entries without a body, each with its write.
    missing: BTreeMap<Seq, Seq>,
    redacted: BTreeSet<Seq>,
}

impl Chain {
    /// A chain that goes on behind the newest entry of a journal.
    pub(super) fn behind(journal: &dyn Journal) -> Result<Self> {
        let head = journal.head()?;
        let newest = journal.read(head.seq, 1)?;
        let newest = newest.first().map(|entry| Place::behind(&entry.header));
        Ok(Self {
            place: newest.unwrap_or(Place::START),
            missing: BTreeMap::new(),
            redacted: BTreeSet::new(),
        })
    }

    /// Takes the next entry.
    ///
    /// # Errors
    /// [`LedgerError::SharedDamaged`] if it is not what was recorded, [`LedgerError::NewerEntry`] if this program does
    /// not know what it says.
    pub(super) fn take(&mut self, incoming: &Incoming) -> Result<()> {
        let header = &incoming.entry.header;
        let unlinked = !self.place.is_before(header);
        let fault = unlinked
            .then_some("does not follow from the entry before")
            .or(incoming.fault)
            .or_else(|| self.place.fault(header));
        if let Some(what) = fault {
            return Err(damaged(header.seq, what.to_owned()));
        }
        match &incoming.body {
            Ok(Some(Body::Redaction { of, .. })) => self.redacted.extend(of),
            Ok(Some(_)) => {}
            Ok(None) => {
                self.missing.insert(header.seq, header.written);
            }
            Err(reason) => {
                return Err(LedgerError::NewerEntry {
                    seq: header.seq,
                    written: header.written,
                    reason: reason.clone(),
                });
            }
        }
        self.place = Place::behind(header);
        Ok(())
    }

    /// The first entry without a body that nothing redacts.
    pub(super) fn uncovered(&self) -> Option<Uncovered> {
        let mut missing = self.missing.iter();
        let found = missing.find(|(seq, _)| !self.redacted.contains(*seq));
        found.map(|(seq, written)| Uncovered {
            seq: *seq,
            written: *written,
        })
    }
}

/// An entry of the shared journal is not what was recorded.
pub(super) fn damaged(seq: Seq, what: String) -> LedgerError {
    LedgerError::SharedDamaged { seq, what }
}
