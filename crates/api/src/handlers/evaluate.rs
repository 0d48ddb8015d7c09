//! Figures about rows: a run's, or those of a file; beside others.

use ::project::Reader;
use evaluation::Tokens;

use crate::annotation::Judge;
use crate::app::App;
use crate::data_file::{self, as_many, at_most};
use crate::error::Result;
use crate::evaluation::{self as figures, Around, Embed, KnownTexts, RunRows};
use crate::handlers::parts::usefulness_options;
use crate::transformer::{STUDENT, no_sentence_encoder};
use crate::types::{
    Beside, DataFile, EvaluateRequest, Evaluation, EvaluationFiles, RunId, Student, StudentChoice,
};
use crate::vectors::{TextEncoder, vectors_or_zeros};

/// Setting that keeps the files that rows are held against.
const FILES: &str = "evaluation-files";

/// What the rows of a file are held against, and how their texts are taken.
#[derive(Default)]
pub struct Against<'e> {
    /// Real rows and gold rows.
    pub files: EvaluationFiles,
    /// Compares texts in meaning.
    pub encoder: Option<&'e TextEncoder>,
    /// What texts are split into.
    pub tokens: Tokens,
    /// What learns and is tested on the gold rows; transformers start from the encoder.
    pub student: Student,
    /// What the model in use is asked about the rows.
    pub judge: Option<&'e Judge>,
}

impl App {
    pub fn evaluate(&self, request: EvaluateRequest) -> Result<Evaluation> {
        let project = self.project()?;
        let reader = project.read();
        let files = files(&reader)?;
        let mut found = RunRows::read(&reader, RunId { run: request.run }.into())?;
        let other = request.beside.map(|run| RunRows::read(&reader, RunId { run }.into())).transpose()?;
        let (parts, states) = self.parts_of(&reader, &found, &files)?;
        found.groups = figures::groups(&parts);
        drop(reader);
        let mut around = Around { parts, states, gold: files.gold.is_some(), ..Around::default() };
        let real = files.real.as_ref().map(|file| as_many(&self.tables, file, found.rows.len()));
        match real.transpose() {
            Ok(real) => around.real = real,
            // A file that is gone is no reason to show nothing.
            Err(error) => around.notices.push(error.message),
        }
        if let Some(real) = &around.real {
            around.notices.extend(real.notices.iter().cloned());
            around
                .beside
                .push(Beside::of("Real rows".to_owned(), figures::of_file(real, None, Vec::new(), None)));
        }
        if let Some(other) = &other {
            let name = format!("Run {}", other.run.id.0);
            around.beside.push(Beside::of(name, figures::of_run(other, Around::default())));
        }
        let mut evaluation = figures::of_run(&found, around);
        evaluation.history = figures::over_runs(&project.read(), request.run, &evaluation.measures)?;
        figures::keep(&project, request.run, &evaluation.measures)?;
        Ok(evaluation)
    }

    /// What rows of a file show by themselves.
    pub fn evaluate_file(&self, request: DataFile) -> Result<Evaluation> {
        Ok(figures::of_file(&data_file::read(&self.tables, &request)?, None, Vec::new(), None))
    }

    /// What rows of a file show, held against other rows.
    ///
    /// # Errors
    /// A file cannot be read, rows lack the labels that students would learn, or transformers the encoder; the model cannot be
    /// asked.
    pub fn evaluate_file_against(&self, file: &DataFile, against: &Against<'_>) -> Result<Evaluation> {
        let transformer = match against.student {
            Student::Terms => None,
            Student::Transformer => Some(against.encoder.ok_or_else(no_sentence_encoder)?),
        };
        let read = |file: &DataFile| data_file::read_by(&self.tables, file, &against.tokens);
        let data = read(file)?;
        let rows = &data.rows;
        let files = &against.files;
        let as_many = files.real.as_ref().map(|file| read(&at_most(file, rows.len()))).transpose()?;
        let as_many = as_many.as_ref().map(|real| &real.rows);
        let real = files.real.as_ref().map(read).transpose()?;
        let mut parts = Vec::new();
        let embed = against
            .encoder
            .map(|encoder| move |texts: &[String]| vectors_or_zeros(&self.kept, encoder, texts));
        if let Some((encoder, embed)) = against.encoder.zip(embed.as_ref()) {
            let vectors = |rows: &evaluation::Rows| embed(&rows.texts());
            let (made, held) = (vectors(rows)?, as_many.map(vectors).transpose()?);
            let held = as_many.zip(held.as_deref());
            parts.push(figures::semantic(rows, &made, held, None, &encoder.name())?);
        }
        let gold = files.gold.as_ref().map(read).transpose()?;
        if let Some(gold) = &gold {
            let label = data.label.as_deref().unwrap_or_default();
            let options = usefulness_options(transformer, 0)?;
            parts.extend(figures::usefulness(rows, label, real.as_ref(), gold, &options, &mut |_, _| true)?);
        }
        if let Some(real) = &real {
            let (known, gold) = (real.rows.texts(), gold.as_ref().map(|gold| gold.rows.texts()));
            let known = KnownTexts::new(known.clone(), known, gold.unwrap_or_default());
            parts.push(figures::privacy(rows, &known, embed.as_ref().map(|embed| embed as Embed<'_>))?);
        }
        let asked =
            against.judge.map(|judge| self.judge_file(&data, figures::groups(&parts), judge)).transpose()?;
        Ok(figures::of_file(&data, as_many, parts, asked.as_ref().map(|asked| asked.rows(&data))))
    }

    pub fn evaluation_files(&self, (): ()) -> Result<EvaluationFiles> {
        files(&self.project()?.read())
    }

    pub fn evaluation_files_set(&self, request: EvaluationFiles) -> Result<()> {
        for file in [&request.real, &request.gold].into_iter().flatten() {
            data_file::read(&self.tables, file)?;
        }
        Ok(self.project()?.write()?.set_setting(FILES, &request)?)
    }

    pub fn evaluation_student(&self, (): ()) -> Result<StudentChoice> {
        let student = self.student(&self.project()?.read())?;
        let encoder = self.transformer_encoder().ok().map(|encoder| encoder.name());
        Ok(StudentChoice { student, encoder })
    }

    pub fn evaluation_student_set(&self, request: Student) -> Result<()> {
        if request == Student::Transformer {
            self.transformer_encoder()?;
        }
        Ok(self.project()?.write()?.set_setting(STUDENT, &request)?)
    }
}

/// The files that the rows of a project are held against.
pub fn files(reader: &Reader) -> Result<EvaluationFiles> {
    Ok(reader.setting(FILES)?.unwrap_or_default())
}
