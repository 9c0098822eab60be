//! Statements read back as they were entered, many at a time.

use std::collections::BTreeMap;

use rusqlite::params;

use crate::domain::docket::{ClaimKey, PartyKey, SourceKey, StatementKey};
use crate::domain::grade::Credibility;
use crate::domain::passage::Passage;
use crate::domain::slug::Slug;
use crate::domain::source::Reliability;
use crate::domain::statement::{Evidence, Stance, Statement, StatementId};
use crate::domain::time::When;
use crate::ledger::read::columns::{
    attribution, column, from_optional_word, from_word, garbled, json, passage,
};
use crate::ledger::read::records::{Recorded, Withdrawn, slug};
use crate::ledger::{Reader, Result};

/// A further passage.
struct Further {
    source: SourceKey,
    passage: Option<Passage>,
    quote: Option<String>,
    unreviewed: bool,
}

/// What a statement takes from its source.
#[derive(Clone)]
struct Document {
    id: Slug,
    day: Option<When>,
    reliability: Option<Reliability>,
}

/// What statements name, by the keys under which they name it, and what belongs to them.
#[derive(Default)]
struct Named {
    parties: BTreeMap<PartyKey, Slug>,
    claims: BTreeMap<ClaimKey, Slug>,
    sources: BTreeMap<SourceKey, Document>,
    via: BTreeMap<StatementKey, Vec<PartyKey>>,
    evidence: BTreeMap<StatementKey, Vec<Further>>,
    withdrawn: BTreeMap<StatementKey, Withdrawn>,
}

/// A statement whose party, claim and source are keys.
struct Keyed {
    key: StatementKey,
    party: PartyKey,
    claim: ClaimKey,
    source: SourceKey,
    /// The rest, with the ids left empty that [`Named`] has.
    id: StatementId,
    stance: Stance,
    said: Option<When>,
    rest: Rest,
}

/// What a statement has besides.
struct Rest {
    attribution: crate::domain::statement::Attribution,
    shown_as: Option<String>,
    quote: Option<String>,
    passage: Option<Passage>,
    note: Option<String>,
    credibility: Option<Credibility>,
    unreviewed: bool,
}

