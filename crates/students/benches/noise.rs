//! What students learn from noisy labels, and whether they tell which are wrong:
//! `cargo bench -p students --bench noise -- --data DIR`.
//!
//! DIR holds `trec_noisy/train.csv`, `train_corrupted.csv` and `test.csv`, lines of `label,text`: questions of TREC, and the
//! same with 40.61 % of the labels wrong.
#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used, reason = "a measurement for developers")]

use std::{path::Path, time::Instant};

use measures::{Judgement, expected_calibration_error, reliability};
use students::{
    DynamicsOptions, Example, FeatureOptions, Features, Input, LinearSvm, Probabilities, Row, SvmOptions,
    Temperature, TextClassifier, TextOptions, out_of_fold, training_dynamics,
};

const SEED: u64 = 0;
const FOLDS: usize = 5;

fn main() {
    let mut arguments = std::env::args().skip_while(|argument| argument != "--data");
    let data = arguments.nth(1).unwrap_or_else(|| panic!("--data DIR is needed"));
    let folder = Path::new(&data).join("trec_noisy");
    let [clean, noisy, test] =
        ["train.csv", "train_corrupted.csv", "test.csv"].map(|name| read(&folder.join(name)));
    let wrong: Vec<bool> = clean.iter().zip(&noisy).map(|(clean, noisy)| clean.1 != noisy.1).collect();
    for (name, options) in [("words", TextOptions::words()), ("n-grams", TextOptions::default())] {
        println!("logistic regression, {name}, penalty {}", options.penalty);
        for (labels, train) in [("clean", &clean), ("noisy", &noisy)] {
            let start = Instant::now();
            let student = TextClassifier::fit_rows(&borrowed(train), &options);
            let seconds = start.elapsed().as_secs_f64();
            let right = test.iter().filter(|(text, label)| student.predict(text) == Some(label)).count();
            println!("  test accuracy, {labels} labels: {:.3} ({seconds:.1} s)", share(right, test.len()));
        }
        let start = Instant::now();
        let judged = out_of_fold(&borrowed(&noisy), FOLDS, SEED, &options);
        let seconds = start.elapsed().as_secs_f64();
        let own: Vec<f64> =
            noisy.iter().zip(&judged.rows).map(|((_, label), p)| -p[judged.class(label).unwrap()]).collect();
        println!("  wrong labels by out-of-fold probability: AUC {:.3} ({seconds:.1} s)", auc(&own, &wrong));
        calibration(&noisy, &judged);
    }
    let start = Instant::now();
    let rows = borrowed(&noisy);
    let watched = training_dynamics(&rows, &rows, SEED, &DynamicsOptions::default());
    let seconds = start.elapsed().as_secs_f64();
    let doubt: Vec<f64> = watched.iter().map(|row| -row.confidence()).collect();
    println!("wrong labels by training dynamics, 10 epochs: AUC {:.3} ({seconds:.1} s)", auc(&doubt, &wrong));
    for (labels, train) in [("clean", &clean), ("noisy", &noisy)] {
        machine(labels, train, &test);
    }
}

fn calibration(noisy: &[(String, String)], judged: &Probabilities) {
    let classes: Vec<usize> = noisy.iter().map(|(_, label)| judged.class(label).unwrap()).collect();
    // The temperature is learnt from every other row and looked at on the rest.
    let half = |of: usize| move |(at, _): &(usize, &Vec<f64>)| at % 2 == of;
    let part = |of: usize| -> (Vec<Vec<f64>>, Vec<usize>) {
        judged.rows.iter().enumerate().filter(half(of)).map(|(at, p)| (p.clone(), classes[at])).unzip()
    };
    let ((learnt, learnt_classes), (held, held_classes)) = (part(0), part(1));
    let temperature = Temperature::fit(&learnt, &learnt_classes);
    let error = |rows: &[Vec<f64>]| {
        let judgement = |(p, class): (&Vec<f64>, &usize)| {
            let most = p.iter().copied().fold(0.0, f64::max);
            Judgement { confidence: most, correct: p[*class] == most }
        };
        let judgements: Vec<Judgement> = rows.iter().zip(&held_classes).map(judgement).collect();
        expected_calibration_error(&reliability(&judgements, 15)).unwrap()
    };
    let after: Vec<Vec<f64>> = held.iter().map(|p| temperature.apply(p)).collect();
    println!(
        "  calibration error {:.3}, at temperature {:.2} {:.3}",
        error(&held),
        temperature.value(),
        error(&after)
    );
}

fn machine(labels: &str, train: &[(String, String)], test: &[(String, String)]) {
    let start = Instant::now();
    let inputs: Vec<Input<'_>> = train.iter().map(|(text, _)| text.as_str().into()).collect();
    let features = Features::fit(&inputs, &FeatureOptions::default());
    let vectors: Vec<_> = inputs.iter().map(|input| features.vector(*input)).collect();
    let examples: Vec<Example<'_>> = (vectors.iter().zip(train))
        .map(|(features, (_, label))| Example { features, class: label.parse().unwrap(), weight: 1.0 })
        .collect();
    let machine = LinearSvm::fit(&examples, features.dimensions(), 6, SEED, &SvmOptions::default());
    let seconds = start.elapsed().as_secs_f64();
    let right = test.iter().filter(|(text, label)| {
        let margins = machine.margins(&features.vector(text.as_str().into()));
        let best = (0..6).max_by(|a, b| margins[*a].total_cmp(&margins[*b]));
        best == label.parse().ok()
    });
    let accuracy = share(right.count(), test.len());
    println!("linear machine, n-grams: test accuracy, {labels} labels: {accuracy:.3} ({seconds:.1} s)");
}

fn borrowed(rows: &[(String, String)]) -> Vec<Row<'_>> {
    rows.iter().map(|(text, label)| Row::text(text, label)).collect()
}

fn read(path: &Path) -> Vec<(String, String)> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.lines()
        .filter_map(|line| line.split_once(','))
        .map(|(label, text)| (text.into(), label.into()))
        .collect()
}

fn share(part: usize, of: usize) -> f64 {
    part as f64 / of as f64
}

/// Probability that a wrong row scores above a right one, half where they are equal.
fn auc(scores: &[f64], wrong: &[bool]) -> f64 {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|a, b| scores[*a].total_cmp(&scores[*b]));
    let (mut rights, mut wins) = (0.0, 0.0);
    for equal in order.chunk_by(|a, b| scores[*a] == scores[*b]) {
        let wrongs = equal.iter().filter(|row| wrong[**row]).count() as f64;
        let among = equal.len() as f64 - wrongs;
        wins += wrongs * (rights + among / 2.0);
        rights += among;
    }
    wins / (rights * (scores.len() as f64 - rights))
}
