//! Times as precisely as they are known: a minute, a day or a month, each an interval.
//!
//! News says "on Monday" more often than "at 14:05", so nothing here claims more precision than the
//! source gave. All days are UTC days. *Later* means that the whole interval follows.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, Timelike, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A minute, counted from 1970-01-01T00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(i64);

impl Moment {
    /// Before every other moment, when nothing had been said.
    pub const FIRST: Self = Self(i64::MIN);
    /// After every other moment, when everything recorded had been said.
    pub const LAST: Self = Self(i64::MAX);

    /// The minute that contains `time`.
    pub fn of(time: DateTime<Utc>) -> Self {
        Self(time.timestamp().div_euclid(60))
    }

    /// The first minute of `day`.
    pub fn start_of(day: NaiveDate) -> Self {
        Self(minutes(day.and_time(chrono::NaiveTime::MIN)))
    }

    /// The last minute of `day`.
    pub fn end_of(day: NaiveDate) -> Self {
        Self(Self::start_of(day).0 + 24 * 60 - 1)
    }

    /// Minutes since 1970-01-01T00:00Z, as stored in a ledger.
    pub fn minutes(self) -> i64 {
        self.0
    }

    /// The inverse of [`Moment::minutes`].
    pub fn from_minutes(minutes: i64) -> Self {
        Self(minutes)
    }

    /// The UTC day that contains the minute.
    pub fn day(self) -> NaiveDate {
        self.date_time().date()
    }

    fn date_time(self) -> NaiveDateTime {
        DateTime::from_timestamp(self.0.saturating_mul(60), 0)
            .unwrap_or(DateTime::<Utc>::MAX_UTC)
            .naive_utc()
    }
}

fn minutes(time: NaiveDateTime) -> i64 {
    time.and_utc().timestamp().div_euclid(60)
}

/// How precisely a time is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// To the minute.
    Minute,
    /// To the UTC day.
    Day,
    /// To the calendar month.
    Month,
}

/// When something was said or published, as precisely as it is known.
///
/// Written `2025-08-19T14:05Z`, `2025-08-19` or `2025-08`. Times with another offset or with
/// seconds are accepted, converted to UTC and truncated to the minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct When {
    start: NaiveDateTime,
    precision: Precision,
}

/// The text is not a valid time.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "{text:?} is not a date: write 2025-08-19, 2025-08 or 2025-08-19T14:05Z (with Z or an offset)"
)]
pub struct WhenError {
    /// The text that was given.
    pub text: String,
}

impl When {
    /// A whole UTC day.
    pub fn day(day: NaiveDate) -> Self {
        Self {
            start: day.and_time(chrono::NaiveTime::MIN),
            precision: Precision::Day,
        }
    }

    /// The minute that contains `time`.
    pub fn minute(time: DateTime<Utc>) -> Self {
        Self {
            start: Moment::of(time).date_time(),
            precision: Precision::Minute,
        }
    }

    /// How precisely the time is known.
    pub fn precision(self) -> Precision {
        self.precision
    }

    /// The first day it may refer to.
    pub fn first_day(self) -> NaiveDate {
        self.start.date()
    }

    /// The first minute it may refer to.
    pub fn earliest(self) -> Moment {
        Moment(minutes(self.start))
    }

    /// The last minute it may refer to.
    pub fn latest(self) -> Moment {
        match self.precision {
            Precision::Minute => self.earliest(),
            Precision::Day => Moment::end_of(self.start.date()),
            Precision::Month => {
                let next = self.start.date().checked_add_months(Months::new(1));
                let last = next.and_then(|day| day.checked_sub_days(Days::new(1)));
                Moment::end_of(last.unwrap_or(NaiveDate::MAX))
            }
        }
    }

    /// Whether all of `other` follows all of this.
    pub fn surely_before(self, other: Self) -> bool {
        self.latest() < other.earliest()
    }

    /// The UTC day it falls on; `None` for a month.
    pub fn single_day(self) -> Option<NaiveDate> {
        (self.precision != Precision::Month).then(|| self.start.date())
    }

    /// The time that an undated statement takes from its source: the day, or the month if only that
    /// is known.
    pub fn cut_to_day(self) -> Self {
        match self.single_day() {
            Some(day) => Self::day(day),
            None => self,
        }
    }
}

impl FromStr for When {
    type Err = WhenError;

    fn from_str(text: &str) -> Result<Self, WhenError> {
        let fail = || WhenError {
            text: text.to_owned(),
        };
        let when = match text.len() {
            7 => parse_day(&format!("{text}-01")).map(|day| Self {
                precision: Precision::Month,
                ..Self::day(day)
            }),
            10 => parse_day(text).map(Self::day),
            17 if text.ends_with('Z') => parse_minute(text),
            _ => parse_instant(text).map(Self::minute),
        };
        when.ok_or_else(fail)
    }
}

/// Parses a day written `2025-08-19`, exactly ten characters.
pub fn parse_day(text: &str) -> Option<NaiveDate> {
    let shape = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !shape {
        return None;
    }
    let year = text.get(..4)?.parse().ok()?;
    let (month, day) = (text.get(5..7)?.parse().ok()?, text.get(8..)?.parse().ok()?);
    NaiveDate::from_ymd_opt(year, month, day).filter(|day| day.year() >= 1)
}

/// Serde support for days, parsed by [`parse_day`]. The error says how to write one.
pub mod day {
    use chrono::NaiveDate;
    use serde::{Deserialize, Deserializer, Serializer, de};

