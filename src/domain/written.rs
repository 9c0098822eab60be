//! Dates as people write them: `19 August 2025`, `Aug 19, 2025`, `19.08.2025`, `2025/08/19`.
//!
//! A date that can be read in two ways is refused with both readings. [`super::calendar`] adds what
//! needs a clock: `yesterday`, `Monday`, `Aug 19`.

use chrono::{Datelike, NaiveDate, Weekday};
use thiserror::Error;

use super::time::When;

/// A date as far as its text gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrittenDate {
    /// A day or a month.
    Full(When),
    /// A day of the year without the year.
    NoYear {
        /// 1 to 12.
        month: u32,
        /// 1 to 31.
        day: u32,
    },
}

/// Why a text is not a date.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WrittenError {
    /// It has another form.
    #[error(
        "{text:?} is not a date: write 2025-08-19, 19 August 2025, yesterday, 2025-08 or 2025-08-19T14:05Z"
    )]
    Unknown {
        /// The text that was given.
        text: String,
    },
    /// It can be read in several ways.
    #[error("{text} is ambiguous: {}", readings.join(" or "))]
    Ambiguous {
        /// The text that was given.
        text: String,
        /// What it can mean, in the form to write instead.
        readings: Vec<String>,
    },
    /// The calendar lacks it.
    #[error("{text}: there is no such {what}")]
    Impossible {
        /// The text that was given.
        text: String,
        /// What does not exist.
        what: &'static str,
    },
    /// It names a weekday that the day is not.
    #[error("{text}: {day} is a {weekday}")]
    OtherWeekday {
        /// The text that was given.
        text: String,
        /// The day.
        day: NaiveDate,
        /// Its weekday.
        weekday: &'static str,
    },
    /// It is a month, and a day is needed.
    #[error("{text} is a month: write the day, such as {text}-01")]
    Month {
        /// The text that was given.
        text: String,
    },
    /// The year is needed.
    #[error("{text} has no year: write {example}")]
    NoYear {
        /// The text that was given.
        text: String,
        /// The same with a year.
        example: String,
    },
}

/// Full names of the months. Three letters are enough.
pub(crate) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// Two-digit years from this one on are in the 20th century.
const PIVOT: i32 = 70;

/// Reads a date that needs no clock.
///
/// # Errors
/// If it is no date, has several readings, or does not exist.
pub fn read_date(text: &str) -> Result<WrittenDate, WrittenError> {
    let text = text.trim();
    if let Ok(when) = text.parse::<When>() {
        return Ok(WrittenDate::Full(when));
    }
    let unknown = || WrittenError::Unknown {
        text: text.to_owned(),
    };
    let mut tokens = tokens(text).ok_or_else(unknown)?;
    let weekday = leading_weekday(&mut tokens);
    let words = tokens.iter().any(|token| matches!(token, Token::Month(_)));
    let date = if words {
        with_month_name(text, &tokens)
    } else {
        in_numbers(text, &tokens)
    };
    let date = date.unwrap_or_else(|| Err(unknown()))?;
    match (weekday, date) {
        (None, date) => Ok(date),
        (Some(weekday), WrittenDate::Full(when)) => {
            let day = when.single_day().ok_or_else(unknown)?;
            check_weekday(text, day, weekday)?;
            Ok(date)
        }
        // The weekday is a hint to the year, but not one that people check.
        (Some(_), WrittenDate::NoYear { .. }) => Ok(date),
    }
}

/// The day that a text names in full.
///
/// # Errors
/// As [`read_date`], and if the text names a month or no year.
pub fn read_day(text: &str) -> Result<NaiveDate, WrittenError> {
    match read_date(text)? {
        WrittenDate::Full(when) => when.single_day().ok_or_else(|| WrittenError::Month {
            text: when.to_string(),
        }),
        WrittenDate::NoYear { month, day } => Err(no_year(text, month, day, None)),
    }
}

/// The error for a day without a year, with an example in `year`.
pub(super) fn no_year(text: &str, month: u32, day: u32, year: Option<i32>) -> WrittenError {
    WrittenError::NoYear {
        text: text.to_owned(),
        example: match year {
            Some(year) => format!("{year:04}-{month:02}-{day:02}"),
            None => format!("YYYY-{month:02}-{day:02}"),
        },
    }
}

