//! The stance of a source toward the content: decided by the cue, by what negates it, and by what weakens it.

use super::words::{
    CLASSES, COMMITTING, CONFIRM, NEGATIONS, OPINIONS, SPEECH, SPEECH_STEMS, TAKING_BACK,
    WEAKENERS, WILL_STEMS,
};
use crate::attribution::Stance;
use crate::syntax::document::Document;
use crate::syntax::links::{Links, NO};
use crate::syntax::tag::{self, is_verb};
use crate::text::token::Token;
use crate::text::word::{hash, normalise, stem};
use crate::thresholds;
use crate::types::TokenRange;
use std::sync::LazyLock;

/// A stance and the tokens that decided it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decision {
    pub(crate) stance: Stance,
    /// The decisive word of the cue.
    pub(crate) cue: usize,
    /// The word that negates it.
    pub(crate) negation: Option<usize>,
}

/// What a cue word says of the content if nothing negates it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Say,
    Confirm,
    Hedge,
    Doubt,
    Deny,
    Reject,
    Decline,
    Reply,
    Retract,
}

/// A word of the cue with its stem.
type CueWord = (usize, String);

/// The stance toward the content of a cue.
pub(crate) fn decide(
    document: &Document,
    links: &Links,
    cue: TokenRange,
    content: &[TokenRange],
) -> Decision {
    let words = cue_words(document, cue);
    let (at, class) = class_of(document, cue, &words);
    let negation = negation(document, links, cue, at);
    let stance = by_phrase(document, cue, content, &words, class).unwrap_or_else(|| {
        match (class, negation.is_some()) {
            _ if taken_back(document, cue, content) => Stance::Retracts,
            (Class::Say, false) if withheld_within(document, content) => Stance::NotConfirmed,
            (Class::Say, false) if weakened(document, content) => Stance::Hedges,
            (Class::Say, true) => negated_say(&words),
            (class, negated) => by_class(class, negated),
        }
    });
    Decision {
        stance,
        cue: at,
        negation,
    }
}

/// The stance that several words of the cue decide together.
fn by_phrase(
    document: &Document,
    cue: TokenRange,
    content: &[TokenRange],
    words: &[CueWord],
    class: Class,
) -> Option<Stance> {
    let has = |phrase: &[&str]| {
        words.windows(phrase.len()).any(|window| {
            window
                .iter()
                .zip(phrase)
                .all(|(word, part)| word.1 == *part)
        })
    };
    let may_confirm = matches!(class, Class::Confirm | Class::Say);
    if has(&["yet", "to"]) {
        return Some(if may_confirm {
            Stance::NotConfirmed
        } else {
            Stance::NoReply
        });
    }
    let denies = |word: &CueWord| matches!(word.1.as_str(), "den" | "deni" | "deny");
    if class == Class::Confirm && words.iter().any(denies) {
        return Some(Stance::Declines);
    }
    // "Refused to deny", "would not deny": neither a denial nor an assertion.
    let held_back = words
        .iter()
        .any(|(_, word)| matches!(word.as_str(), "refus" | "declin" | "stop"));
    if held_back && class != Class::Confirm && words.iter().any(denies) {
        return Some(Stance::Declines);
    }
    if has(&["fail", "to"]) && may_confirm {
        return Some(Stance::NotConfirmed);
    }
    if has(&["refus", "to", "rul", "out"]) || has(&["declin", "to", "rul", "out"]) {
        return Some(Stance::Hedges);
    }
    let withheld = || has(&["refus"]) && withholds(document, cue, content);
    if has(&["stop", "short"]) || has(&["no", "comment"]) || withheld() {
        return Some(Stance::Declines);
    }
    if let Some(stance) = without_words(document, content) {
        return Some(stance);
    }
    if words.iter().any(|(_, word)| word == "unanswer") || has(&["hear", "back"]) {
        return Some(Stance::NoReply);
    }
    if words.len() == 1 && (has(&["refer"]) || has(&["direct"])) && refers(document, content) {
        return Some(Stance::Declines);
    }
    if has(&["walk", "back"]) || has(&["tak", "back"]) {
        return Some(Stance::Retracts);
    }
    if has(&["cast", "doubt"]) || has(&["cast", "doubts"]) {
        return Some(Stance::Doubts);
    }
    let rules = class == Class::Reject && has(&["rul"]) && !has(&["rul", "out"]);
    rules.then_some(Stance::Asserts)
}

/// The stance that a class of cue words decides by itself.
fn by_class(class: Class, negated: bool) -> Stance {
    match (class, negated) {
        (Class::Say, _) => Stance::Asserts,
        (Class::Confirm, false) => Stance::Confirms,
        (Class::Confirm, true) => Stance::NotConfirmed,
        (Class::Hedge, false) => Stance::Hedges,
        (Class::Hedge, true) => Stance::Doubts,
        (Class::Doubt, false) => Stance::Doubts,
        (Class::Doubt, true) => Stance::Asserts,
        (Class::Deny, false) => Stance::Denies,
        (Class::Deny, true) => Stance::NotConfirmed,
        (Class::Reject, false) => Stance::Rejects,
        (Class::Reject, true) => Stance::Hedges,
        (Class::Decline, _) => Stance::Declines,
        (Class::Reply, true) => Stance::NoReply,
        (Class::Reply, false) => Stance::Asserts,
        (Class::Retract, _) => Stance::Retracts,
    }
}

