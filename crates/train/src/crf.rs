//! Trains a CRF by stochastic gradient descent (AdaGrad).

use crate::rng::Rng;
use onrecord_extract::training::crf::{NEVER, Scores};
use onrecord_extract::training::table::WIDTH;
use rayon::prelude::*;

/// The number of trainings whose weights are averaged.
const TRAININGS: u64 = 3;

/// Marks a token that may have any label but the reserved one.
pub(crate) const FREE: u8 = u8::MAX;

/// Training sequences: each token has `per_token` features and one label.
pub(crate) struct Sequences {
    pub features: Vec<u32>,
    pub gold: Vec<u8>,
    /// The first token of each sequence, and the end of the last.
    pub bounds: Vec<usize>,
    pub per_token: usize,
    /// The prescribed label of each token, or [`FREE`].
    pub forced: Vec<u8>,
}

impl Sequences {
    pub(crate) fn new(per_token: usize) -> Self {
        Self {
            features: Vec::new(),
            gold: Vec::new(),
            bounds: vec![0],
            per_token,
            forced: Vec::new(),
        }
    }
    pub(crate) fn close(&mut self) {
        assert_eq!(self.features.len(), self.gold.len() * self.per_token);
        self.bounds.push(self.gold.len());
    }
}

/// A CRF in training.
pub(crate) struct Training {
    pub bits: u32,
    pub weights: Vec<Scores>,
    squares: Vec<Scores>,
    pub steps: [Scores; WIDTH + 1],
    step_squares: [Scores; WIDTH + 1],
    pub labels: usize,
}

/// The settings of the training.
pub(crate) struct Plan {
    pub rate: f32,
    pub decay: f32,
    /// The probability with which a feature is left out (drop-out).
    pub drop: f32,
    pub epochs: usize,
    /// The number of labels.
    pub labels: usize,
    /// A label for tokens with a prescribed label only.
    pub reserved: Option<u8>,
    /// Whether a label may not follow another.
    pub forbidden: fn(usize, usize) -> bool,
}

impl Plan {
    /// Trains a CRF with a table of 2^`bits` rows several times, each time in another random order, and takes the mean.
    pub(crate) fn train(&self, bits: u32, data: &[&Sequences], seed: u64) -> Training {
        let all: Vec<Training> = (0..TRAININGS)
            .into_par_iter()
            .map(|number| {
                let mut rng = Rng(seed * 1000 + number);
                Training::new(bits, self).train(data, self, &mut rng)
            })
            .collect();
        Training::mean(all)
    }
}

impl Training {
    fn new(bits: u32, plan: &Plan) -> Self {
        let steps = std::array::from_fn(|from| {
            std::array::from_fn(|to| {
                if to >= plan.labels || (plan.forbidden)(from, to) {
                    NEVER
                } else {
                    0.0
                }
            })
        });
        Self {
            bits,
            weights: vec![[0.0; WIDTH]; 1 << bits],
            squares: vec![[1e-4; WIDTH]; 1 << bits],
            steps,
            step_squares: [[1e-4; WIDTH]; WIDTH + 1],
            labels: plan.labels,
        }
    }

    /// The mean of several trainings.
    fn mean(mut all: Vec<Self>) -> Self {
        let share = 1.0 / all.len() as f32;
        let mut mean = all.remove(0);
        let add = |sums: &mut [Scores], scale: f32, more: &[Scores]| {
            for (sum, more) in sums.iter_mut().flatten().zip(more.iter().flatten()) {
                *sum = *sum * scale + more * share;
            }
        };
        let mut scale = share;
        for one in &all {
            add(&mut mean.weights, scale, &one.weights);
            add(&mut mean.steps, scale, &one.steps);
            scale = 1.0;
        }
        mean
    }

    fn score(&self, features: &[u32]) -> Scores {
        let mut scores = [0.0; WIDTH];
        for feature in features {
            let row = &self.weights[(feature >> (32 - self.bits)) as usize];
            for (score, weight) in scores.iter_mut().zip(row) {
                *score += weight;
            }
        }
        scores
    }

