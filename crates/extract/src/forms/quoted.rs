//! Quotations that the models leave out although their place says whose they are: "“Why?” the mayor demanded", "The mayor
//! wrote to the council: “Why?”", and the rest of a quotation after "she said, clapping".

use super::trailing::VERBS;
use crate::find::nested::says_something;
use crate::syntax::document::Document;
use crate::syntax::links::Links;
use crate::syntax::tag::{self, is_noun, is_verb};
use crate::text::quotation::Quotation;
use crate::thresholds;
use crate::types::{CueReading, TokenRange};
use crate::who::resolve::doer;

/// Verbs of speech that have no content but a quotation.
#[rustfmt::skip]
const CALLS: [&str; 44] = [
    "asked", "asks", "demanded", "demands", "yelled", "yells", "shouted", "shouts", "cried", "cries", "screamed", "screams",
    "chanted", "chants", "exclaimed", "exclaims", "wondered", "wonders", "joked", "jokes", "quipped", "quips", "countered",
    "counters", "retorted", "responded", "responds", "tweeted", "tweets", "continued", "continues", "began", "begins",
    "muttered", "whispered", "whispers", "recalled", "concluded", "concludes", "answered", "answers", "posted", "pleaded",
    "pleads",
];

/// Adds such quotations to the accepted readings, in order of their cues.
pub(crate) fn complete(document: &Document, links: &Links, accepted: &mut Vec<CueReading>) {
    let mut added: Vec<CueReading> = Vec::new();
    for quotation in &document.quotations {
        let whole = TokenRange::new(quotation.start, quotation.end);
        if quotation.single || !quotation.closed || is_read(accepted, whole) {
            continue;
        }
        let found = called(document, quotation).or_else(|| introduced(document, links, quotation));
        if let Some(found) = found {
            added.push(found);
        } else if let Some(own) = resumed(document, accepted, whole) {
            accepted[own].content.push(whole);
        }
    }
    let kept = vec![false; accepted.len()];
    super::insert(accepted, added, kept);
}

/// Whether an attribution has anything to do with a quotation.
fn is_read(accepted: &[CueReading], quotation: TokenRange) -> bool {
    let near = |one: &&CueReading| {
        one.cue.overlaps(quotation) || one.content.iter().any(|range| range.overlaps(quotation))
    };
    let end = accepted.partition_point(|one| one.cue.start < quotation.end);
    let start = end.saturating_sub(thresholds::RIVAL_REACH);
    let end = (end + thresholds::RIVAL_REACH).min(accepted.len());
    accepted[start..end].iter().any(|one| near(&one))
}

/// "“Why?” the mayor demanded": a subject and a verb of speech right after the quotation.
fn called(document: &Document, quotation: &Quotation) -> Option<CueReading> {
    let start = quotation.end;
    let ends = matches!(document.word(start.checked_sub(2)?), "," | "?" | "!");
    if !ends || start >= document.tokens.len() || document.tokens[start].breaks > 0 {
        return None;
    }
    let end = document.sentence(start).end;
    let verb = (start + 1..end)
        .take(thresholds::LONGEST_TAG)
        .find(|at| is_verb(document.tags[*at]))?;
    let source = TokenRange::new(start, verb);
    let names = source
        .tokens()
        .any(|at| is_noun(document.tags[at]) || document.tags[at] == tag::PRP)
        && source.tokens().all(|at| may_name(document, at));
    let word = document.word(verb);
    let says = says_something(document, verb) || CALLS.contains(&word) || VERBS.contains(&word);
    let finite = matches!(document.tags[verb], tag::VBD | tag::VBZ | tag::VBP);
    (names && says && finite && tells_no_more(document, verb + 1, end)).then(|| {
        super::reading(
            TokenRange::one(verb),
            source,
            TokenRange::new(quotation.start, quotation.end),
        )
    })
}

/// "The mayor wrote to the council: “Why?”" and "The mayor reasoned, “It is safe.”": a verb of speech before a colon, or
/// any verb right before a comma.
fn introduced(document: &Document, links: &Links, quotation: &Quotation) -> Option<CueReading> {
    let sign = quotation.start.checked_sub(1)?;
    let sentence = document.sentence(sign);
    let finite = |at: usize| matches!(document.tags[at], tag::VBD | tag::VBZ | tag::VBP);
    let verb = match document.word(sign) {
        ":" => {
            let reach = sign.saturating_sub(thresholds::LONGEST_ADDRESS);
            let speaks = |at: &usize| {
                finite(*at)
                    && !document.is_quoted(*at)
                    && (says_something(document, *at)
                        || CALLS.contains(&document.word(*at))
                        || VERBS.contains(&document.word(*at)))
            };
            (sentence.start.max(reach)..sign).rev().find(speaks)?
        }
        "," => sign
            .checked_sub(1)
            .filter(|at| *at > sentence.start && finite(*at) && !document.is_quoted(*at))?,
        _ => return None,
    };
    let whole = document.sentence(quotation.end - 1).end == quotation.end;
    if quotation.end - quotation.start <= thresholds::SHORTEST_BLOCK || !whole {
        return None;
    }
    let content = TokenRange::new(quotation.start, quotation.end);
    let cue = TokenRange::one(verb);
    let mut found = CueReading::by_form(cue, None, content, thresholds::TRAILING_LIKELIHOOD);
    let names = |at: usize| is_noun(document.tags[at]) || document.tags[at] == tag::PRP;
    found.source = Some(doer(document, links, &found)?);
    found.source.filter(|source| source.tokens().any(names))?;
    Some(found)
}

/// Whether a token may be a part of a short name or noun phrase.
fn may_name(document: &Document, at: usize) -> bool {
    let tag = document.tags[at];
    let thing = matches!(document.word(at), "it" | "that" | "this" | "there");
    (is_noun(tag)
        || matches!(
            tag,
            tag::DT | tag::JJ | tag::PRP | tag::PRPS | tag::POS | tag::CD
        ))
        && !thing
}

/// Whether the words after a verb of speech are no content of it.
fn tells_no_more(document: &Document, at: usize, end: usize) -> bool {
    at >= end
        || matches!(
            document.tags[at],
            tag::COMMA | tag::STOP | tag::IN | tag::RB | tag::TO
        ) && document.word(at) != "that"
}

/// The attribution that goes on with a quotation: "“Here he comes,” she said, clapping. “The mayor.”" and "“Go,” he said,
/// pointing at the pier, “before it falls.”".
fn resumed(document: &Document, accepted: &[CueReading], quotation: TokenRange) -> Option<usize> {
    // In "he said, pointing at the pier, …" he does not speak of the pointing.
    let meanwhile = |at: &usize| document.tags[accepted[*at].cue.start] == tag::VBG;
    let before = accepted.partition_point(|one| one.cue.start < quotation.start);
    let own = (0..before).rev().find(|at| !meanwhile(at))?;
    let one = &accepted[own];
    let said = one.content.last()?;
    let sentence = document.sentence(one.cue.start);
    let (start, last) = (quotation.start, quotation.end - 1);
    let opens = start == sentence.end
        || sentence.range().contains(start) && document.tags[start - 1] == tag::COMMA;
    let speech = one.source.is_some()
        && said.end <= one.cue.start
        && document.is_quoted(said.end - 1)
        && document
            .quotation(said.end - 1)
            .is_some_and(|before| !before.single);
    let same = document.sentence(last).paragraph == sentence.paragraph;
    let whole = quotation.len() > 3 && document.sentence(last).end == quotation.end;
    let silent = !(one.cue.end..start).any(|at| document.is_quoted(at));
    (opens && speech && same && whole && silent).then_some(own)
}
