//! Charts of lengths, repeated sequences and novelty.

use measures::Ngram;

use crate::chart::{Behind, Cell, Chart, Dashboard, Drawing, Point, whole_bins};
use crate::diversity::SHOWN;
use crate::finding::percent;
use crate::novelty;
use crate::rows::{LONGEST, Rows};

/// Most bins of lengths.
const BINS: usize = 20;
/// Most rows behind a cell of the table of frequencies: those that hold most of its sequences. The window says so.
const HOLDERS: usize = 200;

pub(super) fn lengths(rows: &Rows) -> Chart {
    let lengths: Vec<f64> = rows.words().iter().map(|words| words.len() as f64).collect();
    let mut sorted = lengths.clone();
    sorted.sort_by(f64::total_cmp);
    let quantile =
        |q: f64| sorted.get(((sorted.len() as f64 - 1.0) * q).round() as usize).copied().unwrap_or(0.0);
    let numbers: Vec<(u64, f64)> = (0..).zip(lengths).collect();
    let name = |bin: &measures::Bin| match bin.high - bin.low {
        1.0 => bin.low.to_string(),
        _ => format!("{}–{}", bin.low, bin.high - 1.0),
    };
    let title = format!("Nine of ten rows have {:.0} to {:.0} words", quantile(0.05), quantile(0.95));
    let drawing = Drawing::histogram(&numbers, whole_bins(&sorted, BINS), name);
    Dashboard::Diversity.chart("length", title, "Length in words", "Rows", drawing)
}

/// The sequences of four words that most rows share.
pub(super) fn repeats(rows: &Rows) -> Option<Chart> {
    let ngrams = rows.ngrams().get(LONGEST - 1)?;
    let repeated = ngrams.repeated(SHOWN);
    let words =
        |ngram: &Ngram| rows.words()[ngram.text as usize][ngram.start as usize..][..LONGEST].join(" ");
    let first = repeated.first()?;
    let title = format!(
        "'{}' stands in {} of rows",
        words(first),
        percent(f64::from(first.texts) / rows.len() as f64)
    );
    let point = |(ngram, texts): (&&Ngram, Vec<u32>)| {
        let rows: Vec<u64> = texts.into_iter().map(u64::from).collect();
        Point::new(words(ngram), rows.len() as f64, Some(Behind::Rows { rows }))
    };
    let points = repeated.iter().zip(ngrams.texts_of(&repeated)).map(point).collect();
    Some(Chart {
        id: "repeated-4-grams".to_owned(),
        dashboard: Dashboard::Diversity,
        title,
        x: "Rows".to_owned(),
        y: "Four words in a row".to_owned(),
        drawing: Drawing::Bars { points },
    })
}

pub(super) fn novelty_curve(rows: &Rows) -> Option<Chart> {
    let curve = novelty::curve_of(rows);
    let last = curve.last()?;
    Some(Chart {
        id: "novelty".to_owned(),
        dashboard: Dashboard::Diversity,
        title: format!("The last rows still bring {} new phrases", percent(last.share)),
        x: "Rows so far".to_owned(),
        y: "New 3-grams in %".to_owned(),
        drawing: Drawing::Line {
            points: curve
                .iter()
                .scan(0, |before, point| {
                    let rows = (std::mem::replace(before, point.rows)..point.rows).collect();
                    let behind = Some(Behind::Rows { rows });
                    Some(Point::new(point.rows.to_string(), point.share * 100.0, behind))
                })
                .collect(),
        },
    })
}

/// How many distinct sequences of each size occur how often.
pub(super) fn frequencies(rows: &Rows) -> Option<Chart> {
    const TIMES: [(u32, u32, &str); 5] = [
        (1, 1, "once"),
        (2, 2, "twice"),
        (3, 5, "3–5 times"),
        (6, 20, "6–20 times"),
        (21, u32::MAX, "more often"),
    ];
    let counted: Vec<_> = rows.ngrams().iter().filter(|ngrams| !ngrams.each().is_empty()).collect();
    let share = counted.get(2)?.distinct_share()?;
    let mut cells = Vec::new();
    for (row, ngrams) in (0..).zip(&counted) {
        let ranges = ngrams.by_count(&TIMES.map(|(low, high, _)| low..=high), HOLDERS);
        for (column, range) in (0..).zip(ranges) {
            let mut rows: Vec<u64> = range.holders.into_iter().map(u64::from).collect();
            rows.sort_unstable();
            let behind = if rows.is_empty() { Vec::new() } else { vec![Behind::Rows { rows }] };
            cells.push(Cell { column, row, value: range.distinct as f64, expected: None, behind });
        }
    }
    Some(Chart {
        id: "ngram-frequencies".to_owned(),
        dashboard: Dashboard::Diversity,
        title: format!("A sequence of three words comes {:.1} times on average", 1.0 / share),
        x: "Occurrences".to_owned(),
        y: "Distinct sequences of so many words".to_owned(),
        drawing: Drawing::Grid {
            columns: TIMES.map(|(_, _, name)| name.to_owned()).to_vec(),
            rows: counted.iter().map(|ngrams| ngrams.size().to_string()).collect(),
            cells,
        },
    })
}
