//! What several commands do around a write: merge two things, and report what changed.

use anyhow::Result;

use super::context::{Context, Written};
use super::error::note;
use super::exit::Exit;
use super::names::Names;
use crate::answer::{self, Before, NewsAnswer, SaidAnswer, wording};
use crate::desk::RecordOutcome;
use crate::domain::docket::{ClaimKey, StatementKey};
use crate::domain::slug::Slug;
use crate::journal::{Merged, Merger};
use crate::ledger::{Kind, Reader};

/// Maximum number of similar parties or claims that a note lists.
const MAX_ALIKE: usize = 3;

/// Merges one party or claim into another, and prints what changed.
///
/// # Errors
/// If a name is unknown, or the two cannot be merged.
pub(super) fn merge(
    context: &Context,
    kind: Merged,
    (from, into): (&str, &str),
    opposite: bool,
    sure: bool,
) -> Result<Exit> {
    let written = context.write(|desk, names| {
        let merger = Merger {
            kind,
            former: unmerged_id(desk.reader(), names, kind, from)?,
            present: unmerged_id(desk.reader(), names, kind, into)?,
            opposite,
        };
        let done = format!("Merged {} into {}.", merger.former, merger.present);
        desk.merge(merger, sure)?;
        Ok(done)
    })?;
    let view = context.current_view(written.ledger.now());
    context.print(&answer::moves(&view, written.done, &written.changes)?)
}

/// The id of a party or claim. Keeps the id of something that was merged into another one, so that
/// the desk can say so.
fn unmerged_id(reader: Reader<'_>, names: Names<'_>, kind: Merged, name: &str) -> Result<Slug> {
    if reader.merged_away(kind, name)?.is_some() {
        return Ok(name.parse()?);
    }
    Ok(match kind {
        Merged::Party => names.party(name)?.1,
        Merged::Claim => names.claim(name)?.1,
    })
}

/// Gives a party or claim another id, and says so.
///
/// # Errors
/// If the name is unknown, or the new id is malformed or taken.
pub(super) fn rename(context: &Context, kind: Merged, old: &str, new: &str) -> Result<Exit> {
    let new: Slug = new.parse()?;
    let written = context.write(|desk, names| {
        let old = unmerged_id(desk.reader(), names, kind, old)?;
        let done = match desk.rename(kind, &old, &new)? {
            RecordOutcome::Unchanged => {
                format!(
                    "{} is already {new}; nothing changed.",
                    Kind::from(kind).word()
                )
            }
            _ => format!("Renamed {old} to {new}; {old} still works."),
        };
        Ok(done)
    })?;
    let view = context.current_view(written.ledger.now());
    context.print(&answer::moves(&view, written.done, &written.changes)?)
}

/// Notes what a new party or claim may duplicate.
pub(super) fn note_alike(kind: &str, id: &Slug, alike: &[(Slug, String)]) {
    if alike.is_empty() {
        return;
    }
    let listed: Vec<String> = alike
        .iter()
        .take(MAX_ALIKE)
        .map(|(id, name)| format!("{id} ({name})"))
        .collect();
    let more = match alike.len().saturating_sub(MAX_ALIKE) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let text = format!(
        "{id} may be the same as {}{more}; if so, `onrecord undo`, or `onrecord {kind} merge {id} {}`",
        listed.join(", "),
        alike.first().map_or("", |(id, _)| id.as_str())
    );
    note(&text, &[]);
}

/// Takes the merger of a party or claim back, and prints what changed.
///
/// # Errors
/// If the name is unknown, or it was not merged.
pub(super) fn unmerge(context: &Context, kind: Merged, name: &str) -> Result<Exit> {
    let written = context.write(|desk, _| {
        let id: Slug = name.parse()?;
        let present = desk.unmerge(kind, &id)?;
        Ok(format!("{id} is separate from {present} again."))
    })?;
    let view = context.current_view(written.ledger.now());
    context.print(&answer::moves(&view, written.done, &written.changes)?)
}

/// Prints the outcome of adding or editing a thing, what else was done, and what that changed.
pub(super) fn print_recorded(
    context: &Context,
    kind: &str,
    written: &Written<(Slug, RecordOutcome)>,
    besides: &str,
) -> Result<Exit> {
    let (id, outcome) = &written.done;
    let mut done = match outcome {
        RecordOutcome::New => format!("{kind} {id} recorded."),
        RecordOutcome::Changed => format!("{kind} {id} updated."),
        RecordOutcome::Unchanged | RecordOutcome::Differs => {
            format!("{kind} {id} is already recorded this way; nothing changed.")
        }
    };
    done.push_str(besides);
    let view = context.current_view(written.ledger.now());
    let answer = answer::moves(&view, done, &written.changes)?;
    context.note_labels(&view)?;
    context.print(&answer)
}

/// What a write on one statement changed.
pub(super) fn statement_news<T>(
    context: &Context,
    written: &Written<(ClaimKey, Before, T)>,
    claim: ClaimKey,
    key: StatementKey,
    outcome: &str,
) -> Result<NewsAnswer> {
    let view = context.current_view(written.ledger.now());
    let said = answer::statement_answer(&view, key)?;
    let done = format!(
        "{}: {} ({}, {}) {outcome}.",
        said.statement,
        wording::took(&said.party, said.stance, &said.claim, &said.via),
        said.said,
        said.source
    );
    let (_, before, _) = &written.done;
    let id = Some(said.statement.clone());
    let changes = &written.changes;
    let mut answer = answer::news(&view, claim, done, id, changes, before)?;
    answer.said = Some(Box::new(SaidAnswer {
        statement: said,
        outcome: outcome.to_owned(),
        is_note_kept: false,
    }));
    context.note_labels(&view)?;
    Ok(answer)
}
