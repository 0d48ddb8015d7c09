//! Figures.

use super::{COPIED, Found, memorised, named, nearer};
use measures::{Z95, ratio};

use crate::chart::Dashboard;
use crate::measure::{Measure, Unit};
use crate::privacy::{Closest, Copied, Exposed, Personal};

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
        Dashboard::Privacy
            .measure(
                "copied-words",
                "Longest copied run of words",
                "Most words in a row that a row shares with a known text.",
                Unit::Words,
                n,
                (n > 0).then(|| longest.map_or(0.0, |span| span.words as f64)),
            )
            .noted(note),
        Dashboard::Privacy.measure(
            "copied-characters",
            "Length of that run",
            "Characters of the longest run of words that a row shares with a known text.",
            Unit::Count,
            n,
            (n > 0).then(|| longest.map_or(0.0, |span| span.characters as f64)),
        ),
        Dashboard::Privacy
            .share(
                "copied-whole",
                "Rows that are a known text",
                "Share of rows that are a known text word by word, however short.",
                copied.whole.len() as u64,
                n as u64,
            )
            .noted(note),
        Dashboard::Privacy
            .share(
                "copied-share",
                format!("Rows that copy more than {COPIED} words"),
                format!("Share of rows with more than {COPIED} words in a row of a known text."),
                copied.rows_above(COPIED).len() as u64,
                n as u64,
            )
            .noted(note),
    ]
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
    let mut measures =
        vec![
        Dashboard::Privacy.measure(
            "closest-distance",
            "Distance to closest record",
            "Median distance of a row to the known row that is most like it; 0 is a copy.",
            Unit::Score,
            closest.rows.len(),
            distances.get(distances.len() / 2).copied(),
        )
        .noted(format!("One less the {by}.{sampled}")),
        Dashboard::Privacy.share(
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
            Dashboard::Privacy.share(
                "closest-nearer-real",
                "The same of real rows",
                "Share of real rows that the run did not read for which this holds; what synthetic rows are held against.",
                nearer(&heldout.rows),
                heldout.rows.len() as u64,
            )
            .noted(format!("By the {by}.")),
        );
        measures.push(
            Dashboard::Privacy.measure(
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

fn canaries(canaries: &[Exposed]) -> Vec<Measure> {
    if canaries.is_empty() {
        return Vec::new();
    }
    let n = canaries.len();
    let whole = canaries.iter().filter(|canary| !canary.rows.is_empty()).count();
    let most = |of: fn(&Exposed) -> Option<f64>| canaries.iter().filter_map(of).max_by(f64::total_cmp);
    let part = |canary: &Exposed| (canary.words > 0).then(|| canary.copied as f64 / canary.words as f64);
    let mut measures = vec![
        Dashboard::Privacy.share(
            "canary-exact",
            "Canaries that came out whole",
            "Share of canaries that an answer of the model holds in full.",
            whole as u64,
            n as u64,
        ),
        Dashboard::Privacy.measure(
            "canary-partial",
            "Largest part of a canary",
            "Largest share of a canary's words that an answer holds in a row.",
            Unit::Share,
            n,
            most(part),
        ),
    ];
    let exposures: Vec<(f64, f64)> =
        canaries.iter().filter_map(|canary| Some((canary.exposure?, 1.0))).collect();
    let mean = ratio(&exposures, Z95);
    let exposure = Dashboard::Privacy.measure(
        "canary-exposure",
        "Exposure of the canaries",
        "Mean exposure of the canaries in bits, by how many of their words came out in a row; about 1 where nothing is \
         known of them, more where it is.",
        Unit::Score,
        exposures.len(),
        mean.map(|mean| mean.value),
    );
    measures.push(exposure.within(mean.and_then(|mean| mean.interval)));
    measures
}

fn personal(personal: &Personal) -> Measure {
    let name = named(personal.kind);
    Dashboard::Privacy
        .measure(
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
