//! How near rows are to real ones.

use std::collections::HashMap;

use crate::chart::{Chart, Curve, CurvePoint, Dashboard, Drawing, whole_bins};
use crate::measure::{Measure, Unit};
use crate::rows::Rows;
use crate::sampled::estimate;
use crate::semantic::Embedded;

/// Rows of each set that are compared with each other at a time.
const SAMPLE: usize = 2000;
/// Neighbours of precision and recall, as in the improved precision and recall of Kynkäänniemi et al. (2019).
const NEIGHBOURS: usize = 3;
/// Bins of the chart of lengths.
const BINS: usize = 20;

/// Divergence of vocabulary and of lengths from real rows; no vectors are needed.
#[must_use]
pub fn measure(rows: &Rows, real: &Rows) -> Vec<Measure> {
    // Few words miss many of a larger set's, so that sets of one size are compared.
    let size = rows.len().min(real.len());
    let [divergence] = estimate([rows.len(), real.len()], size, |[made, held], _| {
        Some([measures::jensen_shannon(&word_counts(rows, &made, real, &held))?])
    });
    let (made, held) = (lengths(rows), lengths(real));
    let totals = [made.len(), held.len()];
    let [distance] = estimate(totals, usize::MAX, |[a, b], _| {
        Some([measures::wasserstein(&select(&made, &a), &select(&held, &b))?])
    });
    vec![
        Dashboard::Diversity.measure(
            "vocabulary-divergence",
            "Divergence of words",
            "How much the shares of words differ from real rows, as Jensen-Shannon divergence in bits: 0 is equal, 1 is no \
             word in common.",
            Unit::Share,
            0,
            None,
        )
        .sized("Sets of one size are compared; it is above 0 for two sets of real rows too, and falls with their size.")
        .estimated(&divergence),
        Dashboard::Diversity.measure(
            "length-divergence",
            "Divergence of lengths",
            "By how many words a text would have to grow or shrink on average for lengths to be spread as in real rows.",
            Unit::Words,
            0,
            None,
        )
        .noted(format!("Wasserstein-1 distance of {} rows from {} real ones.", made.len(), held.len()))
        .estimated(&distance),
    ]
}

/// How often each word occurs in chosen rows of both sets, in order of appearance.
fn word_counts(rows: &Rows, made: &[usize], real: &Rows, held: &[usize]) -> Vec<(u64, u64)> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut counts: Vec<(u64, u64)> = Vec::new();
    for (is_made, rows, chosen) in [(true, rows, made), (false, real, held)] {
        for word in chosen.iter().flat_map(|at| &rows.words()[*at]) {
            let place = *places.entry(word).or_insert(counts.len());
            if place == counts.len() {
                counts.push((0, 0));
            }
            let count = &mut counts[place];
            if is_made { count.0 += 1 } else { count.1 += 1 }
        }
    }
    counts
}

fn select(lengths: &[f64], places: &[usize]) -> Vec<f64> {
    places.iter().map(|at| lengths[*at]).collect()
}

fn lengths(rows: &Rows) -> Vec<f64> {
    rows.words().iter().map(|words| words.len() as f64).collect()
}

