//! The day on which something was said, from the words around it and the article's day.
//!
//! A day counts if it goes with the saying: beside the cue, or at the beginning of the sentence. A day that belongs to
//! an event ("Friday's talks", "before Thursday's vote"), to a relative clause or to what was said is not the day of
//! saying.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use crate::domain::time::When;
use crate::domain::written::MONTHS;

/// Stands for a part of what was said, in the words around it.
pub const CONTENT: char = '\u{1}';
/// Stands before the words that say that something was said.
pub const CUE: char = '\u{2}';

const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Words after which a day is not that of the saying.
#[rustfmt::skip]
const ELSEWHERE: [&str; 24] = [
    "before", "after", "since", "until", "till", "by", "from", "to", "through", "between", "of", "for", "next",
    "every", "each", "coming", "following", "previous", "until", "than", "and", "or", "past", "upcoming",
];

/// Words that begin a clause or a phrase about something else.
#[rustfmt::skip]
const ASIDES: [&str; 16] = [
    "who", "which", "that", "whose", "where", "when", "whom", "because", "while", "as", "if", "before", "after", "since",
    "until", "ahead",
];

/// A word of the text around what was said.
struct Word {
    folded: String,
    /// Whether it begins with a capital.
    capital: bool,
    /// Whether it is written with a point after it: "Aug."
    point: bool,
    /// Whether it owns what follows: "Friday's".
    owns: bool,
    /// Whether a comma, a dash, a bracket or the end of a sentence follows.
    breaks: bool,
    marker: Option<char>,
}

/// A day or month that the text names, and the words that name it.
struct Named {
    when: Option<When>,
    first: usize,
    last: usize,
}

/// The day, or else the month, that `around` names for the saying. `None` if it names none, or several.
///
/// Days are counted back from `published`, the article's own day: a weekday means the last one up to that day, and a
/// date without a year the last such date up to that day.
pub fn said(around: &str, published: NaiveDate) -> Option<When> {
    let words = split(around);
    let segments = segments(&words);
    let mut found: Vec<(bool, When)> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let Some(named) = named(&words, at, published) else {
            at += 1;
            continue;
        };
        at = named.last + 1;
        let Some(when) = named.when.filter(|when| when.earliest().day() <= published) else {
            continue;
        };
        if let Some(beside_cue) = goes_with_saying(&words, &segments, &named) {
            found.push((beside_cue, when));
        }
    }
    let beside: Vec<When> = found.iter().filter(|one| one.0).map(|one| one.1).collect();
    let mut days = if beside.is_empty() {
        found.into_iter().map(|one| one.1).collect()
    } else {
        beside
    };
    days.dedup();
    match days.as_slice() {
        [day] => Some(*day),
        _ => None,
    }
}

fn split(around: &str) -> Vec<Word> {
    let spaced = around
        .replace('’', "'")
        .replace(['–', '—'], " – ")
        .replace(CONTENT, " \u{1} ")
        .replace(CUE, " \u{2} ");
    let word = |run: &str| {
        if let Some(marker) = run.chars().next().filter(|c| [CONTENT, CUE].contains(c)) {
            return Some(Word {
                folded: String::new(),
                capital: false,
                point: false,
                owns: false,
                breaks: marker == CONTENT,
                marker: Some(marker),
            });
        }
        let bare = run.trim_matches(|c: char| !c.is_alphanumeric());
        let owner = bare
            .strip_suffix("'s")
            .or_else(|| (run.trim_end_matches([',', '.']).ends_with("s'")).then_some(bare));
        let end = run.trim_end_matches(['"', '”', '\'']);
        let point = end.ends_with('.');
        let folded = owner.unwrap_or(bare).to_lowercase();
        let short = folded.chars().count() <= 4 && point && folded.chars().all(char::is_alphabetic);
        (!bare.is_empty() || run == "–").then(|| Word {
            capital: bare.starts_with(char::is_uppercase),
            point,
            owns: owner.is_some(),
            breaks: end.ends_with([',', ';', ':', ')', '!', '?']) || point && !short || run == "–",
            marker: None,
            folded,
        })
    };
    spaced.split_whitespace().filter_map(word).collect()
}

