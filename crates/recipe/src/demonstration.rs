//! Demonstrations: examples shown to the model (survey §3.1.1, e_demo).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The name by which demonstrations are taken from the rows that the run made before: those accepted in earlier rounds.
/// Their fields are the columns of the dataset.
pub const SYNTHETIC: &str = "synthetic";

/// Rows of a source that a prompt shows. Steps that list it read it with
/// `{% for shot in NAME %}{{ shot.FIELD }}{% endfor %}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Demonstration {
    /// How prompts call it.
    pub name: String,
    /// The source they are taken from, or `synthetic` for the rows accepted in earlier rounds (Self-Instruct, Wang et
    /// al., 2023).
    pub source: String,
    /// How they are chosen.
    #[serde(default)]
    pub select: Select,
    /// How many each prompt shows.
    pub count: usize,
    /// Take only rows whose field of this name equals the row's condition of the same name, such as `label`; for
    /// `from-leaf` the field whose value all shown rows share.
    #[serde(default)]
    pub matching: Option<String>,
    /// How `similar`, `diverse` and `vote-k` compare rows.
    #[serde(default)]
    pub similarity: Similarity,
    /// What `similar` and `bm25` compare with, as a template; by default the input row's text or all conditions.
    #[serde(default)]
    pub query: Option<String>,
    /// Positions in the source (from 0) that are always shown, before the chosen ones.
    #[serde(default)]
    pub pinned: Vec<usize>,
}

impl Demonstration {
    /// Whether an encoder is needed to choose them.
    #[must_use]
    pub fn is_embedded(&self) -> bool {
        self.similarity == Similarity::Embedding
            && matches!(self.select, Select::Similar | Select::Diverse | Select::VoteK)
    }
}

/// How demonstrations are chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Select {
    /// Anew for each row, uniformly, without replacement.
    #[default]
    Random,
    /// Nearest to the query, the nearest last (KATE, Liu et al., 2022).
    Similar,
    /// Nearest to the query by BM25, the nearest last: for passages of documents.
    Bm25,
    /// The same ones in every prompt, each the farthest from those before it (k-center).
    Diverse,
    /// The same ones in every prompt, those for which most rows vote that are not yet stood for (vote-k, Su et al.,
    /// 2023).
    VoteK,
    /// Anew for each row, all with the same value of the field in `matching`: one leaf of a taxonomy (LAB, Sudalairaj et
    /// al., 2024).
    FromLeaf,
    /// Those that accepted rows of earlier rounds were shown least often, so that all are used before any is used again.
    /// Of rows made so far this is a traversal: what was found is gone on from, each once, before anything a second time
    /// (Explore-Instruct, Wan et al., 2023).
    LeastShown,
    /// Of the rows made so far, those that help a student most on rows held out (ProGen, Ye et al., 2022).
    Informative,
    /// Rows that a student of the rows made so far labels wrongly (S3, Wang et al., 2023).
    Hard,
}

/// How like two texts are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Similarity {
    /// By their words: cosine of TF-IDF vectors. Needs no model, so it is the same on every machine.
    #[default]
    TfIdf,
    /// By what they say: cosine of the vectors of the sentence encoder in the settings or, without one, of the language
    /// model's last hidden states.
    Embedding,
}
