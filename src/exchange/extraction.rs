//! The lines that extractors read and print, one document per line.

use onrecord_extract::Mode;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::domain::statement::Stance;

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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Extracted {
    /// The document.
    pub id: String,
    /// Its attributions, in the order of the text.
    pub statements: Vec<Attributed>,
}

/// An attribution: who said what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
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
    #[serde(default)]
    pub via: Vec<String>,
    /// Those whom a pronoun may mean, if it is not settled which of them speaks.
    #[serde(default)]
    pub choices: Vec<String>,
    /// How likely it is that the text says this, from 0 to 1. `None` if an outside extractor does not know.
    #[serde(default)]
    pub likelihood: Option<f64>,
}

/// Why an extractor's answer is invalid.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ExtractedError {
    /// It is for another document.
    #[error("it is for document {found:?}")]
    OtherDocument {
        /// The document of the answer.
        found: String,
    },
    /// A statement has no content.
    #[error("statement {number}: has no content")]
    NoContent {
        /// The statement, counted from 1.
        number: usize,
    },
    /// A span is empty or outside the text.
    #[error(
        "statement {number}: {what} {start}..{end} is not in the text, which has {length} characters"
    )]
    OutOfRange {
        /// The statement, counted from 1.
        number: usize,
        /// Which span.
        what: &'static str,
        /// Where it starts.
        start: usize,
        /// Where it ends.
        end: usize,
        /// Length of the text in code points.
        length: usize,
    },
}

impl Extracted {
    /// Checks the answer of an outside extractor against its document.
    ///
    /// # Errors
    /// Names the first invalid statement and span.
    pub fn check(&self, document: &Document) -> Result<(), ExtractedError> {
        if self.id != document.id {
            return Err(ExtractedError::OtherDocument {
                found: self.id.clone(),
            });
        }
        let length = document.text.chars().count();
        for (index, statement) in self.statements.iter().enumerate() {
            let number = index + 1;
            if statement.content.is_empty() {
                return Err(ExtractedError::NoContent { number });
            }
            let source = statement.source.iter().map(|span| ("source", span));
            let cue = statement.cue.iter().map(|span| ("cue", span));
            let content = statement.content.iter().map(|span| ("content", span));
            for (what, (start, end)) in source.chain(cue).chain(content) {
                if start >= end || *end > length {
                    return Err(ExtractedError::OutOfRange {
                        number,
                        what,
                        start: *start,
                        end: *end,
                        length,
                    });
                }
            }
        }
        Ok(())
    }
}
