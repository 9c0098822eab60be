//! The one place that turns an error into a message, a hint and an exit code.

use std::cell::RefCell;
use std::ffi::OsString;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::Serialize;
use thiserror::Error;

use super::config::ConfigError;
use super::exit::{Done, FAILED, INTERRUPTED, UNANSWERED, UNKNOWN, USAGE};
use super::global::FormatArg;
#[cfg(feature = "shared")]
use super::{exit::WAITING, shared::HeldBack};
use crate::desk::{DeskError, PassageShifts};
use crate::domain::passage::PassageError;
use crate::domain::text::{escaped, safe_json};
use crate::journal::JournalError;
use crate::ledger::{LedgerError, Migrated};
use crate::render::Format;

/// A name that fits more than one thing.
#[derive(Debug, Error)]
#[error("{name:?} fits more than one {kind}: {}", candidates.join(", "))]
pub(super) struct AmbiguousName {
    /// What was looked for.
    pub kind: &'static str,
    /// What was typed.
    pub name: String,
    /// The ids that it fits.
    pub candidates: Vec<String>,
}

/// An error as programs read it: one line of JSON on standard error.
#[derive(Debug, Serialize)]
pub(super) struct ErrorAnswer {
    /// What went wrong.
    pub(super) error: String,
    /// What to do about it, if anything.
    pub(super) hint: Option<String>,
    /// The exit code.
    code: u8,
    /// Each single problem, if there are several: a line of a file, a passage.
    pub(super) details: Vec<String>,
}

impl ErrorAnswer {
    /// The answer for an error that refused a command.
    pub(super) fn of(error: &anyhow::Error) -> Self {
        let code = match ledger_error(error) {
            Some(LedgerError::Stopped) => INTERRUPTED,
            Some(LedgerError::OutcomeUnknown(_)) => UNKNOWN,
            Some(LedgerError::RecordedElsewhere(_)) => UNANSWERED,
            #[cfg(feature = "shared")]
            _ if error.is::<HeldBack>() => WAITING,
            _ if error.is::<ConfigError>() => USAGE,
            _ => FAILED,
        };
        Self {
            error: message(error),
            hint: hint(error),
            code,
            details: details(error),
        }
    }

    /// The answer for work that is done although its own answer is missing.
    pub(super) fn unanswered(done: Done, error: &anyhow::Error) -> Self {
        let done = match done {
            Done::Recorded => "recorded",
            Done::Made => "done",
        };
        let reason = message(error);
        Self {
            error: format!("{done}, but the answer could not be printed: {reason}"),
            hint: Some("do not repeat it".to_owned()),
            code: UNANSWERED,
            details: Vec::new(),
        }
    }

    fn print(&self) {
        print_json(self);
    }
}

/// Something about an answer that is still given, as programs read it: one line of JSON on standard
/// error.
#[derive(Debug, Serialize)]
struct RemarkAnswer<'r> {
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    warning: Option<&'r str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    details: &'r [String],
}

/// Whether errors are for programs: JSON was asked for.
pub(super) fn is_for_programs(format: Format) -> bool {
    matches!(format, Format::Json | Format::Jsonl)
}

/// Whether what is on standard error besides errors is for programs.
static REMARKS_FOR_PROGRAMS: AtomicBool = AtomicBool::new(false);

/// Writes notes and warnings from here on for those who read this format.
pub(super) fn remark_in(format: Format) {
    REMARKS_FOR_PROGRAMS.store(is_for_programs(format), Ordering::Relaxed);
}

/// Prints a note on standard error about an answer that is still given, with details a line each.
pub(super) fn note(text: &str, details: &[String]) {
    remark(Remark::Note, text, details);
}

/// Prints a warning on standard error about an answer that is still given.
pub(super) fn warn(text: &str) {
    remark(Remark::Warning, text, &[]);
}

/// Announces on standard error what is about to be done.
pub(super) fn announce(text: &str, details: &[String]) {
    remark(Remark::Announcement, text, details);
}

/// What a remark is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Remark {
    Announcement,
    Note,
    Warning,
}

thread_local! {
    /// What was remarked on this thread, while it is kept.
    static KEPT: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };
}

