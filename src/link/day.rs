//! The day on which something was said, from the words around it and the article's day.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::concept::words;
use crate::domain::time::When;

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

#[cfg(test)]
mod tests {
    use super::*;

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
