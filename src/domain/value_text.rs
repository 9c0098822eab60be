//! Values as people write them: `USD 90bn`, `about 1500 households`, `14 days after 2025-08-18`.
//!
//! What can be read in two ways is refused with both readings, and what is not understood is
//! refused: a value is never guessed.

use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use thiserror::Error;

use super::decimal::Decimal;
use super::numerals;
use super::time::When;
use super::value::{Bound, Value};
use super::value_numbers::numbers;
use super::written::{self, WrittenDate, WrittenError};

/// The accepted forms, for hints and help.
pub const FORMS: &str = "USD 90bn, $90 billion, EUR 80m..90m, about 1500 households, at least 3 ships, 12%, \
    20 August 2025, 2025-08-20..2025-08-25, 14 days after 2025-08-18, place:Geneva, text:undecided";

/// Why a text is not a value.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ValueTextError {
    /// It has another form.
    #[error("{text:?} is not a value: write one of {FORMS}")]
    Unknown {
        /// The text that was given.
        text: String,
    },
    /// It can be read in several ways.
    #[error("{text} is ambiguous: write {}", readings.join(" or "))]
    Ambiguous {
        /// The text that was given.
        text: String,
        /// What it can mean, in the form to write instead.
        readings: Vec<String>,
    },
    /// It is a number without a unit.
    #[error("{text} does not say of what: write {text} households, or USD {text}")]
    NoUnit {
        /// The text that was given.
        text: String,
    },
    /// It is something that no value holds.
    #[error("{text} is {what}")]
    Other {
        /// The text that was given.
        text: String,
        /// What it is, and what to write instead.
        what: &'static str,
    },
    /// It is a date that does not exist or is not clear.
    #[error(transparent)]
    Date(#[from] WrittenError),
}

/// [`ValueTextError`] without the text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    Unknown,
    Ambiguous(Vec<Value>),
    NoUnit,
    Other(&'static str),
    Date(WrittenError),
}

impl From<WrittenError> for Flaw {
    fn from(error: WrittenError) -> Self {
        Self::Date(error)
    }
}

impl FromStr for Value {
    type Err = ValueTextError;

    fn from_str(text: &str) -> Result<Self, ValueTextError> {
        let text = text.trim();
        read(text).map_err(|flaw| {
            let text = text.to_owned();
            match flaw {
                Flaw::Unknown => ValueTextError::Unknown { text },
                Flaw::Ambiguous(values) => ValueTextError::Ambiguous {
                    text,
                    readings: values.iter().map(Value::typed).collect(),
                },
                Flaw::NoUnit => ValueTextError::NoUnit { text },
                Flaw::Other(what) => ValueTextError::Other { text, what },
                Flaw::Date(error) => error.into(),
            }
        })
    }
}

/// Whether the text is read as this value.
pub(super) fn is_read_as(text: &str, value: &Value) -> bool {
    read(text).as_ref() == Ok(value)
}

fn read(text: &str) -> Result<Value, Flaw> {
    let value = match explicit(text) {
        Some(value) => value.ok_or(Flaw::Unknown)?,
        None => match dates(text)? {
            Some(value) => value,
            None => numbers(text).unwrap_or(Err(Flaw::Unknown))?,
        },
    };
    match value.check() {
        Ok(()) => Ok(value),
        Err(_) => Err(Flaw::Unknown),
    }
}

/// A value whose kind is named: `place:`, `text:`, and `count:` or `money:` with plain numbers.
fn explicit(text: &str) -> Option<Option<Value>> {
    let (kind, rest) = text.split_once(':')?;
    let rest = rest.trim();
    Some(match kind {
        "place" => Some(Value::Place {
            name: rest.to_owned(),
        }),
        "text" => Some(Value::Text {
            text: rest.to_owned(),
        }),
        "count" => plain_count(rest),
        "money" => plain_money(rest),
        _ => return None,
    })
}

fn plain_count(text: &str) -> Option<Value> {
    let (about, bound, rest) = qualifiers(text)?;
    let (numbers, unit) = rest.split_once(' ')?;
    let (amount, max) = plain_range(numbers)?;
    Some(Value::Count {
        amount,
        unit: unit.trim().to_owned(),
        max,
        about,
        bound,
    })
}

fn plain_money(text: &str) -> Option<Value> {
    let (about, bound, rest) = qualifiers(text)?;
    let (currency, numbers) = rest.split_once(' ')?;
    let (amount, max) = plain_range(numbers)?;
    Some(Value::Money {
        amount,
        currency: currency.to_owned(),
        max,
        about,
        bound,
    })
}

fn plain_range(text: &str) -> Option<(Decimal, Option<Decimal>)> {
    match text.split_once("..") {
        None => Some((text.parse().ok()?, None)),
        Some((low, high)) => Some((low.parse().ok()?, Some(high.parse().ok()?))),
    }
}

