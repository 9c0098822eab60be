//! What a page shows of an item.

use anyhow::Result;

use super::proposed::{Base, Choice, Proposed, question};
use super::{Reply, Review};
use crate::answer::{CandidateAnswer, View};
use crate::command::context::Context;
use crate::command::review::shown::ALIKE;
use crate::domain::slug::Slug;
use crate::domain::statement::{Attribution, Stance};
use crate::journal::{Journal, Seq};
use crate::ledger::{Fate, Reader};
use crate::render::html::review::{Card, CardClaim, CardSpeaker, LikeClaim};

/// Claims that can be chosen by digit.
const OFFERED: usize = 3;

impl Review {
    /// What is proposed for an item.
    pub(super) fn look(&self, context: &Context, id: &str, choice: &Choice) -> Result<Reply> {
        let item = self.item(id)?;
        context.ask(|view, names| {
            let proposed = self.proposed(view, names, item, choice)?;
            let card = self.card(view, &proposed)?;
            Ok(Reply {
                item: Some(id.to_owned()),
                seen: Some(proposed.seen()),
                card: Some(card.html()),
                ..Reply::default()
            })
        })
    }

    fn card(&self, view: &View<'_>, proposed: &Proposed) -> Result<Card> {
        let reader = view.reader;
        let decided = decided(view, proposed)?;
        let outcome = proposed.outcome(view)?;
        let answer = match &proposed.base {
            Base::Candidate(_, answer) => Some(answer.as_ref()),
            Base::Statement(_) => None,
        };
        let words = match &proposed.base {
            Base::Candidate(_, answer) => answer.words.clone(),
            Base::Statement(held) => held.statement.quote.clone(),
        };
        let claim = proposed.claim.as_ref().map(|claim| {
            let asked = question(reader, self, claim.question.as_ref())?;
            let value = claim.value.as_ref().map(ToString::to_string);
            Ok::<_, anyhow::Error>(CardClaim {
                id: claim.id.clone(),
                text: claim.text.clone(),
                is_new: proposed.is_new_claim,
                answers: asked.map(|asked| (asked, value.unwrap_or_default())),
            })
        });
        Ok(Card {
            is_recorded: answer.is_none(),
            likelihood: answer.and_then(|answer| answer.likelihood),
            paragraph: answer.and_then(|answer| answer.passage.paragraph),
            speaker: self.speaker_on_card(reader, proposed)?,
            called: answer.and_then(|answer| answer.speaker.clone()),
            matched: answer.and_then(|answer| answer.matched),
            choices: answer
                .map(|answer| answer.party_choices.clone())
                .unwrap_or_default(),
            via: self.names(reader, proposed.via.as_deref().unwrap_or_default())?,
            unnamed: proposed.is_unnamed()
                || answer.is_some_and(|one| one.attribution == Attribution::Anonymous),
            stance: proposed.stance,
            claim: claim.transpose()?,
            said: proposed.said.map(|when| when.to_string()),
            like: self.like(reader, proposed, answer)?,
            then: match answer {
                Some(_) => outcome.sentence(),
                None => {
                    "recorded, and nobody has looked at it; accepting says that you have".to_owned()
                }
            },
            words,
            decided,
        })
    }

    fn speaker_on_card(
        &self,
        reader: Reader<'_>,
        proposed: &Proposed,
    ) -> Result<Option<CardSpeaker>> {
        let Some(party) = &proposed.party else {
            return Ok(None);
        };
        let for_whom: Vec<Slug> = party
            .speaks_for
            .iter()
            .map(|edge| edge.party.clone())
            .collect();
        Ok(Some(CardSpeaker {
            id: party.id.clone(),
            name: party.name.clone(),
            role: party.role.clone(),
            is_new: proposed.is_new_party,
            speaks_for: self.names(reader, &for_whom)?,
        }))
    }

    fn names(&self, reader: Reader<'_>, ids: &[Slug]) -> Result<Vec<String>> {
        ids.iter()
            .map(|id| self.sketch.party_name(reader, id))
            .collect()
    }

    /// The claims that it may be about instead: those to which it is linked, then those that are like its own.
    fn like(
        &self,
        reader: Reader<'_>,
        proposed: &Proposed,
        answer: Option<&CandidateAnswer>,
    ) -> Result<Vec<LikeClaim>> {
        let own = proposed.claim.as_ref().map(|claim| claim.id.clone());
        let linked = answer
            .map(|answer| answer.claims.as_slice())
            .unwrap_or_default();
        let mut like: Vec<(Slug, String)> = linked
            .iter()
            .map(|link| (link.claim.clone(), link.text.clone()))
            .collect();
        let text = match (&proposed.claim, answer) {
            (Some(claim), _) => claim.text.clone(),
            (None, Some(answer)) => answer.words.clone().unwrap_or_default(),
            (None, None) => String::new(),
        };
        let unlike: Slug = match &own {
            Some(own) => own.clone(),
            None => "none".parse()?,
        };
        let near = self
            .sketch
            .claims_near(reader, &unlike, &text, self.drafted())?;
        let near = near.into_iter().filter(|one| one.odds >= ALIKE);
        like.extend(near.map(|one| (one.id, one.text)));
        let mut met = Vec::new();
        like.retain(|(id, _)| {
            let is_other = own.as_ref() != Some(id) && !met.contains(id);
            met.push(id.clone());
            is_other
        });
        like.truncate(OFFERED);
        Ok(like
            .into_iter()
            .map(|(id, text)| LikeClaim { id, text })
            .collect())
    }
}

/// What somebody has decided about an item, in a sentence; `None` if it waits.
pub(super) fn decided(view: &View<'_>, proposed: &Proposed) -> Result<Option<String>> {
    let reader = view.reader;
    match &proposed.base {
        Base::Candidate(waiting, _) => Ok(match &waiting.fate {
            Fate::Open => None,
            Fate::Rejected { by, .. } => Some(format!("{by} has rejected it.")),
            Fate::Accepted { statement, .. } => {
                let held = reader.statement(*statement)?;
                let by = recorded_by(reader, statement.0)?;
                Some(format!(
                    "{by} has accepted it: {} {} {}, {}.",
                    held.id,
                    held.statement.party,
                    verb(held.statement.stance),
                    held.statement.claim
                ))
            }
        }),
        Base::Statement(held) => Ok(match &held.withdrawn {
            Some(withdrawn) if withdrawn.successor.is_some() => {
                Some("It was corrected meanwhile.".to_owned())
            }
            Some(_) => Some("It was taken back meanwhile.".to_owned()),
            None if reader.is_unreviewed(held.key.0)? => None,
            None => Some("It was reviewed meanwhile.".to_owned()),
        }),
    }
}

fn verb(stance: Stance) -> &'static str {
    stance.verb()
}

/// Who recorded an entry.
fn recorded_by(reader: Reader<'_>, seq: Seq) -> Result<String> {
    let page = reader.journal().read(seq, 1)?;
    let by = page.first().map(|entry| entry.header.recorded_by.clone());
    Ok(by.unwrap_or_else(|| "Somebody".to_owned()))
}
