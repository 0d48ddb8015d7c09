//! From what was measured to what becomes of a row.
//!
//! Measuring takes time and deciding takes none, so the two are apart: the same values can be held against another
//! threshold while a person drags it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Features;

/// What a step does with the values that it measured.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[ts(rename = "CurationRule")]
pub enum Rule {
    /// Drops values under the limit.
    AtLeast {
        /// Smallest value kept.
        limit: f64,
    },
    /// Drops values from the limit on.
    Below {
        /// Smallest value dropped.
        limit: f64,
    },
    /// Drops values outside a band.
    Within {
        /// Smallest value kept.
        low: f64,
        /// Largest value kept.
        high: f64,
    },
    /// Keeps the rows with the largest values of each label.
    BestOfLabel {
        /// Share of the rows of a label that is kept, in [0, 1].
        share: f64,
    },
    /// Gives the row the label that the step found, from the limit on.
    Relabel {
        /// Smallest value relabelled.
        limit: f64,
    },
    /// Multiplies the row's weight with the value.
    Weigh,
}

/// What a value was taken from, where a number alone does not say it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", content = "is", rename_all = "kebab-case")]
pub enum Evidence {
    /// Another row, such as the one that this one repeats.
    Row(usize),
    /// Words in the text, or about it.
    Words(String),
    /// The label that the step finds right.
    Label(String),
}

/// What one step measured: one entry for each row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measured {
    /// `None` where the step had nothing to measure: the row was dropped before, or lacks what the step reads.
    pub values: Vec<Option<f64>>,
    /// What the values were taken from.
    pub evidence: Vec<Option<Evidence>>,
    /// What its students read, where the step leaves it open.
    pub features: Option<Features>,
}

/// What a step does to a row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Effect {
    /// The row is dropped.
    Drop,
    /// Its weight is multiplied.
    Weigh {
        /// The factor, at least 0.
        factor: f64,
    },
    /// Its label is replaced.
    Relabel {
        /// The label before.
        from: String,
        /// The label after.
        to: String,
    },
}

impl Measured {
    /// Values without evidence.
    #[must_use]
    pub fn of(values: Vec<Option<f64>>) -> Self {
        let evidence = vec![None; values.len()];
        Self { values, evidence, features: None }
    }

    /// What a rule does to each row; `None` leaves it as it is, as always where nothing was measured. `labels` are those
    /// that the rows had when they were measured.
    #[must_use]
    pub fn decide(&self, rule: Rule, labels: &[Option<String>]) -> Vec<Option<Effect>> {
        if let Rule::BestOfLabel { share } = rule {
            return self.best_of_label(share, labels);
        }
        let decide = |at: usize, value: f64| match rule {
            Rule::AtLeast { limit } => (value < limit).then_some(Effect::Drop),
            Rule::Below { limit } => (value >= limit).then_some(Effect::Drop),
            Rule::Within { low, high } => (value < low || value > high).then_some(Effect::Drop),
            Rule::Weigh => Some(Effect::Weigh { factor: value.max(0.0) }),
            Rule::Relabel { limit } => {
                let Some(Evidence::Label(to)) = self.evidence.get(at)?.as_ref() else { return None };
                let from = labels.get(at)?.as_ref()?;
                (value >= limit && to != from).then(|| Effect::Relabel { from: from.clone(), to: to.clone() })
            }
            Rule::BestOfLabel { .. } => None,
        };
        self.values.iter().enumerate().map(|(at, value)| decide(at, (*value)?)).collect()
    }

    fn best_of_label(&self, share: f64, labels: &[Option<String>]) -> Vec<Option<Effect>> {
        let mut order: Vec<(usize, f64)> =
            self.values.iter().enumerate().filter_map(|(at, value)| Some((at, (*value)?))).collect();
        order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut groups: indexmap::IndexMap<Option<&str>, Vec<usize>> = indexmap::IndexMap::new();
        for (at, _) in order {
            groups.entry(labels.get(at).and_then(Option::as_deref)).or_default().push(at);
        }
        let mut effects = vec![None; self.values.len()];
        for rows in groups.values() {
            let kept = (share.clamp(0.0, 1.0) * rows.len() as f64).round() as usize;
            rows.iter().skip(kept).for_each(|row| effects[*row] = Some(Effect::Drop));
        }
        effects
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_decide_on_values() {
        let values = [Some(0.1), Some(0.5), None, Some(0.9)];
        let labels: Vec<Option<String>> = ["x", "x", "y", "y"].map(|label| Some(label.to_owned())).to_vec();
        let mut measured = Measured::of(values.to_vec());
        measured.evidence[1] = Some(Evidence::Label("y".to_owned()));
        measured.evidence[3] = Some(Evidence::Label("y".to_owned()));
        let check = |rule, expected: [&str; 4]| {
            let shown = |effect: &Option<Effect>| match effect {
                None => "-".to_owned(),
                Some(Effect::Drop) => "drop".to_owned(),
                Some(Effect::Weigh { factor }) => factor.to_string(),
                Some(Effect::Relabel { from, to }) => format!("{from}>{to}"),
            };
            let found: Vec<String> = measured.decide(rule, &labels).iter().map(shown).collect();
            assert_eq!(found, expected, "{rule:?}");
        };
        check(Rule::AtLeast { limit: 0.5 }, ["drop", "-", "-", "-"]);
        check(Rule::Below { limit: 0.5 }, ["-", "drop", "-", "drop"]);
        check(Rule::Within { low: 0.2, high: 0.9 }, ["drop", "-", "-", "-"]);
        check(Rule::BestOfLabel { share: 0.5 }, ["drop", "-", "-", "-"]);
        check(Rule::BestOfLabel { share: 0.0 }, ["drop", "drop", "-", "drop"]);
        check(Rule::Weigh, ["0.1", "0.5", "-", "0.9"]);
        check(Rule::Relabel { limit: 0.5 }, ["-", "x>y", "-", "-"]);
        check(Rule::Relabel { limit: 0.6 }, ["-", "-", "-", "-"]);
    }
}
