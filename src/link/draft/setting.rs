//! When and where something is said to be: the one day and the one place that a content names.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use onrecord_extract::{Extractor, Kind};

use crate::domain::value::Value;
use crate::domain::written::{MONTHS, weekday};

/// When and where something is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Setting {
    day: Option<Day>,
    place: Option<String>,
}

/// A day as a text names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Day {
    Date { month: u32, day: u32 },
    Weekday(Weekday),
    Month(u32),
    Year(i32),
}

/// What two settings differ in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Differs {
    /// The day.
    Day,
    /// The place.
    Place,
}

/// Words after which a day is the day of what a clause tells.
const BEFORE_DAY: [&str; 6] = ["on", "for", "to", "next", "this", "is"];

/// Words before a month or a year in which, from which or until which something is.
const BEFORE_MONTH: [&str; 6] = ["in", "until", "till", "by", "since", "from"];

/// Words that speak of the future.
const FUTURE: [&str; 9] = [
    "will", "would", "shall", "to", "due", "may", "might", "should", "’ll",
];

/// Words that speak of the past.
const PAST: [&str; 6] = ["was", "were", "had", "did", "began", "took"];

impl Setting {
    /// The setting that a text names.
    pub(super) fn of(text: &str) -> Self {
        let words: Vec<&str> = text.split_whitespace().map(bare).collect();
        let mut days: Vec<Day> = Vec::new();
        let mut named = 0;
        for at in 0..words.len() {
            let Some((day, first)) = day_at(&words, at) else {
                continue;
            };
            named += 1;
            let before = first
                .checked_sub(1)
                .map(|before| words[before].to_lowercase());
            let allowed: &[&str] = match day {
                Day::Month(_) | Day::Year(_) => &BEFORE_MONTH,
                _ => &BEFORE_DAY,
            };
            let fits = before.is_some_and(|word| allowed.contains(&word.as_str()));
            if fits && !days.contains(&day) {
                days.push(day);
            }
        }
        // A further day may be that of something else.
        let day = days.first().copied().filter(|_| named == 1);
        Self {
            day,
            place: place(text),
        }
    }

    /// Whether it has a day.
    pub(super) fn is_dated(&self) -> bool {
        self.day.is_some()
    }

    /// What two settings differ in, if that is one thing. Days are compared as they are named: a Monday may be the third of
    /// the month.
    pub(super) fn differs(&self, other: &Self) -> Option<Differs> {
        let days = match (self.day, other.day) {
            (Some(Day::Date { .. }), Some(Day::Date { .. }))
            | (Some(Day::Weekday(_)), Some(Day::Weekday(_)))
            | (Some(Day::Month(_)), Some(Day::Month(_)))
            | (Some(Day::Year(_)), Some(Day::Year(_))) => self.day != other.day,
            _ => false,
        };
        let places = match (&self.place, &other.place) {
            (Some(a), Some(b)) => !a.contains(b.as_str()) && !b.contains(a.as_str()),
            _ => false,
        };
        match (days, places) {
            (true, false) => Some(Differs::Day),
            (false, true) => Some(Differs::Place),
            _ => None,
        }
    }

    /// The day or the place as a value. `published` is the day of the article, and `text` says whether the day is past.
    pub(super) fn value(
        &self,
        what: Differs,
        text: &str,
        published: Option<NaiveDate>,
    ) -> Option<Value> {
        match what {
            Differs::Place => self.place.clone().map(|name| Value::Place { name }),
            Differs::Day => {
                let (from, to) = self.day?.resolved(text, published?)?;
                Some(Value::Date { from, to })
            }
        }
    }
}

impl Day {
    /// The day that is meant: the nearest such date, the weekday before or after the article's day. Of a month or a year,
    /// its first day and its last.
    fn resolved(self, text: &str, published: NaiveDate) -> Option<(NaiveDate, Option<NaiveDate>)> {
        let date = NaiveDate::from_ymd_opt;
        match self {
            Self::Month(month) => {
                let first = nearest(published, month, 1)?;
                let next = first.checked_add_months(Months::new(1))?;
                Some((first, next.pred_opt()))
            }
            Self::Year(year) => Some((date(year, 1, 1)?, date(year, 12, 31))),
            Self::Date { month, day } => Some((nearest(published, month, day)?, None)),
            Self::Weekday(_) => Some((self.of_week(text, published)?, None)),
        }
    }

    /// The day of a weekday, before or after the article's.
    fn of_week(self, text: &str, published: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Weekday(weekday) => {
                let has = |words: &[&str]| {
                    let mut own = text.split_whitespace();
                    own.any(|word| words.contains(&bare(word).to_lowercase().as_str()))
                };
                let distance = |from: Weekday, to: Weekday| {
                    u64::from((7 + to.num_days_from_monday() - from.num_days_from_monday()) % 7)
                };
                match (has(&FUTURE), has(&PAST)) {
                    (true, _) => published
                        .checked_add_days(Days::new(distance(published.weekday(), weekday))),
                    (false, true) => published
                        .checked_sub_days(Days::new(distance(weekday, published.weekday()))),
                    (false, false) => None,
                }
            }
            _ => None,
        }
    }
}

/// The day of a month that is nearest to another day.
fn nearest(to: NaiveDate, month: u32, day: u32) -> Option<NaiveDate> {
    let years = [-1, 0, 1].map(|more| to.year() + more);
    let days = years
        .into_iter()
        .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day));
    days.min_by_key(|date| (*date - to).num_days().abs())
}

