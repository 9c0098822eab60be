//! The clock and the time zone of the person who types, and the times that need them.

use chrono::{
    DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc, Weekday,
};
use chrono_tz::Tz;

use super::time::{Moment, Precision, When};
use super::written::{self, WrittenDate, WrittenError};

/// How many days back a day without a year is looked for. What is further back, or to come, is
/// more often a slip than what was meant.
const NO_YEAR_DAYS: i64 = 183;

/// What *now*, *today* and a time of day mean where somebody types.
#[derive(Debug, Clone, Copy)]
pub struct Calendar {
    /// The current time.
    pub now: DateTime<Utc>,
    /// The time zone.
    pub zone: Tz,
}

impl Calendar {
    /// The calendar of somebody in UTC.
    pub fn utc(now: DateTime<Utc>) -> Self {
        Self { now, zone: Tz::UTC }
    }

    /// The current day in the zone.
    pub fn today(&self) -> NaiveDate {
        self.now.with_timezone(&self.zone).date_naive()
    }

    /// What a clock on the wall shows, as if the zone were UTC. Whatever goes by days, such as a due
    /// day, goes by this.
    pub fn wall_clock(&self) -> Moment {
        let wall = self.now.with_timezone(&self.zone).naive_local();
        Moment::of(wall.and_utc())
    }

    /// Whether a time is in the future: a minute after now, or days after today. Days are those of
    /// the zone or of UTC, whichever is further on.
    pub fn is_future(&self, when: When) -> bool {
        let started =
            when.precision() != Precision::Minute && when.earliest().day() <= self.today();
        !started && when.earliest() > Moment::of(self.now)
    }

    /// The first minute of a time; days and months begin at midnight in the zone.
    pub fn first_minute(&self, when: When) -> Moment {
        match when.precision() {
            Precision::Minute => when.earliest(),
            Precision::Day | Precision::Month => self.midnight(when.earliest().day()),
        }
    }

    /// The last minute of a time; days and months end at midnight in the zone.
    pub fn last_minute(&self, when: When) -> Moment {
        let after = when.latest().day().succ_opt();
        match (when.precision(), after) {
            (Precision::Minute, _) | (_, None) => when.latest(),
            (_, Some(after)) => Moment::from_minutes(self.midnight(after).minutes() - 1),
        }
    }

    /// The minute at which a day begins in the zone.
    fn midnight(&self, day: NaiveDate) -> Moment {
        let start = day.and_time(NaiveTime::MIN);
        // Some zones put their clocks forward at midnight; the day then begins an hour later.
        let hours = (0..3).filter_map(|hour| start.checked_add_signed(TimeDelta::hours(hour)));
        let first = hours
            .into_iter()
            .find_map(|time| self.zone.from_local_datetime(&time).earliest());
        first.map_or(Moment::start_of(day), |time| Moment::of(time.to_utc()))
    }

    /// The time that a person typed, of something that has happened.
    ///
    /// # Errors
    /// If it is no time, has several readings, or does not exist.
    pub fn when(&self, text: &str) -> Result<When, WrittenError> {
        let text = text.trim();
        if let Ok(when) = text.parse() {
            return Ok(when);
        }
        if let Some(when) = self.ago(text, false) {
            return Ok(when);
        }
        if text.eq_ignore_ascii_case("now") {
            return Ok(When::minute(self.now));
        }
        match self.date(text) {
            Err(WrittenError::Unknown { .. }) => {}
            read => return read,
        }
        self.with_clock(text, Some(self.today()), |date| self.date(date))
            .unwrap_or_else(|| Err(unknown(text)))
    }

    /// Like [`Calendar::when`], but "2 days ago" is a minute: the same time of day.
    ///
    /// # Errors
    /// As [`Calendar::when`].
    pub fn moment(&self, text: &str) -> Result<When, WrittenError> {
        match self.ago(text.trim(), true) {
            Some(when) => Ok(when),
            None => self.when(text),
        }
    }

