//! One draw on its way through the steps.

use dataset::{Attempt, CheckResult, Fields, Stage, StepTrace, TokenTrace, Verdict};
use inference::{Finish, Generation, Score};

use super::budget::{Place, Spent};
use crate::check::{Row, judge};
use crate::plan::{Drawn, Plan};
use crate::prompt::Rendered;

/// A draw and its current attempt.
#[derive(Debug)]
pub(super) struct Work {
    pub place: Place,
    pub drawn: Drawn,
    /// Number of the current attempt.
    pub attempt: u32,
    /// The current attempt was reported as started.
    pub announced: bool,
    /// Position in the order of steps.
    pub at: usize,
    /// The prompt of the current step.
    pub asked: Option<Asked>,
    steps: Vec<StepTrace>,
    pub fields: Fields,
    /// The last attempt, once the draw is finished.
    pub finished: Option<Attempt>,
}

/// A prompt that was sent.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub sha256: String,
    pub tokens: usize,
}

/// What came of a step.
pub(super) enum Progress {
    /// The next step can be asked.
    Next,
    /// The attempt is finished.
    Finished(Box<Attempt>),
}

impl Work {
    pub(super) fn new(place: Place, drawn: Drawn) -> Self {
        Self {
            place,
            drawn,
            attempt: 0,
            announced: false,
            at: 0,
            asked: None,
            steps: Vec::new(),
            fields: Fields::new(),
            finished: None,
        }
    }

    /// Position in the recipe of the step to ask.
    pub(super) fn step(&self, plan: &Plan) -> usize {
        plan.order[self.at]
    }

    pub(super) fn asked(&mut self, rendered: &Rendered, tokens: usize) {
        self.asked = Some(Asked { sha256: rendered.sha256.clone(), tokens });
    }

    /// Takes a written answer.
    pub(super) fn written(&mut self, plan: &Plan, generation: Generation) -> Progress {
        let finish = match generation.finish {
            Finish::End => "end",
            Finish::Stop => "stop",
            Finish::Length => "length",
            Finish::Context => "context",
            Finish::Cancelled => "cancelled",
        };
        let (fields, fault) = plan.forms[self.step(plan)].read(&generation.text, generation.finish);
        let tokens = generation.tokens.into_iter().map(|token| TokenTrace {
            text: token.text,
            log_probability: token.log_probability,
            forced: token.forced,
        });
        self.trace(plan, generation.text, tokens.collect(), finish);
        self.take(plan, fields, fault)
    }

    /// Takes the scores of the labels.
    pub(super) fn scored(&mut self, plan: &Plan, scores: &[Score]) -> Progress {
        match plan.forms[self.step(plan)].scored(scores) {
            Ok(scored) => {
                self.trace(plan, scored.raw, scored.tokens, "scored");
                self.take(plan, scored.fields, None)
            }
            Err(reason) => {
                self.trace(plan, String::new(), Vec::new(), "scored");
                self.take(plan, Fields::new(), Some(reason))
            }
        }
    }

    /// The current step cannot be asked, now or ever: no further try is made.
    pub(super) fn refused(&mut self, plan: &Plan, check: &str, reason: String) -> Progress {
        if self.asked.is_some() {
            self.trace(plan, String::new(), Vec::new(), "context");
        }
        self.place.tries = self.attempt + 1;
        let failure = Verdict::Rejected { stage: Stage::Parsed, check: check.into(), reason };
        Progress::Finished(Box::new(self.attempted(Vec::new(), Some(failure))))
    }

    fn trace(&mut self, plan: &Plan, raw: String, tokens: Vec<TokenTrace>, finish: &str) {
        let step = plan.recipe.steps[self.step(plan)].id.clone();
        let asked = self.asked.take();
        let (prompt_sha256, prompt_tokens) =
            asked.map_or_else(|| (String::new(), 0), |asked| (asked.sha256, asked.tokens));
        self.steps.push(StepTrace { step, prompt_sha256, prompt_tokens, raw, tokens, finish: finish.into() });
    }

    fn take(&mut self, plan: &Plan, fields: Fields, fault: Option<String>) -> Progress {
        self.fields.extend(fields);
        if let Some(reason) = fault {
            let failure = Verdict::Rejected { stage: Stage::Parsed, check: "answer".into(), reason };
            return Progress::Finished(Box::new(self.attempted(Vec::new(), Some(failure))));
        }
        self.at += 1;
        if self.at < plan.order.len() {
            return Progress::Next;
        }
        let row = self.row(plan);
        let checks: Vec<CheckResult> = plan.row_checks.iter().map(|check| judge(check, &row)).collect();
        let failure = checks.iter().find(|check| !check.passed).map(|check| Verdict::Rejected {
            stage: Stage::Valid,
            check: check.kind.clone(),
            reason: check.detail.clone(),
        });
        Progress::Finished(Box::new(self.attempted(checks, failure)))
    }

    fn row<'a>(&'a self, plan: &'a Plan) -> Row<'a> {
        let input = plan.given(self.drawn.input);
        Row { fields: &self.fields, conditions: &self.drawn.conditions, input }
    }

    fn attempted(&mut self, checks: Vec<CheckResult>, failure: Option<Verdict>) -> Attempt {
        Attempt {
            draw: self.place.draw,
            attempt: self.attempt,
            conditions: self.drawn.conditions.clone(),
            input: self.drawn.input,
            shown: self.drawn.shown.clone(),
            steps: std::mem::take(&mut self.steps),
            fields: std::mem::take(&mut self.fields),
            checks,
            failure,
        }
    }

    /// Whether an attempt that failed leaves another try.
    pub(super) fn may_retry(&self, attempt: &Attempt) -> bool {
        attempt.failure.is_some() && self.attempt + 1 < self.place.tries
    }

    /// Begins the next attempt.
    pub(super) fn retry(&mut self) {
        self.attempt += 1;
        self.restart();
    }

    /// Begins the current attempt anew.
    pub(super) fn restart(&mut self) {
        self.at = 0;
        self.asked = None;
        self.steps.clear();
        self.fields.clear();
        self.announced = false;
    }

    pub(super) fn spent(&self, accepted: bool) -> Spent {
        Spent { tries: self.attempt + 1, accepted }
    }
}

/// Whether a recorded attempt is one of this draw.
pub(super) fn belongs(attempt: &Attempt, work: &Work) -> bool {
    attempt.conditions == work.drawn.conditions
        && attempt.input == work.drawn.input
        && attempt.shown == work.drawn.shown
}

/// Whether the failure of a recorded attempt is one that no retry mends.
pub(super) fn is_final(attempt: &Attempt) -> bool {
    matches!(&attempt.failure, Some(Verdict::Rejected { check, .. }) if check == PROMPT)
}

/// The name under which prompts that cannot be asked are rejected.
pub(super) const PROMPT: &str = "prompt";
