//! Repairs by the structure of clauses and quotations, for forms that the models know and get wrong.

use super::is_verb_of_speech;
use crate::find::nested::says_something;
use crate::syntax::document::Document;
use crate::syntax::links::Links;
use crate::syntax::tag;
use crate::text::word::Shape;
use crate::thresholds;
use crate::types::{CueReading, TokenRange};
use crate::who::channel::is_reporting;
use crate::who::outlet;
use crate::who::resolve::doer;

/// Repairs the readings of a document, in order of their cues.
pub(crate) fn complete(document: &Document, links: &Links, readings: &mut [CueReading]) {
    share_subjects(document, readings);
    prefer_reported(document, readings);
    for reading in readings {
        stop_short(document, reading);
        drop_setting(document, reading);
        open_that(document, reading);
        continue_that(document, reading);
        keep_phrases(document, reading);
        trust_saying(document, links, reading);
    }
}

/// "Acknowledged that the file existed but said that …": the second verb has the subject of the first, and a content of
/// its own.
fn share_subjects(document: &Document, readings: &mut [CueReading]) {
    for second in 1..readings.len() {
        let cue = readings[second].cue;
        let joined = cue.start > 0
            && document.tags[cue.start - 1] == tag::CC
            && matches!(document.tags[cue.start], tag::VBD | tag::VBZ)
            && says_something(document, cue.start)
            && !document.is_quoted(cue.start)
            && readings[second].source.is_none()
            && introduces(document, &readings[second]);
        let first = (0..second).rev().take(thresholds::RIVAL_REACH).find(|at| {
            let other = &readings[*at];
            other.source.is_some()
                && other.cue.end < cue.start
                && document.sentence_of[other.cue.start] == document.sentence_of[cue.start]
                && document.tags[document.head_of(other.cue)] == document.tags[cue.start]
                && other
                    .content
                    .iter()
                    .any(|range| range.start >= other.cue.end && range.end + 2 >= cue.start)
        });
        let Some(first) = first.filter(|_| joined) else {
            continue;
        };
        let end = cue.start - 1 - usize::from(document.tags[cue.start - 2] == tag::COMMA);
        let content = &mut readings[first].content;
        content.retain(|range| range.start < end);
        if let Some(last) = content.last_mut() {
            last.end = last.end.min(end);
        }
        let (source, unsaid) = (readings[first].source, readings[second].unsaid);
        readings[second].source = source;
        if !unsaid {
            let likelihood = readings[second].likelihood;
            readings[second].likelihood = likelihood.max(thresholds::SAYING_LIKELIHOOD);
        }
    }
}

/// "The guard said that the storm sank three boats, Reuters reports": what the guard said is read, and Reuters relays it.
fn prefer_reported(document: &Document, readings: &mut [CueReading]) {
    for outer in 1..readings.len() {
        let one = &readings[outer];
        let (Some(source), [content]) = (one.source, one.content.as_slice()) else {
            continue;
        };
        let cited = content.end <= source.start
            && is_reporting(document, one.cue.start)
            && !outlet::names(document, source).is_empty();
        let end = content.end;
        let that = |inner: &CueReading| {
            let begins = inner.source.is_some_and(|own| own.start == content.start)
                && is_verb_of_speech(document, inner.cue.end - 1);
            let reach = end.min(inner.cue.end + thresholds::CITED_THAT_REACH);
            (inner.cue.end..reach).find(|at| begins && document.word(*at) == "that")
        };
        let first = outer.saturating_sub(thresholds::RIVAL_REACH);
        let inner = (first..outer).find_map(|at| Some((at, that(&readings[at])?)));
        if let Some((at, that)) = inner.filter(|_| cited) {
            let inner = &mut readings[at];
            inner.content = vec![TokenRange::new(that, end)];
            inner.likelihood = inner.likelihood.max(thresholds::SAYING_LIKELIHOOD);
            readings[outer].likelihood = 0.0;
        }
    }
}

/// Whether the content follows the cue with "that".
fn introduces(document: &Document, reading: &CueReading) -> bool {
    reading
        .content
        .first()
        .is_some_and(|range| range.start == reading.cue.end && document.word(range.start) == "that")
}

