//! Differences between two recipes, in the words of the form.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Recipe, describe};

/// One difference between two recipes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Change {
    /// Where: `conditions[1].values`, in the later recipe or, for what is gone, in the earlier one.
    pub path: String,
    /// What changed, in the form's words: 'Values of condition topic'.
    pub what: String,
    /// How it was; `None` where it is new.
    pub before: Option<String>,
    /// How it is; `None` where it is gone.
    pub after: Option<String>,
}

impl Recipe {
    /// What changed from this recipe to a later one, in the order of the document. Things with names are compared by
    /// name, so moving a condition is no change of its values. Two recipes that format alike have no differences.
    #[must_use]
    pub fn diff(&self, later: &Self) -> Vec<Change> {
        let (before, after) = (describe::facts(self), describe::facts(later));
        let find = |facts: &[describe::Fact]| -> HashMap<String, String> {
            facts.iter().map(|fact| (fact.what.clone(), fact.value.clone())).collect()
        };
        let (old, new) = (find(&before), find(&after));
        let mut changes: Vec<(usize, Change)> = Vec::new();
        for fact in after {
            let was = old.get(&fact.what);
            if was != Some(&fact.value) {
                let change = Change {
                    path: fact.path,
                    what: fact.what,
                    before: was.cloned(),
                    after: Some(fact.value),
                };
                changes.push((fact.section, change));
            }
        }
        for fact in before {
            if !new.contains_key(&fact.what) {
                let change =
                    Change { path: fact.path, what: fact.what, before: Some(fact.value), after: None };
                changes.push((fact.section, change));
            }
        }
        changes.sort_by_key(|(section, _)| *section);
        changes.into_iter().map(|(_, change)| change).collect()
    }
}
