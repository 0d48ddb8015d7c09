//! Asking a model about given texts: an annotation recipe that `generation` runs. Where answers are given, each is scored
//! as the whole answer and the most probable one is taken; otherwise the model writes one.

use std::collections::BTreeMap;

use ::recipe::{
    Demonstration, Label, Method, Mode, Output, Recipe, Sampling, Schedule, Select, Similarity, Source, Step,
    Task, TaskKind,
};
use dataset::{Attempt, Fields, Verdict};
use generation::{Control, Outcome, Plan, Sink, SinkError, Sources};
use inference::Model;

use crate::error::{Result, WireError};
use crate::project::sentence;

/// What an answer is.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// One of these, in the order in which they stand.
    Choice(Vec<Label>),
    /// A text that the model writes.
    Text {
        /// Fewest and most words; what goes on beyond is cut off.
        words: Option<[u32; 2]>,
        /// Divisor of the logits; 0 takes the most probable token.
        temperature: f32,
        /// What is drawn follows from it and from the places of the texts.
        seed: u64,
    },
}

/// How a model is asked, and what it answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Asking {
    /// What stands first, such as a codebook or a rubric; may be empty.
    pub codebook: String,
    /// What is to be done.
    pub goal: String,
    /// What an answer is.
    pub form: Form,
    /// What is asked about, such as `Text`; may be empty where the text says it itself.
    pub subject: String,
    /// What an answer is called, such as `Label`.
    pub heading: String,
    /// Texts with their right answers, shown in this order.
    pub examples: Vec<Example>,
}

/// A text with its right answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    pub text: String,
    /// Name of a choice.
    pub answer: String,
}

/// What a model reads of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    pub text: String,
    /// What the text was asked for, where the model should know.
    pub asked: String,
}

/// What a model says.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// Name of the choice, or the text that was written; empty where nothing was.
    pub answer: String,
    /// Probability of each choice, by name; they sum to 1. Empty for a text.
    pub probabilities: BTreeMap<String, f64>,
}

const ROWS: &str = "rows";
const EXAMPLES: &str = "examples";
const ANSWER: &str = "answer";

impl Asking {
    /// Asks about rows; `hear` gets the place of each with what the model says, in the order in which answers come. A row
    /// that is too long for the model gets none. Answers whether it went to the end: `control` may stop it.
    ///
    /// # Errors
    /// There are no choices, the model cannot work, or `hear` fails.
    pub fn ask(
        &self,
        rows: &[Given],
        model: &dyn Model,
        control: &Control,
        hear: impl FnMut(usize, Said) -> Result<()>,
    ) -> Result<bool> {
        if rows.is_empty() {
            return Ok(true);
        }
        let plan = self.plan(rows)?;
        let mut listener = Listener { form: &self.form, hear, failure: None };
        let outcome = plan.run(model, [], &mut listener, control);
        if let Some(failure) = listener.failure {
            return Err(failure);
        }
        let outcome = outcome.map_err(|error| WireError::failed(sentence(&error.to_string())))?;
        Ok(outcome != Outcome::Cancelled)
    }

    fn plan(&self, rows: &[Given]) -> Result<Plan> {
        let seed = match &self.form {
            Form::Choice(choices) if choices.is_empty() => {
                return Err(WireError::input(
                    "There is nothing to choose among; the recipe names no labels or values.",
                ));
            }
            Form::Choice(_) => 0,
            Form::Text { seed, .. } => *seed,
        };
        let row = |given: &Given| fields([("text", &given.text), ("asked", &given.asked)]);
        let example = |example: &Example| {
            let choice = self.choices().iter().find(|choice| choice.name == example.answer);
            fields([("text", &example.text), (ANSWER, choice.map_or(&*example.answer, Label::verbalizer))])
        };
        let mut sources = Sources::new();
        sources.insert(ROWS, rows.iter().map(row).collect());
        sources.insert(EXAMPLES, self.examples.iter().map(example).collect());
        let with_asked = rows.iter().any(|given| !given.asked.is_empty());
        Plan::new(&self.recipe(with_asked), &sources, seed, rows.len(), rows.len())
            .map_err(|error| WireError::failed(sentence(&error.to_string())))
    }

    fn choices(&self) -> &[Label] {
        match &self.form {
            Form::Choice(choices) => choices,
            Form::Text { .. } => &[],
        }
    }

    fn prompt(&self, with_asked: bool) -> String {
        let codebook = if self.codebook.is_empty() { "" } else { "{{ task.codebook }}\n\n" };
        let defined = self.choices().iter().any(|choice| choice.definition.is_some());
        let definitions = if defined {
            "{% for label in task.labels %}{% if label.definition %}{{ label.verbalizer }}: {{ label.definition }}\n\
             {% endif %}{% endfor %}\n"
        } else {
            ""
        };
        let heading = escape(&self.heading);
        let subject = match self.subject.as_str() {
            "" => String::new(),
            subject => format!("{}: ", escape(subject)),
        };
        let examples = if self.examples.is_empty() {
            String::new()
        } else {
            format!(
                "{{% for example in {EXAMPLES} %}}{subject}{{{{ example.text }}}}\n\
                 {heading}: {{{{ example.{ANSWER} }}}}\n\n{{% endfor %}}"
            )
        };
        let asked = if with_asked { "Asked for: {{ input.asked }}\n" } else { "" };
        format!(
            "{codebook}{definitions}{{{{ task.goal }}}}\n\n{examples}{asked}{subject}{{{{ input.text }}}}\n{heading}:"
        )
    }

