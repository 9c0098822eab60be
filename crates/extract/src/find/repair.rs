//! Repairs typical mistakes of the role model.

use super::apposition;
use super::cues::seems;
use super::nested::says_something;
use crate::meaning::stance::is_firm;
use crate::syntax::dateline::dateline_end;
use crate::syntax::document::Document;
use crate::syntax::links::{Links, NO};
use crate::syntax::tag::{self, is_noun, is_verb};
use crate::text::word::{Shape, hash, hashes};
use crate::thresholds;
use crate::types::{CueReading, TokenRange};

/// The repairs that the judge was trained with.
pub(super) fn before_judging(document: &Document, reading: &mut CueReading) {
    drop_clause_before(document, reading);
    drop_concession(document, reading);
}

/// The repairs that came later. The judge sees readings without them, as it did in training.
pub(crate) fn after_judging(document: &Document, links: &Links, reading: &mut CueReading) {
    drop_conceded(document, reading);
    drop_addressee(document, reading);
    take_subject(document, links, reading);
    take_sayer(document, reading);
    drop_further_act(document, reading);
    take_whole_subject(document, links, reading);
    drop_time(document, reading);
    drop_answer(document, reading);
    drop_opening(document, reading);
    finish_clause(document, reading);
    drop_addition(document, reading);
    drop_neither(document, reading);
    take_whole_cited(document, reading);
    apposition::restore(document, reading);
    apposition::end_relative(document, reading);
    drop_dateline(document, reading);
}

/// "…, according to two sources familiar with the call": what follows the source describes it, and "according to" is no
/// part of what others say.
fn take_whole_cited(document: &Document, reading: &mut CueReading) {
    let according = |at: usize| {
        at + 2 < document.tokens.len()
            && document
                .words(TokenRange::new(at, at + 2))
                .eq_ignore_ascii_case("according to")
    };
    let cue = reading.cue;
    if !according(cue.start) {
        for range in &mut reading.content {
            let cites = |at: &usize| {
                document.tags[*at] == tag::COMMA && according(*at + 1) && !document.is_quoted(*at)
            };
            if range.start >= cue.end
                && let Some(comma) = (range.start + 1..range.end).find(cites)
            {
                range.end = comma;
            }
        }
        return;
    }
    let Some(source) = reading
        .source
        .as_mut()
        .filter(|source| source.start == cue.end)
    else {
        return;
    };
    let describes =
        |range: &TokenRange| range.start == source.end && document.tags[range.start] == tag::IN;
    if let Some(index) = reading.content.iter().position(describes) {
        source.end = reading.content.remove(index).end;
    }
    apposition::end_at_comma(document, source, &mut reading.content);
}

/// "Neither the club nor the player confirmed": "neither" negates, and names nobody.
fn drop_neither(document: &Document, reading: &mut CueReading) {
    if let Some(source) = reading.source.as_mut().filter(|source| source.len() > 2) {
        let neither = document.word(source.start).eq_ignore_ascii_case("neither");
        source.start += usize::from(neither && document.word(source.start + 1) != "of");
    }
}

/// "Praised the plan, which has a new pier": what is added to a content without a verb is the writer's. So is a clause
/// after a semicolon.
fn drop_addition(document: &Document, reading: &mut CueReading) {
    const ADDING: [&str; 7] = ["which", "who", "where", "whose", "but", "while", "although"];
    let cue = reading.cue;
    for range in &mut reading.content {
        if range.start < cue.end || document.is_quoted(range.start) {
            continue;
        }
        let adds = |at: &usize| match document.word(*at) {
            "," => ADDING.contains(&document.word(*at + 1)),
            ";" => true,
            _ => false,
        };
        let ends = (range.start + 1..range.end - 1).find(|at| adds(at) && !document.is_quoted(*at));
        let Some(end) = ends else {
            continue;
        };
        let bare = !(range.start..end).any(|at| tag::is_finite(document.tags[at]));
        let clause = document.word(end) == ";"
            && (end..range.end).any(|at| tag::is_finite(document.tags[at]));
        if bare || clause {
            range.end = end;
        }
    }
}

