//! Faithfulness on datasets whose truth is known.

use evaluation::faithfulness::{
    Drawn, Panel, Refused, Review, StudentOptions, Verdict, adherence, answers, arithmetic, audit,
    calibration, entities, estimate, ground_truth, oracle, perplexity, rubric, trained_judge,
};
use evaluation::{Behind, Drawing, Measure, Row, Rows, Tone};
use proptest::{collection::vec, option, prelude::*};
use serde_json::json;
use students::Input;

fn measure<'p>(panel: &'p Panel, id: &str) -> &'p Measure {
    panel.measures.iter().find(|measure| measure.id == id).unwrap_or_else(|| panic!("{id}"))
}

#[track_caller]
fn check(panel: &Panel, id: &str, expected: Option<f64>) {
    match (measure(panel, id).value, expected) {
        (Some(found), Some(expected)) => {
            assert!((found - expected).abs() < 1e-9, "{id}: {found}, not {expected}")
        }
        (found, expected) => assert_eq!(found, expected, "{id}"),
    }
}

/// All rows behind the parts of a chart.
fn behind(drawing: &Drawing) -> Vec<Vec<u64>> {
    let rows = |behind: &Behind| match behind {
        Behind::Rows { rows } => rows.clone(),
        other => panic!("{other:?}"),
    };
    match drawing {
        Drawing::Bars { points } | Drawing::Histogram { points } | Drawing::Line { points } => {
            points.iter().filter_map(|point| point.behind.as_ref()).map(rows).collect()
        }
        Drawing::Grid { cells, .. } => cells.iter().flat_map(|cell| cell.behind.iter().map(rows)).collect(),
        Drawing::Curves { .. } | Drawing::Map { .. } => Vec::new(),
    }
}

fn review(right: bool, drawn: Drawn) -> Option<Review> {
    Some(Review { verdict: if right { Verdict::Right } else { Verdict::Wrong }, drawn })
}

/// scikit-learn 1.9.1: `precision_recall_fscore_support(gold, labels)`, `f1_score(average="macro")`.
#[test]
fn ground_truth_is_counted_by_label() {
    let gold = ["a", "a", "b", "b", "b", "c", "c", "a", "d", "b"].map(Some);
    let labels = ["a", "b", "b", "b", "c", "c", "a", "a", "a", "b"].map(Some);
    let gold = [&[None][..], &gold].concat();
    let labels = [&[Some("a")][..], &labels].concat();
    let found = ground_truth::ground_truth(&labels, &gold);
    let panel = found.panel();
    check(&panel, "gold-accuracy", Some(0.6));
    check(&panel, "gold-macro-f1", Some(0.455_357_142_857_142_85));
    for (label, precision, recall, f1) in
        [("a", Some(0.5), 2.0 / 3.0, 4.0 / 7.0), ("b", Some(0.75), 0.75, 0.75), ("d", None, 0.0, 0.0)]
    {
        check(&panel, &format!("gold-precision-{label}"), precision);
        check(&panel, &format!("gold-recall-{label}"), Some(recall));
        check(&panel, &format!("gold-f1-{label}"), Some(f1));
    }
    // Row 0 has no gold label; rows 2 and so on are counted from all rows.
    assert_eq!(found.rows[0], [vec![1, 8], vec![2], vec![], vec![]]);
    assert_eq!(panel.finding.tone, Tone::Doubtful);
    let mut rows: Vec<u64> = behind(&panel.charts[0].drawing).concat();
    rows.sort_unstable();
    assert_eq!(rows, (1..=10).collect::<Vec<_>>());
}

