//! Appends bodies to the journal.
//!
//! A body is encoded, salted and hashed ("sealed") before it is linked to the entry before it. In a
//! bulk write, sealing happens in the background, a batch at a time; the posting thread links and
//! stores the entries in order.

use std::sync::mpsc::{Receiver, sync_channel};

use crate::journal::{
    Body, Head, Journal, JournalError, JournalWriter, NewEntry, SaltedBody, Salts, Sealed, Seq,
    Stamp, chain,
};
use crate::ledger::write::journal::AT_ONCE;
use crate::ledger::write::tables::Tables;
use crate::ledger::{LedgerError, Result};

/// Bodies sealed per batch in a bulk write: enough to outweigh the cost of handing them over.
const TOGETHER: usize = 8 * AT_ONCE;

/// The end of the journal and what one write appends to it.
pub(crate) struct Appender<'c> {
    tables: Tables<'c>,
    stamp: Stamp,
    /// The newest stored entry.
    stored: Head,
    /// The newest entry, stored or not.
    newest: Seq,
    first: Option<Seq>,
    together: usize,
    /// Entries not stored yet: the batch being sealed, then the bodies still waiting.
    under_way: Option<Receiver<Result<Vec<Sealed>, JournalError>>>,
    waiting: Vec<Body>,
}

impl<'c> Appender<'c> {
    pub(crate) fn new(tables: Tables<'c>, stamp: Stamp) -> Result<Self> {
        let stored = tables.journal().head()?;
        Ok(Self {
            tables,
            stamp,
            stored,
            newest: stored.seq,
            first: None,
            together: 1,
            under_way: None,
            waiting: Vec::new(),
        })
    }

    /// Declares that no entry of this write will be read before its end, so that entries can be
    /// stored in batches.
    pub(crate) fn in_bulk(&mut self) {
        self.together = TOGETHER;
    }

    pub(crate) fn stamp(&self) -> &Stamp {
        &self.stamp
    }

    /// The newest entry, whether of this write or an earlier one.
    pub(crate) fn newest(&self) -> Seq {
        self.newest
    }

    /// The first entry of this write, or `None` if it has none yet.
    pub(crate) fn first(&self) -> Option<Seq> {
        self.first
    }

    /// Appends a body.
    pub(crate) fn append(&mut self, body: Body) -> Result<()> {
        self.newest += 1;
        self.first.get_or_insert(self.newest);
        self.waiting.push(body);
        if self.waiting.len() < self.together {
            return Ok(());
        }
        let bodies = std::mem::take(&mut self.waiting);
        if self.together == 1 {
            return self.store(sealed(&bodies)?);
        }
        let (sender, receiver) = sync_channel(1);
        // If the write has failed, the receiver is gone and the send fails, which does not matter.
        rayon::spawn(move || drop(sender.send(sealed(&bodies))));
        let before = self.under_way.replace(receiver);
        self.store_what_comes(before)
    }

    /// Stores everything that is still pending.
    pub(crate) fn finish(&mut self) -> Result<()> {
        let before = self.under_way.take();
        self.store_what_comes(before)?;
        let bodies = std::mem::take(&mut self.waiting);
        self.store(sealed(&bodies)?)
    }

    fn store_what_comes(
        &mut self,
        under_way: Option<Receiver<Result<Vec<Sealed>, JournalError>>>,
    ) -> Result<()> {
        match under_way {
            // The sender is dropped without a result only if the program is shutting down.
            Some(receiver) => self.store(receiver.recv().map_err(|_| LedgerError::Stopped)??),
            None => Ok(()),
        }
    }

    fn store(&mut self, bodies: Vec<Sealed>) -> Result<()> {
        let mut head = self.stored;
        let mut entries = Vec::with_capacity(bodies.len());
        for body in bodies {
            let entry = chain::link(
                &head,
                NewEntry {
                    written: self.first,
                    stamp: self.stamp.clone(),
                    body,
                },
            );
            head = entry.head();
            entries.push(entry);
        }
        self.tables.journal().store(&self.stored, &entries)?;
        self.stored = head;
        Ok(())
    }
}

fn sealed(bodies: &[Body]) -> Result<Vec<Sealed>, JournalError> {
    let mut salts = Salts::default();
    let seal = |body: &Body| body.seal(&mut salts).map(SaltedBody::sealed);
    bodies.iter().map(seal).collect()
}
