//! The rows of a run under work on the Curate page: read once, measured as often as the pipeline changes.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use ::project::{AttemptId, RatedRow, Reader, RowSummary, RunId};
use curation::{
    Curated, Effect, Evidence, GateOptions, GateReport, Gold, Outcome, Pipeline, Rows, Rule, Setting, Step,
    StepOutcome, Vectors, curate_again, judged_by_students,
};
use dataset::{Fields, Scale};
use indexmap::IndexSet;
use recipe::Recipe;
use serde_json::Value;

use super::{with_answers, with_columns, written_fields};
use crate::draft;
use crate::error::{Result, WireError};
use crate::project::sentence;
use crate::types::{CurationExample, CurationFlow, CurationView, ExampleEvidence, Side, StepView, ValueBin};

/// Column of the mean log-probability, where rows have no field of that name.
const SCORE: &str = "score";
const BINS: usize = 40;

/// The rows of a run that a pipeline may touch, and those that people vouch for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Material {
    /// Which row of the project each of `rows` is.
    pub ids: Vec<AttemptId>,
    pub rows: Rows,
    pub gold: Vec<Gold>,
    /// Columns of numbers.
    pub numbers: Vec<String>,
    /// Rows that people judged.
    pub judged: u64,
    pub seed: u64,
    /// Field of the labels.
    pub label_field: Option<String>,
    /// Labels that are no texts, as rows hold them.
    written: HashMap<String, Value>,
}

/// A pipeline made on the rows.
pub struct Made {
    pub pipeline: Pipeline,
    pub outcome: Outcome,
    /// What all of it does to students.
    gate: Option<GateReport>,
}

/// What is under work.
#[derive(Default)]
pub struct Curating {
    run: u64,
    material: Arc<Material>,
    made: HashMap<Side, Arc<Made>>,
}

impl Material {
    /// Reads the accepted rows of a run as they are without curation. Rows that people judged are set aside; those that
    /// came to them by chance and have a label are gold.
    pub fn read(reader: &Reader, run: RunId) -> Result<Self> {
        let stored = reader.run(run)?;
        let recipe = draft::of_run(reader, &stored)?;
        let field = recipe.text_column().ok_or_else(|| {
            WireError::input(
                "The rows of this recipe hold no text to curate; choose a run whose rows have one.",
            )
        })?;
        let label_field = recipe.label_column();
        let label = |row: &RowSummary| {
            let text = row.values.get(label_field.as_deref()?).filter(|value| !value.is_null());
            text.map(generation::text).filter(|label| !label.is_empty())
        };
        let text = |row: &RowSummary| row.values.get(&field).map(generation::text).unwrap_or_default();
        let before: HashMap<AttemptId, [Value; 2]> =
            reader.curated(run)?.into_iter().filter_map(|row| Some((row.attempt, row.label?))).collect();
        let judged: HashMap<AttemptId, bool> =
            reader.judgments(run)?.into_iter().map(|(id, _, sampled)| (id, sampled)).collect();
        let mut written = HashMap::new();
        let mut found = Vec::new();
        let mut gold = Vec::new();
        for row in reader.accepted(run) {
            let mut row = row?;
            if let (Some([before, after]), Some(field)) = (before.get(&row.id), &label_field)
                && row.values.get(field) == Some(after)
            {
                row.values.insert(field.clone(), before.clone());
            }
            if let (Some(label), Some(field)) = (label(&row), &label_field) {
                written.extend(
                    row.values
                        .get(field)
                        .filter(|value| !value.is_string())
                        .map(|value| (label, value.clone())),
                );
            }
            match judged.get(&row.id) {
                None => found.push(row),
                Some(true) => gold.extend(label(&row).map(|label| Gold {
                    text: text(&row),
                    label,
                    vector: Vec::new(),
                    fields: written_fields(&row.values),
                })),
                Some(false) => {}
            }
        }
        let plain = Rows::new(found.iter().map(|row| (text(row), label(row))));
        let (mut numbers, rows) = columns_of(plain, &found, &recipe)?;
        let (asked, mut rows) = with_answers(rows, reader, &recipe, &found)?;
        numbers.extend(asked);
        for (name, ratings) in ratings_of(reader, run, &found)? {
            rows = rows.with_numbers(name, ratings).map_err(|error| unfit(&error))?;
            numbers.push(name.to_owned());
        }
        let rows = rows.with_private_sources(private_texts(reader, run)?);
        Ok(Self {
            ids: found.iter().map(|row| row.id).collect(),
            rows,
            gold,
            numbers,
            judged: judged.len() as u64,
            seed: stored.plan.seed,
            label_field,
            written,
        })
    }

