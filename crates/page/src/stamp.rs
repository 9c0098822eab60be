//! Days and minutes as pages, mails and live blogs write them.

use std::fmt;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveTime, Offset, TimeZone, Utc};
use serde::{Serialize, Serializer};

use crate::month::month;
use crate::token::{Token, tokens};
use crate::zone::{self, Zone};

/// When something was published: a day, or a minute with the offset from UTC that the page gives.
///
/// A time without an offset names a minute nowhere in particular, so only its day is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stamp {
    /// A day where the paper is.
    Day(NaiveDate),
    /// A minute, with the paper's own offset.
    Minute(DateTime<FixedOffset>),
}

impl Stamp {
    /// The day where the paper is.
    pub fn day(self) -> NaiveDate {
        match self {
            Self::Day(day) => day,
            Self::Minute(time) => time.date_naive(),
        }
    }

    /// The minute in UTC, if a minute is known.
    pub fn minute(self) -> Option<DateTime<Utc>> {
        match self {
            Self::Day(_) => None,
            Self::Minute(time) => Some(time.to_utc()),
        }
    }

    /// Orders stamps by time. A day goes before its minutes.
    pub fn order(self) -> (NaiveDate, Option<DateTime<Utc>>) {
        match self {
            Self::Day(day) => (day, None),
            Self::Minute(time) => (time.to_utc().date_naive(), Some(time.to_utc())),
        }
    }

    /// The offset from UTC, if a minute is known.
    pub(crate) fn offset(self) -> Option<FixedOffset> {
        match self {
            Self::Day(_) => None,
            Self::Minute(time) => Some(*time.offset()),
        }
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Minute(time) if time.offset().fix().local_minus_utc() == 0 => {
                write!(f, "{}", time.format("%Y-%m-%dT%H:%MZ"))
            }
            Self::Minute(time) => write!(f, "{}", time.format("%Y-%m-%dT%H:%M%:z")),
        }
    }
}

impl Serialize for Stamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Stamp {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Stamp".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "A day, or a minute with the offset from UTC that the page gives."
        })
    }
}

/// Which number of `08/09/2025` is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Order {
    /// 8 September, as in Britain.
    DayFirst,
    /// August 9, as in the United States.
    MonthFirst,
    /// Not known: such a date is no date unless one of the numbers exceeds 12.
    #[default]
    Unknown,
}

/// A date in a text, with a time if one stands beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) stamp: Stamp,
    /// The clock time as written, even without a zone.
    pub(crate) clock: Option<NaiveTime>,
    /// The tokens that it takes up.
    pub(crate) tokens: (usize, usize),
}

/// The first date that a machine-readable field gives, such as the content of a meta element.
pub(crate) fn of_field(text: &str, order: Order) -> Option<Stamp> {
    let text = text.trim();
    if text.len() > 120 {
        return None;
    }
    if let Some(stamp) = of_number(text) {
        return Some(stamp);
    }
    dates(&tokens(text), order).first().map(|found| found.stamp)
}

/// `20250814`, or seconds or milliseconds since 1970.
fn of_number(text: &str) -> Option<Stamp> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: i64 = text.parse().ok()?;
    match text.len() {
        8 => compact_day(text).map(Stamp::Day),
        10 => minute_of(DateTime::from_timestamp(number, 0)?),
        13 => minute_of(DateTime::from_timestamp_millis(number)?),
        14 => {
            let day = compact_day(text.get(..8)?)?;
            Some(Stamp::Day(day))
        }
        _ => None,
    }
}

fn minute_of(time: DateTime<Utc>) -> Option<Stamp> {
    Some(Stamp::Minute(
        time.with_timezone(&FixedOffset::east_opt(0)?),
    ))
}

/// `20250814`.
pub(crate) fn compact_day(text: &str) -> Option<NaiveDate> {
    let part = |range: std::ops::Range<usize>| text.get(range)?.parse::<u32>().ok();
    let year = i32::try_from(part(0..4)?).ok()?;
    NaiveDate::from_ymd_opt(year, part(4..6)?, part(6..8)?)
}

