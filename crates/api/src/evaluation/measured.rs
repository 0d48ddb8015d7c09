//! What can be told at once of rows, with the parts that were measured before.

use ::recipe::Recipe;
use evaluation::coverage::{self, Planned, PlannedTree};
use evaluation::faithfulness::{self, Panel, adherence, arithmetic, audit, entities};
use evaluation::semantic::{self, Group};
use evaluation::{
    Chart, Dashboard, Finding, Measure, Question, Rows, Tone, balance, diversity, reference, with_intervals,
};
use recipe::{Branch, Scope};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::judged;
use super::rows::RunRows;
use crate::annotation::name_groups;
use crate::data_file::DataRows;
use crate::types::{Beside, Evaluation, EvaluationPartState};

/// The groups of rows that measured parts show.
pub fn groups(parts: &[Figures]) -> Vec<Group> {
    parts
        .iter()
        .map(|part| semantic::groups(&part.charts))
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

/// Answers, figures and charts as they come together.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Figures {
    pub findings: Vec<Finding>,
    pub measures: Vec<Measure>,
    pub charts: Vec<Chart>,
}

impl Figures {
    pub fn add(&mut self, measures: Vec<Measure>, charts: Vec<Chart>) {
        self.measures.extend(measures);
        self.charts.extend(charts);
    }

    /// Adds a panel with its answer.
    pub fn answer(&mut self, panel: Panel) {
        self.findings.push(panel.finding);
        self.add(panel.measures, panel.charts);
    }
}

/// What stands around the rows of a run.
#[derive(Default)]
pub struct Around {
    /// Real rows that they are held against.
    pub real: Option<DataRows>,
    /// Whether rows whose labels people vouch for were chosen.
    pub gold: bool,
    /// Figures of other rows.
    pub beside: Vec<Beside>,
    /// Parts that were measured on these very rows.
    pub parts: Vec<Figures>,
    /// How all parts stand.
    pub states: Vec<EvaluationPartState>,
    /// What the user should know, in sentences.
    pub notices: Vec<String>,
}

/// What is known of the rows of a run.
pub fn of_run(found: &RunRows, around: Around) -> Evaluation {
    let Around { real, gold, beside, mut parts, states, notices } = around;
    for part in &mut parts {
        name_groups(found.asked_rows(), &mut part.charts);
    }
    let rows = &found.rows;
    let wanted = found.run.plan.rows as f64;
    let spreads = |rows: &Rows| spreads(&found.recipe, found.label.as_deref(), rows, wanted);
    let (words, balance) = sure(rows, |rows| balance::measure(&spreads(rows)));
    let relabelled = judged::relabelled(found.asked_rows());
    let agreement = relabelled.as_ref().map(judged::Relabelled::agreement);
    let kept = faithfulness::measure(rows, found.attempts, agreement);
    let kept = match &relabelled {
        Some(relabelled) => relabelled.told(kept),
        None => kept,
    };
    let audit = audit::audit(&found.reviews).panel(audit::HALF_WIDTH);
    let mut findings = vec![diversity::finding(rows, &words)];
    let by_model = judged::panels(found.asked_rows());
    findings.push(faithful(audit.finding, &parts, faithfulness::finding(&kept), &by_model));

    let mut figures = Figures::default();
    figures.add(words, diversity::charts(rows));
    let planned = planned(&found.recipe);
    figures.add(coverage::measure_grid(rows, &planned), coverage::charts_grid(rows, &planned));
    for tree in trees(&found.recipe) {
        figures.add(
            coverage::measure_tree(rows, &tree),
            coverage::chart_tree(rows, &tree).into_iter().collect(),
        );
    }
    if let Some(DataRows { rows: real, .. }) = &real {
        figures.add(reference::measure(rows, real), reference::charts(rows, real));
    }
    figures.add(kept, faithfulness::charts(rows));
    // Rows that people took out have no number among the others, so the audit's charts are of all that were judged.
    figures.add(audit.measures, Vec::new());
    figures.add(Vec::new(), relabelled.and_then(|again| again.chart()).into_iter().collect());
    for panel in by_model.into_iter().chain(from_texts(found)) {
        figures.add(panel.measures, panel.charts);
    }
    let mut answered = Vec::new();
    for part in parts {
        answered.extend(part.findings);
        figures.add(part.measures, part.charts);
    }
    for (question, sentence, advice) in [
        (
            Question::Useful,
            "What students learn from the rows was not measured yet.",
            if gold {
                "Measure it, on the gold rows that were chosen."
            } else {
                "Choose gold rows and measure it."
            },
        ),
        (
            Question::Private,
            "Whether rows copy known texts was not measured yet.",
            "Measure it before you share rows.",
        ),
    ] {
        findings.push(
            answered.iter().find(|finding: &&Finding| finding.question == question).cloned().unwrap_or_else(
                || Finding {
                    question,
                    tone: Tone::Unknown,
                    sentence: sentence.to_owned(),
                    advice: Some(advice.to_owned()),
                    measures: Vec::new(),
                },
            ),
        );
    }
    let shares = spreads(rows);
    findings.push(balance::finding(&shares));
    figures.add(balance, balance::charts(&shares));
    Evaluation {
        run: Some(found.run.id.0.cast_unsigned()),
        rows: rows.len() as u64,
        field: found.field.clone(),
        label: found.label.clone(),
        findings,
        measures: figures.measures,
        charts: found.numbered(figures.charts),
        beside,
        history: Vec::new(),
        parts: states,
        notices,
    }
}

