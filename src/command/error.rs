//! The one place that turns an error into what a person reads: message, hint, exit code.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use super::names::Ambiguous;
use super::watch::STOPPED;
use crate::desk::{DeskError, Shifts};
use crate::domain::passage::PassageError;
use crate::domain::text::escaped;
use crate::journal::JournalError;
use crate::ledger::{LedgerError, Migrated};

/// Prints an error and its hint on standard error, and gives the exit code.
pub fn report(error: &anyhow::Error) -> ExitCode {
    let stopped = is_stopped(error);
    let mut lines = vec![format!("error: {}", message(error))];
    lines.extend(
        details(error)
            .into_iter()
            .map(|detail| format!("  {detail}")),
    );
    lines.extend(hint(error).map(|hint| format!("hint: {hint}")));
    let mut stderr = std::io::stderr().lock();
    for line in lines {
        // Where nobody listens on standard error, nobody is left to be told.
        let _ = writeln!(stderr, "{}", escaped(&line));
    }
    if stopped {
        ExitCode::from(STOPPED)
    } else {
        ExitCode::FAILURE
    }
}

/// Whether the work ended because somebody wanted it to.
fn is_stopped(error: &anyhow::Error) -> bool {
    let of_the_desk = match error.downcast_ref::<DeskError>() {
        Some(DeskError::Ledger(error)) => Some(error),
        _ => None,
    };
    let error = of_the_desk.or_else(|| error.downcast_ref::<LedgerError>());
    matches!(error, Some(LedgerError::Stopped))
}

/// Prints a line on standard error.
pub fn eprint_line(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{}", escaped(line));
}

/// Prints on standard error that an older ledger was brought up to date.
pub fn note_migration(path: &Path, migrated: &Migrated) {
    let Migrated { from, to, kept } = migrated;
    let line = format!(
        "note: {} was brought up to date (schema {from} → {to}); as it was before, it is in {}",
        path.display(),
        kept.display()
    );
    eprint_line(&line);
}

/// An error and its hint in one line, for a screen that goes on.
pub fn in_one_line(error: &anyhow::Error) -> String {
    let hint = hint(error).map_or_else(String::new, |hint| format!(" ({hint})"));
    format!("{}{hint}", message(error))
}

/// Prints on standard error what a person should know of an answer that is given all the same.
pub fn remark(error: &anyhow::Error) {
    eprint_line(&format!("note: {}", in_one_line(error)));
}

/// Prints what is wrong with the command line, or the help that was asked for, and gives the exit
/// code. What was typed is quoted there, so it is escaped; help quotes nothing.
pub fn report_usage(usage: &clap::Error) -> ExitCode {
    if !usage.use_stderr() {
        usage.exit();
    }
    let mut stderr = std::io::stderr().lock();
    for line in usage.render().to_string().lines() {
        let _ = writeln!(stderr, "{}", escaped(line));
    }
    ExitCode::from(2)
}

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

/// Everything that an error lists, a line each.
fn details(error: &anyhow::Error) -> Vec<String> {
    match error.downcast_ref::<DeskError>() {
        Some(DeskError::BadLines { bad }) => bad
            .iter()
            .map(|bad| format!("{}: {}", bad.place, bad.reason))
            .collect(),
        Some(DeskError::Changed { shifts, .. }) => shift_lines(shifts),
        Some(DeskError::Passages { wrong, .. }) => wrong
            .iter()
            .map(|(statement, error)| format!("{statement}: {error}"))
            .collect(),
        _ => Vec::new(),
    }
}

fn shift_lines(shifts: &Shifts) -> Vec<String> {
    let moved = shifts.moved.iter().map(|(statement, from, to)| {
        format!(
            "{statement}: {}..{} is at {}..{} now",
            from.start, from.end, to.start, to.end
        )
    });
    let gone = shifts.gone.iter().map(|(statement, passage)| {
        format!(
            "{statement}: {}..{} is in the text no more",
            passage.start, passage.end
        )
    });
    moved.chain(gone).collect()
}

fn hint(error: &anyhow::Error) -> Option<String> {
    if let Some(error) = error.downcast_ref::<DeskError>() {
        return desk_hint(error);
    }
    if let Some(error) = error.downcast_ref::<LedgerError>() {
        return ledger_hint(error);
    }
    let ambiguous = error.downcast_ref::<Ambiguous>();
    ambiguous.map(|_| "write the whole id".to_owned())
}