    /// Trains, and returns the mean of the weights after the later epochs, which varies less than the last ones.
    fn train(mut self, data: &[&Sequences], plan: &Plan, rng: &mut Rng) -> Training {
        let mut mean = self.weights.clone();
        let mut mean_steps = self.steps;
        let first = plan.epochs / 3;
        for epoch in 0..plan.epochs {
            let rate = plan.rate / (1.0 + 0.5 * epoch as f32);
            self.learn(data, rate, plan, rng);
            let share = if epoch <= first {
                1.0
            } else {
                1.0 / (epoch - first + 1) as f32
            };
            for (mean, now) in mean.iter_mut().flatten().zip(self.weights.iter().flatten()) {
                *mean += share * (now - *mean);
            }
            for (mean, now) in mean_steps
                .iter_mut()
                .flatten()
                .zip(self.steps.iter().flatten())
            {
                *mean += share * (now - *mean);
            }
        }
        self.weights = mean;
        self.steps = mean_steps;
        self
    }

    /// Goes once through the sequences in random order.
    fn learn(&mut self, all: &[&Sequences], rate: f32, plan: &Plan, rng: &mut Rng) {
        let mut order: Vec<(usize, usize)> = all
            .iter()
            .enumerate()
            .flat_map(|(d, data)| (0..data.bounds.len() - 1).map(move |s| (d, s)))
            .collect();
        rng.shuffle(&mut order);
        for (set, place) in order {
            let data = all[set];
            let (start, end) = (data.bounds[place], data.bounds[place + 1]);
            if start < end {
                self.learn_one(data, start, end, rate, plan, rng);
            }
        }
    }

    /// Learns from one sequence, the tokens from `start` to one before `end`.
    fn learn_one(
        &mut self,
        data: &Sequences,
        start: usize,
        end: usize,
        rate: f32,
        plan: &Plan,
        rng: &mut Rng,
    ) {
        let keep = 1.0 - plan.drop;
        let kept = Kept::choose(data, start, end, plan.drop, rng);
        let score = |at: usize| {
            let mut scores = self.score(kept.of(at)).map(|s| s / keep);
            force(&mut scores, data.forced[start + at], plan.reserved);
            scores
        };
        let scores: Vec<Scores> = (0..end - start).map(score).collect();
        let labels = self.labels;
        let mut expected = [[0.0f32; WIDTH]; WIDTH];
        let beliefs = marginals(&scores, &self.steps, labels, |_, seen| {
            for (sums, seen) in expected.iter_mut().zip(seen) {
                for (sum, seen) in sums.iter_mut().zip(seen) {
                    *sum += seen;
                }
            }
        });
        let gold = &data.gold[start..end];
        for pair in gold.windows(2) {
            expected[usize::from(pair[0])][usize::from(pair[1])] -= 1.0;
        }
        for (at, belief) in beliefs.iter().enumerate() {
            let mut slope = *belief;
            slope[usize::from(gold[at])] -= 1.0;
            if slope.iter().any(|s| s.abs() >= 1e-3) {
                self.change(kept.of(at), &slope, rate, plan.decay);
            }
        }
        for (label, belief) in beliefs[0].iter().enumerate().take(labels) {
            let gradient = belief - f32::from(u8::from(usize::from(gold[0]) == label));
            adapt(
                &mut self.steps[WIDTH][label],
                &mut self.step_squares[WIDTH][label],
                gradient,
                rate,
            );
        }
        for (from, row) in expected.iter().enumerate().take(labels) {
            for (to, gradient) in row.iter().enumerate().take(labels) {
                adapt(
                    &mut self.steps[from][to],
                    &mut self.step_squares[from][to],
                    *gradient,
                    rate,
                );
            }
        }
    }

    /// Moves the weights of some features against a gradient.
    fn change(&mut self, features: &[u32], slope: &Scores, rate: f32, decay: f32) {
        for feature in features {
            let row = (feature >> (32 - self.bits)) as usize;
            let (weights, squares) = (&mut self.weights[row], &mut self.squares[row]);
            for label in 0..WIDTH {
                let gradient = slope[label] + decay * weights[label];
                squares[label] += gradient * gradient;
                weights[label] -= rate * gradient / squares[label].sqrt();
            }
        }
    }
}

/// The features of a sequence that drop-out left in. Without some of them, the model learns not to rely on any alone.
struct Kept {
    features: Vec<u32>,
    bounds: Vec<usize>,
}

