//! The posts of a live blog in plain text: each begins with a line that gives its time.

use chrono::{Datelike, FixedOffset, NaiveDate, NaiveTime, TimeDelta};

use crate::names;
use crate::stamp::{self, Clock, Order, Stamp, date_at, is_weekday};
use crate::token::{Token, tokens};
use crate::zone::Zone;

/// A post in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Post {
    /// Its first character, that of the line with its time. Offsets count code points.
    pub start: usize,
    /// The character behind its last one.
    pub end: usize,
    /// When it was posted.
    pub time: Stamp,
}

/// The fewest posts that make a text a live blog.
const FEWEST: usize = 2;

/// The posts of a text, in its order. `published` is the day of the text's beginning, or the minute.
///
/// A text is a live blog if at least two lines are nothing but a time, or one in the brackets in which
/// times of posts are written here: "20.22 BST", "2:30 p.m. EDT",
/// "Tuesday 19 August, 20:22". Lines without a day are counted from `published`, and over midnight.
pub fn posts(text: &str, published: Option<Stamp>) -> Vec<Post> {
    let marks = marks(text, published.map(|stamp| stamp.day().year()));
    let timed = marks
        .iter()
        .filter(|(_, mark)| mark.clock.is_some())
        .count();
    if timed < FEWEST && !marks.iter().any(|(_, mark)| mark.bracketed) {
        return Vec::new();
    }
    let Some(times) = times(&marks, published) else {
        return Vec::new();
    };
    let length = text.chars().count();
    let ends = marks.iter().skip(1).map(|(start, _)| *start);
    let ends = ends.chain([length]);
    let posts = marks.iter().zip(ends).zip(times);
    posts
        .map(|(((start, _), end), time)| Post {
            start: *start,
            end,
            time,
        })
        .collect()
}

/// The lines that begin posts. A day in a line of its own is one too, and is the day of the posts below
/// it, unless it is the only one and stands above all of them: that is the article's.
fn marks(text: &str, year: Option<i32>) -> Vec<(usize, Mark)> {
    let lines = lines(text);
    let mut marks: Vec<(usize, Mark)> = lines
        .iter()
        .filter_map(|(start, line)| Some((*start, mark(line, year)?)))
        .collect();
    let days = marks
        .iter()
        .filter(|(_, mark)| mark.clock.is_none())
        .count();
    if days == 1
        && marks
            .first()
            .is_some_and(|(_, mark)| mark.clock.is_none() && !mark.bracketed)
    {
        marks.remove(0);
        return marks;
    }
    let mut day = None;
    for (_, mark) in &mut marks {
        match mark.clock {
            None => day = mark.day,
            Some(_) => mark.day = mark.day.or(day),
        }
    }
    marks
}

/// The lines of a text, with the code point at which each begins.
fn lines(text: &str) -> Vec<(usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n')
        .map(|line| {
            let start = at;
            at += line.chars().count();
            (start, line.trim())
        })
        .collect()
}

/// A line that gives the time of a post.
#[derive(Debug, Clone, Copy)]
struct Mark {
    day: Option<NaiveDate>,
    /// `None` for a day alone.
    clock: Option<Clock>,
    /// Whether it is in brackets, as this crate writes it.
    bracketed: bool,
    /// Whether nothing else is in its line.
    whole: bool,
}

/// The longest line that gives a time.
const LONGEST: usize = 60;

/// Words that may stand beside the time of a post.
const BESIDE: &[&str] = &[
    "updated",
    "posted",
    "published",
    "at",
    "on",
    "edited",
    "last",
    "first",
    "time",
    "local",
    "uhr",
    "h",
];

/// Reads a line that is nothing but a time, a day, or both; or that begins with a time in a zone and a
/// dash: "20.22 BST – The talks have begun". `year` is that of days without one.
fn mark(line: &str, year: Option<i32>) -> Option<Mark> {
    if !line.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let end = line
        .char_indices()
        .nth(LONGEST)
        .map_or(line.len(), |(at, _)| at);
    let tokens = tokens(&line[..end]);
    let (mut day, mut clock, mut at) = (None, None, 0);
    while at < tokens.len() {
        if let Some((found, after)) =
            date_at(&tokens, at, Order::Unknown).or_else(|| day_of_year(&tokens, at, year?))
        {
            day = day.or(Some(found));
            at = after;
        } else if let Some((found, after)) = stamp::clock_at(&tokens, at) {
            // The same time may follow in another zone.
            clock = clock.or(Some(found));
            at = after;
        } else if passes(&tokens[at]) {
            at += 1;
        } else if opens(&tokens[..at], clock) {
            return Some(Mark {
                day,
                clock,
                bracketed: false,
                whole: false,
            });
        } else {
            return None;
        }
    }
    if end < line.len() && !opens(&tokens, clock) {
        return None;
    }
    (day.is_some() || clock.is_some()).then_some(Mark {
        day,
        clock,
        bracketed: line.starts_with('[') && line.ends_with(']') && day.is_some(),
        whole: end == line.len(),
    })
}

