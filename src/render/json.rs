//! Answers as JSON.

use serde::Serialize;
use serde_json::Value;

use crate::domain::text::is_hostile;

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

/// The same document with every character that a terminal would obey written as an escape. JSON
/// has line feeds between its parts only, so they stay.
pub fn safe(document: &str) -> String {
    let mut shown = String::with_capacity(document.len());
    for character in document.chars() {
        if character != '\n' && is_hostile(character) {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                shown.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            shown.push(character);
        }
    }
    shown
}
