//! Windows, filters, search and counts of the data page.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use dataset::{Stage, Verdict};
use project::{Column, Facet, Filter, Funnel, RowQuery, Show, Sort, Test};
use serde_json::{Value, json};
use support::{Scene, attempt, rejected, scene};

/// Twenty attempts at ten draws; the second try of each is accepted, every third first try could not be read.
fn filled() -> Scene {
    let mut scene = scene();
    let mut attempts = Vec::new();
    let mut verdicts = Vec::new();
    for n in 0..10_u64 {
        let label = if n % 3 == 0 { "Positive" } else { "negative" };
        let conditions = json!({"label": label, "length": [20, 40], "share": n as f64 / 4.0 - 1.0});
        let unread = n % 3 == 0;
        let first = if unread { json!({}) } else { json!({"text": format!("short {n}")}) };
        attempts.push(attempt(n, 0, conditions.clone(), first));
        verdicts.push((
            n,
            0,
            if unread { rejected(Stage::Parsed, "answer") } else { rejected(Stage::Valid, "length") },
        ));
        let long = json!({"text": format!("Film {n}: 100%_of \"café\" scenes ü {}", "x".repeat(250)), "score": n, "good": n > 4});
        attempts.push(attempt(n, 1, conditions, long));
        verdicts.push((n, 1, Verdict::Accepted { row: n }));
    }
    verdicts.truncate(19);
    scene.project.commit(scene.run, &attempts, &verdicts).unwrap();
    scene
}

fn value(name: &str) -> Column {
    Column::Value(name.to_owned())
}

fn found(scene: &Scene, query: &RowQuery) -> Vec<(u64, u32)> {
    let whole = scene.project.rows(scene.run, &RowQuery { limit: 1_000, ..query.clone() }).unwrap();
    assert_eq!(whole.total, Some(whole.rows.len() as u64));
    let whole: Vec<_> = whole.rows.iter().map(|row| (row.id.draw, row.id.attempt)).collect();
    for limit in [1, 2, 3, 7] {
        let mut pages = Vec::new();
        let mut query = RowQuery { limit, ..query.clone() };
        loop {
            let window = scene.project.rows(scene.run, &query).unwrap();
            assert!(window.rows.len() <= limit as usize);
            pages.extend(window.rows.iter().map(|row| (row.id.draw, row.id.attempt)));
            // The cursor travels to the window and back.
            query.after = serde_json::from_value(serde_json::to_value(window.next).unwrap()).unwrap();
            if query.after.is_none() {
                break;
            }
        }
        assert_eq!(pages, whole, "windows of {limit} join to the whole: {query:?}");
    }
    whole
}

#[test]
fn every_order_can_be_read_in_windows() {
    let scene = filled();
    let columns =
        ["text", "label", "share", "score", "good", "length", "no such"].map(value).into_iter().chain([
            Column::Row,
            Column::Draw,
            Column::Stage,
            Column::Check,
            Column::Tokens,
            Column::Words,
            Column::LogProbability,
            Column::Surprise,
        ]);
    for column in columns {
        for show in [Show::All, Show::Accepted, Show::Rejected] {
            let ask = |descending| {
                found(
                    &scene,
                    &RowQuery {
                        show,
                        sort: Sort { column: column.clone(), descending },
                        ..RowQuery::default()
                    },
                )
            };
            let (up, down) = (ask(false), ask(true));
            let mut sorted = up.clone();
            sorted.sort_unstable();
            let mut other = down.clone();
            other.sort_unstable();
            assert_eq!(sorted, other, "both directions hold the same rows by {column:?}");
            let count = match show {
                Show::All => 20,
                Show::Accepted => 9,
                Show::Rejected => 10,
            };
            assert_eq!(up.len(), count, "{show:?} by {column:?}");
        }
    }
    let by = |column, descending| {
        let sort = Sort { column, descending };
        found(&scene, &RowQuery { show: Show::All, sort, ..RowQuery::default() })
    };
    assert_eq!(by(Column::Draw, false)[..3], [(0, 0), (0, 1), (1, 0)]);
    assert_eq!(by(Column::Draw, true)[..3], [(9, 1), (9, 0), (8, 1)]);
    assert_eq!(by(Column::Row, true)[..2], [(8, 1), (7, 1)]);
    assert_eq!(by(value("share"), true)[..2], [(9, 1), (9, 0)]);
    assert_eq!(by(value("label"), false)[0], (1, 0), "letters are ordered whatever their case");
    assert_eq!(by(Column::Stage, false)[..2], [(0, 0), (3, 0)], "stages in the order of the funnel");
    assert_eq!(by(value("text"), false).last(), Some(&(9, 0)), "rows without a text come last");
    assert_eq!(by(Column::LogProbability, true)[0].0, 0);
    assert_eq!(by(Column::Surprise, false)[0].0, 0, "the least surprising is the most probable");
}

