//! From recipe to text: readable TOML without defaults, the same for the same recipe.

mod layout;

use self::layout::{Node, Table, document};
use crate::{
    Branch, Check, Condition, Curate, Demonstration, Label, Method, Mode, Output, Recipe, Repeat, Sampling,
    Schedule, Scope, Select, Similarity, Source, Step, Strategy, Task, Value, Weighted,
};

impl Recipe {
    /// The recipe as TOML. Reading it back gives an equal recipe, and formatting that gives the same text.
    #[must_use]
    pub fn format(&self) -> String {
        let mut table = vec![leaf("schema", self.schema), text("name", &self.name)];
        table.extend(self.method.as_deref().map(|method| text("method", method)));
        push_text(&mut table, "description", &self.description);
        if self.steps.is_empty() {
            table.push(("steps".into(), Node::List(Vec::new())));
        }
        table.push(("task".into(), Node::Section(task(&self.task))));
        push_sections(&mut table, "sources", &self.sources, source);
        push_sections(&mut table, "conditions", &self.conditions, condition);
        push_sections(&mut table, "demonstrations", &self.demonstrations, demonstration);
        push_sections(&mut table, "steps", &self.steps, step);
        table.push(("schedule".into(), Node::Section(schedule(&self.schedule))));
        push_sections(&mut table, "checks", &self.checks, check);
        push_sections(&mut table, "curate", &self.curate, curate);
        document(&table)
    }
}

fn task(task: &Task) -> Table {
    let mut table = vec![name_of("kind", &task.kind)];
    if task.mode != Mode::default() {
        table.push(name_of("mode", &task.mode));
    }
    table.extend(task.input.as_deref().map(|input| text("input", input)));
    push_text(&mut table, "role", &task.role);
    push_text(&mut table, "goal", &task.goal);
    push_text(&mut table, "codebook", &task.codebook);
    push_list(&mut table, "labels", task.labels.iter().map(|item| Node::Inline(label(item))).collect());
    push_list(&mut table, "fields", texts(&task.fields));
    table
}

fn label(label: &Label) -> Table {
    let mut table = vec![text("name", &label.name)];
    table.extend(label.verbalizer.as_deref().map(|words| text("verbalizer", words)));
    table.extend(label.definition.as_deref().map(|words| text("definition", words)));
    table
}

fn source(source: &Source) -> Table {
    let mut table = vec![text("name", &source.name), text("file", &source.file)];
    if !source.fields.is_empty() {
        let fields = source.fields.iter().map(|(ours, column)| text(ours, column)).collect();
        table.push(("fields".into(), Node::Foldable(fields)));
    }
    push_flag(&mut table, "private", source.private);
    table.extend(source.chunks.map(|chunks| {
        let mut parts = vec![leaf("words", chunks.words)];
        push_whole(&mut parts, "overlap", chunks.overlap, 0);
        ("chunks".into(), Node::Inline(parts))
    }));
    table
}

fn condition(condition: &Condition) -> Table {
    let (key, scope) = match &condition.scope {
        Scope::Values(values) => ("values", Node::List(values.iter().map(weighted).collect())),
        Scope::Labels(labels) => {
            let mut table = Table::new();
            if !labels.weights.is_empty() {
                let weights =
                    labels.weights.iter().map(|(name, weight)| leaf(name, number(*weight))).collect();
                table.push(("weights".into(), Node::Inline(weights)));
            }
            ("labels", Node::Inline(table))
        }
        Scope::Range(range) => {
            let mut table = vec![leaf("low", number(range.low)), leaf("high", number(range.high))];
            push_number(&mut table, "step", range.step, 1.0);
            ("range", Node::Inline(table))
        }
        Scope::Words(words) => {
            let table = vec![leaf("count", words.count), ("from".into(), Node::List(texts(&words.from)))];
            ("words", Node::Foldable(table))
        }
        Scope::Dates(dates) => {
            ("dates", Node::Inline(vec![text("from", &dates.from), text("to", &dates.to)]))
        }
        Scope::Rows(rows) => ("rows", Node::Inline(vec![text("source", &rows.source)])),
        Scope::Facts(facts) => {
            ("facts", Node::Inline(vec![text("source", &facts.source), leaf("count", facts.count)]))
        }
        Scope::Tree(branches) => ("tree", Node::List(branches.iter().map(branch).collect())),
        Scope::Depends(depends) => {
            let cases = depends
                .cases
                .iter()
                .map(|(case, values)| (case.clone(), Node::List(values.iter().map(weighted).collect())))
                .collect();
            (
                "depends",
                Node::Foldable(vec![text("on", &depends.on), ("cases".into(), Node::Foldable(cases))]),
            )
        }
    };
    vec![text("name", &condition.name), (key.into(), scope)]
}

fn weighted(item: &Weighted) -> Node {
    let value = value(&item.value);
    if item.weight == 1.0 {
        return value;
    }
    Node::Inline(vec![("value".into(), value), leaf("weight", number(item.weight))])
}