/// "Though the plan would cut fees, one study found that …": without a comma after the cue, what opens the sentence is
/// the writer's.
fn drop_opening(document: &Document, reading: &mut CueReading) {
    let cue = reading.cue;
    let Some(source) = reading.source.filter(|source| source.end == cue.start) else {
        return;
    };
    let sentence = document.sentence(cue.start);
    let follows = |range: &TokenRange| {
        range.start == cue.end
            && (document.word(range.start) == "that" || has_verb_after_subject(document, *range))
    };
    if document.tags[sentence.start] == tag::IN && reading.content.iter().any(follows) {
        reading.content.retain(|range| {
            range.start != sentence.start
                || range.end > source.start
                || document.is_quoted(range.end - 1)
        });
    }
}

/// Whether words begin with a subject that has a finite verb.
fn has_verb_after_subject(document: &Document, range: TokenRange) -> bool {
    let finite = |at: usize| tag::is_finite(document.tags[at]);
    tag::is_nominal(document.tags[range.start]) && (range.start + 1..range.end).any(finite)
}

/// "Suggested his best answer is as a skipper": a content that ends before its verb goes on.
fn finish_clause(document: &Document, reading: &mut CueReading) {
    let cue = reading.cue;
    let [range] = reading.content.as_mut_slice() else {
        return;
    };
    let end = document.words_end(document.sentence(cue.start));
    let verb = range.end;
    let subject = range.start == cue.end
        && says_something(document, cue.end - 1)
        && !range.tokens().any(|at| is_verb(document.tags[at]))
        && range.tokens().any(|at| is_noun(document.tags[at]))
        && !document.is_quoted(range.start);
    if subject && verb + 1 < end && tag::is_finite(document.tags[verb]) {
        let comma = |at: &usize| document.tags[*at] == tag::COMMA && !document.is_quoted(*at);
        range.end = (verb + 1..end).find(comma).unwrap_or(end);
    }
}

/// "ORLEY, April 16 (Meridian) - A hospital said", "EDITOR'S NOTE: The mayor said": the place or the label does not speak.
fn drop_dateline(document: &Document, reading: &mut CueReading) {
    let Some(source) = reading.source.as_mut() else {
        return;
    };
    if let Some(end) = dateline_end(document, document.sentence(source.start))
        && (source.start..source.end).contains(&end)
    {
        source.start = end;
    }
}

/// "Said the day before yesterday that …": the time of saying is no part of the content.
fn drop_time(document: &Document, reading: &mut CueReading) {
    const TIMES: [&str; 43] = [
        "the",
        "day",
        "days",
        "before",
        "after",
        "on",
        "in",
        "at",
        "late",
        "early",
        "earlier",
        "later",
        "last",
        "this",
        "week",
        "weekend",
        "weeks",
        "month",
        "year",
        "night",
        "morning",
        "afternoon",
        "evening",
        "yesterday",
        "today",
        "tonight",
        "ago",
        "two",
        "three",
        "four",
        "a",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "again",
        "also",
        "noon",
        "midday",
        "overnight",
    ];
    let cue = reading.cue;
    let Some(range) = reading
        .content
        .iter_mut()
        .find(|range| range.start == cue.end)
    else {
        return;
    };
    let reach = range.end.min(range.start + 9);
    let clause = |at: usize| {
        document.word(at) == "that"
            || matches!(document.word(at), "he" | "she" | "it" | "they" | "we")
    };
    let that = (range.start + 1..reach).find(|at| clause(*at));
    let is_time = |at: usize| {
        let word = document.word(at).to_ascii_lowercase();
        TIMES.contains(&word.as_str()) || word.parse::<u32>().is_ok()
    };
    if let Some(that) = that.filter(|that| (range.start..*that).all(is_time)) {
        range.start = that;
    }
}

