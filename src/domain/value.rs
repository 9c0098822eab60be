//! The typed value of a claim that answers a question, and when two values are rivals.

use std::fmt;

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::Invalid;
use super::decimal::Decimal;
use super::value_text;

/// The answer a claim gives to its question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Value {
    /// A sum of money.
    Money {
        /// The sum, or the lower end of a range, in whole units of the currency.
        amount: Decimal,
        /// Three capital letters, ISO 4217.
        currency: String,
        /// The upper end of a range.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<Decimal>,
        /// Whether the number was given as approximate.
        #[serde(default, skip_serializing_if = "is_false")]
        about: bool,
        /// Whether the number is a lower or an upper bound.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        bound: Option<Bound>,
    },
    /// A number of things.
    Count {
        /// The number, or the lower end of a range.
        amount: Decimal,
        /// What is counted, in the plural: `households`.
        unit: String,
        /// The upper end of a range.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<Decimal>,
        /// Whether the number was given as approximate.
        #[serde(default, skip_serializing_if = "is_false")]
        about: bool,
        /// Whether the number is a lower or an upper bound.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        bound: Option<Bound>,
    },
    /// A day, or a range of days.
    Date {
        /// The day, or the first of the range.
        #[serde(with = "crate::domain::time::day")]
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        from: NaiveDate,
        /// The last day of the range; `None` if it is `from` alone.
        #[serde(default, with = "crate::domain::time::optional_day")]
        #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
        to: Option<NaiveDate>,
    },
    /// A length of time counted from a day: "within two weeks".
    Duration {
        /// How many days.
        days: u32,
        /// The day from which they are counted.
        #[serde(with = "crate::domain::time::day")]
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        after: NaiveDate,
    },
    /// A place.
    Place {
        /// Its name.
        name: String,
    },
    /// Any other answer, in words.
    Text {
        /// The words.
        text: String,
    },
}

/// Which kind of bound a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    /// The number or more.
    AtLeast,
    /// The number or less.
    AtMost,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

/// The range that a number or a span of days covers on a scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extent {
    /// What the scale measures. Values of different measures have no common scale: nothing is
    /// converted.
    pub measure: Measure,
    /// The lower end; `None` if open.
    pub low: Option<Decimal>,
    /// The upper end; `None` if open.
    pub high: Option<Decimal>,
}

impl Extent {
    /// The first day covered, if it measures days.
    pub fn first_day(&self) -> Option<NaiveDate> {
        self.day(self.low)
    }

    /// The last day covered, if it measures days.
    pub fn last_day(&self) -> Option<NaiveDate> {
        self.day(self.high)
    }

    fn day(&self, number: Option<Decimal>) -> Option<NaiveDate> {
        let number = number.filter(|_| self.measure == Measure::Days)?;
        let number = number.parts_of(Decimal::whole(1), 1)?;
        NaiveDate::from_num_days_from_ce_opt(i32::try_from(number).ok()?)
    }
}

/// What a scale measures.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Money in a currency.
    Money(String),
    /// A number of things of this unit.
    Count(String),
    /// Days, numbered from the first day of the year 1.
    Days,
}

/// A number with its range, common to money and counts.
#[derive(Clone, Copy)]
struct Numbers<'a> {
    low: Option<Decimal>,
    high: Option<Decimal>,
    about: bool,
    unit: &'a str,
}

/// Approximate numbers are rivals if they differ by more than this fraction of the larger: one part
/// in 20, or 5%.
const ABOUT_PARTS: i64 = 20;

impl Value {
    /// Validates the fields beyond their types.
    ///
    /// # Errors
    /// Names the invalid field.
    pub fn check(&self) -> Result<(), Invalid> {
        match self {
            Self::Money { currency, .. } if !is_currency(currency) => Err(Invalid::new(
                "value.currency",
                format!("{currency:?} is not three capital letters such as USD"),
            )),
            Self::Money {
                amount, max, bound, ..
            }
            | Self::Count {
                amount, max, bound, ..
            } => check_range(*amount, *max, *bound),
            Self::Date { from, to: Some(to) } if to < from => {
                Err(Invalid::new("value.to", format!("{to} is before {from}")))
            }
            Self::Duration { days, after } if end_of_duration(*days, *after).is_none() => Err(
                Invalid::new("value.days", format!("{days} days after {after} is no day")),
            ),
            Self::Place { name } => super::text::required("value.name", name),
            Self::Text { text } => super::text::required("value.text", text),
            Self::Date { .. } | Self::Duration { .. } => Ok(()),
        }?;
        match self {
            Self::Count { unit, .. } => super::text::required("value.unit", unit),
            _ => Ok(()),
        }
    }

