//! Labels that look the same everywhere on the page: a shape and a word, never colour alone.

use chrono_tz::Tz;
use maud::{Markup, html};

use crate::answer::{Contest, Report, ReportSpeaker};
use crate::domain::statement::Attribution;
use crate::domain::status::Status;
pub(super) use crate::render::html::marks::{class, legend, stance, status};
use crate::render::marks::UNREVIEWED;

/// A status with those who contest it.
pub(super) fn contested(status: Status, contest: &Contest<ReportSpeaker>) -> Markup {
    html! {
        (self::status(status))
        @if let Some(words) = contest.words() { span.contest { ", " (words) } }
    }
}

/// The attribution level, unless the wording for the speaker already shows it.
pub(super) fn terms(attribution: Attribution) -> Option<&'static str> {
    match attribution {
        Attribution::OnRecord | Attribution::Anonymous => None,
        Attribution::Background => Some("background"),
        Attribution::DeepBackground => Some("deep background"),
        Attribution::OffRecord => Some("off the record"),
    }
}

/// The day of a time. A month stays a month.
pub(super) fn day(time: &str) -> &str {
    time.get(..10).unwrap_or(time)
}

/// A time for people and machines: a day, or a day and a minute.
pub(super) fn time(time: &str) -> Markup {
    html! { time { (time.replace('T', " ")) } }
}

/// The page with the minutes of its times in a zone.
pub(super) fn in_zone(page: &str, zone: Tz) -> String {
    const TIME: &str = "<time>";
    if zone == Tz::UTC {
        return page.to_owned();
    }
    let mut parts = page.split(TIME);
    let mut local = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        local.push_str(TIME);
        let (text, rest) = part.split_at(part.find('<').unwrap_or(part.len()));
        let stamp = text.replacen(' ', "T", 1);
        local.push_str(&crate::render::local::text_in(&stamp, zone).unwrap_or(text.to_owned()));
        local.push_str(rest);
    }
    local
}

/// The length of lists that many records have each: unlimited, or `few` in a long report, which
/// would otherwise grow too big to open.
pub(super) fn listed(report: &Report, few: usize) -> usize {
    if is_long(report) { few } else { usize::MAX }
}

/// The mark of what no person has looked at, or nothing.
pub(super) fn mark(unreviewed: bool) -> Markup {
    html! { @if unreviewed { " " span.unreviewed { (UNREVIEWED) } } }
}

/// Whether a report is too long to be read through.
pub(super) fn is_long(report: &Report) -> bool {
    report.overview.statements > WHOLE
}

/// The largest number of statements for which lists are complete.
const WHOLE: usize = 2000;
