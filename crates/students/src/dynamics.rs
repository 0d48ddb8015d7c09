//! How sure a student is of a row while it learns.
//!
//! A row whose label it believes early is easy, one on which it changes its mind is ambiguous, and one that it never
//! believes is hard or wrong (dataset cartography: Swayamdipta et al. 2020, arXiv:2009.10795).

use measures::SparseVector;
use rand::{SeedableRng as _, seq::SliceRandom as _};
use rand_chacha::ChaCha8Rng;

use crate::rows::classes;
use crate::{Example, FeatureOptions, Features, Input, LogisticRegression, Row};

/// What a student said of one row after each epoch of its training.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dynamics {
    /// The probability of the row's label.
    probabilities: Vec<f64>,
    /// How often the label was the most probable.
    correct: usize,
}

impl Dynamics {
    /// From the probabilities of all classes after each epoch; `class` is that of the row's label, `None` where the
    /// student does not know it.
    pub fn of<'p>(epochs: impl IntoIterator<Item = &'p [f64]>, class: Option<usize>) -> Self {
        let mut dynamics = Self::default();
        for all in epochs {
            let p = class.and_then(|class| all.get(class)).copied().unwrap_or(0.0);
            dynamics.probabilities.push(p);
            dynamics.correct += usize::from(class.is_some() && all.iter().all(|other| *other <= p));
        }
        dynamics
    }

    /// After each epoch, the probability of the row's label.
    #[must_use]
    pub fn probabilities(&self) -> &[f64] {
        &self.probabilities
    }

    /// Mean probability of the label, in [0, 1].
    #[must_use]
    pub fn confidence(&self) -> f64 {
        self.mean(|p| p)
    }

    /// Standard deviation of the probability of the label, in [0, 0.5].
    #[must_use]
    pub fn variability(&self) -> f64 {
        let mean = self.confidence();
        self.mean(|p| (p - mean).powi(2)).sqrt()
    }

    /// Mean of `p (1 - p)`, in [0, 0.25]: what more training does not settle (CLLM, Seedat et al. 2023,
    /// arXiv:2312.12112).
    #[must_use]
    pub fn aleatoric(&self) -> f64 {
        self.mean(|p| p * (1.0 - p))
    }

    /// Share of the epochs after which the label was the most probable, in [0, 1].
    #[must_use]
    pub fn correctness(&self) -> f64 {
        self.correct as f64 / self.probabilities.len().max(1) as f64
    }

    fn mean(&self, of: impl Fn(f64) -> f64) -> f64 {
        self.probabilities.iter().map(|p| of(*p)).sum::<f64>() / self.probabilities.len().max(1) as f64
    }
}

/// How the student of [`training_dynamics`] is trained: by gradient steps on the cross-entropy, without a penalty.
#[derive(Clone, Debug, PartialEq)]
pub struct DynamicsOptions {
    /// What it sees.
    pub features: FeatureOptions,
    /// How often it sees all rows.
    pub epochs: usize,
    /// Rows for one step, at least 1.
    pub batch: usize,
    /// How far a step goes along the mean gradient of its rows. Rows have length 1 at most, so that 1 is stable.
    pub rate: f64,
}

impl Default for DynamicsOptions {
    fn default() -> Self {
        Self { features: FeatureOptions::default(), epochs: 10, batch: 16, rate: 1.0 }
    }
}

