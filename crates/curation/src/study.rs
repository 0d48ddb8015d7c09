//! What students need to judge rows, computed once for a pipeline.

use std::cell::OnceCell;

use indexmap::IndexMap;
use measures::SparseVector;
use students::Input;

use crate::gate;
use crate::learner::{Learner, Lesson};
use crate::measure::View;
use crate::{Gold, Labels, Rows, Step};

/// Rows in the space of their features, with the gold rows that they are held against and a seed.
///
/// The features are learnt from the texts of all rows, those that steps drop included: they know no labels, and so a step
/// is judged by what it drops and not by the terms that went with it.
#[derive(Debug)]
pub struct Study<'r> {
    rows: &'r Rows,
    gold: &'r [Gold],
    /// Which gold rows steps may learn from.
    teaches: Vec<bool>,
    pub(crate) seed: u64,
    learner: OnceCell<Learner>,
}

/// Rows that have a label.
#[derive(Clone, Debug, Default)]
pub(crate) struct Labelled {
    pub labels: Labels,
    /// Numbers of the rows.
    pub rows: Vec<usize>,
    /// The class of each of them.
    pub classes: Vec<usize>,
}

impl Labelled {
    pub(crate) fn of(view: View<'_>) -> Self {
        let (rows, labels): (Vec<usize>, Vec<&str>) =
            view.positions().filter_map(|at| Some((at, view.labels[at].as_deref()?))).unzip();
        let names = Labels::of(labels.iter().copied());
        let classes = labels.iter().filter_map(|label| names.class(label)).collect();
        Self { labels: names, rows, classes }
    }

    /// Those whose labels have at least so many rows.
    pub(crate) fn of_frequent(view: View<'_>, least: usize) -> Self {
        let all = Self::of(view);
        let mut counts = vec![0; all.labels.len()];
        all.classes.iter().for_each(|class| counts[*class] += 1);
        if counts.iter().all(|count| *count >= least) {
            return all;
        }
        let is_frequent = |at: &usize| counts[all.classes[*at]] >= least;
        let kept: Vec<usize> = (0..all.rows.len()).filter(is_frequent).collect();
        let names: Vec<&str> = kept.iter().filter_map(|at| all.labels.name(all.classes[*at])).collect();
        let labels = Labels::of(names.iter().copied());
        let classes = names.iter().filter_map(|name| labels.class(name)).collect();
        Self { rows: kept.iter().map(|at| all.rows[*at]).collect(), classes, labels }
    }

    /// The rows with a weight of 1.
    pub(crate) fn lessons(&self) -> Vec<Lesson> {
        let rows = self.rows.iter().zip(&self.classes);
        rows.map(|(row, class)| Lesson { row: *row, class: *class, weight: 1.0 }).collect()
    }
}

impl<'r> Study<'r> {
    /// Nothing is computed before a step asks for it.
    #[must_use]
    pub fn new(rows: &'r Rows, gold: &'r [Gold], seed: u64) -> Self {
        Self { rows, gold, teaches: vec![true; gold.len()], seed, learner: OnceCell::new() }
    }

    /// Steps may learn from every other gold row of each label only, so that a gate can judge them by the rest: what learnt
    /// from a row looks better on it than it is.
    pub(crate) fn spared(mut self) -> Self {
        let mut seen: IndexMap<&str, usize> = IndexMap::new();
        for (teaches, gold) in self.teaches.iter_mut().zip(self.gold) {
            let count = seen.entry(&gold.label).or_default();
            *teaches = count.is_multiple_of(2);
            *count += 1;
        }
        self
    }

    /// The gold rows that steps may learn from.
    pub(crate) fn teachers(&self) -> impl Iterator<Item = &'r Gold> {
        self.gold.iter().zip(&self.teaches).filter(|(_, teaches)| **teaches).map(|(gold, _)| gold)
    }

    /// Of something that each gold row has, that by which a gate judges a step.
    pub(crate) fn judging<T: Copy>(&self, step: &Step, of: &[T]) -> Vec<T> {
        let judges = |teaches: &bool| !(step.learns_from_gold() && *teaches);
        of.iter().zip(&self.teaches).filter(|(_, teaches)| judges(teaches)).map(|(one, _)| *one).collect()
    }

    /// Vectors are features where rows and gold rows have them: a student that learnt from vectors cannot judge without.
    fn vectors(&self) -> Option<&'r [Vec<f32>]> {
        let vectors = self.rows.vectors()?;
        let length = vectors.first()?.len();
        self.gold.iter().all(|gold| gold.vector.len() == length).then_some(vectors)
    }

    pub(crate) fn learner(&self) -> &Learner {
        self.learner.get_or_init(|| {
            let vectors = self.vectors();
            let input = |(at, text): (usize, &'r String)| Input {
                text,
                vector: vectors.and_then(|vectors| vectors.get(at)).map_or(&[], Vec::as_slice),
            };
            let inputs: Vec<Input<'_>> = self.rows.texts().iter().enumerate().map(input).collect();
            Learner::new(&inputs)
        })
    }

    /// The features of a gold row.
    pub(crate) fn see(&self, gold: &Gold) -> SparseVector {
        self.learner().see(Input { text: &gold.text, vector: &gold.vector })
    }

    /// Of each gold row the share of `students` that answer it rightly after they learnt rows with their weights and
    /// labels; dropped rows and rows without a label are not learnt.
    #[must_use]
    pub fn correct(&self, rows: &[crate::Curated], students: usize) -> Vec<f64> {
        let kept: Vec<(usize, &str, f64)> = rows
            .iter()
            .enumerate()
            .filter(|(_, row)| row.dropped_by.is_none())
            .filter_map(|(at, row)| Some((at, row.label.as_deref()?, row.weight)))
            .collect();
        let labels = Labels::of(kept.iter().map(|(_, label, _)| *label));
        let lesson = |(row, label, weight): &(usize, &str, f64)| {
            Some(Lesson { row: *row, class: labels.class(label)?, weight: *weight })
        };
        let lessons: Vec<Lesson> = kept.iter().filter_map(lesson).collect();
        let gold: Vec<(SparseVector, Option<usize>)> =
            self.gold.iter().map(|gold| (self.see(gold), labels.class(&gold.label))).collect();
        gate::correct(self.learner(), &lessons, labels.len(), &gold, students)
    }
}
