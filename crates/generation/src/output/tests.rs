use inference::{Constraint, Finish, Score};
use recipe::Recipe;
use serde_json::json;

use super::*;

fn form(output: &str, rest: &str) -> Form {
    let text = format!(
        r#"
schema = 1
name = "test"
[task]
kind = "classification"
goal = "Go."
labels = [{{ name = "pos", verbalizer = "good" }}, {{ name = "neg", verbalizer = "bad" }}]
[[steps]]
id = "one"
prompt = "Go."
output = {{ {output} }}
{rest}
"#
    );
    let recipe = Recipe::parse(&text).unwrap();
    Form::new(&recipe, &recipe.steps[0]).unwrap()
}

#[test]
fn outputs_become_constraints() {
    let check = |output: &str, rest: &str, expected: Constraint| {
        assert_eq!(form(output, rest).constraint(), expected, "{output}");
    };
    check("text = 'string'", "", Constraint::Free);
    check("text = { type = 'string', pattern = '[a-z]+' }", "", Constraint::Regex("[a-z]+".into()));
    check(
        "text = { type = 'string', words = [2, 5], strict = true }",
        "",
        Constraint::Regex(r"\S+([ \n]\S+){1,4}".into()),
    );
    check("text = { type = 'string', words = [2, 5] }", "", Constraint::Free);
    check("label = 'label'", "", Constraint::Choice(vec!["good".into(), "bad".into()]));
    check("c = { type = 'choice', of = ['x', 'y'] }", "", Constraint::Choice(vec!["x".into(), "y".into()]));
    let schema = json!({
        "type": "object",
        "properties": {
            "z": { "type": "string", "pattern": "^(?:a|b)$" },
            "label": { "enum": ["good", "bad"] },
            "n": { "type": "integer", "minimum": 1 },
            "x": { "type": "number", "maximum": 2.5 },
            "flag": { "type": "boolean" },
            "names": { "type": "array", "items": { "type": "string" }, "minItems": 1, "maxItems": 3 },
        },
        "required": ["z", "label", "n", "x", "flag", "names"],
        "additionalProperties": false,
    });
    let output = "z = { type = 'string', pattern = 'a|b' }, label = 'label', n = { type = 'integer', min = 1 }, \
                  x = { type = 'number', max = 2.5 }, flag = 'boolean', names = { type = 'list', min = 1, max = 3 }";
    let made = form(output, "").constraint();
    assert_eq!(made, Constraint::JsonSchema(schema.clone()));
    if let Constraint::JsonSchema(made) = made {
        assert_eq!(made.to_string(), schema.to_string(), "the order of fields is kept");
    }
}

#[test]
fn answers_become_fields_or_a_reason() {
    let check = |output: &str, rest: &str, answer: &str, expected: Result<serde_json::Value, &str>| {
        let (fields, reason) = form(output, rest).read(answer, Finish::End);
        match expected {
            Ok(value) => assert_eq!((json!(fields), reason), (value, None), "{answer}"),
            Err(expected) => assert_eq!(reason.as_deref(), Some(expected), "{answer}"),
        }
    };
    let text = "text = 'string'";
    check(text, "", "  Fine.\n", Ok(json!({"text": "Fine."})));
    check(text, "", "\"A film.\"", Ok(json!({"text": "A film."})));
    check(text, "", "\"A\" and \"B\"", Ok(json!({"text": "\"A\" and \"B\""})));
    check(text, "", "“A film.”", Ok(json!({"text": "A film."})));
    check(text, "", "\"", Ok(json!({"text": "\""})));
    check(text, "", " \n", Err("The answer is empty."));
    check(
        "text = { type = 'string', pattern = '[a-z]+' }",
        "",
        "abc1",
        Err("'text' does not match its pattern."),
    );
    check("label = 'label'", "", "bad", Ok(json!({"label": "neg"})));
    check("label = 'label'", "", "pos", Ok(json!({"label": "pos"})));
    check("label = 'label'", "", "ugly", Err("'label' is 'ugly', one of the labels wanted."));
    let many = "t = 'string', n = { type = 'integer', min = 1, max = 5 }, names = { type = 'list', max = 2 }";
    check(
        many,
        "",
        r#"{"t": " a ", "n": 3, "names": ["x ", "y"]}"#,
        Ok(json!({"t": "a", "n": 3, "names": ["x", "y"]})),
    );
    check(many, "", r#"{"t": "a", "n": 9, "names": []}"#, Err("'n' is 9, 1 to 5 wanted."));
    check(
        many,
        "",
        r#"{"t": "a", "n": 3, "names": ["1", "2", "3"]}"#,
        Err("'names' has 3 items, at most 2 items wanted."),
    );
    check(many, "", r#"{"t": "a", "n": "3", "names": []}"#, Err("'n' is '3', a whole number wanted."));
    check(many, "", r#"{"t": "a"}"#, Err("The answer has no 'n'."));
    check(many, "", r#"{"t": ""}"#, Err("'t' is empty."));
    check(
        text,
        "json = true",
        "plain",
        Err("The answer is not a JSON object: expected value at line 1 column 1."),
    );
}

#[test]
fn fields_before_the_fault_are_kept_and_unfinished_answers_refused() {
    let form = form("a = 'string', b = 'boolean'", "");
    let (fields, reason) = form.read(r#"{"a": "kept", "b": 1}"#, Finish::End);
    assert_eq!(
        (json!(fields), reason.as_deref()),
        (json!({"a": "kept"}), Some("'b' is 1, true or false wanted."))
    );
    let (_, reason) = form.read(r#"{"a": "kept", "b": true}"#, Finish::Length);
    assert_eq!(reason.as_deref(), Some("The answer was cut off: the step's limit of tokens was reached."));
}

#[test]
fn scores_are_renormalised_over_the_labels() {
    let form = form("label = 'label'", "method = 'score'");
    let score = |a: f32, b: f32| Score { log_probabilities: vec![a, b] };
    let scored = form.scored(&[score(-3.0, -1.0), score(-1.0, -1.0)]).unwrap();
    assert_eq!(scored.raw, "bad");
    assert_eq!(scored.fields["label"], "neg");
    let confidence = scored.fields["label_confidence"].as_f64().unwrap();
    assert!((confidence - 1.0 / (1.0 + (-2.0_f64).exp())).abs() < 1e-12);
    assert_eq!(
        scored.tokens.iter().map(|t| (t.text.as_str(), t.forced)).collect::<Vec<_>>(),
        [("good", true), ("bad", false)]
    );
    assert!(form.scored(&[score(f32::NEG_INFINITY, 0.0), score(f32::NEG_INFINITY, 0.0)]).is_err());
}