/// A run of words without a break: its first word, and one past its last.
type Segment = (usize, usize);

fn segments(words: &[Word]) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut start = 0;
    for (at, word) in words.iter().enumerate() {
        if word.breaks {
            segments.push((start, at + 1));
            start = at + 1;
        }
    }
    if start < words.len() {
        segments.push((start, words.len()));
    }
    segments
}

/// Whether a day goes with the saying, and if so whether it is beside the cue.
fn goes_with_saying(words: &[Word], segments: &[Segment], named: &Named) -> Option<bool> {
    if words[named.last].owns {
        return None;
    }
    let before = words[..named.first].iter().rev().find(|word| {
        !["the", "late", "early", "on", "in", "last", "mid"].contains(&word.folded.as_str())
    });
    let near = words[..named.first].last();
    let elsewhere = |word: &&Word| {
        word.marker.is_none() && !word.breaks && ELSEWHERE.contains(&word.folded.as_str())
    };
    if before.filter(elsewhere).is_some() || near.filter(elsewhere).is_some() {
        return None;
    }
    let own = segments
        .iter()
        .position(|(start, end)| (*start..*end).contains(&named.first))?;
    let (start, end) = segments[own];
    let run = &words[start..named.first];
    // "Who travels to Oslo on Thursday", "speaking ahead of Friday", "to be broadcast on Sunday".
    let aside = run
        .iter()
        .any(|word| ASIDES.contains(&word.folded.as_str()))
        || run
            .windows(2)
            .any(|pair| pair[0].folded == "to" && pair[1].folded == "be");
    let cue = words[start..end]
        .iter()
        .position(|word| word.marker == Some(CUE));
    let has_cue = words.iter().any(|word| word.marker == Some(CUE));
    if let Some(cue) = cue {
        let after_cue = start + cue < named.first;
        let between = if after_cue {
            &words[start + cue..named.first]
        } else {
            run
        };
        let aside = between
            .iter()
            .any(|word| ASIDES.contains(&word.folded.as_str()) && word.folded != "as");
        return (!aside).then_some(after_cue);
    }
    if !has_cue {
        return (!aside).then_some(true);
    }
    if aside {
        return None;
    }
    let only = run
        .iter()
        .all(|word| ["on", "in", "late", "early", "and", "the"].contains(&word.folded.as_str()));
    let opens = own == 0 || words[start - 1].point;
    // "On 6 May, Lee said", "In an interview on Monday, Lee said"; "May 6, 2024, Lee said" has a break inside.
    let joined = own > 0 && only;
    (opens || joined).then_some(false)
}

/// The day or month whose name begins at a word.
fn named(words: &[Word], at: usize, published: NaiveDate) -> Option<Named> {
    let one = |when: Option<When>, last: usize| {
        Some(Named {
            when,
            first: at,
            last,
        })
    };
    let is = |offset: usize, word: &str| {
        words
            .get(at + offset)
            .is_some_and(|next| next.folded == word)
    };
    let back = |days: u64| published.checked_sub_days(Days::new(days)).map(When::day);
    let word = words[at].folded.as_str();
    match word {
        "day" if is(1, "before") && is(2, "yesterday") => return one(back(2), at + 2),
        "yesterday" => return one(back(1), at),
        "today" | "tonight" => return one(back(0), at),
        "this"
            if ["morning", "afternoon", "evening", "lunchtime"]
                .iter()
                .any(|part| is(1, part)) =>
        {
            return one(back(0), at + 1);
        }
        "last" if is(1, "night") || is(1, "evening") => return one(back(1), at + 1),
        _ => {}
    }
    if let Some(count) = number_word(word)
        && is(2, "ago")
    {
        let unit = words[at + 1].folded.as_str();
        return match unit {
            "day" | "days" => one(back(count), at + 2),
            "week" | "weeks" => one(back(7 * count).map(month_of), at + 2),
            "month" | "months" => {
                let then = published.checked_sub_months(Months::new(u32::try_from(count).ok()?));
                one(then.map(|day| month_of(When::day(day))), at + 2)
            }
            _ => None,
        };
    }
    if let Some(weekday) = weekday(&words[at]) {
        return one(last_weekday(words, at, weekday, published), at);
    }
    dated(words, at, published).or_else(|| {
        numeric(&words[at].folded).map(|day| Named {
            when: day.map(When::day),
            first: at,
            last: at,
        })
    })
}

