//! A recipe from a description: the model says what kind of texts are meant, how they are labelled, by what they differ, in
//! which steps they are made, how long they are and what they must not hold; what it says is put together into a recipe
//! that can run.

use ::recipe::{
    Check, Condition, Demonstration, Label, Labels, Mode, Output, Recipe, Sampling, Scope, Select,
    Similarity, Step, Task, TaskKind, Value, Weighted, is_free_name, is_identifier, template::normalized,
};
use dataset::Fields;
use generation::text;
use indexmap::IndexMap;
use serde_json::Value as Json;

use super::examples::Examples;
use super::plain;

/// Attributes by which texts differ.
const MOST_ATTRIBUTES: usize = 5;
/// Values of an attribute.
const MOST_VALUES: usize = 12;
/// Letters of a label or value: longer ones are sentences.
const LONGEST: usize = 60;

/// The recipe that asks. `{{ task.goal }}` is what the user wrote and `{{ task.codebook }}` a few examples; neither is
/// read as a template.
const QUESTIONS: &str = r#"
schema = 1
name = "questions"
task = { kind = "generation", fields = ["kind", "labels", "way", "length", "avoid", "attributes", "values"] }

[[steps]]
id = "kind"
prompt = """
A person wants a dataset: {{ task.goal }}
What does each row hold?
classification: a text with a label. generation: a text. qa: a question with its answer. instruction: a task with its solution. dialogue: what a user says and what is answered.
Answer with one word."""
output = { kind = { type = "choice", of = ["classification", "generation", "qa", "instruction", "dialogue"] } }
sampling = { temperature = 0.0, max_tokens = 8 }

[[steps]]
id = "labels"
when = 'kind == "classification"'
prompt = """
A person wants a dataset of labelled texts: {{ task.goal }}
List the labels. Return a JSON array."""
output = { labels = { type = "list", min = 2, max = 8 } }
sampling = { temperature = 0.5, max_tokens = 80 }

[[steps]]
id = "way"
prompt = """
A person wants a dataset of texts: {{ task.goal }}
How is each text best made?
write: at once. outline: an outline first, then the text. improve: a draft, a critique of it, then a better text.
Answer with one word."""
output = { way = { type = "choice", of = ["write", "outline", "improve"] } }
sampling = { temperature = 0.0, max_tokens = 8 }

[[steps]]
id = "length"
prompt = """
A person wants a dataset of texts: {{ task.goal }}
How long is each text: a sentence, a paragraph or a page?"""
output = { length = { type = "choice", of = ["sentence", "paragraph", "page"] } }
sampling = { temperature = 0.0, max_tokens = 8 }

[[steps]]
id = "avoid"
prompt = """
A person wants a dataset of texts: {{ task.goal }}
List phrases that would show that a machine wrote such a text. Return a JSON array."""
output = { avoid = { type = "list", min = 1, max = 5 } }
sampling = { temperature = 0.5, max_tokens = 60 }

[[steps]]
id = "attributes"
prompt = """
A person wants a dataset of texts: {{ task.goal }}
{% if task.codebook %}
Such texts are:
{{ task.codebook }}
{% endif %}
List 4 attributes by which such texts differ, such as topic, style, situation. Return a JSON array."""
output = { attributes = { type = "list", min = 2, max = 5 } }
sampling = { temperature = 0.7, max_tokens = 80 }

[[steps]]
id = "values"
repeat = { each = "attributes" }
prompt = """
A person wants a dataset of texts: {{ task.goal }}
Generate 6 values for the attribute "{{ item }}". Return a JSON array."""
output = { values = { type = "list", min = 3, max = 8 } }
sampling = { temperature = 0.7, max_tokens = 120 }

[schedule]
rows = 1
retries = 4
"#;

/// The recipe that asks what a description means; `examples` are texts such as are wanted, one in each line.
///
/// # Errors
/// The questions are not a recipe, which the tests rule out.
pub fn questions(goal: &str, examples: Option<&str>) -> crate::error::Result<Recipe> {
    let mut recipe = crate::draft::parse(QUESTIONS)?;
    goal.clone_into(&mut recipe.task.goal);
    if let Some(examples) = examples {
        // The file says what a row holds and how long it is.
        let known = ["kind", "labels", "length"];
        recipe.steps.retain(|step| !known.contains(&step.id.as_str()));
        recipe.task.fields.retain(|field| !known.contains(&field.as_str()));
        examples.clone_into(&mut recipe.task.codebook);
    }
    Ok(recipe)
}

/// What the model said about the texts.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    kind: Option<TaskKind>,
    labels: Vec<String>,
    way: Way,
    /// Fewest and most words.
    words: Option<[u32; 2]>,
    /// Phrases that no text may hold.
    avoid: Vec<String>,
    /// Attributes with their values.
    attributes: Vec<(String, Vec<String>)>,
}

