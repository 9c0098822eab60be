//! Records read back from the tables, in the form in which they were entered.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::params;

use crate::domain::claim::{Claim, Question, Standard};
use crate::domain::docket::{ClaimKey, PartyKey, QuestionKey, SourceKey, StatementKey};
use crate::domain::party::{Edge, Party};
use crate::domain::slug::Slug;
use crate::domain::source::{Reliability, Source};
use crate::domain::statement::{Stance, Statement, StatementId};
use crate::domain::time::When;
use crate::journal::Seq;
use crate::ledger::read::columns::{
    column, from_day, from_json, from_optional_word, from_word, garbled, json, text,
};
use crate::ledger::{Reader, Result};

/// A claim in the ledger, with the standard in force.
#[derive(Debug, Clone)]
pub struct ClaimInfo {
    /// Its key.
    pub key: ClaimKey,
    /// The record.
    pub claim: Claim,
    /// The standard set for it, or the default.
    pub standard: Standard,
}

/// A claim as shown in lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimInShort {
    /// The id.
    pub id: Slug,
    /// The proposition.
    pub text: String,
    /// The day by which the claimed event is due.
    pub due: Option<NaiveDate>,
}

/// A statement in the ledger.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// Its key.
    pub key: StatementKey,
    /// Its short id.
    pub id: StatementId,
    /// The record, with its id and any evidence added later.
    pub statement: Statement,
    /// When it was made, or the day of its source.
    pub when: When,
    /// The reliability of its source.
    pub reliability: Option<Reliability>,
    /// Whether and how it was withdrawn.
    pub withdrawn: Option<Withdrawn>,
}

/// A statement as shown in lists: who took which stance on which claim, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidInShort {
    /// Its short id.
    pub id: String,
    /// Who speaks.
    pub party: PartyKey,
    /// The stance taken.
    pub stance: Stance,
    /// The claim.
    pub claim: ClaimKey,
    /// When it was made, or the day of its source.
    pub when: When,
}

/// How a statement was withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawn {
    /// The statement that replaced it, or `None` if it was voided.
    pub successor: Option<StatementKey>,
    /// Why it was voided.
    pub reason: Option<String>,
    /// Whether the write that recorded it was undone; if so, it may be recorded again.
    pub undone: bool,
}

/// The text of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The text, unchanged.
    pub text: String,
}

