//! What moved from write to write: the steps that a comparison of two entries does not show.

use chrono::NaiveDate;
use rusqlite::params;

use crate::domain::discrepancy::Identity;
use crate::domain::docket::{ClaimKey, SourceKey, StatementKey};
use crate::domain::ruling::{Ruling, Verdict};
use crate::domain::status::Status;
use crate::domain::time::Moment;
use crate::journal::Seq;
use crate::ledger::read::columns::{column, from_day, from_word, garbled, text};
use crate::ledger::read::findings::identity;
use crate::ledger::{Reader, Result};

/// The status that a claim had from one entry on.
#[derive(Debug, Clone, Copy)]
pub struct Stood {
    /// The claim.
    pub claim: ClaimKey,
    /// The status.
    pub status: Status,
    /// Whether anything had been said or ruled that the status could come from.
    pub heard: bool,
    /// The last entry of the write that brought it.
    pub posted: Seq,
    /// The last entry of the write that ended it, if one did.
    pub ended: Option<Seq>,
}

/// A discrepancy that was open and strong from one entry on.
#[derive(Debug, Clone, Copy)]
pub struct OpenSpan {
    /// Its row.
    pub key: i64,
    /// Which it is.
    pub identity: Identity,
    /// The last entry of the write by which it was as the row says.
    pub posted: Seq,
    /// The last entry of the write that ended or changed it, if one did.
    pub ended: Option<Seq>,
}

/// A claim that stopped to be overdue, or to become so.
#[derive(Debug, Clone, Copy)]
pub struct DueEnded {
    /// The claim.
    pub claim: ClaimKey,
    /// The day after which it was overdue.
    pub day: NaiveDate,
    /// The last entry of the write that ended it.
    pub ended: Seq,
}

/// A ruling that was made or taken back.
#[derive(Debug, Clone)]
pub struct RulingMade {
    /// The entry that made it.
    pub key: Seq,
    /// The entry that took it back, if one did.
    pub ended: Option<Seq>,
    /// The claim that it was made on.
    pub made_on: ClaimKey,
    /// The claim that it is on now.
    pub claim: ClaimKey,
    /// Whether that is the opposite of what it was made on.
    pub opposite: bool,
    /// The ruling, on that claim.
    pub ruling: Ruling,
}

