//! The last word: which candidates are attributions. A logistic regression that sees both readings
//! and the rivals of each candidate.

use crate::candidate::Candidate;
use crate::chain::Scores;
use crate::document::Document;
use crate::kernel::{Column, feature, join};
use crate::scan::{label as scanned, length_class};
use crate::stance::is_firm;
use crate::syntax::{Links, is_verb};
use crate::word::hash_str;

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

/// What speaks for and against a candidate, in the numbers that features are made of.
struct Evidence {
    readings: Readings,
    wording: Wording,
    layout: Layout,
}

/// What both readings and the rivals make of a candidate.
struct Readings {
    belief: u32,
    span: u32,
    certainty: u32,
    content: u32,
    hidden: u32,
    source: u32,
    first_pass: u32,
    inside: u32,
    shares: u32,
    holds: u32,
}

/// The words at the candidate's borders, and what they are.
struct Wording {
    stem: u32,
    tag: u32,
    source_kind: u32,
    negated: u32,
    first: u32,
    second: u32,
    last: u32,
    after: u32,
}

/// How its parts lie to each other and in the text.
struct Layout {
    mode: u32,
    cue_quoted: u32,
    heading: u32,
    parts: u32,
    side: u32,
    gap: u32,
    width: u32,
    shape: u32,
}

/// Weighs one of the candidates of a document.
fn weigh(case: &Case, own: usize, strength: &[f32]) -> Evidence {
    Evidence {
        readings: readings(case, own, strength),
        wording: wording(case, own),
        layout: layout(case, own),
    }
}

fn readings(case: &Case, own: usize, strength: &[f32]) -> Readings {
    let Case { beliefs, all, .. } = *case;
    let me = &all[own];
    let runs: Vec<_> = me.source.iter().copied().collect();
    let source = if me.source.is_none() {
        15
    } else {
        step(mean(beliefs, &runs, &[scanned::SOURCE]))
    };
    let rivals = rivals(all, own, strength);
    Readings {
        belief: step(me.belief),
        span: step(me.span_belief),
        certainty: step((me.certainty / 3.0).exp()),
        content: step(mean(
            beliefs,
            &me.content,
            &[scanned::CONTENT, scanned::CONTENT_BEGIN],
        )),
        hidden: step(mean(beliefs, &me.content, &[scanned::OUTSIDE])),
        source,
        first_pass: step(strength[own]),
        inside: step(rivals.inside),
        shares: step(rivals.shares),
        holds: step(rivals.holds),
    }
}

fn wording(case: &Case, own: usize) -> Wording {
    let Case {
        document, links, ..
    } = *case;
    let me = &case.all[own];
    let head = me.cue.head(document);
    let (first, last) = (me.content.first(), me.content.last());
    let after = last.and_then(|run| document.tags.get(run.1));
    Wording {
        stem: document.tokens[me.cue.core(document)].stem,
        tag: u32::from(document.tags[head]),
        source_kind: me
            .source
            .map_or(63, |run| u32::from(document.tags[run.1 - 1])),
        negated: u32::from(links.negation[head] != u32::MAX),
        first: first.map_or(0, |run| document.tokens[run.0].word),
        second: first.map_or(0, |run| u32::from(document.tags[run.0])),
        last: last.map_or(0, |run| u32::from(document.tags[run.1 - 1])),
        after: after.map_or(63, |tag| u32::from(*tag)),
    }
}

fn layout(case: &Case, own: usize) -> Layout {
    let document = case.document;
    let me = &case.all[own];
    let tokens = || me.content.iter().flat_map(|run| run.0..run.1);
    let quoted = tokens().filter(|at| document.quotation_of[*at] > 0).count();
    let mode = if quoted == 0 {
        0
    } else if quoted + 1 >= me.content_len() {
        2
    } else {
        1
    };
    let behind = me.content.iter().filter(|run| run.0 >= me.cue.end);
    let gap = behind.map(|run| run.0 - me.cue.end).min();
    let verb_inside = tokens().any(|at| is_verb(document.tags[at]));
    Layout {
        mode,
        cue_quoted: u32::from(document.quotation_of[me.cue.start] > 0),
        heading: u32::from(document.in_heading(me.cue.head(document))),
        parts: me.content.len().min(3) as u32,
        side: me
            .content
            .first()
            .map_or(0, |run| u32::from(run.0 > me.cue.start) + 1),
        gap: gap.map_or(9, |gap| gap.min(6) as u32),
        width: (me.cue.end - me.cue.start).min(5) as u32,
        shape: (length_class(me.content_len()) * 3 + mode) * 2 + u32::from(verb_inside),
    }
}

