//! Asking a model about given texts: an annotation recipe that `generation` runs. Where answers are given, each is scored
//! as the whole answer and the most probable one is taken; otherwise the model writes one.

use std::collections::BTreeMap;

use ::recipe::{Label, Method, Mode, Output, Recipe, Sampling, Schedule, Source, Step, Task, TaskKind};
use dataset::{Attempt, Fields};
use generation::{Control, Outcome, Plan, Sources};
use inference::Model;
use serde_json::{Value, json};

use crate::attempts::run_each;
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
    /// Texts with their right answers that stand before it, in this order.
    pub shown: Vec<Example>,
}

/// What a model says.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// Name of the choice, or the text that was written; empty where nothing was.
    pub answer: String,
    /// Probability of each choice, by name; they sum to 1. Empty for a text.
    pub probabilities: BTreeMap<String, f64>,
}

impl Given {
    /// A text with nothing around it.
    pub fn alone(text: String) -> Self {
        Self { text, asked: String::new(), shown: Vec::new() }
    }
}

const ROWS: &str = "rows";
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
        mut hear: impl FnMut(usize, Said) -> Result<()>,
    ) -> Result<bool> {
        if rows.is_empty() {
            return Ok(true);
        }
        let plan = self.plan(rows)?;
        let outcome = run_each(&plan, model, control, |attempt| {
            let place = attempt.input.and_then(|at| usize::try_from(at).ok());
            place.zip(said(&self.form, attempt)).map_or(Ok(()), |(place, said)| hear(place, said))
        })?;
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
        let mut sources = Sources::new();
        sources.insert(ROWS, rows.iter().map(|given| self.row(given)).collect());
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

    /// What a model reads of a row, as a row of a source.
    fn row(&self, given: &Given) -> Fields {
        let answer = |name: &str| {
            let choice = self.choices().iter().find(|choice| choice.name == name);
            choice.map_or(name, Label::verbalizer).to_owned()
        };
        let shown = given.shown.iter().map(|one| json!({ "text": one.text, "answer": answer(&one.answer) }));
        let shown: Vec<Value> = shown.collect();
        let fields: [(&str, Value); 3] =
            [("text", (*given.text).into()), ("asked", (*given.asked).into()), ("shown", shown.into())];
        fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
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
        let shown = format!(
            "{{% for example in input.shown %}}{subject}{{{{ example.text }}}}\n\
             {heading}: {{{{ example.answer }}}}\n\n{{% endfor %}}"
        );
        let asked = if with_asked { "Asked for: {{ input.asked }}\n" } else { "" };
        format!(
            "{codebook}{definitions}{{{{ task.goal }}}}\n\n{shown}{asked}{subject}{{{{ input.text }}}}\n{heading}:"
        )
    }

    fn recipe(&self, with_asked: bool) -> Recipe {
        let source = Source {
            name: ROWS.to_owned(),
            file: String::new(),
            fields: ["text", "asked", "shown"].map(|field| (field.to_owned(), field.to_owned())).into(),
            private: true,
            chunks: None,
        };
        let (method, output, temperature) = match self.form {
            Form::Choice(_) => (Method::Score, Output::Label, 1.0),
            Form::Text { words, temperature, .. } => {
                (Method::Write, Output::String { words, strict: words.is_some(), pattern: None }, temperature)
            }
        };
        let step = Step {
            method,
            sampling: Sampling { temperature, ..Sampling::default() },
            ..Step::plain("ask", self.prompt(with_asked), ANSWER, output)
        };
        let task = Task {
            kind: TaskKind::Classification,
            mode: Mode::Annotate,
            input: Some(ROWS.to_owned()),
            role: String::new(),
            goal: self.goal.clone(),
            codebook: self.codebook.clone(),
            labels: self.choices().to_vec(),
            fields: vec![ANSWER.to_owned()],
        };
        Recipe {
            sources: vec![source],
            schedule: Schedule { retries: 0, ..Schedule::default() },
            ..Recipe::plain("Question about rows", task, vec![step])
        }
    }
}

/// Keeps a name from being read as a template.
fn escape(text: &str) -> String {
    text.replace('{', "(").replace('}', ")")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_its_own_examples_before_it() {
        let label = |name: &str, verbalizer: &str| Label {
            name: name.to_owned(),
            verbalizer: Some(verbalizer.to_owned()),
            definition: None,
        };
        let asking = Asking {
            codebook: "Rules.".to_owned(),
            goal: "Name the kind.".to_owned(),
            form: Form::Choice(vec![label("f", "fruit"), label("m", "metal")]),
            subject: "Text".to_owned(),
            heading: "Kind".to_owned(),
        };
        let example = |text: &str, answer: &str| Example { text: text.to_owned(), answer: answer.to_owned() };
        let given =
            |text: &str, shown: Vec<Example>| Given { text: text.to_owned(), asked: String::new(), shown };
        let rows = [
            given("a pear", vec![example("{{ zinc }}", "m"), example("a plum", "f")]),
            given("a nail", vec![example("iron", "m")]),
            given("a fig", Vec::new()),
        ];
        let plan = asking.plan(&rows).unwrap();
        let asked = |draw: u64| plan.render_draw(draw, 0).unwrap().messages.pop().unwrap().content;
        let check = |draw: u64, expected: &str| {
            assert_eq!(asked(draw), format!("Rules.\n\nName the kind.\n\n{expected}"))
        };
        check(0, "Text: {{ zinc }}\nKind: metal\n\nText: a plum\nKind: fruit\n\nText: a pear\nKind:");
        check(1, "Text: iron\nKind: metal\n\nText: a nail\nKind:");
        check(2, "Text: a fig\nKind:");
    }
}
