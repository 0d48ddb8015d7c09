//! How varied the texts are.

use std::collections::HashMap;

use crate::chart::{Behind, Chart, Dashboard, Drawing, Point};
use crate::finding::{Finding, Question, Tone, percent};
use crate::measure::{Measure, Unit};
use crate::novelty;
use crate::rows::Rows;

/// Texts that Self-BLEU compares with each other. It grows with the square of this number.
const SELF_BLEU_SAMPLE: usize = 200;
/// Seed of that sample, so that the figure is the same each time.
const SELF_BLEU_SEED: u64 = 0;
/// Words of an opening.
const OPENING: usize = 3;
/// Above this Self-BLEU-4 texts repeat each other much; real film reviews are near 0.1, texts of narrow templates
/// near 0.8.
const MUCH_ALIKE: f64 = 0.6;
/// Above this share of rows with one of the five commonest openings, openings repeat.
const OPENINGS_REPEAT: f64 = 0.4;
const SHOWN: usize = 12;

/// Figures about vocabulary, n-grams and likeness.
#[must_use]
pub fn measure(rows: &Rows) -> Vec<Measure> {
    let words = rows.words();
    let n = rows.len();
    let lengths: Vec<usize> = words.iter().map(Vec::len).collect();
    let total: usize = lengths.iter().sum();
    let mut measures = vec![
        Measure::new(
            "length-mean",
            "Mean length",
            "How many words a text has on average.",
            Unit::Words,
            n,
            (n > 0).then(|| total as f64 / n as f64),
        ),
        Measure::new(
            "vocabulary",
            "Vocabulary",
            "How many different words occur in all texts together.",
            Unit::Count,
            n,
            Some(measures::vocabulary(words) as f64),
        )
        .noted("It grows with the number of rows; compare datasets of one size."),
        Measure::new(
            "type-token-ratio",
            "Type-token ratio",
            "Different words as a share of all words.",
            Unit::Share,
            n,
            measures::type_token_ratio(words),
        )
        .noted("It falls with the number of rows; compare datasets of one size."),
    ];
    for order in 1..=4 {
        measures.push(
            Measure::new(
                format!("distinct-{order}"),
                format!("Distinct-{order}"),
                format!(
                    "Different sequences of {order} words as a share of all such sequences; more is more varied."
                ),
                Unit::Share,
                n,
                measures::distinct_n(words, order),
            )
            .noted("It falls with the number of rows; compare datasets of one size."),
        );
    }
    let sample: Vec<Vec<String>> = measures::sample(n, SELF_BLEU_SAMPLE, SELF_BLEU_SEED)
        .into_iter()
        .map(|at| words[at].clone())
        .collect();
    for order in 1..=5 {
        let measure = Measure::new(
            format!("self-bleu-{order}"),
            format!("Self-BLEU-{order}"),
            format!(
                "How well other rows predict a row's sequences of up to {order} words; less is more varied."
            ),
            Unit::Score,
            sample.len(),
            measures::mean_self_bleu(&sample, order),
        );
        measures.push(if n > SELF_BLEU_SAMPLE {
            measure.noted(format!("Over {SELF_BLEU_SAMPLE} rows drawn by a fixed seed."))
        } else {
            measure
        });
    }
    let texts: Vec<&str> = rows.rows().iter().map(|row| row.text.as_str()).collect();
    measures.push(
        Measure::new(
            "compression-ratio",
            "Compression ratio",
            "Size of all texts over their size after gzip; less is more varied.",
            Unit::Score,
            n,
            measures::compression_ratio(&texts),
        )
        .noted("It grows with the number of rows; compare datasets of one size."),
    );
    measures.push(Measure::new(
        "openings-top-5",
        "Rows with a common opening",
        "Share of rows that begin with one of the five commonest openings of three words.",
        Unit::Share,
        n,
        opening_share(rows, 5),
    ));
    measures
}

/// Lengths, repeated sequences, openings and novelty.
#[must_use]
pub fn charts(rows: &Rows, field: &str) -> Vec<Chart> {
    let mut charts = vec![lengths(rows)];
    charts.extend(repeats(rows, field));
    charts.extend(openings(rows, field));
    charts.extend(novelty_curve(rows));
    charts
}

