//! The measures against public libraries (`data/reference.py` computes the values) and published unit values.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use measures::{
    TfIdf, cohen_kappa, compression_ratio, distinct_n, homogenization, ngram_diversity, rouge_l, self_bleu,
    wilson,
};
use serde::Deserialize;

#[derive(Deserialize)]
struct Reference {
    dogs: Vec<String>,
    cases: Vec<Case>,
    kappa: Vec<Kappa>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    texts: Vec<Vec<String>>,
    self_bleu: BTreeMap<usize, Vec<f64>>,
    rouge_l: Vec<(usize, usize, f64)>,
    homogenization: f64,
    distinct: BTreeMap<usize, Option<f64>>,
    query: Vec<String>,
    tfidf: Vec<f64>,
}

#[derive(Deserialize)]
struct Kappa {
    a: Vec<u32>,
    b: Vec<u32>,
    kappa: f64,
}

fn reference() -> Reference {
    serde_json::from_str(include_str!("data/reference.json")).unwrap()
}

#[track_caller]
fn close(actual: f64, expected: f64, what: &str) {
    assert!((actual - expected).abs() < 1e-9, "{what}: {actual}, expected {expected}");
}

#[test]
fn self_bleu_equals_nltk() {
    for case in reference().cases {
        for (order, expected) in &case.self_bleu {
            let actual = self_bleu(&case.texts, *order);
            assert_eq!(actual.len(), expected.len());
            for (at, (actual, expected)) in actual.iter().zip(expected).enumerate() {
                close(*actual, *expected, &format!("{}, order {order}, text {at}", case.name));
            }
        }
    }
}

#[test]
fn rouge_l_equals_rouge_score() {
    for case in reference().cases {
        for (a, b, expected) in &case.rouge_l {
            close(
                rouge_l(&case.texts[*a], &case.texts[*b]),
                *expected,
                &format!("{}, {a} and {b}", case.name),
            );
        }
        close(homogenization(&case.texts).unwrap(), case.homogenization, &case.name);
    }
}

#[test]
fn distinct_n_equals_nltk() {
    for case in reference().cases {
        for (n, expected) in &case.distinct {
            assert_eq!(distinct_n(&case.texts, *n).is_some(), expected.is_some(), "{}, n = {n}", case.name);
            if let Some(expected) = expected {
                close(distinct_n(&case.texts, *n).unwrap(), *expected, &format!("{}, n = {n}", case.name));
            }
        }
    }
}

#[test]
fn tfidf_equals_scikit_learn() {
    for case in reference().cases {
        let weights = TfIdf::fit(&case.texts);
        let query = weights.vector(&case.query);
        for (text, expected) in case.texts.iter().zip(&case.tfidf) {
            close(weights.vector(text).cosine(&query), *expected, &case.name);
        }
    }
}

#[test]
fn kappa_equals_scikit_learn() {
    for case in reference().kappa {
        let pairs: Vec<(u32, u32)> = case.a.into_iter().zip(case.b).collect();
        close(cohen_kappa(&pairs).unwrap(), case.kappa, "kappa");
    }
    // Cohen's own table: 20 and 15 agreements, 5 and 10 disagreements.
    let table = [((0, 0), 20), ((0, 1), 5), ((1, 0), 10), ((1, 1), 15)];
    let pairs: Vec<(i32, i32)> = table.into_iter().flat_map(|(pair, count)| vec![pair; count]).collect();
    close(cohen_kappa(&pairs).unwrap(), 0.4, "Cohen's table");
}

#[test]
fn published_unit_values() {
    let dogs = reference().dogs;
    // Compressors differ by a byte or two of the 306 that zlib needs.
    let ratio = compression_ratio(&dogs).unwrap();
    assert!((ratio - 1.8235).abs() < 0.015, "gzip ratio: {ratio}");
    // The published score is of the texts joined into one, split at spaces.
    let joined: Vec<String> = dogs.join(" ").split(' ').map(str::to_owned).collect();
    assert_eq!(format!("{:.3}", ngram_diversity(&[joined], 4).unwrap()), "3.315");
    let tokens = reference().cases.remove(0);
    assert_eq!(format!("{:.3}", homogenization(&tokens.texts).unwrap()), "0.318");
}

#[test]
fn wilson_equals_the_textbook() {
    let check = |hits, n, expected: &str| {
        let interval = wilson(hits, n, 1.959_964).unwrap();
        assert_eq!(format!("{:.3}-{:.3}", interval.low, interval.high), expected);
    };
    check(8, 10, "0.490-0.943");
    check(0, 10, "0.000-0.278");
    check(90, 100, "0.826-0.945");
    check(187, 200, "0.892-0.962");
    check(10, 10, "0.722-1.000");
}
