//! Steps: outputs, method and sampling.

use crate::{
    Method, Output, Problem, Recipe, Repeat, Sampling, Scope, Step, Vote, agreement_of, confidence_of,
    problem::did_you_mean, template,
};

pub(super) fn validate(recipe: &Recipe, problems: &mut Vec<Problem>) {
    if recipe.steps.is_empty() {
        problems.push(Problem::error("steps", "The recipe has no steps.", "Add a step with a prompt."));
    }
    for (at, step) in recipe.steps.iter().enumerate() {
        let path = format!("steps[{at}]");
        if step.output.is_empty() {
            problems.push(Problem::error(
                format!("{path}.output"),
                format!("The step `{}` makes no fields.", step.id),
                "Add one, for instance `output = { text = \"string\" }`.",
            ));
        }
        for (name, output) in &step.output {
            validate_output(recipe, &format!("{path}.output.{name}"), name, output, problems);
        }
        for (position, shots) in step.demonstrations.iter().enumerate() {
            if !recipe.demonstrations.iter().any(|known| known.name == *shots) {
                problems.push(Problem::error(
                    format!("{path}.demonstrations[{position}]"),
                    format!("There are no demonstrations `{shots}`."),
                    did_you_mean(
                        shots,
                        "demonstrations",
                        recipe.demonstrations.iter().map(|known| known.name.as_str()),
                    ),
                ));
            }
        }
        method(recipe, &path, step, problems);
        formulas(&path, step, problems);
        repeat(recipe, at, problems);
        sampling(&format!("{path}.sampling"), &step.sampling, problems);
        if step.sampling.self_debiasing > 0.0 && step.counter_label(recipe).is_none() {
            problems.push(Problem::error(
                format!("{path}.sampling.self_debiasing"),
                format!("Self-debiasing keeps labels apart, but the prompt of `{}` names none.", step.id),
                "Name a condition of labels in the prompt, or write `self_debiasing = 0`.",
            ));
        }
    }
}

fn validate_output(recipe: &Recipe, path: &str, name: &str, output: &Output, problems: &mut Vec<Problem>) {
    let mut order = |low: String, high: String| {
        problems.push(Problem::error(
            path,
            format!("The field `{name}` is at least {low} and at most {high}, which nothing is."),
            format!("Write `min = {high}, max = {low}`."),
        ));
    };
    match output {
        Output::Integer { min: Some(min), max: Some(max) } if min > max => {
            order(min.to_string(), max.to_string())
        }
        Output::Number { min: Some(min), max: Some(max) } if min > max => {
            order(min.to_string(), max.to_string())
        }
        Output::List { min: Some(min), max: Some(max) } if min > max => {
            order(min.to_string(), max.to_string())
        }
        Output::List { max: Some(0), .. } => problems.push(Problem::error(
            path,
            format!("The list `{name}` may hold no items."),
            "Raise `max`, or remove it.",
        )),
        Output::Number { min, max } if min.iter().chain(max).any(|end| !end.is_finite()) => {
            let message = format!("The bounds of `{name}` are no numbers.");
            problems.push(Problem::error(path, message, "Write the digits, or leave the bound out."));
        }
        Output::Label if recipe.task.labels.is_empty() => problems.push(Problem::error(
            path,
            format!("The field `{name}` is one of the task's labels, but the task has none."),
            "Add labels to the task.",
        )),
        Output::Choice { of } => choice(path, name, of, problems),
        Output::Spans { of, types } => {
            choice(path, name, types, problems);
            let known: Vec<String> =
                recipe.columns().into_iter().chain(recipe.made()).map(|c| c.name).collect();
            if !known.contains(of) && recipe.task.input.is_none() {
                problems.push(Problem::error(
                    format!("{path}.of"),
                    format!("The spans `{name}` lie in `{of}`, which is no field."),
                    did_you_mean(of, "fields", known.iter().map(String::as_str)),
                ));
            }
        }
        Output::String { words, strict, pattern } => {
            if *strict && (words.is_none() || pattern.is_some()) {
                let why =
                    if words.is_none() { "none is given" } else { "its pattern says already what fits" };
                problems.push(Problem::error(
                    format!("{path}.strict"),
                    format!("The field `{name}` is strict about its number of words, but {why}."),
                    "Write `words = [5, 40]` and no pattern, or remove `strict`.",
                ));
            }
            if let Some(band) = words {
                super::validate_band(&format!("{path}.words"), *band, problems);
            }
            if let Some(pattern) = pattern {
                validate_pattern(path, name, pattern, problems);
            }
        }
        _ => {}
    }
}

fn choice(path: &str, name: &str, of: &[String], problems: &mut Vec<Problem>) {
    if of.is_empty() {
        problems.push(Problem::error(
            path,
            format!("The field `{name}` is one of some texts, but there are none."),
            "Add them, for instance `of = [\"yes\", \"no\"]`.",
        ));
    }
    for (at, text) in of.iter().enumerate() {
        if text.trim().is_empty() || of[..at].contains(text) {
            problems.push(Problem::error(
                path,
                format!("The field `{name}` has the choice `{text}` empty or twice."),
                "Remove it.",
            ));
        } else if text.trim() != text {
            problems.push(Problem::error(
                path,
                format!("The choice `{text}` of `{name}` begins or ends with space, which no answer does."),
                format!("Write `{}`.", text.trim()),
            ));
        }
    }
}

