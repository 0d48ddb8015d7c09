//! Expressions: the tests and formulas of steps and checks, computed over what prompts can read.

use std::fmt;

use indexmap::IndexMap;
use minijinja::Environment;
use minijinja::value::Value;
use recipe::{Check, Recipe, Repeat, Step};
use serde_json::Value as Json;

use crate::prompt::{PromptError, Scene, environment, expression as traced, reason, values};

/// An expression with its environment.
pub(crate) struct Expression {
    env: Environment<'static>,
    place: String,
    source: String,
    /// The source as it is computed.
    traced: String,
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Expression").field("source", &self.source).finish_non_exhaustive()
    }
}

impl Expression {
    /// Takes an expression; `place` names it in errors, such as `the test of 'improve'`.
    pub(crate) fn compile(recipe: &Recipe, place: String, source: &str) -> Result<Self, PromptError> {
        let env = environment();
        let syntax = |line: Option<usize>, reason: String| PromptError::Syntax {
            place: place.clone(),
            line: line.unwrap_or(1),
            reason,
        };
        if let Err(faults) = recipe::template::expression_uses(source) {
            return Err(syntax(
                None,
                faults.into_iter().next().map(|fault| fault.message).unwrap_or_default(),
            ));
        }
        let traced = traced(recipe, &place, source)?;
        env.compile_expression(&traced).map_err(|error| syntax(error.line(), reason(&error)))?;
        Ok(Self { env, place, source: source.into(), traced })
    }

    /// Its value on a scene.
    pub(crate) fn value(&self, recipe: &Recipe, scene: &Scene<'_>) -> Result<Json, PromptError> {
        let failed = |reason: String| PromptError::Render { place: self.place.clone(), line: 1, reason };
        let value = self.evaluate(recipe, scene)?;
        serde_json::to_value(&value).map_err(|error| failed(error.to_string()))
    }

    /// Whether it is true on a scene.
    pub(crate) fn holds(&self, recipe: &Recipe, scene: &Scene<'_>) -> Result<bool, PromptError> {
        Ok(self.evaluate(recipe, scene)?.is_true())
    }

    fn evaluate(&self, recipe: &Recipe, scene: &Scene<'_>) -> Result<Value, PromptError> {
        let failed = |error: minijinja::Error| PromptError::Render {
            place: self.place.clone(),
            line: error.line().unwrap_or(1),
            reason: reason(&error),
        };
        let expression = self.env.compile_expression(&self.traced).map_err(failed)?;
        let value = expression.eval(Value::from(values(recipe, scene))).map_err(failed)?;
        if value.is_undefined() {
            let error = minijinja::Error::new(minijinja::ErrorKind::UndefinedError, "it has no value here");
            return Err(failed(error));
        }
        Ok(value)
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)
    }
}

/// The expressions of a step.
#[derive(Debug)]
pub(crate) struct Expressions {
    /// Whether the step is taken.
    pub when: Option<Expression>,
    /// Whether it was taken often enough.
    pub until: Option<Expression>,
    /// What a vote compares.
    pub by: Option<Expression>,
    /// Its computed fields.
    pub formulas: IndexMap<String, Expression>,
}

impl Expressions {
    pub(crate) fn compile(recipe: &Recipe, step: &Step) -> Result<Self, PromptError> {
        let compile = |what: &str, source: &str| {
            Expression::compile(recipe, format!("{what} of '{}'", step.id), source)
        };
        let until = match &step.repeat {
            Some(Repeat::Until(until)) => Some(compile("the test", &until.test)?),
            _ => None,
        };
        let by = match &step.repeat {
            Some(Repeat::Vote(vote)) => vote.by.as_deref().map(|by| compile("the vote", by)).transpose()?,
            _ => None,
        };
        let formulas = step
            .formulas
            .iter()
            .map(|(name, source)| Ok((name.clone(), compile(&format!("the formula of '{name}'"), source)?)));
        Ok(Self {
            when: step.when.as_deref().map(|source| compile("the condition", source)).transpose()?,
            until,
            by,
            formulas: formulas.collect::<Result<_, PromptError>>()?,
        })
    }
}

/// The test of a check, where it has one.
pub(crate) fn test_of(recipe: &Recipe, check: &Check) -> Result<Option<Expression>, PromptError> {
    match check {
        Check::Holds { field, test } => {
            Expression::compile(recipe, format!("the check of '{field}'"), test).map(Some)
        }
        _ => Ok(None),
    }
}