/// Runs a command, and returns its notes and warnings instead of printing them.
#[cfg(feature = "web")]
pub(super) fn keeping_remarks<T>(work: impl FnOnce() -> T) -> (T, Vec<String>) {
    KEPT.set(Some(Vec::new()));
    let done = work();
    (done, KEPT.take().unwrap_or_default())
}

fn remark(kind: Remark, text: &str, details: &[String]) {
    let kept = KEPT.with_borrow_mut(|kept| {
        let is_kept = kept.is_some();
        let lines = kept.iter_mut();
        lines.for_each(|lines| {
            lines.extend(
                [text]
                    .into_iter()
                    .chain(details.iter().map(String::as_str))
                    .map(str::to_owned),
            )
        });
        is_kept
    });
    if kept {
        return;
    }
    if REMARKS_FOR_PROGRAMS.load(Ordering::Relaxed) {
        let said = Some(text.trim_end_matches(':'));
        let is_warning = kind == Remark::Warning;
        let answer = RemarkAnswer {
            note: said.filter(|_| !is_warning),
            warning: said.filter(|_| is_warning),
            details,
        };
        return print_json(&answer);
    }
    let word = match kind {
        Remark::Announcement => "",
        Remark::Note => "note: ",
        Remark::Warning => "warning: ",
    };
    eprint_line(&format!("{word}{text}"));
    for detail in details {
        eprint_line(&format!("  {detail}"));
    }
}

/// Says on standard error why the program ends before its work was done.
pub(super) fn report_stop(text: &str) {
    if !REMARKS_FOR_PROGRAMS.load(Ordering::Relaxed) {
        return eprint_line(text);
    }
    print_json(&ErrorAnswer {
        error: text.to_owned(),
        hint: None,
        code: INTERRUPTED,
        details: Vec::new(),
    });
}

/// An answer as one line of JSON.
pub(super) fn json_line<T: Serialize>(answer: &T) -> String {
    // It has only strings and numbers, so it can be serialised.
    let line = serde_json::to_string(answer).unwrap_or_default();
    format!("{}\n", safe_json(&line))
}

fn print_json<T: Serialize>(answer: &T) {
    let _ = std::io::stderr()
        .lock()
        .write_all(json_line(answer).as_bytes());
}

/// Whether arguments that cannot be parsed, or else the configuration, ask for JSON.
fn asks_for_json(arguments: impl Iterator<Item = OsString>, set: Option<FormatArg>) -> bool {
    let words: Vec<String> = arguments
        .map(|word| word.to_string_lossy().into_owned())
        .take_while(|word| word != "--")
        .collect();
    let given = words.iter().zip(words.iter().skip(1));
    let apart = given.filter(|(option, _)| *option == "--format");
    let joined = words
        .iter()
        .filter_map(|word| word.strip_prefix("--format="));
    let formats: Vec<&str> = apart
        .map(|(_, format)| format.as_str())
        .chain(joined)
        .collect();
    match formats.is_empty() {
        true => matches!(set, Some(FormatArg::Json | FormatArg::Jsonl)),
        false => formats
            .iter()
            .any(|format| matches!(*format, "json" | "jsonl")),
    }
}

/// Prints an error and its hint on standard error. Returns the exit code.
pub(super) fn report(error: &anyhow::Error, format: Format) -> ExitCode {
    let answer = ErrorAnswer::of(error);
    if is_for_programs(format) {
        answer.print();
        return ExitCode::from(answer.code);
    }
    eprint_line(&format!("error: {}", answer.error));
    for detail in &answer.details {
        eprint_line(&format!("  {detail}"));
    }
    if let Some(hint) = &answer.hint {
        eprint_line(&format!("hint: {hint}"));
    }
    ExitCode::from(answer.code)
}

/// Prints on standard error that the work is done, and why its answer is missing. Returns the exit
/// code.
pub(super) fn report_unanswered(done: Done, error: &anyhow::Error, format: Format) -> ExitCode {
    let answer = ErrorAnswer::unanswered(done, error);
    if is_for_programs(format) {
        answer.print();
    } else {
        eprint_line(&format!("error: {}; do not repeat it", answer.error));
    }
    ExitCode::from(UNANSWERED)
}

/// Prints a line on standard error.
pub(super) fn eprint_line(line: &str) {
    // If standard error is closed, there is no one left to tell.
    let _ = writeln!(std::io::stderr().lock(), "{}", escaped(line));
}