/// The weekday that a word stands for.
pub(crate) fn weekday(word: &str) -> Option<Weekday> {
    let word = word.to_lowercase();
    let word = word.trim_end_matches('.');
    let usual = matches!(
        word,
        "mon" | "tue" | "tues" | "wed" | "weds" | "thu" | "thur" | "thurs" | "fri" | "sat" | "sun"
    );
    if usual {
        return word.get(..3)?.parse().ok();
    }
    let known = WEEKDAYS.iter().any(|name| name.eq_ignore_ascii_case(word));
    known.then(|| word.parse().ok()).flatten()
}

/// The English name of a day's weekday.
fn weekday_name(day: NaiveDate) -> &'static str {
    WEEKDAYS[day.weekday().num_days_from_monday() as usize]
}

fn check_weekday(text: &str, day: NaiveDate, weekday: Weekday) -> Result<(), WrittenError> {
    if day.weekday() == weekday {
        return Ok(());
    }
    Err(WrittenError::OtherWeekday {
        text: text.to_owned(),
        day,
        weekday: weekday_name(day),
    })
}

/// A part of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token<'t> {
    Number(&'t str),
    /// 1 to 12.
    Month(u32),
    Weekday(Weekday),
    /// One of `- / . ,`.
    Mark(char),
}

/// Splits a text into tokens; `None` if it contains anything else.
fn tokens(text: &str) -> Option<Vec<Token<'_>>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '0'..='9' => rest.find(|c: char| !c.is_ascii_digit()),
            first if first.is_alphabetic() => rest.find(|c: char| !c.is_alphabetic()),
            _ => Some(first.len_utf8()),
        };
        let (part, tail) = rest.split_at(length.unwrap_or(rest.len()));
        match first {
            '0'..='9' => tokens.push(Token::Number(part)),
            '-' | '/' | '.' | ',' => tokens.push(Token::Mark(first)),
            '–' | '‑' => tokens.push(Token::Mark('-')),
            _ => tokens.extend(word(part, tokens.last())?),
        }
        rest = tail.trim_start();
    }
    Some(tokens)
}

/// The token of a word: none for "of", "the" and the ending of an ordinal.
fn word<'t>(word: &str, before: Option<&Token<'_>>) -> Option<Option<Token<'t>>> {
    let lower = word.to_lowercase();
    match (lower.as_str(), before) {
        ("st" | "nd" | "rd" | "th", Some(Token::Number(_))) | ("of" | "the" | "on", _) => {
            return Some(None);
        }
        _ => {}
    }
    let month = MONTHS.iter().position(|name| {
        name.get(..lower.len()) == Some(&lower) && (lower.len() == 3 || lower.len() == name.len())
            || (*name == "september" && lower == "sept")
    });
    if let Some(month) = month {
        return Some(Some(Token::Month(u32::try_from(month).ok()? + 1)));
    }
    weekday(word).map(|weekday| Some(Token::Weekday(weekday)))
}

/// Takes the weekday from the beginning of a date.
fn leading_weekday(tokens: &mut Vec<Token<'_>>) -> Option<Weekday> {
    let Some(Token::Weekday(weekday)) = tokens.first().copied() else {
        return None;
    };
    tokens.remove(0);
    while let Some(Token::Mark(',' | '.')) = tokens.first() {
        tokens.remove(0);
    }
    Some(weekday)
}

type Read = Option<Result<WrittenDate, WrittenError>>;

