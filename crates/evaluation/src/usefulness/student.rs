//! Students and what they are taught.

use std::ops::ControlFlow;
use std::sync::Arc;

use indexmap::IndexSet;
use measures::SparseVector;
use students::transformer::{self, Pretrained, Reading, Transformer, TransformerOptions};
use students::{
    Example, FeatureOptions, Features, Input, LinearSvm, LogisticRegression, Precision, Row, SvmOptions,
};

use super::StudyError;

/// What learns.
#[derive(Clone, Debug, Default)]
pub enum StudentKind {
    /// Logistic regression over TF-IDF of n-grams of words and characters.
    #[default]
    LogisticRegression,
    /// A linear support vector machine over the same.
    LinearSvm,
    /// A small transformer, which sees texts alone.
    Transformer(Arc<Pretrained>),
}

impl StudentKind {
    /// What it is and what it sees, in words.
    pub(super) fn words(&self, vectors: bool) -> String {
        let seen = if vectors { "n-grams and vectors" } else { "n-grams" };
        match self {
            Self::LogisticRegression => format!("logistic regression over {seen}"),
            Self::LinearSvm => format!("linear support vector machine over {seen}"),
            Self::Transformer(pretrained) => {
                let TransformerOptions { layers, tokens, .. } = TransformerOptions::default();
                format!(
                    "a small transformer: {}, whose upper {layers} layers learn, over at most {tokens} tokens of a text",
                    pretrained.name()
                )
            }
        }
    }
}

/// Sum of the penalties of all rows: λ is this over their number, which is the `C` = 2 of scikit-learn.
const PENALTY: f64 = 0.5;

/// The different labels, numbered in the order in which they first occur.
#[derive(Debug)]
pub(super) struct Labels(IndexSet<String>);

impl Labels {
    pub fn of<'l>(labels: impl Iterator<Item = &'l str>) -> Self {
        Self(labels.map(str::to_owned).collect())
    }

    /// Number of a label, which is one of them.
    pub fn class(&self, label: &str) -> usize {
        self.0.get_index_of(label).unwrap_or(usize::MAX)
    }

    pub fn names(&self) -> Vec<String> {
        self.0.iter().cloned().collect()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }
}

/// What a student says of a gold row.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Answer {
    /// The class.
    pub class: usize,
    /// The probability of each class, where the student gives them.
    pub probabilities: Option<Vec<f64>>,
}

/// A row to learn from or to ask about.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lesson<'r> {
    pub input: Input<'r>,
    pub class: usize,
    pub weight: f64,
    /// Its place among all rows of the study.
    pub place: usize,
}

impl Lesson<'_> {
    fn counts(&self) -> bool {
        self.weight.is_finite() && self.weight > 0.0
    }
}

/// All rows of a study.
pub(super) struct Lessons<'r> {
    pub synthetic: Vec<Lesson<'r>>,
    pub real: Vec<Lesson<'r>>,
    gold: Vec<Lesson<'r>>,
    classes: usize,
    kind: StudentKind,
    vectors: bool,
    /// What the encoder of a transformer makes of each row.
    readings: Vec<Reading>,
    seed: u64,
}

pub(super) enum Trained {
    Regression(Features, LogisticRegression),
    Machine(Features, LinearSvm),
    Transformer(Transformer),
}

/// Is asked now and then while a student learns whether to go on.
pub(super) type GoOn<'g> = &'g mut dyn FnMut() -> ControlFlow<()>;