    /// The time that a file gives, which must mean the same on every day: a date in full, with or
    /// without a time of day in the zone.
    ///
    /// # Errors
    /// As [`Calendar::when`], and if the date is relative or has no year.
    pub fn written(&self, text: &str) -> Result<When, WrittenError> {
        // Spreadsheets add a midnight to a day.
        let text = text.trim();
        let text = text.strip_suffix(" 00:00:00").unwrap_or(text);
        match written::read_date(text) {
            Ok(WrittenDate::Full(when)) => return Ok(when),
            Ok(WrittenDate::NoYear { month, day }) => {
                return Err(written::no_year(text, month, day, None));
            }
            Err(WrittenError::Unknown { .. }) => {}
            Err(error) => return Err(error),
        }
        let full = |date: &str| match written::read_date(date)? {
            WrittenDate::Full(when) => Ok(when),
            WrittenDate::NoYear { .. } => Err(unknown(text)),
        };
        self.with_clock(text, None, full)
            .unwrap_or_else(|| Err(unknown(text)))
    }

    /// The day that a person typed. It may be in the future.
    ///
    /// # Errors
    /// As [`Calendar::when`], and if a month or a weekday is given or the year is left out.
    pub fn day(&self, text: &str) -> Result<NaiveDate, WrittenError> {
        let text = text.trim();
        let weekday = written::weekday(text.strip_prefix("on ").unwrap_or(text));
        if let Some(weekday) = weekday {
            return Err(self.past_or_coming(text, weekday));
        }
        match self.relative_day(text) {
            Some(day) => day,
            None => match written::read_date(text)? {
                WrittenDate::NoYear { month, day } => Err(written::no_year(
                    text,
                    month,
                    day,
                    Some(self.today().year()),
                )),
                WrittenDate::Full(_) => written::read_day(text),
            },
        }
    }

    /// The error for a weekday where both the last and the next one can be meant.
    fn past_or_coming(&self, text: &str, weekday: Weekday) -> WrittenError {
        let mut ahead = self.today().iter_days().skip(1);
        let next = ahead.find(|day| day.weekday() == weekday);
        let last = next.and_then(|day| day.checked_sub_days(Days::new(7)));
        WrittenError::Ambiguous {
            text: text.to_owned(),
            readings: [last, next]
                .iter()
                .flatten()
                .map(NaiveDate::to_string)
                .collect(),
        }
    }

    /// A date without a time of day.
    fn date(&self, text: &str) -> Result<When, WrittenError> {
        if let Some(day) = self.relative_day(text) {
            return day.map(When::day);
        }
        match written::read_date(text)? {
            WrittenDate::Full(when) => Ok(when),
            WrittenDate::NoYear { month, day } => self.last(text, month, day).map(When::day),
        }
    }

    /// The last day that a day without a year was, if that is not long ago.
    fn last(&self, text: &str, month: u32, day: u32) -> Result<NaiveDate, WrittenError> {
        let today = self.today();
        let years = [today.year(), today.year() - 1];
        let mut days = years
            .iter()
            .filter_map(|year| NaiveDate::from_ymd_opt(*year, month, day));
        let near = days.find(|day| (0..=NO_YEAR_DAYS).contains(&(today - *day).num_days()));
        near.ok_or_else(|| written::no_year(text, month, day, Some(today.year())))
    }

    /// `today`, `yesterday`, `Monday`; `None` if the text is nothing of the kind.
    fn relative_day(&self, text: &str) -> Option<Result<NaiveDate, WrittenError>> {
        let lower = text.to_lowercase();
        let today = self.today();
        let words: Vec<&str> = lower.split_whitespace().collect();
        let day = match words.as_slice() {
            ["today"] => today,
            ["yesterday"] => today.pred_opt()?,
            ["tomorrow"] => today.succ_opt()?,
            ["the", "day", "before", "yesterday"] | ["day", "before", "yesterday"] => {
                today.checked_sub_days(Days::new(2))?
            }
            ["on", name] | [name] => return self.weekday(text, name, false),
            ["last", name] => return self.weekday(text, name, true),
            _ => return None,
        };
        Some(Ok(day))
    }

