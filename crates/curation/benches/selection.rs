//! Which choice of rows to label teaches a student most: `cargo bench -p curation --bench selection -- --data DIR`.
//!
//! DIR holds `banking77`: questions to a bank with their intent; 20 of the intents, drawn once, are used. For each of ten
//! seeds all strategies begin with the same 40 random rows and choose 40 more five times.
#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a measurement for developers"
)]

mod support;

use curation::selection::{Candidates, Strategy, select};
use measures::SparseVector;
use students::{Example, FeatureOptions, Features, Input, LogisticRegression, Precision};
use support::{data, mean, shuffled, table};

const INTENTS: usize = 20;
const BATCH: usize = 40;
const ROUNDS: usize = 5;
const SEEDS: u64 = 10;
/// 97.5 % of Student's t with nine degrees of freedom.
const T: f64 = 2.262_157;
/// Sum of the penalties of all rows: scikit-learn's C = 10, as the rows are few and their labels right.
const PENALTY: f64 = 0.1;

struct Set {
    vectors: Vec<SparseVector>,
    classes: Vec<usize>,
}

fn main() {
    let folder = data().join("banking77");
    let read = |name: &str| table(&folder.join(name), true, [0, 1]);
    let (train, test) = (read("train.csv"), read("test.csv"));
    let mut intents: Vec<&String> = train.iter().map(|row| &row[1]).collect();
    intents.sort();
    intents.dedup();
    let chosen: Vec<&String> = shuffled(intents.len(), 0)[..INTENTS].iter().map(|at| intents[*at]).collect();
    let class = |intent: &String| chosen.iter().position(|one| *one == intent);
    let pick = |rows: &[[String; 2]]| -> Vec<(String, usize)> {
        rows.iter().filter_map(|[text, intent]| Some((text.clone(), class(intent)?))).collect()
    };
    let (train, test) = (pick(&train), pick(&test));
    let inputs: Vec<Input<'_>> = train.iter().map(|(text, _)| Input::from(text.as_str())).collect();
    let features = Features::fit(&inputs, &FeatureOptions::default());
    let see = |rows: &[(String, usize)]| Set {
        vectors: rows.iter().map(|(text, _)| features.vector(text.as_str().into())).collect(),
        classes: rows.iter().map(|(_, class)| *class).collect(),
    };
    let (train, test) = (see(&train), see(&test));
    println!(
        "{} rows to choose from, {} test rows, {INTENTS} intents",
        train.classes.len(),
        test.classes.len()
    );

    print!("{:18}", "labelled rows");
    (0..=ROUNDS).for_each(|round| print!("{:>16}", BATCH * (round + 1)));
    println!();
    let mut areas = Vec::new();
    for strategy in Strategy::ALL {
        let curves: Vec<Vec<f64>> =
            (0..SEEDS).map(|seed| curve(strategy, &train, &test, features.dimensions(), seed)).collect();
        print!("{:18}", format!("{strategy:?}"));
        for round in 0..=ROUNDS {
            let (middle, reach) = interval(&curves.iter().map(|curve| curve[round]).collect::<Vec<_>>());
            print!("{:>16}", format!("{middle:.3} ± {reach:.3}"));
        }
        println!();
        areas.push(curves.iter().map(|curve| mean(&curve[1..])).collect::<Vec<f64>>());
    }
    println!("\nmean accuracy after the first rows, less that of random choice with the same seed:");
    for (strategy, area) in Strategy::ALL.iter().zip(&areas).skip(1) {
        let differences: Vec<f64> = area.iter().zip(&areas[0]).map(|(own, random)| own - random).collect();
        let (middle, reach) = interval(&differences);
        let says = match (middle - reach > 0.0, middle + reach < 0.0) {
            (true, _) => "beats random",
            (_, true) => "is worse than random",
            _ => "cannot be told from random",
        };
        println!("{:18} {middle:+.3} ± {reach:.3}: {says}", format!("{strategy:?}"));
    }
}

/// Mean and half the width of its 95 % interval.
fn interval(values: &[f64]) -> (f64, f64) {
    let (middle, n) = (mean(values), values.len() as f64);
    let squares: f64 = values.iter().map(|value| (value - middle).powi(2)).sum();
    (middle, T * (squares / (n - 1.0) / n).sqrt())
}

/// Test accuracy after the first rows and after each choice.
fn curve(strategy: Strategy, train: &Set, test: &Set, dimensions: usize, seed: u64) -> Vec<f64> {
    let mut labelled = shuffled(train.classes.len(), seed)[..BATCH].to_vec();
    let mut curve = Vec::new();
    loop {
        let example =
            |row: &usize| Example { features: &train.vectors[*row], class: train.classes[*row], weight: 1.0 };
        let examples: Vec<Example<'_>> = labelled.iter().map(example).collect();
        let penalty = PENALTY / labelled.len() as f64;
        let student = LogisticRegression::fit(&examples, dimensions, INTENTS, penalty, Precision::ROUGH);
        let right = |(vector, class): (&SparseVector, &usize)| {
            let p = student.probabilities(vector);
            let best = (0..p.len()).reduce(|best, other| if p[other] > p[best] { other } else { best });
            f64::from(best == Some(*class))
        };
        curve.push(mean(&test.vectors.iter().zip(&test.classes).map(right).collect::<Vec<_>>()));
        if curve.len() > ROUNDS {
            return curve;
        }
        let probabilities: Vec<Vec<f64>> =
            train.vectors.iter().map(|vector| student.probabilities(vector)).collect();
        let candidates =
            Candidates { vectors: &train.vectors, probabilities: &probabilities, labelled: &labelled };
        let chosen = select(strategy, candidates, BATCH, seed.wrapping_mul(100) + curve.len() as u64);
        labelled.extend(chosen);
    }
}
