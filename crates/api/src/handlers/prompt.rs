//! The prompt pane and the board of conditions.

use generation::{expected, shares};

use crate::app::App;
use crate::error::{Result, WireError};
use crate::prompt::{self, Preview};
use crate::types::{Alternative, DrawnCondition, Matrix, MatrixRequest, PromptRequest, PromptView, RunId};

impl App {
    pub fn prompt_render(&self, request: PromptRequest) -> Result<PromptView> {
        let recipe = &request.recipe;
        let step = recipe
            .steps
            .iter()
            .position(|step| step.id == request.step)
            .ok_or_else(|| WireError::not_found(format!("The recipe has no step '{}'.", request.step)))?;
        let plan = self.preview_plan(recipe, Preview { pins: request.pins, ..Preview::default() })?;
        let rendered = plan.render_draw(request.draw, step).map_err(prompt::failed)?;
        let drawn = plan.draw(request.draw).map_err(prompt::failed)?;
        let model = self.model()?;
        let tokens = model
            .model()
            .tokenize_chat(&rendered.messages)
            .map_err(|error| WireError::failed(error.to_string()))?
            .len();
        let conditions = drawn
            .conditions
            .iter()
            .map(|(name, value)| DrawnCondition {
                name: name.clone(),
                shown: generation::text(value),
                value: value.clone(),
                alternatives: alternatives(recipe, name, &drawn.conditions),
            })
            .collect();
        Ok(PromptView {
            messages: prompt::messages(&rendered),
            tokens,
            context: model.model().card().context,
            conditions,
        })
    }

    pub fn condition_matrix(&self, request: MatrixRequest) -> Result<Matrix> {
        let found = expected(&request.recipe, &request.rows, &request.columns).ok_or_else(|| {
            WireError::input(format!(
                "'{}' and '{}' cannot be laid against each other; choose two conditions with lists of values.",
                request.rows, request.columns
            ))
        })?;
        let actual = request.run.map(|run| self.pairs(run, &request, &found)).transpose()?;
        Ok(Matrix { rows: found.rows, columns: found.columns, expected: found.counts, actual })
    }

    fn pairs(
        &self,
        run: u64,
        request: &MatrixRequest,
        found: &generation::Expected,
    ) -> Result<Vec<Vec<u64>>> {
        let project = self.project()?;
        let reader = project.read();
        let mut counts = vec![vec![0; found.columns.len()]; found.rows.len()];
        for row in reader.accepted(RunId { run }.into()) {
            let conditions = row?.conditions;
            let place = |values: &[String], name: &str| {
                let key = conditions.get(name).map(generation::key)?;
                values.iter().position(|value| *value == key)
            };
            if let (Some(r), Some(c)) =
                (place(&found.rows, &request.rows), place(&found.columns, &request.columns))
            {
                counts[r][c] += 1;
            }
        }
        Ok(counts)
    }
}

/// What else a condition could be in this draw, most frequent first.
fn alternatives(recipe: &::recipe::Recipe, name: &str, drawn: &dataset::Fields) -> Vec<Alternative> {
    let mut alternatives: Vec<Alternative> = shares(recipe, name, drawn)
        .into_iter()
        .map(|(value, share)| Alternative { shown: generation::text(&value), value, share })
        .collect();
    alternatives.sort_by(|a, b| b.share.total_cmp(&a.share));
    alternatives
}
