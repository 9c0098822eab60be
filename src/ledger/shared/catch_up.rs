//! Catching up: what others wrote is verified, appended to the ledger's own journal and posted, write by write.
//!
//! It costs in proportion to what comes. Only a redaction of something that the ledger has costs a whole posting, as it does
//! for who redacts.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::domain::sharing::Typed;
use crate::journal::parting::{first_difference, hash_at};
use crate::journal::{Body, Entry, Hash, Head, Journal, JournalWriter, PAGE, Seq};
use crate::ledger::bulk::rebuild;
use crate::ledger::bulk::replay::{Replay, Settling};
use crate::ledger::read::lookup::Lookup;
use crate::ledger::shared::incoming::{Chain, Incoming, Uncovered, damaged};
use crate::ledger::write::candidates::forget_candidates;
use crate::ledger::write::changes::{ChangesOfAll, Telling};
use crate::ledger::write::indexes::OmittedIndexes;
use crate::ledger::write::pipeline;
use crate::ledger::write::tables::Tables;
use crate::ledger::write::words::Indexed;
use crate::ledger::write::writer;
use crate::ledger::{Changes, LedgerError, Progress, Reader, Result};

/// Entries from which on they are taken in bulk: examined on all cores, and into a ledger without statements without
/// its indexes.
const BULK: Seq = 64;

/// What came from the shared journal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaughtUp {
    /// The first entry that came, or `None` if none did.
    pub first: Option<Seq>,
    /// How many entries came.
    pub entries: usize,
    /// How many writes they belong to.
    pub writes: usize,
    /// How many entries each person wrote.
    pub by: BTreeMap<String, usize>,
    /// What they changed. Nothing if something was redacted that the ledger had, since everything was posted again then.
    pub changes: Changes,
    /// Whether something that the ledger had was redacted.
    pub redacted: bool,
    /// The entry that this program does not know, before which it stopped. It takes no writes until a newer program has gone
    /// on.
    pub stopped: Option<Seq>,
    /// What became of an own write of which that was not known.
    pub settled: Option<Settled>,
}

/// What became of a write of which it was not known whether it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    /// It is on record.
    Recorded {
        /// Its first entry.
        first: Seq,
        /// Its last entry.
        last: Seq,
        /// The command. What it did to the lists of candidates and feeds was rolled back.
        typed: Box<Typed>,
    },
    /// It is not, and never will be. Its command waits in the outbox.
    NeverRecorded {
        /// The number of the command in the outbox.
        outbox: i64,
    },
}

impl CaughtUp {
    /// Adds what came later. `reader` reads the ledger after it.
    pub(super) fn then(&mut self, later: Self, reader: Reader<'_>) -> Result<()> {
        self.first = self.first.or(later.first);
        self.entries += later.entries;
        self.writes += later.writes;
        for (name, entries) in later.by {
            *self.by.entry(name).or_default() += entries;
        }
        self.redacted |= later.redacted;
        self.stopped = later.stopped.or(self.stopped);
        self.settled = later.settled.or(self.settled.take());
        let mut changes = ChangesOfAll::default();
        changes.add(std::mem::take(&mut self.changes));
        changes.add(later.changes);
        self.changes = changes.whole(reader)?;
        Ok(())
    }
}

/// How far to catch up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Until {
    /// The last entry to take, where a write ends.
    pub(super) seq: Seq,
    /// Its hash, if that is known.
    pub(super) hash: Option<Hash>,
}

impl From<Head> for Until {
    fn from(head: Head) -> Self {
        Self {
            seq: head.seq,
            hash: Some(head.hash),
        }
    }
}

/// Takes what is new in the shared journal into the tables. If that fails, the transaction has to be rolled back; so it has
/// if an entry lacks a body and nothing up to the end redacts it.
///
/// # Errors
/// [`LedgerError::Parted`] if the ledger is not a beginning of the shared journal, [`LedgerError::SharedDamaged`],
/// [`LedgerError::NewerEntry`] if an entry is of a kind that this program does not know, and whatever the shared journal
/// fails with.
pub(super) fn catch_up(
    tables: Tables<'_>,
    remote: &dyn Journal,
    until: Until,
    work: &Progress,
) -> Result<Result<CaughtUp, Uncovered>> {
    let own = tables.journal().head()?;
    let count = until.seq - own.seq;
    let is_other = until.hash.is_some_and(|hash| hash != own.hash);
    if count < 0 || count == 0 && is_other {
        return Err(parted(&tables.journal(), remote, own.seq, until.seq)?);
    }
    if count == 0 {
        return Ok(Ok(CaughtUp::default()));
    }
    match taken(tables, remote, own, until, work) {
        // What comes next links to another entry than the ledger's head.
        Err(LedgerError::SharedDamaged { seq, .. })
            if seq == own.seq + 1 && own.seq > 0 && hash_at(remote, own.seq)? != Some(own.hash) =>
        {
            Err(parted(&tables.journal(), remote, own.seq, until.seq)?)
        }
        taken => taken,
    }
}

