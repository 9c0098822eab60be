//! The posts of a live blog in plain text: each begins with a line that gives its time.

use chrono::{FixedOffset, NaiveDate, NaiveTime, TimeDelta};

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
/// A text is a live blog if at least two lines are nothing but a time: "20.22 BST", "2:30 p.m. EDT",
/// "Tuesday 19 August, 20:22". Lines without a day are counted from `published`, and over midnight.
pub fn posts(text: &str, published: Option<Stamp>) -> Vec<Post> {
    let lines = lines(text);
    let marks: Vec<(usize, Mark)> = lines
        .iter()
        .filter_map(|(start, line)| Some((*start, mark(line)?)))
        .collect();
    if marks.len() < FEWEST {
        return Vec::new();
    }
    let Some(times) = times(&marks, published) else {
        return Vec::new();
    };
    let length = text.chars().count();
    let ends = marks
        .iter()
        .skip(1)
        .map(|(start, _)| *start)
        .chain([length]);
    marks
        .iter()
        .zip(ends)
        .zip(times)
        .map(|(((start, _), end), time)| Post {
            start: *start,
            end,
            time,
        })
        .collect()
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
    clock: Clock,
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

/// Reads a line that is nothing but a time, perhaps with a day.
fn mark(line: &str) -> Option<Mark> {
    if line.is_empty()
        || line.chars().count() > LONGEST
        || !line.contains(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    let tokens = tokens(line);
    let (mut day, mut clock, mut at) = (None, None, 0);
    while at < tokens.len() {
        // What is dated in full may also have its time before the date.
        if day.is_none()
            && let Some((found, end)) = date_at(&tokens, at, Order::Unknown)
        {
            day = Some(found);
            at = end;
            continue;
        }
        if clock.is_none()
            && let Some((found, end)) = stamp::clock_at(&tokens, at)
        {
            clock = Some(found);
            at = end;
            continue;
        }
        let passes = match tokens[at] {
            Token::Word(word) => {
                is_weekday(word) || BESIDE.contains(&word.to_lowercase().as_str()) || word == "T"
            }
            Token::Sign(sign) => ",.:|·•()[]–—-/@".contains(sign),
            Token::Number(_) => false,
        };
        if !passes {
            return None;
        }
        at += 1;
    }
    Some(Mark { day, clock: clock? })
}

/// The times of the posts. `None` if nothing says on which day they begin.
fn times(marks: &[(usize, Mark)], published: Option<Stamp>) -> Option<Vec<Stamp>> {
    let zone = usual_zone(marks, published);
    let newest_first = is_newest_first(marks);
    let mut order: Vec<usize> = (0..marks.len()).collect();
    if newest_first {
        order.reverse();
    }
    let dated = order.iter().find_map(|at| marks[*at].1.day);
    let mut day = published.map(Stamp::day).or(dated)?;
    let mut last: Option<NaiveTime> = None;
    let mut times = vec![Stamp::Day(day); marks.len()];
    for at in order {
        let mark = marks[at].1;
        match (mark.day, last) {
            (Some(own), _) => day = own,
            (None, Some(last)) if last - mark.clock.time > OVER_MIDNIGHT => day = day.succ_opt()?,
            _ => {}
        }
        last = Some(mark.clock.time);
        let clock = Clock {
            zone: mark.clock.zone.or(zone),
            ..mark.clock
        };
        times[at] = clock.on(day);
    }
    Some(times)
}

/// A clock that goes back this far has passed midnight. Posts that were updated are a little out of order.
const OVER_MIDNIGHT: TimeDelta = TimeDelta::hours(8);

/// The zone of lines that give none: that of most other lines, or that of the day of publication.
fn usual_zone(marks: &[(usize, Mark)], published: Option<Stamp>) -> Option<Zone> {
    let named = marks.iter().find_map(|(_, mark)| mark.clock.zone);
    named.or_else(|| {
        let offset: FixedOffset = published?.offset()?;
        // A time in UTC says little about where the paper is.
        let minutes = offset.local_minus_utc() / 60;
        (minutes != 0).then_some(Zone::Fixed(minutes))
    })
}

/// Whether the posts stand in the order in which live blogs show them.
fn is_newest_first(marks: &[(usize, Mark)]) -> bool {
    let pairs = marks.windows(2).map(|pair| (pair[0].1, pair[1].1));
    let (mut up, mut down) = (0, 0);
    for (one, other) in pairs {
        let order = match (one.day, other.day) {
            (Some(day), Some(next)) if day != next => day.cmp(&next),
            _ => one.clock.time.cmp(&other.clock.time),
        };
        match order {
            std::cmp::Ordering::Less => up += 1,
            std::cmp::Ordering::Greater => down += 1,
            std::cmp::Ordering::Equal => {}
        }
    }
    down > up
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
