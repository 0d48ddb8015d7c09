//! One tree: the split of greatest gain at each place, by histograms of the derivatives of the loss.

use super::BoostedOptions;
use super::columns::Column;

/// First and second derivative of the loss by the score, of one row or the sum of several.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Derivatives {
    pub first: f64,
    pub second: f64,
}

impl Derivatives {
    fn plus(self, other: Self) -> Self {
        Self { first: self.first + other.first, second: self.second + other.second }
    }

    fn minus(self, other: Self) -> Self {
        Self { first: self.first - other.first, second: self.second - other.second }
    }

    /// Twice what the best constant score lowers the loss by.
    fn gain(self, penalty: f64) -> f64 {
        let curvature = self.second + penalty;
        if curvature > 0.0 { self.first * self.first / curvature } else { 0.0 }
    }

    /// The best constant score.
    fn score(self, penalty: f64) -> f64 {
        let curvature = self.second + penalty;
        if curvature > 0.0 { -self.first / curvature } else { 0.0 }
    }
}

/// Which bins of a column go left.
#[derive(Clone, Copy, Debug)]
enum Left {
    /// Ranges of numbers up to one, and everything that is no number or none of it.
    AtMost { range: usize, others: bool, ranges: usize },
    /// One bin alone: a category or what is missing.
    Only(usize),
}

impl Left {
    fn holds(self, bin: usize) -> bool {
        match self {
            Self::AtMost { range, others, ranges } => {
                if bin < ranges {
                    bin <= range
                } else {
                    others
                }
            }
            Self::Only(only) => bin == only,
        }
    }
}

#[derive(Clone, Debug)]
enum Node {
    Leaf(f64),
    /// `else_at` is the place of the node on the right; that on the left is the next one.
    Split {
        column: usize,
        left: Left,
        else_at: usize,
    },
}

/// A tree of splits with a score at each leaf.
#[derive(Clone, Debug)]
pub(super) struct Tree(Vec<Node>);

impl Tree {
    /// Grows a tree over rows, given by the bins of their cells and their derivatives.
    pub fn grow(
        columns: &[Column],
        bins: &[Vec<usize>],
        derivatives: &[Derivatives],
        options: &BoostedOptions,
    ) -> Self {
        let mut growth = Growth { columns, bins, derivatives, options, nodes: Vec::new() };
        growth.node(&mut (0..bins.len()).collect::<Vec<_>>(), 0);
        Self(growth.nodes)
    }

    /// The score of a row, given by the bins of its cells.
    pub fn score(&self, bins: &[usize]) -> f64 {
        let mut at = 0;
        loop {
            match &self.0[at] {
                Node::Leaf(score) => return *score,
                Node::Split { column, left, else_at } => {
                    at = if left.holds(bins[*column]) { at + 1 } else { *else_at };
                }
            }
        }
    }
}

struct Growth<'g> {
    columns: &'g [Column],
    bins: &'g [Vec<usize>],
    derivatives: &'g [Derivatives],
    options: &'g BoostedOptions,
    nodes: Vec<Node>,
}

impl Growth<'_> {
    /// Adds a node for some rows and all below it.
    fn node(&mut self, rows: &mut [usize], depth: usize) {
        let total = rows.iter().fold(Derivatives::default(), |sum, row| sum.plus(self.derivatives[*row]));
        let split = if depth < self.options.depth { self.best(rows, total) } else { None };
        let Some((column, left)) = split else {
            self.nodes.push(Node::Leaf(self.options.rate * total.score(self.options.penalty)));
            return;
        };
        let here = self.nodes.len();
        // The place of the right branch is known once the left one stands.
        self.nodes.push(Node::Split { column, left, else_at: here });
        rows.sort_by_key(|row| !left.holds(self.bins[*row][column]));
        let middle = rows.partition_point(|row| left.holds(self.bins[*row][column]));
        let (near, far) = rows.split_at_mut(middle);
        self.node(near, depth + 1);
        self.nodes[here] = Node::Split { column, left, else_at: self.nodes.len() };
        self.node(far, depth + 1);
    }

    /// The split of greatest gain, the first of equals; `None` where none lowers the loss.
    fn best(&self, rows: &[usize], total: Derivatives) -> Option<(usize, Left)> {
        let penalty = self.options.penalty;
        let mut best = None;
        let mut most = total.gain(penalty);
        for (at, column) in self.columns.iter().enumerate() {
            let mut sums = vec![Derivatives::default(); column.bins()];
            for row in rows {
                let sum = &mut sums[self.bins[*row][at]];
                *sum = sum.plus(self.derivatives[*row]);
            }
            let mut offer = |left: Left, part: Derivatives| {
                let rest = total.minus(part);
                let gain = part.gain(penalty) + rest.gain(penalty);
                // Differences of sums leave rounding behind; a gain must be more than that.
                if part.second.min(rest.second) >= self.options.least && gain > most * (1.0 + 1e-12) {
                    (most, best) = (gain, Some((at, left)));
                }
            };
            let ranges = column.ranges();
            let others = sums[ranges..].iter().fold(Derivatives::default(), |sum, bin| sum.plus(*bin));
            let mut below = Derivatives::default();
            for (range, sum) in sums[..ranges - 1].iter().enumerate() {
                below = below.plus(*sum);
                offer(Left::AtMost { range, others: false, ranges }, below);
                offer(Left::AtMost { range, others: true, ranges }, below.plus(others));
            }
            (ranges..sums.len()).for_each(|only| offer(Left::Only(only), sums[only]));
        }
        best
    }
}
