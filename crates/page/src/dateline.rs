//! The day that the beginning of a plain text gives.

use chrono::NaiveDate;

use crate::stamp::{Found, Order, Stamp, dates, is_plausible};
use crate::token::{Token, tokens};

/// Characters at the beginning of a text in which to look for its day.
const HEAD: usize = 1500;
/// Lines at the beginning of a text in which to look for its day.
const LINES: usize = 16;
/// The most characters of a line that is no paragraph.
const SHORT: usize = 120;

/// The day that the beginning of a text gives in full: in a line of its own or with a byline, or where
/// a paragraph begins with place and day. `None` if there is none, or if there are several and none is
/// said to be that of publication.
pub fn dateline(text: &str, today: NaiveDate) -> Option<Stamp> {
    let end = text
        .char_indices()
        .nth(HEAD)
        .map_or(text.len(), |(at, _)| at);
    let (mut published, mut plain, mut updated) = (Vec::new(), Vec::new(), Vec::new());
    let lines = text[..end]
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty());
    for line in lines.take(LINES) {
        let tokens = tokens(line);
        let mut from = 0;
        for found in dates(&tokens, Order::Unknown) {
            let near = &tokens[from..found.tokens.0];
            from = found.tokens.1;
            if !is_plausible(found.stamp.day(), today)
                || !(is_line(line, &tokens, &found)
                    || opens(&tokens, &found)
                    || is_labelled(&tokens, &found))
            {
                continue;
            }
            match label(near) {
                Some(true) => published.push(found.stamp),
                Some(false) => updated.push(found.stamp),
                None => plain.push(found.stamp),
            }
        }
    }
    let one = |stamps: &[Stamp]| {
        let first = *stamps.first()?;
        let minute = stamps
            .iter()
            .find(|stamp| matches!(stamp, Stamp::Minute(_)));
        stamps
            .iter()
            .all(|stamp| stamp.day() == first.day())
            .then(|| minute.copied().unwrap_or(first))
    };
    [published, plain, updated]
        .iter()
        .find(|stamps| !stamps.is_empty())
        .and_then(|stamps| one(stamps))
}

/// Whether a line is not a paragraph but a date, perhaps with a byline.
fn is_line(line: &str, tokens: &[Token<'_>], found: &Found) -> bool {
    let beside = tokens.len() - (found.tokens.1 - found.tokens.0);
    let ends = line.ends_with(['.', '?', '!', '”', '"']) && beside > 4;
    line.chars().count() <= SHORT && beside <= 14 && !ends
}

/// Whether a line begins with a day that has a label: "date 2025-08-19 The mayor of Lund at the pier".
fn is_labelled(tokens: &[Token<'_>], found: &Found) -> bool {
    let before = &tokens[..found.tokens.0];
    let word = match before {
        [Token::Word(word)] | [Token::Word(word), Token::Sign(':')] => word.to_lowercase(),
        _ => return false,
    };
    matches!(
        word.as_str(),
        "date" | "dated" | "published" | "posted" | "updated"
    )
}

/// Whether a paragraph begins with place and day: "LUND, 14 August 2025 –".
fn opens(tokens: &[Token<'_>], found: &Found) -> bool {
    let behind = tokens.get(found.tokens.1);
    found.tokens.0 <= 6 && matches!(behind, Some(Token::Sign('–' | '—' | '-' | ':' | '(' | '/')))
        || found.tokens.0 <= 1 && matches!(behind, Some(Token::Sign('.' | '|')))
}

/// Whether a line has a date and few other words.
pub(crate) fn is_date(line: &str) -> bool {
    let tokens = tokens(line);
    let found = dates(&tokens, Order::DayFirst);
    let dated: usize = found
        .iter()
        .map(|found| found.tokens.1 - found.tokens.0)
        .sum();
    !found.is_empty() && tokens.len() - dated <= 6
}

/// Whether the words before a date say that it is of publication, or of a change.
pub(crate) fn label(before: &[Token<'_>]) -> Option<bool> {
    before.iter().rev().take(6).find_map(|token| {
        let Token::Word(word) = token else {
            return None;
        };
        match word.to_lowercase().as_str() {
            "published" | "posted" | "issued" | "released" | "publication" | "first" => Some(true),
            "updated" | "modified" | "update" | "edited" | "changed" | "reviewed" | "revised"
            | "accessed" | "retrieved" => Some(false),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginning_of_an_article_gives_its_day() {
        let today = NaiveDate::from_ymd_opt(2025, 8, 20).expect("a day");
        for (head, day) in [
            (
                "Ferry to sail again\nTue Aug 19 2025 - 12:29\nThe mayor",
                Some("2025-08-19"),
            ),
            ("19 August 2025", Some("2025-08-19")),
            ("Updated 2025-08-19", Some("2025-08-19")),
            (
                "Ferry\n\nPublished 18 August 2025, updated 19 August 2025\n",
                Some("2025-08-18"),
            ),
            (
                "Ferry\n\nTue 19 Aug 2025 11.00 BST\n",
                Some("2025-08-19T11:00+01:00"),
            ),
            (
                "Ferry\n\nBy Jo Berg | 19 August 2025 | 4 min read\n",
                Some("2025-08-19"),
            ),
            (
                "Ferry\n\nLUND, Aug. 19, 2025 (Agency) - The mayor said on 3 May 2024 that",
                Some("2025-08-19"),
            ),
            (
                "The bridge had been closed on 1 May 2024 after an inspection, the mayor said.",
                None,
            ),
            ("Ferry\n1 May 2024\n2 May 2024", None),
            (
                "date 2025-08-19 The mayor of Lund at the pier. Photograph: Jo Berg/The Courier\n\nThe pier is open.",
                Some("2025-08-19"),
            ),
            ("Ferry\n1 January 1970", None),
            ("Ferry\n19 August 2026", None),
            ("No day at all", None),
        ] {
            assert_eq!(
                dateline(head, today).map(|day| day.to_string()).as_deref(),
                day,
                "{head}"
            );
        }
    }
}
