//! The training data of the scan and of the role model.

use crate::corpus::TokenGold;
use crate::crf::{FREE, Sequences, Training};
use crate::layers::Read;
use onrecord_extract::DamagedWeights;
use onrecord_extract::training::TokenRange;
use onrecord_extract::training::crf::{Crf, Scores};
use onrecord_extract::training::pack::{pack_crf, pack_table, unpack_crf};
use onrecord_extract::training::roles::{self, Relations, RoleFeatures};
use onrecord_extract::training::scan::{self, ScanFeatures};
use onrecord_extract::training::table::WIDTH;
use onrecord_extract::training::window::window;

/// Longer cues are mistakes of annotation.
const LONGEST_CUE: usize = 30;

/// Turns weights into bytes. One step is a 127th of the largest weight.
pub(crate) fn quantise<const L: usize>(rows: &[[f32; L]]) -> (f32, Vec<u8>) {
    let step = rows.iter().flatten().fold(0f32, |a, b| a.max(b.abs())) / 127.0;
    let byte = |weight: &f32| (weight / step).round().clamp(-127.0, 127.0) as i8 as u8;
    (step, rows.iter().flatten().map(byte).collect())
}

/// The CRF of some weights as it would ship, and its bytes.
pub(crate) fn to_crf(rows: &Training) -> Result<(Crf, Vec<u8>), DamagedWeights> {
    let (step, bytes) = quantise::<WIDTH>(&rows.weights);
    let packed = pack_crf(
        rows.labels,
        &rows.steps,
        &pack_table(rows.bits, step, &bytes),
    );
    Ok((unpack_crf(&packed).ok_or(DamagedWeights("CRF"))?, packed))
}

/// The probabilities that a scan gives to the tokens of documents.
pub(crate) fn beliefs(reads: &[Read], crf: &Crf) -> Vec<Vec<Scores>> {
    reads
        .iter()
        .map(|read| scan::scan(&read.document, &read.links, crf))
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

/// The training data of the scan: whole documents.
pub(crate) fn scan_data(reads: &[Read]) -> Sequences {
    let mut data = Sequences::new(scan::FEATURES);
    for read in reads {
        let scan = ScanFeatures::new(&read.document, &read.links);
        for at in 0..read.document.tokens.len() {
            scan.features(at, &mut data.features);
        }
        data.gold.extend(scan_labels(read));
        data.forced.resize(data.gold.len(), FREE);
        data.close();
    }
    data
}

/// Whether the scan may not go from one label to another.
pub(crate) fn scan_forbidden(from: usize, to: usize) -> bool {
    use scan::label::{CONTENT, CONTENT_BEGIN, CUE, CUE_BEGIN};
    to == CUE && !matches!(from, CUE | CUE_BEGIN)
        || to == CONTENT && !matches!(from, CONTENT | CONTENT_BEGIN)
}

/// The training data of the role model: the window of each annotated cue.
pub(crate) fn role_data(reads: &[Read], beliefs: &[Vec<Scores>]) -> Sequences {
    let mut data = Sequences::new(roles::FEATURES);
    for (read, belief) in reads.iter().zip(beliefs) {
        for gold in &read.gold {
            let (Some(first), Some(last)) = (gold.cue.first(), gold.cue.last()) else {
                continue;
            };
            let cue = TokenRange::new(*first, last + 1);
            if cue.end - cue.start > LONGEST_CUE {
                continue;
            }
            let window = window(&read.document, cue);
            let features = RoleFeatures::new(&read.document, &read.links, belief, cue);
            let relations = Relations::find(&features, window);
            for at in window.start..window.end {
                features.features(at, &relations, &mut data.features);
                data.forced.push(if cue.contains(at) {
                    roles::label::CUE as u8
                } else {
                    FREE
                });
            }
            data.gold.extend(role_labels(gold, cue, window));
            data.close();
        }
    }
    data
}

/// Whether the role model may not go from one label to another.
pub(crate) fn role_forbidden(from: usize, to: usize) -> bool {
    use roles::label::{CONTENT, CONTENT_BEGIN, CONTENT_END, SOURCE, SOURCE_BEGIN};
    (to == SOURCE && !matches!(from, SOURCE | SOURCE_BEGIN))
        || (matches!(to, CONTENT | CONTENT_END) && !matches!(from, CONTENT | CONTENT_BEGIN))
        || (from == CONTENT && !matches!(to, CONTENT | CONTENT_END))
}

/// Sorted tokens as ranges, as far as they are in a window.
fn ranges(tokens: &[usize], window: TokenRange) -> Vec<TokenRange> {
    let mut ranges: Vec<TokenRange> = Vec::new();
    for at in tokens.iter().filter(|at| window.contains(**at)) {
        match ranges.last_mut() {
            Some(last) if last.end == *at => last.end += 1,
            _ => ranges.push(TokenRange::new(*at, at + 1)),
        }
    }
    ranges
}

fn role_labels(gold: &TokenGold, cue: TokenRange, window: TokenRange) -> Vec<u8> {
    use roles::label::{CONTENT, CONTENT_BEGIN, CONTENT_END, CUE, OUTSIDE, SOURCE, SOURCE_BEGIN};
    let mut labels = vec![OUTSIDE; window.end - window.start];
    for TokenRange { start, end } in ranges(&gold.source, window) {
        labels[start - window.start..end - window.start].fill(SOURCE);
        labels[start - window.start] = SOURCE_BEGIN;
    }
    for TokenRange { start, end } in ranges(&gold.content, window) {
        labels[start - window.start..end - window.start].fill(CONTENT);
        labels[end - 1 - window.start] = CONTENT_END;
        labels[start - window.start] = CONTENT_BEGIN;
    }
    labels[cue.start - window.start..cue.end - window.start].fill(CUE);
    // A content that the cue interrupts ends before it and begins again after it.
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
