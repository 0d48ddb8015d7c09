//! How diverse generated reviews are beside real ones: SuperGen and FewGen against SST-2, in equal samples.
//!
//! `cargo run --release -p measures --example diversity -- --data DIR`, where DIR holds
//! `supergen/SST-2.train.json`, `fewgen/SST-2.16-13.gen-train.json` and `sst2/dev.json`: arrays, or one object to a line,
//! with the field `text`. SuperGen, tuned on nothing and sampled at a low temperature, must be the least diverse, real
//! reviews the most; the program fails if the order is another.

use std::{error::Error, fs, path::Path};

use measures::{distinct_n, mean_self_bleu, ngram_diversity, sample, vocabulary, words};

/// Texts compared of each set, and those of them whose Self-BLEU is taken.
const TEXTS: usize = 872;
const ROWS: usize = 200;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, flag, folder] = arguments.as_slice() else { return Err("usage: diversity --data DIR".into()) };
    if flag != "--data" {
        return Err("usage: diversity --data DIR".into());
    }
    let sets = ["supergen/SST-2.train.json", "fewgen/SST-2.16-13.gen-train.json", "sst2/dev.json"];
    println!(
        "{:<36} {:>10} {:>10} {:>10} {:>11}",
        "set", "vocabulary", "distinct-2", "n-grams 4", "self-bleu-4"
    );
    let mut figures = Vec::new();
    for set in sets {
        let texts = read(&Path::new(folder).join(set))?;
        let texts: Vec<Vec<String>> =
            sample(texts.len(), TEXTS, 0).into_iter().map(|at| words(&texts[at])).collect();
        let few: Vec<Vec<String>> =
            sample(texts.len(), ROWS, 0).into_iter().map(|at| texts[at].clone()).collect();
        let bigrams = distinct_n(&texts, 2).ok_or("a set without words")?;
        let ngrams = ngram_diversity(&texts, 4).ok_or("a set without words")?;
        let bleu = mean_self_bleu(&few, 4).ok_or("a set of one text")?;
        println!("{set:<36} {:>10} {bigrams:>10.3} {ngrams:>10.3} {bleu:>11.3}", vocabulary(&texts));
        figures.push([vocabulary(&texts) as f64, bigrams, ngrams, -bleu]);
    }
    let rising = figures.windows(2).all(|pair| pair[0].iter().zip(&pair[1]).all(|(less, more)| less < more));
    if rising { Ok(()) } else { Err("the order of diversity is not the published one".into()) }
}

/// Texts of a JSON array or of JSON lines.
fn read(path: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let file = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let rows: Vec<serde_json::Value> = if file.trim_start().starts_with('[') {
        serde_json::from_str(&file)?
    } else {
        file.lines().map(serde_json::from_str).collect::<Result<_, _>>()?
    };
    Ok(rows.iter().filter_map(|row| row["text"].as_str().map(str::to_owned)).collect())
}
