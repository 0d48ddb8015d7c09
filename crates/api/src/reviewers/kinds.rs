//! Agreement on spans, on which of two texts is better, and on ratings.

use std::collections::BTreeSet;

use ::project::{Effect, RatedRow, Review, ReviewedRow};
use dataset::{Fields, Judgment, Scale, Span};
use evaluation::{Levels, Marks, RatingAgreement, Ratings, SpanAgreement};
use serde_json::Value;

use super::by_rater;
use crate::types::{ReviewKind, ScaleAgreement};

const AS_MADE: usize = 0;
const SWAPPED: usize = 1;
const TIE: usize = 2;

/// Agreement on the spans of rows that both kept, where rows hold spans.
pub fn spans(rows: &[ReviewedRow], raters: &[String], kind: &ReviewKind, seed: u64) -> Option<SpanAgreement> {
    let ReviewKind::Spans { field, types, .. } = kind else { return None };
    let marked = |row: &ReviewedRow, word: &Review| {
        let Effect::Kept(changes) = word.effect(&row.values)? else { return None };
        Span::read(changes.get(field).or_else(|| row.values.get(field))?).ok()
    };
    let items = by_rater(rows, raters, marked);
    Some(Marks { raters: raters.to_vec(), types: types.clone(), items }.agreement(seed))
}

/// Agreement on which of two texts is better, where anybody compared them.
pub fn preferences(
    rows: &[ReviewedRow],
    raters: &[String],
    kind: &ReviewKind,
    seed: u64,
) -> Option<RatingAgreement> {
    let compares = |word: &Review| {
        matches!(word.judgment, Some(Judgment::Swap { .. } | Judgment::Tie { .. }))
            || (matches!(kind, ReviewKind::Pair { .. }) && word.judgment.is_some())
    };
    if !rows.iter().flat_map(|row| &row.words).any(compares) {
        return None;
    }
    let label = match kind {
        ReviewKind::Pair { labels: Some(labels), .. } => Some(labels),
        _ => None,
    };
    let prefers = |row: &ReviewedRow, word: &Review| match (&word.judgment, word.effect(&row.values)?) {
        (Some(Judgment::Tie { .. }), _) => Some(TIE),
        (_, Effect::Out) => None,
        (_, Effect::Kept(changes)) => {
            let other = |(name, value): (&String, &Value)| {
                swaps(name, value, &changes, &row.values)
                    || label.is_some_and(|labels| labels.iter().any(|label| value == label))
            };
            Some(if changes.iter().any(other) { SWAPPED } else { AS_MADE })
        }
    };
    let categories = ["as-made", "swapped", "tie"].map(str::to_owned).to_vec();
    let items = by_rater(rows, raters, prefers);
    Some(Ratings { raters: raters.to_vec(), categories, items }.agreement(seed))
}

/// Whether a field gets another one's value, which gets its own.
fn swaps(name: &String, value: &Value, changes: &::project::Changes, made: &Fields) -> bool {
    changes.iter().any(|(other, given)| {
        other != name && made.get(other) == Some(value) && made.get(name) == Some(given)
    })
}

/// Agreement on each scale that was used.
pub fn ratings(rows: &[RatedRow], seed: u64) -> Vec<ScaleAgreement> {
    let of_scale = |scale: Scale| {
        let given =
            |row: &RatedRow| row.ratings.iter().filter(|given| given.scale == scale).cloned().collect();
        let items: Vec<Vec<::project::RowRating>> = rows.iter().map(given).collect();
        let names: BTreeSet<&String> = items.iter().flatten().map(|given| &given.who).collect();
        let raters: Vec<String> = names.into_iter().cloned().collect();
        if raters.is_empty() {
            return None;
        }
        let level = |item: &Vec<::project::RowRating>, rater: &String| {
            item.iter().find(|given| given.who == *rater).and_then(|given| given.level)
        };
        let items =
            items.iter().map(|item| raters.iter().map(|rater| level(item, rater)).collect()).collect();
        let levels = scale.names().iter().map(|name| (*name).to_owned()).collect();
        Some(ScaleAgreement { scale, levels, agreement: Levels { raters, items }.agreement(seed) })
    };
    Scale::ALL.into_iter().filter_map(of_scale).collect()
}
