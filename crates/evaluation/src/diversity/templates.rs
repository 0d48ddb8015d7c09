//! Frames of frequent words that rows fill with other words again and again.
//!
//! Published templates are sequences of parts of speech (Shaib et al. 2024, arXiv:2407.00211). No maintained tagger comes
//! without a model to download, so the most frequent words are kept as the frame, as function words mostly are, and each
//! other word is a slot.

use std::collections::{HashMap, HashSet};

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
const SLOT: u32 = u32::MAX;

pub(super) fn measure(rows: &Rows) -> Measure {
    let templates = common(rows);
    let held: HashSet<u64> = templates.iter().flat_map(|template| template.rows.iter().copied()).collect();
    Measure::new(
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
    frequent.sort_unstable_by_key(|word| (std::cmp::Reverse(word.count), word.text, word.start));
    let names: HashMap<u32, &str> = frequent
        .iter()
        .take(FRAME)
        .map(|word| {
            let (text, start) = (word.text as usize, word.start as usize);
            (rows.ids()[text][start], rows.words()[text][start].as_str())
        })
        .collect();
    let mut framed = vec![SLOT; words.each().len()];
    for word in frequent.iter().take(FRAME) {
        let id = rows.ids()[word.text as usize][word.start as usize];
        framed[id as usize] = id;
    }
    let texts: Vec<Vec<u32>> =
        rows.ids().iter().map(|ids| ids.iter().map(|id| framed[*id as usize]).collect()).collect();
    let is_template = |window: &[u32]| window.iter().filter(|id| **id != SLOT).count() >= FRAME_WORDS;
    let mut counts: HashMap<&[u32], (usize, u32)> = HashMap::new();
    for (at, text) in texts.iter().enumerate() {
        for window in text.windows(WORDS).filter(|window| is_template(window)) {
            let count = counts.entry(window).or_insert((at, 1));
            if count.0 != at {
                *count = (at, count.1 + 1);
            }
        }
    }
    let mut found: Vec<(&[u32], u32)> = counts
        .into_iter()
        .filter(|(_, (_, rows))| *rows > 1)
        .map(|(window, (_, rows))| (window, rows))
        .collect();
    found.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    found.truncate(COMMON);
    let places: HashMap<&[u32], usize> =
        found.iter().enumerate().map(|(at, (window, _))| (*window, at)).collect();
    let mut holders: Vec<Vec<u64>> = vec![Vec::new(); found.len()];
    for (at, text) in (0..).zip(&texts) {
        for place in text.windows(WORDS).filter_map(|window| places.get(window)) {
            if holders[*place].last() != Some(&at) {
                holders[*place].push(at);
            }
        }
    }
    let text = |window: &[u32]| -> String {
        window.iter().map(|id| names.get(id).copied().unwrap_or("…")).collect::<Vec<_>>().join(" ")
    };
    found.iter().zip(holders).map(|((window, _), rows)| Template { text: text(window), rows }).collect()
}
