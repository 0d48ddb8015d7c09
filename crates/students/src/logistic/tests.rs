use measures::{SparseVector, TfIdf};

use super::*;

/// Points with three features and a class that follows from them with some noise, drawn by a small generator.
fn points(count: usize, seed: u64) -> Vec<(SparseVector, usize)> {
    let mut state = seed;
    let mut draw = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / (1_u64 << 31) as f64
    };
    (0..count)
        .map(|_| {
            let values = [draw(), draw(), draw()];
            let class = usize::from(values[0] + 0.5 * values[1] + 0.4 * (draw() - 0.5) > 0.75);
            let class = if values[2] > 0.9 { 2 } else { class };
            (SparseVector::from_dense(&values), class)
        })
        .collect()
}

fn examples(points: &[(SparseVector, usize)]) -> Vec<Example<'_>> {
    points.iter().map(|(features, class)| Example { features, class: *class, weight: 1.0 }).collect()
}

/// Weights from 0 to 2.
fn weighted(points: &[(SparseVector, usize)]) -> Vec<Example<'_>> {
    let mut examples = examples(points);
    examples.iter_mut().enumerate().for_each(|(at, example)| example.weight = (at % 5) as f64 / 2.0);
    examples
}

#[test]
fn the_gradient_is_that_of_the_loss() {
    let points = points(40, 1);
    let examples = weighted(&points);
    let mut model = LogisticRegression::fit(&examples[..10], 3, 3, 0.1, Precision::EXACT);
    let rows = soft_rows(&examples);
    let gradient = model.gradient(&rows, &model.all_probabilities(&rows));
    for (at, g) in gradient.iter().enumerate() {
        let h = 1e-6;
        let mut loss = |shift: f64| {
            model.weights[at] += shift;
            let loss = model.loss(&rows, &model.all_probabilities(&rows));
            model.weights[at] -= shift;
            loss
        };
        let difference = (loss(h) - loss(-h)) / (2.0 * h);
        assert!((g - difference).abs() < 1e-7, "{at}: {g} {difference}");
    }
}

#[test]
fn the_hessian_is_that_of_the_gradient() {
    let points = points(40, 2);
    let examples = weighted(&points);
    let mut model = LogisticRegression::fit(&examples[..10], 3, 3, 0.1, Precision::EXACT);
    let v: Vec<f64> = (0..model.weights.len()).map(|i| (i as f64 * 0.7).sin()).collect();
    let rows = soft_rows(&examples);
    let mut product = vec![0.0; v.len()];
    model.hessian_times(&rows, &model.all_probabilities(&rows), &v, &mut product);
    let start = model.weights.clone();
    let h = 1e-5;
    let mut gradient = |sign: f64| {
        model.weights = start.iter().zip(&v).map(|(w, v)| w + sign * h * v).collect();
        model.gradient(&rows, &model.all_probabilities(&rows))
    };
    let (above, below) = (gradient(1.0), gradient(-1.0));
    for ((found, above), below) in product.iter().zip(above).zip(below) {
        assert!((found - (above - below) / (2.0 * h)).abs() < 1e-7);
    }
}

/// Examples of one row with several classes train the same model as the same examples apart.
#[test]
fn soft_labels_are_examples_of_the_same_features() {
    let points = points(30, 5);
    let label = |(features, class): (&'_ SparseVector, usize)| {
        [(class, 0.7), ((class + 1) % 3, 0.3)].map(|(class, weight)| (features.clone(), class, weight))
    };
    let copies: Vec<(SparseVector, usize, f64)> =
        points.iter().flat_map(|(features, class)| label((features, *class))).collect();
    let apart: Vec<Example<'_>> = copies
        .iter()
        .map(|(features, class, weight)| Example { features, class: *class, weight: *weight })
        .collect();
    let together: Vec<Example<'_>> = copies
        .iter()
        .enumerate()
        .map(|(at, (_, class, weight))| Example {
            features: &points[at / 2].0,
            class: *class,
            weight: *weight,
        })
        .collect();
    assert_eq!((soft_rows(&apart).len(), soft_rows(&together).len()), (60, 30));
    let [apart, together] =
        [&apart, &together].map(|examples| LogisticRegression::fit(examples, 3, 3, 0.1, Precision::EXACT));
    for (a, b) in apart.weights.iter().zip(&together.weights) {
        assert!((a - b).abs() < 1e-9, "{a} {b}");
    }
}

