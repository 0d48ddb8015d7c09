//! A recipe as a list of facts in the words of the form, for comparing versions.

use serde::Serialize;

use crate::{
    Branch, Check, Condition, Demonstration, Label, Mode, Output, Recipe, Repeat, Sampling, Scope, Step,
    Value, Weighted,
};

/// One thing that a recipe says. What is left at its usual value is no fact.
pub(crate) struct Fact {
    /// Place of the section in the document.
    pub(crate) section: usize,
    pub(crate) path: String,
    /// Unique in the recipe: 'Values of condition topic'.
    pub(crate) what: String,
    pub(crate) value: String,
}

/// Everything that a recipe says, in the order of the document.
pub(crate) fn facts(recipe: &Recipe) -> Vec<Fact> {
    let mut facts = Facts { section: 0, list: Vec::new() };
    head(recipe, &mut facts);
    facts.section += 1;
    task(recipe, &mut facts);
    facts.section += 1;
    for (at, source) in recipe.sources.iter().enumerate() {
        let (path, name) = (format!("sources[{at}]"), &source.name);
        facts.add(format!("{path}.file"), format!("File of source {name}"), &source.file);
        let fields: Vec<String> =
            source.fields.iter().map(|(ours, column)| format!("{ours} from {column}")).collect();
        facts.some(format!("{path}.fields"), format!("Fields of source {name}"), &fields.join(", "));
        let private = if source.private { "yes" } else { "" };
        facts.some(format!("{path}.private"), format!("Source {name} is private"), private);
        let chunks =
            source.chunks.map(|chunks| format!("{} words, {} repeated", chunks.words, chunks.overlap));
        facts.some(format!("{path}.chunks"), format!("Parts of source {name}"), &chunks.unwrap_or_default());
    }
    facts.section += 1;
    for (at, item) in recipe.conditions.iter().enumerate() {
        condition(&format!("conditions[{at}]"), item, &mut facts);
    }
    facts.section += 1;
    for (at, shots) in recipe.demonstrations.iter().enumerate() {
        demonstration(&format!("demonstrations[{at}]"), shots, &mut facts);
    }
    facts.section += 1;
    for (at, item) in recipe.steps.iter().enumerate() {
        step(&format!("steps[{at}]"), item, &mut facts);
    }
    facts.section += 1;
    schedule(recipe, &mut facts);
    facts.section += 1;
    for (at, item) in recipe.checks.iter().enumerate() {
        let what = format!("Check {} of {}", item.kind(), item.field());
        let twins = recipe.checks[..at]
            .iter()
            .filter(|other| (other.kind(), other.field()) == (item.kind(), item.field()));
        let number = twins.count() + 1;
        let what = if number > 1 { format!("{what}, number {number}") } else { what };
        facts.add(format!("checks[{at}]"), what, &check(item));
    }
    facts.section += 1;
    for (at, item) in recipe.curate.iter().enumerate() {
        let settings: Vec<String> =
            item.settings.iter().map(|(name, value)| format!("{name} {value}")).collect();
        facts.add(format!("curate[{at}]"), format!("Curation step {}", item.kind), &settings.join(", "));
    }
    facts.list
}

struct Facts {
    section: usize,
    list: Vec<Fact>,
}

impl Facts {
    fn add(&mut self, path: impl Into<String>, what: impl Into<String>, value: &str) {
        let fact = Fact { section: self.section, path: path.into(), what: what.into(), value: value.into() };
        self.list.push(fact);
    }

    /// Adds a fact unless it says nothing.
    fn some(&mut self, path: impl Into<String>, what: impl Into<String>, value: &str) {
        if !value.is_empty() {
            self.add(path, what, value);
        }
    }
}

fn head(recipe: &Recipe, facts: &mut Facts) {
    facts.add("name", "Name", &recipe.name);
    facts.some("method", "Method", recipe.method.as_deref().unwrap_or_default());
    facts.some("description", "Description", &recipe.description);
}

