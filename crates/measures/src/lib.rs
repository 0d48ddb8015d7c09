//! Text and vector measures: pure functions, no I/O, no model.
//!
//! Measures of word order work on slices of anything that can be compared, so that a reference tokenizer can be put in
//! the place of ours; [`words()`] is the one definition of a word that the application uses.

mod agreement;
mod bleu;
mod bm25;
mod bootstrap;
mod calibration;
mod compression;
mod distribution;
mod duplicate;
mod histogram;
mod kmeans;
mod minhash;
mod mixture;
mod ngrams;
mod proportion;
mod rouge;
mod sample;
mod select;
mod shingle;
mod tfidf;
mod words;

pub use agreement::{Level, cohen_kappa, fleiss_kappa, krippendorff_alpha, specific_agreement};
pub use bleu::{mean_self_bleu, self_bleu};
pub use bm25::Bm25;
pub use bootstrap::bootstrap;
pub use calibration::{Judgement, ReliabilityBin, expected_calibration_error, reliability};
pub use compression::compression_ratio;
pub use distribution::{balance, entropy, least_confidence, predictive_entropy};
pub use duplicate::duplicate_key;
pub use histogram::{Bin, histogram};
pub use kmeans::{KMeans, k_means};
pub use minhash::{Link, NearDuplicates, near_duplicates};
pub use mixture::low_mean_posterior;
pub use ngrams::{RepeatedNgram, distinct_n, ngram_diversity, repeated_ngrams, type_token_ratio, vocabulary};
pub use proportion::{Interval, Z95, wilson};
pub use rouge::{Match, RougeLIndex, homogenization, rouge_l};
pub use sample::sample;
pub use select::{k_center, neighbours, vote_k};
pub use shingle::{Shingle, jaccard, shingles};
pub use tfidf::{SparseVector, TermFrequency, TfIdf, cosine};
pub use words::{word_count, words};