#[test]
fn an_audit_speaks_for_rows_drawn_by_chance() {
    let of = |right: usize, wrong: usize, chosen: usize, unseen: usize| {
        let reviews = [
            vec![review(true, Drawn::AtRandom); right],
            vec![review(false, Drawn::AtRandom); wrong],
            vec![review(false, Drawn::Chosen); chosen],
            vec![None; unseen],
        ];
        audit::audit(&reviews.concat())
    };
    let found = of(187, 13, 50, 1_000_000);
    let panel = found.panel(audit::HALF_WIDTH);
    check(&panel, "audit-right", Some(187.0 / 200.0));
    check(&panel, "audit-right-chosen", Some(0.0));
    check(&panel, "audit-further", Some(0.0));
    // Of a million rows the interval is METHODS' Wilson of 187 in 200, .892-.962.
    let share = measure(&panel, "audit-right");
    assert!((share.low.unwrap() - 0.892).abs() < 5e-4 && (share.high.unwrap() - 0.962).abs() < 5e-4);
    assert_eq!(panel.finding.tone, Tone::Good);
    let all = of(90, 10, 0, 0).interval().unwrap();
    assert_eq!((all.low, all.high), (0.9, 0.9));
    assert_eq!(of(0, 0, 0, 1000).further_rows(0.05), Some(276));
    assert_eq!(of(0, 0, 0, 0).further_rows(0.05), None);
    assert_eq!(of(10, 0, 0, 1000).panel(0.05).finding.tone, Tone::Unknown);
    assert_eq!(of(5, 5, 0, 1000).panel(0.05).finding.tone, Tone::Doubtful);
}

#[test]
fn reviews_correct_a_judge_that_leans() {
    // Eight of ten rows are right; the judge passes half of the wrong ones too.
    let truth = |row: usize| row % 10 < 8;
    let passes = |row: usize| truth(row) || row % 10 == 8;
    let verdicts: Vec<Option<f64>> = (0..2000).map(|row| Some(f64::from(u8::from(passes(row))))).collect();
    let reviews: Vec<Option<Review>> = (0..2000)
        .map(|row| match row {
            0..200 => review(truth(row), Drawn::AtRandom),
            // Wrong rows that somebody went for; they must not move the estimate.
            200..400 if !truth(row) => review(false, Drawn::Chosen),
            _ => None,
        })
        .collect();
    let joined = estimate::join(&reviews, &verdicts).unwrap();
    let panel = joined.panel();
    check(&panel, "right-reviewed", Some(0.8));
    check(&panel, "right-judged", Some(0.9));
    check(&panel, "judge-lean", Some(0.1));
    check(&panel, "right-joined-full", Some(0.8));
    check(&panel, "right-joined", Some(0.8));
    let width = |id: &str| measure(&panel, id).high.unwrap() - measure(&panel, id).low.unwrap();
    assert!(width("right-joined") < width("right-reviewed"), "the judge helps");
    assert!(width("right-joined") <= width("right-joined-full") + 1e-12);
    assert_eq!(joined.cells[1].len(), 20);
    assert!(matches!(
        estimate::join(&reviews[..49], &verdicts[..49]),
        Err(Refused::TooFew { found: 49, .. })
    ));
    assert!(estimate::join(&reviews[..200], &verdicts[..200]).is_err(), "no others");
}

/// Sentences of two kinds by their words.
fn sentences(count: usize) -> Vec<(String, &'static str)> {
    let words = [["warm", "kind", "joy", "bright"], ["cold", "cruel", "grief", "dull"]];
    (0..count)
        .map(|at| {
            let kind = at % 2;
            let text =
                format!("a {} and {} tale {at}", words[kind][at / 2 % 4], words[kind][(at / 2 + 1) % 4]);
            (text, ["good", "bad"][kind])
        })
        .collect()
}

