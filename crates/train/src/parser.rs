//! Trains the parser with a dynamic oracle: it practises on its own mistakes.

use crate::rng::Rng;
use crate::silver::Silver;
use crate::tagger::{Counts, sure};
use onrecord_extract::training::parser::{LEFT, Parser, RIGHT, SHIFT, STEPS, State};

/// The cost of each step: the number of right arcs that it makes impossible.
fn costs(state: &State, gold: &[usize]) -> [u32; 3] {
    let len = gold.len();
    let depth = state.stack.len();
    let next = state.next;
    let mut costs = [0; 3];
    if let Some(top) = state.stack.last().copied() {
        let below = depth.checked_sub(2).map(|d| state.stack[d]);
        let head = gold[top];
        let children = (next..len).filter(|d| gold[*d] == top).count() as u32;
        costs[LEFT] = children + u32::from(Some(head) == below || head > next);
        costs[RIGHT] = children + u32::from(head >= next);
    }
    if next < len {
        let rest = &state.stack[..depth.saturating_sub(1)];
        costs[SHIFT] = u32::from(rest.contains(&gold[next]))
            + state.stack.iter().filter(|d| gold[**d] == next).count() as u32;
    }
    costs
}

/// The settings of the training.
pub(crate) struct Plan {
    pub rounds: usize,
    pub drop: f32,
    /// Features that occur less often than this on the right path are left out.
    pub least: u8,
}

/// How often each feature occurs on the right path, by hash.
fn count(silver: &[(&Silver, Vec<u8>)]) -> Vec<u8> {
    let mut counts = vec![0u8; 1 << 24];
    for (sentence, tags) in silver {
        let mut state = State::new(sentence.tokens.len());
        while !state.done() {
            for feature in state.features(&sentence.tokens, tags) {
                let slot = &mut counts[(feature >> 8) as usize];
                *slot = slot.saturating_add(1);
            }
            let (valid, costs) = (state.valid(), costs(&state, &sentence.heads));
            let best = (0..3)
                .filter(|a| valid[*a])
                .min_by_key(|a| (costs[*a], 3 - *a))
                .unwrap_or(SHIFT);
            state.step(best);
        }
    }
    counts
}

/// An averaged perceptron in training, with weights by the first 24 bits of a feature.
struct Perceptron {
    now: Vec<[f32; STEPS]>,
    /// The average weights: every change, multiplied by the share of the training that was left.
    average: Vec<[f32; STEPS]>,
}

impl Perceptron {
    fn new() -> Self {
        Self {
            now: vec![[0.0; STEPS]; 1 << 24],
            average: vec![[0.0; STEPS]; 1 << 24],
        }
    }

    fn sums(&self, features: &[u32]) -> [f32; STEPS] {
        let mut sums = [0.0; STEPS];
        for feature in features {
            for (sum, weight) in sums.iter_mut().zip(&self.now[(feature >> 8) as usize]) {
                *sum += weight;
            }
        }
        sums
    }

    /// Moves weights from a wrong step to a right one. `left` is the share of the training that is left.
    fn update(&mut self, features: &[u32], right: usize, wrong: usize, left: f32) {
        for feature in features {
            let row = (feature >> 8) as usize;
            self.now[row][right] += 1.0;
            self.now[row][wrong] -= 1.0;
            self.average[row][right] += left;
            self.average[row][wrong] -= left;
        }
    }
}

/// The step with the highest sum of those allowed, the first of equal ones.
fn best(sums: &[f32; STEPS], allowed: impl Fn(usize) -> bool) -> Option<usize> {
    let better = |best: Option<usize>, step: usize| match best {
        Some(best) if sums[best] >= sums[step] => Some(best),
        _ => Some(step),
    };
    (0..STEPS).filter(|step| allowed(*step)).fold(None, better)
}

/// Trains an averaged perceptron. Every step that loses no arc counts as right. Returns the weights by the first 24
/// bits of a feature; those of features that were left out are 0.
pub(crate) fn learn(silver: &[(&Silver, Vec<u8>)], plan: &Plan, seed: u64) -> Vec<[f32; STEPS]> {
    let counts = count(silver);
    let mut perceptron = Perceptron::new();
    let mut rng = Rng(seed);
    let mut order: Vec<usize> = (0..silver.len()).collect();
    let mut features = Vec::new();
    let tokens: usize = silver.iter().map(|(s, _)| s.tokens.len()).sum();
    let steps = 2 * tokens * plan.rounds;
    let mut time = 0usize;
    for round in 0..plan.rounds {
        rng.shuffle(&mut order);
        for (sentence, tags) in order.iter().map(|at| &silver[*at]) {
            let mut state = State::new(sentence.tokens.len());
            while !state.done() {
                let valid = state.valid();
                features.clear();
                features.extend(state.features(&sentence.tokens, tags));
                features.retain(|feature| {
                    counts[(feature >> 8) as usize] >= plan.least
                        && (plan.drop == 0.0 || rng.unit() >= plan.drop)
                });
                let sums = perceptron.sums(&features);
                let costs = costs(&state, &sentence.heads);
                let least = (0..STEPS)
                    .filter(|step| valid[*step])
                    .map(|step| costs[step]);
                let least = least.min().unwrap_or(0);
                let guess = best(&sums, |step| valid[step]).unwrap_or(SHIFT);
                let right = best(&sums, |step| valid[step] && costs[step] == least);
                let right = right.unwrap_or(guess);
                if costs[guess] > least {
                    let left = 1.0 - time as f32 / steps as f32;
                    perceptron.update(&features, right, guess, left);
                }
                time += 1;
                let explore = round > 0 && rng.unit() < 0.9;
                state.step(if explore { guess } else { right });
            }
        }
    }
    perceptron.average
}

/// The keys for which a parser nearly always takes the same step, with the step.
pub(crate) fn sure_steps(parser: &Parser, silver: &[(&Silver, Vec<u8>)]) -> Vec<(u32, u8)> {
    let mut counts = Counts::<STEPS>::new();
    for (sentence, tags) in silver {
        let mut state = State::new(sentence.tokens.len());
        while !state.done() {
            let step = parser.decide(&state, &sentence.tokens, tags);
            counts.entry(state.key(tags)).or_insert([0; STEPS])[step] += 1;
            state.step(step);
        }
    }
    sure(&counts, 20, 980)
}
