//! The graph of a recipe: which step reads what, and the order in which steps can run.

use indexmap::IndexSet;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Problem, Recipe, Repeat, Scope, template};

/// What a prompt calls the item of a list that a step is taken for.
pub const ITEM: &str = "item";

/// Something that a step, or another node, reads. Positions are those in the recipe's lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "kind", content = "at", rename_all = "kebab-case")]
pub enum Node {
    /// The task specification.
    Task,
    /// A source.
    Source(usize),
    /// A condition.
    Condition(usize),
    /// A set of demonstrations.
    Demonstration(usize),
    /// A step.
    Step(usize),
    /// A check.
    Check(usize),
}

impl Node {
    /// Its place in the document, such as `steps[2]`.
    #[must_use]
    pub fn path(self) -> String {
        match self {
            Self::Task => "task".to_owned(),
            Self::Source(at) => format!("sources[{at}]"),
            Self::Condition(at) => format!("conditions[{at}]"),
            Self::Demonstration(at) => format!("demonstrations[{at}]"),
            Self::Step(at) => format!("steps[{at}]"),
            Self::Check(at) => format!("checks[{at}]"),
        }
    }
}

/// That one node reads another.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
pub struct Edge {
    /// What is read.
    pub from: Node,
    /// What reads it.
    pub to: Node,
    /// The name that is read: a field, a condition, a source.
    pub name: String,
}

impl Recipe {
    /// The names that a step reads in its prompt and its expressions, in order of appearance; none where the prompt has
    /// faults.
    #[must_use]
    pub fn variables(&self, step: usize) -> IndexSet<String> {
        let Some(step) = self.steps.get(step) else { return IndexSet::new() };
        let list = match &step.repeat {
            Some(Repeat::Each(list)) => Some(list.clone()),
            _ => None,
        };
        let prompt = template::uses(&step.prompt).unwrap_or_default();
        let expressions =
            step.expressions().flat_map(|(_, source)| template::expression_uses(source).unwrap_or_default());
        let read = prompt.into_iter().chain(expressions).map(|read| read.name);
        let is_item = |name: &String| list.is_some() && name == ITEM;
        list.clone().into_iter().chain(read).filter(|name| !is_item(name)).collect()
    }

    /// Positions of the steps in an order in which each comes after those whose fields it reads; steps that do not
    /// depend on each other stay in the order of the document.
    ///
    /// # Errors
    ///
    /// Steps that read each other's fields in a circle.
    pub fn step_order(&self) -> Result<Vec<usize>, Problem> {
        let needs: Vec<Vec<usize>> = (0..self.steps.len()).map(|step| self.steps_before(step)).collect();
        let mut order: Vec<usize> = Vec::with_capacity(self.steps.len());
        while order.len() < self.steps.len() {
            let ready = (0..self.steps.len()).find(|step| {
                !order.contains(step) && needs[*step].iter().all(|before| order.contains(before))
            });
            match ready {
                Some(step) => order.push(step),
                None => return Err(self.circle(&needs, &order)),
            }
        }
        Ok(order)
    }

    /// Every edge of the recipe's graph, grouped by the node that reads.
    #[must_use]
    pub fn edges(&self) -> Vec<Edge> {
        let mut edges = Vec::new();
        for (at, condition) in self.conditions.iter().enumerate() {
            if let Scope::Depends(depends) = &condition.scope {
                edges.extend(self.edge_from_condition(&depends.on, Node::Condition(at)));
            }
            if let Some(name) = condition.scope.source() {
                let source = self.sources.iter().position(|source| source.name == name);
                let to = Node::Condition(at);
                edges.extend(source.map(|source| Edge { from: Node::Source(source), to, name: name.into() }));
            }
        }
        for (at, demonstration) in self.demonstrations.iter().enumerate() {
            let source = self.sources.iter().position(|source| source.name == demonstration.source);
            let to = Node::Demonstration(at);
            edges.extend(source.map(|source| Edge {
                from: Node::Source(source),
                to,
                name: demonstration.source.clone(),
            }));
            let query = demonstration.query.as_deref().and_then(|query| template::uses(query).ok());
            let queried = query.into_iter().flatten().map(|used| used.name);
            let read: IndexSet<String> = demonstration.matching.iter().cloned().chain(queried).collect();
            edges.extend(read.iter().filter_map(|name| self.edge_to(name, to)));
        }
        for at in 0..self.steps.len() {
            let read = self.variables(at);
            edges.extend(read.into_iter().filter_map(|name| self.edge_to(&name, Node::Step(at))));
        }
        for (at, check) in self.checks.iter().enumerate() {
            edges.extend(check.reads().iter().filter_map(|name| self.edge_to(name, Node::Check(at))));
        }
        edges
    }

    fn edge_from_condition(&self, name: &str, to: Node) -> Option<Edge> {
        let condition = self.conditions.iter().position(|condition| condition.name == name)?;
        Some(Edge { from: Node::Condition(condition), to, name: name.into() })
    }

    fn edge_to(&self, name: &str, to: Node) -> Option<Edge> {
        let edge = |from| Some(Edge { from, to, name: name.into() });
        if name == "task" {
            return edge(Node::Task);
        }
        if name == "input" {
            let input = self.task.input.as_deref()?;
            return edge(Node::Source(self.sources.iter().position(|source| source.name == input)?));
        }
        if let Some(demonstration) = self.demonstrations.iter().position(|shots| shots.name == name) {
            return edge(Node::Demonstration(demonstration));
        }
        if let Some(maker) = self.maker(name) {
            return edge(Node::Step(maker));
        }
        self.edge_from_condition(name, to)
    }

    /// The step that makes a field.
    pub(crate) fn maker(&self, field: &str) -> Option<usize> {
        self.made().into_iter().find(|column| column.name == field).and_then(|column| match column.origin {
            crate::Origin::Output { step }
            | crate::Origin::Confidence { step, .. }
            | crate::Origin::Agreement { step, .. } => Some(step),
            crate::Origin::Condition { .. } | crate::Origin::Input => None,
        })
    }

    fn steps_before(&self, step: usize) -> Vec<usize> {
        let itself = self.steps[step].reads_itself().then_some(step);
        self.variables(step)
            .iter()
            .filter_map(|name| self.maker(name))
            .filter(|maker| Some(*maker) != itself)
            .collect()
    }

    /// Follows unmet needs from any waiting step until one comes round again.
    fn circle(&self, needs: &[Vec<usize>], done: &[usize]) -> Problem {
        let waiting = |step: usize| needs[step].iter().copied().find(|before| !done.contains(before));
        let mut trail: Vec<usize> = (0..needs.len()).filter(|step| !done.contains(step)).take(1).collect();
        while let Some(next) = trail.last().copied().and_then(waiting) {
            if let Some(start) = trail.iter().position(|step| *step == next) {
                trail.drain(..start);
                break;
            }
            trail.push(next);
        }
        let names: Vec<String> = trail.iter().map(|step| format!("`{}`", self.steps[*step].id)).collect();
        let first = trail.first().copied().unwrap_or_default();
        let (message, remedy) = if let [name] = names.as_slice() {
            (
                format!("The prompt of step {name} reads a field that the step itself makes."),
                "Take the field out of the prompt, or let an earlier step make it.".to_owned(),
            )
        } else {
            (
                format!("The steps {} wait for each other's fields.", names.join(", ")),
                "Take one of these fields out of a prompt, so that one step can go first.".to_owned(),
            )
        };
        Problem::error(format!("steps[{first}].prompt"), message, remedy)
    }
}