#[test]
fn an_oracle_finds_labels_that_gold_rows_contradict() {
    let gold = sentences(40);
    let gold: Vec<students::Row<'_>> =
        gold.iter().map(|(text, label)| students::Row::text(text, label)).collect();
    let rows = sentences(60);
    let inputs: Vec<Input<'_>> = rows.iter().map(|(text, _)| text.as_str().into()).collect();
    let flipped = [3_usize, 10, 17, 24, 31, 38, 45, 52, 55, 58, 59, 1];
    let labels: Vec<Option<&str>> = (rows.iter().enumerate())
        .map(|(at, (_, label))| match (at, flipped.contains(&at)) {
            (0, _) => Some("odd"),
            (2, _) => None,
            (_, false) => Some(*label),
            (_, true) => Some(if *label == "good" { "bad" } else { "good" }),
        })
        .collect();
    let found = oracle::oracle(&gold, &inputs, &labels, &StudentOptions::default()).unwrap();
    assert_eq!((found.gold_right, found.gold, found.unknown.as_slice()), (40, 40, &[0][..]));
    let panel = found.panel();
    check(&panel, "oracle-agreement", Some(46.0 / 58.0));
    check(&panel, "oracle-gold-accuracy", Some(1.0));
    assert_eq!(panel.finding.tone, Tone::Doubtful);
    let mut others: Vec<u64> = behind(&panel.charts[1].drawing).concat();
    others.sort_unstable();
    let mut expected: Vec<u64> = flipped.iter().map(|at| *at as u64).collect();
    expected.sort_unstable();
    assert_eq!(others, expected);

    let refused = oracle::oracle(&gold[..5], &inputs, &labels, &StudentOptions::default());
    assert_eq!(refused.unwrap_err().to_string(), "There are 5 gold rows; at least 20 are needed.");
    let one: Vec<_> = gold.iter().step_by(2).copied().collect();
    assert!(oracle::oracle(&one, &inputs, &labels, &StudentOptions::default()).is_err(), "one label");
    assert!(oracle::oracle(&gold, &inputs, &labels[1..], &StudentOptions::default()).is_err());
    // Gold labels without any order cannot make an oracle.
    let noise: Vec<students::Row<'_>> = gold
        .iter()
        .enumerate()
        .map(|(at, row)| students::Row { label: ["x", "y"][at / 7 % 2], ..*row })
        .collect();
    let labels = vec![Some("x"); inputs.len()];
    let found = oracle::oracle(&noise, &inputs, &labels, &StudentOptions::default()).unwrap();
    assert_eq!(found.panel().finding.tone, Tone::Unknown);
}

#[test]
fn conditions_are_judged_by_rule_student_or_model() {
    let rows: Vec<Row> = (sentences(60).into_iter().enumerate())
        .map(|(at, (text, label))| Row {
            conditions: json!({ "tone": label, "coin": (["heads", "tails"][at / 3 % 2]), "length": [1, (if at < 15 { 5 } else { 9 })] })
                .as_object()
                .cloned()
                .unwrap(),
            label: None,
            mean_log_probability: None,
            text,
        })
        .collect();
    let rows = Rows::new(rows);
    let options = StudentOptions::default();
    let tone = adherence::by_student(&rows, "tone", &options).unwrap().panel();
    check(&tone, "student-tells-tone", Some(1.0));
    assert_eq!(tone.finding.tone, Tone::Good);
    let coin = adherence::by_student(&rows, "coin", &options).unwrap().panel();
    assert!(coin.finding.tone != Tone::Good, "{:?}", coin.finding);
    assert!(adherence::by_student(&rows, "none", &options).is_err());
    let rule = adherence::by_rule(&rows);
    assert_eq!(rule.len(), 1, "no rule judges a tone");
    assert_eq!(rule[0].missed(), (0..15).collect::<Vec<_>>());
    assert_eq!(rule[0].values["1–5"].missed.len(), 15);
    check(&rule[0].panel(), "adherence-length", Some(0.75));
    let verdicts: Vec<Option<bool>> = (0..60).map(|at| (at < 50).then_some(at % 10 != 0)).collect();
    let model = adherence::by_model(&rows, "tone", &verdicts).panel();
    check(&model, "model-adherence-tone", Some(0.9));
    assert_eq!(behind(&model.charts[0].drawing).concat().len(), 5);
}

