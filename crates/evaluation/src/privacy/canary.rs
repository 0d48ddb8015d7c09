//! Texts that were put among the known ones on purpose, to see whether they come out again.

use measures::{CopiedSpans, words};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use crate::Rows;

/// A canary: a text that nobody would write by chance, put among the known texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Canary {
    /// The text.
    pub text: String,
    /// Texts made by the same rule that were not put there.
    pub alternatives: Vec<String>,
}

/// How much of a canary came out.
#[derive(Clone, Debug, PartialEq)]
pub struct Exposed {
    /// Its words.
    pub words: usize,
    /// The longest run of them that a row holds.
    pub copied: usize,
    /// Rows that hold all of it.
    pub rows: Vec<usize>,
    /// Exposure in bits by how many words in a row were copied, among the alternatives; `None` without these.
    pub exposure: Option<f64>,
}

/// Letters of syllables, of which words are made that no text holds by itself.
const CONSONANTS: [char; 14] = ['b', 'd', 'f', 'g', 'k', 'l', 'm', 'n', 'p', 'r', 't', 'v', 'x', 'z'];
const VOWELS: [char; 5] = ['a', 'e', 'i', 'o', 'u'];
const SYLLABLES: usize = 4;

impl Canary {
    /// As many canaries as asked for, by a seed: three made-up words of four syllables and two numbers of four digits, with
    /// `alternatives` more by the same rule.
    #[must_use]
    pub fn draw(count: usize, alternatives: usize, seed: u64) -> Vec<Self> {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let mut text = || {
            let mut word = || -> String {
                let mut letter = |of: &[char]| of[random.random_range(0..of.len())];
                (0..SYLLABLES).flat_map(|_| [letter(&CONSONANTS), letter(&VOWELS)]).collect()
            };
            let [first, second, third] = [word(), word(), word()];
            let mut number = || random.random_range(1000..10_000);
            format!("{first} {} {second} {} {third}", number(), number())
        };
        let mut canary = || Self { text: text(), alternatives: (0..alternatives).map(|_| text()).collect() };
        (0..count).map(|_| canary()).collect()
    }
}

/// Looks for canaries in the rows.
#[must_use]
pub fn canaries(rows: &Rows, canaries: &[Canary]) -> Vec<Exposed> {
    if canaries.is_empty() {
        return Vec::new();
    }
    let index = CopiedSpans::new(rows.rows().iter().map(|row| row.text.as_str()));
    let copied = |text: &str| index.longest(text).map_or(0, |span| span.words);
    let exposed = |canary: &Canary| {
        let own = words(&canary.text);
        let holds =
            |row: &usize| !own.is_empty() && rows.words()[*row].windows(own.len()).any(|run| *run == own);
        let longest = copied(&canary.text);
        let others: Vec<f64> = canary.alternatives.iter().map(|text| copied(text) as f64).collect();
        Exposed {
            words: own.len(),
            copied: longest,
            rows: (0..rows.len()).filter(holds).collect(),
            exposure: exposure(longest as f64, &others),
        }
    };
    canaries.iter().map(exposed).collect()
}

/// Exposure in bits (Carlini et al. 2019, arXiv:1802.08232): `log2 |R| − log2 rank` for the rank of a canary among `R`, itself
/// and the alternatives, by a score that is higher the better it is known. 0 for the last, about 1 on average where it is not
/// known, `log2 |R|` for the first; of equals each is as likely to be the first. `None` without alternatives, or where the
/// canary's score is no number; alternatives without one are left out.
#[must_use]
pub fn exposure(canary: f64, alternatives: &[f64]) -> Option<f64> {
    let others: Vec<f64> = alternatives.iter().copied().filter(|score| !score.is_nan()).collect();
    if others.is_empty() || canary.is_nan() {
        return None;
    }
    let above = others.iter().filter(|score| **score > canary).count() as f64;
    let equal = others.iter().filter(|score| **score == canary).count() as f64;
    Some((others.len() as f64 + 1.0).log2() - (1.0 + above + equal / 2.0).log2())
}
