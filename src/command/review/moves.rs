//! Decisions of a review that move or change statements.

use anyhow::{Result, bail};

use super::add::{Addition, On};
use super::change::Change;
use super::details::Fact;
use super::story::{DROPPED, Done, Item, Story};
use crate::desk::{IfExists, Look};
use crate::domain::claim::{Claim, Question};
use crate::domain::party::{Party, PartyKind};
use crate::domain::slug::Slug;
use crate::domain::statement::{Attribution, Statement};
use crate::journal::{Merged, Merger};
use crate::ledger::Reader;
use crate::link::concept::first_words;
use crate::link::draft::{Draft, Take};
use crate::link::polarity::polarity;
use crate::link::proposal::free_id;

impl Story<'_> {
    /// Makes the claim part of another one, or of its opposite: if only one of the two is negated, or, `inverted`, if not.
    /// Returns whether the stances were turned.
    pub(super) fn merge(&mut self, into: &Slug, inverted: bool) -> Result<bool> {
        let Some(item) = self.item().cloned() else {
            return Ok(false);
        };
        if item.claim() == into {
            bail!("this is claim {into} itself");
        }
        let turned = self.are_opposite(item.claim(), into)? != inverted;
        match item {
            Item::Drafted { takes, .. } => self.put_on(into, takes, Vec::new(), turned),
            Item::Recorded(claim) => {
                self.write("merged", |_, desk| {
                    let merger = Merger {
                        kind: Merged::Claim,
                        former: claim.clone(),
                        present: into.clone(),
                        opposite: turned,
                    };
                    Ok(desk.merge(merger, true)?)
                })?;
                self.items[self.at] = Item::Recorded(into.clone());
            }
        }
        Ok(turned)
    }

    /// Whether only one of two claims is negated.
    fn are_opposite(&self, one: &Slug, other: &Slug) -> Result<bool> {
        let text = |reader: Reader<'_>, id: &Slug| -> Result<String> {
            if let Some(key) = reader.claim_key(id.as_str())? {
                return Ok(reader.claim(key)?.claim.text);
            }
            let drafted = self.sketch.claim(id);
            Ok(drafted.map_or_else(String::new, |claim| claim.text.clone()))
        };
        self.context.ask(|view, _| {
            let (one, other) = (text(view.reader, one)?, text(view.reader, other)?);
            Ok(polarity(&one).negated != polarity(&other).negated)
        })
    }

    /// Puts statements of the draft's claim on another one, of the ledger or of the draft, and leaves the rest.
    fn put_on(&mut self, into: &Slug, mut moved: Vec<Take>, left: Vec<Take>, turned: bool) {
        let (before, from) = (self.items.clone(), self.at);
        for take in &mut moved {
            take.claim = into.clone();
            if turned {
                take.stance = take.stance.on_opposite();
            }
        }
        let is_whole = left.is_empty();
        if let Some(Item::Drafted { takes, .. }) = self.items.get_mut(self.at) {
            *takes = left;
        }
        match self.items.iter().position(|item| item.claim() == into) {
            // It comes later.
            Some(target) if target > self.at => {
                let held = std::mem::replace(
                    &mut self.items[target],
                    Item::Drafted {
                        claim: into.clone(),
                        takes: Vec::new(),
                    },
                );
                if let Item::Drafted { takes, .. } = &mut self.items[target] {
                    takes.extend(held.into_takes());
                    takes.extend(moved);
                }
            }
            // It was passed, and comes again with what was moved.
            passed => {
                let mut takes = Vec::new();
                if let Some(passed) = passed {
                    takes = self.items.remove(passed).into_takes();
                    self.at -= 1;
                }
                takes.extend(moved);
                let claim = into.clone();
                self.items
                    .insert(self.at + 1, Item::Drafted { claim, takes });
            }
        }
        if is_whole {
            self.at += 1;
        }
        let here = std::mem::replace(&mut self.at, from);
        self.note(before, "merged", Done::Nothing);
        self.at = here;
    }

    /// Puts some of the waiting statements, by their places, on a new claim, which is kept.
    pub(super) fn split(&mut self, chosen: &[usize], text: &str) -> Result<()> {
        let Some(item) = self.item().cloned() else {
            return Ok(());
        };
        let ids = self.waiting_keys()?;
        let id = self.free_claim_id(text)?;
        let new = Claim::new(id.clone(), text.to_owned());
        let (moved, left) = match &item {
            Item::Drafted { takes, .. } => parted(takes, chosen),
            Item::Recorded(_) => (Vec::new(), Vec::new()),
        };
        self.write("split", |story, desk| {
            desk.claim(new.clone(), IfExists::Refuse)?;
            let takes: Vec<Take> = moved
                .iter()
                .map(|take| Take {
                    claim: id.clone(),
                    ..take.clone()
                })
                .collect();
            let part = story.sketch.part(desk.reader(), &id, &takes, &[])?;
            desk.take(&part, Look::Person)?;
            for key in chosen.iter().filter_map(|at| ids.get(*at)) {
                let mut statement = desk.reader().statement(*key)?.statement;
                statement.claim = id.clone();
                statement.unreviewed = false;
                desk.correct(*key, statement)?;
            }
            Ok(())
        })?;
        if let Item::Drafted { claim, .. } = item {
            self.items[self.at] = Item::Drafted { claim, takes: left };
        }
        Ok(())
    }

    /// Changes one of the waiting statements, which has these places. One of the draft waits on, unless it is right as it is
    /// or dropped; one of the ledger is corrected.
    pub(super) fn change(&mut self, places: &[usize], change: &Change) -> Result<()> {
        match self.item().cloned() {
            Some(Item::Drafted { claim, takes }) => {
                let (chosen, left) = parted(&takes, places);
                match change {
                    Change::Claim(into) => {
                        let turned = self.are_opposite(&claim, into)?;
                        self.put_on(into, chosen, left, turned);
                    }
                    Change::Drop => {
                        self.reject(&chosen)?;
                        self.items[self.at] = Item::Drafted { claim, takes: left };
                    }
                    Change::Nothing => {
                        self.write("changed", |story, desk| {
                            let part = story.sketch.part(desk.reader(), &claim, &chosen, &[])?;
                            desk.take(&part, Look::Person)?;
                            Ok(())
                        })?;
                        self.items[self.at] = Item::Drafted { claim, takes: left };
                    }
                    change => self.change_takes(places, change)?,
                }
                Ok(())
            }
            Some(Item::Recorded(own)) => {
                let keys = self.waiting_keys()?;
                let Some(key) = places.first().and_then(|place| keys.get(*place)).copied() else {
                    return Ok(());
                };
                let turned = match change {
                    Change::Claim(claim) => self.are_opposite(&own, claim)?,
                    _ => false,
                };
                self.write("changed", |_, desk| match change {
                    Change::Drop => Ok(desk.void(key, DROPPED)?),
                    change => change.correct(desk, key, turned),
                })
            }
            None => Ok(()),
        }
    }

    /// Changes statements of the draft that wait on.
    fn change_takes(&mut self, places: &[usize], change: &Change) -> Result<()> {
        self.note(self.items.clone(), "changed", Done::Nothing);
        if let Change::Party(_, Some(new)) = change {
            self.sketch.draft.parties.push(new.clone());
        }
        let unnamed = self.unnamed()?;
        if let Some(Item::Drafted { takes, .. }) = self.items.get_mut(self.at) {
            for place in places {
                if let Some(take) = takes.get_mut(*place) {
                    change.apply_to_take(take, |party| unnamed.contains(party));
                }
            }
        }
        Ok(())
    }

    /// The sources whose names are not known.
    fn unnamed(&self) -> Result<Vec<Slug>> {
        self.context.ask(|view, _| {
            let mut unnamed = Vec::new();
            for key in view.reader.parties()? {
                let party = view.reader.party(key)?;
                if party.kind == PartyKind::Anonymous {
                    unnamed.push(party.id);
                }
            }
            let drafted = self.sketch.draft.parties.iter();
            let drafted = drafted.filter(|one| one.kind == PartyKind::Anonymous);
            unnamed.extend(drafted.map(|one| one.id.clone()));
            Ok(unnamed)
        })
    }

    /// The claim at the current position, as it is recorded or drafted.
    pub(super) fn claim_here(&self) -> Result<Option<Claim>> {
        let Some(id) = self.item().map(Item::claim) else {
            return Ok(None);
        };
        let held = self.context.ask(|view, _| {
            let reader = view.reader.without_merges();
            let key = view.reader.claim_key(id.as_str())?;
            Ok(key.map(|key| reader.claim(key)).transpose()?)
        })?;
        let drafted = || self.sketch.claim(id).cloned();
        Ok(held.map(|info| info.claim).or_else(drafted))
    }

    /// Changes the claim at the current position, which may need a new question. A recorded one is changed at once.
    pub(super) fn edit_claim(
        &mut self,
        question: Option<Question>,
        edit: impl FnOnce(&mut Claim),
    ) -> Result<()> {
        let Some(mut claim) = self.claim_here()? else {
            return Ok(());
        };
        edit(&mut claim);
        let recorded = self
            .context
            .ask(|view, _| Ok(view.reader.claim_key(claim.id.as_str())?.is_some()))?;
        if recorded {
            return self.write("changed", |story, desk| {
                let needed = claim.principals.clone();
                let mut part = story.sketch.part(desk.reader(), &claim.id, &[], &needed)?;
                part.questions.extend(question.clone());
                let asked = claim.question.as_ref();
                let drafted = story.sketch.draft.questions.iter();
                for one in drafted.filter(|one| Some(&one.id) == asked) {
                    if desk.reader().question_key(one.id.as_str())?.is_none() {
                        part.questions.push(one.clone());
                    }
                }
                desk.take(&part, Look::Person)?;
                let reviewed = Claim {
                    unreviewed: false,
                    ..claim.clone()
                };
                desk.claim(reviewed, IfExists::Replace)?;
                Ok(())
            });
        }
        self.note(self.items.clone(), "changed", Done::Nothing);
        self.sketch.draft.questions.extend(question);
        let drafted = self.sketch.draft.claims.iter_mut();
        for one in drafted.filter(|one| one.id == claim.id) {
            one.clone_from(&claim);
        }
        Ok(())
    }

    /// A party of the ledger or of the draft.
    pub(super) fn party(&self, id: &Slug) -> Result<Option<Party>> {
        let held = self.context.ask(|view, _| {
            let reader = view.reader.without_merges();
            let key = view.reader.party_key(id.as_str())?;
            Ok(key.map(|key| reader.party(key)).transpose()?)
        })?;
        let drafted = || self.sketch.party(id).cloned();
        Ok(held.or_else(drafted))
    }

    /// Changes what is known of a party. A recorded one is changed at once.
    pub(super) fn edit_party(&mut self, id: &Slug, fact: Fact) -> Result<()> {
        let Some(mut party) = self.party(id)? else {
            return Ok(());
        };
        fact.apply(&mut party);
        party.check()?;
        let recorded = self
            .context
            .ask(|view, _| Ok(view.reader.party_key(id.as_str())?.is_some()))?;
        if recorded {
            let here = self.item().map(Item::claim).cloned();
            return self.write("changed", |story, desk| {
                let others = party.speaks_for.iter().map(|edge| edge.party.clone());
                let others: Vec<Slug> = others.collect();
                let claim = here.as_ref().unwrap_or(id);
                let needed = story.sketch.part(desk.reader(), claim, &[], &others)?;
                let parties = Draft {
                    parties: needed.parties,
                    ..Draft::default()
                };
                desk.take(&parties, Look::Person)?;
                let reviewed = Party {
                    unreviewed: false,
                    ..party.clone()
                };
                desk.party(reviewed, IfExists::Replace)?;
                Ok(())
            });
        }
        self.note(self.items.clone(), "changed", Done::Nothing);
        let drafted = self.sketch.draft.parties.iter_mut();
        for one in drafted.filter(|one| one.id == *id) {
            one.clone_from(&party);
        }
        Ok(())
    }

    /// Records a statement that the program did not find.
    pub(super) fn add(&mut self, addition: &Addition) -> Result<()> {
        let attribution = match self.is_unnamed(addition)? {
            true => Attribution::Anonymous,
            false => Attribution::OnRecord,
        };
        let new = match &addition.on {
            On::New(text) => Some(Claim::new(self.free_claim_id(text)?, text.clone())),
            On::Claim(_) => None,
        };
        self.write("added", |story, desk| {
            let claim = match (&addition.on, &new) {
                (On::Claim(claim), _) => claim.clone(),
                (On::New(_), new) => match new {
                    Some(new) => {
                        desk.claim(new.clone(), IfExists::Refuse)?;
                        new.id.clone()
                    }
                    None => bail!("the claim has no id"),
                },
            };
            let speaker = std::slice::from_ref(&addition.party);
            let part = story.sketch.part(desk.reader(), &claim, &[], speaker)?;
            desk.take(&part, Look::Person)?;
            if let Some(party) = &addition.new_party {
                desk.party(party.clone(), IfExists::Refuse)?;
            }
            desk.statement(Statement {
                id: None,
                party: addition.party.clone(),
                stance: addition.stance,
                claim,
                said: None,
                source: addition.source.clone(),
                via: Vec::new(),
                attribution,
                shown_as: None,
                quote: None,
                passage: Some(addition.passage.clone()),
                evidence: Vec::new(),
                note: None,
                credibility: None,
                unreviewed: false,
            })?;
            Ok(())
        })
    }

    fn is_unnamed(&self, addition: &Addition) -> Result<bool> {
        if let Some(new) = &addition.new_party {
            return Ok(new.kind == PartyKind::Anonymous);
        }
        Ok(self.unnamed()?.contains(&addition.party))
    }

    /// An id for a new claim, from its words.
    fn free_claim_id(&self, text: &str) -> Result<Slug> {
        let id = self.context.ask(|view, _| {
            let taken = |id: &Slug| self.sketch.has_claim(view.reader, id);
            Ok(free_id(&first_words(text), taken))
        })?;
        match id {
            Some(id) => Ok(id),
            None => bail!("no id can be made from the words of the claim; use other words"),
        }
    }
}

/// Those at the chosen places, and the others.
fn parted(takes: &[Take], chosen: &[usize]) -> (Vec<Take>, Vec<Take>) {
    let all = takes.iter().cloned().enumerate();
    let (moved, left): (Vec<_>, Vec<_>) = all.partition(|(at, _)| chosen.contains(at));
    let takes = |part: Vec<(usize, Take)>| part.into_iter().map(|(_, take)| take).collect();
    (takes(moved), takes(left))
}
