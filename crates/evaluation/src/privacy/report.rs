//! What rows give away, in figures, charts and a sentence. What was not looked for is given as `None`.

use measures::{Interval, Z95, wilson};

use super::{Closest, ClosestRow, Copied, Exposed, Kind, Personal};
use crate::chart::{Behind, Chart, Dashboard, Drawing, Point};
use crate::finding::{Finding, Question, Tone, percent};
use crate::measure::{Measure, Unit};

/// What was looked for, and found.
#[derive(Clone, Copy, Debug, Default)]
pub struct Found<'f> {
    /// Copied words; `None` where no text is known.
    pub copied: Option<&'f Copied>,
    /// Closest records.
    pub closest: Option<&'f Closest>,
    /// Canaries; empty where none were put.
    pub canaries: &'f [Exposed],
    /// Personal data.
    pub personal: Option<&'f [Personal]>,
}

/// Words in a row from which on they are hardly common phrases.
const COPIED: usize = 8;

/// All figures.
#[must_use]
pub fn measure(found: Found<'_>) -> Vec<Measure> {
    let mut measures = Vec::new();
    measures.extend(found.copied.into_iter().flat_map(copied));
    measures.extend(found.closest.into_iter().flat_map(closest));
    measures.extend(canaries(found.canaries));
    measures.extend(found.personal.into_iter().flatten().map(personal));
    measures
}

fn copied(copied: &Copied) -> Vec<Measure> {
    let n = copied.spans.len();
    let longest = copied.longest().map(|(_, span)| span);
    let note = "Case, punctuation and spaces do not count.";
    vec![
        Measure::new(
            "copied-words",
            "Longest copied run of words",
            "Most words in a row that a row shares with a known text.",
            Unit::Words,
            n,
            (n > 0).then(|| longest.map_or(0.0, |span| span.words as f64)),
        )
        .noted(note),
        Measure::new(
            "copied-characters",
            "Length of that run",
            "Characters of the longest run of words that a row shares with a known text.",
            Unit::Count,
            n,
            (n > 0).then(|| longest.map_or(0.0, |span| span.characters as f64)),
        ),
        Measure::share(
            "copied-share",
            format!("Rows that copy more than {COPIED} words"),
            format!("Share of rows with more than {COPIED} words in a row of a known text."),
            copied.rows_above(COPIED).len() as u64,
            n as u64,
        )
        .noted(note),
    ]
}

fn nearer(rows: &[ClosestRow]) -> u64 {
    rows.iter().filter(|row| row.nearer).count() as u64
}

fn closest(closest: &Closest) -> Vec<Measure> {
    let n = closest.rows.len() as u64;
    let by = if closest.vectors { "cosine of vectors" } else { "cosine of TF-IDF" };
    let sampled = if closest.rows.len() < closest.of {
        format!(" A sample of {n} of {} rows.", closest.of)
    } else {
        String::new()
    };
    let mut distances: Vec<f64> = closest.rows.iter().map(|row| row.distance).collect();
    distances.sort_by(f64::total_cmp);
    let mut measures = vec![
        Measure::new(
            "closest-distance",
            "Distance to closest record",
            "Median distance of a row to the known row that is most like it; 0 is a copy.",
            Unit::Score,
            closest.rows.len(),
            distances.get(distances.len() / 2).copied(),
        )
        .noted(format!("One less the {by}.{sampled}")),
        Measure::share(
            "closest-nearer",
            "Rows too near to a known row",
            "Share of rows nearer to their closest known row than that row is to any other known row.",
            nearer(&closest.rows),
            n,
        )
        .noted(format!("By the {by}.{sampled}")),
    ];
    if let Some(heldout) = &closest.heldout {
        measures.push(
            Measure::share(
                "closest-nearer-real",
                "The same of real rows",
                "Share of real rows that the run did not read for which this holds; what synthetic rows are held against.",
                nearer(&heldout.rows),
                heldout.rows.len() as u64,
            )
            .noted(format!("By the {by}.")),
        );
        measures.push(
            Measure::new(
                "dcr-share",
                "Rows nearer to known than to unread rows",
                "Share of rows nearer to a row that the run read than to real rows that it did not read; half where \
                 nothing was memorised.",
                Unit::Share,
                closest.rows.len(),
                (n > 0).then(|| heldout.nearer_to_known / n as f64),
            )
            .within(memorised(closest))
            .noted(format!("As many known as unread rows, equal distances count half, by the {by}.{sampled}")),
        );
    }
    measures
}

