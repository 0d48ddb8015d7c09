//! What a small transformer learns beside a logistic regression, and how long it takes:
//! `cargo bench -p students --bench transformer -- --data DIR --encoder DIR [--layers N] [--epochs N] [--rate R] [--rows N]`.
//!
//! The encoder is a folder as sentence-transformers writes it. The data is `trec_noisy/train.csv`, `train_corrupted.csv`
//! and `test.csv`, lines of `label,text` (questions of TREC, and the same with 40.61 % of the labels wrong),
//! `supergen/SST-2.train.json`, a list of `text` and `label`, and `sst2/dev.json`, a line for each row of `text` and
//! `_id`, the label.
#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a measurement for developers"
)]

use std::ops::ControlFlow;
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Instant;

use inference::{Cancel, Encoder, EncoderActivation};
use measures::{Judgement, Mean, Z95, auc, expected_calibration_error, mean_interval, reliability};
use rand::{SeedableRng as _, seq::SliceRandom as _};
use students::transformer::{self, Activation, Pooling, Pretrained, Shape, TransformerOptions};
use students::transformer::{Lesson, Transformer};
use students::{Input, Row, TextClassifier, TextOptions};

const SEEDS: u64 = 3;

type Rows = Vec<(String, String)>;

fn main() {
    let data = argument::<String>("--data").expect("--data DIR");
    let encoder = argument::<String>("--encoder").expect("--encoder DIR");
    let encoder = Arc::new(Encoder::load(Path::new(&encoder)).unwrap());
    let defaults = TransformerOptions::default();
    let options = TransformerOptions {
        layers: argument("--layers").unwrap_or(defaults.layers),
        epochs: argument("--epochs").unwrap_or(defaults.epochs),
        rate: argument("--rate").unwrap_or(defaults.rate),
        ..defaults
    };
    println!("{}, {options:?}", encoder.card().name);
    let bench = Bench { pretrained: pretrained(&encoder), encoder, options };
    let data = Path::new(&data);
    let trec = |name: &str| lines(&data.join("trec_noisy").join(name));
    let (clean, noisy, test) = (trec("train.csv"), trec("train_corrupted.csv"), trec("test.csv"));
    let counts = argument("--rows").map_or(vec![500, 2000], |rows: usize| vec![rows]);
    for count in &counts {
        bench.compare("TREC, clean labels", &clean, &test, *count);
        bench.compare("TREC, 41 % wrong labels", &noisy, &test, *count);
    }
    let (generated, gold) =
        (generated(&data.join("supergen/SST-2.train.json")), gold(&data.join("sst2/dev.json")));
    for count in &counts {
        bench.compare("SST-2, rows of SuperGen", &generated, &gold, *count);
    }
    bench.wrong_labels(&clean, &noisy, counts[0]);
}

struct Bench {
    encoder: Arc<Encoder>,
    pretrained: Pretrained,
    options: TransformerOptions,
}