/// Prints a note on standard error about an error that does not keep the answer from being given.
pub(super) fn note_error(error: &anyhow::Error) {
    note(&in_one_line(error), &[]);
}

/// Prints on standard error that an older ledger was migrated.
pub(super) fn note_migration(path: &Path, migrated: &Migrated) {
    let Migrated { from, to, kept } = migrated;
    let text = format!(
        "{} was upgraded from schema {from} to {to}; {} is a copy of it as it was",
        path.display(),
        kept.display()
    );
    note(&text, &[]);
}

/// An error and its hint in one line.
pub(super) fn in_one_line(error: &anyhow::Error) -> String {
    let hint = hint(error).map_or_else(String::new, |hint| format!(" ({hint})"));
    format!("{}{hint}", message(error))
}

/// Prints a usage error, or the help that was asked for. `set` is the configured format. Returns the
/// exit code.
pub(super) fn report_usage(usage: &clap::Error, set: Option<FormatArg>) -> ExitCode {
    if !usage.use_stderr() {
        usage.exit();
    }
    let text = usage.render().to_string();
    if asks_for_json(std::env::args_os(), set) {
        usage_answer(&text).print();
        return ExitCode::from(USAGE);
    }
    // The message quotes the arguments, so it is escaped. Help quotes nothing.
    for line in text.lines() {
        eprint_line(line);
    }
    ExitCode::from(USAGE)
}

/// A usage error for programs. Its message is the first paragraph; of the others, tips are the hint.
pub(super) fn usage_answer(text: &str) -> ErrorAnswer {
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut paragraphs = text.split("\n\n");
    let error = flat(paragraphs.next().unwrap_or_default());
    let lines = paragraphs.flat_map(str::lines).map(str::trim);
    let tips = lines.filter_map(|line| line.strip_prefix("tip: "));
    let tips: Vec<String> = tips.map(flat).collect();
    let hint = match tips.is_empty() {
        true => "--help shows what the command accepts".to_owned(),
        false => tips.join("; "),
    };
    ErrorAnswer {
        error: error.strip_prefix("error: ").unwrap_or(&error).to_owned(),
        hint: Some(hint),
        code: USAGE,
        details: Vec::new(),
    }
}

/// The causes of an error, outermost first, each once.
fn message(error: &anyhow::Error) -> String {
    let mut chain: Vec<String> = Vec::new();
    for cause in error.chain() {
        let text = cause.to_string();
        if chain.last() != Some(&text) {
            chain.push(text);
        }
    }
    chain.join(": ")
}

pub(super) fn ledger_error(error: &anyhow::Error) -> Option<&LedgerError> {
    match error.downcast_ref::<DeskError>() {
        Some(DeskError::Ledger(error)) => Some(error),
        _ => error.downcast_ref(),
    }
}

/// The details of an error that concerns several things, one line each.
fn details(error: &anyhow::Error) -> Vec<String> {
    match error.downcast_ref::<DeskError>() {
        Some(DeskError::BadRecords { bad }) => bad
            .iter()
            .map(|bad| format!("{}: {}", bad.location, bad.reason))
            .collect(),
        Some(DeskError::OtherVersion { shifts, .. }) => shift_lines(shifts),
        Some(DeskError::Passages { wrong, .. }) => wrong
            .iter()
            .map(|(statement, error)| format!("{statement}: {error}"))
            .collect(),
        _ => Vec::new(),
    }
}

fn shift_lines(shifts: &PassageShifts) -> Vec<String> {
    let moved = shifts.moved.iter().map(|(statement, from, to)| {
        format!(
            "{statement}: {}..{} moved to {}..{}",
            from.start, from.end, to.start, to.end
        )
    });
    let gone = shifts.gone.iter().map(|(statement, passage)| {
        format!(
            "{statement}: {}..{} is gone from the text",
            passage.start, passage.end
        )
    });
    moved.chain(gone).collect()
}

