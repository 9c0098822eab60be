//! What would be recorded of an item: as the draft has it, with the reviewer's choices.

use anyhow::{Context as _, Result, bail};
use data_encoding::HEXLOWER;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::{Item, Review};
use crate::answer::{self, CandidateAnswer, Unrecorded, View};
use crate::command::fields::{self, optional};
use crate::command::names::Names;
use crate::command::review::decide::Outcome;
use crate::desk::{accepted_as, stance_toward, stance_toward_text};
use crate::domain::candidate::{Link, Speaker};
use crate::domain::claim::Claim;
use crate::domain::party::{Party, PartyKind};
use crate::domain::slug::Slug;
use crate::domain::statement::{Attribution, Stance, Statement};
use crate::domain::time::When;
use crate::ledger::{Reader, Recorded, Waiting};
use crate::link::concept::first_words;
use crate::link::draft::{ProposedOrigin, Take};
use crate::link::proposal::free_id;

/// What the reviewer wants otherwise than drafted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Choice {
    /// Who speaks: a party of the ledger or of the draft.
    pub(super) party: Option<Slug>,
    /// Somebody new who speaks.
    pub(super) new_party: Option<NewSpeaker>,
    /// Whether the party also gets the name in the text as an alias.
    pub(super) alias: bool,
    /// The claim: one of the ledger or of the draft.
    pub(super) claim: Option<Slug>,
    /// The words of a new claim.
    pub(super) new_claim: Option<String>,
    /// Other words for the claim.
    pub(super) reword: Option<String>,
    /// The stance toward the claim.
    pub(super) stance: Option<Stance>,
    /// When it was said.
    pub(super) said: Option<String>,
    /// Who relayed it, nearest to the source first; a dash for no one.
    pub(super) via: Option<Vec<String>>,
}

/// Somebody whom the ledger does not know.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct NewSpeaker {
    pub(super) name: String,
    pub(super) kind: PartyKind,
}

/// What an item is in the ledger.
pub(super) enum Base {
    /// An open candidate.
    Candidate(Box<Waiting>, Box<CandidateAnswer>),
    /// A statement that nobody has looked at.
    Statement(Box<Recorded>),
}

/// What would be recorded of an item.
pub(super) struct Proposed {
    pub(super) base: Base,
    /// Who speaks, if that is settled, and the party's record.
    pub(super) party: Option<Party>,
    /// Whether the ledger does not have the party yet.
    pub(super) is_new_party: bool,
    /// The claim, if that is settled, in the words that it would have.
    pub(super) claim: Option<Claim>,
    /// Whether the ledger does not have the claim yet.
    pub(super) is_new_claim: bool,
    /// The words that the claim has now.
    pub(super) own_words: Option<String>,
    pub(super) stance: Stance,
    pub(super) said: Option<When>,
    /// Who relayed it, if that is settled.
    pub(super) via: Option<Vec<Slug>>,
    /// The origins that accepting it records.
    pub(super) origins: Vec<ProposedOrigin>,
    /// The candidate of the draft that it repeats.
    pub(super) repeats: Option<crate::domain::candidate::CandidateId>,
}

impl Review {
    /// What would be recorded of an item.
    ///
    /// # Errors
    /// If it is gone, or a choice cannot be understood.
    pub(super) fn proposed(
        &self,
        view: &View<'_>,
        names: Names<'_>,
        item: &Item,
        choice: &Choice,
    ) -> Result<Proposed> {
        match item.is_recorded {
            true => self.of_statement(view, names, item, choice),
            false => self.of_candidate(view, names, item, choice),
        }
    }

