//! Figures that take longer than a moment. Each is kept with what it was measured on, so that it is known when it holds no
//! more.

use std::collections::HashSet;
use std::ops::ControlFlow;

use evaluation::faithfulness::{StudentOptions, oracle};
use evaluation::privacy::{self, ClosestOptions, Records, report as private};
use evaluation::semantic::{self, Embedded};
use evaluation::usefulness::{
    self, StudentKind, StudyError, UsefulnessData, UsefulnessOptions, condition_groups,
};
use evaluation::{Row, Rows, reference};
use indexmap::IndexSet;
use recipe::Recipe;
use serde::{Deserialize, Serialize};
use students::Input;

use super::measured::{Figures, adherence_by_student};
use super::rows::numbered;
use crate::data_file::DataRows;
use crate::error::{Result, WireError};
use crate::project::sentence;
use crate::types::{EvaluationPart, Student};

/// Groups of rows whose use is asked about: the largest ones of at least so many rows.
const GROUPS: usize = 12;
const GROUP_ROWS: usize = 10;

/// What a part was measured on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// SHA-256 of the rows.
    pub rows: String,
    /// The files, as they were chosen, and what made the vectors.
    pub with: Vec<String>,
}

/// A part that was measured.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MeasuredPart {
    /// When, in milliseconds since 1970 (UTC).
    pub at: i64,
    pub basis: Basis,
    pub figures: Figures,
}

impl MeasuredPart {
    /// Name of the setting that keeps a part of a run's figures; each student has its own.
    pub fn setting(run: u64, part: EvaluationPart, student: Student) -> String {
        let whose = match (part, student) {
            (EvaluationPart::Usefulness, Student::Transformer) => "-transformer",
            _ => "",
        };
        format!("evaluation-{run}-{}{whose}", name_of(part))
    }
}

