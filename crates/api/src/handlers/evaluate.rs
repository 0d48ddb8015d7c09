//! Figures about rows: a run's, or those of a file; beside others, and those that take longer.

use std::sync::Arc;

use ::project::Reader;
use evaluation::Rows;

use crate::app::App;
use crate::data_file;
use crate::error::{Result, WireError};
use crate::evaluation::{self as figures, Basis, Competition, PartFigures, RunRows};
use crate::vectors::TextEncoder;

use crate::types::{
    ArenaPair, ArenaRequest, ArenaView, Beside, CompareRuns, DataFile, EvaluateRequest, Evaluation,
    EvaluationFiles, EvaluationPart, EvaluationPartRequest, EvaluationPartState, JudgePair, RunComparison,
    RunId,
};

/// Setting that keeps the files that rows are held against.
const FILES: &str = "evaluation-files";

const PARTS: [EvaluationPart; 4] = [
    EvaluationPart::Semantic,
    EvaluationPart::Usefulness,
    EvaluationPart::Agreement,
    EvaluationPart::Privacy,
];

impl App {
    pub fn evaluate(&self, request: EvaluateRequest) -> Result<Evaluation> {
        let project = self.project()?;
        let reader = project.read();
        let files = files(&reader)?;
        let found = RunRows::read(&reader, RunId { run: request.run }.into())?;
        let other = request.beside.map(|run| RunRows::read(&reader, RunId { run }.into())).transpose()?;
        let (parts, states) = self.parts(&reader, &found, &files)?;
        drop(reader);
        let mut notices = Vec::new();
        let real = files.real.as_ref().map(|file| as_many(file, found.rows.len())).transpose();
        // A file that is gone is no reason to show nothing.
        let real = real.unwrap_or_else(|error| {
            notices.push(error.message);
            None
        });
        let mut beside = Vec::new();
        let real = real.map(|data| {
            notices.extend(data.notices.iter().cloned());
            let rows = Rows::new(data.rows.clone());
            let evaluation = figures::of_file(data, None, Vec::new());
            beside.push(put_beside("Real rows".to_owned(), evaluation));
            rows
        });
        if let Some(other) = other {
            let name = format!("Run {}", other.run.id.0);
            beside.push(put_beside(
                name,
                figures::of_run(&other, None, Vec::new(), Vec::new(), Vec::new(), Vec::new()),
            ));
        }
        Ok(figures::of_run(&found, real.as_ref(), beside, parts, states, notices))
    }

    /// What rows of a file show by themselves.
    pub fn evaluate_file(&self, request: DataFile) -> Result<Evaluation> {
        Ok(figures::of_file(data_file::read(&request)?, None, Vec::new()))
    }

    /// What rows of a file show, held against real rows and gold rows, and compared in meaning by `encoder`, where they are
    /// given.
    ///
    /// # Errors
    /// A file cannot be read, or rows lack the labels that students would learn.
    pub fn evaluate_file_against(
        &self,
        file: &DataFile,
        against: &EvaluationFiles,
        encoder: Option<&TextEncoder>,
    ) -> Result<Evaluation> {
        let data = data_file::read(file)?;
        let rows = Rows::new(data.rows.clone());
        let real = against.real.as_ref().map(|file| as_many(file, rows.len())).transpose()?;
        let real_rows = real.as_ref().map(|real| Rows::new(real.rows.clone()));
        let basis = Basis { rows: String::new(), with: Vec::new() };
        let mut parts = Vec::new();
        if let Some(encoder) = encoder {
            let vectors = |rows: &Rows| {
                let texts: Vec<String> = rows.rows().iter().map(|row| row.text.clone()).collect();
                crate::vectors::vectors_or_zeros(&self.kept, encoder, &texts)
            };
            let made = vectors(&rows)?;
            let held = real_rows.as_ref().map(vectors).transpose()?;
            let held = real_rows.as_ref().zip(held.as_deref());
            let name = encoder.name();
            parts.push(figures::semantic(self.now(), basis.clone(), &rows, &made, held, None, &name)?);
        }
        if let Some(gold) = &against.gold {
            let gold = data_file::read(gold)?;
            let real = against.real.as_ref().map(data_file::read).transpose()?;
            let (at, basis) = (self.now(), basis.clone());
            parts.extend(figures::usefulness(at, basis, &rows, real.as_ref(), &gold, 0, &mut |_, _| true)?);
        }
        if let Some(real) = &against.real {
            parts.push(figures::privacy(self.now(), basis, &rows, &real.texts()?)?);
        }
        Ok(figures::of_file(data, real_rows.as_ref(), parts))
    }

    pub fn evaluation_files(&self, (): ()) -> Result<EvaluationFiles> {
        files(&self.project()?.read())
    }

