//! Reads cues: asks the role model for the source and the content of each.

use super::cues::{self, Asked};
use super::repair;
use super::roles::{Relations, RoleFeatures, label as role};
use super::scan::label as scanned;
use super::window::window;
use crate::model::crf::{Crf, Scores};
use crate::syntax::document::Document;
use crate::syntax::links::Links;
use crate::types::{CueReading, TokenRange};

/// Reads all cues of a document, in order.
pub fn read_cues(
    document: &Document,
    links: &Links,
    beliefs: &[Scores],
    roles: &Crf,
    asked: Asked,
) -> Vec<CueReading> {
    let mut buffers = Buffers::default();
    cues::find(document, beliefs, asked)
        .into_iter()
        .map(|cue| {
            let mut reading = read(document, links, beliefs, cue, roles, &mut buffers);
            repair::before_judging(document, &mut reading);
            reading
        })
        .collect()
}

/// Buffers that are reused from cue to cue.
#[derive(Default)]
struct Buffers {
    features: Vec<u32>,
    scores: Vec<Scores>,
}

fn read(
    document: &Document,
    links: &Links,
    beliefs: &[Scores],
    cue: TokenRange,
    crf: &Crf,
    buffers: &mut Buffers,
) -> CueReading {
    let window = window(document, cue);
    let roles = RoleFeatures::new(document, links, beliefs, cue);
    let relations = Relations::find(&roles, window);
    buffers.scores.clear();
    for at in window.tokens() {
        buffers.features.clear();
        roles.features(at, &relations, &mut buffers.features);
        let mut scores = crf.weights.score(&buffers.features);
        roles.constrain(at, &mut scores);
        buffers.scores.push(scores);
    }
    let (labels, certainty) = crf.best(&buffers.scores);
    let mut reading = CueReading {
        cue,
        source: None,
        content: Vec::new(),
        outlet: None,
        belief: beliefs[cue.start][scanned::CUE_BEGIN],
        span_belief: span_belief(beliefs, cue),
        certainty,
        likelihood: 0.0,
        unsaid: false,
        spoken_of: false,
    };
    for (at, label) in window.tokens().zip(labels) {
        add(&mut reading, at, usize::from(label));
    }
    reading
}

/// Adds a labelled token to the source or the content.
fn add(reading: &mut CueReading, at: usize, label: usize) {
    let extend = |range: Option<&mut TokenRange>| {
        if let Some(range) = range.filter(|range| range.end == at) {
            range.end += 1;
        }
    };
    match label {
        // Of several sources, the last one before the cue counts, or else the first one after it.
        role::SOURCE_BEGIN if reading.source.is_none() || at < reading.cue.start => {
            reading.source = Some(TokenRange::one(at));
        }
        role::SOURCE => extend(reading.source.as_mut()),
        role::CONTENT_BEGIN => reading.content.push(TokenRange::one(at)),
        role::CONTENT | role::CONTENT_END => extend(reading.content.last_mut()),
        _ => {}
    }
}

fn span_belief(beliefs: &[Scores], cue: TokenRange) -> f32 {
    let sum: f32 = (cue.start + 1..cue.end)
        .map(|at| beliefs[at][scanned::CUE])
        .sum();
    (beliefs[cue.start][scanned::CUE_BEGIN] + sum) / cue.len() as f32
}
