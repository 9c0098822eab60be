//! Trains the judge.

use crate::corpus::TokenGold;
use crate::layers::Read;
use crate::readings::quantise;
use crate::rng::Rng;
use onrecord_extract::training::CueReading;
use onrecord_extract::training::crf::{Crf, Scores};
use onrecord_extract::training::cues::Asked;
use onrecord_extract::training::judge::{self, Case, Judge};
use onrecord_extract::training::pack::pack_table;
use onrecord_extract::training::read::read_cues;
use onrecord_extract::training::table::WeightTable;

/// The number of weights of a pass, as a power of two.
const BITS: u32 = 16;

const EPOCHS: usize = 6;
const RATE: f32 = 0.05;
const DROP: f32 = 0.2;

/// The features of a reading, and whether it is an attribution.
type Example = (Vec<u32>, bool);

/// Whether a reading is an annotated attribution: half of its content is right (Jaccard), and its source overlaps.
fn matches(reading: &CueReading, gold: &TokenGold) -> bool {
    let shared = gold.content.iter().filter(|at| reading.says(**at)).count();
    let all = reading.content_len() + gold.content.len() - shared;
    let source = match reading.source {
        None => gold.source.is_empty(),
        Some(source) => gold.source.iter().any(|at| source.contains(*at)),
    };
    source && shared > 0 && 2 * shared >= all
}

fn on_cue(reading: &CueReading, gold: &TokenGold) -> bool {
    gold.cue.iter().any(|at| reading.cue.contains(*at))
}

/// The readings of documents, with the annotation.
pub(crate) struct Cases<'a> {
    reads: &'a [Read<'a>],
    beliefs: &'a [Vec<Scores>],
    readings: Vec<Vec<CueReading>>,
    strength: Vec<Vec<f32>>,
}

impl<'a> Cases<'a> {
    pub(crate) fn new(reads: &'a [Read<'a>], beliefs: &'a [Vec<Scores>], roles: &Crf) -> Self {
        let find = |(read, belief): (&Read, &Vec<Scores>)| {
            let (document, links) = (&read.document, &read.links);
            read_cues(document, links, belief, roles, Asked::Likely)
        };
        let readings: Vec<Vec<CueReading>> = reads.iter().zip(beliefs).map(find).collect();
        let strength = readings
            .iter()
            .map(|all| all.iter().map(|c| c.belief).collect())
            .collect();
        Self {
            reads,
            beliefs,
            readings,
            strength,
        }
    }

    fn case(&self, number: usize) -> Case<'_> {
        let read = &self.reads[number];
        Case {
            document: &read.document,
            links: &read.links,
            beliefs: &self.beliefs[number],
            all: &self.readings[number],
        }
    }

    pub(crate) fn examples(&self) -> Vec<Example> {
        let mut examples = Vec::new();
        for (number, all) in self.readings.iter().enumerate() {
            for (own, reading) in all.iter().enumerate() {
                let mut features = Vec::new();
                judge::features(
                    &self.case(number),
                    own,
                    &self.strength[number],
                    &mut features,
                );
                let gold = &self.reads[number].gold;
                examples.push((
                    features,
                    gold.iter()
                        .any(|gold| matches(reading, gold) && on_cue(reading, gold)),
                ));
            }
        }
        examples
    }

    /// Applies the first pass, for the second to be trained on its results.
    pub(crate) fn advance(&mut self, weights: &WeightTable) {
        let pass = |number: usize| judge::pass(&self.case(number), weights, &self.strength[number]);
        self.strength = (0..self.reads.len()).map(pass).collect();
    }

    /// The F1 of attributions at some likelihoods, as a table.
    pub(crate) fn measure(&self, judge: &Judge) -> String {
        let gold_count: usize = self.reads.iter().map(|read| read.gold.len()).sum();
        let mut counts = [(0, 0); 18];
        for (number, read) in self.reads.iter().enumerate() {
            let mut readings = self.readings[number].clone();
            let likelihoods = judge.likelihoods(&self.case(number));
            for (reading, likelihood) in readings.iter_mut().zip(likelihoods) {
                reading.likelihood = likelihood;
            }
            for (step, (right, all)) in counts.iter_mut().enumerate() {
                let least = Some((step + 1) as f32 * 0.05);
                for at in judge.choose(&read.document, &readings, least) {
                    *all += 1;
                    let matches = |gold| matches(&readings[at], gold);
                    *right += usize::from(read.gold.iter().any(matches));
                }
            }
        }
        let line = |(step, (right, all)): (usize, &(usize, usize))| {
            let f1 = 200.0 * *right as f64 / (all + gold_count).max(1) as f64;
            let least = (step + 1) as f32 * 0.05;
            format!("from {least:.2} by the judge: {all} chosen, {right} right, F1 {f1:.2}\n")
        };
        counts.iter().enumerate().map(line).collect()
    }
}

/// Trains one pass and packs it.
pub(crate) fn learn(examples: &[&Example]) -> Vec<u8> {
    let mut weights = vec![[0f32; 1]; 1 << BITS];
    let mut squares = vec![1e-3f32; 1 << BITS];
    let mut rng = Rng(11);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let keep = 1.0 - DROP;
    for epoch in 0..EPOCHS {
        rng.shuffle(&mut order);
        let rate = RATE / (1.0 + 0.3 * epoch as f32);
        for place in &order {
            let (features, right) = examples[*place];
            let kept: Vec<usize> = features
                .iter()
                .filter(|_| rng.unit() < keep)
                .map(|f| (f >> (32 - BITS)) as usize)
                .collect();
            let score = kept.iter().map(|row| weights[*row][0]).sum::<f32>() / keep;
            let slope = 1.0 / (1.0 + (-score).exp()) - f32::from(u8::from(*right));
            for row in kept {
                squares[row] += slope * slope;
                weights[row][0] -= rate * slope / squares[row].sqrt();
            }
        }
    }
    let (step, bytes) = quantise::<1>(&weights);
    pack_table(BITS, step, &bytes)
}
