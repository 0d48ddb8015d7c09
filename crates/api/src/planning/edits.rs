//! Edits that what became of a few rows suggests. Each sets one place of the document to another value, so that a person
//! can take any of them without the others.

use ::recipe::{Change, Check, Mode, Output, Recipe, Step, template};
use dataset::{Fields, Stage, Verdict};
use generation::text;
use serde_json::{Value as Json, json};

use super::{Tried, plain};

/// Tokens that a step may write at most.
const MOST_TOKENS: usize = 4096;

/// A place of the document and what it becomes.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// Keys and positions that lead there.
    pub path: Vec<Json>,
    /// The value.
    pub value: Json,
    /// What was seen that speaks for it, in a sentence.
    pub why: String,
}

impl Edit {
    fn new<const N: usize>(path: [Json; N], value: impl Into<Json>, why: impl Into<String>) -> Self {
        Self { path: path.to_vec(), value: value.into(), why: why.into() }
    }

    /// The recipe after the edit, or `None` where it would not be one.
    #[must_use]
    pub fn applied(&self, recipe: &Recipe) -> Option<Recipe> {
        let mut document = serde_json::to_value(recipe).ok()?;
        let mut place = &mut document;
        for key in &self.path {
            place = match key {
                Json::String(name) => place.as_object_mut()?.get_mut(name)?,
                key => place.as_array_mut()?.get_mut(usize::try_from(key.as_u64()?).ok()?)?,
            };
        }
        *place = self.value.clone();
        serde_json::from_value(document).ok()
    }

    /// What it changes, in the form's words.
    #[must_use]
    pub fn changes(&self, recipe: &Recipe) -> Vec<Change> {
        self.applied(recipe).map(|after| recipe.diff(&after)).unwrap_or_default()
    }
}

/// The edits that these rows suggest, the one that concerns most rows first. None leads to a recipe with more errors.
#[must_use]
pub fn suggested(recipe: &Recipe, tried: &[Tried]) -> Vec<Edit> {
    let mut found: Vec<(usize, Edit)> = Vec::new();
    let cut = |step: &Step| {
        let ends = |row: &&Tried| {
            row.attempt.steps.iter().any(|trace| trace.step == step.id && trace.finish == "length")
        };
        tried.iter().filter(ends).count()
    };
    for (at, step) in recipe.steps.iter().enumerate() {
        let rows = cut(step);
        if rows > 0 && step.sampling.max_tokens < MOST_TOKENS {
            let longer = (2 * step.sampling.max_tokens).min(MOST_TOKENS);
            let why = format!(
                "{} by the limit of tokens of '{}'.",
                of_rows(rows, "was cut off", "were cut off"),
                step.id
            );
            found.push((
                rows,
                Edit::new([json!("steps"), json!(at), json!("sampling"), json!("max_tokens")], longer, why),
            ));
        }
        let unread = tried
            .iter()
            .filter(|row| {
                let last = row.attempt.steps.last();
                last.is_some_and(|trace| trace.step == step.id && trace.finish != "length")
                    && matches!(row.verdict, Verdict::Rejected { stage: Stage::Parsed, .. })
            })
            .count();
        let cooler = (f64::from(step.sampling.temperature) - 0.3).max(0.2);
        if unread > 0 && f64::from(step.sampling.temperature) > cooler + 0.05 {
            let why = format!(
                "{} not in the form that '{}' asks for; a lower temperature keeps closer to it.",
                of_rows(unread, "was", "were"),
                step.id
            );
            let cooler = (cooler * 100.0).round() / 100.0;
            found.push((
                unread,
                Edit::new([json!("steps"), json!(at), json!("sampling"), json!("temperature")], cooler, why),
            ));
        }
    }
    for (at, check) in recipe.checks.iter().enumerate() {
        let failed: Vec<&Tried> = tried
            .iter()
            .filter(|row| {
                row.attempt.checks.iter().any(|result| {
                    !result.passed && result.kind == check.kind() && result.field == check.field()
                })
            })
            .collect();
        if !failed.is_empty() {
            found.extend(for_check(recipe, at, check, &failed).map(|edit| (failed.len(), edit)));
        }
    }
    let errors = |recipe: &Recipe| {
        recipe.validate().iter().filter(|problem| problem.severity == ::recipe::Severity::Error).count()
    };
    let before = errors(recipe);
    found.retain(|(_, edit)| edit.applied(recipe).is_some_and(|after| errors(&after) <= before));
    found.sort_by_key(|(rows, _)| std::cmp::Reverse(*rows));
    let mut edits: Vec<Edit> = Vec::new();
    for (_, edit) in found {
        // Of two edits of one place the later would undo the earlier.
        if edits.iter().all(|other| other.path != edit.path) {
            edits.push(edit);
        }
    }
    edits
}