/// The stems of all words that decide a stance or commit somebody, sorted. Most cues have none of them.
static KNOWN: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let stances = CLASSES.iter().flat_map(|(_, stems)| *stems);
    let mut known: Vec<u32> = stances.map(|stem| hash(stem)).chain(COMMITTING).collect();
    known.push(hash("short"));
    known.sort_unstable();
    known
});

/// Whether a cue says that somebody agrees, confirms, denies, rejects, declines or retracts. These are rare in the
/// corpus, and a ledger of confirmations needs them most.
pub(crate) fn is_firm(document: &Document, cue: TokenRange) -> bool {
    let known = |token: &Token| KNOWN.binary_search(&token.stem).is_ok();
    if !document.tokens[cue.tokens()].iter().any(known) {
        return false;
    }
    let words = cue_words(document, cue);
    let stops_short = |pair: &[CueWord]| pair[0].1 == "stop" && pair[1].1 == "short";
    if words.windows(2).any(stops_short) {
        return true;
    }
    let (at, class) = class_of(document, cue, &words);
    let rules_out = || {
        let next = document.tokens.get(at + 1);
        next.is_some_and(|next| next.word == hash("out"))
    };
    match class {
        Class::Confirm | Class::Deny | Class::Decline | Class::Retract => true,
        Class::Reject => document.tokens[at].stem != hash("rul") || rules_out(),
        Class::Say => COMMITTING.contains(&document.tokens[at].stem),
        Class::Hedge | Class::Doubt | Class::Reply => false,
    }
}

fn cue_words(document: &Document, cue: TokenRange) -> Vec<CueWord> {
    let mut normal = String::new();
    cue.tokens()
        .map(|at| {
            normalise(document.word(at), &mut normal);
            (at, stem(&normal).to_owned())
        })
        .collect()
}

/// The decisive word of the cue and its class. A word that confirms or denies comes before one that hedges:
/// "appeared to confirm" confirms. Of others the first decides: "declined to confirm" declines.
fn class_of(document: &Document, cue: TokenRange, words: &[CueWord]) -> (usize, Class) {
    let mut found: Option<(usize, Class)> = None;
    for (at, stem) in words {
        let Some((class, _)) = CLASSES
            .iter()
            .find(|(_, stems)| stems.contains(&stem.as_str()))
        else {
            continue;
        };
        let weak = matches!(class, Class::Hedge | Class::Reply);
        match found {
            Some((_, Class::Hedge | Class::Reply)) if !weak => found = Some((*at, *class)),
            Some(_) => {}
            None => found = Some((*at, *class)),
        }
    }
    found.unwrap_or_else(|| (document.head_of(cue), Class::Say))
}

fn negation(document: &Document, links: &Links, cue: TokenRange, at: usize) -> Option<usize> {
    let linked = [links.negation[at], links.negation[document.head_of(cue)]]
        .into_iter()
        .find(|link| *link != NO)
        .map(|link| link as usize);
    let near = |negation: &usize| {
        *negation >= document.sentence(cue.start).start
            && *negation + thresholds::NEGATION_REACH > cue.start
            && *negation < cue.end
    };
    let within = || cue.tokens().find(|at| negates(document, *at));
    // The parser may have attached the negation elsewhere: "has not" right before the cue.
    let before = || cue.start.checked_sub(1).filter(|at| negates(document, *at));
    linked
        .filter(near)
        .or_else(within)
        .or_else(|| neither(document, cue))
        .or_else(before)
}

/// Whether a word negates. Its stem does not show it: "noted" has the stem of "not".
fn negates(document: &Document, at: usize) -> bool {
    let mut normal = String::new();
    normalise(document.word(at), &mut normal);
    NEGATIONS.contains(&normal.as_str())
}

/// The "neither" of "Neither the club nor the player confirmed".
fn neither(document: &Document, cue: TokenRange) -> Option<usize> {
    let subject = (document.sentence(cue.start).start..cue.start).rev();
    let mut before = subject.take_while(|at| !is_verb(document.tags[*at]));
    let nor = before.find(|at| document.word(*at).eq_ignore_ascii_case("nor"));
    nor.and_then(|_| before.find(|at| document.word(*at).eq_ignore_ascii_case("neither")))
}

/// The stance of a negated cue without a class. "Would not say" was asked. "Did not say" may not have been, but
/// withholds all the same.
fn negated_say(words: &[CueWord]) -> Stance {
    let has = |stems: &[&str]| words.iter().any(|(_, word)| stems.contains(&word.as_str()));
    if has(SPEECH_STEMS) {
        Stance::Declines
    } else if has(WILL_STEMS) {
        Stance::Rejects
    } else {
        Stance::NotConfirmed
    }
}