/// "Asked whether the pier would close, the mayor said: …": the question ends where the answer is introduced.
fn drop_answer(document: &Document, reading: &mut CueReading) {
    let cue = reading.cue;
    // What was asked is not what was answered.
    let opens = document
        .word(document.sentence(cue.start).start)
        .to_ascii_lowercase();
    let was_asked = matches!(
        opens.as_str(),
        "asked" | "pressed" | "questioned" | "quizzed"
    );
    if was_asked && reading.content.iter().any(|range| range.start >= cue.end) {
        reading
            .content
            .retain(|range| range.start >= cue.end || document.is_quoted(range.start));
    }
    let asks = document.tokens[cue.start].stem == hash("ask")
        || document.word(cue.start).eq_ignore_ascii_case("pressed");
    for range in reading
        .content
        .iter_mut()
        .filter(|range| asks && range.start >= cue.end)
    {
        let opens = |at: &usize| document.is_quoted(*at) && !document.is_quoted(range.start);
        let Some(quoted) = range.tokens().find(opens) else {
            continue;
        };
        let comma = (range.start + 1..quoted)
            .rev()
            .find(|at| document.tags[*at] == tag::COMMA);
        range.end = comma.unwrap_or(quoted).max(range.start + 1);
    }
}

/// "The union representing them denied": whom the subject represents does not speak.
fn take_whole_subject(document: &Document, links: &Links, reading: &mut CueReading) {
    let cue = reading.cue;
    let objects = ["them", "him", "us", "me"];
    let Some(source) = reading.source.filter(|source| {
        source.end == cue.start
            && source.len() == 1
            && objects.contains(&document.word(source.start))
    }) else {
        return;
    };
    let sentence = document.sentence(cue.start).start;
    let linked = Some(links.subject[document.head_of(cue)]).filter(|at| *at != NO);
    let subject = linked
        .map(|at| at as usize)
        .filter(|at| *at < source.start)
        .or_else(|| {
            let noun = |at: &usize| {
                matches!(
                    document.tags[*at],
                    tag::NN | tag::NNS | tag::NNP | tag::NNPS
                )
            };
            (sentence..source.start).rev().find(noun)
        });
    reading.source = subject.map(|subject| {
        let start = document.subtree(subject).start.max(sentence).min(subject);
        let after_comma = (start..subject)
            .rev()
            .find(|at| document.tags[*at] == tag::COMMA);
        let mut start = after_comma.map_or(start, |at| at + 1);
        if document.tags[start] == tag::CC {
            start += 1;
        }
        TokenRange::new(start, source.end)
    });
}

/// Stems of verbs for further acts of the speaker: "…, contradicting the mayor's claim that …".
const FURTHER_ACTS: [u32; 16] = hashes([
    "contradict",
    "reject",
    "den",
    "deny",
    "dismis",
    "dismiss",
    "echo",
    "refut",
    "rebut",
    "confirm",
    "warn",
    "urg",
    "disput",
    "accus",
    "blam",
    "brush",
]);

/// "Said no meeting was planned, contradicting the mayor": what the speaker does by saying it was not said.
fn drop_further_act(document: &Document, reading: &mut CueReading) {
    let cue = reading.cue;
    for range in &mut reading.content {
        if range.start < cue.end {
            continue;
        }
        let acts = |at: &usize| {
            document.tags[*at] == tag::COMMA
                && document.word(*at + 1).ends_with("ing")
                && FURTHER_ACTS.contains(&document.tokens[*at + 1].stem)
                && !document.is_quoted(*at + 1)
        };
        if let Some(comma) = (range.start + 1..range.end.saturating_sub(1)).find(acts) {
            range.end = comma;
        }
    }
}

/// "The port said that …, but the union denied that …": the contents end where somebody else begins to speak.
/// `readings` are in order of their cues.
pub(crate) fn separate(document: &Document, readings: &mut [CueReading]) {
    for at in 0..readings.len() {
        let reach = (at + 1 + thresholds::RIVAL_REACH).min(readings.len());
        for other in at + 1..reach {
            if let Some(end) = meanwhile(document, &readings[other]) {
                let cue = readings[at].cue;
                let after = |range: &&mut TokenRange| range.start >= cue.end && range.contains(end);
                if let Some(range) = readings[at].content.iter_mut().find(after) {
                    range.end = end.max(range.start + 1);
                }
            }
            let Some(comma) = contrast(document, &readings[other]) else {
                continue;
            };
            let cue = readings[at].cue;
            let inside = |range: &&mut TokenRange| {
                range.start > cue.start
                    && range.start + 1 < comma
                    && (range.contains(comma) || range.end == comma)
            };
            if let Some(range) = readings[at].content.iter_mut().find(inside) {
                range.end = comma;
                // The judge took it for a part of what the first one said.
                let likelihood = readings[other].likelihood;
                if !readings[other].unsaid {
                    readings[other].likelihood = likelihood.max(thresholds::SEPARATE_LIKELIHOOD);
                }
            }
        }
    }
}

