//! Answers as comma-separated values, safe to open in a spreadsheet.

use serde::Serialize;
use serde_json::Value;

use crate::domain::text::{begins_like_a_formula, escaped};

/// The answer with its fields as columns. A list has a row for each element, anything else one row.
///
/// # Errors
/// Fails if the answer cannot be serialised, which is a bug.
pub(super) fn document<T: Serialize>(answer: &T) -> anyhow::Result<String> {
    let rows = match serde_json::to_value(answer)? {
        Value::Array(elements) => elements,
        single => vec![single],
    };
    let mut writer = csv::Writer::from_writer(Vec::new());
    if let Some(Value::Object(first)) = rows.first() {
        writer.write_record(first.keys())?;
    }
    for row in &rows {
        if let Value::Object(fields) = row {
            writer.write_record(fields.values().map(cell))?;
        }
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::String(text) => defused(text),
        Value::Array(items) if items.iter().all(Value::is_string) => {
            let items: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
            defused(&items.join("; "))
        }
        Value::Array(_) | Value::Object(_) => defused(&value.to_string()),
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
