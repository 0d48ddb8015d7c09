//! What reviewers said, side by side: in words, in counts and in figures of agreement.

mod kinds;

use std::collections::{BTreeMap, BTreeSet};

use ::project::{Effect, Outcome, RatedRow, Review, ReviewedRow};
use dataset::{Judgment, Span};
use evaluation::Ratings;
use serde_json::Value;

use crate::types::{Disagreement, ReviewAgreement, ReviewKind, ReviewProgress, ReviewerCounts, ReviewerWord};

const KEEP: usize = 0;
const REJECT: usize = 1;

/// How the reviewers of some rows agree. `labels` are the field of the label and its values, where rows have one.
pub fn agreement(
    rows: &[ReviewedRow],
    rated: &[RatedRow],
    labels: Option<(&str, &[String])>,
    kind: &ReviewKind,
    seed: u64,
) -> ReviewAgreement {
    let names: BTreeSet<&String> = rows.iter().flat_map(|row| &row.words).map(|word| &word.who).collect();
    let raters: Vec<String> = names.into_iter().cloned().collect();
    let items = |of: &dyn Fn(&ReviewedRow, &Review) -> Option<usize>| by_rater(rows, &raters, of);
    let decision = |row: &ReviewedRow, word: &Review| {
        word.effect(&row.values).map(|effect| if effect == Effect::Out { REJECT } else { KEEP })
    };
    let decisions = Ratings {
        raters: raters.clone(),
        categories: vec!["keep".to_owned(), "reject".to_owned()],
        items: items(&decision),
    };
    let of_labels = labels.map(|(field, known)| {
        let used = rows.iter().flat_map(|row| row.words.iter().filter_map(|word| label(row, word, field)));
        let others: BTreeSet<String> = used.filter(|label| !known.contains(label)).collect();
        let categories: Vec<String> = known.iter().cloned().chain(others).collect();
        let places: BTreeMap<&String, usize> =
            categories.iter().enumerate().map(|(at, label)| (label, at)).collect();
        let chosen = |row: &ReviewedRow, word: &Review| places.get(&label(row, word, field)?).copied();
        let items = items(&chosen);
        Ratings { raters: raters.clone(), categories, items }.agreement(seed)
    });
    let field = labels.map(|(field, _)| field);
    ReviewAgreement {
        reviewers: raters.iter().map(|rater| counts(rows, rater)).collect(),
        decisions: decisions.agreement(seed),
        labels: of_labels,
        spans: kinds::spans(rows, &raters, kind, seed),
        preferences: kinds::preferences(rows, &raters, kind, seed),
        ratings: kinds::ratings(rated, seed),
        disagreements: rows
            .iter()
            .filter(|row| row.outcome() == Outcome::Disputed)
            .map(|row| Disagreement {
                row: row.id.into(),
                number: row.row,
                words: row.words.iter().filter_map(|given| word(row, given, field)).collect(),
                adjudication: row.final_word().and_then(|(given, _)| word(row, given, field)),
            })
            .collect(),
    }
}

/// What each reviewer said of each row.
fn by_rater<T>(
    rows: &[ReviewedRow],
    raters: &[String],
    of: impl Fn(&ReviewedRow, &Review) -> Option<T>,
) -> Vec<Vec<Option<T>>> {
    let item = |row: &ReviewedRow| {
        let word = |rater: &String| row.words.iter().find(|word| word.who == *rater);
        raters.iter().map(|rater| word(rater).and_then(|word| of(row, word))).collect()
    };
    rows.iter().map(item).collect()
}

/// How far disagreements are settled.
pub fn settled(rows: &[ReviewedRow], enough: f64) -> ReviewProgress {
    let disputed: Vec<&ReviewedRow> = rows.iter().filter(|row| row.outcome() == Outcome::Disputed).collect();
    let effects: Vec<Effect> = disputed.iter().filter_map(|row| Some(row.final_word()?.1)).collect();
    let right = effects.iter().filter(|effect| is_right(effect)).count();
    ReviewProgress {
        rows: disputed.len() as u64,
        judged: effects.len() as u64,
        right: right as u64,
        interval: None,
        enough,
        mean: None,
    }
}

/// What each reviewer said of a row, in a sentence.
pub fn said(row: &ReviewedRow, field: Option<&str>) -> String {
    let words = row.words.iter().filter_map(|given| word(row, given, field));
    let said: Vec<String> = words.map(|word| format!("{}: {}", word.who, word.said)).collect();
    format!("{}.", said.join("; "))
}

fn is_right(effect: &Effect) -> bool {
    matches!(effect, Effect::Kept(changes) if changes.is_empty())
}

fn counts(rows: &[ReviewedRow], reviewer: &str) -> ReviewerCounts {
    let words = rows.iter().flat_map(|row| row.words.iter().map(move |word| (row, word)));
    let effects: Vec<Effect> = words
        .filter(|(_, word)| word.who == reviewer)
        .filter_map(|(row, word)| word.effect(&row.values))
        .collect();
    let count = |of: &dyn Fn(&Effect) -> bool| effects.iter().filter(|effect| of(effect)).count() as u64;
    let (judged, right) = (effects.len() as u64, count(&is_right));
    let rejected = count(&|effect| *effect == Effect::Out);
    ReviewerCounts {
        reviewer: reviewer.to_owned(),
        judged,
        right,
        changed: judged - right - rejected,
        rejected,
    }
}

/// The label that a row would have by a word; `None` where it would not stay.
fn label(row: &ReviewedRow, word: &Review, field: &str) -> Option<String> {
    let Effect::Kept(changes) = word.effect(&row.values)? else { return None };
    changes.get(field).or_else(|| row.values.get(field)).map(generation::text)
}

/// A field with another value, in a few words; spans are named.
fn another(name: &str, value: Option<&Value>) -> String {
    match value.map(Span::read) {
        Some(Ok(spans)) if spans.is_empty() => format!("no {name}"),
        Some(Ok(spans)) => {
            let spans: Vec<String> =
                spans.iter().map(|span| format!("{} ({})", span.text, span.kind)).collect();
            format!("{name} {}", spans.join(", "))
        }
        _ => format!("another {name}"),
    }
}

fn word(row: &ReviewedRow, given: &Review, field: Option<&str>) -> Option<ReviewerWord> {
    let judgment = given.judgment.clone()?;
    let effect = given.effect(&row.values)?;
    let label = field.and_then(|field| label(row, given, field));
    let edited: Vec<String> = match &effect {
        Effect::Out => Vec::new(),
        Effect::Kept(changes) => {
            changes.keys().filter(|name| Some(name.as_str()) != field).cloned().collect()
        }
    };
    let mut said = match (&judgment, &label) {
        (Judgment::Reject, _) => "reject".to_owned(),
        (Judgment::Tie { keep: true }, _) => "tie, keep".to_owned(),
        (Judgment::Tie { keep: false }, _) => "tie".to_owned(),
        (Judgment::Swap { fields: [first, second] }, _) => format!("{second} is better than {first}"),
        (_, Some(label)) => label.clone(),
        (_, None) => "accept".to_owned(),
    };
    if let Effect::Kept(changes) = &effect
        && !edited.is_empty()
        && !matches!(judgment, Judgment::Swap { .. })
    {
        let values: Vec<String> = edited.iter().map(|name| another(name, changes.get(name))).collect();
        said = format!("{said}, with {}", values.join(", "));
    }
    if !given.note.is_empty() {
        said = format!("{said} ({})", given.note);
    }
    Some(ReviewerWord {
        who: given.who.clone(),
        at: given.at,
        judgment,
        label,
        edited,
        note: given.note.clone(),
        said,
    })
}
