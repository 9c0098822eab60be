//! Decisions: each is one write, which can be taken back.

use anyhow::{Context as _, Result, bail};

use super::proposed::{Base, Choice, Proposed};
use super::{Moved, Reply, Review};
use crate::command::context::Context;
use crate::command::error::in_one_line;
use crate::command::names::Names;
use crate::command::review::decide::Outcome;
use crate::command::review::story::DROPPED;
use crate::desk::{Desk, IfExists, Look, shown_with_claim, shown_with_statement, undoable_between};
use crate::domain::docket::StatementKey;
use crate::domain::slug::Slug;
use crate::domain::statement::{Attribution, Statement};
use crate::journal::{Journal, Seq};
use crate::ledger::{About, Fate, Reader, Recorded};
use crate::link::draft::Take;

/// What a decision did.
#[derive(Debug, Clone, Default)]
pub(super) struct Done {
    /// The hash of the last entry that it recorded: the ledger may be replaced by another one.
    hash: Option<String>,
    /// The first and last entry that it recorded, if any.
    entries: Option<(Seq, Seq)>,
    /// The claim of the draft that it put elsewhere.
    claim: Option<Slug>,
    /// The party of the draft that it put elsewhere.
    party: Option<Slug>,
}

impl Review {
    /// Records an item as it is proposed with the reviewer's choices, if that is what the page showed.
    pub(super) fn accept(
        &self,
        context: &Context,
        id: &str,
        choice: &Choice,
        seen: &str,
        next: Option<&str>,
    ) -> Result<Reply> {
        let item = self.item(id)?;
        let written = context.write(|desk, names| {
            let before = desk.newest();
            let view = context.current_view(desk.reader());
            let proposed = self.proposed(&view, names, item, choice)?;
            if let Some(reply) = self.refusal(context, desk, &proposed, seen)? {
                return Ok(Err(reply));
            }
            self.record(desk, &proposed, choice)?;
            let entries = (desk.newest() > before).then_some((before + 1, desk.newest()));
            Ok(Ok((proposed, entries)))
        })?;
        match written.done {
            Err(note) => self.look_again(context, id, choice, note),
            Ok((proposed, entries)) => {
                let done = Done {
                    entries,
                    ..self.move_others(&proposed, choice, id)
                };
                self.go_on(context, id, next, done, "Accepted.")
            }
        }
    }

    /// Why something is not recorded: it was decided, or is not any more what the page shows.
    fn refusal(
        &self,
        context: &Context,
        desk: &Desk<'_, '_>,
        proposed: &Proposed,
        seen: &str,
    ) -> Result<Option<String>> {
        let view = context.current_view(desk.reader());
        if let Some(decided) = super::card::decided(&view, proposed)? {
            return Ok(Some(decided));
        }
        if let Outcome::Impossible(missing) = proposed.outcome(&view)? {
            return Ok(Some(format!("It {missing}.")));
        }
        let changed = "The claim or the party was changed meanwhile: look at what it says now, then decide again.";
        Ok((proposed.seen() != seen).then(|| changed.to_owned()))
    }

    fn record(&self, desk: &mut Desk<'_, '_>, proposed: &Proposed, choice: &Choice) -> Result<()> {
        let (Some(party), Some(claim), Some(via)) =
            (&proposed.party, &proposed.claim, &proposed.via)
        else {
            bail!("it is not settled who speaks, what about or who relayed it");
        };
        let take = match &proposed.base {
            Base::Candidate(waiting, _) => vec![Take {
                candidate: waiting.id.clone(),
                party: party.id.clone(),
                claim: claim.id.clone(),
                stance: proposed.stance,
                said: proposed.said,
                via: via.clone(),
                unnamed: proposed.is_unnamed(),
                repeats: proposed.repeats.clone(),
            }],
            Base::Statement(_) => Vec::new(),
        };
        if choice.new_party.is_some() {
            desk.party(party.clone(), IfExists::Refuse)?;
        }
        if choice.new_claim.is_some() {
            desk.claim(claim.clone(), IfExists::Refuse)?;
        }
        if choice.reword.is_some() && !proposed.is_new_claim {
            self.reword(desk, &claim.id, &claim.text)?;
        }
        let speaker = std::slice::from_ref(&party.id);
        let mut part = self.sketch.part(desk.reader(), &claim.id, &take, speaker)?;
        for drafted in part.claims.iter_mut().filter(|one| one.id == claim.id) {
            drafted.text.clone_from(&claim.text);
        }
        let taken = desk.take(&part, Look::Person)?;
        if let (true, Base::Candidate(_, answer)) = (choice.alias, &proposed.base) {
            desk.add_alias(&party.id, answer.speaker.as_deref())?;
        }
        let key = match &proposed.base {
            Base::Candidate(..) => taken.first().map(|(_, outcome)| outcome.key()),
            Base::Statement(held) => Some(Self::correct(desk, held, proposed)?),
        };
        let key = key.context("nothing was recorded")?;
        self.look_at(desk, key)
    }

