//! Dossiers: all that was recorded on a claim, read for many claims at a time.
//!
//! One docket or a batch of them: these are the only queries for it. The keys of the claims go to
//! the engine as one JSON array, so that a query is prepared once. What was said on a claim lies
//! side by side in an index that holds all that is asked for.

use chrono::NaiveDate;
use foldhash::HashMap;
use rusqlite::{Row, params};

use super::rows::{
    attribution, column, from_day, from_json, from_optional_word, from_word, garbled, json, text,
};
use super::{Reader, Result};
use crate::domain::claim::Standard;
use crate::domain::docket::{ClaimKey, PartyKey, Ruled, Said, SourceKey, StatementKey, Terms};
use crate::domain::ruling::Verdict;
use crate::domain::time::When;
use crate::journal::Seq;

/// All that was recorded on one claim.
#[derive(Default)]
pub struct Dossier {
    /// The claim, its rulings left out; none where it does not hold.
    pub terms: Option<Terms>,
    /// What was said and stands.
    pub said: Vec<Said>,
    /// The rulings, by the entries that made them.
    pub rulings: Vec<(Seq, Ruled)>,
}

impl Dossier {
    /// Takes everything as said of the contrary.
    pub fn turn(&mut self) {
        for said in &mut self.said {
            said.stance = said.stance.turned();
        }
        for (_, ruled) in &mut self.rulings {
            ruled.verdict = ruled.verdict.turned();
        }
    }
}

/// Dossiers by their claims.
pub type Dossiers = HashMap<ClaimKey, Dossier>;

/// The time of the source of a statement `s` that has none of its own. The query's second
/// parameter is the entry at which the ledger is read.
const SOURCE_TIME: &str = "CASE WHEN s.said IS NULL THEN
    (SELECT coalesce(d.published, d.retrieved) FROM source d
     WHERE d.key = s.source AND d.posted <= ?2 AND (d.ended IS NULL OR d.ended > ?2)) END";