fn desk_hint(error: &DeskError) -> Option<String> {
    Some(match error {
        DeskError::Unknown { nearest, .. } if !nearest.is_empty() => {
            format!("did you mean {}?", nearest.join(", "))
        }
        DeskError::Unknown {
            kind: "statement", ..
        } => "`onrecord claim show CLAIM` lists statements with their ids".to_owned(),
        DeskError::Unknown {
            kind: "candidate", ..
        } => "`onrecord candidates` lists those that wait".to_owned(),
        DeskError::Unknown { kind: "topic", .. } => {
            "`onrecord claim list` shows the topics".to_owned()
        }
        DeskError::Unknown { kind, .. } => {
            format!("`onrecord {kind} list` shows what there is; `onrecord {kind} add` makes one")
        }
        DeskError::Taken { kind, id } => format!("`onrecord {kind} edit {id}` changes it"),
        DeskError::Passage {
            error: PassageError::NotFound { .. },
            ..
        } => "copy the words from the source's text, or give START..END".to_owned(),
        DeskError::NoText { source_id } => {
            format!("`onrecord source attach {source_id} FILE`, or give the passage as START..END")
        }
        DeskError::Undated { .. } => "give --said, or a date for the source".to_owned(),
        DeskError::TakenBack {
            successor: Some(successor),
            ..
        } => format!("it was corrected: see {successor}"),
        DeskError::Changed { source_id, .. } => format!(
            "nothing was changed; to keep both, `onrecord ingest FILE --source NEW-ID --origin {source_id}`"
        ),
        DeskError::Accepted { statement, .. } => {
            format!("`onrecord correct {statement}` changes it, `onrecord void {statement}` takes it back")
        }
        DeskError::WhoSpeaks { parties, .. } if !parties.is_empty() => {
            "--party ID says who (--via ID,… who relayed)".to_owned()
        }
        DeskError::WhoSpeaks { .. } => {
            "--party ID says who (--via ID,… who relayed); --new-party makes the party as proposed; --alias-of ID notes another name".to_owned()
        }
        DeskError::WhichClaim { .. } => "--claim ID names one; --new-claim makes one".to_owned(),
        DeskError::AfterNow { field: "said", .. } => {
            "a statement can only be recorded once it was said".to_owned()
        }
        DeskError::Differs { id, field } => {
            let option = field.replace('_', "-");
            format!("`onrecord correct {id} --{option} …` sets it right")
        }
        DeskError::MergedAway { present, .. } => format!("use {present}"),
        DeskError::Rivals { .. } => {
            "if the one denies what the other says, --opposite --sure; if they are one, --sure"
                .to_owned()
        }
        DeskError::LooksOtherwise { opposite: true, .. } => {
            "--opposite merges them as opposites; --sure merges them as they are".to_owned()
        }
        DeskError::LooksOtherwise { .. } => {
            "leave --opposite out; --sure merges them as opposites all the same".to_owned()
        }
        DeskError::NothingToUndo { .. } => {
            "`onrecord log` shows who wrote what; --by NAME undoes another's write".to_owned()
        }
        DeskError::RestedOn { .. } => {
            "take those back first, or correct what is wrong instead".to_owned()
        }
        DeskError::Ledger(error) => return ledger_hint(error),
        _ => return None,
    })
}

fn ledger_hint(error: &LedgerError) -> Option<String> {
    Some(match error {
        LedgerError::Missing { .. } => {
            "`onrecord init` makes an empty one, `onrecord seed` the one that ships; --ledger names another file".to_owned()
        }
        LedgerError::Exists { .. } => "name another file, or move this one away".to_owned(),
        LedgerError::NotALedger { .. } => "--ledger names the file; `onrecord init` makes a new one".to_owned(),
        LedgerError::Newer { .. } => "use the newer onrecord".to_owned(),
        LedgerError::ReadOnly { .. } => "it can be read; to write, lift the protection or copy it with `onrecord backup`".to_owned(),
        LedgerError::Older { .. } => {
            "lift the protection, or make a copy that can be written: `onrecord restore FILE --ledger COPY`".to_owned()
        }
        LedgerError::Unsound { .. } => {
            "`onrecord verify` and `onrecord rebuild` with --ledger tell what is wrong with it; another backup may be sound".to_owned()
        }
        LedgerError::WouldLose { .. } => {
            "--force replaces the ledger all the same, and keeps it beside the new one".to_owned()
        }
        LedgerError::Unreadable { .. } => {
            "--force replaces it all the same, and keeps it beside the new one".to_owned()
        }
        LedgerError::StillRead | LedgerError::Unscrubbed(_) => {
            "`onrecord rebuild` overwrites them when that is over".to_owned()
        }
        LedgerError::Damaged { .. } => {
            "`onrecord restore BACKUP --force` puts a backup in its place, and keeps it beside".to_owned()
        }
        LedgerError::Locked => "try again when it is done; --wait SECONDS waits longer".to_owned(),
        LedgerError::Full => "make room and try again; the ledger is as it was before".to_owned(),
        LedgerError::TablesDamaged(_) => {
            "`onrecord rebuild` makes the tables again from the journal".to_owned()
        }
        LedgerError::JournalDamaged { .. } => {
            "`onrecord verify` checks the whole journal; `onrecord restore BACKUP --force` puts a backup in its place".to_owned()
        }
        LedgerError::Journal(JournalError::Unreadable { .. }) | LedgerError::Garbled { .. } | LedgerError::Dangling { .. } => {
            "`onrecord verify` checks the journal, `onrecord rebuild` posts the tables again".to_owned()
        }
        _ => return None,
    })
}
