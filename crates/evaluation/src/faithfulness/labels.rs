//! Labels asked again: what a model says of the texts, against the labels that rows carry.

use super::Agreement;
use super::ground_truth::{GroundTruth, ground_truth};
use super::panel::{chart, grid};
use crate::chart::Chart;

/// Rows by the label that they carry and the one that the model gives.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelsAgain(GroundTruth);

/// Compares labels with those given when asked again; rows that lack either are left out.
#[must_use]
pub fn labels_again(labels: &[Option<&str>], again: &[Option<&str>]) -> LabelsAgain {
    LabelsAgain(ground_truth(labels, again))
}

impl LabelsAgain {
    /// How often the model agrees.
    #[must_use]
    pub fn agreement(&self) -> Agreement {
        Agreement { asked: self.0.confusion.total(), agreed: self.0.confusion.hits() }
    }

    /// Which labels the model gives to rows of which label, with the rows behind.
    #[must_use]
    pub fn chart(&self) -> Option<Chart> {
        let Agreement { asked, agreed } = self.agreement();
        let labels = &self.0.confusion.labels;
        let title =
            format!("Asked again, the model gives another label to {} of {asked} rows", asked - agreed);
        (asked > 0).then(|| {
            let drawing = grid(labels.clone(), labels.clone(), &self.0.rows);
            chart("label-agreement", title, "Label that rows carry", "Label that the model gives", drawing)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{Behind, Drawing};

    #[test]
    fn rows_with_another_label_are_behind_their_cell() {
        let carried = [Some("good"), Some("good"), Some("bad"), None, Some("bad")];
        let again = [Some("good"), Some("bad"), Some("bad"), Some("bad"), None];
        let found = labels_again(&carried, &again);
        assert_eq!(found.agreement(), Agreement { asked: 3, agreed: 2 });
        let Some(Chart { drawing: Drawing::Grid { columns, rows, cells }, .. }) = found.chart() else {
            panic!("a grid is drawn");
        };
        let other = cells
            .iter()
            .find(|cell| columns[cell.column as usize] == "good" && rows[cell.row as usize] == "bad");
        assert_eq!(other.map(|cell| cell.behind.clone()), Some(vec![Behind::Rows { rows: vec![1] }]));
        assert_eq!(labels_again(&[None], &[Some("bad")]).chart(), None);
    }
}
