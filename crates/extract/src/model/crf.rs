//! A linear-chain conditional random field (CRF): the best labelling of a sequence, and the probability of each
//! label of each token.

use super::table::{LabelTable, WIDTH};

/// The score or the probability of each label of one token.
pub type Scores = [f32; WIDTH];

/// A score that rules a label out.
pub const NEVER: f32 = -1.0e4;

/// A linear-chain CRF: weights of features, and weights of the steps from one label to the next.
pub struct Crf {
    /// The weights of the features.
    pub weights: LabelTable,
    /// `steps[from][to]`. The last row is the start of a sequence.
    steps: [Scores; WIDTH + 1],
    /// The exponentials of the steps.
    exp_steps: [Scores; WIDTH + 1],
    /// The same as `[to][from]`, without the start, and 0 from labels that are not in use.
    exp_steps_to: [Scores; WIDTH],
    /// The number of labels in use.
    labels: usize,
}

impl Crf {
    /// A CRF with learned weights.
    pub fn new(weights: LabelTable, steps: [Scores; WIDTH + 1], labels: usize) -> Self {
        let exp_steps = steps.map(|row| row.map(f32::exp));
        let exp_step = |from: usize, to: usize| {
            if from < labels {
                exp_steps[from][to]
            } else {
                0.0
            }
        };
        Self {
            weights,
            exp_steps_to: std::array::from_fn(|to| std::array::from_fn(|from| exp_step(from, to))),
            exp_steps,
            steps,
            labels,
        }
    }

    /// The most probable labelling (Viterbi) and the logarithm of its probability.
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
            sum.add(&self.forward(&sum.row), score, self.labels);
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

    /// The scores of the best labellings up to a token, by its label. All labels side by side, so that the compiler
    /// vectorises it.
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

    /// The best label before `to`, given the scores of all labels there; the first of equal ones.
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

    /// The probability of each label of each token (forward–backward), scaled at each token so that long sequences
    /// do not underflow.
    pub fn marginals(&self, scores: &[Scores]) -> Vec<Scores> {
        let mut likely: Vec<Scores> = Vec::with_capacity(scores.len());
        let mut weights = Vec::with_capacity(scores.len());
        for score in scores {
            let before = likely
                .last()
                .map_or(self.exp_steps[WIDTH], |row| self.forward(row));
            let weight = exponentials(score, top(score, self.labels));
            likely.push(normal(times(&before, &weight)).0);
            weights.push(weight);
        }
        let mut backward = [1.0; WIDTH];
        for (row, weight) in likely.iter_mut().zip(weights.iter().skip(1)).rev() {
            backward = self.backward(weight, &backward);
            *row = normal(times(row, &backward)).0;
        }
        likely
    }

    /// The probability of each label before its token is looked at, given the probabilities at the previous token.
    #[inline]
    fn forward(&self, before: &Scores) -> Scores {
        let mut row = [0.0; WIDTH];
        for (value, steps) in before.iter().zip(&self.exp_steps).take(self.labels) {
            for (sum, step) in row.iter_mut().zip(steps) {
                *sum += value * step;
            }
        }
        row
    }

    /// The same from the end, given the weights of the next token and the result for it.
    #[inline]
    fn backward(&self, weight: &Scores, after: &Scores) -> Scores {
        let mut row = [0.0; WIDTH];
        let next = self.exp_steps_to.iter().zip(weight).zip(after);
        for ((steps, weight), after) in next.take(self.labels) {
            for (sum, step) in row.iter_mut().zip(steps) {
                *sum += step * weight * after;
            }
        }
        let most = row.iter().fold(0.0f32, |a, b| a.max(*b)).max(1e-30);
        row.map(|value| value / most)
    }
}

#[inline]
fn times(a: &Scores, b: &Scores) -> Scores {
    std::array::from_fn(|label| a[label] * b[label])
}

/// A row divided by its sum, and the sum.
#[inline]
fn normal(row: Scores) -> (Scores, f32) {
    let total = row.iter().sum::<f32>().max(1e-30);
    (row.map(|value| value / total), total)
}

/// The sum over all labellings up to a token, to which the best one is compared: the probability of each label, and
/// the logarithm of the factor that was divided out.
struct Sum {
    row: Scores,
    log: f32,
}

