//! From the judge's probabilities to likelihoods that hold outside its training corpus.
//!
//! On the corpus that it learned from, the judge is right as often as it says. On other texts it is too sure. The
//! likelihoods that the extractor gives are corrected by a logistic curve, which was fitted to texts of other kinds.

use crate::thresholds::{CALIBRATION_SHIFT, CALIBRATION_SLOPE};

/// The smallest and the largest probability that the curve is applied to.
const ENDS: (f32, f32) = (0.001, 0.999);

/// The likelihood for a probability by the judge.
pub(crate) fn calibrated(probability: f32) -> f32 {
    sigmoid(CALIBRATION_SLOPE * logit(probability) + CALIBRATION_SHIFT)
}

/// The inverse of [`calibrated`]: the probability by the judge for a likelihood.
pub(crate) fn by_judge(likelihood: f32) -> f32 {
    sigmoid((logit(likelihood) - CALIBRATION_SHIFT) / CALIBRATION_SLOPE)
}

fn logit(p: f32) -> f32 {
    let p = p.clamp(ENDS.0, ENDS.1);
    (p / (1.0 - p)).ln()
}

fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_rises_and_can_be_inverted() {
        for step in 1..20 {
            let p = step as f32 / 20.0;
            assert!((by_judge(calibrated(p)) - p).abs() < 1e-4);
            assert!(calibrated(p) > calibrated(p - 0.05));
        }
    }
}