    fn of_candidate(
        &self,
        view: &View<'_>,
        names: Names<'_>,
        item: &Item,
        choice: &Choice,
    ) -> Result<Proposed> {
        let reader = view.reader;
        let waiting = reader.candidate(&item.id)?;
        let waiting = waiting.with_context(|| format!("candidate {} is gone", item.id))?;
        let answer = answer::candidate(view, &waiting)?;
        let take = self.take(reader, &item.id)?;
        let drafted = take.as_ref().map(|take| take.party.clone());
        let party = drafted.or_else(|| answer.party.clone());
        let (party, is_new_party) = self.speaker(reader, choice, party)?;
        let drafted = take.as_ref().map(|take| take.claim.clone());
        let linked = answer.claims.first().map(|link| link.claim.clone());
        let (claim, is_new_claim) = self.claim_of(reader, choice, drafted.or(linked))?;
        let stance = stance(
            reader,
            &waiting,
            (&answer, take.as_ref()),
            choice,
            claim.as_ref(),
        )?;
        let via = match (self.relays(reader, names, choice)?, &take) {
            (Some(via), _) => Some(via),
            (None, Some(take)) => Some(take.via.clone()),
            (None, None) => answer.via.iter().cloned().collect(),
        };
        let proposed = waiting.candidate.proposal.said;
        let said = said(names, choice)?.or(take.as_ref().and_then(|take| take.said));
        Ok(Proposed {
            party,
            is_new_party,
            own_words: self.own_words(reader, claim.as_ref())?,
            claim,
            is_new_claim,
            stance,
            said: said.or(proposed),
            via,
            origins: self.sketch.origins_of(reader, [&waiting.id])?,
            repeats: take.and_then(|take| take.repeats),
            base: Base::Candidate(Box::new(waiting), Box::new(answer)),
        })
    }

    fn of_statement(
        &self,
        view: &View<'_>,
        names: Names<'_>,
        item: &Item,
        choice: &Choice,
    ) -> Result<Proposed> {
        let reader = view.reader;
        let key = reader.statement_key(&item.id)?;
        let key = key.with_context(|| format!("statement {} is gone", item.id))?;
        let held = reader.statement(key)?;
        let said = &held.statement;
        let (party, is_new_party) = self.speaker(reader, choice, Some(said.party.clone()))?;
        let (claim, is_new_claim) = self.claim_of(reader, choice, Some(said.claim.clone()))?;
        Ok(Proposed {
            party,
            is_new_party,
            own_words: self.own_words(reader, claim.as_ref())?,
            claim,
            is_new_claim,
            stance: choice.stance.unwrap_or(said.stance),
            said: self::said(names, choice)?.or(said.said),
            via: self
                .relays(reader, names, choice)?
                .or_else(|| Some(said.via.clone())),
            origins: Vec::new(),
            repeats: None,
            base: Base::Statement(Box::new(held)),
        })
    }

    /// What the draft makes of a candidate, where the reviewer has put what belongs to it.
    fn take(&self, reader: Reader<'_>, id: &str) -> Result<Option<Take>> {
        let Some(mut take) = self.takes.get(id).cloned() else {
            return Ok(None);
        };
        let moved = self.moved.borrow();
        if let Some((claim, turned)) = moved.claims.get(&take.claim)
            && reader.claim_key(take.claim.as_str())?.is_none()
        {
            take.claim = claim.clone();
            if *turned {
                take.stance = take.stance.on_opposite();
            }
        }
        for party in std::iter::once(&mut take.party).chain(&mut take.via) {
            if let Some(other) = moved.parties.get(party)
                && reader.party_key(party.as_str())?.is_none()
            {
                *party = other.clone();
            }
        }
        Ok(Some(take))
    }

    /// Who speaks, and whether the ledger does not have them.
    fn speaker(
        &self,
        reader: Reader<'_>,
        choice: &Choice,
        otherwise: Option<Slug>,
    ) -> Result<(Option<Party>, bool)> {
        if let Some(new) = &choice.new_party {
            let taken = |id: &Slug| self.sketch.has_party(reader, id);
            let Some(id) = free_id(&new.name, taken) else {
                bail!("no id can be made of the name {:?}", new.name);
            };
            let party = Party::new(id, new.name.trim().to_owned(), new.kind);
            party.check()?;
            return Ok((Some(party), true));
        }
        let Some(id) = choice.party.clone().or(otherwise) else {
            return Ok((None, false));
        };
        match reader.party_key(id.as_str())? {
            Some(key) => Ok((Some(reader.party(key)?), false)),
            None => match self.sketch.party(&id) {
                Some(party) => Ok((Some(party.clone()), true)),
                None => bail!("party {id} is neither in the ledger nor in the draft"),
            },
        }
    }