impl Kept {
    fn choose(data: &Sequences, start: usize, end: usize, drop: f32, rng: &mut Rng) -> Self {
        let keep = 1.0 - drop;
        let mut kept = Self {
            features: Vec::with_capacity((end - start) * data.per_token),
            bounds: vec![0],
        };
        for at in start..end {
            let all = &data.features[at * data.per_token..(at + 1) * data.per_token];
            kept.features
                .extend(all.iter().filter(|_| drop == 0.0 || rng.unit() < keep));
            kept.bounds.push(kept.features.len());
        }
        kept
    }

    fn of(&self, at: usize) -> &[u32] {
        &self.features[self.bounds[at]..self.bounds[at + 1]]
    }
}

fn adapt(weight: &mut f32, square: &mut f32, gradient: f32, rate: f32) {
    if *weight > NEVER / 2.0 {
        *square += gradient * gradient;
        *weight -= rate * gradient / square.sqrt();
    }
}

fn force(scores: &mut Scores, forced: u8, reserved: Option<u8>) {
    for (label, score) in scores.iter_mut().enumerate() {
        let label = label as u8;
        let possible = if forced == FREE {
            Some(label) != reserved
        } else {
            label == forced
        };
        if !possible {
            *score = NEVER;
        }
    }
}

/// The probability of each label before its token is looked at.
#[inline]
fn forward_step(before: Option<&Scores>, exp_steps: &[Scores; WIDTH + 1], labels: usize) -> Scores {
    let Some(before) = before else {
        return exp_steps[WIDTH];
    };
    let mut row = [0.0; WIDTH];
    for (value, steps) in before.iter().zip(exp_steps).take(labels) {
        for (sum, step) in row.iter_mut().zip(steps) {
            *sum += value * step;
        }
    }
    row
}

/// The exponential of a number that is not positive. Never 0, for the same reason as the extractor's.
#[inline]
fn exp(x: f32) -> f32 {
    if x < -30.0 { 1e-13 } else { x.exp() }
}

/// The probability of each label of each token (forward–backward). The extractor's own function is of no use here:
/// training also needs the probability of each step (`steps_seen`), and the steps change all the time.
fn marginals(
    scores: &[Scores],
    steps: &[Scores; WIDTH + 1],
    labels: usize,
    mut steps_seen: impl FnMut(usize, &[Scores; WIDTH]),
) -> Vec<Scores> {
    let count = scores.len();
    if count == 0 {
        return Vec::new();
    }
    let exp_steps: [Scores; WIDTH + 1] =
        std::array::from_fn(|f| std::array::from_fn(|t| steps[f][t].exp()));
    let mut weights = Vec::with_capacity(count);
    for score in scores {
        let top = score[..labels].iter().fold(f32::MIN, |a, b| a.max(*b));
        weights.push(std::array::from_fn::<f32, WIDTH, _>(|l| {
            if l < labels { exp(score[l] - top) } else { 0.0 }
        }));
    }
    let mut forward: Vec<Scores> = Vec::with_capacity(count);
    for weight in &weights {
        let mut row = forward_step(forward.last(), &exp_steps, labels);
        for (value, weight) in row.iter_mut().zip(weight) {
            *value *= weight;
        }
        let total: f32 = row.iter().sum::<f32>().max(1e-30);
        forward.push(row.map(|value| value / total));
    }
    let mut result = forward.clone();
    let mut backward = [1.0; WIDTH];
    for at in (1..count).rev() {
        let mut before = [0.0; WIDTH];
        let mut seen = [[0.0; WIDTH]; WIDTH];
        let mut total = 0.0;
        for from in 0..labels {
            for to in 0..labels {
                let step = exp_steps[from][to] * weights[at][to] * backward[to];
                before[from] += step;
                let value = forward[at - 1][from] * step;
                seen[from][to] = value;
                total += value;
            }
        }
        let total = total.max(1e-30);
        steps_seen(at, &seen.map(|row| row.map(|value| value / total)));
        let norm = before.iter().fold(0.0f32, |a, b| a.max(*b)).max(1e-30);
        backward = before.map(|value| value / norm);
        let mut row: Scores = std::array::from_fn(|l| forward[at - 1][l] * backward[l]);
        let sum: f32 = row.iter().sum::<f32>().max(1e-30);
        row = row.map(|value| value / sum);
        result[at - 1] = row;
    }
    result
}
