//! News media as channels: outlets that report what others said, and outlets that it was said to.

use super::outlet;
use crate::syntax::document::Document;
use crate::syntax::tag::{self, is_proper_noun, is_verb};
use crate::text::sentence::Sentence;
use crate::text::word::{hash, hashes};
use crate::thresholds;
use crate::types::{CueReading, Reported, TokenRange};
use std::collections::HashMap;

/// The outlets that an attribution came through.
#[derive(Default)]
pub(super) struct Outlets {
    /// Those that report it.
    pub(super) reporters: Vec<TokenRange>,
    /// The one it was said to.
    pub(super) addressed: Option<TokenRange>,
}

/// The outlets that the sentence of an attribution names for it.
pub(super) fn outlets(
    document: &Document,
    reported: &[Reported],
    own: usize,
    siblings: &Siblings,
) -> Outlets {
    let me = &reported[own].reading;
    let sentence = document.sentence(me.cue.start);
    let mut names = outlet::names(document, sentence.range());
    names.extend(me.outlet.filter(|outlet| !names.contains(outlet)));
    let colleague = colleague(document, sentence).filter(|name| name.end < me.cue.start);
    names.extend(colleague.filter(|name| !names.contains(name)));
    if names.is_empty() {
        return Outlets::default();
    }
    let siblings: Vec<&CueReading> = siblings
        .of(document, reported, own)
        .iter()
        .map(|other| &reported[*other].reading)
        .collect();
    let is_source = |other: &CueReading, name: &TokenRange| {
        other
            .source
            .is_some_and(|source| source.contains(name.start))
    };
    // In "The agency said the mayor said …" the agency is a relayer already.
    let holds = |name: &TokenRange| {
        std::iter::successors(Some(own), |inner| reported[*inner].holder)
            .any(|outer| is_source(&reported[outer].reading, name))
    };
    names.retain(|name| !siblings.iter().any(|other| other.says(name.start)) && !holds(name));
    let speaks = |name: &TokenRange| siblings.iter().any(|other| is_source(other, name));
    let (reporters, others): (Vec<TokenRange>, Vec<TokenRange>) =
        names.into_iter().partition(|name| {
            me.outlet == Some(*name)
                || colleague == Some(*name)
                || reported_by(document, *name)
                || closes_sentence(document, *name) && !speaks(name)
        });
    // "told Radio 7's programme Daily News": the first name is that of the whole.
    let addressed = others.into_iter().find(|name| {
        is_addressed(document, *name) && speaks_to(me, &siblings, *name) && !speaks(name)
    });
    Outlets {
        reporters,
        addressed,
    }
}

/// Attributions grouped by their sentence and by the attribution that holds them.
pub(super) struct Siblings(HashMap<(u32, Option<usize>), Vec<usize>>);

impl Siblings {
    pub(super) fn group(document: &Document, reported: &[Reported]) -> Self {
        let mut groups: HashMap<_, Vec<usize>> = HashMap::new();
        for (at, one) in reported.iter().enumerate() {
            groups.entry(Self::key(document, one)).or_default().push(at);
        }
        Self(groups)
    }

    fn key(document: &Document, one: &Reported) -> (u32, Option<usize>) {
        (document.sentence_of[one.reading.cue.start], one.holder)
    }

    /// The group of an attribution, itself included.
    fn of(&self, document: &Document, reported: &[Reported], own: usize) -> &[usize] {
        self.0
            .get(&Self::key(document, &reported[own]))
            .map_or(&[], Vec::as_slice)
    }
}

/// Stems of verbs by which media report what others said.
const REPORTING: [u32; 8] = hashes([
    "report", "say", "cit", "quot", "writ", "add", "not", "reveal",
]);

/// Whether a token is such a verb.
pub(crate) fn is_reporting(document: &Document, at: usize) -> bool {
    REPORTING.contains(&document.tokens[at].stem)
}

/// The colleague of "As Ann Lee writes in our briefing, …", through whom the rest of the sentence came.
fn colleague(document: &Document, sentence: &Sentence) -> Option<TokenRange> {
    let start = sentence.start;
    let named = |at: &usize| is_proper_noun(document.tags[*at]);
    let reach = sentence.end.min(start + thresholds::COLLEAGUE_REACH);
    let verb = (start + 2..reach).find(|at| is_verb(document.tags[*at]))?;
    let first = (start + 1..verb).rev().take_while(named).last()?;
    let comma = (verb..sentence.end).any(|at| document.tags[at] == tag::COMMA);
    let writes = document.word(start) == "As" && comma && is_reporting(document, verb);
    writes.then(|| TokenRange::new(first, verb))
}

