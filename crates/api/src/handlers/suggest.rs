//! Values that the model proposes, for a person to accept or drop.

use dataset::Fields;
use generation::{Plan, Sources};
use recipe::{Recipe, Scope};

use crate::app::App;
use crate::error::{Result, WireError};
use crate::planning::values::{ANSWERS, apart, judgment, named, proposed, question, similar};
use crate::planning::{Tried, ask};
use crate::project::sentence;
use crate::types::{SuggestRequest, Suggestions};

impl App {
    pub fn values_suggest(&self, request: SuggestRequest) -> Result<Suggestions> {
        let SuggestRequest { recipe, condition, case, seed } = request;
        let condition = recipe
            .conditions
            .iter()
            .find(|other| other.name == condition)
            .ok_or_else(|| WireError::not_found(format!("There is no condition '{condition}'.")))?;
        let (known, on) = match (&condition.scope, &case) {
            (Scope::Values(values), _) => (values.as_slice(), None),
            (Scope::Depends(depends), Some(case)) => (
                depends.cases.get(case).map_or(&[][..], Vec::as_slice),
                recipe.conditions.iter().find(|other| other.name == depends.on).zip(Some(case.as_str())),
            ),
            _ => (&[][..], None),
        };
        let known: Vec<String> = known.iter().map(|item| item.value.to_string()).collect();
        let lists = self.made(&question(&recipe, &condition.name, on, &known)?, seed, ANSWERS)?;
        let values = proposed(lists.iter().map(|row| named(&row.attempt)), &known);
        let others = on.map(|(on, case)| (case, similar(&recipe, on, case)));
        match others {
            Some((case, others)) if !values.is_empty() && !others.is_empty() => {
                let judgment = judgment(&recipe, &values, case, &others)?;
                Ok(apart(values, case, &self.made(&judgment, seed, judgment.schedule.rows)?))
            }
            _ => Ok(Suggestions { values, blurring: Vec::new() }),
        }
    }

    /// What the loaded model answers to a recipe of the program's own.
    fn made(&self, recipe: &Recipe, seed: u64, rows: usize) -> Result<Vec<Tried>> {
        let plan = Plan::preview(recipe, &Sources::new(), seed, 0, rows, Fields::new())
            .map_err(|error| WireError::failed(sentence(&error.to_string())))?;
        ask(self.model()?.model(), &plan)
    }
}
