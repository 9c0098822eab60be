//! What a statement says toward a claim, and what it answers if it says nothing by itself: "this was untrue", "no such
//! letter exists", "declined to comment".

use super::Open;
use super::matter::{Matter, Weights, is_short, negated};
use super::pairs::shares;
use super::story::{Group, Story};
use crate::domain::claim::Claim;
use crate::domain::statement::{Family, Stance};
use crate::link::governing::governing;
use crate::link::polarity::{polarity, toward};

/// What a content says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// Something that a claim can be made of.
    Something,
    /// Something about what was said before.
    Answer,
    /// Nothing that could be true or not: "thanked the nurses".
    Nothing,
}

/// The share of an answer's words from which it is about a content that has them too.
const ABOUT: f32 = 0.5;

/// Words that call what was said before untrue.
#[rustfmt::skip]
const UNTRUE: &[&str] = &[
    "untrue", "false", "nonsense", "wrong", "fanciful", "baseless", "unfounded", "lie", "lies", "invented", "incorrect",
    "rubbish", "absurd", "ridiculous", "fiction", "fabrication", "inaccurate", "misleading",
];

/// Formulas by which sources ask not to be named. They say nothing of the matter.
const UNNAMED: &[&str] = &[
    "not to be named",
    "not to be identified",
    "not to be quoted",
];

/// Words of those who were not told or asked. They neither affirm nor deny what others say.
#[rustfmt::skip]
const KNOWS_NOTHING: &[&str] = &[
    "not been told", "was not told", "were not told", "wasn't told", "weren’t told", "not been asked", "was not asked", "were not asked",
    "not been informed", "not been notified", "not been consulted", "aware of no ", "not aware of ", "no one told", "nobody told",
];

impl Story<'_> {
    /// What a candidate says.
    pub(super) fn says(&self, at: usize, matter: &Matter) -> Says {
        let one = &self.open[at];
        if one.claim.is_some() {
            return Says::Something;
        }
        if UNNAMED.iter().any(|formula| one.said.starts_with(formula)) {
            return Says::Nothing;
        }
        if KNOWS_NOTHING.iter().any(|words| one.said.contains(words)) {
            return Says::Nothing;
        }
        if matter.is_empty() || matter.answers {
            return Says::Answer;
        }
        match one.stance.family() {
            // "Could not be reached by press time", "declined to be interviewed": about what was said before.
            _ if one.stance == Stance::NoReply => Says::Answer,
            _ if one.stance == Stance::Declines && !matter.is_particular() => Says::Answer,
            _ if matter.is_assertion() => Says::Something,
            Family::Affirming if one.stance == Stance::Asserts => Says::Nothing,
            _ => Says::Answer,
        }
    }

    /// Puts answers to what they answer.
    pub(super) fn refer_back(
        &self,
        groups: &mut [Option<Group>],
        matters: &[Matter],
        kinds: &[Says],
        weights: &Weights,
    ) {
        for at in 0..groups.len() {
            if kinds[at] != Says::Answer {
                continue;
            }
            let found = self.answered(at, groups, matters, weights);
            groups[at] = found.and_then(|other| {
                Some(Group {
                    answers: Some(other),
                    ..groups[other].clone()?
                })
            });
        }
    }

    /// What an answer is about, of what was said before in its article: what one of those said whom it names, what has
    /// its words, or the last thing that somebody else said.
    fn answered(
        &self,
        at: usize,
        groups: &[Option<Group>],
        matters: &[Matter],
        weights: &Weights,
    ) -> Option<usize> {
        let speaker = self.speaker(at);
        let article = self.open[at].article;
        let before: Vec<usize> = (0..at)
            .rev()
            .filter(|other| self.open[*other].article == article && groups[*other].is_some())
            .collect();
        let others: Vec<usize> = before
            .iter()
            .copied()
            .filter(|other| speaker.is_none() || self.speaker(*other) != speaker)
            .collect();
        // "This was untrue. No such offer was made": one answer after the other, to the same words.
        let goes_on = before.first().filter(|last| {
            matters[at].answers && speaker.is_some() && self.speaker(**last) == speaker
        });
        if let Some(answered) = goes_on.and_then(|last| groups[*last].as_ref()?.answers) {
            return Some(answered);
        }
        // "We did, and I would do it again": to what was said last, by whomever. To what was asked is another matter.
        if is_short(&self.open[at].said) {
            let asked = self.open[at].context.to_lowercase();
            let asked = asked.rsplit(['.', '\n']).next().unwrap_or_default();
            return before.first().copied().filter(|_| !asked.contains("asked"));
        }
        if does_so(&self.open[at].said)
            && let Some(last) = others.iter().find(|other| !matters[**other].refers)
        {
            return Some(*last);
        }
        let named = others.iter().find(|other| {
            let by = self.speaker(**other);
            by.is_some_and(|member| matters[at].names(self.ids[member].as_str()))
        });
        if let Some(named) = named {
            return Some(*named);
        }
        let share = |other: usize| shares(&matters[at], &matters[other], weights, |_| true).2;
        let about = |of: &[usize]| {
            let best = of.iter().copied().map(|other| (share(other), other));
            // The last of those that have most of its words.
            best.rev()
                .filter(|(share, _)| *share >= ABOUT && !matters[at].is_empty())
                .max_by(|a, b| a.0.total_cmp(&b.0))
                .map(|(_, other)| other)
        };
        let found = about(&others);
        // "Declined to comment on the letter": nobody has spoken of a letter, so it stays open what was asked.
        let unanswered = self.open[at].stance == Stance::NoReply && !matters[at].is_particular();
        if !matters[at].is_empty() && !matters[at].answers && !unanswered {
            return found;
        }
        found
            .or_else(|| others.iter().copied().find(|other| !matters[*other].refers))
            .or_else(|| others.first().copied())
            .or_else(|| before.first().copied())
    }

    /// The stance of a candidate toward the claim of its group.
    pub(super) fn stance(&self, at: usize, claim: &Claim, groups: &[Option<Group>]) -> Stance {
        let one = &self.open[at];
        if let Some((_, stance)) = one.claim.as_ref().filter(|own| own.0 == claim.id) {
            return *stance;
        }
        let answered = groups[at].as_ref().and_then(|group| group.answers);
        let Some(answered) = answered else {
            return by_words(one.stance, &one.said, &claim.text);
        };
        let said = one.said.to_lowercase();
        let words = said.split(|c: char| !c.is_alphanumeric());
        let untrue = words.into_iter().any(|word| UNTRUE.contains(&word));
        let own = match one.stance {
            Stance::Asserts | Stance::Confirms if negated(&said) || untrue => Stance::Denies,
            other => other,
        };
        // Who denies a denial affirms. "To do so" takes up the act alone, however it was said of.
        match self.stance(answered, claim, groups).family() {
            Family::Negating if !does_so(&one.said) => own.on_opposite(),
            _ => own,
        }
    }
}