fn validate_pattern(path: &str, name: &str, pattern: &str, problems: &mut Vec<Problem>) {
    if let Err(error) = regex_syntax::parse(pattern) {
        let why = match &error {
            regex_syntax::Error::Parse(error) => error.kind().to_string(),
            regex_syntax::Error::Translate(error) => error.kind().to_string(),
            other => other.to_string(),
        };
        problems.push(Problem::error(
            format!("{path}.pattern"),
            format!("The pattern of `{name}` is not a regular expression: {why}."),
            "Correct the pattern; put a backslash before signs that are meant as they are.",
        ));
    }
}

fn method(recipe: &Recipe, path: &str, step: &Step, problems: &mut Vec<Problem>) {
    if step.method != Method::Score {
        return;
    }
    if step.output.len() != 1 || step.output.values().any(|output| !matches!(output, Output::Label)) {
        problems.push(Problem::error(
            format!("{path}.output"),
            format!("The step `{}` chooses a label by score, so it makes one field of type label and nothing else.", step.id),
            "Write `output = { label = \"label\" }`, or `method = \"write\"`.",
        ));
    }
    if step.json {
        problems.push(Problem::error(
            format!("{path}.json"),
            format!("The step `{}` chooses a label by score, so it writes no JSON.", step.id),
            "Remove `json`.",
        ));
    }
    if step.sampling != Sampling::default() {
        problems.push(Problem::warning(
            format!("{path}.sampling"),
            format!(
                "The step `{}` scores labels and draws no tokens, so its sampling has no effect.",
                step.id
            ),
            "Remove `sampling`.",
        ));
    }
    for name in step.output.keys() {
        let confidence = confidence_of(name);
        let taken = recipe.conditions.iter().any(|condition| condition.name == confidence)
            || recipe.steps.iter().any(|step| step.output.contains_key(&confidence));
        if taken {
            problems.push(Problem::error(
                format!("{path}.output"),
                format!(
                    "The name `{confidence}` is taken, but the step `{}` keeps its confidence under it.",
                    step.id
                ),
                "Rename the other one.",
            ));
        }
    }
}

/// Computed fields: a formula for each, and nothing that asks the model.
fn formulas(path: &str, step: &Step, problems: &mut Vec<Problem>) {
    if step.method != Method::Formula {
        if !step.formulas.is_empty() {
            problems.push(Problem::error(
                format!("{path}.formulas"),
                format!("The step `{}` asks the model, so its formulas are not used.", step.id),
                "Write `method = \"formula\"`, or move the formulas into a step of their own.",
            ));
        }
        return;
    }
    if !step.prompt.trim().is_empty() || step.json {
        problems.push(Problem::error(
            format!("{path}.prompt"),
            format!("The step `{}` computes its fields, so the model is not asked.", step.id),
            "Remove `prompt` and `json`, or the method.",
        ));
    }
    if matches!(step.repeat, Some(Repeat::Vote(_) | Repeat::Until(_))) {
        problems.push(Problem::error(
            format!("{path}.repeat"),
            format!("The step `{}` computes its fields: every time gives the same.", step.id),
            "Remove `repeat`, or take the step for `each` item of a list.",
        ));
    }
    for name in step.output.keys().filter(|name| !step.formulas.contains_key(*name)) {
        problems.push(Problem::error(
            format!("{path}.output.{name}"),
            format!("The field `{name}` has no formula."),
            format!("Add `formulas = {{ {name} = \"…\" }}`."),
        ));
    }
    for (at, name) in step.output.keys().enumerate() {
        let read = step.formulas.get(name).and_then(|formula| template::expression_uses(formula).ok());
        let later: Vec<&String> = step.output.keys().skip(at).collect();
        if let Some(read) = read.iter().flatten().find(|read| later.contains(&&read.name)) {
            problems.push(Problem::error(
                format!("{path}.formulas.{name}"),
                format!("The formula of `{name}` reads `{}`, which is not computed before it.", read.name),
                "Move the field that is read before it.",
            ));
        }
    }
    for name in step.formulas.keys().filter(|name| !step.output.contains_key(*name)) {
        problems.push(Problem::error(
            format!("{path}.formulas.{name}"),
            format!("There is a formula for `{name}`, which is no field of the step `{}`.", step.id),
            did_you_mean(name, "fields", step.output.keys().map(String::as_str)),
        ));
    }
}

/// Most times that a step is taken for one row.
const MOST_TIMES: usize = 100;

