//! Linear chains: the best labelling of a sequence, and how sure each label is.

use super::kernel::Table;

/// Room for labels in a row of weights.
pub const WIDTH: usize = 8;

/// Scores of the labels of one token.
pub type Scores = [f32; WIDTH];

/// A score no labelling survives.
pub const NEVER: f32 = -1.0e4;

/// A conditional random field: weights of features, and weights of one label following another.
pub struct Chain {
    /// Weights of the features.
    pub weights: Table<WIDTH>,
    /// `steps[from][to]`; the last row is the start of a sequence.
    pub steps: [Scores; WIDTH + 1],
    /// How many labels are in use.
    pub labels: usize,
}

impl Chain {
    /// The labelling with the highest score, and that score.
    pub fn best(&self, scores: &[Scores]) -> (Vec<u8>, f32) {
        let Some(first) = scores.first() else {
            return (Vec::new(), 0.0);
        };
        let labels = self.labels;
        let mut now: Scores = std::array::from_fn(|l| first[l] + self.steps[WIDTH][l]);
        let mut back: Vec<[u8; WIDTH]> = Vec::with_capacity(scores.len());
        back.push([0; WIDTH]);
        for score in &scores[1..] {
            // All labels side by side, so that the compiler can do them at once.
            let mut next = [f32::MIN; WIDTH];
            let mut from = [0i32; WIDTH];
            for (label, (value, steps)) in now.iter().zip(&self.steps).enumerate().take(labels) {
                for to in 0..WIDTH {
                    let value = value + steps[to];
                    let better = value > next[to];
                    next[to] = if better { value } else { next[to] };
                    from[to] = if better { label as i32 } else { from[to] };
                }
            }
            for to in 0..WIDTH {
                next[to] += score[to];
            }
            now = next;
            back.push(from.map(|label| label as u8));
        }
        let mut last = 0;
        for label in 1..labels {
            if now[label] > now[last] {
                last = label;
            }
        }
        let total = now[last];
        let mut path = vec![0u8; scores.len()];
        for at in (0..scores.len()).rev() {
            path[at] = last as u8;
            last = usize::from(back[at][last]);
        }
        (path, total)
    }

    /// The logarithm of the sum over all labellings: what the best one is to be measured by.
    pub fn log_sum(&self, scores: &[Scores]) -> f32 {
        let exp_steps: [Scores; WIDTH + 1] =
            std::array::from_fn(|f| std::array::from_fn(|t| self.steps[f][t].exp()));
        let mut log_sum = 0.0;
        let mut forward: Option<Scores> = None;
        for score in scores {
            let top = score[..self.labels].iter().fold(f32::MIN, |a, b| a.max(*b));
            let mut row = forward_step(forward.as_ref(), &exp_steps, self.labels);
            for (value, score) in row.iter_mut().zip(score).take(self.labels) {
                *value *= exp(score - top);
            }
            let total: f32 = row.iter().sum::<f32>().max(1e-30);
            log_sum += top + total.ln();
            forward = Some(row.map(|value| value / total));
        }
        log_sum
    }

    /// The probability of each label of each token, and the logarithm of the sum over all labellings.
    pub fn marginals(&self, scores: &[Scores]) -> (Vec<Scores>, f32) {
        marginals(scores, &self.steps, self.labels, &mut |_, _| {})
    }
}

/// One step forward: how likely each label is before its own token is looked at.
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

/// The exponential of a number that is not positive. Never zero: if the one label that may follow were
/// impossible, all labellings would be, and the sums would be lost.
#[inline]
fn exp(x: f32) -> f32 {
    if x < -30.0 { 1e-13 } else { x.exp() }
}

/// Forward and backward in probabilities, scaled token by token so that no length overflows. The
/// trainer is told the probability of each step through `steps_seen`.
pub fn marginals(
    scores: &[Scores],
    steps: &[Scores; WIDTH + 1],
    labels: usize,
    steps_seen: &mut dyn FnMut(usize, &[Scores; WIDTH]),
) -> (Vec<Scores>, f32) {
    let count = scores.len();
    if count == 0 {
        return (Vec::new(), 0.0);
    }
    let exp_steps: [Scores; WIDTH + 1] =
        std::array::from_fn(|f| std::array::from_fn(|t| steps[f][t].exp()));
    let mut log_sum = 0.0;
    let mut weights = Vec::with_capacity(count);
    for score in scores {
        let top = score[..labels].iter().fold(f32::MIN, |a, b| a.max(*b));
        log_sum += top;
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
        log_sum += total.ln();
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
    (result, log_sum)
}
