//! One draw on its way through the steps.

use dataset::{Attempt, CheckResult, Fields, Stage, StepTrace, TokenTrace, Verdict};
use inference::{Finish, Generation, Score};
use recipe::{Method, Repeat, Step, agreement_of, confidence_of};
use serde_json::Value as Json;

use super::budget::{Place, Spent};
use super::step::{Answer, Fault, Running};
use super::vote::Vote;
use crate::check::Row;
use crate::expression::Expression;
use crate::plan::{Drawn, Plan};
use crate::prompt::{PromptError, Rendered, Scene};

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
    at: usize,
    running: Option<Running>,
    steps: Vec<StepTrace>,
    fields: Fields,
    /// The last attempt, once the draw is finished.
    pub finished: Option<Attempt>,
}

/// What a draw needs next.
pub(super) enum Progress {
    /// These many parts of the current step are to be asked.
    Ask(usize),
    /// Parts of the current step are not answered yet.
    Wait,
    /// The attempt was given up in a pause, and is to be made again.
    GivenUp,
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
            running: None,
            steps: Vec::new(),
            fields: Fields::new(),
            finished: None,
        }
    }

    /// Position in the recipe of the current step.
    pub(super) fn step(&self, plan: &Plan) -> usize {
        plan.order[self.at.min(plan.order.len() - 1)]
    }

    /// How often the current step was taken before.
    pub(super) fn turn(&self) -> u32 {
        self.running.as_ref().map_or(0, |running| running.turn)
    }

    /// Goes on to the next step that the model is asked for.
    pub(super) fn advance(&mut self, plan: &Plan) -> Progress {
        while self.at < plan.order.len() {
            match self.enter(plan) {
                Ok(0) => self.at += 1,
                Ok(parts) => return Progress::Ask(parts),
                Err(fault) => return self.failed(fault),
            }
        }
        let row = self.row(plan);
        let checks: Vec<CheckResult> =
            plan.row_checks.iter().map(|check| check.judge(&plan.recipe, &row)).collect();
        let failure = checks.iter().find(|check| !check.passed).map(|check| Verdict::Rejected {
            stage: Stage::Valid,
            check: check.kind.clone(),
            reason: check.detail.clone(),
        });
        Progress::Finished(Box::new(self.attempted(checks, failure)))
    }

    /// Begins the current step and says how many prompts it has; none where it is skipped or computed.
    fn enter(&mut self, plan: &Plan) -> Result<usize, Fault> {
        let position = self.step(plan);
        let (step, expressions) = (&plan.recipe.steps[position], &plan.expressions[position]);
        if let Some(when) = &expressions.when
            && !self.holds(plan, when)?
        {
            self.fields.extend(names(step).map(|name| (name, Json::Null)));
            return Ok(0);
        }
        let items = match &step.repeat {
            Some(Repeat::Each(list)) => Some(self.items(plan, list)),
            _ => None,
        };
        if step.method == Method::Formula {
            self.compute(plan, position, items.as_deref())?;
            return Ok(0);
        }
        let parts = match (&step.repeat, &items) {
            (Some(Repeat::Vote(vote)), _) => vote.samples,
            (_, Some(items)) => items.len(),
            _ => 1,
        };
        if let Some(Repeat::Until(until)) = &step.repeat {
            let before = if until.gather { Json::Array(Vec::new()) } else { Json::Null };
            self.fields.extend(names(step).map(|name| (name, before.clone())));
        }
        if parts == 0 {
            self.fields.extend(names(step).map(|name| (name, Json::Array(Vec::new()))));
        } else {
            self.running = Some(Running::new(items, parts));
        }
        Ok(parts)
    }

    /// The items of a list that a step made, or that was drawn; a text stands for itself, nothing for no items.
    fn items(&self, plan: &Plan, list: &str) -> Vec<Json> {
        match self.row(plan).get(list) {
            Some(Json::Array(items)) => items.clone(),
            None | Some(Json::Null) => Vec::new(),
            Some(other) => vec![other.clone()],
        }
    }

    fn compute(&mut self, plan: &Plan, position: usize, items: Option<&[Json]>) -> Result<(), Fault> {
        let value = |name: &str, item: Option<&Json>, work: &Self| {
            let expression = &plan.expressions[position].formulas[name];
            let shown = work.shown(plan);
            let scene = work.scene(plan, &shown, item);
            let value = expression.value(&plan.recipe, &scene).map_err(uncomputed)?;
            let form = &plan.forms[position];
            let text = |name: &str| work.row(plan).get(name).map(crate::draw::text);
            let read = form.computed(name, &value).and_then(|value| form.located(name, value, text));
            read.map_err(|reason| Fault { check: FORMULA.into(), reason, last: false })
        };
        for name in plan.recipe.steps[position].output.keys() {
            let made = match items {
                Some(items) => {
                    items.iter().map(|item| value(name, Some(item), self)).collect::<Result<_, _>>()?
                }
                None => value(name, None, self)?,
            };
            // A formula may read the ones before it.
            self.fields.insert(name.clone(), made);
        }
        Ok(())
    }

    /// The demonstrations that the current step reads.
    fn shown(&self, plan: &Plan) -> Vec<(&str, &[Fields])> {
        self.drawn.shown_to(&plan.recipe.steps[self.step(plan)])
    }

    fn scene<'a>(
        &'a self,
        plan: &'a Plan,
        shown: &'a [(&'a str, &'a [Fields])],
        item: Option<&'a Json>,
    ) -> Scene<'a> {
        Scene {
            conditions: &self.drawn.conditions,
            input: plan.given(self.drawn.input),
            shown,
            fields: &self.fields,
            item,
            pending: false,
        }
    }

    /// Whether a test of the current step is true.
    fn holds(&self, plan: &Plan, test: &Expression) -> Result<bool, Fault> {
        test.holds(&plan.recipe, &self.scene(plan, &self.shown(plan), None)).map_err(uncomputed)
    }

    /// The prompt of a part of the current step.
    pub(super) fn render(&self, plan: &Plan, part: usize) -> Result<Rendered, PromptError> {
        let item = self.running.as_ref().and_then(|running| running.item(part));
        plan.render(self.step(plan), &self.drawn, &self.fields, item, false)
    }

    /// The prompt of a part with each other label, where these are to be kept apart by self-debiasing.
    pub(super) fn counter(&self, plan: &Plan, part: usize) -> Result<Vec<Rendered>, PromptError> {
        let item = self.running.as_ref().and_then(|running| running.item(part));
        let others = plan.other_labels(self.step(plan), &self.drawn);
        others.iter().map(|drawn| plan.render(self.step(plan), drawn, &self.fields, item, false)).collect()
    }

    pub(super) fn asked(&mut self, part: usize, rendered: &Rendered, tokens: usize) {
        if let Some(running) = &mut self.running {
            running.asked(part, rendered, tokens);
        }
    }

    /// Takes a written answer.
    pub(super) fn written(&mut self, plan: &Plan, part: usize, generation: Generation) -> Progress {
        let form = &plan.forms[self.step(plan)];
        let (mut fields, mut fault) = form.read(&generation.text, generation.finish);
        if fault.is_none() {
            let text = |name: &str| self.row(plan).get(name).map(crate::draw::text);
            fault = form.locate(&mut fields, text).err();
        }
        let tokens = generation.tokens.into_iter().map(|token| TokenTrace {
            text: token.text,
            log_probability: token.log_probability,
            forced: token.forced,
        });
        let trace = self.trace(plan, part, generation.text, tokens.collect(), finish_name(generation.finish));
        let fault = fault.map(unreadable);
        self.take(plan, part, Answer { trace: Some(trace), fields, fault })
    }

    /// Takes the scores of the labels.
    pub(super) fn scored(&mut self, plan: &Plan, part: usize, scores: &[Score]) -> Progress {
        let answer = match plan.forms[self.step(plan)].scored(scores) {
            Ok(scored) => Answer {
                trace: Some(self.trace(plan, part, scored.raw, scored.tokens, SCORED)),
                fields: scored.fields,
                fault: None,
            },
            Err(reason) => Answer {
                trace: Some(self.trace(plan, part, String::new(), Vec::new(), SCORED)),
                fields: Fields::new(),
                fault: Some(unreadable(reason)),
            },
        };
        self.take(plan, part, answer)
    }

    /// Takes recorded scores.
    pub(super) fn rescored(&mut self, plan: &Plan, part: usize, trace: &StepTrace) -> Progress {
        let fields = plan.forms[self.step(plan)].rescored(&trace.raw, &trace.tokens);
        let fault = fields.is_empty().then(|| unreadable("There are no scores.".into()));
        self.take(plan, part, Answer { trace: None, fields, fault })
    }

    /// A part of the current step cannot be asked, now or ever: no further try is made.
    pub(super) fn refused(&mut self, plan: &Plan, part: usize, reason: String) -> Progress {
        let asked = self.running.as_ref().and_then(|running| running.prompt(part)).is_some();
        let trace = asked.then(|| self.trace(plan, part, String::new(), Vec::new(), "context"));
        let fault = Fault { check: PROMPT.into(), reason, last: true };
        self.take(plan, part, Answer { trace, fields: Fields::new(), fault: Some(fault) })
    }

    /// The draw itself cannot be made.
    pub(super) fn undrawn(&mut self, reason: String) -> Progress {
        self.failed(Fault { check: PROMPT.into(), reason, last: true })
    }

    /// A part of the current step was given up in a pause.
    pub(super) fn given_up(&mut self, plan: &Plan, part: usize) -> Progress {
        if let Some(running) = &mut self.running {
            running.given_up(part);
        }
        self.settle(plan)
    }

    fn trace(
        &self,
        plan: &Plan,
        part: usize,
        raw: String,
        tokens: Vec<TokenTrace>,
        finish: &str,
    ) -> StepTrace {
        let step = plan.recipe.steps[self.step(plan)].id.clone();
        let asked = self.running.as_ref().and_then(|running| running.prompt(part));
        let (prompt_sha256, prompt_tokens) = asked.unwrap_or_default();
        StepTrace { step, prompt_sha256, prompt_tokens, raw, tokens, finish: finish.into() }
    }

    fn take(&mut self, plan: &Plan, part: usize, answer: Answer) -> Progress {
        if let Some(running) = &mut self.running {
            running.answered(part, answer);
        }
        self.settle(plan)
    }

    /// Goes on once every part of the current step is answered.
    fn settle(&mut self, plan: &Plan) -> Progress {
        let Some(running) = self.running.as_mut().filter(|running| running.is_settled()) else {
            return Progress::Wait;
        };
        let Some(answers) = running.answers() else { return Progress::GivenUp };
        match self.combine(plan, answers) {
            Ok(true) => {
                self.running = None;
                self.at += 1;
                self.advance(plan)
            }
            Ok(false) => {
                if let Some(running) = &mut self.running {
                    running.again();
                }
                Progress::Ask(1)
            }
            Err(fault) => self.failed(fault),
        }
    }

    /// Makes the fields of a step from the answers of its parts, and says whether the step is done.
    fn combine(&mut self, plan: &Plan, mut answers: Vec<Answer>) -> Result<bool, Fault> {
        self.steps.extend(answers.iter_mut().filter_map(|answer| answer.trace.take()));
        let position = self.step(plan);
        let step = &plan.recipe.steps[position];
        match &step.repeat {
            None => {
                let Some(Answer { fields, fault, .. }) = answers.pop() else { return Ok(true) };
                self.fields.extend(fields);
                fault.map_or(Ok(true), Err)
            }
            Some(Repeat::Each(_)) => {
                let mut lists: Vec<(String, Vec<Json>)> =
                    names(step).map(|name| (name, Vec::new())).collect();
                for (at, answer) in answers.into_iter().enumerate() {
                    if let Some(fault) = answer.fault {
                        return Err(Fault { reason: format!("Item {}: {}", at + 1, fault.reason), ..fault });
                    }
                    for (name, list) in &mut lists {
                        list.push(answer.fields.get(name).cloned().unwrap_or_default());
                    }
                }
                self.fields.extend(lists.into_iter().map(|(name, list)| (name, Json::Array(list))));
                Ok(true)
            }
            Some(Repeat::Vote(vote)) => self.elect(plan, position, &vote.on, answers).map(|()| true),
            Some(Repeat::Until(until)) => {
                let Some(Answer { fields, fault, .. }) = answers.pop() else { return Ok(true) };
                for (name, value) in fields {
                    match self.fields.get_mut(&name) {
                        Some(Json::Array(list)) if until.gather => list.push(value),
                        _ => drop(self.fields.insert(name, value)),
                    }
                }
                if let Some(fault) = fault {
                    return Err(fault);
                }
                let done = match &plan.expressions[position].until {
                    Some(test) => self.holds(plan, test)?,
                    None => true,
                };
                Ok(done || self.turn() as usize + 1 >= until.most)
            }
        }
    }

    /// Takes the first of the answers with the most frequent value; of equally frequent ones, the one that came first.
    /// Answers that cannot be read have no vote, but count among all.
    fn elect(&mut self, plan: &Plan, position: usize, on: &str, answers: Vec<Answer>) -> Result<(), Fault> {
        let all = answers.len();
        let mut fault = None;
        let mut vote = Vote::default();
        for answer in answers {
            if let Some(reason) = answer.fault {
                fault.get_or_insert(reason);
                continue;
            }
            let value = match &plan.expressions[position].by {
                None => answer.fields.get(on).cloned().unwrap_or_default(),
                Some(by) => {
                    let mut fields = self.fields.clone();
                    fields.extend(answer.fields.clone());
                    let shown = self.shown(plan);
                    let scene = Scene { fields: &fields, ..self.scene(plan, &shown, None) };
                    match by.value(&plan.recipe, &scene) {
                        Ok(value) => value,
                        Err(error) => {
                            fault.get_or_insert(uncomputed(error));
                            continue;
                        }
                    }
                }
            };
            vote.cast(&value, answer.fields);
        }
        let Some((count, fields)) = vote.winner() else {
            return Err(fault.unwrap_or_else(|| unreadable("There is no answer to vote on.".into())));
        };
        self.fields.extend(fields);
        self.fields.insert(agreement_of(on), (count as f64 / all as f64).into());
        Ok(())
    }

    fn failed(&mut self, fault: Fault) -> Progress {
        self.running = None;
        if fault.last {
            self.place.tries = self.attempt + 1;
        }
        let failure = Verdict::Rejected { stage: Stage::Parsed, check: fault.check, reason: fault.reason };
        Progress::Finished(Box::new(self.attempted(Vec::new(), Some(failure))))
    }

    fn row<'a>(&'a self, plan: &'a Plan) -> Row<'a> {
        let input = plan.given(self.drawn.input);
        Row { fields: &self.fields, conditions: &self.drawn.conditions, input, steps: &self.steps }
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
        self.running = None;
        self.steps.clear();
        self.fields.clear();
        self.announced = false;
    }

    pub(super) fn spent(&self, accepted: bool) -> Spent {
        Spent { tries: self.attempt + 1, accepted }
    }
}

/// Every field that a step makes, with those that say how sure it is.
fn names(step: &Step) -> impl Iterator<Item = String> {
    step.output.keys().flat_map(|name| {
        let confidence = (step.method == Method::Score).then(|| confidence_of(name));
        let agreement = match &step.repeat {
            Some(Repeat::Vote(vote)) if vote.on == *name => Some(agreement_of(name)),
            _ => None,
        };
        std::iter::once(name.clone()).chain(confidence).chain(agreement)
    })
}

fn unreadable(reason: String) -> Fault {
    Fault { check: "answer".into(), reason, last: false }
}

/// Whether an expression has a value may depend on what the model answered, so another try may mend it.
fn uncomputed(error: PromptError) -> Fault {
    Fault { check: FORMULA.into(), reason: error.to_string(), last: false }
}

fn finish_name(finish: Finish) -> &'static str {
    match finish {
        Finish::End => "end",
        Finish::Stop => "stop",
        Finish::Length => "length",
        Finish::Context => "context",
        Finish::Cancelled => "cancelled",
    }
}

/// How the trace of a scored step ends.
pub(super) const SCORED: &str = "scored";

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

/// The name under which fields that cannot be computed are rejected.
const FORMULA: &str = "formula";