    /// A label as rows hold it.
    pub fn written(&self, label: &str) -> Value {
        self.written.get(label).cloned().unwrap_or_else(|| label.into())
    }

    fn setting(&self) -> Setting<'_> {
        Setting {
            gold: &self.gold,
            gate: (!self.gold.is_empty()).then(GateOptions::default),
            seed: self.seed,
        }
    }

    /// A row that a step measured, with what the step does under a rule.
    pub fn example(&self, step: &StepOutcome, row: usize, effect: Option<Effect>) -> Option<CurationExample> {
        let evidence = match step.measured.evidence.get(row)? {
            Some(Evidence::Row(other)) => Some(ExampleEvidence::Row {
                row: (*self.ids.get(*other)?).into(),
                text: self.rows.texts().get(*other)?.clone(),
            }),
            Some(Evidence::Words(words)) => Some(ExampleEvidence::Words { words: words.clone() }),
            Some(Evidence::Label(label)) => Some(ExampleEvidence::Label { label: label.clone() }),
            None => None,
        };
        Some(CurationExample {
            row: (*self.ids.get(row)?).into(),
            text: self.rows.texts().get(row)?.clone(),
            label: step.labels.get(row)?.clone(),
            value: (*step.measured.values.get(row)?)?,
            evidence,
            effect,
        })
    }
}

/// Adds the recipe's columns and conditions, and the mean log-probability.
fn columns_of(rows: Rows, found: &[RowSummary], recipe: &Recipe) -> Result<(Vec<String>, Rows)> {
    let columns = recipe.columns();
    let conditions = recipe.conditions.iter().map(|condition| condition.name.as_str());
    let names: IndexSet<&str> = columns.iter().map(|column| column.name.as_str()).chain(conditions).collect();
    let fields: Vec<&Fields> = found.iter().map(|row| &row.values).collect();
    let (mut numeric, rows) = with_columns(rows, &fields, names, Value::as_f64)?;
    if numeric.iter().any(|name| name == SCORE) || found.iter().all(|row| row.log_probability.is_none()) {
        return Ok((numeric, rows));
    }
    let scores = found.iter().map(|row| row.log_probability).collect();
    numeric.push(SCORE.to_owned());
    Ok((numeric, rows.with_numbers(SCORE, scores).map_err(|error| unfit(&error))?))
}