    /// Whether this and `other` cannot both answer the same question.
    ///
    /// Equal values are not rivals. Approximate numbers are rivals if they differ by more than 5%
    /// of the larger, ranges (including durations) if they do not overlap. Different units,
    /// currencies or kinds are always rivals: they are shown side by side, never converted.
    pub fn rivals(&self, other: &Self) -> bool {
        if let (Some(one), Some(two)) = (self.numbers(), other.numbers()) {
            return self.is_money() != other.is_money()
                || !same_words(one.unit, two.unit)
                || numbers_differ(one, two);
        }
        if let (Some((from, to)), Some((other_from, other_to))) = (self.days(), other.days()) {
            return to < other_from || other_to < from;
        }
        match (self, other) {
            (Self::Place { name: one }, Self::Place { name: two })
            | (Self::Text { text: one }, Self::Text { text: two }) => !same_words(one, two),
            _ => true,
        }
    }

    /// The value in a form that [`FromStr`](std::str::FromStr) reads back: as displayed, with its
    /// kind named if it would otherwise be ambiguous.
    pub fn typed(&self) -> String {
        let shown = match self {
            Self::Place { name } => return format!("place:{name}"),
            Self::Text { text } => return format!("text:{text}"),
            other => other.to_string(),
        };
        if value_text::is_read_as(&shown, self) {
            return shown;
        }
        match self {
            Self::Money { currency, .. } => {
                let show = |number: Decimal| number.to_string();
                format!("money:{}", Numbered(self, &format!("{currency} "), show))
            }
            Self::Count { unit, .. } => {
                let show = |number: Decimal| number.to_string();
                format!("count:{} {unit}", Numbered(self, "", show))
            }
            _ => shown,
        }
    }

    /// The range the value covers on a scale; `None` for places and text.
    pub fn extent(&self) -> Option<Extent> {
        if let Some((from, to)) = self.days() {
            let day = |day: NaiveDate| Some(Decimal::whole(day.num_days_from_ce().into()));
            return Some(Extent {
                measure: Measure::Days,
                low: day(from),
                high: day(to),
            });
        }
        let Numbers {
            low, high, unit, ..
        } = self.numbers()?;
        let unit = unit.trim().to_owned();
        Some(Extent {
            measure: if self.is_money() {
                Measure::Money(unit)
            } else {
                Measure::Count(unit.to_lowercase())
            },
            low,
            high,
        })
    }

    /// Whether the value is a number, a date or a duration, which a party may revise.
    pub fn is_figure(&self) -> bool {
        !matches!(self, Self::Place { .. } | Self::Text { .. })
    }

    fn is_money(&self) -> bool {
        matches!(self, Self::Money { .. })
    }

    fn numbers(&self) -> Option<Numbers<'_>> {
        let (amount, max, about, bound, unit) = match self {
            Self::Money {
                amount,
                max,
                about,
                bound,
                currency,
            } => (*amount, *max, *about, *bound, currency),
            Self::Count {
                amount,
                max,
                about,
                bound,
                unit,
            } => (*amount, *max, *about, *bound, unit),
            _ => return None,
        };
        let top = max.unwrap_or(amount);
        Some(Numbers {
            low: (bound != Some(Bound::AtMost)).then_some(amount),
            high: (bound != Some(Bound::AtLeast)).then_some(top),
            about,
            unit,
        })
    }

    /// The first and last day covered by a date or a duration.
    fn days(&self) -> Option<(NaiveDate, NaiveDate)> {
        match self {
            Self::Date { from, to } => Some((*from, to.unwrap_or(*from))),
            Self::Duration { days, after } => Some((*after, end_of_duration(*days, *after)?)),
            _ => None,
        }
    }
}

fn end_of_duration(days: u32, after: NaiveDate) -> Option<NaiveDate> {
    after.checked_add_days(Days::new(u64::from(days)))
}