/// Removing one of n rows changes the loss on validation by about `-I(z) / n`; on 50 points the first order must come
/// close to training again without the row.
#[test]
fn influence_is_what_leaving_a_row_out_does() {
    let (points, validation) = (points(50, 3), points(60, 4));
    let (examples, validation) = (examples(&points), examples(&validation));
    let penalty = 0.05;
    let model = LogisticRegression::fit(&examples, 3, 3, penalty, Precision::EXACT);
    let influences = model.influences(&examples, &validation);
    let before = model.reverse_cross_entropy(&validation);
    let n = examples.len() as f64;
    let mut pairs = Vec::new();
    for (left_out, influence) in influences.iter().enumerate() {
        let mut rest = examples.clone();
        rest.remove(left_out);
        // The mean over n - 1 rows weighs each row and the penalty as the mean over n with one row taken away does.
        let without = LogisticRegression::fit(&rest, 3, 3, penalty * n / (n - 1.0), Precision::EXACT);
        pairs.push((without.reverse_cross_entropy(&validation) - before, -influence / n));
    }
    let mean = |values: Vec<f64>| values.iter().sum::<f64>() / values.len() as f64;
    let (a, b) = (mean(pairs.iter().map(|p| p.0).collect()), mean(pairs.iter().map(|p| p.1).collect()));
    let product: f64 = pairs.iter().map(|(x, y)| (x - a) * (y - b)).sum();
    let spread =
        |f: fn(&(f64, f64)) -> f64, mean: f64| pairs.iter().map(|p| (f(p) - mean).powi(2)).sum::<f64>();
    let correlation = product / (spread(|p| p.0, a) * spread(|p| p.1, b)).sqrt();
    assert!(correlation > 0.995, "correlation {correlation}");
    let largest = pairs.iter().map(|(x, _)| x.abs()).fold(0.0, f64::max);
    let worst = pairs.iter().map(|(x, y)| (x - y).abs()).fold(0.0, f64::max);
    assert!(worst < 0.15 * largest, "{worst} of {largest}");
}

/// Words that occur with one class alone decide.
#[test]
fn clear_texts_are_told_apart() {
    let texts = ["good film", "great film", "a great joy", "bad film", "awful film", "a bad bore"];
    let words: Vec<Vec<String>> = texts.iter().map(|text| measures::words(text)).collect();
    let weights = TfIdf::fit(&words);
    let vectors: Vec<SparseVector> = words.iter().map(|words| weights.vector(words)).collect();
    let examples: Vec<Example<'_>> = vectors
        .iter()
        .enumerate()
        .map(|(at, features)| Example { features, class: at / 3, weight: 1.0 })
        .collect();
    let model = LogisticRegression::fit(&examples, weights.dimensions(), 2, 0.01, Precision::EXACT);
    for (text, class) in [("a great film", 0), ("a bad film", 1), ("joy", 0), ("awful bore", 1)] {
        let p = model.probabilities(&weights.vector(&measures::words(text)));
        assert!(p[class] > 0.6, "{text}: {p:?}");
        assert!((p.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }
}

#[test]
fn nothing_to_learn_from() {
    let empty = LogisticRegression::fit(&[], 2, 4, 0.1, Precision::EXACT);
    assert_eq!(empty.probabilities(&SparseVector::default()), [0.25; 4]);
    assert_eq!(empty.influences(&[], &[]), [0.0; 0]);
}

/// A whole weight is that many copies of the row, 0 none; only proportions matter.
#[test]
fn weights_are_copies() {
    let points = points(60, 5);
    let copies = |at: usize| at % 4;
    let all = examples(&points);
    let repeated: Vec<Example<'_>> =
        all.iter().enumerate().flat_map(|(at, example)| std::iter::repeat_n(*example, copies(at))).collect();
    let expected = LogisticRegression::fit(&repeated, 3, 3, 0.01, Precision::EXACT);
    let check = |scale: f64| {
        let mut weighted = all.clone();
        weighted.iter_mut().enumerate().for_each(|(at, example)| example.weight = copies(at) as f64 * scale);
        let model = LogisticRegression::fit(&weighted, 3, 3, 0.01, Precision::EXACT);
        for (found, expected) in model.weights.iter().zip(&expected.weights) {
            assert!((found - expected).abs() < 1e-6, "{scale}: {found}, expected {expected}");
        }
        assert!((model.cross_entropy(&weighted) - expected.cross_entropy(&repeated)).abs() < 1e-9);
    };
    check(1.0);
    check(0.2);
}

#[test]
fn weights_that_are_none_count_nothing() {
    let points = points(20, 6);
    let check = |weight: f64| {
        let none: Vec<Example<'_>> =
            examples(&points).into_iter().map(|example| Example { weight, ..example }).collect();
        let model = LogisticRegression::fit(&none, 3, 3, 0.1, Precision::EXACT);
        assert_eq!(model.probabilities(&points[0].0), [1.0 / 3.0; 3], "{weight}");
        assert_eq!(model.cross_entropy(&none), 0.0);
    };
    [0.0, -1.0, f64::NAN, f64::INFINITY].into_iter().for_each(check);
}

#[test]
fn a_rough_training_is_near_the_exact_one() {
    let points = points(200, 7);
    let examples = weighted(&points);
    let fit = |precision| LogisticRegression::fit(&examples, 3, 3, 1e-3, precision);
    let (rough, exact) = (fit(Precision::ROUGH), fit(Precision::EXACT));
    for (features, _) in &points {
        for (rough, exact) in rough.probabilities(features).iter().zip(exact.probabilities(features)) {
            assert!((rough - exact).abs() < 1e-4, "{rough} {exact}");
        }
    }
}
