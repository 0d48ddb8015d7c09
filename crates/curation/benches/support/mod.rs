//! What the benchmarks share.
#![allow(dead_code, reason = "each benchmark uses some of it")]

use std::path::{Path, PathBuf};

use rand::{SeedableRng as _, seq::SliceRandom as _};
use rand_chacha::ChaCha8Rng;

/// The value of `--data`.
pub fn data() -> PathBuf {
    let mut arguments = std::env::args().skip_while(|argument| argument != "--data").skip(1);
    PathBuf::from(arguments.next().expect("--data DIR"))
}

/// Rows of a comma-separated file; two columns of it, by their places.
pub fn table(path: &Path, header: bool, columns: [usize; 2]) -> Vec<[String; 2]> {
    let mut reader = csv::ReaderBuilder::new().has_headers(header).from_path(path).unwrap();
    let records = reader.records().map(Result::unwrap);
    records.map(|record| columns.map(|column| record[column].to_owned())).collect()
}

/// Probability that a row of `positive` has a larger value than one of the others, ties counting half (Mann and Whitney).
pub fn auc(values: &[f64], positive: &[bool]) -> f64 {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let (mut ranks, mut at) = (0.0, 0);
    while at < order.len() {
        let end = at + order[at..].iter().take_while(|row| values[**row] == values[order[at]]).count();
        let rank = (at + end + 1) as f64 / 2.0;
        ranks += rank * order[at..end].iter().filter(|row| positive[**row]).count() as f64;
        at = end;
    }
    let hits = positive.iter().filter(|hit| **hit).count() as f64;
    (ranks - hits * (hits + 1.0) / 2.0) / (hits * (positive.len() as f64 - hits))
}

/// Numbers in an order drawn by a seed.
pub fn shuffled(count: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.shuffle(&mut ChaCha8Rng::seed_from_u64(seed));
    order
}

/// Mean.
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}
