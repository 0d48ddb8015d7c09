//! Parts of a run's figures that take longer than a moment: measured beside everything else, and kept with what they were
//! measured on.

use std::cell::Cell;
use std::sync::Arc;

use ::project::Reader;
use evaluation::Rows;
use evaluation::usefulness::UsefulnessOptions;
use generation::{Control, Plan};

use crate::app::App;
use crate::data_file::{self, as_many};
use crate::draft;
use crate::error::{Code, Result, WireError};
use crate::evaluation::{
    self as figures, Basis, Embed, Figures, KnownTexts, MeasuredPart, RunRows, canaries, name_of,
};
use crate::handlers::evaluate::files;
use crate::handlers::runs::same_model;
use crate::kept::Kept;
use crate::models::LoadedModel;
use crate::prompt;
use crate::tables::Tables;
use crate::transformer::pretrained;
use crate::types::{
    DataFile, EvaluationFiles, EvaluationPart, EvaluationPartRequest, EvaluationPartState, RunId, Student,
};
use crate::vectors::{Embedder, TextEncoder, vectors_or_zeros, with_embedder};

/// All parts; of several that answer a question, the first that does is heard.
const PARTS: [EvaluationPart; 5] = [
    EvaluationPart::Semantic,
    EvaluationPart::Usefulness,
    EvaluationPart::Judges,
    EvaluationPart::Canaries,
    EvaluationPart::Privacy,
];

/// Kinds of texts that have vectors made for privacy.
const EMBEDDED: u64 = 3;

/// Hears how far a part is, and knows whether it was stopped; reads the files.
struct Watch<'w> {
    tables: &'w Tables,
    tell: &'w dyn Fn(u64, u64),
    control: &'w Control,
}

impl Watch<'_> {
    /// Says how many of how many pieces are done. `false` where no more shall be done.
    fn go_on(&self, done: u64, total: u64) -> bool {
        (self.tell)(done, total);
        !self.control.is_cancelled()
    }
}

impl App {
    pub fn evaluation_start(&self, request: EvaluationPartRequest) -> Result<()> {
        match request.part {
            EvaluationPart::Semantic => {
                let (encoder, kept) = (self.encoder(), Arc::clone(&self.kept));
                self.measure_part(request, move |found, files, watch| {
                    semantic(found, files, &*encoder?, &kept, watch)
                })
            }
            EvaluationPart::Usefulness => {
                let transformer = match self.student(&self.project()?.read())? {
                    Student::Terms => None,
                    Student::Transformer => Some(self.transformer_encoder()),
                };
                self.measure_part(request, move |found, files, watch| {
                    usefulness(found, files, transformer.transpose()?.as_deref(), watch)
                })
            }
            EvaluationPart::Judges => self.measure_part(request, judges),
            EvaluationPart::Canaries => {
                let model = self.model()?;
                let recipe = {
                    let (project, run) = (self.project()?, RunId { run: request.run });
                    let reader = project.read();
                    draft::of_run(&reader, &reader.run(run.into())?)?
                };
                let embedder = self.embedder(&recipe)?;
                self.measure_part(request, move |found, _, watch| canaries(found, &model, embedder, watch))
            }
            EvaluationPart::Privacy => {
                let (encoder, kept) = (self.transformer_encoder().ok(), Arc::clone(&self.kept));
                self.measure_part(request, move |found, files, watch| {
                    privacy(found, files, encoder.as_deref(), &kept, watch)
                })
            }
        }
    }

    pub fn evaluation_cancel(&self, request: EvaluationPartRequest) -> Result<()> {
        self.parts.cancel(&(request.run, request.part));
        Ok(())
    }

    /// The parts of a run's figures that still hold, and how all of them stand.
    pub(crate) fn parts_of(
        &self,
        reader: &Reader,
        found: &RunRows,
        files: &EvaluationFiles,
    ) -> Result<(Vec<Figures>, Vec<EvaluationPartState>)> {
        let digest = found.digest();
        let student = self.student(reader)?;
        let (mut parts, mut states) = (Vec::new(), Vec::new());
        // Where a recipe reads nothing, there is nothing to plant canaries in.
        let sources = !found.sources.is_empty();
        for part in PARTS.into_iter().filter(|part| sources || *part != EvaluationPart::Canaries) {
            let needs = self.needs(part, found, files);
            let stored = stored(reader, found, part, student)?;
            let basis = self.basis(part, found, &digest, files, student);
            let stale = stored.as_ref().is_some_and(|stored| stored.basis != basis);
            let held = stored.filter(|_| !stale);
            states.push(EvaluationPartState { part, at: held.as_ref().map(|held| held.at), stale, needs });
            parts.extend(held.map(|held| held.figures));
        }
        Ok((parts, states))
    }