/// A day, a month, a span of days, or a length of time from a day on.
fn dates(text: &str) -> Result<Option<Value>, Flaw> {
    match written::read_date(text) {
        Ok(WrittenDate::Full(when)) => return Ok(day_or_month(when)),
        Ok(WrittenDate::NoYear { month, day }) => {
            return Err(written::no_year(text, month, day, None).into());
        }
        Err(WrittenError::Unknown { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    if let Some(span) = span(text)? {
        return Ok(Some(span));
    }
    duration(text)
}

fn day_or_month(when: When) -> Option<Value> {
    if when.earliest() == when.latest() {
        return None;
    }
    let (from, to) = (when.earliest().day(), when.latest().day());
    Some(Value::Date {
        from,
        to: (to != from).then_some(to),
    })
}

/// `2025-08-20..2025-08-25`, `20 to 25 August 2025`.
fn span(text: &str) -> Result<Option<Value>, Flaw> {
    let text = text.strip_prefix("from ").unwrap_or(text);
    for between in ["..", " to ", " - ", "–", "-"] {
        let Some((first, last)) = text.split_once(between) else {
            continue;
        };
        let (first, last) = (first.trim(), last.trim());
        let to = written::read_day(last);
        let mut from = written::read_day(first);
        if let (Err(WrittenError::Unknown { .. } | WrittenError::NoYear { .. }), Ok(to)) =
            (&from, &to)
        {
            from = with_end_of(first, *to);
        }
        match (from, to) {
            (Ok(from), Ok(to)) => return Ok(Some(Value::Date { from, to: Some(to) })),
            (Ok(_), Err(error)) | (Err(error), Ok(_))
                if !matches!(error, WrittenError::Unknown { .. }) =>
            {
                return Err(error.into());
            }
            _ => {}
        }
    }
    Ok(None)
}

/// A day whose month or year is that of the span's end: `20` or `20 August` before `25 August 2025`.
fn with_end_of(first: &str, end: NaiveDate) -> Result<NaiveDate, WrittenError> {
    let is_day = (1..=2).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_digit());
    if is_day {
        return written::read_day(&format!("{:04}-{:02}-{first}", end.year(), end.month()));
    }
    written::read_day(&format!("{first} {:04}", end.year()))
}

/// `14 days after 2025-08-18`, `within two weeks of 18 August 2025`.
fn duration(text: &str) -> Result<Option<Value>, Flaw> {
    let (length, after) = match text.strip_prefix("within ") {
        Some(rest) => match rest.split_once(" of ") {
            Some(parts) => parts,
            None => return Ok(None),
        },
        None => match text.split_once(" after ") {
            Some(parts) => parts,
            None => return Ok(None),
        },
    };
    let Some((number, unit)) = numerals::leading(length, false) else {
        return Ok(None);
    };
    let factor = match unit.trim() {
        "day" | "days" => 1,
        "week" | "weeks" => 7,
        _ => return Ok(None),
    };
    let days = match number.readings(None).as_slice() {
        [days] => days
            .times(factor)
            .and_then(|days| days.to_string().parse().ok()),
        _ => None,
    };
    let after = written::read_day(after)?;
    Ok(days.map(|days| Value::Duration { days, after }))
}

/// Words and signs before a number that make it approximate.
const ABOUT: [&str; 12] = [
    "about ",
    "around ",
    "roughly ",
    "approximately ",
    "approx. ",
    "approx ",
    "circa ",
    "ca. ",
    "c. ",
    "some ",
    "~",
    "≈",
];

/// Words and signs before a number that make it a bound. A bound includes the number itself.
const BOUNDS: [(&str, Bound); 19] = [
    ("at least ", Bound::AtLeast),
    ("more than ", Bound::AtLeast),
    ("over ", Bound::AtLeast),
    ("no fewer than ", Bound::AtLeast),
    ("no less than ", Bound::AtLeast),
    ("not less than ", Bound::AtLeast),
    (">=", Bound::AtLeast),
    ("≥", Bound::AtLeast),
    (">", Bound::AtLeast),
    ("at most ", Bound::AtMost),
    ("up to ", Bound::AtMost),
    ("no more than ", Bound::AtMost),
    ("not more than ", Bound::AtMost),
    ("fewer than ", Bound::AtMost),
    ("less than ", Bound::AtMost),
    ("under ", Bound::AtMost),
    ("<=", Bound::AtMost),
    ("≤", Bound::AtMost),
    ("<", Bound::AtMost),
];

/// Whether a number is approximate, which bound it is, and the rest. `None` if it is two bounds.
pub(crate) fn qualifiers(text: &str) -> Option<(bool, Option<Bound>, &str)> {
    let (mut about, mut bound, mut rest) = (false, None, text);
    loop {
        if let Some(tail) = ABOUT.iter().find_map(|word| without(rest, word)) {
            if std::mem::replace(&mut about, true) {
                return None;
            }
            rest = tail;
        } else if let Some((which, tail)) = BOUNDS
            .iter()
            .find_map(|(word, which)| Some((*which, without(rest, word)?)))
        {
            if bound.replace(which).is_some() {
                return None;
            }
            rest = tail;
        } else {
            return Some((about, bound, rest));
        }
    }
}

/// The text behind a word at its beginning, in capitals or not.
pub(super) fn without<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let head = text.get(..word.len())?;
    let rest = text.get(word.len()..)?;
    head.eq_ignore_ascii_case(word).then(|| rest.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_read_and_print() {
        for (given, shown) in [
            ("USD 90bn", "USD 90bn"),
            ("US$90bn", "USD 90bn"),
            ("$90 billion", "USD 90bn"),
            ("$90B", "USD 90bn"),
            ("90 billion dollars", "USD 90bn"),
            ("90bn USD", "USD 90bn"),
            ("usd 90bn", "USD 90bn"),
            ("EUR80m", "EUR 80m"),
            ("€1.5bn", "EUR 1.5bn"),
            ("1,5 million euros", "EUR 1.5m"),
            ("EUR 1.500,50", "EUR 1,500.5"),
            ("1,50 €", "EUR 1.5"),
            ("A$3m", "AUD 3m"),
            ("5 million Swiss francs", "CHF 5m"),
            ("about USD 80bn..90bn", "about USD 80bn..90bn"),
            ("EUR 80–90m", "EUR 80m..90m"),
            ("€80m to €90m", "EUR 80m..90m"),
            ("between 80 and 90 million euros", "EUR 80m..90m"),
            ("EUR 80..90,000,000 ", "EUR 80..90,000,000"),
            ("about 1,500 households", "about 1,500 households"),
            ("~1500 households", "about 1,500 households"),
            ("at least 3 ships", "at least 3 ships"),
            ("More than 1500 households", "at least 1,500 households"),
            ("1500+ households", "at least 1,500 households"),
            ("three ships or fewer", "at most 3 ships"),
            ("3 to 4 ships", "3..4 ships"),
            ("1 500 households", "1,500 households"),
            ("3 million people", "3,000,000 people"),
            ("12%", "12 percent"),
            ("12 per cent", "12 percent"),
            ("10,5 percent", "10.5 percent"),
            ("10%-12%", "10..12 percent"),
            ("two weeks", "2 weeks"),
            ("3 tonnes per day", "3 tonnes per day"),
            ("2025-08-20", "2025-08-20"),
            ("20 August 2025", "2025-08-20"),
            ("August 2025", "2025-08-01..2025-08-31"),
            ("2025-08-20..2025-08-25", "2025-08-20..2025-08-25"),
            ("20 to 25 August 2025", "2025-08-20..2025-08-25"),
            ("20–25 August 2025", "2025-08-20..2025-08-25"),
            ("30 July to 2 August 2025", "2025-07-30..2025-08-02"),
            ("14 days after 2025-08-18", "14 days after 2025-08-18"),
            (
                "within two weeks of 18 August 2025",
                "14 days after 2025-08-18",
            ),
            ("place: Geneva", "Geneva"),
            ("text:undecided", "undecided"),
            ("count:1.125 percent", "1.125 percent"),
        ] {
            let value: Value = given.parse().unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(value.to_string(), shown);
            assert_eq!(value.typed().parse(), Ok(value));
        }
    }

    #[test]
    fn what_has_two_readings_names_both() {
        for (given, readings) in [
            ("EUR 1.500", "EUR 1,500 or money:EUR 1.5"),
            ("$1,500bn", "USD 1.5tn or USD 1.5bn"),
            ("Rs 500 crore", "INR 5bn or PKR 5bn"),
            ("5 million pounds", "GBP 5m or EGP 5m"),
        ] {
            let error = given.parse::<Value>().map_err(|error| error.to_string());
            let expected = format!(
                "{given} is ambiguous: write {}",
                readings.replace("money:EUR 1.5", "EUR 1.5")
            );
            assert_eq!(error, Err(expected));
        }
    }

    #[test]
    fn what_is_no_value_is_refused() {
        for bad in [
            "",
            "Geneva",
            "90bn",
            "1500",
            "USD",
            "USD x",
            "2025-02-30",
            "20 Aug",
            "8/9/2025",
            "7 pm",
            "6am",
            "7:30",
            "1 in 5 voters",
            "3 out of 4",
            "3 m",
            "500 to 2 million people",
            "$80m to €90m",
            "$5 per barrel",
            "90 billion dollars a year",
            "5-year plan",
            "2/3 majority",
            "three and a half million people",
            "50 cents",
            "3..1 ships",
            "2025-08-25..2025-08-20",
            "at least at most 3 ships",
            "place:",
            "1e9 ships",
            "99999999999999999999999999 ships",
        ] {
            assert!(
                bad.parse::<Value>().is_err(),
                "{bad}: {:?}",
                bad.parse::<Value>()
            );
        }
    }
}
