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

/// Starts the program, and kills it once `moment` rows were reported in all; what it reports until it is dead is added.
fn killed_at(desk: &Desk, arguments: &[&str], moment: usize, reported: &mut BTreeSet<usize>) {
    let mut child = desk.seedbed(arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    for line in lines.map_while(Result::ok) {
        assert!(reported.insert(row_of(&line)), "killed at {moment}: made twice: {line}");
        if reported.len() >= moment {
            child.kill().unwrap();
        }
    }
    child.wait().unwrap();
}

/// Five runs, each killed once in every quarter.
#[test]
fn killed_at_twenty_moments_the_run_ends_with_the_same_rows() {
    let desk = Desk::new();
    desk.succeed(&run("whole.jsonl"));
    let whole = desk.read("whole.jsonl");
    assert_eq!(whole.split(|b| *b == b'\n').filter(|line| !line.is_empty()).count(), ROWS);

    let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(7);
    let (first, quarter) = (ROWS / 20, (ROWS - 2 * (ROWS / 20)) / 4);
    for round in 0..5 {
        let out = format!("killed-{round}.jsonl");
        let project = format!("{out}.seedbed");
        let resume = ["resume", &project, "--progress", "json"];
        let mut reported = BTreeSet::new();
        for part in 0..4 {
            let moment = first + part * quarter + random.random_range(0..quarter);
            let arguments = if part == 0 { run(&out) } else { resume.to_vec() };
            killed_at(&desk, &arguments, moment, &mut reported);
            assert!(reported.len() >= moment, "ended by itself before {moment}");
            assert!(!desk.path(&out).exists(), "killed at {moment}, yet finished");
        }
        let resumed = desk.succeed(&resume);
        for line in resumed.stdout.lines().map_while(Result::ok) {
            assert!(reported.insert(row_of(&line)), "made twice: {line}");
        }
        assert!(desk.read(&out) == whole, "round {round}: other rows than the uninterrupted run");
    }
}
