//! The lines that extractors read and print: a document a line.

use onrecord_extract::Mode;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::domain::statement::Stance;

/// A stretch of text in Unicode code points: first, and one past the last.
pub type Span = (usize, usize);

/// A document to be read. What else its line holds is passed over: corpora come with notes of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// What it is called.
    pub id: String,
    /// Its text.
    pub text: String,
}

/// What was found in a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extracted {
    /// The document.
    pub id: String,
    /// Who said what, in the order of the text.
    pub statements: Vec<Attributed>,
}

/// Somebody said something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attributed {
    /// The words that name the source, if the text has any.
    pub source: Option<Span>,
    /// The words that tell that something was said.
    pub cue: Option<Span>,
    /// What was said, in one or more parts.
    pub content: Vec<Span>,
    /// Who said it, by the fullest name that the text has.
    pub speaker: Option<String>,
    /// The stance toward the content.
    pub stance: Stance,
    /// How the words are given.
    pub mode: Mode,
    /// Through whom the words came, the one nearest to the text first.
    #[serde(default)]
    pub via: Vec<String>,
}

/// Why an extractor's answer cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ExtractedError {
    /// It answers for another document.
    #[error("answers for {found:?}, where {expected:?} was next")]
    OtherDocument {
        /// The document that was to be answered for.
        expected: String,
        /// The document it answers for.
        found: String,
    },
    /// It says that nothing was said.
    #[error("statement {number}: has no content")]
    NoContent {
        /// The statement, counted from 1.
        number: usize,
    },
    /// A span is outside the text, or ends before it starts.
    #[error(
        "statement {number}: the {what} {start}..{end} is not in the text, which has {length} characters"
    )]
    OutOfRange {
        /// The statement, counted from 1.
        number: usize,
        /// Which of its spans.
        what: &'static str,
        /// Where it starts.
        start: usize,
        /// Where it ends.
        end: usize,
        /// How long the text is, in code points.
        length: usize,
    },
}

impl Extracted {
    /// Checks an answer from outside against the document it answers for.
    ///
    /// # Errors
    /// Names the statement and the span that cannot be.
    pub fn check(&self, document: &Document) -> Result<(), ExtractedError> {
        if self.id != document.id {
            return Err(ExtractedError::OtherDocument {
                expected: document.id.clone(),
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
