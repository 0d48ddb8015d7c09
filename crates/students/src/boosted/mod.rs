//! Gradient-boosted trees for tables of numbers and categories, with what they say after each round.
//!
//! Friedman 2001, "Greedy Function Approximation", with second derivatives, a penalty of leaf scores and histograms as in
//! XGBoost (Chen and Guestrin 2016, arXiv:1603.02754): each round adds one tree for each class, which lowers the softmax
//! loss. Numbers are cut into at most 255 ranges; a category or what is missing is told from all the rest. Training is a
//! plain sum in the order of the rows, so it is the same on every machine.

mod columns;
mod tree;

use rayon::prelude::*;

pub use columns::Cell;
use columns::Column;
use tree::{Derivatives, Tree};

use crate::softmax::softmax;

/// A row of a table to learn from.
#[derive(Clone, Copy, Debug)]
pub struct TableRow<'r> {
    /// Its cells, in the order of the columns; those behind the last one are missing.
    pub cells: &'r [Cell],
    /// Its class, from 0.
    pub class: usize,
    /// How much it counts beside others, at least 0; anything else is 0.
    pub weight: f64,
}

/// How trees are boosted. The defaults are those of XGBoost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BoostedOptions {
    /// Number of rounds.
    pub rounds: usize,
    /// Splits above a leaf at most.
    pub depth: usize,
    /// What part of its best scores a tree adds, in (0, 1].
    pub rate: f64,
    /// λ, the share of the squared leaf scores in the loss, at least 0.
    pub penalty: f64,
    /// Least sum of the second derivatives of the rows at a leaf.
    pub least: f64,
}

impl Default for BoostedOptions {
    fn default() -> Self {
        Self { rounds: 100, depth: 6, rate: 0.3, penalty: 1.0, least: 1.0 }
    }
}

/// A trained model.
#[derive(Clone, Debug)]
pub struct BoostedTrees {
    columns: Vec<Column>,
    /// Of each class the logarithm of its share.
    start: Vec<f64>,
    /// Of each round a tree for each class.
    rounds: Vec<Vec<Tree>>,
}

impl BoostedTrees {
    /// Trains on rows. Without rows, or where none has a weight, every class is equally probable. Rows of a class that is
    /// not below `classes` are left out.
    #[must_use]
    pub fn fit(rows: &[TableRow<'_>], classes: usize, options: &BoostedOptions) -> Self {
        let counts = |row: &&TableRow<'_>| row.class < classes && row.weight.is_finite() && row.weight > 0.0;
        let rows: Vec<&TableRow<'_>> = rows.iter().filter(counts).collect();
        let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let columns: Vec<Column> =
            (0..width).map(|at| Column::of(rows.iter().filter_map(|row| row.cells.get(at)))).collect();
        let bins: Vec<Vec<usize>> = rows.iter().map(|row| binned(&columns, row.cells)).collect();
        let mut shares = vec![0.0; classes];
        rows.iter().for_each(|row| shares[row.class] += row.weight);
        let total: f64 = shares.iter().sum();
        let start: Vec<f64> = shares.iter().map(|share| (share / total).max(0.0).ln()).collect();
        let mut model = Self { columns, start, rounds: Vec::new() };
        if rows.is_empty() {
            model.start = vec![0.0; classes];
            return model;
        }
        let mut scores = vec![model.start.clone(); rows.len()];
        for _ in 0..options.rounds {
            let probabilities: Vec<Vec<f64>> = scores.iter().map(|scores| softmax(scores)).collect();
            let grow = |class: usize| {
                let derivatives: Vec<Derivatives> = (rows.iter().zip(&probabilities))
                    .map(|(row, p)| Derivatives {
                        first: row.weight * (p[class] - f64::from(row.class == class)),
                        second: row.weight * p[class] * (1.0 - p[class]),
                    })
                    .collect();
                Tree::grow(&model.columns, &bins, &derivatives, options)
            };
            let trees: Vec<Tree> = (0..classes).into_par_iter().map(grow).collect();
            for (scores, bins) in scores.iter_mut().zip(&bins) {
                scores.iter_mut().zip(&trees).for_each(|(score, tree)| *score += tree.score(bins));
            }
            model.rounds.push(trees);
        }
        model
    }

    /// The probability of each class.
    #[must_use]
    pub fn probabilities(&self, cells: &[Cell]) -> Vec<f64> {
        self.staged_probabilities(cells).pop().unwrap_or_else(|| softmax(&self.start))
    }

    /// The probability of each class after each round.
    #[must_use]
    pub fn staged_probabilities(&self, cells: &[Cell]) -> Vec<Vec<f64>> {
        let bins = binned(&self.columns, cells);
        let mut scores = self.start.clone();
        let after = |trees: &Vec<Tree>| {
            scores.iter_mut().zip(trees).for_each(|(score, tree)| *score += tree.score(&bins));
            softmax(&scores)
        };
        self.rounds.iter().map(after).collect()
    }
}

fn binned(columns: &[Column], cells: &[Cell]) -> Vec<usize> {
    columns.iter().enumerate().map(|(at, column)| column.bin(cells.get(at))).collect()
}

#[cfg(test)]
mod tests;
