//! Two halves that label each other (multistage collaborative knowledge distillation, Zhao et al. 2023, arXiv:2311.08640).

use students::stratified_folds;

use crate::measure::students::most;

/// Of each row what is said of its classes by a student that never saw it: rows are dealt into two halves by a seed, every class
/// evenly; in each of `stages` stages a student learns each half with the labels that it has, and labels the other. `given` are
/// the first labels, such as a model's, by their classes. `judge` gets the rows to learn from with their classes, and the rows to
/// judge; it gives the probability of each class. Without a stage nothing is said.
#[must_use]
pub fn cross_partition(
    given: &[usize],
    stages: usize,
    seed: u64,
    mut judge: impl FnMut(&[usize], &[usize], &[usize]) -> Vec<Vec<f64>>,
) -> Vec<Vec<f64>> {
    let halves = stratified_folds(given, 2, seed);
    let of = |half: usize| (0..given.len()).filter(|row| halves[*row] == half).collect::<Vec<usize>>();
    let halves = [of(0), of(1)];
    let mut labels = given.to_vec();
    let mut said = vec![Vec::new(); given.len()];
    for _ in 0..stages {
        // Both learn before either half gets its new labels.
        for (seen, others) in [(&halves[0], &halves[1]), (&halves[1], &halves[0])] {
            let classes: Vec<usize> = seen.iter().map(|row| labels[*row]).collect();
            let judged = judge(seen, &classes, others);
            others.iter().zip(judged).for_each(|(row, p)| said[*row] = p);
        }
        for (label, p) in labels.iter_mut().zip(&said) {
            *label = most(p).unwrap_or(*label);
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A student that answers with the majority of the labels that it saw for the row's group.
    fn majority(groups: &[usize], seen: &[usize], classes: &[usize], others: &[usize]) -> Vec<Vec<f64>> {
        let count = |group: usize, class: usize| {
            let of =
                seen.iter().zip(classes).filter(|(row, label)| groups[**row] == group && **label == class);
            of.count() as f64 + 0.5
        };
        let judge = |row: &usize| {
            let [a, b] = [count(groups[*row], 0), count(groups[*row], 1)];
            vec![a / (a + b), b / (a + b)]
        };
        others.iter().map(judge).collect()
    }

    #[test]
    fn halves_correct_each_other() {
        let groups: Vec<usize> = (0..40).map(|row| row % 2).collect();
        let given: Vec<usize> =
            (0..40_usize).map(|row| if row.is_multiple_of(5) { 1 - row % 2 } else { row % 2 }).collect();
        let mut asked = Vec::new();
        let said = cross_partition(&given, 2, 3, |seen, classes, others| {
            assert!(seen.iter().all(|row| !others.contains(row)) && seen.len() + others.len() == 40);
            asked.push((seen.to_vec(), classes.to_vec()));
            majority(&groups, seen, classes, others)
        });
        for (row, p) in said.iter().enumerate() {
            assert!(p[groups[row]] > 0.9, "{row}: {p:?}");
        }
        assert_eq!(asked.len(), 4);
        // At first the labels as they came, then those of the first stage.
        for (at, (seen, classes)) in asked.iter().enumerate() {
            let labels = if at < 2 { &given } else { &groups };
            assert!(seen.iter().zip(classes).all(|(row, class)| labels[*row] == *class), "call {at}");
        }
        assert_eq!(cross_partition(&given, 0, 3, |_, _, _| Vec::new()), vec![Vec::<f64>::new(); 40]);
        assert_eq!(cross_partition(&[], 2, 3, |_, _, _| Vec::new()), Vec::<Vec<f64>>::new());
    }
}