    /// Who relayed it, if that was chosen: parties of the draft by their ids, those of the ledger by any of their names.
    fn relays(
        &self,
        reader: Reader<'_>,
        names: Names<'_>,
        choice: &Choice,
    ) -> Result<Option<Vec<Slug>>> {
        let given = match choice.via.as_deref() {
            None => return Ok(None),
            Some([dash]) if dash == "-" => return Ok(Some(Vec::new())),
            Some(given) => given,
        };
        let mut relays = Vec::new();
        for name in given {
            let drafted = name
                .parse()
                .ok()
                .filter(|id| self.sketch.party(id).is_some());
            match drafted {
                Some(id) if reader.party_key(name)?.is_none() => relays.push(id),
                _ => relays.push(names.party(name)?.1),
            }
        }
        Ok(Some(relays))
    }

    /// The words that a claim has in the ledger.
    fn own_words(&self, reader: Reader<'_>, claim: Option<&Claim>) -> Result<Option<String>> {
        let key = claim.map(|claim| reader.claim_key(claim.id.as_str()));
        let key = key.transpose()?.flatten();
        let held = key.map(|key| reader.claim(key)).transpose()?;
        Ok(held.map(|info| info.claim.text))
    }

    /// The claim in the words that it would have, and whether the ledger does not have it.
    fn claim_of(
        &self,
        reader: Reader<'_>,
        choice: &Choice,
        otherwise: Option<Slug>,
    ) -> Result<(Option<Claim>, bool)> {
        if let Some(text) = &choice.new_claim {
            let taken = |id: &Slug| self.sketch.has_claim(reader, id);
            let Some(id) = free_id(&first_words(text), taken) else {
                bail!("no id can be made from the words of the claim; use other words");
            };
            return Ok((Some(Claim::new(id, text.trim().to_owned())), true));
        }
        let Some(id) = choice.claim.clone().or(otherwise) else {
            return Ok((None, false));
        };
        let (mut claim, is_new) = match reader.claim_key(id.as_str())? {
            Some(key) => (reader.claim(key)?.claim, false),
            None => match self.sketch.claim(&id) {
                Some(claim) => (claim.clone(), true),
                None => bail!("claim {id} is neither in the ledger nor in the draft"),
            },
        };
        if let Some(text) = &choice.reword {
            claim.text = text.trim().to_owned();
        }
        Ok((Some(claim), is_new))
    }
}

/// The stance toward the claim.
fn stance(
    reader: Reader<'_>,
    waiting: &Waiting,
    (answer, take): (&CandidateAnswer, Option<&Take>),
    choice: &Choice,
    claim: Option<&Claim>,
) -> Result<Stance> {
    if let Some(stance) = choice.stance {
        return Ok(stance);
    }
    let Some(claim) = claim else {
        return Ok(answer.stance);
    };
    if let Some(take) = take.filter(|take| take.claim == claim.id) {
        return Ok(take.stance);
    }
    if let Some(link) = answer.claims.iter().find(|link| link.claim == claim.id) {
        return Ok(link.stance);
    }
    Ok(match reader.claim_key(claim.id.as_str())? {
        Some(_) => stance_toward(reader, waiting, &claim.id)?,
        None if choice.new_claim.is_some() => answer.stance,
        None => stance_toward_text(reader, waiting, &claim.text)?,
    })
}

fn said(names: Names<'_>, choice: &Choice) -> Result<Option<When>> {
    fields::when(names.calendar(), "the day", choice.said.as_ref())
}

