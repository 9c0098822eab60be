//! What a statement would change if it were recorded.

use std::collections::BTreeSet;

use serde::Serialize;

use super::contest::Contest;
use super::outcome::BeforeAfter;
use super::view::View;
use crate::domain::claim::{Claim, Standard};
use crate::domain::discrepancy::{Discrepancy, Identity, Kind};
use crate::domain::docket::{ClaimKey, PartyFacts, PartyKey, Said, SourceKey, StatementKey, Terms};
use crate::domain::fold::{Finding, Findings, Position, fold};
use crate::domain::party::{Edge, Party, Span};
use crate::domain::slug::Slug;
use crate::domain::statement::Statement;
use crate::ledger::{NewInDocket, Reader, Result};

/// What accepting a candidate would change.
#[derive(Debug, Clone, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Effect {
    /// The claim's status before and after, if it would change.
    pub status: Option<BeforeAfter>,
    /// The parties that would contest the claim's status.
    pub contested_by: Contest,
    /// The strong discrepancies that would open.
    pub opens: Vec<Kind>,
    /// The strong discrepancies that would be resolved.
    pub resolves: Vec<Kind>,
}

impl Effect {
    /// Whether it would change a status or open a discrepancy.
    pub fn is_news(&self) -> bool {
        self.status.is_some() || !self.opens.is_empty()
    }
}

/// What would be recorded together with a statement, because it refers to it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unrecorded<'a> {
    /// The party that speaks.
    pub party: Option<&'a Party>,
    /// The claim it is about.
    pub claim: Option<&'a Claim>,
}

/// A key after every recorded one.
const NEXT: i64 = i64::MAX;

impl Unrecorded<'_> {
    fn party_key(&self, reader: Reader<'_>, id: &Slug) -> Result<Option<PartyKey>> {
        match self.party {
            Some(party) if party.id == *id => Ok(Some(PartyKey(NEXT))),
            _ => reader.party_key(id.as_str()),
        }
    }

    /// These parties' keys, without those that do not exist.
    fn party_keys<'i>(
        &self,
        reader: Reader<'_>,
        ids: impl IntoIterator<Item = &'i Slug>,
    ) -> Result<Vec<PartyKey>> {
        let keys = ids.into_iter().map(|id| self.party_key(reader, id));
        Ok(keys
            .collect::<Result<Vec<_>>>()?
            .into_iter()
            .flatten()
            .collect())
    }

    fn claim_key(&self, reader: Reader<'_>, id: &Slug) -> Result<Option<ClaimKey>> {
        match self.claim {
            Some(claim) if claim.id == *id => Ok(Some(ClaimKey(NEXT))),
            _ => reader.claim_key(id.as_str()),
        }
    }

    /// Both as a docket holds them.
    fn in_docket(&self, reader: Reader<'_>) -> Result<NewInDocket> {
        let edges = |edges: &[Edge]| -> Result<Vec<(PartyKey, Span)>> {
            let known = edges.iter().map(|edge| {
                let key = reader.party_key(edge.party.as_str())?;
                Ok(key.map(|key| (key, edge.span())))
            });
            known.filter_map(Result::transpose).collect()
        };
        let party = self.party.map(|party| -> Result<_> {
            let facts = PartyFacts {
                kind: party.kind,
                speaks_for: edges(&party.speaks_for)?,
                member_of: edges(&party.member_of)?,
            };
            Ok((PartyKey(NEXT), facts))
        });
        let claim = self.claim.map(|claim| -> Result<_> {
            Ok(Terms {
                key: ClaimKey(NEXT),
                principals: self.party_keys(reader, &claim.principals)?,
                standard: Standard::of(claim.standard, !claim.principals.is_empty()),
                value: claim.value.clone(),
                due: claim.due,
                rulings: Vec::new(),
            })
        });
        Ok(NewInDocket {
            party: party.transpose()?,
            claim: claim.transpose()?,
        })
    }

    fn contest<'p>(
        &self,
        view: &View<'_>,
        positions: impl Iterator<Item = &'p Position>,
    ) -> Result<Contest> {
        let by = positions.map(|position| {
            let (id, name) = match self.party {
                Some(party) if position.party == PartyKey(NEXT) => {
                    (party.id.clone(), party.name.clone())
                }
                _ => view.party(position.party)?,
            };
            Ok((id, name, position.stance))
        });
        Ok(Contest::by(by.collect::<Result<Vec<_>>>()?.into_iter()))
    }
}

/// What a statement would change if it were recorded, found by folding its docket with and without
/// it. The default if its party or claim is neither recorded nor `new`.
pub fn effect(
    view: &View<'_>,
    statement: &Statement,
    source: SourceKey,
    new: Unrecorded<'_>,
) -> Result<Effect> {
    let reader = view.reader;
    let keys = (
        new.claim_key(reader, &statement.claim)?,
        new.party_key(reader, &statement.party)?,
        statement
            .said
            .map_or_else(|| reader.source_day(source), |when| Ok(Some(when)))?,
    );
    let (Some(claim), Some(party), Some(when)) = keys else {
        return Ok(Effect::default());
    };
    let said = Said {
        key: StatementKey(NEXT),
        claim,
        party,
        stance: statement.stance,
        when,
        source,
        via: new.party_keys(reader, &statement.via)?,
        attribution: statement.attribution,
    };
    let before = match claim {
        ClaimKey(NEXT) => None,
        recorded => Some(fold(&reader.docket_of(recorded)?, None)),
    };
    let after = fold(&reader.docket_with(said, new.in_docket(reader)?)?, None);
    let was = before.as_ref().and_then(|found| finding_of(found, claim));
    let is = finding_of(&after, claim);
    let was = was.map(|found| found.status);
    let open = before.as_ref().map(strong).unwrap_or_default();
    let opened = strong(&after);
    let kinds = |these: &BTreeSet<Identity>, others: &BTreeSet<Identity>| {
        these
            .difference(others)
            .map(|identity| identity.kind)
            .collect()
    };
    Ok(Effect {
        status: is
            .map(|found| found.status)
            .filter(|is| was != Some(*is))
            .map(|after| BeforeAfter { before: was, after }),
        contested_by: new.contest(view, is.into_iter().flat_map(Finding::contesting))?,
        opens: kinds(&opened, &open),
        resolves: kinds(&open, &opened),
    })
}

fn finding_of(findings: &Findings, claim: ClaimKey) -> Option<&Finding> {
    findings.claims.iter().find(|found| found.claim == claim)
}

fn strong(findings: &Findings) -> BTreeSet<Identity> {
    let strong = findings
        .discrepancies
        .iter()
        .filter(|found: &&Discrepancy| !found.weak);
    strong.map(|found| found.identity).collect()
}