/// "Stopped short of calling for a strike": the models seldom take what follows.
fn stop_short(document: &Document, reading: &mut CueReading) {
    let cue = reading.cue;
    let end = document.words_end(document.sentence(cue.start));
    let short = cue.len() > 2
        && document.words(TokenRange::new(cue.start + 1, cue.start + 3)) == "short of"
        && reading.source.is_some();
    if short && reading.content.is_empty() && cue.end + 1 < end {
        reading.content.push(TokenRange::new(cue.end, end));
        reading.likelihood = reading.likelihood.max(thresholds::WITHHELD_LIKELIHOOD);
    }
}

/// "“Nobody is at risk,” she told reporters at the pier, with their bags": where a quotation was said is no part of it.
fn drop_setting(document: &Document, reading: &mut CueReading) {
    let cue = reading.cue;
    let quoted = |range: &TokenRange| {
        range.end <= cue.start
            && document.is_quoted(range.start)
            && document.is_quoted(range.end - 1)
    };
    if reading.content.first().is_some_and(quoted) {
        reading.content.retain(|range| {
            range.start <= cue.end
                || document.sentence_of[range.start] != document.sentence_of[cue.start]
                || range.tokens().any(|at| document.is_quoted(at))
                || !matches!(
                    document.tags[range.start],
                    tag::IN | tag::WRB | tag::WDT | tag::WP
                ) && range.tokens().any(|at| tag::is_finite(document.tags[at]))
        });
    }
}

/// "Joked that, among sailors, Lee ranks fourth": a "that" with a comma after it begins a clause.
fn open_that(document: &Document, reading: &mut CueReading) {
    if !introduces(document, reading) {
        return;
    }
    let end = document.words_end(document.sentence(reading.cue.start));
    let Some(last) = reading.content.last_mut() else {
        return;
    };
    let finite = |at: usize| matches!(document.tags[at], tag::VBD | tag::VBZ | tag::VBP | tag::MD);
    let comma = last.len() > 1 && document.word(last.start + 1) == ",";
    if comma && !last.tokens().any(finite) && (last.end..end).any(finite) {
        last.end = end;
    }
}

/// "Confirmed that … and that …": the second clause was said too.
fn continue_that(document: &Document, reading: &mut CueReading) {
    if !introduces(document, reading) {
        return;
    }
    let sentence = document.sentence(reading.cue.start).end;
    let Some(last) = reading.content.last_mut() else {
        return;
    };
    let mut at = last.end;
    at += usize::from(at < sentence && document.tags[at] == tag::COMMA);
    let goes_on = at + 3 < sentence
        && matches!(document.word(at), "and" | "but")
        && document.word(at + 1) == "that"
        && !document.is_quoted(at)
        && is_clause(document, TokenRange::new(at + 2, sentence));
    if goes_on {
        let ends = |at: &usize| document.word(*at) == ";";
        let stop = (at..sentence).find(ends).unwrap_or(sentence);
        let word = |at: &usize| document.tokens[*at].shape != Shape::Sign;
        last.end = (at..stop).rev().find(word).map_or(last.end, |at| at + 1);
    }
}

/// "Denied that the man was arrested on Monday after a search": phrases at the end of the sentence belong to the clause
/// before them.
fn keep_phrases(document: &Document, reading: &mut CueReading) {
    let cue = reading.cue;
    let clause = |range: &TokenRange| range.start == cue.end && is_clause(document, *range);
    if !introduces(document, reading) && !reading.content.first().is_some_and(clause) {
        return;
    }
    let end = document.sentence(reading.cue.start).end;
    let Some(last) = reading.content.last_mut() else {
        return;
    };
    let word = |at: &usize| document.tokens[*at].shape != Shape::Sign;
    let Some(stop) = (last.end..end).rev().find(word) else {
        return;
    };
    let plain = |at: usize| {
        let tag = document.tags[at];
        tag::is_noun(tag)
            || matches!(
                tag,
                tag::IN | tag::DT | tag::JJ | tag::CD | tag::PRPS | tag::POS | tag::TO
            )
    };
    let opens = document.tags[last.end] == tag::IN && document.word(last.end) != "as";
    if opens && stop < last.end + thresholds::LONGEST_CIRCUMSTANCE && (last.end..=stop).all(plain) {
        last.end = stop + 1;
    }
}

