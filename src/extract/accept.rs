//! The last word: which candidates are attributions. A logistic regression that sees both readings
//! and the rivals of each candidate.

use super::candidate::Candidate;
use super::chain::Scores;
use super::document::Document;
use super::kernel::{Table, feature, join};
use super::scan::{label as scanned, length_class};
use super::syntax::Links;

/// Steps of a probability, finer where it matters.
fn step(p: f32) -> u32 {
    const EDGES: [f32; 11] = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97];
    EDGES.iter().filter(|edge| p >= **edge).count() as u32
}

fn mean(beliefs: &[Scores], runs: &[(usize, usize)], labels: &[usize]) -> f32 {
    let (mut sum, mut count) = (0.0, 0);
    for run in runs {
        for belief in &beliefs[run.0..run.1] {
            sum += labels.iter().map(|label| belief[*label]).sum::<f32>();
            count += 1;
        }
    }
    if count == 0 { 0.0 } else { sum / count as f32 }
}

/// What the rivals of a candidate say about it.
#[derive(Default, Clone, Copy)]
struct Rivals {
    inside: f32,
    shares: f32,
    holds: f32,
}

/// Looks at the candidates near a candidate, each as strong as it is likely.
fn rivals(all: &[Candidate], own: usize, strength: &[f32]) -> Rivals {
    let me = &all[own];
    let mut rivals = Rivals::default();
    let near = (own.saturating_sub(12)..own).chain(own + 1..(own + 13).min(all.len()));
    for place in near {
        let (other, strength) = (&all[place], strength[place]);
        if other.says(me.cue.start) {
            rivals.inside = rivals.inside.max(strength);
        }
        if me.says(other.cue.start) {
            rivals.holds = rivals.holds.max(strength);
        }
        let shared = me.shared(other);
        if shared * 2 > me.content_len().min(other.content_len()) {
            rivals.shares = rivals.shares.max(strength);
        }
    }
    rivals
}

/// The features of one of the candidates of a document.
///
/// `strength` tells how likely each candidate was found by the pass before, or by its cue alone.
pub fn features(case: &Case, own: usize, strength: &[f32], out: &mut Vec<u32>) {
    out.clear();
    let Case {
        document,
        links,
        beliefs,
        all,
    } = *case;
    let me = &all[own];
    let head = me.cue.head(document);
    let stem = document.tokens[head].stem;
    let tag = u32::from(document.tags[head]);
    let belief = step(me.belief);
    let span = step(me.span_belief);
    let certainty = step((me.certainty / 3.0).exp());
    let length = length_class(me.content_len());
    let content = step(mean(
        beliefs,
        &me.content,
        &[scanned::CONTENT, scanned::CONTENT_BEGIN],
    ));
    let hidden = step(mean(beliefs, &me.content, &[scanned::OUTSIDE]));
    let source_runs: Vec<_> = me.source.iter().copied().collect();
    let source = if me.source.is_none() {
        15
    } else {
        step(mean(beliefs, &source_runs, &[scanned::SOURCE]))
    };
    let source_kind = me
        .source
        .map_or(63, |run| u32::from(document.tags[run.1 - 1]));
    let rivals = rivals(all, own, strength);
    let first_pass = step(strength[own]);
    let (inside, shares, holds) = (step(rivals.inside), step(rivals.shares), step(rivals.holds));
    let quoted = me
        .content
        .iter()
        .map(|r| {
            (r.0..r.1)
                .filter(|at| document.quotation_of[*at] > 0)
                .count()
        })
        .sum::<usize>();
    let mode = if quoted == 0 {
        0
    } else if quoted + 1 >= me.content_len() {
        2
    } else {
        1
    };
    let cue_quoted = u32::from(document.quotation_of[me.cue.start] > 0);
    let heading = u32::from(document.sentence_of[head] == 0);
    let parts = me.content.len().min(3) as u32;
    let side = me
        .content
        .first()
        .map_or(0, |run| u32::from(run.0 > me.cue.start) + 1);
    let gap = me
        .content
        .iter()
        .filter(|r| r.0 >= me.cue.end)
        .map(|r| r.0 - me.cue.end)
        .min()
        .map_or(9, |g| g.min(6) as u32);
    let negated = u32::from(links.negation[head] != u32::MAX);
    let first = me
        .content
        .first()
        .map_or(0, |run| document.tokens[run.0].word);
    let second = me
        .content
        .first()
        .map_or(0, |run| u32::from(document.tags[run.0]));
    let last = me
        .content
        .last()
        .map_or(0, |run| u32::from(document.tags[run.1 - 1]));
    let after = me
        .content
        .last()
        .and_then(|run| document.tags.get(run.1))
        .map_or(63, |tag| u32::from(*tag));
    let verb_inside = me
        .content
        .iter()
        .any(|r| (r.0..r.1).any(|at| super::syntax::is_verb(document.tags[at])));
    let width = (me.cue.end - me.cue.start).min(5) as u32;
    let shape = (length * 3 + mode) * 2 + u32::from(verb_inside);
    out.extend([
        feature(1, belief),
        feature(2, span * 16 + belief),
        feature(3, certainty),
        feature(4, certainty * 16 + belief),
        feature(5, content * 16 + hidden),
        feature(6, source),
        feature(7, (source * 16 + belief) * 16 + content),
        feature(8, inside * 16 + belief),
        feature(9, shares * 16 + belief),
        feature(10, holds * 16 + belief),
        feature(11, join(stem, mode)),
        feature(12, join(stem, tag)),
        feature(13, join(shape, side)),
        feature(14, join(shape, belief)),
        feature(15, join(stem, source_kind)),
        feature(16, source_kind * 16 + source),
        feature(17, cue_quoted * 16 + belief),
        feature(18, heading * 16 + belief),
        feature(19, (parts * 4 + side) * 8 + gap),
        feature(20, join(stem, gap)),
        feature(21, negated * 64 + tag),
        feature(22, join(first, side)),
        feature(23, (second * 64 + last) * 64 + after),
        feature(24, join(stem, second)),
        feature(25, width * 16 + belief),
        feature(26, 0),
        feature(27, join(mode * 64 + source_kind, content)),
        feature(28, join(certainty * 16 + content, mode)),
        feature(29, join(stem, shape)),
        feature(30, (certainty * 16 + belief) * 16 + content),
        feature(31, first_pass),
        feature(32, (inside * 16 + shares) * 16 + first_pass),
        feature(33, holds * 16 + first_pass),
        feature(34, (inside * 16 + holds) * 4 + mode),
    ]);
}