/// A column of numbers with its name.
type NamedNumbers = (&'static str, Vec<Option<f64>>);

/// Columns of the mean ratings that people gave the rows, one for each scale that was used.
fn ratings_of(reader: &Reader, run: RunId, found: &[RowSummary]) -> Result<Vec<NamedNumbers>> {
    let rated: HashMap<AttemptId, RatedRow> =
        reader.ratings(run)?.into_iter().map(|row| (row.id, row)).collect();
    let column = |scale: Scale| {
        let mean = |row: &RowSummary| rated.get(&row.id).and_then(|rated| rated.mean(scale));
        (scale.column(), found.iter().map(mean).collect::<Vec<_>>())
    };
    let columns = Scale::ALL.into_iter().map(column);
    Ok(columns.filter(|(_, ratings)| ratings.iter().any(Option::is_some)).collect())
}

/// Texts of the private sources that the run read.
fn private_texts(reader: &Reader, run: RunId) -> Result<Vec<String>> {
    let sources = reader.sources(run)?.into_iter().filter(|source| source.info.private);
    Ok(sources
        .flat_map(|source| source.rows)
        .flat_map(|row| row.values().map(generation::text).collect::<Vec<_>>())
        .collect())
}

pub fn unfit(error: &curation::RowsError) -> WireError {
    WireError::failed(sentence(&error.to_string()))
}

impl Curating {
    /// The rows of a run as they were read last, and a pipeline that was made on them.
    pub fn made(&self, run: u64, side: Side) -> Option<(Arc<Material>, Arc<Made>)> {
        let made = self.made.get(&side).filter(|_| self.run == run)?;
        Some((Arc::clone(&self.material), Arc::clone(made)))
    }

    /// What the pipelines made on a run, all together, make of vectors. Rows get them for one as for the other, so that both
    /// are made on the same.
    pub fn vectors(&self, run: u64) -> Vectors {
        let made = self.made.values().filter(|_| self.run == run);
        made.map(|made| made.pipeline.vectors()).max().unwrap_or(Vectors::Unread)
    }

    /// What was made of the same rows before, whichever of the two pipelines it was; the wanted one is looked at first.
    pub fn earlier(&self, run: u64, side: Side, material: &Material) -> Option<Arc<Made>> {
        let same = self.run == run && *self.material == *material;
        let made = self.made.get(&side).or_else(|| self.made.values().next());
        made.filter(|_| same).cloned()
    }

    /// Keeps a pipeline that was made. Pipelines made of other rows are forgotten.
    pub fn keep(&mut self, run: u64, material: Arc<Material>, side: Side, made: Made) {
        if self.run != run || *self.material != *material {
            self.made.clear();
        }
        (self.run, self.material) = (run, material);
        self.made.insert(side, Arc::new(made));
    }
}

impl Made {
    /// Makes a pipeline; `None` where `watch` ended it.
    pub fn make(
        pipeline: Pipeline,
        material: &Material,
        earlier: Option<&Made>,
        watch: &mut dyn FnMut(usize) -> bool,
    ) -> Result<Option<Self>> {
        let setting = material.setting();
        let before = earlier.map(|made| &made.outcome);
        let outcome = curate_again(&pipeline, &material.rows, setting, before, watch)
            .map_err(|error| WireError::input(sentence(&error.to_string())))?;
        let Some(outcome) = outcome else { return Ok(None) };
        let gate = match earlier.filter(|earlier| earlier.outcome == outcome) {
            Some(same) => same.gate,
            None => {
                let start = Outcome::start(&material.rows).rows();
                against(material, outcome.steps.iter().map(|made| &made.step), &start, &outcome.rows())
            }
        };
        Ok(Some(Self { pipeline, outcome, gate }))
    }

    pub fn view(&self, material: &Material) -> CurationView {
        let rows = self.outcome.rows();
        let kept = || rows.iter().filter(|row| row.dropped_by.is_none());
        let changed =
            |(row, label): (&Curated, &Option<String>)| row.dropped_by.is_none() && row.label != *label;
        let (sum, squares) =
            kept().fold((0.0, 0.0), |(sum, squares), row| (sum + row.weight, squares + row.weight.powi(2)));
        let mut flows: BTreeMap<_, u64> = BTreeMap::new();
        for (row, label) in rows.iter().zip(&self.outcome.labels) {
            let becomes = row.label.clone().filter(|_| row.dropped_by.is_none());
            *flows.entry((label.clone(), row.dropped_by, becomes)).or_default() += 1;
        }
        CurationView {
            funnel: self.outcome.funnel().into_iter().map(|rows| rows as u64).collect(),
            steps: self.outcome.steps.iter().map(step_view).collect(),
            flows: flows
                .into_iter()
                .map(|((label, dropped_by, becomes), rows)| CurationFlow { label, dropped_by, becomes, rows })
                .collect(),
            relabelled: rows.iter().zip(&self.outcome.labels).filter(|pair| changed(*pair)).count() as u64,
            weighed: kept().filter(|row| row.weight != 1.0).count() as u64,
            effective: if squares > 0.0 { sum * sum / squares } else { 0.0 },
            gold: material.gold.len() as u64,
            gate: self.gate,
        }
    }
}

/// What students make of rows as they are `after`, beside what they make of them `before`.
pub fn against<'s>(
    material: &Material,
    steps: impl IntoIterator<Item = &'s Step>,
    before: &[Curated],
    after: &[Curated],
) -> Option<GateReport> {
    judged_by_students(&material.rows, material.setting(), steps, before, after)
}

