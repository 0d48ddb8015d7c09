//! Diversity and distance measures against public libraries (`data/vectors.py` computes the values), and published unit
//! values.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use measures::{
    Ngram, Ngrams, Pca, Points, average_pairwise_similarity, central_moment_discrepancy, distinct_n, hdd,
    intern, jensen_shannon, mattr, mauve, mauve_of_counts, maximum_mean_discrepancy, median_distance, mtld,
    nearest_distances, neighbourhoods, ngram_vendi, repeated_ngrams, vendi_of_kernel, vendi_score,
    wasserstein,
};
use proptest::{collection::vec, prelude::*};
use serde::Deserialize;

#[derive(Deserialize)]
struct Reference {
    jane: Vec<Vec<String>>,
    jane_vendi: f64,
    vectors: Vec<Case>,
    lexical: Vec<Lexical>,
    groups: Vec<Groups>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    real: Vec<Vec<f32>>,
    made: Vec<Vec<f32>>,
    labels: Vec<u32>,
    vendi: f64,
    overall: f64,
    within: f64,
    between: f64,
    chamfer: f64,
    cmd: f64,
    mmd: BTreeMap<String, f64>,
    median: f64,
    prdc: BTreeMap<usize, BTreeMap<String, f64>>,
    pca: Vec<f64>,
    axes: usize,
}

#[derive(Deserialize)]
struct Lexical {
    words: Vec<String>,
    mtld: f64,
    hdd: f64,
    mattr: f64,
    simpson: f64,
}

#[derive(Deserialize)]
struct Groups {
    counts: Vec<(u64, u64)>,
    mauve: f64,
    jensen_shannon: f64,
    numbers: (Vec<f64>, Vec<f64>),
    wasserstein: f64,
}

fn reference() -> Reference {
    serde_json::from_str(include_str!("data/vectors.json")).unwrap()
}

#[track_caller]
fn close(actual: Option<f64>, expected: f64, what: &str) {
    let actual = actual.unwrap();
    assert!((actual - expected).abs() < 1e-6, "{what}: {actual}, expected {expected}");
}

#[test]
fn measures_of_vectors_equal_the_libraries() {
    for case in reference().vectors {
        let (real, made) = (Points::new(&case.real), Points::new(&case.made));
        let check = |actual, expected, what: &str| close(actual, expected, &format!("{}, {what}", case.name));
        check(vendi_score(&real), case.vendi, "Vendi");
        let labels: Vec<Option<u32>> = case.labels.iter().copied().map(Some).collect();
        let similarity = average_pairwise_similarity(&real, &labels);
        check(similarity.overall, case.overall, "APS");
        check(similarity.within, case.within, "APS within");
        check(similarity.between, case.between, "APS between");
        let all: Vec<usize> = (0..real.len()).collect();
        let nearest = nearest_distances(&real, &all);
        check(Some(nearest.iter().sum::<f64>() / nearest.len() as f64), case.chamfer, "Chamfer");
        check(central_moment_discrepancy(&real, &made), case.cmd, "CMD");
        for (sigma, expected) in &case.mmd {
            check(maximum_mean_discrepancy(&real, &made, sigma.parse().unwrap()), *expected, "MMD");
        }
        check(median_distance(&real), case.median, "median");
        for (k, expected) in &case.prdc {
            let found = neighbourhoods(&real, &made, *k).unwrap();
            check(Some(found.precision), expected["precision"], "precision");
            check(Some(found.recall), expected["recall"], "recall");
            check(Some(found.density), expected["density"], "density");
            check(Some(found.coverage), expected["coverage"], "coverage");
        }
        let pca = Pca::fit(&made.join(&real));
        for (found, expected) in pca.shares().iter().zip(&case.pca) {
            check(Some(*found), *expected, "variance");
        }
        assert_eq!(pca.axes_for(0.9), case.axes, "{}", case.name);
    }
}

#[test]
fn measures_of_words_equal_the_libraries() {
    for case in reference().lexical {
        close(mtld(&case.words), case.mtld, "MTLD");
        close(hdd(&case.words, 42), case.hdd, "HD-D");
        close(mattr(&case.words, case.words.len().min(50)), case.mattr, "MATTR");
        let ngrams = Ngrams::up_to(1, &intern(std::slice::from_ref(&case.words)));
        close(ngrams[0].repeat_probability(), case.simpson, "Simpson");
    }
}

#[test]
fn measures_of_counts_equal_the_libraries() {
    for case in reference().groups {
        close(mauve_of_counts(&case.counts), case.mauve, "MAUVE");
        close(jensen_shannon(&case.counts), case.jensen_shannon, "Jensen-Shannon");
        close(wasserstein(&case.numbers.0, &case.numbers.1), case.wasserstein, "Wasserstein");
    }
}

#[test]
fn published_unit_values() {
    let check = |actual: Option<f64>, expected: &str| assert_eq!(format!("{:.4}", actual.unwrap()), expected);
    let samples: [f64; 6] = [0.0, 0.0, 10.0, 10.0, 20.0, 20.0];
    // Published as 2.9999; vendi-score gives 2.999999995877701.
    close(
        vendi_of_kernel(6, |a, b| (-(samples[a] - samples[b]).abs()).exp()),
        2.999_999_995_877_701,
        "Vendi",
    );
    // Vendi's README: the first two of three are alike by 0.9.
    let alike = |a: usize, b: usize| {
        if a == b {
            1.0
        } else if a + b == 1 {
            0.9
        } else {
            0.0
        }
    };
    check(vendi_of_kernel(3, alike), "2.1573");
    let reference = reference();
    check(ngram_vendi(&reference.jane, 2), "3.9066");
    close(ngram_vendi(&reference.jane, 2), reference.jane_vendi, "n-gram Vendi");
    let (a, b) = (Points::new(&[[1.0, 0.0], [0.0, 1.0]]), Points::new(&[[1.0, 0.0], [1.0, 0.0]]));
    check(maximum_mean_discrepancy(&a, &b, 10.0), "4.9751");
}

