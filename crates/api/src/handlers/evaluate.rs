//! Figures about rows: a run's accepted ones, or those of a file.

use std::sync::Arc;

use ::recipe::Recipe;
use evaluation::faithfulness::Attempts;
use evaluation::{Row, Rows, balance, diversity, faithfulness};
use serde_json::Value;

use crate::agreement::{self, Answers, Count, Labelled};
use crate::app::App;
use crate::data_file::{self, DataRows};
use crate::draft;
use crate::error::{Result, WireError};
use crate::project::OpenProject;
use crate::types::{AgreementRequest, DataFile, Evaluation, Notice, RunId, RunStatus};

impl App {
    pub fn evaluate(&self, request: RunId) -> Result<Evaluation> {
        let project = self.project()?;
        let reader = project.read();
        let run = reader.run(request.into())?;
        let recipe = draft::parse(&reader.recipe(&run.plan.recipe)?.toml)?;
        let field = recipe.text_column().ok_or_else(|| {
            WireError::input(
                "The rows of this recipe hold no text to measure; choose a run whose rows have one.",
            )
        })?;
        let label = recipe.label_column();
        let rows = reader
            .dataset(request.into())
            .map(|row| {
                let row = row?;
                let text = |name: &str| row.values.get(name).map(generation::text);
                Ok(Row {
                    text: text(&field).unwrap_or_default(),
                    label: label.as_deref().and_then(text),
                    mean_log_probability: row.log_probability,
                    conditions: row.conditions,
                })
            })
            .collect::<Result<Vec<_>>>()?;
        let funnel = reader.funnel(request.into())?;
        let agreement = Answers::stored(&reader, request.run)?;
        drop(reader);

        let rows = Rows::new(rows);
        let spreads = spreads(&recipe, label.as_deref(), &rows, run.plan.rows as f64);
        let attempts = Attempts { generated: funnel.generated, valid: funnel.valid };
        let diversity = diversity::measure(&rows);
        let faithfulness = faithfulness::measure(&rows, attempts, agreement);
        let findings = vec![
            diversity::finding(&rows, &diversity),
            faithfulness::finding(&faithfulness),
            balance::finding(&spreads),
        ];
        let charts =
            [diversity::charts(&rows, &field), faithfulness::charts(&rows), balance::charts(&spreads)];
        Ok(Evaluation {
            run: Some(request.run),
            rows: rows.len() as u64,
            field,
            label,
            findings,
            measures: [diversity, faithfulness, balance::measure(&spreads)].concat(),
            charts: charts.concat(),
            notices: Vec::new(),
        })
    }

    /// What rows show by themselves. Without recipe and attempts nothing is known of validity, of the model's own view
    /// of them, or of a plan.
    pub fn evaluate_file(&self, request: DataFile) -> Result<Evaluation> {
        let DataRows { field, label, rows, notices } = data_file::read(&request)?;
        let rows = Rows::new(rows);
        let spreads: Vec<_> = label.iter().map(|label| spread_of_labels(label, &rows)).collect();
        let diversity = diversity::measure(&rows);
        let charts =
            [diversity::charts(&rows, &field), faithfulness::charts(&rows), balance::charts(&spreads)];
        Ok(Evaluation {
            run: None,
            rows: rows.len() as u64,
            findings: vec![diversity::finding(&rows, &diversity)],
            measures: [diversity, faithfulness::adherence(&rows), balance::measure(&spreads)].concat(),
            charts: charts.concat(),
            field,
            label,
            notices,
        })
    }

    pub fn agreement_start(&self, request: AgreementRequest) -> Result<()> {
        let project = self.project()?;
        let model = self.model()?;
        let (recipe, rows) = labelled(&project, request.run)?;
        let plan = agreement::plan(&recipe, &rows)?;
        let control = self
            .agreements
            .begin(request.run)
            .ok_or_else(|| WireError::busy("The model is already being asked about this run."))?;
        let (agreements, events) = (Arc::clone(&self.agreements), Arc::clone(&self.events));
        let tell = move |done: u64, total: u64, status: RunStatus, failure: Option<String>| {
            events.send(Notice::Job {
                job: "agreement".to_owned(),
                run: request.run,
                done,
                total,
                status,
                failure,
            });
        };
        let work = move || {
            let total = rows.len() as u64;
            let mut count = Count::new(&rows, &model.model().card().sha256, |done| {
                tell(done, total, RunStatus::Running, None);
            });
            let outcome = plan.run(model.model(), [], &mut count, &control);
            let answers = count.answers();
            let result = match outcome {
                Ok(generation::Outcome::Cancelled) => Ok(RunStatus::Cancelled),
                Ok(_) => keep(&project, request.run, &answers).map(|()| RunStatus::Completed),
                Err(error) => Err(WireError::failed(crate::project::sentence(&error.to_string()))),
            };
            agreements.end(&request.run);
            match result {
                Ok(status) => tell(answers.asked, total, status, None),
                Err(error) => tell(answers.asked, total, RunStatus::Failed, Some(error.message)),
            }
        };
        std::thread::Builder::new().name("agreement".to_owned()).spawn(work).map(drop).map_err(|e| {
            WireError::failed("The model could not be asked; close other programs and try again.")
                .with_detail(e.to_string())
        })
    }

    pub fn agreement_cancel(&self, request: AgreementRequest) -> Result<()> {
        self.agreements.cancel(&request.run);
        Ok(())
    }
}

fn keep(project: &OpenProject, run: u64, answers: &Answers) -> Result<()> {
    Ok(project.write()?.set_setting(&Answers::setting(run), answers)?)
}

/// The recipe of a run and its accepted rows with text and label.
fn labelled(project: &OpenProject, run: u64) -> Result<(Recipe, Vec<Labelled>)> {
    let reader = project.read();
    let id = RunId { run }.into();
    let recipe = draft::parse(&reader.recipe(&reader.run(id)?.plan.recipe)?.toml)?;
    let rows = agreement::labelled(&reader, &recipe, id)?
        .ok_or_else(|| WireError::input("The rows of this run have no label to ask about."))?;
    Ok((recipe, rows.into_iter().map(|(_, row)| row).collect()))
}

/// The label and every condition whose values can be listed, each held against its plan.
fn spreads(recipe: &Recipe, label: Option<&str>, rows: &Rows, wanted: f64) -> Vec<balance::Spread> {
    let conditions = recipe.conditions.iter().filter_map(|condition| {
        let planned: Vec<(Value, f64)> = generation::marginal(recipe, &condition.name)?
            .into_iter()
            .map(|(value, share)| (value, share * wanted))
            .collect();
        Some(balance::spread(&condition.name, &planned, balance::condition(rows, &condition.name)))
    });
    let is_condition = |name: &str| recipe.conditions.iter().any(|condition| condition.name == name);
    let given = label.filter(|label| !is_condition(label)).map(|label| spread_of_labels(label, rows));
    given.into_iter().chain(conditions).collect()
}

fn spread_of_labels(column: &str, rows: &Rows) -> balance::Spread {
    balance::spread(column, &[], rows.rows().iter().filter_map(|row| row.label.clone()).map(Value::from))
}