fn value(value: &Value) -> Node {
    match value {
        Value::Bool(flag) => Node::Leaf(flag.to_string()),
        Value::Integer(whole) => Node::Leaf(whole.to_string()),
        Value::Number(decimal) => Node::Leaf(float(*decimal)),
        Value::Text(words) => Node::Text(words.clone()),
        Value::Band([low, high]) => band(*low, *high),
    }
}

fn branch(branch: &Branch) -> Node {
    let mut table = vec![text("name", &branch.name)];
    push_number(&mut table, "weight", branch.weight, 1.0);
    push_list(&mut table, "children", branch.children.iter().map(self::branch).collect());
    Node::Inline(table)
}

fn demonstration(demonstration: &Demonstration) -> Table {
    let mut table = vec![text("name", &demonstration.name), text("source", &demonstration.source)];
    if demonstration.select != Select::default() {
        table.push(name_of("select", &demonstration.select));
    }
    table.push(leaf("count", demonstration.count));
    table.extend(demonstration.matching.as_deref().map(|field| text("matching", field)));
    if demonstration.similarity != Similarity::default() {
        table.push(name_of("similarity", &demonstration.similarity));
    }
    table.extend(demonstration.query.as_deref().map(|query| text("query", query)));
    push_list(
        &mut table,
        "pinned",
        demonstration.pinned.iter().map(|at| Node::Leaf(at.to_string())).collect(),
    );
    table
}

fn step(step: &Step) -> Table {
    let mut table = vec![text("id", &step.id)];
    if step.model != crate::step::default_role() {
        table.push(text("model", &step.model));
    }
    push_list(&mut table, "demonstrations", texts(&step.demonstrations));
    push_text(&mut table, "prompt", &step.prompt);
    if step.method != Method::default() {
        table.push(name_of("method", &step.method));
    }
    table.extend(step.when.as_deref().map(|test| text("when", test)));
    table.extend(step.repeat.as_ref().map(|how| ("repeat".into(), repeat(how))));
    if !step.formulas.is_empty() {
        let formulas = step.formulas.iter().map(|(name, formula)| text(name, formula)).collect();
        table.push(("formulas".into(), Node::Foldable(formulas)));
    }
    let outputs = step.output.iter().map(|(name, form)| (name.clone(), output(form))).collect();
    table.push(("output".into(), Node::Foldable(outputs)));
    push_flag(&mut table, "json", step.json);
    let sampling = sampling(&step.sampling);
    if !sampling.is_empty() {
        table.push(("sampling".into(), Node::Foldable(sampling)));
    }
    table
}

fn repeat(repeat: &Repeat) -> Node {
    Node::Inline(vec![match repeat {
        Repeat::Each(list) => text("each", list),
        Repeat::Vote(vote) => {
            let mut table = vec![leaf("samples", vote.samples), text("on", &vote.on)];
            table.extend(vote.by.as_deref().map(|by| text("by", by)));
            ("vote".into(), Node::Inline(table))
        }
        Repeat::Until(until) => {
            let mut table = vec![text("test", &until.test), leaf("most", until.most)];
            push_flag(&mut table, "gather", until.gather);
            ("until".into(), Node::Inline(table))
        }
    }])
}

fn output(output: &Output) -> Node {
    let mut table = Table::new();
    match output {
        Output::String { words, strict, pattern } => {
            table.extend(words.map(|[low, high]| ("words".into(), band(low, high))));
            table.extend(strict.then(|| leaf("strict", true)));
            table.extend(pattern.as_deref().map(|pattern| text("pattern", pattern)));
        }
        Output::Choice { of } => table.push(("of".into(), Node::List(texts(of)))),
        Output::Integer { min, max } => {
            table.extend(min.map(|min| leaf("min", min)));
            table.extend(max.map(|max| leaf("max", max)));
        }
        Output::Number { min, max } => {
            table.extend(min.map(|min| leaf("min", number(min))));
            table.extend(max.map(|max| leaf("max", number(max))));
        }
        Output::Spans { of, types } => {
            table.push(text("of", of));
            table.push(("types".into(), Node::List(texts(types))));
        }
        Output::List { min, max } => {
            table.extend(min.map(|min| leaf("min", min)));
            table.extend(max.map(|max| leaf("max", max)));
        }
        Output::Label | Output::Boolean => {}
    }
    let kind = output.kind();
    if table.is_empty() {
        return Node::Text(kind.into());
    }
    table.insert(0, text("type", kind));
    Node::Inline(table)
}

fn sampling(sampling: &Sampling) -> Table {
    let usual = Sampling::default();
    let mut table = Table::new();
    let mut push = |key: &str, value: f32, usual: f32| {
        if value != usual {
            table.push(leaf(key, short_float(value)));
        }
    };
    push("temperature", sampling.temperature, usual.temperature);
    push("top_p", sampling.top_p, usual.top_p);
    push("min_p", sampling.min_p, usual.min_p);
    push("repetition_penalty", sampling.repetition_penalty, usual.repetition_penalty);
    push("presence_penalty", sampling.presence_penalty, usual.presence_penalty);
    push("suppression", sampling.suppression, usual.suppression);
    push("self_debiasing", sampling.self_debiasing, usual.self_debiasing);
    table.extend(sampling.top_k.map(|k| leaf("top_k", k)));
    push_list(&mut table, "stop", texts(&sampling.stop));
    push_whole(&mut table, "max_tokens", sampling.max_tokens, usual.max_tokens);
    table
}

