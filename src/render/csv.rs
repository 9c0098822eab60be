//! Answers as comma-separated values, safe to open in a spreadsheet.

use serde_json::Value;

use crate::domain::text::{begins_like_a_formula, escaped};

/// An answer, given as a JSON document, with its fields as columns. A list has a row for each element,
/// anything else one row.
///
/// # Errors
/// Fails if this is not a JSON document, which is a bug.
pub(super) fn document(json: &str) -> anyhow::Result<String> {
    let rows = match serde_json::from_str(json)? {
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
