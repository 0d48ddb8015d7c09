//! Which rows of a run a model is asked about.

use std::collections::HashMap;
use std::sync::Arc;

use ::project::AttemptId;
use ::recipe::Label;
use sha2::{Digest as _, Sha256};

use super::inquiry::basis;
use super::{Asked, Given, Inquiry, Subject, groups};
use crate::evaluation::{AskedRows, RunRows};
use crate::types::Question;

/// A row to ask about.
#[derive(Clone, Debug)]
pub struct Item {
    pub id: AttemptId,
    pub given: Given,
    /// The answers that can be given; none where the model writes or only reads.
    pub choices: Arc<[Label]>,
    /// SHA-256 of both.
    pub basis: String,
    /// It was drawn by chance, by us or by its reviewer.
    pub sampled: bool,
}

impl Inquiry<'_> {
    /// A row as it is asked about; `None` where it cannot be.
    pub fn item(&self, id: AttemptId, subject: Subject<'_>, sampled: bool) -> Option<Item> {
        let choices = self.choices(subject.row);
        let given = self.given(subject, &choices)?;
        let basis = basis(&given, &choices);
        Some(Item { id, given, choices, basis, sampled })
    }
}

/// Rows drawn by chance, at most so many; or all groups of rows, where these are asked about.
pub fn drawn(rows: AskedRows<'_>, seed: u64, question: &Question, most: Option<usize>) -> Vec<Item> {
    if *question == Question::Groups {
        return groups::items(rows);
    }
    let inquiry = Inquiry::new(rows.recipe, question);
    let mut drawn: Vec<usize> = (0..rows.ids.len()).collect();
    // Drawn by the row alone, so that fewer rows are a part of more rows, and a new row moves no other.
    drawn.sort_by_cached_key(|at| chance(seed, rows.ids[*at]));
    drawn.truncate(most.unwrap_or(usize::MAX));
    drawn.into_iter().filter_map(|at| inquiry.item(rows.ids[at], rows.subject(at), true)).collect()
}

/// The rows of the dataset that are drawn, and those that people judged, as they saw them. Another wording of the codebook is
/// tried on those alone to which people gave a label.
pub fn wanted(found: &RunRows, question: &Question, most: Option<usize>) -> Vec<Item> {
    let inquiry = Inquiry::new(&found.recipe, question);
    let trial = matches!(question, Question::Codebook { .. });
    let most = if trial { Some(0) } else { most };
    let drawn = drawn(found.asked_rows(), found.run.plan.seed, question, most).into_iter();
    let reviewed = found.reviewed.iter().filter(|seen| !trial || seen.label.is_some());
    let reviewed = reviewed.filter_map(|seen| inquiry.item(seen.id, seen.subject(), seen.review.at_random()));
    let mut items: Vec<Item> = Vec::new();
    let mut places: HashMap<(AttemptId, String), usize> = HashMap::new();
    for item in drawn.chain(reviewed) {
        match places.get(&(item.id, item.basis.clone())) {
            Some(at) => items[*at].sampled |= item.sampled,
            None => {
                places.insert((item.id, item.basis.clone()), items.len());
                items.push(item);
            }
        }
    }
    items
}

/// Whether a row still has to be asked about in a turn.
pub fn is_open(item: &Item, turn: u32, asked: Option<&Asked>) -> bool {
    let answer = asked.and_then(|asked| asked.answer(item.id, &item.basis, turn));
    answer.is_none_or(|answer| item.sampled && !answer.sampled)
}

fn chance(seed: u64, id: AttemptId) -> [u8; 32] {
    let mut digest = Sha256::new();
    digest.update(seed.to_le_bytes());
    digest.update(id.draw.to_le_bytes());
    digest.update(id.attempt.to_le_bytes());
    digest.finalize().into()
}