impl Reader<'_> {
    /// The dossiers of some claims, with what may have been said until the end of a day (none:
    /// whenever); mergers of parties looked through, those of claims not. A claim of which nothing
    /// is known has none.
    pub(super) fn dossiers(
        &self,
        claims: impl Iterator<Item = ClaimKey>,
        said_until: Option<NaiveDate>,
    ) -> Result<Dossiers> {
        let mut keys: Vec<i64> = claims.map(|claim| claim.0).collect();
        keys.sort_unstable();
        let keys = json(&keys)?;
        let mut dossiers = Dossiers::default();
        self.add_terms(&keys, &mut dossiers)?;
        self.add_rulings(&keys, &mut dossiers)?;
        self.add_said(&keys, said_until, &mut dossiers)?;
        Ok(dossiers)
    }

    fn add_terms(&self, keys: &str, dossiers: &mut Dossiers) -> Result<()> {
        let mut principals = self.principals_of(keys)?;
        let sql = "SELECT c.key, c.standard, c.value, c.due
             FROM json_each(?1) k CROSS JOIN claim c ON c.key = k.value
             WHERE c.posted <= ?2 AND (c.ended IS NULL OR c.ended > ?2)";
        let all = self.rows(sql, params![keys, self.at], |row| {
            let key = ClaimKey(column(row, 0)?);
            let principals = principals.remove(&key).unwrap_or_default();
            let set: Option<Standard> = from_optional_word(text(row, 1)?)?;
            Ok(Terms {
                key,
                standard: Standard::of(set, !principals.is_empty()),
                principals: self.present_parties(principals)?,
                value: text(row, 2)?.map(from_json).transpose()?,
                due: from_day(text(row, 3)?)?,
                rulings: Vec::new(),
            })
        })?;
        for terms in all {
            let dossier = dossiers.entry(terms.key).or_default();
            dossier.terms = Some(terms);
        }
        Ok(())
    }

    fn principals_of(&self, keys: &str) -> Result<HashMap<ClaimKey, Vec<PartyKey>>> {
        let sql = "SELECT c.key, p.party
             FROM json_each(?1) k CROSS JOIN claim c ON c.key = k.value
             CROSS JOIN principal p ON p.claim = c.key AND p.posted = c.posted
             WHERE c.posted <= ?2 AND (c.ended IS NULL OR c.ended > ?2)
             ORDER BY c.key, p.position";
        let all = self.rows(sql, params![keys, self.at], |row| {
            Ok((ClaimKey(column(row, 0)?), PartyKey(column(row, 1)?)))
        })?;
        Ok(grouped(all))
    }

    fn add_rulings(&self, keys: &str, dossiers: &mut Dossiers) -> Result<()> {
        let sql = "SELECT r.claim, r.key, r.verdict, r.ruled
             FROM json_each(?1) k CROSS JOIN ruling r ON r.claim = k.value
             WHERE r.key <= ?2 AND (r.ended IS NULL OR r.ended > ?2)";
        let all = self.rows(sql, params![keys, self.at], |row| {
            let verdict: Option<Verdict> = from_optional_word(text(row, 2)?)?;
            let (Some(verdict), Some(day)) = (verdict, from_day(text(row, 3)?)?) else {
                return Err(garbled("a ruling without a verdict or a day".to_owned()));
            };
            let ruled = Ruled { verdict, day };
            Ok((ClaimKey(column(row, 0)?), (column(row, 1)?, ruled)))
        })?;
        for (claim, ruling) in all {
            dossiers.entry(claim).or_default().rulings.push(ruling);
        }
        Ok(())
    }

    fn add_said(
        &self,
        keys: &str,
        said_until: Option<NaiveDate>,
        dossiers: &mut Dossiers,
    ) -> Result<()> {
        let mut relays = self.relays_on(keys)?;
        let sql = format!(
            "SELECT s.claim, s.key, s.party, s.source, s.stance, s.said, {SOURCE_TIME},
                    s.attribution
             FROM json_each(?1) k CROSS JOIN statement s ON s.claim = k.value
             WHERE s.key <= ?2
             AND (?3 IS NULL OR s.said IS NULL OR s.said < ?3)
             AND NOT EXISTS (SELECT 1 FROM withdrawal w WHERE w.statement = s.key
                             AND w.posted <= ?2 AND (w.ended IS NULL OR w.ended > ?2))"
        );
        let before = said_until.and_then(|day| day.succ_opt());
        // Times are written so that their texts are in the order of their first minutes.
        let text_before = before.map(|day| day.to_string());
        let too_late = |when: When| before.is_some_and(|day| when.earliest().day() >= day);
        self.rows(&sql, params![keys, self.at, text_before], |row| {
            let key = StatementKey(column(row, 1)?);
            let when = said_at(key, text(row, 5)?, text(row, 6)?)?;
            if !too_late(when) {
                let said = self.said(row, when, relays.remove(&key).unwrap_or_default())?;
                dossiers.entry(said.claim).or_default().said.push(said);
            }
            Ok(())
        })?;
        Ok(())
    }

    fn said(&self, row: &Row<'_>, when: When, via: Vec<PartyKey>) -> Result<Said> {
        let via = via.into_iter().map(|relay| self.present_party(relay));
        Ok(Said {
            key: StatementKey(column(row, 1)?),
            claim: ClaimKey(column(row, 0)?),
            party: self.present_party(PartyKey(column(row, 2)?))?,
            stance: from_word(text(row, 4)?.unwrap_or_default())?,
            when,
            source: SourceKey(column(row, 3)?),
            via: via.collect::<Result<_>>()?,
            attribution: attribution(row, 7)?,
        })
    }

    /// When a statement was said, the source's day filled in.
    ///
    /// # Errors
    /// Where there is no such statement, or the ledger cannot be read.
    pub fn said_at(&self, key: StatementKey) -> Result<When> {
        let sql = format!(
            "SELECT s.said, {SOURCE_TIME} FROM statement s WHERE s.key = ?1 AND s.key <= ?2"
        );
        let when = self.row(&sql, params![key.0, self.at], |row| {
            said_at(key, text(row, 0)?, text(row, 1)?)
        })?;
        when.ok_or_else(|| garbled(format!("a reference to statement {}", key.0)))
    }

    fn relays_on(&self, keys: &str) -> Result<HashMap<StatementKey, Vec<PartyKey>>> {
        let sql = "SELECT r.statement, r.party
             FROM json_each(?1) k CROSS JOIN relay r ON r.claim = k.value
             WHERE r.statement <= ?2 ORDER BY r.statement, r.position";
        let all = self.rows(sql, params![keys, self.at], |row| {
            Ok((StatementKey(column(row, 0)?), PartyKey(column(row, 1)?)))
        })?;
        Ok(grouped(all))
    }
}

/// When a statement was said: its own time, or the day of its source's.
fn said_at(key: StatementKey, own: Option<&str>, source: Option<&str>) -> Result<When> {
    let own: Option<When> = own.and_then(|text| text.parse().ok());
    let source = || source.and_then(|text| text.parse().ok());
    own.or_else(|| source().map(When::cut_to_day))
        .ok_or_else(|| garbled(format!("statement {} without a day", key.0)))
}

/// What belongs to each key, in the order given.
fn grouped<K: std::hash::Hash + Eq, V>(all: Vec<(K, V)>) -> HashMap<K, Vec<V>> {
    let mut groups: HashMap<K, Vec<V>> = HashMap::default();
    for (key, one) in all {
        groups.entry(key).or_default().push(one);
    }
    groups
}
