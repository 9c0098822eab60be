//! Time zones as news writes them.

use chrono::{Datelike, FixedOffset, NaiveDate, Weekday};

use crate::token::Token;

/// A zone that stands behind a clock time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Zone {
    /// A fixed offset from UTC in minutes.
    Fixed(i32),
    /// Standard time in minutes from UTC, an hour more under the summer time of the United States.
    American(i32),
    /// As above, under the summer time of Europe.
    European(i32),
}

impl Zone {
    /// The offset on a day.
    pub(crate) fn offset(self, day: NaiveDate) -> Option<FixedOffset> {
        let minutes = match self {
            Self::Fixed(minutes) => minutes,
            Self::American(minutes) => minutes + 60 * i32::from(american_summer(day)?),
            Self::European(minutes) => minutes + 60 * i32::from(european_summer(day)?),
        };
        FixedOffset::east_opt(minutes * 60)
    }
}

/// From the second Sunday in March to the first Sunday in November.
fn american_summer(day: NaiveDate) -> Option<bool> {
    let start = NaiveDate::from_weekday_of_month_opt(day.year(), 3, Weekday::Sun, 2)?;
    let end = NaiveDate::from_weekday_of_month_opt(day.year(), 11, Weekday::Sun, 1)?;
    Some(start <= day && day < end)
}

/// From the last Sunday in March to the last Sunday in October.
fn european_summer(day: NaiveDate) -> Option<bool> {
    let last = |month| {
        let fifth = NaiveDate::from_weekday_of_month_opt(day.year(), month, Weekday::Sun, 5);
        fifth.or_else(|| NaiveDate::from_weekday_of_month_opt(day.year(), month, Weekday::Sun, 4))
    };
    Some(last(3)? <= day && day < last(10)?)
}

/// Abbreviations that mean one zone. "IST" and "CST" mean several, of which news in English means
/// Ireland's or India's with the first, so only the second is here.
const NAMED: &[(&str, Zone)] = &[
    ("Z", Zone::Fixed(0)),
    ("UTC", Zone::Fixed(0)),
    ("GMT", Zone::Fixed(0)),
    ("BST", Zone::Fixed(60)),
    ("WET", Zone::Fixed(0)),
    ("WEST", Zone::Fixed(60)),
    ("CET", Zone::Fixed(60)),
    ("CEST", Zone::Fixed(120)),
    ("EET", Zone::Fixed(120)),
    ("EEST", Zone::Fixed(180)),
    ("MSK", Zone::Fixed(180)),
    ("EST", Zone::Fixed(-300)),
    ("EDT", Zone::Fixed(-240)),
    ("ET", Zone::American(-300)),
    ("CST", Zone::Fixed(-360)),
    ("CDT", Zone::Fixed(-300)),
    ("CT", Zone::American(-360)),
    ("MST", Zone::Fixed(-420)),
    ("MDT", Zone::Fixed(-360)),
    ("MT", Zone::American(-420)),
    ("PST", Zone::Fixed(-480)),
    ("PDT", Zone::Fixed(-420)),
    ("PT", Zone::American(-480)),
    ("AKST", Zone::Fixed(-540)),
    ("AKDT", Zone::Fixed(-480)),
    ("HST", Zone::Fixed(-600)),
    ("SAST", Zone::Fixed(120)),
    ("EAT", Zone::Fixed(180)),
    ("IDT", Zone::Fixed(180)),
    ("TRT", Zone::Fixed(180)),
    ("GST", Zone::Fixed(240)),
    ("ICT", Zone::Fixed(420)),
    ("WIB", Zone::Fixed(420)),
    ("PKT", Zone::Fixed(300)),
    ("SGT", Zone::Fixed(480)),
    ("HKT", Zone::Fixed(480)),
    ("AWST", Zone::Fixed(480)),
    ("JST", Zone::Fixed(540)),
    ("KST", Zone::Fixed(540)),
    ("ACST", Zone::Fixed(570)),
    ("ACDT", Zone::Fixed(630)),
    ("AEST", Zone::Fixed(600)),
    ("AEDT", Zone::Fixed(660)),
    ("NZST", Zone::Fixed(720)),
    ("NZDT", Zone::Fixed(780)),
];

/// The zone at a token, and the token after it.
pub(crate) fn at(tokens: &[Token<'_>], at: usize) -> Option<(Zone, usize)> {
    match tokens.get(at)? {
        Token::Sign('(' | '[') => self::at(tokens, at + 1).map(|(zone, end)| (zone, end + 1)),
        Token::Sign('+') => offset(tokens, at, 1),
        Token::Sign('-' | '−') => offset(tokens, at, -1),
        Token::Word(word) => named(tokens, at, word),
        _ => None,
    }
}

fn named(tokens: &[Token<'_>], at: usize, word: &str) -> Option<(Zone, usize)> {
    if word.eq_ignore_ascii_case("eastern") {
        return Some((Zone::American(-300), at + 1));
    }
    if ["UK", "London"].contains(&word) && matches!(tokens.get(at + 1), Some(Token::Word("time"))) {
        return Some((Zone::European(0), at + 2));
    }
    let (_, zone) = NAMED.iter().find(|(name, _)| *name == word)?;
    // "GMT+2" is two hours ahead.
    let ahead = match (word, tokens.get(at + 1)) {
        ("GMT" | "UTC", Some(Token::Sign('+'))) => offset(tokens, at + 1, 1),
        ("GMT" | "UTC", Some(Token::Sign('-' | '−'))) => offset(tokens, at + 1, -1),
        _ => None,
    };
    Some(ahead.unwrap_or((*zone, at + 1)))
}

/// `+02:00`, `+0200`, `+02`.
fn offset(tokens: &[Token<'_>], at: usize, sign: i32) -> Option<(Zone, usize)> {
    let Some(Token::Number(digits)) = tokens.get(at + 1) else {
        return None;
    };
    let part = |range: std::ops::Range<usize>| digits.get(range)?.parse::<i32>().ok();
    let (hours, minutes, end) = match (digits.len(), tokens.get(at + 2), tokens.get(at + 3)) {
        (4, ..) => (part(0..2)?, part(2..4)?, at + 2),
        (1 | 2, Some(Token::Sign(':')), Some(Token::Number(minutes))) if minutes.len() == 2 => {
            (digits.parse().ok()?, minutes.parse().ok()?, at + 4)
        }
        (1 | 2, ..) => (digits.parse().ok()?, 0, at + 2),
        _ => return None,
    };
    (hours <= 14 && minutes < 60).then_some((Zone::Fixed(sign * (hours * 60 + minutes)), end))
}
