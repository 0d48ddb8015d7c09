//! Whether SunGen's weights tell wrong labels from right ones: `cargo bench -p curation --bench sungen -- --data DIR`.
//!
//! DIR holds `supergen/SST-2.train.json`: 6,000 generated sentences of film reviews with their label. 40 % of the labels
//! are flipped, by three seeds.
#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a measurement for developers"
)]

mod support;

use curation::{Pipeline, Rows, Setting, curate};
use support::{auc, data, mean, shuffled};

fn main() {
    let file = std::fs::File::open(data().join("supergen/SST-2.train.json")).unwrap();
    let table: Vec<serde_json::Value> = serde_json::from_reader(std::io::BufReader::new(file)).unwrap();
    let field = |row: &serde_json::Value, name: &str| row[name].as_str().unwrap().to_owned();
    for seed in 0..3 {
        let mut flipped = vec![false; table.len()];
        shuffled(table.len(), seed).iter().take(table.len() * 2 / 5).for_each(|row| flipped[*row] = true);
        let row = |(row, flipped): (&serde_json::Value, &bool)| {
            let label = field(row, "label");
            let label = if *flipped { if label == "0" { "1" } else { "0" }.to_owned() } else { label };
            (field(row, "text"), Some(label))
        };
        let rows = Rows::new(table.iter().zip(&flipped).map(row));
        let pipeline = Pipeline::parse("[[curate]]\nkind = \"sun-gen\"").unwrap();
        let outcome = curate(&pipeline, &rows, Setting::default()).unwrap();
        let weights: Vec<f64> = outcome.rows().iter().map(|row| row.weight).collect();
        let of = |flip: bool| {
            let rows = weights.iter().zip(&flipped).filter(|(_, flipped)| **flipped == flip);
            mean(&rows.map(|(weight, _)| *weight).collect::<Vec<_>>())
        };
        let right: Vec<bool> = flipped.iter().map(|flipped| !flipped).collect();
        println!(
            "seed {seed}: mean weight of clean rows {:.3}, of flipped rows {:.3}, ratio {:.1}, AUC {:.3}",
            of(false),
            of(true),
            of(false) / of(true),
            auc(&weights, &right),
        );
    }
}