    pub fn evaluation_files_set(&self, request: EvaluationFiles) -> Result<()> {
        for file in [&request.real, &request.gold].into_iter().flatten() {
            data_file::read(file)?;
        }
        Ok(self.project()?.write()?.set_setting(FILES, &request)?)
    }

    pub fn evaluation_start(&self, request: EvaluationPartRequest) -> Result<()> {
        if request.part == EvaluationPart::Agreement {
            return self.agreement_start(request.run);
        }
        self.measure_part(request)
    }

    pub fn evaluation_cancel(&self, request: EvaluationPartRequest) -> Result<()> {
        match request.part {
            EvaluationPart::Agreement => self.agreements.cancel(&request.run),
            part => self.parts.cancel(&(request.run, part)),
        }
        Ok(())
    }

    pub fn evaluation_compare(&self, request: CompareRuns) -> Result<RunComparison> {
        let project = self.project()?;
        let reader = project.read();
        let read = |run: &u64| RunRows::read(&reader, RunId { run: *run }.into());
        let runs = request.runs.iter().map(read).collect::<Result<Vec<_>>>()?;
        drop(reader);
        Ok(figures::compare(&runs))
    }

    pub fn arena_next(&self, request: ArenaRequest) -> Result<Option<ArenaPair>> {
        let project = self.project()?;
        let competition = Competition::read(&project.read(), &request.runs)?;
        Ok(competition.next())
    }

    pub fn arena_judge(&self, request: JudgePair) -> Result<()> {
        let project = self.project()?;
        let word = figures::word(request.outcome);
        let (left, right) = (request.left.into(), request.right.into());
        Ok(project.write()?.judge_pair(left, right, word, &self.reviewer(), self.now())?)
    }

    pub fn arena_take_back(&self, request: ArenaRequest) -> Result<ArenaView> {
        let project = self.project()?;
        project.write()?.take_pair_back(&self.reviewer(), self.now())?.ok_or_else(|| {
            WireError::not_found("There is nothing to take back: no judgment of yours on a pair stands.")
        })?;
        self.arena_view(request)
    }

    pub fn arena_view(&self, request: ArenaRequest) -> Result<ArenaView> {
        let project = self.project()?;
        let competition = Competition::read(&project.read(), &request.runs)?;
        Ok(competition.view())
    }

    /// The parts of a run's figures that still hold, and how all of them stand.
    fn parts(
        &self,
        reader: &Reader,
        found: &RunRows,
        files: &EvaluationFiles,
    ) -> Result<(Vec<PartFigures>, Vec<EvaluationPartState>)> {
        let run = found.run.id.0.cast_unsigned();
        let digest = found.digest();
        let (mut parts, mut states) = (Vec::new(), Vec::new());
        for part in PARTS {
            let needs = needs(part, found, files, self.encoder().is_ok());
            if part == EvaluationPart::Agreement {
                let at = found.answers.as_ref().map(|answers| answers.at);
                states.push(EvaluationPartState { part, at, stale: false, needs });
                continue;
            }
            let stored: Option<PartFigures> = reader.setting(&PartFigures::setting(run, part))?;
            let holds = |stored: &PartFigures| stored.basis == self.basis(part, digest.clone(), files);
            let stale = stored.as_ref().is_some_and(|stored| !holds(stored));
            let held = stored.filter(|_| !stale);
            states.push(EvaluationPartState { part, at: held.as_ref().map(|held| held.at), stale, needs });
            parts.extend(held);
        }
        Ok((parts, states))
    }

    fn basis(&self, part: EvaluationPart, rows: String, files: &EvaluationFiles) -> Basis {
        let file = |file: &Option<DataFile>| serde_json::to_string(file).unwrap_or_default();
        let with = match part {
            EvaluationPart::Semantic => {
                vec![
                    file(&files.real),
                    self.encoder().map(|encoder| encoder.sha256().to_owned()).unwrap_or_default(),
                ]
            }
            EvaluationPart::Usefulness => vec![file(&files.real), file(&files.gold)],
            EvaluationPart::Privacy => vec![file(&files.real)],
            EvaluationPart::Agreement => Vec::new(),
        };
        Basis { rows, with }
    }

