//! The part of a long text that bears on a claim.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::{Bm25, word_count, words};

/// The sentences of a source that share most with a claim by BM25, in their order and of at most `budget` words together
/// ([`words`]), so that a judge with a short context can read them. Sentences that share nothing come last, the first of
/// them first, so a budget is used; one longer than the budget counts as several. The whole source where it is short
/// enough.
#[must_use]
pub fn extract<'s>(source: &'s str, claim: &str, budget: usize) -> Vec<&'s str> {
    if budget == 0 {
        return Vec::new();
    }
    let sentences: Vec<&str> =
        source.unicode_sentences().flat_map(|sentence| pieces(sentence, budget)).collect();
    let texts: Vec<Vec<String>> = sentences.iter().map(|sentence| words(sentence)).collect();
    let scores = Bm25::fit(&texts).scores(&words(claim));
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]));
    let mut left = budget;
    let mut chosen: Vec<usize> = order
        .into_iter()
        .filter(|at| {
            let fits = texts[*at].len() <= left;
            left -= if fits { texts[*at].len() } else { 0 };
            fits
        })
        .collect();
    chosen.sort_unstable();
    chosen.into_iter().map(|at| sentences[at]).collect()
}

/// A sentence in parts of at most so many words.
fn pieces(sentence: &str, most: usize) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = sentence.trim();
    while word_count(rest) > most {
        let end = rest.unicode_word_indices().nth(most).map_or(rest.len(), |(at, _)| at);
        let (part, behind) = rest.split_at(end);
        parts.push(part.trim_end());
        rest = behind;
    }
    parts.push(rest);
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_bears_on_the_claim_is_kept() {
        let source = "The mill was built in 1820. It stands by the river. Bread was sold there for years. \
                      The miller left in 1901.";
        let check = |claim: &str, budget: usize, expected: &[&str]| {
            assert_eq!(extract(source, claim, budget), expected, "{claim}");
        };
        check("The miller left late", 5, &["The miller left in 1901."]);
        check(
            "Was the mill built by the river?",
            11,
            &["The mill was built in 1820.", "It stands by the river."],
        );
        check("unrelated", 6, &["The mill was built in 1820."]);
        check("bread", 3, &["Bread was sold"]);
        check("bread", 0, &[]);
        assert_eq!(extract(source, "bread", 100).len(), 4);
        assert!(extract("", "bread", 10).is_empty());
    }

    proptest! {
        #[test]
        fn the_budget_holds_and_the_order_stays(source in "[a-d .]{0,80}", claim in "[a-d ]{0,10}", budget in 0usize..12) {
            let chosen = extract(&source, &claim, budget);
            prop_assert!(chosen.iter().map(|sentence| word_count(sentence)).sum::<usize>() <= budget);
            let places: Vec<usize> =
                chosen.iter().map(|part| part.as_ptr() as usize - source.as_ptr() as usize).collect();
            prop_assert!(places.is_sorted());
        }
    }
}
