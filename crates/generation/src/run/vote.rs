//! A vote over several answers to one prompt.

use dataset::Fields;
use serde_json::Value as Json;

/// The votes for each value, in the order in which values came.
#[derive(Debug, Default)]
pub(super) struct Vote(Vec<(String, usize, Fields)>);

impl Vote {
    /// Counts an answer under its value; of those with the same value the first is kept.
    pub(super) fn cast(&mut self, value: &Json, fields: Fields) {
        let value = counted_as(value);
        match self.0.iter_mut().find(|(known, ..)| *known == value) {
            Some((_, count, _)) => *count += 1,
            None => self.0.push((value, 1, fields)),
        }
    }

    /// The answer with the most frequent value and how often that came; of equally frequent ones, the one that came first.
    pub(super) fn winner(self) -> Option<(usize, Fields)> {
        let best = self.0.into_iter().reduce(|best, other| if other.1 > best.1 { other } else { best });
        best.map(|(_, count, fields)| (count, fields))
    }
}

/// What a vote counts as one value: numbers by what they are, texts whatever their case, punctuation and articles.
fn counted_as(value: &Json) -> String {
    let text = crate::draw::text(value);
    match text.trim().parse::<f64>() {
        Ok(number) if number.is_finite() => number.to_string(),
        _ => Some(recipe::template::normalized(&text)).filter(|text| !text.is_empty()).unwrap_or(text),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_vote_counts_what_is_the_same() {
        let check =
            |a: Json, b: Json, same: bool| assert_eq!(counted_as(&a) == counted_as(&b), same, "{a} {b}");
        check(json!("The cat."), json!("cat"), true);
        check(json!("-5"), json!("5"), false);
        check(json!("5"), json!(5.0), true);
        check(json!(1.5), json!(15), false);
        check(json!("0.5"), json!("5"), false);
        check(json!("A"), json!("The"), false);
        check(json!("?"), json!(""), false);
    }
}