/// A word without signs around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|letter: char| !letter.is_alphanumeric())
}

/// The day that is named at a word, and the first of its words.
fn day_at(words: &[&str], at: usize) -> Option<(Day, usize)> {
    let word = words[at];
    if let Some(weekday) =
        weekday(word).filter(|_| word.len() > 5 && word.starts_with(char::is_uppercase))
    {
        return Some((Day::Weekday(weekday), at));
    }
    if let Some(year) = year(word) {
        let after_month = at > 0 && is_month(words[at - 1]);
        return (!after_month).then_some((Day::Year(year), at));
    }
    let is_word =
        |month: &&str| month.eq_ignore_ascii_case(word) && word.starts_with(char::is_uppercase);
    let month = MONTHS.iter().position(is_word)?;
    let month = u32::try_from(month + 1).ok()?;
    let number = |at: usize| -> Option<u32> {
        let digits = words
            .get(at)?
            .trim_end_matches(|letter: char| letter.is_ascii_lowercase());
        digits.parse().ok().filter(|day| (1..=31).contains(day))
    };
    // "4 May", "the 4th of May", "May 4".
    let of = at > 1 && words[at - 1] == "of";
    let before = if of {
        at.checked_sub(2)
    } else {
        at.checked_sub(1)
    };
    if let Some((day, first)) = before.and_then(|before| Some((number(before)?, before))) {
        let the = first > 0 && words[first - 1] == "the";
        return Some((Day::Date { month, day }, first - usize::from(the)));
    }
    let Some(day) = number(at + 1) else {
        return Some((Day::Month(month), at));
    };
    Some((Day::Date { month, day }, at))
}

fn is_month(word: &str) -> bool {
    let capital = word.starts_with(char::is_uppercase);
    capital && MONTHS.iter().any(|month| month.eq_ignore_ascii_case(word))
}

/// A year as a text names it.
fn year(word: &str) -> Option<i32> {
    let digits = word.len() == 4 && word.chars().all(|letter| letter.is_ascii_digit());
    let year = word.parse().ok().filter(|_| digits)?;
    (1900..2100).contains(&year).then_some(year)
}

/// The one place that a text names after "in": "in Geneva".
fn place(text: &str) -> Option<String> {
    // Reading the words costs more than looking for one.
    let lower = text.to_lowercase();
    if !lower.contains(" in ") && !lower.starts_with("in ") {
        return None;
    }
    let words = Extractor::shipped().ok()?.outline(text);
    let mut found: Option<String> = None;
    for at in 1..words.len() {
        let is_in = text[words[at - 1].range.clone()].eq_ignore_ascii_case("in");
        if !is_in || words[at].kind != Kind::Name {
            continue;
        }
        let last = (at..words.len())
            .take_while(|next| words[*next].kind == Kind::Name)
            .last()?;
        let name = &text[words[at].range.start..words[last].range.end];
        let is_time =
            MONTHS.iter().any(|month| month.eq_ignore_ascii_case(name)) || weekday(name).is_some();
        if is_time {
            continue;
        }
        if found.is_some() {
            return None;
        }
        found = Some(name.to_owned());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str, what: Differs) -> Option<String> {
        let published = NaiveDate::from_ymd_opt(2025, 8, 20);
        Setting::of(text)
            .value(what, text, published)
            .map(|value| value.typed())
    }

    #[test]
    fn the_day_and_the_place_are_typed() {
        let day = |text: &str| value(text, Differs::Day).unwrap_or_default();
        assert_eq!(day("The trial starts on 4 May."), "2025-05-04");
        assert_eq!(day("The trial was put off to January 12."), "2026-01-12");
        assert_eq!(day("The trial will start on Friday."), "2025-08-22");
        assert_eq!(day("The bridge was shut on Monday."), "2025-08-18");
        // Until when, or of two days, says no day on which something is.
        assert_eq!(day("The bridge stays shut until 4 May."), "");
        assert_eq!(
            day("The deal struck on Monday will be signed on Friday."),
            ""
        );
        assert_eq!(
            day("The boiler was replaced in 2019."),
            "2019-01-01..2019-12-31"
        );
        assert_eq!(day("The pier reopens in June."), "2025-06-01..2025-06-30");
        let place = |text: &str| value(text, Differs::Place).unwrap_or_default();
        assert_eq!(place("The leaders will meet in Geneva."), "place:Geneva");
        assert_eq!(place("The leaders will meet in May."), "");
    }

    #[test]
    fn settings_differ_in_one_thing() {
        let differs = |a: &str, b: &str| Setting::of(a).differs(&Setting::of(b));
        let start = "The trial starts on 4 May.";
        assert_eq!(
            differs(start, "The trial begins on May 11."),
            Some(Differs::Day)
        );
        assert_eq!(differs(start, "The trial begins on the 4th of May."), None);
        assert_eq!(differs(start, "The trial begins on Monday."), None);
        let boiler = "The boiler was replaced in 2019.";
        assert_eq!(
            differs(boiler, "The boilers were replaced in 2023."),
            Some(Differs::Day)
        );
        assert_eq!(
            differs("It opens in June.", "It opens in May."),
            Some(Differs::Day)
        );
        let meet = "The talks will be held in Geneva.";
        assert_eq!(
            differs(meet, "The talks will take place in Budapest."),
            Some(Differs::Place)
        );
        assert_eq!(differs(meet, "The talks will be held on Friday."), None);
    }
}