    /// The last day with this weekday. "Wednesday" on a Wednesday may be today or a week ago; "last
    /// Monday" on a Wednesday may be this week's or the one before.
    fn weekday(
        &self,
        text: &str,
        name: &str,
        last: bool,
    ) -> Option<Result<NaiveDate, WrittenError>> {
        let weekday = written::weekday(name)?;
        let today = self.today();
        let back =
            (7 + today.weekday().num_days_from_monday() - weekday.num_days_from_monday()) % 7;
        let nearest = today.checked_sub_days(Days::new(back.into()))?;
        let before = nearest.checked_sub_days(Days::new(7))?;
        // In the calendar's current week, and not today.
        let this_week = nearest.iso_week() == today.iso_week() && back > 0;
        Some(match (last, back) {
            (true, 0) => Ok(before),
            (false, 0) => Err(ambiguous(text, [nearest, before])),
            (true, _) if this_week => Err(ambiguous(text, [nearest, before])),
            _ => Ok(nearest),
        })
    }

    /// `2 hours ago`, `a week ago`. Days and weeks give a day, or if `exact` a minute.
    fn ago(&self, text: &str, exact: bool) -> Option<When> {
        let lower = text.to_lowercase();
        let mut words = lower.strip_suffix("ago")?.split_whitespace();
        let (count, unit) = (words.next()?, words.next()?);
        let count = match count {
            "a" | "an" => 1,
            digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse().ok()?,
            word => i64::try_from(super::numerals::below_21(word)?).ok()?,
        };
        let unit = unit.strip_suffix('s').unwrap_or(unit);
        let (back, days) = match unit {
            "minute" => (TimeDelta::try_minutes(count)?, false),
            "hour" => (TimeDelta::try_hours(count)?, false),
            "day" => (TimeDelta::try_days(count)?, true),
            "week" => (TimeDelta::try_weeks(count)?, true),
            _ => return None,
        };
        if words.next().is_some() {
            return None;
        }
        if days && !exact {
            return Some(When::day(self.today().checked_sub_signed(back)?));
        }
        Some(When::minute(self.now.checked_sub_signed(back)?))
    }

    /// A date and a time of day in the zone. A time of day without a date is one of the day `alone`.
    fn with_clock(
        &self,
        text: &str,
        alone: Option<NaiveDate>,
        read: impl Fn(&str) -> Result<When, WrittenError>,
    ) -> Option<Result<When, WrittenError>> {
        let breaks = text
            .char_indices()
            .filter(|(_, c)| c.is_whitespace() || *c == 'T')
            .map(|(at, c)| (at, at + c.len_utf8()));
        for (end, start) in std::iter::once((0, 0)).chain(breaks) {
            let (date, clock) = (text.get(..end)?, text.get(start..)?);
            let Some((time, offset)) = time_of_day(clock) else {
                continue;
            };
            let date = date.trim_end_matches([' ', ',']);
            let date = date
                .strip_suffix(" at")
                .unwrap_or(date)
                .trim_end_matches([' ', ',']);
            let day = match date {
                "" | "at" => alone.ok_or_else(|| unknown(text)),
                date => read(date).and_then(|when| when.single_day().ok_or_else(|| unknown(text))),
            };
            match day {
                Err(WrittenError::Unknown { .. }) => {}
                Err(error) => return Some(Err(error)),
                Ok(day) => return Some(self.minute(text, day, time, offset)),
            }
        }
        None
    }

    /// A time of day on a day: in the zone, unless an offset is given.
    fn minute(
        &self,
        text: &str,
        day: NaiveDate,
        time: NaiveTime,
        offset: Option<FixedOffset>,
    ) -> Result<When, WrittenError> {
        let local = day.and_time(time);
        let readings: Vec<DateTime<Utc>> = match offset {
            Some(offset) => offset
                .from_local_datetime(&local)
                .map(|time| time.to_utc())
                .single(),
            None => {
                let local = self.zone.from_local_datetime(&local);
                if let chrono::LocalResult::Ambiguous(one, two) = local {
                    return Err(WrittenError::Ambiguous {
                        text: text.to_owned(),
                        readings: [one, two]
                            .map(|time| When::minute(time.to_utc()).to_string())
                            .to_vec(),
                    });
                }
                local.map(|time| time.to_utc()).single()
            }
        }
        .into_iter()
        .collect();
        match readings.first() {
            Some(time) => Ok(When::minute(*time)),
            None => Err(WrittenError::Impossible {
                text: text.to_owned(),
                what: "time of day: the clocks were put forward",
            }),
        }
    }
}

