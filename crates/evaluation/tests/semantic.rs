//! Figures of vectors whose groups are plain, and distances from real rows.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use evaluation::semantic::{self, Embedded, Mismatch};
use evaluation::{Behind, Drawing, Measure, Row, Rows, reference};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

fn rows(texts: &[(&str, &str)]) -> Rows {
    let row = |(text, label): &(&str, &str)| Row {
        text: (*text).to_owned(),
        label: (!label.is_empty()).then(|| (*label).to_owned()),
        conditions: dataset::Fields::default(),
        mean_log_probability: None,
    };
    Rows::new(texts.iter().map(row).collect())
}

fn value(measures: &[Measure], id: &str) -> Option<f64> {
    measures.iter().find(|measure| measure.id == id).unwrap_or_else(|| panic!("{id}")).value
}

/// Two groups at right angles: 15 rows about ships, and 9 about bread.
fn groups() -> (Rows, Vec<Vec<f32>>) {
    let rows =
        rows(&[[("the ship sails", "sea"); 15].as_slice(), &[("the bread bakes", "land"); 9]].concat());
    let vectors = (0..24_u8)
        .map(|at| if at < 15 { vec![1.0, 0.0, f32::from(at % 2) * 0.01] } else { vec![0.0, 2.0, 0.0] });
    (rows, vectors.collect())
}

#[test]
fn groups_are_found_named_and_mapped() {
    let (rows, vectors) = groups();
    let embedded = Embedded::new(&rows, &vectors, "tiny").unwrap();
    let measures = semantic::measure(&embedded);
    assert!(measures.iter().all(|measure| measure.encoder.as_deref() == Some("tiny")));
    let check = |id: &str, expected: f64| {
        let found = value(&measures, id).unwrap();
        assert!((found - expected).abs() < 1e-3, "{id}: {found}");
    };
    check("aps-within-labels", 1.0);
    check("aps-between-labels", 0.0);
    // 15·14 + 9·8 ordered pairs of one direction, of 24·23.
    check("aps-overall", 282.0 / 552.0);
    check("remote-clique", 270.0 / 552.0);
    check("chamfer", 0.0);
    // exp of the entropy of 15/24 and 9/24.
    check("vendi", 1.938);
    let charts = semantic::charts(&embedded);
    let ids: Vec<&str> = charts.iter().map(|chart| chart.id.as_str()).collect();
    assert_eq!(ids, ["clusters", "map-clusters", "map-labels"]);
    let Drawing::Bars { points } = &charts[0].drawing else { panic!("bars") };
    assert_eq!(
        points.iter().map(|point| point.label.as_str()).collect::<Vec<_>>(),
        ["sails, ship, the", "bakes, bread, the"]
    );
    assert_eq!(points[1].behind, Some(Behind::Rows { rows: (15..24).collect() }));
    let Drawing::Map { planes, groups, places } = &charts[2].drawing else { panic!("map") };
    assert_eq!(groups, &["land", "sea"]);
    assert_eq!(places.iter().map(|place| place.row).collect::<Vec<_>>(), (0..24).collect::<Vec<_>>());
    assert_eq!((places[0].group, places[23].group), (1, 0));
    assert_eq!(planes.iter().map(|plane| plane.name.as_str()).collect::<Vec<_>>(), ["t-SNE", "Main axes"]);
    for (at, plane) in planes.iter().enumerate() {
        let [one, other] = [&places[0], &places[23]].map(|place| place.at[at]);
        let apart = (one[0] - other[0]).hypot(one[1] - other[1]);
        assert!(apart > 1.0, "groups lie apart on {}", plane.name);
    }
}

#[test]
fn groups_have_their_nearest_rows_in_front_and_take_names() {
    let (rows, mut vectors) = groups();
    // The last row of the smaller group lies off its centre on one side, the one before as far on the other.
    vectors[23] = vec![0.2, 1.0];
    vectors[15] = vec![0.5, 1.0];
    let mut charts = semantic::charts(&Embedded::new(&rows, &vectors, "tiny").unwrap());
    let found = semantic::groups(&charts);
    assert_eq!(found.iter().map(|group| group.rows.len()).collect::<Vec<_>>(), [15, 9]);
    assert_eq!(found[1].rows.last(), Some(&15), "{:?}", found[1].rows);
    semantic::name_groups(&mut charts, &[Some("At sea".to_owned()), None], "starter");
    let Drawing::Bars { points } = &charts[0].drawing else { panic!("bars") };
    let labels: Vec<&str> = points.iter().map(|point| point.label.as_str()).collect();
    assert_eq!(labels, ["At sea (sails, ship, the)", "bakes, bread, the"]);
    assert!(
        charts[0].title.contains("'At sea'")
            && charts[0].y.ends_with("named by 'starter', with their own words")
    );
    let Drawing::Map { groups, .. } = &charts[1].drawing else { panic!("map") };
    assert_eq!(*groups, labels);
    assert!(semantic::groups(&charts[1..]).is_empty());
}