/// Whether "refused to" withholds, as in "refused to say", or rejects, as in "refused to leave". The verb is in the
/// cue or at the beginning of the content.
fn withholds(document: &Document, cue: TokenRange, content: &[TokenRange]) -> bool {
    let says = |at: usize| {
        SPEECH
            .iter()
            .any(|word| document.word(at).eq_ignore_ascii_case(word))
    };
    let beginning = content
        .first()
        .map(|range| range.start..range.end.min(range.start + thresholds::REFUSED_VERB_REACH));
    cue.tokens().any(says) || beginning.is_some_and(|mut tokens| tokens.any(says))
}

/// The stance of a content that is only the verb of "would not comment" or "could not be reached".
fn without_words(document: &Document, content: &[TokenRange]) -> Option<Stance> {
    let [only] = content else { return None };
    let word = (only.len() == 1).then(|| document.word(only.start))?;
    match word {
        "comment" => Some(Stance::Declines),
        "respond" | "responded" | "reply" | "replied" | "answer" | "answered" | "reached"
        | "contacted" => Some(Stance::NoReply),
        _ => None,
    }
}

/// Whether what somebody "referred" were questions, to somebody else.
fn refers(document: &Document, content: &[TokenRange]) -> bool {
    const ASKED: [&str; 6] = [
        "question",
        "questions",
        "inquiries",
        "enquiries",
        "queries",
        "requests",
    ];
    let range = content.first().map_or(0..0, |range| range.tokens());
    range
        .take(thresholds::REFUSED_VERB_REACH)
        .any(|at| ASKED.contains(&document.word(at)))
}

/// Whether the content says that nothing is confirmed: "said it could not confirm the deaths".
fn withheld_within(document: &Document, content: &[TokenRange]) -> bool {
    let Some(range) = content.first() else {
        return false;
    };
    let is = |at: usize, words: &[&str]| {
        let same = |word: &&str| document.word(at).eq_ignore_ascii_case(word);
        at < range.end && words.iter().any(same)
    };
    let start = range.start + usize::from(is(range.start, &["that"]));
    let reach = range.end.min(start + thresholds::WITHHELD_VERB_REACH);
    let verb = (start..reach).find(|at| CONFIRM.contains(&document.tokens[*at].stem));
    is(start, &["it", "he", "she", "they", "we", "i"])
        && verb.is_some_and(|verb| (start..verb).any(|at| is(at, NEGATIONS)))
}

/// Whether the sentence goes on with the speaker taking it back: "…, but later withdrew the remark".
fn taken_back(document: &Document, cue: TokenRange, content: &[TokenRange]) -> bool {
    let sentence = document.sentence(cue.start);
    let Some(first) = content.first().filter(|range| range.start >= cue.end) else {
        return false;
    };
    let but = (first.start + 1..sentence.end).find(|at| {
        matches!(document.word(*at), "but" | "and" | "before")
            && !document.is_quoted(*at)
            && document.tokens[*at + 1..(*at + 5).min(sentence.end)]
                .iter()
                .any(|token| TAKING_BACK.contains(&token.stem))
    });
    // The verb follows the conjunction without a subject of its own.
    but.is_some_and(|but| {
        let verb = (but + 1..(but + 5).min(sentence.end))
            .find(|at| TAKING_BACK.contains(&document.tokens[*at].stem));
        verb.is_some_and(|verb| {
            (but + 1..verb).all(|at| matches!(document.tags[at], tag::RB | tag::RBR | tag::VBD))
        })
    })
}

/// Whether the content begins as an opinion: "they believed that …", "we do not know whether …".
fn opines(document: &Document, range: TokenRange) -> bool {
    let reach = range.end.min(range.start + thresholds::OPINION_REACH);
    (range.start + 1..reach).any(|at| {
        let word = document.word(at);
        let after = |words: &[&str]| {
            words
                .iter()
                .any(|before| document.word(at - 1).eq_ignore_ascii_case(before))
        };
        OPINIONS.contains(&word) && after(&["i", "we", "he", "she", "they"])
            || word == "know" && after(&["not", "n't", "n’t"])
    })
}

/// Whether the first clause of the content is weakened: "could happen", "will probably".
fn weakened(document: &Document, content: &[TokenRange]) -> bool {
    let Some(range) = content.first() else {
        return false;
    };
    let reach = range.end.min(range.start + thresholds::WEAKENER_REACH);
    let ends_clause =
        |at: &usize| matches!(document.word(*at), "." | ";" | "!" | "?" | "if" | "when");
    // Case matters: "May" is a month.
    (range.start..reach)
        .take_while(|at| !ends_clause(at))
        .any(|at| WEAKENERS.contains(&document.word(at)))
        || opines(document, *range)
}