fn hint(error: &anyhow::Error) -> Option<String> {
    if let Some(error) = ledger_error(error) {
        return ledger_hint(error).map(str::to_owned);
    }
    if let Some(error) = error.downcast_ref::<DeskError>() {
        return match error {
            DeskError::Unknown { kind, nearest, .. } => Some(unknown_hint(kind, nearest)),
            DeskError::StancesDisagree { .. } | DeskError::Rivals { .. } => {
                merger_hint(error).map(str::to_owned)
            }
            error => desk_hint(error),
        };
    }
    #[cfg(feature = "web")]
    if let Some(error) = error.downcast_ref::<crate::web::ListenError>() {
        return Some(error.hint().to_owned());
    }
    #[cfg(feature = "shared")]
    if error.is::<HeldBack>() {
        return Some(HeldBack::HINT.to_owned());
    }
    #[cfg(feature = "shared")]
    if let Some(error) = error.downcast_ref::<crate::shared::ConnectError>() {
        return error.reason.hint().map(str::to_owned);
    }
    let ambiguous = error.downcast_ref::<AmbiguousName>();
    ambiguous.map(|_| "write the whole id".to_owned())
}

fn unknown_hint(kind: &str, nearest: &[String]) -> String {
    match kind {
        _ if !nearest.is_empty() => format!("did you mean {}?", nearest.join(", ")),
        "statement" => "`onrecord claim show CLAIM` lists statements with their ids".to_owned(),
        "candidate" => "`onrecord candidates` lists the open ones".to_owned(),
        "topic" => "`onrecord claim list` shows the topics".to_owned(),
        kind => format!("`onrecord {kind} list` lists them; `onrecord {kind} add` adds one"),
    }
}

fn merger_hint(error: &DeskError) -> Option<&'static str> {
    Some(match error {
        DeskError::Rivals { .. } => {
            "add --opposite --sure if one denies the other, or --sure if they mean the same"
        }
        DeskError::StancesDisagree { opposite: true, .. } => {
            "add --opposite to merge them as opposites, or --sure to merge them as they are"
        }
        DeskError::StancesDisagree { .. } => {
            "leave out --opposite, or add --sure to merge them as opposites anyway"
        }
        _ => return None,
    })
}

fn desk_hint(error: &DeskError) -> Option<String> {
    let hint = match error {
        DeskError::AlreadyExists { kind, id } => {
            return Some(format!("`onrecord {kind} edit {id}` changes it"));
        }
        DeskError::IdInUse { kind, .. } => {
            return Some(format!(
                "choose another id; if both are one {kind}, `onrecord {kind} merge` them"
            ));
        }
        DeskError::NoText { source_id } => {
            return Some(format!(
                "`onrecord source attach {source_id} FILE`, or give the passage as START..END"
            ));
        }
        DeskError::TakenBack {
            successor: Some(successor),
            ..
        } => return Some(format!("{successor} corrects it")),
        DeskError::OtherVersion { source_id, .. } => {
            return Some(format!(
                "nothing was changed; `onrecord ingest FILE --source NEW-ID --origin {source_id}` keeps both"
            ));
        }
        DeskError::AlreadyAccepted { statement, .. } => {
            return Some(format!(
                "`onrecord correct {statement}` changes it, `onrecord void {statement}` takes it back"
            ));
        }
        DeskError::Differs { id, field, .. } => {
            let option = field.replace('_', "-");
            return Some(format!("`onrecord correct {id} --{option} …` changes it"));
        }
        DeskError::AlreadyMerged { present, .. } => return Some(format!("use {present}")),
        DeskError::Passage {
            error: PassageError::NotFound { .. },
            ..
        } => "copy the words from the source's text, or give START..END",
        DeskError::MergedMeanwhile { present, .. } => {
            return Some(format!(
                "nothing was recorded; look at {present}, and change that if it is still to be changed"
            ));
        }
        DeskError::Changed { .. } => {
            "nothing was recorded; look at it as it is now, and record what is still to be changed"
        }
        DeskError::Undated { .. } => "give --said, or add a date to the source",
        DeskError::NoPublicationDate => "give it with --published",
        DeskError::NoSourceId => "give one with --source",
        DeskError::UnknownSpeaker { parties, .. } if !parties.is_empty() => {
            "name the speaker with --party ID (relays with --via ID,…)"
        }
        DeskError::UnknownSpeaker { .. } => {
            "name the speaker with --party ID (relays with --via ID,…), add the proposed party with --new-party, or record the name as an alias with --alias-of ID"
        }
        DeskError::NoClaim { .. } => "name one with --claim ID, or add one with --new-claim",
        DeskError::InFuture { field: "said", .. } => {
            "a statement can only be recorded after it was made"
        }
        DeskError::NothingToUndo { .. } => {
            "`onrecord log` shows who recorded what; --by NAME undoes someone else's last write"
        }
        DeskError::DependedOn { .. } => "undo those first, or correct the mistake instead",
        _ => return None,
    };
    Some(hint.to_owned())
}

