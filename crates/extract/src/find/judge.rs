//! The judge: decides which readings are attributions. A logistic regression over the results of the scan and of the
//! role model, and over the rivals of each reading.

use super::cues::core;
use super::scan::{label as scanned, length_class};
use crate::meaning::stance::is_firm;
use crate::model::crf::Scores;
use crate::model::pack::{Reader, unpack_weights};
use crate::model::table::{WeightTable, feature, join};
use crate::syntax::document::Document;
use crate::syntax::links::{Links, NO};
use crate::syntax::tag::{self, is_verb};
use crate::text::word::hash;
use crate::thresholds;
use crate::types::{CueReading, TokenRange};
use std::ops::Range;

/// What the judge sees: a text, the scan's probabilities, and all readings in order of their cues.
#[derive(Clone, Copy)]
pub struct Case<'a> {
    /// The text.
    pub document: &'a Document<'a>,
    /// Its syntactic links.
    pub links: &'a Links,
    /// The scan's probabilities.
    pub beliefs: &'a [Scores],
    /// The readings.
    pub all: &'a [CueReading],
}

/// Two logistic regressions. The second sees what the first made of the rivals.
pub struct Judge {
    passes: [WeightTable; 2],
}

impl Judge {
    /// Packs a judge from the packed weights of both passes.
    pub fn pack(passes: [&[u8]; 2]) -> Vec<u8> {
        let mut out = (passes[0].len() as u32).to_le_bytes().to_vec();
        out.extend(passes.concat());
        out
    }

    /// Unpacks a judge. `None` if the bytes are damaged.
    pub fn unpack(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader(bytes);
        let length = reader.number()? as usize;
        let (first, second) = reader.0.split_at_checked(length)?;
        Some(Self {
            passes: [unpack_weights(first)?, unpack_weights(second)?],
        })
    }

    /// The likelihood of each reading: the probability that it is an attribution.
    pub fn likelihoods(&self, case: &Case) -> Vec<f32> {
        let beliefs: Vec<f32> = case.all.iter().map(|reading| reading.belief).collect();
        let first = pass(case, &self.passes[0], &beliefs);
        pass(case, &self.passes[1], &first)
    }

    /// The indexes of the readings that are accepted, by their likelihoods.
    ///
    /// Two accepted readings share neither a cue nor most of their content. Of those that compete, the likeliest is
    /// accepted, except that one which holds the cue of the other needs less to win, because it is the outer speech.
    pub fn choose(
        &self,
        document: &Document,
        all: &[CueReading],
        at_least: Option<f32>,
    ) -> Vec<usize> {
        let least = at_least.unwrap_or(thresholds::LEAST_LIKELY);
        let likely = |reading: &CueReading| {
            reading.likelihood >= least
                || at_least.is_none()
                    && reading.likelihood >= thresholds::LEAST_CONTINUED
                    && continues(document, reading)
                || at_least.is_none()
                    && reading.likelihood >= thresholds::LEAST_FIRM
                    && reading.source.is_some()
                    && !reading.unsaid
                    && is_firm(document, reading.cue)
        };
        let mut order: Vec<usize> = (0..all.len())
            .filter(|at| !all[*at].content.is_empty() && likely(&all[*at]))
            .collect();
        order.sort_by(|a, b| {
            let by_likelihood = all[*b].likelihood.total_cmp(&all[*a].likelihood);
            by_likelihood.then(a.cmp(b))
        });
        let mut accepted = vec![false; all.len()];
        for at in order {
            let me = &all[at];
            let rivals: Vec<usize> = neighbours(at, all.len())
                .filter(|other| accepted[*other] && compete(me, &all[*other]))
                .collect();
            let bonus = if document.tokens[me.cue.start].stem == hash("accord") {
                thresholds::ACCORDING_BONUS
            } else {
                thresholds::OUTER_BONUS
            };
            let wins = |other: &usize| {
                let other = &all[*other];
                me.says(other.cue.start) && me.likelihood + bonus >= other.likelihood
            };
            if rivals.iter().all(wins) {
                for other in rivals {
                    accepted[other] = false;
                }
                accepted[at] = true;
            }
        }
        (0..all.len()).filter(|at| accepted[*at]).collect()
    }
}

