//! Trains the tagger.

use crate::rng::Rng;
use crate::silver::Silver;
use onrecord_extract::training::pack::SparseRow;
use onrecord_extract::training::table::CertainTable;
use onrecord_extract::training::tag::TAGS;
use onrecord_extract::training::tagger::{START, Tagger, features, pair_key, word_key};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

const LABELS: usize = TAGS.len();

/// A hasher for features, which are hashes already.
#[derive(Default)]
pub(crate) struct Same(u64);

impl Hasher for Same {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, _: &[u8]) {}
    fn write_u32(&mut self, n: u32) {
        self.0 = u64::from(n).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

struct Row {
    now: [f32; LABELS],
    sum: [f32; LABELS],
    seen: [u32; LABELS],
    used: u32,
}

impl Row {
    fn add(&mut self, label: usize, by: f32, time: u32) {
        self.sum[label] += self.now[label] * (time - self.seen[label]) as f32;
        self.seen[label] = time;
        self.now[label] += by;
    }
}

/// Averaged and pruned weights by feature.
pub(crate) type Learned = Vec<SparseRow>;

/// Frequent words that nearly always have the same tag.
pub(crate) fn sure_words(silver: &[&Silver]) -> Vec<(u32, u8)> {
    let mut counts = Counts::<LABELS>::new();
    for sentence in silver {
        for (token, tag) in sentence.tokens.iter().zip(&sentence.tags) {
            counts.entry(word_key(token)).or_insert([0; LABELS])[usize::from(*tag)] += 1;
        }
    }
    sure(&counts, 30, 995)
}

/// Words to which a tagger nearly always gives the same tag after a word with some tag.
pub(crate) fn sure_pairs(tagger: &Tagger, silver: &[&Silver]) -> Vec<(u32, u8)> {
    let mut counts = Counts::<LABELS>::new();
    let mut tags = Vec::new();
    for sentence in silver {
        tags.clear();
        tagger.tag(&sentence.tokens, &mut tags);
        let mut before = START;
        for (token, tag) in sentence.tokens.iter().zip(&tags) {
            if !tagger.knows(token) {
                counts.entry(pair_key(token, before)).or_insert([0; LABELS])[usize::from(*tag)] +=
                    1;
            }
            before = u32::from(*tag);
        }
    }
    sure(&counts, 20, 990)
}

/// How often each value occurs with each key.
pub(crate) type Counts<const N: usize> = HashMap<u32, [u32; N]>;

/// The keys that occur at least `least` times and have the same value in `share` of a thousand cases, with the value; in
/// order.
pub(crate) fn sure<const N: usize>(counts: &Counts<N>, least: u32, share: u32) -> Vec<(u32, u8)> {
    let mut sure = Vec::new();
    for (key, counts) in counts {
        let total: u32 = counts.iter().sum();
        let best = (0..N).fold(0, |b, l| if counts[l] > counts[b] { l } else { b });
        if total >= least && counts[best] * 1000 >= total * share {
            sure.push((*key, best as u8));
        }
    }
    sure.sort_unstable();
    sure
}

pub(crate) fn learn(silver: &[&Silver], rounds: usize, seed: u64, sure: &CertainTable) -> Learned {
    let mut rows: HashMap<u32, Row, BuildHasherDefault<Same>> = HashMap::default();
    let mut rng = Rng(seed);
    let mut order: Vec<usize> = (0..silver.len()).collect();
    let mut time = 1;
    for _ in 0..rounds {
        rng.shuffle(&mut order);
        for place in &order {
            let sentence = silver[*place];
            let (mut before, mut before2) = (99, 99);
            for at in 0..sentence.tokens.len() {
                let gold = usize::from(sentence.tags[at]);
                let guess = if let Some(tag) = sure.get(word_key(&sentence.tokens[at])) {
                    usize::from(tag)
                } else {
                    let features = features(&sentence.tokens, at, before, before2);
                    let mut sums = [0.0; LABELS];
                    for feature in &features {
                        if let Some(row) = rows.get(feature) {
                            for (sum, weight) in sums.iter_mut().zip(&row.now) {
                                *sum += weight;
                            }
                        }
                    }
                    let guess = (0..LABELS).fold(0, |b, l| if sums[l] > sums[b] { l } else { b });
                    if guess != gold {
                        for feature in &features {
                            let row = rows.entry(*feature).or_insert_with(|| Row {
                                now: [0.0; LABELS],
                                sum: [0.0; LABELS],
                                seen: [0; LABELS],
                                used: 0,
                            });
                            row.add(gold, 1.0, time);
                            row.add(guess, -1.0, time);
                            row.used += 1;
                        }
                    }
                    time += 1;
                    guess
                };
                before2 = before;
                before = guess as u32;
            }
        }
    }
    prune(rows, time)
}

fn prune(rows: HashMap<u32, Row, BuildHasherDefault<Same>>, time: u32) -> Learned {
    let mut learned = Vec::new();
    // One step of the packed weights. The largest averaged weights fit into a byte.
    let step = 0.12;
    for (key, mut row) in rows {
        if row.used < 2 {
            continue;
        }
        let mut pairs = Vec::new();
        for label in 0..LABELS {
            row.add(label, 0.0, time);
            let weight = (row.sum[label] / time as f32 / step).round();
            if weight.abs() >= 4.0 {
                pairs.push((label as u8, weight.clamp(-127.0, 127.0) as i8));
            }
        }
        if !pairs.is_empty() {
            learned.push((key, pairs));
        }
    }
    learned.sort_unstable_by_key(|(key, _)| *key);
    learned
}