fn ledger_hint(error: &LedgerError) -> Option<&'static str> {
    Some(match error {
        LedgerError::Missing { .. } => {
            "`onrecord init` creates an empty ledger, `onrecord seed` one with example data; --ledger names another file"
        }
        LedgerError::Leftover { .. } => {
            "move it away, since it may hold that ledger's last writes, or delete it; then try again"
        }
        LedgerError::Exists { .. } => "name another file, or move this one",
        LedgerError::OfLedger { .. } => "name another file",
        LedgerError::NotALedger { .. } => {
            "--ledger names the file; `onrecord init` creates a new one"
        }
        LedgerError::Altered { .. } => {
            "`onrecord rebuild` restores it from the journal; `onrecord verify` checks the whole file"
        }
        LedgerError::Newer { .. } => "use the newer onrecord",
        LedgerError::ReadOnly { .. } => {
            "make it writable, or copy it with `onrecord backup`; questions still work"
        }
        LedgerError::Older { .. } => {
            "make it writable, or make a writable copy: `onrecord restore FILE --ledger COPY`"
        }
        LedgerError::Unsound { .. } => {
            "check it with `onrecord verify` and `onrecord rebuild`, or try another backup"
        }
        LedgerError::WouldLose { .. } | LedgerError::Unreadable { .. } => {
            "--force replaces it anyway, and keeps the old file beside the new one"
        }
        LedgerError::StillRead | LedgerError::Unscrubbed(_) => {
            "run `onrecord rebuild` afterwards to overwrite the bytes"
        }
        LedgerError::Damaged { .. } | LedgerError::Beyond { .. } => {
            "`onrecord restore BACKUP --force` replaces it with a backup, and keeps the damaged file beside it"
        }
        LedgerError::UnreadLog { .. } => {
            "copy the ledger and its log together to a folder that can be written to"
        }
        LedgerError::ChangedMeanwhile { .. } => "run the command again",
        LedgerError::Locked => "try again later, or wait longer with --wait SECONDS",
        LedgerError::Full => "free some space and try again; the ledger is unchanged",
        LedgerError::TablesDamaged(_) => {
            "`onrecord rebuild` makes the tables again from the journal"
        }
        LedgerError::JournalDamaged { .. } => {
            "`onrecord verify` checks the whole journal; `onrecord restore BACKUP --force` replaces the ledger with a backup"
        }
        LedgerError::Journal(JournalError::Unreadable { .. })
        | LedgerError::Corrupt { .. }
        | LedgerError::Dangling { .. } => {
            "`onrecord verify` checks the journal, `onrecord rebuild` posts the tables again"
        }
        error => return sharing_hint(error),
    })
}

fn sharing_hint(error: &LedgerError) -> Option<&'static str> {
    Some(match error {
        LedgerError::WouldEndSharing { .. } => {
            "restore a backup of this copy, or run `onrecord leave` first"
        }
        LedgerError::Parted { .. } => {
            "`onrecord rejoin` keeps this ledger beside a new copy of the shared journal; questions are still answered from it"
        }
        LedgerError::NewerEntry { .. } => "upgrade onrecord; questions still work",
        LedgerError::OutcomeUnknown(_) => {
            "do not repeat it: `onrecord follow --once` finds out, and so does the next write"
        }
        LedgerError::RecordedElsewhere(_) => {
            "do not repeat it: once that is mended, `onrecord follow --once` brings it into this copy"
        }
        LedgerError::SharesNothing => {
            "`onrecord share` shares its journal, `onrecord join` makes a copy of a shared one"
        }
        LedgerError::IsShared => "use an onrecord that was built with the feature `shared`",
        LedgerError::SharedDamaged { .. } => {
            "nothing was taken; whoever operates the journal compares it with a copy, or with a backup"
        }
        _ => return None,
    })
}
