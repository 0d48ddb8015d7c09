//! A model and a student that teach each other (FreeAL, Xiao et al. 2023, arXiv:2311.15614), as states that know no model.
//!
//! [`Annotation`] holds the labels of a model. [`Annotation::distil`] lets a student learn those of small loss, finds rows that
//! both are sure of, and says which others the model should label again and by which demonstrations. That is done elsewhere; its
//! answers lead to the next annotation. Confidence is the student's probability: the authors' code ranks by raw logits.

use crate::learner::Lesson;
use crate::measure::students::most;
use crate::selection::clusters::medoids;
use crate::study::Study;
use crate::{Labels, Rows};
use students::Precision;

/// How a round is made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FreeAlOptions {
    /// Smallest probability that a row is of small loss from which on a student learns it, in [0, 1].
    pub small_loss: f64,
    /// Share of each class that counts as clean, of the rows for which student and model agree: the most confident, in [0, 1].
    pub share: f64,
    /// Demonstrations of all classes together.
    pub demonstrations: usize,
    /// Demonstrations for each row that is asked about again.
    pub shots: usize,
}

impl Default for FreeAlOptions {
    /// Those of the authors.
    fn default() -> Self {
        Self { small_loss: 0.7, share: 0.2, demonstrations: 100, shots: 10 }
    }
}

/// The labels of a model; `None` where it gave none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    labels: Vec<Option<String>>,
    round: usize,
}

/// What a student made of an annotation.
#[derive(Clone, Debug, PartialEq)]
pub struct Distillation {
    annotation: Annotation,
    /// Rows whose label the student learnt, in ascending order.
    pub learnt: Vec<usize>,
    /// Of each row what the student would call it; `None` where it learnt nothing.
    pub predictions: Vec<Option<String>>,
    /// Rows that both are sure of, of each class the most confident first.
    pub clean: Vec<usize>,
    /// Clean rows that stand for the others.
    pub demonstrations: Vec<usize>,
    /// All rows that are not clean, in ascending order: what the model should label again.
    pub requests: Vec<Request>,
}

/// A row that the model should label again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The row.
    pub row: usize,
    /// Rows to show with their labels, the most like it first.
    pub demonstrations: Vec<usize>,
}

impl Annotation {
    /// The first labels, one entry for each row.
    #[must_use]
    pub fn new(labels: Vec<Option<String>>) -> Self {
        Self { labels, round: 0 }
    }

    /// How often the model has labelled rows again.
    #[must_use]
    pub fn round(&self) -> usize {
        self.round
    }

    /// The labels.
    #[must_use]
    pub fn labels(&self) -> &[Option<String>] {
        &self.labels
    }

    /// Lets a student learn the rows, of which only texts and vectors are read, with these labels. Rows beyond the labels, and
    /// labels beyond the rows, are left out. What is drawn is drawn by a seed.
    #[must_use]
    pub fn distil(self, rows: &Rows, options: FreeAlOptions, seed: u64) -> Distillation {
        let study = Study::new(rows, &[], seed);
        let learner = study.learner();
        let labelled: Vec<(usize, &str)> =
            (0..rows.len()).filter_map(|row| Some((row, self.labels.get(row)?.as_deref()?))).collect();
        let names = Labels::of(labelled.iter().map(|(_, label)| *label));
        let lessons: Vec<Lesson> = labelled
            .iter()
            .filter_map(|(row, label)| Some(Lesson { row: *row, class: names.class(label)?, weight: 1.0 }))
            .collect();
        let small = small_loss(&study, &lessons, names.len());
        let kept: Vec<Lesson> = lessons
            .iter()
            .zip(&small)
            .filter(|(_, p)| **p > options.small_loss)
            .map(|(one, _)| *one)
            .collect();
        let student = learner.train(&kept, names.len(), Precision::ROUGH);
        let judged: Vec<Vec<f64>> =
            learner.vectors.iter().map(|features| student.probabilities(features)).collect();
        let (mut clean, mut demonstrations) = (Vec::new(), Vec::new());
        for class in 0..names.len() {
            let agreed =
                lessons.iter().filter(|one| one.class == class && most(&judged[one.row]) == Some(class));
            let mut sure: Vec<usize> = agreed.map(|one| one.row).collect();
            sure.sort_by(|a, b| judged[*b][class].total_cmp(&judged[*a][class]).then(a.cmp(b)));
            sure.truncate((options.share.clamp(0.0, 1.0) * sure.len() as f64).ceil() as usize);
            let features: Vec<&measures::SparseVector> =
                sure.iter().map(|row| &learner.vectors[*row]).collect();
            let wanted = options.demonstrations.div_ceil(names.len()).min(sure.len());
            demonstrations.extend(medoids(&features, wanted, seed).into_iter().map(|place| sure[place]));
            clean.extend(sure);
        }
        let mut is_clean = vec![false; rows.len()];
        clean.iter().for_each(|row| is_clean[*row] = true);
        let like = |row: usize| {
            let cosine = |other: &usize| learner.vectors[row].cosine(&learner.vectors[*other]);
            let mut near: Vec<(f64, usize)> = demonstrations.iter().map(|one| (cosine(one), *one)).collect();
            near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            near.into_iter().take(options.shots).map(|(_, row)| row).collect()
        };
        let asked = (0..rows.len()).filter(|row| !is_clean[*row]);
        let requests = asked.map(|row| Request { row, demonstrations: like(row) }).collect();
        let name = |p: &Vec<f64>| if kept.is_empty() { None } else { Some(names.name(most(p)?)?.to_owned()) };
        let predictions = judged.iter().map(name).collect();
        let learnt = kept.iter().map(|one| one.row).collect();
        Distillation { annotation: self, learnt, predictions, clean, demonstrations, requests }
    }
}

