//! Figures.

use measures::{Z95, wilson};

use super::{name, within_one};
use crate::chart::Dashboard;
use crate::finding::percentage_points;
use crate::measure::{Measure, Unit};
use crate::usefulness::{Effect, Learnt, Sampled, Source, UsefulnessOutcome};

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
            Dashboard::Usefulness
                .measure(
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
        Dashboard::Usefulness
            .measure(id, title, meaning, Unit::Share, n, Some(mean))
            .within(within_one(learnt.accuracy.interval))
            .noted(note(outcome, learnt.rows, mean))
    })
}

fn note(outcome: &UsefulnessOutcome, rows: usize, mean: f64) -> String {
    let n = outcome.gold.used as u64;
    let other = wilson((mean * n as f64).round() as u64, n, Z95).map_or(0.0, |i| (i.high - i.low) / 2.0);
    let student = outcome.student.words(outcome.vectors);
    let mut note = format!(
        "{} students ({student}), each of a bootstrap sample of {rows} rows; the interval is that of their \
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
    Dashboard::Usefulness.measure(id, title, meaning, Unit::Score, outcome.gold.used, Some(effect.difference))
        .within(Some(effect.interval))
        .noted("Difference of shares on the same gold rows; the interval is for other students and other gold rows.")
}

fn classes(outcome: &UsefulnessOutcome) -> Vec<Measure> {
    let note = "By one student of all synthetic rows; the interval is for other gold rows.";
    let confusion = &outcome.confusion;
    let estimated = |id: &str, title: &str, meaning: &str, n: usize, found: Option<measures::Estimate>| {
        Dashboard::Usefulness
            .measure(id, title, meaning, Unit::Share, n, found.map(|found| found.value))
            .within(found.and_then(|found| found.interval))
            .noted(note)
    };
    let mut measures = vec![estimated(
        "macro-f1",
        "Macro F1",
        "Mean over the labels of the harmonic mean of precision and recall.",
        outcome.gold.used,
        confusion.macro_f1(Z95),
    )];
    for (label, score) in confusion.labels.iter().zip(confusion.scores(Z95)) {
        let share = |id: &str, title: &str, meaning: String, of: u64| {
            Dashboard::Usefulness
                .share(format!("{id}-{label}"), format!("{title} of {label}"), meaning, score.hits, of)
                .noted(note)
        };
        measures.push(share(
            "precision",
            "Precision",
            format!("Share of answers {label} that are right."),
            score.given,
        ));
        measures.push(share(
            "recall",
            "Recall",
            format!("Share of gold rows {label} that are found."),
            score.truly,
        ));
        measures.push(estimated(
            &format!("f1-{label}"),
            &format!("F1 of {label}"),
            "Harmonic mean of precision and recall.",
            score.truly as usize,
            Some(score.f1),
        ));
    }
    measures
}

fn calibration(outcome: &UsefulnessOutcome) -> Vec<Measure> {
    let Some(calibration) = &outcome.calibration else { return Vec::new() };
    let n = outcome.gold.used;
    vec![
        Dashboard::Usefulness.measure(
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
        Dashboard::Usefulness.measure(
            "student-temperature",
            "Temperature of the student",
            "The temperature at which its probabilities suit the gold rows best; above 1 it is too sure.",
            Unit::Score,
            n,
            Some(calibration.temperature),
        ),
    ]
}
