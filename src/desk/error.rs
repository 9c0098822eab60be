//! Why something may not be entered.

use thiserror::Error;

use super::ingest::Shifts;
use crate::domain::Invalid;
use crate::domain::passage::PassageError;
use crate::exchange::Bad;
use crate::ledger::{Kind, LedgerError, Reader};

/// Why something may not be entered.
#[derive(Debug, Error)]
pub enum DeskError {
    /// A field holds what it cannot.
    #[error(transparent)]
    Invalid(#[from] Invalid),
    /// The ledger has no such thing.
    #[error("there is no {kind} {name:?}")]
    Unknown {
        /// What was looked for.
        kind: &'static str,
        /// The name that was given.
        name: String,
        /// The nearest names that are there.
        nearest: Vec<String>,
    },
    /// The id is taken.
    #[error("there is a {kind} {id} already")]
    Taken {
        /// What was to be recorded.
        kind: &'static str,
        /// Its id.
        id: String,
    },
    /// What was to be recorded could not be read.
    #[error("cannot be read: {0}")]
    Unreadable(std::io::Error),
    /// Something is said to have happened after now.
    #[error("{field}: {when} lies after now ({now})")]
    AfterNow {
        /// The field.
        field: &'static str,
        /// The time that was given.
        when: String,
        /// What the clock says.
        now: String,
    },
    /// A statement has no time: neither its own nor its source's.
    #[error("said: the source {source_id} has no date, so the statement needs one of its own")]
    Undated {
        /// The source.
        source_id: String,
    },
    /// A passage does not stand in its source.
    #[error("{source_id}: {error}")]
    Passage {
        /// The source.
        source_id: String,
        /// Why.
        error: PassageError,
    },
    /// Passages recorded before do not stand in the text.
    #[error("{} of the passages recorded for {source_id} are not in this text", wrong.len())]
    Passages {
        /// The source.
        source_id: String,
        /// The statements, each with the reason.
        wrong: Vec<(String, PassageError)>,
    },
    /// The words of a passage were given, and the source's text is not there to look in.
    #[error("the text of {source_id} is not attached, so its words cannot be found in it")]
    NoText {
        /// The source.
        source_id: String,
    },
    /// The text is not the one that the source was recorded with.
    #[error(
        "this is not the text that {source_id} was recorded with: its SHA-256 is {found}, not {expected}"
    )]
    OtherText {
        /// The source.
        source_id: String,
        /// The digest recorded.
        expected: String,
        /// The digest of the text given.
        found: String,
    },
    /// The text is another version of the one that is kept.
    #[error("this is another version of {source_id}: {}", shifted(shifts))]
    Changed {
        /// The source.
        source_id: String,
        /// Where the recorded passages are in it.
        shifts: Shifts,
    },
    /// The statement was voided or superseded.
    #[error("statement {id} was taken back already")]
    TakenBack {
        /// The statement.
        id: String,
        /// The statement that replaced it.
        successor: Option<String>,
    },
    /// The same statement is recorded already.
    #[error("the same statement is recorded already as {id}")]
    Recorded {
        /// Its id.
        id: String,
    },
    /// The same statement is recorded, and says something else in a field.
    #[error("the same statement is recorded as {id}, with another {field}")]
    Differs {
        /// Its id.
        id: String,
        /// The field.
        field: &'static str,
    },
    /// A correction that changes nothing.
    #[error("statement {id} says just that already")]
    NothingToCorrect {
        /// Its id.
        id: String,
    },
    /// A thing was to be merged into itself.
    #[error("the {kind} {id} cannot be merged into itself")]
    Itself {
        /// What it is.
        kind: &'static str,
        /// Its id.
        id: String,
    },
    /// A thing was merged into another before.
    #[error("the {kind} {id} was merged into {present} before")]
    MergedAway {
        /// What it is.
        kind: &'static str,
        /// Its former id.
        id: String,
        /// What it is now.
        present: String,
    },
    /// Two claims look like opposites, or like the same, and the merger says otherwise.
    #[error("{former} and {present} look {}: {party} takes {} on them", if *opposite { "like opposites" } else { "alike" }, if *opposite { "opposite stances" } else { "the same stance" })]
    LooksOtherwise {
        /// The claim that was to be merged.
        former: String,
        /// The claim that it was to be.
        present: String,
        /// A party that holds firm positions on both.
        party: String,
        /// Whether they look like opposites.
        opposite: bool,
    },
    /// Two rival answers to one question were to be merged.
    #[error("{former} and {present} are rival answers to {question}")]
    Rivals {
        /// The claim that was to be merged.
        former: String,
        /// The claim that it was to be.
        present: String,
        /// The question.
        question: String,
    },
    /// The writer has written nothing that could be undone.
    #[error("there is nothing by {writer} to undo")]
    NothingToUndo {
        /// The writer.
        writer: String,
    },
    /// A redaction cannot be taken back.
    #[error("entry {seq} is a redaction: what it took out is gone")]
    NotUndoable {
        /// The entry.
        seq: i64,
    },
    /// Something that was recorded later rests on what was to be undone.
    #[error("entry {seq} cannot be undone: {count} later records rest on what it recorded")]
    RestedOn {
        /// The entry.
        seq: i64,
        /// How many records.
        count: i64,
    },
    /// The candidate is a statement already.
    #[error("candidate {candidate} was accepted before, as {statement}")]
    Accepted {
        /// The candidate.
        candidate: String,
        /// The statement.
        statement: String,
    },
    /// It is not settled who speaks, or who relayed.
    #[error("candidate {candidate}: {}", who_speaks(name, parties))]
    WhoSpeaks {
        /// The candidate.
        candidate: String,
        /// The name in the text; empty where it has none.
        name: String,
        /// The parties that carry the name.
        parties: Vec<String>,
    },
    /// No claim comes near to what was said.
    #[error("candidate {candidate}: no claim comes near to what was said")]
    WhichClaim {
        /// The candidate.
        candidate: String,
    },
    /// A file with lines that cannot be taken.
    #[error("{} cannot be taken; nothing was imported", count(bad.len()))]
    BadLines {
        /// The lines, each with its reason.
        bad: Vec<Bad>,
    },
    /// The ledger could not be read or written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