    fn recipe(&self, with_asked: bool) -> Recipe {
        let source = |name: &str, fields: [&str; 2]| Source {
            name: name.to_owned(),
            file: String::new(),
            fields: fields.into_iter().map(|field| (field.to_owned(), field.to_owned())).collect(),
            private: true,
            chunks: None,
        };
        let shown = Demonstration {
            name: EXAMPLES.to_owned(),
            source: EXAMPLES.to_owned(),
            select: Select::Random,
            count: self.examples.len(),
            matching: None,
            similarity: Similarity::TfIdf,
            query: None,
            pinned: (0..self.examples.len()).collect(),
        };
        let shown: Vec<Demonstration> = (!self.examples.is_empty()).then_some(shown).into_iter().collect();
        let (method, output, temperature) = match self.form {
            Form::Choice(_) => (Method::Score, Output::Label, 1.0),
            Form::Text { words, temperature, .. } => {
                (Method::Write, Output::String { words, strict: words.is_some(), pattern: None }, temperature)
            }
        };
        let step = Step {
            method,
            demonstrations: shown.iter().map(|shown| shown.name.clone()).collect(),
            sampling: Sampling { temperature, ..Sampling::default() },
            ..Step::plain("ask", self.prompt(with_asked), ANSWER, output)
        };
        Recipe {
            schema: Recipe::SCHEMA,
            name: "Question about rows".to_owned(),
            method: None,
            description: String::new(),
            task: Task {
                kind: TaskKind::Classification,
                mode: Mode::Annotate,
                input: Some(ROWS.to_owned()),
                role: String::new(),
                goal: self.goal.clone(),
                codebook: self.codebook.clone(),
                labels: self.choices().to_vec(),
                fields: vec![ANSWER.to_owned()],
            },
            sources: vec![source(ROWS, ["text", "asked"]), source(EXAMPLES, ["text", ANSWER])],
            conditions: Vec::new(),
            demonstrations: shown,
            steps: vec![step],
            schedule: Schedule { retries: 0, ..Schedule::default() },
            checks: Vec::new(),
            curate: Vec::new(),
        }
    }
}

fn fields(pairs: [(&str, &str); 2]) -> Fields {
    pairs.into_iter().map(|(name, text)| (name.to_owned(), text.into())).collect()
}

/// Keeps a name from being read as a template.
fn escape(text: &str) -> String {
    text.replace('{', "(").replace('}', ")")
}

/// Passes answers on as they come.
struct Listener<'a, H> {
    form: &'a Form,
    hear: H,
    failure: Option<WireError>,
}

impl<H: FnMut(usize, Said) -> Result<()>> Sink for Listener<'_, H> {
    fn started(&mut self, _: u64, _: u32, _: &Fields) -> std::result::Result<(), SinkError> {
        Ok(())
    }

    fn token(&mut self, _: u64, _: &str, _: &str) -> std::result::Result<(), SinkError> {
        Ok(())
    }

    fn attempt(&mut self, attempt: &Attempt) -> std::result::Result<(), SinkError> {
        let place = attempt.input.and_then(|at| usize::try_from(at).ok());
        let Some((place, said)) = place.zip(said(self.form, attempt)) else { return Ok(()) };
        (self.hear)(place, said).map_err(|error| {
            let message = error.message.clone();
            self.failure = Some(error);
            message.into()
        })
    }

    fn verdict(&mut self, _: u64, _: u32, _: &Verdict) -> std::result::Result<(), SinkError> {
        Ok(())
    }
}

/// What was answered, with the scores of all choices as probabilities; `None` where the model was not asked.
fn said(form: &Form, attempt: &Attempt) -> Option<Said> {
    let answer = attempt.fields.get(ANSWER).and_then(|answer| answer.as_str());
    let step = attempt.steps.first()?;
    let Form::Choice(choices) = form else {
        let answer = answer.unwrap_or_default().to_owned();
        return Some(Said { answer, probabilities: BTreeMap::new() });
    };
    let answer = answer?.to_owned();
    let scores = step.tokens.iter().map(|token| f64::from(token.log_probability));
    let scores: Vec<f64> = scores.collect();
    let most = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let total: f64 = scores.iter().map(|score| (score - most).exp()).sum();
    let probability = |(choice, score): (&Label, &f64)| (choice.name.clone(), (score - most).exp() / total);
    Some(Said { answer, probabilities: choices.iter().zip(&scores).map(probability).collect() })
}
