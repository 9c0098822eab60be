//! What the two chains learn from.

use crate::corpus::TokenGold;
use crate::crf::{Rows, Sequences};
use crate::layers::Read;
use onrecord_extract::chain::{Chain, Scores, WIDTH};
use onrecord_extract::cue::Cue;
use onrecord_extract::extractor;
use onrecord_extract::role::{self, Crossing, Roles};
use onrecord_extract::scan::{self, Scan};
use onrecord_extract::weights::{Damaged, pack_chain, pack_table, unpack_chain};

/// Longer cues are slips of annotation.
const LONGEST_CUE: usize = 30;

/// A token without a label that it must have.
const FREE: u8 = 255;

/// Turns weights into bytes: one step is a 127th of the largest.
pub fn quantise<const L: usize>(rows: &[[f32; L]]) -> (f32, Vec<u8>) {
    let step = rows.iter().flatten().fold(0f32, |a, b| a.max(b.abs())) / 127.0;
    let byte = |weight: &f32| (weight / step).round().clamp(-127.0, 127.0) as i8 as u8;
    (step, rows.iter().flatten().map(byte).collect())
}

/// The chain of some weights, just as it would ship.
pub fn to_chain(rows: &Rows) -> Result<(Chain, Vec<u8>), Damaged> {
    let (step, bytes) = quantise::<WIDTH>(&rows.weights);
    let packed = pack_chain(
        rows.labels,
        &rows.steps,
        &pack_table(rows.bits, step, &bytes),
    );
    Ok((unpack_chain(&packed).ok_or(Damaged("chain"))?, packed))
}

/// The first reading of some documents.
pub fn beliefs(reads: &[Read], chain: &Chain) -> Vec<Vec<Scores>> {
    reads
        .iter()
        .map(|read| extractor::scan(&read.document, &read.links, chain))
        .collect()
}

fn scan_labels(read: &Read) -> Vec<u8> {
    use scan::label::{CONTENT, CONTENT_BEGIN, CUE, CUE_BEGIN, OUTSIDE, SOURCE};
    let mut labels = vec![OUTSIDE as u8; read.document.tokens.len()];
    for at in read.gold.iter().flat_map(|gold| &gold.source) {
        labels[*at] = SOURCE as u8;
    }
    for gold in &read.gold {
        for (number, at) in gold.content.iter().enumerate() {
            let begins = number == 0 || gold.content[number - 1] + 1 != *at;
            labels[*at] = if begins { CONTENT_BEGIN } else { CONTENT } as u8;
        }
    }
    for gold in &read.gold {
        for (number, at) in gold.cue.iter().enumerate() {
            labels[*at] = if number == 0 { CUE_BEGIN } else { CUE } as u8;
        }
    }
    labels
}

/// What the first chain learns from.
pub fn scan_data(reads: &[Read]) -> Sequences {
    let mut data = Sequences::new(scan::FEATURES);
    for read in reads {
        let scan = Scan::new(&read.document, &read.links);
        for at in 0..read.document.tokens.len() {
            scan.features(at, &mut data.features);
        }
        data.gold.extend(scan_labels(read));
        data.forced.resize(data.gold.len(), FREE);
        data.close();
    }
    data
}

/// Steps that the first chain may not take.
pub fn scan_forbidden(from: usize, to: usize) -> bool {
    use scan::label::{CONTENT, CONTENT_BEGIN, CUE, CUE_BEGIN};
    to == CUE && !matches!(from, CUE | CUE_BEGIN)
        || to == CONTENT && !matches!(from, CONTENT | CONTENT_BEGIN)
}

/// What the second chain learns from: the window of each cue that people found.
pub fn role_data(reads: &[Read], beliefs: &[Vec<Scores>]) -> Sequences {
    let mut data = Sequences::new(role::FEATURES);
    for (read, belief) in reads.iter().zip(beliefs) {
        for gold in &read.gold {
            let (Some(first), Some(last)) = (gold.cue.first(), gold.cue.last()) else {
                continue;
            };
            let cue = Cue {
                start: *first,
                end: last + 1,
            };
            if cue.end - cue.start > LONGEST_CUE {
                continue;
            }
            let window = role::window(&read.document, cue);
            let roles = Roles::new(&read.document, &read.links, belief, cue);
            let crossing = Crossing::walk(&roles, window);
            for at in window.0..window.1 {
                roles.features(at, &crossing, &mut data.features);
                let is_cue = at >= cue.start && at < cue.end;
                data.forced
                    .push(if is_cue { role::label::CUE as u8 } else { FREE });
            }
            data.gold.extend(role_labels(gold, cue, window));
            data.close();
        }
    }
    data
}

/// Steps that the second chain may not take.
pub fn role_forbidden(from: usize, to: usize) -> bool {
    use role::label::{CONTENT, CONTENT_BEGIN, CONTENT_END, SOURCE, SOURCE_BEGIN};
    (to == SOURCE && !matches!(from, SOURCE | SOURCE_BEGIN))
        || (matches!(to, CONTENT | CONTENT_END) && !matches!(from, CONTENT | CONTENT_BEGIN))
        || (from == CONTENT && !matches!(to, CONTENT | CONTENT_END))
}

fn runs(places: &[usize], window: (usize, usize)) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for at in places
        .iter()
        .filter(|at| **at >= window.0 && **at < window.1)
    {
        match runs.last_mut() {
            Some(last) if last.1 == *at => last.1 += 1,
            _ => runs.push((*at, at + 1)),
        }
    }
    runs
}

fn role_labels(gold: &TokenGold, cue: Cue, window: (usize, usize)) -> Vec<u8> {
    use role::label::{CONTENT, CONTENT_BEGIN, CONTENT_END, CUE, OUTSIDE, SOURCE, SOURCE_BEGIN};
    let mut labels = vec![OUTSIDE; window.1 - window.0];
    for (start, end) in runs(&gold.source, window) {
        labels[start - window.0..end - window.0].fill(SOURCE);
        labels[start - window.0] = SOURCE_BEGIN;
    }
    for (start, end) in runs(&gold.content, window) {
        labels[start - window.0..end - window.0].fill(CONTENT);
        labels[end - 1 - window.0] = CONTENT_END;
        labels[start - window.0] = CONTENT_BEGIN;
    }
    labels[cue.start - window.0..cue.end - window.0].fill(CUE);
    // A content that the cue cuts ends before it and begins again after it.
    for at in 0..labels.len() {
        let before = at.checked_sub(1).map_or(OUTSIDE, |at| labels[at]);
        let after = labels.get(at + 1).copied().unwrap_or(OUTSIDE);
        match labels[at] {
            CONTENT | CONTENT_END if !matches!(before, CONTENT | CONTENT_BEGIN) => {
                labels[at] = CONTENT_BEGIN
            }
            CONTENT if !matches!(after, CONTENT | CONTENT_END) => labels[at] = CONTENT_END,
            SOURCE if !matches!(before, SOURCE | SOURCE_BEGIN) => labels[at] = SOURCE_BEGIN,
            _ => {}
        }
    }
    labels.into_iter().map(|label| label as u8).collect()
}
