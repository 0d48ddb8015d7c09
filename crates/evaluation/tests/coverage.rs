//! Coverage of grids and trees by rows whose gaps are plain.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use evaluation::coverage::{Planned, PlannedTree, chart_tree, charts_grid, measure_grid, measure_tree};
use evaluation::{Behind, Drawing, Row, Rows};
use serde_json::{Value, json};

fn rows(conditions: &[Value]) -> Rows {
    let row = |conditions: &Value| Row {
        text: String::new(),
        label: None,
        conditions: conditions.as_object().cloned().unwrap_or_default(),
        mean_log_probability: None,
    };
    Rows::new(conditions.iter().map(row).collect())
}

fn planned(condition: &str, values: &[(Value, f64)]) -> Planned {
    Planned { condition: condition.to_owned(), values: values.to_vec() }
}

#[test]
fn cells_of_a_grid_are_counted_beside_the_plan() {
    let rows = rows(&[
        json!({ "tone": "warm", "length": [3, 5], "topic": "sea" }),
        json!({ "tone": "warm", "length": [3, 5], "topic": "sea" }),
        json!({ "tone": "cold", "length": [9, 12] }),
        json!({ "tone": "unplanned", "length": [3, 5], "topic": "sea" }),
    ]);
    let plan = [
        planned("tone", &[(json!("warm"), 3.0), (json!("cold"), 1.0)]),
        planned("length", &[(json!([3, 5]), 1.0), (json!([9, 12]), 1.0)]),
        planned("topic", &[(json!("sea"), 1.0)]),
    ];
    let measures = measure_grid(&rows, &plan);
    let check = |id: &str, expected: f64| {
        assert_eq!(measures.iter().find(|measure| measure.id == id).unwrap().value, Some(expected), "{id}");
    };
    check("coverage-tone-length", 0.5);
    check("coverage-tone-topic", 0.5);
    check("coverage-grid", 0.25);
    let charts = charts_grid(&rows, &plan);
    assert_eq!(charts.len(), 3);
    assert_eq!(charts[0].title, "2 of 4 combinations of tone and length have no row");
    let Drawing::Grid { columns, rows, cells } = &charts[0].drawing else { panic!("grid") };
    assert_eq!((columns[0].as_str(), rows[1].as_str()), ("3 to 5", "cold"));
    let found: Vec<(f64, Option<f64>)> = cells.iter().map(|cell| (cell.value, cell.expected)).collect();
    let expected = [(2.0, 1.125), (0.0, 1.125), (0.0, 0.375), (1.0, 0.375)];
    assert_eq!(found, expected.map(|(value, expected)| (value, Some(expected))));
    assert!(cells[3].behind.contains(&Behind::Is { column: "length".to_owned(), value: json!([9, 12]) }));
}

#[test]
fn leaves_of_a_tree_are_counted() {
    let path = |path: &[&str]| path.iter().map(|part| (*part).to_owned()).collect::<Vec<_>>();
    let plan = PlannedTree {
        condition: "subject".to_owned(),
        leaves: vec![path(&["a", "x"]), path(&["a", "y"]), path(&["b", "z"]), path(&["c"])],
    };
    let rows = rows(&[
        json!({ "subject": ["a", "x"] }),
        json!({ "subject": ["a", "x"] }),
        json!({ "subject": ["b", "z"] }),
        json!({ "subject": "a" }),
        json!({}),
    ]);
    let measures = measure_tree(&rows, &plan);
    assert_eq!(measures[0].value, Some(0.5));
    // Entropy of 2/3, 1/3, 0, 0 over ln 4.
    assert!((measures[1].value.unwrap() - 0.459_147_917_027_245_6).abs() < 1e-12, "{:?}", measures[1].value);
    let chart = chart_tree(&rows, &plan).unwrap();
    assert_eq!(chart.title, "1 of 3 branches of subject have no row");
    let Drawing::Bars { points } = &chart.drawing else { panic!("bars") };
    assert_eq!(points[0].behind, Some(Behind::Rows { rows: vec![0, 1] }));
    assert_eq!(
        points.iter().map(|point| point.expected).collect::<Vec<_>>(),
        [Some(1.5), Some(0.75), Some(0.75)]
    );
}

#[test]
fn nothing_planned_gives_nothing() {
    let none = rows(&[]);
    assert!(measure_grid(&none, &[]).is_empty() && charts_grid(&none, &[]).is_empty());
    let empty = [planned("a", &[]), planned("b", &[])];
    assert_eq!(measure_grid(&none, &empty)[0].value, None);
    assert!(charts_grid(&none, &empty).is_empty());
    let tree = PlannedTree { condition: "t".to_owned(), leaves: Vec::new() };
    assert_eq!(measure_tree(&none, &tree)[0].value, None);
    assert!(chart_tree(&none, &tree).is_none());
}