/// The interval of the share of rows nearer to known rows than to those held back.
fn memorised(closest: &Closest) -> Option<Interval> {
    let heldout = closest.heldout.as_ref()?;
    wilson(heldout.nearer_to_known.round() as u64, closest.rows.len() as u64, Z95)
}

fn canaries(canaries: &[Exposed]) -> Vec<Measure> {
    if canaries.is_empty() {
        return Vec::new();
    }
    let n = canaries.len();
    let whole = canaries.iter().filter(|canary| !canary.rows.is_empty()).count();
    let most = |of: fn(&Exposed) -> Option<f64>| canaries.iter().filter_map(of).max_by(f64::total_cmp);
    let part = |canary: &Exposed| (canary.words > 0).then(|| canary.copied as f64 / canary.words as f64);
    let mut measures = vec![
        Measure::share(
            "canary-exact",
            "Canaries that came out whole",
            "Share of canaries that a row holds in full.",
            whole as u64,
            n as u64,
        ),
        Measure::new(
            "canary-partial",
            "Largest part of a canary",
            "Largest share of a canary's words that a row holds in one run.",
            Unit::Share,
            n,
            most(part),
        ),
    ];
    for (id, title, value) in [
        ("canary-exposure", "Exposure by copied words", most(|canary| canary.exposure)),
        ("canary-exposure-model", "Exposure by probabilities", most(|canary| canary.model_exposure)),
    ] {
        let meaning =
            "Largest exposure of a canary in bits; about 1 where it is not known, more where it is.";
        measures.extend(value.map(|value| Measure::new(id, title, meaning, Unit::Score, n, Some(value))));
    }
    measures
}

fn personal(personal: &Personal) -> Measure {
    let name = named(personal.kind);
    Measure::new(
        format!("personal-{}", name.replace(' ', "-")),
        format!("Different {name}"),
        "Different values in the rows that seem to be personal.",
        Unit::Count,
        personal.rows.len(),
        Some(personal.values as f64),
    )
    .noted(format!(
        "In {} rows; {} of the values stand in the known texts too. Heuristics, which miss some.",
        personal.rows.len(),
        personal.known
    ))
}

fn named(kind: Kind) -> &'static str {
    match kind {
        Kind::Person => "names of persons",
        Kind::Date => "days",
        Kind::Number => "numbers of persons",
        Kind::Email => "mail addresses",
        Kind::Url => "web addresses",
        Kind::Place => "places",
        Kind::Other => "other values",
    }
}

/// Copied words, distances and personal data, each with the rows behind.
#[must_use]
pub fn charts(found: Found<'_>) -> Vec<Chart> {
    let mut charts = Vec::new();
    charts.extend(found.copied.and_then(copied_chart));
    charts.extend(found.closest.and_then(closest_chart));
    charts.extend(found.personal.filter(|all| !all.is_empty()).map(personal_chart));
    charts
}

fn copied_chart(copied: &Copied) -> Option<Chart> {
    let lengths: Vec<(usize, f64)> = copied
        .spans
        .iter()
        .map(|span| span.as_ref().map_or(0.0, |span| span.words as f64))
        .enumerate()
        .collect();
    let drawing = bars(&lengths)?;
    Some(chart("copied", copied_sentence(copied), "Words in a row of a known text", "Rows", drawing))
}

fn closest_chart(closest: &Closest) -> Option<Chart> {
    let distances: Vec<(usize, f64)> = closest.rows.iter().map(|row| (row.row, row.distance)).collect();
    let near = percent(nearer(&closest.rows) as f64 / closest.rows.len().max(1) as f64);
    let title = format!("{near} of rows are nearer to a known row than that is to its own neighbours");
    Some(chart("closest", title, "Distance to closest record", "Rows", bars(&distances)?))
}