impl Reader<'_> {
    /// A statement's record, whether or not it stands.
    ///
    /// # Errors
    /// [`LedgerError::Corrupt`](crate::ledger::LedgerError::Corrupt) if the key is unknown.
    pub fn statement(&self, key: StatementKey) -> Result<Recorded> {
        let found = self.recorded(&[key])?.pop();
        found.ok_or_else(|| garbled(format!("a reference to statement {}", key.0)))
    }

    /// The records of some statements, in the given order and in a few queries, whether or not they stand.
    ///
    /// # Errors
    /// [`LedgerError::Corrupt`](crate::ledger::LedgerError::Corrupt) if one of the keys is unknown.
    pub fn recorded(&self, keys: &[StatementKey]) -> Result<Vec<Recorded>> {
        let wanted = json(&keys.iter().map(|key| key.0).collect::<Vec<i64>>())?;
        let mut found = self.keyed(&wanted)?;
        let mut named = Named {
            via: self.relayers(&wanted)?,
            evidence: self.evidence(&wanted)?,
            withdrawn: self.withdrawals(&wanted)?,
            ..Named::default()
        };
        self.add_names(&found, &mut named)?;
        let recorded = keys.iter().map(|key| {
            let one = found.remove(key);
            let one = one.ok_or_else(|| garbled(format!("a reference to statement {}", key.0)))?;
            named.complete(one)
        });
        recorded.collect()
    }

    fn keyed(&self, wanted: &str) -> Result<BTreeMap<StatementKey, Keyed>> {
        let found = self.rows(
            "SELECT s.id, s.party, s.stance, s.claim, s.said, s.source, s.attribution, s.shown_as, s.quote,
                    s.starts, s.ends, s.paragraph, s.digest, s.note,
                    EXISTS (SELECT 1 FROM unreviewed u WHERE u.key = s.key AND u.posted <= ?2
                            AND (u.ended IS NULL OR u.ended > ?2)), s.key, s.credibility
             FROM json_each(?1) k CROSS JOIN statement s ON s.key = k.value WHERE s.key <= ?2",
            params![wanted, self.at],
            |row| {
                let text = |at| column::<Option<String>>(row, at);
                let (claim, opposite) = self.current_claim(ClaimKey(column(row, 3)?))?;
                let stance: Stance = from_word(&column::<String>(row, 2)?)?;
                let key = StatementKey(column(row, 15)?);
                let keyed = Keyed {
                    key,
                    party: self.current_party(PartyKey(column(row, 1)?))?,
                    claim,
                    source: SourceKey(column(row, 5)?),
                    id: StatementId::try_from(column::<String>(row, 0)?).map_err(garbled)?,
                    stance: match opposite {
                        true => stance.on_opposite(),
                        false => stance,
                    },
                    said: from_optional_word(text(4)?.as_deref())?,
                    rest: Rest {
                        attribution: attribution(row, 6)?,
                        shown_as: text(7)?,
                        quote: text(8)?,
                        passage: passage(row, 9)?,
                        note: text(13)?,
                        credibility: from_optional_word(text(16)?.as_deref())?,
                        unreviewed: column(row, 14)?,
                    },
                };
                Ok((key, keyed))
            },
        )?;
        Ok(found.into_iter().collect())
    }

    /// Who relayed some statements, nearest the source first.
    fn relayers(&self, wanted: &str) -> Result<BTreeMap<StatementKey, Vec<PartyKey>>> {
        let mut via: BTreeMap<StatementKey, Vec<PartyKey>> = BTreeMap::new();
        self.rows(
            "SELECT s.key, r.party FROM json_each(?1) k CROSS JOIN statement s ON s.key = k.value
             CROSS JOIN relay r ON r.claim = s.claim AND r.statement = s.key ORDER BY s.key, r.position",
            params![wanted],
            |row| {
                let relayer = self.current_party(PartyKey(column(row, 1)?))?;
                let of = StatementKey(column(row, 0)?);
                via.entry(of).or_default().push(relayer);
                Ok(())
            },
        )?;
        Ok(via)
    }

    /// The further passages of some statements.
    fn evidence(&self, wanted: &str) -> Result<BTreeMap<StatementKey, Vec<Further>>> {
        let mut evidence: BTreeMap<StatementKey, Vec<Further>> = BTreeMap::new();
        self.rows(
            "SELECT e.statement, e.source, e.quote, e.starts, e.ends, e.paragraph, e.digest,
                    e.posted <> e.statement AND EXISTS (
                        SELECT 1 FROM unreviewed u WHERE u.key = e.posted AND u.posted <= ?2
                        AND (u.ended IS NULL OR u.ended > ?2))
             FROM json_each(?1) k CROSS JOIN evidence e ON e.statement = k.value
             WHERE e.posted <= ?2 AND (e.ended IS NULL OR e.ended > ?2)
             ORDER BY e.statement, e.posted, e.position",
            params![wanted, self.at],
            |row| {
                let further = Further {
                    source: SourceKey(column(row, 1)?),
                    quote: column(row, 2)?,
                    passage: passage(row, 3)?,
                    unreviewed: column(row, 7)?,
                };
                let of = StatementKey(column(row, 0)?);
                evidence.entry(of).or_default().push(further);
                Ok(())
            },
        )?;
        Ok(evidence)
    }

    /// How those of some statements were withdrawn that were.
    fn withdrawals(&self, wanted: &str) -> Result<BTreeMap<StatementKey, Withdrawn>> {
        let withdrawn = self.rows(
            "SELECT w.statement, w.successor, w.reason, w.undone
             FROM json_each(?1) k CROSS JOIN withdrawal w ON w.statement = k.value
             WHERE w.posted <= ?2 AND (w.ended IS NULL OR w.ended > ?2)",
            params![wanted, self.at],
            |row| {
                let withdrawn = Withdrawn {
                    successor: column::<Option<i64>>(row, 1)?.map(StatementKey),
                    reason: column(row, 2)?,
                    undone: column(row, 3)?,
                };
                Ok((StatementKey(column(row, 0)?), withdrawn))
            },
        )?;
        Ok(withdrawn.into_iter().collect())
    }

    /// Adds the ids of everything that some statements name.
    fn add_names(&self, said: &BTreeMap<StatementKey, Keyed>, named: &mut Named) -> Result<()> {
        let relayers = named.via.values().flatten().copied();
        let mut parties: Vec<PartyKey> =
            said.values().map(|one| one.party).chain(relayers).collect();
        parties.sort_unstable();
        parties.dedup();
        let known = self.party_names(&parties)?.into_iter();
        named.parties = known.map(|(key, id, _)| (key, id)).collect();
        let claims: Vec<i64> = said.values().map(|one| one.claim.0).collect();
        let known = self.rows(
            "SELECT DISTINCT c.key, c.id FROM json_each(?1) k CROSS JOIN claim c ON c.key = k.value
             WHERE c.posted <= ?2 AND (c.ended IS NULL OR c.ended > ?2)",
            params![json(&claims)?, self.at],
            |row| Ok((ClaimKey(column(row, 0)?), slug(&column::<String>(row, 1)?)?)),
        )?;
        named.claims = known.into_iter().collect();
        let further = named
            .evidence
            .values()
            .flatten()
            .map(|further| further.source.0);
        let mut sources: Vec<i64> = said
            .values()
            .map(|one| one.source.0)
            .chain(further)
            .collect();
        sources.sort_unstable();
        sources.dedup();
        let known = self.rows(
            "SELECT d.key, d.id, coalesce(d.published, d.retrieved), d.reliability
             FROM json_each(?1) k CROSS JOIN source d ON d.key = k.value
             WHERE d.posted <= ?2 AND (d.ended IS NULL OR d.ended > ?2)",
            params![json(&sources)?, self.at],
            |row| {
                let day: Option<When> =
                    from_optional_word(column::<Option<String>>(row, 2)?.as_deref())?;
                let document = Document {
                    id: slug(&column::<String>(row, 1)?)?,
                    day: day.map(When::cut_to_day),
                    reliability: from_optional_word(column::<Option<String>>(row, 3)?.as_deref())?,
                };
                Ok((SourceKey(column(row, 0)?), document))
            },
        )?;
        named.sources = known.into_iter().collect();
        Ok(())
    }
}

