//! Marks that mean the same wherever they stand: told by a shape and a word, never by colour alone.

use maud::{Markup, html};

use crate::answer::Report;
use crate::domain::statement::{Attribution, Family, Stance};
use crate::domain::status::Status;

/// A status: its word, with a shape of its own before it.
pub fn status(status: Status) -> Markup {
    html! { span class={ "status " (status) } { (status) } }
}

/// A stance: its word. The symbol of its family stands before it by the style, since there is one at
/// every statement.
pub fn stance(stance: Stance) -> Markup {
    html! { span class=(class(stance.family())) { (stance) } }
}

/// The class of a family of stances.
pub fn class(family: Family) -> &'static str {
    match family {
        Family::Affirming => "affirming",
        Family::Negating => "negating",
        Family::Uncertain => "uncertain",
        Family::Withholding => "withholding",
        Family::Meta => "meta",
    }
}

/// On what terms something was said, where the wording for its speaker does not tell.
pub fn terms(attribution: Attribution) -> Option<&'static str> {
    match attribution {
        Attribution::OnRecord | Attribution::Anonymous => None,
        Attribution::Background => Some("background"),
        Attribution::DeepBackground => Some("deep background"),
        Attribution::OffRecord => Some("off the record"),
    }
}

/// The day of a time; a month stays one.
pub fn day(time: &str) -> &str {
    time.get(..10).unwrap_or(time)
}

/// A time, as people and machines read it: a day, or a day and a minute.
pub fn time(time: &str) -> Markup {
    html! { time { (time.replace('T', " ")) } }
}

/// How many of a list are shown where each of many has one. Up to a size that people read through,
/// lists are whole; beyond it a page of everything about everything would not open.
pub fn listed(report: &Report, few: usize) -> usize {
    if is_long(report) { few } else { usize::MAX }
}

/// Whether a report is longer than people read through.
pub fn is_long(report: &Report) -> bool {
    report.overview.statements > WHOLE
}

/// Reports of up to so many statements leave nothing out of their lists.
const WHOLE: usize = 2000;