    /// Records that a person has looked at a statement with its parties and its claim.
    fn look_at(&self, desk: &mut Desk<'_, '_>, key: StatementKey) -> Result<()> {
        let reader = desk.reader();
        let mut keys = shown_with_statement(reader, key)?;
        let claim = reader.statement(key)?.statement.claim;
        if let Some(claim) = reader.claim_key(claim.as_str())? {
            let statements = reader.statements(About::Claim(claim))?;
            let others = shown_with_claim(reader, claim)?.into_iter();
            // The other statements on the claim wait for a decision of their own.
            keys.extend(others.filter(|key| !statements.contains(&StatementKey(*key))));
        }
        desk.review(&keys)?;
        Ok(())
    }

    /// Corrects a recorded statement, if something about it is to be otherwise.
    fn correct(
        desk: &mut Desk<'_, '_>,
        held: &Recorded,
        proposed: &Proposed,
    ) -> Result<StatementKey> {
        let mut changed: Statement = held.statement.clone();
        if let (Some(party), Some(claim), Some(via)) =
            (&proposed.party, &proposed.claim, &proposed.via)
        {
            if changed.party != party.id && !proposed.is_unnamed() {
                changed.attribution = Attribution::OnRecord;
                changed.shown_as = None;
            }
            changed.party = party.id.clone();
            changed.claim = claim.id.clone();
            changed.via.clone_from(via);
        }
        changed.stance = proposed.stance;
        changed.said = proposed.said;
        if changed == held.statement {
            return Ok(held.key);
        }
        changed.unreviewed = false;
        Ok(desk.correct(held.key, changed)?)
    }

    fn reword(&self, desk: &mut Desk<'_, '_>, id: &Slug, text: &str) -> Result<()> {
        let reader = desk.reader();
        let key = reader.claim_key(id.as_str())?;
        let key = key.with_context(|| format!("claim {id} is not recorded any more"))?;
        let mut claim = reader.without_merges().claim(key)?.claim;
        claim.text = text.to_owned();
        claim.unreviewed = false;
        desk.claim(claim, IfExists::Replace)?;
        Ok(())
    }

    /// Lets the others of a claim or speaker of the draft follow, if it was put elsewhere.
    fn move_others(&self, proposed: &Proposed, choice: &Choice, id: &str) -> Done {
        let mut done = Done::default();
        let mut moved = self.moved.borrow_mut();
        let Moved {
            claims,
            parties,
            recent,
        } = &mut *moved;
        if let Some(claim) = &proposed.claim {
            recent.retain(|one| *one != claim.id);
            recent.insert(0, claim.id.clone());
        }
        let Some(take) = self.takes.get(id) else {
            return done;
        };
        // A new claim is one that is split off: the others stay.
        if choice.new_claim.is_none()
            && let Some(claim) = proposed
                .claim
                .as_ref()
                .filter(|claim| claim.id != take.claim)
            && self.sketch.claim(&take.claim).is_some()
            && !claims.contains_key(&take.claim)
        {
            let turned =
                proposed.stance != take.stance && proposed.stance == take.stance.on_opposite();
            claims.insert(take.claim.clone(), (claim.id.clone(), turned));
            done.claim = Some(take.claim.clone());
        }
        if let Some(party) = proposed
            .party
            .as_ref()
            .filter(|party| party.id != take.party)
            && self.sketch.party(&take.party).is_some()
            && !parties.contains_key(&take.party)
        {
            parties.insert(take.party.clone(), party.id.clone());
            done.party = Some(take.party.clone());
        }
        done
    }

