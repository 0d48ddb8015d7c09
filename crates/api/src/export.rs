//! What an export is made of: the rows of a run, with all that must be known of them before they leave.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use ::project::{AttemptId, RatedRow, Reader, Run, SourceSnapshot};
use ::recipe::Recipe;
use dataset::{
    BY_HAND_COLUMN, Balance, ByHand, ExportRow, Fields, HandWork, Part, Provenance, Scale, Table,
    WEIGHT_COLUMN, export_table, text_of,
};
use inference::NumericProfile;
use measures::CopiedSpans;
use privacy::{Entry, Replacer, Restorer};

use crate::curation;
use crate::draft;
use crate::error::{Result, WireError};
use crate::personal;
use crate::project::sentence;
use crate::prompt;
use crate::types::{CopiedSpan, ExportOptions, RunId, StepReport};

/// From this many words on, a span shared with a private source is worth a warning.
const WORTH_A_WARNING: usize = 8;

/// Everything that an export is made of.
pub struct Export {
    pub run: Run,
    pub recipe: Recipe,
    /// As the run read them, with personal data replaced.
    pub sources: Vec<SourceSnapshot>,
    pub rows: Vec<ExportRow>,
    /// Rows that curation dropped, which are not among them.
    pub dropped: u64,
    /// What the steps of the standing pipeline did.
    pub curated: Vec<StepReport>,
    /// What was decided on personal data when the run began.
    pub read_with: Vec<Entry>,
    /// What is replaced by now.
    pub replacer: Replacer,
}

impl Export {
    /// Reads all of it from a project.
    ///
    /// # Errors
    /// Prompts are wanted that can carry text of a private source which was not named.
    pub fn gather(reader: &Reader, options: &ExportOptions) -> Result<Self> {
        let run = reader.run(RunId { run: options.run }.into())?;
        let recipe = draft::of_run(reader, &run)?;
        let sources = reader.sources(run.id)?;
        let withheld: Vec<&str> = sources
            .iter()
            .filter(|source| source.info.private && !options.include_private.contains(&source.info.name))
            .map(|source| source.info.name.as_str())
            .collect();
        if options.include_prompts && !withheld.is_empty() {
            return Err(WireError::input(format!(
                "Prompts and raw answers can carry text of the private source '{}'; name it to include it, or leave prompts out.",
                withheld.join("', '")
            )));
        }
        let mut rows = rows(reader, &run, options.include_prompts)?;
        // A condition drawn from a private source carries its text.
        let private = |name: &str| {
            let scope = recipe.conditions.iter().find(|condition| condition.name == *name);
            scope
                .and_then(|condition| condition.scope.source())
                .is_some_and(|source| withheld.contains(&source))
        };
        rows.iter_mut().for_each(|row| row.conditions.retain(|name, _| !private(name)));
        let read_with = personal::entries(&reader.personal_data_of(run.id)?).collect();
        let replacer = personal::replacer(&reader.personal_data()?)?;
        let dropped = reader.dropped_count(run.id)?;
        let curated = curation::standing_steps(reader, run.id)?;
        Ok(Self { run, recipe, sources, rows, dropped, curated, read_with, replacer })
    }

    pub fn table(&self, options: &ExportOptions) -> Result<Table> {
        let fields: Vec<String> = self.recipe.columns().into_iter().map(|column| column.name).collect();
        let text = |name: &str| self.run.plan.model[name].as_str().unwrap_or_default().to_owned();
        let provenance = Provenance {
            seed: self.run.plan.seed,
            recipe: self.run.plan.recipe.clone(),
            model: text("sha256"),
        };
        let table = export_table(&fields, &self.rows, &provenance);
        match &options.preset {
            Some(preset) => {
                preset.apply(&table).map_err(|error| WireError::input(sentence(&error.to_string())))
            }
            None => Ok(table),
        }
    }

    /// Rows of each part, by position; one part without a name where nothing is split.
    pub fn parts(&self, options: &ExportOptions) -> Result<Vec<(Option<Part>, Vec<usize>)>> {
        let Some(shares) = options.split else { return Ok(vec![(None, (0..self.rows.len()).collect())]) };
        let label = self.recipe.label_column();
        let strata: Vec<String> = self
            .rows
            .iter()
            .map(|row| {
                label.as_ref().and_then(|label| row.values.get(label)).map(text_of).unwrap_or_default()
            })
            .collect();
        let parts = dataset::split(&strata, shares, self.run.plan.seed);
        let rows_of = |part: Part| (0..parts.len()).filter(|at| parts[*at] == part).collect::<Vec<_>>();
        Ok(Part::ALL
            .into_iter()
            .map(|part| (Some(part), rows_of(part)))
            .filter(|(_, rows)| !rows.is_empty())
            .collect())
    }

    pub fn by_hand(&self, removed: u64) -> HandWork {
        HandWork::count(self.rows.iter().map(|row| row.by_hand), removed)
    }

