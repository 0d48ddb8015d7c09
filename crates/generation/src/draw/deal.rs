//! The strategies: which combination of cases each slot of a run gets.

use recipe::Strategy;

use super::group::{Group, Hand, cases_under, decode, groups};
use super::variable::{Case, Kind, Variable};
use crate::random::{Purpose, Stream, mix, permute};

/// A strategy made ready for one run.
#[derive(Clone, Debug)]
pub(super) enum Dealer {
    Grid(Vec<Group>),
    Random,
    /// For each listed condition, its case in every slot.
    Quota(Vec<Option<Vec<u32>>>),
}

impl Dealer {
    /// `slots` is the number of rows that shares are met over.
    pub(super) fn new(strategy: Strategy, variables: &[Variable], seed: u64, slots: u64) -> Self {
        match strategy {
            Strategy::Grid => Self::Grid(groups(variables)),
            Strategy::Random | Strategy::Diverse => Self::Random,
            Strategy::Quota => Self::Quota(shares(variables, seed, slots.max(1) as usize)),
        }
    }

    /// Exchanges what two slots have of some conditions; nothing where no slot has a fixed share.
    pub(super) fn swap(&mut self, conditions: &[usize], a: u64, b: u64) {
        let Self::Quota(slots) = self else { return };
        for at in conditions {
            if let Some(cases) = &mut slots[*at] {
                cases.swap(a as usize, b as usize);
            }
        }
    }

    /// The combination of a slot.
    pub(super) fn deal(&self, variables: &[Variable], seed: u64, slot: u64) -> Hand {
        let mut hand = vec![None; variables.len()];
        match self {
            Self::Grid(groups) => grid(variables, groups, seed, slot, &mut hand),
            // Everything is drawn freely, by the weights.
            Self::Random => {}
            Self::Quota(slots) => {
                for (case, slots) in hand.iter_mut().zip(slots) {
                    *case = slots.as_ref().map(|cases| cases[slot as usize % cases.len()] as usize);
                }
            }
        }
        hand
    }
}

/// Deals every combination once in each cycle, without holding the product in memory.
///
/// The smallest group is dealt like a deck of cards: in each block of as many slots as it has cases, each comes once, in
/// an order of its own. The slots that got one of its cases are numbered, and the next group is dealt over them in
/// the same way. So after any number of slots, the cases of the first groups and their combinations differ in count
/// by at most one.
fn grid(variables: &[Variable], groups: &[Group], seed: u64, slot: u64, hand: &mut Hand) {
    let mut index = slot;
    let mut path = 0;
    for (level, group) in groups.iter().enumerate() {
        let size = group.size.max(1);
        let (block, place) = (index / size, index % size);
        let mut stream = Stream::new(seed, Purpose::Grid, [mix(path ^ level as u64), block]);
        let dealt = permute(&mut stream, size, place);
        if let Kind::Listed(cases) = &variables[group.root].kind {
            decode(variables, group.root, cases, dealt, hand);
        }
        path = mix(path ^ mix(dealt.wrapping_add(1)));
        index = block;
    }
}

/// Deals each condition's cases in numbers as close to their shares as whole rows allow; a dependent condition over
/// the slots of each value of its parent.
fn shares(variables: &[Variable], seed: u64, slots: usize) -> Vec<Option<Vec<u32>>> {
    let mut quota = Quota { variables, seed, slots, splits: 0, columns: vec![None; variables.len()] };
    let all: Vec<usize> = (0..slots).collect();
    for (at, variable) in variables.iter().enumerate() {
        if let Kind::Listed(cases) = &variable.kind {
            quota.split(at, cases, &all);
        }
    }
    quota.columns
}

struct Quota<'a> {
    variables: &'a [Variable],
    seed: u64,
    slots: usize,
    splits: u64,
    columns: Vec<Option<Vec<u32>>>,
}

impl Quota<'_> {
    /// Gives each of these slots one of the cases, and goes on with the conditions that depend on it.
    fn split(&mut self, at: usize, cases: &[Case], slots: &[usize]) {
        let mut stream = Stream::new(self.seed, Purpose::Quota, [at as u64, self.splits]);
        self.splits += 1;
        let mut order: Vec<u32> = apportion(cases, slots.len(), &mut stream)
            .into_iter()
            .enumerate()
            .flat_map(|(case, count)| std::iter::repeat_n(case as u32, count))
            .collect();
        stream.shuffle(&mut order);
        let column = self.columns[at].get_or_insert_with(|| vec![0; self.slots]);
        for (slot, case) in slots.iter().zip(&order) {
            column[*slot] = *case;
        }
        let variables = self.variables;
        for child in &variables[at].children {
            for (position, case) in cases.iter().enumerate() {
                let own: Vec<usize> = slots
                    .iter()
                    .zip(&order)
                    .filter(|(_, dealt)| **dealt as usize == position)
                    .map(|(slot, _)| *slot)
                    .collect();
                self.split(*child, cases_under(&variables[*child], &case.key), &own);
            }
        }
    }
}

/// Whole numbers that sum to `total` and are as close to the shares as possible (largest remainder, Hamilton); equal
/// remainders are served in random order.
fn apportion(cases: &[Case], total: usize, stream: &mut Stream) -> Vec<usize> {
    let sum: f64 = cases.iter().map(|case| case.share).sum();
    let exact: Vec<f64> = cases.iter().map(|case| case.share / sum * total as f64).collect();
    let mut counts: Vec<usize> = exact.iter().map(|count| (count + 1e-9).floor() as usize).collect();
    let mut order: Vec<usize> = (0..cases.len()).collect();
    stream.shuffle(&mut order);
    let remainder = |at: &usize, counts: &[usize]| exact[*at] - counts[*at] as f64;
    order.sort_by(|a, b| {
        let (a, b) = (remainder(a, &counts), remainder(b, &counts));
        if (a - b).abs() < 1e-9 { std::cmp::Ordering::Equal } else { b.total_cmp(&a) }
    });
    let given: usize = counts.iter().sum();
    for at in order.into_iter().take(total.saturating_sub(given)) {
        counts[at] += 1;
    }
    counts
}
