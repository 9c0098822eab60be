//! File formats in and out. docs/formats.md describes them for programs.

pub mod ahead;
pub mod annotations;
pub mod asking;
pub mod claimreview;
pub mod extraction;
pub mod jsonl;
mod linked_data;
pub mod outside;
pub mod sheets;

use serde::{Deserialize, Serialize};

use crate::domain::claim::{Claim, Question};
use crate::domain::party::Party;
use crate::domain::ruling::Ruling;
use crate::domain::source::Source;
use crate::domain::statement::Statement;
use crate::domain::time::When;

/// One record of the interchange format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "record", rename_all = "kebab-case")]
pub enum Record {
    /// A party.
    Party(Party),
    /// A source.
    Source(Source),
    /// A question.
    Question(Question),
    /// A claim.
    Claim(Claim),
    /// A statement.
    Statement(Statement),
    /// A ruling.
    Ruling(Ruling),
}

/// A record and where in its file it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocatedRecord {
    /// Where it was read.
    pub location: Location,
    /// The record.
    pub record: Record,
    /// Whether the file has all the evidence of a statement: sheets may come without theirs.
    pub lists_evidence: bool,
}

/// A line or row of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The file, if several are read at once.
    pub file: Option<String>,
    /// The line, counted from 1; of reviews, the number of the review.
    pub line: usize,
    /// The place, in a file whose lines say nothing: `dataFeedElement[3].item[0]`.
    pub part: Option<String>,
}

impl std::fmt::Display for Location {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(part) = &self.part {
            return f.write_str(part);
        }
        match &self.file {
            Some(file) if file.ends_with(".csv") => write!(f, "{file} row {}", self.line),
            Some(file) => write!(f, "{file} line {}", self.line),
            None => write!(f, "line {}", self.line),
        }
    }
}

/// A time of a page in the ledger. The ledger's minutes are in UTC and its days are counted there, so
/// that the paper's own day goes before the minute if the two differ.
pub fn when(stamp: onrecord_page::Stamp) -> When {
    match stamp.minute() {
        Some(minute) if minute.date_naive() == stamp.day() => When::minute(minute),
        _ => When::day(stamp.day()),
    }
}

/// An invalid record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRecord {
    /// Where it is.
    pub location: Location,
    /// What is wrong with it.
    pub reason: String,
}

/// Why the next record of a file could not be read.
#[derive(Debug)]
pub enum ReadError {
    /// The line is not a valid record. Reading continues after it.
    Record(BadRecord),
    /// The file itself could not be read.
    File(std::io::Error),
}
