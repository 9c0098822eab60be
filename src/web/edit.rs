//! What a record has in the fields of a form, and the options of a command that make it what the form says.

use std::borrow::Cow;

use serde_json::Value;

use super::field::{Field, Kind, List};
use super::filled::Filled;
use crate::desk::Held;
use crate::domain::text::escaped_lines;
use crate::domain::value;

/// What a thing has in a field.
pub(super) fn values(held: &Held, field: &Field) -> Vec<String> {
    let name = field.name.replace('-', "_");
    let names = [name.clone(), format!("{name}s"), format!("{name}es")];
    let value = names.iter().find_map(|name| held.record.get(name));
    match value {
        None => Vec::new(),
        Some(Value::Array(several)) => several.iter().filter_map(typed).collect(),
        Some(one) => typed(one).into_iter().collect(),
    }
}

/// A value of a record as somebody types it.
fn typed(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Object(fields) => {
            let text = |name: &str| fields.get(name).and_then(Value::as_str);
            let number = |name: &str| fields.get(name).and_then(Value::as_u64);
            if let (Some(start), Some(end)) = (number("start"), number("end")) {
                return Some(format!("{start}..{end}"));
            }
            if let Some(party) = text("party") {
                let days = [text("since"), text("until")].map(Option::unwrap_or_default);
                let is_always = days.iter().all(|day| day.is_empty());
                return Some(match is_always {
                    true => party.to_owned(),
                    false => format!("{party}:{}..{}", days[0], days[1]),
                });
            }
            let answer: Option<value::Value> = serde_json::from_value(value.clone()).ok();
            answer.map(|answer| answer.to_string())
        }
        other => Some(other.to_string()),
    }
}

/// The options that make a field of a thing what a form has in it: none if that is what it is.
pub(super) fn options(held: &Held, field: &Field, filled: &Filled) -> Vec<String> {
    let name = field.name;
    let before = values(held, field);
    let after: Vec<&str> = filled.all(name).map(|typed| field.value(typed)).collect();
    let same = |before: &str, after: &str| {
        // A page shows some characters escaped that cannot be typed.
        let lines = before.replace("\r\n", "\n");
        let shown: Cow<'_, str> = escaped_lines(&lines);
        [field.value(&lines), field.value(&shown)].contains(&after)
    };
    let is_kept = |one: &str| after.iter().any(|after| same(one, after));
    let is_new = |one: &&&str| !before.iter().any(|before| same(before, one));
    if matches!(field.kind, Kind::Flag) {
        return after
            .first()
            .map(|_| format!("--{name}"))
            .into_iter()
            .collect();
    }
    if field.list == List::Added {
        let gone = before.iter().filter(|one| !is_kept(one));
        let gone = gone.map(|one| format!("--no-{name}={}", without_days(one)));
        let new = after.iter().filter(is_new);
        return gone
            .chain(new.map(|one| format!("--{name}={one}")))
            .collect();
    }
    let is_same = before.len() == after.len() && before.iter().zip(&after).all(|(a, b)| same(a, b));
    match (is_same, after.is_empty()) {
        (true, _) => Vec::new(),
        (false, true) => vec![format!("--clear={name}")],
        (false, false) => after.iter().map(|one| format!("--{name}={one}")).collect(),
    }
}

/// A relation without its days: the name of the party.
fn without_days(relation: &str) -> &str {
    match relation.rsplit_once(':') {
        Some((party, days)) if days.contains("..") => party,
        _ => relation,
    }
}
