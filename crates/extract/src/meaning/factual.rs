//! Whether something was said at all. What somebody may, will or would say, what nobody said, and what was asked has
//! not been said; and who is accused, told or said to do something has not said it.
//!
//! It is decided by what governs the cue in the tree: its subject, its auxiliary, its marker, the verb above an
//! infinitive.

use super::words::{
    ASKING, FAR_FROM_SAYING, NEGATIONS, NOBODY, REPORTED_OF, SPEECH, UNREAL_MODALS,
};
use crate::syntax::document::Document;
use crate::syntax::links::{Links, NO};
use crate::syntax::tag::{self, is_verb};
use crate::thresholds;
use crate::types::{CueReading, TokenRange};

/// Marks a reading of which the text does not say that it was said, and takes away a source that did not speak.
pub(crate) fn check(document: &Document, links: &Links, reading: &mut CueReading) {
    let cue = Cue {
        document,
        links,
        range: reading.cue,
        head: document.head_of(reading.cue),
    };
    if document.is_quoted(cue.head)
        && !reading
            .content
            .iter()
            .all(|range| document.is_quoted(range.start))
    {
        return;
    }
    if cue.is_spoken_of(reading.source) {
        reading.source = None;
        reading.spoken_of = true;
    }
    // "More than 200 have been admitted": nobody who speaks is named before "have been".
    let passive = |source: TokenRange| {
        source.end == cue.range.start
            && document.tags[cue.head] == tag::VBN
            && cue.is(source.end - 1, &["been", "be", "was", "were", "is", "are"])
    };
    reading.source = reading.source.filter(|source| !passive(*source));
    let negated = cue.is_negated();
    reading.unsaid = cue.is_by_nobody(reading.source)
        || cue.is_at_no_time(reading.source)
        || !negated && (cue.is_unreal() || cue.is_far() || cue.is_wish_to_say(reading))
        || cue.is_conditional(reading.source)
        || cue.asks(reading)
        || cue.is_question()
        || cue.is_compared(reading.source)
        || reading
            .source
            .is_some_and(|source| cue.is_no_source(source))
        || cue.asks_for_anonymity(reading);
}

/// Verbs of which the object may be something that somebody was to get.
const REFUSING: [&str; 8] = [
    "refuse", "refused", "refuses", "refusing", "deny", "denied", "denies", "denying",
];

/// What somebody is to get: "refused them entry".
#[rustfmt::skip]
const GIVEN: [&str; 25] = [
    "access", "entry", "entrance", "admission", "admittance", "passage", "permission", "leave", "visa", "visas", "bail", "parole",
    "asylum", "treatment", "care", "medicine", "food", "water", "aid", "shelter", "service", "boarding", "accreditation", "credit",
    "sleep",
];

/// Whether a reading is of an act by which nothing is said: "denied them bail".
pub(crate) fn is_act(document: &Document, links: &Links, reading: &CueReading) -> bool {
    let cue = Cue {
        document,
        links,
        range: reading.cue,
        head: document.head_of(reading.cue),
    };
    cue.is_kept_from(reading)
}

/// A cue in its sentence.
struct Cue<'a> {
    document: &'a Document<'a>,
    links: &'a Links,
    range: TokenRange,
    head: usize,
}

