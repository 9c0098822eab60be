//! The window around a cue in which the role model looks for the source and the content.

use crate::syntax::document::Document;
use crate::thresholds;
use crate::types::TokenRange;

/// The window of a cue: its sentence, the one before in the paragraph, and sentences that continue a quotation or
/// follow a colon.
pub fn window(document: &Document, cue: TokenRange) -> TokenRange {
    let mut window = TokenRange::new(
        document.sentence(cue.start).start,
        document.sentence(cue.end - 1).end,
    );
    extend_back(document, cue, &mut window);
    extend_forward(document, cue, &mut window);
    window
}

fn has_room(start: usize, end: usize) -> bool {
    end - start <= thresholds::LONGEST_WINDOW
}

fn extend_back(document: &Document, cue: TokenRange, window: &mut TokenRange) {
    let sentences = &document.sentences;
    let mut first = document.sentence_of[cue.start] as usize;
    for step in 0..thresholds::SENTENCES_BACK {
        let Some(before) = first.checked_sub(1) else {
            break;
        };
        let (here, there) = (&sentences[first], &sentences[before]);
        let joined = document.is_quoted(here.start)
            && document.quotation_of[here.start] == document.quotation_of[there.end - 1];
        let near = step == 0 && here.paragraph == there.paragraph;
        let quotation_before =
            step == 0 && document.is_quoted(there.end - 1) && here.paragraph == there.paragraph + 1;
        if !(joined || near || quotation_before) || !has_room(there.start, window.end) {
            break;
        }
        window.start = there.start;
        first = before;
    }
}

fn extend_forward(document: &Document, cue: TokenRange, window: &mut TokenRange) {
    let sentences = &document.sentences;
    let own = document.sentence_of[cue.start] as usize;
    let mut last = document.sentence_of[cue.end - 1] as usize;
    let speaker_line = document.word(cue.end - 1) == ":"
        && cue.start < sentences[own].start + thresholds::SPEAKER_LINE_REACH;
    let announces = document.word(sentences[last].end - 1) == ":";
    while let Some(there) = sentences.get(last + 1) {
        let here = &sentences[last];
        let same = here.paragraph == there.paragraph;
        let quoted = document.is_quoted(there.start);
        let unclosed = document
            .quotation(here.end - 1)
            .is_some_and(|quotation| !quotation.closed || quotation.end > here.end);
        let continued = quoted && (same || unclosed);
        let announced = announces && there.paragraph <= sentences[own].paragraph + 1;
        let block = quoted && !same && last == own;
        let rest = same && (speaker_line || unclosed);
        if !(continued || announced || block || rest) || !has_room(window.start, there.end) {
            break;
        }
        window.end = there.end;
        last += 1;
    }
}
