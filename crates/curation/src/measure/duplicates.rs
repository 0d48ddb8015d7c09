//! Rows that repeat earlier ones.
//!
//! A row is held against every earlier one, those that repeat a row themselves included: so of a group whose members
//! resemble each other in a chain one stays, and the value does not depend on the limit.

use std::collections::HashMap;

use measures::Shingle;

use crate::measure::{StepError, View};
use crate::{Evidence, Measured};

/// Number of earlier rows with the same text, but for case and spaces.
pub(super) fn exact(view: View<'_>) -> Measured {
    let mut seen: HashMap<String, (usize, usize)> = HashMap::new();
    let mut measured = Measured::of(vec![None; view.rows.len()]);
    for at in view.positions() {
        let (first, copies) = seen.entry(measures::duplicate_key(&view.rows.texts()[at])).or_insert((at, 0));
        measured.values[at] = Some(*copies as f64);
        measured.evidence[at] = (*copies > 0).then_some(Evidence::Row(*first));
        *copies += 1;
    }
    measured
}

/// Similarity from which on near duplicates are looked for, unless the limit is lower: limits above can be previewed.
pub(crate) const FLOOR: f64 = 0.5;

/// Largest Jaccard similarity with an earlier row, from the floor on; 0 where there is none.
pub(super) fn near(view: View<'_>, ngram: usize, limit: f64, seed: u64) -> Measured {
    let rows: Vec<usize> = view.positions().collect();
    let shingle = |row: &usize| measures::shingles(&view.rows.texts()[*row], Shingle::Words(ngram));
    let texts: Vec<Vec<u64>> = rows.iter().map(shingle).collect();
    let found = measures::near_duplicates(&texts, limit.min(FLOOR), seed);
    let mut measured = Measured::of(vec![None; view.rows.len()]);
    rows.iter().for_each(|row| measured.values[*row] = Some(0.0));
    for group in &found.groups {
        for (place, at) in group.iter().enumerate().skip(1) {
            let mut most = (0.0, group[0]);
            for other in &group[..place] {
                let similarity = measures::jaccard(&texts[*at], &texts[*other]);
                if similarity > most.0 {
                    most = (similarity, *other);
                }
                // Groups of equal texts can be large.
                if similarity >= 1.0 {
                    break;
                }
            }
            if most.0 >= limit.min(FLOOR) {
                measured.values[rows[*at]] = Some(most.0);
                measured.evidence[rows[*at]] = Some(Evidence::Row(rows[most.1]));
            }
        }
    }
    measured
}

/// Largest cosine with the vector of an earlier row; 0 for the first.
pub(super) fn embedding(view: View<'_>) -> Result<Measured, StepError> {
    let vectors = view.rows.vectors().ok_or(StepError::NoVectors)?;
    let mut measured = Measured::of(vec![None; view.rows.len()]);
    let rows: Vec<usize> = view.positions().collect();
    for (place, at) in rows.iter().enumerate() {
        let earlier =
            rows[..place].iter().map(|other| (measures::cosine(&vectors[*at], &vectors[*other]), *other));
        let most = earlier.reduce(|best, other| if other.0 > best.0 { other } else { best });
        measured.values[*at] = Some(most.map_or(0.0, |(cosine, _)| cosine));
        measured.evidence[*at] = most.map(|(_, row)| Evidence::Row(row));
    }
    Ok(measured)
}
