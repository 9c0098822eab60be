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
    "specify", "divulge", "drawn", "pinned", "pushed", "announce", "admit", "deny", "declare", "acknowledge", "reveal",
];

/// Subjects that are nobody.
pub(super) const NOBODY: &[&str] = &["nobody", "none", "no", "no-one", "noone", "nothing"];

/// Modals with which something has not been said yet.
#[rustfmt::skip]
pub(super) const UNREAL_MODALS: &[&str] = &[
    "will", "'ll", "’ll", "could", "may", "might", "would", "should", "must", "shall", "'d",
];

/// Words before an infinitive that has not come about.
#[rustfmt::skip]
pub(super) const FAR_FROM_SAYING: &[&str] = &[
    "unlikely", "likely", "set", "due", "expected", "about", "poised", "scheduled", "going", "supposed", "bound",
    "certain", "sure", "ready", "willing", "unwilling", "reluctant", "able", "unable", "preparing", "prepared", "plans",
    "planned", "planning", "intends", "intended", "wants", "wanted", "hopes", "hoped", "hoping", "asked", "urged",
    "pressed", "told", "ordered", "invited", "called", "needs", "need", "ought", "failed", "fails", "free", "keen",
    "eager", "obliged", "required", "threatened", "threatens", "threatening",
];

/// Stems of verbs that ask.
pub(super) const ASKING: [u32; 6] = hashes(["ask", "inquir", "enquir", "quiz", "press", "want"]);

/// Stems of verbs whose passive has as its subject the one of whom something is said, or to whom.
#[rustfmt::skip]
pub(super) const REPORTED_OF: [u32; 33] = hashes([
    "accus", "alleg", "say", "said", "believ", "thought", "think", "report", "understood", "understand", "claim", "told",
    "tell", "inform", "warn", "advis", "order", "urg", "suspect", "rumour", "rumor", "know", "known", "estimat",
    "suppos", "charg", "blam", "critici", "criticis", "criticiz", "portray", "describ", "credit",
]);

/// Stems of verbs with which somebody takes back what he said.
pub(super) const TAKING_BACK: [u32; 10] = hashes([
    "withdrew",
    "withdraw",
    "withdrawn",
    "retract",
    "recant",
    "backtrack",
    "disown",
    "rescind",
    "disavow",
    "took",
]);
