//! Planning with the model: drafts and edits that a person takes or drops.

use std::path::Path;

use dataset::{Fields, Verdict};
use generation::{Plan, Sources};
use recipe::Recipe;

use crate::app::App;
use crate::error::{Result, WireError};
use crate::planning::edits::{reworded, rewording, suggested};
use crate::planning::examples::Examples;
use crate::planning::{Tried, ask, draft, examples};
use crate::project::sentence;
use crate::prompt::Preview;
use crate::sources::SourceReader;
use crate::types::{DraftRequest, ImproveRequest, Improvement, Proposal, RecipeDraft};

/// Rows that are tried before edits are proposed.
const TRIED: usize = 5;

impl App {
    pub fn recipe_draft(&self, request: DraftRequest) -> Result<RecipeDraft> {
        if request.goal.trim().is_empty() && request.examples.is_none() {
            return Err(WireError::input(
                "Say in a sentence what the dataset is for, or choose a file of examples.",
            ));
        }
        let mut notices = Vec::new();
        let (mut examples, mut shown) = (None, None);
        if let Some(path) = &request.examples {
            let (file, loaded) = self.inspected(Path::new(path))?;
            notices.extend(loaded.notices);
            let found = Examples::of(&file, &loaded.table).ok_or_else(|| {
                WireError::input(format!(
                    "'{path}' holds no text to learn from; choose a file with a column of texts."
                ))
            })?;
            let reader = SourceReader::new(&self.project()?.read())?;
            let first = loaded.table.rows.into_iter().take(examples::SHOWN).collect();
            shown = Some(found.shown(&reader.undecided(first)?));
            examples = Some(found);
        }
        let questions = draft::questions(&request.goal, shown.as_deref())?;
        let said = self.answered(&questions, request.seed)?;
        if said.is_none() {
            notices
                .push("The model gave no usable answer; the draft holds what follows without it.".to_owned());
        }
        let answers = draft::Answers::read(&said.unwrap_or_default());
        Ok(RecipeDraft { recipe: draft::assembled(&request.goal, &answers, examples.as_ref()), notices })
    }

    pub fn recipe_improve(&self, request: ImproveRequest) -> Result<Improvement> {
        let ImproveRequest { recipe, seed } = request;
        let plan = self.preview_plan(&recipe, Preview { seed, rows: TRIED, ..Preview::default() })?;
        let tried: Vec<Tried> = ask(self.model()?.model(), &plan)?;
        let accepted = tried.iter().filter(|row| matches!(row.verdict, Verdict::Accepted { .. })).count();
        let mut edits = suggested(&recipe, &tried);
        if let Some(question) = rewording(&recipe, &tried)? {
            edits.extend(self.answered(&question, seed)?.and_then(|said| reworded(&recipe, &said)));
        }
        let proposals = edits
            .into_iter()
            .map(|edit| Proposal {
                changes: edit.changes(&recipe),
                why: edit.why,
                path: edit.path,
                value: edit.value,
            })
            .collect();
        Ok(Improvement { tried: tried.len() as u64, accepted: accepted as u64, proposals })
    }

    /// The fields of the row that a recipe of questions makes, or what there is of one that failed.
    fn answered(&self, questions: &Recipe, seed: u64) -> Result<Option<Fields>> {
        let model = self.model()?;
        let plan = Plan::new(questions, &Sources::new(), seed, 1, questions.schedule.retries + 1)
            .map_err(|error| WireError::failed(sentence(&error.to_string())))?;
        let mut tried = ask(model.model(), &plan)?;
        let accepted = |row: &Tried| matches!(row.verdict, Verdict::Accepted { .. });
        let best = tried.iter().position(accepted).or_else(|| {
            // An answer that stops half-way still says something.
            (0..tried.len()).max_by_key(|at| tried[*at].attempt.fields.len())
        });
        Ok(best.map(|at| tried.swap_remove(at).attempt.fields).filter(|fields| !fields.is_empty()))
    }
}