impl Bench {
    /// Students of the same rows, which are drawn anew for each seed.
    fn compare(&self, name: &str, train: &[(String, String)], test: &[(String, String)], count: usize) {
        println!("{name}: {count} rows, {} to answer, {SEEDS} seeds", test.len());
        let (tests, _) = self.vectors(test);
        let mut told: Vec<(&str, Vec<[f64; 3]>)> =
            ["n-grams", "frozen vectors", "n-grams and vectors", "transformer"]
                .map(|name| (name, Vec::new()))
                .into();
        for seed in 0..SEEDS {
            let rows = drawn(train, count, seed);
            let (vectors, reading) = self.vectors(&rows);
            for (at, (text, vector)) in [(true, false), (false, true), (true, true)].into_iter().enumerate() {
                let start = Instant::now();
                let input = |row: &'_ (String, String), own: &'_ [f32]| -> (String, Vec<f32>) {
                    let text = if text { row.0.clone() } else { String::new() };
                    (text, if vector { own.to_vec() } else { Vec::new() })
                };
                let seen: Vec<_> = rows.iter().zip(&vectors).map(|(row, own)| input(row, own)).collect();
                let lessons = seen.iter().zip(&rows).map(|((text, vector), (_, label))| Row {
                    input: Input { text, vector },
                    label,
                    weight: 1.0,
                });
                let lessons: Vec<Row<'_>> = lessons.collect();
                // As the students of a study: the `C` = 2 of scikit-learn.
                let options = TextOptions { penalty: 0.5 / count as f64, ..TextOptions::default() };
                let student = TextClassifier::fit_rows(&lessons, &options);
                let answers = test.iter().zip(&tests).map(|(row, own)| {
                    let (text, vector) = input(row, own);
                    student.probabilities(Input { text: &text, vector: &vector })
                });
                let answers: Vec<Vec<f64>> = answers.collect();
                let seconds = start.elapsed().as_secs_f64() + if vector { reading } else { 0.0 };
                told[at].1.push(figures(student.labels(), &answers, test, seconds));
            }
            told[3].1.push(self.transformer(&rows, test, seed));
        }
        for (name, seeds) in told {
            let of = |at: usize| mean_interval(&seeds.iter().map(|one| one[at]).collect::<Vec<_>>()).unwrap();
            let Mean { mean, interval } = of(0);
            let (low, high) = interval.map_or((mean, mean), |interval| (interval.low, interval.high));
            println!(
                "  {name:<20} accuracy {mean:.3} ({low:.3} to {high:.3}), calibration error {:.3}, {:.1} s",
                of(1).mean,
                of(2).mean
            );
        }
    }

    fn transformer(&self, rows: &[(String, String)], test: &[(String, String)], seed: u64) -> [f64; 3] {
        let start = Instant::now();
        let mut labels: Vec<String> = rows.iter().map(|(_, label)| label.clone()).collect();
        labels.sort();
        labels.dedup();
        let options = TransformerOptions { seed, ..self.options.clone() };
        let read = |rows: &[(String, String)]| {
            let texts: Vec<&str> = rows.iter().map(|(text, _)| text.as_str()).collect();
            self.pretrained.read(&texts, &options, &mut go).unwrap()
        };
        let readings = read(rows);
        let lesson = |(reading, (_, label)): (_, &(String, String))| Lesson {
            reading,
            class: labels.iter().position(|own| own == label).unwrap(),
            weight: 1.0,
        };
        let lessons: Vec<Lesson<'_>> = readings.iter().zip(rows).map(lesson).collect();
        let student = Transformer::fit(&self.pretrained, &lessons, labels.len(), &options, &mut go).unwrap();
        let seconds = start.elapsed().as_secs_f64();
        let answers = student.probabilities(&read(test).iter().collect::<Vec<_>>()).unwrap();
        figures(&labels, &answers, test, seconds)
    }

    /// Whether wrong labels are told by students that did not see the row, and by how students learn it.
    fn wrong_labels(&self, clean: &Rows, noisy: &Rows, count: usize) {
        let both: Vec<(String, String)> = clean
            .iter()
            .zip(noisy)
            .map(|(clean, noisy)| (noisy.0.clone(), format!("{} {}", clean.1, noisy.1)))
            .collect();
        let (mut terms, mut folds, mut epochs) = (Vec::new(), Vec::new(), Vec::new());
        let start = Instant::now();
        for seed in 0..SEEDS {
            let drawn: Vec<(String, String, bool)> = drawn(&both, count, seed)
                .into_iter()
                .map(|(text, labels)| {
                    let (clean, noisy) = labels.split_once(' ').unwrap();
                    (text, noisy.to_owned(), clean != noisy)
                })
                .collect();
            let rows: Vec<Row<'_>> = drawn.iter().map(|(text, label, _)| Row::text(text, label)).collect();
            let right: Vec<bool> = drawn.iter().map(|(.., wrong)| !wrong).collect();
            let area = |sure: Vec<f64>| auc(&sure, &right, Z95).unwrap().value;
            let own = |judged: students::Probabilities| {
                rows.iter().zip(&judged.rows).map(|(row, p)| p[judged.class(row.label).unwrap()]).collect()
            };
            terms.push(area(own(students::out_of_fold(&rows, 5, seed, &TextOptions::default()))));
            let options = TransformerOptions { seed, ..self.options.clone() };
            folds.push(area(own(
                transformer::out_of_fold(&self.pretrained, &rows, 5, &options, &go).unwrap()
            )));
            let watched = transformer::dynamics(&self.pretrained, &rows, &rows, &options, &go).unwrap();
            epochs.push(area(watched.iter().map(students::Dynamics::confidence).collect()));
        }
        println!(
            "wrong labels of {count} rows of TREC, area under the curve, {:.1} s",
            start.elapsed().as_secs_f64()
        );
        for (name, areas) in [
            ("n-grams, out of fold", terms),
            ("transformer, out of fold", folds),
            ("transformer, dynamics", epochs),
        ] {
            println!(
                "  {name:<26} {:.3} {:?}",
                mean_interval(&areas).unwrap().mean,
                mean_interval(&areas).unwrap().interval
            );
        }
    }