fn task(recipe: &Recipe, facts: &mut Facts) {
    let task = &recipe.task;
    facts.add("task.kind", "Kind of dataset", &word(&task.kind));
    let mode = match task.mode {
        Mode::Generate => "",
        Mode::Annotate => "labels given rows",
        Mode::Rewrite => "transforms given rows",
    };
    facts.some("task.mode", "Way of working", mode);
    facts.some("task.input", "Given rows", task.input.as_deref().unwrap_or_default());
    facts.some("task.role", "Role of the model", &task.role);
    facts.some("task.goal", "Goal", &task.goal);
    facts.some("task.codebook", "Codebook", &task.codebook);
    for (at, item) in task.labels.iter().enumerate() {
        facts.add(format!("task.labels[{at}]"), format!("Label {}", item.name), &label(item));
    }
    let order = task.labels.iter().map(|label| label.name.as_str()).collect::<Vec<_>>().join(", ");
    facts.some("task.labels", "Order of the labels", &order);
    facts.some("task.fields", "Columns of the dataset", &task.fields.join(", "));
}

fn label(label: &Label) -> String {
    let mut text = format!("said as \u{201c}{}\u{201d}", label.verbalizer());
    if let Some(definition) = &label.definition {
        text = format!("{text}: {definition}");
    }
    text
}

fn condition(path: &str, condition: &Condition, facts: &mut Facts) {
    let name = &condition.name;
    match &condition.scope {
        Scope::Values(items) => {
            facts.add(format!("{path}.values"), format!("Values of condition {name}"), &values(items));
        }
        Scope::Labels(labels) => {
            let weights: Vec<String> =
                labels.weights.iter().map(|(label, weight)| format!("{label} (weight {weight})")).collect();
            let text = if weights.is_empty() { "equally often".into() } else { weights.join(", ") };
            facts.add(format!("{path}.labels"), format!("Labels drawn by condition {name}"), &text);
        }
        Scope::Range(range) => {
            let text = format!("{} to {} in steps of {}", range.low, range.high, range.step);
            facts.add(format!("{path}.range"), format!("Range of condition {name}"), &text);
        }
        Scope::Dates(dates) => {
            facts.add(
                format!("{path}.dates"),
                format!("Dates of condition {name}"),
                &format!("{} to {}", dates.from, dates.to),
            );
        }
        Scope::Rows(rows) => {
            facts.add(
                format!("{path}.rows"),
                format!("Rows of condition {name}"),
                &format!("of {}", rows.source),
            );
        }
        Scope::Facts(drawn) => {
            let value = format!("{} of {}", drawn.count, drawn.source);
            facts.add(format!("{path}.facts"), format!("Facts of condition {name}"), &value);
        }
        Scope::Words(words) => {
            let text = format!("{} of {}", words.count, words.from.join(", "));
            facts.add(format!("{path}.words"), format!("Words of condition {name}"), &text);
        }
        Scope::Tree(branches) => {
            facts.add(format!("{path}.tree"), format!("Tree of condition {name}"), &tree(branches));
        }
        Scope::Depends(depends) => {
            facts.add(format!("{path}.depends.on"), format!("Condition that {name} depends on"), &depends.on);
            for (case, items) in &depends.cases {
                let path = crate::parse::join(&format!("{path}.depends.cases"), case);
                facts.add(path, format!("Values of condition {name} for {case}"), &values(items));
            }
        }
    }
}

fn values(items: &[Weighted]) -> String {
    let shown = |item: &Weighted| match &item.value {
        Value::Band([low, high]) => format!("{low} to {high}"),
        other => other.to_string(),
    };
    let items = items.iter().map(|item| {
        if item.weight == 1.0 { shown(item) } else { format!("{} (weight {})", shown(item), item.weight) }
    });
    items.collect::<Vec<_>>().join(", ")
}

fn tree(branches: &[Branch]) -> String {
    let branches = branches.iter().map(|branch| {
        let weight =
            if branch.weight == 1.0 { String::new() } else { format!(" (weight {})", branch.weight) };
        let below =
            if branch.children.is_empty() { String::new() } else { format!(" [{}]", tree(&branch.children)) };
        format!("{}{weight}{below}", branch.name)
    });
    branches.collect::<Vec<_>>().join(", ")
}

