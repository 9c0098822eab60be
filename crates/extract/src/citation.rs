//! Media that cite somebody: "the agency reported, citing two officials, that …". Too rare in the corpus
//! to be learned from it. The one who is cited speaks, and the outlet relays.

use crate::candidate::{Candidate, Run};
use crate::channel::is_reporting;
use crate::cue::Cue;
use crate::document::Document;
use crate::layout::candidate;
use crate::outlet;
use crate::sentence::Sentence;
use crate::tagger::tag;

/// How many tokens name the one who is cited, at most.
const LONGEST_SOURCE: usize = 16;

/// Last words of those who can be cited as speaking, beside names.
#[rustfmt::skip]
const PEOPLE: &[&str] = &[
    "adviser", "advisers", "advisor", "advisors", "aide", "aides", "ally", "allies", "analyst", "analysts", "authorities",
    "army", "company", "council", "delegate", "delegates", "diplomat", "diplomats", "employee", "employees", "envoy", "executive", "executives",
    "expert", "experts", "firm", "government", "guard", "insider", "insiders", "lawmaker", "lawmakers", "lawyer", "lawyers", "leader", "leaders",
    "military", "minister", "ministers", "ministry", "office", "officer", "officers", "official", "officials", "people", "person",
    "police", "reporter", "reporters", "representative", "representatives", "senator", "source", "sources", "spokesman",
    "spokesperson", "spokeswoman", "staffer", "staffers", "statement", "survivor", "survivors", "union", "witness", "witnesses",
];

/// Finds what media say by citing somebody, in order.
pub fn find(document: &Document) -> Vec<Candidate> {
    let mut found = Vec::new();
    for sentence in &document.sentences {
        let citing = |at: &usize| {
            matches!(
                document.word(*at),
                "citing" | "cites" | "cited" | "quoting" | "quotes" | "quoted"
            ) && document.quotation_of[*at] == 0
        };
        let read = |at| read(document, sentence, at);
        found.extend(
            (sentence.start + 1..sentence.end)
                .filter(citing)
                .find_map(read),
        );
    }
    found
}

/// Reads one sentence with the cue at `at`.
fn read(document: &Document, sentence: &Sentence, at: usize) -> Option<Candidate> {
    let named = outlet::names(document, sentence.start, at).last().copied();
    let outlet = named.or_else(|| outlet::described(document, sentence.start, at))?;
    let source = cited(document, sentence, at + 1)?;
    let content = content(document, sentence, outlet, (at, source.1))?;
    let cue = Cue {
        start: at,
        end: at + 1,
    };
    Some(Candidate {
        outlet: Some(outlet),
        ..candidate(cue, source, content)
    })
}

/// Whom a verb cites: the words after it, if they end in somebody who can speak.
fn cited(document: &Document, sentence: &Sentence, start: usize) -> Option<Run> {
    let reach = sentence.end.min(start + LONGEST_SOURCE);
    let stop = (start..reach)
        .find(|at| {
            matches!(
                document.tags[*at],
                tag::COMMA | tag::STOP | tag::WP | tag::WDT
            ) || matches!(
                document.word(*at),
                "as" | "that" | "who" | "—" | "–" | ";" | ":"
            )
        })
        .unwrap_or(reach);
    let speaks = |at: usize| {
        matches!(document.tags[at], tag::NNP | tag::NNPS)
            || PEOPLE.contains(&document.word(at).to_ascii_lowercase().as_str())
    };
    // What follows a preposition only describes: "an aide to the mayor", "people in the room".
    let head_end = (start..stop)
        .find(|at| *at > start && matches!(document.tags[*at], tag::IN | tag::TO))
        .unwrap_or(stop);
    (head_end > start && (start..head_end).any(speaks)).then_some((start, stop))
}

/// What the outlet tells: the words after the citation, those between its verb and the citation, or those
/// before its name.
fn content(document: &Document, sentence: &Sentence, outlet: Run, citation: Run) -> Option<Run> {
    let is_comma = |at: usize| document.tags[at] == tag::COMMA;
    let mut end = sentence.end;
    while end > citation.1 && document.tags[end - 1] == tag::STOP {
        end -= 1;
    }
    let that = (citation.1..end)
        .take(6)
        .find(|at| document.word(*at) == "that");
    if let Some(start) = that {
        let quoted = document
            .quotation(end - 1)
            .map_or(end, |quotation| quotation.end);
        return Some((start, quoted));
    }
    // "The agency, citing an aide, said the ferry would sail."
    let said = citation.1 + 1;
    if outlet.1 + 1 == citation.0
        && is_comma(citation.1)
        && said < end
        && is_reporting(document, said)
    {
        return (end > said + 3).then_some((said + 1, end));
    }
    let verb = outlet.1;
    let between = (verb..citation.0).find(|at| document.word(*at) == "that");
    if let Some(start) = between {
        let end = citation.0 - usize::from(is_comma(citation.0 - 1));
        return (end > start + 2).then_some((start, end));
    }
    let article = outlet.0 > 0 && document.word(outlet.0 - 1).eq_ignore_ascii_case("the");
    let mut first = outlet.0 - usize::from(article);
    first = report_before(document, sentence, first).unwrap_or(first);
    if first > sentence.start + 1 && document.words((first - 2, first)) == "according to" {
        first -= 2;
    }
    let end = first.checked_sub(1).filter(|at| is_comma(*at))?;
    (end > sentence.start + 2).then_some((sentence.start, end))
}

/// Where "a report in" begins that stands right before a token.
fn report_before(document: &Document, sentence: &Sentence, at: usize) -> Option<usize> {
    let place = |back: usize| at.checked_sub(back).filter(|at| *at >= sentence.start);
    let report = matches!(
        document.word(place(2)?),
        "report" | "reports" | "article" | "story"
    );
    let of = matches!(document.word(place(1)?), "in" | "by" | "from" | "on");
    let article = place(3).is_some_and(|at| document.tags[at] == tag::DT);
    (report && of).then_some(at - 2 - usize::from(article))
}
