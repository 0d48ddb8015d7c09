//! How rich the vocabulary of a text is, by measures that its length changes little.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    hash::Hash,
};

/// Share of distinct words at which a stretch of MTLD ends.
const MTLD_THRESHOLD: f64 = 0.72;

/// MTLD, the measure of textual lexical diversity (McCarthy and Jarvis 2010): the mean length of stretches whose distinct
/// words stay above 72 % of their words, read forwards and backwards. `None` without words.
#[must_use]
pub fn mtld<T: Eq + Hash>(words: &[T]) -> Option<f64> {
    (!words.is_empty()).then(|| f64::midpoint(stretch(words.iter()), stretch(words.iter().rev())))
}

/// Mean length of stretches in one direction.
fn stretch<'w, T: Eq + Hash + 'w>(words: impl Iterator<Item = &'w T>) -> f64 {
    let (mut all, mut stretches) = (0_usize, 0.0);
    let (mut seen, mut length, mut share) = (HashSet::new(), 0_usize, 1.0);
    for word in words {
        all += 1;
        length += 1;
        seen.insert(word);
        share = seen.len() as f64 / length as f64;
        if share <= MTLD_THRESHOLD {
            stretches += 1.0;
            seen.clear();
            length = 0;
        }
    }
    if length > 0 {
        stretches += (1.0 - share) / (1.0 - MTLD_THRESHOLD);
    }
    // Words that never repeat are one stretch.
    all as f64 / if stretches == 0.0 { 1.0 } else { stretches }
}

/// HD-D (McCarthy and Jarvis 2007): the expected share of distinct words among `draws` words drawn without putting back,
/// in (0, 1]; 42 draws are usual. `None` where there are fewer words, or no draws.
#[must_use]
pub fn hdd<T: Eq + Hash>(words: &[T], draws: usize) -> Option<f64> {
    if draws == 0 || words.len() < draws {
        return None;
    }
    let mut counts: HashMap<&T, usize> = HashMap::new();
    words.iter().for_each(|word| *counts.entry(word).or_default() += 1);
    // Words of one frequency have one chance; summing by frequency fixes the order.
    let mut of_frequency: BTreeMap<usize, usize> = BTreeMap::new();
    let mut frequencies: Vec<usize> = counts.into_values().collect();
    frequencies.sort_unstable();
    frequencies.iter().for_each(|frequency| *of_frequency.entry(*frequency).or_default() += 1);
    let n = words.len();
    let missed = |frequency: usize| -> f64 {
        (0..draws).map(|drawn| n.saturating_sub(frequency + drawn) as f64 / (n - drawn) as f64).product()
    };
    let expected: f64 =
        of_frequency.iter().map(|(frequency, words)| *words as f64 * (1.0 - missed(*frequency))).sum();
    Some(expected / draws as f64)
}

/// MATTR, the moving-average type-token ratio (Covington and McFall 2010): the mean share of distinct words over all
/// stretches of `window` words, in (0, 1]. `None` where there are fewer words, or the window is 0.
#[must_use]
pub fn mattr<T: Eq + Hash>(words: &[T], window: usize) -> Option<f64> {
    if window == 0 || words.len() < window {
        return None;
    }
    let mut counts: HashMap<&T, usize> = HashMap::new();
    let (mut distinct, mut sum) = (0_usize, 0_usize);
    for (at, word) in words.iter().enumerate() {
        let count = counts.entry(word).or_default();
        distinct += usize::from(*count == 0);
        *count += 1;
        if let Some(left) = at.checked_sub(window)
            && let Some(count) = counts.get_mut(&words[left])
        {
            *count -= 1;
            distinct -= usize::from(*count == 0);
        }
        if at + 1 >= window {
            sum += distinct;
        }
    }
    Some(sum as f64 / (words.len() - window + 1) as f64 / window as f64)
}
