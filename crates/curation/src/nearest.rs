//! Rows most like a row by their terms, found without comparing all with all.

use measures::SparseVector;

/// The `k` rows with the largest product with each row, itself left out. Only rows that share a term are looked at, so
/// there may be fewer.
pub(crate) fn nearest(vectors: &[&SparseVector], k: usize) -> Vec<Vec<usize>> {
    let last = |row: &&SparseVector| row.entries().last().map_or(0, |(term, _)| *term as usize + 1);
    let dimensions = vectors.iter().map(last).max().unwrap_or(0);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_share_terms_are_ordered_by_their_product() {
        let rows = [[1.0, 0.0, 0.0], [0.8, 0.6, 0.0], [0.6, 0.8, 0.0], [0.0, 0.0, 1.0]];
        let rows: Vec<SparseVector> = rows.iter().map(|row| SparseVector::from_dense(row)).collect();
        let rows: Vec<&SparseVector> = rows.iter().collect();
        assert_eq!(nearest(&rows, 2), [vec![1, 2], vec![2, 0], vec![1, 0], vec![]]);
        assert_eq!(nearest(&rows, 1), [vec![1], vec![2], vec![1], vec![]]);
        assert_eq!(nearest(&[], 1), [[0_usize; 0]; 0]);
    }
}