/// Whether a token may stand beside the time of a post.
fn passes(token: &Token<'_>) -> bool {
    match token {
        Token::Word(word) => {
            is_weekday(word) || BESIDE.contains(&word.to_lowercase().as_str()) || *word == "T"
        }
        Token::Sign(sign) => ",.:|·•()[]–—-/@".contains(*sign),
        Token::Number(_) => false,
    }
}

/// Whether the first tokens of a line are a time in a zone, with a dash before what follows.
fn opens(tokens: &[Token<'_>], clock: Option<Clock>) -> bool {
    let dash = matches!(
        tokens.last(),
        Some(Token::Sign('–' | '—' | '-' | ':' | '|'))
    );
    dash && clock.is_some_and(|clock| clock.zone.is_some())
}

/// `19 August` or `August 19` of a year.
fn day_of_year(tokens: &[Token<'_>], at: usize, year: i32) -> Option<(NaiveDate, usize)> {
    let (day, month) = match (tokens.get(at)?, tokens.get(at + 1)?) {
        (Token::Number(day), Token::Word(month)) | (Token::Word(month), Token::Number(day)) => {
            (day, month)
        }
        _ => return None,
    };
    let day = day.parse().ok().filter(|_| day.len() <= 2)?;
    Some((
        NaiveDate::from_ymd_opt(year, crate::month::month(month)?, day)?,
        at + 2,
    ))
}

/// The times of the posts. `None` if nothing says on which day they begin.
fn times(marks: &[(usize, Mark)], published: Option<Stamp>) -> Option<Vec<Stamp>> {
    let zone = usual_zone(marks, published);
    let mut order: Vec<usize> = (0..marks.len()).collect();
    if is_newest_first(marks) {
        order.reverse();
    }
    let dated = order.iter().find_map(|at| marks[*at].1.day);
    let mut day = published.map(Stamp::day).or(dated)?;
    let mut last: Option<NaiveTime> = None;
    let mut times = vec![Stamp::Day(day); marks.len()];
    for at in order {
        let mark = marks[at].1;
        let Some(clock) = mark.clock else {
            times[at] = Stamp::Day(mark.day.unwrap_or(day));
            continue;
        };
        match (mark.day, last) {
            (Some(own), _) => day = own,
            (None, Some(last)) if last - clock.time > OVER_MIDNIGHT => day = day.succ_opt()?,
            _ => {}
        }
        last = Some(clock.time);
        times[at] = clock.or_in(zone).on(day);
    }
    Some(times)
}

/// A clock that goes back this far has passed midnight. Posts that were updated are a little out of order.
const OVER_MIDNIGHT: TimeDelta = TimeDelta::hours(8);

/// The zone of lines that give none: that of most other lines, or that of the day of publication.
fn usual_zone(marks: &[(usize, Mark)], published: Option<Stamp>) -> Option<Zone> {
    let named = marks.iter().find_map(|(_, mark)| mark.clock?.zone);
    named.or_else(|| {
        let offset: FixedOffset = published?.offset()?;
        // A time in UTC says little about where the paper is.
        let minutes = offset.local_minus_utc() / 60;
        (minutes != 0).then_some(Zone::Fixed(minutes))
    })
}

/// Whether the posts stand in the order in which live blogs show them: whether they take less time
/// when they are read from the end.
fn is_newest_first(marks: &[(usize, Mark)]) -> bool {
    let (mut downward, mut upward) = (TimeDelta::zero(), TimeDelta::zero());
    let timed: Vec<(Option<NaiveDate>, NaiveTime)> = marks
        .iter()
        .filter_map(|(_, mark)| Some((mark.day, mark.clock?.time)))
        .collect();
    for pair in timed.windows(2) {
        downward += forward(pair[0], pair[1]);
        upward += forward(pair[1], pair[0]);
    }
    upward < downward
}

/// The time from one post to a later one.
fn forward(
    one: (Option<NaiveDate>, NaiveTime),
    other: (Option<NaiveDate>, NaiveTime),
) -> TimeDelta {
    let time = other.1 - one.1;
    match (one.0, other.0) {
        (Some(day), Some(next)) if day != next => {
            let days = next - day;
            if days < TimeDelta::zero() {
                TimeDelta::days(100)
            } else {
                days + time
            }
        }
        _ if time < TimeDelta::zero() => time + TimeDelta::days(1),
        _ => time,
    }
}

/// Whether a line gives nothing but a time.
pub(crate) fn is_mark(line: &str) -> bool {
    mark(line, None).is_some_and(|mark| mark.clock.is_some() && mark.whole)
}

/// The time that a line gives on a day.
pub(crate) fn time_on(line: &str, day: NaiveDate, offset: Option<FixedOffset>) -> Option<Stamp> {
    let mark = mark(&names::collapsed(line), Some(day.year()))?;
    let usual = offset.map(|offset| Zone::Fixed(offset.local_minus_utc() / 60));
    Some(mark.clock?.or_in(usual).on(mark.day.unwrap_or(day)))
}

/// The time of a post as the line that its text begins with.
pub(crate) fn line_of(stamp: Stamp) -> String {
    let time = match stamp {
        Stamp::Day(day) => day.format("%-d %B %Y").to_string(),
        Stamp::Minute(time) if time.offset().local_minus_utc() == 0 => {
            time.format("%-d %B %Y, %H:%M UTC").to_string()
        }
        Stamp::Minute(time) => time.format("%-d %B %Y, %H:%M %:z").to_string(),
    };
    format!("[{time}]")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times_of(text: &str, published: &str) -> Vec<String> {
        let published = stamp::of_field(published, Order::Unknown);
        posts(text, published)
            .iter()
            .map(|post| post.time.to_string())
            .collect()
    }

    #[test]
    fn lines_with_a_time_begin_posts() {
        let text = "Lund live\n\n11.05 BST\n\nOne.\n\n8:22pm BST\n\nTwo.\n";
        assert_eq!(
            times_of(text, "2025-08-19"),
            ["2025-08-19T11:05+01:00", "2025-08-19T20:22+01:00"]
        );
        let first = posts(text, stamp::of_field("2025-08-19", Order::Unknown))[0];
        assert_eq!((first.start, first.end), (11, 28));
        let newest = "2:30 p.m. ET\nTwo.\n10:05 a.m. ET\nOne.";
        assert_eq!(
            times_of(newest, "2025-08-19"),
            ["2025-08-19T14:30-04:00", "2025-08-19T10:05-04:00"]
        );
        let dated =
            "19 August 2025, 23:50 +02:00\nOne.\nUpdated at 20 August 2025, 00:10 +02:00\nTwo.";
        assert_eq!(
            times_of(dated, ""),
            ["2025-08-19T23:50+02:00", "2025-08-20T00:10+02:00"]
        );
    }

    #[test]
    fn a_night_ends_the_day() {
        let text = "00.15 GMT\nThree.\n23.50 GMT\nTwo.\n18.00 GMT\nOne.";
        assert_eq!(
            times_of(text, "2025-08-19"),
            [
                "2025-08-20T00:15Z",
                "2025-08-19T23:50Z",
                "2025-08-19T18:00Z"
            ]
        );
        let upward = "18.00 GMT\nOne.\n23.50 GMT\nTwo.\n00.15 GMT\nThree.";
        assert_eq!(
            times_of(upward, "2025-08-19"),
            [
                "2025-08-19T18:00Z",
                "2025-08-19T23:50Z",
                "2025-08-20T00:15Z"
            ]
        );
    }

    #[test]
    fn without_a_zone_only_the_day_is_known() {
        let text = "18:00\nOne.\n18:20\nTwo.";
        assert_eq!(times_of(text, "2025-08-19"), ["2025-08-19", "2025-08-19"]);
        assert_eq!(
            times_of(text, "2025-08-19T09:00+02:00")[0],
            "2025-08-19T18:00+02:00"
        );
    }

    #[test]
    fn other_texts_have_no_posts() {
        for text in [
            "Talks\n\n19 August 2025\n\nAt 10.30 BST the mayor spoke.\n\n20.22 BST was the time.",
            "10.30 BST\nOne line.",
            "1.2.3\n4.5.6",
            "Score\n2:1\n3:2 win",
        ] {
            assert_eq!(times_of(text, "2025-08-19"), [""; 0], "{text}");
        }
    }
}
