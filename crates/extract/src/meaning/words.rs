//! The words that decide a stance.

use super::stance::Class;
use crate::text::word::hashes;

/// Stems of cue words by their class. All other cues assert.
#[rustfmt::skip]
pub(super) const CLASSES: &[(Class, &[&str])] = &[
    (Class::Confirm, &[
        "confirm", "acknowledg", "admit", "conced", "verif", "verifi", "corroborat", "affirm", "reaffirm",
        "acknowledgement", "confirmation", "admission",
    ]),
    (Class::Hedge, &[
        "suggest", "hint", "hop", "hope", "speculat", "expect", "believ", "think", "suspect", "guess", "assum",
        "imagin", "reckon", "consider", "seem", "appear", "fear", "worr", "worri", "worry", "estimat", "impl", "impli",
        "imply", "wonder", "perceiv", "feel", "might", "reportedly", "allegedly",
    ]),
    (Class::Doubt, &[
        "doubt", "question", "scepticism", "skepticism", "sceptical", "skeptical", "doubtful", "unconvinc", "dubiou",
        "dubious",
    ]),
    (Class::Deny, &[
        "den", "deni", "deny", "denial", "disput", "refut", "rebut", "contradict", "debunk", "disavow", "disagre",
        "disagree",
    ]),
    (Class::Reject, &[
        "reject", "oppos", "rebuff", "spurn", "veto", "rul", "rejection", "refus", "refusal", "opposition", "balk",
        "resist", "dismis", "dismiss", "forswear", "renounc",
    ]),
    (Class::Decline, &["declin", "demur", "dodg", "evad", "sidestep", "skirt", "deflect"]),
    (Class::Reply, &["respond", "repl", "repli", "reply", "answer", "reach", "comment", "return"]),
    (Class::Retract, &["retract", "recant", "apologiz", "apologis", "backtrack", "withdraw", "rescind"]),
];

/// Stems of verbs by which somebody commits himself.
pub(super) const COMMITTING: [u32; 6] = hashes(["agr", "agre", "accept", "promis", "pledg", "vow"]);

/// Stems of verbs that confirm.
pub(super) const CONFIRM: [u32; 2] = hashes(["confirm", "verif"]);

pub(super) const NEGATIONS: &[&str] = &[
    "not", "n't", "never", "no", "neither", "nor", "without", "hardly", "cannot",
];

/// Words before a verb that weaken what is said.
pub(super) const WEAKENERS: &[&str] = &[
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

/// Verbs by which a content begins as an opinion.
pub(super) const OPINIONS: &[&str] = &[
    "believe", "believes", "believed", "think", "thinks", "thought", "hope", "hopes", "hoped",
];

/// Stems of verbs of speech: who "would not" do these withholds something.
#[rustfmt::skip]
pub(super) const SPEECH_STEMS: &[&str] = &[
    "say", "comment", "discus", "discuss", "disclos", "tell", "elaborat", "specifi", "specify", "giv", "explain",
    "divulg", "reveal", "drawn", "pin", "push",
];

/// Stems of verbs of will: who "does not" do these rejects something.
pub(super) const WILL_STEMS: &[&str] = &[
    "want", "support", "accept", "allow", "agre", "back", "plan", "intend", "lik",
];

/// Verbs of speech after "refused to".
#[rustfmt::skip]
pub(super) const SPEECH: &[&str] = &[
    "say", "comment", "confirm", "answer", "discuss", "disclose", "tell", "respond", "elaborate", "speculate",
    "specify", "divulge", "drawn", "pinned", "pushed",
];
