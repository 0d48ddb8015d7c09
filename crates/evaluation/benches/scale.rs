//! How long the measures take on many rows, and how sure the sampled ones are: `cargo bench -p evaluation --bench scale [--
//! --rows N]`, 100,000 without.
//!
//! Rows of 20 to 60 words are drawn from 50,000 words by Zipf's law; every tenth begins as one of a hundred others do.
//! Vectors of 384 numbers lie around 20 centres. A twentieth as many rows, made in the same way by another seed, stand for
//! real ones.
#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used, reason = "a measurement for developers")]

use std::time::Instant;

use evaluation::semantic::{self, Embedded};
use evaluation::{Chart, Measure, Row, Rows, diversity, reference, with_intervals};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

const WORDS: usize = 50_000;
const WIDTH: usize = 384;
const CENTRES: usize = 20;

fn main() {
    let rows = std::env::args().skip_while(|argument| argument != "--rows").nth(1);
    let n: usize = rows.map_or(100_000, |rows| rows.parse().unwrap());
    let (made, real) = (texts(n, 1), texts(n.div_ceil(20), 2));
    println!("{n} rows, {} real ones, {} cores", real.len(), std::thread::available_parallelism().unwrap());
    let start = Instant::now();
    let made = timed("lexical: words", || Rows::new(made));
    let real = Rows::new(real);
    // As the application measures them: with intervals from smaller samples.
    let mut measures = timed("lexical: measures", || {
        with_intervals(&made, diversity::measure, diversity::likeness, &mut || true).unwrap()
    });
    let mut charts = timed("lexical: charts", || diversity::charts(&made));
    measures.extend(timed("lexical: against real rows", || reference::measure(&made, &real)));
    charts.extend(timed("lexical: charts against real rows", || reference::charts(&made, &real)));
    println!("lexical in all: {:.1} s, {}", start.elapsed().as_secs_f64(), peak());

    let (own, held) = (vectors(n, 1), vectors(real.len(), 2));
    let start = Instant::now();
    let embedded = timed("semantic: vectors", || Embedded::new(&made, &own, "synthetic").unwrap());
    let real = Embedded::new(&real, &held, "synthetic").unwrap();
    measures.extend(timed("semantic: measures", || semantic::measure(&embedded)));
    charts.extend(timed("semantic: clusters and maps", || semantic::charts(&embedded)));
    measures.extend(timed("semantic: against real rows", || reference::measure_semantic(&embedded, &real)));
    println!("semantic in all: {:.1} s, {}", start.elapsed().as_secs_f64(), peak());
    show(&measures, &charts);
}

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let (start, before) = (Instant::now(), processor_seconds());
    let done = work();
    let used = processor_seconds() - before;
    println!("{what}: {:.2} s, {used:.1} s of processors", start.elapsed().as_secs_f64());
    done
}

fn show(measures: &[Measure], charts: &[Chart]) {
    for measure in measures {
        let value = measure.value.map_or_else(|| "-".to_owned(), |value| format!("{value:.5}"));
        let reach = match (measure.low, measure.high) {
            (Some(low), Some(high)) => format!("± {:.5}", (high - low) / 2.0),
            _ => String::new(),
        };
        println!("{:<26} {value:>14} {reach:<12} of {}", measure.id, measure.n);
    }
    for chart in charts {
        println!("{:<26} {}", chart.id, chart.title);
    }
}

fn texts(rows: usize, seed: u64) -> Vec<Row> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut sum = 0.0;
    // Zipf's law: the word of rank r has a weight of 1 / r.
    let sums: Vec<f64> = (1..=WORDS)
        .map(|rank| {
            sum += 1.0 / rank as f64;
            sum
        })
        .collect();
    let mut text = |row: usize| {
        let length = random.random_range(20..=60);
        let mut words: Vec<String> = (0..length)
            .map(|_| {
                let at = random.random_range(0.0..sum);
                format!("w{}", sums.partition_point(|below| *below <= at))
            })
            .collect();
        if row.is_multiple_of(10) {
            let opening = random.random_range(0..100);
            words.splice(..3, (0..3).map(|at| format!("opening{opening}x{at}")));
        }
        Row {
            text: words.join(" "),
            label: Some(format!("label {}", row % 4)),
            conditions: dataset::Fields::default(),
            mean_log_probability: None,
        }
    };
    (0..rows).map(&mut text).collect()
}

fn vectors(rows: usize, seed: u64) -> Vec<Vec<f32>> {
    let mut random = ChaCha8Rng::seed_from_u64(7);
    let centres: Vec<Vec<f32>> =
        (0..CENTRES).map(|_| (0..WIDTH).map(|_| random.random_range(-1.0..1.0)).collect()).collect();
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    (0..rows)
        .map(|_| {
            let centre = &centres[random.random_range(0..CENTRES)];
            centre.iter().map(|value| value + random.random_range(-1.5..1.5_f32)).collect()
        })
        .collect()
}

/// Time of processors that the process has taken so far, where the system tells: what it would take on a machine of its
/// own, but for the number of cores.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    // User and system time, in hundredths of a second.
    fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// The most memory that the process has held so far, where the system tells.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).map(str::trim);
    peak.map_or_else(|| "memory unknown".to_owned(), |peak| format!("at most {peak} held"))
}
