//! How fast copied spans are found: `cargo bench -p measures --bench copied [-- --rows N]`.
//!
//! Documents of a megabyte in all and rows of 10 to 40 words are drawn from 30,000 words by Zipf's law; every hundredth
//! row copies 12 words of a document.
#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used, reason = "a measurement for developers")]

use std::time::Instant;

use measures::CopiedSpans;
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

const WORDS: usize = 30_000;
const BYTES: usize = 1_000_000;
const PLANTED: usize = 12;

fn main() {
    let mut arguments = std::env::args().skip_while(|argument| argument != "--rows");
    let rows: usize = arguments.nth(1).map_or(100_000, |rows| rows.parse().unwrap());
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let mut sum = 0.0;
    let sums: Vec<f64> = (1..=WORDS)
        .map(|rank| {
            sum += 1.0 / rank as f64;
            sum
        })
        .collect();
    let mut words = |count: usize| -> Vec<String> {
        let word = |_| format!("w{}", sums.partition_point(|known| *known <= random.random_range(0.0..sum)));
        (0..count).map(word).collect()
    };
    let mut documents: Vec<Vec<String>> = Vec::new();
    let mut bytes = 0;
    while bytes < BYTES {
        let document = words(500);
        bytes += document.iter().map(|word| word.len() + 1).sum::<usize>();
        documents.push(document);
    }
    let mut lengths = ChaCha8Rng::seed_from_u64(2);
    let texts: Vec<String> = (0..rows)
        .map(|row| {
            let mut text = words(lengths.random_range(10..=40));
            if row % 100 == 0 {
                let document = &documents[row / 100 % documents.len()];
                let from = lengths.random_range(0..document.len() - PLANTED);
                text.extend_from_slice(&document[from..from + PLANTED]);
            }
            text.join(" ")
        })
        .collect();
    let documents: Vec<String> = documents.iter().map(|words| words.join(" ")).collect();
    let start = Instant::now();
    let index = CopiedSpans::new(documents.iter().map(String::as_str));
    let prepared = start.elapsed().as_secs_f64();
    let spans: Vec<usize> =
        texts.iter().map(|text| index.longest(text).map_or(0, |span| span.words)).collect();
    let seconds = start.elapsed().as_secs_f64();
    let planted: Vec<usize> = spans.iter().step_by(100).copied().collect();
    let found = planted.iter().filter(|words| **words >= PLANTED).count();
    let others = spans.iter().enumerate().filter(|(row, _)| row % 100 != 0).map(|(_, words)| *words).max();
    println!(
        "{rows} rows, {bytes} bytes of documents: prepared in {prepared:.2} s, all found in {seconds:.2} s on one \
         thread; {found} of {} planted spans found, longest other span {} words",
        planted.len(),
        others.unwrap_or(0)
    );
}
