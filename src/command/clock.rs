//! This machine's clock, and entries that are dated ahead of it.
//!
//! Recorded times never decrease, so once a clock ran ahead, every later entry has the time that it
//! showed. Until that time has come, the entries cannot be told apart by when they were recorded.

use chrono::{DateTime, TimeDelta, Utc};

use super::context::Context;
use super::error::{note, warn};
use crate::answer::recorded_time;
use crate::domain::time::When;
use crate::journal::{Journal, Seq};
use crate::ledger::{LedgerError, Reader};

/// How far ahead an entry may be without comment: clocks differ a little between machines, and
/// questions are asked by the minute.
const TOLERANCE: TimeDelta = TimeDelta::minutes(1);

/// The entries that are dated ahead of this machine's clock.
pub(super) struct Ahead {
    first: Seq,
    count: i64,
    newest: String,
    clock: String,
}

impl Ahead {
    /// Which entries they are, as a finding of `check`.
    pub(super) fn finding(&self) -> String {
        let Self {
            first,
            count,
            newest,
            clock,
        } = self;
        let entries = match count {
            1 => format!("entry {first} is dated {newest}"),
            count => format!("{count} entries from entry {first} on are dated up to {newest}"),
        };
        format!(
            "{entries}, ahead of this machine's clock ({clock}); until then, --known-at and --until \
             with an earlier time leave them out, whenever they were really recorded"
        )
    }
}

impl Context {
    /// The current time. Not the time at which the command began: it may have waited for other
    /// writers.
    pub(super) fn clock(&self) -> DateTime<Utc> {
        if self.fixed { self.now } else { Utc::now() }
    }

    /// The entries dated ahead of this machine's clock, if any.
    pub(super) fn ahead(&self, reader: &Reader<'_>) -> Result<Option<Ahead>, LedgerError> {
        let clock = self.clock();
        let head = reader.journal().head().map_err(LedgerError::from)?;
        if head.recorded_at <= (clock + TOLERANCE).timestamp_millis() {
            return Ok(None);
        }
        let first = reader.newest_entry_by(clock.timestamp_millis())? + 1;
        Ok(Some(Ahead {
            first,
            count: head.seq - first + 1,
            newest: recorded_time(head.recorded_at),
            clock: recorded_time(clock.timestamp_millis()),
        }))
    }

    /// Warns on standard error if the newest entry is dated ahead of this machine's clock. The write
    /// is done, so it does not fail if the journal cannot be read again.
    pub(super) fn warn_if_ahead(&self, journal: &dyn Journal) {
        let Ok(head) = journal.head() else { return };
        let (newest, clock) = (head.recorded_at, self.clock());
        if newest > (clock + TOLERANCE).timestamp_millis() {
            warn(&format!(
                "the newest entry is dated {}, ahead of this machine's clock ({}); recorded \
                 times never decrease, so every entry has at least that time. Set the clock if it is \
                 wrong; `onrecord check` lists the entries",
                recorded_time(newest),
                recorded_time(clock.timestamp_millis())
            ));
        }
    }

    /// The newest entry that the ledger held at the end of `when`. At the current time that is its
    /// newest entry, however it is dated.
    pub(super) fn newest_entry_at(
        &self,
        reader: Reader<'_>,
        when: When,
    ) -> Result<Seq, LedgerError> {
        // The last millisecond of that time.
        let end = (self.calendar().last_minute(when).minutes() + 1).saturating_mul(60_000) - 1;
        if end >= self.now.timestamp_millis() {
            return reader.newest();
        }
        let entry = reader.newest_entry_by(end)?;
        if let Some(ahead) = self.ahead(&reader)? {
            note(&ahead.finding(), &[]);
        }
        Ok(entry)
    }
}
