//! What the steps of the pipeline hand on to each other.

use std::ops::Range;

/// A range of tokens: `start` is the first, `end` one past the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenRange {
    /// The first token.
    pub start: usize,
    /// One past the last token.
    pub end: usize,
}

impl TokenRange {
    /// The tokens from `start` to one before `end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// A single token.
    pub(crate) fn one(at: usize) -> Self {
        Self::new(at, at + 1)
    }

    /// The number of tokens.
    pub(crate) fn len(self) -> usize {
        self.end - self.start
    }

    /// The tokens, to iterate over or to slice with.
    pub(crate) fn tokens(self) -> Range<usize> {
        self.start..self.end
    }

    /// Whether a token is in the range.
    pub fn contains(self, at: usize) -> bool {
        self.start <= at && at < self.end
    }

    /// Whether two ranges share a token.
    pub(crate) fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The number of tokens that two ranges share.
    fn shared(self, other: Self) -> usize {
        let end = self.end.min(other.end);
        end.saturating_sub(self.start.max(other.start))
    }
}

/// A cue with the source and the content that were read for it: a proposed attribution.
#[derive(Clone, Debug)]
pub struct CueReading {
    /// The words that say that something was said.
    pub cue: TokenRange,
    /// The words that name the source. `None` if the text does not say.
    pub source: Option<TokenRange>,
    /// What was said.
    pub content: Vec<TokenRange>,
    /// The outlet that cites the source.
    pub outlet: Option<TokenRange>,
    /// The scan's probability that a cue begins at the first token of this one.
    pub belief: f32,
    /// The mean of the scan's probabilities that the tokens belong to a cue.
    pub span_belief: f32,
    /// The logarithm of the probability that the role model gives to source and content together.
    pub certainty: f32,
    /// The probability that this is an attribution. 0 until the judge has decided.
    pub likelihood: f32,
    /// Whether the text does not say that it was said: "will say", "nobody said", "asked whether".
    pub unsaid: bool,
    /// Whether its subject is the one of whom something is said: "is said to", "is accused of".
    pub spoken_of: bool,
}

impl CueReading {
    /// A reading that follows from the form of the text. The models have no part in it.
    pub(crate) fn by_form(
        cue: TokenRange,
        source: Option<TokenRange>,
        content: TokenRange,
        likelihood: f32,
    ) -> Self {
        Self {
            cue,
            source,
            content: vec![content],
            outlet: None,
            belief: likelihood,
            span_belief: likelihood,
            certainty: 0.0,
            likelihood,
            unsaid: false,
            spoken_of: false,
        }
    }

    /// Whether a token belongs to the content.
    pub fn says(&self, at: usize) -> bool {
        self.content.iter().any(|range| range.contains(at))
    }

    /// The number of tokens in the content.
    pub fn content_len(&self) -> usize {
        self.content.iter().map(|range| range.len()).sum()
    }

    /// The number of tokens that two contents share.
    pub(crate) fn shared(&self, other: &Self) -> usize {
        let own = self.content.iter();
        own.map(|a| other.content.iter().map(|b| a.shared(*b)).sum::<usize>())
            .sum()
    }

    /// Moves a reading of a part of a text, which begins at `start` and ends before `end`, to its place in the text.
    pub(crate) fn shift(&mut self, start: usize, end: usize) {
        let moved =
            |range: TokenRange| TokenRange::new(range.start + start, (range.end + start).min(end));
        self.cue = moved(self.cue);
        self.source = self.source.map(moved);
        for range in &mut self.content {
            *range = moved(*range);
        }
        self.content.retain(|range| range.start < range.end);
    }
}

/// A reading that was accepted as an attribution.
pub(crate) struct Reported {
    pub(crate) reading: CueReading,
    /// The index of the attribution within whose content this one was found.
    pub(crate) holder: Option<usize>,
}
