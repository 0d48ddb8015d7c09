//! Which rows people should judge when they can judge so many: strategies of active learning, each with its reason in words.

use std::collections::{HashMap, HashSet};

use ::project::{AttemptId, Reader, Run};
use ::recipe::{Origin, Recipe};
use curation::enhancement::{Budget, ambiguous, reannotate};
use curation::selection::{Candidates, Strategy, select, share, vote_k_by_confidence};
use curation::{Rows, Vectors};
use dataset::Fields;
use evaluation::Row as ReadRow;
use indexmap::IndexMap;
use measures::SparseVector;
use students::{FeatureOptions, Features, Input, Platt, Probabilities, Row, TextOptions, out_of_fold};

use crate::annotation::{Asked, Inquiry, Subject};
use crate::app::App;
use crate::error::{Result, WireError};
use crate::labelled::FOLDS;
use crate::types::{Question, ReviewOrder};
use crate::vectors::vectors_or_zeros;

/// Checked rows from which on they say what the model's confidence is worth.
const CHECKED: usize = 20;

/// How rows are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// A student wavers on them.
    Ambiguous,
    /// The model was least sure of its label, or where it did not say, a student is.
    LeastConfident,
    /// The model gave them different labels.
    Divided,
    /// A student hesitates between their labels.
    MaximumEntropy,
    /// They stand for the others, or cover them.
    Spread(Strategy),
}

impl Choice {
    /// That of an order; `None` for one that ranks all rows.
    pub fn of(order: ReviewOrder) -> Option<Self> {
        match order {
            ReviewOrder::Ambiguous => Some(Self::Ambiguous),
            ReviewOrder::LeastConfident => Some(Self::LeastConfident),
            ReviewOrder::Divided => Some(Self::Divided),
            ReviewOrder::MaximumEntropy => Some(Self::MaximumEntropy),
            ReviewOrder::KMeans => Some(Self::Spread(Strategy::KMeans)),
            ReviewOrder::KCenter => Some(Self::Spread(Strategy::KCenter)),
            ReviewOrder::VoteK => Some(Self::Spread(Strategy::VoteK)),
            ReviewOrder::Random
            | ReviewOrder::Made
            | ReviewOrder::LeastProbable
            | ReviewOrder::Suspicious
            | ReviewOrder::Disagreements => None,
        }
    }

    /// Whether its reasons tell the rows' labels.
    pub fn tells_labels(self) -> bool {
        !matches!(self, Self::Spread(_))
    }
}

/// The rows of a run that can be chosen.
pub struct Pool {
    ids: Vec<AttemptId>,
    rows: Rows,
    /// Which rows were judged already.
    judged: Vec<bool>,
    /// How probable the label of each row was to the model, where it scored labels.
    confidences: Option<Vec<Option<f64>>>,
    /// The label of each row and those that the model gave it when it was asked.
    answers: Vec<Vec<String>>,
    /// Confidences of rows that came to people by chance, and whether their labels were right.
    checked: Vec<(f64, bool)>,
    seed: u64,
}

/// Rows in the order in which they should be judged.
pub struct Chosen {
    /// Each with its reason, as a sentence.
    pub rows: Vec<(AttemptId, String)>,
    /// What is worth knowing of the choice, in sentences.
    pub about: String,
}

