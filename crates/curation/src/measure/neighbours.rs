//! What the rows most like a row say of its label.

use measures::SparseVector;

use crate::Measured;
use crate::measure::View;
use crate::nearest::nearest;
use crate::study::{Labelled, Study};

/// Share of the nearest rows that have the same label: by the cosine of their vectors, or of their n-grams where there
/// are none.
pub(super) fn agreement(view: View<'_>, study: &Study<'_>, neighbours: usize) -> Measured {
    let labelled = Labelled::of(view);
    let mut measured = Measured::of(vec![None; view.rows.len()]);
    let others = match view.rows.vectors() {
        Some(vectors) => {
            let cosine =
                |a: usize, b: usize| measures::cosine(&vectors[labelled.rows[a]], &vectors[labelled.rows[b]]);
            measures::neighbours(labelled.rows.len(), neighbours, cosine)
        }
        None => {
            let vectors: Vec<&SparseVector> =
                labelled.rows.iter().map(|row| &study.learner().vectors[*row]).collect();
            nearest(&vectors, neighbours)
        }
    };
    for (at, others) in others.iter().enumerate().filter(|(_, others)| !others.is_empty()) {
        let same = others.iter().filter(|other| labelled.classes[**other] == labelled.classes[at]).count();
        measured.values[labelled.rows[at]] = Some(same as f64 / others.len() as f64);
    }
    measured
}
