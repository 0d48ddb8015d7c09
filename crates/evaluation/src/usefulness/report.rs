//! What students learnt, in figures, charts and a sentence.

use measures::{Interval, Z95, wilson};
use serde_json::Value;

use super::{Ablation, Effect, Learnt, Sampled, Source, StudentKind, UsefulnessOutcome};
use crate::chart::{Behind, Cell, Chart, Curve, CurvePoint, Dashboard, Drawing, Point};
use crate::finding::{Finding, Question, Tone, percent, percentage_points};
use crate::measure::{Measure, Unit};

/// Accuracies, differences, per-class figures, calibration and overlap.
#[must_use]
pub fn measure(outcome: &UsefulnessOutcome) -> Vec<Measure> {
    let mut measures: Vec<Measure> = outcome
        .curves
        .iter()
        .filter_map(|(source, points)| accuracy(outcome, *source, points.last()?))
        .collect();
    if let Some((synthetic, real, effect)) = &outcome.equal {
        let rows = real.rows;
        measures.extend(accuracy_of_equal(outcome, "synthetic", synthetic));
        measures.extend(accuracy_of_equal(outcome, "real", real));
        measures.push(difference(
            outcome,
            "accuracy-gap",
            "Synthetic against as many real rows",
            format!(
                "How much better students of {rows} synthetic rows answer than students of {rows} real rows."
            ),
            *effect,
        ));
    }
    if let Some(effect) = outcome.added {
        measures.push(difference(
            outcome,
            "accuracy-added",
            "Gain by adding synthetic rows",
            "How much better students of real and synthetic rows answer than students of real rows alone."
                .to_owned(),
            effect,
        ));
    }
    measures.extend(classes(outcome));
    measures.extend(calibration(outcome));
    measures.extend(outcome.ablations.iter().map(|one| {
        let (id, title) = (format!("helps-{}", name(one)), format!("What {} adds", name(one)));
        let meaning =
            "How much better students of all rows answer than students of all but these.".to_owned();
        difference(outcome, &id, &title, meaning, one.effect)
    }));
    for (id, rows, what) in [
        ("overlap-synthetic", &outcome.overlap.synthetic, "synthetic"),
        ("overlap-real", &outcome.overlap.real, "real"),
    ] {
        let treated = if outcome.overlap_left_out { "They were left out." } else { "They were kept." };
        measures.push(
            Measure::new(
                id,
                format!("Gold rows among the {what} rows"),
                format!("Gold rows whose words are those of a {what} row, or nearly so."),
                Unit::Count,
                outcome.gold.of,
                Some(rows.len() as f64),
            )
            .noted(format!("A Jaccard index of words of at least 0.8. {treated}")),
        );
    }
    measures
}

fn accuracy(outcome: &UsefulnessOutcome, source: Source, learnt: &Learnt) -> Option<Measure> {
    let (id, what) = match source {
        Source::Synthetic => ("synthetic", "the synthetic rows"),
        Source::Real => ("real", "the real rows"),
        Source::Both => ("both", "both"),
    };
    let meaning = format!("Share of gold rows that students of {what} answer rightly.");
    figure(outcome, format!("accuracy-{id}"), format!("Accuracy of students of {what}"), meaning, learnt)
}

fn accuracy_of_equal(outcome: &UsefulnessOutcome, what: &str, learnt: &Learnt) -> Option<Measure> {
    let title = format!("Accuracy of students of {} {what} rows", learnt.rows);
    let meaning = format!("Share of gold rows that students of {} {what} rows answer rightly.", learnt.rows);
    figure(outcome, format!("accuracy-{what}-equal"), title, meaning, learnt)
}

fn figure(
    outcome: &UsefulnessOutcome,
    id: String,
    title: String,
    meaning: String,
    learnt: &Learnt,
) -> Option<Measure> {
    let n = outcome.gold.used;
    (n > 0).then(|| {
        let mean = learnt.accuracy.mean;
        Measure::new(id, title, meaning, Unit::Share, n, Some(mean))
            .within(within_one(learnt.accuracy.interval))
            .noted(note(outcome, learnt.rows, mean))
    })
}

