//! Which labels are wrong, and how labels are confused.
//!
//! A row of true class y came with the label j with probability `T[y][j]`, whatever its text. Confident learning
//! (Northcutt et al. 2021, arXiv:1911.00068) estimates T from rows that a student is confident about, by students that did
//! not see them. Given T, the true class of a row follows from Bayes: `p(y | x, j) ∝ p(y | x) T[y][j]`. Students of these
//! classes know the true ones better than students of the labels do, so both are estimated again in turns, as in
//! expectation maximisation (Dawid and Skene 1979; Bekker and Goldberger 2016). T is always counted from what students
//! say without knowing the label: the posterior knows it, and counts from the posterior drift towards labels that are all
//! right.

/// What is believed of the labels of some rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LabelNoise {
    /// `[true class][label]`, each row summing to 1.
    pub transition: Vec<Vec<f64>>,
    /// Of each row the probability of each true class, given its text and its label; they sum to 1.
    pub posterior: Vec<Vec<f64>>,
}

impl LabelNoise {
    /// Estimates the noise of labels, given by their classes from 0. `judge` gets, of each row, how probable each true
    /// class is, and the number of the round; it gives the probabilities by students that learnt this from other rows.
    /// It is asked once for the labels as they are and then `rounds` times; its `None` ends the work.
    #[must_use]
    pub fn estimate(
        given: &[usize],
        classes: usize,
        rounds: usize,
        mut judge: impl FnMut(&[Vec<f64>], u64) -> Option<Vec<Vec<f64>>>,
    ) -> Option<Self> {
        let certain = |class: &usize| (0..classes).map(|other| f64::from(other == *class)).collect();
        let mut noise = Self { transition: Vec::new(), posterior: given.iter().map(certain).collect() };
        let mut judged = Vec::new();
        for round in 0..=rounds as u64 {
            judged = judge(&noise.posterior, round)?;
            noise.transition = transition(&judged, given, classes);
            noise.posterior = posterior(&judged, given, &noise.transition);
        }
        // Only at the end: students that learn from sharpened answers say them more sharply still, round after round.
        noise.posterior = posterior(&sharpened(judged, given, &noise.transition), given, &noise.transition);
        Some(noise)
    }

    /// Probability that the label of each row is wrong, in [0, 1].
    #[must_use]
    pub fn suspicion(&self, given: &[usize]) -> Vec<f64> {
        let right = |(p, class): (&Vec<f64>, &usize)| p.get(*class).copied().unwrap_or(0.0);
        self.posterior.iter().zip(given).map(right).map(|right| (1.0 - right).clamp(0.0, 1.0)).collect()
    }
}

/// `[true class][label]` from the confident joint: a row counts for the most probable class among those that are at
/// least as probable as they are on average for the rows with their label. One row more of every true class, spread
/// evenly, keeps rare ones from certainty.
fn transition(judged: &[Vec<f64>], given: &[usize], classes: usize) -> Vec<Vec<f64>> {
    let mut sums = vec![(0.0, 0.0); classes];
    for (p, class) in judged.iter().zip(given) {
        sums[*class].0 += p[*class];
        sums[*class].1 += 1.0;
    }
    let mut counts = vec![vec![1.0 / classes as f64; classes]; classes];
    for (p, label) in judged.iter().zip(given) {
        let confident = (0..classes).filter(|class| p[*class] * sums[*class].1 >= sums[*class].0);
        if let Some(class) = confident.reduce(|best, class| if p[class] > p[best] { class } else { best }) {
            counts[class][*label] += 1.0;
        }
    }
    for row in &mut counts {
        let total: f64 = row.iter().sum();
        row.iter_mut().for_each(|count| *count /= total);
    }
    counts
}

/// Powers that probabilities are raised to: students of few rows are too little certain, others too much.
const POWERS: [f64; 9] = [0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0, 5.6, 8.0];

/// Probabilities to the power, summing to 1 again, under which the labels are most probable: a temperature (Guo et al.
/// 2017) for labels that may be wrong.
fn sharpened(judged: Vec<Vec<f64>>, given: &[usize], transition: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let likelihood = |power: f64| -> f64 {
        let of = |(p, label): (&Vec<f64>, &usize)| {
            let p = raised(p, power);
            p.iter().zip(transition).map(|(p, row)| p * row[*label]).sum::<f64>().max(f64::MIN_POSITIVE).ln()
        };
        judged.iter().zip(given).map(of).sum()
    };
    let found = POWERS.into_iter().map(|power| (likelihood(power), power));
    let best = found.reduce(|best, other| if other.0 > best.0 { other } else { best });
    let power = best.map_or(1.0, |(_, power)| power);
    judged.iter().map(|p| raised(p, power)).collect()
}