/// The month of a day.
fn month_of(when: When) -> When {
    let day = when.earliest().day();
    month(day.year(), day.month()).unwrap_or(when)
}

fn month(year: i32, month: u32) -> Option<When> {
    format!("{year:04}-{month:02}").parse().ok()
}

fn number_word(word: &str) -> Option<u64> {
    const WORDS: [&str; 11] = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    let spelt = WORDS
        .iter()
        .position(|known| *known == word)
        .map(|at| at as u64);
    let article = ["a", "an"].contains(&word).then_some(1);
    spelt
        .or(article)
        .or_else(|| word.parse().ok())
        .filter(|count| *count < 1000)
}

/// "Monday", or "Mon." with its point.
fn weekday(word: &Word) -> Option<Weekday> {
    let full = word.folded.ends_with("day");
    let short = word.point && word.capital && (3..=5).contains(&word.folded.len());
    let at = WEEKDAYS.iter().position(|day| {
        full && *day == word.folded || short && day.starts_with(word.folded.as_str())
    })?;
    Weekday::try_from(at as u8).ok()
}

/// The last such weekday up to the article's day. "Last Monday" is ambiguous, but not on a Monday.
fn last_weekday(words: &[Word], at: usize, day: Weekday, published: NaiveDate) -> Option<When> {
    let last = at > 0 && words[at - 1].folded == "last";
    let back = u64::from(
        (7 + published.weekday().num_days_from_monday() - day.num_days_from_monday()) % 7,
    );
    let back = match (last, back) {
        (true, 0) => 7,
        (true, _) => return None,
        (false, back) => back,
    };
    published.checked_sub_days(Days::new(back)).map(When::day)
}

/// "18 August", "August 18, 2024", "Aug. 18", "in June", "in June 2024".
fn dated(words: &[Word], at: usize, published: NaiveDate) -> Option<Named> {
    let day_number = |at: usize| {
        let digits = words
            .get(at)?
            .folded
            .trim_end_matches(|c: char| c.is_ascii_alphabetic());
        digits
            .parse::<u32>()
            .ok()
            .filter(|day| (1..=31).contains(day) && digits.len() <= 2)
    };
    let month_at = |at: usize| {
        let word = words.get(at)?;
        let short = word.point && word.folded.len() >= 3;
        let full = |known: &&str| {
            **known == word.folded || short && known.starts_with(word.folded.as_str())
        };
        let month = MONTHS.iter().position(full)?;
        word.capital.then_some(month as u32 + 1)
    };
    let year_at = |at: usize| {
        let word = words.get(at)?;
        word.folded
            .parse::<i32>()
            .ok()
            .filter(|year| (1900..2200).contains(year) && word.folded.len() == 4)
    };
    let (day, month_number, last) =
        if let (Some(day), Some(month)) = (day_number(at), month_at(at + 1)) {
            (Some(day), month, at + 1)
        } else if let Some(month) = month_at(at) {
            match day_number(at + 1).filter(|_| !words[at].breaks) {
                Some(day) => (Some(day), month, at + 1),
                None => (None, month, at),
            }
        } else {
            return None;
        };
    let year = year_at(last + 1);
    let end = last + usize::from(year.is_some());
    let when = match day {
        Some(day) => {
            let of = |year: i32| NaiveDate::from_ymd_opt(year, month_number, day);
            let recent = of(published.year()).filter(|day| *day <= published);
            let chosen = match year {
                Some(year) => of(year),
                None => recent.or_else(|| of(published.year() - 1)),
            };
            chosen.map(When::day)
        }
        None => {
            let said_in =
                at > 0 && ["in", "last", "late", "early"].contains(&words[at - 1].folded.as_str());
            let recent = if month_number <= published.month() {
                published.year()
            } else {
                published.year() - 1
            };
            said_in
                .then(|| month(year.unwrap_or(recent), month_number))
                .flatten()
        }
    };
    Some(Named {
        when,
        first: at,
        last: end,
    })
}