/// In which steps a text is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Way {
    /// At once.
    #[default]
    Write,
    /// By an outline.
    Outline,
    /// By a draft and its critique.
    Improve,
}

impl Answers {
    /// Reads the row that the questions made.
    #[must_use]
    pub fn read(fields: &Fields) -> Self {
        let list = |value: Option<&Json>| match value {
            Some(Json::Array(items)) => items.iter().map(text).collect(),
            _ => Vec::new(),
        };
        let kind = match fields.get("kind").and_then(Json::as_str) {
            Some("classification") => Some(TaskKind::Classification),
            Some("qa") => Some(TaskKind::Qa),
            Some("instruction") => Some(TaskKind::Instruction),
            Some("dialogue") => Some(TaskKind::Dialogue),
            _ => None,
        };
        let values: Vec<Vec<String>> = match fields.get("values") {
            Some(Json::Array(lists)) => lists.iter().map(|values| list(Some(values))).collect(),
            _ => Vec::new(),
        };
        let attributes: Vec<String> = list(fields.get("attributes"));
        Self {
            kind,
            labels: list(fields.get("labels")),
            way: match fields.get("way").and_then(Json::as_str) {
                Some("outline") => Way::Outline,
                Some("improve") => Way::Improve,
                _ => Way::Write,
            },
            words: match fields.get("length").and_then(Json::as_str) {
                Some("sentence") => Some([5, 30]),
                Some("paragraph") => Some([25, 100]),
                Some("page") => Some([80, 250]),
                _ => None,
            },
            avoid: distinct(&list(fields.get("avoid"))),
            attributes: attributes.into_iter().zip(values).collect(),
        }
    }
}

/// Puts a recipe together. What the model said is cleaned: nothing empty, nothing twice, no name that is taken.
#[must_use]
pub fn assembled(goal: &str, answers: &Answers, examples: Option<&Examples>) -> Recipe {
    let labels = match examples {
        Some(examples) => examples.labels.clone(),
        None => distinct(&answers.labels),
    };
    let kind = match examples {
        Some(_) if labels.len() > 1 => TaskKind::Classification,
        Some(_) => TaskKind::Generation,
        None => {
            let said = answers.kind.filter(|kind| *kind != TaskKind::Classification || labels.len() > 1);
            said.unwrap_or(TaskKind::Generation)
        }
    };
    let labelled = kind == TaskKind::Classification;
    let words = examples.map(|examples| examples.words).or(answers.words);
    let outputs = outputs(kind, words);
    let taken = ["label", OUTLINE, DRAFT, CRITIQUE].map(str::to_owned);
    let mut names: Vec<String> = outputs.keys().cloned().chain(taken).collect();
    let mut conditions = Vec::new();
    let mut requirements = Vec::new();
    if labelled {
        conditions.push(Condition { name: "label".to_owned(), scope: Scope::Labels(Labels::default()) });
        requirements.push("Label: {{ label.verbalizer }}".to_owned());
    }
    for (attribute, values) in answers.attributes.iter().take(MOST_ATTRIBUTES) {
        let (values, name) = (distinct(values), identifier(attribute));
        if values.len() < 2 || name.is_empty() || names.contains(&name) {
            continue;
        }
        requirements.push(format!("{}: {{{{ {name} }}}}", title(attribute)));
        names.push(name.clone());
        let values = values.into_iter().map(|value| Weighted::from(Value::Text(value))).collect();
        conditions.push(Condition { name, scope: Scope::Values(values) });
    }
    let field = outputs.keys().next().cloned().unwrap_or_default();
    let mut checks: Vec<Check> = Vec::new();
    checks.extend(examples.map(|examples| Check::Length {
        field: field.clone(),
        words: Some(examples.words),
        band: None,
        tolerance: 0.25,
    }));
    if !answers.avoid.is_empty() {
        checks.push(Check::Forbidden { field: field.clone(), words: answers.avoid.clone() });
    }
    checks.push(Check::Duplicate { field: field.clone() });
    checks.push(Check::RougeL { field: field.clone(), max: 0.7 });
    let demonstrations = examples.map(|examples| Demonstration {
        name: "examples".to_owned(),
        source: "examples".to_owned(),
        select: Select::Random,
        count: examples.count,
        matching: labelled.then(|| "label".to_owned()),
        similarity: Similarity::default(),
        query: None,
        pinned: Vec::new(),
    });
    let mut fields: Vec<String> = outputs.keys().cloned().collect();
    fields.extend(labelled.then(|| "label".to_owned()));
    let step = Step {
        demonstrations: demonstrations.iter().map(|block| block.name.clone()).collect(),
        json: outputs.len() > 1,
        sampling: Sampling { max_tokens: 300, ..Sampling::default() },
        output: outputs,
        ..Step::plain("write", prompt(&requirements, examples.is_some()), &field, plain_text())
    };
    let single = matches!(kind, TaskKind::Classification | TaskKind::Generation);
    let task = Task {
        kind,
        mode: Mode::Generate,
        input: None,
        role: String::new(),
        goal: goal.trim().to_owned(),
        codebook: String::new(),
        labels: labels.into_iter().filter(|_| labelled).map(Label::plain).collect(),
        fields,
    };
    let steps = if single { made(step, answers.way) } else { vec![step] };
    Recipe {
        sources: examples.iter().map(|examples| examples.source.clone()).collect(),
        conditions,
        demonstrations: demonstrations.into_iter().collect(),
        checks,
        ..Recipe::plain(name_of(goal), task, steps)
    }
}

