//! Rows between people and a model.

use indexmap::IndexMap;

/// Who labels which rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Share {
    /// Rows for people, the most uncertain first.
    pub people: Vec<usize>,
    /// Rows for the model with its label, the most certain first.
    pub model: Vec<(usize, String)>,
    /// Of each row the entropy of the model's answers in bits; `None` for rows that it did not answer.
    pub uncertainty: Vec<Option<f64>>,
}

/// Splits rows by how much a model's answers to several wordings of the prompt differ (CoAnnotating, Li et al. 2023):
/// `people` of them, the most uncertain, go to people and the rest to the model, with the label that most answers gave
/// (of equals the first). Rows without an answer go to people first, over the budget if there are more of them.
/// `answers` are those of each row that could be read.
#[must_use]
pub fn share(answers: &[Vec<String>], people: usize) -> Share {
    let counted: Vec<Option<(f64, String)>> = answers.iter().map(|answers| count(answers)).collect();
    let uncertainty: Vec<Option<f64>> =
        counted.iter().map(|one| one.as_ref().map(|(bits, _)| *bits)).collect();
    let mut order: Vec<usize> = (0..answers.len()).collect();
    let bits = |row: usize| uncertainty[row].unwrap_or(f64::INFINITY);
    order.sort_by(|a, b| bits(*b).total_cmp(&bits(*a)).then(a.cmp(b)));
    let mut shared = Share { uncertainty: uncertainty.clone(), ..Share::default() };
    for row in order {
        match &counted[row] {
            Some((_, label)) if shared.people.len() >= people => shared.model.push((row, label.clone())),
            _ => shared.people.push(row),
        }
    }
    shared.model.reverse();
    shared
}

/// Entropy of answers in bits and the most frequent one.
fn count(answers: &[String]) -> Option<(f64, String)> {
    let mut counts: IndexMap<&String, u64> = IndexMap::new();
    answers.iter().for_each(|answer| *counts.entry(answer).or_default() += 1);
    let most = counts.iter().reduce(|best, other| if other.1 > best.1 { other } else { best })?;
    let bits = measures::entropy(&counts.values().copied().collect::<Vec<_>>()) / std::f64::consts::LN_2;
    Some((bits, (*most.0).clone()))
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    #[test]
    fn people_get_what_the_model_wavers_on() {
        let answers =
            ["aaaa", "aabb", "abcd", "", "aaab", "baab"].map(|row| row.chars().map(String::from).collect());
        let check = |people, expected_people: &[usize], expected_model: &[(usize, &str)]| {
            let shared = share(&answers, people);
            let expected: Vec<(usize, String)> =
                expected_model.iter().map(|(row, label)| (*row, (*label).to_owned())).collect();
            assert_eq!((shared.people, shared.model), (expected_people.to_vec(), expected), "{people}");
        };
        check(0, &[3], &[(0, "a"), (4, "a"), (5, "b"), (1, "a"), (2, "a")]);
        check(3, &[3, 2, 1], &[(0, "a"), (4, "a"), (5, "b")]);
        check(9, &[3, 2, 1, 5, 4, 0], &[]);
        let bits = share(&answers, 0).uncertainty;
        assert_eq!((bits[0], bits[1], bits[2], bits[3]), (Some(0.0), Some(1.0), Some(2.0), None));
        // -(3/4) log2(3/4) - (1/4) log2(1/4).
        assert!((bits[4].unwrap() - 0.811_278_124).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn every_row_goes_to_one_of_them(answers in vec(vec("[a-c]", 0..4), 0..12), people in 0usize..14) {
            let shared = share(&answers, people);
            let mut rows: Vec<usize> = shared.people.iter().copied().chain(shared.model.iter().map(|(row, _)| *row)).collect();
            rows.sort_unstable();
            prop_assert_eq!(rows, (0..answers.len()).collect::<Vec<_>>());
        }
    }
}