impl Reader<'_> {
    /// How claims whose status changed since the entry at which `earlier` reads stood from then on, as of `cut`, in the order
    /// of the claims and of time. What stood at that entry comes first.
    pub fn stood_since(&self, earlier: Self, cut: Option<Moment>) -> Result<Vec<Stood>> {
        let cut = cut.unwrap_or(Moment::LAST).minutes();
        self.rows(
            "SELECT x.claim, x.status, x.statement IS NOT NULL, x.posted, x.ended
             FROM (SELECT claim FROM status_change WHERE posted > ?1 AND posted <= ?2
                   UNION SELECT claim FROM status_change WHERE ended > ?1 AND ended <= ?2) k
             CROSS JOIN status_change x ON x.claim = k.claim
             WHERE x.began <= ?3 AND (x.until IS NULL OR x.until > ?3)
             AND x.posted <= ?2 AND (x.ended IS NULL OR x.ended > ?1) ORDER BY x.claim, x.posted",
            params![earlier.at, self.at, cut],
            |row| {
                Ok(Stood {
                    claim: ClaimKey(column(row, 0)?),
                    status: from_word(text(row, 1)?.unwrap_or_default())?,
                    heard: column(row, 2)?,
                    posted: column(row, 3)?,
                    ended: column::<Option<Seq>>(row, 4)?.filter(|ended| *ended <= self.at),
                })
            },
        )
    }

    /// The strong discrepancies that opened, changed or ended since the entry at which `earlier` reads.
    pub fn open_since(&self, earlier: Self) -> Result<Vec<OpenSpan>> {
        self.rows(
            "SELECT d.key, d.posted, d.ended, d.kind, d.claim, d.question, d.party FROM discrepancy d
             WHERE d.resolved_at IS NULL AND d.weak = 0
             AND (d.posted > ?1 AND d.posted <= ?2 OR d.ended > ?1 AND d.ended <= ?2) ORDER BY d.posted, d.key",
            params![earlier.at, self.at],
            |row| {
                Ok(OpenSpan {
                    key: column(row, 0)?,
                    posted: column(row, 1)?,
                    ended: column::<Option<Seq>>(row, 2)?.filter(|ended| *ended <= self.at),
                    identity: identity(row, 3)?,
                })
            },
        )
    }

    /// The claims that were waited for until a write since the entry at which `earlier` reads, whether or not their day had
    /// passed by then.
    pub fn due_ended_since(&self, earlier: Self) -> Result<Vec<DueEnded>> {
        self.rows(
            "SELECT s.claim, s.due, s.ended FROM standing s
             WHERE s.due IS NOT NULL AND s.ended > ?1 AND s.ended <= ?2
             AND NOT EXISTS (SELECT 1 FROM standing n
                             WHERE n.claim = s.claim AND n.posted = s.ended AND n.due = s.due)
             ORDER BY s.ended, s.claim",
            params![earlier.at, self.at],
            |row| {
                let day = from_day(text(row, 1)?)?;
                Ok(DueEnded {
                    claim: ClaimKey(column(row, 0)?),
                    day: day.ok_or_else(|| garbled("a day that is none".to_owned()))?,
                    ended: column(row, 2)?,
                })
            },
        )
    }

    /// The rulings that were made or taken back since the entry at which `earlier` reads.
    pub fn ruled_since(&self, earlier: Self) -> Result<Vec<RulingMade>> {
        self.rows(
            "SELECT key, ended, claim, verdict, reason, source, ruled FROM ruling
             WHERE key > ?1 AND key <= ?2 OR ended > ?1 AND ended <= ?2 ORDER BY key",
            params![earlier.at, self.at],
            |row| {
                let made_on = ClaimKey(column(row, 2)?);
                let (claim, opposite) = self.current_claim(made_on)?;
                let verdict: Verdict = from_word(&column::<String>(row, 3)?)?;
                let source: Option<i64> = column(row, 5)?;
                Ok(RulingMade {
                    key: column(row, 0)?,
                    ended: column::<Option<Seq>>(row, 1)?.filter(|ended| *ended <= self.at),
                    made_on,
                    claim,
                    opposite,
                    ruling: Ruling {
                        claim: self.claim_id(claim)?,
                        verdict: match opposite {
                            true => verdict.on_opposite(),
                            false => verdict,
                        },
                        reason: column(row, 4)?,
                        source: source
                            .map(|key| self.source_id(SourceKey(key)))
                            .transpose()?,
                        ruled: from_day(column::<Option<String>>(row, 6)?.as_deref())?,
                    },
                })
            },
        )
    }

    /// The entries since the one at which `earlier` reads that removed something for good.
    pub fn redacted_since(&self, earlier: Self) -> Result<Vec<Seq>> {
        self.rows(
            "SELECT DISTINCT \"by\" FROM redaction WHERE \"by\" > ?1 AND \"by\" <= ?2 ORDER BY 1",
            params![earlier.at, self.at],
            |row| column(row, 0),
        )
    }

    /// The first entry of the write that an entry belongs to.
    pub fn first_of_write(&self, entry: Seq) -> Result<Seq> {
        let written = self.row(
            "SELECT written FROM entry WHERE seq = ?1",
            params![entry],
            |row| column(row, 0),
        )?;
        Ok(written.unwrap_or(entry))
    }

    /// The last version of a statement: itself, or the last correction of it, whether or not that was withdrawn.
    pub(crate) fn last_version(&self, statement: StatementKey) -> Result<StatementKey> {
        let mut version = statement;
        while let Some(successor) = self.withdrawn(version)?.and_then(|one| one.successor) {
            version = successor;
        }
        Ok(version)
    }

    /// The version of a statement that stands in its place: itself, or what corrected it. `None` if it was withdrawn.
    pub fn standing_version(&self, statement: StatementKey) -> Result<Option<StatementKey>> {
        let mut version = statement;
        while let Some(withdrawn) = self.withdrawn(version)? {
            match withdrawn.successor {
                Some(successor) => version = successor,
                None => return Ok(None),
            }
        }
        Ok(Some(version))
    }

    /// Whether anything was ever said off the record on a claim.
    pub fn has_off_record(&self, claim: ClaimKey) -> Result<bool> {
        let found = self.row(
            "SELECT EXISTS (SELECT 1 FROM statement WHERE claim = ?1 AND attribution = 'off-record')",
            params![claim.0],
            |row| column(row, 0),
        )?;
        Ok(found.unwrap_or(false))
    }
}