fn raised(p: &[f64], power: f64) -> Vec<f64> {
    let powers: Vec<f64> = p.iter().map(|p| p.powf(power)).collect();
    let total: f64 = powers.iter().sum();
    if total > 0.0 { powers.into_iter().map(|p| p / total).collect() } else { p.to_vec() }
}

fn posterior(judged: &[Vec<f64>], given: &[usize], transition: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let of = |(p, label): (&Vec<f64>, &usize)| {
        let joint: Vec<f64> = p.iter().zip(transition).map(|(p, row)| p * row[*label]).collect();
        let total: f64 = joint.iter().sum();
        if total > 0.0 { joint.into_iter().map(|joint| joint / total).collect() } else { p.clone() }
    };
    judged.iter().zip(given).map(of).collect()
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    /// Two classes, told apart by a student that is always right: of 40 rows of each class a quarter of the first and
    /// none of the second are mislabelled.
    #[test]
    fn confusion_is_counted_from_confident_rows() {
        let truth: Vec<usize> = (0..80).map(|at| at / 40).collect();
        let given: Vec<usize> = (0..80).map(|at| usize::from(!(10..40).contains(&at))).collect();
        let knows = |truth: usize| if truth == 0 { vec![0.9, 0.1] } else { vec![0.2, 0.8] };
        let noise = LabelNoise::estimate(&given, 2, 3, |targets, _| {
            assert_eq!(targets.len(), 80);
            Some(truth.iter().map(|truth| knows(*truth)).collect())
        });
        let noise = noise.unwrap();
        // Half a row more in each place: 30.5 and 10.5 of 41; 0.5 and 40.5 of 41.
        let expected = [[30.5 / 41.0, 10.5 / 41.0], [0.5 / 41.0, 40.5 / 41.0]];
        for (found, expected) in noise.transition.iter().flatten().zip(expected.iter().flatten()) {
            assert!((found - expected).abs() < 1e-12, "{:?}", noise.transition);
        }
        let suspicion = noise.suspicion(&given);
        // The student is always right, so the highest power fits best: 10.5 against 40.5, times 9⁸ and 4⁻⁸.
        let [first, second] =
            [9.0_f64.powi(8), 4.0_f64.powi(-8)].map(|odds| 10.5 * odds / (10.5 * odds + 40.5));
        assert!((suspicion[0] - first).abs() < 1e-12 && (suspicion[50] - second).abs() < 1e-12);
    }

    /// Two labels that are exchanged in 30 of 100 rows, and a student that says 0.6 where it could say 0.99: of power 8,
    /// `0.6⁸ / (0.6⁸ + 0.4⁸)` is 0.962.
    #[test]
    fn timid_students_are_made_as_certain_as_the_labels_show() {
        let given: Vec<usize> = (0..200).map(|at| usize::from((at < 100) == (at % 10 < 3))).collect();
        let judged: Vec<Vec<f64>> =
            (0..200).map(|at| if at < 100 { vec![0.6, 0.4] } else { vec![0.4, 0.6] }).collect();
        let noise = LabelNoise::estimate(&given, 2, 0, |_, _| Some(judged.clone())).unwrap();
        let suspicion = noise.suspicion(&given);
        assert!(suspicion[0] > 0.9 && suspicion[5] < 0.1, "{} {}", suspicion[0], suspicion[5]);
    }

    #[test]
    fn too_little_to_learn_from() {
        let none = LabelNoise::estimate(&[], 0, 2, |_, _| Some(Vec::new()));
        assert_eq!(none, Some(LabelNoise::default()));
        let one = LabelNoise::estimate(&[0, 0], 1, 2, |targets, _| Some(targets.to_vec())).unwrap();
        assert_eq!(one.suspicion(&[0, 0]), [0.0, 0.0]);
        let stopped =
            LabelNoise::estimate(&[0, 1], 2, 9, |targets, round| (round < 3).then(|| targets.to_vec()));
        assert_eq!(stopped, None);
    }

    proptest! {
        #[test]
        fn probabilities_stay_probabilities(rows in vec((0usize..3, vec(0.0f64..1.0, 3)), 0..30)) {
            let given: Vec<usize> = rows.iter().map(|(given, _)| *given).collect();
            let judged: Vec<Vec<f64>> = rows.iter().map(|(_, p)| {
                let total: f64 = p.iter().sum::<f64>() + 3e-9;
                p.iter().map(|p| (p + 1e-9) / total).collect()
            }).collect();
            let noise = LabelNoise::estimate(&given, 3, 1, |_, _| Some(judged.clone())).unwrap();
            for row in noise.posterior.iter().chain(&noise.transition) {
                prop_assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-9);
                prop_assert!(row.iter().all(|p| (0.0..=1.0).contains(p)));
            }
        }
    }
}
