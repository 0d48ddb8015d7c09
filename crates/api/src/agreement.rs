//! Label agreement: the model is asked again for the label of each accepted row.
//!
//! The asking is an annotation recipe that `generation` runs: each row's text is given, every label is scored as the
//! answer, the most probable one is taken.

use ::project::{AttemptId, Reader, RunId};
use ::recipe::{Label, Method, Mode, Output, Recipe, Schedule, Source, Step, Task, TaskKind};
use dataset::{Attempt, Fields, Verdict};
use evaluation::faithfulness::Agreement;
use generation::{Plan, Sink, SinkError, Sources};
use serde::{Deserialize, Serialize};

use crate::error::{Result, WireError};
use crate::project::sentence;

/// What the model answered, as the project keeps it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Answers {
    /// Rows asked about.
    pub asked: u64,
    /// Rows whose label the model gave again.
    pub agreed: u64,
    /// Model that was asked, by the SHA-256 of its file.
    pub model: String,
    /// When, in milliseconds since 1970 (UTC); 0 where it was asked before that was kept.
    #[serde(default)]
    pub at: i64,
}

impl Answers {
    /// Name of the setting that keeps them.
    pub fn setting(run: u64) -> String {
        format!("agreement-{run}")
    }

    /// Those of a run, where it was asked about.
    pub fn stored(reader: &Reader, run: u64) -> Result<Option<Self>> {
        Ok(reader.setting(&Self::setting(run))?)
    }

    /// How often the model agreed.
    pub fn agreement(&self) -> Agreement {
        Agreement { asked: self.asked, agreed: self.agreed }
    }
}

/// A row to ask about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labelled {
    /// Its text.
    pub text: String,
    /// The label that it carries.
    pub label: String,
}

/// The accepted rows of a run with their texts and labels; `None` where its recipe gives them none.
pub fn labelled(reader: &Reader, recipe: &Recipe, run: RunId) -> Result<Option<Vec<(AttemptId, Labelled)>>> {
    let (Some(field), Some(label)) = (recipe.text_column(), recipe.label_column()) else { return Ok(None) };
    let rows = reader.accepted(run).map(|row| {
        let row = row?;
        let text = |name: &str| row.values.get(name).map(generation::text).unwrap_or_default();
        Ok((row.id, Labelled { text: text(&field), label: text(&label) }))
    });
    rows.collect::<Result<_>>().map(Some)
}

/// A plan that asks for the label of each row.
///
/// # Errors
/// The recipe has no labels.
pub fn plan(recipe: &Recipe, rows: &[Labelled]) -> Result<Plan> {
    if recipe.task.labels.is_empty() {
        return Err(WireError::input("The recipe has no labels; there is nothing to ask the model again."));
    }
    let asking = asking(recipe);
    let mut sources = Sources::new();
    let given = rows.iter().map(|row| Fields::from_iter([("text".to_owned(), row.text.clone().into())]));
    sources.insert(ROWS, given.collect());
    Plan::new(&asking, &sources, 0, rows.len(), rows.len())
        .map_err(|error| WireError::failed(sentence(&error.to_string())))
}

const ROWS: &str = "rows";
const LABEL: &str = "label";

/// The annotation recipe: the codebook where there is one, the labels with their definitions, the text.
fn asking(recipe: &Recipe) -> Recipe {
    let task = &recipe.task;
    let codebook = if task.codebook.is_empty() { "" } else { "{{ task.codebook }}\n\n" };
    let definitions = if task.labels.iter().any(|label| label.definition.is_some()) {
        "{% for label in task.labels %}{% if label.definition %}{{ label.name }}: {{ label.definition }}\n{% endif %}{% endfor %}\n"
    } else {
        ""
    };
    let names: Vec<&str> = task.labels.iter().map(|label| label.name.as_str()).collect();
    let labels = names.iter().map(|name| escape(name)).collect::<Vec<_>>().join(", ");
    let prompt = format!(
        "{codebook}{definitions}Classify the text by {}. Labels: {labels}.\n\nText: {{{{ input.text }}}}\nLabel:",
        aspect(recipe)
    );
    Recipe {
        schema: Recipe::SCHEMA,
        name: "Label agreement".to_owned(),
        method: None,
        description: String::new(),
        task: Task {
            kind: TaskKind::Classification,
            mode: Mode::Annotate,
            input: Some(ROWS.to_owned()),
            role: String::new(),
            goal: String::new(),
            codebook: task.codebook.clone(),
            labels: names
                .iter()
                .zip(&task.labels)
                .map(|(name, label)| Label {
                    name: (*name).to_owned(),
                    verbalizer: None,
                    definition: label.definition.clone(),
                })
                .collect(),
            fields: vec![LABEL.to_owned()],
        },
        sources: vec![Source {
            name: ROWS.to_owned(),
            file: String::new(),
            fields: [("text".to_owned(), "text".to_owned())].into_iter().collect(),
            private: true,
            chunks: None,
        }],
        conditions: Vec::new(),
        demonstrations: Vec::new(),
        steps: vec![Step { method: Method::Score, ..Step::plain("ask", prompt, LABEL, Output::Label) }],
        schedule: Schedule { retries: 0, ..Schedule::default() },
        checks: Vec::new(),
        curate: Vec::new(),
    }
}

/// What the labels are about, in a word: the name of the condition or field that holds them.
fn aspect(recipe: &Recipe) -> String {
    let name = recipe.label_column().unwrap_or_else(|| LABEL.to_owned());
    escape(&name.replace(['_', '-'], " "))
}

/// Keeps a name from being read as a template.
fn escape(text: &str) -> String {
    text.replace('{', "(").replace('}', ")")
}

/// Counts answers as they come and reports how many there are.
pub struct Count<'a> {
    rows: &'a [Labelled],
    answers: Answers,
    report: Box<dyn FnMut(u64) + 'a>,
}

impl<'a> Count<'a> {
    /// Counts the answers of one model.
    pub fn new(rows: &'a [Labelled], model: &str, at: i64, report: impl FnMut(u64) + 'a) -> Self {
        Self {
            rows,
            answers: Answers { model: model.to_owned(), at, ..Answers::default() },
            report: Box::new(report),
        }
    }

    /// What was counted.
    pub fn answers(self) -> Answers {
        self.answers
    }
}

impl Sink for Count<'_> {
    fn started(&mut self, _: u64, _: u32, _: &Fields) -> std::result::Result<(), SinkError> {
        Ok(())
    }

    fn token(&mut self, _: u64, _: &str, _: &str) -> std::result::Result<(), SinkError> {
        Ok(())
    }

    fn attempt(&mut self, attempt: &Attempt) -> std::result::Result<(), SinkError> {
        let row = attempt.input.and_then(|at| self.rows.get(usize::try_from(at).ok()?));
        if let (Some(row), Some(answer)) = (row, attempt.fields.get(LABEL)) {
            self.answers.asked += 1;
            self.answers.agreed += u64::from(answer.as_str() == Some(&row.label));
            (self.report)(self.answers.asked);
        }
        Ok(())
    }

    fn verdict(&mut self, _: u64, _: u32, _: &Verdict) -> std::result::Result<(), SinkError> {
        Ok(())
    }
}
