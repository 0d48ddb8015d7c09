//! How fast models are here: one short measurement, and what follows from it for models that are not here yet.

use inference::{BenchOptions, BenchRun, Model, ModelError, bench};
use serde::{Deserialize, Serialize};

use super::LoadedModel;
use crate::types::{EstimatedSpeed, MeasuredSpeed};

/// Tokens of a measurement: many short texts over one prompt, in small.
const SHARED_PROMPT: usize = 128;
const PRIVATE_PROMPT: usize = 16;
const OUTPUT: usize = 24;

/// What was measured of one model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// The model's name.
    pub name: String,
    /// Size of its weights: what is read for each step of a batch.
    pub weight_bytes: u64,
    /// The result.
    pub speed: MeasuredSpeed,
}

/// Measures a loaded model that does nothing else.
pub fn measure(model: &LoadedModel) -> Result<Measured, ModelError> {
    let (engine, card) = (model.engine(), model.engine().card());
    let batch = model.batch();
    let options = BenchOptions {
        shared_prompt: SHARED_PROMPT.min(card.context / 4),
        private_prompt: PRIVATE_PROMPT.min(card.context / 8),
        output: OUTPUT.min(card.context / 4),
        rows: batch,
        batches: vec![batch],
    };
    let runs: Vec<BenchRun> = bench(engine, &options)?;
    let tokens_per_second = runs.first().map_or(0.0, |run| run.output_tokens_per_second);
    Ok(Measured {
        name: card.name.clone(),
        weight_bytes: card.weight_bytes,
        speed: MeasuredSpeed { tokens_per_second, batch },
    })
}

/// What the measurement that is nearest in size says about a model with so many bytes of weights. A step reads all
/// weights once, so the time of a token grows with them.
pub fn estimate<'a>(
    weight_bytes: u64,
    measured: impl IntoIterator<Item = &'a Measured>,
) -> Option<EstimatedSpeed> {
    let distance = |other: &Measured| (other.weight_bytes as f64 / weight_bytes as f64).ln().abs();
    let nearest = measured
        .into_iter()
        .filter(|other| other.speed.tokens_per_second > 0.0 && other.weight_bytes > 0)
        .min_by(|a, b| distance(a).total_cmp(&distance(b)))?;
    Some(EstimatedSpeed {
        tokens_per_second: nearest.speed.tokens_per_second * nearest.weight_bytes as f64
            / weight_bytes as f64,
        batch: nearest.speed.batch,
        from: nearest.name.clone(),
        rough: distance(nearest) > ROUGH,
    })
}

/// Sizes further apart than eightfold share too little for more than a rough guess.
const ROUGH: f64 = 2.08;

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(name: &str, weight_bytes: u64, tokens_per_second: f64) -> Measured {
        let speed = MeasuredSpeed { tokens_per_second, batch: 32 };
        Measured { name: name.to_owned(), weight_bytes, speed }
    }

    #[test]
    fn the_nearest_size_speaks() {
        let here = [
            measured("tiny", 1_000, 8_000.0),
            measured("mid", 1_000_000, 100.0),
            measured("none", 500_000, 0.0),
        ];
        for (bytes, expected) in [
            (2_000_000, Some((50.0, "mid", false))),
            (9_000_000, Some((100.0 / 9.0, "mid", true))),
            (4_000, Some((2_000.0, "tiny", false))),
        ] {
            let found = estimate(bytes, &here).map(|e| (e.tokens_per_second, e.from, e.rough));
            assert_eq!(found, expected.map(|(rate, from, rough)| (rate, from.to_owned(), rough)), "{bytes}");
        }
        assert!(estimate(1_000, &[]).is_none());
    }
}