/// A part by its name on the wire.
pub fn name_of(part: EvaluationPart) -> String {
    serde_json::to_value(part).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Likeness in meaning, beside that of real rows, and whether students can tell conditions from the texts.
pub fn semantic(
    rows: &Rows,
    vectors: &[Vec<f32>],
    real: Option<(&Rows, &[Vec<f32>])>,
    recipe: Option<&Recipe>,
    encoder: &str,
) -> Result<Figures> {
    let unfit = |error: semantic::Mismatch| WireError::failed(sentence(&error.to_string()));
    let made = Embedded::new(rows, vectors, encoder).map_err(unfit)?;
    let mut part = Figures::default();
    part.add(semantic::measure(&made), semantic::charts(&made));
    if let Some((real, vectors)) = real {
        let real = Embedded::new(real, vectors, encoder).map_err(unfit)?;
        part.add(reference::measure_semantic(&made, &real), Vec::new());
    }
    for panel in recipe.map(|recipe| adherence_by_student(rows, recipe)).unwrap_or_default() {
        part.add(panel.measures, panel.charts);
    }
    Ok(part)
}

/// What students learn from the rows, and whether an oracle of the gold rows gives the labels that the rows carry in the
/// column `label`. `None` where `progress` stopped it.
pub fn usefulness(
    rows: &Rows,
    label: &str,
    real: Option<&DataRows>,
    gold: &DataRows,
    options: &UsefulnessOptions,
    progress: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<Option<Figures>> {
    let (synthetic, gold) = (labelled(rows), labelled(&gold.rows));
    let real = real.map(|real| labelled(&real.rows)).unwrap_or_default();
    if synthetic.is_empty() {
        return Err(WireError::input("The rows have no labels that a student could learn."));
    }
    if gold.is_empty() {
        return Err(WireError::input(
            "The gold rows have no labels; choose a file with a column of labels, and say which it is.",
        ));
    }
    let known: IndexSet<&str> = synthetic.iter().map(|row| row.label).collect();
    if !gold.iter().any(|row| known.contains(row.label)) {
        let named = |rows: &[students::Row<'_>]| {
            let labels: IndexSet<&str> = rows.iter().map(|row| row.label).collect();
            labels.into_iter().take(5).map(|label| format!("'{label}'")).collect::<Vec<_>>().join(", ")
        };
        return Err(WireError::input(format!(
            "No gold row has a label of the rows, so students could answer none rightly: the rows have {}, the gold rows {}. \
             Write them alike.",
            named(&synthetic),
            named(&gold)
        )));
    }
    let data = UsefulnessData { synthetic: &synthetic, real: &real, gold: &gold };
    let (places, learnt): (Vec<u64>, Vec<&Row>) =
        (0..).zip(rows.rows()).filter(|(_, row)| has_label(row)).unzip();
    // Transformers would take hours for each group.
    let groups = match options.student {
        StudentKind::LogisticRegression | StudentKind::LinearSvm => {
            condition_groups(&learnt, GROUP_ROWS, GROUPS).0
        }
        _ => Vec::new(),
    };
    let mut go_on = |done: usize, total: usize| match progress(done, total) {
        true => ControlFlow::Continue(()),
        false => ControlFlow::Break(()),
    };
    let outcome = match usefulness::study(data, &groups, options, &mut go_on) {
        Ok(outcome) => outcome,
        Err(StudyError::Stopped) => return Ok(None),
        Err(error) => return Err(WireError::failed(sentence(&error.to_string()))),
    };
    let mut part = Figures::default();
    part.findings.push(usefulness::report::finding(&outcome));
    // The study knows the rows that have a label; charts name them by their place among all.
    let charts =
        usefulness::report::charts(&outcome, label).into_iter().map(|chart| numbered(chart, &places));
    part.add(usefulness::report::measure(&outcome), charts.collect());
    let inputs: Vec<Input<'_>> = rows.rows().iter().map(|row| Input::from(row.text.as_str())).collect();
    // An oracle knows the label of a row that it learnt.
    let learnt: HashSet<&str> = gold.iter().map(|row| row.input.text).collect();
    let unseen = |row: &Row| !learnt.contains(row.text.as_str());
    let labels: Vec<Option<&str>> =
        rows.rows().iter().map(|row| row.label.as_deref().filter(|_| unseen(row))).collect();
    // With too few gold rows there is no oracle; the study has said how many there are.
    if let Ok(oracle) = oracle::oracle(&gold, &inputs, &labels, &StudentOptions::default()) {
        let panel = oracle.panel();
        part.add(panel.measures, panel.charts);
    }
    Ok(Some(part))
}

/// Makes vectors of texts.
pub type Embed<'e> = &'e dyn Fn(&[String]) -> Result<Vec<Vec<f32>>>;

/// Texts that rows are held against.
#[derive(Clone, Debug, Default)]
pub struct KnownTexts {
    /// All that was read, names and numbers as well: what may be copied.
    values: Vec<String>,
    /// The texts among them, each once: what rows may come near to.
    records: Vec<String>,
    /// Texts of real rows that were not read, each once.
    unread: Vec<String>,
}

impl KnownTexts {
    /// All that was read, the texts among it, and texts of rows of the same kind, whether they were read or not.
    pub fn new(values: Vec<String>, texts: Vec<String>, others: Vec<String>) -> Self {
        let full = |texts: Vec<String>| texts.into_iter().filter(|text| !text.trim().is_empty());
        let records: IndexSet<String> = full(texts).collect();
        let unread: IndexSet<String> = full(others).filter(|text| !records.contains(text)).collect();
        Self { values, records: records.into_iter().collect(), unread: unread.into_iter().collect() }
    }
}

/// What rows copy of known texts, how near they come to them, beside real rows that the run did not read, and what personal
/// data they hold. Nearness is in meaning where there is an `embed`, and else in words.
pub fn privacy(rows: &Rows, known: &KnownTexts, embed: Option<Embed<'_>>) -> Result<Figures> {
    let KnownTexts { values: known, records, unread } = known;
    let texts = rows.texts();
    let vectors = |texts: &[String]| embed.map(|embed| embed(texts)).transpose();
    let (copied, closest) = match known.as_slice() {
        [] => (None, None),
        known => {
            let kinds = [&texts, records, unread];
            let vectors = [vectors(&texts)?, vectors(records)?, vectors(unread)?];
            let [made, theirs, heldout] =
                [0, 1, 2].map(|kind| Records { texts: kinds[kind], vectors: vectors[kind].as_deref() });
            let closest = privacy::closest(made, theirs, heldout, ClosestOptions::default());
            (Some(privacy::copied(rows, known)), Some(closest))
        }
    };
    let personal =
        privacy::personal(rows, known).map_err(|error| WireError::failed(sentence(&error.to_string())))?;
    let found = private::Found {
        copied: copied.as_ref(),
        closest: closest.as_ref(),
        canaries: &[],
        personal: Some(&personal),
    };
    let mut part = Figures::default();
    part.findings.push(private::finding(found));
    part.add(private::measure(found), private::charts(found));
    Ok(part)
}

/// The rows that have a label, as students learn them.
fn labelled(rows: &Rows) -> Vec<students::Row<'_>> {
    let labelled = rows.rows().iter().filter(|row| has_label(row));
    labelled.filter_map(|row| Some(students::Row::text(&row.text, row.label.as_deref()?))).collect()
}

fn has_label(row: &Row) -> bool {
    row.label.as_ref().is_some_and(|label| !label.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_known_text_counts_once_and_what_was_read_is_not_unread() {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let known = KnownTexts::new(
            texts(&["a", "good", "b", "good"]),
            texts(&["a", "b", "a", " "]),
            texts(&["b", "c", "c", ""]),
        );
        assert_eq!(known.values.len(), 4);
        assert_eq!((known.records, known.unread), (texts(&["a", "b"]), texts(&["c"])));
    }
}