/// The answer that rests on most: people's audit, people and model together, what can be told at once, the model alone.
fn faithful(audit: Finding, parts: &[Figures], at_once: Finding, by_model: &[Panel]) -> Finding {
    let together =
        parts.iter().flat_map(|part| &part.findings).find(|one| one.question == Question::Faithful);
    let answers = [Some(&audit), together, Some(&at_once)].into_iter().flatten();
    let answers = answers.chain(by_model.iter().map(|panel| &panel.finding));
    let known = answers.into_iter().find(|finding| finding.tone != Tone::Unknown).cloned();
    known.unwrap_or(at_once)
}

/// Figures of variety and of balance with their intervals, from the same samples.
pub(super) fn sure(
    rows: &Rows,
    balance: impl Fn(&Rows) -> Vec<Measure> + Sync,
) -> (Vec<Measure>, Vec<Measure>) {
    let both = |rows: &Rows| {
        let mut measures = diversity::measure(rows);
        measures.extend(balance(rows));
        measures
    };
    let found = with_intervals(rows, both, diversity::likeness, &mut || true).unwrap_or_default();
    found.into_iter().partition(|measure| measure.dashboard != Dashboard::Balance)
}

/// What the texts alone, and the texts that they were made from, tell of their truth.
fn from_texts(found: &RunRows) -> Vec<Panel> {
    let texts: Vec<&str> = found.rows.rows().iter().map(|row| row.text.as_str()).collect();
    let mut panels = Vec::new();
    if found.given.iter().any(Option::is_some) {
        let given: Vec<Option<&str>> = found.given.iter().map(Option::as_deref).collect();
        panels.push(entities::support(&texts, &given).panel());
    }
    if texts.iter().any(|text| !arithmetic::sums(text).is_empty()) {
        panels.push(arithmetic::arithmetic(&texts).panel());
    }
    panels
}

/// Whether a student can tell a condition's value from the text, for each condition of few values.
pub fn adherence_by_student(rows: &Rows, recipe: &Recipe) -> Vec<Panel> {
    let options = faithfulness::StudentOptions::default();
    let listed = recipe.conditions.iter().filter(|condition| !matches!(condition.scope, Scope::Labels(_)));
    let told = listed.filter_map(|condition| adherence::by_student(rows, &condition.name, &options).ok());
    told.map(|adherence| adherence.panel()).collect()
}

fn planned(recipe: &Recipe) -> Vec<Planned> {
    let conditions = recipe.conditions.iter().filter(|condition| !matches!(condition.scope, Scope::Tree(_)));
    let planned = |condition: &recipe::Condition| {
        let values = generation::marginal(recipe, &condition.name)?;
        let values: Vec<(Value, f64)> = values.into_iter().filter(|(_, share)| *share > 0.0).collect();
        Some(Planned { condition: condition.name.clone(), values })
    };
    conditions.filter_map(planned).collect()
}

fn trees(recipe: &Recipe) -> Vec<PlannedTree> {
    let tree = |condition: &recipe::Condition| match &condition.scope {
        Scope::Tree(branches) => {
            let mut leaves = Vec::new();
            branches.iter().for_each(|branch| paths(branch, &mut Vec::new(), &mut leaves));
            Some(PlannedTree { condition: condition.name.clone(), leaves })
        }
        _ => None,
    };
    recipe.conditions.iter().filter_map(tree).collect()
}

fn paths(branch: &Branch, above: &mut Vec<String>, leaves: &mut Vec<Vec<String>>) {
    above.push(branch.name.clone());
    if branch.children.is_empty() {
        leaves.push(above.clone());
    }
    branch.children.iter().for_each(|child| paths(child, above, leaves));
    above.pop();
}

/// The label and every condition whose values can be listed, each held against its plan.
fn spreads(recipe: &Recipe, label: Option<&str>, rows: &Rows, wanted: f64) -> Vec<balance::Spread> {
    let conditions = recipe.conditions.iter().filter_map(|condition| {
        let planned: Vec<(Value, f64)> = generation::marginal(recipe, &condition.name)?
            .into_iter()
            .map(|(value, share)| (value, share * wanted))
            .collect();
        Some(balance::spread(&condition.name, &planned, balance::condition(rows, &condition.name)))
    });
    let is_condition = |name: &str| recipe.conditions.iter().any(|condition| condition.name == name);
    let given = label.filter(|label| !is_condition(label)).map(|label| spread_of_labels(label, rows));
    given.into_iter().chain(conditions).collect()
}

pub(super) fn spread_of_labels(column: &str, rows: &Rows) -> balance::Spread {
    balance::spread(column, &[], rows.rows().iter().filter_map(|row| row.label.clone()).map(Value::from))
}