/// Shares do not leave [0, 1].
fn within_one(interval: Option<Interval>) -> Option<Interval> {
    interval.map(|Interval { low, high }| Interval { low: low.max(0.0), high: high.min(1.0) })
}

fn note(outcome: &UsefulnessOutcome, rows: usize, mean: f64) -> String {
    let n = outcome.gold.used as u64;
    let other = wilson((mean * n as f64).round() as u64, n, Z95).map_or(0.0, |i| (i.high - i.low) / 2.0);
    let student = match outcome.student {
        StudentKind::LogisticRegression => "logistic regression",
        StudentKind::LinearSvm => "linear support vector machine",
    };
    let seen = if outcome.vectors { "n-grams and vectors" } else { "n-grams" };
    let mut note = format!(
        "{} students ({student} over {seen}), each of a bootstrap sample of {rows} rows; the interval is that of their \
         spread, and other gold rows would move it by about {}.",
        outcome.students,
        percentage_points(other),
    );
    for (what, Sampled { of, used }) in
        [("synthetic", outcome.synthetic), ("real", outcome.real), ("gold", outcome.gold)]
    {
        if used < of {
            note.push_str(&format!(" Of {of} {what} rows a sample of {used} was used."));
        }
    }
    note
}

fn difference(
    outcome: &UsefulnessOutcome,
    id: &str,
    title: &str,
    meaning: String,
    effect: Effect,
) -> Measure {
    Measure::new(id, title, meaning, Unit::Score, outcome.gold.used, Some(effect.difference))
        .within(Some(effect.interval))
        .noted("Difference of shares on the same gold rows; the interval is for other students and other gold rows.")
}

fn classes(outcome: &UsefulnessOutcome) -> Vec<Measure> {
    let note = "By one student of all synthetic rows.";
    let mut measures = vec![
        Measure::new(
            "macro-f1",
            "Macro F1",
            "Mean over the labels of the harmonic mean of precision and recall.",
            Unit::Share,
            outcome.gold.used,
            outcome.confusion.macro_f1(),
        )
        .noted(note),
    ];
    for (label, score) in outcome.confusion.labels.iter().zip(outcome.confusion.scores()) {
        let share = |id: &str, title: &str, meaning: String, of: u64| {
            Measure::share(format!("{id}-{label}"), format!("{title} of {label}"), meaning, score.right, of)
                .noted(note)
        };
        measures.push(share(
            "precision",
            "Precision",
            format!("Share of answers {label} that are right."),
            score.answered,
        ));
        measures.push(share(
            "recall",
            "Recall",
            format!("Share of gold rows {label} that are found."),
            score.gold,
        ));
        let meaning = "Harmonic mean of precision and recall.";
        let f1 = Measure::new(
            format!("f1-{label}"),
            format!("F1 of {label}"),
            meaning,
            Unit::Share,
            score.gold as usize,
            score.f1(),
        );
        measures.push(f1.noted(note));
    }
    measures
}

fn calibration(outcome: &UsefulnessOutcome) -> Vec<Measure> {
    let Some(calibration) = &outcome.calibration else { return Vec::new() };
    let n = outcome.gold.used;
    vec![
        Measure::new(
            "student-calibration-error",
            "Calibration error of the student",
            "How far the student's probabilities are from how often it is right, on average.",
            Unit::Share,
            n,
            Some(calibration.error),
        )
        .noted(format!(
            "15 bins, one student of all synthetic rows; {:.3} at a temperature learnt from the other half of the gold rows.",
            calibration.scaled_error
        )),
        Measure::new(
            "student-temperature",
            "Temperature of the student",
            "The temperature at which its probabilities suit the gold rows best; above 1 it is too sure.",
            Unit::Score,
            n,
            Some(calibration.temperature),
        ),
    ]
}

/// Learning curves, confusion, F1, reliability and which part helps. `label` is the column of the rows that holds labels.
#[must_use]
pub fn charts(outcome: &UsefulnessOutcome, label: &str) -> Vec<Chart> {
    if outcome.gold.used == 0 {
        return Vec::new();
    }
    let mut charts = vec![learning(outcome), confusion(outcome), f1(outcome, label)];
    charts.extend(reliability(outcome));
    charts.extend(helps(outcome));
    charts
}

