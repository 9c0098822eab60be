//! Marks that look the same on every page: a shape and a word, never colour alone.

use maud::{Markup, html};

use super::links::Links;
use crate::answer::Contest;
use crate::domain::grade::Grade;
use crate::domain::statement::{Attribution, Family, Stance};
use crate::domain::status::Status;
use crate::render::grades;
use crate::render::marks::UNREVIEWED;

/// A status: its word, after a shape of its own.
pub(in crate::render) fn status(status: Status) -> Markup {
    html! { span class={ "status " (status) } { (status) } }
}

/// A status with those who contest it.
pub(super) fn contested<P>(status: Status, contest: &Contest<P>) -> Markup {
    html! {
        (self::status(status))
        @if let Some(words) = contest.words() { " " span.contest { (words) } }
    }
}

/// A stance: its verb. The stylesheet adds the symbol of its family, which keeps it out of the markup of every statement.
pub(in crate::render) fn stance(stance: Stance) -> Markup {
    html! { span class=(class(stance.family())) { (stance.verb()) } }
}

/// The CSS class of a family of stances.
pub(in crate::render) fn class(family: Family) -> &'static str {
    match family {
        Family::Affirming => "affirming",
        Family::Negating => "negating",
        Family::Uncertain => "uncertain",
        Family::Withholding => "withholding",
        Family::Meta => "meta",
    }
}

/// The terms on which somebody spoke, if not simply on the record.
pub(super) fn terms(attribution: Attribution, shown_as: Option<&str>) -> Markup {
    let level = match attribution {
        Attribution::OnRecord => None,
        Attribution::Background => Some("background"),
        Attribution::DeepBackground => Some("deep background"),
        Attribution::OffRecord => Some("off the record"),
        Attribution::Anonymous => Some("unnamed"),
    };
    let words: Vec<&str> = level.into_iter().chain(shown_as).collect();
    html! { @if !words.is_empty() { " " small { "(" (words.join(": ")) ")" } } }
}

/// The grades of a statement, explained to who points at them; nothing if it has none.
pub(super) fn grade(grade: Grade) -> Markup {
    html! { @if !grade.is_none() { " " abbr title=(grade.meaning()) { (grade) } } }
}

/// What the grades on a page mean, for readers who cannot point at them; nothing if there are none.
pub(in crate::render) fn legend(grades: impl IntoIterator<Item = Grade>) -> Markup {
    html! { @if let Some(meaning) = grades::legend(grades) { p.note { (meaning) } } }
}

/// The mark of what no person has looked at, or nothing.
pub(super) fn unreviewed(is_unreviewed: bool) -> Markup {
    html! { @if is_unreviewed { " " span.unreviewed { (UNREVIEWED) } } }
}

/// What was said in the words of the source: the quote or, if there is none, the passage.
pub(super) fn words(quote: Option<&str>, passage: Option<&str>) -> Markup {
    html! { @match (quote, passage) {
        (Some(quote), _) => blockquote { "“" (quote) "”" },
        (None, Some(words)) => blockquote.passage { (words) },
        (None, None) => {},
    } }
}

/// Links to the forms that correct a statement or void it. A page of the past has none.
pub(super) fn mend(statement: &str, links: &Links<'_>) -> Markup {
    html! { @if links.labels().kept().is_empty() { " " span.mend {
        a href={ "/record/correct?statement=" (statement) } { "correct" } " · "
        a href={ "/record/void?statement=" (statement) } { "void" }
    } } }
}
