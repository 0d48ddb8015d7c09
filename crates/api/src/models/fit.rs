//! Whether a model fits this computer: weights, keys and values of a full batch, and what work needs beside them.
//!
//! The engine is given exactly the memory for keys and values that the verdict counts with, so a long run cannot outgrow
//! it. Measured with a file of Qwen3-0.6B's shape in Q4_K_M and 32 rows at a time: with keys and values of 10,752 tokens the
//! largest resident memory is 1.83 GB, where this counts 1.86.

use inference::{EngineOptions, ModelFile};

use super::catalogue::Listed;
use crate::hardware;
use crate::home::Home;
use crate::types::{Fit, FitVerdict};

/// Sequences computed together where the user sets nothing.
const BATCH: usize = 32;
/// Tokens of one sequence that are planned for.
const PLANNED_TOKENS: u64 = 1024;
/// Tokens of the one sequence that must fit in any case, as far as the model's context goes.
const LONGEST: u64 = 8192;
/// Most memory for keys and values. Where a full batch would need more, fewer sequences run together.
const KV_LIMIT: u64 = 2 << 30;

/// The program itself with its window.
const PROGRAM_BYTES: u64 = 100 << 20;
/// Texts, merges and grammar tables of the vocabulary, for each of its tokens.
const VOCABULARY_BYTES: u64 = 600;

/// What decides how much memory a model takes.
#[derive(Clone, Copy, Debug)]
pub struct Needs {
    /// Size of the weights.
    pub weights: u64,
    /// Size of keys and values of one token.
    pub kv_per_token: u64,
    /// Context window, in tokens.
    pub context: u64,
    /// Number of tokens in the vocabulary.
    pub vocabulary: u64,
}

impl Needs {
    pub fn of_file(file: &ModelFile) -> Self {
        Self {
            weights: file.weight_bytes,
            kv_per_token: u64::from(file.layers)
                * u64::from(file.kv_heads)
                * u64::from(file.head_dim)
                * 2
                * 2,
            context: file.context.into(),
            vocabulary: file.vocabulary as u64,
        }
    }

    pub fn of_listed(entry: &Listed) -> Self {
        Self {
            weights: entry.shape.weight_bytes(entry.quantization),
            kv_per_token: entry.shape.kv_bytes_per_token(),
            context: entry.context,
            vocabulary: entry.shape.vocabulary,
        }
    }

    /// Memory for keys and values with so many sequences together.
    pub fn kv_bytes(&self, batch: usize) -> u64 {
        let batch_tokens = PLANNED_TOKENS.min(self.context) * batch as u64;
        let one = LONGEST.min(self.context) * self.kv_per_token;
        (batch_tokens * self.kv_per_token).min(KV_LIMIT).max(one)
    }

    /// Memory for everything.
    fn bytes(&self, batch: usize) -> u64 {
        // Logits and their copies while tokens are drawn, in single precision.
        let logits = batch as u64 * self.vocabulary * 4 * 2;
        self.weights + self.kv_bytes(batch) + PROGRAM_BYTES + self.vocabulary * VOCABULARY_BYTES + logits
    }
}

/// Sequences computed together by the user's settings.
pub fn batch_of(home: &Home) -> usize {
    Some(home.settings().batch).filter(|batch| *batch > 0).unwrap_or(BATCH)
}

/// How the engine is to use the machine.
pub fn options(needs: &Needs, batch: usize) -> EngineOptions {
    EngineOptions { max_batch: batch, kv_bytes: needs.kv_bytes(batch) as usize, ..EngineOptions::default() }
}

/// Compares what a model needs with what this computer has.
pub fn fit(needs: &Needs, batch: usize) -> Fit {
    verdict(needs.bytes(batch), hardware::look().memory, batch)
}

fn verdict(bytes: u64, memory: u64, batch: usize) -> Fit {
    let verdict = if memory > 0 && bytes > memory {
        FitVerdict::TooBig
    } else if memory == 0 || bytes * 5 > memory * 4 {
        FitVerdict::Tight
    } else {
        FitVerdict::Fits
    };
    let word = match verdict {
        FitVerdict::Fits => "fits",
        FitVerdict::Tight => "tight",
        FitVerdict::TooBig => "too big",
    };
    let words = match memory {
        0 => format!("needs {} GB with {batch} rows at a time", gigabytes(bytes)),
        _ => format!("{word}: {} of {} GB with {batch} rows at a time", gigabytes(bytes), gigabytes(memory)),
    };
    Fit { verdict, words, bytes, batch }
}

fn gigabytes(bytes: u64) -> String {
    format!("{:.1}", bytes as f64 / 1e9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts_and_their_words() {
        for (gigabytes, memory, expected) in [
            (3.1, 14.0, "fits: 3.1 of 14.0 GB with 32 rows at a time"),
            (11.2, 14.0, "fits: 11.2 of 14.0 GB with 32 rows at a time"),
            (11.3, 14.0, "tight: 11.3 of 14.0 GB with 32 rows at a time"),
            (14.1, 14.0, "too big: 14.1 of 14.0 GB with 32 rows at a time"),
            (3.1, 0.0, "needs 3.1 GB with 32 rows at a time"),
        ] {
            let fit = verdict((gigabytes * 1e9) as u64, (memory * 1e9) as u64, 32);
            assert_eq!(fit.words, expected);
        }
    }

    #[test]
    fn keys_and_values_follow_the_batch_within_limits() {
        let needs = |kv_per_token, context| Needs { weights: 0, kv_per_token, context, vocabulary: 0 };
        for (kv_per_token, context, batch, expected) in [
            (1 << 10, 40_960, 32, 32 << 20),
            (1 << 10, 40_960, 1, 8 << 20),
            (1 << 10, 512, 4, 2 << 20),
            (1 << 17, 40_960, 8, 1 << 30),
            (1 << 17, 40_960, 32, 2 << 30),
            (1 << 19, 40_960, 32, 4 << 30),
        ] {
            assert_eq!(
                needs(kv_per_token, context).kv_bytes(batch),
                expected,
                "{kv_per_token} {context} {batch}"
            );
        }
    }

    #[test]
    fn a_larger_batch_needs_more() {
        let needs = Needs { weights: 1 << 30, kv_per_token: 1 << 14, context: 4096, vocabulary: 100_000 };
        let bytes: Vec<u64> = [1, 8, 32, 64].into_iter().map(|batch| fit(&needs, batch).bytes).collect();
        assert!(bytes.is_sorted() && bytes[0] > needs.weights, "{bytes:?}");
    }
}