    /// Serializes a day.
    pub fn serialize<S: Serializer>(day: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(day)
    }

    /// Deserializes a day.
    ///
    /// # Errors
    /// If the text is not a day.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
        parse(&String::deserialize(deserializer)?)
    }

    pub(super) fn parse<E: de::Error>(text: &str) -> Result<NaiveDate, E> {
        let day = super::parse_day(text);
        day.ok_or_else(|| E::custom(format!("{text:?} is not a day: write 2025-09-01")))
    }
}

/// Like [`day`], for an optional day.
pub mod optional_day {
    use chrono::NaiveDate;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// Serializes a day, if there is one.
    #[allow(clippy::ref_option, reason = "the shape that serde calls")]
    pub fn serialize<S: Serializer>(
        day: &Option<NaiveDate>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        day.map(|day| day.to_string()).serialize(serializer)
    }

    /// Deserializes a day, if there is one.
    ///
    /// # Errors
    /// If the text is not a day.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<NaiveDate>, D::Error> {
        let text: Option<String> = Option::deserialize(deserializer)?;
        text.as_deref().map(super::day::parse).transpose()
    }
}

/// Parses a minute in the ledger's own form, `2025-08-19T14:05Z`. When a whole ledger is read, this
/// is faster than the more lenient [`parse_instant`].
fn parse_minute(text: &str) -> Option<When> {
    let (day, clock) = text.split_at_checked(10)?;
    let day = parse_day(day)?;
    let [b'T' | b't' | b' ', hours @ .., b'Z'] = clock.as_bytes() else {
        return None;
    };
    let [tens, ones, b':', ten_minutes, minutes] = hours else {
        return None;
    };
    let number = |tens: &u8, ones: &u8| {
        let digit = |byte: &u8| char::from(*byte).to_digit(10);
        Some(digit(tens)? * 10 + digit(ones)?)
    };
    let (hour, minute) = (number(tens, ones)?, number(ten_minutes, minutes)?);
    Some(When {
        start: day.and_hms_opt(hour, minute, 0)?,
        precision: Precision::Minute,
    })
}

/// Parses an RFC 3339 instant, optionally without seconds or with a space instead of the T.
fn parse_instant(text: &str) -> Option<DateTime<Utc>> {
    let (day, rest) = text.split_at_checked(10)?;
    parse_day(day)?;
    let clock = rest.strip_prefix(['T', 't', ' '])?;
    let (hours_minutes, tail) = clock.split_at_checked(5)?;
    let with_seconds = if tail.starts_with(':') {
        format!("{day}T{clock}")
    } else {
        format!("{day}T{hours_minutes}:00{tail}")
    };
    let time = DateTime::parse_from_rfc3339(&with_seconds).ok()?;
    // The offset can move it outside the four-digit years.
    let time = time.with_timezone(&Utc);
    (1..=9999).contains(&time.year()).then_some(time)
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Formatted by hand: a million statements are written, and formatters are slow.
        let mut text = *b"0000-00-00T00:00Z";
        put(&mut text[..4], self.start.year().unsigned_abs());
        put(&mut text[5..7], self.start.month());
        put(&mut text[8..10], self.start.day());
        put(&mut text[11..13], self.start.hour());
        put(&mut text[14..16], self.start.minute());
        let text = match self.precision {
            Precision::Minute => &text[..],
            Precision::Day => &text[..10],
            Precision::Month => &text[..7],
        };
        f.pad(std::str::from_utf8(text).map_err(|_| fmt::Error)?)
    }
}

/// Overwrites the digits with the last digits of a number.
fn put(digits: &mut [u8], number: u32) {
    let mut rest = number;
    for digit in digits.iter_mut().rev() {
        *digit = b"0123456789"[rest as usize % 10];
        rest /= 10;
    }
}

impl TryFrom<String> for When {
    type Error = WhenError;

    fn try_from(text: String) -> Result<Self, WhenError> {
        text.parse()
    }
}

impl From<When> for String {
    fn from(when: When) -> Self {
        when.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn when(text: &str) -> When {
        text.parse().expect(text)
    }

    #[test]
    fn times_read_and_print() {
        for (given, shown) in [
            ("2025-08", "2025-08"),
            ("2025-08-19", "2025-08-19"),
            ("2025-08-19T14:05Z", "2025-08-19T14:05Z"),
            ("0042-01-02", "0042-01-02"),
            ("2025-08-19T14:05:59.9Z", "2025-08-19T14:05Z"),
            ("2025-08-19 23:30:00-05:00", "2025-08-20T04:30Z"),
        ] {
            assert_eq!(when(given).to_string(), shown);
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for bad in [
            "",
            "2025",
            "2025-13",
            "2025-02-30",
            "2025-8-1",
            "19.08.2025",
            "2025-08-19T14:05",
            "2025-08-19T25:00Z",
            "tomorrow",
            "2025-08-1é",
            "２０２５-08-19",
            // In the zone that counts it is the year 10000.
            "9999-12-31T23:30-01:00",
        ] {
            assert!(bad.parse::<When>().is_err(), "{bad}");
        }
    }

    #[test]
    fn later_means_the_whole_interval_follows() {
        assert!(when("2025-12").surely_before(when("2026-01-01")));
        assert!(!when("2026-01").surely_before(when("2026-01-09")));
        assert!(!when("2026-01-05").surely_before(when("2026-01-05T23:59Z")));
        assert!(when("2026-01-05").surely_before(when("2026-01-06T00:00Z")));
    }
}
