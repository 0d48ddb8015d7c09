//! Students and what they are taught.

use indexmap::IndexSet;
use measures::SparseVector;
use students::{
    Example, FeatureOptions, Features, Input, LinearSvm, LogisticRegression, Precision, Row, SvmOptions,
};

/// What learns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StudentKind {
    /// Logistic regression over TF-IDF of n-grams of words and characters.
    #[default]
    LogisticRegression,
    /// A linear support vector machine over the same.
    LinearSvm,
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
}

/// All rows of a study.
pub(super) struct Lessons<'r> {
    pub synthetic: Vec<Lesson<'r>>,
    pub real: Vec<Lesson<'r>>,
    gold: Vec<Lesson<'r>>,
    classes: usize,
    kind: StudentKind,
    vectors: bool,
}

pub(super) struct Trained {
    features: Features,
    model: Model,
}

enum Model {
    Regression(LogisticRegression),
    Machine(LinearSvm),
}

impl<'r> Lessons<'r> {
    /// Of synthetic, real and gold rows those that are used.
    pub fn new(labels: &Labels, rows: [(&[Row<'r>], &[usize]); 3], kind: StudentKind) -> Self {
        let mut lengths =
            rows.iter().flat_map(|(rows, used)| used.iter().map(|row| rows[*row].input.vector.len()));
        let length = lengths.next().unwrap_or(0);
        let vectors = length > 0 && lengths.all(|other| other == length);
        let lesson = |row: &Row<'r>| Lesson {
            input: Input { text: row.input.text, vector: if vectors { row.input.vector } else { &[] } },
            class: labels.class(row.label),
            weight: row.weight,
        };
        let [synthetic, real, gold] =
            rows.map(|(rows, used)| used.iter().map(|row| lesson(&rows[*row])).collect());
        Self { synthetic, real, gold, classes: labels.len(), kind, vectors }
    }

    pub fn has_vectors(&self) -> bool {
        self.vectors
    }

    pub fn gold_classes(&self) -> Vec<usize> {
        self.gold.iter().map(|row| row.class).collect()
    }

    /// All synthetic rows, each once.
    pub fn all_synthetic(&self) -> Vec<Lesson<'r>> {
        self.synthetic.clone()
    }

    /// A student of some lessons; rows without weight are not learnt.
    pub fn train(&self, lessons: &[Lesson<'r>]) -> Trained {
        let counts = |lesson: &&Lesson<'_>| lesson.weight.is_finite() && lesson.weight > 0.0;
        let lessons: Vec<&Lesson<'r>> = lessons.iter().filter(counts).collect();
        let inputs: Vec<Input<'_>> = lessons.iter().map(|lesson| lesson.input).collect();
        let features = Features::fit(&inputs, &FeatureOptions::default());
        let vectors: Vec<SparseVector> = inputs.iter().map(|input| features.vector(*input)).collect();
        let examples: Vec<Example<'_>> = (vectors.iter().zip(&lessons))
            .map(|(features, lesson)| Example { features, class: lesson.class, weight: lesson.weight })
            .collect();
        let dimensions = features.dimensions();
        let model = match self.kind {
            StudentKind::LogisticRegression => {
                let weight: f64 = lessons.iter().map(|lesson| lesson.weight).sum();
                let penalty = PENALTY / weight.max(1.0);
                Model::Regression(LogisticRegression::fit(
                    &examples,
                    dimensions,
                    self.classes,
                    penalty,
                    Precision::ROUGH,
                ))
            }
            StudentKind::LinearSvm => {
                Model::Machine(LinearSvm::fit(&examples, dimensions, self.classes, 0, &SvmOptions::default()))
            }
        };
        Trained { features, model }
    }

    /// What a student answers to each gold row.
    pub fn answers(&self, student: &Trained) -> Vec<Answer> {
        let answer = |row: &Lesson<'_>| {
            let features = student.features.vector(row.input);
            let (scores, probable) = match &student.model {
                Model::Regression(model) => (model.probabilities(&features), true),
                Model::Machine(model) => (model.margins(&features), false),
            };
            let best = (0..scores.len())
                .reduce(|best, other| if scores[other] > scores[best] { other } else { best });
            Answer { class: best.unwrap_or(0), probabilities: probable.then_some(scores) }
        };
        self.gold.iter().map(answer).collect()
    }

    /// Whether a student answers each gold row rightly.
    pub fn right(&self, student: &Trained) -> Vec<bool> {
        self.answers(student).iter().zip(&self.gold).map(|(answer, row)| answer.class == row.class).collect()
    }
}
