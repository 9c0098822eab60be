//! Speech that a paragraph announces with a colon at its end and that the next paragraph holds: "She told Radio 7:" and
//! her words, without quotation marks or in marks that close paragraphs later. The role model seldom reads so far.

use crate::syntax::document::Document;
use crate::syntax::links::Links;
use crate::syntax::tag::is_verb;
use crate::text::word::hashes;
use crate::thresholds;
use crate::types::{CueReading, TokenRange};
use crate::who::resolve::doer;

/// Stems of verbs that announce speech.
const SPEAK: [u32; 11] = hashes([
    "say", "tell", "add", "writ", "post", "tweet", "continu", "repl", "answer", "stat", "declar",
]);

/// Adds announced speech to the accepted readings, both in order of their cues. Readings within it are removed: they
/// are a part of what the speaker says.
pub(crate) fn complete(document: &Document, links: &Links, accepted: &mut Vec<CueReading>) {
    let paragraphs: Vec<TokenRange> = document.paragraphs().collect();
    let mut added: Vec<CueReading> = Vec::new();
    let mut dropped = vec![false; accepted.len()];
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let Some(found) = find(document, links, *paragraph, &paragraphs[number + 1..]) else {
            continue;
        };
        let block = found.content[0];
        let index = |at: usize| accepted.partition_point(|other| other.cue.start < at);
        let (first, second, end) = (index(paragraph.start), index(block.start), index(block.end));
        // The models often read the first paragraph of the block only, or the listener before it too.
        let part = |other: &CueReading| {
            let mut content = other.content.iter();
            other.cue.overlaps(found.cue)
                && content.all(|range| {
                    block.start <= range.start && range.end < block.end
                        || range.contains(paragraph.end - 1)
                })
        };
        let known = |other: &CueReading| {
            let mut content = other.content.iter();
            content.any(|range| range.end > block.start) && !part(other)
        };
        if accepted[first..second].iter().any(known) {
            continue;
        }
        for at in first..second {
            dropped[at] |= accepted[at].cue.overlaps(found.cue);
        }
        dropped[second..end].fill(true);
        added.push(found);
    }
    super::insert(accepted, added, dropped);
}

/// What a paragraph announces of those after it.
fn find(
    document: &Document,
    links: &Links,
    paragraph: TokenRange,
    following: &[TokenRange],
) -> Option<CueReading> {
    let colon = paragraph.end - 1;
    if document.word(colon) != ":" {
        return None;
    }
    let reach = colon.saturating_sub(thresholds::LONGEST_ADDRESS);
    let floor = document.sentence(colon).start.max(reach);
    let verb = (floor..colon)
        .rev()
        .find(|at| is_verb(document.tags[*at]) && !document.is_quoted(*at))
        .filter(|at| SPEAK.contains(&document.tokens[*at].stem))?;
    let with_colon = usize::from(verb + 1 == colon);
    let cue = TokenRange::new(verb, verb + 1 + with_colon);
    let content = block(document, following)?;
    let mut found = CueReading::by_form(cue, None, content, thresholds::ANNOUNCED_LIKELIHOOD);
    found.source = Some(doer(document, links, &found)?);
    Some(found)
}

/// The announced words: the next paragraph, if it ends in a full stop, and those after it up to the mark that closes its
/// quotation.
fn block(document: &Document, following: &[TokenRange]) -> Option<TokenRange> {
    let next = *following.first()?;
    let closes = |at: usize| matches!(document.word(at), "”" | "\"" | "''");
    let ends = closes(next.end - 1)
        || matches!(document.word(next.end - 1), "." | "!" | "?" | "…" | "...");
    if !ends || next.len() < thresholds::SHORTEST_BLOCK {
        return None;
    }
    let unclosed = document
        .quotation(next.start)
        .is_some_and(|quotation| quotation.start == next.start && !quotation.closed);
    let last = if unclosed {
        following
            .iter()
            .take(thresholds::MOST_QUOTED_PARAGRAPHS)
            .find(|paragraph| closes(paragraph.end - 1))
    } else {
        None
    };
    Some(TokenRange::new(next.start, last.unwrap_or(&next).end))
}
