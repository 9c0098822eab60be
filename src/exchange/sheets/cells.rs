//! Cells of a sheet: text that is safe in a spreadsheet, lists, and enum values.

use std::collections::BTreeMap;

use csv::StringRecord;
use serde::Serialize;
use serde::de::{DeserializeOwned, IntoDeserializer, value};

use crate::domain::text::begins_like_a_formula;

/// The text as a cell that a spreadsheet does not run as a formula: a leading apostrophe is added
/// to what looks like one, and to what already has one.
pub(super) fn defused(text: &str) -> String {
    if text.starts_with('\'') || begins_like_a_formula(text) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// The text of a cell that [`defused`] wrote. In a sheet from elsewhere, an apostrophe before anything
/// but a formula belongs to the text.
fn undefused(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with('\'') || begins_like_a_formula(rest) => rest,
        _ => cell,
    }
}

/// The cells of a row by column.
pub(super) struct SheetRow {
    cells: BTreeMap<String, String>,
}

impl SheetRow {
    /// The cells of a record under their header.
    pub(super) fn new(header: &StringRecord, record: &StringRecord) -> Self {
        let cells = header.iter().zip(record.iter());
        let cells = cells.map(|(name, cell)| (name.to_owned(), undefused(cell).to_owned()));
        Self {
            cells: cells.collect(),
        }
    }

    /// The text of a column, or `None` if it is blank.
    pub(super) fn optional(&self, column: &str) -> Option<&str> {
        let cell = self.cells.get(column).map(String::as_str);
        cell.filter(|cell| !cell.trim().is_empty())
    }

    /// The text of a column.
    ///
    /// # Errors
    /// If it is blank.
    pub(super) fn required(&self, column: &str) -> Result<&str, String> {
        let cell = self.optional(column);
        cell.ok_or_else(|| format!("column {column}: is empty"))
    }

    /// The parsed value of a column, or `None` if it is blank.
    ///
    /// # Errors
    /// Names the column and says what is wrong.
    pub(super) fn parsed<T, E: ToString>(
        &self,
        column: &str,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Result<Option<T>, String> {
        let cell = self.optional(column).map(str::trim);
        let parsed = cell.map(parse).transpose();
        parsed.map_err(|error| format!("column {column}: {}", error.to_string()))
    }

    /// The parsed items of a list.
    ///
    /// # Errors
    /// Names the column and says what is wrong.
    pub(super) fn list<T, E: ToString>(
        &self,
        column: &str,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Result<Vec<T>, String> {
        let items = self.optional(column).map(split).unwrap_or_default();
        let parsed: Result<Vec<T>, E> = items.iter().map(|item| parse(item)).collect();
        parsed.map_err(|error| format!("column {column}: {}", error.to_string()))
    }
}

/// Items as one cell. A backslash escapes semicolons, backslashes, and blanks at either end of an
/// item.
pub(super) fn joined<T: ToString>(items: impl IntoIterator<Item = T>) -> String {
    let items = items.into_iter().map(|item| escaped(&item.to_string()));
    items.collect::<Vec<_>>().join("; ")
}

fn escaped(item: &str) -> String {
    let last = item.chars().count().saturating_sub(1);
    let mut cell = String::with_capacity(item.len());
    for (at, letter) in item.chars().enumerate() {
        let outer = letter.is_whitespace() && (at == 0 || at == last);
        if outer || letter == ';' || letter == '\\' {
            cell.push('\\');
        }
        cell.push(letter);
    }
    cell
}

/// The items of a cell.
fn split(cell: &str) -> Vec<String> {
    let (mut items, mut item) = (Vec::new(), String::new());
    // Length of the item up to its last escaped character, which trimming must keep.
    let mut kept = 0;
    let mut letters = cell.trim_start().chars();
    while let Some(letter) = letters.next() {
        match letter {
            ';' => {
                items.push(trimmed(&item, kept));
                item.clear();
                kept = 0;
            }
            '\\' => {
                item.push(letters.next().unwrap_or('\\'));
                kept = item.len();
            }
            blank if item.is_empty() && blank.is_whitespace() => {}
            other => item.push(other),
        }
    }
    items.push(trimmed(&item, kept));
    items.retain(|item| !item.is_empty());
    items
}

/// The item without trailing blanks, but at least `kept` bytes of it.
fn trimmed(item: &str, kept: usize) -> String {
    let end = item.trim_end().len().max(kept);
    item[..end].to_owned()
}

/// An enum value as its word.
pub(super) fn word<T: Serialize>(one: &T) -> String {
    match serde_json::to_value(one) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

/// The enum value of a word, in capitals or not: spreadsheets turn `true` into `TRUE`, or into a word
/// of their own language.
///
/// # Errors
/// Names the valid words.
pub(super) fn from_word<T: DeserializeOwned>(word: &str) -> Result<T, value::Error> {
    let parse = |word: &str| {
        let deserializer: value::StrDeserializer<'_, value::Error> = word.into_deserializer();
        T::deserialize(deserializer)
    };
    let lower = word.to_lowercase();
    let meant = match lower.as_str() {
        "wahr" | "vrai" | "verdadero" | "verdadeiro" | "vero" | "waar" | "prawda" => "true",
        "falsch" | "faux" | "falso" | "onwaar" | "fałsz" => "false",
        lower => lower,
    };
    parse(word).or_else(|error| parse(meant).map_err(|_| error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_survive_a_round_trip() {
        for items in [
            vec!["a", "b"],
            vec!["a; b", "c\\d"],
            vec![" a", "b\t", "c d"],
            vec![],
        ] {
            assert_eq!(split(&joined(items.clone())), items);
        }
    }

    #[test]
    fn no_cell_begins_like_a_formula() {
        for text in ["=1+1", "+1", "-1", "@x", "'x", "\t=1", "\n=1", "＝1"] {
            assert!(defused(text).starts_with('\''));
        }
        assert_eq!(defused("plain = text"), "plain = text");
    }
}