#[test]
fn ratings_are_read_in_both_orders() {
    let level = |scale: rubric::Scale, answer: &str, expected: Option<usize>| {
        assert_eq!(scale.level(answer), expected, "{answer}");
    };
    level(rubric::Scale::OneToFive, "4", Some(3));
    level(rubric::Scale::OneToFive, "4/5", Some(3));
    level(rubric::Scale::OneToFive, "Rating: 2.", Some(1));
    level(rubric::Scale::OneToFive, "between 2 and 3", None);
    level(rubric::Scale::OneToFive, "6", None);
    level(rubric::Scale::FourLevel, "B: minor flaws", Some(2));
    level(rubric::Scale::FourLevel, "a bad row", None);
    level(rubric::Scale::FourLevel, "", None);

    let asked = |first: &'static str, second: &'static str| rubric::Answers {
        first: Some(first),
        second: Some(second),
    };
    let answers = [
        asked("5", "5"),
        asked("4", "5"),
        asked("2", "2"),
        asked("3", "5"),
        asked("1", "?"),
        rubric::Answers::default(),
    ];
    let ratings = rubric::Ratings::read(rubric::Scale::OneToFive, &answers);
    assert_eq!(ratings.unreadable, [4]);
    assert_eq!(ratings.scores()[..3], [Some(1.0), Some(0.875), Some(0.25)]);
    let panel = ratings.panel();
    check(&panel, "rating-good", Some(0.4));
    check(&panel, "rating-mean", Some((5.0 + 4.5 + 2.0 + 4.0 + 1.0) / 5.0));
    check(&panel, "position-bias", Some(0.5));
    check(&panel, "order-lean", Some(0.75));
    // scikit-learn 1.9.1: cohen_kappa_score([5, 4, 2, 3], [5, 5, 2, 5], weights="quadratic", labels=[1, 2, 3, 4, 5]).
    check(&panel, "order-kappa", Some(9.0 / 14.0));
    assert_eq!(behind(&panel.charts[0].drawing), [vec![4], vec![2], vec![3], vec![1], vec![0]]);
    let people = [Some("5"), Some("4"), Some("2"), Some("3"), Some("1"), None];
    assert_eq!(rubric::against_people(&ratings, &people).value, Some(1.0));
}

#[test]
fn a_judge_is_held_against_people() {
    // Right rows score .6 to .9, wrong ones .1 to .4; every tenth is mistaken.
    let right = |row: usize| !row.is_multiple_of(3);
    let scores: Vec<Option<f64>> = (0..120)
        .map(|row| {
            let high = right(row) != (row % 10 == 0);
            Some(if high { 0.6 } else { 0.1 } + 0.1 * (row % 4) as f64)
        })
        .collect();
    let reviews: Vec<Option<Review>> =
        (0..120).map(|row| (row < 100).then(|| review(right(row), Drawn::AtRandom)).flatten()).collect();
    let found = calibration::calibrate(&scores, &reviews).unwrap();
    assert_eq!(found.rows.len(), 100);
    assert!((found.threshold - 0.6).abs() < 1e-9, "{}", found.threshold);
    let panel = found.panel();
    let kappa = measure(&panel, "judge-kappa");
    // 90 of 100 agree, 66 are right and 64 pass: (0.9 - 0.5448) / (1 - 0.5448).
    let chance = (66.0 * 64.0 + 34.0 * 36.0) / 1e4;
    assert!((kappa.value.unwrap() - (0.9 - chance) / (1.0 - chance)).abs() < 1e-9, "{kappa:?}");
    assert!(kappa.low.unwrap() < kappa.value.unwrap() && kappa.high.unwrap() > kappa.value.unwrap());
    assert_eq!(panel.finding.tone, Tone::Good);
    assert!(calibration::calibrate(&scores[..12], &reviews[..12]).is_err(), "four wrong rows");
    let same = vec![Some(0.5); 120];
    let panel = calibration::calibrate(&same, &reviews).unwrap().panel();
    check(&panel, "judge-auc", Some(0.5));
    assert_eq!(panel.finding.tone, Tone::Doubtful);
}

