//! Text and vector measures: pure functions, no I/O, no model.
//!
//! Measures of word order work on slices of anything that can be compared, so that a reference tokenizer can be put in
//! the place of ours; [`words()`] is the one definition of a word that the application uses.

mod agreement;
mod answers;
mod bleu;
mod bm25;
mod bootstrap;
mod bradley_terry;
mod calibration;
mod compression;
mod confusion;
mod copied;
mod dense;
mod distribution;
mod duplicate;
mod elo;
mod extract;
mod game;
mod histogram;
mod kmeans;
mod lexical;
mod mauve;
mod mean;
mod minhash;
mod mixture;
mod nearest;
mod neighbourhood;
mod ngrams;
mod prediction_powered;
mod proportion;
mod ratio;
mod roc;
mod rouge;
mod sample;
mod sample_size;
mod select;
mod shift;
mod shingle;
mod similarity;
mod spectrum;
mod tfidf;
mod tsne;
mod vendi;
mod weighted_kappa;
mod words;

pub use agreement::{Level, cohen_kappa, fleiss_kappa, krippendorff_alpha, specific_agreement};
pub use answers::{exact_match, normalize_answer, token_f1};
pub use bleu::{mean_self_bleu, self_bleu};
pub use bm25::Bm25;
pub use bootstrap::{bootstrap, percentile_interval, resample};
pub use bradley_terry::{BradleyTerry, BradleyTerryOptions, bradley_terry};
pub use calibration::{Judgement, ReliabilityBin, expected_calibration_error, reliability};
pub use compression::compression_ratio;
pub use confusion::{ClassScores, Confusion};
pub use copied::{CopiedSpan, CopiedSpans};
pub use dense::Points;
pub use distribution::{balance, entropy, least_confidence, predictive_entropy};
pub use duplicate::duplicate_key;
pub use elo::elo;
pub use extract::extract;
pub use game::{Game, Outcome};
pub use histogram::{Bin, histogram};
pub use kmeans::{KMeans, k_means};
pub use lexical::{hdd, mattr, mtld};
pub use mauve::{mauve, mauve_of_counts};
pub use mean::{Mean, mean_interval, paired_interval, student_t};
pub use minhash::{Link, NearDuplicates, near_duplicates};
pub use mixture::low_mean_posterior;
pub use nearest::{CosineIndex, Nearest};
pub use neighbourhood::{Neighbourhoods, neighbourhoods};
pub use ngrams::{
    CountRange, Ngram, Ngrams, RepeatedNgram, distinct_n, intern, ngram_diversity, repeated_ngrams,
    type_token_ratio, vocabulary,
};
pub use prediction_powered::{Judged, PredictionPowered, Weight, prediction_powered};
pub use proportion::{Interval, Z95, wilson};
pub use ratio::{Estimate, ratio};
pub use roc::{auc, auc_difference, best_threshold};
pub use rouge::{Match, RougeLIndex, homogenization, rouge_l};
pub use sample::sample;
pub use sample_size::{further_rows, sample_size, wilson_finite};
pub use select::{k_center, neighbours, vote_k};
pub use shift::{
    central_moment_discrepancy, jensen_shannon, maximum_mean_discrepancy, median_distance, wasserstein,
};
pub use shingle::{Shingle, jaccard, shingles};
pub use similarity::{PairwiseSimilarity, average_pairwise_similarity, nearest_distances};
pub use spectrum::Pca;
pub use tfidf::{SparseVector, TermFrequency, TfIdf, cosine};
pub use tsne::{TSne, t_sne};
pub use vendi::{ngram_vendi, vendi_of_kernel, vendi_score};
pub use weighted_kappa::{Disagreement, weighted_kappa};
pub use words::{word_count, words};
