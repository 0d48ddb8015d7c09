//! The one definition of a word.

use unicode_segmentation::UnicodeSegmentation as _;

/// The words of a text, in lower case: the segments between word boundaries (Unicode Standard Annex #29) that hold a
/// letter or a digit.
///
/// So `don't` and `3.5` are one word each, `matter-of-fact` is three, punctuation is none, and each Chinese character
/// is one.
pub fn words(text: &str) -> Vec<String> {
    text.unicode_words().map(str::to_lowercase).collect()
}

/// How many words a text has.
#[must_use]
pub fn word_count(text: &str) -> usize {
    text.unicode_words().count()
}
