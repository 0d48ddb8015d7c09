//! What holds for any texts.

#![allow(clippy::unwrap_used, reason = "tests")]

use measures::{
    RougeLIndex, TfIdf, balance, cosine, distinct_n, duplicate_key, histogram, mean_self_bleu,
    repeated_ngrams, rouge_l, sample, self_bleu, wilson, word_count, words,
};
use proptest::{collection::vec, prelude::*};

fn text() -> impl Strategy<Value = Vec<String>> {
    vec("[a-e]", 0..12)
}

/// The longest common subsequence by its textbook table.
fn longest_common(a: &[String], b: &[String]) -> usize {
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (i, x) in a.iter().enumerate() {
        for (j, y) in b.iter().enumerate() {
            table[i + 1][j + 1] = if x == y { table[i][j] + 1 } else { table[i][j + 1].max(table[i + 1][j]) };
        }
    }
    table[a.len()][b.len()]
}

proptest! {
    #[test]
    fn rouge_l_is_the_longest_common_subsequence(a in vec("[a-c]", 0..200), b in vec("[a-c]", 0..200)) {
        let common = longest_common(&a, &b);
        let expected = if common == 0 { 0.0 } else { 2.0 * common as f64 / (a.len() + b.len()) as f64 };
        prop_assert_eq!(rouge_l(&a, &b), expected);
        prop_assert_eq!(rouge_l(&b, &a), expected);
    }

    #[test]
    fn the_index_finds_what_comparing_with_all_finds(texts in vec(text(), 0..20), query in text(), floor in 0.0..1.0f64) {
        let mut index = RougeLIndex::new();
        for (at, text) in texts.iter().enumerate() {
            prop_assert_eq!(index.insert(text), at);
        }
        let mut expected: Option<(usize, f64)> = None;
        for (at, text) in texts.iter().enumerate() {
            let similarity = rouge_l(&query, text);
            if similarity > floor && expected.is_none_or(|(_, best)| similarity > best) {
                expected = Some((at, similarity));
            }
        }
        prop_assert_eq!(index.nearest(&query, floor).map(|found| (found.at, found.similarity)), expected);
        prop_assert_eq!(index.len(), texts.len());
    }

    #[test]
    fn shares_stay_in_their_range(texts in vec(text(), 0..12), order in 0usize..6) {
        for share in self_bleu(&texts, order).into_iter().chain(distinct_n(&texts, order)) {
            prop_assert!((0.0..=1.0 + 1e-12).contains(&share), "{}", share);
        }
        let weights = TfIdf::fit(&texts);
        for text in &texts {
            let own = weights.vector(text);
            let expected = if text.is_empty() { 0.0 } else { 1.0 };
            prop_assert!((own.cosine(&own) - expected).abs() < 1e-12);
        }
        for repeated in repeated_ngrams(&texts, order, 5) {
            let holders = texts.iter().filter(|text| text.windows(order).any(|ngram| ngram == repeated.words)).count();
            prop_assert_eq!(holders, repeated.texts);
        }
    }

    #[test]
    fn every_finite_number_is_in_the_bin_that_says_so(numbers in vec(prop_oneof![-1e6..1e6f64, (-9i32..9).prop_map(f64::from)], 0..50), bins in 1usize..30) {
        let found = histogram(&numbers, bins);
        prop_assert_eq!(found.iter().map(|bin| bin.count).sum::<u64>(), numbers.len() as u64);
        prop_assert!(found.len() <= bins.max(2), "{} bins of {}", found.len(), bins);
        for bin in &found {
            let inside = numbers.iter().filter(|number| **number > bin.low && **number < bin.high).count() as u64;
            prop_assert!(bin.count >= inside, "{:?} holds {}", bin, inside);
        }
    }

    #[test]
    fn an_interval_holds_its_share(n in 1u64..500, part in 0.0..=1.0f64) {
        let hits = (n as f64 * part) as u64;
        let interval = wilson(hits, n, 1.96).unwrap();
        let share = hits as f64 / n as f64;
        prop_assert!(interval.low <= share + 1e-12 && share <= interval.high + 1e-12);
    }

    #[test]
    fn a_sample_is_distinct_and_repeatable(total in 0usize..300, size in 0usize..300, seed in any::<u64>()) {
        let drawn = sample(total, size, seed);
        prop_assert_eq!(drawn.len(), size.min(total));
        prop_assert!(drawn.windows(2).all(|pair| pair[0] < pair[1]) && drawn.iter().all(|at| *at < total));
        prop_assert_eq!(drawn, sample(total, size, seed));
    }

    #[test]
    fn duplicates_ignore_case_and_spaces(text in any::<String>()) {
        let key = duplicate_key(&text);
        let spaced = format!("  {}\n", text.split_whitespace().collect::<Vec<_>>().join(" \t "));
        prop_assert_eq!(duplicate_key(&spaced), key);
        prop_assert_eq!(word_count(&text), words(&text).len());
    }
}

#[test]
fn words_of_many_scripts() {
    let check = |text: &str, expected: &[&str]| assert_eq!(words(text), expected, "{text}");
    check("Don't stop: it's 3.5 % off!", &["don't", "stop", "it's", "3.5", "off"]);
    check("A matter-of-fact reply…", &["a", "matter", "of", "fact", "reply"]);
    check("ÉTÉ à Zürich", &["été", "à", "zürich"]);
    check("你好，世界", &["你", "好", "世", "界"]);
    check("Привет, мир", &["привет", "мир"]);
    check(" \n—…!", &[]);
}

#[test]
fn nothing_to_measure_is_said() {
    let none: Vec<Vec<String>> = Vec::new();
    assert_eq!(distinct_n(&none, 1), None);
    assert_eq!(mean_self_bleu(&none, 4), None);
    assert_eq!(mean_self_bleu(&[words("one")], 4), None);
    assert_eq!(balance(&[]), None);
    assert_eq!(balance(&[0, 0]), None);
    assert_eq!(balance(&[5, 5]), Some(1.0));
    assert_eq!(balance(&[5, 0]), Some(0.0));
    assert_eq!(wilson(0, 0, 1.96), None);
    assert_eq!(measures::cohen_kappa::<u8>(&[]), None);
    assert_eq!(measures::cohen_kappa(&[(1, 1), (1, 1)]), None);
    assert_eq!(measures::compression_ratio::<&str>(&[]), None);
    assert!(histogram(&[], 10).is_empty() && histogram(&[f64::NAN], 10).is_empty());
    assert_eq!(histogram(&[3.0, 3.0], 10).len(), 1);
    assert_eq!(cosine(&[0.0], &[1.0]), 0.0);
    assert_eq!(cosine(&[1.0, 0.0], &[2.0, 0.0]), 1.0);
}
