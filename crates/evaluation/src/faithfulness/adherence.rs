//! Whether rows do what a condition asks, judged by a rule, by a student or by a model.

use indexmap::IndexMap;
use serde_json::Value;
use students::{Row, out_of_fold};

use super::panel::{Panel, behind, chart, finding, most_probable, tone};
use super::student::{Refused, StudentOptions};
use crate::chart::{Dashboard, Drawing, Point};
use crate::finding::{Finding, Tone, percent};
use crate::measure::Measure;
use crate::rows::Rows;

/// Fewest rows of a value on average from which a student can learn it.
const ROWS_OF_A_VALUE: usize = 5;
/// What a student must possibly gain over guessing for its failure to be put down to few rows.
const BEYOND_GUESSING: f64 = 0.1;
/// Values that a chart shows.
const SHOWN: usize = 30;

/// Who says whether a row does what was asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Judge {
    /// A rule: bands of words are counted, each word of a list must occur.
    Rule,
    /// A student that learnt from other rows which value goes with which text: a value that it tells from the text is in
    /// the text. `guessing` is the share of the most frequent value, which it would get without reading.
    Student {
        /// That share, in [0, 1].
        guessing: f64,
    },
    /// A model, whose verdicts were given.
    Model,
}

/// Rows of one value of a condition, by their places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judged {
    /// Those that do what it asks.
    pub kept: Vec<u64>,
    /// Those that do not.
    pub missed: Vec<u64>,
}

/// How rows keep to a condition.
#[derive(Clone, Debug, PartialEq)]
pub struct Adherence {
    /// Name of the condition.
    pub condition: String,
    /// Who judged.
    pub judge: Judge,
    /// Each value as shown, in order of appearance.
    pub values: IndexMap<String, Judged>,
}

/// Each condition that a rule can judge. A band is kept where the text's number of words lies in it; a list of words is
/// kept where each occurs in the text.
#[must_use]
pub fn by_rule(rows: &Rows) -> Vec<Adherence> {
    let Some(first) = rows.rows().first() else { return Vec::new() };
    let judged = |name: &String| {
        let verdict = |(row, words): (&crate::Row, &Vec<String>)| keeps(row.conditions.get(name)?, words);
        let verdicts: Vec<Option<bool>> = rows.rows().iter().zip(rows.words()).map(verdict).collect();
        verdicts.iter().any(Option::is_some).then(|| collect(rows, name, Judge::Rule, &verdicts))
    };
    first.conditions.keys().filter_map(judged).collect()
}

/// A condition by a model's verdicts, one for each row and `None` where it gave none.
#[must_use]
pub fn by_model(rows: &Rows, condition: &str, verdicts: &[Option<bool>]) -> Adherence {
    collect(rows, condition, Judge::Model, verdicts)
}

/// A condition by a student of text that did not see the row: it is kept where the student tells its value.
///
/// # Errors
/// Fewer than two values, or fewer than five rows of a value on average.
pub fn by_student(rows: &Rows, condition: &str, options: &StudentOptions) -> Result<Adherence, Refused> {
    let values: Vec<Option<String>> =
        rows.rows().iter().map(|row| row.conditions.get(condition).map(shown)).collect();
    let known: Vec<(usize, Row<'_>)> = (values.iter().enumerate())
        .filter_map(|(at, value)| Some((at, Row::text(&rows.rows()[at].text, value.as_deref()?))))
        .collect();
    let learnt: Vec<Row<'_>> = known.iter().map(|(_, row)| *row).collect();
    let mut counts: IndexMap<&str, usize> = IndexMap::new();
    for row in &learnt {
        *counts.entry(row.label).or_default() += 1;
    }
    Refused::unless("values of the condition", counts.len(), 2)?;
    Refused::unless("rows with a value of the condition", learnt.len(), ROWS_OF_A_VALUE * counts.len())?;
    let held = out_of_fold(&learnt, options.folds, options.seed, &options.text);
    let mut verdicts = vec![None; rows.len()];
    for ((at, row), p) in known.iter().zip(&held.rows) {
        let said = most_probable(p).and_then(|class| held.classes.get(class));
        verdicts[*at] = Some(said.is_some_and(|said| said == row.label));
    }
    let guessing = counts.values().copied().max().unwrap_or(0) as f64 / learnt.len() as f64;
    Ok(collect(rows, condition, Judge::Student { guessing }, &verdicts))
}

fn collect(rows: &Rows, condition: &str, judge: Judge, verdicts: &[Option<bool>]) -> Adherence {
    let mut values: IndexMap<String, Judged> = IndexMap::new();
    for (place, (row, verdict)) in (0..).zip(rows.rows().iter().zip(verdicts)) {
        if let (Some(value), Some(kept)) = (row.conditions.get(condition), verdict) {
            let judged = values.entry(shown(value)).or_default();
            if *kept { &mut judged.kept } else { &mut judged.missed }.push(place);
        }
    }
    Adherence { condition: condition.to_owned(), judge, values }
}

/// Whether a text keeps to a condition's value, where a rule can say.
fn keeps(value: &Value, words: &[String]) -> Option<bool> {
    let Value::Array(parts) = value else { return None };
    if let [Value::Number(low), Value::Number(high)] = parts.as_slice() {
        let (low, high) = (low.as_u64()? as usize, high.as_u64()? as usize);
        return Some((low..=high).contains(&words.len()));
    }
    let wanted: Vec<&str> = parts.iter().map(Value::as_str).collect::<Option<_>>()?;
    Some(wanted.iter().all(|text| {
        let wanted = measures::words(text);
        !wanted.is_empty() && words.windows(wanted.len()).any(|window| window == wanted)
    }))
}

/// A value as people read it.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(parts) => match parts.as_slice() {
            [Value::Number(low), Value::Number(high)] => format!("{low}–{high}"),
            parts => parts.iter().map(shown).collect::<Vec<_>>().join(", "),
        },
        other => other.to_string(),
    }
}

