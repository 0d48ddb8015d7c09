//! How a run goes: counts, rates and an honest estimate of what is left.

use std::collections::VecDeque;

use dataset::{Attempt, Stage, Verdict};
use indexmap::IndexMap;

use crate::types::{Count, Funnel, RunProgress, RunStatus, RunSummary};

/// Span over which the rate of rows is taken, in milliseconds.
const ROWS_SPAN: i64 = 120_000;
/// Span over which the rate of tokens is taken, in milliseconds.
const TOKENS_SPAN: i64 = 5_000;

/// Counts of one run.
pub struct Tracker {
    summary: RunSummary,
    budget: u64,
    begun: u64,
    funnel: Funnel,
    rejected: IndexMap<String, u64>,
    /// Milliseconds at work before the present stretch.
    worked: i64,
    /// Begin of the present stretch of work.
    since: Option<i64>,
    rows: Rate,
    tokens: Rate,
}

impl Tracker {
    /// Counts that go on from what is stored.
    pub fn new(summary: RunSummary, budget: u64, stored: &::project::Funnel, now: i64) -> Self {
        let funnel = Funnel {
            generated: stored.generated,
            parsed: stored.parsed,
            valid: stored.valid,
            unique: stored.unique,
            accepted: stored.accepted,
        };
        let rejected = stored.checks.iter().cloned().collect();
        Self {
            begun: funnel.generated,
            summary,
            budget,
            funnel,
            rejected,
            worked: 0,
            since: Some(now),
            rows: Rate::new(ROWS_SPAN),
            tokens: Rate::new(TOKENS_SPAN),
        }
    }

    pub fn status(&self) -> RunStatus {
        self.summary.status
    }

    pub fn set_status(&mut self, status: RunStatus, failure: Option<String>, now: i64) {
        self.summary.status = status;
        self.summary.failure = failure;
        if status == RunStatus::Running {
            self.since.get_or_insert(now);
        } else {
            self.stop(now);
        }
        if !matches!(status, RunStatus::Running | RunStatus::Paused) {
            self.summary.finished = Some(now);
        }
    }

    /// Work rests.
    pub fn stop(&mut self, now: i64) {
        self.worked += self.since.take().map_or(0, |since| now - since);
        self.rows.clear();
        self.tokens.clear();
    }

    /// An answer is being made.
    pub fn begin(&mut self) {
        self.begun += 1;
    }

    /// Attempts and verdicts are on disk.
    pub fn committed(
        &mut self,
        attempts: &[Attempt],
        verdicts: &[(u64, u32, Verdict)],
        output_tokens: u64,
        now: i64,
    ) {
        self.funnel.generated += attempts.len() as u64;
        self.begun = self.begun.max(self.funnel.generated);
        for attempt in attempts {
            let stage = match &attempt.failure {
                Some(Verdict::Rejected { stage, .. }) => Some(*stage),
                _ => None,
            };
            self.funnel.parsed += u64::from(stage != Some(Stage::Parsed));
            self.funnel.valid += u64::from(stage.is_none());
        }
        for (_, _, verdict) in verdicts {
            match verdict {
                Verdict::Accepted { .. } => {
                    self.funnel.unique += 1;
                    self.funnel.accepted += 1;
                }
                Verdict::Rejected { check, .. } => *self.rejected.entry(check.clone()).or_default() += 1,
            }
        }
        self.summary.accepted = self.funnel.accepted;
        self.summary.attempts = self.funnel.generated;
        self.rows.add(now, self.funnel.accepted);
        self.tokens.add(now, output_tokens);
    }

    /// A person changed what became of an attempt, or had one made, whose verdict before is `None`.
    pub fn changed(&mut self, before: Option<&Verdict>, after: &Verdict) {
        if before.is_none() {
            self.funnel.generated += 1;
            self.begun += 1;
        }
        let (was, is) = (before.map(reached).unwrap_or_default(), reached(after));
        let Funnel { parsed, valid, unique, accepted, .. } = &mut self.funnel;
        for (at, count) in [parsed, valid, unique, accepted].into_iter().enumerate() {
            *count = (*count + u64::from(at < is)).saturating_sub(u64::from(at < was));
        }
        if let Some(Verdict::Rejected { check, .. }) = before
            && let Some(count) = self.rejected.get_mut(check)
        {
            *count = count.saturating_sub(1);
        }
        if let Verdict::Rejected { check, .. } = after {
            *self.rejected.entry(check.clone()).or_default() += 1;
        }
        self.summary.accepted = self.funnel.accepted;
        self.summary.attempts = self.funnel.generated;
    }

    pub fn progress(&self, now: i64) -> RunProgress {
        let per_second = self.rows.per_second();
        let to_do = self.summary.wanted.saturating_sub(self.funnel.accepted) as f64;
        let mut rejected: Vec<Count> = self
            .rejected
            .iter()
            .filter(|(_, count)| **count > 0)
            .map(|(value, count)| Count { value: value.clone(), count: *count })
            .collect();
        rejected.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
        RunProgress {
            summary: self.summary.clone(),
            budget: self.budget,
            running: if self.since.is_some() { self.begun - self.funnel.generated } else { 0 },
            funnel: self.funnel,
            rejected,
            elapsed: (self.worked + self.since.map_or(0, |since| now - since)) as f64 / 1000.0,
            rows_per_minute: per_second.map(|rate| rate * 60.0),
            tokens_per_second: self.tokens.per_second(),
            remaining: per_second.filter(|rate| *rate > 0.0).map(|rate| to_do / rate),
        }
    }
}

/// How many stages after the first an attempt has reached: parsed, valid, unique, accepted.
fn reached(verdict: &Verdict) -> usize {
    match verdict {
        Verdict::Rejected { stage: Stage::Parsed, .. } => 0,
        Verdict::Rejected { stage: Stage::Valid, .. } => 1,
        Verdict::Rejected { stage: Stage::Unique, .. } => 2,
        Verdict::Rejected { stage: Stage::Reviewed, .. } => 3,
        Verdict::Accepted { .. } => 4,
    }
}

/// Growth of a counter over the last while.
struct Rate {
    span: i64,
    points: VecDeque<(i64, u64)>,
}

impl Rate {
    fn new(span: i64) -> Self {
        Self { span, points: VecDeque::new() }
    }

    fn clear(&mut self) {
        self.points.clear();
    }

    fn add(&mut self, now: i64, count: u64) {
        self.points.push_back((now, count));
        while self.points.len() > 2 && self.points.front().is_some_and(|(at, _)| now - at > self.span) {
            self.points.pop_front();
        }
    }

    /// `None` until a second has been seen.
    fn per_second(&self) -> Option<f64> {
        let ((from, low), (to, high)) = (self.points.front()?, self.points.back()?);
        (to - from >= 1000).then(|| high.saturating_sub(*low) as f64 * 1000.0 / (to - from) as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::Rate;

    #[test]
    fn a_rate_looks_back_over_its_span_only() {
        let mut rate = Rate::new(5_000);
        assert_eq!(rate.per_second(), None);
        rate.add(0, 0);
        rate.add(500, 100);
        assert_eq!(rate.per_second(), None, "half a second is too short");
        rate.add(10_000, 200);
        rate.add(12_000, 260);
        assert_eq!(rate.per_second(), Some(30.0), "200 at 10 s, 260 at 12 s");
    }
}