    pub fn columns(&self) -> Vec<(String, String)> {
        let marked = self.rows.iter().any(|row| row.by_hand != ByHand::default());
        let weighed = self.rows.iter().any(|row| row.weight != 1.0);
        let weight = (WEIGHT_COLUMN.to_owned(), "how much the row counts, from curation".to_owned());
        let by_hand = (BY_HAND_COLUMN.to_owned(), "what people did to the row".to_owned());
        let rated = |scale: &Scale| self.rows.iter().any(|row| row.ratings.contains_key(scale));
        let rated = Scale::ALL.into_iter().filter(rated).map(|scale| {
            let levels = scale.names().iter().enumerate().map(|(at, name)| format!("{name} is {}", at + 1));
            let levels: Vec<String> = levels.collect();
            (scale.column().to_owned(), format!("mean rating by people ({})", levels.join(", ")))
        });
        columns(&self.recipe)
            .into_iter()
            .chain(weighed.then_some(weight))
            .chain(marked.then_some(by_hand))
            .chain(rated)
            .collect()
    }

    pub fn private(&self) -> impl Iterator<Item = &SourceSnapshot> {
        self.sources.iter().filter(|source| source.info.private)
    }

    /// What the user should know before the rows are shared, in sentences.
    pub fn warnings(&self, copied_span: Option<&CopiedSpan>) -> Vec<String> {
        let copied = copied_span.filter(|span| span.words >= WORTH_A_WARNING).map(|span| {
            format!(
                "Row {} repeats {} words in a row of the private source '{}'; look at it before you share the file.",
                span.row, span.words, span.source
            )
        });
        let personal = self.rows_with_values().map(|(rows, first)| {
            let hold = if rows == 1 {
                format!("Row {first} holds")
            } else {
                format!("{rows} rows, the first of them row {first}, hold")
            };
            format!(
                "{hold} personal data that is replaced in the sources; look at it before you share the file."
            )
        });
        copied.into_iter().chain(personal).collect()
    }

    /// The longest span of words that a row shares with a private source. Fields that were taken over from the source
    /// on purpose, as in annotation, count too: they are text of the source. Rows are held against what the run read and
    /// against what the file said before personal data was replaced in it.
    pub fn copied_span(&self) -> Option<CopiedSpan> {
        let restorer = Restorer::new(&self.read_with);
        self.private()
            .filter_map(|source| {
                let read: Vec<String> =
                    source.rows.iter().flat_map(|row| row.values().map(text_of)).collect();
                let before = read.iter().filter_map(|text| match restorer.text(text) {
                    Cow::Owned(before) => Some(before),
                    Cow::Borrowed(_) => None,
                });
                let before: Vec<String> = before.collect();
                let texts = [read, before].concat();
                let spans = CopiedSpans::new(texts.iter().map(String::as_str));
                let found = self.rows.iter().filter_map(|row| {
                    let span = row.values.values().filter_map(|value| spans.longest(&text_of(value)));
                    span.max_by_key(|span| span.words).map(|span| (row.row, span))
                });
                let (row, span) = found.max_by_key(|(row, span)| (span.words, std::cmp::Reverse(*row)))?;
                Some(CopiedSpan { words: span.words, text: span.text, row, source: source.info.name.clone() })
            })
            .max_by_key(|span| span.words)
    }

    /// Number of values that were replaced in the sources of the run.
    pub fn replaced_values(&self) -> usize {
        let restorer = Restorer::new(&self.read_with);
        let texts = self.sources.iter().flat_map(|source| &source.rows).flat_map(Fields::values).map(text_of);
        let marks: BTreeSet<String> = texts
            .flat_map(|text| restorer.surrogates(&text).map(str::to_owned).collect::<Vec<_>>())
            .collect();
        marks.len()
    }

    /// Number of rows that hold a value which is replaced in the sources, and the first of them. The model was not told
    /// it, but a person may have written it, or two people bear one name.
    pub fn rows_with_values(&self) -> Option<(usize, u64)> {
        let holds = |row: &&ExportRow| {
            let mut texts = row.values.values().chain(row.conditions.values()).map(text_of);
            texts.any(|text| self.replacer.finds(&text))
        };
        let mut rows = self.rows.iter().filter(holds).map(|row| row.row);
        let first = rows.next()?;
        Some((1 + rows.count(), first))
    }

    pub fn balance(&self) -> Vec<Balance> {
        let label = self.recipe.label_column();
        let conditions = self.recipe.conditions.iter().map(|condition| condition.name.clone());
        let columns: Vec<String> = label.into_iter().chain(conditions).collect();
        let mut seen = Vec::new();
        columns
            .into_iter()
            .filter(|column| {
                let new = !seen.contains(column);
                seen.push(column.clone());
                new
            })
            .map(|column| {
                let mut counts = BTreeMap::<String, u64>::new();
                for row in &self.rows {
                    let value = row.values.get(&column).or_else(|| row.conditions.get(&column));
                    *counts.entry(value.map(generation::text).unwrap_or_default()).or_default() += 1;
                }
                let mut values: Vec<(String, u64)> = counts.into_iter().collect();
                values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
                Balance { column, values }
            })
            .filter(|balance| balance.values.len() <= MOST_LISTED)
            .collect()
    }

