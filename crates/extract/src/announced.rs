//! Speech that a paragraph announces with a colon at its end, and the next one holds: "She told Radio 7:" and her
//! words, without quotation marks, or in marks that close paragraphs later. The readings seldom look so far.

use crate::candidate::{Candidate, Run, doer};
use crate::cue::Cue;
use crate::document::Document;
use crate::layout;
use crate::syntax::{Links, is_verb};
use crate::word::hash_str;

/// How likely such an attribution is held to be.
const LIKELIHOOD: f32 = 0.6;

/// Stems of verbs that announce speech.
const SPEAK: [u32; 11] = [
    hash_str("say"),
    hash_str("tell"),
    hash_str("add"),
    hash_str("writ"),
    hash_str("post"),
    hash_str("tweet"),
    hash_str("continu"),
    hash_str("repl"),
    hash_str("answer"),
    hash_str("stat"),
    hash_str("declar"),
];

/// Between the verb and the colon are at most so many tokens.
const LONGEST_ADDRESS: usize = 12;

/// Fewer tokens are a heading or an item of a list.
const SHORTEST: usize = 5;

/// A quotation that no mark closes in its first paragraph is closed within so many.
const LONGEST_QUOTATION: usize = 6;

/// Puts what is announced among the attributions that were chosen, both in order of their cues, where no reading
/// found it. What was taken for speech of others within it is the speaker's.
pub fn complete(document: &Document, links: &Links, chosen: &mut Vec<(Candidate, f32)>) {
    let paragraphs = document.paragraphs();
    let mut added: Vec<(Candidate, f32)> = Vec::new();
    let mut dropped = vec![false; chosen.len()];
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let Some(found) = find(document, links, *paragraph, &paragraphs[number + 1..]) else {
            continue;
        };
        let block = found.content[0];
        let place = |at: usize| chosen.partition_point(|(other, _)| other.cue.start < at);
        let (first, second, end) = (place(paragraph.0), place(block.0), place(block.1));
        let reaches = |run: &Run| run.1 > block.0;
        let known = |(other, _): &(Candidate, f32)| other.content.iter().any(reaches);
        if chosen[first..second].iter().any(known) {
            continue;
        }
        let same = |other: Cue| other.start < found.cue.end && found.cue.start < other.end;
        for at in first..second {
            dropped[at] |= same(chosen[at].0.cue);
        }
        dropped[second..end].fill(true);
        added.push((found, LIKELIHOOD));
    }
    if !added.is_empty() {
        let mut dropped = dropped.into_iter();
        chosen.retain(|_| !dropped.next().unwrap_or_default());
        chosen.append(&mut added);
        chosen.sort_by_key(|(candidate, _)| candidate.cue.start);
    }
}

/// What a paragraph announces of those that follow.
fn find(
    document: &Document,
    links: &Links,
    paragraph: Run,
    following: &[Run],
) -> Option<Candidate> {
    let colon = paragraph.1 - 1;
    if document.word(colon) != ":" {
        return None;
    }
    let first = document.sentence(colon).start;
    let floor = first.max(colon.saturating_sub(LONGEST_ADDRESS));
    let verb = (floor..colon)
        .rev()
        .find(|at| is_verb(document.tags[*at]) && document.quotation_of[*at] == 0)
        .filter(|at| SPEAK.contains(&document.tokens[*at].stem))?;
    let cue = Cue {
        start: verb,
        end: verb + 1 + usize::from(verb + 1 == colon),
    };
    let mut found = layout::candidate(cue, (verb, verb + 1), block(document, following)?);
    found.source = None;
    found.source = Some(doer(document, links, &found)?);
    Some(found)
}

/// The words announced: a paragraph that ends in a full stop, and those behind it up to the mark that closes its
/// quotation.
fn block(document: &Document, following: &[Run]) -> Option<Run> {
    let next = *following.first()?;
    let ends = |end: usize| {
        matches!(
            document.word(end - 1),
            "." | "!" | "?" | "…" | "..." | "”" | "\"" | "''"
        )
    };
    let closes = |run: &&Run| matches!(document.word(run.1 - 1), "”" | "\"" | "''");
    let opened = document
        .quotation(next.0)
        .is_some_and(|quotation| quotation.start == next.0 && !quotation.closed);
    let last = if opened {
        let reach = following.len().min(LONGEST_QUOTATION);
        following[..reach].iter().find(closes).unwrap_or(&next)
    } else {
        &next
    };
    (ends(next.1) && next.1 >= next.0 + SHORTEST).then_some((next.0, last.1))
}
