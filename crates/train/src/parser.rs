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
pub struct Plan {
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

/// Trains an averaged perceptron. Every step that loses no arc counts as right. Returns the weights by the first 24
/// bits of a feature; those of features that were left out are 0.
pub fn learn(silver: &[(&Silver, Vec<u8>)], plan: &Plan, seed: u64) -> Vec<[f32; 3]> {
    let counts = count(silver);
    let mut now = vec![[0.0f32; 3]; 1 << 24];
    // The sum over time of each weight as a share of the whole training: its average at the end.
    let mut late = vec![[0.0f32; 3]; 1 << 24];
    let mut rng = Rng(seed);
    let mut order: Vec<usize> = (0..silver.len()).collect();
    let mut buffer = Vec::new();
    let steps: usize = silver
        .iter()
        .map(|(s, _)| s.tokens.len() * 2)
        .sum::<usize>()
        * plan.rounds;
    let mut time = 0usize;
    for round in 0..plan.rounds {
        rng.shuffle(&mut order);
        for place in &order {
            let (sentence, tags) = &silver[*place];
            let mut state = State::new(sentence.tokens.len());
            while !state.done() {
                let valid = state.valid();
                buffer.clear();
                buffer.extend(state.features(&sentence.tokens, tags));
                buffer.retain(|f| {
                    counts[(f >> 8) as usize] >= plan.least
                        && (plan.drop == 0.0 || rng.unit() >= plan.drop)
                });
                let mut sums = [0.0; 3];
                for feature in &buffer {
                    for (sum, weight) in sums.iter_mut().zip(&now[(feature >> 8) as usize]) {
                        *sum += weight;
                    }
                }
                let costs = costs(&state, &sentence.heads);
                let least = (0..3)
                    .filter(|a| valid[*a])
                    .map(|a| costs[a])
                    .min()
                    .unwrap_or(0);
                let pick = |allowed: &dyn Fn(usize) -> bool| {
                    (0..3)
                        .filter(|a| valid[*a] && allowed(*a))
                        .fold(None, |b: Option<usize>, a| match b {
                            Some(b) if sums[b] >= sums[a] => Some(b),
                            _ => Some(a),
                        })
                };
                let guess = pick(&|_| true).unwrap_or(SHIFT);
                let good = pick(&|a| costs[a] == least).unwrap_or(guess);
                if costs[guess] > least {
                    let when = 1.0 - time as f32 / steps as f32;
                    for feature in &buffer {
                        let row = (feature >> 8) as usize;
                        now[row][good] += 1.0;
                        now[row][guess] -= 1.0;
                        late[row][good] += when;
                        late[row][guess] -= when;
                    }
                }
                time += 1;
                let explore = round > 0 && rng.unit() < 0.9;
                state.step(if explore { guess } else { good });
            }
        }
    }
    late
}

/// The keys for which a parser nearly always takes the same step, with the step.
pub fn sure_steps(parser: &Parser, silver: &[(&Silver, Vec<u8>)]) -> Vec<(u32, u8)> {
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