    fn measure_part(&self, request: EvaluationPartRequest) -> Result<()> {
        let EvaluationPartRequest { run, part } = request;
        let project = self.project()?;
        let (found, files) = {
            let reader = project.read();
            (RunRows::read(&reader, RunId { run }.into())?, files(&reader)?)
        };
        if let Some(needs) = needs(part, &found, &files, self.encoder().is_ok()) {
            return Err(WireError::input(needs));
        }
        let encoder = if part == EvaluationPart::Semantic { Some(self.encoder()?) } else { None };
        let control = self
            .parts
            .begin((run, part))
            .ok_or_else(|| WireError::busy("This is being measured already."))?;
        let basis = self.basis(part, found.digest(), &files);
        let (at, kept, jobs) = (self.now(), Arc::clone(&self.kept), Arc::clone(&self.parts));
        let measure = move |tell: &dyn Fn(u64, u64)| -> Result<Option<PartFigures>> {
            let rows = &found.rows;
            match part {
                EvaluationPart::Usefulness => {
                    let gold = files.gold.as_ref().map(data_file::read).transpose()?;
                    let Some(gold) = gold else { return Ok(None) };
                    let real = files.real.as_ref().map(data_file::read).transpose()?;
                    let mut progress = |done: usize, total: usize| {
                        tell(done as u64, total as u64);
                        !control.is_cancelled()
                    };
                    let seed = found.run.plan.seed;
                    figures::usefulness(at, basis, rows, real.as_ref(), &gold, seed, &mut progress)
                }
                EvaluationPart::Privacy => {
                    tell(0, 1);
                    let real = files.real.as_ref().map(DataFile::texts).transpose()?.unwrap_or_default();
                    let known = [found.known_texts(), real].concat();
                    figures::privacy(at, basis, rows, &known).map(Some)
                }
                EvaluationPart::Semantic | EvaluationPart::Agreement => {
                    let Some(encoder) = encoder else { return Ok(None) };
                    let real = files
                        .real
                        .as_ref()
                        .map(|file| as_many(file, rows.len()))
                        .transpose()?
                        .map(|data| Rows::new(data.rows));
                    let texts =
                        |rows: &Rows| rows.rows().iter().map(|row| row.text.clone()).collect::<Vec<_>>();
                    let total = 1 + u64::from(real.is_some());
                    tell(0, total);
                    let vectors = crate::vectors::vectors_or_zeros(&kept, &encoder, &texts(rows))?;
                    if control.is_cancelled() {
                        return Ok(None);
                    }
                    tell(1, total);
                    let real_vectors = real
                        .as_ref()
                        .map(|real| crate::vectors::vectors_or_zeros(&kept, &encoder, &texts(real)))
                        .transpose()?;
                    if control.is_cancelled() {
                        return Ok(None);
                    }
                    let real = real.as_ref().zip(real_vectors.as_deref());
                    let recipe = Some(&found.recipe);
                    figures::semantic(at, basis, rows, &vectors, real, recipe, &encoder.name()).map(Some)
                }
            }
        };
        let keep = move |part_figures: &PartFigures| -> Result<()> {
            Ok(project.write()?.set_setting(&PartFigures::setting(run, part), part_figures)?)
        };
        let name = serde_json::to_value(part).unwrap_or_default();
        let name = name.as_str().unwrap_or_default().to_owned();
        self.in_background(name, run, move |tell| {
            let result = measure(tell).and_then(|found| found.as_ref().map(&keep).transpose());
            jobs.end(&(run, part));
            result
        })
    }
}

/// A file's rows, no more than there are to hold them against.
fn as_many(file: &DataFile, rows: usize) -> Result<data_file::DataRows> {
    let most = file.rows.map_or(rows, |wanted| wanted.min(rows));
    data_file::read(&DataFile { rows: Some(most), ..file.clone() })
}

fn put_beside(name: String, evaluation: Evaluation) -> Beside {
    let Evaluation { rows, measures, charts, .. } = evaluation;
    Beside { name, rows, measures, charts }
}

fn files(reader: &Reader) -> Result<EvaluationFiles> {
    Ok(reader.setting(FILES)?.unwrap_or_default())
}

/// What is missing before a part can be measured.
fn needs(part: EvaluationPart, found: &RunRows, files: &EvaluationFiles, encoder: bool) -> Option<String> {
    let labelled = found.label.is_some() && !found.recipe.task.labels.is_empty();
    let sentence = match part {
        _ if found.rows.is_empty() => "The run has no rows yet.",
        EvaluationPart::Semantic if !encoder => {
            "Likeness in meaning needs an encoder: wait until the model is loaded, or choose one in the settings."
        }
        EvaluationPart::Usefulness if !labelled => "Students learn labels, and these rows have none.",
        EvaluationPart::Usefulness if files.gold.is_none() => {
            "Students are tested on gold rows: choose a file of rows whose labels you trust."
        }
        EvaluationPart::Agreement if !labelled => "The rows of this run have no label to ask about.",
        EvaluationPart::Privacy if found.sources.is_empty() && files.real.is_none() => {
            "The run read no sources; choose real rows to see what is copied from them."
        }
        _ => return None,
    };
    Some(sentence.to_owned())
}
