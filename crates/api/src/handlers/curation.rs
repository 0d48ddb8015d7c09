//! The Curate page: a pipeline on the rows of a run, measured, held against another, applied and taken back.

use std::sync::Arc;

use ::project::{CuratedRow, Curation as Stored, MadePipeline};
use curation::{Counts, Curated, Pipeline};

use crate::app::App;
use crate::curation::{
    Made, Material, acted_on, against, by_suspicion, gold_of, nearest, steps_of, with_vectors,
};
use crate::draft;
use crate::error::{Result, WireError};
use crate::project::{OpenProject, sentence};
use crate::sync::lock;
use crate::types::{
    AppliedCuration, ComparedRow, CurationComparison, CurationExample, CurationId, CurationRequest,
    CurationStart, CurationView, DuplicateGroup, DuplicateGroups, PreviewRule, RulePreview, RunId, Side,
    StepReport, StepRows, StepRowsRequest,
};

use super::evaluate::files;

/// Examples on either side of a limit.
const EXAMPLES: usize = 8;
/// Groups of duplicates that are shown at once.
const MOST: usize = 500;

impl App {
    pub fn curation_open(&self, request: RunId) -> Result<CurationStart> {
        let project = self.project()?;
        let reader = project.read();
        let run = reader.run(request.into())?;
        let material = Material::read(&reader, run.id)?;
        let applied = reader.curation(run.id)?;
        let gold_file = files(&reader)?.gold;
        let worked_on = reader.setting(&worked_on(request.run))?;
        // A pipeline is saved with the recipe after the run that it was made for.
        let draft = draft::recipe(&reader).ok().filter(|draft| !draft.curate.is_empty());
        let recipe = draft.map_or_else(|| draft::of_run(&reader, &run), Ok)?;
        drop(reader);
        let applied = applied.map(|stored| self.applied(&project, request, stored)).transpose()?;
        let pipeline = match (worked_on, &applied) {
            (Some(pipeline), _) => pipeline,
            (None, Some(applied)) => applied.pipeline.clone(),
            (None, None) => pipeline_of(&recipe)?,
        };
        let mut labels = indexmap::IndexMap::<String, usize>::new();
        for label in material.rows.labels().iter().flatten() {
            *labels.entry(label.clone()).or_default() += 1;
        }
        labels.sort_by(|_, a, _, b| b.cmp(a));
        Ok(CurationStart {
            pipeline,
            rows: material.rows.len() as u64,
            judged: material.judged,
            gold: material.gold.len() as u64,
            gold_file,
            labels: labels.into_keys().collect(),
            numbers: material.numbers,
            encoder: self.encoder().ok().map(|encoder| encoder.name()),
            applied,
        })
    }

    pub fn curation_measure(&self, request: CurationRequest) -> Result<()> {
        request.pipeline.check().map_err(|error| WireError::input(sentence(&error.to_string())))?;
        let project = self.project()?;
        let vectors = request.pipeline.vectors().max(lock(&self.curating).vectors(request.run));
        let encoder = self.encoder_for(vectors)?;
        let reader = project.read();
        let mut material = Material::read(&reader, RunId { run: request.run }.into())?;
        if let Some(file) = &files(&reader)?.gold {
            material.gold.extend(gold_of(&self.tables, file, &material.rows)?.rows);
        }
        drop(reader);
        let control = self
            .curations
            .begin(request.run)
            .ok_or_else(|| WireError::busy("A pipeline is being made on this run; stop it first."))?;
        let (curations, curating, kept) =
            (Arc::clone(&self.curations), Arc::clone(&self.curating), Arc::clone(&self.kept));
        let CurationRequest { run, side, pipeline } = request;
        if side == Side::Main
            && let Ok(mut writer) = project.write()
        {
            writer.set_setting(&worked_on(run), &pipeline)?;
        }
        let total = pipeline.made().count() as u64;
        self.in_background("curation".to_owned(), run, move |tell| {
            let make = || -> Result<Option<()>> {
                if let Some(encoder) = &encoder {
                    material.rows = with_vectors(material.rows, &mut material.gold, encoder, &kept)?;
                }
                let earlier = lock(&curating).earlier(run, side, &material);
                let mut watch = |step: usize| {
                    tell(step as u64, total);
                    !control.is_cancelled()
                };
                let made = Made::make(pipeline, &material, earlier.as_deref(), &mut watch)?;
                Ok(made.map(|made| lock(&curating).keep(run, Arc::new(material), side, made)))
            };
            let result = make();
            curations.end(&run);
            result
        })
    }

    pub fn curation_cancel(&self, request: RunId) -> Result<()> {
        self.curations.cancel(&request.run);
        Ok(())
    }