impl Proposed {
    /// The candidate, unless it is a statement.
    pub(super) fn answer(&self) -> Option<&CandidateAnswer> {
        match &self.base {
            Base::Candidate(_, answer) => Some(answer),
            Base::Statement(_) => None,
        }
    }

    /// Whether the speaker is a source whose name is not known.
    pub(super) fn is_unnamed(&self) -> bool {
        let party = self.party.as_ref();
        party.is_some_and(|party| party.kind == PartyKind::Anonymous)
    }

    /// What the person sees of the party and the claim, to notice if somebody changes them meanwhile.
    pub(super) fn seen(&self) -> String {
        let party = self.party.as_ref().map(|party| (&party.id, &party.name));
        let claim = self.claim.as_ref();
        let claim = claim.map(|claim| (&claim.id, &claim.text, &claim.question, &claim.value));
        let said = (
            party,
            claim,
            &self.own_words,
            self.stance,
            self.said,
            &self.via,
            &self.origins,
        );
        let digest = Sha256::digest(format!("{said:?}"));
        HEXLOWER.encode(&digest[..16])
    }

    /// What recording it would do.
    pub(super) fn outcome(&self, view: &View<'_>) -> Result<Outcome> {
        match &self.base {
            Base::Candidate(waiting, answer) => self.outcome_of_candidate(view, waiting, answer),
            Base::Statement(_) => Ok(Outcome::Changes(answer::Effect::default())),
        }
    }

    fn outcome_of_candidate(
        &self,
        view: &View<'_>,
        waiting: &Waiting,
        answer: &CandidateAnswer,
    ) -> Result<Outcome> {
        let (Some(party), Some(claim), Some(via)) = (&self.party, &self.claim, &self.via) else {
            return Ok(Outcome::Impossible(match (&self.party, &self.claim) {
                (None, _) => "needs to know who speaks: p",
                (_, None) => "needs a claim: 1 to 3, N, o or n",
                _ => "needs to know who relayed it: v",
            }));
        };
        let reader = view.reader;
        if let Some(repeated) = &self.repeats
            && let Some(key) = accepted_as(reader, repeated)?
        {
            return Ok(Outcome::Recorded(reader.statement(key)?.id.to_string()));
        }
        let known = |party: &Slug| Speaker::Known {
            party: party.clone(),
        };
        let mut candidate = reader.current_candidate(&waiting.candidate)?;
        candidate.proposal.party = known(&party.id);
        candidate.proposal.via = via.iter().map(known).collect();
        candidate.proposal.claims = vec![Link {
            claim: claim.id.clone(),
            score: 0,
            stance: self.stance,
        }];
        let statement = candidate.to_statement(&answer.source);
        let statement = statement.context("the candidate says nothing")?;
        let statement = Statement {
            said: self.said,
            attribution: match self.is_unnamed() {
                true => statement.attribution,
                false => Attribution::OnRecord,
            },
            ..statement
        };
        if let Some(held) = reader.recorded_as(&statement)? {
            return Ok(Outcome::Recorded(held.id.to_string()));
        }
        let new = Unrecorded {
            party: Some(party).filter(|_| self.is_new_party),
            claim: Some(claim).filter(|_| self.is_new_claim),
        };
        Ok(Outcome::Changes(answer::effect(
            view,
            &statement,
            waiting.source,
            new,
        )?))
    }
}

/// The text of a question.
pub(super) fn question(
    reader: Reader<'_>,
    review: &Review,
    id: Option<&Slug>,
) -> Result<Option<String>> {
    let found = optional(id.map(Slug::to_string).as_ref(), |id| {
        let recorded = reader.question_key(id)?;
        let recorded = recorded.map(|key| reader.question(key)).transpose()?;
        let drafted = review.sketch.draft.questions.iter();
        let drafted = || drafted.clone().find(|one| one.id.as_str() == id).cloned();
        Ok(recorded.or_else(drafted))
    })?;
    Ok(found.flatten().map(|question| question.text))
}
