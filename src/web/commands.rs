//! What the server needs of the commands: to run one and have its answer.

use std::sync::Arc;

use crate::ledger::Progress;

/// Runs command lines.
pub trait Commands: Send + Sync + 'static {
    /// Runs a command line. Stops early if `work` is stopped.
    fn run(&self, line: &Line, work: Arc<Progress>) -> Outcome;
}

/// The command line of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The words after the program's name.
    pub words: Vec<String>,
    /// The form of the answer.
    pub form: Form,
}

/// The form of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// The text that the command prints with `--format json`.
    Json,
    /// A part of a page.
    Page {
        /// What links keep in their query, encoded.
        kept: String,
        /// The length that lists are limited to.
        limit: Option<usize>,
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
    /// The line of JSON that the command prints on standard error.
    pub json: String,
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
    /// The ledger.
    Ledger,
}
