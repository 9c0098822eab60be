//! What a page shows of an item.

use anyhow::Result;

use super::proposed::{Base, Choice, Proposed, question};
use super::{Reply, Review};
use crate::answer::{OriginAnswer, View};
use crate::command::context::Context;
use crate::command::review::offers::Near;
use crate::command::review::shown::ALIKE;
use crate::domain::candidate::{ReadBy, Tongue};
use crate::domain::slug::Slug;
use crate::domain::statement::Attribution;
use crate::journal::{Journal, Seq};
use crate::ledger::{Fate, Reader};
use crate::render::html::review::{Card, CardClaim, CardSpeaker, LikeClaim};

/// Claims that can be chosen by digit.
const OFFERED: usize = 3;
/// How much likelier a claim is that somebody has accepted than one that only the draft has, as a logarithm of odds.
const ACCEPTED: f32 = 2.0;

impl Review {
    /// What is proposed for an item.
    pub(super) fn look(&self, context: &Context, id: &str, choice: &Choice) -> Result<Reply> {
        let item = self.item(id)?;
        context.ask(|view, names| {
            let proposed = self.proposed(view, names, item, choice)?;
            let card = self.card(view, &proposed, choice)?;
            Ok(Reply {
                item: Some(id.to_owned()),
                seen: Some(proposed.seen()),
                card: Some(card.html()),
                ..Reply::default()
            })
        })
    }

