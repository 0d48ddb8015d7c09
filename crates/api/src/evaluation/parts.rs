//! Figures that take longer than a moment. Each is kept with what it was measured on, so that it is known when it holds no
//! more.

use std::ops::ControlFlow;

use evaluation::faithfulness::{StudentOptions, oracle};
use evaluation::privacy::{self, ClosestOptions, Records, report as private};
use evaluation::semantic::{self, Embedded};
use evaluation::usefulness::{self, UsefulnessData, UsefulnessOptions, condition_groups};
use evaluation::{Chart, Finding, Measure, Rows, reference};
use recipe::Recipe;
use serde::{Deserialize, Serialize};
use students::Input;

use super::measured::adherence_by_student;
use crate::data_file::DataRows;
use crate::error::{Result, WireError};
use crate::project::sentence;
use crate::types::EvaluationPart;

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
pub struct PartFigures {
    /// When, in milliseconds since 1970 (UTC).
    pub at: i64,
    pub basis: Basis,
    pub findings: Vec<Finding>,
    pub measures: Vec<Measure>,
    pub charts: Vec<Chart>,
}

impl PartFigures {
    /// Name of the setting that keeps a part of a run's figures.
    pub fn setting(run: u64, part: EvaluationPart) -> String {
        let name = serde_json::to_value(part).unwrap_or_default();
        format!("evaluation-{run}-{}", name.as_str().unwrap_or_default())
    }

    fn new(at: i64, basis: Basis) -> Self {
        Self { at, basis, findings: Vec::new(), measures: Vec::new(), charts: Vec::new() }
    }

    fn add(&mut self, measures: Vec<Measure>, charts: Vec<Chart>) {
        self.measures.extend(measures);
        self.charts.extend(charts);
    }
}

/// Likeness in meaning, beside that of real rows, and whether students can tell conditions from the texts.
pub fn semantic(
    at: i64,
    basis: Basis,
    rows: &Rows,
    vectors: &[Vec<f32>],
    real: Option<(&Rows, &[Vec<f32>])>,
    recipe: Option<&Recipe>,
    encoder: &str,
) -> Result<PartFigures> {
    let unfit = |error: semantic::Mismatch| WireError::failed(sentence(&error.to_string()));
    let made = Embedded::new(rows, vectors, encoder).map_err(unfit)?;
    let mut part = PartFigures::new(at, basis);
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

/// What students learn from the rows, and whether an oracle of the gold rows gives the labels that the rows carry. `None`
/// where `progress` stopped it.
pub fn usefulness(
    at: i64,
    basis: Basis,
    rows: &Rows,
    real: Option<&DataRows>,
    gold: &DataRows,
    seed: u64,
    progress: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<Option<PartFigures>> {
    let labelled = |rows: &[evaluation::Row]| {
        rows.iter()
            .filter_map(|row| Some((row.text.clone(), row.label.clone().filter(|label| !label.is_empty())?)))
            .collect::<Vec<_>>()
    };
    let (made, real, gold) = (
        labelled(rows.rows()),
        real.map(|real| labelled(&real.rows)).unwrap_or_default(),
        labelled(&gold.rows),
    );
    if made.is_empty() {
        return Err(WireError::input("The rows have no labels that a student could learn."));
    }
    if gold.is_empty() {
        return Err(WireError::input(
            "The gold rows have no labels; choose a file with a column of labels, and say which it is.",
        ));
    }
    let (synthetic, real, gold) = (view(&made), view(&real), view(&gold));
    let data = UsefulnessData { synthetic: &synthetic, real: &real, gold: &gold };
    // Groups name rows by their place, so they can be asked about only where all rows have a label.
    let groups = match made.len() == rows.len() {
        true => condition_groups(rows, GROUP_ROWS, GROUPS).0,
        false => Vec::new(),
    };
    let options = UsefulnessOptions { seed, ..UsefulnessOptions::default() };
    let mut go_on = |done: usize, total: usize| match progress(done, total) {
        true => ControlFlow::Continue(()),
        false => ControlFlow::Break(()),
    };
    let Ok(outcome) = usefulness::study(data, &groups, &options, &mut go_on) else { return Ok(None) };
    let mut part = PartFigures::new(at, basis);
    part.findings.push(usefulness::report::finding(&outcome));
    part.add(usefulness::report::measure(&outcome), usefulness::report::charts(&outcome, "label"));
    let inputs: Vec<Input<'_>> = rows.rows().iter().map(|row| Input::from(row.text.as_str())).collect();
    let labels: Vec<Option<&str>> = rows.rows().iter().map(|row| row.label.as_deref()).collect();
    // With too few gold rows there is no oracle; the study has said how many there are.
    if let Ok(oracle) = oracle::oracle(&gold, &inputs, &labels, &StudentOptions::default()) {
        let panel = oracle.panel();
        part.add(panel.measures, panel.charts);
    }
    Ok(Some(part))
}

/// What rows copy of known texts, and what personal data they hold.
pub fn privacy(at: i64, basis: Basis, rows: &Rows, known: &[String]) -> Result<PartFigures> {
    let texts: Vec<String> = rows.rows().iter().map(|row| row.text.clone()).collect();
    let (copied, closest) = match known {
        [] => (None, None),
        known => {
            let records = |texts| Records { texts, vectors: None };
            let none = Records::default();
            let closest = privacy::closest(records(&texts), records(known), none, ClosestOptions::default());
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
    let mut part = PartFigures::new(at, basis);
    part.findings.push(private::finding(found));
    part.add(private::measure(found), private::charts(found));
    Ok(part)
}

fn view(rows: &[(String, String)]) -> Vec<students::Row<'_>> {
    rows.iter().map(|(text, label)| students::Row::text(text, label)).collect()
}