fn demonstration(path: &str, shots: &Demonstration, facts: &mut Facts) {
    let name = &shots.name;
    facts.add(format!("{path}.source"), format!("Source of demonstrations {name}"), &shots.source);
    facts.add(format!("{path}.select"), format!("Choice of demonstrations {name}"), &word(&shots.select));
    facts.add(format!("{path}.count"), format!("Number of demonstrations {name}"), &shots.count.to_string());
    let matching = shots.matching.as_deref().unwrap_or_default();
    facts.some(
        format!("{path}.matching"),
        format!("Field that demonstrations {name} share with the row"),
        matching,
    );
    facts.add(
        format!("{path}.similarity"),
        format!("Comparison of demonstrations {name}"),
        &word(&shots.similarity),
    );
    let query = shots.query.as_deref().unwrap_or_default();
    facts.some(format!("{path}.query"), format!("Text that demonstrations {name} resemble"), query);
    let pinned = shots.pinned.iter().map(usize::to_string).collect::<Vec<_>>().join(", ");
    facts.some(format!("{path}.pinned"), format!("Pinned rows of demonstrations {name}"), &pinned);
}

fn step(path: &str, step: &Step, facts: &mut Facts) {
    let id = &step.id;
    let model = if step.model == crate::step::default_role() { "" } else { &step.model };
    facts.some(format!("{path}.model"), format!("Model of step {id}"), model);
    let shots = step.demonstrations.join(", ");
    facts.some(format!("{path}.demonstrations"), format!("Demonstrations of step {id}"), &shots);
    facts.some(format!("{path}.prompt"), format!("Prompt of step {id}"), &step.prompt);
    let method = match step.method {
        crate::Method::Write => "",
        crate::Method::Score => "chooses a label by score",
        crate::Method::Formula => "computes its fields",
    };
    facts.some(format!("{path}.method"), format!("Way of answering in step {id}"), method);
    facts.some(
        format!("{path}.when"),
        format!("Condition of step {id}"),
        step.when.as_deref().unwrap_or_default(),
    );
    let repeat = step.repeat.as_ref().map(repeat).unwrap_or_default();
    facts.some(format!("{path}.repeat"), format!("Repetition of step {id}"), &repeat);
    for (name, formula) in &step.formulas {
        facts.add(format!("{path}.formulas.{name}"), format!("Formula of {name} in step {id}"), formula);
    }
    for (name, form) in &step.output {
        facts.add(format!("{path}.output.{name}"), format!("Field {name} of step {id}"), &output(form));
    }
    let order = step.output.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
    facts.add(format!("{path}.output"), format!("Fields of step {id}"), &order);
    facts.some(
        format!("{path}.json"),
        format!("Step {id} answers in JSON"),
        if step.json { "yes" } else { "" },
    );
    sampling(&format!("{path}.sampling"), id, &step.sampling, facts);
}

fn repeat(repeat: &Repeat) -> String {
    match repeat {
        Repeat::Each(list) => format!("once for each item of {list}"),
        Repeat::Vote(vote) => {
            let compared = vote.by.as_deref().unwrap_or(&vote.on);
            format!("{} answers, {} of the most frequent {compared} is taken", vote.samples, vote.on)
        }
        Repeat::Until(until) => {
            let kept = if until.gather { ", all answers kept" } else { "" };
            format!("until {}, at most {} times{kept}", until.test, until.most)
        }
    }
}

fn output(output: &Output) -> String {
    let ends = |low: Option<String>, high: Option<String>| {
        let low = low.map(|low| format!(", at least {low}")).unwrap_or_default();
        let high = high.map(|high| format!(", at most {high}")).unwrap_or_default();
        format!("{low}{high}")
    };
    match output {
        Output::String { words, strict, pattern } => {
            let never = if *strict { ", never fewer or more" } else { "" };
            let words =
                words.map(|[low, high]| format!(", {low} to {high} words{never}")).unwrap_or_default();
            let pattern =
                pattern.as_deref().map(|pattern| format!(", matching {pattern}")).unwrap_or_default();
            format!("text{words}{pattern}")
        }
        Output::Label => "label".into(),
        Output::Choice { of } => format!("one of {}", of.join(", ")),
        Output::Integer { min, max } => {
            format!("whole number{}", ends(min.map(|end| end.to_string()), max.map(|end| end.to_string())))
        }
        Output::Number { min, max } => {
            format!("number{}", ends(min.map(|end| end.to_string()), max.map(|end| end.to_string())))
        }
        Output::Boolean => "yes or no".into(),
        Output::Spans { of, types } => format!("spans of {of}: {}", types.join(", ")),
        Output::List { min, max } => {
            format!("list{}", ends(min.map(|end| end.to_string()), max.map(|end| end.to_string())))
        }
    }
}

