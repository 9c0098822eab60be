//! The export of all records: for another desk, or for publication.

use std::collections::{BTreeMap, BTreeSet};

use super::claims;
use super::differences::{Difference, all_differences};
use super::view::View;
use crate::domain::claim::{Claim, Question, Standard};
use crate::domain::docket::StatementKey;
use crate::domain::party::{Party, PartyKind};
use crate::domain::ruling::Ruling;
use crate::domain::slug::Slug;
use crate::domain::source::Source;
use crate::domain::statement::{Attribution, Statement};
use crate::exchange::Record;
use crate::ledger::{About, ClaimFilter, LedgerError, PublicEdition, Result};

/// What of a ledger is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// What is not off the record. Left out is also what the ledger knows from nothing else: parties, sources and claims
    /// all of whose statements are off the record.
    Desk,
    /// Everything.
    Everything,
    /// What may be published: the statements as a report shows them and what they refer to. Every unnamed speaker and
    /// relayer is an anonymous party of its own, known by the description to show.
    Public,
}

/// Calls what it is given with every record.
pub(super) type EachRecord<'a, E> =
    &'a mut dyn FnMut(&mut dyn FnMut(Record) -> Result<(), E>) -> Result<(), E>;

/// Calls `take` with every current record. A record comes after those it refers to, so that an import
/// can write each one as it reads it. Returns where what is exported differs from the desk's own answers.
///
/// # Errors
/// Fails if `take` does.
pub fn export<E: From<LedgerError>>(
    view: &View<'_>,
    scope: Scope,
    mut take: impl FnMut(Record) -> Result<(), E>,
) -> Result<Vec<Difference>, E> {
    with_records(view, scope, |_, each| {
        each(&mut |mut record| {
            if let Record::Statement(said) = &mut record {
                withhold_places(scope, said);
            }
            take(record)
        })
    })
}

/// Takes the places out of a statement whose speaker is not named in what is published: whoever has the document would read there
/// the words that are not shown.
pub(super) fn withhold_places(scope: Scope, said: &mut Statement) {
    if scope == Scope::Public && said.id.is_none() {
        said.passage = None;
        said.evidence.retain(|one| one.quote.is_some());
        for one in &mut said.evidence {
            one.passage = None;
        }
    }
}

/// Runs `work` with a view of the ledger as far as it is exported, and the records of that. Returns where that differs from
/// the desk's own answers.
///
/// # Errors
/// Fails if `work` does.
pub(super) fn with_records<E: From<LedgerError>>(
    view: &View<'_>,
    scope: Scope,
    work: impl FnOnce(&View<'_>, EachRecord<'_, E>) -> Result<(), E>,
) -> Result<Vec<Difference>, E> {
    if scope == Scope::Public {
        return with_public_records(view, work);
    }
    work(view, &mut |take| {
        let mut records = Records::of(view)?;
        if scope == Scope::Desk && view.reader.has_unnamed()? {
            records.leave_out_notes(view)?;
        }
        records.each(view, take)
    })?;
    Ok(Vec::new())
}

fn with_public_records<E: From<LedgerError>>(
    view: &View<'_>,
    work: impl FnOnce(&View<'_>, EachRecord<'_, E>) -> Result<(), E>,
) -> Result<Vec<Difference>, E> {
    let mut edition = PublicEdition::of(view.reader)?;
    let unnamed = edition.unnamed().clone();
    edition.read(|reader| {
        let public = View::new(reader, view.as_of, view.now);
        work(&public, &mut |take| {
            let mut records = Records::of(&public)?;
            records.keep_heard(&public)?;
            records.each(&public, |mut record| {
                publish(&mut record, &unnamed);
                take(record)
            })
        })?;
        Ok(all_differences(view, &public)?)
    })
}

/// Removes from a record what the edition still has and is the desk's business.
fn publish(record: &mut Record, unnamed: &BTreeSet<Slug>) {
    match record {
        Record::Party(party) => {
            // What the desk once called it is the desk's business.
            party.other_ids.clear();
            if unnamed.contains(&party.id) {
                // Whoever reads this does not know who it is, even if the desk does.
                party.kind = PartyKind::Anonymous;
            }
        }
        Record::Claim(claim) => claim.other_ids.clear(),
        Record::Statement(said) if named_in(said).any(|one| unnamed.contains(one)) => {
            // An import derives another one.
            said.id = None;
        }
        _ => {}
    }
}