impl Cue<'_> {
    fn is(&self, at: usize, words: &[&str]) -> bool {
        let word = self.document.word(at);
        words.iter().any(|known| word.eq_ignore_ascii_case(known))
    }

    fn start(&self) -> usize {
        self.document.sentence(self.head).start
    }

    /// The tokens from `reach` before the cue to its end, within the sentence.
    fn with_before(&self, reach: usize) -> std::ops::Range<usize> {
        self.range.start.saturating_sub(reach).max(self.start())..self.range.end
    }

    fn is_negated(&self) -> bool {
        self.links.negation[self.head] != NO
            || self
                .with_before(2)
                .any(|at| self.is(at, NEGATIONS) || self.document.word(at).ends_with("n't"))
    }

    /// "No one has said": the subject is nobody.
    fn is_by_nobody(&self, source: Option<TokenRange>) -> bool {
        source.is_some_and(|source| {
            let before = source.start.checked_sub(1).filter(|at| *at >= self.start());
            let negated = |at: usize| self.is(at, NOBODY);
            negated(source.start)
                || self.is(source.start, &["not", "hardly"])
                || before.is_some_and(|at| self.is(at, &["no", "nobody", "not"]))
        })
    }

    /// "At no time did the company refuse": a negation before the auxiliary that stands before the subject.
    fn is_at_no_time(&self, source: Option<TokenRange>) -> bool {
        let fronted = || {
            let auxiliary = source?
                .start
                .checked_sub(1)
                .filter(|at| *at > self.start())?;
            let before = auxiliary - 1;
            let ends = |words: &[&str]| self.is(before, words);
            let no = before > self.start() && self.is(before - 1, &["no"]);
            let negated = ends(&["never", "nor", "neither"])
                || no && ends(&["time", "point", "stage", "way", "circumstances", "account"]);
            let finite = is_finite(self.document.tags[auxiliary]);
            Some(finite && negated)
        };
        fronted().unwrap_or_default()
    }

    /// "Refused the crew access", "denied them bail", "denied entry to the port": what is refused is a thing that somebody was
    /// to get. That is an act, and nothing is said by it.
    fn is_kept_from(&self, reading: &CueReading) -> bool {
        let document = self.document;
        let refuses = self.is(self.head, &REFUSING);
        let Some(first) = reading
            .content
            .first()
            .filter(|first| refuses && first.start == self.range.end)
        else {
            return false;
        };
        let given = |at: usize| self.is(at, &GIVEN);
        let in_phrase = |at: &usize| {
            let tag = document.tags[*at];
            given(*at)
                || tag::is_noun(tag)
                || matches!(
                    tag,
                    tag::DT | tag::JJ | tag::PRP | tag::PRPS | tag::POS | tag::CD
                )
        };
        first.tokens().take_while(in_phrase).any(given)
    }

    /// "Nine people have died, more than the ministry has said": the ministry said something else.
    fn is_compared(&self, source: Option<TokenRange>) -> bool {
        let first = source.map_or(self.range.start, |source| {
            source.start.min(self.range.start)
        });
        first > self.start() && self.is(first - 1, &["than"])
    }

    /// "Will say", "could have said", "might agree".
    fn is_unreal(&self) -> bool {
        let modal = |at: usize| self.document.tags[at] == tag::MD && self.is(at, UNREAL_MODALS);
        let linked = self.links.auxiliary[self.head];
        linked != NO && modal(linked as usize) || self.with_before(2).any(modal)
    }

    /// "Is unlikely to agree", "is expected to say", "wants to announce": the infinitive of a verb that lies ahead.
    fn is_far(&self) -> bool {
        let document = self.document;
        let to = self
            .with_before(3)
            .rev()
            .find(|at| document.tags[*at] == tag::TO && *at < self.head && *at + 3 > self.head);
        let infinitive = document.tags[self.head] == tag::VB;
        let Some(to) = to.filter(|_| infinitive) else {
            return false;
        };
        let floor = self.start().max(to.saturating_sub(thresholds::FAR_REACH));
        (floor..to)
            .rev()
            .take_while(|at| document.tags[*at] != tag::COMMA)
            .take_while(|at| {
                !is_verb(document.tags[*at + 1])
                    || *at + 1 == to
                    || !is_finite(document.tags[*at + 1])
            })
            .any(|at| self.is(at, FAR_FROM_SAYING))
    }

    /// "Wants to say that …": the content is a saying that has not come about.
    fn is_wish_to_say(&self, reading: &CueReading) -> bool {
        let document = self.document;
        let wishes = self.range.tokens().any(|at| self.is(at, FAR_FROM_SAYING));
        let says = |content: &TokenRange| {
            let verb = content.start + 1;
            content.len() > 3
                && document.tags[content.start] == tag::TO
                && SPEECH.contains(&document.word(verb))
                && self.is(verb + 1, &["that", "whether", "if"])
        };
        wishes && reading.content.first().is_some_and(says)
    }

    /// "If the mayor says".
    fn is_conditional(&self, source: Option<TokenRange>) -> bool {
        let markers = ["if", "unless", "whether", "lest"];
        let first = source.map_or(self.range.start, |source| {
            source.start.min(self.range.start)
        });
        let before = first.checked_sub(1).filter(|at| *at >= self.start());
        let marked = self.links.case[self.head];
        // An "if" in what was said is a condition of that, not of its saying.
        let quoted = self.document.is_quoted(self.head);
        let marks = |at: usize| {
            self.is(at, &markers) && !self.is_even(at) && (quoted || !self.document.is_quoted(at))
        };
        // "Before the judge says": a present after such a word lies ahead.
        let ahead = ["before", "until", "till", "once", "when"];
        let present = matches!(self.document.tags[self.head], tag::VBZ | tag::VBP)
            && before.is_some_and(|at| self.is(at, &ahead));
        before.is_some_and(marks)
            || present
            || marked != NO && marks(marked as usize) && !self.is_apart(marked as usize, first)
    }

    /// "Asked whether that was so, the mayor said": the clause of the marker ends before the source.
    fn is_apart(&self, marker: usize, source: usize) -> bool {
        let tags = &self.document.tags;
        let between = marker + 1..source.max(marker + 1);
        let verb = between.clone().find(|at| is_finite(tags[*at]));
        verb.is_some_and(|verb| (verb..between.end).any(|at| tags[at] == tag::COMMA))
    }

    /// "Even if he said" grants that he did.
    fn is_even(&self, at: usize) -> bool {
        at > 0 && self.is(at - 1, &["even", "as"])
    }

    /// "Asked whether", "wanted to know if": what follows is a question.
    fn asks(&self, reading: &CueReading) -> bool {
        let Some(content) = reading.content.first() else {
            return false;
        };
        let document = self.document;
        let asking = self
            .range
            .tokens()
            .any(|at| ASKING.contains(&document.tokens[at].stem));
        let opens = content.start;
        let question =
            (opens..content.end.min(opens + 3)).any(|at| self.is(at, &["whether", "if"]));
        // Who was asked: "Asked whether the mine would close, the owner shrugged."
        let was_asked = document.tags[self.head] == tag::VBN || self.head == self.start();
        let wants = self
            .range
            .tokens()
            .any(|at| self.is(at, &["want", "wanted", "wants", "wanting"]))
            && (self.range.start..content.end.min(opens + 2)).any(|at| self.is(at, &["know"]));
        asking && (question || was_asked && reading.source.is_none()) || wants && question
    }

    /// "What did the prosecutors say about the gun?"
    fn is_question(&self) -> bool {
        let document = self.document;
        let sentence = document.sentence(self.head);
        let Some(last) = (sentence.start..sentence.end).next_back() else {
            return false;
        };
        let open = self.document.tags[sentence.start];
        let asks = matches!(open, tag::WP | tag::WDT | tag::WRB | tag::MD)
            || self.is(
                sentence.start,
                &[
                    "did", "does", "do", "has", "have", "is", "are", "was", "were",
                ],
            );
        asks && document.word(last) == "?"
            && !document.is_quoted(last)
            && !document.is_quoted(self.head)
    }

    /// Whether the source is the one of whom something is said, believed or alleged: "the firm is said to", "Lee has
    /// been accused of".
    fn is_spoken_of(&self, source: Option<TokenRange>) -> bool {
        let before = source.is_none_or(|source| source.start <= self.range.start);
        let from = source.map_or(0, |source| source.end);
        before && self.range.tokens().any(|at| self.is_passive(at, from))
    }

    /// Whether a token is the participle of a passive that reports of its subject. Its auxiliary is after `from`.
    fn is_passive(&self, at: usize, from: usize) -> bool {
        let document = self.document;
        if !REPORTED_OF.contains(&document.tokens[at].stem)
            || !matches!(document.tags[at], tag::VBN | tag::VBD)
        {
            return false;
        }
        let be = [
            "is", "are", "was", "were", "be", "been", "being", "'s", "’s", "'re",
        ];
        let floor = self
            .start()
            .max(at.saturating_sub(thresholds::PASSIVE_REACH))
            .max(from.min(at));
        (floor..at)
            .rev()
            .take_while(|at| {
                matches!(document.tags[*at], tag::RB | tag::MD) || is_verb(document.tags[*at])
            })
            .any(|at| self.is(at, &be))
    }

    /// "That being said": the words before the cue name nobody.
    fn is_no_source(&self, source: TokenRange) -> bool {
        source
            .tokens()
            .all(|at| self.is(at, &["that", "this", "being", "having", "it"]))
            && source.tokens().any(|at| self.is(at, &["being", "having"]))
    }

    /// "Asked not to be named".
    fn asks_for_anonymity(&self, reading: &CueReading) -> bool {
        let [content] = reading.content.as_slice() else {
            return false;
        };
        let mut words = content
            .tokens()
            .filter(|at| !self.is(*at, &["that", "to", "be", "not", "he", "she", "they"]));
        let named = [
            "named",
            "identified",
            "quoted",
            "name",
            "anonymity",
            "anonymous",
        ];
        content.len() <= 7 && words.next().is_some_and(|at| self.is(at, &named))
    }
}

fn is_finite(tag: u8) -> bool {
    matches!(tag, tag::VBD | tag::VBZ | tag::VBP | tag::MD)
}
