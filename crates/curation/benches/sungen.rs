//! Whether weights tell wrong labels from right ones, and what students learn with them:
//! `cargo bench -p curation --bench sungen -- --data DIR`.
//!
//! DIR holds `supergen/SST-2.train.json`: 6,000 generated sentences of film reviews with their label. By three seeds, 200 of them
//! are gold and 1,000 the test, and 40 % of the labels of the others are flipped.
#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a measurement for developers"
)]

mod support;

use curation::{Curated, Gold, Outcome, Pipeline, Rows, Setting, Study, curate};
use serde_json::Value;
use support::{auc, data, mean, shuffled};

const GOLD: usize = 200;
const TEST: usize = 1000;
const STEPS: [&str; 3] = ["kind = \"sun-gen\"", "kind = \"online-weights\"", "kind = \"meta-weights\""];

fn field(row: &Value, name: &str) -> String {
    row[name].as_str().unwrap().to_owned()
}

fn main() {
    let file = std::fs::File::open(data().join("supergen/SST-2.train.json")).unwrap();
    let table: Vec<Value> = serde_json::from_reader(std::io::BufReader::new(file)).unwrap();
    for seed in 0..3 {
        let order = shuffled(table.len(), seed);
        let checked = |row: &usize| Gold {
            text: field(&table[*row], "text"),
            label: field(&table[*row], "label"),
            ..Gold::default()
        };
        let gold: Vec<Gold> = order[..GOLD].iter().map(checked).collect();
        let test: Vec<Gold> = order[GOLD..][..TEST].iter().map(checked).collect();
        let noisy = &order[GOLD + TEST..];
        // The order is drawn, so the first of them are a random choice.
        let flipped: Vec<bool> = (0..noisy.len()).map(|at| at < noisy.len() * 2 / 5).collect();
        let row = |(row, flipped): (&usize, &bool)| {
            let label = field(&table[*row], "label");
            let label = if *flipped { if label == "0" { "1" } else { "0" }.to_owned() } else { label };
            (field(&table[*row], "text"), Some(label))
        };
        let rows = Rows::new(noisy.iter().zip(&flipped).map(row));
        let study = Study::new(&rows, &test, 0);
        let accuracy = |state: &[Curated]| mean(&study.correct(state, 5));
        let before = Outcome::start(&rows).rows();
        let clean =
            |(row, flipped): (&Curated, &bool)| Curated { dropped_by: flipped.then_some(0), ..row.clone() };
        let clean: Vec<Curated> = before.iter().zip(&flipped).map(clean).collect();
        println!(
            "seed {seed}: test accuracy {:.3} with all rows, {:.3} without the flipped ones",
            accuracy(&before),
            accuracy(&clean)
        );
        for step in STEPS {
            let pipeline = Pipeline::parse(&format!("[[curate]]\n{step}")).unwrap();
            let setting = Setting { gold: &gold, gate: None, seed };
            let state = curate(&pipeline, &rows, setting).unwrap().rows();
            let weights: Vec<f64> = state.iter().map(|row| row.weight).collect();
            let of = |flip: bool| {
                let rows = weights.iter().zip(&flipped).filter(|(_, flipped)| **flipped == flip);
                mean(&rows.map(|(weight, _)| *weight).collect::<Vec<_>>())
            };
            let right: Vec<bool> = flipped.iter().map(|flipped| !flipped).collect();
            println!(
                "  {step}: mean weight of clean rows {:.3}, of flipped rows {:.3}, ratio {:.1}, AUC {:.3}, accuracy {:.3}",
                of(false),
                of(true),
                of(false) / of(true),
                auc(&weights, &right),
                accuracy(&state),
            );
        }
    }
}
