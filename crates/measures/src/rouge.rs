//! ROUGE-L: likeness by the longest common subsequence of words (Lin, 2004).

use std::{collections::HashMap, hash::Hash};

/// ROUGE-L F-measure of two texts, in [0, 1]: twice the length of the longest common subsequence over the sum of the
/// lengths. Two empty texts have likeness 0, as in the reference implementation.
#[must_use]
pub fn rouge_l<T: Eq + Hash>(a: &[T], b: &[T]) -> f64 {
    f_measure(Positions::new(a).longest_common(b), a.len(), b.len())
}

/// Homogenization: the mean over texts of the mean ROUGE-L with all the others, in [0, 1]; lower is more diverse
/// (Shaib et al., 2024). `None` for fewer than two texts. Takes time by the square of the number of texts: give
/// it a sample.
#[must_use]
pub fn homogenization<T: Eq + Hash>(texts: &[Vec<T>]) -> Option<f64> {
    if texts.len() < 2 {
        return None;
    }
    let mut sum = 0.0;
    for (at, text) in texts.iter().enumerate() {
        let positions = Positions::new(text);
        for other in &texts[at + 1..] {
            sum += f_measure(positions.longest_common(other), text.len(), other.len());
        }
    }
    Some(sum / (texts.len() * (texts.len() - 1) / 2) as f64)
}

fn f_measure(common: usize, a: usize, b: usize) -> f64 {
    if common == 0 { 0.0 } else { 2.0 * common as f64 / (a + b) as f64 }
}

/// For each word of a text, the places where it stands, as bits.
struct Positions<'t, T> {
    bits: HashMap<&'t T, Vec<u64>>,
    length: usize,
}

impl<'t, T: Eq + Hash> Positions<'t, T> {
    fn new(text: &'t [T]) -> Self {
        let mut bits: HashMap<&T, Vec<u64>> = HashMap::new();
        let blocks = text.len().div_ceil(64);
        for (at, word) in text.iter().enumerate() {
            bits.entry(word).or_insert_with(|| vec![0; blocks])[at / 64] |= 1 << (at % 64);
        }
        Self { bits, length: text.len() }
    }

    /// Length of the longest common subsequence, 64 positions at a time (Crochemore et al., 2001): a zero bit stands for a
    /// row of the table where the length grows.
    fn longest_common(&self, other: &[T]) -> usize {
        let mut rows = vec![u64::MAX; self.length.div_ceil(64)];
        for places in other.iter().filter_map(|word| self.bits.get(word)) {
            let mut carry = false;
            for (row, place) in rows.iter_mut().zip(places) {
                let matched = *row & place;
                let (sum, over) = row.overflowing_add(matched);
                let (sum, over_carry) = sum.overflowing_add(u64::from(carry));
                carry = over || over_carry;
                *row = sum | (*row & !place);
            }
        }
        // Bits beyond the text's end are never matched and may only be changed by a carry: leave them out.
        let full = self.length / 64;
        let rest = self.length % 64;
        let zeros = rows[..full].iter().map(|row| row.count_zeros() as usize).sum::<usize>();
        zeros + if rest == 0 { 0 } else { (!rows[full] & ((1 << rest) - 1)).count_ones() as usize }
    }
}

/// The member of a growing set that is most like a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Match {
    /// Its position in the set, in order of insertion.
    pub at: usize,
    /// ROUGE-L F-measure, in [0, 1].
    pub similarity: f64,
}

/// A growing set of texts that finds its member most like a new text, without comparing with each of them: shared
/// words bound the longest common subsequence, so most members are passed over.
#[derive(Clone, Debug, Default)]
pub struct RougeLIndex {
    words: HashMap<String, u32>,
    texts: Vec<Vec<u32>>,
    /// For each word, the members that hold it and how often.
    holders: Vec<Vec<(usize, u32)>>,
}

impl RougeLIndex {
    /// An empty set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Number of members.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there are no members.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// Adds a text by its words and returns its position.
    pub fn insert(&mut self, words: &[String]) -> usize {
        let at = self.texts.len();
        let mut text = Vec::with_capacity(words.len());
        for word in words {
            let next = self.words.len() as u32;
            let id = *self.words.entry(word.clone()).or_insert(next);
            if id == next {
                self.holders.push(Vec::new());
            }
            text.push(id);
            let holders = &mut self.holders[id as usize];
            match holders.last_mut() {
                Some((holder, count)) if *holder == at => *count += 1,
                _ => holders.push((at, 1)),
            }
        }
        self.texts.push(text);
        at
    }

    /// The member most like a text, if its likeness is above `floor`; the earliest among equals.
    #[must_use]
    pub fn nearest(&self, words: &[String], floor: f64) -> Option<Match> {
        // Unknown words get an id that no member has.
        let unknown = u32::MAX;
        let text: Vec<u32> =
            words.iter().map(|word| self.words.get(word).copied().unwrap_or(unknown)).collect();
        let positions = Positions::new(&text);
        let mut bounds: Vec<(f64, usize)> = self
            .shared(&text)
            .into_iter()
            .enumerate()
            .map(|(at, shared)| (f_measure(shared as usize, text.len(), self.texts[at].len()), at))
            .filter(|(bound, _)| *bound > floor)
            .collect();
        bounds.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut best: Option<Match> = None;
        for (bound, at) in bounds {
            if best.is_some_and(|best| bound < best.similarity) {
                break;
            }
            let member = &self.texts[at];
            let similarity = f_measure(positions.longest_common(member), text.len(), member.len());
            let better = best.is_none_or(|best| {
                similarity > best.similarity || (similarity == best.similarity && at < best.at)
            });
            if similarity > floor && better {
                best = Some(Match { at, similarity });
            }
        }
        best
    }

    /// How many words each member shares with a text, as multisets: never less than their longest common subsequence.
    fn shared(&self, text: &[u32]) -> Vec<u32> {
        let mut shared = vec![0; self.texts.len()];
        let mut sorted = text.to_vec();
        sorted.sort_unstable();
        for run in sorted.chunk_by(|a, b| a == b) {
            let Some(holders) = self.holders.get(run[0] as usize) else { continue };
            for (at, count) in holders {
                shared[*at] += (*count).min(run.len() as u32);
            }
        }
        shared
    }
}