fn learning(outcome: &UsefulnessOutcome) -> Chart {
    let point = |learnt: &Learnt| {
        let interval = within_one(learnt.accuracy.interval);
        CurvePoint {
            x: learnt.rows as f64,
            y: learnt.accuracy.mean,
            low: interval.map(|i| i.low),
            high: interval.map(|i| i.high),
        }
    };
    let curve = |(source, points): &(Source, Vec<Learnt>)| Curve {
        name: match source {
            Source::Synthetic => "Synthetic",
            Source::Real => "Real",
            Source::Both => "Both",
        }
        .to_owned(),
        points: points.iter().map(point).collect(),
    };
    let drawing = Drawing::Curves { curves: outcome.curves.iter().map(curve).collect() };
    chart("learning-curves", growth(outcome), "Rows learnt", "Gold rows answered rightly", drawing)
}

/// What the last doubling brought.
fn growth(outcome: &UsefulnessOutcome) -> String {
    let gain =
        outcome.curves.iter().find(|(source, _)| *source == Source::Synthetic).and_then(|(_, points)| {
            let last = points.last()?;
            let half = points.iter().rfind(|point| point.rows * 2 <= last.rows)?;
            Some((Effect::of(last, half)?, half.rows, last.rows))
        });
    match gain {
        Some((Effect { difference, interval }, from, to)) if interval.low > 0.0 => {
            format!(
                "From {from} to {to} rows students gain {}: more rows may help",
                percentage_points(difference)
            )
        }
        Some((_, from, to)) => format!("From {from} to {to} rows students gain nothing that is sure"),
        None => "What students of more rows know".to_owned(),
    }
}

/// Gold rows are no rows of the dataset, so no row stands behind a cell; [`super::Confusion::rows`] has them.
fn confusion(outcome: &UsefulnessOutcome) -> Chart {
    let confusion = &outcome.confusion;
    let mut cells = Vec::new();
    for (row, answers) in (0..).zip(&confusion.rows) {
        for (column, rows) in (0..).zip(answers) {
            cells.push(Cell { column, row, value: rows.len() as f64, expected: None, behind: Vec::new() });
        }
    }
    let (right, all) = confusion.right();
    let title = format!("A student of all rows answers {right} of {all} gold rows rightly");
    let drawing = Drawing::Grid { columns: confusion.labels.clone(), rows: confusion.labels.clone(), cells };
    chart("confusion", title, "Answer", "Gold label", drawing)
}

fn f1(outcome: &UsefulnessOutcome, label: &str) -> Chart {
    let scores = outcome.confusion.labels.iter().zip(outcome.confusion.scores());
    let points: Vec<Point> = scores
        .filter_map(|(name, score)| {
            let behind = Behind::Is { column: label.to_owned(), value: Value::String(name.clone()) };
            Some(Point::new(name.clone(), score.f1()?, Some(behind)))
        })
        .collect();
    let worst = points.iter().reduce(|worst, other| if other.value < worst.value { other } else { worst });
    let title = worst
        .map_or_else(|| "F1 of each label".to_owned(), |worst| format!("{} is known least", worst.label));
    chart("student-f1", title, "F1", "Label", Drawing::Bars { points })
}

fn reliability(outcome: &UsefulnessOutcome) -> Option<Chart> {
    let calibration = outcome.calibration.as_ref()?;
    let point = |bin: &measures::ReliabilityBin| {
        let right = (bin.accuracy * bin.count as f64).round() as u64;
        let interval = wilson(right, bin.count, Z95);
        CurvePoint {
            x: bin.confidence,
            y: bin.accuracy,
            low: interval.map(|i| i.low),
            high: interval.map(|i| i.high),
        }
    };
    let points = calibration.bins.iter().filter(|bin| bin.count > 0).map(point).collect();
    let even = |at: f64| CurvePoint { x: at, y: at, low: None, high: None };
    let curves = vec![
        Curve { name: "Student".to_owned(), points },
        Curve { name: "As sure as right".to_owned(), points: vec![even(0.0), even(1.0)] },
    ];
    let title = match calibration.temperature {
        t if t > 1.1 => "The student is surer than it is right",
        t if t < 0.9 => "The student is less sure than it is right",
        _ => "The student is about as sure as it is right",
    };
    Some(chart(
        "student-reliability",
        title.to_owned(),
        "Probability",
        "Share right",
        Drawing::Curves { curves },
    ))
}

