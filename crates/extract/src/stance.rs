//! What a source holds of the content: read off the cue, what negates it, and what weakens it.

use crate::cue::Cue;
use crate::document::Document;
use crate::syntax::{Links, NO, is_verb};
use crate::token::Token;
use crate::word::{hash_str, normalise, stem};
use serde::Serialize;
use std::sync::LazyLock;

/// What a speaker holds of what was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stance {
    /// States it as so; also predicts, demands or proposes it.
    Asserts,
    /// Acknowledges it as its own act, or backs what another said.
    Confirms,
    /// States it with qualification: possible, likely, hoped.
    Hedges,
    /// Calls it improbable, or contests it short of denial.
    Doubts,
    /// States that it is not so.
    Denies,
    /// Will not have it: a will, not a truth value.
    Rejects,
    /// Asked, neither confirms nor denies.
    Declines,
    /// Reported as not having confirmed it; nobody says it was asked.
    NotConfirmed,
    /// Asked, did not reply.
    NoReply,
    /// Withdraws its own earlier words on it.
    Retracts,
}

/// A stance, and the tokens that decided it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What it is.
    pub stance: Stance,
    /// The word of the cue that told.
    pub cue: usize,
    /// The word that turned it round.
    pub negation: Option<usize>,
}

/// Kinds of cue words, by what they say of the content when nothing negates them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
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

/// Stems of cue words. What is not here asserts.
const WORDS: &[(Class, &[&str])] = &[
    (
        Class::Confirm,
        &[
            "confirm",
            "acknowledg",
            "admit",
            "conced",
            "verif",
            "verifi",
            "corroborat",
            "affirm",
            "reaffirm",
            "acknowledgement",
            "confirmation",
            "admission",
        ],
    ),
    (
        Class::Hedge,
        &[
            "suggest",
            "hint",
            "hop",
            "hope",
            "speculat",
            "expect",
            "believ",
            "think",
            "suspect",
            "guess",
            "assum",
            "imagin",
            "reckon",
            "consider",
            "seem",
            "appear",
            "fear",
            "worr",
            "worri",
            "worry",
            "estimat",
            "impl",
            "impli",
            "imply",
            "wonder",
            "perceiv",
            "feel",
            "might",
            "reportedly",
            "allegedly",
        ],
    ),
    (
        Class::Doubt,
        &[
            "doubt",
            "question",
            "scepticism",
            "skepticism",
            "sceptical",
            "skeptical",
            "doubtful",
            "unconvinc",
            "dubiou",
            "dubious",
        ],
    ),
    (
        Class::Deny,
        &[
            "den",
            "deni",
            "deny",
            "denial",
            "disput",
            "refut",
            "rebut",
            "contradict",
            "debunk",
            "disavow",
            "disagre",
            "disagree",
        ],
    ),
    (
        Class::Reject,
        &[
            "reject",
            "oppos",
            "rebuff",
            "spurn",
            "veto",
            "rul",
            "rejection",
            "refus",
            "refusal",
            "opposition",
            "balk",
            "resist",
            "dismis",
            "dismiss",
            "forswear",
            "renounc",
        ],
    ),
    (
        Class::Decline,
        &[
            "declin", "demur", "dodg", "evad", "sidestep", "skirt", "deflect",
        ],
    ),
    (
        Class::Reply,
        &[
            "respond", "repl", "repli", "reply", "answer", "reach", "comment", "return",
        ],
    ),
    (
        Class::Retract,
        &[
            "retract",
            "recant",
            "apologiz",
            "apologis",
            "backtrack",
            "withdraw",
            "rescind",
        ],
    ),
];

const NEGATIONS: &[&str] = &[
    "not", "n't", "never", "no", "neither", "nor", "without", "hardly", "cannot",
];

/// Words that weaken what is said, in front of its verb.
const WEAKENERS: &[&str] = &[
    "may",
    "might",
    "could",
    "probably",
    "possibly",
    "perhaps",
    "likely",
    "maybe",
    "potentially",
];

