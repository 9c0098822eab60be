//! Answers as JSON.

use serde::Serialize;
use serde_json::Value;

use crate::domain::text::safe_json as safe;

/// The answer as one document.
pub fn document<T: Serialize>(answer: &T) -> serde_json::Result<String> {
    Ok(safe(&serde_json::to_string_pretty(answer)?) + "\n")
}

/// The answer as one document a line: an array as its elements.
pub fn lines<T: Serialize>(answer: &T) -> serde_json::Result<String> {
    let lines = match serde_json::to_value(answer)? {
        Value::Array(elements) => elements,
        single => vec![single],
    };
    let mut text = String::new();
    for line in lines {
        text.push_str(&safe(&serde_json::to_string(&line)?));
        text.push('\n');
    }
    Ok(text)
}
