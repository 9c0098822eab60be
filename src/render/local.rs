//! Minutes as people read them: in their time zone. Answers have them in UTC, as programs want them.
//!
//! Days stay as they are: a day is a date in the calendar, not a moment.

use chrono::{DateTime, NaiveDateTime};
use chrono_tz::Tz;

use super::page::{Block, Page};

/// The page with its minutes in a time zone, which a line at the end names.
pub(super) fn page(mut page: Page, zone: Tz) -> Page {
    if zone == Tz::UTC {
        return page;
    }
    let mut any = false;
    let mut localise = |text: &mut String| {
        if let Some(local) = text_in(text, zone) {
            *text = local;
            any = true;
        }
    };
    for block in &mut page.blocks {
        match block {
            Block::Heading(text) | Block::Text(text) => localise(text),
            Block::List(items) => items.iter_mut().for_each(&mut localise),
            Block::Table(table) => {
                let cells = table.rows.iter_mut().flatten();
                cells.for_each(|cell| localise(&mut cell.text));
            }
        }
    }
    if any { page.text(note(zone)) } else { page }
}

/// Says in which zone the times are.
pub(super) fn note(zone: Tz) -> String {
    format!("Times of day are those of {}.", zone.name())
}

/// The text with its minutes in a time zone; `None` if it has none. What it quotes stays as it is.
pub(super) fn text_in(text: &str, zone: Tz) -> Option<String> {
    let mut local = String::new();
    let mut done = 0;
    for (at, _) in text.match_indices('T') {
        let Some(start) = at.checked_sub(DAY).filter(|start| *start >= done) else {
            continue;
        };
        let Some((length, time)) = text.get(start..).and_then(stamp) else {
            continue;
        };
        let before = text[..start].chars().next_back();
        let is_within = |next: char| next.is_alphanumeric() || next == '-';
        let after = text[start + length..].chars().next();
        if before.is_some_and(is_within) || after.is_some_and(is_within) || quotes(&text[..start]) {
            continue;
        }
        local.push_str(&text[done..start]);
        local.push_str(&shown(time, zone));
        done = start + length;
    }
    (done > 0).then(|| local + &text[done..])
}

/// Bytes of a day.
const DAY: usize = "2025-08-19".len();

/// Forms of a minute in answers.
const FORMS: [(&str, usize); 2] = [
    ("%Y-%m-%dT%H:%MZ", "2025-08-19T10:00Z".len()),
    ("%Y-%m-%dT%H:%M:%SZ", "2025-08-19T10:00:00Z".len()),
];

/// The time that a text begins with, and its length.
fn stamp(text: &str) -> Option<(usize, DateTime<chrono::Utc>)> {
    FORMS.iter().find_map(|(form, length)| {
        let time = NaiveDateTime::parse_from_str(text.get(..*length)?, form);
        Some((*length, time.ok()?.and_utc()))
    })
}

/// A time in a zone: its day and its minute.
pub(super) fn shown(time: DateTime<chrono::Utc>, zone: Tz) -> String {
    time.with_timezone(&zone)
        .format("%Y-%m-%d %H:%M")
        .to_string()
}

/// Whether a text ends within a quotation.
fn quotes(text: &str) -> bool {
    let last = text.rfind(['“', '”']);
    last.is_some_and(|last| text[last..].starts_with('“'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_shown_in_the_zone_and_days_and_quotations_stay() {
        let zone = Tz::Europe__Berlin;
        for (text, local) in [
            ("2025-08-19T10:00Z", Some("2025-08-19 12:00")),
            (
                "from 2025-08-19T22:30:59Z to 2025-12-01T23:00Z.",
                Some("from 2025-08-20 00:30 to 2025-12-02 00:00."),
            ),
            ("2025-08-19", None),
            ("x2025-08-19T10:00Z", None),
            ("2025-08-19T10:00Za", None),
            ("2025-13-19T10:00Z", None),
            ("“at 2025-08-19T10:00Z”", None),
            ("Tuesday T", None),
            ("é T é2025-08-19T10:00Z", None),
            (
                "“Yes” 2025-08-19T10:00Z “at 2025-08-19T10:00Z”",
                Some("“Yes” 2025-08-19 12:00 “at 2025-08-19T10:00Z”"),
            ),
        ] {
            assert_eq!(text_in(text, zone).as_deref(), local, "{text}");
        }
    }
}
