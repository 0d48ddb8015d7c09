//! What a student sees of a row: n-grams of words and of characters, and the vector that an encoder gave.
//!
//! Each kind is a block of dimensions in which a row has length 1 or, where it has nothing of the kind, 0; together they
//! have length 1 at most. So no kind drowns another, and one penalty fits all.

use std::ops::RangeInclusive;

use measures::{SparseVector, TermFrequency, TfIdf, words};

/// What is known of a row beside its label.
#[derive(Clone, Copy, Debug, Default)]
pub struct Input<'r> {
    /// Its text; may be empty.
    pub text: &'r str,
    /// Its embedding, of the same length for all rows; empty where there is none. What is not finite counts as 0.
    pub vector: &'r [f32],
}

impl<'r> From<&'r str> for Input<'r> {
    fn from(text: &'r str) -> Self {
        Self { text, vector: &[] }
    }
}

/// Which terms of a text are features, and how they count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeatureOptions {
    /// Lengths of n-grams of words.
    pub words: Option<RangeInclusive<usize>>,
    /// Lengths of n-grams of characters within one word, whose ends count as a space each.
    pub characters: Option<RangeInclusive<usize>>,
    /// How repeated terms count.
    pub frequency: TermFrequency,
    /// Fewest texts that a term occurs in.
    pub least: u32,
}

impl FeatureOptions {
    /// Single words by their count.
    #[must_use]
    pub fn words() -> Self {
        Self { words: Some(1..=1), characters: None, frequency: TermFrequency::Count, least: 1 }
    }
}

impl Default for FeatureOptions {
    /// Words and pairs of words, and three to five characters. Terms of a single text stay: a student that can tell rows
    /// apart by them learns less from wrong labels (on TREC with 41 % noise 0.69 of the test is right, 0.64 without).
    fn default() -> Self {
        Self { words: Some(1..=2), characters: Some(3..=5), frequency: TermFrequency::Sublinear, least: 1 }
    }
}

/// The space of the features of a set of rows.
#[derive(Clone, Debug)]
pub struct Features {
    options: FeatureOptions,
    words: TfIdf,
    characters: TfIdf,
    /// Length of the vectors that are given.
    vector: usize,
}