/// The first token in which words before a name may still belong to it.
fn description_floor(document: &Document, name: TokenRange) -> usize {
    let reach = name.start.saturating_sub(thresholds::DESCRIPTION_REACH);
    document.sentence(name.start).start.max(reach)
}

/// "in comments reported by the agency", "according to the agency".
fn reported_by(document: &Document, name: TokenRange) -> bool {
    let floor = description_floor(document, name);
    let describes = |at: &usize| {
        matches!(
            document.tags[*at],
            tag::DT | tag::JJ | tag::NN | tag::NNP | tag::PRPS | tag::POS
        )
    };
    let Some(by) = (floor..name.start).rev().find(|at| !describes(at)) else {
        return false;
    };
    by > floor
        && matches!(
            (document.word(by - 1), document.word(by)),
            (
                "reported" | "quoted" | "cited" | "published" | "carried",
                "by"
            ) | ("according" | "According", "to")
        )
}

/// Whether an outlet closes a sentence: ", the agency reports." or ", the agency reported, citing an aide."
fn closes_sentence(document: &Document, name: TokenRange) -> bool {
    let end = document.sentence(name.start).end;
    let before = before_article(document, name);
    let apart = before > 0 && matches!(document.word(before - 1), "," | "”" | "\"" | "''");
    let verb = name.end < document.tokens.len() && is_reporting(document, name.end);
    let ends = |at: usize| {
        at + 1 == end
            || matches!(
                document.word(at),
                "citing" | "cited" | "quoting" | "," | "as"
            )
    };
    let last = (name.end + 1..end)
        .take(thresholds::CLOSING_REACH)
        .any(ends);
    apart && verb && last
}

/// Takes ", the agency reports" off the end of what somebody else said.
pub(crate) fn cut_tails(document: &Document, readings: &mut [CueReading]) {
    for reading in readings {
        let cue = reading.cue;
        let Some(last) = reading.content.last_mut() else {
            continue;
        };
        let floor = last.start.max(document.sentence(last.end - 1).start);
        let tail = outlet::names(document, TokenRange::new(floor, last.end))
            .into_iter()
            .find(|name| closes_sentence(document, *name));
        if let Some(name) = tail {
            let end = before_article(document, name) - 1;
            let end = end + usize::from(document.word(end) != ",");
            let in_tail = (name.start..last.end).contains(&cue.start);
            if end > last.start && !in_tail {
                last.end = end;
            }
        }
    }
}

/// Where a name begins, including "the".
fn before_article(document: &Document, name: TokenRange) -> usize {
    let article = name.start > 0 && document.word(name.start - 1).eq_ignore_ascii_case("the");
    name.start - usize::from(article)
}

/// "told the Times", "in an interview with Radio 7", "on the television programme of Radio 7".
fn is_addressed(document: &Document, name: TokenRange) -> bool {
    for at in (description_floor(document, name)..name.start).rev() {
        if document.tokens[at].stem == hash("tell") {
            return true;
        }
        match document.tags[at] {
            tag::DT | tag::JJ | tag::NN | tag::NNS | tag::NNP | tag::PRPS | tag::POS => {}
            tag::IN | tag::TO => {
                return matches!(document.word(at), "to" | "with" | "on" | "On" | "in" | "In");
            }
            _ => return false,
        }
    }
    false
}

/// Whether an attribution speaks to the outlet of a name in its sentence. The attribution with the last cue before
/// the name does, or else the one with the first cue after it, and so do those of the same source.
fn speaks_to(me: &CueReading, siblings: &[&CueReading], name: TokenRange) -> bool {
    let before = siblings.iter().filter(|other| other.cue.start < name.start);
    let owner = before
        .max_by_key(|other| other.cue.start)
        .or_else(|| siblings.iter().min_by_key(|other| other.cue.start));
    owner.is_some_and(|owner| {
        owner.cue == me.cue || owner.source.is_some() && owner.source == me.source
    })
}
