//! What follows from a recipe: columns, order of steps, edges, names in prompts, differences.

#![allow(clippy::unwrap_used, reason = "tests")]

use recipe::{
    Recipe,
    template::{self, Use},
};

const BASE: &str = include_str!("data/base.recipe.toml");

fn base(edits: &[(&str, &str)]) -> Recipe {
    let text = edits.iter().fold(BASE.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replacen(old, new, 1)
    });
    Recipe::parse(&text).unwrap()
}

#[test]
fn columns() {
    let check = |edits: &[(&str, &str)], expected: &str| {
        let columns = base(edits).columns();
        let shown: Vec<String> = columns
            .iter()
            .map(|column| {
                format!(
                    "{} {}",
                    column.name,
                    serde_json::to_value(&column.origin).unwrap()["kind"].as_str().unwrap()
                )
            })
            .collect();
        assert_eq!(shown.join(", "), expected);
    };
    let fields = "fields = [\"text\", \"label\"]";
    check(&[], "text output, label condition");
    check(
        &[(fields, "")],
        "text output, tags output, grade output, verdict output, verdict_confidence confidence",
    );
    check(
        &[
            (fields, ""),
            ("method = \"score\"\noutput = { verdict = \"label\" }", "output = { verdict = \"string\" }"),
        ],
        "text output, tags output, grade output, verdict output, label condition",
    );
    check(
        &[(fields, "mode = \"annotate\"\ninput = \"support\"")],
        "label input, text output, tags output, grade output, verdict output, verdict_confidence confidence",
    );
    check(
        &[(fields, "fields = [\"verdict_confidence\", \"topic\", \"other\"]")],
        "verdict_confidence confidence, topic condition, other input",
    );
}

#[test]
fn order_of_steps() {
    let check =
        |edits: &[(&str, &str)], expected: &[usize]| assert_eq!(base(edits).step_order().unwrap(), expected);
    check(&[], &[0, 1, 2]);
    check(&[("{{ task.goal }}", "{{ task.goal }} {{ verdict }}"), ("Label {{ text }}", "Label")], &[2, 0, 1]);
    check(&[("Is this good? {{ text }}", "Is {{ verdict_confidence }} enough? {{ text }}")], &[0, 2, 1]);
}

#[test]
fn edges() {
    let edges: Vec<String> = base(&[])
        .edges()
        .into_iter()
        .map(|edge| format!("{:?} -{}-> {:?}", edge.from, edge.name, edge.to))
        .collect();
    let expected = "Condition(1) -topic-> Condition(2)
Source(0) -support-> Demonstration(0)
Condition(0) -label-> Demonstration(0)
Condition(1) -topic-> Demonstration(0)
Task -task-> Step(0)
Condition(0) -label-> Step(0)
Condition(1) -topic-> Step(0)
Condition(2) -detail-> Step(0)
Condition(4) -year-> Step(0)
Condition(5) -place-> Step(0)
Condition(6) -extra-> Step(0)
Demonstration(0) -shots-> Step(0)
Condition(3) -length-> Step(0)
Step(0) -text-> Step(1)
Step(0) -tags-> Step(1)
Step(0) -text-> Step(2)
Step(0) -text-> Check(0)
Condition(3) -length-> Check(0)
Step(0) -text-> Check(1)
Condition(1) -topic-> Check(1)
Step(0) -text-> Check(2)";
    assert_eq!(edges.join("\n"), expected);
}

#[test]
fn names_in_prompts() {
    let check = |source: &str, expected: &str| {
        let shown = |used: &Use| {
            format!("{}@{}", [&[used.name.clone()][..], &used.fields].concat().join("."), used.line)
        };
        let actual = match template::uses(source) {
            Ok(uses) => uses.iter().map(shown).collect::<Vec<_>>().join(" "),
            Err(faults) => faults
                .iter()
                .map(|fault| format!("{}: {}", fault.line, fault.message))
                .collect::<Vec<_>>()
                .join("; "),
        };
        assert_eq!(actual, expected, "{source}");
    };
    check("plain", "");
    check("{{ a }}\n{{ b.c.d }} {{ e['f g'] }} {{ h[0].i }}", "a@1 b.c.d@2 e.f g@2 h.[].i@2");
    check(
        "{% for x in a.b %}{{ x.c }}{{ loop.index }}{{ y }}{% else %}{{ x }}{% endfor %}",
        "a.b@1 a.b.[].c@1 y@1 x@1",
    );
    check("{% for k, v in a %}{{ k }}{{ v.w }}{% endfor %}", "a@1");
    check(
        "{% if a and not b %}{{ c | default(d) }}{% elif e is defined %}{{ 'f' ~ g }}{% endif %}",
        "a@1 b@1 c@1 d@1 e@1 g@1",
    );
    check("{{ [a, (b, 1)] | join(', ') }}{{ c[1:d] }}{{ e if f else g }}", "a@1 b@1 c@1 d@1 f@1 e@1 g@1");
    check("{# {{ a }} #}{% raw %}{{ b }}{% endraw %}", "");
    check("{{ a", "1: unexpected end of input, expected end of variable block");
    check("\n{% bogus %}", "2: unknown statement bogus");
    check(
        "{{ a | nope }} {{ b is nope }}",
        &format!(
            "1: there is no filter `nope`; there are {}; 1: there is no test `nope`; there are {}",
            list(template::FILTERS),
            list(template::TESTS),
        ),
    );
    check(
        "{{ f() }}{% with x = a %}{% endwith %}{% do f() %}",
        "1: functions cannot be called in prompts; 1: the tag `with` is not part of prompts, only `if` and `for` are; 1: the tag `do` is not part of prompts, only `if` and `for` are",
    );
    // What is said about these depends on what else the build brings in; they are never accepted.
    for source in [
        "{% include 'file' %}",
        "{% macro f() %}{% endmacro %}",
        "{% extends 'file' %}",
        "{% import 'a' as b %}",
    ] {
        assert!(template::uses(source).is_err(), "{source}");
    }
}