/// The "while" of "ruled out a truce while the mayor pushed for one", right before another speaker.
fn meanwhile(document: &Document, reading: &CueReading) -> Option<usize> {
    let source = reading
        .source
        .filter(|source| source.end <= reading.cue.start)?;
    let conjunction = source.start.checked_sub(1)?;
    let takes_over = document.word(conjunction) == "while"
        && document
            .sentence(conjunction)
            .range()
            .contains(reading.cue.start)
        && !document.is_quoted(conjunction);
    (takes_over && reading.likelihood >= thresholds::LEAST_LIKELY).then_some(conjunction)
}

/// The comma before the conjunction with which another speaker takes over. `None` if this reading does not begin so.
fn contrast(document: &Document, reading: &CueReading) -> Option<usize> {
    let source = reading
        .source
        .filter(|source| source.end <= reading.cue.start)?;
    let comma = source.start.checked_sub(2)?;
    let conjunction = document.word(comma + 1);
    let takes_over = document.tags[comma] == tag::COMMA
        && matches!(
            conjunction,
            "but" | "while" | "whereas" | "although" | "though" | "and"
        )
        && document.sentence(comma).range().contains(reading.cue.start)
        && !document.is_quoted(source.start);
    let speaks = document
        .tokens
        .get(reading.cue.end)
        .is_some_and(|_| document.word(reading.cue.end) == "that");
    let sure = speaks && reading.likelihood >= thresholds::LEAST_FIRM;
    let concedes = conjunction != "and" && takes_back(document, source, reading);
    (takes_over && (sure || concedes)).then_some(comma)
}

/// "…, though she acknowledged the price was too high": the speaker says more of it.
fn takes_back(document: &Document, source: TokenRange, reading: &CueReading) -> bool {
    let cue = reading.cue;
    let follows = |range: &TokenRange| range.start == cue.end && range.len() > 2;
    document.tags[source.start] == tag::PRP
        && source.end == cue.start
        && source.len() == 1
        && says_something(document, cue.end - 1)
        && reading.content.first().is_some_and(follows)
}

/// "The bridge will close, although the guard has not confirmed it": the clause before the source is not content if
/// the cue has its own right after it.
fn drop_clause_before(document: &Document, reading: &mut CueReading) {
    let cue = reading.cue;
    let Some(source) = reading.source.filter(|source| source.end == cue.start) else {
        return;
    };
    let follows = reading.content.iter().any(|range| range.start == cue.end);
    if follows && is_firm(document, cue) {
        reading
            .content
            .retain(|range| range.start >= source.start || document.is_quoted(range.start));
    }
}

/// "The bridge will close, according to the mayor, although …": the concession is the writer's.
fn drop_concession(document: &Document, reading: &mut CueReading) {
    let concedes = |range: &TokenRange| {
        let mut tokens = range.tokens();
        let first = tokens.find(|at| document.tokens[*at].shape != Shape::Sign);
        first.is_some_and(|at| is_concessive(document.word(at)))
    };
    drop_after_cue(document, reading, concedes);
}

/// The same if the role model took the clause without its conjunction.
fn drop_conceded(document: &Document, reading: &mut CueReading) {
    let conceded =
        |range: &TokenRange| range.start > 0 && is_concessive(document.word(range.start - 1));
    drop_after_cue(document, reading, conceded);
}

fn is_concessive(word: &str) -> bool {
    matches!(word, "although" | "though" | "but" | "while")
}