    pub fn curation_view(&self, request: CurationId) -> Result<Option<CurationView>> {
        let made = lock(&self.curating).made(request.run, request.side);
        Ok(made.map(|(material, made)| made.view(&material)))
    }

    pub fn curation_preview(&self, request: PreviewRule) -> Result<RulePreview> {
        let (material, made) = self.measured(request.run, request.side)?;
        let step = step_of(&made, request.step)?;
        let effects = step.preview(request.rule);
        let example = |row: &usize| material.example(step, *row, effects.get(*row).cloned().flatten());
        let [inside, outside] = nearest(step, request.rule, &effects, EXAMPLES)
            .map(|rows| rows.iter().filter_map(example).collect::<Vec<CurationExample>>());
        let before = step.kept.iter().filter(|kept| **kept).count();
        let counts = Counts::of(&step.measured, &effects);
        Ok(RulePreview { counts, kept: (before - counts.dropped.min(before)) as u64, inside, outside })
    }

    pub fn curation_rows(&self, request: StepRowsRequest) -> Result<StepRows> {
        let (material, made) = self.measured(request.run, request.side)?;
        let step = step_of(&made, request.step)?;
        let acted = acted_on(&step.effects);
        let mut order = by_suspicion(step, step.step.rule());
        if request.acted {
            order.retain(|row| acted.contains(row));
        }
        let rows = order.iter().skip(request.offset).take(request.limit.min(MOST));
        let example = |row: &usize| material.example(step, *row, step.effects.get(*row).cloned().flatten());
        Ok(StepRows { rows: rows.filter_map(example).collect(), total: order.len() as u64 })
    }

    pub fn curation_groups(&self, request: StepRowsRequest) -> Result<DuplicateGroups> {
        let (material, made) = self.measured(request.run, request.side)?;
        let step = step_of(&made, request.step)?;
        let mut groups = step.duplicate_groups(step.step.rule());
        groups.sort_by_key(|group| std::cmp::Reverse(group.copies.len()));
        let total = groups.len() as u64;
        let example = |row: usize| material.example(step, row, step.effects.get(row).cloned().flatten());
        let shown = groups.into_iter().skip(request.offset).take(request.limit.min(MOST));
        let group = |group: curation::DuplicateGroup| {
            let mut copies = group.copies;
            copies.sort_by(|a, b| b.similarity.total_cmp(&a.similarity));
            Some(DuplicateGroup {
                kept: example(group.kept)?,
                others: copies.iter().filter_map(|copy| example(copy.row)).collect(),
            })
        };
        Ok(DuplicateGroups { groups: shown.filter_map(group).collect(), total })
    }

    pub fn curation_compare(&self, request: RunId) -> Result<CurationComparison> {
        let (material, main) = self.measured(request.run, Side::Main)?;
        let (_, other) = self.measured(request.run, Side::Other)?;
        let (main_rows, other_rows) = (main.outcome.rows(), other.outcome.rows());
        let pairs = || main_rows.iter().zip(&other_rows);
        let kept = |row: &Curated| row.dropped_by.is_none();
        let count = |test: &dyn Fn(&Curated, &Curated) -> bool| {
            pairs().filter(|(main, other)| test(main, other)).count() as u64
        };
        let examples = |by_main: bool| {
            let dropper = if by_main { &other } else { &main };
            let differ = pairs()
                .enumerate()
                .filter(|(_, (main, other))| kept(main) == by_main && kept(other) != by_main);
            let compared = differ.filter_map(|(row, _)| {
                let marks = dropper.outcome.marks(row);
                Some(ComparedRow {
                    row: (*material.ids.get(row)?).into(),
                    text: material.rows.texts().get(row)?.clone(),
                    label: material.rows.labels().get(row)?.clone(),
                    mark: marks.into_iter().find(|mark| mark.effect == curation::Effect::Drop)?,
                })
            });
            compared.take(EXAMPLES).collect()
        };
        Ok(CurationComparison {
            both: count(&|main, other| kept(main) && kept(other)),
            only_main: count(&|main, other| kept(main) && !kept(other)),
            only_other: count(&|main, other| !kept(main) && kept(other)),
            neither: count(&|main, other| !kept(main) && !kept(other)),
            labels_differ: count(&|main, other| kept(main) && kept(other) && main.label != other.label),
            gate: against(
                &material,
                main.outcome.steps.iter().chain(&other.outcome.steps).map(|made| &made.step),
                &other_rows,
                &main_rows,
            ),
            main_examples: examples(true),
            other_examples: examples(false),
        })
    }