    fn card(&self, view: &View<'_>, proposed: &Proposed, choice: &Choice) -> Result<Card> {
        let reader = view.reader;
        let decided = decided(view, proposed)?;
        let outcome = proposed.outcome(view)?;
        let answer = proposed.answer();
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
                instead_of: proposed.own_words.clone().filter(|own| *own != claim.text),
                answers: asked.map(|asked| (asked, value.unwrap_or_default())),
            })
        });
        Ok(Card {
            is_recorded: answer.is_none(),
            likelihood: answer.and_then(|answer| answer.likelihood),
            read_by: answer.and_then(|answer| {
                let rules = answer.by_rules.map(Tongue::phrase);
                rules.or(answer.read_by.as_ref().map(ReadBy::phrase))
            }),
            paragraph: answer.and_then(|answer| answer.passage.paragraph),
            speaker: self.speaker_on_card(reader, proposed)?,
            is_alias: choice.alias,
            called: answer.and_then(|answer| answer.speaker.clone()),
            matched: answer.and_then(|answer| answer.matched),
            choices: self.named(reader, answer.map_or(&[], |answer| &answer.party_choices))?,
            via: self.names(reader, proposed.via.as_deref().unwrap_or_default())?,
            unnamed: proposed.is_unnamed()
                || answer.is_some_and(|one| one.attribution == Attribution::Anonymous),
            stance: proposed.stance,
            claim: claim.transpose()?,
            said: proposed.said.map(|when| when.to_string()),
            published: published(reader, proposed)?,
            like: self
                .like(reader, proposed, ALIKE)?
                .into_iter()
                .take(OFFERED)
                .map(|(id, text)| LikeClaim {
                    shared: self
                        .sketch
                        .likeness
                        .shared(&text, words.as_deref().unwrap_or_default()),
                    id,
                    text,
                })
                .collect(),
            new_claim: answer.map(|answer| answer.new_claim.text.clone()),
            new_kind: answer
                .and_then(|answer| answer.new_party.as_ref())
                .map(|new| new.kind),
            then: match (outcome.missing(), answer) {
                (Some(missing), _) => Err(missing.to_owned()),
                (None, Some(_)) => Ok(outcome.sentence()),
                (None, None) => Ok("says that you have looked at it".to_owned()),
            },
            origins: proposed
                .origins
                .iter()
                .map(|one| OriginAnswer::from(one.clone()).phrase())
                .collect(),
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

    /// Parties, each with its name.
    fn named(&self, reader: Reader<'_>, ids: &[Slug]) -> Result<Vec<(Slug, String)>> {
        let names = self.names(reader, ids)?;
        Ok(ids.iter().cloned().zip(names).collect())
    }

    fn names(&self, reader: Reader<'_>, ids: &[Slug]) -> Result<Vec<String>> {
        ids.iter()
            .map(|id| self.sketch.party_name(reader, id))
            .collect()
    }

    /// The claims on which something was accepted in this review, the last one first.
    fn recent(&self, reader: Reader<'_>) -> Result<Vec<(Slug, String)>> {
        let mut recent = Vec::new();
        for id in &self.moved.borrow().recent {
            if let Some(key) = reader.claim_key(id.as_str())? {
                recent.push((id.clone(), reader.claim(key)?.claim.text));
            }
        }
        Ok(recent)
    }

    /// The claims that it may be about instead: those to which it is linked, then those that are like its own.
    pub(super) fn like(
        &self,
        reader: Reader<'_>,
        proposed: &Proposed,
        least: f32,
    ) -> Result<Vec<(Slug, String)>> {
        let own = proposed.claim.as_ref().map(|claim| &claim.id);
        let answer = proposed.answer();
        let linked = answer.map(|answer| answer.claims.as_slice());
        let linked = linked.unwrap_or_default().iter();
        let mut like: Vec<(Slug, String)> = linked
            .map(|link| (link.claim.clone(), link.text.clone()))
            .collect();
        let words = || answer.and_then(|answer| answer.words.clone());
        let text = proposed.claim.as_ref().map(|claim| claim.text.clone());
        let text = text.or_else(words).unwrap_or_default();
        let near = self
            .sketch
            .claims_near(reader, own, &text, self.drafted())?;
        let mut near: Vec<Near> = near.into_iter().filter(|one| one.odds >= least).collect();
        for one in &mut near {
            if reader.claim_key(one.id.as_str())?.is_some() {
                one.odds += ACCEPTED;
            }
        }
        near.sort_by(|one, other| other.odds.total_cmp(&one.odds));
        like.extend(near.into_iter().map(|one| (one.id, one.text)));
        let like = shuffled(like, self.recent(reader)?);
        let mut like = like;
        let mut met: Vec<Slug> = own.cloned().into_iter().collect();
        like.retain(|(id, _)| {
            let is_new = !met.contains(id);
            met.push(id.clone());
            is_new
        });
        Ok(like)
    }
}

/// When the source of an item was published: its day, unless it has one of its own.
fn published(reader: Reader<'_>, proposed: &Proposed) -> Result<Option<String>> {
    let key = match &proposed.base {
        Base::Candidate(waiting, _) => Some(waiting.source),
        Base::Statement(held) => reader.source_key(held.statement.source.as_str())?,
    };
    let source = key.map(|key| reader.source(key)).transpose()?;
    let published = source.and_then(|source| source.published);
    Ok(published.map(|when| when.to_string()))
}

/// Two of the first for each of the second.
fn shuffled<T>(first: Vec<T>, second: Vec<T>) -> Vec<T> {
    let (mut first, mut second) = (first.into_iter(), second.into_iter());
    let mut all = Vec::new();
    loop {
        let before = all.len();
        all.extend(first.by_ref().take(2));
        all.extend(second.next());
        if all.len() == before {
            return all;
        }
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
                let said = &held.statement;
                let party = reader.party_key(said.party.as_str())?;
                let party = party.map(|key| reader.party(key)).transpose()?;
                let claim = reader.claim_key(said.claim.as_str())?;
                let claim = claim.map(|key| reader.claim(key)).transpose()?;
                Some(format!(
                    "{by} has accepted it: {} {} “{}” ({})",
                    party.map_or_else(|| said.party.to_string(), |party| party.name),
                    said.stance.verb(),
                    claim.map_or_else(|| said.claim.to_string(), |info| info.claim.text),
                    held.id,
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

/// Who recorded an entry.
fn recorded_by(reader: Reader<'_>, seq: Seq) -> Result<String> {
    let page = reader.journal().read(seq, 1)?;
    let by = page.first().map(|entry| entry.header.recorded_by.clone());
    Ok(by.unwrap_or_else(|| "Somebody".to_owned()))
}
