//! Labels chosen by probability: each verbalizer is scored as the whole answer (GPT3Mix, Yoo et al., 2021).

use dataset::{Fields, TokenTrace};
use inference::{Model, Score};
use recipe::confidence_of;

use super::Form;

/// What a scoring step found.
pub(crate) struct Scored {
    /// The label and its confidence.
    pub fields: Fields,
    /// The verbalizer that was chosen.
    pub raw: String,
    /// Each verbalizer with its log-probability. All but the chosen one are marked as forced, so that a mean over the
    /// trace is that of the answer.
    pub tokens: Vec<TokenTrace>,
}

impl Form {
    /// The continuations to be scored, one for each label: its verbalizer and the end of the turn, so that a short
    /// verbalizer is not the beginning of a longer one.
    pub(crate) fn continuations(&self, model: &dyn Model) -> Vec<Vec<u32>> {
        let with_end = |verbalizer: &String| {
            let mut tokens = model.tokenize(verbalizer);
            tokens.push(model.end_of_turn());
            tokens
        };
        self.verbalizers().iter().map(with_end).collect()
    }

    /// The fields of recorded scores; none where they are not those of the labels.
    pub(crate) fn rescored(&self, raw: &str, tokens: &[TokenTrace]) -> Fields {
        let sums: Vec<f64> = tokens.iter().map(|token| f64::from(token.log_probability)).collect();
        let same =
            sums.len() == self.labels.len() && self.labels.iter().any(|label| label.verbalizer() == raw);
        let scored = if same { self.best(&sums).ok() } else { None };
        scored.map(|scored| scored.fields).unwrap_or_default()
    }

    /// The most probable label, the first of equals, and its probability renormalised over the labels.
    pub(crate) fn scored(&self, scores: &[Score]) -> Result<Scored, String> {
        self.best(&scores.iter().map(Score::sum).collect::<Vec<_>>())
    }

    fn best(&self, sums: &[f64]) -> Result<Scored, String> {
        let best = (0..sums.len()).reduce(|best, at| if sums[at] > sums[best] { at } else { best });
        let (Some(best), Some(field)) = (best, self.fields.keys().next()) else {
            return Err("There are no labels to score.".into());
        };
        if !sums[best].is_finite() {
            return Err("The model gives no label a probability.".into());
        }
        let total: f64 = sums.iter().map(|sum| (sum - sums[best]).exp()).sum();
        let label = &self.labels[best];
        let mut fields = Fields::new();
        fields.insert(field.clone(), label.name.as_str().into());
        fields.insert(confidence_of(field), (1.0 / total).into());
        let tokens = self.labels.iter().zip(sums).enumerate().map(|(at, (label, sum))| TokenTrace {
            text: label.verbalizer().into(),
            log_probability: *sum as f32,
            forced: at != best,
        });
        Ok(Scored { fields, raw: label.verbalizer().into(), tokens: tokens.collect() })
    }
}
