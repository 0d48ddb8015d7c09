//! The rows of a run as they are measured.

use std::collections::HashMap;

use ::project::{AttemptId, Effect, Outcome, Reader, ReviewedRow, Run, RunId, SourceSnapshot};
use dataset::Fields;
use evaluation::faithfulness::{Attempts, Drawn, Review, Verdict};
use evaluation::semantic::Group;
use evaluation::{Behind, Chart, Drawing, Row, Rows};
use indexmap::IndexSet;
use recipe::Recipe;
use sha2::{Digest as _, Sha256};

use crate::annotation::{Asked, Subject};
use crate::draft;
use crate::error::{Result, WireError};

/// The rows of the dataset that a run made, and what is known of how they came about.
pub struct RunRows {
    pub run: Run,
    pub recipe: Recipe,
    /// Field of the texts.
    pub field: String,
    /// Field of the labels.
    pub label: Option<String>,
    pub rows: Rows,
    /// All fields of each row.
    pub fields: Vec<Fields>,
    pub ids: Vec<AttemptId>,
    /// The number in the dataset of each row.
    pub numbers: Vec<u64>,
    /// What each row was made from, where it was made from a given text.
    pub given: Vec<Option<String>>,
    pub attempts: Attempts,
    /// Groups of rows near each other in meaning, as figures that still hold show them; filled in by who knows these.
    pub groups: Vec<Group>,
    /// What models were asked about the rows.
    pub asked: Vec<Asked>,
    /// Rows that people judged.
    pub reviewed: Vec<Seen>,
    /// What people said of the rows that the run made, those that they took out included.
    pub reviews: Vec<Option<Review>>,
    pub sources: Vec<SourceSnapshot>,
}

/// A row that people judged, as it is without their words, so as they saw it.
pub struct Seen {
    pub id: AttemptId,
    pub row: Row,
    /// All its fields.
    pub fields: Fields,
    pub review: Review,
    /// The label that it is to have by their words; `None` where they reject it, disagree, or rows have no label.
    pub label: Option<String>,
}

impl Seen {
    /// The row as a model is asked about it.
    pub fn subject(&self) -> Subject<'_> {
        Subject { row: &self.row, fields: &self.fields }
    }
}

/// Rows with what models were asked about them.
#[derive(Clone, Copy)]
pub struct AskedRows<'f> {
    pub recipe: &'f Recipe,
    pub rows: &'f Rows,
    /// All fields of each row.
    pub fields: &'f [Fields],
    pub ids: &'f [AttemptId],
    /// Groups of rows near each other in meaning, where they were measured.
    pub groups: &'f [Group],
    pub asked: &'f [Asked],
}

impl<'f> AskedRows<'f> {
    /// A row as a model is asked about it.
    pub fn subject(self, at: usize) -> Subject<'f> {
        Subject { row: &self.rows.rows()[at], fields: &self.fields[at] }
    }

    /// All rows with their names, as a model is asked about them.
    pub fn subjects(self) -> impl Iterator<Item = (AttemptId, Subject<'f>)> {
        self.ids.iter().enumerate().map(move |(at, id)| (*id, self.subject(at)))
    }
}

impl RunRows {
    pub fn read(reader: &Reader, id: RunId) -> Result<Self> {
        let run = reader.run(id)?;
        let recipe = draft::of_run(reader, &run)?;
        let field = recipe.text_column().ok_or_else(|| {
            WireError::input(
                "The rows of this recipe hold no text to measure; choose a run whose rows have one.",
            )
        })?;
        let label = recipe.label_column();
        let own: Vec<String> = recipe.columns().into_iter().map(|column| column.name).collect();
        let drawn_from_a_source = |name: &str| {
            recipe
                .conditions
                .iter()
                .any(|condition| condition.name == *name && condition.scope.source().is_some())
        };
        let (mut rows, mut fields, mut ids) = (Vec::new(), Vec::new(), Vec::new());
        let (mut numbers, mut given) = (Vec::new(), Vec::new());
        for row in reader.dataset(id) {
            let row = row?;
            let text = |name: &str| row.values.get(name).map(generation::text);
            let (mean_log_probability, at) = (row.log_probability, numbers.len() as u64);
            rows.push(Row {
                text: text(&field).unwrap_or_default(),
                label: label.as_deref().and_then(text),
                mean_log_probability,
                conditions: row.conditions.clone(),
            });
            let from = row.values.iter().filter(|(name, _)| {
                !own.contains(name) && (!row.conditions.contains_key(*name) || drawn_from_a_source(name))
            });
            let from: Vec<String> = from.map(|(_, value)| generation::text(value)).collect();
            given.push((!from.is_empty()).then(|| from.join("\n")));
            numbers.push(match row.verdict {
                Some(dataset::Verdict::Accepted { row }) => row,
                _ => at,
            });
            ids.push(row.id);
            fields.push(row.values);
        }
        let funnel = reader.funnel(id)?;
        let judged = judged(reader, id)?;
        Ok(Self {
            reviews: reviews(reader, id, &judged)?,
            reviewed: seen(reader, &recipe, id, &judged)?,
            attempts: Attempts { generated: funnel.generated, valid: funnel.valid },
            groups: Vec::new(),
            asked: Asked::of_run(reader, id)?,
            sources: reader.sources(id)?,
            rows: Rows::new(rows),
            run,
            recipe,
            field,
            label,
            fields,
            ids,
            numbers,
            given,
        })
    }

