//! Questions with rival answers: claims that differ in a figure only.

use std::collections::BTreeMap;

use super::Draft;
use super::figures::{Figure, figures};
use super::groups::Content;
use super::matter::{Matter, Weights};
use super::pairs::{frame_log_odds, shares};
use super::story::{Group, Story};
use crate::domain::claim::{Claim, Question};
use crate::domain::value::Value;
use crate::link::proposal::free_id;
use crate::link::vectors::SHIPPED;

/// A claim of the draft with what was said on it.
struct Answer {
    matter: Matter,
    contents: Vec<usize>,
}

/// Most days between two articles whose figures are rivals. Later, a figure may have changed.
const SAME_TIME: i64 = 1;

impl Story<'_> {
    /// Makes questions of the claims of a draft that differ in a figure only.
    pub(super) fn ask(&self, draft: &mut Draft, groups: &[Option<Group>]) {
        let contents: Vec<Content> = self.contents();
        let weights = Weights::of(contents.iter().map(|content| &content.matter));
        let answers = self.answers(draft, groups);
        let mut asked: Vec<Option<usize>> = vec![None; answers.len()];
        for a in 0..answers.len() {
            for b in a + 1..answers.len() {
                if !self.are_rivals(&answers[a], &answers[b], &contents, &weights) {
                    continue;
                }
                let number = match asked[a].or(asked[b]) {
                    Some(number) => Some(number),
                    None => self.question(draft, a),
                };
                (asked[a], asked[b]) = (number, number);
            }
        }
        for (claim, question) in draft.claims.iter_mut().zip(&asked) {
            let question = question.and_then(|number| draft.questions.get(number));
            claim.question = question.map(|question| question.id.clone());
        }
        self.join_recorded(draft);
        let unasked = draft
            .claims
            .iter_mut()
            .filter(|claim| claim.question.is_none());
        unasked.for_each(|claim| claim.value = None);
        one_unit(draft);
    }

    /// Lets claims that rival a recorded one answer the same question, which is new if the recorded one answers none yet.
    fn join_recorded(&self, draft: &mut Draft) {
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
            if draft.claims[at].question.is_some() {
                continue;
            }
            let own = matter(&draft.claims[at]);
            let weights = Weights::of(known.iter().chain([&own]));
            let rival = known.iter().position(|other| {
                own.rivals(other) && shares(&own, other, &weights, |_| true).0 >= RIVAL
            });
            let Some(rival) = rival else { continue };
            let held = recorded[rival].question.clone().or_else(|| {
                let before = draft
                    .asked
                    .iter()
                    .find(|claim| claim.id == recorded[rival].id)?;
                before.question.clone()
            });
            let question = held.or_else(|| {
                let number = self.question(draft, at)?;
                let id = draft.questions[number].id.clone();
                draft.asked.push(Claim {
                    question: Some(id.clone()),
                    ..recorded[rival].clone()
                });
                Some(id)
            });
            draft.claims[at].question = question;
        }
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

    /// Whether two parties give different figures for the same at the same time.
    fn are_rivals(
        &self,
        one: &Answer,
        other: &Answer,
        contents: &[Content],
        weights: &Weights,
    ) -> bool {
        if !one.matter.rivals(&other.matter) {
            return false;
        }
        let pairs = one
            .contents
            .iter()
            .flat_map(|a| other.contents.iter().map(move |b| (*a, *b)));
        pairs
            .filter(|(a, b)| self.are_of_one_time(*a, *b) && self.speaker(*a) != self.speaker(*b))
            .any(|(a, b)| frame_log_odds(&contents[a], &contents[b], weights) >= 0.0)
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
    fn question(&self, draft: &mut Draft, claim: usize) -> Option<usize> {
        let claim = &draft.claims[claim];
        let text = format!("Which figure is right: {}", claim.text);
        let id = free_id(&format!("figure {}", claim.id), |id| {
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

/// Gives all answers to a question the unit that is the most common word: "ships" and "vessels" are compared as ships.
fn one_unit(draft: &mut Draft) {
    for question in &draft.questions {
        let own = draft
            .claims
            .iter_mut()
            .filter(|claim| claim.question.as_ref() == Some(&question.id));
        let mut units: Vec<&mut String> = own
            .filter_map(|claim| match claim.value.as_mut() {
                Some(Value::Count { unit, .. }) => Some(unit),
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
