//! Whether two answers say the same, as SQuAD judges it (Rajpurkar et al. 2016, arXiv:1606.05250).

use std::collections::HashMap;

/// An answer without case, punctuation, English articles and superfluous space.
#[must_use]
pub fn normalize_answer(answer: &str) -> String {
    let punctuation = |c: char| c.is_ascii_punctuation() || "‘’“”«»„…–—¿¡。，、".contains(c);
    let plain: String = answer.to_lowercase().chars().filter(|c| !punctuation(*c)).collect();
    let words = plain.split_whitespace().filter(|word| !matches!(*word, "a" | "an" | "the"));
    words.collect::<Vec<_>>().join(" ")
}

/// Whether two answers are equal once normalised.
#[must_use]
pub fn exact_match(a: &str, b: &str) -> bool {
    normalize_answer(a) == normalize_answer(b)
}

/// F1 of the words that two answers share, in [0, 1]: the harmonic mean of their shares of either, each word as often as
/// both hold it. An answer without words agrees with its like alone.
#[must_use]
pub fn token_f1(a: &str, b: &str) -> f64 {
    let (a, b) = (normalize_answer(a), normalize_answer(b));
    let (a, b): (Vec<&str>, Vec<&str>) = (a.split_whitespace().collect(), b.split_whitespace().collect());
    if a.is_empty() || b.is_empty() {
        return f64::from(u8::from(a.is_empty() && b.is_empty()));
    }
    let mut left: HashMap<&str, u32> = HashMap::new();
    for word in &a {
        *left.entry(word).or_default() += 1;
    }
    let mut shared = 0.0;
    for word in &b {
        if let Some(count) = left.get_mut(word).filter(|count| **count > 0) {
            *count -= 1;
            shared += 1.0;
        }
    }
    2.0 * shared / (a.len() + b.len()) as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// `normalize_answer` and `compute_f1` of the official script evaluate-v2.0.py.
    #[test]
    fn answers_are_compared_as_squad_does() {
        let check = |a: &str, b: &str, same: bool, f1: f64| {
            assert_eq!(exact_match(a, b), same, "{a} / {b}");
            assert!((token_f1(a, b) - f1).abs() < 1e-12, "{a} / {b}: {}", token_f1(a, b));
        };
        check("The Eiffel Tower.", "eiffel tower", true, 1.0);
        check("an  apple", "Apple!", true, 1.0);
        check("in Paris, France", "Paris", false, 0.5);
        check("the cat sat", "the cat sat on the mat", false, 2.0 / 3.0);
        check("yes yes", "yes", false, 2.0 / 3.0);
        check("the", "", true, 1.0);
        check("no", "", false, 0.0);
        check("Theatre", "the atre", false, 0.0);
        check("“Quoted”", "quoted", true, 1.0);
    }

    proptest! {
        #[test]
        fn f1_is_symmetric_and_one_for_equals(a in ".{0,20}", b in "[a-c the]{0,12}") {
            prop_assert_eq!(token_f1(&a, &b), token_f1(&b, &a));
            prop_assert_eq!(token_f1(&a, &a), 1.0);
            prop_assert!(exact_match(&normalize_answer(&a), &normalize_answer(&normalize_answer(&a))));
        }
    }
}
