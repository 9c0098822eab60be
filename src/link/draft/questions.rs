//! Questions with rival answers: claims that differ in a figure, a day or a place only.

use std::collections::BTreeMap;

use super::Draft;
use super::figures::{Figure, figures};
use super::groups::Content;
use super::matter::{Matter, Weights};
use super::pairs::{frame_log_odds, shares};
use super::setting::Differs;
use super::story::{Group, Said, Story};
use super::units::dimension;
use crate::domain::claim::{Claim, Question};
use crate::domain::slug::Slug;
use crate::domain::value::Value;
use crate::link::proposal::free_id;
use crate::link::vectors::SHIPPED;

/// In what two claims differ that answer one question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rivalry {
    Figure,
    Setting(Differs),
}

impl Rivalry {
    /// What two contents differ in, if that is one thing.
    fn of(one: &Matter, other: &Matter) -> Option<Self> {
        if one.rivals(other) {
            return Some(Self::Figure);
        }
        one.setting.differs(&other.setting).map(Self::Setting)
    }

    fn noun(self) -> &'static str {
        match self {
            Self::Figure => "figure",
            Self::Setting(Differs::Day) => "day",
            Self::Setting(Differs::Place) => "place",
        }
    }
}

/// A claim of the draft with what was said on it.
struct Answer {
    matter: Matter,
    contents: Vec<usize>,
}

/// Most days between two articles whose figures are rivals. Later, a figure may have changed.
const SAME_TIME: i64 = 1;