/// The likelihood of each reading by one pass. `strength` holds the likelihoods by the pass before, or before the
/// first pass the beliefs in the cues.
pub fn pass(case: &Case, weights: &WeightTable, strength: &[f32]) -> Vec<f32> {
    let mut buffer = Vec::new();
    (0..case.all.len())
        .map(|own| {
            features(case, own, strength, &mut buffer);
            let score = weights.score(&buffer);
            1.0 / (1.0 + (-score).exp())
        })
        .collect()
}

/// Whether a reading goes on with what somebody said: ", adding that …".
fn continues(document: &Document, reading: &CueReading) -> bool {
    let TokenRange { start, end } = reading.cue;
    start > 0
        && document.tags[start] == tag::VBG
        && document.tags[start - 1] == tag::COMMA
        && document.tokens.get(end).is_some()
        && document.word(end) == "that"
        && !reading.unsaid
}

fn compete(a: &CueReading, b: &CueReading) -> bool {
    a.cue.overlaps(b.cue) || share_content(a, b)
}

/// Whether two readings share more than half of the shorter content.
fn share_content(a: &CueReading, b: &CueReading) -> bool {
    a.shared(b) * 2 > a.content_len().min(b.content_len())
}

/// The indexes of the readings around one, itself included, among which its rivals are.
fn neighbours(own: usize, count: usize) -> Range<usize> {
    let reach = thresholds::RIVAL_REACH;
    own.saturating_sub(reach)..(own + reach + 1).min(count)
}

/// Turns a probability into steps, which are finer at both ends.
fn step(p: f32) -> u32 {
    const EDGES: [f32; 11] = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97];
    EDGES.iter().filter(|edge| p >= **edge).count() as u32
}

/// The mean probability of some labels over the tokens of some ranges.
fn mean(beliefs: &[Scores], ranges: &[TokenRange], labels: &[usize]) -> f32 {
    let (mut sum, mut count) = (0.0, 0);
    for range in ranges {
        for belief in &beliefs[range.tokens()] {
            sum += labels.iter().map(|label| belief[*label]).sum::<f32>();
            count += 1;
        }
    }
    if count == 0 { 0.0 } else { sum / count as f32 }
}

/// The strength of the strongest rival of each kind.
#[derive(Default, Clone, Copy)]
struct Rivals {
    /// Those whose content holds the cue.
    inside: f32,
    /// Those with much the same content.
    shares: f32,
    /// Those whose cue is in the content.
    holds: f32,
}

fn rivals(all: &[CueReading], own: usize, strength: &[f32]) -> Rivals {
    let me = &all[own];
    let mut rivals = Rivals::default();
    for at in neighbours(own, all.len()).filter(|at| *at != own) {
        let (other, strength) = (&all[at], strength[at]);
        if other.says(me.cue.start) {
            rivals.inside = rivals.inside.max(strength);
        }
        if me.says(other.cue.start) {
            rivals.holds = rivals.holds.max(strength);
        }
        if share_content(me, other) {
            rivals.shares = rivals.shares.max(strength);
        }
    }
    rivals
}

