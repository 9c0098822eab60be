//! Marks that mean the same wherever they stand: told by a shape and a word, never by colour alone.

use maud::{Markup, html};

use crate::answer::symbol;
use crate::domain::statement::{Attribution, Family, Stance};
use crate::domain::status::Status;

/// A status: its word, with a shape of its own before it.
pub fn status(status: Status) -> Markup {
    html! { span class={ "status " (status) } { (status) } }
}

/// A stance: its word, with the symbol of its family before it.
pub fn stance(stance: Stance) -> Markup {
    let family = stance.family();
    html! { span class={ "stance " (class(family)) } {
        span.symbol aria-hidden="true" { (symbol(family)) } " " (stance)
    } }
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

/// On what terms something was said; none where it was said on the record.
pub fn terms(attribution: Attribution) -> Option<&'static str> {
    match attribution {
        Attribution::OnRecord => None,
        Attribution::Background => Some("background"),
        Attribution::DeepBackground => Some("deep background"),
        Attribution::OffRecord => Some("off the record"),
        Attribution::Anonymous => Some("unnamed"),
    }
}

/// The day of a time; a month stays one.
pub fn day(time: &str) -> &str {
    time.get(..10).unwrap_or(time)
}

/// A time that machines can read too.
pub fn time(time: &str) -> Markup {
    html! { time datetime=(time) { (time.replace('T', " ")) } }
}