    /// The rows of a run, with the groups of them that hold.
    pub(crate) fn grouped(&self, reader: &Reader, run: u64) -> Result<RunRows> {
        let mut found = RunRows::read(reader, RunId { run }.into())?;
        let (part, student) = (EvaluationPart::Semantic, self.student(reader)?);
        if let Some(stored) = stored(reader, &found, part, student)?
            && stored.basis == self.basis(part, &found, &found.digest(), &files(reader)?, student)
        {
            found.groups = figures::groups(&[stored.figures]);
        }
        Ok(found)
    }

    fn basis(
        &self,
        part: EvaluationPart,
        found: &RunRows,
        rows: &str,
        files: &EvaluationFiles,
        student: Student,
    ) -> Basis {
        let file = |file: &Option<DataFile>| serde_json::to_string(file).unwrap_or_default();
        let with = match part {
            EvaluationPart::Semantic => {
                vec![
                    file(&files.real),
                    self.encoder().map(|encoder| encoder.sha256().to_owned()).unwrap_or_default(),
                ]
            }
            EvaluationPart::Usefulness => {
                let mut with = vec![file(&files.real), file(&files.gold)];
                if student == Student::Transformer {
                    let encoder = self.transformer_encoder();
                    with.push(encoder.map(|encoder| encoder.sha256().to_owned()).unwrap_or_default());
                }
                with
            }
            EvaluationPart::Privacy => {
                let encoder = self.transformer_encoder().map(|encoder| encoder.sha256().to_owned());
                vec![file(&files.real), file(&files.gold), encoder.unwrap_or_default()]
            }
            // They depend on the recipe and the model alone, which a run has for good.
            EvaluationPart::Canaries => return Basis { rows: String::new(), with: Vec::new() },
            EvaluationPart::Judges => vec![figures::judges_digest(found)],
        };
        Basis { rows: rows.to_owned(), with }
    }

    /// What is missing before a part can be measured.
    fn needs(&self, part: EvaluationPart, found: &RunRows, files: &EvaluationFiles) -> Option<String> {
        let labelled = found.label.is_some() && !found.recipe.task.labels.is_empty();
        let sentence = match part {
            _ if found.rows.is_empty() => "The run has no rows yet.",
            EvaluationPart::Semantic if self.encoder().is_err() => {
                "Likeness in meaning needs an encoder: wait until the model is loaded, or choose one in the settings."
            }
            EvaluationPart::Usefulness if !labelled => "Students learn labels, and these rows have none.",
            EvaluationPart::Usefulness if files.gold.is_none() => {
                "Students are tested on gold rows: choose a file of rows whose labels you trust."
            }
            EvaluationPart::Judges => return figures::judges_need(found),
            EvaluationPart::Canaries if found.sources.is_empty() => {
                "The run read no sources, so there is nothing to plant canaries in."
            }
            EvaluationPart::Canaries if self.model().is_err() => {
                "Canaries need the model that made the run: load it on the Models page."
            }
            EvaluationPart::Privacy if found.sources.is_empty() && files.real.is_none() => {
                "The run read no sources; choose real rows to see what is copied from them."
            }
            _ => return None,
        };
        Some(sentence.to_owned())
    }

