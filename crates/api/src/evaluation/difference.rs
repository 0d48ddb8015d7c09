//! Runs side by side: which differences are more than noise.

use evaluation::faithfulness::Agreement;
use evaluation::{Measure, Rows, balance, diversity, faithfulness};

use super::judged;
use super::rows::RunRows;
use crate::types::{ComparedFigure, ComparedRun, FigureDifference, RunComparison};

/// Halves of the rows that tell how far a figure without an interval of its own may be off.
const HALVES: u64 = 12;

/// Measures as many rows of each run as the smallest has, and holds the others against the first.
pub fn compare(runs: &[RunRows]) -> RunComparison {
    let size = runs.iter().map(|run| run.rows.len()).min().unwrap_or(0);
    let sampled: Vec<Rows> = runs.iter().map(|run| part(&run.rows, size, 0)).collect();
    let agreements: Vec<Option<Agreement>> =
        runs.iter().map(|run| judged::relabelled(run).map(|again| again.agreement())).collect();
    let known = || runs.iter().zip(&agreements).zip(&sampled);
    let figures: Vec<Vec<Measure>> =
        known().map(|((run, agreement), rows)| measured(run, *agreement, rows)).collect();
    // A figure of half the rows, drawn without putting back, is off by as much as one of all of them is off the truth.
    let halves: Vec<Vec<Vec<Measure>>> = known()
        .map(|((run, agreement), rows)| {
            let half = |seed| part(rows, rows.len().div_ceil(2), seed);
            (1..=HALVES).map(|seed| measured(run, *agreement, &half(seed))).collect()
        })
        .collect();
    let mut ids: Vec<&str> = Vec::new();
    for measure in figures.iter().flatten() {
        let known = figures.iter().filter(|figures| find(figures, &measure.id).is_some()).count();
        if known > 1 && !ids.contains(&measure.id.as_str()) {
            ids.push(&measure.id);
        }
    }
    let error = |at: usize, measure: &Measure| -> Option<f64> {
        let value = measure.value?;
        if let (Some(low), Some(high)) = (measure.low, measure.high) {
            return Some((high - value).max(value - low));
        }
        let values: Vec<f64> = halves[at].iter().filter_map(|half| find(half, &measure.id)?.value).collect();
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let squares = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>();
        (values.len() > 1).then(|| measures::Z95 * (squares / (values.len() as f64 - 1.0)).sqrt())
    };
    let figure = |id: &&str| {
        let found: Vec<Option<Measure>> = figures.iter().map(|figures| find(figures, id).cloned()).collect();
        let differences = (1..found.len()).map(|at| {
            let (first, other) = (found[0].as_ref()?, found[at].as_ref()?);
            let value = other.value? - first.value?;
            let reach = error(0, first).zip(error(at, other)).map(|(a, b)| a.hypot(b));
            let interval = reach.map(|reach| [value - reach, value + reach]);
            let exceeds_noise = interval.is_some_and(|[low, high]| low > 0.0 || high < 0.0);
            Some(FigureDifference { value, interval, exceeds_noise })
        });
        ComparedFigure { differences: differences.collect(), measures: found }
    };
    RunComparison {
        runs: runs.iter().map(|run| compared(run, size)).collect(),
        figures: ids.iter().map(figure).collect(),
    }
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

/// Some of the rows, drawn by a seed.
fn part(rows: &Rows, size: usize, seed: u64) -> Rows {
    let drawn = measures::sample(rows.len(), size, seed);
    Rows::new(drawn.into_iter().map(|at| rows.rows()[at].clone()).collect())
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
