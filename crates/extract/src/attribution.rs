//! What the extractor returns.

use std::fmt;

/// Who said what: one attribution that was found in a text.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Attribution {
    /// The words that name the source: "the mayor". `None` if the text does not name one.
    pub source: Option<Span>,
    /// The words that say that something was said: "told reporters".
    pub cue: Span,
    /// What was said. An interrupted quotation has several parts.
    pub content: Vec<Span>,
    /// The speaker, by the fullest name in the text. `None` if it is not known whom the source means, or not in full.
    pub speaker: Option<String>,
    /// Everybody who said it together, the speaker first.
    pub speakers: Vec<String>,
    /// Those whom a pronoun or a family name may mean, if it is not settled which of them speaks. `speaker` is `None` then.
    pub choices: Vec<String>,
    /// The stance of the source toward the content.
    pub stance: Stance,
    /// Whether the words are quoted or reported.
    pub mode: Mode,
    /// Through whom the words came: the one nearest to the text first, the one nearest to the speaker last.
    pub via: Vec<String>,
    /// The word of the cue that decided the stance.
    pub decided_by: Span,
    /// The negation that reversed the stance.
    pub negation: Option<Span>,
    /// The estimated probability that this is an attribution.
    pub likelihood: f32,
    /// The language, if it was read by rules in one that the parser does not know.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub tongue: Option<Tongue>,
}

impl Attribution {
    /// Moves all spans by a number of characters.
    pub(crate) fn shift(&mut self, by: usize) {
        let single = [&mut self.cue, &mut self.decided_by];
        let spans = self
            .content
            .iter_mut()
            .chain(&mut self.source)
            .chain(&mut self.negation);
        for span in spans.chain(single) {
            *span = Span::new(span.start + by, span.end + by);
        }
    }
}

/// A language of which the direct speech is read by rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Tongue {
    /// Russian.
    #[cfg_attr(feature = "serde", serde(rename = "ru"))]
    Russian,
    /// Ukrainian.
    #[cfg_attr(feature = "serde", serde(rename = "uk"))]
    Ukrainian,
    /// German.
    #[cfg_attr(feature = "serde", serde(rename = "de"))]
    German,
    /// French.
    #[cfg_attr(feature = "serde", serde(rename = "fr"))]
    French,
}

impl Tongue {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Russian, Self::Ukrainian, Self::German, Self::French];

    /// The English name of the language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Russian => "Russian",
            Self::Ukrainian => "Ukrainian",
            Self::German => "German",
            Self::French => "French",
        }
    }

    /// Its code in ISO 639-1.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Russian => "ru",
            Self::Ukrainian => "uk",
            Self::German => "de",
            Self::French => "fr",
        }
    }
}

/// A part of a text, counted in characters (Unicode code points): `start` is the first, `end` one past the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Span {
    /// The first character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

impl Span {
    /// The characters from `start` to one before `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The part of the text that the span covers, cut off where the text ends. Takes time in proportion to `end`.
    ///
    /// ```
    /// use onrecord_extract::Span;
    ///
    /// assert_eq!(Span::new(3, 7).of("Où? “Là.”"), " “Là");
    /// ```
    pub fn of(self, text: &str) -> &str {
        let mut offsets = text.char_indices().map(|(at, _)| at);
        let start = offsets.nth(self.start).unwrap_or(text.len());
        let end = match self.end.saturating_sub(self.start) {
            0 => start,
            length => offsets.nth(length - 1).unwrap_or(text.len()),
        };
        &text[start..end]
    }
}

/// The stance of a source toward what it is said to have said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
pub enum Stance {
    /// States it as a fact; also predicts, demands or proposes it.
    Asserts,
    /// Acknowledges it as its own act, or backs what somebody else said.
    Confirms,
    /// States it with a qualification: possible, likely, hoped for.
    Hedges,
    /// Calls it improbable, or contests it short of a denial.
    Doubts,
    /// States that it is not so.
    Denies,
    /// Will not have it. A will, not a truth value.
    Rejects,
    /// Was asked, and neither confirms nor denies.
    Declines,
    /// Is reported not to have confirmed it. Nothing says that it was asked.
    NotConfirmed,
    /// Was asked, and did not reply.
    NoReply,
    /// Withdraws its own earlier words.
    Retracts,
}

impl fmt::Display for Stance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Asserts => "asserts",
            Self::Confirms => "confirms",
            Self::Hedges => "hedges",
            Self::Doubts => "doubts",
            Self::Denies => "denies",
            Self::Rejects => "rejects",
            Self::Declines => "declines",
            Self::NotConfirmed => "not-confirmed",
            Self::NoReply => "no-reply",
            Self::Retracts => "retracts",
        })
    }
}

/// Whether words are quoted or reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
pub enum Mode {
    /// Quoted: in quotation marks, or as a block or a line of a transcript.
    Direct,
    /// Partly quoted.
    Mixed,
    /// Reported in the writer's words.
    Indirect,
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Direct => "direct",
            Self::Mixed => "mixed",
            Self::Indirect => "indirect",
        })
    }
}
