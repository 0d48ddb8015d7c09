use dataset::{Stage, Verdict};
use serde_json::json;

use super::*;

fn fields(value: serde_json::Value) -> Fields {
    value.as_object().unwrap().clone()
}

#[test]
fn row_checks_say_what_they_found() {
    let recipe = Recipe::parse(
        "schema = 1\nname = \"x\"\ntask = { kind = \"generation\" }\n[[conditions]]\nname = \"length\"\n\
         values = [[4, 6]]\n[[steps]]\nid = \"a\"\nprompt = \"p\"\noutput = { text = \"string\" }",
    );
    let recipe = recipe.unwrap();
    let check = |check: serde_json::Value, text: &str, passed: bool, detail: &str| {
        let check: Check = serde_json::from_value(check).unwrap();
        let (made, conditions) =
            (fields(json!({"text": text})), fields(json!({"length": [4, 6], "words": ["cat", "red"]})));
        let row = Row { fields: &made, conditions: &conditions, input: None, steps: &[] };
        let found = RowCheck::new(&recipe, check).unwrap().judge(&recipe, &row);
        assert_eq!((found.passed, found.detail.as_str()), (passed, detail), "{text}");
    };
    let words = json!({"kind": "length", "field": "text", "words": [3, 4]});
    check(words.clone(), "one two", false, "2 words, at least 3 wanted");
    check(words.clone(), "one two three, four!", true, "4 words, 3 to 4 wanted");
    check(words, "1 2 3 4 5", false, "5 words, at most 4 wanted");
    let band = json!({"kind": "length", "field": "text", "band": "length", "tolerance": 0.25});
    check(band.clone(), "a b c", true, "3 words, 3 to 7 wanted");
    check(band, "a", false, "1 word, at least 3 wanted");
    let required =
        json!({"kind": "required", "field": "text", "words": ["New York"], "values_of": ["words"]});
    check(required.clone(), "Two cats in new york, redder", true, "all words occur");
    check(required, "a bobcat was hundred", false, "'New York', 'cat', 'red' missing");
    let forbidden = json!({"kind": "forbidden", "field": "text", "words": ["image", "as an AI"]});
    check(forbidden.clone(), "an imaged imagery", true, "no forbidden words");
    check(forbidden, "An Image, as an ai.", false, "'image', 'as an AI' must not occur");
    check(json!({"kind": "duplicate", "field": "text"}), "x", true, "");
    let holds = json!({"kind": "holds", "field": "text", "test": "text | wordcount > 2 and 'cat' in text"});
    check(holds.clone(), "a red cat", true, "text | wordcount > 2 and 'cat' in text is true");
    check(holds, "a cat", false, "text | wordcount > 2 and 'cat' in text is not true");
    let calculated = json!({"kind": "holds", "field": "text", "test": "text | calc > 2"});
    check(calculated.clone(), "1 + 2", true, "text | calc > 2 is true");
    let fault = "Line 1 of the check of 'text' cannot be filled in: 'red cats' cannot be calculated: unknown \
                 identifier 'red'.";
    check(calculated, "red cats", false, fault);
    check(json!({"kind": "length", "field": "other", "words": [1, 2]}), "x", false, "the field is missing");
}

#[test]
fn fields_of_steps_that_were_not_taken_and_lists_of_answers() {
    let recipe = Recipe::parse(
        "schema = 1\nname = \"x\"\ntask = { kind = \"generation\" }\n[[conditions]]\nname = \"topics\"\n\
         words = { count = 2, from = [\"a\", \"b\"] }\n[[steps]]\nid = \"a\"\nprompt = \"p\"\n\
         repeat = { each = \"topics\" }\noutput = { text = { type = \"string\", words = [2, 3] } }",
    );
    let recipe = recipe.unwrap();
    let judged = |value: serde_json::Value| {
        let (made, none) = (fields(json!({ "text": value })), Fields::new());
        let row = Row { fields: &made, conditions: &none, input: None, steps: &[] };
        let found = row_checks(&recipe).unwrap()[0].judge(&recipe, &row);
        (found.passed, found.detail)
    };
    let check = |value, passed: bool, detail: &str| assert_eq!(judged(value), (passed, detail.to_owned()));
    check(json!(null), true, "its step was not taken");
    check(json!(["one two", "one two three"]), true, "item 2: 3 words, 2 to 3 wanted");
    check(json!(["one two", "one", "a b c d"]), false, "item 2: 1 word, at least 2 wanted");
    check(json!([]), true, "no items");

    let checks: Vec<Check> = serde_json::from_value(json!([
        {"kind": "duplicate", "field": "text"},
        {"kind": "rouge-l", "field": "text", "max": 0.7},
    ]))
    .unwrap();
    let mut accepted = Accepted::new(&checks);
    for number in 0..3 {
        let (made, none) = (fields(json!({ "text": null })), Fields::new());
        let row = Row { fields: &made, conditions: &none, input: None, steps: &[] };
        assert_eq!(accepted.judge(&row), Verdict::Accepted { row: number });
    }
}

#[test]
fn set_checks_compare_with_accepted_rows_only() {
    let checks: Vec<Check> = serde_json::from_value(json!([
        {"kind": "duplicate", "field": "text"},
        {"kind": "rouge-l", "field": "text", "max": 0.7},
    ]))
    .unwrap();
    let mut accepted = Accepted::new(&checks);
    let mut check = |text: &str, expected: Result<u64, (&str, &str)>| {
        let (made, none) = (fields(json!({"text": text})), Fields::new());
        let found = accepted.judge(&Row { fields: &made, conditions: &none, input: None, steps: &[] });
        let expected = match expected {
            Ok(row) => Verdict::Accepted { row },
            Err((check, reason)) => {
                Verdict::Rejected { stage: Stage::Unique, check: check.into(), reason: reason.into() }
            }
        };
        assert_eq!(found, expected, "{text}");
    };
    check("a b c d", Ok(0));
    check("A  b c D", Err(("duplicate", "the same text as row 0")));
    check("a b c d e", Err(("rouge-l", "ROUGE-L 0.89 with row 0, at most 0.7 allowed")));
    check("a b x y", Ok(1));
    check("a b x y z", Err(("rouge-l", "ROUGE-L 0.89 with row 1, at most 0.7 allowed")));
}

#[test]
fn rows_accepted_before_are_named_by_their_own_numbers() {
    let checks: Vec<Check> = serde_json::from_value(json!([
        {"kind": "duplicate", "field": "text"},
        {"kind": "rouge-l", "field": "text", "max": 0.7},
    ]))
    .unwrap();
    let mut accepted = Accepted::new(&checks);
    let none = Fields::new();
    for (number, text) in [(4, "a b c d"), (120, "w x y z")] {
        let made = fields(json!({"text": text}));
        accepted.add(&Row { fields: &made, conditions: &none, input: None, steps: &[] }, number);
    }
    for (text, expected) in [
        ("A b C d", "the same text as row 4"),
        ("v w x y z", "ROUGE-L 0.89 with row 120, at most 0.7 allowed"),
    ] {
        let made = fields(json!({"text": text}));
        match accepted.judge(&Row { fields: &made, conditions: &none, input: None, steps: &[] }) {
            Verdict::Rejected { reason, .. } => assert_eq!(reason, expected),
            accepted => panic!("{text}: {accepted:?}"),
        }
    }
}
