//! Where a document is cut.

use unicode_segmentation::UnicodeSegmentation;

/// How a document is cut: at the ends of paragraphs where they fit, or else of sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chunks {
    /// Most words of a part.
    pub words: usize,
    /// Words of the part before that a part repeats, as whole sentences.
    pub overlap: usize,
}

impl Default for Chunks {
    fn default() -> Self {
        Self { words: 150, overlap: 0 }
    }
}

/// A sentence, and whether it ends a paragraph.
struct Sentence<'t> {
    text: &'t str,
    words: usize,
    ends_paragraph: bool,
}

/// The parts of a text, in order. A sentence longer than a part is cut between words.
pub(super) fn cut(text: &str, chunks: Chunks) -> Vec<String> {
    let most = chunks.words.max(1);
    let sentences: Vec<Sentence<'_>> = sentences(text, most);
    let mut parts = Vec::new();
    let (mut start, mut at, mut count) = (0, 0, 0);
    // Where the last paragraph that began in this part ended.
    let mut border = None;
    while at < sentences.len() {
        if count > 0 && count + sentences[at].words > most {
            let end = border.unwrap_or(at);
            parts.push(joined(&sentences[start..end]));
            // Goes back by whole sentences, but always forward on the whole.
            let mut back = end;
            let mut repeated = 0;
            while back > start + 1 && repeated + sentences[back - 1].words <= chunks.overlap.min(most / 2) {
                back -= 1;
                repeated += sentences[back].words;
            }
            (start, at, count, border) = (back, back, 0, None);
            // What is repeated and its successor must fit together.
            if start < end && repeated + sentences[end.min(sentences.len() - 1)].words > most {
                (start, at) = (end, end);
            }
            continue;
        }
        count += sentences[at].words;
        at += 1;
        // A heading belongs to what follows.
        if sentences[at - 1].ends_paragraph && !sentences[at - 1].text.starts_with('#') {
            border = Some(at);
        }
    }
    if start < sentences.len() {
        parts.push(joined(&sentences[start..]));
    }
    parts
}

fn sentences(text: &str, most: usize) -> Vec<Sentence<'_>> {
    let mut sentences = Vec::new();
    for paragraph in paragraphs(text) {
        let before = sentences.len();
        for sentence in paragraph.split_sentence_bounds() {
            for text in pieces(sentence.trim(), most) {
                sentences.push(Sentence {
                    text,
                    words: text.split_whitespace().count(),
                    ends_paragraph: false,
                });
            }
        }
        if sentences.len() > before
            && let Some(last) = sentences.last_mut()
        {
            last.ends_paragraph = true;
        }
    }
    sentences
}

/// Stretches between empty lines.
fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut end = rest.len();
        let mut next = rest.len();
        let mut place = 0;
        for line in rest.split_inclusive('\n') {
            place += line.len();
            if line.trim().is_empty() && place > line.len() {
                (end, next) = (place - line.len(), place);
                break;
            }
        }
        let paragraph = &rest[..end];
        rest = &rest[next..];
        Some(paragraph)
    })
}

/// A sentence in pieces of at most so many words.
fn pieces(sentence: &str, most: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut count, mut inside) = (0, 0, false);
    for (at, c) in sentence.char_indices() {
        if c.is_whitespace() {
            inside = false;
        } else if !inside {
            inside = true;
            count += 1;
            if count > most {
                pieces.push(sentence[start..at].trim_end());
                (start, count) = (at, 1);
            }
        }
    }
    pieces.push(&sentence[start..]);
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// Sentences as they are shown: one line for each paragraph.
fn joined(sentences: &[Sentence<'_>]) -> String {
    let mut text = String::new();
    let mut after_paragraph = false;
    for sentence in sentences {
        if !text.is_empty() {
            text.push_str(if after_paragraph { "\n\n" } else { " " });
        }
        let words: Vec<&str> = sentence.text.split_whitespace().collect();
        text.push_str(&words.join(" "));
        after_paragraph = sentence.ends_paragraph;
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn cuts_lie_between_paragraphs_and_sentences() {
        let check = |text: &str, words: usize, overlap: usize, expected: &[&str]| {
            assert_eq!(cut(text, Chunks { words, overlap }), expected, "{text} {words} {overlap}");
        };
        let text = "One two. Three four.\n\nFive six seven.\nEight.\n \nNine.";
        check(text, 100, 0, &["One two. Three four.\n\nFive six seven. Eight.\n\nNine."]);
        check(text, 5, 0, &["One two. Three four.", "Five six seven. Eight.\n\nNine."]);
        check(text, 4, 0, &["One two. Three four.", "Five six seven. Eight.", "Nine."]);
        check(text, 2, 0, &["One two.", "Three four.", "Five six", "seven. Eight.", "Nine."]);
        check("A b. C d. E f. G h.", 4, 2, &["A b. C d.", "C d. E f.", "E f. G h."]);
        let headed = "# A\n\nOne two.\n\n## B\n\nThree four five.\n\n# C\n\n## D";
        check(headed, 6, 0, &["# A\n\nOne two.", "## B\n\nThree four five.", "# C\n\n## D"]);
        check("", 10, 0, &[]);
        check("  \n\n \n", 10, 0, &[]);
        check("a b c d e f g", 3, 9, &["a b c", "d e f", "g"]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_no_part_is_too_long(
            text in "([a-z]{1,5}[ .\n]{1,3}){0,60}",
            words in 1_usize..20,
            overlap in 0_usize..10,
        ) {
            let all: Vec<&str> = text.split_whitespace().collect();
            let plain: Vec<String> = cut(&text, Chunks { words, overlap: 0 });
            let found: Vec<&str> = plain.iter().flat_map(|part| part.split_whitespace()).collect();
            prop_assert_eq!(&found, &all);
            for part in plain.iter().chain(&cut(&text, Chunks { words, overlap })) {
                prop_assert!(part.split_whitespace().count() <= words, "{}", part);
            }
        }
    }
}
