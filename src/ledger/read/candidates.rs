//! Candidates: a work list beside the journal. Whether one was accepted is derived from the
//! journal, so undoing the write returns it to the list.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Row, params};

use crate::domain::candidate::{Candidate, CandidateId};
use crate::domain::docket::{ClaimKey, PartyKey, SourceKey, StatementKey};
use crate::domain::passage::Passage;
use crate::ledger::read::columns::{column, from_json};
use crate::ledger::{LedgerError, Reader, Result};

/// A candidate in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Its short id.
    pub id: CandidateId,
    /// The source that contains it.
    pub source: SourceKey,
    /// The proposed statement.
    pub candidate: Candidate,
    /// What became of it.
    pub fate: Fate,
}

/// The state of a candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// Not decided yet.
    Open,
    /// It became this statement, or duplicates it.
    Accepted {
        /// The statement.
        statement: StatementKey,
        /// Whether an entry was recorded for it.
        recorded: bool,
    },
    /// Somebody rejected it.
    Rejected {
        /// When, in milliseconds since 1970-01-01T00:00Z.
        at: i64,
        /// Who.
        by: String,
        /// Why, if a reason was given.
        reason: Option<String>,
    },
}

/// Which candidates to list.
#[derive(Debug, Clone, Copy, Default)]
pub struct CandidateFilter {
    /// Only those from this source.
    pub source: Option<SourceKey>,
    /// Include decided ones.
    pub decided: bool,
}

/// By what one tells that a candidate was added or decided on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CandidatesState([i64; 5]);

const COLUMNS: &str = "c.id, c.source, c.body, c.statement, c.rejected_at, c.rejected_by, c.reason,
    NOT EXISTS (SELECT 1 FROM undone u WHERE u.seq = coalesce(c.accepted, c.statement)),
    c.accepted IS NOT NULL";

/// Only candidates whose source exists; those of an undone source are hidden.
const PRESENT: &str = "FROM candidate c JOIN source s ON s.key = c.source AND s.ended IS NULL";

/// A row, or `None` if its content is not understood.
fn readable<T>(row: Result<T>) -> Result<Option<T>> {
    match row {
        Err(LedgerError::Corrupt { .. }) => Ok(None),
        row => row.map(Some),
    }
}

