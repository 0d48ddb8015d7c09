//! What students of generated film reviews know of real ones: `cargo bench -p evaluation --bench downstream -- --data DIR`.
//!
//! DIR holds `supergen/SST-2.train.json` (6,000 rows) and `fewgen/SST-2.16-13.gen-train.json` (10,000 rows), lists of `text`
//! and `label`, and `sst2/dev.json`, a line for each of 872 rows of `text` and `_id`, the label.
#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a measurement for developers"
)]

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Instant;

use evaluation::usefulness::{StudentKind, UsefulnessData, UsefulnessOptions, report, study};
use serde_json::Value;
use students::Row;

fn main() {
    let mut arguments = std::env::args().skip_while(|argument| argument != "--data").skip(1);
    let data = PathBuf::from(arguments.next().expect("--data DIR"));
    let gold: Vec<(String, String)> = std::fs::read_to_string(data.join("sst2/dev.json"))
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .map(|row| (row["text"].as_str().unwrap().to_owned(), row["_id"].to_string()))
        .collect();
    for (name, file) in
        [("SuperGen", "supergen/SST-2.train.json"), ("FewGen", "fewgen/SST-2.16-13.gen-train.json")]
    {
        let rows = generated(&data.join(file));
        for student in [StudentKind::LogisticRegression, StudentKind::LinearSvm] {
            let start = Instant::now();
            let (synthetic, gold) = (borrowed(&rows), borrowed(&gold));
            let given = UsefulnessData { synthetic: &synthetic, real: &[], gold: &gold };
            let options = UsefulnessOptions { student, ..UsefulnessOptions::default() };
            let found = study(given, &[], &options, &mut |_, _| ControlFlow::Continue(())).unwrap();
            println!(
                "{name}, {} rows, {:?}, {} gold rows, {} students",
                rows.len(),
                found.student,
                found.gold.used,
                found.students
            );
            println!("  {:>6}  accuracy  95 % over students", "rows");
            for learnt in found.curves.iter().flat_map(|(_, points)| points) {
                let interval = learnt.accuracy.interval.unwrap();
                println!(
                    "  {:>6}  {:.3}     {:.3} to {:.3}",
                    learnt.rows, learnt.accuracy.mean, interval.low, interval.high
                );
            }
            for id in ["macro-f1", "student-calibration-error", "student-temperature", "overlap-synthetic"] {
                if let Some(measure) = report::measure(&found).into_iter().find(|measure| measure.id == id) {
                    println!("  {id}: {:.3}; {}", measure.value.unwrap(), measure.note.unwrap_or_default());
                }
            }
            println!("  {}", report::finding(&found).sentence);
            println!("  {:.1} s", start.elapsed().as_secs_f64());
        }
    }
}

fn generated(path: &Path) -> Vec<(String, String)> {
    let file = std::fs::File::open(path).unwrap();
    let table: Vec<Value> = serde_json::from_reader(std::io::BufReader::new(file)).unwrap();
    let field = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
    table.iter().map(|row| (field(row, "text"), field(row, "label"))).collect()
}

fn borrowed(rows: &[(String, String)]) -> Vec<Row<'_>> {
    rows.iter().map(|(text, label)| Row::text(text, label)).collect()
}