/// All dates in a text, in their order.
pub(crate) fn dates(tokens: &[Token<'_>], order: Order) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match date_at(tokens, at, order) {
            Some((day, end)) => {
                let dated = with_clock(tokens, at, end, day);
                at = dated.tokens.1;
                found.push(dated);
            }
            None => at += 1,
        }
    }
    found
}

/// A date with the clock time behind or before it.
fn with_clock(tokens: &[Token<'_>], start: usize, end: usize, day: NaiveDate) -> Found {
    let behind = clock_after(tokens, end);
    let before = || clock_before(tokens, start);
    let (clock, start, end) = match behind {
        Some((clock, stop)) => (Some(clock), start, stop),
        None => match before() {
            Some((clock, from)) => (Some(clock), from, end),
            None => (None, start, end),
        },
    };
    Found {
        stamp: clock.map_or(Stamp::Day(day), |clock| clock.on(day)),
        clock: clock.map(|clock| clock.time),
        tokens: (start, end),
    }
}

/// Words and signs between a date and its time.
fn is_between(token: &Token<'_>) -> bool {
    match token {
        Token::Sign(sign) => ",-–—|·•(/:@".contains(*sign),
        Token::Word(word) => ["T", "t", "at", "um"].contains(word),
        Token::Number(_) => false,
    }
}

fn clock_after(tokens: &[Token<'_>], end: usize) -> Option<(Clock, usize)> {
    let skipped = tokens[end..]
        .iter()
        .take(3)
        .take_while(|token| is_between(token))
        .count();
    // `2025-08-14-12` is no time, but `2025-08-14 - 12:29` is.
    (0..=skipped)
        .rev()
        .find_map(|skip| clock_at(tokens, end + skip))
}

/// The most tokens of a clock time: `10:00:00.000 a.m. UTC+02:00`.
const CLOCK_TOKENS: usize = 16;

fn clock_before(tokens: &[Token<'_>], start: usize) -> Option<(Clock, usize)> {
    (start.saturating_sub(CLOCK_TOKENS)..start).find_map(|from| {
        let whole = from == 0
            || !matches!(
                tokens[from - 1],
                Token::Number(_) | Token::Sign(':' | '.' | '/' | '-')
            );
        let (clock, end) = clock_at(tokens, from).filter(|_| whole)?;
        let gap = tokens.get(end..start)?;
        let near = gap.len() <= 4
            && gap
                .iter()
                .all(|token| is_between(token) || is_weekday_or_on(token));
        near.then_some((clock, from))
    })
}

fn is_weekday_or_on(token: &Token<'_>) -> bool {
    let Token::Word(word) = token else {
        return false;
    };
    *word == "on" || *word == "ON" || is_weekday(word)
}

pub(crate) fn is_weekday(word: &str) -> bool {
    word.len() >= 3 && word.parse::<chrono::Weekday>().is_ok()
        || ["tues", "thur", "thurs"].contains(&word.to_lowercase().as_str())
}

/// A clock time and its zone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock {
    pub(crate) time: NaiveTime,
    pub(crate) zone: Option<Zone>,
}

impl Clock {
    /// This time, in a zone if it has none of its own.
    pub(crate) fn or_in(self, zone: Option<Zone>) -> Self {
        Self {
            zone: self.zone.or(zone),
            ..self
        }
    }

    /// This time on a day; only the day if there is no zone.
    pub(crate) fn on(self, day: NaiveDate) -> Stamp {
        let offset = self.zone.and_then(|zone| zone.offset(day));
        let local = day.and_time(self.time);
        match offset.and_then(|offset| offset.from_local_datetime(&local).single()) {
            Some(time) => Stamp::Minute(time),
            None => Stamp::Day(day),
        }
    }
}

/// The clock time that begins at a token, and the token after it.
pub(crate) fn clock_at(tokens: &[Token<'_>], at: usize) -> Option<(Clock, usize)> {
    let Some(Token::Number(hours)) = tokens.get(at) else {
        return None;
    };
    let (hour, minute, mut end) = match (tokens.get(at + 1), tokens.get(at + 2)) {
        (Some(Token::Sign(':' | '.')), Some(Token::Number(minutes)))
            if hours.len() <= 2 && minutes.len() == 2 =>
        {
            (hours.parse().ok()?, minutes.parse().ok()?, at + 3)
        }
        (Some(Token::Word("h" | "H")), Some(Token::Number(minutes)))
            if hours.len() <= 2 && minutes.len() == 2 =>
        {
            (hours.parse().ok()?, minutes.parse().ok()?, at + 3)
        }
        // "1430 GMT" and "143000Z".
        _ if matches!(hours.len(), 4 | 6) && zone::at(tokens, at + 1).is_some() => (
            hours.get(..2)?.parse().ok()?,
            hours.get(2..4)?.parse().ok()?,
            at + 1,
        ),
        _ if hours.len() <= 2 && half_day(tokens, at + 1).is_some() => {
            (hours.parse().ok()?, 0, at + 1)
        }
        _ => return None,
    };
    // Seconds and fractions of them.
    for sign in [':', '.'] {
        if let (Some(Token::Sign(next)), Some(Token::Number(_))) =
            (tokens.get(end), tokens.get(end + 1))
            && *next == sign
        {
            end += 2;
        }
    }
    let hour: u32 = hour;
    let hour = match half_day(tokens, end) {
        Some((afternoon, after)) => {
            end = after;
            if !(1..=12).contains(&hour) {
                return None;
            }
            hour % 12 + if afternoon { 12 } else { 0 }
        }
        None => hour,
    };
    let time = NaiveTime::from_hms_opt(hour, minute, 0)?;
    let zone = zone::at(tokens, end);
    Some((
        Clock {
            time,
            zone: zone.map(|(zone, _)| zone),
        },
        zone.map_or(end, |(_, after)| after),
    ))
}

/// "am", "p.m.": whether it is the afternoon, and the token after it.
fn half_day(tokens: &[Token<'_>], at: usize) -> Option<(bool, usize)> {
    let Some(Token::Word(word)) = tokens.get(at) else {
        return None;
    };
    match word.to_ascii_lowercase().as_str() {
        "am" => Some((false, at + 1)),
        "pm" => Some((true, at + 1)),
        half @ ("a" | "p") => {
            let dotted = matches!(tokens.get(at + 1), Some(Token::Sign('.')))
                && matches!(tokens.get(at + 2), Some(Token::Word("m" | "M")));
            let end = at + 3 + usize::from(matches!(tokens.get(at + 3), Some(Token::Sign('.'))));
            dotted.then_some((half == "p", end))
        }
        _ => None,
    }
}

/// The date that begins at a token, and the token after it.
pub(crate) fn date_at(tokens: &[Token<'_>], at: usize, order: Order) -> Option<(NaiveDate, usize)> {
    match tokens.get(at)? {
        Token::Number(number) => {
            // The last part of a longer number or a price is not the beginning of a date.
            if at > 0
                && matches!(
                    tokens[at - 1],
                    Token::Sign('.' | '/' | '-' | '$' | '€' | '£')
                )
                && at > 1
                && matches!(tokens[at - 2], Token::Number(_))
            {
                return None;
            }
            match number.len() {
                4 => year_first(tokens, at),
                8 => {
                    let day = compact_day(number)?;
                    (1990..2100).contains(&day.year()).then_some((day, at + 1))
                }
                1 | 2 => day_and_month(tokens, at).or_else(|| numeric(tokens, at, order)),
                _ => None,
            }
        }
        Token::Word(word) => month_and_day(tokens, at, month(word)?),
        Token::Sign(_) => None,
    }
}

/// `2025-08-14`, `2025/8/14`, `2025.08.14`.
fn year_first(tokens: &[Token<'_>], at: usize) -> Option<(NaiveDate, usize)> {
    let (sign, month) = separated(tokens, at + 1)?;
    let (again, day) = separated(tokens, at + 3)?;
    if sign != again {
        return None;
    }
    let day = NaiveDate::from_ymd_opt(number(tokens, at)?.try_into().ok()?, month, day)?;
    Some((day, at + 5))
}

fn separated(tokens: &[Token<'_>], at: usize) -> Option<(char, u32)> {
    let Some(Token::Sign(sign @ ('-' | '/' | '.'))) = tokens.get(at) else {
        return None;
    };
    let Some(Token::Number(digits)) = tokens.get(at + 1) else {
        return None;
    };
    (digits.len() <= 2)
        .then(|| digits.parse().ok())
        .flatten()
        .map(|value| (*sign, value))
}

fn number(tokens: &[Token<'_>], at: usize) -> Option<u32> {
    match tokens.get(at)? {
        Token::Number(digits) if digits.len() <= 4 => digits.parse().ok(),
        _ => None,
    }
}

fn year(tokens: &[Token<'_>], at: usize) -> Option<(i32, usize)> {
    let at = at
        + tokens[at.min(tokens.len())..]
            .iter()
            .take(1)
            .filter(|token| matches!(token, Token::Sign(',' | '.' | '-' | '/')))
            .count();
    match tokens.get(at)? {
        Token::Number(digits) if digits.len() == 4 => {
            let year = digits.parse().ok()?;
            (1..2200).contains(&year).then_some((year, at + 1))
        }
        _ => None,
    }
}

/// `14 August 2025`, `14th of August, 2025`, `14-Aug-2025`.
fn day_and_month(tokens: &[Token<'_>], at: usize) -> Option<(NaiveDate, usize)> {
    let day = number(tokens, at)?;
    let mut next = at + 1;
    for skipped in ["st", "nd", "rd", "th", "er", "of"] {
        if matches!(tokens.get(next), Some(Token::Word(word)) if word.eq_ignore_ascii_case(skipped))
        {
            next += 1;
        }
    }
    if matches!(tokens.get(next), Some(Token::Sign('-' | '.' | '/' | ','))) {
        next += 1;
    }
    let Some(Token::Word(word)) = tokens.get(next) else {
        return None;
    };
    let (year, end) = year(tokens, next + 1)?;
    Some((NaiveDate::from_ymd_opt(year, month(word)?, day)?, end))
}

/// `August 14, 2025`, `Aug. 14th 2025`, and `Aug 14 12:00:00 EDT 2025` as clocks of machines print it.
fn month_and_day(tokens: &[Token<'_>], at: usize, month: u32) -> Option<(NaiveDate, usize)> {
    let mut next = at + 1;
    if matches!(tokens.get(next), Some(Token::Sign('.' | '-' | '/'))) {
        next += 1;
    }
    let day = number(tokens, next).filter(|day| *day <= 31)?;
    next += 1;
    for skipped in ["st", "nd", "rd", "th"] {
        if matches!(tokens.get(next), Some(Token::Word(word)) if word.eq_ignore_ascii_case(skipped))
        {
            next += 1;
        }
    }
    if let Some((year, end)) = year(tokens, next) {
        return Some((NaiveDate::from_ymd_opt(year, month, day)?, end));
    }
    let (_, after) = clock_at(tokens, next)?;
    let (year, _) = year(tokens, after)?;
    // The clock follows, as after any other date.
    Some((NaiveDate::from_ymd_opt(year, month, day)?, next))
}

/// `14/08/2025`, `08/14/2025`, `14.8.2025`.
fn numeric(tokens: &[Token<'_>], at: usize, order: Order) -> Option<(NaiveDate, usize)> {
    let first = number(tokens, at)?;
    let (sign, second) = separated(tokens, at + 1)?;
    if !matches!(tokens.get(at + 3), Some(Token::Sign(again)) if *again == sign) {
        return None;
    }
    let short = || {
        short_year(tokens.get(at + 4)?)
            .filter(|_| sign == '/')
            .map(|year| (year, at + 5))
    };
    let (year, end) = year(tokens, at + 4).or_else(short)?;
    let (day, month) = match order {
        _ if sign == '.' || first > 12 => (first, second),
        _ if second > 12 => (second, first),
        _ if first == second => (first, second),
        Order::DayFirst => (first, second),
        Order::MonthFirst => (second, first),
        Order::Unknown => return None,
    };
    Some((NaiveDate::from_ymd_opt(year, month, day)?, end))
}

/// `25` of `08/14/25`.
fn short_year(token: &Token<'_>) -> Option<i32> {
    match token {
        Token::Number(digits) if digits.len() == 2 => {
            let year: i32 = digits.parse().ok()?;
            Some(if year >= 90 { 1900 + year } else { 2000 + year })
        }
        _ => None,
    }
}

/// Whether a day can be the day of a publication: not a null date of a machine, and not in the future.
pub(crate) fn is_plausible(day: NaiveDate, today: NaiveDate) -> bool {
    let tomorrow = today.succ_opt().unwrap_or(today);
    day.year() >= 1990 && day <= tomorrow
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(text: &str) -> Option<String> {
        of_field(text, Order::Unknown).map(|stamp| stamp.to_string())
    }

    #[test]
    fn fields_are_read_in_the_forms_that_pages_use() {
        for (text, stamp) in [
            ("2025-08-14", "2025-08-14"),
            ("2025-08-14T10:00:00Z", "2025-08-14T10:00Z"),
            ("2025-08-14T10:00:00.123+00:00", "2025-08-14T10:00Z"),
            ("2025-08-14T12:00:00+0200", "2025-08-14T12:00+02:00"),
            ("2025-08-14T12:00+02", "2025-08-14T12:00+02:00"),
            ("2025-08-14 12:00:00 +0200", "2025-08-14T12:00+02:00"),
            ("2025-08-14 10:00:00 UTC", "2025-08-14T10:00Z"),
            ("2025-08-14T10:00:00", "2025-08-14"),
            ("2025/08/14", "2025-08-14"),
            ("20250814", "2025-08-14"),
            ("20250814T100000Z", "2025-08-14T10:00Z"),
            ("1755165600", "2025-08-14T10:00Z"),
            ("1755165600000", "2025-08-14T10:00Z"),
            ("Thu, 14 Aug 2025 12:00:00 +0200", "2025-08-14T12:00+02:00"),
            ("Thu Aug 14 06:00:00 EDT 2025", "2025-08-14T06:00-04:00"),
            ("August 14, 2025 10:00 AM", "2025-08-14"),
            ("August 14, 2025, 6:00 a.m. EDT", "2025-08-14T06:00-04:00"),
            ("6:00 AM ET, Thu August 14, 2025", "2025-08-14T06:00-04:00"),
            ("14th of August 2025", "2025-08-14"),
            ("14-Aug-2025", "2025-08-14"),
            ("08/14/2025 06:00 AM EDT", "2025-08-14T06:00-04:00"),
            ("8/14/25 6:00 AM EDT", "2025-08-14T06:00-04:00"),
            ("14.08.2025, 12:00 Uhr", "2025-08-14"),
            ("Thu 14 Aug 2025 11.00 BST", "2025-08-14T11:00+01:00"),
            ("14 Aug 2025 1000 GMT", "2025-08-14T10:00Z"),
            ("14. August 2025", "2025-08-14"),
            ("Donnerstag, 14. März 2024", "2024-03-14"),
            ("le 1er août 2025", "2025-08-01"),
            ("jeudi 14 février 2025 à 10h30", "2025-02-14"),
            ("14 августа 2025 г.", "2025-08-14"),
            ("14 августа 2025 года, 10:00", "2025-08-14"),
            ("14 серпня 2025, 10:00", "2025-08-14"),
            ("2025-08-14 - 12:00 GMT+2", "2025-08-14T12:00+02:00"),
        ] {
            assert_eq!(field(text).as_deref(), Some(stamp), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_or_two_is_none() {
        for text in [
            "",
            "08/09/2025",
            "2025",
            "2025-13-01",
            "yesterday",
            "12:00",
            "1.2.3",
            "14 Augustus 202",
        ] {
            assert_eq!(field(text), None, "{text}");
        }
        let british = of_field("08/09/2025", Order::DayFirst).map(|stamp| stamp.to_string());
        assert_eq!(british.as_deref(), Some("2025-09-08"));
        let american = of_field("08/09/2025", Order::MonthFirst).map(|stamp| stamp.to_string());
        assert_eq!(american.as_deref(), Some("2025-08-09"));
    }
}
