//! News media as channels: those that report what others said, and those that it was said to.

use crate::candidate::{Candidate, Run};
use crate::document::Document;
use crate::nested::Told;
use crate::outlet;
use crate::sentence::Sentence;
use crate::syntax::is_verb;
use crate::tagger::tag;
use crate::word::hash_str;
use std::collections::HashMap;

/// The outlets that an attribution came through.
#[derive(Default)]
pub struct Outlets {
    /// Those that report it.
    pub reporters: Vec<Run>,
    /// The one it was said to.
    pub addressed: Option<Run>,
}

/// The outlets that the sentence of an attribution names for it. `level` tells which others stand beside it, in
/// the same words of the same speaker.
pub fn outlets(document: &Document, told: &[Told], own: usize, level: &Level) -> Outlets {
    let me = &told[own].candidate;
    let sentence = document.sentence(me.cue.start);
    let mut names = outlet::names(document, sentence.start, sentence.end);
    names.extend(me.outlet.filter(|outlet| !names.contains(outlet)));
    let colleague = colleague(document, sentence).filter(|name| name.1 < me.cue.start);
    names.extend(colleague.filter(|name| !names.contains(name)));
    if names.is_empty() {
        return Outlets::default();
    }
    let beside: Vec<&Candidate> = level
        .beside(document, told, own)
        .iter()
        .map(|other| &told[*other].candidate)
        .collect();
    let is_source =
        |other: &Candidate, name: &Run| other.source.is_some_and(|run| holds(run, *name));
    // "The agency said the mayor said": the agency is a link of the chain already.
    let above = |name: &Run| {
        std::iter::successors(Some(own), |inner| told[*inner].holder)
            .any(|outer| is_source(&told[outer].candidate, name))
    };
    names.retain(|name| !beside.iter().any(|other| other.says(name.0)) && !above(name));
    let (reporters, others): (Vec<Run>, Vec<Run>) = names.into_iter().partition(|name| {
        let speaks = beside.iter().any(|other| is_source(other, name));
        me.outlet == Some(*name)
            || colleague == Some(*name)
            || reported_by(document, *name)
            || closes(document, *name) && !speaks
    });
    // "told Radio 7's programme Daily News": the first names the whole.
    let addressed = others.into_iter().find(|name| {
        is_addressed(document, *name)
            && speaks_to(me, &beside, *name)
            && !beside.iter().any(|other| is_source(other, name))
    });
    Outlets {
        reporters,
        addressed,
    }
}

/// Which attributions stand in one sentence and in the words of one speaker.
pub struct Level(HashMap<(u32, Option<usize>), Vec<usize>>);

impl Level {
    /// Sorts attributions by level.
    pub fn sort(document: &Document, told: &[Told]) -> Self {
        let mut level: HashMap<_, Vec<usize>> = HashMap::new();
        for (at, one) in told.iter().enumerate() {
            level.entry(Self::key(document, one)).or_default().push(at);
        }
        Self(level)
    }

    fn key(document: &Document, told: &Told) -> (u32, Option<usize>) {
        (document.sentence_of[told.candidate.cue.start], told.holder)
    }

    fn beside(&self, document: &Document, told: &[Told], own: usize) -> &[usize] {
        self.0
            .get(&Self::key(document, &told[own]))
            .map_or(&[], Vec::as_slice)
    }
}

fn holds(run: Run, name: Run) -> bool {
    run.0 <= name.0 && name.0 < run.1
}

/// Verbs of media that hand on what others said.
const REPORTING: [u32; 8] = [
    hash_str("report"),
    hash_str("say"),
    hash_str("cit"),
    hash_str("quot"),
    hash_str("writ"),
    hash_str("add"),
    hash_str("not"),
    hash_str("reveal"),
];

/// Whether a token is such a verb.
pub fn is_reporting(document: &Document, at: usize) -> bool {
    REPORTING.contains(&document.tokens[at].stem)
}

/// "As Ann Lee writes in our briefing, …": the colleague through whom the rest of the sentence came.
fn colleague(document: &Document, sentence: &Sentence) -> Option<Run> {
    const LONGEST: usize = 8;
    let start = sentence.start;
    let named = |at: &usize| matches!(document.tags[*at], tag::NNP | tag::NNPS);
    let reach = sentence.end.min(start + LONGEST);
    let verb = (start + 2..reach).find(|at| is_verb(document.tags[*at]))?;
    let first = (start + 1..verb).rev().take_while(named).last()?;
    let comma = (verb..sentence.end).any(|at| document.tags[at] == tag::COMMA);
    (document.word(start) == "As" && comma && is_reporting(document, verb)).then_some((first, verb))
}

/// "in comments reported by the agency", "according to the agency".
fn reported_by(document: &Document, name: Run) -> bool {
    let floor = document
        .sentence(name.0)
        .start
        .max(name.0.saturating_sub(6));
    let describes = |at: &usize| {
        matches!(
            document.tags[*at],
            tag::DT | tag::JJ | tag::NN | tag::NNP | tag::PRPS | tag::POS
        )
    };
    let Some(by) = (floor..name.0).rev().find(|at| !describes(at)) else {
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

/// ", the agency reports." and ", the agency reported, citing an aide." at the end of a sentence.
pub fn closes(document: &Document, name: Run) -> bool {
    let end = document.sentence(name.0).end;
    let before = before_article(document, name);
    let apart = before > 0 && matches!(document.word(before - 1), "," | "”" | "\"" | "''");
    let verb = name.1 < document.tokens.len() && is_reporting(document, name.1);
    let last = (name.1 + 1..end).take(4).any(|at| {
        at + 1 == end
            || matches!(
                document.word(at),
                "citing" | "cited" | "quoting" | "," | "as"
            )
    });
    apart && verb && last
}

/// Takes ", the agency reports" off the end of what somebody else said.
pub fn cut_tails(document: &Document, candidates: &mut [(Candidate, f32)]) {
    for (candidate, _) in candidates {
        let cue = candidate.cue;
        let Some(last) = candidate.content.last_mut() else {
            continue;
        };
        let floor = last.0.max(document.sentence(last.1 - 1).start);
        let tail = outlet::names(document, floor, last.1)
            .into_iter()
            .find(|name| closes(document, *name));
        if let Some(name) = tail {
            let end = before_article(document, name) - 1;
            let end = end + usize::from(document.word(end) != ",");
            if end > last.0 && !(cue.start >= name.0 && cue.start < last.1) {
                last.1 = end;
            }
        }
    }
}

/// Where a name begins, "the" included.
fn before_article(document: &Document, name: Run) -> usize {
    let article = name.0 > 0 && document.word(name.0 - 1).eq_ignore_ascii_case("the");
    name.0 - usize::from(article)
}

/// "told the Times", "in an interview with Radio 7", "on the television programme of Radio 7".
fn is_addressed(document: &Document, name: Run) -> bool {
    let floor = document
        .sentence(name.0)
        .start
        .max(name.0.saturating_sub(6));
    for at in (floor..name.0).rev() {
        if document.tokens[at].stem == hash_str("tell") {
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

/// Whether a name in a sentence is addressed by an attribution: by the one whose cue comes last before it,
/// or else first after it, and by those of the same source.
fn speaks_to(me: &Candidate, beside: &[&Candidate], name: Run) -> bool {
    let before = beside.iter().filter(|other| other.cue.start < name.0);
    let owner = before
        .max_by_key(|other| other.cue.start)
        .or_else(|| beside.iter().min_by_key(|other| other.cue.start));
    owner.is_some_and(|owner| {
        owner.cue == me.cue || owner.source.is_some() && owner.source == me.source
    })
}