    /// Begins to measure a part by `work`, whose figures are kept; `None` where it was stopped.
    fn measure_part(
        &self,
        request: EvaluationPartRequest,
        work: impl FnOnce(&RunRows, &EvaluationFiles, &Watch<'_>) -> Result<Option<Figures>> + Send + 'static,
    ) -> Result<()> {
        let EvaluationPartRequest { run, part } = request;
        let project = self.project()?;
        let (found, files, student) = {
            let reader = project.read();
            (RunRows::read(&reader, RunId { run }.into())?, files(&reader)?, self.student(&reader)?)
        };
        if let Some(needs) = self.needs(part, &found, &files) {
            return Err(WireError::input(needs));
        }
        let control = self
            .parts
            .begin((run, part))
            .ok_or_else(|| WireError::busy("This is being measured already."))?;
        let (at, basis) = (self.now(), self.basis(part, &found, &found.digest(), &files, student));
        let (jobs, tables) = (Arc::clone(&self.parts), Arc::clone(&self.tables));
        self.in_background(name_of(part), run, move |tell| {
            let watch = Watch { tables: &tables, tell, control: &control };
            let keep = |figures| {
                let part_figures = MeasuredPart { at, basis, figures };
                Ok(project.write()?.set_setting(&MeasuredPart::setting(run, part, student), &part_figures)?)
            };
            let result = work(&found, &files, &watch).and_then(|figures| figures.map(keep).transpose());
            jobs.end(&(run, part));
            result
        })
    }
}

/// A part as it was measured last, whether it still holds or not.
fn stored(
    reader: &Reader,
    found: &RunRows,
    part: EvaluationPart,
    student: Student,
) -> Result<Option<MeasuredPart>> {
    let run = found.run.id.0.cast_unsigned();
    Ok(reader.setting(&MeasuredPart::setting(run, part, student))?)
}

fn semantic(
    found: &RunRows,
    files: &EvaluationFiles,
    encoder: &TextEncoder,
    kept: &Kept,
    watch: &Watch<'_>,
) -> Result<Option<Figures>> {
    let rows = &found.rows;
    let real = files.real.as_ref().map(|file| as_many(watch.tables, file, rows.len())).transpose()?;
    // Vectors of each, and what follows from them.
    let total = 2 + u64::from(real.is_some());
    let vectors = |rows: &Rows| vectors_or_zeros(kept, encoder, &rows.texts());
    if !watch.go_on(0, total) {
        return Ok(None);
    }
    let made = vectors(rows)?;
    if !watch.go_on(1, total) {
        return Ok(None);
    }
    let held = real.as_ref().map(|real| vectors(&real.rows)).transpose()?;
    if !watch.go_on(total - 1, total) {
        return Ok(None);
    }
    let held = real.as_ref().map(|real| &real.rows).zip(held.as_deref());
    figures::semantic(rows, &made, held, Some(&found.recipe), &encoder.name()).map(Some)
}

fn usefulness(
    found: &RunRows,
    files: &EvaluationFiles,
    transformer: Option<&TextEncoder>,
    watch: &Watch<'_>,
) -> Result<Option<Figures>> {
    let read = |file: &DataFile| data_file::read(watch.tables, file);
    let Some(gold) = files.gold.as_ref().map(read).transpose()? else { return Ok(None) };
    let real = files.real.as_ref().map(read).transpose()?;
    let options = usefulness_options(transformer, found.run.plan.seed)?;
    let mut progress = |done: usize, total: usize| watch.go_on(done as u64, total as u64);
    let label = found.label.as_deref().unwrap_or_default();
    figures::usefulness(&found.rows, label, real.as_ref(), &gold, &options, &mut progress)
}

/// How usefulness is measured: by transformers that start from an encoder, where one is given.
pub fn usefulness_options(transformer: Option<&TextEncoder>, seed: u64) -> Result<UsefulnessOptions> {
    let options = match transformer {
        None => UsefulnessOptions::default(),
        Some(encoder) => UsefulnessOptions::transformer(Arc::new(pretrained(encoder)?)),
    };
    Ok(UsefulnessOptions { seed, ..options })
}

fn judges(found: &RunRows, _: &EvaluationFiles, watch: &Watch<'_>) -> Result<Option<Figures>> {
    if !watch.go_on(0, 1) {
        return Ok(None);
    }
    Ok(Some(figures::judges(found)))
}

fn privacy(
    found: &RunRows,
    files: &EvaluationFiles,
    encoder: Option<&TextEncoder>,
    kept: &Kept,
    watch: &Watch<'_>,
) -> Result<Option<Figures>> {
    if !watch.go_on(0, 1) {
        return Ok(None);
    }
    let read = |file: &Option<DataFile>| -> Result<Vec<String>> {
        let read = file.as_ref().map(|file| data_file::read(watch.tables, file)).transpose()?;
        Ok(read.map(|data| data.rows.texts()).unwrap_or_default())
    };
    let (real, gold) = (read(&files.real)?, read(&files.gold)?);
    let values = [found.known_values(), real.clone()].concat();
    let known = KnownTexts::new(values, [found.known_texts(), real].concat(), gold);
    let done = Cell::new(0);
    let embed = encoder.map(|encoder| {
        let done = &done;
        move |texts: &[String]| {
            if !watch.go_on(done.replace(done.get() + 1), EMBEDDED) {
                return Err(WireError::cancelled("Measuring privacy was stopped."));
            }
            vectors_or_zeros(kept, encoder, texts)
        }
    });
    let embed = embed.as_ref().map(|embed| embed as Embed<'_>);
    match figures::privacy(&found.rows, &known, embed) {
        Err(error) if error.code == Code::Cancelled => Ok(None),
        figures => figures.map(Some),
    }
}

fn canaries(
    found: &RunRows,
    model: &LoadedModel,
    embedder: Option<Arc<Embedder>>,
    watch: &Watch<'_>,
) -> Result<Option<Figures>> {
    same_model(&found.run, model.model().card())?;
    let seed = found.run.plan.seed;
    let canaries = canaries::drawn(seed);
    let sources = canaries::planted(&found.sources, &canaries);
    let plan = Plan::new(&found.recipe, &sources, seed, canaries::ANSWERS, canaries::ANSWERS)
        .map_err(|error| prompt::cannot_plan(&error))?;
    canaries::exposed(&with_embedder(plan, embedder), canaries, model.model(), watch.control, watch.tell)
}