/// A date with the month in words: marks only separate.
fn with_month_name(text: &str, tokens: &[Token<'_>]) -> Read {
    let parts: Vec<Token<'_>> = tokens
        .iter()
        .copied()
        .filter(|token| !matches!(token, Token::Mark(_)))
        .collect();
    // Spreadsheets show the month 2025-08 as Aug-25.
    if let [Token::Month(month), Token::Mark('-'), Token::Number(two)] = tokens
        && two.len() == 2
        && let (Some(year), Some(Ok(_))) = (full_year(two), day_of_no_year(text, *month, two))
    {
        return Some(Err(WrittenError::Ambiguous {
            text: text.to_owned(),
            readings: vec![
                format!("{year:04}-{month:02}"),
                format!("{two} {}", MONTHS[*month as usize - 1]),
            ],
        }));
    }
    let is_day = |digits: &str| digits.len() <= 2;
    match parts.as_slice() {
        [Token::Number(day), Token::Month(month), Token::Number(year)] if is_day(day) => {
            day_of(text, year, *month, day)
        }
        [Token::Month(month), Token::Number(day), Token::Number(year)] if is_day(day) => {
            day_of(text, year, *month, day)
        }
        [Token::Number(year), Token::Month(month), Token::Number(day)] if year.len() == 4 => {
            day_of(text, year, *month, day)
        }
        [Token::Month(month), Token::Number(year)] | [Token::Number(year), Token::Month(month)]
            if year.len() == 4 =>
        {
            month_of(text, year, *month)
        }
        [Token::Number(day), Token::Month(month)] | [Token::Month(month), Token::Number(day)]
            if is_day(day) =>
        {
            day_of_no_year(text, *month, day)
        }
        _ => None,
    }
}

fn day_of(text: &str, year: &str, month: u32, day: &str) -> Read {
    let (year, day) = (full_year(year)?, day.parse().ok()?);
    Some(match NaiveDate::from_ymd_opt(year, month, day) {
        Some(day) => Ok(WrittenDate::Full(When::day(day))),
        None => Err(impossible(text, "day")),
    })
}

fn month_of(text: &str, year: &str, month: u32) -> Read {
    let month = format!("{:04}-{month:02}", full_year(year)?).parse();
    Some(match month {
        Ok(month) => Ok(WrittenDate::Full(month)),
        Err(_) => Err(impossible(text, "month")),
    })
}

fn day_of_no_year(text: &str, month: u32, day: &str) -> Read {
    let day: u32 = day.parse().ok()?;
    // 2024 has every day that any year has.
    Some(match NaiveDate::from_ymd_opt(2024, month, day) {
        Some(_) => Ok(WrittenDate::NoYear { month, day }),
        None => Err(impossible(text, "day")),
    })
}

fn impossible(text: &str, what: &'static str) -> WrittenError {
    WrittenError::Impossible {
        text: text.to_owned(),
        what,
    }
}

/// A year of two or four digits, from 1 on.
fn full_year(digits: &str) -> Option<i32> {
    let year: i32 = digits.parse().ok()?;
    match digits.len() {
        4 => Some(year).filter(|year| *year >= 1),
        2 if year < PIVOT => Some(2000 + year),
        2 => Some(1900 + year),
        _ => None,
    }
}

/// A date in numbers only.
fn in_numbers(text: &str, tokens: &[Token<'_>]) -> Read {
    match tokens {
        [Token::Number(all)] if all.len() == 8 => {
            let (year, rest) = all.split_at_checked(4)?;
            let (month, day) = rest.split_at_checked(2)?;
            day_of(text, year, month.parse().ok()?, day)
        }
        [
            Token::Number(year),
            Token::Number(month),
            Token::Number(day),
        ] if year.len() == 4 => year_first(text, [year, month, day]),
        [
            Token::Number(one),
            Token::Mark(mark),
            Token::Number(two),
            Token::Mark(again),
            Token::Number(three),
        ] if mark == again => {
            let parts = [*one, two, three];
            match one.len() {
                4 => year_first(text, parts),
                _ => in_some_order(text, parts, *mark == '.'),
            }
        }
        [
            Token::Number(one),
            Token::Mark('-' | '/' | '.'),
            Token::Number(two),
        ] => match (one.len(), two.len()) {
            (4, 1 | 2) => month_of(text, one, two.parse().ok()?),
            (1 | 2, 4) => month_of(text, two, one.parse().ok()?),
            _ => None,
        },
        [
            Token::Number(day),
            Token::Mark('.'),
            Token::Number(month),
            Token::Mark('.'),
        ] => {
            let short = day.len() <= 2 && month.len() <= 2;
            short.then(|| day_of_no_year(text, month.parse().ok()?, day))?
        }
        _ => None,
    }
}

/// Year, month, day: with the year first nobody writes another order.
fn year_first(text: &str, [year, month, day]: [&str; 3]) -> Read {
    let short = month.len() <= 2 && day.len() <= 2;
    short.then(|| day_of(text, year, month.parse().ok()?, day))?
}

/// Three numbers, the year not known to be first. With points between them the day comes first; otherwise
/// every order in use that gives a day is a reading.
fn in_some_order(text: &str, [one, two, three]: [&str; 3], points: bool) -> Read {
    let two_digits = |part: &str| matches!(part.len(), 1 | 2);
    if ![one, two].into_iter().all(two_digits) || !matches!(three.len(), 2 | 4) {
        return None;
    }
    let day = |year: &str, month: &str, day: &str| {
        NaiveDate::from_ymd_opt(full_year(year)?, month.parse().ok()?, day.parse().ok()?)
    };
    let mut orders = vec![day(three, two, one)];
    if !points {
        orders.push(day(three, one, two));
        if three.len() == 2 && one.len() == 2 {
            orders.push(day(one, two, three));
        }
    }
    let mut readings: Vec<NaiveDate> = orders.into_iter().flatten().collect();
    let mut seen = Vec::new();
    readings.retain(|day| {
        !seen.contains(day) && {
            seen.push(*day);
            true
        }
    });
    Some(match readings.as_slice() {
        [] => Err(impossible(text, "day")),
        [day] => Ok(WrittenDate::Full(When::day(*day))),
        several => Err(WrittenError::Ambiguous {
            text: text.to_owned(),
            readings: several.iter().map(NaiveDate::to_string).collect(),
        }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_many_forms_are_read() {
        for (given, meant) in [
            ("2025-08-19", "2025-08-19"),
            ("19 August 2025", "2025-08-19"),
            ("19. August 2025", "2025-08-19"),
            ("19th of August, 2025", "2025-08-19"),
            ("the 19th August 2025", "2025-08-19"),
            ("August 19, 2025", "2025-08-19"),
            ("Aug. 19 2025", "2025-08-19"),
            ("Sept 1, 2025", "2025-09-01"),
            ("19-Aug-2025", "2025-08-19"),
            ("19-Aug-25", "2025-08-19"),
            ("1 Jan 98", "1998-01-01"),
            ("2025 August 19", "2025-08-19"),
            ("Tuesday, 19 August 2025", "2025-08-19"),
            ("Tue. 19 Aug 2025", "2025-08-19"),
            ("2025-8-19", "2025-08-19"),
            ("2025/08/19", "2025-08-19"),
            ("2025.8.19", "2025-08-19"),
            ("20250819", "2025-08-19"),
            ("19.08.2025", "2025-08-19"),
            ("8.9.2025", "2025-09-08"),
            ("19.8.25", "2025-08-19"),
            ("19/8/2025", "2025-08-19"),
            ("8/19/2025", "2025-08-19"),
            ("19-08-2025", "2025-08-19"),
            ("9/9/2025", "2025-09-09"),
            ("August 2025", "2025-08"),
            ("Aug 2025", "2025-08"),
            ("2025-8", "2025-08"),
            ("8/2025", "2025-08"),
        ] {
            let meant = WrittenDate::Full(meant.parse().expect(meant));
            assert_eq!(read_date(given), Ok(meant), "{given}");
        }
        for given in ["19 Aug", "Aug 19", "August 19th", "19.8."] {
            let meant = WrittenDate::NoYear { month: 8, day: 19 };
            assert_eq!(read_date(given), Ok(meant), "{given}");
        }
    }

    #[test]
    fn what_is_no_date_says_why() {
        for (given, why) in [
            (
                "8/9/2025",
                "8/9/2025 is ambiguous: 2025-09-08 or 2025-08-09",
            ),
            (
                "10/11/12",
                "10/11/12 is ambiguous: 2012-11-10 or 2012-10-11 or 2010-11-12",
            ),
            ("31 February 2025", "31 February 2025: there is no such day"),
            ("31/2/2025", "31/2/2025: there is no such day"),
            ("2025-13", "2025-13: there is no such month"),
            ("29 Feb 2025", "29 Feb 2025: there is no such day"),
            (
                "Monday, 19 August 2025",
                "Monday, 19 August 2025: 2025-08-19 is a Tuesday",
            ),
        ] {
            assert_eq!(
                read_date(given).map_err(|error| error.to_string()),
                Err(why.to_owned())
            );
        }
        for given in [
            "",
            "someday",
            "2025",
            "8/9",
            "19 Augustus 2025",
            "1/2/3/4",
            "19/8-2025",
            "٣ August 2025",
        ] {
            let unknown = matches!(read_date(given), Err(WrittenError::Unknown { .. }));
            assert!(unknown, "{given}: {:?}", read_date(given));
        }
    }
}