#[test]
fn a_judge_is_trained_on_reviews() {
    let rows = sentences(80);
    let inputs: Vec<Input<'_>> = rows.iter().map(|(text, _)| text.as_str().into()).collect();
    let right = |row: usize| rows[row].1 == "good";
    let reviews: Vec<Option<Review>> =
        (0..80).map(|row| (row < 60).then(|| review(right(row), Drawn::Chosen)).flatten()).collect();
    // A model that guesses.
    let scores: Vec<Option<f64>> = (0..80).map(|row| Some((row * 7 % 10) as f64 / 10.0)).collect();
    let found = trained_judge::train(&inputs, &reviews, &scores, &StudentOptions::default()).unwrap();
    for (row, p) in found.probabilities.iter().enumerate() {
        assert_eq!(*p > 0.5, right(row), "{row}: {p}");
    }
    let panel = found.panel();
    check(&panel, "trained-judge-auc", Some(1.0));
    assert!(measure(&panel, "model-judge-auc").value.unwrap() < 0.7);
    assert!(measure(&panel, "trained-judge-gain").low.unwrap() > 0.0);
    assert_eq!(panel.finding.tone, Tone::Good);
    let alone = trained_judge::train(&inputs, &reviews, &[], &StudentOptions::default()).unwrap();
    assert_eq!(alone.model, None);
    assert_eq!(alone.probabilities, found.probabilities);
    let few: Vec<Option<Review>> = reviews.iter().enumerate().map(|(at, r)| r.filter(|_| at < 12)).collect();
    assert!(trained_judge::train(&inputs, &few, &[], &StudentOptions::default()).is_err());
    assert!(trained_judge::train(&inputs, &reviews, &scores[1..], &StudentOptions::default()).is_err());
}

#[test]
fn answers_are_asked_again() {
    let answers = [Some("The Nile."), Some("in Paris, France"), Some("7"), None];
    let again = [Some("nile"), Some("Paris"), None, Some("x")];
    let panel = answers::recheck(&answers, &again).panel();
    check(&panel, "recheck-exact", Some(0.5));
    check(&panel, "recheck-f1", Some(0.75));
    assert_eq!(behind(&panel.charts[0].drawing), [vec![0], vec![1]]);

    let repeated = |answers: &[&str]| answers.iter().map(|answer| (*answer).to_owned()).collect::<Vec<_>>();
    let found = answers::consistency(&[
        repeated(&["Four", "four.", "5"]),
        repeated(&["a b", "c"]),
        repeated(&["alone"]),
        repeated(&[]),
        repeated(&["x", "x", "X!"]),
    ]);
    let majority: Vec<(u64, &str, u64)> =
        found.rows.iter().map(|row| (row.row, row.answer.as_str(), row.count)).collect();
    assert_eq!(majority, [(0, "four", 2), (1, "b", 1), (4, "x", 3)]);
    let panel = found.panel(&[Some("It is four"), Some("the b"), Some("alone"), None, None]);
    check(&panel, "consistency-exact", Some(0.5));
    assert_eq!(behind(&panel.charts[0].drawing), [vec![1], vec![0]]);
    check(&panel, "consistency-settled", Some(2.0 / 3.0));
    check(&panel, "consistency-share", Some((2.0 / 3.0 + 0.5 + 1.0) / 3.0));
    // scipy: entropy([2, 1]), and ln 2 for entropy([1, 1]).
    check(&panel, "consistency-entropy", Some((0.636_514_168_294_813 + 2_f64.ln()) / 3.0));
}

#[test]
fn perplexity_is_over_tokens_where_they_are_counted() {
    let text = |mean: f64, tokens: Option<u64>| Some(perplexity::LogProbability { mean, tokens });
    let check = |texts: &[Option<perplexity::LogProbability>], expected: Option<f64>| {
        let found = perplexity::perplexity(texts).map(|found| found.value);
        assert_eq!(found.is_some(), expected.is_some());
        assert!((found.unwrap_or(0.0) - expected.unwrap_or(0.0)).abs() < 1e-9, "{found:?}");
    };
    check(&[text(-1.0, Some(10)), text(-2.0, Some(30)), None], Some(1.75_f64.exp()));
    check(&[text(-1.0, Some(10)), text(-2.0, None)], Some(1.5_f64.exp()));
    check(&[text(f64::NAN, None)], None);
    check(&[], None);
    let panel = perplexity::panel(&[text(-1.0, None), text(-3.0, None), text(-2.0, None)]);
    assert_eq!(behind(&panel.charts[0].drawing).concat(), [0, 2, 1]);
}