/// One sentence about the variety.
#[must_use]
pub fn finding(rows: &Rows, measures: &[Measure]) -> Finding {
    let value = |id: &str| measures.iter().find(|m| m.id == id).and_then(|m| m.value);
    let measures = ["distinct-2", "self-bleu-4", "openings-top-5"].map(str::to_owned).to_vec();
    let question = Question::Diverse;
    let (Some(alike), Some(openings)) = (value("self-bleu-4"), value("openings-top-5")) else {
        return Finding {
            question,
            tone: Tone::Unknown,
            sentence: "Too few rows to say how varied they are.".to_owned(),
            advice: Some("Make some more rows.".to_owned()),
            measures,
        };
    };
    let (tone, sentence, advice) = if openings > OPENINGS_REPEAT && rows.len() > 10 {
        (
            Tone::Doubtful,
            format!("The same five openings start {} of rows.", percent(openings)),
            Some("Add a condition for the style or the opening, or raise the temperature."),
        )
    } else if alike > MUCH_ALIKE {
        (
            Tone::Doubtful,
            format!("Rows repeat each other's phrases (Self-BLEU-4 of {alike:.2})."),
            Some("Add conditions or values, raise the temperature, or lower the ROUGE-L limit."),
        )
    } else {
        (Tone::Good, format!("Rows differ in wording (Self-BLEU-4 of {alike:.2})."), None)
    };
    Finding { question, tone, sentence, advice: advice.map(str::to_owned), measures }
}

fn lengths(rows: &Rows) -> Chart {
    let lengths: Vec<f64> = rows.words().iter().map(|words| words.len() as f64).collect();
    let mut sorted = lengths.clone();
    sorted.sort_by(f64::total_cmp);
    let quantile =
        |q: f64| sorted.get(((sorted.len() as f64 - 1.0) * q).round() as usize).copied().unwrap_or(0.0);
    let points = measures::histogram(&lengths, 20)
        .into_iter()
        .map(|bin| {
            let behind = Behind::Between { column: "_words".to_owned(), low: bin.low, high: bin.high };
            Point::new(
                format!("{}–{}", bin.low, (bin.high - 1.0).max(bin.low)),
                bin.count as f64,
                Some(behind),
            )
        })
        .collect();
    Chart {
        id: "length".to_owned(),
        dashboard: Dashboard::Diversity,
        title: format!("Nine of ten rows have {:.0} to {:.0} words", quantile(0.05), quantile(0.95)),
        x: "Length in words".to_owned(),
        y: "Rows".to_owned(),
        drawing: Drawing::Histogram { points },
    }
}

fn repeats(rows: &Rows, field: &str) -> Option<Chart> {
    let repeated = measures::repeated_ngrams(rows.words(), 4, SHOWN);
    let first = repeated.first()?;
    let title = format!(
        "'{}' stands in {} of rows",
        first.words.join(" "),
        percent(first.texts as f64 / rows.len() as f64)
    );
    let points = repeated
        .iter()
        .map(|ngram| {
            let text = ngram.words.join(" ");
            let behind = Behind::Contains { column: field.to_owned(), text: text.clone() };
            Point::new(text, ngram.texts as f64, Some(behind))
        })
        .collect();
    Some(Chart {
        id: "repeated-4-grams".to_owned(),
        dashboard: Dashboard::Diversity,
        title,
        x: "Rows".to_owned(),
        y: "Four words in a row".to_owned(),
        drawing: Drawing::Bars { points },
    })
}

fn openings(rows: &Rows, field: &str) -> Option<Chart> {
    let counts = opening_counts(rows);
    let share = opening_share(rows, 5)?;
    let points = counts
        .into_iter()
        .take(SHOWN)
        .map(|(opening, count)| {
            let behind = Behind::Contains { column: field.to_owned(), text: opening.clone() };
            Point::new(opening, count as f64, Some(behind))
        })
        .collect();
    Some(Chart {
        id: "openings".to_owned(),
        dashboard: Dashboard::Diversity,
        title: format!("The five commonest openings start {} of rows", percent(share)),
        x: "Rows".to_owned(),
        y: "First three words".to_owned(),
        drawing: Drawing::Bars { points },
    })
}

fn novelty_curve(rows: &Rows) -> Option<Chart> {
    let curve = novelty::curve(rows.words());
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
                .map(|point| Point::new(point.rows.to_string(), point.share * 100.0, None))
                .collect(),
        },
    })
}

/// Openings and the rows that begin with each, most frequent first and then in alphabetical order.
fn opening_counts(rows: &Rows) -> Vec<(String, u64)> {
    let mut counts: HashMap<String, u64> = HashMap::new();
    for words in rows.words().iter().filter(|words| words.len() >= OPENING) {
        *counts.entry(words[..OPENING].join(" ")).or_default() += 1;
    }
    let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts
}

fn opening_share(rows: &Rows, most: usize) -> Option<f64> {
    let covered: u64 = opening_counts(rows).iter().take(most).map(|(_, count)| count).sum();
    (!rows.is_empty()).then(|| covered as f64 / rows.len() as f64)
}