/// "18/08/2025", "2025-08-18". The day is `None` if it could be read in two ways.
fn numeric(word: &str) -> Option<Option<NaiveDate>> {
    let parts: Vec<u32> = word
        .split(['/', '-', '.'])
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    let [a, b, c] = parts[..] else {
        return None;
    };
    let of = |year: u32, month: u32, day: u32| NaiveDate::from_ymd_opt(year as i32, month, day);
    if (1900..2200).contains(&a) {
        return Some(of(a, b, c));
    }
    let day = (1900..2200).contains(&c).then(|| match (a, b) {
        (13..=31, 1..=12) => of(c, b, a),
        (1..=12, 13..=31) => of(c, a, b),
        (a, b) if a == b => of(c, a, b),
        _ => None,
    })?;
    Some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What was said is in braces, and a bar is before the cue.
    fn day_of(sentence: &str) -> Option<String> {
        // A Tuesday.
        let published = NaiveDate::from_ymd_opt(2025, 8, 19).expect("a day");
        let marked = sentence.replace('|', &CUE.to_string());
        let around = match (marked.find('{'), marked.find('}')) {
            (Some(start), Some(end)) => {
                format!("{}{CONTENT}{}", &marked[..start], &marked[end + 1..])
            }
            _ => marked,
        };
        said(&around, published).map(|when| when.to_string())
    }

    #[test]
    fn days_are_counted_back_from_the_article() {
        for (sentence, day) in [
            ("Ms Lee |said on Monday evening {x}", Some("2025-08-18")),
            ("{x}, he |said yesterday", Some("2025-08-18")),
            ("Lee |confirmed this morning {x}", Some("2025-08-19")),
            ("Lee |said on Tuesday {x}", Some("2025-08-19")),
            ("Lee |said on Wednesday {x}", Some("2025-08-13")),
            ("Lee |wrote on 3 August {x}", Some("2025-08-03")),
            ("Lee |wrote on December 24 {x}", Some("2024-12-24")),
            ("On Sept. 3, 2023, Lee |wrote {x}", Some("2023-09-03")),
            ("Lee |said on Fri. {x}", Some("2025-08-15")),
            ("Lee |said on 14/08/2025 {x}", Some("2025-08-14")),
            ("Lee |said on 5/8/2025 {x}", None),
            ("Three days ago Lee |said {x}", Some("2025-08-16")),
            ("Lee |said last night {x}", Some("2025-08-18")),
            ("Lee |said the day before yesterday {x}", Some("2025-08-17")),
            ("Lee |said in May {x}", Some("2025-05")),
            ("Lee |said in October {x}", Some("2024-10")),
            (
                "In an interview on Sunday, Lee |said {x}",
                Some("2025-08-17"),
            ),
            (
                "Lee |told a crowd on Sunday, the day after Saturday’s fire, {x}",
                Some("2025-08-17"),
            ),
            ("Lee |said next Monday {x}", None),
            ("Lee |said in 2023 {x}", None),
            ("Lee |said {x}", None),
            ("Lee |said on Friday and again on Monday {x}", None),
        ] {
            assert_eq!(day_of(sentence).as_deref(), day, "{sentence}");
        }
    }

    #[test]
    fn a_day_of_something_else_is_not_the_day_of_saying() {
        for sentence in [
            "Ahead of Friday’s summit, Lee |said {x}",
            "Lee |said after Monday’s fire {x}",
            "Lee, who leaves for Oslo on Monday, |said {x}",
            "Lee, mayor since 3 May 2021, |said {x}",
            "Lee, who was born on 3 May 1970, |said {x}",
            "In a film to be shown on Saturday, Lee |said {x}",
            "Since Sunday’s crash Lee has |said {x}",
            "{x will happen on Friday}, Lee |said.",
            "Before leaving on Monday, Lee |said {x}",
            "Lee |said by Friday {x}",
        ] {
            assert_eq!(day_of(sentence), None, "{sentence}");
        }
    }
}
