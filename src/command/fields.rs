//! Arguments that several commands read in the same way.

use anyhow::{Context as _, Result, bail};
use chrono::NaiveDate;

use super::context::Context;
use super::exit::Exit;
use super::names::Names;
use crate::answer;
use crate::desk::{Desk, Entered};
use crate::domain::claim::Standard;
use crate::domain::party::Edge;
use crate::domain::passage::Passage;
use crate::domain::slug::Slug;
use crate::domain::time::{When, parse_day};
use crate::domain::value::Value;
use crate::journal::{Merged, Merger};

/// A time argument.
///
/// # Errors
/// Where it is none.
pub fn when(option: &str, text: Option<&str>) -> Result<Option<When>> {
    let parsed = text.map(str::parse).transpose();
    parsed.with_context(|| option.to_owned())
}

/// A day argument.
///
/// # Errors
/// Where it is none.
pub fn day(option: &str, text: Option<&str>) -> Result<Option<NaiveDate>> {
    let parse = |text: &str| {
        let day = parse_day(text);
        day.with_context(|| format!("{option}: {text:?} is not a day: write 2025-09-01"))
    };
    text.map(parse).transpose()
}

/// The standard of a claim.
///
/// # Errors
/// Where it is none.
pub fn standard(text: Option<&str>) -> Result<Option<Standard>> {
    text.map(str::parse).transpose().context("--standard")
}

/// The value of a claim.
///
/// # Errors
/// Where it is none.
pub fn value(text: Option<&str>) -> Result<Option<Value>> {
    text.map(str::parse).transpose().context("--value")
}

/// `PARTY` or `PARTY:SINCE..UNTIL`, either day left out where it is open.
///
/// # Errors
/// Where there is no such party, or a day is none.
pub fn edge(names: Names<'_>, text: &str) -> Result<Edge> {
    let (name, span) = match text.rsplit_once(':') {
        Some((name, span)) if span.contains("..") => (name, Some(span)),
        _ => (text, None),
    };
    let (since, until) = span
        .and_then(|span| span.split_once(".."))
        .unwrap_or(("", ""));
    let end = |text: &str| {
        day(
            &format!("the relation to {name}"),
            (!text.is_empty()).then_some(text),
        )
    };
    Ok(Edge {
        party: names.party(name)?.1,
        since: end(since)?,
        until: end(until)?,
    })
}

/// A relation to a party that always held.
pub fn always(party: Slug) -> Edge {
    Edge {
        party,
        since: None,
        until: None,
    }
}

/// A passage: `START..END` in characters, or the words themselves.
///
/// # Errors
/// Where the words are not in the source's text exactly once.
pub fn passage(desk: &Desk<'_, '_>, source: &Slug, text: &str) -> Result<Passage> {
    let numbers = text
        .split_once("..")
        .and_then(|(start, end)| Some((start.trim().parse().ok()?, end.trim().parse().ok()?)));
    Ok(match numbers {
        Some((start, end)) => Passage {
            start,
            end,
            sha256: None,
            paragraph: None,
        },
        None => desk.find_passage(source, text)?,
    })
}

/// Removes `items` from a list, each of which has to be there.
///
/// # Errors
/// Where one is not in the list.
pub fn remove<T: PartialEq + std::fmt::Display>(
    list: &mut Vec<T>,
    items: &[T],
    what: &str,
) -> Result<()> {
    for item in items {
        let before = list.len();
        list.retain(|one| one != item);
        if list.len() == before {
            bail!("{item} is not among its {what}");
        }
    }
    Ok(())
}

/// Merges one party or claim into another, and says what it changed.
///
/// # Errors
/// Where a name is unknown, or the two cannot be merged.
pub fn merge(
    context: &Context,
    kind: Merged,
    (from, into): (&str, &str),
    opposite: bool,
    sure: bool,
) -> Result<Exit> {
    let written = context.write(|desk, names| {
        let id = |name: &str| -> Result<Slug> {
            // The former id of something merged is named as it is, so that the desk can say so.
            if desk.reader().merged_away(kind, name)?.is_some() {
                return Ok(name.parse()?);
            }
            Ok(match kind {
                Merged::Party => names.party(name)?.1,
                Merged::Claim => names.claim(name)?.1,
            })
        };
        let merger = Merger {
            kind,
            former: id(from)?,
            present: id(into)?,
            opposite,
        };
        let done = format!("{} is {} now.", merger.former, merger.present);
        desk.merge(merger, sure)?;
        Ok(done)
    })?;
    let view = context.present(written.ledger.now());
    context.print(&answer::moves(&view, written.done, &written.changes)?)
}

/// What became of an edit, in words.
pub fn done(kind: &str, id: &Slug, entered: Entered, what: &str) -> String {
    match entered {
        Entered::Same => format!("{kind} {id} is just so already; nothing was changed."),
        _ => format!("{kind} {id} {what}."),
    }
}