fn shifted(shifts: &Shifts) -> String {
    match (shifts.moved.len(), shifts.gone.len()) {
        (0, 0) => "every recorded passage stands where it stood".to_owned(),
        (moved, gone) => format!("of the recorded passages {moved} moved and {gone} are gone"),
    }
}

fn who_speaks(name: &str, parties: &[String]) -> String {
    match (name, parties) {
        ("", _) => "the text does not say who speaks".to_owned(),
        (name, []) => format!("the ledger has no {name:?}"),
        (name, several) => format!("{name:?} may be {}", several.join(" or ")),
    }
}

fn count(lines: usize) -> String {
    match lines {
        1 => "1 line".to_owned(),
        _ => format!("{lines} lines"),
    }
}

/// What desk functions return.
pub type Result<T, E = DeskError> = std::result::Result<T, E>;

/// At most so many names are suggested for one that is not there.
const SUGGESTIONS: usize = 3;
/// Names less alike than this, on a scale from 0 to 1, are not suggested.
const LIKENESS: f64 = 0.7;

impl DeskError {
    /// That there is no such thing, with the names that come nearest.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn unknown(reader: &Reader<'_>, kind: Kind, name: &str) -> Result<Self> {
        Ok(Self::unknown_among(
            kind.word(),
            name,
            reader.known_names(kind)?,
        ))
    }

    /// That there is no such thing among those that are there.
    pub fn unknown_among(kind: &'static str, name: &str, known: Vec<String>) -> Self {
        Self::Unknown {
            kind,
            name: name.to_owned(),
            nearest: nearest(name, known),
        }
    }
}

/// The names that come nearest to one that is not there: those that contain it or begin like it,
/// then those that are spelt alike.
fn nearest(name: &str, known: Vec<String>) -> Vec<String> {
    let wanted = crate::domain::text::folded(name);
    let mut scored: Vec<(f64, String)> = known
        .into_iter()
        .map(|candidate| {
            let folded = crate::domain::text::folded(&candidate);
            let alike = strsim::jaro_winkler(&wanted, &folded);
            let within = !wanted.is_empty() && folded.contains(&wanted);
            (if within { alike.max(0.9) } else { alike }, candidate)
        })
        .filter(|(alike, _)| *alike >= LIKENESS)
        .collect();
    scored.sort_by(|one, two| two.0.total_cmp(&one.0).then_with(|| one.1.cmp(&two.1)));
    // An id and a name that differ in case only are one suggestion.
    let mut seen = std::collections::BTreeSet::new();
    scored.retain(|(_, name)| seen.insert(crate::domain::text::folded(name)));
    scored.truncate(SUGGESTIONS);
    scored.into_iter().map(|(_, name)| name).collect()
}