/// "Lee scolded him: “The pier has moved,” she said": what introduces a quotation is no part of it.
fn drop_introduction(document: &Document, reading: &mut CueReading) {
    let cue = reading.cue.start;
    let before = reading.content.iter_mut().find(|range| range.end <= cue);
    let Some(range) = before.filter(|range| !document.is_quoted(range.start)) else {
        return;
    };
    let opens = |at: &usize| document.word(*at) == ":" && document.is_quoted(*at + 1);
    let Some(colon) = (range.start + 1..range.end - 1).find(opens) else {
        return;
    };
    let whole = document
        .quotation(colon + 1)
        .is_some_and(|quotation| quotation.start == colon + 1 && quotation.end >= range.end);
    if whole {
        range.start = colon + 1;
    }
}

/// "The worker, speaking on condition of anonymity, said he had …", "…, saying that …": a verb of speech with a subject
/// and a clause right after it is speech, however rare the words between them.
fn trust_saying(document: &Document, links: &Links, reading: &mut CueReading) {
    let cue = reading.cue;
    // "Had told her": the listener may be a part of the cue.
    let listener = cue.len() > 1 && matches!(document.tags[cue.end - 1], tag::PRP | tag::PRPS);
    let verb = cue.end - 1 - usize::from(listener);
    let Some(content) = reading.content.first().copied() else {
        return;
    };
    let participle = document.tags[verb] == tag::VBG
        && cue.len() == 1
        && cue.start > 0
        && document.tags[cue.start - 1] == tag::COMMA;
    let has = verb > 0 && matches!(document.word(verb - 1), "has" | "have" | "had");
    let finite = matches!(document.tags[verb], tag::VBD | tag::VBZ | tag::VBP)
        || document.tags[verb] == tag::VBN && has;
    let says = finite && is_verb_of_speech(document, verb)
        || participle && says_something(document, verb) && !document.is_quoted(verb);
    // "Repeated her warning that …".
    let own_words = finite
        && says_something(document, verb)
        && document.tags[content.start] == tag::PRPS
        && content.len() > 3
        && document.word(content.start + 2) == "that";
    let clause = document.word(content.start) == "that" || is_clause(document, content);
    let follows = content.start == cue.end && reading.content.len() == 1 && (clause || own_words);
    if !(says || own_words) || !follows || reading.unsaid || reading.spoken_of {
        return;
    }
    if reading.source.is_none() {
        reading.source = doer(document, links, reading);
    }
    if reading.source.is_some() {
        reading.likelihood = reading.likelihood.max(thresholds::SAYING_LIKELIHOOD);
    }
}

/// Whether words begin with a subject that has a finite verb.
fn is_clause(document: &Document, range: TokenRange) -> bool {
    let tags = &document.tags;
    let first = tags[range.start];
    let begins = tag::is_nominal(first) || matches!(first, tag::PRPS | tag::JJ);
    let finite = |at: usize| matches!(tags[at], tag::VBD | tag::VBZ | tag::VBP | tag::MD);
    begins && (range.start + 1..range.end).any(finite)
}

/// "“It was good. It was very good,” she said": a content that begins or ends with a closed quotation holds all of it.
pub(crate) fn fill_quotations(document: &Document, accepted: &mut [CueReading]) {
    for own in 0..accepted.len() {
        drop_introduction(document, &mut accepted[own]);
        for part in 0..accepted[own].content.len() {
            let range = accepted[own].content[part];
            let Some(quotation) = document.quotation(range.start) else {
                continue;
            };
            let (first, last) = (range.start == quotation.start, range.end == quotation.end);
            let inside = quotation.start <= range.start && range.end <= quotation.end;
            let begins = document.sentence(range.start).start == range.start;
            let ends = document.sentence(range.end - 1).end == range.end;
            if !quotation.closed || !inside || first == last || !(first && ends || last && begins) {
                continue;
            }
            let whole = TokenRange::new(quotation.start, quotation.end);
            let rest = |at: usize| whole.contains(at) && !range.contains(at);
            let free = accepted.iter().enumerate().all(|(at, other)| {
                !rest(other.cue.start)
                    && (at == own || !whole.tokens().any(|token| rest(token) && other.says(token)))
            });
            if free && whole.len() <= thresholds::LONGEST_WINDOW {
                accepted[own].content[part] = whole;
            }
        }
    }
}
