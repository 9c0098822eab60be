//! The draft that a review starts from, with what it needs to offer choices.

use std::collections::BTreeSet;

use anyhow::Result;

use super::offers::{Spot, Voice};
use crate::desk;
use crate::domain::candidate::CandidateId;
use crate::domain::claim::Claim;
use crate::domain::party::Party;
use crate::domain::slug::Slug;
use crate::ledger::{CandidateFilter, Reader};
use crate::link::draft::{Draft, Likeness, ProposedOrigin, Take};

/// The draft of the open candidates.
pub(super) struct Sketch {
    /// The draft, with what a reviewer has changed about it.
    pub(super) draft: Draft,
    /// Who speaks where, in the articles of the draft.
    pub(super) voices: Vec<Voice>,
    /// Tells how alike two texts are.
    pub(super) likeness: Likeness,
}

impl Sketch {
    /// The draft of the candidates that a filter leaves.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub(super) fn of(reader: Reader<'_>, filter: CandidateFilter) -> Result<Self> {
        let draft = desk::draft(reader, filter, |_| true)?;
        let voices = voices(reader, &draft)?;
        let parties = reader.parties()?.into_iter();
        let parties = parties.map(|key| Ok(reader.party(key)?));
        let mut parties: Vec<Party> = parties.collect::<Result<_>>()?;
        parties.extend(draft.parties.clone());
        Ok(Self {
            likeness: Likeness::new(parties),
            draft,
            voices,
        })
    }

    /// The claim of the draft with this id.
    pub(super) fn claim(&self, id: &Slug) -> Option<&Claim> {
        self.draft.claims.iter().find(|one| one.id == *id)
    }

    /// Whether the ledger or the draft has a party with this id. One that cannot be looked up counts as taken.
    pub(super) fn has_party(&self, reader: Reader<'_>, id: &Slug) -> bool {
        let held = reader.party_key(id.as_str());
        self.party(id).is_some() || held.map_or(true, |key| key.is_some())
    }

    /// The same for a claim.
    pub(super) fn has_claim(&self, reader: Reader<'_>, id: &Slug) -> bool {
        let held = reader.claim_key(id.as_str());
        self.claim(id).is_some() || held.map_or(true, |key| key.is_some())
    }

    /// The party of the draft with this id.
    pub(super) fn party(&self, id: &Slug) -> Option<&Party> {
        self.draft.parties.iter().find(|one| one.id == *id)
    }

    /// The part of the draft that one claim with some statements and speakers needs and the ledger does not have.
    pub(super) fn part(
        &self,
        reader: Reader<'_>,
        claim: &Slug,
        takes: &[Take],
        speakers: &[Slug],
    ) -> Result<Draft> {
        let new = self.claim(claim);
        let claims: Vec<Claim> = match reader.claim_key(claim.as_str())? {
            None => new.cloned().into_iter().collect(),
            Some(_) => Vec::new(),
        };
        let asked = claims.iter().filter_map(|one| one.question.as_ref());
        let asked: BTreeSet<&Slug> = asked.collect();
        let mut questions = Vec::new();
        for one in self
            .draft
            .questions
            .iter()
            .filter(|one| asked.contains(&one.id))
        {
            if reader.question_key(one.id.as_str())?.is_none() {
                questions.push(one.clone());
            }
        }
        let mut needed: BTreeSet<Slug> = takes
            .iter()
            .flat_map(|take| take.via.iter().chain([&take.party]))
            .chain(claims.iter().flat_map(|one| &one.principals))
            .chain(speakers)
            .cloned()
            .collect();
        loop {
            let before = needed.len();
            let parties = self
                .draft
                .parties
                .iter()
                .filter(|one| needed.contains(&one.id));
            let edges = parties.flat_map(|one| one.speaks_for.iter().chain(&one.member_of));
            let more: Vec<Slug> = edges.map(|edge| edge.party.clone()).collect();
            needed.extend(more);
            if needed.len() == before {
                break;
            }
        }
        let mut parties = Vec::new();
        for one in self
            .draft
            .parties
            .iter()
            .filter(|one| needed.contains(&one.id))
        {
            if reader.party_key(one.id.as_str())?.is_none() {
                parties.push(one.clone());
            }
        }
        let rivals = self.draft.asked.iter();
        let rivals =
            rivals.filter(|one| one.question.as_ref().is_some_and(|id| asked.contains(&id)));
        Ok(Draft {
            asked: rivals.cloned().collect(),
            parties,
            extended: Vec::new(),
            questions,
            claims,
            takes: takes.to_vec(),
            unsettled: Vec::new(),
            origins: self.origins_of(reader, takes.iter().map(|take| &take.candidate))?,
        })
    }

    /// The origins that the draft proposes for the sources of some candidates, or because of them.
    pub(super) fn origins_of<'i>(
        &self,
        reader: Reader<'_>,
        candidates: impl IntoIterator<Item = &'i CandidateId>,
    ) -> Result<Vec<ProposedOrigin>> {
        let mut sources = BTreeSet::new();
        for id in candidates {
            if let Some(waiting) = reader.candidate(id.as_str())? {
                sources.insert(reader.source_id(waiting.source)?);
            }
        }
        let of_these =
            |one: &&ProposedOrigin| sources.contains(&one.source) || sources.contains(&one.origin);
        let mut origins = Vec::new();
        for one in self.draft.origins.iter().filter(of_these) {
            let key = reader.source_key(one.source.as_str())?;
            let source = key.map(|key| reader.source(key)).transpose()?;
            if source.is_some_and(|source| source.origin.is_none()) {
                origins.push(one.clone());
            }
        }
        Ok(origins)
    }
}

/// Who speaks where, in the articles of a draft.
fn voices(reader: Reader<'_>, draft: &Draft) -> Result<Vec<Voice>> {
    let mut voices = Vec::new();
    for take in &draft.takes {
        if let Some(waiting) = reader.candidate(take.candidate.as_str())? {
            voices.push(Voice {
                spot: Spot {
                    source: reader.source_id(waiting.source)?,
                    start: waiting.candidate.reading.passage.0,
                },
                party: take.party.clone(),
            });
        }
    }
    Ok(voices)
}