fn unknown(text: &str) -> WrittenError {
    WrittenError::Unknown {
        text: text.to_owned(),
    }
}

fn ambiguous(text: &str, readings: [NaiveDate; 2]) -> WrittenError {
    WrittenError::Ambiguous {
        text: text.to_owned(),
        readings: readings.map(|day| day.to_string()).to_vec(),
    }
}

/// A time of day such as `14:05`, `2.05 pm`, `9am` or `noon`, and its offset if it has one.
fn time_of_day(text: &str) -> Option<(NaiveTime, Option<FixedOffset>)> {
    let lower = text.trim().to_lowercase();
    if lower == "noon" {
        return Some((NaiveTime::from_hms_opt(12, 0, 0)?, None));
    }
    let (clock, offset) = split_offset(&lower)?;
    let clock = clock.trim_end();
    let half = ["am", "a.m.", "pm", "p.m."]
        .into_iter()
        .find_map(|half| Some((clock.strip_suffix(half)?.trim_end(), half.starts_with('p'))));
    let (digits, afternoon) = match half {
        Some((digits, afternoon)) => (digits, Some(afternoon)),
        None => (clock, None),
    };
    let mut parts = digits.split([':', '.']);
    let number = |part: &str, most: usize| -> Option<u32> {
        let plain =
            (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| part.parse().ok()).flatten()
    };
    let hour = number(parts.next()?, 2)?;
    let minute = match parts.next() {
        Some(part) if part.len() == 2 => number(part, 2)?,
        // A number alone is no time of day, and a point without am or pm may be a decimal point.
        None if afternoon.is_some() => 0,
        _ => return None,
    };
    let seconds = parts.next().map_or(Some(0), |part| number(part, 2))?;
    if parts.next().is_some() || (afternoon.is_none() && digits.contains('.')) {
        return None;
    }
    let hour = match afternoon {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(afternoon) => hour % 12 + if afternoon { 12 } else { 0 },
    };
    Some((NaiveTime::from_hms_opt(hour, minute, seconds)?, offset))
}