/// Drops unquoted content after a cue whose content begins before it.
fn drop_after_cue(
    document: &Document,
    reading: &mut CueReading,
    drops: impl Fn(&TokenRange) -> bool,
) {
    let cue = reading.cue;
    if reading.content.iter().any(|range| range.start < cue.start) {
        reading.content.retain(|range| {
            range.start <= cue.start || document.is_quoted(range.start) || !drops(range)
        });
    }
}

/// "had told her the mine would close": the person who was told is no part of the content.
fn drop_addressee(document: &Document, reading: &mut CueReading) {
    let cue = reading.cue;
    let tells = document.tokens[cue.end - 1].stem == hash("tell");
    let Some(range) = reading
        .content
        .iter_mut()
        .find(|range| range.start == cue.end)
    else {
        return;
    };
    let pronoun = match document.tags[range.start] {
        tag::PRP => true,
        // "Her" before "the mine" is not possessive.
        tag::PRPS => document.tags.get(range.start + 1) == Some(&tag::DT),
        _ => false,
    };
    // "Told Sam Okoro in a call during the meeting that …".
    let that = (range.start + 1..range.end)
        .take(thresholds::LONGEST_TRAILING_SOURCE)
        .take_while(|at| !tag::is_finite(document.tags[*at]) && document.tags[*at] != tag::COMMA)
        .find(|at| document.word(*at) == "that");
    let named =
        tag::is_proper_noun(document.tags[range.start]) || document.tags[range.start] == tag::DT;
    if let Some(that) = that.filter(|that| tells && named && that + 2 < range.end) {
        range.start = that;
        return;
    }
    if tells && pronoun && range.len() > 2 {
        range.start += 1;
    }
    // "Told Harbour Radio each boat would be searched".
    let article = usize::from(document.tags[range.start] == tag::DT);
    let name = (range.start + article..range.end)
        .take_while(|at| tag::is_proper_noun(document.tags[*at]))
        .last();
    let clause = name.map(|last| last + 1).filter(|first| {
        *first < range.end
            && matches!(
                document.tags[*first],
                tag::DT | tag::PRP | tag::PRPS | tag::NNS
            )
            && (*first + 1..range.end).any(|at| tag::is_finite(document.tags[at]))
    });
    if let Some(first) = clause.filter(|first| tells && *first + 2 < range.end) {
        range.start = first;
    }
}

/// "Lee appeared to suggest that …": if the role model took her name as content, it is the source.
fn take_subject(document: &Document, links: &Links, reading: &mut CueReading) {
    let cue = reading.cue;
    let head = document.head_of(cue);
    let speaks = |range: &TokenRange| {
        range.start == cue.end
            && range.len() > 1
            && document.word(range.start) == "to"
            && says_something(document, range.start + 1)
    };
    let subject = links.subject[head];
    if reading.source.is_some()
        || subject == NO
        || !seems(document, head)
        || !reading.content.iter().any(speaks)
    {
        return;
    }
    let subject = subject as usize;
    let is_subject = |range: &TokenRange| {
        range.end == cue.start
            && range.contains(subject)
            && document.subtree(subject).start == range.start
    };
    if let Some(index) = reading.content.iter().position(is_subject) {
        reading.source = Some(reading.content.remove(index));
    }
}

/// "According to the Courier, the mayor said …": if the role model took both as the source, it is the mayor.
fn take_sayer(document: &Document, reading: &mut CueReading) {
    let cue = reading.cue;
    let Some(source) = reading
        .source
        .as_mut()
        .filter(|source| source.end <= cue.start && source.len() > 2)
    else {
        return;
    };
    // "According to" is before the source, or the role model took it as a part.
    let first = document
        .word(source.start)
        .eq_ignore_ascii_case("according");
    let start = source.start + 2 * usize::from(first);
    let Some(to) = start.checked_sub(2) else {
        return;
    };
    let before = TokenRange::new(to, start);
    let according = document.words(before).eq_ignore_ascii_case("according to");
    let comma = (source.start..source.end - 1)
        .rev()
        .find(|at| document.tags[*at] == tag::COMMA);
    if let Some(comma) = comma.filter(|_| according) {
        source.start = comma + 1;
    }
}
