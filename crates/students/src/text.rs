//! A classifier of texts by their words.

use measures::{SparseVector, TfIdf, words};

use crate::{Example, LogisticRegression};

/// Share of the squared weights in the loss. With TF-IDF vectors of length 1 this is scikit-learn's usual `C = 1` at a
/// thousand rows, and firmer below.
const PENALTY: f64 = 1e-3;

/// TF-IDF and logistic regression.
#[derive(Clone, Debug)]
pub struct TextClassifier {
    labels: Vec<String>,
    weights: TfIdf,
    vectors: Vec<SparseVector>,
    classes: Vec<usize>,
    model: LogisticRegression,
}

impl TextClassifier {
    /// Learns from texts with their labels.
    #[must_use]
    pub fn fit(rows: &[(String, String)]) -> Self {
        let mut labels: Vec<String> = Vec::new();
        let class = |label: &String| {
            labels.iter().position(|known| known == label).unwrap_or_else(|| {
                labels.push(label.clone());
                labels.len() - 1
            })
        };
        let classes: Vec<usize> = rows.iter().map(|(_, label)| label).map(class).collect();
        let texts: Vec<Vec<String>> = rows.iter().map(|(text, _)| words(text)).collect();
        let weights = TfIdf::fit(&texts);
        let vectors: Vec<SparseVector> = texts.iter().map(|text| weights.vector(text)).collect();
        let examples: Vec<Example<'_>> = vectors
            .iter()
            .zip(&classes)
            .map(|(features, class)| Example { features, class: *class })
            .collect();
        let model = LogisticRegression::fit(&examples, weights.dimensions(), labels.len(), PENALTY);
        Self { labels, weights, vectors, classes, model }
    }

    /// The labels that it knows, in the order in which they appeared.
    #[must_use]
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// The probability that a text has a label; 0 for a label that never occurred.
    #[must_use]
    pub fn probability(&self, text: &str, label: &str) -> f64 {
        let Some(class) = self.labels.iter().position(|known| known == label) else { return 0.0 };
        self.model.probabilities(&self.weights.vector(&words(text)))[class]
    }

    /// The most probable label, the first of equals; `None` without labels.
    #[must_use]
    pub fn predict(&self, text: &str) -> Option<&str> {
        let p = self.model.probabilities(&self.weights.vector(&words(text)));
        let best = (0..p.len()).reduce(|best, class| if p[class] > p[best] { class } else { best })?;
        Some(&self.labels[best])
    }

    /// Of each row of the training, how the loss on `validation` would change if it weighed more; negative is helpful.
    #[must_use]
    pub fn influences(&self, validation: &[(String, String)]) -> Vec<f64> {
        let examples: Vec<Example<'_>> = (self.vectors.iter().zip(&self.classes))
            .map(|(features, class)| Example { features, class: *class })
            .collect();
        let held: Vec<(SparseVector, usize)> = validation
            .iter()
            .filter_map(|(text, label)| {
                let class = self.labels.iter().position(|known| known == label)?;
                Some((self.weights.vector(&words(text)), class))
            })
            .collect();
        let held: Vec<Example<'_>> =
            held.iter().map(|(features, class)| Example { features, class: *class }).collect();
        self.model.influences(&examples, &held)
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
}
