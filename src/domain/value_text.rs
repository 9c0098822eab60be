//! Values as people write them: `USD 90bn`, `about 1500 households`, `14 days after 2025-08-18`.

use std::str::FromStr;

use chrono::NaiveDate;
use thiserror::Error;

use super::decimal::Decimal;
use super::time::parse_day;
use super::value::{Bound, SCALES, Value};

/// The accepted forms, for hints and help.
pub const FORMS: &str = "USD 90bn, $90bn, EUR 80m..90m, about 1500 households, at least 3 ships, \
    2025-08-20, 2025-08-20..2025-08-25, 14 days after 2025-08-18, place:Geneva, text:undecided";

/// The text is not a value.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{text:?} is not a value: write one of {FORMS}")]
pub struct ValueTextError {
    /// The text that was given.
    pub text: String,
}

/// Currency signs that the news uses for a single currency.
const SIGNS: [(char, &str); 4] = [('$', "USD"), ('€', "EUR"), ('£', "GBP"), ('¥', "JPY")];

/// Scale words besides the short suffixes in [`SCALES`].
const SCALE_WORDS: [(&str, i64); 4] = [
    ("trillion", 1_000_000_000_000),
    ("billion", 1_000_000_000),
    ("million", 1_000_000),
    ("k", 1_000),
];

impl FromStr for Value {
    type Err = ValueTextError;

    fn from_str(text: &str) -> Result<Self, ValueTextError> {
        let value = parse(text.trim()).filter(|value| value.check().is_ok());
        value.ok_or_else(|| ValueTextError {
            text: text.to_owned(),
        })
    }
}

fn parse(text: &str) -> Option<Value> {
    if let Some(name) = text.strip_prefix("place:") {
        let name = name.trim().to_owned();
        return Some(Value::Place { name });
    }
    if let Some(words) = text.strip_prefix("text:") {
        let text = words.trim().to_owned();
        return Some(Value::Text { text });
    }
    dates(text)
        .or_else(|| duration(text))
        .or_else(|| numbers(text))
}

fn dates(text: &str) -> Option<Value> {
    match text.split_once("..") {
        None => Some(Value::Date {
            from: parse_day(text)?,
            to: None,
        }),
        Some((from, to)) => Some(Value::Date {
            from: parse_day(from.trim())?,
            to: Some(parse_day(to.trim())?),
        }),
    }
}

fn duration(text: &str) -> Option<Value> {
    let (days, after) = text.split_once(" after ")?;
    let days = days
        .strip_suffix("days")
        .or_else(|| days.strip_suffix("day"))?;
    let after: NaiveDate = parse_day(after.trim())?;
    Some(Value::Duration {
        days: days.trim().parse().ok()?,
        after,
    })
}

fn numbers(text: &str) -> Option<Value> {
    let (about, rest) = prefixed(text, "about ");
    let (at_least, rest) = prefixed(rest, "at least ");
    let (at_most, rest) = prefixed(rest, "at most ");
    let bound = match (at_least, at_most) {
        (true, false) => Some(Bound::AtLeast),
        (false, true) => Some(Bound::AtMost),
        (true, true) => return None,
        (false, false) => None,
    };
    if let Some((currency, sum)) = currency(rest) {
        let (amount, max) = range(sum)?;
        return Some(Value::Money {
            amount,
            currency,
            max,
            about,
            bound,
        });
    }
    let (number, unit) = rest.split_once(' ')?;
    let (amount, max) = range(number)?;
    let unit = unit.trim().to_owned();
    Some(Value::Count {
        amount,
        unit,
        max,
        about,
        bound,
    })
}

fn prefixed<'t>(text: &'t str, prefix: &str) -> (bool, &'t str) {
    match text.strip_prefix(prefix) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text),
    }
}

/// The currency at the start of a sum, and the rest of the text.
fn currency(text: &str) -> Option<(String, &str)> {
    for (sign, code) in SIGNS {
        if let Some(rest) = text.strip_prefix(sign) {
            return Some((code.to_owned(), rest.trim_start()));
        }
    }
    let (code, rest) = text.split_once(' ')?;
    let is_code = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    is_code.then(|| (code.to_owned(), rest.trim_start()))
}

fn range(text: &str) -> Option<(Decimal, Option<Decimal>)> {
    match text.split_once("..") {
        None => Some((number(text)?, None)),
        Some((low, high)) => Some((number(low.trim())?, Some(number(high.trim())?))),
    }
}

/// A number, with or without grouped digits and a scale.
fn number(text: &str) -> Option<Decimal> {
    let words = SCALE_WORDS.iter().chain(&SCALES);
    for (word, factor) in words {
        if let Some(digits) = text.strip_suffix(word) {
            return plain(digits.trim_end())?.times(*factor);
        }
    }
    plain(text)
}

fn plain(text: &str) -> Option<Decimal> {
    text.replace(',', "").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_read_and_print() {
        for (given, shown) in [
            ("USD 90bn", "USD 90bn"),
            ("$90 billion", "USD 90bn"),
            ("€1.5bn", "EUR 1.5bn"),
            ("about USD 80bn..90bn", "about USD 80bn..90bn"),
            ("about 1,500 households", "about 1,500 households"),
            ("at least 3 ships", "at least 3 ships"),
            ("2025-08-20", "2025-08-20"),
            ("2025-08-20..2025-08-25", "2025-08-20..2025-08-25"),
            ("14 days after 2025-08-18", "14 days after 2025-08-18"),
            ("place: Geneva", "Geneva"),
            ("text:undecided", "undecided"),
        ] {
            let value: Value = given.parse().expect(given);
            assert_eq!(value.to_string(), shown);
            assert_eq!(value.typed().parse(), Ok(value));
        }
    }

    #[test]
    fn what_is_no_value_is_refused() {
        for bad in [
            "",
            "Geneva",
            "90bn",
            "usd 90bn",
            "USD",
            "USD x",
            "2025-02-30",
            "3..1 ships",
            "2025-08-25..2025-08-20",
            "at least at most 3 ships",
            "place:",
            "1e9 ships",
            "99999999999999999999999999 ships",
        ] {
            assert!(bad.parse::<Value>().is_err(), "{bad}");
        }
    }
}