impl Named {
    /// A statement with the ids of what it names.
    fn complete(&mut self, one: Keyed) -> Result<Recorded> {
        let source = self.source(one.source)?.clone();
        let evidence = self.evidence.remove(&one.key).unwrap_or_default();
        let evidence = evidence.into_iter().map(|further| {
            Ok(Evidence {
                source: self.source(further.source)?.id.clone(),
                passage: further.passage,
                quote: further.quote,
                unreviewed: further.unreviewed,
            })
        });
        let evidence = evidence.collect::<Result<Vec<Evidence>>>()?;
        let via = self.via.remove(&one.key).unwrap_or_default();
        let via = via.into_iter().map(|relayer| self.party(relayer));
        let claim = self.claims.get(&one.claim).cloned();
        let when = one.said.or(source.day);
        Ok(Recorded {
            key: one.key,
            statement: Statement {
                id: Some(one.id.clone()),
                party: self.party(one.party)?,
                stance: one.stance,
                claim: claim.ok_or_else(|| missing("claim", one.claim.0))?,
                said: one.said,
                via: via.collect::<Result<_>>()?,
                attribution: one.rest.attribution,
                shown_as: one.rest.shown_as,
                quote: one.rest.quote,
                passage: one.rest.passage,
                evidence,
                note: one.rest.note,
                credibility: one.rest.credibility,
                unreviewed: one.rest.unreviewed,
                source: source.id.clone(),
            },
            id: one.id,
            when: when.ok_or_else(|| garbled(format!("an undated statement in {}", source.id)))?,
            reliability: source.reliability,
            withdrawn: self.withdrawn.remove(&one.key),
        })
    }

    fn party(&self, key: PartyKey) -> Result<Slug> {
        let id = self.parties.get(&key).cloned();
        id.ok_or_else(|| missing("party", key.0))
    }

    fn source(&self, key: SourceKey) -> Result<&Document> {
        let known = self.sources.get(&key);
        known.ok_or_else(|| missing("source", key.0))
    }
}

fn missing(what: &str, key: i64) -> crate::ledger::LedgerError {
    garbled(format!("a reference to {what} {key}, which is not there"))
}