fn of_rows(rows: usize, one: &str, many: &str) -> String {
    if rows == 1 { format!("1 row {one}") } else { format!("{rows} rows {many}") }
}

/// The step that makes a field, where its prompt can be edited.
fn maker<'r>(recipe: &'r Recipe, field: &str) -> Option<(usize, &'r Step)> {
    recipe
        .steps
        .iter()
        .enumerate()
        .find(|(_, step)| step.output.contains_key(field) && !step.prompt.is_empty())
}

fn reads(step: &Step, name: &str) -> bool {
    template::uses(&step.prompt).is_ok_and(|uses| uses.iter().any(|used| used.name == name))
}

fn with_line(at: usize, step: &Step, line: &str, why: String) -> Edit {
    let prompt = format!("{}\n{line}", step.prompt.trim_end());
    Edit::new([json!("steps"), json!(at), json!("prompt")], prompt, why)
}

fn for_check(recipe: &Recipe, at: usize, check: &Check, failed: &[&Tried]) -> Option<Edit> {
    let (position, step) = maker(recipe, check.field())?;
    let rows = |one: &str, many: &str| of_rows(failed.len(), one, many);
    match check {
        Check::Length { field, words: Some([low, high]), .. } => {
            let lengths = || {
                failed
                    .iter()
                    .filter_map(|row| row.attempt.fields.get(field))
                    .map(|value| text(value).split_whitespace().count())
            };
            let (least, most) = (lengths().min()?, lengths().max()?);
            let had = if least == most { format!("{least}") } else { format!("{least} to {most}") };
            let why = format!("{} {had} words long; {low} to {high} are wanted.", rows("was", "were"));
            match step.output.get(field)? {
                Output::String { words, strict: false, pattern: None } => {
                    let band = words.unwrap_or([*low, *high]);
                    let output = json!({ "type": "string", "words": band, "strict": true, "pattern": null });
                    Some(Edit::new(
                        [json!("steps"), json!(position), json!("output"), json!(field)],
                        output,
                        why,
                    ))
                }
                _ => None,
            }
        }
        Check::Length { band: Some(band), tolerance, .. } => {
            if !reads(step, band) {
                let why =
                    format!("{} of another length, and the prompt does not name it.", rows("was", "were"));
                let line = format!("Write between {{{{ {band}.low }}}} and {{{{ {band}.high }}}} words.");
                return Some(with_line(position, step, &line, why));
            }
            let wider = ((tolerance + 0.15) * 100.0).round() / 100.0;
            let why = format!(
                "{} outside the band of '{band}'; a wider tolerance keeps texts that nearly meet it.",
                rows("was", "were")
            );
            (wider <= 0.5).then(|| Edit::new([json!("checks"), json!(at), json!("tolerance")], wider, why))
        }
        Check::Required { words, values_of, .. } => {
            let unread: Vec<String> = values_of
                .iter()
                .filter(|name| !reads(step, name))
                .map(|name| format!("{{{{ {name} }}}}"))
                .collect();
            let named =
                words.iter().map(|word| plain(word)).filter(|word| !step.prompt.contains(word.as_str()));
            let missing: Vec<String> = named.chain(unread).collect();
            let why = format!("{} what must occur.", rows("lacks", "lack"));
            if missing.is_empty() {
                let retries = recipe.schedule.retries + 2;
                return (retries <= 8).then(|| {
                    Edit::new(
                        [json!("schedule"), json!("retries")],
                        retries,
                        why + " More tries of a row find it.",
                    )
                });
            }
            Some(with_line(position, step, &format!("Mention: {}.", missing.join(", ")), why))
        }
        Check::Forbidden { words, .. } => {
            let words: Vec<String> = words.iter().map(|word| plain(word)).collect();
            let line = format!("Do not write: {}.", words.join(", "));
            let why = format!("{} forbidden words.", rows("holds", "hold"));
            (!step.prompt.contains(&line)).then(|| with_line(position, step, &line, why))
        }
        Check::RougeL { .. } | Check::Duplicate { .. } => {
            let warmer = ((f64::from(step.sampling.temperature) + 0.2) * 100.0).round() / 100.0;
            let why = format!("{} much like another; a higher temperature varies more.", rows("is", "are"));
            (warmer <= 1.2).then(|| {
                Edit::new(
                    [json!("steps"), json!(position), json!("sampling"), json!("temperature")],
                    warmer,
                    why,
                )
            })
        }
        Check::Length { .. } | Check::Likely { .. } | Check::Holds { .. } => None,
    }
}