fn is_currency(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn check_range(amount: Decimal, max: Option<Decimal>, bound: Option<Bound>) -> Result<(), Invalid> {
    match (max, bound) {
        (Some(max), _) if max < amount => Err(Invalid::new(
            "value.max",
            format!("{max} is below {amount}"),
        )),
        (Some(_), Some(_)) => Err(Invalid::new(
            "value.bound",
            "a range has both ends already; give either max or bound",
        )),
        _ => Ok(()),
    }
}

fn same_words(one: &str, two: &str) -> bool {
    let (one, two) = (one.trim(), two.trim());
    match one.is_ascii() && two.is_ascii() {
        true => one.eq_ignore_ascii_case(two),
        false => one == two || one.to_lowercase() == two.to_lowercase(),
    }
}

fn numbers_differ(one: Numbers<'_>, two: Numbers<'_>) -> bool {
    let apart = |high: Option<Decimal>, low: Option<Decimal>| match (high, low) {
        (Some(high), Some(low)) if high < low => Some((high, low)),
        _ => None,
    };
    match apart(one.high, two.low).or_else(|| apart(two.high, one.low)) {
        None => false,
        Some((high, low)) if one.about || two.about => {
            let larger = high.abs().max(low.abs());
            // A product out of range certainly exceeds a twentieth of any number in range.
            high.up_to(low)
                .times(ABOUT_PARTS)
                .is_none_or(|scaled| scaled > larger)
        }
        Some(_) => true,
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Money {
                currency,
                amount,
                max,
                ..
            } => {
                let unit = format!("{currency} ");
                // In "80..90m" both would be millions.
                match max.is_some_and(|max| scaled(max) && !scaled(*amount)) {
                    true => write_numbers(f, self, &unit, grouped),
                    false => write_numbers(f, self, &unit, short),
                }
            }
            Self::Count { unit, .. } => {
                write_numbers(f, self, "", grouped)?;
                write!(f, " {unit}")
            }
            Self::Date { from, to: None } => write!(f, "{from}"),
            Self::Date { from, to: Some(to) } => write!(f, "{from}..{to}"),
            Self::Duration { days: 1, after } => write!(f, "1 day after {after}"),
            Self::Duration { days, after } => write!(f, "{days} days after {after}"),
            Self::Place { name } => f.write_str(name),
            Self::Text { text } => f.write_str(text),
        }
    }
}

/// A value's numbers, with a unit before them, as a function shows each.
struct Numbered<'v, F>(&'v Value, &'v str, F);

impl<F: Fn(Decimal) -> String> fmt::Display for Numbered<'_, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_numbers(f, self.0, self.1, &self.2)
    }
}

fn write_numbers(
    f: &mut fmt::Formatter<'_>,
    value: &Value,
    unit_before: &str,
    show: impl Fn(Decimal) -> String,
) -> fmt::Result {
    let (Value::Money {
        amount,
        max,
        about,
        bound,
        ..
    }
    | Value::Count {
        amount,
        max,
        about,
        bound,
        ..
    }) = value
    else {
        return Ok(());
    };
    if *about {
        f.write_str("about ")?;
    }
    match bound {
        Some(Bound::AtLeast) => f.write_str("at least ")?,
        Some(Bound::AtMost) => f.write_str("at most ")?,
        None => {}
    }
    write!(f, "{unit_before}{}", show(*amount))?;
    match max {
        Some(max) => write!(f, "..{}", show(*max)),
        None => Ok(()),
    }
}

/// Whether [`short`] writes the number with a scale.
fn scaled(number: Decimal) -> bool {
    short(number).ends_with(|c: char| c.is_ascii_alphabetic())
}

/// A number as newsrooms write it: 90bn, 1.5m, otherwise with grouped digits.
fn short(number: Decimal) -> String {
    for (word, size) in SCALES {
        let large = number.abs() >= Decimal::whole(size);
        if let Some(quotient) = large.then(|| number.short_quotient(size)).flatten() {
            return format!("{quotient}{word}");
        }
    }
    grouped(number)
}

/// The scale suffixes used in writing values, largest first.
const SCALES: [(&str, i64); 3] = [
    ("tn", 1_000_000_000_000),
    ("bn", 1_000_000_000),
    ("m", 1_000_000),
];

fn grouped(number: Decimal) -> String {
    let text = number.to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let (sign, digits) = whole
        .strip_prefix('-')
        .map_or(("", whole), |digits| ("-", digits));
    let mut shown = String::from(sign);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            shown.push(',');
        }
        shown.push(digit);
    }
    if !fraction.is_empty() {
        shown.push('.');
        shown.push_str(fraction);
    }
    shown
}
