//! Verification: does every entry still hold what was originally written?

use std::collections::BTreeSet;

use super::chain::Hash;
use super::{Body, Entry, Head, Header, Journal, JournalError, Seq, for_each};

/// The result of verification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// Number of entries read.
    pub entries: i64,
    /// The newest entry.
    pub head: Head,
    /// The first invalid entry.
    pub problem: Option<Problem>,
}

/// What is wrong with an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Its sequence number.
    pub seq: Seq,
    /// What is wrong with it.
    pub what: String,
}

/// Reads the whole journal and reports the first invalid entry.
///
/// A chain that was truncated, or rewritten from some entry on, is consistent in itself. Only a
/// head noted elsewhere reveals the change.
pub fn verify(journal: &dyn Journal) -> Result<Verification, JournalError> {
    let mut check = Check::default();
    for_each(journal, |entry| {
        check.take(&entry);
        Ok::<(), JournalError>(())
    })?;
    if !check.missing.is_empty() {
        check.redacted = redacted(journal)?;
    }
    Ok(Verification {
        entries: check.entries,
        head: journal.head()?,
        problem: check.verdict(),
    })
}

/// The entries that a later entry redacts. Only an entry with an intact body can redact others.
fn redacted(journal: &dyn Journal) -> Result<BTreeSet<Seq>, JournalError> {
    let mut redacted = BTreeSet::new();
    for_each(journal, |entry| {
        let header = &entry.header;
        let body = entry.body.as_ref();
        if let Some(body) = body.filter(|body| body.digest() == header.digest)
            && let Ok(Body::Redaction { of, .. }) = Body::read(header.seq, body)
        {
            redacted.extend(of.iter().filter(|seq| **seq < header.seq));
        }
        Ok::<(), JournalError>(())
    })?;
    Ok(redacted)
}

/// Entries that [`verify_tail`] reads, counted from the newest.
const TAIL: Seq = 1_000;

/// Checks only the newest entries, for a quick look. Missing bodies are left to [`verify`], since
/// their redactions may be anywhere later in the journal.
pub fn verify_tail(journal: &dyn Journal) -> Result<Option<Problem>, JournalError> {
    let head = journal.head()?;
    let from = (head.seq - TAIL).max(1);
    let mut check = Check::default();
    for entry in journal.read(from, usize::try_from(TAIL).unwrap_or(usize::MAX) + 1)? {
        if check.last.is_none() && from > 1 {
            // The entry before the tail is taken on trust; the tail is checked against its hash.
            check.remember(&entry);
        } else {
            check.take(&entry);
        }
    }
    check.missing.clear();
    Ok(check.verdict())
}

/// The entry behind which the next one has to fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    seq: Seq,
    written: Seq,
    recorded_at: i64,
    hash: Hash,
}

impl Place {
    /// Where the first entry of a journal goes.
    pub const START: Self = Self {
        seq: 0,
        written: 0,
        recorded_at: i64::MIN,
        hash: Hash::ZERO,
    };

    /// The place behind an entry.
    pub fn behind(header: &Header) -> Self {
        Self {
            seq: header.seq,
            written: header.written,
            recorded_at: header.recorded_at,
            hash: header.hash,
        }
    }

    /// Whether an entry comes next and links to the one at this place.
    pub fn is_before(&self, header: &Header) -> bool {
        header.seq == self.seq + 1 && header.previous == self.hash
    }

    /// What is wrong with what an entry, which comes next, says of its write and its time.
    pub fn fault(&self, header: &Header) -> Option<&'static str> {
        if header.written != header.seq && header.written != self.written {
            Some("belongs to a write that it does not follow")
        } else if header.recorded_at < self.recorded_at {
            Some("is older than the entry before")
        } else {
            None
        }
    }
}

/// What is wrong with the hash in an entry's header.
pub fn header_fault(header: &Header) -> Option<&'static str> {
    let is_wrong = header.hash != header.computed_hash();
    is_wrong.then_some("does not have the hash that its header gives")
}

/// What is wrong with an entry's body, if it has one.
pub fn body_fault(entry: &Entry) -> Option<&'static str> {
    let body = entry.body.as_ref();
    let is_wrong = body.is_some_and(|body| body.digest() != entry.header.digest);
    is_wrong.then_some("does not have the body that it was written with")
}

#[derive(Default)]
struct Check {
    entries: i64,
    last: Option<Place>,
    problem: Option<Problem>,
    missing: BTreeSet<Seq>,
    redacted: BTreeSet<Seq>,
}

impl Check {
    fn take(&mut self, entry: &Entry) {
        self.entries += 1;
        if self.problem.is_none()
            && let Some((seq, what)) = self.fault(entry)
        {
            self.problem = Some(Problem { seq, what });
        }
        let header = &entry.header;
        if entry.body.is_none() {
            self.missing.insert(header.seq);
        }
        self.remember(entry);
    }

    fn remember(&mut self, entry: &Entry) {
        self.last = Some(Place::behind(&entry.header));
    }

    fn fault(&self, entry: &Entry) -> Option<(Seq, String)> {
        let header = &entry.header;
        let place = self.last.unwrap_or(Place::START);
        let next = place.seq + 1;
        if header.seq < 1 {
            let what = format!("is out of place: there is an entry {}", header.seq);
            return Some((next, what));
        } else if header.seq != next {
            return Some((next, "is missing".to_owned()));
        }
        let unlinked = (!place.is_before(header))
            .then_some("does not follow from the entry before: its link is another hash");
        let what = unlinked
            .or_else(|| header_fault(header))
            .or_else(|| place.fault(header))
            .or_else(|| body_fault(entry))?;
        Some((header.seq, what.to_owned()))
    }

    fn verdict(self) -> Option<Problem> {
        let uncovered = self.missing.difference(&self.redacted).next();
        let uncovered = uncovered.map(|seq| Problem {
            seq: *seq,
            what: "has lost its body, and no redaction says why".to_owned(),
        });
        [self.problem, uncovered]
            .into_iter()
            .flatten()
            .min_by_key(|problem| problem.seq)
    }
}