/// The recipe that asks the model to reword the goal after these rejections, or `None` where there are none.
///
/// # Errors
/// The question is not a recipe, which the tests rule out.
pub fn rewording(recipe: &Recipe, tried: &[Tried]) -> crate::error::Result<Option<Recipe>> {
    let mut reasons: Vec<String> = Vec::new();
    for row in tried {
        if let Verdict::Rejected { reason, .. } = &row.verdict
            && !reasons.contains(reason)
        {
            reasons.push(reason.clone());
        }
    }
    if reasons.is_empty() || recipe.task.goal.trim().is_empty() || recipe.task.mode != Mode::Generate {
        return Ok(None);
    }
    let mut question = crate::draft::parse(REWORDING)?;
    question.task.goal.clone_from(&recipe.task.goal);
    question.task.codebook =
        reasons.iter().take(5).map(|reason| format!("- {reason}")).collect::<Vec<_>>().join("\n");
    Ok(Some(question))
}

const REWORDING: &str = r#"
schema = 1
name = "rewording"
task = { kind = "generation", fields = ["goal"] }
[[steps]]
id = "reword"
prompt = """
Rewrite this instruction so that the answers are accepted.

Instruction: {{ task.goal }}

Why answers were rejected:
{{ task.codebook }}

Write the new instruction alone."""
output = { goal = { type = "string", words = [3, 60] } }
sampling = { temperature = 0.5, max_tokens = 120 }
[schedule]
rows = 1
"#;

/// The edit that the model's rewording is, where it says something else.
#[must_use]
pub fn reworded(recipe: &Recipe, fields: &Fields) -> Option<Edit> {
    let goal = plain(fields.get("goal")?.as_str()?);
    let same = template::normalized(&goal) == template::normalized(&recipe.task.goal);
    (!goal.is_empty() && !same).then(|| {
        Edit::new(
            [json!("task"), json!("goal")],
            goal,
            "The model rewords the goal after reading why rows were rejected.",
        )
    })
}

#[cfg(test)]
mod tests {
    use dataset::{Attempt, CheckResult, StepTrace};

    use super::*;

    fn recipe(checks: &str) -> Recipe {
        let text = format!(
            r#"
schema = 1
name = "test"
task = {{ kind = "generation", goal = "Write.", fields = ["text"] }}
[[conditions]]
name = "length"
values = [[10, 20]]
[[conditions]]
name = "topic"
values = ["sea", "sun"]
[[steps]]
id = "write"
prompt = "{{{{ task.goal }}}}"
output = {{ text = "string" }}
sampling = {{ temperature = 0.8, max_tokens = 50 }}
{checks}
"#
        );
        let recipe = Recipe::parse(&text).unwrap();
        assert!(recipe.validate().iter().all(|p| p.severity == ::recipe::Severity::Warning));
        recipe
    }