impl<'r> Lessons<'r> {
    /// Of synthetic, real and gold rows those that are used.
    pub fn new(
        labels: &Labels,
        rows: [(&[Row<'r>], &[usize]); 3],
        kind: &StudentKind,
        seed: u64,
        go_on: GoOn<'_>,
    ) -> Result<Self, StudyError> {
        let mut lengths =
            rows.iter().flat_map(|(rows, used)| used.iter().map(|row| rows[*row].input.vector.len()));
        let length = lengths.next().unwrap_or(0);
        let vectors = length > 0 && lengths.all(|other| other == length);
        let mut places = 0..;
        let mut lesson = |row: &Row<'r>| Lesson {
            input: Input { text: row.input.text, vector: if vectors { row.input.vector } else { &[] } },
            class: labels.class(row.label),
            weight: row.weight,
            place: places.next().unwrap_or(usize::MAX),
        };
        let [synthetic, real, gold] =
            rows.map(|(rows, used)| used.iter().map(|row| lesson(&rows[*row])).collect::<Vec<_>>());
        let readings = match kind {
            StudentKind::Transformer(pretrained) => {
                let texts: Vec<&str> = [&synthetic, &real, &gold]
                    .into_iter()
                    .flatten()
                    .map(|lesson| lesson.input.text)
                    .collect();
                pretrained.read(&texts, &TransformerOptions::default(), go_on)?
            }
            StudentKind::LogisticRegression | StudentKind::LinearSvm => Vec::new(),
        };
        let (classes, kind) = (labels.len(), kind.clone());
        Ok(Self { synthetic, real, gold, classes, kind, vectors, readings, seed })
    }

    pub fn has_vectors(&self) -> bool {
        self.vectors
    }

    /// Whether students learn beside each other. A transformer takes all processors by itself.
    pub fn side_by_side(&self) -> bool {
        !matches!(self.kind, StudentKind::Transformer(_))
    }

    pub fn gold_classes(&self) -> Vec<usize> {
        self.gold.iter().map(|row| row.class).collect()
    }

    /// All synthetic rows, each once.
    pub fn all_synthetic(&self) -> Vec<Lesson<'r>> {
        self.synthetic.clone()
    }

    /// A student of some lessons; rows without weight are not learnt.
    pub fn train(&self, lessons: &[Lesson<'r>], go_on: GoOn<'_>) -> Result<Trained, StudyError> {
        let lessons: Vec<&Lesson<'r>> = lessons.iter().filter(|lesson| lesson.counts()).collect();
        if let StudentKind::Transformer(pretrained) = &self.kind {
            let lesson = |lesson: &&Lesson<'_>| transformer::Lesson {
                reading: &self.readings[lesson.place],
                class: lesson.class,
                weight: lesson.weight,
            };
            let lessons: Vec<transformer::Lesson<'_>> = lessons.iter().map(lesson).collect();
            let options = TransformerOptions { seed: self.seed, ..TransformerOptions::default() };
            let student = Transformer::fit(pretrained, &lessons, self.classes, &options, go_on)?;
            return Ok(Trained::Transformer(student));
        }
        let inputs: Vec<Input<'_>> = lessons.iter().map(|lesson| lesson.input).collect();
        let features = Features::fit(&inputs, &FeatureOptions::default());
        let vectors: Vec<SparseVector> = inputs.iter().map(|input| features.vector(*input)).collect();
        let examples: Vec<Example<'_>> = (vectors.iter().zip(&lessons))
            .map(|(features, lesson)| Example { features, class: lesson.class, weight: lesson.weight })
            .collect();
        let dimensions = features.dimensions();
        if matches!(self.kind, StudentKind::LinearSvm) {
            let machine = LinearSvm::fit(&examples, dimensions, self.classes, 0, &SvmOptions::default());
            return Ok(Trained::Machine(features, machine));
        }
        let weight: f64 = lessons.iter().map(|lesson| lesson.weight).sum();
        let penalty = PENALTY / weight.max(1.0);
        let model = LogisticRegression::fit(&examples, dimensions, self.classes, penalty, Precision::ROUGH);
        Ok(Trained::Regression(features, model))
    }

    /// What a student answers to each gold row.
    pub fn answers(&self, student: &Trained) -> Result<Vec<Answer>, StudyError> {
        let each = |scores: &dyn Fn(Input<'_>) -> Vec<f64>| -> Vec<Vec<f64>> {
            self.gold.iter().map(|row| scores(row.input)).collect()
        };
        let (scores, probable) = match student {
            Trained::Regression(features, model) => {
                (each(&|input| model.probabilities(&features.vector(input))), true)
            }
            Trained::Machine(features, machine) => {
                (each(&|input| machine.margins(&features.vector(input))), false)
            }
            Trained::Transformer(student) => {
                let gold: Vec<&Reading> = self.gold.iter().map(|row| &self.readings[row.place]).collect();
                (student.probabilities(&gold)?, true)
            }
        };
        let answer = |scores: Vec<f64>| {
            let best = (0..scores.len())
                .reduce(|best, other| if scores[other] > scores[best] { other } else { best });
            Answer { class: best.unwrap_or(0), probabilities: probable.then_some(scores) }
        };
        Ok(scores.into_iter().map(answer).collect())
    }

    /// Whether a student answers each gold row rightly.
    pub fn right(&self, student: &Trained) -> Result<Vec<bool>, StudyError> {
        let answers = self.answers(student)?;
        Ok(answers.iter().zip(&self.gold).map(|(answer, row)| answer.class == row.class).collect())
    }
}
