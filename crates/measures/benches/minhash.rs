//! How many planted near-duplicates are found among 100,000 rows, and how fast: `cargo bench -p measures --bench minhash
//! [-- --rows N]`.
//!
//! Rows of 10 to 40 words are drawn from 30,000 words by Zipf's law; every tenth is an earlier one with words replaced,
//! left out or put in, as often as its Jaccard index allows to stay at 0.8 or above. Indices are counted here on
//! sets of strings, not on the fingerprints under test.
#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used, reason = "a measurement for developers")]

use std::{collections::HashSet, time::Instant};

use measures::{NearDuplicates, Shingle, near_duplicates, shingles};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

const WORDS: usize = 30_000;
const THRESHOLD: f64 = 0.8;
const SEED: u64 = 1;

fn main() {
    let mut arguments = std::env::args().skip_while(|argument| argument != "--rows");
    let rows: usize = arguments.nth(1).map_or(100_000, |rows| rows.parse().unwrap());
    println!("{rows} rows, Jaccard index of at least {THRESHOLD}");
    for shingle in [Shingle::Words(1), Shingle::Words(2), Shingle::Characters(5)] {
        measure(rows, shingle);
    }
}

fn measure(rows: usize, shingle: Shingle) {
    let (texts, planted) = plant(rows, shingle);
    let start = Instant::now();
    let sets: Vec<Vec<u64>> = texts.iter().map(|text| shingles(text, shingle)).collect();
    let NearDuplicates { groups, links } = near_duplicates(&sets, THRESHOLD, SEED);
    let seconds = start.elapsed().as_secs_f64();
    let mut group_of = vec![None; rows];
    for (at, group) in groups.iter().enumerate() {
        group.iter().for_each(|row| group_of[*row] = Some(at));
    }
    let together = |(a, b): &&(usize, usize)| group_of[*a].is_some() && group_of[*a] == group_of[*b];
    let found = planted.iter().filter(together).count();
    let unlike =
        |a: usize, b: usize| index(&strings(&texts[a], shingle), &strings(&texts[b], shingle)) < THRESHOLD;
    let wrong = links.iter().filter(|link| unlike(link.first, link.second)).count();
    let within = |group: &Vec<usize>| group.len() * (group.len() - 1) / 2;
    println!(
        "{shingle:?}: {:.3} % of {} planted pairs found, {:.3} % of {} reported pairs false, {seconds:.1} s, {}; \
         {} groups have {} pairs, linked or by a chain",
        100.0 * found as f64 / planted.len() as f64,
        planted.len(),
        100.0 * wrong as f64 / links.len().max(1) as f64,
        links.len(),
        peak(),
        groups.len(),
        groups.iter().map(within).sum::<usize>(),
    );
}

/// Texts, and the pairs of them that are near-duplicates on purpose.
fn plant(rows: usize, shingle: Shingle) -> (Vec<String>, Vec<(usize, usize)>) {
    let mut random = ChaCha8Rng::seed_from_u64(SEED);
    // Zipf's law: the word of rank r has a weight of 1 / r.
    let mut sum = 0.0;
    let sums: Vec<f64> = (1..=WORDS)
        .map(|rank| {
            sum += 1.0 / rank as f64;
            sum
        })
        .collect();
    let word = |random: &mut ChaCha8Rng| {
        let at = random.random_range(0.0..sum);
        format!("w{}", sums.partition_point(|sum| *sum <= at))
    };
    let mut texts: Vec<Vec<String>> = Vec::with_capacity(rows);
    let mut planted = Vec::new();
    for row in 0..rows {
        if row % 10 != 9 {
            let length = random.random_range(10..=40);
            texts.push((0..length).map(|_| word(&mut random)).collect());
            continue;
        }
        let from = random.random_range(0..row);
        let original = strings(&texts[from].join(" "), shingle);
        let mut copy = texts[from].clone();
        for _ in 0..random.random_range(1..=8) {
            let mut changed = copy.clone();
            let at = random.random_range(0..changed.len());
            match random.random_range(0..3) {
                0 => changed[at] = word(&mut random),
                1 if changed.len() > 1 => drop(changed.remove(at)),
                _ => changed.insert(at, word(&mut random)),
            }
            if index(&original, &strings(&changed.join(" "), shingle)) >= THRESHOLD {
                copy = changed;
            }
        }
        texts.push(copy);
        planted.push((from, row));
    }
    (texts.into_iter().map(|words| words.join(" ")).collect(), planted)
}

fn strings(text: &str, shingle: Shingle) -> HashSet<String> {
    match shingle {
        Shingle::Words(length) => {
            let words: Vec<&str> = text.split(' ').collect();
            words.windows(length.min(words.len())).map(|window| window.join(" ")).collect()
        }
        Shingle::Characters(length) => {
            let characters: Vec<char> = text.chars().collect();
            characters.windows(length.min(characters.len())).map(|window| window.iter().collect()).collect()
        }
    }
}

fn index(a: &HashSet<String>, b: &HashSet<String>) -> f64 {
    let shared = a.intersection(b).count();
    shared as f64 / (a.len() + b.len() - shared) as f64
}

/// The most memory that the process has held so far, where the system tells.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).map(str::trim);
    peak.map_or_else(|| "memory unknown".to_owned(), |peak| format!("at most {peak} held"))
}