/// What the models and the rivals say of a reading, in the numbers that features are made of.
struct Support {
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

/// The words of the cue and at the borders of the content.
struct Wording {
    stem: u32,
    tag: u32,
    source_kind: u32,
    negated: u32,
    first: u32,
    first_tag: u32,
    last_tag: u32,
    after: u32,
}

/// Where its parts are, in relation to each other and in the text.
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

fn support(case: &Case, own: usize, strength: &[f32]) -> Support {
    let Case { beliefs, all, .. } = *case;
    let me = &all[own];
    let source = me.source.map_or(15, |source| {
        step(mean(beliefs, &[source], &[scanned::SOURCE]))
    });
    let rivals = rivals(all, own, strength);
    Support {
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
    let head = document.head_of(me.cue);
    let (first, last) = (me.content.first(), me.content.last());
    let tag = |at: usize| u32::from(document.tags[at]);
    let after = last.and_then(|range| document.tags.get(range.end));
    Wording {
        stem: document.tokens[core(document, me.cue)].stem,
        tag: tag(head),
        source_kind: me.source.map_or(63, |source| tag(source.end - 1)),
        negated: u32::from(links.negation[head] != NO),
        first: first.map_or(0, |range| document.tokens[range.start].word),
        first_tag: first.map_or(0, |range| tag(range.start)),
        last_tag: last.map_or(0, |range| tag(range.end - 1)),
        after: after.map_or(63, |tag| u32::from(*tag)),
    }
}

fn layout(case: &Case, own: usize) -> Layout {
    let document = case.document;
    let me = &case.all[own];
    let tokens = || me.content.iter().flat_map(|range| range.tokens());
    let quoted = tokens().filter(|at| document.is_quoted(*at)).count();
    let mode = if quoted == 0 {
        0
    } else if quoted + 1 >= me.content_len() {
        2
    } else {
        1
    };
    let after = me.content.iter().filter(|range| range.start >= me.cue.end);
    let gap = after.map(|range| range.start - me.cue.end).min();
    let verb_inside = tokens().any(|at| is_verb(document.tags[at]));
    Layout {
        mode,
        cue_quoted: u32::from(document.is_quoted(me.cue.start)),
        heading: u32::from(document.in_heading(document.head_of(me.cue))),
        parts: me.content.len().min(3) as u32,
        side: me
            .content
            .first()
            .map_or(0, |range| u32::from(range.start > me.cue.start) + 1),
        gap: gap.map_or(9, |gap| gap.min(6) as u32),
        width: me.cue.len().min(5) as u32,
        shape: (length_class(me.content_len()) * 3 + mode) * 2 + u32::from(verb_inside),
    }
}

/// Replaces `out` by the features of a reading. For `strength` see [`pass`].
pub fn features(case: &Case, own: usize, strength: &[f32], out: &mut Vec<u32>) {
    let (s, w, l) = (
        support(case, own, strength),
        wording(case, own),
        layout(case, own),
    );
    out.clear();
    out.extend([
        feature(1, s.belief),
        feature(2, s.span * 16 + s.belief),
        feature(3, s.certainty),
        feature(4, s.certainty * 16 + s.belief),
        feature(5, s.content * 16 + s.hidden),
        feature(6, s.source),
        feature(7, (s.source * 16 + s.belief) * 16 + s.content),
        feature(8, s.inside * 16 + s.belief),
        feature(9, s.shares * 16 + s.belief),
        feature(10, s.holds * 16 + s.belief),
        feature(11, join(w.stem, l.mode)),
        feature(12, join(w.stem, w.tag)),
        feature(13, join(l.shape, l.side)),
        feature(14, join(l.shape, s.belief)),
        feature(15, join(w.stem, w.source_kind)),
        feature(16, w.source_kind * 16 + s.source),
        feature(17, l.cue_quoted * 16 + s.belief),
        feature(18, l.heading * 16 + s.belief),
        feature(19, (l.parts * 4 + l.side) * 8 + l.gap),
        feature(20, join(w.stem, l.gap)),
        feature(21, w.negated * 64 + w.tag),
        feature(22, join(w.first, l.side)),
        feature(23, (w.first_tag * 64 + w.last_tag) * 64 + w.after),
        feature(24, join(w.stem, w.first_tag)),
        feature(25, l.width * 16 + s.belief),
        feature(26, 0),
        feature(27, join(l.mode * 64 + w.source_kind, s.content)),
        feature(28, join(s.certainty * 16 + s.content, l.mode)),
        feature(29, join(w.stem, l.shape)),
        feature(30, (s.certainty * 16 + s.belief) * 16 + s.content),
        feature(31, s.first_pass),
        feature(32, (s.inside * 16 + s.shares) * 16 + s.first_pass),
        feature(33, s.holds * 16 + s.first_pass),
        feature(34, (s.inside * 16 + s.holds) * 4 + l.mode),
    ]);
}
