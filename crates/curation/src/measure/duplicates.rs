//! Rows that repeat earlier ones.
//!
//! A row is held against every earlier one, those that repeat a row themselves included: so of a group whose members
//! resemble each other in a chain one stays, and the value does not depend on the limit.

use std::collections::HashMap;

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
