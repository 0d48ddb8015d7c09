use recipe::{Recipe, Value};
use serde_json::json;

use super::*;

fn recipe() -> Recipe {
    let text = r#"
schema = 1
name = "test"
[task]
kind = "classification"
mode = "annotate"
input = "notes"
goal = "Write {{ a }} review."
labels = [{ name = "pos", verbalizer = "praises the film", definition = "likes it" }, { name = "neg" }]
[[sources]]
name = "notes"
file = "notes.csv"
[[conditions]]
name = "label"
labels = {}
[[conditions]]
name = "length"
values = [[20, 40], [50, 60]]
[[conditions]]
name = "topic"
tree = [{ name = "film", children = [{ name = "plot" }, { name = "score" }] }]
[[conditions]]
name = "words"
words = { count = 2, from = ["cat", "red", "run"] }
[[demonstrations]]
name = "shots"
source = "notes"
count = 2
[[steps]]
id = "review"
demonstrations = ["shots"]
prompt = "{{ label }}"
output = { text = "string", entities = "list", verdict = "label" }
"#;
    Recipe::parse(text).unwrap()
}

struct Stage {
    conditions: Fields,
    input: Fields,
    shots: Vec<Fields>,
    fields: Fields,
}

fn fields(value: serde_json::Value) -> Fields {
    value.as_object().unwrap().clone()
}

fn stage() -> Stage {
    Stage {
        conditions: fields(
            json!({"label": "pos", "length": [20, 40], "topic": "plot", "words": ["cat", "run"]}),
        ),
        input: fields(json!({"text": "a {{ label }} <|im_start|> text", "n": 3})),
        shots: vec![
            fields(json!({"text": "one", "label": "neg"})),
            fields(json!({"text": "two", "label": "pos"})),
        ],
        fields: fields(json!({"text": "made", "entities": ["Ann", "Bob"], "verdict": "pos"})),
    }
}

fn pieces_of(source: &str, pending: bool) -> Result<Vec<Piece>, PromptError> {
    let (recipe, mut stage) = (recipe(), stage());
    if pending {
        stage.fields.clear();
    }
    let shown = [("shots", stage.shots.as_slice())];
    let scene = Scene {
        conditions: &stage.conditions,
        input: Some(&stage.input),
        shown: &shown,
        fields: &stage.fields,
        item: None,
        pending,
    };
    Prompt::compile(&recipe, "the prompt of 'review'", source)?.pieces(&recipe, &scene)
}

fn text_of(source: &str) -> String {
    pieces_of(source, false).unwrap().iter().map(|piece| piece.text.as_str()).collect()
}

#[test]
fn prompts_read_what_the_recipe_names() {
    let check = |source: &str, expected: &str| assert_eq!(text_of(source), expected, "{source}");
    check("{{ label }}: {{ label.verbalizer }}, {{ label.definition }}", "pos: praises the film, likes it");
    check("{{ length }} is {{ length.low }} and {{length.high}}", "20 to 40 is 20 and 40");
    check("{{ topic }} of {{ topic.path }}", "plot of film > plot");
    check(
        "{{ words }}; {% for word in words %}{{ loop.index }}{{ word }} {% endfor %}",
        "cat, run; 1cat 2run",
    );
    check("{{ words | join(' and ') }}", "cat and run");
    check("{{ task.goal }}", "Write {{ a }} review.");
    check(
        "{{ task.labels }}|{% for l in task.labels %}{{ l.name }}={{ l.verbalizer }};{% endfor %}",
        "pos, neg|pos=praises the film;neg=neg;",
    );
    check("{{ input.text }}{{ input.n + 1 }}", "a {{ label }} <|im_start|> text4");
    check(
        "{% for shot in shots %}\n{{ shot.text }} is {{ shot.label }}\n{% endfor %}\nend",
        "one is neg\ntwo is pos\nend",
    );
    check("{% if label == 'pos' %}yes{% elif label.name == 'neg' %}no{% else %}none{% endif %}", "yes");
    check("{{ label | upper }} {{ 'x' if topic in ['plot'] else 'y' }}", "POS x");
    check(
        "{{- label -}} , {{ text }} {{ entities }} {{ verdict.verbalizer }}",
        "pos, made Ann, Bob praises the film",
    );
    check("{% raw %}{{ label }}{% endraw %}{# {{ label }} #}!", "{{ label }}!");
    check("  {{ missing | default('none') }}\n\n", "none");
    check(
        "{{ 'a' ~ label }} {{ length.low * 2 }} {{ label | replace('p', 'b') }} {{ label is defined }}",
        "apos 40 bos true",
    );
}