impl Story<'_> {
    /// Makes questions of the claims of a draft that differ in a figure, a day or a place only.
    pub(super) fn ask(&self, draft: &mut Draft, groups: &[Option<Group>]) {
        let contents: Vec<Content> = self.contents();
        let weights = Weights::of(contents.iter().map(|content| &content.matter));
        let answers = self.answers(draft, groups);
        let mut asked: Vec<Option<usize>> = vec![None; answers.len()];
        for a in 0..answers.len() {
            for b in a + 1..answers.len() {
                let Some(by) = self.rivalry(&answers[a], &answers[b], &contents, &weights) else {
                    continue;
                };
                if !self.give_values(draft, &answers, (a, b), by) {
                    continue;
                }
                let number = match asked[a].or(asked[b]) {
                    Some(number) => Some(number),
                    None => self.question(draft, a, by),
                };
                (asked[a], asked[b]) = (number, number);
            }
        }
        for (claim, question) in draft.claims.iter_mut().zip(&asked) {
            let question = question.and_then(|number| draft.questions.get(number));
            claim.question = question.map(|question| question.id.clone());
        }
        self.join_recorded(draft, &answers);
        let unasked = draft
            .claims
            .iter_mut()
            .filter(|claim| claim.question.is_none());
        unasked.for_each(|claim| claim.value = None);
        one_unit(draft);
    }

    /// Lets claims that rival a recorded one answer the same question, which is new if the recorded one answers none yet.
    fn join_recorded(&self, draft: &mut Draft, answers: &[Answer]) {
        let recorded: Vec<Claim> = self
            .recorded
            .iter()
            .map(|one| with_value(&one.claim))
            .collect();
        let matter = |claim: &Claim| {
            let mut matter = Matter::of(&claim.text, &self.names);
            matter.figures.extend(claim.value.clone().map(Figure::of));
            matter
        };
        let known: Vec<Matter> = recorded.iter().map(matter).collect();
        for at in 0..draft.claims.len() {
            let own = matter(&draft.claims[at]);
            let weights = Weights::of(known.iter().chain([&own]));
            let found = known.iter().enumerate().find_map(|(number, other)| {
                let by = Rivalry::of(&own, other)?;
                let least = match by {
                    Rivalry::Figure => RIVAL,
                    Rivalry::Setting(_) => ALIKE,
                };
                let alike = shares(&own, other, &weights, |_| true).0 >= least;
                (alike && self.was_said_then(&answers[at], number)).then_some((number, by))
            });
            let Some((rival, by)) = found else { continue };
            let mut held = recorded[rival].clone();
            if let Rivalry::Setting(what) = by {
                let day = self.recorded[rival].said.first().map(|said| said.day);
                let theirs = known[rival].setting.value(what, &held.text, day);
                let theirs = theirs.filter(|own| may_have(&held, own));
                let ours = self.setting_value(draft, answers, at, what);
                let Some((ours, theirs)) = ours.zip(theirs).filter(|(a, b)| a.rivals(b)) else {
                    continue;
                };
                draft.claims[at].value = Some(ours);
                held.value = Some(theirs);
            }
            self.join(draft, at, held, by);
        }
    }

    /// Lets a claim of a draft answer the question of a recorded one, or both a new one.
    fn join(&self, draft: &mut Draft, at: usize, recorded: Claim, by: Rivalry) {
        let before = draft.asked.iter().find(|claim| claim.id == recorded.id);
        let asked = before.unwrap_or(&recorded).question.clone();
        let own = draft.claims[at].question.clone();
        match (own, asked) {
            (Some(own), Some(asked)) => replace_question(draft, &own, &asked),
            (None, Some(asked)) => draft.claims[at].question = Some(asked),
            (own, None) => {
                let new = |draft: &mut Draft| {
                    let number = self.question(draft, at, by)?;
                    Some(draft.questions[number].id.clone())
                };
                let Some(id) = own.or_else(|| new(draft)) else {
                    return;
                };
                draft.claims[at].question = Some(id.clone());
                draft.asked.push(Claim {
                    question: Some(id),
                    ..recorded
                });
            }
        }
    }

    /// Whether somebody else said something on a recorded claim at about the time of an answer. Later, a figure may have
    /// changed.
    fn was_said_then(&self, answer: &Answer, recorded: usize) -> bool {
        let said = &self.recorded[recorded].said;
        let day = |at: usize| {
            let article = self.cast.articles.get(self.open[at].article);
            article.and_then(|article| article.day)
        };
        let then = |said: &Said, at: usize| {
            let other = self
                .speaker(at)
                .is_none_or(|speaker| self.ids[speaker] != said.party);
            other && day(at).is_none_or(|day| (day - said.day).num_days().abs() <= SAME_TIME)
        };
        said.is_empty()
            || said
                .iter()
                .any(|said| answer.contents.iter().any(|at| then(said, *at)))
    }

    fn answers(&self, draft: &Draft, groups: &[Option<Group>]) -> Vec<Answer> {
        let mut at_of = BTreeMap::new();
        for (at, one) in self.open.iter().enumerate() {
            at_of.insert(&one.id, at);
        }
        let claims = draft.claims.iter().map(|claim| {
            let own = draft.takes.iter().filter(|take| take.claim == claim.id);
            let itself = |at: &usize| {
                groups[*at]
                    .as_ref()
                    .is_some_and(|group| group.answers.is_none())
            };
            Answer {
                matter: Matter::of(&claim.text, &self.names),
                contents: own
                    .filter_map(|take| at_of.get(&take.candidate).copied())
                    .filter(itself)
                    .collect(),
            }
        });
        claims.collect()
    }

    /// In what two parties differ who say the same at the same time but for a figure, a day or a place.
    fn rivalry(
        &self,
        one: &Answer,
        other: &Answer,
        contents: &[Content],
        weights: &Weights,
    ) -> Option<Rivalry> {
        let by = Rivalry::of(&one.matter, &other.matter)?;
        // Whatever else happened may have happened on another day.
        let alike = || shares(&one.matter, &other.matter, weights, |_| true).0 >= ALIKE;
        if matches!(by, Rivalry::Setting(_)) && !alike() {
            return None;
        }
        let pairs = one
            .contents
            .iter()
            .flat_map(|a| other.contents.iter().map(move |b| (*a, *b)));
        pairs
            .filter(|(a, b)| self.are_of_one_time(*a, *b) && self.speaker(*a) != self.speaker(*b))
            .any(|(a, b)| frame_log_odds(&contents[a], &contents[b], weights) >= 0.0)
            .then_some(by)
    }

    /// Gives two claims of a draft the days or places in which they differ as values. `false` if one has another value, or
    /// the values are no rivals.
    fn give_values(
        &self,
        draft: &mut Draft,
        answers: &[Answer],
        pair: (usize, usize),
        by: Rivalry,
    ) -> bool {
        let Rivalry::Setting(what) = by else {
            return true;
        };
        let value = |at| self.setting_value(draft, answers, at, what);
        let Some((one, other)) = value(pair.0).zip(value(pair.1)) else {
            return false;
        };
        if !one.rivals(&other) {
            return false;
        }
        draft.claims[pair.0].value = Some(one);
        draft.claims[pair.1].value = Some(other);
        true
    }

    /// The day or the place that a claim of the draft names, unless it has another value.
    fn setting_value(
        &self,
        draft: &Draft,
        answers: &[Answer],
        at: usize,
        what: Differs,
    ) -> Option<Value> {
        let claim = &draft.claims[at];
        let first = answers[at]
            .contents
            .first()
            .map(|first| self.open[*first].article);
        let day = first.and_then(|article| self.cast.articles.get(article)?.day);
        let own = answers[at].matter.setting.value(what, &claim.text, day)?;
        may_have(claim, &own).then_some(own)
    }

    fn are_of_one_time(&self, a: usize, b: usize) -> bool {
        let (a, b) = (self.open[a].article, self.open[b].article);
        let day = |at: usize| self.cast.articles.get(at).and_then(|article| article.day);
        a == b
            || day(a)
                .zip(day(b))
                .is_some_and(|(a, b)| (a - b).num_days().abs() <= SAME_TIME)
    }

    /// Adds a question about what a claim says, and gives its number.
    fn question(&self, draft: &mut Draft, claim: usize, by: Rivalry) -> Option<usize> {
        let claim = &draft.claims[claim];
        let noun = by.noun();
        let text = format!("Which {noun} is right: {}", claim.text);
        let id = free_id(&format!("{noun} {}", claim.id), |id| {
            (self.taken.question)(id) || draft.questions.iter().any(|question| question.id == *id)
        })?;
        draft.questions.push(Question {
            id,
            text,
            unreviewed: false,
        });
        Some(draft.questions.len() - 1)
    }
}

