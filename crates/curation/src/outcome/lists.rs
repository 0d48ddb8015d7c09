//! What single steps found, as lists that a person goes through.

use crate::{Effect, Evidence, Rule, Step, StepOutcome};

/// Rows that repeat one that is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct DuplicateGroup {
    /// The row that stands for the group: the earliest, which is kept.
    pub kept: usize,
    /// The others, in ascending order.
    pub copies: Vec<DuplicateCopy>,
}

/// A row that repeats an earlier one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DuplicateCopy {
    /// Its number.
    pub row: usize,
    /// The earlier row of the group that it is most like: not always the one that is kept.
    pub of: usize,
    /// How like that one it is, in [0, 1].
    pub similarity: f64,
}

/// A label that seems wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelError {
    /// The row.
    pub row: usize,
    /// The label that it had.
    pub given: String,
    /// The most probable label; `None` where that is the given one.
    pub suggested: Option<String>,
    /// The probability that the given label is wrong, in [0, 1].
    pub probability: f64,
}

impl StepOutcome {
    /// The groups of rows that a step on duplicates connects under a rule, which may be its own or one with another limit, in
    /// the order of the rows that are kept. Empty for other steps.
    #[must_use]
    pub fn duplicate_groups(&self, rule: Rule) -> Vec<DuplicateGroup> {
        let exact = match self.step {
            Step::ExactDuplicate {} => true,
            Step::NearDuplicate { .. } | Step::EmbeddingDuplicate { .. } => false,
            _ => return Vec::new(),
        };
        let effects = self.measured.decide(rule, &self.labels);
        let mut first: Vec<usize> = (0..effects.len()).collect();
        let mut groups: indexmap::IndexMap<usize, Vec<DuplicateCopy>> = indexmap::IndexMap::new();
        for (row, effect) in effects.iter().enumerate() {
            // Rows are held against earlier ones, whose groups are known by now.
            if let (Some(Effect::Drop), Some(Some(Evidence::Row(of))), Some(Some(value))) =
                (effect, self.measured.evidence.get(row), self.measured.values.get(row))
                && let Some(kept) = first.get(*of).copied()
            {
                first[row] = kept;
                let similarity = if exact { 1.0 } else { *value };
                groups.entry(kept).or_default().push(DuplicateCopy { row, of: *of, similarity });
            }
        }
        groups.sort_unstable_keys();
        groups.into_iter().map(|(kept, copies)| DuplicateGroup { kept, copies }).collect()
    }

    /// The rows of a step on label errors by the suspicion against their labels, the most suspicious first. Empty for other
    /// steps.
    #[must_use]
    pub fn label_errors(&self) -> Vec<LabelError> {
        if !matches!(self.step, Step::LabelErrors { .. }) {
            return Vec::new();
        }
        let error = |(row, value): (usize, &Option<f64>)| {
            let given = self.labels.get(row)?.clone()?;
            let suggested = match self.measured.evidence.get(row)? {
                Some(Evidence::Label(label)) if *label != given => Some(label.clone()),
                _ => None,
            };
            Some(LabelError { row, given, suggested, probability: (*value)? })
        };
        let mut errors: Vec<LabelError> = self.measured.values.iter().enumerate().filter_map(error).collect();
        errors.sort_by(|a, b| b.probability.total_cmp(&a.probability).then(a.row.cmp(&b.row)));
        errors
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Pipeline, Rows, Setting, curate};

    fn made(texts: &[&str], step: &str) -> StepOutcome {
        let rows = Rows::new(texts.iter().map(|text| ((*text).to_owned(), Some("x".to_owned()))));
        let vectors = texts.iter().map(|text| vec![1.0, text.len() as f32]).collect();
        let pipeline = Pipeline::parse(&format!("[[curate]]\n{step}")).unwrap();
        curate(&pipeline, &rows.with_vectors(vectors).unwrap(), Setting::default()).unwrap().steps.remove(0)
    }

    #[test]
    fn duplicates_are_grouped_around_what_is_kept() {
        // Of each copy its row, the one that it is like, and how much.
        let check = |texts: &[&str], step: &str, limit: f64, expected: &[(usize, Vec<[f64; 3]>)]| {
            let groups = made(texts, step).duplicate_groups(Rule::Below { limit });
            let shown = |group: &DuplicateGroup| {
                let copies = group.copies.iter().map(|one| [one.row as f64, one.of as f64, one.similarity]);
                (group.kept, copies.collect::<Vec<_>>())
            };
            assert_eq!(groups.iter().map(shown).collect::<Vec<_>>(), expected, "{step}");
        };
        check(
            &["a b", "c", "A  b", "c", "d", "a b"],
            "kind = \"exact-duplicate\"",
            1.0,
            &[(0, vec![[2.0, 0.0, 1.0], [5.0, 0.0, 1.0]]), (1, vec![[3.0, 1.0, 1.0]])],
        );
        // Four, five and six 3-grams: the third row is like the second, and both are of the first row's group.
        let chain = ["a b c d e f", "a b c d e f g", "a b c d e f g h", "x y z"];
        let near = "kind = \"near-duplicate\"";
        check(&chain, near, 0.8, &[(0, vec![[1.0, 0.0, 0.8], [2.0, 1.0, 5.0 / 6.0]])]);
        check(&chain, near, 0.82, &[(1, vec![[2.0, 1.0, 5.0 / 6.0]])]);
        check(&chain, near, 0.9, &[]);
        check(&chain, "kind = \"length\"\nwords = [9, 9]", 1.0, &[]);
        let embedding = made(&["a", "b"], "kind = \"embedding-duplicate\"");
        let groups = embedding.duplicate_groups(embedding.step.rule());
        assert!(groups.len() == 1 && (groups[0].copies[0].similarity - 1.0).abs() < 1e-12, "{groups:?}");
    }

    #[test]
    fn label_errors_are_listed_by_suspicion() {
        let mut texts: Vec<(String, &str)> = Vec::new();
        for at in 0..20 {
            texts.push((format!("ripe apple and pear {at}"), "fruit"));
            texts.push((format!("hard iron and zinc {at}"), "metal"));
        }
        texts[3].1 = "fruit";
        let rows = Rows::new(texts.iter().map(|(text, label)| (text.clone(), Some((*label).to_owned()))));
        let pipeline = Pipeline::parse("[[curate]]\nkind = \"label-errors\"").unwrap();
        let outcome = curate(&pipeline, &rows, Setting::default()).unwrap();
        let errors = outcome.steps[0].label_errors();
        assert_eq!(errors.len(), 40);
        let first = &errors[0];
        assert_eq!((first.row, &*first.given, first.suggested.as_deref()), (3, "fruit", Some("metal")));
        assert!(first.probability > 0.5 && errors[1].probability < 0.5 && errors[1].suggested.is_none());
        assert!(errors.windows(2).all(|pair| pair[0].probability >= pair[1].probability));
        assert_eq!(made(&["a"], "kind = \"small-loss\"").label_errors(), []);
    }
}
