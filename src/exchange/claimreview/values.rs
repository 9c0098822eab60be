//! The values of a review: what they are called in reasons, and what they are taken for.

use chrono::{Datelike, NaiveDate};
use serde_json::{Map, Value};

use crate::domain::text::{MAX_BYTES, folded, shortened};

/// The path of a property of the thing at `of`.
pub(super) fn within(of: &str, name: &str) -> String {
    match of.is_empty() {
        true => name.to_owned(),
        false => format!("{of}.{name}"),
    }
}

/// What a property has, which may be one thing or several.
pub(super) fn all(value: Option<&Value>) -> &[Value] {
    match value {
        Some(Value::Array(several)) => several,
        Some(Value::Null) | None => &[],
        Some(one) => std::slice::from_ref(one),
    }
}

/// A value as a reason names it.
pub(super) fn what(value: &Value) -> String {
    match value {
        Value::String(text) => format!("{:?}", shortened(text)),
        Value::Object(_) => "a thing".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        other => other.to_string(),
    }
}

/// Why a reference leads nowhere.
pub(super) fn nowhere(thing: &Map<String, Value>) -> Option<String> {
    let id = thing.get("@id").filter(|_| thing.len() == 1)?;
    Some(format!("refers to {}, which is not in the file", what(id)))
}

pub(super) fn no_address(url: &str) -> String {
    let url = shortened(url);
    format!("{url:?} is no whole address, which begins with https:// or http://")
}

pub(super) fn too_long(text: &str) -> String {
    format!("has {} bytes; at most {MAX_BYTES} are kept", text.len())
}

/// Whether a day is what a machine writes for none: in the first centuries, or the first of 1970.
pub(super) fn is_zero(day: NaiveDate) -> bool {
    day.year() < 1000 || Some(day) == NaiveDate::from_ymd_opt(1970, 1, 1)
}

/// Whether a name is that of an outlet or the beginning of it: "The Courier" reviews as "The Courier Fact Check".
pub(super) fn is_of(name: &str, outlet: &str) -> bool {
    let (name, outlet) = (folded(name), folded(outlet));
    let begins = |long: &str, short: &str| {
        long.strip_prefix(short)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    begins(&outlet, &name) || begins(&name, &outlet)
}

/// The host of an address, without `www.`.
pub(super) fn host(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    Some(host.strip_prefix("www.").unwrap_or(host)).filter(|host| !host.is_empty())
}
