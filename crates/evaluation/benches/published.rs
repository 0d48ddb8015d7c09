//! How varied generated reviews are beside real ones: `cargo bench -p evaluation --bench published -- --data DIR`, where DIR
//! holds `supergen/SST-2.train.json`, `fewgen/SST-2.16-13.gen-train.json` and `sst2/dev.json`, arrays or one object to a
//! line with the field `text`.
//!
//! The published table is of 872 rows each: all of SST-2, and of the generated sets the first 872 after Python's
//! `order = list(range(n)); random.Random(0).shuffle(order)`, whose places `published.json` holds. Its tokens are, in lower
//! case, `[a-z0-9']+|[^a-z0-9\s]`, so marks count. The second table is of the same rows with the application's words. The
//! program fails where a figure is not the published one, or the order another.
#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used, reason = "a measurement for developers")]

use std::collections::BTreeMap;
use std::path::Path;

use evaluation::{Row, Rows, diversity};
use measures::{distinct_n, mean_self_bleu, sample, vocabulary};
use regex::Regex;
use serde_json::Value;

/// Name of the set, its file, and its published vocabulary and distinct-2.
const SETS: [(&str, &str, usize, &str); 3] = [
    ("supergen", "supergen/SST-2.train.json", 819, "0.134"),
    ("fewgen", "fewgen/SST-2.16-13.gen-train.json", 1053, "0.361"),
    ("sst2", "sst2/dev.json", 4295, "0.749"),
];
/// Rows whose Self-BLEU is taken, drawn by seed 0.
const BLEU_ROWS: usize = 200;

fn main() {
    let folder = std::env::args().skip_while(|argument| argument != "--data").nth(1);
    let folder = folder.unwrap_or_else(|| panic!("usage: published --data DIR"));
    let places: BTreeMap<String, Vec<usize>> = serde_json::from_str(include_str!("published.json")).unwrap();
    let sets: Vec<Vec<String>> = SETS
        .iter()
        .map(|(name, file, ..)| {
            let texts = read(&Path::new(&folder).join(file));
            let all: Vec<usize> = (0..texts.len()).collect();
            places.get(*name).unwrap_or(&all).iter().map(|at| texts[*at].clone()).collect()
        })
        .collect();
    tokens(&sets);
    words(&sets);
}

fn tokens(sets: &[Vec<String>]) {
    let token = Regex::new(r"[a-z0-9']+|[^a-z0-9\s]").unwrap();
    println!(
        "{:<10} {:>5} {:>11} {:>11} {:>12}",
        "tokens", "rows", "vocabulary", "distinct-2", "self-bleu-4"
    );
    for ((name, _, published, share), texts) in SETS.iter().zip(sets) {
        let tokens = |text: &String| -> Vec<String> {
            token.find_iter(&text.to_lowercase()).map(|found| found.as_str().to_owned()).collect()
        };
        let texts: Vec<Vec<String>> = texts.iter().map(tokens).collect();
        let few: Vec<_> = sample(texts.len(), BLEU_ROWS, 0).into_iter().map(|at| texts[at].clone()).collect();
        let (size, bigrams) = (vocabulary(&texts), format!("{:.3}", distinct_n(&texts, 2).unwrap()));
        let bleu = mean_self_bleu(&few, 4).unwrap();
        println!("{name:<10} {:>5} {size:>11} {bigrams:>11} {bleu:>12.3}", texts.len());
        assert_eq!((size, bigrams.as_str()), (*published, *share), "{name}: not the published figures");
    }
}

fn words(sets: &[Vec<String>]) {
    let shown = [
        "vocabulary",
        "distinct-2",
        "self-bleu-4",
        "mtld",
        "hd-d",
        "repeat-probability-3",
        "homogenization",
        "ngram-vendi",
        "compression-ratio",
        "openings-top-5",
        "endings-top-5",
        "template-rate",
    ];
    let figures: Vec<Vec<f64>> = sets
        .iter()
        .map(|texts| {
            let row = |text: &String| Row {
                text: text.clone(),
                label: None,
                conditions: dataset::Fields::default(),
                mean_log_probability: None,
            };
            let rows = Rows::new(texts.iter().map(row).collect());
            let measures = [diversity::measure(&rows), diversity::likeness(&rows)].concat();
            shown.iter().map(|id| measures.iter().find(|m| m.id == *id).unwrap().value.unwrap()).collect()
        })
        .collect();
    println!("\n{:<22} {:>10} {:>10} {:>10}", "the application's", "supergen", "fewgen", "sst2");
    for (at, id) in shown.iter().enumerate() {
        println!("{id:<22} {:>10.5} {:>10.5} {:>10.5}", figures[0][at], figures[1][at], figures[2][at]);
    }
    let rising = figures.windows(2).all(|pair| pair[0][0] < pair[1][0] && pair[0][1] < pair[1][1]);
    assert!(rising, "the order of diversity is not the published one");
}

/// Texts of a JSON array or of JSON lines.
fn read(path: &Path) -> Vec<String> {
    let file = std::fs::read_to_string(path).unwrap();
    let rows: Vec<Value> = if file.trim_start().starts_with('[') {
        serde_json::from_str(&file).unwrap()
    } else {
        file.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    rows.iter().map(|row| row["text"].as_str().unwrap().to_owned()).collect()
}