impl Adherence {
    /// Rows that keep to it, and rows judged.
    #[must_use]
    pub fn counts(&self) -> (u64, u64) {
        let sum = |of: fn(&Judged) -> usize| self.values.values().map(of).sum::<usize>() as u64;
        (sum(|v| v.kept.len()), sum(|v| v.kept.len() + v.missed.len()))
    }

    /// Rows that do not keep to it, in order.
    #[must_use]
    pub fn missed(&self) -> Vec<u64> {
        let mut rows: Vec<u64> = self.values.values().flat_map(|v| v.missed.iter().copied()).collect();
        rows.sort_unstable();
        rows
    }

    /// The share of rows that keep to it; its meaning says who judged.
    #[must_use]
    pub fn measure(&self) -> Measure {
        let (kept, judged) = self.counts();
        let name = &self.condition;
        let (id, title, meaning) = match self.judge {
            Judge::Rule => (
                format!("adherence-{name}"),
                format!("Keeps to {name}"),
                "Share of rows that do what the condition asks, judged by a rule.",
            ),
            Judge::Student { .. } => (
                format!("student-tells-{name}"),
                format!("{name} can be told from the text"),
                "Share of rows whose value of the condition a student tells from the text, having learnt from other rows.",
            ),
            Judge::Model => (
                format!("model-adherence-{name}"),
                format!("Keeps to {name}, says the model"),
                "Share of rows that do what the condition asks, judged by a model.",
            ),
        };
        let note = match self.judge {
            Judge::Rule => "Bands of words are counted, texts must occur in the row by their words; conditions that no rule can \
                 judge are left out."
                .to_owned(),
            Judge::Student { guessing } => format!(
                "Guessing the most frequent value gets {}. A value that texts show in ways the student cannot learn counts as not told.",
                percent(guessing)
            ),
            Judge::Model => "A model errs; review some rows to know how often.".to_owned(),
        };
        Dashboard::Faithfulness.share(id, title, meaning, kept, judged).noted(note)
    }

    /// The share and, for each value, the rows behind it.
    #[must_use]
    pub fn panel(&self) -> Panel {
        let measure = self.measure();
        Panel {
            charts: self.chart(&measure).into_iter().collect(),
            finding: self.finding(&measure),
            measures: vec![measure],
        }
    }

    /// Shares by value, the least first; a click opens the rows that miss it.
    fn chart(&self, measure: &Measure) -> Option<crate::Chart> {
        let mut values: Vec<(&String, f64, &Judged)> = (self.values.iter())
            .map(|(value, v)| (value, v.kept.len() as f64 / (v.kept.len() + v.missed.len()) as f64, v))
            .collect();
        values.sort_by(|a, b| a.1.total_cmp(&b.1));
        let (least, share, _) = *values.first()?;
        let title = match self.judge {
            Judge::Student { .. } => {
                format!("'{least}' is told from the text least: in {} of its rows", percent(share))
            }
            Judge::Rule | Judge::Model => {
                format!("'{least}' is kept to least: by {} of its rows", percent(share))
            }
        };
        let y = if values.len() > SHOWN {
            format!("Value of {} (the {SHOWN} least of {})", self.condition, values.len())
        } else {
            format!("Value of {}", self.condition)
        };
        let points = values.iter().take(SHOWN).map(|(value, share, judged)| {
            Point::new(value.as_str(), 100.0 * share, Some(behind(&judged.missed)))
        });
        let drawing = Drawing::Bars { points: points.collect() };
        Some(chart(
            measure.id.clone(),
            title,
            "Rows that keep to it in % (click for the others)",
            &y,
            drawing,
        ))
    }

    fn finding(&self, measure: &Measure) -> Finding {
        let ids = [measure.id.as_str()];
        let name = &self.condition;
        let (Some(share), Some(low), Some(high)) = (measure.value, measure.low, measure.high) else {
            return finding(Tone::Unknown, format!("No row was judged by {name}."), None, &ids);
        };
        if let Judge::Student { guessing } = self.judge {
            let told = format!(
                "From the text a student tells {name} in {} of rows; guessing gets {}.",
                percent(share),
                percent(guessing)
            );
            return if low > guessing {
                finding(Tone::Good, told, None, &ids)
            } else if high < guessing + BEYOND_GUESSING {
                let advice = "Read rows of two values side by side; if they do not differ, say in the prompt what each value means.";
                finding(Tone::Doubtful, told, Some(advice), &ids)
            } else {
                finding(Tone::Unknown, told, Some("Make more rows of each value."), &ids)
            };
        }
        let by = if self.judge == Judge::Rule { "by rule" } else { "by the model's verdict" };
        let tone = tone(measure);
        let advice = match tone {
            Tone::Good => None,
            Tone::Doubtful => Some("Add a check for it, or reword the condition."),
            Tone::Unknown => Some("Judge more rows."),
        };
        finding(tone, format!("{} of rows keep to {name}, {by}.", percent(share)), advice, &ids)
    }
}