/// A candidate without the words by which it calls true or untrue what follows: "it was untrue that the pier had moved" denies that
/// the pier had moved.
pub(super) fn plainly(one: &Open) -> Open {
    const UNTRUE: [&str; 9] = [
        "not true",
        "untrue",
        "false",
        "wrong",
        "incorrect",
        "a lie",
        "nonsense",
        "not the case",
        "not so",
    ];
    let said = one.said.trim_start_matches(['“', '"', '‘', '\'']);
    let said = said.strip_prefix("that ").unwrap_or(said);
    let called = [
        "it was ", "it is ", "it’s ", "it's ", "It was ", "It is ", "It’s ", "It's ",
    ]
    .iter()
    .find_map(|begin| said.strip_prefix(begin));
    let of = |verdicts: &[&str]| {
        let mut verdicts = verdicts.iter();
        verdicts.find_map(|verdict| called?.strip_prefix(verdict)?.strip_prefix(" that "))
    };
    let (said, stance) = match (of(&["true", "correct"]), of(&UNTRUE)) {
        (Some(said), _) => (said, one.stance),
        (None, Some(said)) => (said, one.stance.on_opposite()),
        (None, None) => return one.clone(),
    };
    match one.claim {
        Some(_) => one.clone(),
        None => Open {
            said: said.to_owned(),
            stance,
            ..one.clone()
        },
    }
}

/// Whether words end with what stands for an act: "there were no plans to do so".
fn does_so(said: &str) -> bool {
    let said = said.trim_end_matches(|letter: char| !letter.is_alphanumeric());
    [" do so", " doing so", " done so", " did so"]
        .iter()
        .any(|end| said.ends_with(end))
}

/// The stance of words that are about a claim: reversed if only one of the two is negated.
pub(super) fn by_words(stance: Stance, said: &str, claim: &str) -> Stance {
    let found = toward(stance, said, said, claim);
    if governing(said).is_some() {
        return found;
    }
    let counted = polarity(said).negated != polarity(claim).negated;
    let opposite = negated(said) != negated(claim);
    if counted == opposite {
        found
    } else {
        found.on_opposite()
    }
}