    /// Rejects a candidate, or voids a statement.
    pub(super) fn reject(&self, context: &Context, id: &str, next: Option<&str>) -> Result<Reply> {
        let item = self.item(id)?;
        let written = context.write(|desk, names: Names<'_>| {
            let before = desk.newest();
            let view = context.current_view(desk.reader());
            let proposed = self.proposed(&view, names, item, &Choice::default())?;
            if let Some(decided) = super::card::decided(&view, &proposed)? {
                return Ok(Err(decided));
            }
            match &proposed.base {
                Base::Candidate(..) => desk.reject(id, None)?,
                Base::Statement(held) => Self::void(desk, held)?,
            }
            let entries = (desk.newest() > before).then_some((before + 1, desk.newest()));
            Ok(Ok(Done {
                entries,
                ..Done::default()
            }))
        })?;
        match written.done {
            Err(note) => self.look_again(context, id, &Choice::default(), note),
            Ok(done) => self.go_on(context, id, next, done, "Rejected."),
        }
    }

    /// Voids a statement. A claim on which nothing is left to look at has been looked at.
    fn void(desk: &mut Desk<'_, '_>, held: &Recorded) -> Result<()> {
        desk.void(held.key, DROPPED)?;
        let reader = desk.reader();
        if let Some(claim) = reader.claim_key(held.statement.claim.as_str())?
            && reader.statements(About::Claim(claim))?.is_empty()
        {
            desk.review(&[claim.0])?;
        }
        Ok(())
    }

    /// Takes a decision back.
    ///
    /// # Errors
    /// If something else depends on it.
    pub(super) fn undo(&self, context: &Context, id: &str) -> Result<Reply> {
        let item = self.item(id)?;
        let done = self.done.borrow().get(id).cloned();
        let done = done.context("nothing was decided on it in this review")?;
        context.write(|desk, _| {
            if let Some((first, last)) = done.entries {
                if hash(desk.reader(), last)? != done.hash {
                    bail!("the ledger was replaced meanwhile, and does not hold the decision");
                }
                let entries =
                    undoable_between(desk.reader(), &context.author(desk.reader())?, first, last)?;
                desk.undo(entries)?;
            } else if !item.is_recorded {
                let waiting = desk.reader().candidate(id)?;
                if waiting.is_some_and(|one| one.fate != Fate::Open) {
                    desk.reopen(id)?;
                }
            }
            Ok(())
        })?;
        // One that was refused can be tried again.
        self.done.borrow_mut().remove(id);
        let mut moved = self.moved.borrow_mut();
        done.claim.iter().for_each(|claim| {
            moved.claims.remove(claim);
        });
        done.party.iter().for_each(|party| {
            moved.parties.remove(party);
        });
        drop(moved);
        self.look_again(context, id, &Choice::default(), "Undone.".to_owned())
    }

    fn look_again(
        &self,
        context: &Context,
        id: &str,
        choice: &Choice,
        note: String,
    ) -> Result<Reply> {
        Ok(Reply {
            note: Some(note),
            ..self.look(context, id, choice)?
        })
    }

    /// The reply to a decision, and the next item. The decision is recorded, whatever becomes of that.
    fn go_on(
        &self,
        context: &Context,
        id: &str,
        next: Option<&str>,
        mut done: Done,
        note: &str,
    ) -> Result<Reply> {
        if let Some((_, last)) = done.entries {
            done.hash = context
                .ask(|view, _| hash(view.reader, last))
                .ok()
                .flatten();
        }
        self.done.borrow_mut().insert(id.to_owned(), done);
        let look = |next| {
            let look = self.look(context, next, &Choice::default());
            look.map_or_else(
                |error| Reply {
                    item: Some(next.to_owned()),
                    note: Some(format!("{note} But the next one: {}", in_one_line(&error))),
                    ..Reply::default()
                },
                |reply| Reply {
                    note: Some(note.to_owned()),
                    ..reply
                },
            )
        };
        let alone = || Reply {
            note: Some(note.to_owned()),
            ..Reply::default()
        };
        Ok(Reply {
            done: true,
            ..next.map_or_else(alone, look)
        })
    }
}

/// The hash of an entry, if there is one.
fn hash(reader: Reader<'_>, seq: Seq) -> Result<Option<String>> {
    let page = reader.journal().read(seq, 1)?;
    let held = page.first().filter(|entry| entry.header.seq == seq);
    Ok(held.map(|entry| entry.header.hash.to_string()))
}
