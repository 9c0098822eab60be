//! Recognises the names of news media, through which other people's words come.

use super::lists::{OUTLET_ENDINGS, OUTLET_KINDS, OUTLETS, OUTLETS_WITH_ARTICLE};
use crate::syntax::document::Document;
use crate::syntax::tag;
use crate::text::word::Shape;
use crate::types::TokenRange;

/// The name of an outlet that begins at a token and ends before `stop`, without "the".
fn name_at(document: &Document, at: usize, stop: usize) -> Option<TokenRange> {
    let word = |at: usize| document.word(at);
    let capital = |at: usize| {
        matches!(
            document.tokens[at].shape,
            Shape::Title | Shape::Upper | Shape::Mixed | Shape::Digit
        )
    };
    let continued =
        at > 0 && document.tokens[at].breaks == 0 && capital(at - 1) && word(at - 1) != "The";
    if !capital(at) || continued || word(at) == "The" {
        return None;
    }
    let joined = |at: usize| word(at) == "&" && at + 1 < stop && capital(at + 1);
    let end = (at + 1..stop)
        .find(|end| !capital(*end) && !joined(*end))
        .unwrap_or(stop);
    let name = TokenRange::new(at, end);
    let before = at.checked_sub(1).map_or("", word);
    let last = word(end - 1);
    let several = name.len() > 1;
    let known = OUTLETS.contains(&word(at)) || OUTLET_KINDS.contains(&before) && before != word(at);
    let by_ending = several && OUTLET_ENDINGS.contains(&last);
    let by_article =
        !several && before.eq_ignore_ascii_case("the") && OUTLETS_WITH_ARTICLE.contains(&last);
    let numbered = several
        && matches!(word(at), "Channel" | "Radio")
        && document.tokens[at + 1].shape == Shape::Digit;
    (known || by_ending || by_article || numbered).then_some(name)
}

/// The last outlet in a range that is described and not named: "the state news agency", without the article.
pub(crate) fn described(document: &Document, range: TokenRange) -> Option<TokenRange> {
    let TokenRange { start, end } = range;
    let kind = (start..end)
        .rev()
        .find(|at| OUTLET_KINDS.contains(&document.word(*at)))?;
    let describes = |at: &usize| matches!(document.tags[*at], tag::JJ | tag::NN | tag::NNP);
    let first = (start..kind)
        .rev()
        .take_while(describes)
        .last()
        .unwrap_or(kind);
    let article = first > start && document.word(first - 1).eq_ignore_ascii_case("the");
    article.then(|| TokenRange::new(first, kind + 1))
}

/// The outlets named in a range, in order.
pub(crate) fn names(document: &Document, range: TokenRange) -> Vec<TokenRange> {
    let mut found: Vec<TokenRange> = Vec::new();
    for at in range.tokens() {
        if found.last().is_none_or(|last| last.end <= at) {
            found.extend(name_at(document, at, range.end));
        }
    }
    found
}
