//! Linear chains: the best labelling of a sequence, and how sure each label is.

use super::kernel::Rows;
pub use super::kernel::WIDTH;

/// Scores of the labels of one token.
pub type Scores = [f32; WIDTH];

/// A score no labelling survives.
pub const NEVER: f32 = -1.0e4;

/// A conditional random field: weights of features, and weights of one label following another.
pub struct Chain {
    /// Weights of the features.
    pub weights: Rows,
    /// `steps[from][to]`; the last row is the start of a sequence.
    steps: [Scores; WIDTH + 1],
    /// The exponentials of the steps.
    exp_steps: [Scores; WIDTH + 1],
    /// How many labels are in use.
    labels: usize,
}

impl Chain {
    /// A chain of learned weights.
    pub fn new(weights: Rows, steps: [Scores; WIDTH + 1], labels: usize) -> Self {
        Self {
            weights,
            exp_steps: steps.map(|row| row.map(f32::exp)),
            steps,
            labels,
        }
    }

    /// The labelling with the highest score, and how likely it is (a logarithm, 0 at best).
    pub fn best(&self, scores: &[Scores]) -> (Vec<u8>, f32) {
        let Some(first) = scores.first() else {
            return (Vec::new(), 0.0);
        };
        let mut best: Scores = std::array::from_fn(|l| first[l] + self.steps[WIDTH][l]);
        let mut before: Vec<Scores> = Vec::with_capacity(scores.len());
        let mut sum = Sum {
            row: [0.0; WIDTH],
            log: 0.0,
        };
        sum.add(&self.exp_steps[WIDTH], first, self.labels);
        for score in &scores[1..] {
            before.push(best);
            best = self.best_step(&best, score);
            let next = forward_step(Some(&sum.row), &self.exp_steps, self.labels);
            sum.add(&next, score, self.labels);
        }
        let mut last = 0;
        for label in 1..self.labels {
            if best[label] > best[last] {
                last = label;
            }
        }
        let total = best[last];
        let mut path = vec![0u8; scores.len()];
        for at in (0..scores.len()).rev() {
            path[at] = last as u8;
            if let Some(row) = at.checked_sub(1).map(|at| before[at]) {
                last = self.step_to(last, &row);
            }
        }
        (path, total - sum.log)
    }

    /// The scores of the best labellings up to a token, by its label: all side by side, so that the compiler
    /// can do them at once.
    #[inline]
    fn best_step(&self, before: &Scores, score: &Scores) -> Scores {
        let mut next = [f32::MIN; WIDTH];
        for (value, steps) in before.iter().zip(&self.steps).take(self.labels) {
            for (best, step) in next.iter_mut().zip(steps) {
                *best = best.max(value + step);
            }
        }
        std::array::from_fn(|to| next[to] + score[to])
    }

    /// The best label before another, the first of those that are as good, by the scores of all of them.
    fn step_to(&self, to: usize, before: &Scores) -> usize {
        let value = |from: usize| before[from] + self.steps[from][to];
        (1..self.labels).fold(0, |best, from| {
            if value(from) > value(best) {
                from
            } else {
                best
            }
        })
    }

    /// The probability of each label of each token, and the logarithm of the sum over all labellings.
    pub fn marginals(&self, scores: &[Scores]) -> (Vec<Scores>, f32) {
        marginals(scores, &self.steps, self.labels, |_, _| {})
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

/// The sum over all labellings up to a token, by which the best one is measured: how likely each label is, and the
/// logarithm of what they were divided by so that no length overflows.
struct Sum {
    row: Scores,
    log: f32,
}

impl Sum {
    /// Adds a token, given how likely each label is before it is looked at.
    #[inline]
    fn add(&mut self, before: &Scores, score: &Scores, labels: usize) {
        let top = score[..labels].iter().fold(f32::MIN, |a, b| a.max(*b));
        let mut row = *before;
        for (value, score) in row.iter_mut().zip(score).take(labels) {
            *value *= exp(score - top);
        }
        let total = row.iter().sum::<f32>().max(1e-30);
        self.log += top + total.ln();
        self.row = row.map(|value| value / total);
    }
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
    mut steps_seen: impl FnMut(usize, &[Scores; WIDTH]),
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