/// What a student that learns from `seen`, in an order drawn by a seed, says of the `watched` rows after each epoch. Give
/// the same rows twice to watch it learn them; or let it learn real rows and watch synthetic ones, as CLLM does.
#[must_use]
pub fn training_dynamics(
    seen: &[Row<'_>],
    watched: &[Row<'_>],
    seed: u64,
    options: &DynamicsOptions,
) -> Vec<Dynamics> {
    let (names, classes) = classes(seen.iter().map(|row| row.label));
    let inputs: Vec<Input<'_>> = seen.iter().map(|row| row.input).collect();
    let features = Features::fit(&inputs, &options.features);
    let vectors: Vec<SparseVector> = inputs.iter().map(|input| features.vector(*input)).collect();
    let mut learnt: Vec<Example<'_>> = (seen.iter().zip(&classes).zip(&vectors))
        .map(|((row, class), features)| Example { features, class: *class, weight: row.weight })
        .collect();
    let watched: Vec<(SparseVector, Option<usize>)> = (watched.iter())
        .map(|row| (features.vector(row.input), names.iter().position(|name| name == row.label)))
        .collect();
    // Steps are as long as if the mean weight were 1.
    let weight: f64 = learnt.iter().map(Example::weight).sum();
    let scale = if weight > 0.0 { learnt.len() as f64 / weight } else { 0.0 };
    let mut student = LogisticRegression::untrained(features.dimensions(), names.len());
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut epochs = vec![Vec::with_capacity(options.epochs); watched.len()];
    for _ in 0..options.epochs {
        learnt.shuffle(&mut random);
        for batch in learnt.chunks(options.batch.max(1)) {
            student.descend(batch, options.rate * scale / batch.len() as f64);
        }
        for ((features, _), epochs) in watched.iter().zip(&mut epochs) {
            epochs.push(student.probabilities(features));
        }
    }
    watched
        .iter()
        .zip(&epochs)
        .map(|((_, class), epochs)| Dynamics::of(epochs.iter().map(Vec::as_slice), *class))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    #[test]
    fn figures_of_a_row() {
        let check = |p: &[f64], class: Option<usize>, expected: [f64; 4]| {
            let epochs: Vec<[f64; 3]> = p.iter().map(|p| [*p, (1.0 - p) * 0.75, (1.0 - p) * 0.25]).collect();
            let row = Dynamics::of(epochs.iter().map(<[f64; 3]>::as_slice), class);
            let found = [row.confidence(), row.variability(), row.aleatoric(), row.correctness()];
            for (found, expected) in found.iter().zip(expected) {
                assert!((found - expected).abs() < 1e-12, "{found} {expected}");
            }
        };
        // By hand: mean 0.5, deviations of 0.3, p (1 - p) = 0.16 twice; of 0.2 and 0.8 the second is the greatest.
        check(&[0.2, 0.8], Some(0), [0.5, 0.3, 0.16, 0.5]);
        check(&[1.0, 1.0, 1.0], Some(0), [1.0, 0.0, 0.0, 1.0]);
        // 0.6 and 0.15 for the second class: mean 0.375, (0.24 + 0.1275) / 2.
        check(&[0.2, 0.8], Some(1), [0.375, 0.225, 0.183_75, 0.5]);
        check(&[0.2, 0.8], None, [0.0; 4]);
        check(&[0.2, 0.8], Some(9), [0.0; 4]);
        check(&[], Some(0), [0.0; 4]);
    }

    #[test]
    fn a_wrong_label_is_believed_last() {
        let mut texts: Vec<(String, &str)> = Vec::new();
        for at in 0..20 {
            texts.push((format!("a great film number{at}"), "good"));
            texts.push((format!("a dull bore number{at}"), "bad"));
        }
        texts.push(("a great great film".to_owned(), "bad"));
        let rows: Vec<Row<'_>> = texts.iter().map(|(text, label)| Row::text(text, label)).collect();
        let seen = training_dynamics(&rows, &rows, 3, &DynamicsOptions::default());
        let last = seen.len() - 1;
        let least = seen[..last].iter().map(Dynamics::confidence).fold(1.0, f64::min);
        assert!(seen[last].confidence() < 0.5 && least > 0.6, "{} {least}", seen[last].confidence());
        assert_eq!(seen[last].correctness(), 0.0);
        assert!(seen[0].probabilities()[9] > seen[0].probabilities()[0], "{:?}", seen[0]);
        assert_eq!(seen, training_dynamics(&rows, &rows, 3, &DynamicsOptions::default()));
        // A student that learns clean rows never believes it; a label that it never met is not believed at all.
        let unknown = [rows[last], Row { label: "other", ..rows[0] }];
        let judged = training_dynamics(&rows[..last], &unknown, 3, &DynamicsOptions::default());
        assert!(judged[0].confidence() < seen[last].confidence());
        assert_eq!(judged[1].probabilities(), [0.0; 10]);
    }

    proptest! {
        #[test]
        fn figures_stay_in_their_range(
            labels in vec(0usize..3, 0..12),
            weights in vec(prop_oneof![Just(f64::NAN), 0.0..3.0], 12),
            epochs in 0usize..4,
            batch in 0usize..5,
        ) {
            let names = ["a", "b", "c"];
            let rows: Vec<Row<'_>> = labels.iter().zip(&weights)
                .map(|(label, weight)| Row { weight: *weight, ..Row::text(names[(label + 1) % 3], names[*label]) })
                .collect();
            let options = DynamicsOptions { epochs, batch, ..DynamicsOptions::default() };
            let seen = training_dynamics(&rows, &rows, 1, &options);
            prop_assert_eq!(seen.len(), rows.len());
            for row in seen {
                prop_assert_eq!(row.probabilities().len(), epochs);
                prop_assert!((0.0..=1.0).contains(&row.confidence()));
                prop_assert!((0.0..=0.5).contains(&row.variability()));
                prop_assert!((0.0..=0.25).contains(&row.aleatoric()));
                prop_assert!((0.0..=1.0).contains(&row.correctness()));
            }
        }
    }
}
