//! Converts between domain types and the text in the tables.

use chrono::NaiveDate;
use rusqlite::Row;
use rusqlite::types::FromSql;
use serde::de::{DeserializeOwned, IntoDeserializer, value};
use serde::{Deserialize, Serialize};

use crate::domain::discrepancy::Kind;
use crate::domain::passage::{Passage, from_hex, hex};
use crate::domain::statement::Attribution;
use crate::domain::time;
use crate::ledger::{LedgerError, Result};

/// The word for a domain value.
pub(crate) fn word<T: Serialize>(one: &T) -> Result<String> {
    match serde_json::to_value(one) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        other => Err(garbled(format!("{other:?} where a word belongs"))),
    }
}

/// The domain value for a word.
pub(crate) fn from_word<T: DeserializeOwned>(word: &str) -> Result<T> {
    let deserializer: value::StrDeserializer<'_, value::Error> = word.into_deserializer();
    T::deserialize(deserializer).map_err(|error| garbled(error.to_string()))
}

/// The position of a kind of discrepancy in lists.
pub(crate) fn rank(kind: Kind) -> i64 {
    let before = Kind::ALL.iter().take_while(|one| **one != kind);
    before.map(|_| 1).sum()
}

/// Like [`from_word`], for an optional word.
pub(crate) fn from_optional_word<T: DeserializeOwned>(word: Option<&str>) -> Result<Option<T>> {
    word.map(from_word).transpose()
}

/// A value as the JSON stored in a table.
pub(crate) fn json<T: Serialize>(shape: &T) -> Result<String> {
    serde_json::to_string(shape).map_err(|error| garbled(error.to_string()))
}

/// A value from the JSON stored in a table.
pub(crate) fn from_json<'t, T: Deserialize<'t>>(text: &'t str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| garbled(error.to_string()))
}

/// The four columns of a stored passage: start, end, paragraph, and digest as bytes.
pub(crate) type PassageColumns = (Option<i64>, Option<i64>, Option<u32>, Option<Vec<u8>>);

/// A passage as its four columns.
pub(crate) fn passage_columns(passage: Option<&Passage>) -> Result<PassageColumns> {
    let Some(passage) = passage else {
        return Ok((None, None, None, None));
    };
    let place = |at: u64| i64::try_from(at).map_err(|_| garbled(format!("{at} for a place")));
    let digest = passage.sha256.as_deref().map(|text| {
        let bytes = from_hex(text);
        bytes.ok_or_else(|| garbled(format!("{text:?} for a digest")))
    });
    Ok((
        Some(place(passage.start)?),
        Some(place(passage.end)?),
        passage.paragraph,
        digest.transpose()?,
    ))
}

/// Reads a passage from four columns starting at `at`.
pub(crate) fn passage(row: &Row<'_>, at: usize) -> Result<Option<Passage>> {
    let place = |at| -> Result<Option<u64>> {
        let place: Option<i64> = column(row, at)?;
        let place = place.map(|at| u64::try_from(at).map_err(|_| garbled(format!("place {at}"))));
        place.transpose()
    };
    let (Some(start), Some(end)) = (place(at)?, place(at + 1)?) else {
        return Ok(None);
    };
    let digest: Option<Vec<u8>> = column(row, at + 3)?;
    Ok(Some(Passage {
        start,
        end,
        sha256: digest.as_deref().map(hex),
        paragraph: column(row, at + 2)?,
    }))
}

/// The stored form of an attribution; `NULL` means on the record.
pub(crate) fn attribution_column(attribution: Attribution) -> Option<&'static str> {
    (attribution != Attribution::OnRecord).then(|| attribution.as_str())
}

/// Reads an attribution from the column `at`.
pub(crate) fn attribution(row: &Row<'_>, at: usize) -> Result<Attribution> {
    let kept = from_optional_word(text(row, at)?)?;
    Ok(kept.unwrap_or(Attribution::OnRecord))
}

/// Parses a stored day.
pub(crate) fn from_day(text: Option<&str>) -> Result<Option<NaiveDate>> {
    text.map(|text| time::parse_day(text).ok_or_else(|| garbled(format!("{text:?} for a day"))))
        .transpose()
}

/// An error about the content of a table.
pub(crate) fn garbled(what: String) -> LedgerError {
    LedgerError::Corrupt { what }
}

/// A column of a row.
pub(crate) fn column<T: FromSql>(row: &Row<'_>, at: usize) -> Result<T> {
    row.get(at).map_err(LedgerError::from)
}

/// A text column that may be `NULL`, borrowed from SQLite's memory.
pub(crate) fn text<'r>(row: &'r Row<'_>, at: usize) -> Result<Option<&'r str>> {
    let text = row.get_ref(at)?.as_str_or_null();
    text.map_err(|_| garbled(format!("column {at}, which is no text")))
}
