//! Kill -9 at any moment loses nothing that was reported.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing step is a failing test")]

mod support;

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use rand::{RngExt, SeedableRng};
use support::Desk;

const ROWS: usize = 200;

fn run(out: &str) -> Vec<&str> {
    vec!["run", "attrprompt", "--rows", "200", "--seed", "7", "--progress", "json", "--out", out]
}

/// The row number in `{"event":"accepted","row":n}`.
fn row_of(line: &str) -> usize {
    line.trim_end_matches('}')
        .rsplit(':')
        .next()
        .and_then(|n| n.parse().ok())
        .unwrap_or_else(|| panic!("{line}"))
}

/// Starts the run, kills it once `moment` rows were reported, and returns the rows reported until it was dead.
fn killed_at(desk: &Desk, out: &str, moment: usize) -> BTreeSet<usize> {
    let mut child = desk.seedbed(&run(out)).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut reported = BTreeSet::new();
    for line in lines.map_while(Result::ok) {
        assert!(reported.insert(row_of(&line)), "reported twice: {line}");
        if reported.len() == moment {
            child.kill().unwrap();
        }
    }
    child.wait().unwrap();
    reported
}

#[test]
fn killed_at_twenty_moments_the_run_ends_with_the_same_rows() {
    let desk = Desk::new();
    desk.succeed(&run("whole.jsonl"));
    let whole = desk.read("whole.jsonl");
    assert_eq!(whole.split(|b| *b == b'\n').filter(|line| !line.is_empty()).count(), ROWS);

    let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(7);
    for round in 0..20 {
        let moment = random.random_range(ROWS / 20..=ROWS - ROWS / 20);
        let out = format!("killed-{round}.jsonl");
        let reported = killed_at(&desk, &out, moment);
        assert!(!desk.path(&out).exists(), "killed at {moment}, yet finished");
        let project = format!("{out}.seedbed");
        let resumed = desk.succeed(&["resume", &project, "--progress", "json"]);
        let after: Vec<usize> =
            resumed.stdout.lines().map_while(Result::ok).map(|line| row_of(&line)).collect();
        for row in &after {
            assert!(!reported.contains(row), "killed at {moment}: row {row} was made twice");
        }
        assert!(desk.read(&out) == whole, "killed at {moment}: other rows than the uninterrupted run");
    }
}