/// Distances of vectors from those of real rows: MAUVE, CMD, CMMD, precision, recall, density and coverage. Without
/// vectors of one encoder and width they have no value.
#[must_use]
pub fn measure_semantic(made: &Embedded<'_>, real: &Embedded<'_>) -> Vec<Measure> {
    let comparable = made.encoder() == real.encoder() && made.points().width() == real.points().width();
    let totals = [made.points().len(), real.points().len()];
    // Without vectors of one kind nothing is drawn.
    let totals = if comparable { totals } else { [0, 0] };
    let size = totals[0].min(totals[1]).min(SAMPLE);
    let (made_units, real_units) = (made.points().normalized(), real.points().normalized());
    let drawn = |[a, b]: &[Vec<usize>; 2]| (made_units.select(a), real_units.select(b));
    let [mauve] = estimate(totals, size, |places, seed| {
        let (made, real) = drawn(&places);
        Some([measures::mauve(&made, &real, seed)?])
    });
    let sigma = measures::median_distance(&real_units.select(&measures::sample(totals[1], SAMPLE, 0)));
    let [cmmd] = estimate(totals, size, |places, _| {
        let (made, real) = drawn(&places);
        Some([measures::maximum_mean_discrepancy(&made, &real, sigma?)?])
    });
    let near = estimate(totals, size, |places, _| {
        let (made, real) = drawn(&places);
        let found = measures::neighbourhoods(&real, &made, NEIGHBOURS)?;
        Some([found.precision, found.recall, found.density, found.coverage])
    });
    let [cmd] = estimate(totals, usize::MAX, |[a, b], _| {
        Some([measures::central_moment_discrepancy(&made.points().select(&a), &real.points().select(&b))?])
    });
    let score = |id: &str, title: &str, meaning: &str, unit: Unit| {
        Dashboard::Diversity.measure(id, title, meaning, unit, 0, None)
    };
    let one_size = "Compare sets of one size.";
    let neighbours = format!("By the {NEIGHBOURS}rd nearest neighbour of each row among its own. {one_size}");
    let mut found = vec![
        score(
            "mauve",
            "MAUVE",
            "How near the rows' meanings are spread to those of real rows: 1 is alike, near 0 is unlike.",
            Unit::Score,
        )
        .sized(format!("Needs some hundred rows. {one_size}"))
        .estimated(&mauve)
        .bounded(0.0, 1.0),
        Dashboard::Diversity.measure(
            "cmd",
            "Central moment discrepancy",
            "How far the means and the spread of the vectors' dimensions are from those of real rows; 0 is alike.",
            Unit::Score,
            0,
            None,
        )
        .noted("Over all rows, exactly, up to the fifth moment.")
        .estimated(&cmd),
        score(
            "cmmd",
            "Maximum mean discrepancy",
            "How far the rows' vectors are from those of real rows as a whole, times 1,000; 0 is alike.",
            Unit::Score,
        )
        .sized(sigma.map_or_else(
            || "Nothing to compare with.".to_owned(),
            |sigma| {
                format!(
                    "Gaussian kernel with σ = {sigma:.3}, the median distance of real rows; compare only against the same \
                     real rows. {one_size}"
                )
            },
        ))
        .estimated(&cmmd),
    ];
    let meanings = [
        ("precision", "Precision", "Share of rows that lie among real ones in meaning.", Unit::Share),
        ("recall", "Recall", "Share of real rows that lie among the rows in meaning.", Unit::Share),
        (
            "density",
            "Density",
            "How many real rows are around a row, beside those expected for real ones; about 1 is alike.",
            Unit::Score,
        ),
        ("coverage", "Coverage of real rows", "Share of real rows that have a row near them.", Unit::Share),
    ];
    found.extend(meanings.into_iter().zip(&near).map(|((id, title, meaning, unit), near)| {
        score(&format!("neighbour-{id}"), title, meaning, unit).sized(neighbours.clone()).estimated(near)
    }));
    found.into_iter().map(|measure| measure.encoded(made.encoder())).collect()
}

/// Lengths of rows beside those of real rows.
#[must_use]
pub fn charts(rows: &Rows, real: &Rows) -> Vec<Chart> {
    let (made, held) = (lengths(rows), lengths(real));
    if made.is_empty() || held.is_empty() {
        return Vec::new();
    }
    let all = [made.as_slice(), held.as_slice()].concat();
    let bins = measures::histogram(&all, whole_bins(&all, BINS));
    let curve = |name: &str, lengths: &[f64], is_own: bool| {
        let point = |bin: &measures::Bin| {
            let inside = |length: f64| length >= bin.low && length < bin.high;
            let within: Vec<u64> =
                (0..).zip(lengths).filter(|(_, length)| inside(**length)).map(|(row, _)| row).collect();
            let count = within.len() as u64;
            let share = count as f64 / lengths.len() as f64;
            let interval = measures::wilson(count, lengths.len() as u64, measures::Z95);
            let interval = interval.map(|i| measures::Interval { low: 100.0 * i.low, high: 100.0 * i.high });
            let point = CurvePoint::new(f64::midpoint(bin.low, bin.high - 1.0), 100.0 * share, interval);
            // Real rows are none of the dataset.
            if is_own { point.with_rows(within) } else { point }
        };
        Curve { name: name.to_owned(), points: bins.iter().map(point).collect() }
    };
    let mean = |lengths: &[f64]| lengths.iter().sum::<f64>() / lengths.len() as f64;
    vec![Chart {
        id: "reference-length".to_owned(),
        dashboard: Dashboard::Diversity,
        title: format!("Rows have {:.0} words on average, real ones {:.0}", mean(&made), mean(&held)),
        x: "Length in words".to_owned(),
        y: "Rows in %".to_owned(),
        drawing: Drawing::Curves {
            curves: vec![curve("These rows", &made, true), curve("Real rows", &held, false)],
        },
    }]
}
