//! Everything recorded on a claim, read for many claims at a time.
//!
//! The same queries serve one docket or a batch. Claim keys are passed as one JSON array of ranges,
//! so each query is prepared once and claims recorded in a row are read in one scan. A covering
//! index keeps the statements on a claim together.

use chrono::NaiveDate;
use foldhash::HashMap;
use rusqlite::{Row, params};

use crate::domain::claim::Standard;
use crate::domain::docket::{ClaimKey, PartyKey, Ruled, Said, SourceKey, StatementKey, Terms};
use crate::domain::ruling::Verdict;
use crate::domain::time::When;
use crate::journal::Seq;
use crate::ledger::read::columns::{
    attribution, column, from_day, from_json, from_optional_word, from_word, garbled, json, text,
};
use crate::ledger::{Reader, Result};

/// Everything recorded on one claim.
#[derive(Default)]
pub(crate) struct ClaimRecords {
    /// The claim without its rulings, or `None` if it does not currently exist.
    pub terms: Option<Terms>,
    /// Statements that stand.
    pub said: Vec<Said>,
    /// Rulings, each with its entry.
    pub rulings: Vec<(Seq, Ruled)>,
}

impl ClaimRecords {
    /// Reverses every stance and verdict, for a claim that states the opposite.
    pub(crate) fn turn(&mut self) {
        for said in &mut self.said {
            said.stance = said.stance.on_opposite();
        }
        for (_, ruled) in &mut self.rulings {
            ruled.verdict = ruled.verdict.on_opposite();
        }
    }
}

/// Records by claim.
pub(crate) type RecordsByClaim = HashMap<ClaimKey, ClaimRecords>;

/// The condition that a statement `s` is not withdrawn. The query's second parameter must be the
/// entry at which the ledger is read.
const NOT_WITHDRAWN: &str = "NOT EXISTS (SELECT 1 FROM withdrawal w WHERE w.statement = s.key
     AND w.posted <= ?2 AND (w.ended IS NULL OR w.ended > ?2))";

