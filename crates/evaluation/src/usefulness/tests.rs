use std::ops::ControlFlow;

use serde_json::json;

use super::*;

/// Texts whose label follows from one word of a small vocabulary, in the order of their numbers.
fn rows(count: usize, from: usize) -> Vec<(String, &'static str)> {
    let good = ["great", "fine", "lovely", "superb", "bright"];
    let bad = ["dull", "awful", "poor", "weak", "tired"];
    let word = |at: usize| if at.is_multiple_of(2) { good[at / 2 % 5] } else { bad[at / 2 % 5] };
    (from..from + count)
        .map(|at| {
            let text = format!("number{} was {} about thing{}", at * 7, word(at), at * 13);
            (text, if at.is_multiple_of(2) { "good" } else { "bad" })
        })
        .collect()
}

fn borrowed(rows: &[(String, &'static str)]) -> Vec<Row<'static>> {
    rows.iter().map(|(text, label)| Row::text(String::leak(text.clone()), label)).collect()
}

fn options() -> UsefulnessOptions {
    UsefulnessOptions { shares: vec![0.25, 1.0], students: 3, ..UsefulnessOptions::default() }
}

fn go(_: usize, _: usize) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

#[test]
fn students_of_good_rows_know_more_than_students_of_wrong_ones() {
    let (synthetic, real, gold) = (rows(60, 0), rows(60, 1000), borrowed(&rows(40, 5000)));
    let real = borrowed(&real);
    for student in [StudentKind::LogisticRegression, StudentKind::LinearSvm] {
        let check = |wrong: bool, least: f64, most: f64, tone: crate::Tone| {
            let turned = |(text, label): &(String, &'static str)| {
                (text.clone(), if wrong == (*label == "good") { "bad" } else { "good" })
            };
            let synthetic = borrowed(&synthetic.iter().map(turned).collect::<Vec<_>>());
            let data = UsefulnessData { synthetic: &synthetic, real: &real, gold: &gold };
            let options = UsefulnessOptions { student: student.clone(), ..options() };
            let found = study(data, &[], &options, &mut go).unwrap();
            let (ours, theirs, effect) = found.equal.clone().unwrap();
            assert!((least..=most).contains(&ours.accuracy.mean), "{ours:?}");
            assert!(theirs.accuracy.mean > 0.9, "{theirs:?}");
            assert!(effect.interval.low <= effect.difference && effect.difference <= effect.interval.high);
            assert_eq!(report::finding(&found).tone, tone, "{:?}", report::finding(&found));
            assert_eq!(found.calibration.is_some(), matches!(student, StudentKind::LogisticRegression));
            let (right, all) = (found.confusion.hits(), found.confusion.total());
            assert!(all == 40 && right as f64 / 40.0 >= least && right as f64 / 40.0 <= most);
            assert!(report::charts(&found, "label").len() >= 3);
            assert_eq!(
                found.curves.iter().map(|(source, _)| *source).collect::<Vec<_>>(),
                [Source::Synthetic, Source::Real, Source::Both]
            );
            assert_eq!(found.curves[2].1.iter().map(|learnt| learnt.rows).collect::<Vec<_>>(), [30, 120]);
        };
        check(false, 0.9, 1.0, crate::Tone::Good);
        check(true, 0.0, 0.1, crate::Tone::Doubtful);
    }
}

#[test]
fn the_part_that_helps_is_found() {
    let all = rows(80, 0);
    let synthetic = borrowed(&all);
    let gold = borrowed(&rows(60, 5000));
    // Rows of one word each, without which it is not known; and an arbitrary part, which the rest makes up for.
    let holding = |word: &str| (0..80).filter(|at| all[*at].0.contains(word)).collect::<Vec<usize>>();
    let group = |value: &str, rows: Vec<usize>| Group {
        column: "part".to_owned(),
        value: json!(value),
        label: None,
        rows,
    };
    let needed = [holding("great"), holding("fine"), holding("lovely"), holding("superb")].concat();
    let mut needed = needed;
    needed.sort_unstable();
    let groups = [group("needed", needed), group("spare", (0..8).collect()), group("all", (0..80).collect())];
    let data = UsefulnessData { synthetic: &synthetic, real: &[], gold: &gold };
    let mut told = Vec::new();
    let found = study(data, &groups, &options(), &mut |done, total| {
        told.push((done, total));
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(found.ablations.len(), 2, "what holds all rows cannot be left out");
    let [needed, spare] = [&found.ablations[0].effect, &found.ablations[1].effect];
    assert!(needed.interval.low > 0.1, "{needed:?}");
    assert!(spare.difference.abs() < 0.1 && spare.interval.low < 0.0, "{spare:?}");
    assert!(
        report::charts(&found, "label").iter().any(|chart| chart.title.contains("part needed helps most"))
    );
    assert_eq!((told.first(), told.last()), (Some(&(0, 13)), Some(&(13, 13))));
    let stopped = study(data, &groups, &options(), &mut |done, _| {
        if done >= 6 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert!(matches!(stopped, Err(StudyError::Stopped)), "{stopped:?}");
}

#[test]
fn a_part_of_a_sample_names_its_rows_by_their_place_among_all() {
    let synthetic = borrowed(&rows(60, 0));
    let gold = borrowed(&rows(20, 5000));
    let last: Vec<usize> = (45..60).collect();
    let group = Group { column: "part".to_owned(), value: json!("last"), label: None, rows: last.clone() };
    let data = UsefulnessData { synthetic: &synthetic, real: &[], gold: &gold };
    let options = UsefulnessOptions { most_rows: 20, ..options() };
    let found = study(data, &[group], &options, &mut go).unwrap();
    assert_eq!(found.synthetic, Sampled { of: 60, used: 20 });
    let chart = report::charts(&found, "label").into_iter().find(|chart| chart.id == "helps").unwrap();
    let crate::Drawing::Bars { points } = chart.drawing else { panic!("bars") };
    let rows = last.iter().map(|row| *row as u64).collect();
    assert_eq!(points[0].behind, Some(crate::Behind::Rows { rows }));
}

#[test]
fn gold_rows_among_the_rows_are_found_and_left_out() {
    let mut synthetic = rows(40, 0);
    let gold = rows(20, 5000);
    synthetic.push((format!("{}!", gold[3].0.to_uppercase()), "good"));
    let (synthetic, gold) = (borrowed(&synthetic), borrowed(&gold));
    let real = vec![gold[5], gold[3]];
    let data = UsefulnessData { synthetic: &synthetic, real: &real, gold: &gold };
    for (leave_out_overlap, used) in [(true, 18), (false, 20)] {
        let found = study(data, &[], &UsefulnessOptions { leave_out_overlap, ..options() }, &mut go).unwrap();
        assert_eq!(found.overlap.synthetic.iter().copied().collect::<Vec<_>>(), [3]);
        assert_eq!(found.overlap.real.iter().copied().collect::<Vec<_>>(), [3, 5]);
        assert_eq!(found.gold.used, used);
    }
}

#[test]
fn samples_are_named_and_nothing_breaks_on_little() {
    let (few, many) = (borrowed(&rows(3, 0)), borrowed(&rows(60, 100)));
    let check = |synthetic: &[Row<'_>], real: &[Row<'_>], gold: &[Row<'_>]| {
        let data = UsefulnessData { synthetic, real, gold };
        let options = UsefulnessOptions { most_rows: 20, most_gold: 10, students: 1, ..options() };
        let found = study(data, &[], &options, &mut go).unwrap();
        let again = study(data, &[], &options, &mut go).unwrap();
        assert_eq!(found.curves, again.curves);
        assert_eq!(found.synthetic, Sampled { of: synthetic.len(), used: synthetic.len().min(20) });
        assert!(found.gold.used <= 10);
        for measure in report::measure(&found) {
            assert!(measure.value.is_none_or(f64::is_finite), "{measure:?}");
            if measure.id == "accuracy-synthetic" {
                let sampled = measure.note.unwrap().contains("a sample of 20");
                assert_eq!(sampled, synthetic.len() > 20 || real.len() > 20);
                assert_eq!((measure.low, measure.high), (None, None), "one student has no spread");
            }
        }
        assert!(report::finding(&found).sentence.ends_with('.'));
        assert_eq!(report::charts(&found, "label").is_empty(), found.gold.used == 0);
    };
    let odd = [Row::text("", "good"), Row { weight: f64::NAN, ..Row::text("x", "other") }];
    for synthetic in [&few, &many, &Vec::new()] {
        for real in [&many, &Vec::new()] {
            for gold in [&few, &many, &odd.to_vec(), &Vec::new()] {
                check(synthetic, real, gold);
            }
        }
    }
}

#[test]
fn conditions_make_groups() {
    let row = |label: &str, topic: &str| crate::Row {
        text: String::new(),
        label: Some(label.to_owned()),
        conditions: json!({ "topic": topic, "same": 1 }).as_object().cloned().unwrap(),
        mean_log_probability: None,
    };
    let rows = [row("a", "x"), row("b", "x"), row("a", "y"), row("a", "y"), row("a", "x")];
    let rows: Vec<&crate::Row> = rows.iter().collect();
    let shown = |fewest, most| {
        let (groups, others) = condition_groups(&rows, fewest, most);
        let name = |group: &Group| format!("{} {} {:?}", group.column, group.value, group.label);
        (groups.iter().map(|group| (name(group), group.rows.clone())).collect::<Vec<_>>(), others)
    };
    let (groups, others) = shown(2, 9);
    let expected = [
        ("same 1 Some(\"a\")".to_owned(), vec![0, 2, 3, 4]),
        ("topic \"x\" None".to_owned(), vec![0, 1, 4]),
        ("topic \"x\" Some(\"a\")".to_owned(), vec![0, 4]),
        ("topic \"y\" None".to_owned(), vec![2, 3]),
    ];
    assert_eq!((groups, others), (expected.to_vec(), 0));
    assert_eq!((shown(2, 1).0.len(), shown(2, 1).1), (1, 3));
}
