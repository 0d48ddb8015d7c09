//! Conditions in the form in which they are dealt: cases with shares, and what they depend on.

use dataset::Fields;
use indexmap::IndexMap;
use jiff::{Span, civil::Date};
use recipe::{Branch, Recipe, Scope, Weighted};
use serde_json::Value as Json;

use super::facts::Graph;
use super::value::{json, key, number};
use crate::random::Stream;
use crate::sources::Sources;

/// One value that a condition can have.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub value: Json,
    /// How the document names it.
    pub key: String,
    pub share: f64,
}

/// A condition.
#[derive(Clone, Debug)]
pub(super) struct Variable {
    pub name: String,
    pub kind: Kind,
    /// Positions of the conditions that depend on this one.
    pub children: Vec<usize>,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// One of these cases.
    Listed(Vec<Case>),
    /// One of the cases that belong to the value of another condition.
    Dependent { on: usize, cases: IndexMap<String, Vec<Case>> },
    /// Drawn anew for each row: ranges and words are not enumerated.
    Free(Free),
}

#[derive(Clone, Debug)]
pub(super) enum Free {
    Range {
        low: f64,
        step: f64,
        count: u64,
    },
    Words {
        count: usize,
        from: Vec<String>,
    },
    Dates {
        from: Date,
        days: i64,
    },
    /// None while the source is not read, as when only shares are looked at.
    Rows(Vec<Fields>),
    Facts(Graph),
}

impl Free {
    pub(super) fn draw(&self, stream: &mut Stream) -> Json {
        match self {
            Self::Range { low, step, count } => number(low + step * stream.below(*count) as f64),
            Self::Words { count, from } => {
                stream.choose(from.len(), *count).into_iter().map(|at| from[at].as_str()).collect()
            }
            Self::Dates { from, days } => {
                let later = Span::new().try_days(stream.below(*days as u64) as i64);
                let day = later.and_then(|later| from.checked_add(later));
                day.unwrap_or(*from).to_string().into()
            }
            Self::Rows(rows) => rows.get(stream.below(rows.len() as u64) as usize).cloned().into(),
            Self::Facts(graph) => graph.draw(stream),
        }
    }
}

impl Case {
    fn new(value: Json, share: f64) -> Self {
        Self { key: key(&value), value, share }
    }

    fn list(values: &[Weighted]) -> Vec<Self> {
        values.iter().map(|weighted| Self::new(json(&weighted.value), weighted.weight)).collect()
    }
}

/// The recipe's conditions in the order of the document. A condition that depends on an unknown one stands alone
/// without cases; validation reports it.
pub(super) fn variables(recipe: &Recipe, sources: &Sources) -> Vec<Variable> {
    let place = |name: &str| recipe.conditions.iter().position(|condition| condition.name == name);
    let mut variables: Vec<Variable> = recipe
        .conditions
        .iter()
        .map(|condition| {
            let kind = match &condition.scope {
                Scope::Values(values) => Kind::Listed(Case::list(values)),
                Scope::Labels(labels) => Kind::Listed(
                    recipe
                        .task
                        .labels
                        .iter()
                        .map(|label| {
                            let share = labels.weights.get(&label.name).copied().unwrap_or(1.0);
                            Case::new(Json::from(label.name.as_str()), share)
                        })
                        .collect(),
                ),
                Scope::Tree(branches) => {
                    let mut cases = Vec::new();
                    leaves(branches, 1.0, &mut cases);
                    Kind::Listed(cases)
                }
                Scope::Depends(depends) => {
                    let cases =
                        depends.cases.iter().map(|(key, values)| (key.clone(), Case::list(values))).collect();
                    match place(&depends.on) {
                        Some(on) => Kind::Dependent { on, cases },
                        None => Kind::Listed(Vec::new()),
                    }
                }
                Scope::Range(range) => {
                    // A sum of steps such as 10 × 0.1 may miss the end by rounding.
                    let steps = ((range.high - range.low) / range.step + 1e-9).floor().max(0.0);
                    Kind::Free(Free::Range { low: range.low, step: range.step, count: steps as u64 + 1 })
                }
                Scope::Dates(dates) => match dates.days() {
                    Ok((from, days)) => Kind::Free(Free::Dates { from, days }),
                    Err(_) => Kind::Listed(Vec::new()),
                },
                Scope::Rows(rows) => match sources.get(&rows.source) {
                    Some([]) => Kind::Listed(Vec::new()),
                    rows => Kind::Free(Free::Rows(rows.unwrap_or_default().to_vec())),
                },
                Scope::Facts(facts) => match sources.get(&facts.source) {
                    Some(rows) => Graph::new(rows, facts.count)
                        .map_or_else(|| Kind::Listed(Vec::new()), |graph| Kind::Free(Free::Facts(graph))),
                    None => Kind::Free(Free::Rows(Vec::new())),
                },
                Scope::Words(words) => {
                    Kind::Free(Free::Words { count: words.count, from: words.from.clone() })
                }
            };
            Variable { name: condition.name.clone(), kind, children: Vec::new() }
        })
        .collect();
    for at in 0..variables.len() {
        if let Kind::Dependent { on, .. } = variables[at].kind {
            variables[on].children.push(at);
        }
    }
    variables
}

/// The leaves with their shares: each branch divides the share of its parent.
fn leaves(branches: &[Branch], share: f64, into: &mut Vec<Case>) {
    let sum: f64 = branches.iter().map(|branch| branch.weight).sum();
    for branch in branches {
        let share = share * branch.weight / sum;
        if branch.children.is_empty() {
            into.push(Case::new(Json::from(branch.name.as_str()), share));
        } else {
            leaves(&branch.children, share, into);
        }
    }
}

/// Whether the chain of dependence comes back to where it began; such conditions cannot be dealt.
pub(super) fn circular(variables: &[Variable]) -> Option<&str> {
    variables.iter().enumerate().find_map(|(start, variable)| {
        let mut at = start;
        // The chain may lead into a circle of others, which is found from there.
        for _ in variables {
            let Kind::Dependent { on, .. } = variables[at].kind else { return None };
            at = on;
            if at == start {
                return Some(variable.name.as_str());
            }
        }
        None
    })
}
