//! Why something cannot be recorded.

use std::collections::BTreeSet;

use thiserror::Error;

use super::ingest::PassageShifts;
use crate::domain::Invalid;
use crate::domain::docket::StatementKey;
use crate::domain::passage::PassageError;
use crate::domain::text::folded;
use crate::exchange::BadRecord;
use crate::ledger::{Kind, LedgerError, Reader};

/// Why something cannot be recorded.
#[derive(Debug, Error)]
pub enum DeskError {
    /// A field has an invalid value.
    #[error(transparent)]
    Invalid(#[from] Invalid),
    /// A feed is followed already.
    #[error("{url} is followed already, as feed {number}")]
    Followed {
        /// Its address.
        url: String,
        /// Its number.
        number: i64,
    },
    /// The ledger has no thing of this name.
    #[error("unknown {kind} {name:?}")]
    Unknown {
        /// What was looked for.
        kind: &'static str,
        /// The name that was given.
        name: String,
        /// The most similar names in the ledger.
        nearest: Vec<String>,
    },
    /// The id is in use.
    #[error("{kind} {id} already exists")]
    AlreadyExists {
        /// What was to be recorded.
        kind: &'static str,
        /// Its id.
        id: String,
    },
    /// The id finds something else.
    #[error("{kind} id {id} is taken: it is {how}")]
    IdInUse {
        /// What was to have the id.
        kind: &'static str,
        /// The id.
        id: String,
        /// What has it.
        how: String,
    },
    /// The file to import could not be read.
    #[error("cannot be read: {0}")]
    Unreadable(std::io::Error),
    /// A time is in the future.
    #[error("{field}: {when} is in the future; it is {now} now")]
    InFuture {
        /// The field.
        field: &'static str,
        /// The time that was given.
        when: String,
        /// The current time.
        now: String,
    },
    /// A statement has no time: neither its own nor its source's.
    #[error("said: source {source_id} has no date, so the statement needs one")]
    Undated {
        /// The source.
        source_id: String,
    },
    /// Nothing says when an article was published.
    #[error("no publication date found")]
    NoPublicationDate,
    /// No id can be derived from an article's publisher or title.
    #[error("no source id can be made from publisher or title")]
    NoSourceId,
    /// A passage is not in its source.
    #[error("{source_id}: {error}")]
    Passage {
        /// The source.
        source_id: String,
        /// Why.
        error: PassageError,
    },
    /// Recorded passages are not in the text that is to be attached.
    #[error("{} of the passages recorded for {source_id} are not in this text", wrong.len())]
    Passages {
        /// The source.
        source_id: String,
        /// The statements, each with the reason.
        wrong: Vec<(String, PassageError)>,
    },
    /// A passage was given by its words, but the source's text is not attached.
    #[error("source {source_id} has no attached text in which to find these words")]
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
        /// The recorded digest.
        expected: String,
        /// The digest of the given text.
        found: String,
    },
    /// The text is a different version of the one that is attached.
    #[error("this is a different version of {source_id}: {}", shifted(shifts))]
    OtherVersion {
        /// The source.
        source_id: String,
        /// Where the recorded passages are in it.
        shifts: PassageShifts,
    },
    /// The statement was voided or corrected.
    #[error("statement {id} was already voided or corrected")]
    TakenBack {
        /// The statement.
        id: String,
        /// The statement that replaced it.
        successor: Option<String>,
    },
    /// A thing is no longer as it was when the form that changes it was made.
    #[error("{kind} {id} was changed in the meantime")]
    Changed {
        /// What it is.
        kind: &'static str,
        /// Its id.
        id: String,
    },
    /// A thing was merged into another one after the form that changes it was made.
    #[error("{kind} {id} was merged into {present}{} in the meantime", if *is_opposite { ", which says the opposite," } else { "" })]
    MergedMeanwhile {
        /// What it is.
        kind: &'static str,
        /// Its former id.
        id: String,
        /// What it is now.
        present: String,
        /// Whether that is its opposite.
        is_opposite: bool,
    },
    /// The same statement is already recorded.
    #[error("the same statement is already recorded as {id}")]
    AlreadyRecorded {
        /// Its id.
        id: String,
    },
    /// The same statement is already recorded, but a field differs.
    #[error("the same statement is already recorded as {id}, with a different {field}")]
    Differs {
        /// Its key.
        key: StatementKey,
        /// Its id.
        id: String,
        /// The field.
        field: &'static str,
    },
    /// A party or claim that was to be parted from another was not merged into one.
    #[error("{kind} {id} was not merged into another one")]
    NotMerged {
        /// What it is.
        kind: &'static str,
        /// Its id.
        id: String,
    },
    /// An imported statement lacks evidence that is recorded.
    #[error(
        "evidence: recorded passages of statement {id} are missing from the file; an import does not remove evidence"
    )]
    EvidenceRemoved {
        /// Its id.
        id: String,
    },
    /// A correction that changes nothing.
    #[error("statement {id} already says exactly that")]
    NothingToCorrect {
        /// The statement.
        id: String,
    },
    /// A thing was to be merged into itself.
    #[error("{kind} {id} cannot be merged into itself")]
    MergedIntoItself {
        /// What it is.
        kind: &'static str,
        /// Its id.
        id: String,
    },
    /// A thing was already merged into another.
    #[error("{kind} {id} was already merged into {present}")]
    AlreadyMerged {
        /// What it is.
        kind: &'static str,
        /// Its former id.
        id: String,
        /// What it is now.
        present: String,
    },
    /// Two claims look like opposites, or like the same, and the merger says the contrary.
    #[error("{former} and {present} look {}: {party} takes {} on them", if *opposite { "like opposites" } else { "alike" }, if *opposite { "opposite stances" } else { "the same stance" })]
    StancesDisagree {
        /// The claim to be merged.
        former: String,
        /// The claim to merge it into.
        present: String,
        /// A party that holds firm positions on both.
        party: String,
        /// Whether they look like opposites.
        opposite: bool,
    },
    /// Two rival answers to one question were to be merged.
    #[error("{former} and {present} are rival answers to {question}")]
    Rivals {
        /// The claim to be merged.
        former: String,
        /// The claim to merge it into.
        present: String,
        /// The question.
        question: String,
    },
    /// The writer has written nothing that can be undone.
    #[error("{writer} has recorded nothing that can be undone")]
    NothingToUndo {
        /// The writer.
        writer: String,
    },
    /// A redaction cannot be undone.
    #[error("entry {seq} is a redaction and cannot be undone: what it removed is gone")]
    NotUndoable {
        /// The entry.
        seq: i64,
    },
    /// Later records depend on what was to be undone.
    #[error("entry {seq} cannot be undone: {} on what it recorded", depend(*count))]
    DependedOn {
        /// The entry.
        seq: i64,
        /// How many records depend on it.
        count: i64,
    },
    /// The candidate is already a statement.
    #[error("candidate {candidate} was already accepted, as {statement}")]
    AlreadyAccepted {
        /// The candidate.
        candidate: String,
        /// The statement.
        statement: String,
    },
    /// The speaker or a relay of a candidate is not known.
    #[error("candidate {candidate}: {}", unknown_speaker(name, parties))]
    UnknownSpeaker {
        /// The candidate.
        candidate: String,
        /// The name in the text; empty if there is none.
        name: String,
        /// The parties with this name.
        parties: Vec<String>,
    },
    /// No claim matches what a candidate says.
    #[error("candidate {candidate}: no claim matches what was said")]
    NoClaim {
        /// The candidate.
        candidate: String,
    },
    /// A file has invalid lines.
    #[error("{} invalid; nothing was imported", lines_are(bad.len()))]
    BadRecords {
        /// The lines, each with its reason.
        bad: Vec<BadRecord>,
    },
    /// The ledger could not be read or written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

