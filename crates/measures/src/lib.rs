//! Text and vector measures: pure functions, no I/O, no model.
//!
//! Measures of word order work on slices of anything that can be compared, so that a reference tokenizer can be put in
//! the place of ours; [`words()`] is the one definition of a word that the application uses.

mod agreement;
mod bleu;
mod bm25;
mod calibration;
mod compression;
mod distribution;
mod duplicate;
mod histogram;
mod minhash;
mod ngrams;
mod proportion;
mod rouge;
mod sample;
mod select;
mod tfidf;
mod words;

pub use agreement::cohen_kappa;
pub use bleu::{mean_self_bleu, self_bleu};
pub use bm25::Bm25;
pub use calibration::{Judgement, ReliabilityBin, expected_calibration_error, reliability};
pub use compression::compression_ratio;
pub use distribution::{balance, entropy};
pub use duplicate::duplicate_key;
pub use histogram::{Bin, histogram};
pub use minhash::{Link, NearDuplicates, Shingle, jaccard, near_duplicates, shingles};
pub use ngrams::{RepeatedNgram, distinct_n, ngram_diversity, repeated_ngrams, type_token_ratio, vocabulary};
pub use proportion::{Interval, wilson};
pub use rouge::{Match, RougeLIndex, homogenization, rouge_l};
pub use sample::sample;
pub use select::{k_center, neighbours, vote_k};
pub use tfidf::{SparseVector, TermFrequency, TfIdf, cosine};
pub use words::{word_count, words};
