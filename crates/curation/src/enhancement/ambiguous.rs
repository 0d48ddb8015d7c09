//! Rows that a student wavers on, for people to revise, label or discard (WANLI, Liu et al. 2022, arXiv:2201.05955).

use indexmap::IndexMap;
use students::{DynamicsOptions, Row, training_dynamics};

use crate::Rows;

/// A row on which a student wavers.
#[derive(Clone, Debug, PartialEq)]
pub struct Ambiguous {
    /// Its number.
    pub row: usize,
    /// Its label.
    pub label: String,
    /// Standard deviation of the label's probability over the epochs of a student's training, in [0, 0.5].
    pub variability: f64,
    /// Mean of that probability, in [0, 1].
    pub confidence: f64,
}

/// Of each label the `share` of its rows that a student wavers on most while it learns all rows, in an order drawn by a seed;
/// the most variable first. WANLI takes a share of 0.25. Rows that are learnt late vary too, wrong labels among them: it is
/// for people to say which they are. At least one row of each label, unless the share is 0 or no number.
#[must_use]
pub fn ambiguous(rows: &Rows, share: f64, seed: u64) -> Vec<Ambiguous> {
    let labelled: Vec<(usize, &str)> =
        rows.labels().iter().enumerate().filter_map(|(at, label)| Some((at, label.as_deref()?))).collect();
    let learnt: Vec<Row<'_>> =
        labelled.iter().map(|(at, label)| Row::text(&rows.texts()[*at], label)).collect();
    let watched = training_dynamics(&learnt, &learnt, seed, &DynamicsOptions::default());
    let mut groups: IndexMap<&str, Vec<Ambiguous>> = IndexMap::new();
    for ((row, label), seen) in labelled.into_iter().zip(watched) {
        let (variability, confidence) = (seen.variability(), seen.confidence());
        let one = Ambiguous { row, label: label.to_owned(), variability, confidence };
        groups.entry(label).or_default().push(one);
    }
    let order =
        |a: &Ambiguous, b: &Ambiguous| b.variability.total_cmp(&a.variability).then(a.row.cmp(&b.row));
    let mut queue = Vec::new();
    for mut group in groups.into_values() {
        group.sort_by(order);
        group.truncate((share.clamp(0.0, 1.0) * group.len() as f64).ceil() as usize);
        queue.extend(group);
    }
    queue.sort_by(order);
    queue
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten clear rows of each label, rows with the words of both, and one without a label.
    #[test]
    fn of_each_label_the_most_variable_rows_are_taken() {
        let text = |at: usize| {
            let words = if at.is_multiple_of(2) { "great joy" } else { "dull bore" };
            let more = if at < 20 { words } else { "great dull" };
            let label = if at.is_multiple_of(2) { "good" } else { "bad" };
            (format!("{words} {more} n{at}"), Some(label.to_owned()))
        };
        let rows = Rows::new((0..24).map(text).chain([("great bore".to_owned(), None)]));
        let learnt: Vec<Row<'_>> =
            (0..24).map(|at| Row::text(&rows.texts()[at], rows.labels()[at].as_deref().unwrap())).collect();
        let watched = training_dynamics(&learnt, &learnt, 1, &DynamicsOptions::default());
        let queue = ambiguous(&rows, 0.25, 1);
        // A quarter of twelve.
        let of = |label: &str| queue.iter().filter(|one| one.label == label).count();
        assert_eq!((of("good"), of("bad"), queue.len()), (3, 3, 6));
        for one in &queue {
            let seen = &watched[one.row];
            assert_eq!((one.variability, one.confidence), (seen.variability(), seen.confidence()));
            let above = (0..24)
                .filter(|at| learnt[*at].label == one.label && watched[*at].variability() > one.variability);
            assert!(above.count() < 3, "{one:?}");
        }
        assert!(queue.windows(2).all(|pair| pair[0].variability >= pair[1].variability));
        for share in [0.0, f64::NAN] {
            assert_eq!(ambiguous(&rows, share, 1), []);
        }
        assert_eq!(ambiguous(&rows, 9.0, 1).len(), 24);
        assert_eq!(ambiguous(&Rows::default(), 0.5, 1), []);
    }
}
