//! Figures of a project's runs as each was measured last, so that a figure is seen over the runs without measuring them
//! again.

use ::project::{Reader, RunId};
use evaluation::Measure;

use crate::error::Result;
use crate::project::OpenProject;
use crate::types::{FigureHistory, FigurePoint};

/// Name of the setting that keeps the figures of a run.
fn setting(run: u64) -> String {
    format!("figures-{run}")
}

/// Keeps the figures of a run, in place of those before; a project that is open for reading alone keeps what it has.
pub fn keep(project: &OpenProject, run: u64, measures: &[Measure]) -> Result<()> {
    let before: Option<Vec<Measure>> = project.read().setting(&setting(run))?;
    if before.as_deref() == Some(measures) {
        return Ok(());
    }
    let Ok(mut writer) = project.write() else { return Ok(()) };
    Ok(writer.set_setting(&setting(run), &measures)?)
}

/// Of each of a run's figures its values over all runs that have it by the same definition, oldest first; those of one run
/// alone are left out.
pub fn over_runs(reader: &Reader, run: u64, measures: &[Measure]) -> Result<Vec<FigureHistory>> {
    let mut kept: Vec<(u64, Vec<Measure>)> = Vec::new();
    for RunId(id) in reader.runs()?.into_iter().map(|run| run.id).rev() {
        let id = id.cast_unsigned();
        let figures = match id == run {
            true => Some(measures.to_vec()),
            false => reader.setting(&setting(id))?,
        };
        kept.extend(figures.map(|figures| (id, figures)));
    }
    let history = |measure: &Measure| {
        let point = |(run, figures): &(u64, Vec<Measure>)| {
            let figure = figures.iter().find(|other| is_same(measure, other))?;
            let Measure { value, low, high, n, .. } = *figure;
            Some(FigurePoint { run: *run, value: value?, low, high, n })
        };
        let points: Vec<FigurePoint> = kept.iter().filter_map(point).collect();
        (points.len() > 1).then(|| FigureHistory { id: measure.id.clone(), points })
    };
    Ok(measures.iter().filter_map(history).collect())
}

/// Whether two figures are of one definition, so that their numbers can stand in a line.
fn is_same(one: &Measure, other: &Measure) -> bool {
    let definition = |measure: &Measure| {
        (measure.id.clone(), measure.unit, measure.encoder.clone(), measure.meaning.clone())
    };
    definition(one) == definition(other)
}
