//! How well wrong labels are found, and what acting on it does:
//! `cargo bench -p curation --bench label_errors -- --data DIR`.
//!
//! DIR holds `trec_noisy`: questions of TREC with labels of which 40.6 % are wrong, the true labels, and a test set; and
//! `banking77`, for many labels of few rows.
#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a measurement for developers"
)]

mod support;

use curation::{Curated, GateOptions, Gold, Outcome, Pipeline, Rows, Setting, Study, compare, curate};
use students::{FeatureOptions, Precision, Row, TextOptions, out_of_fold};
use support::{auc, data, mean, shuffled, table};

/// Clean rows kept out of the noisy training set, to judge steps by beside the test set.
const HELD: usize = 1500;
const DRAWS: u64 = 20;
const GOLD: usize = 200;

fn main() {
    let folder = data().join("trec_noisy");
    let read = |name: &str| table(&folder.join(name), false, [0, 1]);
    let (noisy, clean, test) = (read("train_corrupted.csv"), read("train.csv"), read("test.csv"));
    let test: Vec<Gold> = test.into_iter().map(gold).collect();
    ranking(&noisy, &clean, &test);
    weights(&noisy, &clean, &test);
    many_labels(&table(&data().join("banking77/train.csv"), true, [1, 0]));
    gate(&noisy, &clean, &test);
}

fn gold([label, text]: [String; 2]) -> Gold {
    Gold { text, label, ..Gold::default() }
}

fn rows<'r>(table: impl IntoIterator<Item = &'r [String; 2]>) -> Rows {
    Rows::new(table.into_iter().map(|[label, text]| (text.clone(), Some(label.clone()))))
}

fn parsed(step: &str) -> Pipeline {
    Pipeline::parse(&format!("[[curate]]\n{step}")).unwrap()
}

fn make(step: &str, rows: &Rows, gold: &[Gold], seed: u64) -> Outcome {
    curate(&parsed(step), rows, Setting { gold, gate: None, seed }).unwrap()
}

fn accuracy(rows: &Rows, state: &[Curated], test: &[Gold]) -> f64 {
    // One student sees a fifth less than all rows; five, each without another fifth, vary less.
    mean(&Study::new(rows, test, 0).correct(state, 5))
}