/// A clock and the offset behind it: `z`, `utc`, `gmt`, `+02:00`, `+0200`.
fn split_offset(text: &str) -> Option<(&str, Option<FixedOffset>)> {
    for name in ["utc", "gmt", "z"] {
        if let Some(clock) = text.strip_suffix(name) {
            return Some((clock, FixedOffset::east_opt(0)));
        }
    }
    let Some(at) = text.find(['+', '-', '−']) else {
        return Some((text, None));
    };
    let (clock, offset) = text.split_at(at);
    let west = !offset.starts_with('+');
    let digits: String = offset.chars().skip(1).filter(|c| *c != ':').collect();
    let plain = matches!(digits.len(), 2 | 4) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let hours: i32 = plain.then(|| digits.get(..2)?.parse().ok()).flatten()?;
    let minutes: i32 = digits.get(2..).map_or(Some(0), |rest| match rest {
        "" => Some(0),
        rest => rest.parse().ok(),
    })?;
    let east = (hours * 60 + minutes) * 60 * if west { -1 } else { 1 };
    Some((
        clock,
        Some(FixedOffset::east_opt(east).filter(|_| minutes < 60)?),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Wednesday, in the zone `zone`.
    fn calendar(zone: &str) -> Calendar {
        Calendar {
            now: "2025-08-20T07:30:00Z".parse().expect("time"),
            zone: zone.parse().expect("zone"),
        }
    }

    fn read(zone: &str, text: &str) -> Result<String, String> {
        let when = calendar(zone).when(text);
        when.map(|when| when.to_string())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn a_desk_speaks_of_yesterday() {
        for (given, meant) in [
            ("now", "2025-08-20T07:30Z"),
            ("today", "2025-08-20"),
            ("Yesterday", "2025-08-19"),
            ("the day before yesterday", "2025-08-18"),
            ("2 hours ago", "2025-08-20T05:30Z"),
            ("2 days ago", "2025-08-18"),
            ("two weeks ago", "2025-08-06"),
            ("a week ago", "2025-08-13"),
            ("Monday", "2025-08-18"),
            ("on Tue", "2025-08-19"),
            ("Friday", "2025-08-15"),
            ("last Friday", "2025-08-15"),
            ("last Wednesday", "2025-08-13"),
            ("Aug 19", "2025-08-19"),
            ("19 August", "2025-08-19"),
            ("2025-08", "2025-08"),
            ("2025-08-19 14:05", "2025-08-19T14:05Z"),
            ("2025-08-19T14:05+02:00", "2025-08-19T12:05Z"),
            ("19 August 2025, 2.05 pm", "2025-08-19T14:05Z"),
            ("8/19/2025 2:05 PM", "2025-08-19T14:05Z"),
            ("yesterday at 9am", "2025-08-19T09:00Z"),
            ("yesterday at noon", "2025-08-19T12:00Z"),
            ("6:15", "2025-08-20T06:15Z"),
            ("12:30 am", "2025-08-20T00:30Z"),
            ("yesterday 14:05 UTC", "2025-08-19T14:05Z"),
            ("yesterday 14:05 -0500", "2025-08-19T19:05Z"),
        ] {
            assert_eq!(read("UTC", given), Ok(meant.to_owned()), "{given}");
        }
        let now = calendar("UTC")
            .moment("1 week ago")
            .map(|when| when.to_string());
        assert_eq!(now, Ok("2025-08-13T07:30Z".to_owned()));
    }

    #[test]
    fn days_and_minutes_are_those_of_the_zone() {
        for (zone, given, meant) in [
            ("Pacific/Honolulu", "today", "2025-08-19"),
            ("Pacific/Auckland", "yesterday", "2025-08-19"),
            (
                "Europe/Berlin",
                "19 August 2025, 14:05",
                "2025-08-19T12:05Z",
            ),
            ("America/New_York", "yesterday 11 pm", "2025-08-20T03:00Z"),
        ] {
            assert_eq!(read(zone, given), Ok(meant.to_owned()), "{given}");
        }
    }

    #[test]
    fn what_is_no_time_says_why() {
        for (given, why) in [
            (
                "Wednesday",
                "Wednesday is ambiguous: 2025-08-20 or 2025-08-13",
            ),
            (
                "last Monday",
                "last Monday is ambiguous: 2025-08-18 or 2025-08-11",
            ),
            ("Aug 25", "Aug 25 has no year: write 2025-08-25"),
            (
                "8/9/2025 14:05",
                "8/9/2025 is ambiguous: 2025-09-08 or 2025-08-09",
            ),
            (
                "31 February 2025 at 9am",
                "31 February 2025: there is no such day",
            ),
            (
                "30 March 2025, 02:30",
                "30 March 2025, 02:30: there is no such time of day: the clocks were put forward",
            ),
            (
                "2024-10-27 02:30",
                "2024-10-27 02:30 is ambiguous: 2024-10-27T00:30Z or 2024-10-27T01:30Z",
            ),
        ] {
            assert_eq!(read("Europe/Berlin", given), Err(why.to_owned()));
        }
        for bad in [
            "",
            "ago",
            "-1 days ago",
            "3 fortnights ago",
            "1 day ago ago",
            "someday",
            "25:00",
            "13 pm",
            "yesterday 9",
            "2025-08 14:05",
        ] {
            let unknown = matches!(calendar("UTC").when(bad), Err(WrittenError::Unknown { .. }));
            assert!(unknown, "{bad}: {:?}", calendar("UTC").when(bad));
        }
    }
}
