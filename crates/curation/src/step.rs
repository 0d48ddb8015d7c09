//! Steps of a pipeline, as documents write them.

mod behaviour;
mod defaults;

pub use defaults::{MODEL_CERTAINTY, MODEL_LABEL};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One step: what it measures, and from where on it acts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
#[ts(rename = "CurationStep")]
pub enum Step {
    /// Keeps texts of a number of words.
    Length {
        /// Fewest and most words.
        words: [u32; 2],
    },
    /// Drops texts that repeat themselves. The value is the share of n-grams that occurred before in the same text.
    Repetition {
        /// Words of an n-gram.
        #[serde(default = "defaults::ngram")]
        ngram: usize,
        /// Smallest share dropped, in (0, 1].
        #[serde(default = "defaults::repetition")]
        limit: f64,
    },
    /// Drops texts in other languages. The value is how sure it is that the language is another, 0 for the wanted ones.
    Language {
        /// Wanted languages, by ISO 639-3 code, such as `eng`.
        languages: Vec<String>,
        /// Smallest certainty dropped, in (0, 1]. Short texts are never certain.
        #[serde(default = "defaults::language")]
        limit: f64,
    },
    /// Drops answers in which the model declines or speaks of itself. The value is the number of such phrases.
    Refusal {
        /// Phrases beside the built-in ones, in any case.
        #[serde(default)]
        phrases: Vec<String>,
    },
    /// Drops texts that hold listed words. The value is how many there are.
    Blocklist {
        /// Words or phrases, found as whole words in any case.
        words: Vec<String>,
    },
    /// Drops texts that hold words of insult, threat and abuse from a short list in English. The value is how many there are.
    /// It is a first sieve, which knows no context: for a judgement let a judge rate the rows and add a `rating`.
    Toxicity {
        /// Words or phrases beside those of the list, in any case and language.
        #[serde(default)]
        words: Vec<String>,
        /// Fewest places for which a text is dropped, at least 1.
        #[serde(default = "defaults::one")]
        limit: u32,
    },
    /// Drops texts that hold common wordings of generalisations about groups of people, from short lists in English. The value
    /// is how many there are. It is a first sieve, which knows no context, as with `toxicity`.
    Stereotype {
        /// Phrases beside those of the lists, in any case and language.
        #[serde(default)]
        words: Vec<String>,
        /// Fewest places for which a text is dropped, at least 1.
        #[serde(default = "defaults::one")]
        limit: u32,
    },
    /// Drops texts that copy a span of private source texts. The value is the number of words of the longest one; the words
    /// themselves are told to nobody.
    SourceLeakage {
        /// Most words in a row that may be shared.
        #[serde(default = "defaults::span")]
        words: u32,
    },
    /// Drops texts in which personal data seems to be. The value is 1 for those, 0 for others.
    Pii {
        /// Also what only may be personal; otherwise what hardly can be anything else.
        #[serde(default)]
        unsure: bool,
    },
    /// Drops a text that an earlier row has, but for case and spaces. The value is the number of earlier copies.
    ExactDuplicate {},
    /// Drops a text much like an earlier one. The value is the largest Jaccard similarity of word n-grams found by
    /// MinHash (Broder 1997).
    NearDuplicate {
        /// Words of an n-gram.
        #[serde(default = "defaults::shingle")]
        ngram: usize,
        /// Smallest similarity dropped, in (0, 1].
        #[serde(default = "defaults::near")]
        limit: f64,
    },
    /// Drops a text whose vector is much like that of an earlier row. The value is the largest cosine.
    EmbeddingDuplicate {
        /// Smallest cosine dropped, in (0, 1].
        #[serde(default = "defaults::embedding")]
        limit: f64,
    },
    /// Keeps the texts of each label that the generator found most probable (SuperGen, Meng et al. 2022). Probable
    /// texts are alike: keep an eye on diversity.
    GenerationProbability {
        /// Column of the mean log-probability of the tokens.
        #[serde(default = "defaults::log_probability")]
        column: String,
        /// Share kept of each label, in [0, 1].
        share: f64,
    },
    /// Keeps rows that were rated well (AlpaGasus, Chen et al. 2023). Where a student rates too, the value of a row without a
    /// rating is the mean of its prediction, learnt from the rated ones: a judge or a person rates a part, such as by a rubric
    /// of toxicity.
    Rating {
        /// Column of the rating.
        column: String,
        /// Smallest rating kept, or, where lower ones are better, smallest dropped.
        limit: f64,
        /// Which ratings are better.
        #[serde(default)]
        better: Better,
        /// Whether rows without a rating get one from a student of the others.
        #[serde(default, skip_serializing_if = "is_false")]
        student: bool,
    },
    /// Keeps rows on which most of several answers to the same question, or results of running it, agree (SymGen, Ye et al.
    /// 2023; self-consistency, Wang et al. 2023). The value is the share of the most frequent one. Numbers are compared by what
    /// they are and texts by their words.
    Consistency {
        /// Columns of the answers. A value that is a JSON list holds several.
        columns: Vec<String>,
        /// Smallest share kept, in [0, 1].
        #[serde(default = "defaults::half")]
        limit: f64,
    },
    /// Finds wrong labels. The value is the probability that the label is wrong, given the text and how often labels
    /// are confused, which is estimated from the rows (confident learning, Northcutt et al. 2021, as the start of
    /// expectation maximisation).
    LabelErrors {
        /// What is done with suspicious rows.
        #[serde(default)]
        action: Action,
        /// Smallest probability acted upon, in (0, 1].
        #[serde(default = "defaults::half")]
        limit: f64,
    },
    /// Acts on rows for whose text a model names another label, having been asked for it by an annotation recipe. The value is
    /// the probability that it gives to that label, 0 where it names the row's own.
    ModelLabel {
        /// Column of the label that the model names.
        #[serde(default = "defaults::model_label")]
        column: String,
        /// Column of its probability.
        #[serde(default = "defaults::model_certainty")]
        certainty: String,
        /// What is done with such rows.
        #[serde(default)]
        action: Action,
        /// Smallest probability acted upon, in (0, 1].
        #[serde(default = "defaults::half")]
        limit: f64,
    },
    /// Keeps rows of small loss. The value is the probability that the row belongs to the lower part of a mixture of two
    /// normal distributions of losses (FreeAL, Xiao et al. 2023).
    SmallLoss {
        /// Smallest probability kept, in [0, 1].
        #[serde(default = "defaults::small_loss")]
        limit: f64,
    },
    /// Drops rows that a student of gold rows confidently contradicts throughout its training (CLLM, Seedat et al.
    /// 2023). The value is the larger of confidence and aleatoric uncertainty. Of texts the student is a logistic regression of
    /// n-grams, watched after each epoch; of columns, gradient-boosted trees, as the authors have it, watched after each round.
    Dynamics {
        /// Columns of numbers and categories that it reads in place of the text, for tables; gold rows must have them.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        columns: Vec<String>,
        /// Smallest value kept, in [0, 1].
        #[serde(default = "defaults::dynamics")]
        limit: f64,
    },
    /// Drops rows that raise a student's loss on gold rows (ProGen, Ye et al. 2022). The value is the influence, negative
    /// for helpful rows.
    Influence {
        /// Smallest influence dropped.
        #[serde(default)]
        limit: f64,
    },
    /// Keeps the rows of each label on which a student wavers most while it learns them (WANLI, Liu et al. 2022; dataset
    /// cartography, Swayamdipta et al. 2020). The value is the standard deviation of the label's probability over the epochs.
    Ambiguity {
        /// Share kept of each label, in [0, 1].
        share: f64,
    },
    /// Keeps rows with whose label a student agrees that did not see them (ReGen, Yu et al. 2023). The value is the
    /// probability of the label minus that of the best other one.
    StudentAgreement {
        /// Smallest margin kept, in [-1, 1].
        #[serde(default)]
        limit: f64,
    },
    /// Keeps rows whose neighbours have the same label. The value is their share among the nearest.
    NeighbourAgreement {
        /// Number of neighbours.
        #[serde(default = "defaults::neighbours")]
        neighbours: usize,
        /// Smallest share kept, in [0, 1].
        #[serde(default = "defaults::half")]
        limit: f64,
    },
    /// Weighs rows so that a student learns what noise-robust loss asks for (SunGen, Gao et al. 2023).
    SunGen {
        /// Rounds of weights.
        #[serde(default = "defaults::rounds")]
        rounds: usize,
    },
    /// Weighs rows by how far a step along each of them lowers a student's loss on gold rows, found anew in each batch of its
    /// training (LLMaAA, Zhang et al. 2023). The mean weight is about 1.
    OnlineWeights {
        /// How often the student sees all rows.
        #[serde(default = "defaults::epochs")]
        epochs: usize,
    },
    /// Weighs rows by a small network that reads a student's loss on them, and learns from gold rows how much losses should
    /// count (Meta-Weight-Net, Shu et al. 2019; FewGen, Meng et al. 2023). The mean weight is about 1.
    MetaWeights {
        /// How often the student sees all rows.
        #[serde(default = "defaults::epochs")]
        epochs: usize,
        /// Units of the network's hidden layer.
        #[serde(default = "defaults::hidden")]
        hidden: usize,
    },
    /// Weighs rows so that every label, or every value of a column, counts the same; the mean weight is 1.
    Balance {
        /// The column, such as a condition; the label where absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        column: Option<String>,
    },
    /// Replaces labels by those of students that learn the labels of one half and label the other, in turns (MCKD, Zhao et al.
    /// 2023). The value is the probability of the label found.
    CrossPartition {
        /// How often the halves label each other.
        #[serde(default = "defaults::stages")]
        stages: usize,
        /// Smallest value at which a label is replaced, in [0, 1].
        #[serde(default = "defaults::half")]
        limit: f64,
    },
    /// Replaces labels (Chung et al. 2023). The value is the largest of `s = keep · [given] + (1 − keep) · p` over the
    /// labels, where p comes from students that did not see the row: on vectors, one linear machine for each
    /// class, as the authors have it, whose margins sigmoids make probabilities (Platt 1999); on n-grams,
    /// logistic regression.
    Relabel {
        /// Part of the given label, in [0, 1].
        #[serde(default = "defaults::keep")]
        keep: f64,
        /// Smallest value at which a label is replaced, in [0, 1].
        #[serde(default = "defaults::half")]
        limit: f64,
        /// What the students read; vectors where the texts have some, where absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        features: Option<Features>,
    },
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_false(value: &bool) -> bool {
    !value
}

/// What students read of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(rename = "StudentFeatures")]
pub enum Features {
    /// Its vector, of an encoder.
    Vectors,
    /// Its n-grams.
    NGrams,
}

/// What is done with rows whose label seems wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(rename = "LabelErrorAction")]
pub enum Action {
    /// They are dropped.
    #[default]
    Drop,
    /// They get the most probable label.
    Relabel,
}

/// Which ratings are better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(rename = "BetterRating")]
pub enum Better {
    /// Higher ones, as of quality.
    #[default]
    Higher,
    /// Lower ones, as of toxicity.
    Lower,
}

/// Why a step is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// What the dataset may hold, whatever a student makes of it: a gate reports on it and never holds it back.
    Policy,
    /// What a student learns better from: a gate holds it back where it cannot show that it does no harm.
    Training,
}