impl Pool {
    /// Reads the accepted rows of a run, and what models were `asked` about their labels. Those that were `judged` are known, and
    /// not chosen again.
    ///
    /// # Errors
    /// They hold no text.
    pub fn read(
        reader: &Reader,
        recipe: &Recipe,
        run: &Run,
        judged: &HashSet<AttemptId>,
        asked: &[Asked],
    ) -> Result<Self> {
        let field = recipe.text_column().ok_or_else(|| {
            WireError::input(
                "The rows of this recipe hold no text by which they could be chosen; choose another order.",
            )
        })?;
        let label = recipe.label_column();
        let column = recipe.columns().into_iter().find(|column| match &column.origin {
            Origin::Confidence { of, .. } => Some(of) == label.as_ref(),
            _ => false,
        });
        let text = |row: &Fields, name: &str| row.get(name).map(generation::text).unwrap_or_default();
        let label_of =
            |row: &Fields| label.as_deref().map(|label| text(row, label)).filter(|label| !label.is_empty());
        let is_of_labels =
            |asked: &&Asked| matches!(asked.question, Question::Label | Question::FreeAl { .. });
        let inquiries: Vec<(&Asked, Inquiry<'_>)> = asked
            .iter()
            .filter(is_of_labels)
            .map(|asked| (asked, Inquiry::new(recipe, &asked.question)))
            .collect();
        let (mut ids, mut texts, mut confidences) = (Vec::new(), Vec::new(), Vec::new());
        let mut answers = Vec::new();
        for row in reader.accepted(run.id) {
            let row = row?;
            ids.push(row.id);
            let read = ReadRow {
                text: text(&row.values, &field),
                label: label_of(&row.values),
                conditions: row.conditions.clone(),
                mean_log_probability: None,
            };
            let said = inquiries.iter().flat_map(|(asked, inquiry)| {
                asked.answers_about(inquiry, row.id, Subject { row: &read, fields: &row.values })
            });
            let said: Vec<String> = said.flatten().map(|answer| answer.said.clone()).collect();
            answers.push(if said.is_empty() {
                said
            } else {
                read.label.iter().cloned().chain(said).collect()
            });
            texts.push((read.text, read.label));
            let confidence = column.as_ref().and_then(|column| row.values.get(&column.name)?.as_f64());
            confidences.push(confidence.filter(|p| p.is_finite()));
        }
        let known: HashMap<AttemptId, f64> =
            ids.iter().zip(&confidences).filter_map(|(id, p)| Some((*id, (*p)?))).collect();
        let sampled = reader.judgments(run.id)?.into_iter().filter(|(_, _, sampled)| *sampled);
        let checked = sampled.filter_map(|(id, right, _)| Some((*known.get(&id)?, right))).collect();
        let confidences = Some(confidences).filter(|all| all.iter().any(Option::is_some));
        let judged = ids.iter().map(|id| judged.contains(id)).collect();
        Ok(Self { ids, rows: Rows::new(texts), judged, confidences, answers, checked, seed: run.plan.seed })
    }

    /// Up to `count` rows, the first of them first.
    ///
    /// # Errors
    /// The choice needs labels, or vectors could not be computed.
    pub fn choose(&self, app: &App, choice: Choice, count: usize) -> Result<Chosen> {
        let (rows, about) = match (choice, &self.confidences) {
            (Choice::Ambiguous, _) => (self.ambiguous(count)?, String::new()),
            (Choice::LeastConfident, Some(confidences)) => self.least_confident(confidences, count),
            (Choice::LeastConfident, None) => {
                (self.uncertain(Strategy::LeastConfidence, count)?, String::new())
            }
            (Choice::Divided, _) => self.divided(count)?,
            (Choice::MaximumEntropy, _) => (self.uncertain(Strategy::MaximumEntropy, count)?, String::new()),
            (Choice::Spread(strategy), _) => self.spread(app, strategy, count)?,
        };
        let rows = rows.into_iter().map(|(row, why)| (self.ids[row], why)).collect();
        Ok(Chosen { rows, about })
    }

    fn label(&self, row: usize) -> &str {
        self.rows.labels()[row].as_deref().unwrap_or_default()
    }

    /// Rows that a student wavers on (Liu et al. 2022).
    fn ambiguous(&self, count: usize) -> Result<Vec<(usize, String)>> {
        self.labelled()?;
        let why = |row: &curation::enhancement::Ambiguous| {
            format!(
                "A student wavers on it: while it learned, it gave {} {:.0} % on average, with a standard deviation of {:.0} points.",
                row.label,
                100.0 * row.confidence,
                100.0 * row.variability
            )
        };
        let found = ambiguous(&self.rows, 1.0, self.seed);
        let open = found.iter().filter(|row| !self.judged[row.row]);
        Ok(open.take(count).map(|row| (row.row, why(row))).collect())
    }

    /// Rows whose label the model was least sure of, as far as people do better (Wang et al. 2021).
    fn least_confident(&self, confidences: &[Option<f64>], count: usize) -> (Vec<(usize, String)>, String) {
        let open: Vec<usize> = (0..confidences.len()).filter(|row| !self.judged[*row]).collect();
        let confidences: Vec<Option<f64>> = open.iter().map(|row| confidences[*row]).collect();
        let budget = Budget { total: count as f64, person: 1.0, model: 0.0 };
        let (scores, right): (Vec<f64>, Vec<bool>) = self.checked.iter().copied().unzip();
        let calibration = (scores.len() >= CHECKED).then(|| Platt::fit(&scores, &right));
        let found = reannotate(&confidences, budget, 1.0, calibration);
        let why = |at: usize| match confidences[at] {
            Some(p) => format!("The model gave {} only {:.0} %.", self.label(open[at]), 100.0 * p),
            None => format!("The model did not say how sure it was of {}.", self.label(open[at])),
        };
        let at = |judged: usize| 100.0 * found.curve.get(judged).copied().unwrap_or_default();
        let basis = match calibration {
            Some(_) => format!("by {} rows that were checked", scores.len()),
            None => "by what the model says of itself".to_owned(),
        };
        let about = format!(
            "{} of {} rows that you have not judged come to you, and the model's labels stand on the others. So {:.0} % of the labels should be right in \
             place of {:.0} %, {basis}.",
            found.people.len(),
            confidences.len(),
            at(found.people.len()),
            at(0)
        );
        (found.people.iter().map(|at| (open[*at], why(*at))).collect(), about)
    }

    /// Rows for which the model gave different labels.
    fn divided(&self, count: usize) -> Result<(Vec<(usize, String)>, String)> {
        let open: Vec<usize> =
            (0..self.ids.len()).filter(|row| !self.judged[*row] && !self.answers[*row].is_empty()).collect();
        if open.is_empty() && self.answers.iter().all(Vec::is_empty) {
            return Err(WireError::input(
                "The model was not asked for the labels of these rows; ask it on the Evaluate page, under 'Ask the model', or choose \
                 another order.",
            ));
        }
        let answers: Vec<Vec<String>> = open.iter().map(|row| self.answers[*row].clone()).collect();
        let found = share(&answers, count);
        let about = format!(
            "{} of {} rows that it was asked about and you have not judged come to you. On the others its most frequent label stands.",
            found.people.len(),
            open.len()
        );
        let why = |at: usize| {
            let mut counts: IndexMap<&String, usize> = IndexMap::new();
            answers[at].iter().for_each(|label| *counts.entry(label).or_default() += 1);
            let said: Vec<String> =
                counts.iter().map(|(label, count)| format!("{label} {count} ×")).collect();
            format!("With the row's own, its labels are {}.", said.join(", "))
        };
        Ok((found.people.iter().map(|at| (open[*at], why(*at))).collect(), about))
    }

    /// Rows of which a student of the others is least sure.
    fn uncertain(&self, strategy: Strategy, count: usize) -> Result<Vec<(usize, String)>> {
        let labelled = self.labelled()?;
        let learned: Vec<Row<'_>> =
            labelled.iter().map(|row| Row::text(&self.rows.texts()[*row], self.label(*row))).collect();
        let judged = out_of_fold(&learned, FOLDS, self.seed, &TextOptions::default());
        let vectors = vec![SparseVector::default(); learned.len()];
        let known = places(labelled.iter().map(|row| self.judged[*row]));
        let candidates = Candidates { vectors: &vectors, probabilities: &judged.rows, labelled: &known };
        let found = select(strategy, candidates, count, self.seed);
        Ok(found.into_iter().map(|at| (labelled[at], hesitation(&judged, at))).collect())
    }

    /// Rows that stand for the others, or cover them.
    fn spread(&self, app: &App, strategy: Strategy, count: usize) -> Result<(Vec<(usize, String)>, String)> {
        let texts = self.rows.texts();
        let encoder = app.encoder_for(Vectors::Welcome)?;
        let vectors = encoder
            .as_deref()
            .map(|encoder| vectors_or_zeros(&app.kept, encoder, texts))
            .transpose()?
            .unwrap_or_default();
        let vector = |at: usize| vectors.get(at).map_or(&[][..], Vec::as_slice);
        let inputs: Vec<Input<'_>> =
            texts.iter().enumerate().map(|(at, text)| Input { text, vector: vector(at) }).collect();
        let options = match encoder {
            Some(_) => FeatureOptions { words: None, characters: None, ..FeatureOptions::default() },
            None => FeatureOptions::default(),
        };
        let features = Features::fit(&inputs, &options);
        let vectors: Vec<SparseVector> = inputs.iter().map(|input| features.vector(*input)).collect();
        let known = places(self.judged.iter().copied());
        let by_confidence = match &self.confidences {
            Some(confidences) if strategy == Strategy::VoteK && !known.is_empty() => Some(confidences),
            _ => None,
        };
        let found = match by_confidence {
            Some(confidences) => {
                let sure: Vec<f64> = confidences.iter().map(|p| p.unwrap_or(f64::NAN)).collect();
                vote_k_by_confidence(&vectors, &sure, &known, count)
            }
            None => {
                let candidates = Candidates { vectors: &vectors, probabilities: &[], labelled: &known };
                select(strategy, candidates, count, self.seed)
            }
        };
        let mut about = match encoder {
            Some(encoder) => format!("Rows are compared by their meaning, by {}.", encoder.name()),
            None => "Rows are compared by their words. With a sentence encoder, chosen in the settings, their meaning \
                     counts."
                .to_owned(),
        };
        if by_confidence.is_some() {
            about += " The rows that you judged count as the first half of vote-k: the others are taken evenly from all degrees of \
                      the model's confidence, but for the tenth on which it is least sure, which are outliers rather than examples.";
        }
        let why = match strategy {
            Strategy::KCenter => unlike(&vectors, &known, &found),
            _ => stands_for(&vectors, &found),
        };
        Ok((found.into_iter().zip(why).collect(), about))
    }

    /// The rows that have a label.
    fn labelled(&self) -> Result<Vec<usize>> {
        let labels = self.rows.labels().iter().enumerate();
        let labelled: Vec<usize> = labels.filter(|(_, label)| label.is_some()).map(|(row, _)| row).collect();
        if labelled.is_empty() && !self.ids.is_empty() {
            return Err(WireError::input(
                "The rows of this recipe have no labels that a student could learn; choose another order.",
            ));
        }
        Ok(labelled)
    }
}

/// Between which labels a student hesitates.
fn hesitation(judged: &Probabilities, row: usize) -> String {
    let mut classes: Vec<(f64, &String)> =
        judged.rows.get(row).into_iter().flatten().copied().zip(&judged.classes).collect();
    classes.sort_by(|a, b| b.0.total_cmp(&a.0));
    match &classes[..] {
        [(first, one), (second, other), ..] => format!(
            "A student of the other rows hesitates between {one} ({:.0} %) and {other} ({:.0} %).",
            100.0 * first,
            100.0 * second
        ),
        _ => String::new(),
    }
}

/// For how many rows each of the chosen ones stands: those that are most like it.
fn stands_for(vectors: &[SparseVector], chosen: &[usize]) -> Vec<String> {
    let mut counts = vec![0_usize; chosen.len()];
    for (row, vector) in vectors.iter().enumerate().filter(|(row, _)| !chosen.contains(row)) {
        let likeness = |place: &usize| vectors[row].cosine(&vectors[chosen[*place]]);
        let nearest = (0..chosen.len())
            .map(|place| (likeness(&place), place))
            .reduce(|best, other| if other.0 > best.0 { other } else { best });
        if let Some((_, place)) = nearest.filter(|_| !vector.entries().is_empty()) {
            counts[place] += 1;
        }
    }
    let why = |count: usize| match count {
        0 => "No other row is like it.".to_owned(),
        1 => "It stands for one more row, which is most like it.".to_owned(),
        count => format!("It stands for {count} more rows, which are most like it."),
    };
    counts.into_iter().map(why).collect()
}

/// Where something holds.
fn places(holds: impl Iterator<Item = bool>) -> Vec<usize> {
    holds.enumerate().filter(|(_, holds)| *holds).map(|(at, _)| at).collect()
}

/// How unlike the known rows and the chosen ones before it each of these is.
fn unlike(vectors: &[SparseVector], known: &[usize], chosen: &[usize]) -> Vec<String> {
    let why = |(place, row): (usize, &usize)| {
        let before = known.iter().chain(&chosen[..place]).map(|other| vectors[*row].cosine(&vectors[*other]));
        match before.reduce(f64::max) {
            None => "Drawn by chance, to begin with.".to_owned(),
            Some(likeness) => format!(
                "Of all rows it is the least like those before it: {:.0} % alike to the nearest.",
                100.0 * likeness.max(0.0)
            ),
        }
    };
    chosen.iter().enumerate().map(why).collect()
}