fn schedule(schedule: &Schedule) -> Table {
    let usual = Schedule::default();
    let mut table = Table::new();
    if schedule.strategy != Strategy::default() {
        table.push(name_of("strategy", &schedule.strategy));
    }
    // The first thing that anyone wants to know or change, so it is always there.
    table.push(leaf("rows", schedule.rows));
    table.extend(schedule.attempts.map(|attempts| leaf("attempts", attempts)));
    push_whole(&mut table, "round", schedule.round, usual.round);
    push_whole(&mut table, "retries", schedule.retries, usual.retries);
    push_list(&mut table, "rules", texts(&schedule.rules));
    table
}

fn check(check: &Check) -> Table {
    let mut table = vec![text("kind", check.kind()), text("field", check.field())];
    match check {
        Check::Length { words, band, tolerance, .. } => {
            table.extend(words.map(|[low, high]| ("words".into(), self::band(low, high))));
            table.extend(band.as_deref().map(|band| text("band", band)));
            push_number(&mut table, "tolerance", *tolerance, 0.0);
        }
        Check::Required { words, values_of, .. } => {
            push_list(&mut table, "words", texts(words));
            push_list(&mut table, "values_of", texts(values_of));
        }
        Check::Forbidden { words, .. } => table.push(("words".into(), Node::List(texts(words)))),
        Check::RougeL { max, .. } => table.push(leaf("max", number(*max))),
        Check::Duplicate { .. } => {}
        Check::Likely { min, .. } => table.push(leaf("min", number(*min))),
        Check::Holds { test, .. } => table.push(text("test", test)),
    }
    table
}

fn curate(step: &Curate) -> Table {
    let settings = step.settings.iter().filter(|(_, value)| !value.is_null());
    std::iter::once(text("kind", &step.kind))
        .chain(settings.map(|(name, value)| (name.clone(), json(value))))
        .collect()
}

fn json(value: &serde_json::Value) -> Node {
    match value {
        serde_json::Value::String(text) => Node::Text(text.clone()),
        serde_json::Value::Array(items) => Node::List(items.iter().map(json).collect()),
        serde_json::Value::Object(table) => {
            Node::Inline(table.iter().map(|(name, value)| (name.clone(), json(value))).collect())
        }
        other => Node::Leaf(other.to_string()),
    }
}

fn leaf(key: &str, value: impl ToString) -> (String, Node) {
    (key.into(), Node::Leaf(value.to_string()))
}

fn text(key: &str, value: &str) -> (String, Node) {
    (key.into(), Node::Text(value.into()))
}

fn texts(items: &[String]) -> Vec<Node> {
    items.iter().cloned().map(Node::Text).collect()
}

fn band(low: u32, high: u32) -> Node {
    Node::List(vec![Node::Leaf(low.to_string()), Node::Leaf(high.to_string())])
}

/// A unit variant by its name in the document, which serde knows.
fn name_of(key: &str, variant: &impl serde::Serialize) -> (String, Node) {
    let name = serde_json::to_value(variant).ok().and_then(|value| value.as_str().map(str::to_owned));
    text(key, &name.unwrap_or_default())
}

fn push_text(table: &mut Table, key: &str, value: &str) {
    if !value.is_empty() {
        table.push(text(key, value));
    }
}

fn push_flag(table: &mut Table, key: &str, value: bool) {
    if value {
        table.push(leaf(key, true));
    }
}

fn push_number(table: &mut Table, key: &str, value: f64, usual: f64) {
    if value != usual {
        table.push(leaf(key, number(value)));
    }
}

fn push_whole(table: &mut Table, key: &str, value: usize, usual: usize) {
    if value != usual {
        table.push(leaf(key, value));
    }
}

fn push_list(table: &mut Table, key: &str, items: Vec<Node>) {
    if !items.is_empty() {
        table.push((key.into(), Node::List(items)));
    }
}

fn push_sections<T>(table: &mut Table, key: &str, items: &[T], section: fn(&T) -> Table) {
    if !items.is_empty() {
        table.push((key.into(), Node::Sections(items.iter().map(section).collect())));
    }
}

/// A number where whole ones need no decimal point.
fn number(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 1e15 && !(value == 0.0 && value.is_sign_negative()) {
        format!("{value:.0}")
    } else {
        float(value)
    }
}

/// A number that reads back as a decimal one.
fn float(value: f64) -> String {
    if value.is_nan() { "nan".into() } else { format!("{value:?}") }
}

fn short_float(value: f32) -> String {
    if value.is_nan() { "nan".into() } else { format!("{value:?}") }
}