fn step_view(made: &StepOutcome) -> StepView {
    let bin = |bin: measures::Bin| ValueBin { low: bin.low, high: bin.high, count: bin.count };
    StepView {
        step: made.step.clone(),
        rule: made.step.rule(),
        report: made.into(),
        histogram: made.histogram(BINS).into_iter().map(bin).collect(),
    }
}

/// How far a value is on the side that a rule acts on.
fn depth(rule: Rule, value: f64) -> f64 {
    match rule {
        Rule::Below { .. } | Rule::Relabel { .. } => value,
        Rule::AtLeast { .. } | Rule::BestOfLabel { .. } | Rule::Weigh => -value,
        Rule::Within { low, high } => (low - value).max(value - high),
    }
}

/// A measured row, and how far it is on the side that a rule acts on.
type Deep = (usize, f64);

fn deeper(a: &Deep, b: &Deep) -> Ordering {
    b.1.total_cmp(&a.1).then(a.0.cmp(&b.0))
}

fn deep(made: &StepOutcome, rule: Rule) -> impl Iterator<Item = Deep> + '_ {
    let values = made.measured.values.iter().enumerate();
    values.filter_map(move |(row, value)| Some((row, depth(rule, (*value)?))))
}

/// The measured rows of a step by how far they are on the side that a rule acts on, the farthest first.
pub fn by_suspicion(made: &StepOutcome, rule: Rule) -> Vec<usize> {
    let mut rows: Vec<Deep> = deep(made, rule).collect();
    rows.sort_by(deeper);
    rows.into_iter().map(|(row, _)| row).collect()
}

/// Whether what a step found to be a row's label is the one that it has.
fn has_its_label(made: &StepOutcome, row: usize) -> bool {
    match (made.measured.evidence.get(row), made.labels.get(row)) {
        (Some(Some(Evidence::Label(found))), Some(label)) => Some(found) == label.as_ref(),
        _ => false,
    }
}

/// Rows next to the limit of a rule, which has these effects: those that it only just leaves as they are, and those that it
/// only just acts on; the nearest first. Finding some takes no sorting of all.
pub fn nearest(made: &StepOutcome, rule: Rule, effects: &[Option<Effect>], count: usize) -> [Vec<usize>; 2] {
    if rule == Rule::Weigh {
        return [Vec::new(), by_suspicion(made, rule).into_iter().take(count).collect()];
    }
    let (mut acted, mut left): (Vec<Deep>, Vec<Deep>) =
        deep(made, rule).partition(|(row, _)| effects.get(*row).is_some_and(Option::is_some));
    match (rule, &made.step) {
        // However low the limit, a row that has the label already would be left as it is.
        (Rule::Relabel { .. }, _) => left.retain(|(row, _)| !has_its_label(made, *row)),
        // Each label has a limit of its own.
        (Rule::BestOfLabel { .. }, _) => {
            let mut limits: HashMap<Option<&String>, f64> = HashMap::new();
            let label = |row: usize| made.labels.get(row).and_then(Option::as_ref);
            for (row, depth) in &left {
                let limit = limits.entry(label(*row)).or_insert(*depth);
                *limit = limit.max(*depth);
            }
            for (row, depth) in left.iter_mut().chain(&mut acted) {
                *depth -= limits.get(&label(*row)).copied().unwrap_or(f64::NEG_INFINITY);
            }
        }
        // Of rows that are less alike nobody knows how much.
        (_, Step::NearDuplicate { .. }) => left.retain(|(_, likeness)| *likeness != 0.0),
        _ => {}
    }
    let first = |mut rows: Vec<Deep>, order: fn(&Deep, &Deep) -> Ordering| {
        if rows.len() > count {
            rows.select_nth_unstable_by(count, order);
            rows.truncate(count);
        }
        rows.sort_by(order);
        rows.into_iter().map(|(row, _)| row).collect()
    };
    [first(left, deeper), first(acted, |a, b| deeper(b, a))]
}

/// Which of the rows a step acts on by a rule, as a set.
pub fn acted_on(effects: &[Option<Effect>]) -> HashSet<usize> {
    effects.iter().enumerate().filter_map(|(row, effect)| effect.is_some().then_some(row)).collect()
}
