//! What a record has in the fields of a form, and the options of a command that make it what the form says.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::field::{Field, Given, Kind, List};
use super::filled::Filled;
use super::writes::HAD;
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
    let after = typed_in(field, filled);
    let same = |before: &str, after: &str| is_same(field, before, after);
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
    match (is_untouched(field, &before, filled), after.is_empty()) {
        (true, _) => Vec::new(),
        (false, true) => vec![format!("--clear={name}")],
        (false, false) => after.iter().map(|one| format!("--{name}={one}")).collect(),
    }
}

/// What was typed in a field.
fn typed_in<'f>(field: &Field, filled: &'f Filled) -> Vec<&'f str> {
    filled
        .all(field.name)
        .map(|typed| field.value(typed))
        .collect()
}

fn is_same(field: &Field, before: &str, after: &str) -> bool {
    // A page shows some characters escaped that cannot be typed.
    let lines = before.replace("\r\n", "\n");
    let shown: Cow<'_, str> = escaped_lines(&lines);
    [field.value(&lines), field.value(&shown)].contains(&after)
}

/// Whether a form still has in a field what it had before.
fn is_untouched(field: &Field, before: &[String], filled: &Filled) -> bool {
    let after = typed_in(field, filled);
    before.len() == after.len() && before.iter().zip(after).all(|(a, b)| is_same(field, a, b))
}

/// What a thing has in the fields of a form, for the form to take along.
pub(super) fn taken_along(held: &Held, fields: &[Field]) -> String {
    let all = fields.iter().filter(|field| field.given == Given::Option);
    let all = all.map(|field| (field.name, values(held, field)));
    json!(all.collect::<BTreeMap<_, _>>()).to_string()
}

/// A form in which nobody touched some fields, with what a thing has in them now in place of what it had when the form was
/// made.
pub(super) fn renewed(held: &Held, fields: &[Field], mut filled: Filled) -> Filled {
    let had = filled
        .get(HAD)
        .and_then(|had| serde_json::from_str(had).ok());
    let had: BTreeMap<String, Vec<String>> = had.unwrap_or_default();
    for field in fields {
        let Some(had) = had.get(field.name) else {
            continue;
        };
        if is_untouched(field, had, &filled) {
            filled = filled.without(|name| name == field.name);
            for value in values(held, field) {
                filled.push(field.name, &value);
            }
        }
    }
    filled
}

/// A relation without its days: the name of the party.
fn without_days(relation: &str) -> &str {
    match relation.rsplit_once(':') {
        Some((party, days)) if days.contains("..") => party,
        _ => relation,
    }
}
