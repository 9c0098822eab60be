//! Answers as comma-separated values, safe to open in a spreadsheet, with one value in a cell.

use serde_json::{Map, Value as Json};

use crate::domain::text::{begins_like_a_formula, escaped};
use crate::domain::value::Value;

/// Lists that an answer may be about. The rows of such an answer are the list's elements.
const ROWS: [&str; 3] = ["statements", "answers", "accepted"];

/// What an element of a list is known by in a cell, in order of preference.
const REFERENCES: [&str; 8] = [
    "id",
    "party",
    "claim",
    "source",
    "statement",
    "kind",
    "rule",
    "finding",
];

/// The columns of a row, each with its cell.
type Row = Vec<(String, String)>;

/// An answer, given as a JSON document. A list has a row for each element, and so has an answer that
/// is about one list; anything else has one row.
///
/// # Errors
/// Fails if this is not a JSON document, which is a bug.
pub(super) fn document(json: &str) -> anyhow::Result<String> {
    let rows = match serde_json::from_str(json)? {
        Json::Array(elements) => elements,
        Json::Object(mut fields) => match ROWS.iter().find_map(|list| rows(&mut fields, list)) {
            Some(elements) => elements,
            None => vec![Json::Object(fields)],
        },
        single => vec![single],
    };
    let rows: Vec<Row> = rows.iter().map(row).collect();
    let columns = columns(&rows);
    let mut writer = csv::Writer::from_writer(Vec::new());
    if !columns.is_empty() {
        writer.write_record(&columns)?;
    }
    for row in &rows {
        let cell = |column: &&str| {
            let cell = row.iter().find(|(name, _)| name == column);
            cell.map_or("", |(_, cell)| cell.as_str())
        };
        writer.write_record(columns.iter().map(cell))?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}

/// The elements of a field, if it is a list of objects.
fn rows(fields: &mut Map<String, Json>, list: &str) -> Option<Vec<Json>> {
    let elements = fields.get(list)?.as_array()?;
    let is_list = elements.iter().all(Json::is_object);
    is_list.then(|| elements.clone())
}

fn row(element: &Json) -> Row {
    let mut row = Row::new();
    if let Json::Object(fields) = element {
        for (name, value) in fields {
            put(name, value, &mut row);
        }
    }
    row
}

/// Adds the cells of a field: one, or if it is an object one for each of its own fields.
fn put(name: &str, value: &Json, row: &mut Row) {
    match value {
        Json::Object(fields) => match serde_json::from_value::<Value>(value.clone()) {
            Ok(typed) => row.push((name.to_owned(), defused(&typed.to_string()))),
            Err(_) => {
                for (inner, value) in fields {
                    put(&format!("{name}.{inner}"), value, row);
                }
            }
        },
        value => row.push((name.to_owned(), cell(value))),
    }
}

/// The columns of all rows, in the order in which they first occur. A field that is null in some rows
/// and an object in others has no column of its own.
fn columns(rows: &[Row]) -> Vec<&str> {
    let mut columns: Vec<&str> = Vec::new();
    for row in rows {
        let mut place = 0;
        for (name, _) in row {
            match columns.iter().position(|column| column == name) {
                Some(known) => place = known + 1,
                None => {
                    columns.insert(place, name);
                    place += 1;
                }
            }
        }
    }
    let all = columns.clone();
    columns.retain(|column| {
        let inner = format!("{column}.");
        !all.iter().any(|other| other.starts_with(&inner))
    });
    columns
}

fn cell(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::Bool(_) | Json::Number(_) => value.to_string(),
        Json::String(text) => defused(text),
        Json::Array(items) => {
            let items: Vec<String> = items.iter().map(item).collect();
            defused(&items.join("; "))
        }
        Json::Object(_) => defused(&value.to_string()),
    }
}

/// An element of a list: a word, a range, or what an object is known by.
fn item(item: &Json) -> String {
    let known = REFERENCES.iter().find_map(|name| item.get(name)?.as_str());
    match (item, known) {
        (Json::String(text), _) => text.clone(),
        (Json::Array(span), _) => span
            .iter()
            .map(Json::to_string)
            .collect::<Vec<_>>()
            .join(".."),
        (_, Some(text)) => text.to_owned(),
        (other, None) => other.to_string(),
    }
}

/// The text, behind an apostrophe if a spreadsheet would run it as a formula.
fn defused(text: &str) -> String {
    let shown = escaped(text);
    if begins_like_a_formula(&shown) {
        format!("'{shown}")
    } else {
        shown.into_owned()
    }
}