fn list(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

#[test]
fn what_is_listed_can_be_rendered() {
    let env = template::environment();
    for name in template::FILTERS {
        let argument = if *name == "replace" {
            "('a', 'b')"
        } else if *name == "indent" {
            "(2)"
        } else {
            ""
        };
        let value = if matches!(*name, "round" | "int" | "calc") { "1" } else { "'abc'" };
        let source = format!("{{{{ {value} | {name}{argument} }}}}");
        assert!(env.render_str(&source, ()).is_ok(), "{source}");
        assert!(template::uses(&source).is_ok(), "{source}");
    }
    for name in template::TESTS {
        let source = if matches!(*name, "eq" | "ne") {
            format!("{{{{ 1 is {name}(1) }}}}")
        } else {
            format!("{{{{ 1 is {name} }}}}")
        };
        assert!(env.render_str(&source, ()).is_ok(), "{source}");
    }
    assert!(env.render_str("{{ unknown }}", ()).is_err());
    assert!(
        env.render_str("{% for x in [1] * 100000 %}{% for y in [1] * 100000 %}{% endfor %}{% endfor %}", ())
            .is_err()
    );
    assert_eq!(env.render_str("a\n{% if true %}\nb\n{% endif %}\nc", ()).unwrap(), "a\nb\nc");
}

#[test]
fn differences() {
    let check = |edits: &[(&str, &str)], expected: &str| {
        let changes: Vec<String> = base(&[])
            .diff(&base(edits))
            .into_iter()
            .map(|change| {
                let (before, after) =
                    (change.before.unwrap_or("(none)".into()), change.after.unwrap_or("(none)".into()));
                format!("{} | {}: {before} -> {after}", change.path, change.what)
            })
            .collect();
        assert_eq!(changes.join("\n"), expected);
    };
    check(&[], "");
    check(&[("name = \"Reviews\"", "name = \"Short reviews\"")], "name | Name: Reviews -> Short reviews");
    check(
        &[("\"plot\", \"acting\", ", "\"plot\", ")],
        "conditions[1].values | Values of condition topic: plot, acting, score (weight 2) -> plot, score (weight 2)",
    );
    check(
        &[("[[conditions]]\nname = \"year\"\nrange = { low = 1990, high = 2020, step = 10 }\n", "")],
        "conditions[4].range | Range of condition year: 1990 to 2020 in steps of 10 -> (none)",
    );
    check(
        &[("[[10, 20], [20, 40]]", "[[10, 20]]"), ("temperature = 0.7", "temperature = 0.9, top_k = 40")],
        "conditions[3].values | Values of condition length: 10 to 20, 20 to 40 -> 10 to 20
steps[0].sampling.temperature | Temperature of step draft: 0.7 -> 0.9
steps[0].sampling.top_k | Top-k of step draft: (none) -> 40",
    );
    check(
        &[
            ("max = 0.7", "max = 0.6"),
            (
                "kind = \"required\"\nfield = \"text\"\nvalues_of = [\"topic\"]",
                "kind = \"duplicate\"\nfield = \"text\"",
            ),
        ],
        "checks[1] | Check duplicate of text: (none) -> no accepted row has the same text
checks[2] | Check rouge-l of text: at most 0.7 -> at most 0.6
checks[1] | Check required of text: contains the value of topic -> (none)",
    );
    check(
        &[("Label {{ text }}", "Label: {{ text }}")],
        "steps[2].prompt | Prompt of step judge: Label {{ text }} -> Label: {{ text }}",
    );
    check(
        &[("{ name = \"negative\" }", "{ name = \"negative\", definition = \"bad\" }, { name = \"mixed\" }")],
        "task.labels[1] | Label negative: said as “negative” -> said as “negative”: bad
task.labels[2] | Label mixed: (none) -> said as “mixed”
task.labels | Order of the labels: positive, negative -> positive, negative, mixed",
    );
}

#[test]
fn comments_do_not_change_the_hash() {
    let recipe = base(&[]);
    assert_eq!(recipe.hash(), base(&[("schema = 1", "# a comment\nschema  =  1")]).hash());
    assert_ne!(recipe.hash(), base(&[("rows = 20", "rows = 21")]).hash());
    assert_eq!(recipe.hash().len(), 64);
}