/// The features of one of the candidates of a document.
///
/// `strength` tells how likely each candidate was found by the pass before, or by its cue alone.
pub fn features(case: &Case, own: usize, strength: &[f32], out: &mut Vec<u32>) {
    let Evidence {
        readings: r,
        wording: w,
        layout: l,
    } = weigh(case, own, strength);
    out.clear();
    out.extend([
        feature(1, r.belief),
        feature(2, r.span * 16 + r.belief),
        feature(3, r.certainty),
        feature(4, r.certainty * 16 + r.belief),
        feature(5, r.content * 16 + r.hidden),
        feature(6, r.source),
        feature(7, (r.source * 16 + r.belief) * 16 + r.content),
        feature(8, r.inside * 16 + r.belief),
        feature(9, r.shares * 16 + r.belief),
        feature(10, r.holds * 16 + r.belief),
        feature(11, join(w.stem, l.mode)),
        feature(12, join(w.stem, w.tag)),
        feature(13, join(l.shape, l.side)),
        feature(14, join(l.shape, r.belief)),
        feature(15, join(w.stem, w.source_kind)),
        feature(16, w.source_kind * 16 + r.source),
        feature(17, l.cue_quoted * 16 + r.belief),
        feature(18, l.heading * 16 + r.belief),
        feature(19, (l.parts * 4 + l.side) * 8 + l.gap),
        feature(20, join(w.stem, l.gap)),
        feature(21, w.negated * 64 + w.tag),
        feature(22, join(w.first, l.side)),
        feature(23, (w.second * 64 + w.last) * 64 + w.after),
        feature(24, join(w.stem, w.second)),
        feature(25, l.width * 16 + r.belief),
        feature(26, 0),
        feature(27, join(l.mode * 64 + w.source_kind, r.content)),
        feature(28, join(r.certainty * 16 + r.content, l.mode)),
        feature(29, join(w.stem, l.shape)),
        feature(30, (r.certainty * 16 + r.belief) * 16 + r.content),
        feature(31, r.first_pass),
        feature(32, (r.inside * 16 + r.shares) * 16 + r.first_pass),
        feature(33, r.holds * 16 + r.first_pass),
        feature(34, (r.inside * 16 + r.holds) * 4 + l.mode),
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
    passes: [Column; 2],
    /// A candidate less likely than this to be an attribution is not one.
    pub threshold: f32,
}

/// How likely each candidate is to be an attribution, by one pass.
pub fn pass(case: &Case, weights: &Column, strength: &[f32]) -> Vec<f32> {
    let mut buffer = Vec::new();
    (0..case.all.len())
        .map(|own| {
            features(case, own, strength, &mut buffer);
            let score = weights.score(&buffer);
            1.0 / (1.0 + (-score).exp())
        })
        .collect()
}

impl Judge {
    /// A judge of learned weights.
    pub fn new(passes: [Column; 2], threshold: f32) -> Self {
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
    pub fn choose(&self, document: &Document, all: &[Candidate], chances: &[f32]) -> Vec<usize> {
        let likely = |at: usize| {
            chances[at] >= self.threshold
                || chances[at] >= LEAST_FIRM
                    && all[at].source.is_some()
                    && is_firm(document, all[at].cue)
        };
        let mut order: Vec<usize> = (0..all.len())
            .filter(|at| !all[*at].content.is_empty() && likely(*at))
            .collect();
        order.sort_by(|a, b| chances[*b].total_cmp(&chances[*a]).then(a.cmp(b)));
        let mut taken = vec![false; all.len()];
        for at in order {
            let me = &all[at];
            let near = at.saturating_sub(12)..(at + 13).min(all.len());
            let rivals: Vec<usize> = near
                .filter(|other| taken[*other] && compete(me, &all[*other]))
                .collect();
            let bonus = if document.tokens[me.cue.start].stem == hash_str("accord") {
                ACCORDING_BONUS
            } else {
                OUTER_BONUS
            };
            let outer = |other: &usize| {
                me.says(all[*other].cue.start) && chances[at] + bonus >= chances[*other]
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

/// A candidate that tells of a confirmation or denial, and whose, needs to be no likelier than this.
const LEAST_FIRM: f32 = 0.1;

/// How much likelier an inner speech must be than the outer one to be taken instead.
const OUTER_BONUS: f32 = 0.15;

/// The same of "according to", which the clause that it is hung on nearly always belongs to.
const ACCORDING_BONUS: f32 = 0.5;

fn compete(a: &Candidate, b: &Candidate) -> bool {
    let same_cue = a.cue.start < b.cue.end && b.cue.start < a.cue.end;
    same_cue || a.shared(b) * 2 > a.content_len().min(b.content_len())
}