    pub fn privacy(&self, options: &ExportOptions) -> Vec<String> {
        let mut lines = Vec::new();
        let private: Vec<&str> = self.private().map(|source| source.info.name.as_str()).collect();
        if private.is_empty() {
            lines.push("No private source was used.".to_owned());
        } else {
            lines.push(format!("Private sources used: {}.", private.join(", ")));
            let longest = self.copied_span().map_or(0, |span| span.words);
            lines.push(format!("The longest span of words shared with one of them has {longest} words."));
        }
        let replaced = self.replaced_values();
        if replaced > 0 {
            lines.push(format!(
                "Before the model read the sources, {replaced} personal values were replaced in them by marks such as [PERSON 1]."
            ));
        }
        lines.push(if options.include_prompts {
            "Prompts and raw answers are included.".to_owned()
        } else {
            "Prompts and raw answers are left out.".to_owned()
        });
        lines
    }
}

/// Conditions with more values than this are left out of the card.
const MOST_LISTED: usize = 40;
fn rows(reader: &Reader, run: &Run, with_prompts: bool) -> Result<Vec<ExportRow>> {
    let plan = with_prompts.then(|| prompt::stored_plan(reader, run)).transpose()?;
    let pool = plan.as_ref().map(|plan| prompt::pool(reader, run, plan)).transpose()?.unwrap_or_default();
    let rated: HashMap<AttemptId, RatedRow> =
        reader.ratings(run.id)?.into_iter().map(|row| (row.id, row)).collect();
    reader
        .dataset(run.id)
        .enumerate()
        .map(|(at, row)| {
            let row = row?;
            let (prompts, raw) = match &plan {
                None => (None, None),
                Some(plan) => {
                    let id = AttemptId { run: run.id, draw: row.id.draw, attempt: row.id.attempt };
                    let attempt = reader.row(id)?.attempt;
                    let rendered = plan.render_attempt(&attempt, &pool).map_err(prompt::failed)?;
                    let prompts = attempt.steps.iter().zip(&rendered).map(|(step, rendered)| {
                        let texts: Vec<&str> = rendered.messages.iter().map(|m| m.content.as_str()).collect();
                        (step.step.clone(), texts.join("\n\n").into())
                    });
                    let raw = attempt.steps.iter().map(|step| (step.step.clone(), step.raw.clone().into()));
                    (Some(Fields::from_iter(prompts)), Some(Fields::from_iter(raw)))
                }
            };
            let number = match row.verdict {
                Some(dataset::Verdict::Accepted { row }) => row,
                _ => at as u64,
            };
            let by_hand = ByHand { retried: row.extra, accepted: row.overruled, edited: row.revised };
            let (values, conditions, weight) = (row.values, row.conditions, row.weight);
            let mean = |scale: Scale| Some((scale, rated.get(&row.id)?.mean(scale)?));
            let ratings = Scale::ALL.into_iter().filter_map(mean).collect();
            Ok(ExportRow { row: number, values, conditions, by_hand, weight, ratings, prompts, raw })
        })
        .collect()
}

fn columns(recipe: &Recipe) -> Vec<(String, String)> {
    let fields = recipe.columns().into_iter().map(|column| {
        let meaning = match column.origin {
            ::recipe::Origin::Output { step } => format!("written by the step '{}'", recipe.steps[step].id),
            ::recipe::Origin::Confidence { of, .. } => {
                format!("how probable '{of}' was to the model, in [0, 1]")
            }
            ::recipe::Origin::Agreement { of, .. } => {
                format!("share of the answers that agree on '{of}', in (0, 1]")
            }
            ::recipe::Origin::Condition { .. } => "condition given to the model".to_owned(),
            ::recipe::Origin::Input => "taken from the given row".to_owned(),
        };
        (column.name, meaning)
    });
    let provenance = [
        "number of the row",
        "seed of the run",
        "conditions of the row, as JSON",
        "hash of the recipe",
        "SHA-256 of the model file",
    ];
    let own = dataset::PROVENANCE_COLUMNS.iter().zip(provenance);
    fields.chain(own.map(|(name, meaning)| ((*name).to_owned(), meaning.to_owned()))).collect()
}

/// The numeric profile of a run, in words.
pub fn profile(run: &Run) -> String {
    let text = |name: &str| run.plan.profile[name].as_str().unwrap_or_default();
    format!("engine {}, {}, {}", text("engine"), text("device"), text("instructions"))
}

/// Whether the run's rows can be made again to the bit.
pub fn is_exact(run: &Run) -> bool {
    serde_json::from_value(run.plan.profile.clone()).is_ok_and(|profile: NumericProfile| profile.is_exact())
}
