//! Media that cite somebody: "the agency reported, citing two officials, that …". The person cited is the speaker, and
//! the outlet is a relayer.

use crate::syntax::document::Document;
use crate::syntax::tag::{self, is_proper_noun};
use crate::text::sentence::Sentence;
use crate::thresholds;
use crate::types::{CueReading, TokenRange};
use crate::who::channel::is_reporting;
use crate::who::outlet;

/// Nouns for people and bodies that can be cited.
#[rustfmt::skip]
const PEOPLE: &[&str] = &[
    "adviser", "advisers", "advisor", "advisors", "aide", "aides", "ally", "allies", "analyst", "analysts",
    "authorities", "army", "company", "council", "delegate", "delegates", "diplomat", "diplomats", "employee",
    "employees", "envoy", "executive", "executives", "expert", "experts", "firm", "government", "guard", "insider",
    "insiders", "lawmaker", "lawmakers", "lawyer", "lawyers", "leader", "leaders", "military", "minister", "ministers",
    "ministry", "office", "officer", "officers", "official", "officials", "people", "person", "police", "reporter",
    "reporters", "representative", "representatives", "senator", "source", "sources", "spokesman", "spokesperson",
    "spokeswoman", "staffer", "staffers", "statement", "survivor", "survivors", "union", "witness", "witnesses",
];

/// Finds citations, at most one in each sentence, in order.
pub(super) fn find(document: &Document) -> Vec<CueReading> {
    let cites = |at: &usize| {
        matches!(
            document.word(*at),
            "citing" | "cites" | "cited" | "quoting" | "quotes" | "quoted"
        ) && !document.is_quoted(*at)
    };
    let in_sentence = |sentence: &Sentence| {
        (sentence.start + 1..sentence.end)
            .filter(cites)
            .find_map(|at| read(document, sentence, at))
    };
    document.sentences.iter().filter_map(in_sentence).collect()
}

/// Reads the citation with the cue at `at`.
fn read(document: &Document, sentence: &Sentence, at: usize) -> Option<CueReading> {
    let before = TokenRange::new(sentence.start, at);
    let named = outlet::names(document, before).last().copied();
    let outlet = named.or_else(|| outlet::described(document, before))?;
    let source = cited(document, sentence, at + 1)?;
    let citation = TokenRange::new(at, source.end);
    let content = content(document, sentence, outlet, citation)?;
    Some(CueReading {
        outlet: Some(outlet),
        ..super::reading(TokenRange::one(at), source, content)
    })
}

/// The person cited: the words from `start`, if they name somebody who can speak.
fn cited(document: &Document, sentence: &Sentence, start: usize) -> Option<TokenRange> {
    let reach = sentence.end.min(start + thresholds::LONGEST_CITED_SOURCE);
    let ends = |at: &usize| {
        matches!(
            document.tags[*at],
            tag::COMMA | tag::STOP | tag::WP | tag::WDT
        ) || matches!(
            document.word(*at),
            "as" | "that" | "who" | "—" | "–" | ";" | ":"
        )
    };
    let stop = (start..reach).find(ends).unwrap_or(reach);
    let speaks = |at: usize| {
        is_proper_noun(document.tags[at])
            || PEOPLE.contains(&document.word(at).to_ascii_lowercase().as_str())
    };
    // Words after a preposition only describe: "an aide to the mayor", "people in the room".
    let head_end = (start + 1..stop)
        .find(|at| matches!(document.tags[*at], tag::IN | tag::TO))
        .unwrap_or(stop);
    (head_end > start && (start..head_end).any(speaks)).then(|| TokenRange::new(start, stop))
}

/// What the outlet reports: the words after the citation, or those between its verb and the citation, or those before
/// its name.
fn content(
    document: &Document,
    sentence: &Sentence,
    outlet: TokenRange,
    citation: TokenRange,
) -> Option<TokenRange> {
    let is_comma = |at: usize| document.tags[at] == tag::COMMA;
    let that = |start: usize, end: usize| (start..end).find(|at| document.word(*at) == "that");
    let mut end = sentence.end;
    while end > citation.end && document.tags[end - 1] == tag::STOP {
        end -= 1;
    }
    let reach = end.min(citation.end + thresholds::CITED_THAT_REACH);
    if let Some(start) = that(citation.end, reach) {
        let quotation = document.quotation(end - 1);
        let end = quotation.map_or(end, |quotation| quotation.end);
        return Some(TokenRange::new(start, end));
    }
    // "The agency, citing an aide, said the ferry would sail."
    let said = citation.end + 1;
    if outlet.end + 1 == citation.start
        && is_comma(citation.end)
        && said < end
        && is_reporting(document, said)
    {
        return (end > said + 3).then(|| TokenRange::new(said + 1, end));
    }
    if let Some(start) = that(outlet.end, citation.start) {
        let end = citation.start - usize::from(is_comma(citation.start - 1));
        return (end > start + 2).then(|| TokenRange::new(start, end));
    }
    let article = outlet.start > 0 && document.word(outlet.start - 1).eq_ignore_ascii_case("the");
    let mut first = outlet.start - usize::from(article);
    first = report_before(document, sentence, first).unwrap_or(first);
    if first > sentence.start + 1
        && document.words(TokenRange::new(first - 2, first)) == "according to"
    {
        first -= 2;
    }
    let end = first.checked_sub(1).filter(|at| is_comma(*at))?;
    (end > sentence.start + 2).then(|| TokenRange::new(sentence.start, end))
}

/// The beginning of "a report in", if it ends right before a token.
fn report_before(document: &Document, sentence: &Sentence, at: usize) -> Option<usize> {
    let back = |steps: usize| at.checked_sub(steps).filter(|at| *at >= sentence.start);
    let report = matches!(
        document.word(back(2)?),
        "report" | "reports" | "article" | "story"
    );
    let of = matches!(document.word(back(1)?), "in" | "by" | "from" | "on");
    let article = back(3).is_some_and(|at| document.tags[at] == tag::DT);
    (report && of).then_some(at - 2 - usize::from(article))
}