impl Sum {
    /// Adds a token, given the probability of each label before it is looked at.
    #[inline]
    fn add(&mut self, before: &Scores, score: &Scores, labels: usize) {
        let top = top(score, labels);
        let (row, total) = normal(times(before, &exponentials(score, top)));
        self.row = row;
        self.log += top + total.ln();
    }
}

/// The highest score.
#[inline]
fn top(score: &Scores, labels: usize) -> f32 {
    score[..labels].iter().fold(f32::MIN, |a, b| a.max(*b))
}

/// The exponentials of scores minus the highest one; at most 1, also for labels that are not in use.
///
/// Never 0: if the only label that may follow were impossible, so would be every labelling, and the sums would be
/// lost.
#[inline]
fn exponentials(score: &Scores, top: f32) -> Scores {
    score.map(|score| match score - top {
        far if far < -30.0 => 1e-13,
        near => exp(near.min(0.0)),
    })
}

/// The bits of 2^(i/32) as a float, minus i/32 of its exponent.
#[rustfmt::skip]
const POWERS: [u64; 32] = [
    0x3ff0_0000_0000_0000, 0x3fef_d9b0_d315_8574, 0x3fef_b558_6cf9_890f, 0x3fef_9301_d012_5b51,
    0x3fef_72b8_3c7d_517b, 0x3fef_5487_3168_b9aa, 0x3fef_387a_6e75_6238, 0x3fef_1e9d_f51f_dee1,
    0x3fef_06fe_0a31_b715, 0x3fee_f1a7_373a_a9cb, 0x3fee_dea6_4c12_3422, 0x3fee_ce08_6061_892d,
    0x3fee_bfda_d536_2a27, 0x3fee_b42b_569d_4f82, 0x3fee_ab07_dd48_5429, 0x3fee_a47e_b03a_5585,
    0x3fee_a09e_667f_3bcd, 0x3fee_9f75_e8ec_5f74, 0x3fee_a114_73eb_0187, 0x3fee_a589_994c_ce13,
    0x3fee_ace5_422a_a0db, 0x3fee_b737_b0cd_c5e5, 0x3fee_c491_82a3_f090, 0x3fee_d503_b23e_255d,
    0x3fee_e89f_995a_d3ad, 0x3fee_ff76_f2fb_5e47, 0x3fef_199b_dd85_529c, 0x3fef_3720_dcef_9069,
    0x3fef_5818_dcfb_a487, 0x3fef_7c97_337b_9b5f, 0x3fef_a4af_a2a4_90da, 0x3fef_d076_5b6e_4540,
];

/// The exponential of a number of moderate size, as Arm's optimized routines compute expf, which common C libraries
/// use: 2^(n/32) from a table, times a polynomial. Written out because calls are slower, and because libraries
/// differ: the same text must give the same result everywhere.
#[inline]
fn exp(x: f32) -> f32 {
    /// So large that adding it leaves no room for a fraction: the low bits hold the rounded number.
    const ROUNDER: f64 = 6_755_399_441_055_744.0;
    let scaled = f64::from(x) * (std::f64::consts::LOG2_E * 32.0);
    let rounded = scaled + ROUNDER;
    let n = rounded.to_bits();
    let r = scaled - (rounded - ROUNDER);
    let power = f64::from_bits(POWERS[(n % 32) as usize].wrapping_add(n << 47));
    let high = C3 * r + C2;
    (((high * (r * r)) + (C1 * r + 1.0)) * power) as f32
}

/// The coefficients of the polynomial.
const C1: f64 = f64::from_bits(0x3fe6_2e42_ff0c_52d6) / 32.0;
const C2: f64 = f64::from_bits(0x3fce_bfce_50fa_c4f3) / (32.0 * 32.0);
const C3: f64 = f64::from_bits(0x3fac_6af8_4b91_2394) / (32.0 * 32.0 * 32.0);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponentials_are_right_to_the_last_bit() {
        for step in 0..300_000 {
            let x = -0.000_1 * step as f32;
            let (ours, true_one) = (exp(x), f64::from(x).exp() as f32);
            let apart = ours.to_bits().abs_diff(true_one.to_bits());
            assert!(apart <= 1, "{x}: {ours}");
        }
        assert_eq!(exponentials(&[-1e4; WIDTH], 0.0), [1e-13; WIDTH]);
    }
}