fn shifted(shifts: &PassageShifts) -> String {
    match (shifts.moved.len(), shifts.gone.len()) {
        (0, 0) => "every recorded passage is where it was".to_owned(),
        (moved, gone) => format!("recorded passages: {moved} moved, {gone} gone"),
    }
}

fn depend(count: i64) -> String {
    match count {
        1 => "1 later record depends".to_owned(),
        count => format!("{count} later records depend"),
    }
}

fn unknown_speaker(name: &str, parties: &[String]) -> String {
    match (name, parties) {
        ("", _) => "the text does not name the speaker".to_owned(),
        (name, []) => format!("the ledger has no party {name:?}"),
        (name, several) => format!("{name:?} may be {}", several.join(" or ")),
    }
}

fn lines_are(count: usize) -> String {
    match count {
        1 => "1 line is".to_owned(),
        count => format!("{count} lines are"),
    }
}

/// What desk functions return.
pub type Result<T, E = DeskError> = std::result::Result<T, E>;

/// Maximum number of suggestions for an unknown name.
const MAX_SUGGESTIONS: usize = 3;
/// Minimum Jaro-Winkler similarity of a suggestion, from 0 to 1.
const MIN_SIMILARITY: f64 = 0.7;
/// Minimum similarity assigned to a name that contains what was typed.
const CONTAINED: f64 = 0.9;

impl DeskError {
    /// The error for an unknown name, with similar names from the ledger.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn unknown(reader: &Reader<'_>, kind: Kind, name: &str) -> Result<Self> {
        let known = reader.known_names(kind)?;
        Ok(Self::unknown_among(kind.word(), name, known))
    }

    /// The error for an unknown name, with similar names from `known`.
    pub fn unknown_among(kind: &'static str, name: &str, known: Vec<String>) -> Self {
        Self::Unknown {
            kind,
            name: name.to_owned(),
            nearest: nearest(name, known),
        }
    }
}

/// The names most similar to `name`, best first. Names that contain it rank high.
fn nearest(name: &str, known: Vec<String>) -> Vec<String> {
    let wanted = folded(name);
    let mut scored: Vec<(f64, String)> = known
        .into_iter()
        .map(|candidate| {
            let folded = folded(&candidate);
            let similarity = strsim::jaro_winkler(&wanted, &folded);
            let contained = !wanted.is_empty() && folded.contains(&wanted);
            let floor = if contained { CONTAINED } else { 0.0 };
            (similarity.max(floor), candidate)
        })
        .filter(|(similarity, _)| *similarity >= MIN_SIMILARITY)
        .collect();
    scored.sort_by(|one, two| two.0.total_cmp(&one.0).then_with(|| one.1.cmp(&two.1)));
    // An id and a name that differ only in case are one suggestion.
    let mut seen = BTreeSet::new();
    scored.retain(|(_, name)| seen.insert(folded(name)));
    scored.truncate(MAX_SUGGESTIONS);
    scored.into_iter().map(|(_, name)| name).collect()
}
