//! Scores as probabilities of one class.

/// A sigmoid of a score, `1 / (1 + exp(a · score + b))` (Platt 1999, "Probabilistic Outputs for Support Vector Machines"), found
/// by Newton's method as Lin, Lin and Weng have it (2007, "A Note on Platt's Probabilistic Outputs").
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Platt {
    slope: f64,
    shift: f64,
}

/// Newton steps at most; ten are usual.
const STEPS: usize = 100;
/// Halvings of a step that would not raise the likelihood.
const HALVINGS: usize = 40;
/// Largest derivative at which the search ends.
const TOLERANCE: f64 = 1e-10;
/// Added to the diagonal of the Hessian, so that it can be inverted where all scores are equal.
const RIDGE: f64 = 1e-12;

impl Platt {
    /// Learns from scores that a student gave rows without having seen them, and whether each is of the class. Probabilities
    /// never reach 0 or 1: the aim is `(n₊ + 1) / (n₊ + 2)` for rows of the class and `1 / (n₋ + 2)` for others. Rows whose score is not
    /// finite are left out; without any row every probability is one half.
    #[must_use]
    pub fn fit(scores: &[f64], is_class: &[bool]) -> Self {
        let rows = || scores.iter().zip(is_class).filter(|(score, _)| score.is_finite());
        let count = |class: bool| rows().filter(|(_, is)| **is == class).count() as f64;
        let (inside, outside) = (count(true), count(false));
        let aim = |is: bool| if is { (inside + 1.0) / (inside + 2.0) } else { 1.0 / (outside + 2.0) };
        let aims: Vec<(f64, f64)> = rows().map(|(score, is)| (*score, aim(*is))).collect();
        let mut found = Self { slope: 0.0, shift: ((outside + 1.0) / (inside + 1.0)).ln() };
        let mut loss = found.loss(&aims);
        for _ in 0..STEPS {
            let (mut gradient, mut hessian) = ([0.0; 2], [RIDGE, 0.0, RIDGE]);
            for (score, aim) in &aims {
                let p = found.probability(*score);
                let (error, curve) = (aim - p, p * (1.0 - p));
                gradient = [gradient[0] + score * error, gradient[1] + error];
                hessian =
                    [hessian[0] + score * score * curve, hessian[1] + score * curve, hessian[2] + curve];
            }
            if gradient.iter().all(|slope| slope.abs() <= TOLERANCE) {
                break;
            }
            let determinant = hessian[0] * hessian[2] - hessian[1] * hessian[1];
            let step = [
                (hessian[2] * gradient[0] - hessian[1] * gradient[1]) / determinant,
                (hessian[0] * gradient[1] - hessian[1] * gradient[0]) / determinant,
            ];
            let tried = (0..HALVINGS as i32).find_map(|half| {
                let part = 0.5_f64.powi(half);
                let next = Self { slope: found.slope - part * step[0], shift: found.shift - part * step[1] };
                let after = next.loss(&aims);
                (after < loss).then_some((next, after))
            });
            let Some((next, after)) = tried else { break };
            (found, loss) = (next, after);
        }
        found
    }

    /// Cross-entropy with the aims.
    fn loss(self, aims: &[(f64, f64)]) -> f64 {
        let of = |(score, aim): &(f64, f64)| {
            let x = self.slope * score + self.shift;
            // ln(1 + exp(x)) without overflow.
            x.max(0.0) + (-x.abs()).exp().ln_1p() + (aim - 1.0) * x
        };
        aims.iter().map(of).sum()
    }

    /// The probability of the class, in (0, 1).
    #[must_use]
    pub fn probability(self, score: f64) -> f64 {
        1.0 / (1.0 + (self.slope * score + self.shift).exp())
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    /// `sklearn.calibration._SigmoidCalibration().fit(scores, is_class)` of scikit-learn 1.9.1: `a_`, `b_`.
    #[test]
    fn sigmoids_are_those_of_scikit_learn() {
        let check = |scores: &[f64], right: &str, slope: f64, shift: f64| {
            let is_class: Vec<bool> = right.chars().map(|c| c == '1').collect();
            let found = Platt::fit(scores, &is_class);
            let near = (found.slope - slope).abs() < 1e-4 && (found.shift - shift).abs() < 1e-4;
            assert!(near, "{found:?}, not {slope} {shift}");
        };
        let ten = [-2.0, -1.5, -1.0, -0.5, -0.2, 0.1, 0.3, 0.8, 1.2, 2.0];
        check(&ten, "0001001111", -1.120_878_882_7, -0.095_330_556_5);
        check(&[-1.0, -0.5, 0.5, 1.0, 2.0, 3.0], "100111", -0.394_112_524_6, -0.284_213_426_9);
        check(&[-1.0, -0.5, 0.5, 1.0], "0011", -1.347_992_701_1, 0.0);
        check(&[0.1, 0.2, 0.3], "111", 0.0, -1.386_294_361_1);
    }

    #[test]
    fn nothing_to_learn_from() {
        let check = |scores: &[f64], is_class: &[bool], expected: f64| {
            let found = Platt::fit(scores, is_class).probability(1.0);
            assert!((found - expected).abs() < 1e-9, "{found}");
        };
        check(&[], &[], 0.5);
        check(&[f64::NAN, f64::INFINITY], &[true, false], 0.5);
        // Equal scores tell nothing: 3 of 4 with one more on either side.
        check(&[1.0; 4], &[true, true, true, false], (3.0 * 0.8 + 1.0 / 3.0) / 4.0);
    }

    proptest! {
        #[test]
        fn the_loss_is_least(rows in vec((-3.0..3.0f64, any::<bool>()), 1..30), by in vec(-0.5..0.5f64, 2)) {
            let (scores, is_class): (Vec<f64>, Vec<bool>) = rows.into_iter().unzip();
            let found = Platt::fit(&scores, &is_class);
            let count = |class: bool| is_class.iter().filter(|is| **is == class).count() as f64;
            let aim = |is: &bool| if *is { (count(true) + 1.0) / (count(true) + 2.0) } else { 1.0 / (count(false) + 2.0) };
            let aims: Vec<(f64, f64)> = scores.iter().zip(&is_class).map(|(score, is)| (*score, aim(is))).collect();
            let other = Platt { slope: found.slope + by[0], shift: found.shift + by[1] };
            prop_assert!(found.loss(&aims) <= other.loss(&aims) + 1e-9);
            prop_assert!((0.0..=1.0).contains(&found.probability(scores[0])));
        }
    }
}
