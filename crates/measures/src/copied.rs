//! Text of a source that reappears in a row: the longest span of words that both share.

use std::collections::HashMap;

use unicode_segmentation::UnicodeSegmentation;

/// Finds the longest run of words that a text shares with some documents. Words are those of Unicode's word
/// boundaries, so each Chinese character is one; case, punctuation and spaces do not count.
///
/// Built on a suffix array of the documents' words (Manber & Myers, 1993), so no text and no repetition makes it slow.
#[derive(Clone, Debug)]
pub struct CopiedSpans {
    numbers: HashMap<String, u32>,
    /// Words of all documents; each ends with a number that no word has.
    words: Vec<u32>,
    /// Places in `words`, in the order of what follows them.
    suffixes: Vec<u32>,
    /// Where each document begins in `words`.
    starts: Vec<usize>,
}

/// A run of words that a text shares with a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopiedSpan {
    /// Number of words.
    pub words: usize,
    /// Number of characters, from the first of its words to the last.
    pub characters: usize,
    /// The words as the text has them.
    pub text: String,
    /// Number of the document, from 0.
    pub document: usize,
}

impl CopiedSpans {
    /// Prepares the documents: texts of the source, one for each of its fields and rows.
    #[must_use]
    pub fn new<'a>(documents: impl IntoIterator<Item = &'a str>) -> Self {
        let mut numbers = HashMap::new();
        let (mut words, mut starts) = (Vec::new(), Vec::new());
        for (end, document) in (0_u32..).zip(documents) {
            starts.push(words.len());
            for word in document.unicode_words() {
                let next = numbers.len() as u32;
                words.push(*numbers.entry(word.to_lowercase()).or_insert(next));
            }
            // A different end for each document, so that no span runs across two.
            words.push(u32::MAX - end);
        }
        let suffixes = suffix_array(&words);
        Self { numbers, words, suffixes, starts }
    }

    /// The longest span that the text shares with a document, the first one of several; `None` where they share no
    /// word.
    #[must_use]
    pub fn longest(&self, text: &str) -> Option<CopiedSpan> {
        let found: Vec<(usize, &str)> = text.unicode_word_indices().collect();
        // A number that no document has stands for unknown words.
        let unknown = u32::MAX - self.starts.len() as u32;
        let numbers: Vec<u32> = found
            .iter()
            .map(|(_, word)| self.numbers.get(&word.to_lowercase()).copied().unwrap_or(unknown))
            .collect();
        let mut best: Option<(usize, usize, usize)> = None;
        for start in 0..numbers.len() {
            if best.is_some_and(|(longest, ..)| longest >= numbers.len() - start) {
                break;
            }
            let (length, place) = self.match_at(&numbers[start..]);
            if length > best.map_or(0, |(longest, ..)| longest) {
                best = Some((length, start, place));
            }
        }
        let (words, start, place) = best?;
        let (last, word) = found[start + words - 1];
        let document = self.starts.partition_point(|begin| *begin <= place) - 1;
        let text = &text[found[start].0..last + word.len()];
        Some(CopiedSpan { words, characters: text.chars().count(), text: text.to_owned(), document })
    }

    /// Length and place of the longest beginning of `words` that occurs in a document.
    fn match_at(&self, words: &[u32]) -> (usize, usize) {
        let suffix = |at: usize| &self.words[self.suffixes[at] as usize..];
        let above = self.suffixes.partition_point(|place| self.words[*place as usize..] < *words);
        // The longest common beginning is with a neighbour in the order.
        [above.checked_sub(1), Some(above).filter(|at| *at < self.suffixes.len())]
            .into_iter()
            .flatten()
            .map(|at| {
                (suffix(at).iter().zip(words).take_while(|(a, b)| a == b).count(), self.suffixes[at] as usize)
            })
            .max_by_key(|(length, place)| (*length, std::cmp::Reverse(*place)))
            .unwrap_or((0, 0))
    }
}

/// Order of all suffixes, by doubling the length that is compared (Manber & Myers, 1993).
fn suffix_array(words: &[u32]) -> Vec<u32> {
    let mut rank: Vec<u32> = words.to_vec();
    let mut keys: Vec<(u64, u32)> = Vec::with_capacity(words.len());
    let mut shift = words.len();
    loop {
        // The rank of what follows begins at 1; 0 stands for the end.
        let follows = |place: usize| rank.get(place + shift).map_or(0, |rank| u64::from(*rank) + 1);
        let key = |(place, rank): (u32, &u32)| (u64::from(*rank) << 32 | follows(place as usize), place);
        keys.clear();
        keys.extend((0..).zip(&rank).map(key));
        keys.sort_unstable();
        let mut distinct = 0;
        let mut next = vec![0; words.len()];
        for pair in keys.windows(2) {
            distinct += u32::from(pair[0].0 != pair[1].0);
            next[pair[1].1 as usize] = distinct;
        }
        rank = next;
        if distinct as usize + 1 >= words.len() {
            return keys.into_iter().map(|(_, place)| place).collect();
        }
        shift = if shift == words.len() { 1 } else { shift * 2 };
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_longest_span_is_found_with_its_document() {
        let notes = [
            "Mrs. Ito, 81, fell at home; hip fracture.",
            "Fell at home twice. No fracture",
            "",
            "患者は昨日転倒した",
        ];
        let index = CopiedSpans::new(notes);
        let check = |text: &str, expected: Option<(usize, &str, usize)>| {
            let span = index.longest(text);
            let found = span.as_ref().map(|span| (span.words, span.text.as_str(), span.document));
            assert_eq!(found, expected, "{text}");
        };
        check("A lady fell AT home... Hip fracture, she said", Some((5, "fell AT home... Hip fracture", 0)));
        check("He fell at home twice!", Some((4, "fell at home twice", 1)));
        check("No fracture. Mrs Ito", Some((2, "No fracture", 1)));
        check("hip fracture. Fell at", Some((2, "hip fracture", 0)));
        check("Nothing shared", None);
        check("", None);
        check("昨日転倒", Some((4, "昨日転倒", 3)));
        assert_eq!(CopiedSpans::new([]).longest("a b"), None);
    }

    #[test]
    fn repetition_is_no_burden() {
        let source = "a ".repeat(50_000);
        let index = CopiedSpans::new([source.as_str()]);
        assert_eq!(index.longest(&"a ".repeat(300)).unwrap().words, 300);
    }

    fn by_hand(documents: &[Vec<u8>], text: &[u8]) -> usize {
        let spans = (0..text.len()).flat_map(|from| (from..=text.len()).map(move |to| &text[from..to]));
        let known = spans.filter(|span| {
            !span.is_empty()
                && documents.iter().any(|document| document.windows(span.len()).any(|w| w == *span))
        });
        known.map(<[u8]>::len).max().unwrap_or(0)
    }

    proptest! {
        #[test]
        fn agrees_with_trying_every_span(
            documents in prop::collection::vec(prop::collection::vec(0_u8..3, 0..20), 0..4),
            text in prop::collection::vec(0_u8..4, 0..12),
        ) {
            let written = |words: &[u8]| words.iter().map(|n| format!("w{n}")).collect::<Vec<_>>().join(", ");
            let texts: Vec<String> = documents.iter().map(|words| written(words)).collect();
            let span = CopiedSpans::new(texts.iter().map(String::as_str)).longest(&written(&text));
            prop_assert_eq!(span.as_ref().map_or(0, |span| span.words), by_hand(&documents, &text));
            if let Some(span) = span {
                prop_assert!(texts[span.document].contains(&span.text));
                prop_assert_eq!(span.characters, span.text.chars().count());
            }
        }
    }
}