impl Features {
    /// Learns the terms and their weights from rows.
    #[must_use]
    pub fn fit(inputs: &[Input<'_>], options: &FeatureOptions) -> Self {
        let weights = |terms: fn(&str, Option<&RangeInclusive<usize>>) -> Vec<String>,
                       lengths: &Option<RangeInclusive<usize>>| {
            let texts: Vec<Vec<String>> =
                inputs.iter().map(|input| terms(input.text, lengths.as_ref())).collect();
            TfIdf::fit_terms(&texts, options.frequency, options.least)
        };
        Self {
            words: weights(word_ngrams, &options.words),
            characters: weights(character_ngrams, &options.characters),
            vector: inputs.iter().map(|input| input.vector.len()).max().unwrap_or(0),
            options: options.clone(),
        }
    }

    /// Number of dimensions.
    #[must_use]
    pub fn dimensions(&self) -> usize {
        self.words.dimensions() + self.characters.dimensions() + self.vector
    }

    /// The features of a row; terms that were not learnt are left out.
    #[must_use]
    pub fn vector(&self, input: Input<'_>) -> SparseVector {
        let terms = |space: &TfIdf, terms: Vec<String>| (space.dimensions(), space.vector(&terms));
        let given: Vec<f64> = (input.vector.iter().take(self.vector))
            .map(|value| if value.is_finite() { f64::from(*value) } else { 0.0 })
            .collect();
        let parts = [
            terms(&self.words, word_ngrams(input.text, self.options.words.as_ref())),
            terms(&self.characters, character_ngrams(input.text, self.options.characters.as_ref())),
            (self.vector, SparseVector::from_dense(&given).normalized()),
        ];
        let kinds = parts.iter().filter(|(dimensions, _)| *dimensions > 0).count();
        SparseVector::join(&parts, 1.0 / (kinds.max(1) as f64).sqrt())
    }
}

/// Sequences of words, joined by spaces.
fn word_ngrams(text: &str, lengths: Option<&RangeInclusive<usize>>) -> Vec<String> {
    let Some(lengths) = lengths else { return Vec::new() };
    let words = words(text);
    let of = |length: usize| words.windows(length.max(1)).map(|ngram| ngram.join(" "));
    lengths.clone().flat_map(of).collect()
}

/// Sequences of characters of each word with a space before and after; of a word that is shorter than a sequence, all of
/// it, once. These are the `char_wb` n-grams of scikit-learn over our words.
fn character_ngrams(text: &str, lengths: Option<&RangeInclusive<usize>>) -> Vec<String> {
    let Some(lengths) = lengths else { return Vec::new() };
    let mut ngrams = Vec::new();
    for word in words(text) {
        let characters: Vec<char> = [' '].into_iter().chain(word.chars()).chain([' ']).collect();
        for length in lengths.clone() {
            if length >= characters.len() {
                ngrams.push(characters.iter().collect());
                break;
            }
            ngrams.extend(characters.windows(length.max(1)).map(|ngram| ngram.iter().collect::<String>()));
        }
    }
    ngrams
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ngrams_of_words_and_characters() {
        let check = |ngrams: Vec<String>, expected: &[&str]| assert_eq!(ngrams, expected);
        check(word_ngrams("To be, or", Some(&(1..=2))), &["to", "be", "or", "to be", "be or"]);
        check(word_ngrams("To be", Some(&(3..=4))), &[]);
        check(word_ngrams("To be", None), &[]);
        // CountVectorizer(analyzer="char_wb", ngram_range=(3, 5)).build_analyzer()("go art") of scikit-learn 1.9.1.
        check(
            character_ngrams("go art", Some(&(3..=5))),
            &[" go", "go ", " go ", " ar", "art", "rt ", " art", "art ", " art "],
        );
        check(character_ngrams("", Some(&(3..=5))), &[]);
    }

    #[test]
    fn a_repeated_term_counts_by_its_logarithm() {
        let texts = ["a a a b", "c"].map(Input::from);
        let options = FeatureOptions { frequency: TermFrequency::Sublinear, ..FeatureOptions::words() };
        let vector = Features::fit(&texts, &options).vector(texts[0]);
        let [(_, a), (_, b)] = vector.entries() else { panic!("{vector:?}") };
        assert!((a / b - (1.0 + 3_f64.ln())).abs() < 1e-12, "{a} {b}");
    }

    #[test]
    fn rare_terms_are_left_out() {
        let texts = ["sun and rain", "sun and snow", "hail"].map(Input::from);
        let check = |least: u32, expected: usize| {
            let options = FeatureOptions { least, ..FeatureOptions::words() };
            let features = Features::fit(&texts, &options);
            assert_eq!(features.dimensions(), expected);
            let entries = features.vector("snow and sun".into()).entries().len();
            assert_eq!(entries, if least == 1 { 3 } else { expected });
        };
        check(1, 5);
        check(2, 2);
        check(3, 0);
    }

    proptest! {
        #[test]
        fn vectors_have_length_one_and_stay_in_their_space(
            texts in prop::collection::vec("[a-d ]{0,12}", 1..8),
            seen in prop::collection::vec(prop_oneof![Just(f32::NAN), -2.0f32..2.0], 0..4),
        ) {
            let inputs: Vec<Input<'_>> =
                texts.iter().map(|text| Input { text, vector: &seen }).collect();
            for options in [FeatureOptions::default(), FeatureOptions::words()] {
                let features = Features::fit(&inputs, &options);
                for input in inputs.iter().copied().chain([Input::default(), Input { text: "b", vector: &[1.0; 9] }]) {
                    let vector = features.vector(input);
                    prop_assert!(vector.norm() <= 1.0 + 1e-12);
                    prop_assert!(vector.entries().iter().all(|(at, _)| (*at as usize) < features.dimensions()));
                    prop_assert!(vector.entries().windows(2).all(|pair| pair[0].0 < pair[1].0));
                }
            }
        }
    }
}
