//! Cues worth asking about, and what a second reading makes of each.

use super::chain::{Chain, Scores};
use super::document::Document;
use super::role::{Crossing, Cue, FEATURES, Roles, label as role, window};
use super::scan::label as scanned;
use super::syntax::Links;
use super::word::Shape;

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
}

impl Candidate {
    /// Whether a token belongs to the content.
    pub fn says(&self, at: usize) -> bool {
        self.content.iter().any(|run| run.0 <= at && at < run.1)
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

/// A token less likely than this to begin a cue is not asked about.
const LEAST_BELIEF: f32 = 0.03;

/// Colons and dashes are cues in transcripts and under pull quotes, which are rare: they are asked about
/// although the first reading hardly believes in them.
const LEAST_BELIEF_IN_SIGN: f32 = 0.015;

/// A cue is never longer than this.
const LONGEST_CUE: usize = 14;

/// Finds the cues worth asking about: from each likely beginning as far as going on is likelier than not.
pub fn cues(document: &Document, beliefs: &[Scores]) -> Vec<Cue> {
    let mut found: Vec<Cue> = Vec::new();
    for start in 0..beliefs.len() {
        let belief = beliefs[start][scanned::CUE_BEGIN];
        let sign = document.tokens[start].shape == Shape::Sign;
        if belief
            < if sign {
                LEAST_BELIEF_IN_SIGN
            } else {
                LEAST_BELIEF
            }
        {
            continue;
        }
        let stop = document.sentence(start).end;
        let mut end = start + 1;
        let mut here = belief;
        while end < stop && end - start < LONGEST_CUE {
            let on = beliefs[end][scanned::CUE];
            // A later beginning that is likelier than going on cuts the cue there.
            if on < 0.5 * here || beliefs[end][scanned::CUE_BEGIN] > on {
                break;
            }
            here = on;
            end += 1;
        }
        found.push(Cue { start, end });
    }
    found
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
        debug_assert_eq!(buffers.features.len(), FEATURES);
        let mut scores = chain.weights.score(&buffers.features);
        roles.constrain(at, &mut scores);
        buffers.scores.push(scores);
    }
    let (path, total) = chain.best(&buffers.scores);
    let log_sum = chain.log_sum(&buffers.scores);
    let mut candidate = Candidate {
        cue,
        source: None,
        content: Vec::new(),
        belief: beliefs[cue.start][scanned::CUE_BEGIN],
        span_belief: span_belief(beliefs, cue),
        certainty: total - log_sum,
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
    candidate
}

fn span_belief(beliefs: &[Scores], cue: Cue) -> f32 {
    let sum: f32 = (cue.start + 1..cue.end)
        .map(|at| beliefs[at][scanned::CUE])
        .sum();
    (beliefs[cue.start][scanned::CUE_BEGIN] + sum) / (cue.end - cue.start) as f32
}