/// What a judge is shown: the text, both readings, and all candidates in order of their cues.
#[derive(Clone, Copy)]
pub struct Case<'a> {
    /// The text.
    pub document: &'a Document<'a>,
    /// What hangs on what.
    pub links: &'a Links,
    /// The first reading.
    pub beliefs: &'a [Scores],
    /// The second reading.
    pub all: &'a [Candidate],
}

/// Two regressions with their weights: the second sees what the first made of the rivals.
pub struct Judge {
    passes: [Table<1>; 2],
    /// A candidate less likely than this to be an attribution is not one.
    pub threshold: f32,
}

/// How likely each candidate is to be an attribution, by one pass.
pub fn pass(case: &Case, weights: &Table<1>, strength: &[f32]) -> Vec<f32> {
    let mut buffer = Vec::new();
    (0..case.all.len())
        .map(|own| {
            features(case, own, strength, &mut buffer);
            let [score] = weights.score(&buffer);
            1.0 / (1.0 + (-score).exp())
        })
        .collect()
}

impl Judge {
    /// A judge of learned weights.
    pub fn new(passes: [Table<1>; 2], threshold: f32) -> Self {
        Self { passes, threshold }
    }

    /// How likely each candidate is to be an attribution.
    pub fn judge(&self, case: &Case) -> Vec<f32> {
        let beliefs: Vec<f32> = case.all.iter().map(|candidate| candidate.belief).collect();
        let first = pass(case, &self.passes[0], &beliefs);
        pass(case, &self.passes[1], &first)
    }

    /// The candidates that stand, likeliest first where they compete: two do not share a cue, nor most
    /// of their content. One that holds the other's cue is the outer speech and needs less to win.
    pub fn choose(&self, all: &[Candidate], chances: &[f32]) -> Vec<usize> {
        let mut order: Vec<usize> = (0..all.len())
            .filter(|at| chances[*at] >= self.threshold && !all[*at].content.is_empty())
            .collect();
        order.sort_by(|a, b| chances[*b].total_cmp(&chances[*a]).then(a.cmp(b)));
        let mut taken = vec![false; all.len()];
        for at in order {
            let me = &all[at];
            let near = at.saturating_sub(12)..(at + 13).min(all.len());
            let rivals: Vec<usize> = near
                .filter(|other| taken[*other] && compete(me, &all[*other]))
                .collect();
            let outer = |other: &usize| {
                me.says(all[*other].cue.start) && chances[at] + OUTER_BONUS >= chances[*other]
            };
            if rivals.iter().all(outer) {
                for other in rivals {
                    taken[other] = false;
                }
                taken[at] = true;
            }
        }
        (0..all.len()).filter(|at| taken[*at]).collect()
    }
}

/// How much likelier an inner speech must be than the outer one to be taken instead.
const OUTER_BONUS: f32 = 0.15;

fn compete(a: &Candidate, b: &Candidate) -> bool {
    let same_cue = a.cue.start < b.cue.end && b.cue.start < a.cue.end;
    same_cue || a.shared(b) * 2 > a.content_len().min(b.content_len())
}
