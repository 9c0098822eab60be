//! What a reader heard in a text, and joining what two readers heard.

use std::collections::BTreeSet;

use onrecord_extract::{Attribution as Found, Mode, Span};

use crate::domain::candidate::{Candidate, MatchReason, ReadBy};
use crate::domain::statement::Stance;
use crate::domain::text::folded;

/// What is taken for the likelihood of a reader's statement if the reader does not tell it.
const UNTOLD: f32 = 0.5;

/// From this share of their common extent on, two contents are the same.
const SAME_CONTENT: f32 = 0.5;

/// An attribution, and which reader found it.
#[derive(Debug, Clone)]
pub struct Heard {
    /// The attribution. Its likelihood is `likelihood`.
    pub said: Found,
    /// How likely it is. `None` if the reader does not tell.
    pub likelihood: Option<f32>,
    /// The outside reader that found it. `None`: the built-in one alone did.
    pub read_by: Option<ReadBy>,
}

impl From<Found> for Heard {
    fn from(said: Found) -> Self {
        Self {
            likelihood: Some(said.likelihood),
            said,
            read_by: None,
        }
    }
}

impl Heard {
    /// What an outside reader heard of which there is a candidate. `None` if the built-in reader finds it, too, or if the
    /// candidate does not tell it all.
    pub fn again(candidate: &Candidate) -> Option<Self> {
        let read_by = candidate.read_by.as_ref().filter(|by| !by.agreed)?;
        let (reading, proposal) = (&candidate.reading, &candidate.proposal);
        if proposal.matched == Some(MatchReason::Pronoun) {
            return None;
        }
        let span = |(start, end): (u64, u64)| {
            let place = |at| usize::try_from(at).unwrap_or(usize::MAX);
            Span::new(place(start), place(end))
        };
        let content: Vec<Span> = reading.content.iter().copied().map(span).collect();
        let first = content.first()?.start;
        let cue = reading.cue.map_or(Span::new(first, first), span);
        let likelihood = proposal.likelihood.map(|share| f32::from(share) / 1000.0);
        Some(Self {
            said: Found {
                source: reading.source.map(span),
                cue,
                content,
                speaker: reading.speaker.clone(),
                speakers: reading.speaker.clone().into_iter().collect(),
                choices: Vec::new(),
                stance: reading.stance.into(),
                mode: Mode::Indirect,
                via: reading.via.clone(),
                decided_by: cue,
                negation: None,
                likelihood: likelihood.unwrap_or(UNTOLD),
                tongue: None,
            },
            likelihood,
            read_by: Some(read_by.clone()),
        })
    }

    /// Words that somebody marked, from one character up to, but not including, another. Who speaks is not known.
    pub fn marked((start, end): (usize, usize), by: ReadBy) -> Self {
        let cue = Span::new(start, start);
        Self {
            said: Found {
                source: None,
                cue,
                content: vec![Span::new(start, end)],
                speaker: None,
                speakers: Vec::new(),
                choices: Vec::new(),
                stance: Stance::Asserts.into(),
                mode: Mode::Indirect,
                via: Vec::new(),
                decided_by: cue,
                negation: None,
                likelihood: UNTOLD,
                tongue: None,
            },
            likelihood: None,
            read_by: Some(by),
        }
    }

    /// The claim that an outside reader proposes for it.
    pub fn claim(&self) -> Option<&str> {
        self.read_by.as_ref()?.claim.as_deref()
    }

    /// Whether two readers heard the same: overlapping contents by the same speaker with the same kind of stance.
    fn is_same(&self, other: &Self) -> bool {
        let family = |one: &Self| Stance::from(one.said.stance).family();
        family(self) == family(other)
            && self.has_speaker_of(other)
            && common_share(&self.said.content, &other.said.content) >= SAME_CONTENT
    }

    fn has_speaker_of(&self, other: &Self) -> bool {
        let sources = (self.said.source, other.said.source);
        if let (Some(one), Some(other)) = sources
            && one.start < other.end
            && other.start < one.end
        {
            return true;
        }
        let last = |name: &String| {
            let name = folded(name);
            name.rsplit(' ').next().map(str::to_owned)
        };
        let names = |one: &Self| -> BTreeSet<Option<String>> {
            let names = one.said.speakers.iter().chain(&one.said.speaker);
            names.map(last).collect()
        };
        let (own, others) = (names(self), names(other));
        own.is_empty() && others.is_empty() || !own.is_disjoint(&others)
    }
}

/// What the built-in reader and an outside one heard. What both did is there once, as the built-in reader has it, and
/// likelier than by one alone.
pub fn joined(own: Vec<Found>, outside: Vec<Heard>) -> Vec<Heard> {
    let mut outside = outside;
    let mut all = Vec::new();
    for said in own {
        let mut heard = Heard::from(said);
        if let Some(at) = outside.iter().position(|other| heard.is_same(other)) {
            let other = outside.remove(at);
            let doubt = |likelihood: Option<f32>| 1.0 - likelihood.unwrap_or(UNTOLD);
            let likelihood = 1.0 - doubt(heard.likelihood) * doubt(other.likelihood);
            heard.said.likelihood = likelihood;
            heard.likelihood = Some(likelihood);
            heard.read_by = other.read_by.map(|by| ReadBy { agreed: true, ..by });
        }
        all.push(heard);
    }
    all.extend(outside);
    all.sort_by_key(|heard| heard.said.content.first().map(|span| span.start));
    all
}

/// The share that two contents have in common of what they cover together.
fn common_share(one: &[Span], other: &[Span]) -> f32 {
    let length = |spans: &[Span]| -> usize {
        let lengths = spans.iter().map(|span| span.end.saturating_sub(span.start));
        lengths.sum()
    };
    let pairs = one.iter().flat_map(|a| other.iter().map(move |b| (a, b)));
    let common: usize = pairs
        .map(|(a, b)| a.end.min(b.end).saturating_sub(a.start.max(b.start)))
        .sum();
    let together = length(one) + length(other) - common;
    match together {
        0 => 0.0,
        together => common as f32 / together as f32,
    }
}