fn ranking(noisy: &[[String; 2]], clean: &[[String; 2]], test: &[Gold]) {
    let wrong: Vec<bool> = noisy.iter().zip(clean).map(|(noisy, clean)| noisy[0] != clean[0]).collect();
    println!(
        "{} rows, {:.2} % wrong",
        wrong.len(),
        100.0 * wrong.iter().filter(|w| **w).count() as f64 / wrong.len() as f64
    );
    // scikit-learn's C = 1.
    let options = TextOptions {
        features: FeatureOptions::words(),
        penalty: 1.0 / noisy.len() as f64,
        precision: Precision::ROUGH,
    };
    let learnt: Vec<Row<'_>> = noisy.iter().map(|[label, text]| Row::text(text, label)).collect();
    let rows = rows(noisy);
    let (mut baseline, mut ours) = (Vec::new(), Vec::new());
    for seed in 0..3 {
        let judged = out_of_fold(&learnt, 5, seed, &options);
        let loss = |(p, row): (&Vec<f64>, &Row<'_>)| -p[judged.class(row.label).unwrap()].ln();
        let losses: Vec<f64> = judged.rows.iter().zip(&learnt).map(loss).collect();
        baseline.push(auc(&losses, &wrong));
        let outcome = make("kind = \"label-errors\"", &rows, &[], seed * 100);
        let suspicion: Vec<f64> = outcome.steps[0].measured.values.iter().map(|v| v.unwrap()).collect();
        ours.push(auc(&suspicion, &wrong));
        let dropped: Vec<bool> = outcome.rows().iter().map(|row| row.dropped_by.is_some()).collect();
        let hits = dropped.iter().zip(&wrong).filter(|(d, w)| **d && **w).count() as f64;
        let count = |of: &[bool]| of.iter().filter(|one| **one).count() as f64;
        println!(
            "seed {seed}: AUC small loss {:.3}, label-errors {:.3}; at 0.5 precision {:.3}, recall {:.3}",
            baseline[seed as usize],
            ours[seed as usize],
            hits / count(&dropped),
            hits / count(&wrong),
        );
    }
    println!("mean AUC: small loss {:.3}, label-errors {:.3}", mean(&baseline), mean(&ours));
    let all = Outcome::start(&rows).rows();
    println!("test accuracy of all noisy rows {:.3}", accuracy(&rows, &all, test));
    for step in [
        "kind = \"label-errors\"",
        "kind = \"label-errors\"\naction = \"relabel\"",
        "kind = \"student-agreement\"",
        "kind = \"cross-partition\"",
        "kind = \"cross-partition\"\nstages = 3",
    ] {
        println!(
            "test accuracy after {}: {:.3}",
            step.replace('\n', ", "),
            accuracy(&rows, &make(step, &rows, &[], 0).rows(), test)
        );
    }
    let truth: Vec<Curated> = all
        .iter()
        .zip(clean)
        .map(|(row, clean)| Curated { label: Some(clean[0].clone()), ..row.clone() })
        .collect();
    println!("test accuracy of clean rows {:.3}", accuracy(&rows, &truth, test));
}

/// Rows of many labels as they are, and with a fifth of the labels exchanged for others at random.
fn many_labels(all: &[[String; 2]]) {
    for (labels, each) in [(5, 20), (10, 10), (20, 10), (20, 30), (40, 10)] {
        let mut taken: Vec<(String, Vec<&[String; 2]>)> = Vec::new();
        for row in all {
            match taken.iter().position(|(label, _)| *label == row[0]) {
                Some(at) if taken[at].1.len() < each => taken[at].1.push(row),
                None if taken.len() < labels => taken.push((row[0].clone(), vec![row])),
                _ => {}
            }
        }
        let rows: Vec<[String; 2]> =
            taken.iter().flat_map(|(_, rows)| rows.iter().copied().cloned()).collect();
        for share in [0, 5] {
            let mut changed = rows.clone();
            let wrong: Vec<bool> =
                (0..rows.len()).map(|row| share > 0 && shuffled_place(row, share)).collect();
            let names: Vec<String> = taken.iter().map(|(label, _)| label.clone()).collect();
            for (at, row) in changed.iter_mut().enumerate().filter(|(at, _)| wrong[*at]) {
                let own = names.iter().position(|label| *label == row[0]).unwrap();
                row[0] = names[(own + 1 + at * 7 % (labels - 1)) % labels].clone();
            }
            let made = make("kind = \"label-errors\"", &self::rows(&changed), &[], 0);
            let dropped: Vec<bool> = made.rows().iter().map(|row| row.dropped_by.is_some()).collect();
            let values: Vec<f64> = made.steps[0].measured.values.iter().map(|v| v.unwrap_or(0.0)).collect();
            let hits = dropped.iter().zip(&wrong).filter(|(dropped, wrong)| **dropped && **wrong).count();
            let count = |of: &[bool]| of.iter().filter(|one| **one).count();
            println!(
                "{labels} labels of {each} rows, {} wrong: {} of {} dropped, {hits} of them wrong, AUC {:.3}",
                count(&wrong),
                count(&dropped),
                rows.len(),
                if share > 0 { auc(&values, &wrong) } else { f64::NAN },
            );
        }
    }
}

/// One in `share`, scattered.
fn shuffled_place(row: usize, share: u64) -> bool {
    ((row as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40).is_multiple_of(share)
}

/// Steps that weigh, with 200 gold rows that are kept out of the noisy ones, by three seeds.
fn weights(noisy: &[[String; 2]], clean: &[[String; 2]], test: &[Gold]) {
    for seed in 0..3 {
        let order = shuffled(noisy.len(), seed);
        let (held, seen) = order.split_at(GOLD);
        let held: Vec<Gold> = held.iter().map(|row| gold(clean[*row].clone())).collect();
        let rows = rows(seen.iter().map(|row| &noisy[*row]));
        let right: Vec<bool> = seen.iter().map(|row| noisy[*row][0] == clean[*row][0]).collect();
        let before = accuracy(&rows, &Outcome::start(&rows).rows(), test);
        println!("\nseed {seed}: test accuracy without weights {before:.3}");
        for step in WEIGHTS {
            let state = make(step, &rows, &held, seed).rows();
            let weights: Vec<f64> = state.iter().map(|row| row.weight).collect();
            let of = |clean: bool| {
                let rows = weights.iter().zip(&right).filter(|(_, right)| **right == clean);
                mean(&rows.map(|(weight, _)| *weight).collect::<Vec<_>>())
            };
            println!(
                "{step}: mean weight of right rows {:.3}, of wrong ones {:.3}, ratio {:.1}, AUC {:.3}, accuracy {:.3}",
                of(true),
                of(false),
                of(true) / of(false),
                auc(&weights, &right),
                accuracy(&rows, &state, test),
            );
        }
    }
}

const WEIGHTS: [&str; 3] = ["kind = \"sun-gen\"", "kind = \"online-weights\"", "kind = \"meta-weights\""];

const SWEEP: [(&str, &[&str]); 12] = [
    ("kind = \"label-errors\"\nlimit = ?", &["0.05", "0.2", "0.35", "0.5", "0.7", "0.9"]),
    ("kind = \"label-errors\"\naction = \"relabel\"\nlimit = ?", &["0.3", "0.5", "0.7", "0.9"]),
    ("kind = \"small-loss\"\nlimit = ?", &["0.3", "0.5", "0.7", "0.9"]),
    ("kind = \"student-agreement\"\nlimit = ?", &["-0.5", "-0.2", "0", "0.2", "0.4"]),
    ("kind = \"neighbour-agreement\"\nlimit = ?", &["0.2", "0.4", "0.6", "0.8"]),
    ("kind = \"relabel\"\nkeep = 0.3\nlimit = ?", &["0", "0.3", "0.5"]),
    ("kind = \"cross-partition\"\nlimit = ?", &["0", "0.4", "0.6", "0.8"]),
    ("kind = \"ambiguity\"\nshare = ?", &["0.1", "0.25", "0.5", "0.8"]),
    ("kind = \"generation-probability\"\nshare = ?", &["0.05", "0.1", "0.2", "0.4", "0.7", "0.9", "1"]),
    ("kind = \"length\"\nwords = [?, 1000]", &["4", "8", "12"]),
    ("kind = \"length\"\nwords = [0, ?]", &["6", "8", "12"]),
    ("kind = \"sun-gen\"\nrounds = ?", &["50"]),
];

/// Steps at settings of which many do harm. What each costs is measured on all gold rows, and whether it passes on draws
/// of 200 of them.
fn gate(noisy: &[[String; 2]], clean: &[[String; 2]], test: &[Gold]) {
    let order = shuffled(noisy.len(), 1);
    let (held, seen) = order.split_at(HELD);
    let mut pool: Vec<Gold> = held.iter().map(|row| gold(clean[*row].clone())).collect();
    pool.extend_from_slice(test);
    let rows = rows(seen.iter().map(|row| &noisy[*row]));
    // A column that tells nothing: keeping the best share of it only costs rows.
    let random = shuffled(rows.len(), 2).into_iter().map(|at| Some(at as f64)).collect();
    let rows = rows.with_numbers("score", random).unwrap();
    let study = Study::new(&rows, &pool, 0);
    let options = GateOptions::default();
    let before = study.correct(&Outcome::start(&rows).rows(), options.students);
    println!(
        "\ngate: {} rows, pool of {} gold rows, accuracy before {:.3}",
        rows.len(),
        pool.len(),
        mean(&before)
    );
    println!("{:50} {:>6} {:>8} {:>6}", "step", "kept", "effect", "passes");
    let (mut worst, mut harmful) = (0, 0);
    for (step, values) in SWEEP {
        let outcome = make(&step.replace('?', values[0]), &rows, &[], 0);
        for value in values {
            let text = step.replace('?', value);
            // The values are measured once; only what is decided on them differs.
            let mut outcome = outcome.clone();
            let made = &mut outcome.steps[0];
            made.effects = made.measured.decide(parsed(&text).steps[0].step.rule(), &made.labels);
            let after = study.correct(&outcome.rows(), options.students);
            let effect = mean(&after) - mean(&before);
            let passes = |draw: &u64| {
                let drawn = &shuffled(pool.len(), 100 + draw)[..GOLD];
                let pick = |of: &[f64]| drawn.iter().map(|row| of[*row]).collect::<Vec<_>>();
                compare(&pick(&before), &pick(&after), options).is_some_and(|report| report.verdict.passes())
            };
            let passed = (0..DRAWS).filter(passes).count();
            if effect < -0.01 {
                (worst, harmful) = (worst.max(passed), harmful + 1);
            }
            let text = text.replace("kind = ", "").replace('\n', ", ");
            println!("{text:50} {:>6} {effect:>+8.3} {passed:>6}", outcome.funnel()[1]);
        }
    }
    println!("{harmful} settings cost more than a point; each passes at most {worst} of {DRAWS} times");
}