/// Reads the stance toward the content of a cue.
pub fn decide(
    document: &Document,
    links: &Links,
    cue: Cue,
    content: &[(usize, usize)],
) -> Decision {
    let words = cue_words(document, cue);
    let (at, class) = class_of(document, cue, &words);
    let negation = negation(document, links, cue, at, &words);
    let stance = by_phrase(document, cue, content, &words, class).unwrap_or_else(|| {
        match (class, negation.is_some()) {
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

/// The stance that several words of the cue tell together, if they do.
fn by_phrase(
    document: &Document,
    cue: Cue,
    content: &[(usize, usize)],
    words: &[(usize, String)],
    class: Class,
) -> Option<Stance> {
    let says = |phrase: &[&str]| {
        words
            .windows(phrase.len())
            .any(|w| w.iter().zip(phrase).all(|(a, b)| a.1 == *b))
    };
    if says(&["yet", "to"]) {
        return Some(if matches!(class, Class::Confirm | Class::Say) {
            Stance::NotConfirmed
        } else {
            Stance::NoReply
        });
    }
    let denies = |word: &(usize, String)| matches!(word.1.as_str(), "den" | "deni" | "deny");
    if class == Class::Confirm && words.iter().any(denies) {
        return Some(Stance::Declines);
    }
    if says(&["fail", "to"]) && matches!(class, Class::Confirm | Class::Say) {
        return Some(Stance::NotConfirmed);
    }
    if says(&["refus", "to", "rul", "out"]) || says(&["declin", "to", "rul", "out"]) {
        return Some(Stance::Hedges);
    }
    let withheld = || says(&["refus"]) && withholds(document, cue, content);
    if says(&["stop", "short"]) || says(&["no", "comment"]) || withheld() {
        return Some(Stance::Declines);
    }
    if says(&["walk", "back"]) || says(&["tak", "back"]) {
        return Some(Stance::Retracts);
    }
    if says(&["cast", "doubt"]) || says(&["cast", "doubts"]) {
        return Some(Stance::Doubts);
    }
    let rules = class == Class::Reject && says(&["rul"]) && !says(&["rul", "out"]);
    rules.then_some(Stance::Asserts)
}

/// The stance that a kind of cue word tells by itself.
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

/// Stems of verbs by which somebody binds himself.
const COMMITTING: [u32; 6] = [
    hash_str("agr"),
    hash_str("agre"),
    hash_str("accept"),
    hash_str("promis"),
    hash_str("pledg"),
    hash_str("vow"),
];

/// The stems of all words that tell a stance or bind somebody, in order: most cues have none of them.
static KNOWN: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let stances = WORDS.iter().flat_map(|(_, stems)| *stems);
    let mut known: Vec<u32> = stances
        .map(|stem| hash_str(stem))
        .chain(COMMITTING)
        .collect();
    known.sort_unstable();
    known
});

/// Whether a cue tells that somebody agrees, confirms, denies, rejects, declines or takes back: what a ledger of
/// confirmations can least do without.
pub fn is_firm(document: &Document, cue: Cue) -> bool {
    let known = |token: &Token| KNOWN.binary_search(&token.stem).is_ok();
    if !document.tokens[cue.start..cue.end].iter().any(known) {
        return false;
    }
    let words = cue_words(document, cue);
    let (at, class) = class_of(document, cue, &words);
    let rules_out = || {
        document
            .tokens
            .get(at + 1)
            .is_some_and(|next| next.word == hash_str("out"))
    };
    match class {
        Class::Confirm | Class::Deny | Class::Decline | Class::Retract => true,
        Class::Reject => document.tokens[at].stem != hash_str("rul") || rules_out(),
        Class::Say => COMMITTING.contains(&document.tokens[at].stem),
        Class::Hedge | Class::Doubt | Class::Reply => false,
    }
}

/// The stems of the cue's words with their places.
fn cue_words(document: &Document, cue: Cue) -> Vec<(usize, String)> {
    let mut lower = String::new();
    (cue.start..cue.end)
        .map(|at| {
            normalise(document.word(at), &mut lower);
            (at, stem(&lower).to_owned())
        })
        .collect()
}

/// The word of the cue that tells the most: one that confirms or denies before one that only says.
fn class_of(document: &Document, cue: Cue, words: &[(usize, String)]) -> (usize, Class) {
    let mut found: Option<(usize, Class)> = None;
    for (at, stem) in words {
        let Some((class, _)) = WORDS
            .iter()
            .find(|(_, stems)| stems.contains(&stem.as_str()))
        else {
            continue;
        };
        let weak = matches!(class, Class::Hedge | Class::Reply);
        match found {
            // "appeared to confirm" confirms; "declined to confirm" declines.
            Some((_, Class::Hedge | Class::Reply)) if !weak => found = Some((*at, *class)),
            Some(_) => {}
            None => found = Some((*at, *class)),
        }
    }
    found.unwrap_or_else(|| (cue.head(document), Class::Say))
}

fn negation(
    document: &Document,
    links: &Links,
    cue: Cue,
    at: usize,
    words: &[(usize, String)],
) -> Option<usize> {
    let own = links.negation[cue.head(document)];
    let told = links.negation[at];
    let linked = [told, own]
        .into_iter()
        .find(|link| *link != NO)
        .map(|link| link as usize);
    let near = |place: &usize| {
        *place >= document.sentence(cue.start).start && *place + 4 > cue.start && *place < cue.end
    };
    linked
        .filter(near)
        .or_else(|| {
            words
                .iter()
                .find(|(_, word)| NEGATIONS.contains(&word.as_str()))
                .map(|(at, _)| *at)
        })
        .or_else(|| neither(document, cue))
        .or_else(|| {
            // The parser may have hung the negation elsewhere: "has not" right before the cue.
            cue.start.checked_sub(1).filter(|before| {
                NEGATIONS.contains(&document.word(*before).to_ascii_lowercase().as_str())
            })
        })
}

/// "Neither the club nor the player confirmed": the word stands before both.
fn neither(document: &Document, cue: Cue) -> Option<usize> {
    let subject = (document.sentence(cue.start).start..cue.start).rev();
    let mut before = subject.take_while(|at| !is_verb(document.tags[*at]));
    let nor = before.find(|at| document.word(*at).eq_ignore_ascii_case("nor"));
    nor.and_then(|_| before.find(|at| document.word(*at).eq_ignore_ascii_case("neither")))
}

/// "would not say" was asked; "did not say" may not have been, but withholds all the same.
fn negated_say(words: &[(usize, String)]) -> Stance {
    let withheld = [
        "say", "comment", "discus", "discuss", "disclos", "tell", "elaborat", "specifi", "specify",
        "giv", "explain", "divulg", "reveal", "drawn", "pin", "push",
    ];
    if words
        .iter()
        .any(|(_, word)| withheld.contains(&word.as_str()))
    {
        Stance::Declines
    } else if words.iter().any(|(_, word)| {
        matches!(
            word.as_str(),
            "want" | "support" | "accept" | "allow" | "agre" | "back" | "plan" | "intend" | "lik"
        )
    }) {
        Stance::Rejects
    } else {
        Stance::NotConfirmed
    }
}

/// "refused to say" withholds, "refused to leave" rejects: the verb after "to" tells, in the cue or just after.
fn withholds(document: &Document, cue: Cue, content: &[(usize, usize)]) -> bool {
    const SAYING: &[&str] = &[
        "say",
        "comment",
        "confirm",
        "answer",
        "discuss",
        "disclose",
        "tell",
        "respond",
        "elaborate",
        "speculate",
        "specify",
        "divulge",
        "drawn",
        "pinned",
        "pushed",
    ];
    let saying = |at: usize| {
        SAYING
            .iter()
            .any(|word| document.word(at).eq_ignore_ascii_case(word))
    };
    (cue.start..cue.end).any(saying)
        || content
            .first()
            .is_some_and(|run| (run.0..run.1.min(run.0 + 3)).any(saying))
}

/// "said it could not confirm the deaths": what is said is that nothing is.
fn withheld_within(document: &Document, content: &[(usize, usize)]) -> bool {
    const CONFIRM: [u32; 2] = [hash_str("confirm"), hash_str("verif")];
    let Some(run) = content.first() else {
        return false;
    };
    let is = |at: usize, words: &[&str]| {
        let same = |word: &&str| document.word(at).eq_ignore_ascii_case(word);
        at < run.1 && words.iter().any(same)
    };
    let start = run.0 + usize::from(is(run.0, &["that"]));
    let verb =
        (start..run.1.min(start + 6)).find(|at| CONFIRM.contains(&document.tokens[*at].stem));
    is(start, &["it", "he", "she", "they", "we", "i"])
        && verb.is_some_and(|verb| (start..verb).any(|at| is(at, NEGATIONS)))
}

/// "they believed that …", "we do not know whether …": the content itself begins as an opinion.
fn opines(document: &Document, run: (usize, usize)) -> bool {
    const OPINIONS: &[&str] = &[
        "believe", "believes", "believed", "think", "thinks", "thought", "hope", "hopes", "hoped",
    ];
    let last = run.1.min(run.0 + 6);
    (run.0 + 1..last).any(|at| {
        let word = document.word(at);
        let after = |before: &[&str]| {
            before
                .iter()
                .any(|b| document.word(at - 1).eq_ignore_ascii_case(b))
        };
        OPINIONS.contains(&word) && after(&["i", "we", "he", "she", "they"])
            || word == "know" && after(&["not", "n't", "n’t"])
    })
}

/// Whether the first clause of the content is put weakly: "could happen", "will probably".
fn weakened(document: &Document, content: &[(usize, usize)]) -> bool {
    let Some(run) = content.first() else {
        return false;
    };
    let stop = (run.0..run.1.min(run.0 + 14))
        .take_while(|at| !matches!(document.word(*at), "." | ";" | "!" | "?" | "if" | "when"));
    // As they stand, because a capital makes "May" a month.
    stop.into_iter()
        .any(|at| WEAKENERS.contains(&document.word(at)))
        || opines(document, *run)
}