/// The speaker and the relayers of a statement.
fn named_in(said: &Statement) -> impl Iterator<Item = &Slug> {
    said.via.iter().chain([&said.party])
}

/// All records of a ledger except the statements, which are read one by one.
struct Records {
    parties: Vec<Party>,
    sources: Vec<Source>,
    questions: Vec<Question>,
    claims: Vec<Claim>,
    statements: Vec<StatementKey>,
    rulings: Vec<Ruling>,
}

/// The parties, sources and claims that some statements name.
#[derive(Default)]
pub(super) struct Named {
    pub(super) parties: BTreeSet<Slug>,
    pub(super) sources: BTreeSet<Slug>,
    pub(super) claims: BTreeSet<Slug>,
}

impl Named {
    fn add(&mut self, said: &Statement) {
        self.parties.extend(named_in(said).cloned());
        self.claims.insert(said.claim.clone());
        let evidence = said.evidence.iter().map(|one| &one.source);
        self.sources.extend(evidence.chain([&said.source]).cloned());
    }
}

/// Those of some statements that are not off the record, and what the others alone name.
pub(super) fn apart_from_notes(
    view: &View<'_>,
    statements: &[StatementKey],
) -> Result<(Vec<StatementKey>, Named)> {
    let (mut noted, mut heard) = (Named::default(), Named::default());
    let mut kept = Vec::with_capacity(statements.len());
    for key in statements {
        let said = view.reader.statement(*key)?.statement;
        if said.attribution == Attribution::OffRecord {
            noted.add(&said);
        } else {
            heard.add(&said);
            kept.push(*key);
        }
    }
    noted.parties.retain(|one| !heard.parties.contains(one));
    noted.sources.retain(|one| !heard.sources.contains(one));
    noted.claims.retain(|one| !heard.claims.contains(one));
    Ok((kept, noted))
}

impl Records {
    fn of(view: &View<'_>) -> Result<Self> {
        let reader = &view.reader;
        let keys = reader.claims(&ClaimFilter::default())?;
        let mut statements = reader.statements(About::Everything)?;
        if let Some(cut) = view.as_of {
            let mut said = Vec::new();
            for key in statements {
                if reader.statement(key)?.when.earliest() <= cut {
                    said.push(key);
                }
            }
            statements = said;
        }
        let mut rulings = Vec::new();
        for key in &keys {
            rulings.extend(claims::rulings(view, *key)?);
        }
        let parties = reader.parties()?.into_iter();
        let sources = reader.sources()?.into_iter();
        let questions = reader.questions()?.into_iter();
        let claims = keys.into_iter();
        Ok(Self {
            parties: parties
                .map(|key| reader.party(key))
                .collect::<Result<_>>()?,
            sources: sources
                .map(|key| reader.source(key))
                .collect::<Result<_>>()?,
            questions: questions
                .map(|key| reader.question(key))
                .collect::<Result<_>>()?,
            claims: claims
                .map(|key| Ok(reader.claim(key)?.claim))
                .collect::<Result<_>>()?,
            statements,
            rulings,
        })
    }

    fn each<E: From<LedgerError>>(
        self,
        view: &View<'_>,
        mut take: impl FnMut(Record) -> Result<(), E>,
    ) -> Result<(), E> {
        let parties = self.parties.into_iter().map(Record::Party);
        let sources = self.sources.into_iter().map(Record::Source);
        let questions = self.questions.into_iter().map(Record::Question);
        let claims = self.claims.into_iter().map(Record::Claim);
        let mut before = parties.chain(sources).chain(questions).chain(claims);
        before.try_for_each(&mut take)?;
        for key in self.statements {
            take(Record::Statement(view.reader.statement(key)?.statement))?;
        }
        self.rulings
            .into_iter()
            .map(Record::Ruling)
            .try_for_each(take)
    }

