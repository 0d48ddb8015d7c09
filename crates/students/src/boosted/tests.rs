use proptest::{collection::vec, prelude::*};

use super::*;

/// 120 rows of three numbers, some missing, whose class follows from them but for a tenth.
fn points() -> Vec<(Vec<Cell>, usize)> {
    let mut state = 7_u64;
    let mut draw = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / (1_u64 << 31) as f64
    };
    (0..120)
        .map(|at| {
            let (a, b, c) = (draw(), draw(), draw());
            let class = if c < 0.8 { usize::from(a + 0.5 * b > 0.75) } else { 2 };
            let class = if draw() < 0.1 { (class + 1) % 3 } else { class };
            let second = if at % 7 == 3 { Cell::Missing } else { Cell::Number(b) };
            (vec![Cell::Number(a), second, Cell::Number(c)], class)
        })
        .collect()
}

fn rows(points: &[(Vec<Cell>, usize)]) -> Vec<TableRow<'_>> {
    points.iter().map(|(cells, class)| TableRow { cells, class: *class, weight: 1.0 }).collect()
}

/// scikit-learn 1.9.1: `staged_predict_proba` of `HistGradientBoostingClassifier(max_iter=8, learning_rate=0.3,
/// max_leaf_nodes=None, max_depth=3, min_samples_leaf=1, l2_regularization=1, early_stopping=False)`, which keeps
/// derivatives in 32 bits.
#[test]
fn stages_are_those_of_scikit_learn() {
    let points = points();
    let options = BoostedOptions { rounds: 8, depth: 3, rate: 0.3, penalty: 1.0, least: 1e-3 };
    let model = BoostedTrees::fit(&rows(&points), 3, &options);
    let check = |row: usize, stage: usize, expected: [f64; 3]| {
        let found = &model.staged_probabilities(&points[row].0)[stage];
        for (found, expected) in found.iter().zip(expected) {
            assert!(
                (found - expected).abs() < 2e-6,
                "row {row}, stage {stage}: {found}, expected {expected}"
            );
        }
    };
    check(0, 0, [0.2184632, 0.3266693, 0.4548675]);
    check(0, 3, [0.0524845, 0.1709086, 0.7766069]);
    check(0, 7, [0.0136724, 0.0658403, 0.9204873]);
    check(3, 0, [0.6482079, 0.2138350, 0.1379570]);
    check(3, 3, [0.8174898, 0.1424848, 0.0400254]);
    check(3, 7, [0.7135855, 0.2686527, 0.0177619]);
    check(10, 0, [0.6482079, 0.2138350, 0.1379570]);
    check(10, 3, [0.9080964, 0.0564871, 0.0354165]);
    check(10, 7, [0.9560385, 0.0315881, 0.0123734]);
    check(57, 0, [0.2467002, 0.5765247, 0.1767751]);
    check(57, 3, [0.0659962, 0.7614953, 0.1725085]);
    check(57, 7, [0.0210607, 0.8345071, 0.1444322]);
    check(101, 0, [0.6482079, 0.2138350, 0.1379570]);
    check(101, 3, [0.8677694, 0.0897434, 0.0424872]);
    check(101, 7, [0.8694920, 0.1174240, 0.0130841]);
}

#[test]
fn weights_are_copies() {
    let points = points();
    let copies = |at: usize| at % 3;
    let mut weighted = rows(&points);
    weighted.iter_mut().enumerate().for_each(|(at, row)| row.weight = copies(at) as f64);
    let repeated: Vec<TableRow<'_>> = rows(&points)
        .into_iter()
        .enumerate()
        .flat_map(|(at, row)| std::iter::repeat_n(row, copies(at)))
        .collect();
    let options = BoostedOptions { rounds: 5, ..BoostedOptions::default() };
    let fit = |rows: &[TableRow<'_>]| BoostedTrees::fit(rows, 3, &options);
    let (weighted, repeated) = (fit(&weighted), fit(&repeated));
    for (cells, _) in &points {
        let pairs = weighted.probabilities(cells).into_iter().zip(repeated.probabilities(cells));
        pairs.for_each(|(a, b)| assert!((a - b).abs() < 1e-9, "{a} {b}"));
    }
}

#[test]
fn categories_and_gaps_decide() {
    // The class is that of the colour, but where there is none it is 1.
    let colours = ["red", "green", "blue", "grey"];
    let cell = |at: usize| match at % 5 {
        4 => Cell::Missing,
        colour => Cell::Category(colours[colour].to_owned()),
    };
    let class = |at: usize| [0, 1, 0, 1, 1][at % 5];
    let points: Vec<(Vec<Cell>, usize)> = (0..50).map(|at| (vec![cell(at)], class(at))).collect();
    let model = BoostedTrees::fit(&rows(&points), 2, &BoostedOptions::default());
    for (cells, class) in &points {
        assert!(model.probabilities(cells)[*class] > 0.9, "{cells:?}");
    }
    // What was never seen is as good as missing, and so is a cell that is not there.
    let missing = model.probabilities(&[Cell::Missing]);
    assert_eq!(model.probabilities(&[Cell::Category("pink".to_owned())]), missing);
    assert_eq!(model.probabilities(&[]), missing);
}

#[test]
fn nothing_to_learn_from() {
    let check = |rows: &[TableRow<'_>], classes: usize, expected: &[f64]| {
        let model = BoostedTrees::fit(rows, classes, &BoostedOptions { rounds: 3, ..Default::default() });
        assert_eq!(model.probabilities(&[Cell::Number(1.0)]), expected);
    };
    let row = |class: usize, weight: f64| TableRow { cells: &[], class, weight };
    check(&[], 4, &[0.25; 4]);
    check(&[], 0, &[]);
    check(&[row(0, 0.0), row(1, f64::NAN), row(7, 1.0)], 2, &[0.5; 2]);
    check(&[row(1, 2.0)], 2, &[0.0, 1.0]);
}

proptest! {
    #[test]
    fn the_loss_falls_with_every_round(
        cells in vec((prop_oneof![Just(f64::NAN), -3.0..3.0f64], 0usize..4, 0usize..3), 1..40),
    ) {
        let points: Vec<(Vec<Cell>, usize)> = cells.iter()
            .map(|(number, category, class)| (vec![Cell::Number(*number), Cell::Category(category.to_string())], *class))
            .collect();
        let options = BoostedOptions { rounds: 6, depth: 2, ..BoostedOptions::default() };
        let model = BoostedTrees::fit(&rows(&points), 3, &options);
        let stages: Vec<Vec<Vec<f64>>> = points.iter().map(|(cells, _)| model.staged_probabilities(cells)).collect();
        let loss = |stage: usize| -> f64 {
            stages.iter().zip(&points).map(|(stages, (_, class))| -stages[stage][*class].ln()).sum()
        };
        for stage in 1..6 {
            prop_assert!(loss(stage) <= loss(stage - 1) + 1e-9, "{} {}", loss(stage), loss(stage - 1));
        }
        for p in stages.iter().flatten() {
            prop_assert!((p.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        }
    }
}
