//! A model is asked about rows where there is no window: of a run, whose project keeps the answers, or of a file.

use std::cell::{Cell, RefCell};

use ::project::Answer;
use evaluation::semantic::Group;

use crate::annotation::{Asked, AskedFile, Inquiry, Judge, Work, drawn, wanted};
use crate::app::App;
use crate::data_file::DataRows;
use crate::error::{Result, WireError};
use crate::handlers::annotation::{paced, ready};
use crate::types::{AskRequest, Question};

/// Seed of the draw of a file's rows, so that they are the same each time.
const SEED: u64 = 0;

impl App {
    /// Has the model in use asked about the rows of a run. Answers are kept in the project, and those that hold are not
    /// asked for again.
    ///
    /// # Errors
    /// The rows cannot be asked this, the model cannot work, the project cannot be written, or it was stopped.
    pub fn judge_run(&self, run: u64, judge: &Judge) -> Result<()> {
        let (project, model) = (self.project()?, self.model()?);
        let found = self.grouped(&project.read(), run)?;
        for question in judge.questions(found.asked_rows())? {
            ready(&found, &question)?;
            let request = AskRequest { run, question: question.clone(), rows: judge.rows, anew: false };
            let annotation = self.annotation(&project, &found, &request, &model)?;
            let keep = |answers: &[Answer]| Ok(project.write()?.add_answers(annotation, answers)?);
            let work = Work {
                inquiry: Inquiry::new(&found.recipe, &question),
                turns: question.turns(),
                items: wanted(&found, &question, judge.rows),
                before: found.asked.iter().find(|asked| asked.id == Some(annotation)),
                keep: &keep,
            };
            self.judge(&question, &work, judge)?;
        }
        Ok(())
    }

    /// Has the model in use asked about the rows of a file, and about the groups that were found among them.
    pub(crate) fn judge_file(&self, data: &DataRows, groups: Vec<Group>, judge: &Judge) -> Result<AskedFile> {
        let model = self.model()?;
        let mut file = AskedFile::new(data, groups);
        for question in judge.questions(file.rows(data))? {
            let answers = RefCell::new(Vec::new());
            let keep = |said: &[Answer]| {
                answers.borrow_mut().extend_from_slice(said);
                Ok(())
            };
            let work = Work {
                inquiry: Inquiry::new(&file.recipe, &question),
                turns: question.turns(),
                items: drawn(file.rows(data), SEED, &question, judge.rows),
                before: None,
                keep: &keep,
            };
            self.judge(&question, &work, judge)?;
            let card = model.model().card();
            file.asked.push(Asked::new(question, card, self.now(), answers.into_inner()));
        }
        Ok(file)
    }

    fn judge(&self, question: &Question, work: &Work<'_>, judge: &Judge) -> Result<()> {
        let model = self.model()?;
        let key = question.key();
        let reached = Cell::new(None);
        let tell = |done, total| {
            // The end is told twice: by the last answer, and by the end itself.
            if reached.replace(Some((done, total))) != Some((done, total)) {
                judge.tell.iter().for_each(|tell| tell(&key, done, total));
            }
        };
        let ask = |answers: &mut u64| work.ask(model.model(), self.clock(), &judge.stop.0, answers, &tell);
        match paced(question, &model, &self.home, ask)? {
            true => Ok(()),
            false => Err(WireError::cancelled("The model was stopped before it had answered.")),
        }
    }
}