    /// Leaves out off-record statements, and the parties, sources and claims that only they name.
    fn leave_out_notes(&mut self, view: &View<'_>) -> Result<()> {
        let (statements, noted) = apart_from_notes(view, &self.statements)?;
        self.statements = statements;
        self.keep_asked(|claim| !noted.claims.contains(claim));
        self.keep(
            |party| !noted.parties.contains(party),
            |source| !noted.sources.contains(source),
            |claim| !noted.claims.contains(claim),
        );
        Ok(())
    }

    /// Leaves out whatever the statements do not need.
    fn keep_heard(&mut self, view: &View<'_>) -> Result<()> {
        let mut heard = Named::default();
        for key in &self.statements {
            heard.add(&view.reader.statement(*key)?.statement);
        }
        let Named {
            mut parties,
            mut sources,
            claims,
        } = heard;
        let shown = self.claims.iter().filter(|one| claims.contains(&one.id));
        parties.extend(shown.flat_map(|one| one.principals.iter().cloned()));
        let shown = self.rulings.iter();
        let shown = shown.filter(|one| claims.contains(&one.claim));
        sources.extend(shown.filter_map(|one| one.source.clone()));
        let leads = self.parties.iter().map(|one| {
            let edges = one.speaks_for.iter().chain(&one.member_of);
            (&one.id, edges.map(|edge| &edge.party).collect())
        });
        close(&mut parties, &leads.collect());
        let leads = self.sources.iter();
        let leads = leads.map(|one| (&one.id, one.origin.iter().collect()));
        close(&mut sources, &leads.collect());
        let asked = self.claims.iter().filter(|one| claims.contains(&one.id));
        let asked: BTreeSet<Slug> = asked.filter_map(|one| one.question.clone()).collect();
        self.questions.retain(|one| asked.contains(&one.id));
        self.keep(
            |party| parties.contains(party),
            |source| sources.contains(source),
            |claim| claims.contains(claim),
        );
        Ok(())
    }

    /// Drops the questions that only claims to be left out answer.
    fn keep_asked(&mut self, claim: impl Fn(&Slug) -> bool) {
        let (left, out): (Vec<&Claim>, Vec<&Claim>) =
            self.claims.iter().partition(|one| claim(&one.id));
        let asked = |claims: Vec<&Claim>| -> BTreeSet<Slug> {
            let questions = claims.into_iter().filter_map(|one| one.question.clone());
            questions.collect()
        };
        let (left, out) = (asked(left), asked(out));
        self.questions
            .retain(|one| left.contains(&one.id) || !out.contains(&one.id));
    }

    /// Keeps the parties, sources and claims that may be named, and drops references to others.
    fn keep(
        &mut self,
        party: impl Fn(&Slug) -> bool,
        source: impl Fn(&Slug) -> bool,
        claim: impl Fn(&Slug) -> bool,
    ) {
        self.parties.retain(|one| party(&one.id));
        for one in &mut self.parties {
            one.speaks_for.retain(|edge| party(&edge.party));
            one.member_of.retain(|edge| party(&edge.party));
        }
        self.sources.retain(|one| source(&one.id));
        for one in &mut self.sources {
            one.origin = one.origin.take().filter(|origin| source(origin));
        }
        self.claims.retain(|one| claim(&one.id));
        for one in &mut self.claims {
            one.principals.retain(|principal| party(principal));
            // Nobody is left who could acknowledge it.
            if one.principals.is_empty() && one.standard == Some(Standard::Acknowledgement) {
                one.standard = None;
            }
        }
        self.rulings.retain(|one| claim(&one.claim));
        for one in &mut self.rulings {
            one.source = one.source.take().filter(|named| source(named));
        }
    }
}

/// Extends `reached` with everything that its elements lead to.
fn close(reached: &mut BTreeSet<Slug>, leads: &BTreeMap<&Slug, Vec<&Slug>>) {
    let mut waiting: Vec<Slug> = reached.iter().cloned().collect();
    while let Some(one) = waiting.pop() {
        for found in leads.get(&one).into_iter().flatten() {
            if reached.insert((*found).clone()) {
                waiting.push((*found).clone());
            }
        }
    }
}
