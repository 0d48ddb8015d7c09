//! How much of a model's labelling people should do again (Wang et al. 2021, "Want To Reduce Labeling Cost? GPT-3 Can Help",
//! arXiv:2108.13487).

use students::Platt;

/// What there is to spend, in one currency.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Budget {
    /// All of it.
    pub total: f64,
    /// A label by a person.
    pub person: f64,
    /// A label by the model; every row has one.
    pub model: f64,
}

/// Which rows go to people, and what that is worth.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reannotation {
    /// Rows for people, the least sure first.
    pub people: Vec<usize>,
    /// Their share, in [0, 1].
    pub share: f64,
    /// Share of the labels that are right with so many rows labelled again, as it is expected, from none to all: the last entry
    /// of one for each row and one more. Empty without rows.
    pub curve: Vec<f64>,
    /// What is spent.
    pub spent: f64,
}

impl Reannotation {
    /// Labels that are expected to be right beyond those of the model, as a share of all rows.
    #[must_use]
    pub fn gain(&self) -> f64 {
        let at = |count: usize| self.curve.get(count).copied().unwrap_or(0.0);
        at(self.people.len()) - at(0)
    }
}

impl Budget {
    /// How many of `rows` rows people can label after the model has labelled all; none where not even that can be paid.
    #[must_use]
    pub fn people(&self, rows: usize) -> usize {
        let left = self.total - self.model * rows as f64;
        if left.is_nan() || left <= 0.0 {
            return 0;
        }
        // Free labels are as many as there are rows; the cast ends at the largest number.
        let affordable = if self.person > 0.0 { (left / self.person + 1e-9).floor() } else { f64::INFINITY };
        (affordable as usize).min(rows)
    }
}

/// Sends the rows that the model is least sure of to people, as many as the budget allows and as people, who are right with
/// the probability `person`, are expected to do better than the model. `confidences` are the probabilities that the model gave
/// its own labels; `None`, where it gave none, counts as 0. They are taken at their word unless `calibration` says, from a
/// [`Platt`] of checked rows, how probable it is that a label of such a confidence is right.
#[must_use]
pub fn reannotate(
    confidences: &[Option<f64>],
    budget: Budget,
    person: f64,
    calibration: Option<Platt>,
) -> Reannotation {
    let right = |confidence: &Option<f64>| {
        let sure = confidence.filter(|p| p.is_finite()).unwrap_or(0.0).clamp(0.0, 1.0);
        calibration.map_or(sure, |platt| platt.probability(sure))
    };
    let right: Vec<f64> = confidences.iter().map(right).collect();
    let mut order: Vec<usize> = (0..right.len()).collect();
    let sure = |row: usize| confidences[row].filter(|p| p.is_finite()).unwrap_or(0.0);
    order.sort_by(|a, b| sure(*a).total_cmp(&sure(*b)).then(a.cmp(b)));
    let n = right.len() as f64;
    let mut expected = right.iter().sum::<f64>() / n;
    let mut curve: Vec<f64> = if right.is_empty() { Vec::new() } else { vec![expected] };
    for row in &order {
        expected += (person - right[*row]) / n;
        curve.push(expected);
    }
    let worth = order.iter().take_while(|row| right[**row] < person).count();
    let people = order[..worth.min(budget.people(right.len()))].to_vec();
    let share = if right.is_empty() { 0.0 } else { people.len() as f64 / n };
    let spent = budget.model * n + budget.person * people.len() as f64;
    Reannotation { people, share, curve, spent }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    const SURE: [Option<f64>; 5] = [Some(0.9), Some(0.5), None, Some(0.98), Some(0.6)];

    #[test]
    fn the_least_sure_rows_go_to_people() {
        let check = |total: f64, person: f64, expected: &[usize], gain: f64, spent: f64| {
            let found = reannotate(&SURE, Budget { total, person: 1.0, model: 0.1 }, person, None);
            assert_eq!(found.people, expected, "{total} {person}");
            assert!((found.gain() - gain).abs() < 1e-12, "{total} {person}: {}", found.gain());
            assert!((found.spent - spent).abs() < 1e-12, "{}", found.spent);
        };
        // 0.5 for the model's labels, one for each person's. Gains: 0.95 - 0, 0.95 - 0.5 and so on, of five rows.
        check(2.5, 0.95, &[2, 1], (0.95 + 0.45) / 5.0, 2.5);
        check(3.9, 0.95, &[2, 1, 4], (0.95 + 0.45 + 0.35) / 5.0, 3.5);
        // People are less often right than the model thinks it is of the last row: it stays.
        check(100.0, 0.95, &[2, 1, 4, 0], (0.95 + 0.45 + 0.35 + 0.05) / 5.0, 4.5);
        check(0.4, 0.95, &[], 0.0, 0.5);
        assert_eq!(Budget { total: 1.0, person: 0.0, model: 0.1 }.people(5), 5);
        assert_eq!(Budget { total: f64::NAN, person: 1.0, model: 0.1 }.people(5), 0);
        let none = reannotate(&[], Budget { total: 1.0, person: 1.0, model: 0.1 }, 0.9, None);
        assert_eq!(none, Reannotation::default());
    }

    /// A model that says 0.9 and is right in one of two rows.
    #[test]
    fn checked_rows_say_what_confidence_is_worth() {
        let platt = Platt::fit(&[0.9; 20], &[true, false].repeat(10));
        let budget = Budget { total: 10.0, person: 1.0, model: 0.0 };
        let found = reannotate(&[Some(0.9); 4], budget, 0.8, Some(platt));
        assert!(found.people.len() == 4 && (found.gain() - 0.3).abs() < 1e-9, "{found:?}");
        assert_eq!(reannotate(&[Some(0.9); 4], budget, 0.8, None).people, [0_usize; 0]);
    }

    proptest! {
        #[test]
        fn no_other_choice_of_as_many_is_worth_more(p in vec(0.0..1.0f64, 1..12), total in 0.0..12.0f64, chosen in vec(0usize..12, 0..12)) {
            let confidences: Vec<Option<f64>> = p.iter().copied().map(Some).collect();
            let found = reannotate(&confidences, Budget { total, person: 1.0, model: 0.0 }, 0.9, None);
            prop_assert!(found.people.len() as f64 <= total + 1e-6);
            prop_assert_eq!(found.curve.len(), p.len() + 1);
            let mut others: Vec<usize> = chosen.into_iter().filter(|row| *row < p.len()).collect();
            others.sort_unstable();
            others.dedup();
            others.truncate(found.people.len());
            let worth: f64 = others.iter().map(|row| (0.9 - p[*row]) / p.len() as f64).sum();
            prop_assert!(found.gain() >= worth - 1e-12);
        }
    }
}
