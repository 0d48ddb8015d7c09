//! What the judges of faithfulness say of rows whose truth is known:
//! `cargo bench -p evaluation --bench faithfulness -- --data DIR`.
//!
//! DIR holds `sst2/dev.json`, `supergen/SST-2.train.json` and `fewgen/SST-2.16-13.gen-train.json`, film reviews with labels,
//! and `trec_noisy/train.csv`, `train_corrupted.csv` and `test.csv`, questions with 40.61 % of the labels wrong.
#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used, reason = "a measurement for developers")]

use std::{path::Path, time::Instant};

use evaluation::faithfulness::{
    Drawn, Panel, Review, StudentOptions, Verdict, arithmetic::arithmetic, calibration::calibrate,
    entities::support, estimate::join, oracle::oracle, trained_judge::train,
};
use serde_json::Value;
use students::{Input, Row};

/// Rows that a person would review.
const REVIEWED: usize = 300;
/// Draws of them.
const DRAWS: u64 = 200;

fn main() {
    let mut arguments = std::env::args().skip_while(|argument| argument != "--data");
    let data = arguments.nth(1).unwrap_or_else(|| panic!("--data DIR is needed"));
    let data = Path::new(&data);
    reviews_of_films(data);
    questions(data);
}

fn show(panel: &Panel) {
    for measure in &panel.measures {
        if let Some(value) = measure.value {
            let ends = measure
                .low
                .zip(measure.high)
                .map_or(String::new(), |(low, high)| format!(" [{low:.3}, {high:.3}]"));
            println!("  {}: {value:.3}{ends}, n = {}", measure.id, measure.n);
        }
    }
    println!("  {}", panel.finding.sentence);
}

/// An oracle that learnt from SST-2's development set judges the labels of generated reviews.
fn reviews_of_films(data: &Path) {
    let gold = json(&data.join("sst2/dev.json"), "text", "_id");
    let gold = borrowed(&gold);
    for (name, file, text) in [
        ("SuperGen", "supergen/SST-2.train.json", "text"),
        ("FewGen", "fewgen/SST-2.16-13.gen-train.json", "text"),
    ] {
        let rows = json(&data.join(file), text, "label");
        let inputs: Vec<Input<'_>> = rows.iter().map(|(text, _)| text.as_str().into()).collect();
        let labels: Vec<Option<&str>> = rows.iter().map(|(_, label)| Some(label.as_str())).collect();
        let start = Instant::now();
        let found = oracle(&gold, &inputs, &labels, &StudentOptions::default()).unwrap();
        println!("oracle of SST-2 on {name}, {} rows ({:.1} s)", rows.len(), start.elapsed().as_secs_f64());
        show(&found.panel());
        let texts: Vec<&str> = rows.iter().map(|(text, _)| text.as_str()).collect();
        let start = Instant::now();
        let sources: Vec<Option<&str>> = texts.iter().rev().copied().map(Some).collect();
        let (sums, entities) = (arithmetic(&texts), support(&texts, &sources));
        let n: usize = entities.rows.iter().flatten().map(Vec::len).sum();
        let sums: usize = sums.rows.iter().map(Vec::len).sum();
        println!("  {n} entities and {sums} sums ({:.1} s)", start.elapsed().as_secs_f64());
    }
}

/// An oracle that learnt from TREC's test set is the judge of labels of which 40.61 % are wrong.
fn questions(data: &Path) {
    let folder = data.join("trec_noisy");
    let [clean, noisy, test] =
        ["train.csv", "train_corrupted.csv", "test.csv"].map(|name| csv(&folder.join(name)));
    let right: Vec<bool> = clean.iter().zip(&noisy).map(|(clean, noisy)| clean.1 == noisy.1).collect();
    let share = right.iter().filter(|right| **right).count() as f64 / right.len() as f64;
    let inputs: Vec<Input<'_>> = noisy.iter().map(|(text, _)| text.as_str().into()).collect();
    let labels: Vec<Option<&str>> = noisy.iter().map(|(_, label)| Some(label.as_str())).collect();
    let found = oracle(&borrowed(&test), &inputs, &labels, &StudentOptions::default()).unwrap();
    println!("oracle of TREC's test set on noisy labels; {share:.3} are right");
    show(&found.panel());
    let verdicts: Vec<Option<f64>> = (found.said.iter().zip(&noisy))
        .map(|((said, p), (_, label))| Some(if said == label { *p } else { 1.0 - p }))
        .collect();

    let (mut covered, mut joined_width, mut reviewed_width) = ([0; 2], 0.0, 0.0);
    for draw in 0..DRAWS {
        let joined = join(&drawn(&right, draw), &verdicts).unwrap();
        let reviewed = joined.reviewed.interval.unwrap();
        let tuned = joined.tuned.interval;
        covered[0] += u32::from((tuned.low..=tuned.high).contains(&share));
        covered[1] += u32::from((reviewed.low..=reviewed.high).contains(&share));
        joined_width += tuned.high - tuned.low;
        reviewed_width += reviewed.high - reviewed.low;
    }
    println!(
        "{REVIEWED} reviews, {DRAWS} draws: joined with the oracle {} cover at a mean width of {:.4}, alone {} at {:.4}",
        covered[0],
        joined_width / DRAWS as f64,
        covered[1],
        reviewed_width / DRAWS as f64
    );
    let reviews = drawn(&right, 0);
    println!("the oracle as judge, by {REVIEWED} reviews");
    show(&calibrate(&verdicts, &reviews).unwrap().panel());
    println!("a judge trained on {REVIEWED} reviews of label and text, beside the oracle");
    let seen: Vec<String> = noisy.iter().map(|(text, label)| format!("label{label} {text}")).collect();
    let inputs: Vec<Input<'_>> = seen.iter().map(|text| text.as_str().into()).collect();
    show(&train(&inputs, &reviews, &verdicts, &StudentOptions::default()).unwrap().panel());
}

fn drawn(right: &[bool], seed: u64) -> Vec<Option<Review>> {
    let mut reviews = vec![None; right.len()];
    for row in measures::sample(right.len(), REVIEWED, seed) {
        let verdict = if right[row] { Verdict::Right } else { Verdict::Wrong };
        reviews[row] = Some(Review { verdict, drawn: Drawn::AtRandom });
    }
    reviews
}

fn borrowed(rows: &[(String, String)]) -> Vec<Row<'_>> {
    rows.iter().map(|(text, label)| Row::text(text, label)).collect()
}

fn json(file: &Path, text: &str, label: &str) -> Vec<(String, String)> {
    let content = std::fs::read_to_string(file).unwrap();
    // A list, or one object a line.
    let rows: Vec<Value> = match serde_json::from_str(&content) {
        Ok(Value::Array(rows)) => rows,
        _ => content.lines().map(|line| serde_json::from_str(line).unwrap()).collect(),
    };
    rows.iter()
        .map(|row| (row[text].as_str().unwrap().to_owned(), row[label].to_string().replace('"', "")))
        .collect()
}

fn csv(file: &Path) -> Vec<(String, String)> {
    let content = std::fs::read_to_string(file).unwrap();
    let row = |line: &str| line.split_once(',').map(|(label, text)| (text.to_owned(), label.to_owned()));
    content.lines().filter_map(row).collect()
}
