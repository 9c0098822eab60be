//! Arguments that several commands parse in the same way.

use anyhow::{Context as _, Result, bail};
use chrono::NaiveDate;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::names::Names;
use crate::desk::Desk;
use crate::domain::calendar::Calendar;
use crate::domain::claim::Standard;
use crate::domain::party::Edge;
use crate::domain::passage::Passage;
use crate::domain::slug::Slug;
use crate::domain::time::When;
use crate::domain::value::Value;
use crate::domain::words::WordList;

/// Parses one of a closed list of words. The help lists them with their meanings.
pub(crate) fn one_of<T: WordList + Send + Sync>() -> impl TypedValueParser<Value = T> {
    let values = T::ALL.iter().map(|one| {
        let meaning = one.meaning().trim_end_matches('.');
        PossibleValue::new(one.as_str()).help(meaning)
    });
    PossibleValuesParser::new(values)
        .try_map(|word| T::from_word(&word).ok_or_else(|| format!("{word:?} is not in the list")))
}

/// Parses or resolves an argument that may be left out.
pub(super) fn optional<T>(
    text: Option<&String>,
    resolve: impl FnOnce(&str) -> Result<T>,
) -> Result<Option<T>> {
    text.map(|text| resolve(text)).transpose()
}

/// The time given to `option`.
pub(super) fn when(
    calendar: Calendar,
    option: &str,
    text: Option<&String>,
) -> Result<Option<When>> {
    optional(text, |text| {
        calendar.when(text).with_context(|| option.to_owned())
    })
}

/// The day given to `option`.
pub(super) fn day(
    calendar: Calendar,
    option: &str,
    text: Option<&String>,
) -> Result<Option<NaiveDate>> {
    optional(text, |text| {
        calendar.day(text).with_context(|| option.to_owned())
    })
}

/// The standard of a claim, from --standard.
pub(super) fn standard(text: Option<&String>) -> Result<Option<Standard>> {
    optional(text, |text| text.parse().context("--standard"))
}

/// The value of a claim, from --value.
pub(super) fn value(text: Option<&String>) -> Result<Option<Value>> {
    optional(text, |text| text.parse().context("--value"))
}

/// A relation to a party: `PARTY` or `PARTY:SINCE..UNTIL`, where either day may be left out.
pub(super) fn edge(names: Names<'_>, text: &str) -> Result<Edge> {
    let (name, days) = match text.rsplit_once(':') {
        Some((name, days)) if days.contains("..") => (name, days),
        _ => (text, ".."),
    };
    let (since, until) = days.split_once("..").unwrap_or_default();
    let end = |text: &str| match text {
        "" => Ok(None),
        text => {
            let day = names.calendar().day(text);
            day.map(Some)
                .with_context(|| format!("the relation to {name}"))
        }
    };
    Ok(Edge {
        party: names.party(name)?.1,
        since: end(since)?,
        until: end(until)?,
    })
}

/// A relation to a party without an end at either side.
pub(super) fn always(party: Slug) -> Edge {
    Edge {
        party,
        since: None,
        until: None,
    }
}

/// A passage: `START..END` in characters, or its words.
///
/// # Errors
/// If the source's text does not contain the words exactly once.
pub(super) fn passage(desk: &Desk<'_, '_>, source: &Slug, text: &str) -> Result<Passage> {
    let range = text
        .split_once("..")
        .and_then(|(start, end)| Some((start.trim().parse().ok()?, end.trim().parse().ok()?)));
    Ok(match range {
        Some((start, end)) => Passage {
            start,
            end,
            sha256: None,
            paragraph: None,
        },
        None => desk.find_passage(source, text)?,
    })
}

/// Removes `items` from a list.
///
/// # Errors
/// If the list lacks one of them.
pub(super) fn remove<T: PartialEq + std::fmt::Display>(
    list: &mut Vec<T>,
    items: &[T],
    list_name: &str,
) -> Result<()> {
    for item in items {
        let before = list.len();
        list.retain(|one| one != item);
        if list.len() == before {
            bail!("{item} is not one of its {list_name}");
        }
    }
    Ok(())
}