fn plain_text() -> Output {
    Output::String { words: None, strict: false, pattern: None }
}

const OUTLINE: &str = "outline";
const DRAFT: &str = "draft";
const CRITIQUE: &str = "critique";

/// The steps in which the text of a step is made.
fn made(write: Step, way: Way) -> Vec<Step> {
    let before = |id: &str, prompt: String| Step {
        sampling: write.sampling.clone(),
        demonstrations: if id == CRITIQUE { Vec::new() } else { write.demonstrations.clone() },
        ..Step::plain(id, prompt, id, plain_text())
    };
    let asked = write.prompt.clone();
    match way {
        Way::Write => vec![write],
        Way::Outline => {
            let outline =
                before(OUTLINE, format!("{asked}\n\nFirst write an outline of it in three short points."));
            let prompt = format!("{asked}\n\nFollow this outline:\n{{{{ {OUTLINE} }}}}");
            vec![outline, Step { prompt, ..write }]
        }
        Way::Improve => {
            let draft = before(DRAFT, asked);
            let critique = before(
                CRITIQUE,
                format!(
                    "{{{{ task.goal }}}}\n\nA draft:\n{{{{ {DRAFT} }}}}\n\nSay in one sentence what is weak in it."
                ),
            );
            let prompt = format!(
                "{{{{ task.goal }}}}\n\nA draft:\n{{{{ {DRAFT} }}}}\n\nA critique of it:\n{{{{ {CRITIQUE} }}}}\n\n\
                 Write the better text."
            );
            vec![draft, critique, Step { prompt, demonstrations: Vec::new(), ..write }]
        }
    }
}

fn outputs(kind: TaskKind, words: Option<[u32; 2]>) -> IndexMap<String, Output> {
    let text = Output::String { words, strict: false, pattern: None };
    let names: &[&str] = match kind {
        TaskKind::Qa => &["question", "answer"],
        TaskKind::Instruction => &["instruction", "response"],
        TaskKind::Dialogue => &["user", "assistant"],
        _ => &["text"],
    };
    names.iter().map(|name| ((*name).to_owned(), text.clone())).collect()
}

fn prompt(requirements: &[String], examples: bool) -> String {
    let mut prompt = "{{ task.goal }}".to_owned();
    if examples {
        prompt += "\n\nExamples:\n{% for shot in examples %}\n- {{ shot.text }}\n{% endfor %}\n\nWrite another one.";
    }
    if !requirements.is_empty() {
        prompt += if examples { " Requirements:" } else { "\n\nRequirements:" };
    }
    for (at, requirement) in requirements.iter().enumerate() {
        prompt += &format!("\n{}. {requirement}", at + 1);
    }
    prompt
}

/// Each text once, whatever its case, none empty or as long as a sentence.
fn distinct(texts: &[String]) -> Vec<String> {
    let mut keys = Vec::new();
    let mut kept = Vec::new();
    for text in texts {
        let text = plain(text).trim_end_matches(['.', ',', ';']).to_owned();
        let key = normalized(&text);
        if !key.is_empty() && text.chars().count() <= LONGEST && !keys.contains(&key) {
            keys.push(key);
            kept.push(text);
        }
    }
    kept.truncate(MOST_VALUES);
    kept
}

/// A name that prompts can say; empty where nothing is left of it or the program keeps it for itself.
pub(super) fn identifier(text: &str) -> String {
    let letter = |c: char| is_identifier(&format!("_{c}"));
    let words: Vec<String> = text
        .split(|c: char| c == '_' || !letter(c))
        .filter(|word| !word.is_empty())
        .take(3)
        .map(str::to_lowercase)
        .collect();
    let name = words.join("_");
    let taken = ["examples", "shot"];
    if is_free_name(&name) && !taken.contains(&name.as_str()) { name } else { String::new() }
}