fn repeat(recipe: &Recipe, at: usize, problems: &mut Vec<Problem>) {
    let step = &recipe.steps[at];
    let path = format!("steps[{at}].repeat");
    match &step.repeat {
        None => {}
        Some(Repeat::Each(list)) => {
            let known = lists(recipe, at);
            if !known.contains(&list.as_str()) {
                problems.push(Problem::error(
                    format!("{path}.each"),
                    format!("The step `{}` is taken for each item of `{list}`, which is no list.", step.id),
                    did_you_mean(list, "lists", known),
                ));
            }
        }
        Some(Repeat::Vote(vote)) => self::vote(recipe, &path, step, vote, problems),
        Some(Repeat::Until(until)) if until.most > MOST_TIMES => {
            problems.push(Problem::error(
                format!("{path}.until.most"),
                format!(
                    "The step `{}` may be taken {} times; the most are {MOST_TIMES}.",
                    step.id, until.most
                ),
                "Write a smaller number.",
            ));
        }
        Some(Repeat::Until(_)) => {}
    }
}

fn vote(recipe: &Recipe, path: &str, step: &Step, vote: &Vote, problems: &mut Vec<Problem>) {
    if !step.output.contains_key(&vote.on) {
        problems.push(Problem::error(
            format!("{path}.vote.on"),
            format!("The answers of `{}` are compared by `{}`, which it does not make.", step.id, vote.on),
            did_you_mean(&vote.on, "fields", step.output.keys().map(String::as_str)),
        ));
    }
    if vote.samples < 2 || vote.samples > MOST_TIMES {
        problems.push(Problem::error(
            format!("{path}.vote.samples"),
            format!("A vote takes from 2 to {MOST_TIMES} answers, not {}.", vote.samples),
            "A usual number is 5.",
        ));
    }
    if step.method != Method::Write || step.sampling.temperature == 0.0 {
        problems.push(Problem::error(
            format!("{path}.vote"),
            format!("The step `{}` always gives the same answer, so there is nothing to vote on.", step.id),
            "Raise its temperature, or remove `vote`.",
        ));
    }
    let agreement = agreement_of(&vote.on);
    let taken = recipe.conditions.iter().any(|condition| condition.name == agreement)
        || recipe.steps.iter().any(|step| step.output.contains_key(&agreement));
    if taken {
        problems.push(Problem::error(
            format!("{path}.vote.on"),
            format!(
                "The name `{agreement}` is taken, but the step `{}` keeps its agreement under it.",
                step.id
            ),
            "Rename the other one.",
        ));
    }
}

/// Names of what holds several items: lists that other steps make, and drawn words.
fn lists(recipe: &Recipe, step: usize) -> Vec<&str> {
    let words = recipe
        .conditions
        .iter()
        .filter(|condition| matches!(condition.scope, Scope::Words(_) | Scope::Facts(_)));
    let made = recipe.steps.iter().enumerate().filter(|(at, _)| *at != step).flat_map(|(_, step)| {
        let lists = step.makes_lists();
        step.output
            .iter()
            .filter(move |(_, output)| lists || matches!(output, Output::List { .. } | Output::Spans { .. }))
            .map(|(name, _)| name.as_str())
    });
    words.map(|condition| condition.name.as_str()).chain(made).collect()
}

fn sampling(path: &str, sampling: &Sampling, problems: &mut Vec<Problem>) {
    let mut outside = |key: &str, value: f32, fits: bool, bounds: &str, usual: &str| {
        if !fits {
            problems.push(Problem::error(
                format!("{path}.{key}"),
                format!("`{key}` is {value}; it must be {bounds}."),
                format!("A usual value is {usual}."),
            ));
        }
    };
    let Sampling { temperature, top_p, min_p, repetition_penalty, presence_penalty, suppression, .. } =
        *sampling;
    outside("temperature", temperature, (0.0..=10.0).contains(&temperature), "from 0 to 10", "0.8");
    outside("top_p", top_p, top_p > 0.0 && top_p <= 1.0, "above 0 and at most 1", "0.95");
    outside("min_p", min_p, (0.0..1.0).contains(&min_p), "from 0 to below 1", "0.05");
    let penalty = repetition_penalty;
    outside("repetition_penalty", penalty, penalty > 0.0 && penalty <= 10.0, "above 0 and at most 10", "1.1");
    let presence = presence_penalty;
    outside("presence_penalty", presence, (-10.0..=10.0).contains(&presence), "from -10 to 10", "0.5");
    let debiasing = sampling.self_debiasing;
    outside("self_debiasing", debiasing, (0.0..=10_000.0).contains(&debiasing), "from 0 to 10000", "200");
    outside("suppression", suppression, (0.0..=100.0).contains(&suppression), "from 0 to 100", "7.5");
    if sampling.top_k == Some(0) {
        problems.push(Problem::error(
            format!("{path}.top_k"),
            "`top_k` is 0, which leaves no token to choose.",
            "Write 1 or more, or remove it.",
        ));
    }
    if sampling.max_tokens == 0 {
        problems.push(Problem::error(
            format!("{path}.max_tokens"),
            "`max_tokens` is 0, so the model cannot answer.",
            "Write for instance `max_tokens = 256`.",
        ));
    }
    if sampling.stop.iter().any(String::is_empty) {
        problems.push(Problem::error(
            format!("{path}.stop"),
            "An empty stop text would end every answer at once.",
            "Remove it.",
        ));
    }
}
