//! Appending: bodies on their way into the journal.
//!
//! A body is turned into bytes, salted and hashed, and only then linked behind the entry before it.
//! In a large write the first of that is done beside the thread that posts, for many bodies at a
//! time; linking and storing them in their order is left to that thread.

use std::sync::mpsc::{Receiver, sync_channel};

use crate::journal::{
    Body, Draft, Head, Journal, JournalError, SaltedBody, Salts, Sealed, Seq, Stamp, chain,
};
use crate::ledger::journal::AT_ONCE;
use crate::ledger::write::tables::Tables;
use crate::ledger::{LedgerError, Result};

/// So many bodies of a large write are sealed together: enough for it to outweigh handing them over.
const TOGETHER: usize = 8 * AT_ONCE;

/// The journal's end, and what one write puts behind it.
pub(crate) struct Appending<'c> {
    tables: Tables<'c>,
    stamp: Stamp,
    /// The newest entry that is stored,
    stored: Head,
    /// and the newest that there is.
    newest: Seq,
    first: Option<Seq>,
    together: usize,
    /// Those behind the stored: being sealed, the older ones, and not yet.
    under_way: Option<Receiver<Result<Vec<Sealed>, JournalError>>>,
    waiting: Vec<Body>,
}

impl<'c> Appending<'c> {
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

    /// Says that nobody will read the entries of this write before its end: from now on many are
    /// stored together.
    pub(crate) fn in_bulk(&mut self) {
        self.together = TOGETHER;
    }

    pub(crate) fn stamp(&self) -> &Stamp {
        &self.stamp
    }

    /// The newest entry, of this write or before it.
    pub(crate) fn newest(&self) -> Seq {
        self.newest
    }

    /// The first entry of this write; none: it has none so far.
    pub(crate) fn first(&self) -> Option<Seq> {
        self.first
    }

    /// Puts a body behind all others.
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
        // Where the write has failed, nobody waits for this any more.
        rayon::spawn(move || drop(sender.send(sealed(&bodies))));
        let before = self.under_way.replace(receiver);
        self.store_what_comes(before)
    }

    /// Stores all that is not stored yet.
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
            // Whoever seals hangs up without an answer only where the program is ending.
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
                Draft {
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
