//! What the rows most like a row say of its label.

use measures::SparseVector;

use crate::Measured;
use crate::measure::View;
use crate::study::{Labelled, Study};

/// Share of the nearest rows that have the same label: by the cosine of their vectors, or of their n-grams where there
/// are none.
pub(super) fn agreement(view: View<'_>, study: &Study<'_>, neighbours: usize) -> Measured {
    let labelled = Labelled::of(view);
    let mut measured = Measured::of(vec![None; view.rows.len()]);
    let nearest = match view.rows.vectors() {
        Some(vectors) => {
            let cosine =
                |a: usize, b: usize| measures::cosine(&vectors[labelled.rows[a]], &vectors[labelled.rows[b]]);
            measures::neighbours(labelled.rows.len(), neighbours, cosine)
        }
        None => {
            let vectors: Vec<&SparseVector> =
                labelled.rows.iter().map(|row| &study.learner().vectors[*row]).collect();
            sparse_neighbours(&vectors, study.learner().dimensions(), neighbours)
        }
    };
    for (at, others) in nearest.iter().enumerate().filter(|(_, others)| !others.is_empty()) {
        let same = others.iter().filter(|other| labelled.classes[**other] == labelled.classes[at]).count();
        measured.values[labelled.rows[at]] = Some(same as f64 / others.len() as f64);
    }
    measured
}

/// The `k` rows with the largest product with each row, itself left out. Only rows that share a term are looked at, so
/// there may be fewer.
fn sparse_neighbours(vectors: &[&SparseVector], dimensions: usize, k: usize) -> Vec<Vec<usize>> {
    let mut holders: Vec<Vec<(usize, f64)>> = vec![Vec::new(); dimensions];
    for (row, vector) in vectors.iter().enumerate() {
        vector.entries().iter().for_each(|(term, value)| holders[*term as usize].push((row, *value)));
    }
    let mut products = vec![0.0; vectors.len()];
    let nearest = |(row, vector): (usize, &&SparseVector)| {
        products.fill(0.0);
        for (term, value) in vector.entries() {
            holders[*term as usize].iter().for_each(|(other, its)| products[*other] += value * its);
        }
        let mut others: Vec<usize> =
            (0..products.len()).filter(|other| *other != row && products[*other] > 0.0).collect();
        others.sort_by(|a, b| products[*b].total_cmp(&products[*a]).then(a.cmp(b)));
        others.truncate(k);
        others
    };
    vectors.iter().enumerate().map(nearest).collect()
}