impl Reader<'_> {
    /// The candidates that match a filter, in the order they were proposed. Those that cannot be read
    /// are left out: see [`Reader::unreadable_candidates`].
    pub fn candidates(&self, filter: CandidateFilter) -> Result<Vec<Waiting>> {
        let source = filter.source.map(|key| key.0);
        let found = self.rows(
            &format!(
                "SELECT {COLUMNS} {PRESENT} WHERE (?1 IS NULL OR c.source = ?1) ORDER BY c.number"
            ),
            params![source],
            |row| readable(waiting(row)),
        )?;
        let mut found: Vec<Waiting> = found.into_iter().flatten().collect();
        found.retain(|waiting| filter.decided || waiting.fate == Fate::Open);
        Ok(found)
    }

    /// The number of candidates that wait for a decision.
    pub fn open_candidates(&self) -> Result<usize> {
        let open = self.row(
            &format!(
                "SELECT count(*) {PRESENT} WHERE c.rejected_at IS NULL AND (c.statement IS NULL
                 OR EXISTS (SELECT 1 FROM undone u WHERE u.seq = coalesce(c.accepted, c.statement)))"
            ),
            &[],
            |row| column::<i64>(row, 0),
        )?;
        Ok(usize::try_from(open.unwrap_or_default()).unwrap_or_default())
    }

    /// The ids of the candidates that this program does not understand.
    pub fn unreadable_candidates(&self) -> Result<Vec<String>> {
        let all = self.rows(
            &format!("SELECT {COLUMNS} {PRESENT} ORDER BY c.number"),
            &[],
            |row| {
                let id: String = column(row, 0)?;
                Ok(readable(waiting(row))?.is_none().then_some(id))
            },
        )?;
        Ok(all.into_iter().flatten().collect())
    }

    /// Differs from what it was if a candidate was added or decided on since, except by undoing a write.
    pub fn candidates_state(&self) -> Result<CandidatesState> {
        let state = self.row(
            "SELECT count(*), coalesce(sum(number), 0), coalesce(sum(accepted), 0),
                    coalesce(sum(statement), 0), coalesce(sum(rejected_at), 0)
             FROM candidate",
            &[],
            |row| {
                Ok(CandidatesState([
                    column(row, 0)?,
                    column(row, 1)?,
                    column(row, 2)?,
                    column(row, 3)?,
                    column(row, 4)?,
                ]))
            },
        )?;
        Ok(state.unwrap_or(CandidatesState([0; 5])))
    }

    /// The candidate with this id.
    pub fn candidate(&self, id: &str) -> Result<Option<Waiting>> {
        self.row(
            &format!("SELECT {COLUMNS} {PRESENT} WHERE c.id = ?1"),
            params![id],
            waiting,
        )
    }

    /// The candidates that became a statement, or turned out to say the same.
    pub fn candidates_of(&self, statement: StatementKey) -> Result<Vec<Waiting>> {
        let found = self.rows(
            &format!("SELECT {COLUMNS} {PRESENT} WHERE c.statement = ?1 ORDER BY c.number"),
            params![statement.0],
            |row| readable(waiting(row)),
        )?;
        Ok(found.into_iter().flatten().collect())
    }

    /// The quotes of the statements on each claim, except those off the record.
    pub fn quotes(&self) -> Result<BTreeMap<ClaimKey, Vec<String>>> {
        let quoted = self.rows(
            "SELECT claim, quote FROM statement WHERE quote IS NOT NULL AND attribution IS NOT 'off-record'
             AND key NOT IN (SELECT statement FROM withdrawal WHERE ended IS NULL) ORDER BY key",
            &[],
            |row| Ok((ClaimKey(column(row, 0)?), column::<String>(row, 1)?)),
        )?;
        let mut by_claim: BTreeMap<ClaimKey, Vec<String>> = BTreeMap::new();
        for (claim, quote) in quoted {
            let (claim, opposite) = self.current_claim(claim)?;
            if !opposite {
                by_claim.entry(claim).or_default().push(quote);
            }
        }
        Ok(by_claim)
    }

    /// The claims that contain all of these words, best match first.
    pub fn claims_with_words(&self, words: &str, limit: usize) -> Result<Vec<ClaimKey>> {
        let quoted = words.split_whitespace().map(|word| {
            let word = word.replace('"', "");
            format!("\"{word}\"*")
        });
        let query: Vec<String> = quoted.filter(|word| word.len() > 3).collect();
        if query.is_empty() {
            return Ok(Vec::new());
        }
        let limit = u32::try_from(limit).unwrap_or(u32::MAX);
        self.rows(
            "SELECT d.key FROM search JOIN document d ON d.number = search.rowid
             WHERE search MATCH ?1 AND d.kind = 'claim' AND d.ended IS NULL
             ORDER BY bm25(search, 2.0, 1.0), d.number LIMIT ?2",
            params![query.join(" "), limit],
            |row| Ok(ClaimKey(column(row, 0)?)),
        )
    }

    /// The source whose text has this digest.
    pub fn source_with_digest(&self, sha256: &str) -> Result<Option<SourceKey>> {
        self.row(
            "SELECT key FROM source WHERE sha256 = ?1 AND ended IS NULL ORDER BY key",
            params![sha256],
            |row| Ok(SourceKey(column(row, 0)?)),
        )
    }

    /// The sources in which something was said off the record, taken back or not, with the passages of it.
    pub fn passages_off_the_record(&self) -> Result<BTreeMap<SourceKey, Vec<Passage>>> {
        let keys = self.rows(
            "SELECT key FROM statement WHERE attribution IS 'off-record' AND key <= ?1 ORDER BY key",
            params![self.at],
            |row| Ok(StatementKey(column(row, 0)?)),
        )?;
        let mut sources: BTreeMap<SourceKey, Vec<Passage>> = BTreeMap::new();
        for key in keys {
            let said = self.statement(key)?.statement;
            let further = said.evidence.into_iter();
            let further = further.map(|evidence| (evidence.source, evidence.passage));
            for (source, passage) in further.chain([(said.source, said.passage)]) {
                if let Some(source) = self.source_key(source.as_str())? {
                    sources.entry(source).or_default().extend(passage);
                }
            }
        }
        Ok(sources)
    }

    /// The parties that have said something, but never on the record, and those that relayed what was said off the record
    /// and have said nothing on the record.
    pub fn parties_without_name(&self) -> Result<BTreeSet<PartyKey>> {
        let current = |sql: &str| -> Result<BTreeSet<PartyKey>> {
            let keys = self.rows(sql, &[], |row| Ok(PartyKey(column(row, 0)?)))?;
            keys.into_iter()
                .map(|key| self.current_party(key))
                .collect()
        };
        let mut hidden = current(
            "SELECT party FROM statement WHERE attribution IS NOT NULL
             UNION SELECT r.party FROM relay r JOIN statement s ON s.key = r.statement
                 WHERE s.attribution = 'off-record'",
        )?;
        let heard = current("SELECT DISTINCT party FROM statement WHERE attribution IS NULL")?;
        hidden.retain(|key| !heard.contains(key));
        Ok(hidden)
    }

    /// The claims of which something was said, but off the record only.
    pub fn claims_off_the_record(&self) -> Result<BTreeSet<ClaimKey>> {
        let current = |sql: &str| -> Result<BTreeSet<ClaimKey>> {
            let keys = self.rows(sql, &[], |row| Ok(ClaimKey(column(row, 0)?)))?;
            let keys = keys.into_iter().map(|key| Ok(self.current_claim(key)?.0));
            keys.collect()
        };
        let mut hidden =
            current("SELECT DISTINCT claim FROM statement WHERE attribution = 'off-record'")?;
        let heard =
            current("SELECT DISTINCT claim FROM statement WHERE attribution IS NOT 'off-record'")?;
        hidden.retain(|key| !heard.contains(key));
        Ok(hidden)
    }

    /// The id of every candidate.
    pub fn candidate_ids(&self) -> Result<Vec<String>> {
        self.rows(&format!("SELECT c.id {PRESENT}"), &[], |row| column(row, 0))
    }
}

fn waiting(row: &Row<'_>) -> Result<Waiting> {
    let statement: Option<i64> = column(row, 3)?;
    let rejected: Option<i64> = column(row, 4)?;
    let stands: bool = column(row, 7)?;
    let fate = match (statement.filter(|_| stands), rejected) {
        (Some(key), _) => Fate::Accepted {
            statement: StatementKey(key),
            recorded: column(row, 8)?,
        },
        (None, Some(at)) => Fate::Rejected {
            at,
            by: column::<Option<String>>(row, 5)?.unwrap_or_default(),
            reason: column(row, 6)?,
        },
        (None, None) => Fate::Open,
    };
    Ok(Waiting {
        id: CandidateId::held(column(row, 0)?),
        source: SourceKey(column(row, 1)?),
        candidate: from_json(&column::<String>(row, 2)?)?,
        fate,
    })
}