    fn vectors(&self, rows: &[(String, String)]) -> (Vec<Vec<f32>>, f64) {
        let start = Instant::now();
        let texts: Vec<String> = rows.iter().map(|(text, _)| text.clone()).collect();
        (self.encoder.embed(&texts, &Cancel::default()).unwrap(), start.elapsed().as_secs_f64())
    }
}

fn pretrained(encoder: &Arc<Encoder>) -> Pretrained {
    let weights = encoder.weights();
    let shape = Shape {
        heads: weights.heads,
        epsilon: weights.epsilon,
        activation: match weights.activation {
            EncoderActivation::Gelu => Activation::Gelu,
            EncoderActivation::GeluTanh => Activation::GeluTanh,
            EncoderActivation::Relu => Activation::Relu,
        },
        pooling: match encoder.card().pooling {
            inference::Pooling::Mean => Pooling::Mean,
            inference::Pooling::Cls => Pooling::First,
        },
    };
    let words = Arc::clone(encoder);
    let cut = move |text: &str| words.tokens(text).map_err(|error| error.to_string());
    Pretrained::new(&encoder.card().name, shape, weights.tensors.clone(), Box::new(cut)).unwrap()
}

/// Accuracy, calibration error, and the seconds.
fn figures(labels: &[String], answers: &[Vec<f64>], test: &[(String, String)], seconds: f64) -> [f64; 3] {
    let judgement = |(p, (_, label)): (&Vec<f64>, &(String, String))| {
        let best = (0..p.len()).max_by(|a, b| p[*a].total_cmp(&p[*b])).unwrap();
        Judgement { confidence: p[best].min(1.0), correct: labels[best] == *label }
    };
    let judged: Vec<Judgement> = answers.iter().zip(test).map(judgement).collect();
    let right = judged.iter().filter(|one| one.correct).count() as f64 / judged.len() as f64;
    [right, expected_calibration_error(&reliability(&judged, 15)).unwrap(), seconds]
}

fn go() -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn drawn(rows: &[(String, String)], count: usize, seed: u64) -> Rows {
    let mut rows = rows.to_vec();
    rows.shuffle(&mut rand_chacha::ChaCha8Rng::seed_from_u64(seed));
    rows.truncate(count);
    rows
}

fn argument<T: FromStr>(name: &str) -> Option<T> {
    std::env::args().skip_while(|argument| argument != name).nth(1)?.parse().ok()
}

fn lines(path: &Path) -> Rows {
    let text = std::fs::read_to_string(path).unwrap();
    let rows = text.lines().filter_map(|line| line.split_once(','));
    rows.map(|(label, text)| (text.to_owned(), label.to_owned())).collect()
}

fn generated(path: &Path) -> Rows {
    let table: Vec<serde_json::Value> =
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let field = |row: &serde_json::Value, name: &str| row[name].as_str().unwrap().to_owned();
    table.iter().map(|row| (field(row, "text"), field(row, "label"))).collect()
}

fn gold(path: &Path) -> Rows {
    let text = std::fs::read_to_string(path).unwrap();
    let rows = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    rows.map(|row| (row["text"].as_str().unwrap().to_owned(), row["_id"].to_string())).collect()
}