    fn row(text: &str, finish: &str, failed: Option<(&str, Stage)>) -> Tried {
        let trace = StepTrace {
            step: "write".into(),
            prompt_sha256: String::new(),
            prompt_tokens: 0,
            raw: text.into(),
            tokens: Vec::new(),
            finish: finish.into(),
        };
        let verdict = match failed {
            None => Verdict::Accepted { row: 0 },
            Some((check, stage)) => {
                Verdict::Rejected { stage, check: check.into(), reason: format!("{check} failed") }
            }
        };
        let checks = failed.filter(|(_, stage)| *stage != Stage::Parsed).map(|(kind, _)| CheckResult {
            kind: kind.into(),
            field: "text".into(),
            passed: false,
            detail: String::new(),
        });
        let attempt = Attempt {
            draw: 0,
            attempt: 0,
            conditions: Fields::new(),
            input: None,
            shown: Vec::new(),
            steps: vec![trace],
            fields: json!({ "text": text }).as_object().unwrap().clone(),
            checks: checks.into_iter().collect(),
            failure: None,
        };
        Tried { attempt, verdict }
    }

    #[test]
    fn what_failed_suggests_an_edit() {
        let check = |checks: &str, rows: &[Tried], expected: &[(&str, Json)]| {
            let recipe = recipe(checks);
            let edits = suggested(&recipe, rows);
            let found: Vec<(String, Json)> = edits
                .iter()
                .map(|edit| (edit.path.iter().map(text).collect::<Vec<_>>().join("."), edit.value.clone()))
                .collect();
            let expected: Vec<(String, Json)> =
                expected.iter().map(|(path, value)| ((*path).to_owned(), value.clone())).collect();
            assert_eq!(found, expected);
            for edit in &edits {
                assert_eq!(edit.changes(&recipe).len(), 1, "{edit:?}");
                assert!(edit.why.ends_with('.'));
            }
        };
        let valid = |kind| Some((kind, Stage::Valid));
        let length = "[[checks]]\nkind = \"length\"\nfield = \"text\"\n";
        check("", &[row("fine", "end", None)], &[]);
        check(
            "",
            &[row("cut", "length", Some(("answer", Stage::Parsed)))],
            &[("steps.0.sampling.max_tokens", json!(100))],
        );
        check(
            "",
            &[row("{", "end", Some(("answer", Stage::Parsed)))],
            &[("steps.0.sampling.temperature", json!(0.5))],
        );
        check(
            &format!("{length}words = [10, 20]"),
            &[row("too short", "end", valid("length"))],
            &[(
                "steps.0.output.text",
                json!({ "type": "string", "words": [10, 20], "strict": true, "pattern": null }),
            )],
        );
        check(
            &format!("{length}band = \"length\""),
            &[row("too short", "end", valid("length"))],
            &[(
                "steps.0.prompt",
                json!("{{ task.goal }}\nWrite between {{ length.low }} and {{ length.high }} words."),
            )],
        );
        check(
            "[[checks]]\nkind = \"required\"\nfield = \"text\"\nwords = [\"salt\"]\nvalues_of = [\"topic\"]",
            &[row("x", "end", valid("required"))],
            &[("steps.0.prompt", json!("{{ task.goal }}\nMention: salt, {{ topic }}."))],
        );
        check(
            "[[checks]]\nkind = \"forbidden\"\nfield = \"text\"\nwords = [\"as an AI\"]",
            &[row("x", "end", valid("forbidden"))],
            &[("steps.0.prompt", json!("{{ task.goal }}\nDo not write: as an AI."))],
        );
        check(
            "[[checks]]\nkind = \"duplicate\"\nfield = \"text\"",
            &[row("x", "end", valid("duplicate"))],
            &[("steps.0.sampling.temperature", json!(1.0))],
        );
    }

    #[test]
    fn the_model_is_asked_to_reword_only_after_rejections() {
        let recipe = recipe("");
        assert!(rewording(&recipe, &[row("fine", "end", None)]).unwrap().is_none());
        let rejected = row("x", "end", Some(("answer {{ x }}", Stage::Parsed)));
        let question = rewording(&recipe, &[rejected]).unwrap().unwrap();
        assert_eq!(question.validate(), []);
        let said = |goal: &str| reworded(&recipe, json!({ "goal": goal }).as_object().unwrap());
        assert_eq!(said("write"), None);
        let edit = said("Write {{ task.kind }} in full sentences.").unwrap();
        assert_eq!(edit.applied(&recipe).unwrap().task.goal, "Write (( task.kind )) in full sentences.");
    }
}