impl Reader<'_> {
    /// The records of some claims, limited to what may have been said by the end of `said_until`
    /// (`None` for no limit). Mergers of parties are resolved, mergers of claims are not. A claim
    /// without any rows is left out.
    pub(crate) fn claim_records(
        &self,
        claims: impl Iterator<Item = ClaimKey>,
        said_until: Option<NaiveDate>,
    ) -> Result<RecordsByClaim> {
        let keys = json(&ranges(claims.map(|claim| claim.0).collect()))?;
        let mut records = RecordsByClaim::default();
        self.add_terms(&keys, &mut records)?;
        self.add_rulings(&keys, &mut records)?;
        self.add_said(&keys, said_until, &mut records)?;
        Ok(records)
    }

    fn add_terms(&self, keys: &str, records: &mut RecordsByClaim) -> Result<()> {
        let mut principals = self.principals_of(keys)?;
        let sql = "SELECT c.key, c.standard, c.value, c.due, c.posted
             FROM json_each(?1) k CROSS JOIN claim c
             ON c.key BETWEEN k.value ->> 0 AND k.value ->> 1
             WHERE c.posted <= ?2 AND (c.ended IS NULL OR c.ended > ?2)";
        self.rows(sql, params![keys, self.at], |row| {
            let key = ClaimKey(column(row, 0)?);
            let version = (key, column(row, 4)?);
            let principals = in_order(principals.remove(&version).unwrap_or_default());
            let set: Option<Standard> = from_optional_word(text(row, 1)?)?;
            let terms = Terms {
                key,
                standard: Standard::of(set, !principals.is_empty()),
                principals: self.current_parties(principals)?,
                value: text(row, 2)?.map(from_json).transpose()?,
                due: from_day(text(row, 3)?)?,
                rulings: Vec::new(),
            };
            records.entry(key).or_default().terms = Some(terms);
            Ok(())
        })?;
        Ok(())
    }

    /// The principals of every version of some claims, each with its position.
    fn principals_of(&self, keys: &str) -> Result<HashMap<(ClaimKey, Seq), Vec<Placed>>> {
        let sql = "SELECT p.claim, p.posted, p.position, p.party
             FROM json_each(?1) k CROSS JOIN principal p
             ON p.claim BETWEEN k.value ->> 0 AND k.value ->> 1 WHERE p.posted <= ?2";
        let mut principals: HashMap<(ClaimKey, Seq), Vec<Placed>> = HashMap::default();
        self.rows(sql, params![keys, self.at], |row| {
            let version = (ClaimKey(column(row, 0)?), column(row, 1)?);
            let placed = (column(row, 2)?, PartyKey(column(row, 3)?));
            principals.entry(version).or_default().push(placed);
            Ok(())
        })?;
        Ok(principals)
    }

    fn add_rulings(&self, keys: &str, records: &mut RecordsByClaim) -> Result<()> {
        let sql = "SELECT r.claim, r.key, r.verdict, r.ruled
             FROM json_each(?1) k CROSS JOIN ruling r
             ON r.claim BETWEEN k.value ->> 0 AND k.value ->> 1
             WHERE r.key <= ?2 AND (r.ended IS NULL OR r.ended > ?2)";
        self.rows(sql, params![keys, self.at], |row| {
            let verdict: Option<Verdict> = from_optional_word(text(row, 2)?)?;
            let (Some(verdict), Some(day)) = (verdict, from_day(text(row, 3)?)?) else {
                return Err(garbled("a ruling without a verdict or a day".to_owned()));
            };
            let ruling = (column(row, 1)?, Ruled { verdict, day });
            let record = records.entry(ClaimKey(column(row, 0)?)).or_default();
            record.rulings.push(ruling);
            Ok(())
        })?;
        Ok(())
    }

    fn add_said(
        &self,
        keys: &str,
        said_until: Option<NaiveDate>,
        records: &mut RecordsByClaim,
    ) -> Result<()> {
        let mut relays = self.relays_on(keys)?;
        let sql = format!(
            "SELECT s.claim, s.key, s.party, s.source, s.stance, s.said, s.attribution
             FROM json_each(?1) k CROSS JOIN statement s
             ON s.claim BETWEEN k.value ->> 0 AND k.value ->> 1
             WHERE s.key <= ?2 AND (?3 IS NULL OR s.said IS NULL OR s.said < ?3)
             AND {NOT_WITHDRAWN}"
        );
        let before = said_until.and_then(|day| day.succ_opt());
        // The text form of times sorts by their first minute.
        let text_before = before.map(|day| day.to_string());
        let too_late = |when: When| before.is_some_and(|day| when.earliest().day() >= day);
        self.rows(&sql, params![keys, self.at, text_before], |row| {
            let key = StatementKey(column(row, 1)?);
            let source = SourceKey(column(row, 3)?);
            let when = self.said_when(key, text(row, 5)?, source)?;
            if !too_late(when) {
                let via = in_order(relays.remove(&key).unwrap_or_default());
                let said = self.said(row, key, when, source, via)?;
                records.entry(said.claim).or_default().said.push(said);
            }
            Ok(())
        })?;
        Ok(())
    }

    fn said(
        &self,
        row: &Row<'_>,
        key: StatementKey,
        when: When,
        source: SourceKey,
        via: Vec<PartyKey>,
    ) -> Result<Said> {
        let via = via.into_iter().map(|relay| self.current_party(relay));
        Ok(Said {
            key,
            claim: ClaimKey(column(row, 0)?),
            party: self.current_party(PartyKey(column(row, 2)?))?,
            stance: from_word(text(row, 4)?.unwrap_or_default())?,
            when,
            source,
            via: via.collect::<Result<_>>()?,
            attribution: attribution(row, 6)?,
        })
    }

    /// When a statement was made, or the day of its source if it has no time of its own.
    ///
    /// # Errors
    /// [`LedgerError::Corrupt`](crate::ledger::LedgerError::Corrupt) if there is no such statement.
    pub fn said_at(&self, key: StatementKey) -> Result<When> {
        let when = self.said_at_all(&[key])?.pop();
        let when = when.map(|(_, when)| when);
        when.ok_or_else(|| garbled(format!("a reference to statement {}", key.0)))
    }

    /// When some statements were made, in one query. Unknown statements are left out.
    pub fn said_at_all(&self, keys: &[StatementKey]) -> Result<Vec<(StatementKey, When)>> {
        let keys: Vec<i64> = keys.iter().map(|key| key.0).collect();
        self.rows(
            "SELECT s.key, s.said, s.source
             FROM json_each(?1) k CROSS JOIN statement s ON s.key = k.value WHERE s.key <= ?2",
            params![json(&keys)?, self.at],
            |row| {
                let (key, source) = (StatementKey(column(row, 0)?), SourceKey(column(row, 2)?));
                Ok((key, self.said_when(key, text(row, 1)?, source)?))
            },
        )
    }

    /// When a statement was made: its own time, or the day of its source.
    fn said_when(&self, key: StatementKey, own: Option<&str>, source: SourceKey) -> Result<When> {
        let own: Option<When> = own.and_then(|text| text.parse().ok());
        let when = own.map_or_else(|| self.source_day(source), |own| Ok(Some(own)))?;
        when.ok_or_else(|| garbled(format!("statement {} without a day", key.0)))
    }

    fn relays_on(&self, keys: &str) -> Result<HashMap<StatementKey, Vec<Placed>>> {
        let sql = "SELECT r.statement, r.position, r.party
             FROM json_each(?1) k CROSS JOIN relay r
             ON r.claim BETWEEN k.value ->> 0 AND k.value ->> 1 WHERE r.statement <= ?2";
        let mut relays: HashMap<StatementKey, Vec<Placed>> = HashMap::default();
        self.rows(sql, params![keys, self.at], |row| {
            let placed = (column(row, 1)?, PartyKey(column(row, 2)?));
            let statement = StatementKey(column(row, 0)?);
            relays.entry(statement).or_default().push(placed);
            Ok(())
        })?;
        Ok(relays)
    }
}

/// A party and its position in a list.
type Placed = (i64, PartyKey);

/// The parties sorted by position.
fn in_order(mut placed: Vec<Placed>) -> Vec<PartyKey> {
    placed.sort_unstable_by_key(|(place, _)| *place);
    placed.into_iter().map(|(_, party)| party).collect()
}

/// Sorts the keys and merges consecutive ones into ranges, given as first and last key.
fn ranges(mut keys: Vec<i64>) -> Vec<(i64, i64)> {
    keys.sort_unstable();
    keys.dedup();
    let ranges = keys.chunk_by(|one, next| one + 1 == *next);
    let ranges = ranges.filter_map(|range| Some((*range.first()?, *range.last()?)));
    ranges.collect()
}
