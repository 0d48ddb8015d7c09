//! Cells as small whole numbers.

use std::collections::HashMap;

/// One cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// A number; one that is not finite is missing.
    Number(f64),
    /// One of several values without an order.
    Category(String),
    /// Nothing.
    Missing,
}

/// Ranges of numbers at most.
const RANGES: usize = 255;

/// What a column holds: ranges of numbers, then categories, then everything else. Each has a bin, in this order.
#[derive(Clone, Debug)]
pub(super) struct Column {
    /// Greatest numbers of the ranges but for the last, ascending.
    cuts: Vec<f64>,
    categories: HashMap<String, usize>,
}

impl Column {
    /// Learns the bins of a column.
    pub fn of<'c>(cells: impl Iterator<Item = &'c Cell>) -> Self {
        let mut numbers = Vec::new();
        let mut categories = HashMap::new();
        for cell in cells {
            match cell {
                Cell::Number(number) if number.is_finite() => numbers.push(*number),
                Cell::Category(name) => {
                    let next = categories.len();
                    categories.entry(name.clone()).or_insert(next);
                }
                _ => {}
            }
        }
        numbers.sort_by(f64::total_cmp);
        Self { cuts: cuts(&numbers), categories }
    }

    /// Number of ranges of numbers.
    pub fn ranges(&self) -> usize {
        self.cuts.len() + 1
    }

    /// Number of bins.
    pub fn bins(&self) -> usize {
        self.ranges() + self.categories.len() + 1
    }

    /// The bin of a cell; a category that was not learnt is as good as missing.
    pub fn bin(&self, cell: Option<&Cell>) -> usize {
        let known = match cell {
            Some(Cell::Number(number)) if number.is_finite() => {
                Some(self.cuts.partition_point(|cut| cut < number))
            }
            Some(Cell::Category(name)) => self.categories.get(name).map(|at| self.ranges() + at),
            _ => None,
        };
        known.unwrap_or(self.bins() - 1)
    }
}

/// Numbers halfway between neighbours: between all that differ, or between ranges of about equally many.
fn cuts(sorted: &[f64]) -> Vec<f64> {
    let runs: Vec<&[f64]> = sorted.chunk_by(|a, b| a == b).collect();
    let (mut seen, mut cuts) = (0, Vec::new());
    for pair in runs.windows(2) {
        seen += pair[0].len();
        let due = runs.len() <= RANGES || seen * RANGES >= (cuts.len() + 1) * sorted.len();
        if due && cuts.len() < RANGES - 1 {
            let (low, high) = (pair[0][0], pair[1][0]);
            let middle = f64::midpoint(low, high);
            cuts.push(if middle < high { middle } else { low });
        }
    }
    cuts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_fall_into_bins() {
        let cells = [
            Cell::Number(1.0),
            Cell::Category("red".into()),
            Cell::Number(3.0),
            Cell::Missing,
            Cell::Number(f64::NAN),
            Cell::Category("blue".into()),
            Cell::Number(1.0),
            Cell::Number(-0.0),
            Cell::Number(0.0),
        ];
        let column = Column::of(cells.iter());
        let check = |cell: Option<Cell>, expected: usize| assert_eq!(column.bin(cell.as_ref()), expected);
        assert_eq!((column.ranges(), column.bins()), (3, 6));
        check(Some(Cell::Number(-7.0)), 0);
        check(Some(Cell::Number(0.5)), 0);
        check(Some(Cell::Number(0.6)), 1);
        check(Some(Cell::Number(2.0)), 1);
        check(Some(Cell::Number(2.1)), 2);
        check(Some(Cell::Category("red".into())), 3);
        check(Some(Cell::Category("blue".into())), 4);
        check(Some(Cell::Category("green".into())), 5);
        check(Some(Cell::Number(f64::INFINITY)), 5);
        check(Some(Cell::Missing), 5);
        check(None, 5);
    }

    #[test]
    fn many_numbers_share_ranges() {
        let many: Vec<Cell> = (0..10_000).map(|at| Cell::Number(f64::from(at).powi(2))).collect();
        let column = Column::of(many.iter());
        assert_eq!(column.ranges(), RANGES);
        let mut counts = vec![0; RANGES];
        many.iter().for_each(|cell| counts[column.bin(Some(cell))] += 1);
        assert!(counts.iter().all(|count| (38..=41).contains(count)), "{counts:?}");
        let close = [Cell::Number(1.0), Cell::Number(1.0 + f64::EPSILON)];
        let column = Column::of(close.iter());
        assert_eq!(close.map(|cell| column.bin(Some(&cell))), [0, 1]);
    }
}
