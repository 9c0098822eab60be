//! What readers of texts are sent and what they find, one document per line.

use onrecord_extract::{Attribution, Mode, Span as Place};
use serde::{Deserialize, Serialize};

use crate::domain::candidate::{ReadBy, Tongue};
use crate::domain::statement::Stance;
use crate::domain::words::words;
use crate::link::heard::Heard;

/// A range of a text in Unicode code points: the first, and one past the last.
pub type Span = (usize, usize);

/// A document to read. Other fields of its line are ignored, since corpora have fields of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Its id.
    pub id: String,
    /// Its text.
    pub text: String,
}

/// What an extractor found in a document.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Extracted {
    /// The document.
    pub id: String,
    /// Its attributions, in the order of the text.
    pub statements: Vec<Attributed>,
    /// The model that an outside reader says it asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Statements of an outside reader that were left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dropped: Vec<Dropped>,
    /// Where an outside reader stopped, if it did not read all of the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stopped: Option<Stopped>,
    /// The SHA-256 of the instructions that an outside reader followed, if they are its own.
    #[serde(skip)]
    pub own_prompt: Option<String>,
}

/// A statement of an outside reader that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Dropped {
    /// Its place in the answer, counted from 1.
    pub number: usize,
    /// Why.
    pub reason: String,
}

/// Where a reader stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Stopped {
    /// The paragraph that it says was the last one it saw.
    pub last_paragraph: u64,
    /// The number of paragraphs that it was sent.
    pub paragraphs: u64,
}

/// An attribution: who said what.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Attributed {
    /// The words that name the speaker, if any.
    pub source: Option<Span>,
    /// The words that report the speech, such as "said".
    pub cue: Option<Span>,
    /// What was said, in one or more parts.
    pub content: Vec<Span>,
    /// The speaker, by the fullest name in the text.
    pub speaker: Option<String>,
    /// The stance toward the content.
    pub stance: Stance,
    /// Whether the speech is direct, indirect or mixed.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub mode: Mode,
    /// Who relayed it, nearest to the text first.
    pub via: Vec<String>,
    /// Those whom a pronoun may mean, if it is not settled which of them speaks.
    pub choices: Vec<String>,
    /// How likely it is that the text says this, from 0 to 1. `None` if an outside reader does not know.
    pub likelihood: Option<f64>,
    /// The language, if it was read by rules because it is one of which only direct speech is read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_rules: Option<Tongue>,
    /// Whether the words that an outside reader quoted differ a little from those of the text.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub approximate: bool,
    /// The claim that an outside reader proposes for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claim: Option<String>,
    /// Who found it, if the built-in reader and an outside one were asked together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found_by: Option<FoundBy>,
}

impl Attributed {
    /// What a reader heard. It is said which one did if several were asked.
    pub fn of(heard: Heard, several: bool) -> Self {
        let Heard {
            said,
            likelihood,
            read_by,
        } = heard;
        let by = match &read_by {
            None => FoundBy::BuiltIn,
            Some(by) if by.agreed => FoundBy::Both,
            Some(_) => FoundBy::Outside,
        };
        let pair = |span: Place| (span.start, span.end);
        Self {
            source: said.source.map(pair),
            cue: Some(pair(said.cue)).filter(|(start, end)| start < end),
            content: said.content.into_iter().map(pair).collect(),
            speaker: said.speaker,
            stance: said.stance.into(),
            mode: said.mode,
            via: said.via,
            choices: said.choices,
            likelihood: likelihood.map(|share| (f64::from(share) * 1000.0).round() / 1000.0),
            by_rules: said.tongue.map(Into::into),
            approximate: read_by.as_ref().is_some_and(|by| by.approximate),
            claim: read_by.and_then(|by| by.claim),
            found_by: several.then_some(by),
        }
    }

    /// What an outside reader heard.
    pub fn heard(&self, by: ReadBy) -> Heard {
        let place = |span: Span| Place::new(span.0, span.1);
        let content: Vec<Place> = self.content.iter().copied().map(place).collect();
        let start = content.first().map_or(0, |span| span.start);
        let cue = self.cue.map_or(Place::new(start, start), place);
        // Likelihoods have few digits.
        let likelihood = self.likelihood.map(|share| share as f32);
        Heard {
            said: Attribution {
                source: self.source.map(place),
                cue,
                content,
                speaker: self.speaker.clone(),
                speakers: self.speaker.clone().into_iter().collect(),
                choices: self.choices.clone(),
                stance: self.stance.into(),
                mode: self.mode,
                via: self.via.clone(),
                decided_by: cue,
                negation: None,
                likelihood: likelihood.unwrap_or_default(),
                tongue: None,
            },
            likelihood,
            read_by: Some(ReadBy {
                approximate: self.approximate,
                claim: self.claim.clone(),
                ..by
            }),
        }
    }
}

words! {
    /// Which readers found a statement.
    FoundBy {
        /// The built-in reader.
        BuiltIn = "built-in",
        /// The outside reader.
        Outside = "outside",
        /// Both.
        Both = "both",
    }
}