fn helps(outcome: &UsefulnessOutcome) -> Option<Chart> {
    let mut ablations: Vec<&Ablation> = outcome.ablations.iter().collect();
    ablations.sort_by(|a, b| b.effect.difference.total_cmp(&a.effect.difference));
    let first = ablations.first()?;
    let title = if first.effect.interval.low > 0.0 {
        format!(
            "{} helps most: without it students lose {}",
            name(first),
            percentage_points(first.effect.difference)
        )
    } else {
        "No part of the rows surely helps more than the others".to_owned()
    };
    let point = |one: &&Ablation| {
        let Interval { low, high } = one.effect.interval;
        let rows = one.group.rows.iter().map(|row| *row as u64).collect();
        let label = format!("{} ({:+.1} to {:+.1} points)", name(one), 100.0 * low, 100.0 * high);
        Point::new(label, 100.0 * one.effect.difference, Some(Behind::Rows { rows }))
    };
    let points = ablations.iter().map(point).collect();
    Some(chart("helps", title, "Percentage points lost without it", "Part", Drawing::Bars { points }))
}

fn name(one: &Ablation) -> String {
    let value = match &one.group.value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let label = one.group.label.as_ref().map_or(String::new(), |label| format!(", {label}"));
    format!("{} {value}{label}", one.group.column)
}

fn chart(id: &str, title: String, x: &str, y: &str, drawing: Drawing) -> Chart {
    Chart {
        id: id.to_owned(),
        dashboard: Dashboard::Usefulness,
        title,
        x: x.to_owned(),
        y: y.to_owned(),
        drawing,
    }
}

/// Loss against as many real rows up to which synthetic rows are a fair stand-in.
const FAIR: f64 = 0.05;

/// How useful the rows are, in a sentence.
#[must_use]
pub fn finding(outcome: &UsefulnessOutcome) -> Finding {
    let synthetic = outcome
        .curves
        .iter()
        .find(|(source, _)| *source == Source::Synthetic)
        .and_then(|(_, points)| points.last());
    let (Some(all), true) = (synthetic, outcome.gold.used > 0) else {
        return Finding {
            question: Question::Useful,
            tone: Tone::Unknown,
            sentence: "What students learn from these rows has not been asked yet.".to_owned(),
            advice: Some("Give rows whose labels people vouch for.".to_owned()),
            measures: Vec::new(),
        };
    };
    let said = |learnt: &Learnt| {
        let interval = within_one(learnt.accuracy.interval)
            .map_or(String::new(), |i| format!(" ({} to {})", percent(i.low), percent(i.high)));
        format!("{}{interval}", percent(learnt.accuracy.mean))
    };
    let mut sentence = format!("Students of these rows answer {} of the gold rows rightly", said(all));
    let mut measures = vec!["accuracy-synthetic".to_owned()];
    let tone = match &outcome.equal {
        None => Tone::Unknown,
        Some((synthetic, real, effect)) => {
            let as_many = if synthetic.rows == all.rows {
                format!("students of as many real rows {}", said(real))
            } else {
                format!(
                    "of {} rows each, students of synthetic ones {}, of real ones {}",
                    real.rows,
                    said(synthetic),
                    said(real)
                )
            };
            sentence = format!("{sentence}; {as_many}");
            measures.extend(
                ["accuracy-synthetic-equal", "accuracy-real-equal", "accuracy-gap"].map(str::to_owned),
            );
            if effect.interval.low >= -FAIR {
                Tone::Good
            } else if effect.interval.high < 0.0 {
                Tone::Doubtful
            } else {
                Tone::Unknown
            }
        }
    };
    let advice = match (tone, &outcome.equal) {
        (Tone::Good, _) => None,
        (Tone::Unknown, None) => Some("Give real rows to compare with.".to_owned()),
        (Tone::Unknown, Some(_)) => Some("More gold rows would tell the two apart.".to_owned()),
        (Tone::Doubtful, _) => {
            Some("Look at what is taken for what and at the parts that help; check the labels.".to_owned())
        }
    };
    Finding { question: Question::Useful, tone, sentence: format!("{sentence}."), advice, measures }
}