#[test]
fn filters_and_search() {
    let scene = filled();
    let long = format!("Film 4: 100%_of \"café\" scenes ü {}", "x".repeat(250));
    let check = |column: Column, test: Test, expected: &[u64]| {
        let query = RowQuery { filters: vec![Filter { column, test }], ..RowQuery::default() };
        let draws: Vec<u64> = found(&scene, &query).into_iter().map(|(draw, _)| draw).collect();
        assert_eq!(draws, expected, "{query:?}");
    };
    let (is, is_not) = (Test::Is, Test::IsNot);
    let contains = |text: &str| Test::Contains(text.to_owned());
    let all = [0, 1, 2, 3, 4, 5, 6, 7, 8];
    check(value("label"), is("Positive".into()), &[0, 3, 6]);
    check(value("label"), is("positive".into()), &[]);
    check(value("label"), is_not("Positive".into()), &[1, 2, 4, 5, 7, 8]);
    check(value("label"), Test::OneOf(vec!["Positive".into(), "absent".into()]), &[0, 3, 6]);
    check(value("label"), Test::OneOf(Vec::new()), &[]);
    check(value("score"), Test::OneOf(vec![json!(3), json!(7)]), &[3, 7]);
    check(Column::Row, Test::OneOf(vec![json!(2), json!(8), json!(100)]), &[2, 8]);
    // More than the database binds.
    check(Column::Row, Test::OneOf((7..50_000).map(Value::from).collect()), &[7, 8]);
    check(value("text"), is(long.clone().into()), &[4]);
    check(value("text"), is(long[..201].into()), &[]);
    check(value("text"), is_not(long.into()), &[0, 1, 2, 3, 5, 6, 7, 8]);
    check(value("text"), contains("100%_OF \"caf"), &all);
    check(value("text"), contains("100__of"), &[]);
    check(value("length"), is(json!([20, 40])), &all);
    check(value("good"), is(json!(true)), &[5, 6, 7, 8]);
    check(value("score"), is(json!(3)), &[3]);
    check(value("score"), Test::Between([6.5, 9.0]), &[7, 8]);
    check(value("score"), Test::Between([0.0, 1.0]), &[0]);
    check(value("share"), Test::Between([-1.0, -0.5]), &[0, 1]);
    check(value("text"), Test::Between([0.0, 1e300]), &[]);
    check(value("nothing"), is(Value::Null), &all);
    check(value("nothing"), is_not(Value::Null), &[]);
    check(Column::Row, Test::Between([7.0, 100.0]), &[7, 8]);
    check(Column::Words, Test::Between([0.0, 4.0]), &[]);
    check(Column::LogProbability, is(Value::Null), &[]);
    check(Column::Surprise, Test::Between([0.0, 1e9]), &all);

    let rejected = |column: Column, test: Test| {
        let filters = vec![Filter { column, test }];
        found(&scene, &RowQuery { show: Show::Rejected, filters, ..RowQuery::default() }).len()
    };
    assert_eq!(rejected(Column::Stage, is("parsed".into())), 4);
    assert_eq!(rejected(Column::Stage, is_not("parsed".into())), 6);
    assert_eq!(rejected(Column::Stage, is("nonsense".into())), 0);
    assert_eq!(rejected(Column::Check, is("length".into())), 6);
    assert_eq!(rejected(Column::Check, contains("ENG")), 6);
    assert_eq!(rejected(value("text"), is(Value::Null)), 4);

    let search = |show, text: &str| {
        found(&scene, &RowQuery { show, search: text.into(), ..RowQuery::default() }).len()
    };
    assert_eq!(search(Show::Accepted, "film"), 9);
    assert_eq!(search(Show::Accepted, "ilm 7:"), 1);
    assert_eq!(search(Show::All, "raw answer"), 20, "raw answers are searched");
    assert_eq!(search(Show::All, "ü"), 10);
    assert_eq!(search(Show::All, "\"café\""), 10);
    assert_eq!(search(Show::All, "posit"), 8);
    for hostile in ["\"", "a\" OR \"b", "NEAR(", "*", "text:film", "'; DROP TABLE run; --", "\0\0\0"] {
        search(Show::All, hostile);
    }
}

#[test]
fn counts_and_funnel() {
    let scene = filled();
    let facet =
        |value: &str, accepted, rejected, pending| Facet { value: value.into(), accepted, rejected, pending };
    assert_eq!(
        scene.project.counts(scene.run, "label", 10).unwrap(),
        [facet("negative", 6, 6, 0), facet("Positive", 3, 4, 1)]
    );
    assert_eq!(scene.project.counts(scene.run, "label", 1).unwrap().len(), 1);
    assert_eq!(scene.project.counts(scene.run, "no such", 10).unwrap(), []);
    let funnel = scene.project.funnel(scene.run).unwrap();
    let checks = vec![("length".to_owned(), 6), ("answer".to_owned(), 4)];
    assert_eq!(
        Funnel { tokens: 0, ..funnel.clone() },
        Funnel {
            generated: 20,
            parsed: 16,
            valid: 10,
            unique: 9,
            accepted: 9,
            pending: 1,
            checks,
            tokens: 0
        }
    );
    let tokens: usize =
        scene.project.attempts_of(scene.run).map(|a| a.unwrap().0.steps[0].tokens.len()).sum();
    assert_eq!(funnel.tokens, tokens as u64);
    assert_eq!(
        scene.project.value_names(scene.run).unwrap(),
        ["label", "length", "share", "text", "score", "good"]
    );
}

#[test]
fn columns_and_filters_are_written_by_name() {
    for name in
        ["_row", "_draw", "_stage", "_check", "_tokens", "_words", "_log_probability", "_surprise", "topic"]
    {
        let column = Column::from(name.to_owned());
        assert_eq!(matches!(column, Column::Value(_)), name == "topic", "{name}");
        assert_eq!(String::from(column), name);
    }
    for (written, column, test) in [
        (json!({"column": "topic", "op": "is", "value": "plot"}), value("topic"), Test::Is("plot".into())),
        (
            json!({"column": "_words", "op": "between", "value": [2.0, 4.5]}),
            Column::Words,
            Test::Between([2.0, 4.5]),
        ),
        (
            json!({"column": "text", "op": "contains", "value": "a"}),
            value("text"),
            Test::Contains("a".into()),
        ),
        (json!({"column": "n", "op": "is-not", "value": null}), value("n"), Test::IsNot(Value::Null)),
    ] {
        let filter = Filter { column, test };
        assert_eq!(serde_json::from_value::<Filter>(written.clone()).unwrap(), filter);
        assert_eq!(serde_json::to_value(filter).unwrap(), written);
    }
}
