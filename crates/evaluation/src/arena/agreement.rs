//! Whether judges agree with each other and with themselves.

use std::collections::BTreeMap;

use super::{Comparison, Entry, Judge, Outcome};

/// How people and models agree on pairs that both judged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct JudgeAgreement {
    /// Pairs that both judged.
    pub pairs: u64,
    /// Pairs on which they gave the same verdict.
    pub same: u64,
    /// Cohen's kappa of the two, in [-1, 1]; `None` where chance alone agrees fully, or without pairs.
    pub kappa: Option<f64>,
}

/// The agreement of people and models. Several verdicts of one kind of judge on one pair count as one, that of the
/// majority; as a tie where there is none.
#[must_use]
pub fn judge_agreement(comparisons: &[Comparison]) -> JudgeAgreement {
    /// Sum of the verdicts of people and of models, where there are some; above 0 the first of the rows is better.
    type Sums = [Option<i64>; 2];
    let mut sums: BTreeMap<(Entry, Entry), Sums> = BTreeMap::new();
    for comparison in comparisons {
        let sum = &mut sums.entry(comparison.pair.rows()).or_default()[comparison.judge as usize];
        *sum = Some(sum.unwrap_or(0) + i64::from(better(comparison)));
    }
    let both = sums.into_values().filter_map(|[human, model]| Some((human?.signum(), model?.signum())));
    let both: Vec<(i64, i64)> = both.collect();
    JudgeAgreement {
        pairs: both.len() as u64,
        same: both.iter().filter(|(human, model)| human == model).count() as u64,
        kappa: measures::cohen_kappa(&both),
    }
}

/// 1 where the smaller entry of the pair is better, -1 where the other is, 0 for a tie.
fn better(comparison: &Comparison) -> i8 {
    let turned = comparison.pair.first > comparison.pair.second;
    match comparison.outcome {
        Outcome::Tie => 0,
        Outcome::First => {
            if turned {
                -1
            } else {
                1
            }
        }
        Outcome::Second => {
            if turned {
                1
            } else {
                -1
            }
        }
    }
}

/// What a kind of judge says of pairs that it saw in both orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Swapped {
    /// Pairs that it saw in both orders.
    pub pairs: u64,
    /// Of these, pairs on which it said the same each time.
    pub same: u64,
}

/// How often a kind of judge says the same of a pair when the order is turned round.
#[must_use]
pub fn swapped(comparisons: &[Comparison], judge: Judge) -> Swapped {
    /// Whether a pair was seen as it is and turned, and all that was said of it.
    type Seen = ([bool; 2], Vec<i8>);
    let mut seen: BTreeMap<(Entry, Entry), Seen> = BTreeMap::new();
    for comparison in comparisons.iter().filter(|comparison| comparison.judge == judge) {
        let (orders, said) = seen.entry(comparison.pair.rows()).or_default();
        orders[usize::from(comparison.pair.first > comparison.pair.second)] = true;
        said.push(better(comparison));
    }
    let both: Vec<Vec<i8>> =
        seen.into_values().filter(|(orders, _)| *orders == [true, true]).map(|(_, said)| said).collect();
    let constant = |said: &&Vec<i8>| said.windows(2).all(|pair| pair[0] == pair[1]);
    Swapped { pairs: both.len() as u64, same: both.iter().filter(constant).count() as u64 }
}
