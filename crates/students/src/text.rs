//! A classifier of texts by their terms and, where an encoder gave them, their vectors.

use measures::SparseVector;

use crate::rows::classes;
use crate::{Example, FeatureOptions, Features, Input, LogisticRegression, Precision, Row};

/// How a classifier of texts is trained.
#[derive(Clone, Debug, PartialEq)]
pub struct TextOptions {
    /// What it sees.
    pub features: FeatureOptions,
    /// λ, the share of the squared weights in the loss, above 0.
    pub penalty: f64,
    /// How near to the minimum the training comes.
    pub precision: Precision,
}

impl TextOptions {
    /// Single words, trained to the last digits. With vectors of length 1 a penalty of 0.001 is scikit-learn's usual
    /// `C = 1` at a thousand rows, and firmer below.
    #[must_use]
    pub fn words() -> Self {
        Self { features: FeatureOptions::words(), penalty: 1e-3, precision: Precision::EXACT }
    }
}

impl Default for TextOptions {
    /// N-grams of words and characters.
    fn default() -> Self {
        Self { features: FeatureOptions::default(), penalty: 1e-4, precision: Precision::ROUGH }
    }
}

/// TF-IDF and logistic regression.
#[derive(Clone, Debug)]
pub struct TextClassifier {
    labels: Vec<String>,
    features: Features,
    rows: Vec<Seen>,
    model: LogisticRegression,
}

/// A row of the training.
#[derive(Clone, Debug)]
struct Seen {
    features: SparseVector,
    class: usize,
    weight: f64,
}

fn examples(rows: &[Seen]) -> Vec<Example<'_>> {
    rows.iter().map(|row| Example { features: &row.features, class: row.class, weight: row.weight }).collect()
}

impl TextClassifier {
    /// Learns from texts with their labels, by single words.
    #[must_use]
    pub fn fit(rows: &[(String, String)]) -> Self {
        let rows: Vec<Row<'_>> = rows.iter().map(|(text, label)| Row::text(text, label)).collect();
        Self::fit_rows(&rows, &TextOptions::words())
    }

    /// Learns from rows.
    #[must_use]
    pub fn fit_rows(rows: &[Row<'_>], options: &TextOptions) -> Self {
        let (labels, classes) = classes(rows.iter().map(|row| row.label));
        Self::fit_classes(rows, &classes, labels, options)
    }

    /// Learns from rows some of the labels; one that no row has stays improbable.
    pub(crate) fn fit_classes(
        rows: &[Row<'_>],
        classes: &[usize],
        labels: Vec<String>,
        options: &TextOptions,
    ) -> Self {
        let inputs: Vec<Input<'_>> = rows.iter().map(|row| row.input).collect();
        let features = Features::fit(&inputs, &options.features);
        let seen = |(row, class): (&Row<'_>, &usize)| Seen {
            features: features.vector(row.input),
            class: *class,
            weight: row.weight,
        };
        let rows: Vec<Seen> = rows.iter().zip(classes).map(seen).collect();
        let model = LogisticRegression::fit(
            &examples(&rows),
            features.dimensions(),
            labels.len(),
            options.penalty,
            options.precision,
        );
        Self { labels, features, rows, model }
    }

    /// The labels that it knows, in the order in which they appeared.
    #[must_use]
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// The probability of each label, in the order of [`Self::labels`].
    #[must_use]
    pub fn probabilities(&self, input: Input<'_>) -> Vec<f64> {
        self.model.probabilities(&self.features.vector(input))
    }

    /// The probability that a text has a label; 0 for a label that never occurred.
    #[must_use]
    pub fn probability(&self, text: &str, label: &str) -> f64 {
        let Some(class) = self.labels.iter().position(|known| known == label) else { return 0.0 };
        self.probabilities(text.into())[class]
    }

    /// The most probable label, the first of equals; `None` without labels.
    #[must_use]
    pub fn predict(&self, text: &str) -> Option<&str> {
        let p = self.probabilities(text.into());
        let best = (0..p.len()).reduce(|best, class| if p[class] > p[best] { class } else { best })?;
        Some(&self.labels[best])
    }

    /// Of each row of the training, how the loss on `validation` would change if it weighed more; negative is helpful.
    #[must_use]
    pub fn influences(&self, validation: &[(String, String)]) -> Vec<f64> {
        let held = |(text, label): &(String, String)| {
            let class = self.labels.iter().position(|known| known == label)?;
            Some(Seen { features: self.features.vector(text.as_str().into()), class, weight: 1.0 })
        };
        let held: Vec<Seen> = validation.iter().filter_map(held).collect();
        self.model.influences(&examples(&self.rows), &examples(&held))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[(&str, &str)]) -> Vec<(String, String)> {
        rows.iter().map(|(text, label)| ((*text).to_owned(), (*label).to_owned())).collect()
    }

    #[test]
    fn a_wrong_label_is_harmful() {
        let train = rows(&[
            ("a great film", "good"),
            ("great joy", "good"),
            ("fine and great", "good"),
            ("a bad film", "bad"),
            ("bad and dull", "bad"),
            ("dull film", "bad"),
            ("great great joy", "bad"),
        ]);
        let student = TextClassifier::fit(&train);
        assert_eq!(student.labels(), ["good", "bad"]);
        assert_eq!(student.predict("great joy"), Some("good"));
        assert!(student.probability("dull", "bad") > 0.5 && student.probability("dull", "other") == 0.0);
        let influences = student.influences(&rows(&[("great great joy", "good")]));
        let most = influences.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        assert_eq!(influences[6], most, "{influences:?}");
        assert!(most > 0.0 && influences[1] < 0.0, "{influences:?}");
        assert_eq!(TextClassifier::fit(&[]).predict("x"), None);
    }

    #[test]
    fn options_decide_what_is_seen() {
        let check = |train: &[Row<'_>], options: &TextOptions, judged: Input<'_>, expected: &str| {
            let student = TextClassifier::fit_rows(train, options);
            let p = student.probabilities(judged);
            let best = p.iter().position(|own| p.iter().all(|other| other <= own)).unwrap();
            assert!(p[best] > 0.55, "{p:?}");
            assert_eq!(student.labels()[best], expected, "{judged:?}");
        };
        let seen = |vector: &'static [f32], label: &'static str, weight: f64| Row {
            input: Input { text: "", vector },
            label,
            weight,
        };
        let ngrams = TextOptions::default();
        // Parts of words, which no training text has whole.
        let rows = [Row::text("unhappy", "bad"), Row::text("joyfully", "good")];
        check(&rows, &ngrams, "unhappily".into(), "bad");
        check(&rows, &ngrams, "joyful".into(), "good");
        // The order of words.
        let rows = [Row::text("dog bites man", "common"), Row::text("man bites dog", "rare")];
        check(&rows, &ngrams, "man bites".into(), "rare");
        // Vectors alone, and weights where rows contradict each other.
        let rows = [seen(&[1.0, 0.1], "right", 1.0), seen(&[-1.0, 0.1], "left", 1.0)];
        check(&rows, &ngrams, Input { text: "new", vector: &[-3.0, 0.0] }, "left");
        let rows = [seen(&[1.0], "heavy", 3.0), seen(&[1.0], "light", 1.0), seen(&[1.0], "none", f64::NAN)];
        check(&rows, &ngrams, Input { text: "", vector: &[1.0] }, "heavy");
    }
}