/// Whether a claim has no other value.
fn may_have(claim: &Claim, value: &Value) -> bool {
    claim.value.as_ref().is_none_or(|held| held == value)
}

/// Lets the answers to one new question answer another one in its place.
fn replace_question(draft: &mut Draft, old: &Slug, new: &Slug) {
    let is_new = draft.questions.iter().any(|question| question.id == *old);
    if !is_new || old == new {
        return;
    }
    for claim in draft.claims.iter_mut().chain(&mut draft.asked) {
        if claim.question.as_ref() == Some(old) {
            claim.question = Some(new.clone());
        }
    }
    draft.questions.retain(|question| question.id != *old);
}

/// A recorded claim with the figure in its text, if it has no value.
fn with_value(claim: &Claim) -> Claim {
    let figure = || {
        let first = figures(&claim.text).into_iter().next();
        first.map(|figure| figure.value)
    };
    Claim {
        value: claim.value.clone().or_else(figure),
        ..claim.clone()
    }
}

/// Share of common words from which a claim with another figure than a recorded one answers the same question.
const RIVAL: f32 = 0.28;

/// The same for a claim with another day or place: whatever else is said may be on another day.
const ALIKE: f32 = 0.5;

/// Gives all answers to a question the unit that is the most common word: "ships" and "vessels" are compared as ships. A
/// unit of measure stays: 20 centimetres are not 20 metres.
fn one_unit(draft: &mut Draft) {
    for question in &draft.questions {
        let all = draft.claims.iter_mut().chain(&mut draft.asked);
        let own = all.filter(|claim| claim.question.as_ref() == Some(&question.id));
        let mut units: Vec<&mut String> = own
            .filter_map(|claim| match claim.value.as_mut() {
                Some(Value::Count { unit, .. }) if dimension(unit).is_none() => Some(unit),
                _ => None,
            })
            .collect();
        let rank = |unit: &str| (unit == "things", SHIPPED.rarity(&unit.to_lowercase()));
        let best = units.iter().map(|unit| unit.to_string()).min_by(|a, b| {
            let (a, b) = (rank(a), rank(b));
            a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
        });
        if let Some(best) = best {
            for unit in &mut units {
                (*unit).clone_from(&best);
            }
        }
    }
}