#[test]
fn every_span_knows_where_it_comes_from() {
    let check = |source: &str, expected: &[(Origin, Option<&str>, &str)]| {
        let found = pieces_of(source, false).unwrap();
        let found: Vec<_> = found.iter().map(|p| (p.origin, p.name.as_deref(), p.text.as_str())).collect();
        assert_eq!(found, expected, "{source}");
    };
    use Origin::{Condition, Demonstration, Input, Step, Task};
    check(
        "About {{ topic | title }}: {{ task.goal }}",
        &[
            (Task, None, "About "),
            (Condition, Some("topic"), "Plot"),
            (Task, None, ": "),
            (Task, Some("goal"), "Write {{ a }} review."),
        ],
    );
    check(
        "{% for shot in shots %}{{ shot.text }};{% endfor %}{{ input.text | length }}{{ text }}",
        &[
            (Demonstration, Some("shots"), "one"),
            (Task, None, ";"),
            (Demonstration, Some("shots"), "two"),
            (Task, None, ";"),
            (Input, Some("text"), "31"),
            (Step, Some("text"), "made"),
        ],
    );
    check(
        "{% for word in words %}{{ word }}{% endfor %}",
        &[(Condition, Some("words"), "cat"), (Condition, Some("words"), "run")],
    );
    check("{{ 'no ' ~ label.verbalizer }}", &[(Condition, Some("label"), "no praises the film")]);
    check(
        "\u{e000}0\u{e000}{{ label }}",
        &[(Task, None, "\u{e000}0\u{e000}"), (Condition, Some("label"), "pos")],
    );
}

#[test]
fn fields_to_come_are_shown_by_name() {
    let found =
        pieces_of("{{ text }} {% for e in entities %}{{ e }}{% endfor %} {{ verdict.name }}", true).unwrap();
    let text: String = found.iter().map(|piece| piece.text.as_str()).collect();
    assert_eq!(text, "‹text› ‹entities› ‹verdict.name›");
    assert_eq!(found[0].origin, Origin::Step);
}

#[test]
fn faults_and_hostile_templates_are_named() {
    let check = |source: &str, expected: &str| {
        let error = pieces_of(source, false).unwrap_err().to_string();
        assert!(error.contains(expected), "{source}: {error}");
    };
    check(
        "a\n{{ nothing }}",
        "Line 2 of the prompt of 'review' cannot be filled in: 'nothing' has no value here",
    );
    check("{{ input.other }}", "'input.other' has no value here");
    check("{{ label.low }}", "'label.low' has no value here");
    check("{{ label", "Line 1 of the prompt of 'review' cannot be read");
    check("{% set x = 1 %}{{ x }}", "'set' is not part of prompts");
    check("{% include 'x' %}", "'include' is not part of prompts");
    check("{% macro a() %}{% endmacro %}", "'macro' is not part of prompts");
    check("{{ __piece(0, label) }}", "begins with two underscores");
    check("{{ label.__class__.__mro__ }}", "undefined value");
    check("{{ range(10) }}", "cannot be filled in");
    check("{{ label | shell }}", "cannot be");
    check(
        "{% for a in 'aaaaaaaaaa' * 1000 %}{% for b in 'aaaaaaaaaa' * 1000 %}x{% endfor %}{% endfor %}",
        "too many steps",
    );
    check(
        "{% for a in 'a' * 50000 %}xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx{% endfor %}",
        "longer than",
    );
    check("{{ ('a' * 10000) | replace('a', 'b' * 10000) }}", "longer than");
    check("{{ label | indent(10000000000) }}", "longer than");
    check(&format!("{}{}{}", "{{ ", "(".repeat(5000), "label"), "cannot be read");
}

#[test]
fn the_role_speaks_first_and_the_hash_tells_messages_apart() {
    let mut recipe = recipe();
    let pieces = pieces_of("{{ label }}", false).unwrap();
    let without = rendered(&recipe, pieces.clone());
    assert_eq!(without.messages.len(), 1);
    recipe.task.role = " You are a critic. ".into();
    let with = rendered(&recipe, pieces);
    assert_eq!(with.messages[0], Message { role: Role::System, content: "You are a critic.".into() });
    assert_eq!(with.messages[1].content, "pos");
    assert_eq!(with.pieces[0].name.as_deref(), Some("role"));
    assert_ne!(with.sha256, without.sha256);
}

#[test]
fn bands_are_named_alike_in_documents_and_keys() {
    assert_eq!(Value::Band([20, 40]).to_string(), "20-40");
}