#[test]
fn rows_and_vectors_belong_together() {
    let (rows, vectors) = groups();
    assert_eq!(Embedded::new(&rows, &vectors[1..], "tiny").unwrap_err(), Mismatch { rows: 24, vectors: 23 });
    let none = self::rows(&[]);
    let empty = Embedded::new(&none, &[], "tiny").unwrap();
    assert!(semantic::measure(&empty).iter().all(|measure| measure.value.is_none()));
    assert!(semantic::charts(&empty).is_empty());
    let blind: Vec<Vec<f32>> = vec![vec![f32::NAN; 3]; 24];
    let blind = Embedded::new(&rows, &blind, "tiny").unwrap();
    assert_eq!(value(&semantic::measure(&blind), "vendi"), None);
    assert!(
        !semantic::charts(&blind).iter().any(|chart| chart.id.starts_with("map")),
        "no plane without variance"
    );
}

#[test]
fn distance_from_itself_is_none_and_from_others_is_some() {
    let (rows, vectors) = groups();
    let turned: Vec<Vec<f32>> = vectors.iter().map(|vector| vec![vector[2], -vector[0], vector[1]]).collect();
    let own = Embedded::new(&rows, &vectors, "tiny").unwrap();
    let other = Embedded::new(&rows, &turned, "tiny").unwrap();
    let foreign = Embedded::new(&rows, &vectors, "another").unwrap();
    let (same, apart) = (reference::measure_semantic(&own, &own), reference::measure_semantic(&own, &other));
    for (id, expected) in [("mauve", 1.0), ("cmd", 0.0), ("cmmd", 0.0)] {
        assert!((value(&same, id).unwrap() - expected).abs() < 1e-3, "{id}: {:?}", value(&same, id));
    }
    assert!(value(&apart, "mauve").unwrap() < 0.5 && value(&apart, "cmmd").unwrap() > 1.0, "{apart:?}");
    assert_eq!(value(&apart, "neighbour-precision"), Some(0.0));
    assert!(reference::measure_semantic(&own, &foreign).iter().all(|measure| measure.value.is_none()));
}

#[test]
fn words_and_lengths_are_held_against_real_ones() {
    let made = rows(&[("a b", ""), ("a b", "")]);
    let check = |real: &[(&str, &str)], words: f64, lengths: f64| {
        let real = rows(real);
        let found = reference::measure(&made, &real);
        let (divergence, distance) =
            (value(&found, "vocabulary-divergence"), value(&found, "length-divergence"));
        assert!((divergence.unwrap() - words).abs() < 1e-12, "{divergence:?}");
        assert_eq!(distance, Some(lengths));
        assert_eq!(reference::charts(&made, &real).len(), 1);
    };
    check(&[("b a", ""), ("a b", "")], 0.0, 0.0);
    check(&[("c d e", ""), ("e f g", "")], 1.0, 1.0);
    // a, b of (2, 2) against (4, 0) of 4 words each: by hand ½·(½·log2(2/3) + ½·log2 2) + ½·log2(4/3).
    check(&[("a a", ""), ("a a", "")], 0.311_278_124_459_132_8, 0.0);
    let none = rows(&[]);
    assert!(reference::measure(&made, &none).iter().all(|measure| measure.value.is_none()));
    assert!(reference::charts(&made, &none).is_empty());
}

/// Rows of a few words and vectors around three centres, drawn by a seed.
fn drawn(count: usize, seed: u64) -> (Rows, Vec<Vec<f32>>) {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let (mut texts, mut vectors) = (Vec::new(), Vec::new());
    for _ in 0..count {
        let centre = random.random_range(0..3_usize);
        let words = random.random_range(4..20);
        let word =
            |random: &mut ChaCha8Rng| format!("w{} ", 200_f64.powf(random.random_range(0.0..1.0)) as u32);
        texts.push(((0..words).map(|_| word(&mut random)).collect::<String>(), format!("l{centre}")));
        let number = |at: usize| if at == centre { 1.5 } else { 0.0 };
        vectors.push((0..6).map(|at| number(at) + random.random_range(-1.0..1.0_f32)).collect());
    }
    let texts: Vec<(&str, &str)> =
        texts.iter().map(|(text, label)| (text.as_str(), label.as_str())).collect();
    (rows(&texts), vectors)
}

#[test]
fn rows_of_one_kind_differ_by_no_more_than_noise() {
    let (real, held) = drawn(150, 1000);
    let held = Embedded::new(&real, &held, "tiny").unwrap();
    // Of each figure, comparisons of two sets and those that are told apart.
    let mut told: Vec<(String, u32, u32)> = Vec::new();
    let figures = |seed: u64| {
        let (rows, vectors) = drawn(120, seed);
        let embedded = Embedded::new(&rows, &vectors, "tiny").unwrap();
        let mut found = semantic::measure(&embedded);
        found.extend(reference::measure(&rows, &real));
        found.extend(reference::measure_semantic(&embedded, &held));
        found
    };
    let reach = |measure: &Measure| Some((measure.high? - measure.value?).max(measure.value? - measure.low?));
    for pair in 0..40 {
        for (one, other) in figures(2 * pair).iter().zip(&figures(2 * pair + 1)) {
            let (Some(a), Some(b)) = (reach(one), reach(other)) else { continue };
            let apart = (one.value.unwrap() - other.value.unwrap()).abs() > a.hypot(b);
            let at = told.iter().position(|(id, ..)| *id == one.id).unwrap_or_else(|| {
                told.push((one.id.clone(), 0, 0));
                told.len() - 1
            });
            told[at].1 += 1;
            told[at].2 += u32::from(apart);
        }
    }
    assert_eq!(told.len(), 15, "{told:?}");
    assert!(told.iter().all(|(_, compared, apart)| *compared >= 36 && *apart <= 6), "{told:?}");
}
