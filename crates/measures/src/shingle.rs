//! Texts as sets of what they are made of.

use crate::words;

/// What a text is cut into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shingle {
    /// So many words in a row, at least 1.
    Words(usize),
    /// So many characters in a row of the words with single spaces between, at least 1.
    Characters(usize),
}

/// The fingerprints of a text's shingles, ascending and each once; of a text that is shorter than a shingle, that of all of
/// it. Empty for texts without words. Two shingles share a fingerprint of 64 bits by chance alone.
#[must_use]
pub fn shingles(text: &str, shingle: Shingle) -> Vec<u64> {
    let words = words(text);
    let mut found: Vec<u64> = match shingle {
        _ if words.is_empty() => Vec::new(),
        Shingle::Words(length) => {
            let prints: Vec<u64> =
                words.iter().map(|word| fingerprint(word.bytes().map(u64::from))).collect();
            windows(&prints, length).map(|window| fingerprint(window.iter().copied())).collect()
        }
        Shingle::Characters(length) => {
            let characters: Vec<u64> = words.join(" ").chars().map(|c| u64::from(u32::from(c))).collect();
            windows(&characters, length).map(|window| fingerprint(window.iter().copied())).collect()
        }
    };
    found.sort_unstable();
    found.dedup();
    found
}

fn windows(parts: &[u64], length: usize) -> impl Iterator<Item = &[u64]> {
    parts.windows(length.clamp(1, parts.len().max(1)))
}

/// A hash that is the same on every machine: each part is mixed in by the finalizer of SplitMix64.
pub(crate) fn fingerprint(parts: impl Iterator<Item = u64>) -> u64 {
    parts.fold(0, |hash, part| {
        let mixed = (hash ^ part).wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    })
}

/// Jaccard index of two sets in ascending order: what they share over what they hold together, in [0, 1]; 0 for two
/// empty sets.
#[must_use]
pub fn jaccard(a: &[u64], b: &[u64]) -> f64 {
    let (mut left, mut right, mut shared) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(left), b.get(right)) {
        left += usize::from(x <= y);
        right += usize::from(y <= x);
        shared += usize::from(x == y);
    }
    let together = a.len() + b.len() - shared;
    if together == 0 { 0.0 } else { shared as f64 / together as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shingles_are_sets() {
        let check = |text: &str, shingle: Shingle, expected: usize| {
            assert_eq!(shingles(text, shingle).len(), expected, "{text}, {shingle:?}");
        };
        check("The cat, the CAT!", Shingle::Words(1), 2);
        check("The cat, the CAT!", Shingle::Words(2), 2);
        check("The cat, the CAT!", Shingle::Words(9), 1);
        // "the", "he ", "e c", " ca", "cat", "at ", "t t", " th".
        check("The cat, the CAT!", Shingle::Characters(3), 8);
        check("ab", Shingle::Characters(0), 2);
        check("…", Shingle::Characters(3), 0);
        assert_eq!(shingles("a b", Shingle::Words(2)), shingles("A  b!", Shingle::Words(2)));
        assert_ne!(shingles("a b", Shingle::Words(2)), shingles("b a", Shingle::Words(2)));
    }
}
