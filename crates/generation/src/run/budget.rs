//! Which draws a round makes and how many tries each has: fixed before the round, whatever finishes first.

use std::collections::VecDeque;

use crate::plan::Plan;

/// A draw of the next round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Number of the draw.
    pub draw: u64,
    /// The place in the schedule that it fills.
    pub slot: u64,
    /// Tries that it has.
    pub tries: u32,
}

/// What became of a draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spent {
    /// Tries that it took.
    pub tries: u32,
    pub accepted: bool,
}

/// What is left of a run.
#[derive(Debug)]
pub(super) struct Budget {
    attempts: u64,
    next_draw: u64,
    next_slot: u64,
    /// Slots whose draw was rejected.
    refills: VecDeque<u64>,
}

impl Budget {
    pub(super) fn new(plan: &Plan) -> Self {
        Self { attempts: plan.attempts, next_draw: 0, next_slot: 0, refills: VecDeque::new() }
    }

    /// Whether no attempts are left.
    pub(super) fn is_spent(&self) -> bool {
        self.attempts == 0
    }

    /// The draws of the next round; none where the budget or the given rows are used up. There are never more than rows
    /// still wanted, so the run ends at exactly that many.
    pub(super) fn plan(&mut self, plan: &Plan, accepted: u64) -> Vec<Place> {
        let fresh = plan.slots().map_or(u64::MAX, |rows| rows.saturating_sub(self.next_slot));
        let open = fresh.saturating_add(self.refills.len() as u64);
        let count = plan.round.min(plan.rows.saturating_sub(accepted)).min(self.attempts).min(open);
        // Each draw has one try for sure; further tries are promised in order while there are any.
        let mut spare = self.attempts - count;
        (0..count)
            .map(|_| {
                let retries = u64::from(plan.retries).min(spare);
                spare -= retries;
                let draw = self.next_draw;
                self.next_draw += 1;
                let slot = self.refills.pop_front().unwrap_or_else(|| {
                    self.next_slot += 1;
                    self.next_slot - 1
                });
                Place { draw, slot, tries: retries as u32 + 1 }
            })
            .collect()
    }

    /// Takes what a round used, and puts rejected slots back where the schedule makes up for them.
    pub(super) fn settle(&mut self, plan: &Plan, places: &[Place], spent: &[Spent]) {
        for (place, spent) in places.iter().zip(spent) {
            self.attempts = self.attempts.saturating_sub(u64::from(spent.tries));
            if !spent.accepted && plan.refills() {
                self.refills.push_back(place.slot);
            }
        }
    }
}