impl Reader<'_> {
    /// A party's record, including the names and relations of those merged into it.
    ///
    /// # Errors
    /// [`LedgerError::Corrupt`](crate::ledger::LedgerError::Corrupt) if the key is unknown.
    pub fn party(&self, key: PartyKey) -> Result<Party> {
        let mut party = self.own_party(key)?;
        for (former, _) in self.family(key.0)?.into_iter().skip(1) {
            inherit(&mut party, self.own_party(PartyKey(former))?);
        }
        // A party merged with the one it spoke for must not speak for itself.
        party.speaks_for.retain(|edge| edge.party != party.id);
        party.member_of.retain(|edge| edge.party != party.id);
        Ok(party)
    }

    /// A party's own record, without anything inherited from parties merged into it.
    pub(crate) fn own_party(&self, key: PartyKey) -> Result<Party> {
        let (mut party, posted) = self
            .row(
                "SELECT id, name, kind, role, posted FROM party
                 WHERE key = ?1 AND posted <= ?2 AND (ended IS NULL OR ended > ?2)",
                params![key.0, self.at],
                |row| {
                    let party = Party {
                        id: slug(&column::<String>(row, 0)?)?,
                        other_ids: Vec::new(),
                        name: column(row, 1)?,
                        kind: from_word(&column::<String>(row, 2)?)?,
                        role: column(row, 3)?,
                        aliases: Vec::new(),
                        speaks_for: Vec::new(),
                        member_of: Vec::new(),
                        unreviewed: self.is_unreviewed(key.0)?,
                    };
                    Ok((party, column::<Seq>(row, 4)?))
                },
            )?
            .ok_or_else(|| garbled(format!("a reference to party {}", key.0)))?;
        party.other_ids = self.other_ids(key.0, posted)?;
        // Positions 0 and 1 are the id and the name, which are searchable like aliases.
        party.aliases = self.rows(
            "SELECT name FROM alias WHERE party = ?1 AND posted = ?2 AND position > 1
             ORDER BY position",
            params![key.0, posted],
            |row| column(row, 0),
        )?;
        for (relation, edge) in self.edges(key, posted)? {
            match relation.as_str() {
                "speaks-for" => party.speaks_for.push(edge),
                _ => party.member_of.push(edge),
            }
        }
        Ok(party)
    }

    fn edges(&self, key: PartyKey, posted: Seq) -> Result<Vec<(String, Edge)>> {
        self.rows(
            "SELECT relation, other, since, until FROM edge WHERE party = ?1 AND posted = ?2
             ORDER BY position",
            params![key.0, posted],
            |row| {
                let edge = Edge {
                    party: self.party_id(self.current_party(PartyKey(column(row, 1)?))?)?,
                    since: from_day(column::<Option<String>>(row, 2)?.as_deref())?,
                    until: from_day(column::<Option<String>>(row, 3)?.as_deref())?,
                };
                Ok((column(row, 0)?, edge))
            },
        )
    }

    /// A source's record.
    ///
    /// # Errors
    /// [`LedgerError::Corrupt`](crate::ledger::LedgerError::Corrupt) if the key is unknown.
    pub fn source(&self, key: SourceKey) -> Result<Source> {
        self.row(
            "SELECT id, title, publisher, authors, url, published, retrieved, language,
                    reliability, origin, sha256
             FROM source WHERE key = ?1 AND posted <= ?2 AND (ended IS NULL OR ended > ?2)",
            params![key.0, self.at],
            |row| {
                let text = |at| column::<Option<String>>(row, at);
                let origin: Option<i64> = column(row, 9)?;
                Ok(Source {
                    id: slug(&column::<String>(row, 0)?)?,
                    title: column(row, 1)?,
                    publisher: text(2)?,
                    authors: from_json(&column::<String>(row, 3)?)?,
                    url: text(4)?,
                    published: from_optional_word(text(5)?.as_deref())?,
                    retrieved: from_optional_word(text(6)?.as_deref())?,
                    language: text(7)?,
                    reliability: from_optional_word(text(8)?.as_deref())?,
                    origin: origin
                        .map(|key| self.source_id(SourceKey(key)))
                        .transpose()?,
                    sha256: text(10)?,
                })
            },
        )?
        .ok_or_else(|| garbled(format!("a reference to source {}", key.0)))
    }

    /// The text of a source, if attached.
    pub fn source_text(&self, key: SourceKey) -> Result<Option<Text>> {
        if self.lookup.is_some_and(|lookup| lookup.is_textless(key)) {
            return Ok(None);
        }
        let text = self.row(
            "SELECT text FROM source_text
             WHERE source = ?1 AND posted <= ?2 AND (ended IS NULL OR ended > ?2)",
            params![key.0, self.at],
            |row| {
                Ok(Text {
                    text: column(row, 0)?,
                })
            },
        )?;
        if let (Some(lookup), None) = (self.lookup, &text) {
            lookup.note_textless(key);
        }
        Ok(text)
    }

    /// Whether the text of a source is attached.
    pub fn has_source_text(&self, key: SourceKey) -> Result<bool> {
        let found = self.row(
            "SELECT 1 FROM source_text
             WHERE source = ?1 AND posted <= ?2 AND (ended IS NULL OR ended > ?2)",
            params![key.0, self.at],
            |_| Ok(()),
        )?;
        Ok(found.is_some())
    }

    /// A question's record.
    ///
    /// # Errors
    /// [`LedgerError::Corrupt`](crate::ledger::LedgerError::Corrupt) if the key is unknown.
    pub fn question(&self, key: QuestionKey) -> Result<Question> {
        self.row(
            "SELECT id, text FROM question
             WHERE key = ?1 AND posted <= ?2 AND (ended IS NULL OR ended > ?2)",
            params![key.0, self.at],
            |row| {
                Ok(Question {
                    id: slug(&column::<String>(row, 0)?)?,
                    text: column(row, 1)?,
                    unreviewed: self.is_unreviewed(key.0)?,
                })
            },
        )?
        .ok_or_else(|| garbled(format!("a reference to question {}", key.0)))
    }

    /// A claim's record, with the standard in force.
    ///
    /// # Errors
    /// [`LedgerError::Corrupt`](crate::ledger::LedgerError::Corrupt) if the key is unknown.
    pub fn claim(&self, key: ClaimKey) -> Result<ClaimInfo> {
        let info = self.claim_infos(&[key])?.pop();
        info.ok_or_else(|| garbled(format!("a reference to claim {}", key.0)))
    }

    /// The records of some claims, in one go. Unknown keys are left out.
    pub fn claim_infos(&self, keys: &[ClaimKey]) -> Result<Vec<ClaimInfo>> {
        let keys: Vec<i64> = keys.iter().map(|key| key.0).collect();
        let claims = self.rows(
            "SELECT c.id, c.text, c.topic, c.standard, c.question, c.value, c.due, c.posted, c.key,
                    EXISTS (SELECT 1 FROM principal p WHERE p.claim = c.key AND p.posted = c.posted),
                    EXISTS (SELECT 1 FROM other_id o WHERE o.key = c.key AND o.posted = c.posted),
                    EXISTS (SELECT 1 FROM unreviewed u WHERE u.key = c.key AND u.posted <= ?2
                            AND (u.ended IS NULL OR u.ended > ?2))
             FROM json_each(?1) k CROSS JOIN claim c ON c.key = k.value
             WHERE c.posted <= ?2 AND (c.ended IS NULL OR c.ended > ?2)",
            params![json(&keys)?, self.at],
            |row| {
                let question = column::<Option<i64>>(row, 4)?.map(QuestionKey);
                let question = question.map(|key| self.question_id(key)).transpose()?;
                let claim = Claim {
                    id: slug(text(row, 0)?.unwrap_or_default())?,
                    other_ids: Vec::new(),
                    text: column(row, 1)?,
                    topic: column(row, 2)?,
                    principals: Vec::new(),
                    standard: from_optional_word(text(row, 3)?)?,
                    question,
                    value: text(row, 5)?.map(from_json).transpose()?,
                    due: from_day(text(row, 6)?)?,
                    unreviewed: column(row, 11)?,
                };
                let version: (ClaimKey, Seq) = (ClaimKey(column(row, 8)?), column(row, 7)?);
                let has = (column::<bool>(row, 9)?, column::<bool>(row, 10)?);
                Ok((version, has, claim))
            },
        )?;
        let infos =
            claims
                .into_iter()
                .map(|((key, posted), (has_principals, has_ids), mut claim)| {
                    if has_principals {
                        let principals = self.principals(key, posted)?;
                        claim.principals = self.party_ids(&principals)?;
                    }
                    if has_ids {
                        claim.other_ids = self.other_ids(key.0, posted)?;
                    }
                    Ok(ClaimInfo {
                        key,
                        standard: Standard::of(claim.standard, !claim.principals.is_empty()),
                        claim,
                    })
                });
        infos.collect()
    }

    /// The ids of some parties, in the given order.
    fn party_ids(&self, keys: &[PartyKey]) -> Result<Vec<Slug>> {
        let names = self.party_names(keys)?.into_iter();
        let ids: BTreeMap<PartyKey, Slug> = names.map(|(key, id, _)| (key, id)).collect();
        let missing = |key: &PartyKey| garbled(format!("a reference to party {}", key.0));
        let ids = keys
            .iter()
            .map(|key| ids.get(key).cloned().ok_or_else(|| missing(key)));
        ids.collect()
    }

    /// Some claims as shown in lists, in one query.
    ///
    /// # Errors
    /// [`LedgerError::Corrupt`](crate::ledger::LedgerError::Corrupt) if one of the keys is unknown.
    pub fn claims_in_short(&self, claims: &[ClaimKey]) -> Result<BTreeMap<ClaimKey, ClaimInShort>> {
        let keys: Vec<i64> = claims.iter().map(|claim| claim.0).collect();
        let short = self.rows(
            "SELECT c.key, c.id, c.text, c.due FROM json_each(?1) k CROSS JOIN claim c ON c.key = k.value
             WHERE c.posted <= ?2 AND (c.ended IS NULL OR c.ended > ?2)",
            params![json(&keys)?, self.at],
            |row| {
                let short = ClaimInShort {
                    id: slug(text(row, 1)?.unwrap_or_default())?,
                    text: column(row, 2)?,
                    due: from_day(text(row, 3)?)?,
                };
                Ok((ClaimKey(column(row, 0)?), short))
            },
        )?;
        let short: BTreeMap<ClaimKey, ClaimInShort> = short.into_iter().collect();
        match claims.iter().find(|claim| !short.contains_key(claim)) {
            Some(claim) => Err(garbled(format!("a reference to claim {}", claim.0))),
            None => Ok(short),
        }
    }

    /// The principals of the version of a claim posted by the entry `posted`.
    pub(crate) fn principals(&self, claim: ClaimKey, posted: Seq) -> Result<Vec<PartyKey>> {
        let principals = self.rows(
            "SELECT party FROM principal WHERE claim = ?1 AND posted = ?2 ORDER BY position",
            params![claim.0, posted],
            |row| Ok(PartyKey(column(row, 0)?)),
        )?;
        self.current_parties(principals)
    }

    /// The recorded speaker of a statement, whether or not it was merged.
    ///
    /// # Errors
    /// [`LedgerError::Corrupt`](crate::ledger::LedgerError::Corrupt) if the key is unknown.
    pub(crate) fn speaker_of(&self, key: StatementKey) -> Result<PartyKey> {
        let speaker = self.row(
            "SELECT party FROM statement WHERE key = ?1",
            params![key.0],
            |row| Ok(PartyKey(column(row, 0)?)),
        )?;
        speaker.ok_or_else(|| garbled(format!("a reference to statement {}", key.0)))
    }

    /// The recorded relayers of a statement, nearest the source first, whether or not they were merged.
    pub(crate) fn relayers_of(&self, key: StatementKey) -> Result<Vec<PartyKey>> {
        self.rows(
            "SELECT r.party FROM statement s JOIN relay r ON r.claim = s.claim AND r.statement = s.key
             WHERE s.key = ?1 ORDER BY r.position",
            params![key.0],
            |row| Ok(PartyKey(column(row, 0)?)),
        )
    }

    /// Some statements as shown in lists, in one query, whether or not they stand.
    ///
    /// # Errors
    /// [`LedgerError::Corrupt`](crate::ledger::LedgerError::Corrupt) if one of the keys is unknown.
    pub fn said_in_short(
        &self,
        statements: &[StatementKey],
    ) -> Result<BTreeMap<StatementKey, SaidInShort>> {
        let keys: Vec<i64> = statements.iter().map(|statement| statement.0).collect();
        let short = self.rows(
            "SELECT s.key, s.id, s.party, s.stance, s.claim, s.said, s.source
             FROM json_each(?1) k CROSS JOIN statement s ON s.key = k.value WHERE s.key <= ?2",
            params![json(&keys)?, self.at],
            |row| {
                let key: i64 = column(row, 0)?;
                let (claim, opposite) = self.current_claim(ClaimKey(column(row, 4)?))?;
                let stance: Stance = from_word(&column::<String>(row, 3)?)?;
                let said: Option<When> =
                    from_optional_word(column::<Option<String>>(row, 5)?.as_deref())?;
                let when = match said {
                    Some(said) => Some(said),
                    None => self.source_day(SourceKey(column(row, 6)?))?,
                };
                let short = SaidInShort {
                    id: column(row, 1)?,
                    party: self.current_party(PartyKey(column(row, 2)?))?,
                    stance: if opposite {
                        stance.on_opposite()
                    } else {
                        stance
                    },
                    claim,
                    when: when.ok_or_else(|| garbled(format!("an undated statement {key}")))?,
                };
                Ok((StatementKey(key), short))
            },
        )?;
        let short: BTreeMap<StatementKey, SaidInShort> = short.into_iter().collect();
        match statements.iter().find(|key| !short.contains_key(key)) {
            Some(key) => Err(garbled(format!("a reference to statement {}", key.0))),
            None => Ok(short),
        }
    }

    /// The ids of some statements, in one query, whether or not they stand. Unknown keys are left out.
    pub fn statement_ids(
        &self,
        statements: &[StatementKey],
    ) -> Result<Vec<(StatementKey, String)>> {
        let keys: Vec<i64> = statements.iter().map(|statement| statement.0).collect();
        self.rows(
            "SELECT s.key, s.id FROM json_each(?1) k CROSS JOIN statement s ON s.key = k.value
             WHERE s.key <= ?2",
            params![json(&keys)?, self.at],
            |row| Ok((StatementKey(column(row, 0)?), column(row, 1)?)),
        )
    }

    /// The day of a source, used for its statements that have no time of their own. `None` if the
    /// source is unknown or has no day.
    pub fn source_day(&self, key: SourceKey) -> Result<Option<When>> {
        if let Some(day) = self.lookup.and_then(|lookup| lookup.day(key)) {
            return Ok(day);
        }
        let day = self.row(
            "SELECT coalesce(published, retrieved) FROM source
             WHERE key = ?1 AND posted <= ?2 AND (ended IS NULL OR ended > ?2)",
            params![key.0, self.at],
            |row| {
                let day: Option<When> =
                    from_optional_word(column::<Option<String>>(row, 0)?.as_deref())?;
                Ok(day.map(When::cut_to_day))
            },
        )?;
        if let Some(lookup) = self.lookup {
            lookup.note_day(key, day.flatten());
        }
        Ok(day.flatten())
    }

    /// Whether and how a statement was withdrawn.
    pub fn withdrawn(&self, key: StatementKey) -> Result<Option<Withdrawn>> {
        self.row(
            "SELECT successor, reason, undone FROM withdrawal
             WHERE statement = ?1 AND posted <= ?2 AND (ended IS NULL OR ended > ?2)",
            params![key.0, self.at],
            |row| {
                Ok(Withdrawn {
                    successor: column::<Option<i64>>(row, 0)?.map(StatementKey),
                    reason: column(row, 1)?,
                    undone: column(row, 2)?,
                })
            },
        )
    }
}

/// Adds the names and relations of a party that was merged into this one.
fn inherit(party: &mut Party, former: Party) {
    let names = [former.id.to_string(), former.name]
        .into_iter()
        .chain(former.aliases);
    for name in names {
        if name != party.name && !party.aliases.contains(&name) {
            party.aliases.push(name);
        }
    }
    for (edges, more) in [
        (&mut party.speaks_for, former.speaks_for),
        (&mut party.member_of, former.member_of),
    ] {
        for edge in more {
            if edge.party != party.id && !edges.contains(&edge) {
                edges.push(edge);
            }
        }
    }
}

/// Parses a stored id.
pub(crate) fn slug(text: &str) -> Result<Slug> {
    text.parse()
        .map_err(|_| garbled(format!("{text:?} for an id")))
}