#[test]
fn wrong_sums_are_rows_to_open() {
    let found = arithmetic::arithmetic(&["2 + 2 = 4", "none", "2 + 2 = 5 and 1 + 1 = 2"]);
    assert_eq!(found.wrong(), [2]);
    let panel = found.panel();
    check(&panel, "arithmetic-rows", Some(0.5));
    check(&panel, "arithmetic-sums", Some(2.0 / 3.0));
    assert_eq!(behind(&panel.charts[0].drawing), [vec![0], vec![2], vec![1]]);
    assert_eq!(panel.finding.tone, Tone::Doubtful);
}

#[test]
fn nothing_is_known_of_no_rows() {
    let none = Rows::new(Vec::new());
    assert!(adherence::by_rule(&none).is_empty());
    let panels = [
        ground_truth::ground_truth(&[], &[]).panel(),
        audit::audit(&[]).panel(0.05),
        rubric::Ratings::read(rubric::Scale::FourLevel, &[]).panel(),
        answers::recheck(&[], &[]).panel(),
        answers::consistency(&[]).panel(&[]),
        perplexity::panel(&[]),
        arithmetic::arithmetic(&[]).panel(),
        entities::support(&[], &[]).panel(),
        adherence::by_model(&none, "x", &[]).panel(),
    ];
    for panel in panels {
        assert!(panel.measures.iter().all(|measure| measure.value.is_none()), "{:?}", panel.measures);
        assert!(panel.charts.is_empty(), "{:?}", panel.charts);
        assert_eq!(panel.finding.tone, Tone::Unknown);
    }
    assert!(estimate::join(&[], &[]).is_err());
    assert!(calibration::calibrate(&[], &[]).is_err());
    assert!(trained_judge::train(&[], &[], &[], &StudentOptions::default()).is_err());
    assert!(oracle::oracle(&[], &[], &[], &StudentOptions::default()).is_err());
}

proptest! {
    #[test]
    fn figures_stay_in_their_ranges_and_rows_exist(
        items in vec((option::of(any::<bool>()), any::<bool>(), option::of(-0.5..1.5f64), "[a-c1-5 ]{0,4}"), 0..120),
    ) {
        let reviews: Vec<Option<Review>> = (items.iter())
            .map(|item| item.0.and_then(|right| review(right, if item.1 { Drawn::AtRandom } else { Drawn::Chosen })))
            .collect();
        let verdicts: Vec<Option<f64>> = items.iter().map(|item| item.2).collect();
        let texts: Vec<Option<&str>> = items.iter().map(|item| Some(item.3.as_str())).collect();
        let turned: Vec<Option<&str>> = texts.iter().rev().copied().collect();
        let answers: Vec<rubric::Answers<'_>> = texts.iter().zip(&turned)
            .map(|(first, second)| rubric::Answers { first: *first, second: *second }).collect();
        let mut panels = vec![
            ground_truth::ground_truth(&texts, &turned).panel(),
            audit::audit(&reviews).panel(0.03),
            rubric::Ratings::read(rubric::Scale::OneToFive, &answers).panel(),
            answers::recheck(&texts, &turned).panel(),
        ];
        panels.extend(estimate::join(&reviews, &verdicts).map(|joined| joined.panel()));
        panels.extend(calibration::calibrate(&verdicts, &reviews).map(|found| found.panel()));
        for panel in panels {
            for measure in &panel.measures {
                let Some(value) = measure.value else { continue };
                prop_assert!(value.is_finite(), "{:?}", measure);
                if measure.unit == evaluation::Unit::Share {
                    prop_assert!((0.0..=1.0).contains(&value), "{:?}", measure);
                    for end in [measure.low, measure.high].into_iter().flatten() {
                        prop_assert!((-1e-12..=1.0 + 1e-12).contains(&end), "{:?}", measure);
                    }
                }
            }
            for chart in &panel.charts {
                for rows in behind(&chart.drawing) {
                    prop_assert!(rows.is_sorted() && rows.iter().all(|row| (*row as usize) < items.len()), "{:?}", chart);
                }
            }
        }
    }
}