fn title(text: &str) -> String {
    let text = plain(text);
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The first words of the description.
fn name_of(goal: &str) -> String {
    let words: Vec<&str> = goal.split_whitespace().take(6).collect();
    let name = words.join(" ");
    let name = name.trim_end_matches(['.', ',', ':', ';']);
    if name.is_empty() { "Texts like the examples".to_owned() } else { title(name) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn read(answers: &Json) -> Answers {
        Answers::read(answers.as_object().unwrap())
    }

    #[test]
    fn the_questions_are_a_recipe() {
        for examples in [None, Some("- a text {{ with }}\n- another")] {
            let recipe = questions("Emails {{ x }} to {% y", examples).unwrap();
            assert_eq!(recipe.validate(), [], "{examples:?}");
        }
    }

    #[test]
    fn answers_become_a_recipe() {
        let answers = read(&json!({
            "kind": "classification",
            "labels": ["refund", "Delivery", "refund."],
            "attributes": ["Tone of voice", "product", "label", "product", "length", "{{ evil }}"],
            "values": [["angry", "calm"], ["shoes", "a {{ lamp }}", ""], ["a", "b"], ["x", "y"], ["short"], ["p", "q"]],
        }));
        let recipe = assembled("Emails to a shop.", &answers, None);
        assert_eq!(recipe.validate(), []);
        let labels: Vec<&str> = recipe.task.labels.iter().map(|label| label.name.as_str()).collect();
        assert_eq!(labels, ["refund", "Delivery"]);
        let names: Vec<&str> = recipe.conditions.iter().map(|condition| condition.name.as_str()).collect();
        assert_eq!(names, ["label", "tone_of_voice", "product"]);
        assert!(recipe.steps[0].prompt.ends_with(
            "Requirements:\n1. Label: {{ label.verbalizer }}\n2. Tone of voice: {{ tone_of_voice }}\n3. Product: {{ product }}"
        ));
        assert_eq!(recipe.name, "Emails to a shop");
    }

    #[test]
    fn examples_say_what_rows_hold() {
        let answers = read(&json!({ "attributes": ["tone"], "values": [["warm", "cold"]] }));
        let examples = Examples::for_tests();
        let recipe = assembled("", &answers, Some(&examples));
        assert_eq!(recipe.validate(), []);
        assert_eq!(recipe.task.kind, TaskKind::Classification);
        assert_eq!(recipe.task.fields, ["text", "label"]);
        assert!(recipe.sources[0].private);
        let mut unlabelled = examples;
        unlabelled.labels.clear();
        let recipe = assembled("Notes", &answers, Some(&unlabelled));
        assert_eq!(recipe.validate(), []);
        assert_eq!((recipe.task.kind, recipe.task.labels.len()), (TaskKind::Generation, 0));
    }

    #[test]
    fn texts_are_made_in_steps() {
        let check = |way: &str, expected: &[&str]| {
            let answers = read(&json!({
                "kind": "generation", "way": way, "length": "sentence", "avoid": ["as an AI", "{{ x }}"],
                "attributes": ["tone", "draft"], "values": [["warm", "cold"], ["a", "b"]],
            }));
            for examples in [None, Some(Examples::for_tests())] {
                let recipe = assembled("Notes", &answers, examples.as_ref());
                assert_eq!(recipe.validate(), [], "{way}");
                assert_eq!(recipe.steps.iter().map(|step| step.id.as_str()).collect::<Vec<_>>(), expected);
                let forbidden = recipe.checks.iter().find_map(|check| match check {
                    Check::Forbidden { words, .. } => Some(words.len()),
                    _ => None,
                });
                assert_eq!(forbidden, Some(2));
            }
        };
        check("write", &["write"]);
        check("outline", &["outline", "write"]);
        check("improve", &["draft", "critique", "write"]);
    }

    proptest! {
        #[test]
        fn whatever_the_model_says_becomes_a_recipe_without_errors(
            goal in ".{0,40}",
            kind in "classification|generation|qa|instruction|dialogue|x",
            way in "write|outline|improve|",
            length in "sentence|paragraph|page|",
            avoid in prop::collection::vec(".{0,20}", 0..4),
            labels in prop::collection::vec(".{0,20}", 0..6),
            attributes in prop::collection::vec(".{0,20}|topic|text|label|task", 0..6),
            values in prop::collection::vec(prop::collection::vec(".{0,80}", 0..5), 0..6),
        ) {
            let answers = read(&json!({
                "kind": kind, "labels": labels, "attributes": attributes, "values": values, "way": way,
                "length": length, "avoid": avoid,
            }));
            let recipe = assembled(&goal, &answers, None);
            let problems = recipe.validate();
            let wrong = problems.iter().filter(|problem| problem.severity == ::recipe::Severity::Error);
            prop_assert_eq!(wrong.count(), 0, "{:?}", problems);
            prop_assert_eq!(Recipe::parse(&recipe.format()).unwrap(), recipe);
        }
    }
}