#[test]
fn nothing_to_measure_is_said() {
    let none = Points::new::<Vec<f32>>(&[]);
    let one = Points::new(&[[1.0, 2.0]]);
    let wide = Points::new(&[[f32::NAN, 2.0, f32::INFINITY]]);
    assert_eq!((vendi_score(&none), vendi_score(&Points::new(&[[0.0], [0.0]]))), (None, None));
    close(vendi_score(&one), 1.0, "one vector");
    assert_eq!(average_pairwise_similarity::<u8>(&one, &[]).overall, None);
    for other in [&none, &wide] {
        assert_eq!(central_moment_discrepancy(&one, other), None);
        assert_eq!(maximum_mean_discrepancy(&one, other, 1.0), None);
        assert_eq!(neighbourhoods(&one, other, 1), None);
    }
    assert_eq!(maximum_mean_discrepancy(&one, &one, f64::NAN), None);
    assert_eq!(median_distance(&one), None);
    assert_eq!(mauve(&none, &one, 0), None);
    assert!(nearest_distances(&one, &[0, 7]).is_empty());
    assert!(Pca::fit(&none).shares().is_empty() && Pca::fit(&one).shares().is_empty());
    assert_eq!(mauve_of_counts(&[(0, 3)]), None);
    assert_eq!(jensen_shannon(&[]), None);
    assert_eq!(wasserstein(&[f64::NAN], &[1.0]), None);
    assert_eq!((mtld::<u8>(&[]), hdd(&[1], 2), mattr(&[1], 2), mattr(&[1], 0)), (None, None, None, None));
    assert_eq!(ngram_vendi::<u8>(&[], 2), None);
    assert!(Ngrams::up_to(0, &[]).is_empty());
}

proptest! {
    #[test]
    fn ngrams_are_counted_exactly(texts in vec(vec(0u32..4, 0..9), 0..9), n in 1usize..5) {
        let mut plain: BTreeMap<&[u32], (u32, u32)> = BTreeMap::new();
        for text in &texts {
            let mut own: Vec<&[u32]> = text.windows(n).collect();
            own.iter().for_each(|ngram| plain.entry(ngram).or_default().0 += 1);
            own.sort_unstable();
            own.dedup();
            own.iter().for_each(|ngram| plain.entry(ngram).or_default().1 += 1);
        }
        let ngrams = Ngrams::up_to(n, &texts).pop().unwrap();
        prop_assert_eq!(ngrams.each().len(), plain.len());
        for ngram in ngrams.each() {
            let words = &texts[ngram.text as usize][ngram.start as usize..][..n];
            prop_assert_eq!(plain[words], (ngram.count, ngram.texts));
            let first = texts.iter().position(|text| text.windows(n).any(|other| other == words));
            prop_assert_eq!(first, Some(ngram.text as usize));
        }
        let held = |text: &Vec<u32>| text.windows(n).filter(|ngram| plain[*ngram].0 >= 2).count();
        let of = |most| ngrams.by_count(&[1..=1, 2..=u32::MAX], most).swap_remove(1).holders;
        let holders = of(99);
        prop_assert_eq!(holders.len(), texts.iter().filter(|text| held(text) > 0).count());
        for pair in holders.windows(2) {
            let [a, b] = [pair[0], pair[1]].map(|text| held(&texts[text as usize]));
            prop_assert!(a > b || (a == b && pair[0] < pair[1]));
        }
        prop_assert_eq!(&of(1)[..], &holders[..holders.len().min(1)]);
        let some: Vec<&Ngram> = ngrams.each().iter().step_by(2).collect();
        for (ngram, found) in some.iter().zip(ngrams.texts_of(&some)) {
            let words = &texts[ngram.text as usize][ngram.start as usize..][..n];
            let holds = |text: &u32| texts[*text as usize].windows(n).any(|other| other == words);
            prop_assert_eq!(found, (0..texts.len() as u32).filter(holds).collect::<Vec<_>>());
        }
        let total: u32 = plain.values().map(|(count, _)| count).sum();
        let share = (total > 0).then(|| plain.len() as f64 / f64::from(total));
        prop_assert_eq!(distinct_n(&texts, n), share);
        prop_assert!(repeated_ngrams(&texts, n, 3).windows(2).all(|pair| pair[0].texts >= pair[1].texts));
    }

    #[test]
    fn measures_stay_in_their_range(a in vec(vec(-2.0..2.0f32, 3), 4..20), b in vec(vec(-2.0..2.0f32, 3), 4..20), seed in any::<u64>()) {
        let (a, b) = (Points::new(&a), Points::new(&b));
        // Only vectors without length have no score.
        let score = vendi_score(&a).unwrap_or(1.0);
        prop_assert!((1.0 - 1e-6..=3.0 + 1e-6).contains(&score), "{}", score);
        prop_assert!(central_moment_discrepancy(&a, &a).unwrap() < 1e-12);
        prop_assert!(maximum_mean_discrepancy(&a, &a, 1.0).unwrap() < 1e-9);
        let both = (mauve(&a, &b, seed).unwrap(), mauve(&a, &a, seed).unwrap());
        prop_assert!((0.0..=1.0 + 1e-9).contains(&both.0) && (both.1 - 1.0).abs() < 1e-3, "{:?}", both);
        let found = neighbourhoods(&a, &b, 2).unwrap();
        for share in [found.precision, found.recall, found.coverage] {
            prop_assert!((0.0..=1.0).contains(&share));
        }
    }
}