/// Takes the entries behind `own` into the tables.
fn taken(
    tables: Tables<'_>,
    remote: &dyn Journal,
    own: Head,
    until: Until,
    work: &Progress,
) -> Result<Result<CaughtUp, Uncovered>> {
    let count = until.seq - own.seq;
    work.begin("catching up", u64::try_from(count).ok());
    let lookup = Lookup::default();
    let mut arrival = Arrival::new(tables, &lookup, count, work)?;
    let mut next = own.seq + 1;
    let mut load = || -> Result<Option<Vec<Entry>>> {
        if next > until.seq {
            return Ok(None);
        }
        let left = usize::try_from(until.seq - next + 1).unwrap_or(PAGE);
        let page = remote.read(next, left.min(PAGE))?;
        if page.is_empty() {
            return Err(damaged(next, "is missing".to_owned()));
        }
        next += Seq::try_from(page.len()).unwrap_or(Seq::MAX - next);
        Ok(Some(page))
    };
    if count < BULK {
        // Not worth starting threads for.
        while let Some(page) = load()? {
            arrival.take(page.into_iter().map(Incoming::examined).collect())?;
        }
    } else {
        let examine = |page: Vec<Entry>| page.into_par_iter().map(Incoming::examined).collect();
        pipeline::run(load, examine, |page| arrival.take(page))?;
    }
    arrival.finish(until)
}

/// The error that names where the ledger and the shared journal parted.
fn parted(ours: &dyn Journal, remote: &dyn Journal, own: Seq, theirs: Seq) -> Result<LedgerError> {
    let common = own.min(theirs);
    let first = first_difference(ours, remote, common)?;
    Ok(LedgerError::Parted {
        first: first.unwrap_or(common + 1),
        ours: own,
        theirs,
    })
}

/// What has come so far.
struct Arrival<'c> {
    tables: Tables<'c>,
    work: &'c Progress,
    chain: Chain,
    replay: Replay<'c>,
    indexed: Indexed,
    /// The newest entry stored.
    stored: Head,
    /// The write of the newest entry.
    written: Option<Seq>,
    caught: CaughtUp,
}

impl<'c> Arrival<'c> {
    fn new(tables: Tables<'c>, lookup: &'c Lookup, count: Seq, work: &'c Progress) -> Result<Self> {
        let stored = tables.journal().head()?;
        let (omitted, telling) = match count < BULK {
            true => (OmittedIndexes::default(), Telling::Changes),
            false => (
                OmittedIndexes::begin(tables, lookup, stored.seq + 1)?,
                Telling::Moves,
            ),
        };
        Ok(Self {
            tables,
            work,
            chain: Chain::behind(&tables.journal())?,
            replay: Replay::new(tables, lookup, omitted, Settling::AsWritten(telling)),
            indexed: Indexed::up_to_now(tables)?,
            stored,
            written: None,
            caught: CaughtUp::default(),
        })
    }

    fn take(&mut self, page: Vec<Incoming>) -> Result<()> {
        for incoming in &page {
            self.chain.take(incoming)?;
        }
        let mut bodies = Vec::with_capacity(page.len());
        let mut entries = Vec::with_capacity(page.len());
        for incoming in page {
            bodies.push(incoming.body.unwrap_or_default());
            entries.push(incoming.entry);
        }
        self.tables.journal().store(&self.stored, &entries)?;
        self.stored = entries.last().map_or(self.stored, Entry::head);
        for (entry, body) in entries.iter().zip(&bodies) {
            self.note(entry);
            self.post(entry, body.as_ref())?;
        }
        self.work.advance(entries.len() as u64);
        Ok(())
    }

    fn note(&mut self, entry: &Entry) {
        let header = &entry.header;
        self.caught.first.get_or_insert(header.seq);
        self.caught.entries += 1;
        self.caught.writes += usize::from(self.written != Some(header.written));
        self.written = Some(header.written);
        match self.caught.by.get_mut(&header.recorded_by) {
            Some(entries) => *entries += 1,
            None => {
                self.caught.by.insert(header.recorded_by.clone(), 1);
            }
        }
    }

    fn post(&mut self, entry: &Entry, body: Option<&Body>) -> Result<()> {
        let header = &entry.header;
        if let Some(Body::Redaction { of, .. }) = body {
            let forgotten = forget_candidates(self.tables, of)?;
            self.caught.redacted |= forgotten || has_any_body(self.tables, of)?;
        }
        if !self.caught.redacted {
            return self.replay.take(header.seq, header.written, body);
        }
        // Everything is posted again in the end, so only what a redaction takes out has to go.
        match body {
            Some(redaction @ Body::Redaction { .. }) => {
                writer::post_redaction(self.tables, header.seq, redaction)
            }
            _ => Ok(()),
        }
    }

    fn finish(mut self, until: Until) -> Result<Result<CaughtUp, Uncovered>> {
        if until.hash.is_some_and(|hash| hash != self.stored.hash) {
            let what = "is another one than the head was said to be".to_owned();
            return Err(damaged(self.stored.seq, what));
        }
        if let Some(uncovered) = self.chain.uncovered() {
            return Ok(Err(uncovered));
        }
        if self.caught.redacted {
            rebuild::repost(self.tables, self.work)?;
            return Ok(Ok(self.caught));
        }
        self.work.begin("folding", None);
        self.replay.settle()?;
        self.work.begin("indexing", None);
        self.caught.changes = self.replay.finish()?;
        self.indexed.catch_up(self.tables)?;
        Ok(Ok(self.caught))
    }
}

/// Whether the ledger still has the body of one of these entries.
fn has_any_body(tables: Tables<'_>, of: &[Seq]) -> Result<bool> {
    for seq in of {
        let held = tables.journal().read(*seq, 1)?;
        let held = held.first().filter(|entry| entry.header.seq == *seq);
        if held.is_some_and(|entry| entry.body.is_some()) {
            return Ok(true);
        }
    }
    Ok(false)
}
