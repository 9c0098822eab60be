//! The day on which something was said, from the words around it and the article's day.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::concept::words;
use crate::domain::time::{When, parse_day};

const MONTHS: [&str; 12] = [
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

/// The day that `around` names. `None` if it names no day or several.
///
/// Days are counted back from `published`, the day of the article: a weekday means the last one up to
/// that day, and a date without a year the last such date up to that day.
pub fn said(around: &str, published: NaiveDate) -> Option<When> {
    let words: Vec<String> = words(around).into_iter().map(|word| word.folded).collect();
    let mut found: Vec<NaiveDate> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| words.get(before));
        let after = words.get(at + 1);
        found.extend(relative(word, after, published));
        found.extend(weekday(word, before, published));
        found.extend(dated(word, before, after, published));
    }
    found.dedup();
    match found.as_slice() {
        [day] => Some(When::day(*day)),
        _ => None,
    }
}

fn relative(word: &str, after: Option<&String>, published: NaiveDate) -> Option<NaiveDate> {
    let part = || {
        after.is_some_and(|next| {
            ["morning", "afternoon", "evening", "lunchtime"].contains(&next.as_str())
        })
    };
    match word {
        "today" | "tonight" => Some(published),
        "this" if part() => Some(published),
        "yesterday" => published.pred_opt(),
        _ => None,
    }
}

/// "on Monday", "Monday's", "late Monday"; not "next Monday", which is in the future, nor "last
/// Monday", which is ambiguous.
fn weekday(word: &str, before: Option<&String>, published: NaiveDate) -> Option<NaiveDate> {
    let day: Weekday = word.parse().ok().filter(|_| word.ends_with("day"))?;
    if before.is_some_and(|word| {
        ["next", "last", "every", "by", "until", "from"].contains(&word.as_str())
    }) {
        return None;
    }
    let back = (7 + published.weekday().num_days_from_monday() - day.num_days_from_monday()) % 7;
    published.checked_sub_days(Days::new(u64::from(back)))
}

/// "18 August", "August 18".
fn dated(
    word: &str,
    before: Option<&String>,
    after: Option<&String>,
    published: NaiveDate,
) -> Option<NaiveDate> {
    let month = MONTHS.iter().position(|month| *month == word)? as u32 + 1;
    let number = |word: Option<&String>| {
        let word = word?;
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        digits
            .parse::<u32>()
            .ok()
            .filter(|day| (1..=31).contains(day))
    };
    let day = number(before).or_else(|| number(after))?;
    let this_year = NaiveDate::from_ymd_opt(published.year(), month, day)?;
    if this_year <= published {
        return Some(this_year);
    }
    NaiveDate::from_ymd_opt(published.year() - 1, month, day)
}

/// Characters at the beginning of a text in which to look for a dateline.
const DATELINE_CHARACTERS: usize = 600;

/// The day that the beginning of an article gives in full, with its year. `None` if there is none, or
/// several.
pub fn dateline(text: &str) -> Option<NaiveDate> {
    let head: String = text.chars().take(DATELINE_CHARACTERS).collect();
    let words: Vec<String> = words(&head).into_iter().map(|word| word.folded).collect();
    let mut found: Vec<NaiveDate> = words.iter().filter_map(|word| parse_day(word)).collect();
    for at in 0..words.len() {
        let Some(run) = words.get(at..at + 3) else {
            break;
        };
        found.extend(
            in_full(&run[0], &run[1], &run[2]).or_else(|| in_full(&run[1], &run[0], &run[2])),
        );
    }
    found.sort_unstable();
    found.dedup();
    match found.as_slice() {
        [day] => Some(*day),
        _ => None,
    }
}

/// "19 August 2025", with the month written out or by its first three letters.
fn in_full(day: &str, month: &str, year: &str) -> Option<NaiveDate> {
    let month = MONTHS
        .iter()
        .position(|known| month.len() >= 3 && known.starts_with(month))? as u32
        + 1;
    let year: i32 = year
        .parse()
        .ok()
        .filter(|year| (1900..2200).contains(year))?;
    let day = day
        .trim_end_matches(|c: char| c.is_ascii_alphabetic())
        .parse()
        .ok()?;
    NaiveDate::from_ymd_opt(year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginning_of_an_article_gives_its_day() {
        for (head, day) in [
            (
                "Ferry to sail again\nTue Aug 19 2025 - 12:29\nThe mayor",
                Some("2025-08-19"),
            ),
            ("19 August 2025", Some("2025-08-19")),
            ("Updated 2025-08-19", Some("2025-08-19")),
            ("On 1 May 2024 and 2 May 2024", None),
            ("No day at all", None),
        ] {
            assert_eq!(
                dateline(head).map(|day| day.to_string()).as_deref(),
                day,
                "{head}"
            );
        }
    }

    #[test]
    fn days_are_counted_back_from_the_article() {
        // A Tuesday.
        let published = NaiveDate::from_ymd_opt(2025, 8, 19).expect("a day");
        for (around, day) in [
            ("Ms Lee said on Monday evening", Some("2025-08-18")),
            ("he said yesterday", Some("2025-08-18")),
            ("confirmed this morning", Some("2025-08-19")),
            ("said on Tuesday", Some("2025-08-19")),
            ("said on Wednesday", Some("2025-08-13")),
            ("wrote on 3 August", Some("2025-08-03")),
            ("wrote on December 24", Some("2024-12-24")),
            ("said next Monday", None),
            ("said", None),
            ("said on Friday and again on Monday", None),
        ] {
            assert_eq!(
                said(around, published)
                    .map(|when| when.to_string())
                    .as_deref(),
                day,
                "{around}"
            );
        }
    }
}
