//! Asking a model about given texts: an annotation recipe that `generation` runs. Each answer that can be given is scored
//! as the whole answer; the most probable one is taken.

use std::collections::BTreeMap;

use ::recipe::{Label, Method, Mode, Output, Recipe, Schedule, Source, Step, Task, TaskKind};
use dataset::{Attempt, Fields, Verdict};
use generation::{Control, Outcome, Plan, Sink, SinkError, Sources};
use inference::Model;
use serde_json::{Value, json};

use crate::error::{Result, WireError};
use crate::project::sentence;

/// How a model is asked, and among which answers it chooses.
#[derive(Clone, Debug, PartialEq)]
pub struct Asking {
    /// What stands first, such as a codebook or a rubric; may be empty.
    pub codebook: String,
    /// What is to be done.
    pub goal: String,
    /// The answers, in the order in which they stand.
    pub choices: Vec<Label>,
    /// What is asked about, such as `Text`.
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
    /// Name of the choice.
    pub answer: String,
    /// Probability of each choice, by name; they sum to 1.
    pub probabilities: BTreeMap<String, f64>,
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
        hear: impl FnMut(usize, Said) -> Result<()>,
    ) -> Result<bool> {
        if rows.is_empty() {
            return Ok(true);
        }
        let plan = self.plan(rows)?;
        let mut listener = Listener { choices: &self.choices, hear, failure: None };
        let outcome = plan.run(model, [], &mut listener, control);
        if let Some(failure) = listener.failure {
            return Err(failure);
        }
        let outcome = outcome.map_err(|error| WireError::failed(sentence(&error.to_string())))?;
        Ok(outcome != Outcome::Cancelled)
    }

    fn plan(&self, rows: &[Given]) -> Result<Plan> {
        if self.choices.is_empty() {
            return Err(WireError::input(
                "There is nothing to choose among; the recipe names no labels or values.",
            ));
        }
        let mut sources = Sources::new();
        sources.insert(ROWS, rows.iter().map(|given| self.row(given)).collect());
        let with_asked = rows.iter().any(|given| !given.asked.is_empty());
        Plan::new(&self.recipe(with_asked), &sources, 0, rows.len(), rows.len())
            .map_err(|error| WireError::failed(sentence(&error.to_string())))
    }

    /// What a model reads of a row, as a row of a source.
    fn row(&self, given: &Given) -> Fields {
        let answer = |name: &str| {
            let choice = self.choices.iter().find(|choice| choice.name == name);
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
        let defined = self.choices.iter().any(|choice| choice.definition.is_some());
        let definitions = if defined {
            "{% for label in task.labels %}{% if label.definition %}{{ label.verbalizer }}: {{ label.definition }}\n\
             {% endif %}{% endfor %}\n"
        } else {
            ""
        };
        let (subject, heading) = (escape(&self.subject), escape(&self.heading));
        let shown = format!(
            "{{% for example in input.shown %}}{subject}: {{{{ example.text }}}}\n\
             {heading}: {{{{ example.answer }}}}\n\n{{% endfor %}}"
        );
        let asked = if with_asked { "Asked for: {{ input.asked }}\n" } else { "" };
        format!(
            "{codebook}{definitions}{{{{ task.goal }}}}\n\n{shown}{asked}{subject}: {{{{ input.text }}}}\n{heading}:"
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
        let step = Step {
            method: Method::Score,
            ..Step::plain("ask", self.prompt(with_asked), ANSWER, Output::Label)
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
                labels: self.choices.clone(),
                fields: vec![ANSWER.to_owned()],
            },
            sources: vec![source],
            conditions: Vec::new(),
            demonstrations: Vec::new(),
            steps: vec![step],
            schedule: Schedule { retries: 0, ..Schedule::default() },
            checks: Vec::new(),
            curate: Vec::new(),
        }
    }
}

/// Keeps a name from being read as a template.
fn escape(text: &str) -> String {
    text.replace('{', "(").replace('}', ")")
}

/// Passes answers on as they come.
struct Listener<'a, H> {
    choices: &'a [Label],
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
        let Some((place, said)) = place.zip(said(self.choices, attempt)) else { return Ok(()) };
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

/// What was answered, with the scores of all choices as probabilities; `None` where there is no answer.
fn said(choices: &[Label], attempt: &Attempt) -> Option<Said> {
    let answer = attempt.fields.get(ANSWER)?.as_str()?.to_owned();
    let scores = attempt.steps.first()?.tokens.iter().map(|token| f64::from(token.log_probability));
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
            choices: vec![label("f", "fruit"), label("m", "metal")],
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
