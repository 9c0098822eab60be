//! What the server needs of the commands: to run one and have its answer.

use std::fmt;
use std::sync::Arc;

use data_encoding::HEXLOWER;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::desk::{Held, Version};
use crate::ledger::{Kind, Progress};

/// Runs command lines.
pub trait Commands: Send + Sync + 'static {
    /// Runs a command line. Stops early if `work` is stopped.
    fn run(&self, line: &Line, work: Arc<Progress>) -> Outcome;

    /// A thing as the ledger holds it, for a form that changes it.
    ///
    /// # Errors
    /// If there is none of this name, or the ledger cannot be read.
    fn held(&self, kind: Kind, name: &str) -> Result<Held, Refusal>;

    /// Takes a step of a review on a page, under the name of who reviews. The answer is JSON for the page's script.
    fn review(&self, step: &Value, by: String, work: Arc<Progress>) -> Outcome;
}

/// A command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The words after the program's name.
    pub words: Vec<String>,
    /// The form of the answer.
    pub form: Form,
    /// What it records with. A line without it is a question and records nothing.
    pub recording: Option<Recording>,
}

impl Line {
    /// The command line of a question.
    pub fn question(words: Vec<String>, form: Form) -> Self {
        Self {
            words,
            form,
            recording: None,
        }
    }

    /// The command line of a write.
    pub fn recording(words: Vec<String>, form: Form, recording: Recording) -> Self {
        Self {
            words,
            form,
            recording: Some(recording),
        }
    }
}

/// What a command line records with, besides its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recording {
    /// Who records.
    pub by: String,
    /// The files that the command reads. No other can be named.
    pub sent: Vec<Sent>,
    /// What it changes, as the form showed it. The write is refused if that is no longer so.
    pub of: Option<Version>,
}

/// A file that came with a form.
#[derive(Clone, PartialEq, Eq)]
pub struct Sent {
    /// By which name the command line has it; `-` for a text that was typed, in place of standard input.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for Sent {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What is in it, told from anything else, without its length.
        let digest = HEXLOWER.encode(&Sha256::digest(&self.bytes));
        write!(to, "{:?} {digest}", self.name)
    }
}

/// The form of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// The text that the command prints with `--format json`.
    Json,
    /// The text that it prints with `--format atom`.
    Atom,
    /// The text that it prints with `--format jsonfeed`.
    JsonFeed,
    /// A part of a page.
    Page {
        /// What links keep in their query, encoded.
        kept: String,
        /// The length that lists are limited to.
        limit: Option<usize>,
        /// The address of the page that it is the answer of, without a limit; none for a part beside it.
        here: Option<String>,
    },
}

/// What came of a command.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// What it printed.
    pub answer: Result<String, Refusal>,
    /// Its notes and warnings.
    pub remarks: Vec<String>,
    /// Whether a newer answer is being made: the page soon looks again.
    pub is_passing: bool,
    /// What its entity tag depends on besides the answer: with the journal's head, by which pages notice that they are out of
    /// date, the state of the list of candidates, which is no part of the journal.
    pub beside: String,
}

impl Outcome {
    /// The outcome of a command that was refused.
    pub fn refused(refusal: Refusal) -> Self {
        Self {
            answer: Err(refusal),
            remarks: Vec::new(),
            is_passing: false,
            beside: String::new(),
        }
    }
}

/// Why a command was refused.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// What is at fault.
    pub fault: Fault,
    /// What went wrong.
    pub error: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// Each single problem, if there are several.
    pub details: Vec<String>,
    /// What it is about, if that can be told.
    pub about: Option<Box<About>>,
    /// The line of JSON that the command prints on standard error.
    pub json: String,
}

/// What of a command line a refusal is about.
#[derive(Debug, Clone)]
pub enum About {
    /// A field of a record, or the option or argument for it.
    Field(String),
    /// A name that was given for something of a kind.
    Name {
        /// The word for the kind.
        kind: &'static str,
        /// The name.
        name: String,
    },
}

/// What is at fault if a command is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The request.
    Request,
    /// A name that fits nothing.
    Unknown,
    /// Something that changed in the meantime.
    Conflict,
    /// Another program that has the ledger locked, or the time that the answer takes.
    Busy,
    /// A full disk.
    Full,
    /// Nothing: it waits until the journal that desks share can be reached.
    Waiting,
    /// Nothing: it was recorded, or may have been, but the answer could not be made.
    Unanswered,
    /// The ledger.
    Ledger,
}
