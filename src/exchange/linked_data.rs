//! Writing JSON-LD, in whatever vocabulary.

use serde_json::{Map, Value};

use crate::domain::text::safe_json;

/// An object of the properties that have a value.
pub(super) fn object<const N: usize>(properties: [(&str, Option<Value>); N]) -> Value {
    let given = properties
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Object(given.collect::<Map<_, _>>())
}

/// JSON that may be put into a page as it is: nothing in it ends a script or begins a comment, and nothing moves a terminal.
pub(super) fn for_page(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for character in safe_json(json).chars() {
        match character {
            // Outside strings JSON has none of these.
            '<' => escaped.push_str("\\u003c"),
            '>' => escaped.push_str("\\u003e"),
            '&' => escaped.push_str("\\u0026"),
            other => escaped.push(other),
        }
    }
    escaped
}
