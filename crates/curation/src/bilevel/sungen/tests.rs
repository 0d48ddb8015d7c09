use measures::SparseVector;
use serde::Deserialize;
use students::Example;

use super::*;

/// Rows, and what automatic differentiation in double precision finds for them; the file says how.
#[derive(Deserialize)]
struct Reference {
    rows: Vec<Vec<f64>>,
    classes: Vec<usize>,
    weights: Vec<f64>,
    validation: Vec<Vec<f64>>,
    validation_classes: Vec<usize>,
    rate: f64,
    steps: usize,
    loss: f64,
    gradient: Vec<f64>,
}

fn sparse(rows: &[Vec<f64>]) -> Vec<SparseVector> {
    rows.iter().map(|row| SparseVector::from_dense(row)).collect()
}

fn examples<'x>(features: &'x [SparseVector], classes: &[usize]) -> Vec<Example<'x>> {
    features
        .iter()
        .zip(classes)
        .map(|(features, class)| Example { features, class: *class, weight: 1.0 })
        .collect()
}

#[test]
fn ten_unrolled_steps_equal_automatic_differentiation() {
    let it: Reference = serde_json::from_str(include_str!("reference.json")).unwrap();
    let (rows, validation) = (sparse(&it.rows), sparse(&it.validation));
    let (rows, validation) = (examples(&rows, &it.classes), examples(&validation, &it.validation_classes));
    let bilevel = Bilevel { rows: &rows, validation: &validation, dimensions: 6, classes: 3 };
    let (loss, gradient) = bilevel.loss_and_gradient(&it.weights, it.steps, it.rate);
    assert!((loss - it.loss).abs() < 1e-12, "{loss} {}", it.loss);
    assert_eq!(gradient.len(), it.gradient.len());
    for (found, expected) in gradient.iter().zip(&it.gradient) {
        assert!((found - expected).abs() < 1e-12, "{found} {expected}");
    }
}

/// Of two words each tells one class; a fifth of the labels is wrong. Weights sink for those alone.
#[test]
fn wrong_labels_lose_weight() {
    let words = sparse(&[vec![1.0, 0.0], vec![0.0, 1.0]]);
    let rows: Vec<Example<'_>> = (0..40)
        .map(|at| {
            let word = at % 2;
            Example { features: &words[word], class: if wrong(at) { 1 - word } else { word }, weight: 1.0 }
        })
        .collect();
    let bilevel = Bilevel { rows: &rows, validation: &rows, dimensions: 2, classes: 2 };
    let weights = bilevel.weights(SunGenOptions::default());
    for (at, weight) in weights.iter().enumerate() {
        assert_eq!(*weight < 0.5, wrong(at), "{at}: {weight}");
    }
    let mean = |chosen: fn(usize) -> bool| {
        let of: Vec<f64> = (0..40).filter(|at| chosen(*at)).map(|at| weights[at]).collect();
        of.iter().sum::<f64>() / of.len() as f64
    };
    assert!(mean(|at| !wrong(at)) > 2.0 * mean(wrong));
}

fn wrong(at: usize) -> bool {
    at.is_multiple_of(5)
}

#[test]
fn nothing_to_learn_from() {
    let words = sparse(&[vec![1.0]]);
    let rows = examples(&words, &[0]);
    let check = |rows: &[Example<'_>], validation: &[Example<'_>], classes: usize, expected: &[f64]| {
        let bilevel = Bilevel { rows, validation, dimensions: 1, classes };
        assert_eq!(bilevel.weights(SunGenOptions::default()), expected);
    };
    check(&[], &[], 0, &[]);
    check(&rows, &[], 2, &[0.5]);
    check(&rows, &rows, 1, &[0.5]);
}