/// Of each row the probability that its loss under students that did not see it is a small one; where all losses are equal,
/// every row counts as one of small loss, as nothing speaks against it.
fn small_loss(study: &Study<'_>, lessons: &[Lesson], classes: usize) -> Vec<f64> {
    let given: Vec<usize> = lessons.iter().map(|one| one.class).collect();
    let rows: Vec<usize> = lessons.iter().map(|one| one.row).collect();
    let certain = |class: &usize| (0..classes).map(|other| f64::from(other == *class)).collect();
    let targets: Vec<Vec<f64>> = given.iter().map(certain).collect();
    let judged = study.learner().judge(&rows, &targets, &given, study.seed);
    let losses: Vec<f64> =
        judged.iter().zip(&given).map(|(p, class)| -p[*class].max(f64::MIN_POSITIVE).ln()).collect();
    if losses.windows(2).all(|pair| pair[0] == pair[1]) {
        return vec![1.0; losses.len()];
    }
    measures::low_mean_posterior(&losses)
}

impl Distillation {
    /// The labels that the student learnt from.
    #[must_use]
    pub fn annotation(&self) -> &Annotation {
        &self.annotation
    }

    /// The annotation after the model has labelled rows again. Answers to what was not asked are ignored, and a row without an
    /// answer keeps its label: clean rows cannot lose theirs.
    #[must_use]
    pub fn answered(self, answers: impl IntoIterator<Item = (usize, String)>) -> Annotation {
        let Annotation { mut labels, round } = self.annotation;
        for (row, answer) in answers {
            if self.requests.binary_search_by_key(&row, |request| request.row).is_ok()
                && let Some(label) = labels.get_mut(row)
            {
                *label = Some(answer);
            }
        }
        Annotation { labels, round: round + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRUIT: [&str; 5] = ["apple", "pear", "plum", "cherry", "fig"];
    const METAL: [&str; 5] = ["iron", "copper", "zinc", "nickel", "tin"];

    fn truth(row: usize) -> &'static str {
        if row.is_multiple_of(2) { "fruit" } else { "metal" }
    }

    /// Texts of two kinds; every sixth label is wrong and one is missing.
    fn example() -> (Rows, Annotation) {
        let text = |row: usize| {
            let words = if row.is_multiple_of(2) { FRUIT } else { METAL };
            format!("{} and {}", words[row / 2 % 5], words[(row / 10 + row) % 5])
        };
        let rows = Rows::new((0..120).map(|row| (text(row), None)));
        let label = |row: usize| match row {
            7 => None,
            _ if row % 6 == 5 => Some("fruit".to_owned()),
            _ => Some(truth(row).to_owned()),
        };
        (rows, Annotation::new((0..120).map(label).collect()))
    }

    #[test]
    fn a_round_asks_again_about_what_is_not_sure() {
        let (rows, annotation) = example();
        let options = FreeAlOptions { demonstrations: 6, shots: 2, ..FreeAlOptions::default() };
        let found = annotation.clone().distil(&rows, options, 1);
        assert_eq!(found, annotation.distil(&rows, options, 1));
        let wrong = found.learnt.iter().filter(|row| **row % 6 == 5).count();
        assert!(
            found.learnt.len() > 60 && wrong * 10 < found.learnt.len(),
            "{wrong} of {}",
            found.learnt.len()
        );
        assert!(!found.clean.is_empty() && found.clean.iter().all(|row| row % 6 != 5));
        assert!(found.demonstrations.iter().all(|row| found.clean.contains(row)));
        assert_eq!(found.demonstrations.len(), 6);
        assert_eq!(found.requests.len() + found.clean.len(), 120);
        for request in &found.requests {
            assert!(!found.clean.contains(&request.row) && request.demonstrations.len() == 2);
        }
        // Six demonstrations do not hold all words, yet the nearest is nearly always of the row's kind.
        let same = found.requests.iter().filter(|one| truth(one.demonstrations[0]) == truth(one.row)).count();
        assert!(same * 10 > found.requests.len() * 9, "{same} of {}", found.requests.len());
        assert_eq!(found.predictions[7].as_deref(), Some("metal"));

        let (sure, kept) = (found.clean[0], found.annotation().labels()[found.clean[0]].clone());
        let next =
            found.answered([(7, "metal".to_owned()), (sure, "other".to_owned()), (999, "x".to_owned())]);
        assert_eq!((next.round(), next.labels()[7].as_deref()), (1, Some("metal")));
        assert_eq!(next.labels()[sure], kept);
    }

    #[test]
    fn too_little_to_learn_from() {
        let check = |texts: &[&str], labels: &[Option<&str>], clean: usize, asked: usize| {
            let rows = Rows::new(texts.iter().map(|text| ((*text).to_owned(), None)));
            let labels = labels.iter().map(|label| label.map(str::to_owned)).collect();
            let found = Annotation::new(labels).distil(&rows, FreeAlOptions::default(), 1);
            assert_eq!((found.clean.len(), found.requests.len()), (clean, asked), "{texts:?}");
        };
        check(&[], &[], 0, 0);
        check(&[], &[Some("x")], 0, 0);
        check(&["a", "b"], &[None], 0, 2);
        check(&["a", "b"], &[Some("x"), Some("x")], 1, 1);
    }
}