fn personal_chart(personal: &[Personal]) -> Chart {
    let point = |one: &Personal| {
        let rows = one.rows.iter().map(|row| *row as u64).collect();
        Point::new(named(one.kind), one.rows.len() as f64, Some(Behind::Rows { rows }))
    };
    let points = personal.iter().map(point).collect();
    let title = "Rows that seem to hold personal data".to_owned();
    chart("personal", title, "Rows", "Kind", Drawing::Bars { points })
}

/// A histogram of rows by their numbers, with the rows behind each bar.
fn bars(rows: &[(usize, f64)]) -> Option<Drawing> {
    let numbers: Vec<f64> = rows.iter().map(|(_, number)| *number).collect();
    let bins = measures::histogram(&numbers, 20);
    let last = bins.len().checked_sub(1)?;
    let bar = |(at, bin): (usize, &measures::Bin)| {
        let inside = |number: f64| number >= bin.low && (number < bin.high || at == last);
        let behind: Vec<u64> =
            rows.iter().filter(|(_, number)| inside(*number)).map(|(row, _)| *row as u64).collect();
        Point::new(format!("{:.2}", bin.low), behind.len() as f64, Some(Behind::Rows { rows: behind }))
    };
    Some(Drawing::Histogram { points: bins.iter().enumerate().map(bar).collect() })
}

fn chart(id: &str, title: String, x: &str, y: &str, drawing: Drawing) -> Chart {
    Chart {
        id: id.to_owned(),
        dashboard: Dashboard::Privacy,
        title,
        x: x.to_owned(),
        y: y.to_owned(),
        drawing,
    }
}

fn copied_sentence(copied: &Copied) -> String {
    match copied.longest().map_or(0, |(_, span)| span.words) {
        0 => "No row shares a word with a known text".to_owned(),
        words => format!("No row copies more than {} in a row from the known texts", counted(words, "word")),
    }
}

/// What the rows give away, in a sentence.
#[must_use]
pub fn finding(found: Found<'_>) -> Finding {
    let finding = |tone: Tone, sentence: String, advice: Option<&str>, ids: &[&str]| Finding {
        question: Question::Private,
        tone,
        sentence: format!("{sentence}."),
        advice: advice.map(str::to_owned),
        measures: ids.iter().map(|id| (*id).to_owned()).collect(),
    };
    let whole = found.canaries.iter().filter(|canary| !canary.rows.is_empty()).count();
    let leaked: usize = found.personal.into_iter().flatten().map(|one| one.known).sum();
    let above = found.copied.map_or(0, |copied| copied.rows_above(COPIED).len());
    let memorised = found.closest.and_then(memorised).is_some_and(|interval| interval.low > 0.5);
    if whole > 0 {
        let sentence = format!("{whole} of {} canaries came out whole", found.canaries.len());
        finding(Tone::Doubtful, sentence, Some("Show the model less of the known texts."), &["canary-exact"])
    } else if leaked > 0 {
        let sentence = format!("Rows repeat {} of the known texts", counted(leaked, "personal value"));
        let advice = Some("Replace personal data in the sources before a run.");
        finding(Tone::Doubtful, sentence, advice, &["copied-words"])
    } else if above > 0 {
        let longest = found.copied.and_then(Copied::longest).map_or(0, |(_, span)| span.words);
        let sentence = format!(
            "{} more than {COPIED} words in a row with the known texts, {longest} at most",
            if above == 1 { "1 row shares".to_owned() } else { format!("{above} rows share") },
        );
        finding(
            Tone::Doubtful,
            sentence,
            Some("Look at them, and drop what is copied."),
            &["copied-words", "copied-share"],
        )
    } else if memorised {
        let sentence = "Rows are nearer to rows that the run read than to others".to_owned();
        finding(Tone::Doubtful, sentence, Some("Look at the nearest rows."), &["dcr-share", "closest-nearer"])
    } else if let Some(copied) = found.copied.filter(|copied| !copied.spans.is_empty()) {
        finding(Tone::Good, copied_sentence(copied), None, &["copied-words", "copied-share"])
    } else {
        let sentence = "There are no known texts that rows could give away".to_owned();
        finding(Tone::Unknown, sentence, None, &[])
    }
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