fn sampling(path: &str, id: &str, sampling: &Sampling, facts: &mut Facts) {
    let usual = Sampling::default();
    let mut number = |key: &str, name: &str, value: String, usual: String| {
        if value != usual {
            facts.add(format!("{path}.{key}"), format!("{name} of step {id}"), &value);
        }
    };
    number("temperature", "Temperature", sampling.temperature.to_string(), usual.temperature.to_string());
    number("top_p", "Top-p", sampling.top_p.to_string(), usual.top_p.to_string());
    number("min_p", "Min-p", sampling.min_p.to_string(), usual.min_p.to_string());
    let penalty = |sampling: &Sampling| sampling.repetition_penalty.to_string();
    number("repetition_penalty", "Repetition penalty", penalty(sampling), penalty(&usual));
    let penalty = |sampling: &Sampling| sampling.presence_penalty.to_string();
    number("presence_penalty", "Presence penalty", penalty(sampling), penalty(&usual));
    let suppression = |sampling: &Sampling| sampling.suppression.to_string();
    number("suppression", "Suppression of frequent tokens", suppression(sampling), suppression(&usual));
    let debiasing = |sampling: &Sampling| sampling.self_debiasing.to_string();
    number("self_debiasing", "Self-debiasing", debiasing(sampling), debiasing(&usual));
    number("top_k", "Top-k", sampling.top_k.map(|k| k.to_string()).unwrap_or_default(), String::new());
    number("stop", "Stop texts", sampling.stop.join(", "), String::new());
    number("max_tokens", "Most tokens", sampling.max_tokens.to_string(), usual.max_tokens.to_string());
}

fn schedule(recipe: &Recipe, facts: &mut Facts) {
    let schedule = &recipe.schedule;
    facts.add("schedule.strategy", "Order of the conditions", &word(&schedule.strategy));
    facts.add("schedule.rows", "Rows", &schedule.rows.to_string());
    facts.add("schedule.attempts", "Most attempts", &schedule.attempts().to_string());
    facts.add("schedule.round", "Rows in a round", &schedule.round.to_string());
    facts.add("schedule.retries", "Retries of a row", &schedule.retries.to_string());
    for (at, rule) in schedule.rules.iter().enumerate() {
        facts.add(format!("schedule.rules[{at}]"), format!("Rule {}", at + 1), rule);
    }
}

fn check(check: &Check) -> String {
    match check {
        Check::Length { words, band, tolerance, .. } => {
            let band = match (words, band) {
                (Some([low, high]), _) => format!("{low} to {high} words"),
                (None, Some(band)) => format!("as many words as {band} says"),
                (None, None) => "no band".into(),
            };
            if *tolerance == 0.0 { band } else { format!("{band}, {} % more or less", tolerance * 100.0) }
        }
        Check::Required { words, values_of, .. } => {
            let named = values_of.iter().map(|name| format!("the value of {name}"));
            format!("contains {}", words.iter().cloned().chain(named).collect::<Vec<_>>().join(", "))
        }
        Check::Forbidden { words, .. } => format!("contains none of {}", words.join(", ")),
        Check::RougeL { max, .. } => format!("at most {max}"),
        Check::Duplicate { .. } => "no accepted row has the same text".into(),
        Check::Likely { min, .. } => format!("mean log-probability of at least {min}"),
        Check::Holds { test, .. } => format!("{test} is true"),
    }
}

/// A unit variant by its name in the document.
fn word(variant: &impl Serialize) -> String {
    serde_json::to_value(variant).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