    /// The rows with what models were asked about them.
    pub fn asked_rows(&self) -> AskedRows<'_> {
        let Self { recipe, rows, fields, ids, groups, asked, .. } = self;
        AskedRows { recipe, rows, fields, ids, groups, asked }
    }

    /// SHA-256 of all that figures are computed from: texts, labels and conditions of the rows, in hexadecimal.
    pub fn digest(&self) -> String {
        let mut digest = Sha256::new();
        for row in self.rows.rows() {
            let conditions = serde_json::to_string(&row.conditions).unwrap_or_default();
            for part in [Some(&row.text), row.label.as_ref(), Some(&conditions)].into_iter().flatten() {
                digest.update((part.len() as u64).to_le_bytes());
                digest.update(part);
            }
        }
        hex::encode(digest.finalize())
    }

    /// All values of the run's sources.
    pub fn known_values(&self) -> Vec<String> {
        let values = self.sources.iter().flat_map(|source| &source.rows).flat_map(Fields::values);
        values.map(generation::text).filter(|text| !text.trim().is_empty()).collect()
    }

    /// The text of each row of the run's sources: of its fields the one whose texts are longest in all.
    pub fn known_texts(&self) -> Vec<String> {
        let texts = self.sources.iter().flat_map(|source| {
            let field = longest_field(&source.rows);
            source.rows.iter().filter_map(move |row| Some(generation::text(row.get(field.as_ref()?)?)))
        });
        texts.collect()
    }

    /// Charts that name rows by their number in the dataset, as filters do, in place of their place among those measured.
    pub fn numbered(&self, charts: Vec<Chart>) -> Vec<Chart> {
        charts.into_iter().map(|chart| numbered(chart, &self.numbers)).collect()
    }
}

/// The field whose texts are longest in all.
fn longest_field(rows: &[Fields]) -> Option<String> {
    let names: IndexSet<&String> = rows.iter().flat_map(Fields::keys).collect();
    let length = |name: &&String| -> usize {
        rows.iter().filter_map(|row| row.get(*name)?.as_str()).map(str::len).sum()
    };
    names.into_iter().filter(|name| length(name) > 0).max_by_key(length).cloned()
}

/// A chart that names rows by other numbers, given by their place among those measured.
pub(super) fn numbered(mut chart: Chart, numbers: &[u64]) -> Chart {
    let number = |place: &u64| usize::try_from(*place).ok().and_then(|place| numbers.get(place)).copied();
    let name = |behind: &mut Behind| {
        if let Behind::Rows { rows } = behind {
            *rows = rows.iter().filter_map(number).collect();
        }
    };
    match &mut chart.drawing {
        Drawing::Histogram { points } | Drawing::Bars { points } | Drawing::Line { points } => {
            points.iter_mut().filter_map(|point| point.behind.as_mut()).for_each(name);
        }
        Drawing::Map { places, .. } => {
            places.retain_mut(|place| number(&place.row).map(|number| place.row = number).is_some());
        }
        Drawing::Grid { cells, .. } => cells.iter_mut().flat_map(|cell| &mut cell.behind).for_each(name),
        Drawing::Curves { .. } => {}
    }
    chart
}

/// What people said of rows.
fn judged(reader: &Reader, run: RunId) -> Result<HashMap<AttemptId, Review>> {
    let review = |(id, right, sampled)| {
        let verdict = if right { Verdict::Right } else { Verdict::Wrong };
        (id, Review { verdict, drawn: if sampled { Drawn::AtRandom } else { Drawn::Chosen } })
    };
    Ok(reader.judgments(run)?.into_iter().map(review).collect())
}

/// Of each row that a person may judge, what was said of it.
fn reviews(reader: &Reader, run: RunId, judged: &HashMap<AttemptId, Review>) -> Result<Vec<Option<Review>>> {
    let rows = reader.reviewable(run, "")?;
    Ok(rows.iter().map(|row| judged.get(&row.id).copied()).collect())
}

/// The rows that people judged, as they saw them.
fn seen(
    reader: &Reader,
    recipe: &Recipe,
    run: RunId,
    judged: &HashMap<AttemptId, Review>,
) -> Result<Vec<Seen>> {
    let (field, label) = (recipe.text_column(), recipe.label_column());
    let seen = |row: ReviewedRow| {
        let review = *judged.get(&row.id)?;
        let text = |name: &Option<String>| row.values.get(name.as_ref()?).map(generation::text);
        let condition = |condition: &recipe::Condition| {
            Some((condition.name.clone(), row.values.get(&condition.name)?.clone()))
        };
        let shown = Row {
            text: text(&field).unwrap_or_default(),
            label: text(&label),
            conditions: recipe.conditions.iter().filter_map(condition).collect(),
            mean_log_probability: None,
        };
        let said = label.as_ref().and_then(|label| label_said(&row, label));
        Some(Seen { id: row.id, row: shown, fields: row.values, review, label: said })
    };
    Ok(reader.reviewed(run)?.into_iter().filter_map(seen).collect())
}

/// The label that people's words give a row.
fn label_said(row: &ReviewedRow, field: &str) -> Option<String> {
    let Outcome::Agreed(Effect::Kept(changes)) = row.settled() else { return None };
    let value = changes.get(field).or_else(|| row.values.get(field)).filter(|value| !value.is_null())?;
    Some(generation::text(value)).filter(|label| !label.is_empty())
}
