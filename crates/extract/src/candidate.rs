//! What the second reading makes of a cue.

use crate::chain::{Chain, Scores};
use crate::cue::Cue;
use crate::document::Document;
use crate::nested::Nesting;
use crate::role::{Crossing, Roles, label as role, window};
use crate::scan::label as scanned;
use crate::stance::is_firm;
use crate::syntax::{Links, NO, is_verb};
use crate::tagger::tag;
use crate::word::{Shape, hash_str};

/// A run of tokens, first to one past the last.
pub type Run = (usize, usize);

/// A cue with the source and content that the second reading gives it.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The cue.
    pub cue: Cue,
    /// Who speaks; empty when the text does not say.
    pub source: Option<Run>,
    /// What is said, in runs of tokens.
    pub content: Vec<Run>,
    /// How sure the first reading is that a cue begins here.
    pub belief: f32,
    /// How sure it is of the cue's further tokens, on the average.
    pub span_belief: f32,
    /// How sure the second reading is of its answer as a whole (a logarithm, 0 at best).
    pub certainty: f32,
    /// The outlet that cites the source, if one does.
    pub outlet: Option<Run>,
}

impl Candidate {
    /// Whether a token belongs to the content.
    pub fn says(&self, at: usize) -> bool {
        self.content.iter().any(|run| run.0 <= at && at < run.1)
    }

    /// Moves it on by so many tokens, and takes off what then lies at `end` or behind.
    pub fn shift(&mut self, by: usize, end: usize) {
        let moved = |run: Run| (run.0 + by, (run.1 + by).min(end));
        let cue = moved((self.cue.start, self.cue.end));
        self.cue = Cue {
            start: cue.0,
            end: cue.1,
        };
        self.source = self.source.map(moved);
        self.content.iter_mut().for_each(|run| *run = moved(*run));
        self.content.retain(|run| run.0 < run.1);
    }

    /// How many tokens the content has.
    pub fn content_len(&self) -> usize {
        self.content.iter().map(|run| run.1 - run.0).sum()
    }

    /// How many tokens two contents share.
    pub fn shared(&self, other: &Self) -> usize {
        let overlap = |a: &Run, b: &Run| a.1.min(b.1).saturating_sub(a.0.max(b.0));
        self.content
            .iter()
            .map(|a| other.content.iter().map(|b| overlap(a, b)).sum::<usize>())
            .sum()
    }
}

/// Buffers that are used again from cue to cue.
#[derive(Default)]
pub struct Buffers {
    features: Vec<u32>,
    scores: Vec<Scores>,
}

/// Asks the second reading about a cue.
pub fn read(
    document: &Document,
    links: &Links,
    beliefs: &[Scores],
    cue: Cue,
    chain: &Chain,
    buffers: &mut Buffers,
) -> Candidate {
    let window = window(document, cue);
    let roles = Roles::new(document, links, beliefs, cue);
    let crossing = Crossing::walk(&roles, window);
    buffers.scores.clear();
    for at in window.0..window.1 {
        buffers.features.clear();
        roles.features(at, &crossing, &mut buffers.features);
        let mut scores = chain.weights.score(&buffers.features);
        roles.constrain(at, &mut scores);
        buffers.scores.push(scores);
    }
    let (path, certainty) = chain.best(&buffers.scores);
    let mut candidate = Candidate {
        cue,
        source: None,
        content: Vec::new(),
        belief: beliefs[cue.start][scanned::CUE_BEGIN],
        span_belief: span_belief(beliefs, cue),
        certainty,
        outlet: None,
    };
    for (offset, label) in path.iter().enumerate() {
        let at = window.0 + offset;
        match usize::from(*label) {
            // Of two sources the one nearer to the cue counts.
            role::SOURCE_BEGIN if candidate.source.is_none() || at < cue.start => {
                candidate.source = Some((at, at + 1))
            }
            role::SOURCE => {
                if let Some(run) = candidate.source.as_mut().filter(|run| run.1 == at) {
                    run.1 += 1;
                }
            }
            role::CONTENT_BEGIN => candidate.content.push((at, at + 1)),
            role::CONTENT | role::CONTENT_END => {
                if let Some(run) = candidate.content.last_mut().filter(|run| run.1 == at) {
                    run.1 += 1;
                }
            }
            _ => {}
        }
    }
    drop_clause_before(document, &mut candidate);
    drop_concession(document, &mut candidate);
    candidate
}

/// "The bridge will close, according to the mayor, although …": the concession is the writer's.
fn drop_concession(document: &Document, candidate: &mut Candidate) {
    let concedes = |run: &Run| {
        let first = (run.0..run.1).find(|at| document.tokens[*at].shape != Shape::Sign);
        first.is_some_and(|at| is_concessive(document.word(at)))
    };
    drop_behind(document, candidate, concedes);
}

/// The same where the second reading took the clause without its conjunction. The judge is shown what was
/// read, so this comes after it.
pub fn drop_conceded(document: &Document, candidate: &mut Candidate) {
    let conceded = |run: &Run| run.0 > 0 && is_concessive(document.word(run.0 - 1));
    drop_behind(document, candidate, conceded);
}

