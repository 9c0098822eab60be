//! The day of an article, from its beginning.

use chrono::NaiveDate;

use super::concept::words;
use crate::domain::time::parse_day;

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
}