    pub fn curation_apply(&self, request: CurationId) -> Result<AppliedCuration> {
        let project = self.project()?;
        let (material, made) = self.measured(request.run, request.side)?;
        let run = RunId { run: request.run };
        let now = Material::read(&project.read(), run.into())?;
        if now.ids != material.ids
            || now.rows.labels() != material.rows.labels()
            || now.rows.texts() != material.rows.texts()
        {
            return Err(WireError::busy(
                "Rows were changed or judged since the pipeline was measured; measure it again.",
            ));
        }
        let rows = curated_rows(&material, &made);
        let pipeline =
            made.pipeline.format().map_err(|error| WireError::failed(sentence(&error.to_string())))?;
        let steps: Vec<StepReport> = made.outcome.steps.iter().map(StepReport::from).collect();
        let made = MadePipeline {
            pipeline: &pipeline,
            steps: &serde_json::to_value(steps).unwrap_or_default(),
            label_field: material.label_field.as_deref(),
            rows: &rows,
        };
        project.write()?.curate(run.into(), made, &self.reviewer(), self.now())?;
        self.standing(&project, run)?
            .ok_or_else(|| WireError::failed("The pipeline does not stand; apply it again."))
    }

    pub fn curation_take_back(&self, request: RunId) -> Result<Option<AppliedCuration>> {
        let project = self.project()?;
        let taken = project.write()?.take_curation_back(request.into(), &self.reviewer(), self.now())?;
        if !taken {
            return Err(WireError::not_found(
                "There is nothing to take back: no pipeline stands on this run.",
            ));
        }
        self.standing(&project, request)
    }

    fn measured(&self, run: u64, side: Side) -> Result<(Arc<Material>, Arc<Made>)> {
        lock(&self.curating).made(run, side).ok_or_else(|| {
            WireError::busy("The pipeline was not measured on the rows of this run yet; measure it first.")
        })
    }

    fn standing(&self, project: &OpenProject, run: RunId) -> Result<Option<AppliedCuration>> {
        let stored = project.read().curation(run.into())?;
        stored.map(|stored| self.applied(project, run, stored)).transpose()
    }

    fn applied(&self, project: &OpenProject, run: RunId, stored: Stored) -> Result<AppliedCuration> {
        let reader = project.read();
        let kept = reader.accepted_count(run.into())?.saturating_sub(reader.dropped_count(run.into())?);
        drop(reader);
        let pipeline = Pipeline::parse(&stored.pipeline)
            .map_err(|error| WireError::failed(sentence(&error.to_string())))?;
        Ok(AppliedCuration {
            at: stored.at,
            who: stored.who,
            pipeline,
            steps: steps_of(stored.steps),
            kept,
            dropped: stored.dropped,
            relabelled: stored.relabelled,
            weighed: stored.weighed,
        })
    }
}

/// The curation that a recipe carries along.
pub fn pipeline_of(recipe: &::recipe::Recipe) -> Result<Pipeline> {
    let steps = serde_json::to_value(&recipe.curate)
        .and_then(|steps| serde_json::from_value(serde_json::json!({ "curate": steps })))
        .map_err(|error| WireError::input(format!("The curation of the recipe cannot be read: {error}.")))?;
    Pipeline::check(&steps).map_err(|error| WireError::input(sentence(&error.to_string())))?;
    Ok(steps)
}

/// Setting that keeps the pipeline that is worked on.
fn worked_on(run: u64) -> String {
    format!("pipeline-{run}")
}

fn step_of(made: &Made, step: usize) -> Result<&curation::StepOutcome> {
    made.outcome.steps.get(step).ok_or_else(|| {
        WireError::not_found(format!("The pipeline has no step {}; measure it again.", step + 1))
    })
}

/// The rows that a pipeline does something to.
fn curated_rows(material: &Material, made: &Made) -> Vec<CuratedRow> {
    let rows = made.outcome.rows();
    let row = |(at, now): (usize, &Curated)| {
        let before = material.rows.labels().get(at)?.as_ref();
        let label = now.label.as_ref().zip(before).filter(|(now, before)| now != before);
        let kind = |step: usize| made.outcome.steps.get(step).map(|step| step.step.kind().to_owned());
        let row = CuratedRow {
            attempt: *material.ids.get(at)?,
            dropped_by: now.dropped_by.and_then(kind),
            label: label.map(|(now, before)| [material.written(before), material.written(now)]),
            weight: now.weight,
            marks: serde_json::to_value(made.outcome.marks(at)).unwrap_or_default(),
        };
        (row.dropped_by.is_some() || row.label.is_some() || row.weight != 1.0).then_some(row)
    };
    rows.iter().enumerate().filter_map(row).collect()
}