/// "had told her the mine would close": whom it was told is no part of it.
pub fn drop_addressee(document: &Document, candidate: &mut Candidate) {
    let cue = candidate.cue;
    let tells = document.tokens[cue.end - 1].stem == hash_str("tell");
    let Some(run) = candidate.content.iter_mut().find(|run| run.0 == cue.end) else {
        return;
    };
    let pronoun = match document.tags[run.0] {
        tag::PRP => true,
        // "her" before "the mine" is no possessive.
        tag::PRPS => document.tags.get(run.0 + 1) == Some(&tag::DT),
        _ => false,
    };
    if tells && pronoun && run.1 > run.0 + 2 {
        run.0 += 1;
    }
}

/// "Lee appeared to suggest that …": where the reading took her name for a part of the content, it is the source.
pub fn take_subject(document: &Document, links: &Links, candidate: &mut Candidate) {
    let cue = candidate.cue;
    let head = document.tokens[cue.head(document)].stem;
    let seems = [hash_str("appear"), hash_str("seem")].contains(&head);
    let speaks = |run: &Run| {
        run.0 == cue.end
            && run.1 > run.0 + 1
            && document.word(run.0) == "to"
            && Nesting::Surest.tells(document, run.0 + 1)
    };
    let follows = seems && candidate.content.iter().any(speaks);
    let subject = links.subject[cue.head(document)];
    let named = |run: &Run| {
        run.1 == cue.start && subject != NO && (run.0..run.1).contains(&(subject as usize))
    };
    let whole = |run: &Run| document.left_edge[subject as usize] as usize == run.0;
    let place = candidate
        .content
        .iter()
        .position(|run| named(run) && whole(run));
    if let Some(place) = place.filter(|_| candidate.source.is_none() && follows) {
        candidate.source = Some(candidate.content.remove(place));
    }
}

/// "According to the Courier, the mayor said …": who says so is the mayor, where the reading took both.
pub fn take_sayer(document: &Document, candidate: &mut Candidate) {
    let cue = candidate.cue;
    let Some(run) = candidate
        .source
        .as_mut()
        .filter(|run| run.0 > 1 && run.1 <= cue.start)
    else {
        return;
    };
    let according = document
        .words((run.0 - 2, run.0))
        .eq_ignore_ascii_case("according to");
    let comma = (run.0..run.1 - 1)
        .rev()
        .find(|at| document.tags[*at] == tag::COMMA);
    if let Some(comma) = comma.filter(|_| according) {
        run.0 = comma + 1;
    }
}

fn is_concessive(word: &str) -> bool {
    matches!(word, "although" | "though" | "but" | "while")
}

/// Drops unquoted runs behind a cue whose content began before it.
fn drop_behind(document: &Document, candidate: &mut Candidate, drops: impl Fn(&Run) -> bool) {
    let cue = candidate.cue;
    if candidate.content.iter().any(|run| run.0 < cue.start) {
        candidate
            .content
            .retain(|run| run.0 <= cue.start || document.quotation_of[run.0] > 0 || !drops(run));
    }
}

/// "The bridge will close, although the guard has not confirmed it": what stands before the source is not
/// content where the cue has its own right after it.
fn drop_clause_before(document: &Document, candidate: &mut Candidate) {
    let cue = candidate.cue;
    let Some(source) = candidate.source.filter(|run| run.1 == cue.start) else {
        return;
    };
    let follows = candidate.content.iter().any(|run| run.0 == cue.end);
    if follows && is_firm(document, cue) {
        candidate
            .content
            .retain(|run| run.0 >= source.0 || document.quotation_of[run.0] > 0);
    }
}

/// Who does what the cue tells, where the readings found no source: its subject, or that of the verbs which a
/// participle hangs on ("She seemed to hint at it, saying: …").
pub fn doer(document: &Document, links: &Links, candidate: &Candidate) -> Option<Run> {
    const STEPS: usize = 4;
    let cue = candidate.cue;
    let head = cue.head(document);
    let finite = |verb: usize| matches!(document.tags[verb], tag::VBD | tag::VBZ | tag::VBP);
    let above = |verb: &usize| {
        let above = links.verb_above[*verb];
        (above != NO && !finite(*verb)).then_some(above as usize)
    };
    let mut verbs = std::iter::successors(Some(head), above).take(STEPS);
    let subject = verbs.find_map(|verb| Some(links.subject[verb]).filter(|at| *at != NO))? as usize;
    let acts = is_verb(document.tags[head]) && document.tags[head] != tag::VBN;
    let told = candidate.says(subject) || document.quotation_of[subject] > 0;
    let (start, end) = (document.left_edge[subject], document.right_edge[subject]);
    (acts && !told && subject < cue.start)
        .then(|| (start as usize, (end as usize + 1).min(cue.start)))
}

fn span_belief(beliefs: &[Scores], cue: Cue) -> f32 {
    let sum: f32 = (cue.start + 1..cue.end)
        .map(|at| beliefs[at][scanned::CUE])
        .sum();
    (beliefs[cue.start][scanned::CUE_BEGIN] + sum) / (cue.end - cue.start) as f32
}
