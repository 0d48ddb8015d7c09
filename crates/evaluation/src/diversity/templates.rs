//! Frames of frequent words that rows fill with other words again and again.
//!
//! Published templates are sequences of parts of speech (Shaib et al. 2024, arXiv:2407.00211). No maintained tagger comes
//! without a model to download, so the most frequent words are kept as the frame, as function words mostly are, and each
//! other word is a slot.

use std::cmp::Reverse;
use std::collections::HashSet;

use rayon::prelude::*;

use crate::chart::{Behind, Chart, Dashboard, Drawing, Point};
use crate::diversity::SHOWN;
use crate::finding::percent;
use crate::measure::{Measure, Unit};
use crate::rows::Rows;

/// Most frequent words of the texts, which stay as they are.
const FRAME: usize = 200;
/// Words of a template.
const WORDS: usize = 6;
/// Of these, words that must be of the frame; a row of slots says nothing.
const FRAME_WORDS: usize = 3;
/// Templates that count as common.
const COMMON: usize = 100;
/// What stands for a word outside the frame.
const SLOT: u8 = u8::MAX;

pub(super) fn measure(rows: &Rows) -> Measure {
    let templates = common(rows);
    let held: HashSet<u64> = templates.iter().flat_map(|template| template.rows.iter().copied()).collect();
    Dashboard::Diversity.measure(
        "template-rate",
        "Rows with a common template",
        "Share of rows with one of the 100 commonest templates: six words in a row of which the 200 most frequent words of \
         all texts are kept and each other word counts as any.",
        Unit::Share,
        rows.len(),
        (!rows.is_empty()).then(|| held.len() as f64 / rows.len() as f64),
    )
    .noted(
        "Words stand in for parts of speech. A template holds three kept words at least and stands in two rows at least. It \
         grows with the number of rows; compare datasets of one size.",
    )
}

pub(super) fn chart(rows: &Rows) -> Option<Chart> {
    let templates = common(rows);
    let first = templates.first()?;
    let share = first.rows.len() as f64 / rows.len() as f64;
    let title = format!("'{}' fits {} of rows", first.text, percent(share));
    let points = templates
        .into_iter()
        .take(SHOWN)
        .map(|template| {
            Point::new(template.text, template.rows.len() as f64, Some(Behind::Rows { rows: template.rows }))
        })
        .collect();
    Some(Chart {
        id: "templates".to_owned(),
        dashboard: Dashboard::Diversity,
        title,
        x: "Rows".to_owned(),
        y: "Template; … is any word".to_owned(),
        drawing: Drawing::Bars { points },
    })
}

struct Template {
    text: String,
    rows: Vec<u64>,
}

/// The templates of most rows, in order.
fn common(rows: &Rows) -> Vec<Template> {
    let Some(words) = rows.ngrams().first() else { return Vec::new() };
    let mut frequent: Vec<_> = words.each().iter().collect();
    frequent.sort_unstable_by_key(|word| (Reverse(word.count), word.text, word.start));
    let mut ranks = vec![SLOT; words.each().len()];
    let mut names = Vec::with_capacity(FRAME);
    for (rank, word) in (0..SLOT).zip(frequent).take(FRAME) {
        let (text, start) = (word.text as usize, word.start as usize);
        ranks[rows.ids()[text][start] as usize] = rank;
        names.push(rows.words()[text][start].as_str());
    }
    let mut occurrences: Vec<(u64, u64)> = Vec::new();
    for (at, ids) in (0..).zip(rows.ids()) {
        let framed: Vec<u8> = ids.iter().map(|id| ranks[*id as usize]).collect();
        let windows = framed.array_windows::<WORDS>();
        let is_template =
            |window: &&[u8; WORDS]| window.iter().filter(|id| **id != SLOT).count() >= FRAME_WORDS;
        occurrences.extend(windows.filter(is_template).map(|window| (pack(*window), at)));
    }
    occurrences.par_sort_unstable();
    occurrences.dedup();
    let mut found: Vec<&[(u64, u64)]> =
        occurrences.chunk_by(|a, b| a.0 == b.0).filter(|rows| rows.len() > 1).collect();
    // Of equals the one of the more frequent words comes first.
    found.sort_by_key(|rows| Reverse(rows.len()));
    let name = |rank: &u8| names.get(usize::from(*rank)).copied().unwrap_or("…");
    let text = |window: u64| unpack(window).iter().map(name).collect::<Vec<_>>().join(" ");
    let template = |rows: &&[(u64, u64)]| Template {
        text: text(rows[0].0),
        rows: rows.iter().map(|(_, row)| *row).collect(),
    };
    found.iter().take(COMMON).map(template).collect()
}

/// A template as one number, in the order of its words; such numbers are sorted fast.
fn pack([a, b, c, d, e, f]: [u8; WORDS]) -> u64 {
    u64::from_be_bytes([0, 0, a, b, c, d, e, f])
}

fn unpack(template: u64) -> [u8; WORDS] {
    let [_, _, words @ ..] = template.to_be_bytes();
    words
}
