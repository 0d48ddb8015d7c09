//! Runs side by side: which differences are more than noise.

use evaluation::faithfulness::Agreement;
use evaluation::{MEASURINGS, Measure, Rows, balance, diversity, faithfulness, with_intervals};

use super::judged;
use super::rows::RunRows;
use crate::types::{ComparedFigure, ComparedRun, FigureDifference, RunComparison};

/// A run, and the figures of its parts that were measured and still hold.
pub struct Compared {
    pub run: RunRows,
    pub parts: Vec<Measure>,
}

/// Measures as many rows of each run as the smallest has, and holds the others against the first. Of parts that follow the
/// number of rows only those of runs of one size are held against each other. `None` where `go_on`, told
/// how many of how many pieces are done, said no.
pub fn compare(runs: &[Compared], go_on: &dyn Fn(u64, u64) -> bool) -> Option<RunComparison> {
    let size = runs.iter().map(|Compared { run, .. }| run.rows.len()).min().unwrap_or(0);
    let total = MEASURINGS * runs.len() as u64;
    let mut done = 0;
    let mut step = || {
        done += 1;
        go_on(done - 1, total)
    };
    let mut figures: Vec<Vec<Measure>> = Vec::new();
    for Compared { run, parts } in runs {
        let agreement = judged::relabelled(run.asked_rows()).map(|again| again.agreement());
        let sampled = run.rows.sample(size, 0);
        let mut found =
            with_intervals(&sampled, |rows| measured(run, agreement, rows), diversity::likeness, &mut step)?;
        found.extend(parts.iter().cloned());
        figures.push(found);
    }
    let mut ids: Vec<&str> = Vec::new();
    for measure in figures.iter().flatten() {
        let known = figures.iter().filter(|figures| find(figures, &measure.id).is_some()).count();
        if known > 1 && !ids.contains(&measure.id.as_str()) {
            ids.push(&measure.id);
        }
    }
    let figure = |id: &&str| {
        let found: Vec<Option<Measure>> = figures.iter().map(|figures| find(figures, id).cloned()).collect();
        let rows = |at: usize| runs[at].run.rows.len();
        let is_part = runs.iter().any(|run| find(&run.parts, id).is_some());
        let differences = (1..found.len()).map(|at| {
            let (first, other) = (found[0].as_ref()?, found[at].as_ref()?);
            let comparable = !(is_part && first.sized && rows(0) != rows(at));
            if comparable { difference(first, other) } else { None }
        });
        ComparedFigure { differences: differences.collect(), measures: found }
    };
    Some(RunComparison {
        runs: runs.iter().map(|Compared { run, .. }| compared(run, size)).collect(),
        figures: ids.iter().map(figure).collect(),
    })
}

/// How far a figure is from the first. Numbers of two encoders have no difference.
fn difference(first: &Measure, other: &Measure) -> Option<FigureDifference> {
    if first.encoder != other.encoder {
        return None;
    }
    let value = other.value? - first.value?;
    let interval = reach(first).zip(reach(other)).map(|(a, b)| [value - a.hypot(b), value + a.hypot(b)]);
    let exceeds_noise = interval.is_some_and(|[low, high]| low > 0.0 || high < 0.0);
    Some(FigureDifference { value, interval, exceeds_noise })
}

/// How far a figure may be off: to the farther end of its interval, as the nearer may be where the figure can go no farther.
fn reach(measure: &Measure) -> Option<f64> {
    let value = measure.value?;
    Some((measure.high? - value).max(value - measure.low?))
}

fn compared(run: &RunRows, rows: usize) -> ComparedRun {
    ComparedRun {
        run: run.run.id.0.cast_unsigned(),
        name: run.recipe.name.clone(),
        recipe: run.run.plan.recipe.clone(),
        seed: run.run.plan.seed,
        model: run.run.plan.model["name"].as_str().unwrap_or_default().to_owned(),
        rows: rows as u64,
    }
}

fn measured(run: &RunRows, agreement: Option<Agreement>, rows: &Rows) -> Vec<Measure> {
    let mut measures = diversity::measure(rows);
    measures.extend(faithfulness::measure(rows, run.attempts, agreement));
    if let Some(label) = &run.label {
        let labels = rows.rows().iter().filter_map(|row| row.label.clone()).map(serde_json::Value::from);
        measures.extend(balance::measure(&[balance::spread(label, &[], labels)]));
    }
    measures
}

fn find<'m>(measures: &'m [Measure], id: &str) -> Option<&'m Measure> {
    measures.iter().find(|measure| measure.id == id)
}
