//! Drawing tokens from logits.
//!
//! The order of the steps is that of most tools: penalties and bias, temperature, top-k, top-p
//! (nucleus, Holtzman et al. 2020, arXiv:1904.09751), min-p (Nguyen et al. 2024, arXiv:2407.01082).
//! The number behind a draw is a function of the request's [`DrawKey`], the output position and the attempt alone.
//! Tokens of equal probability stand in the order of their ids.

use std::collections::BTreeSet;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use toktrie::SimpleVob;

use crate::decoder::cpu::math;
use crate::model::{DrawKey, Sampling};

/// Least factor of self-debiasing, so that no token becomes impossible by it.
const LEAST_FACTOR: f32 = 0.01;

/// Words of 32 bits that one draw takes from the stream.
const WORDS_PER_DRAW: u128 = 2;

/// Which number is drawn at a position.
#[derive(Clone, Copy)]
pub enum Attempt {
    /// The first.
    First,
    /// Another, because what was drawn with the first is not allowed.
    Second,
}

/// What is remembered between the tokens of one answer.
pub struct Sampler {
    sampling: Sampling,
    draws: DrawKey,
    written: BTreeSet<u32>,
}

/// A drawn token.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Draw {
    /// The token.
    pub id: u32,
    /// Its log-probability under the unmasked model at temperature 1.
    pub log_probability: f32,
}

/// A token that may be drawn.
#[derive(Clone, Copy)]
struct Candidate {
    weight: f32,
    id: u32,
}

impl Sampler {
    /// A sampler for one answer.
    pub fn new(sampling: Sampling, draws: DrawKey) -> Self {
        Self { sampling, draws, written: BTreeSet::new() }
    }

    /// Notes that a token was written, drawn or forced.
    pub fn wrote(&mut self, id: u32) {
        self.written.insert(id);
    }

    /// Draws the token at output position `position` from the allowed ones; `counter` are the logits of the
    /// counter-prompts. `None` where no token is allowed or the logits are no numbers.
    pub fn draw(
        &self,
        logits: &[f32],
        counter: &[&[f32]],
        allowed: Option<&SimpleVob>,
        position: usize,
        attempt: Attempt,
    ) -> Option<Draw> {
        let total = math::log_sum_exp(logits);
        if !total.is_finite() {
            return None;
        }
        let mut scores = logits.to_vec();
        self.adjust(&mut scores);
        self.debias(&mut scores, logits, counter);
        if let Some(allowed) = allowed {
            mask(&mut scores, allowed);
        }
        let largest = math::max(&scores);
        if !largest.is_finite() {
            return None;
        }
        let id = match self.sampling.temperature {
            t if t > 0.0 => {
                math::weights(&mut scores, largest, 1.0 / t);
                self.pick(&scores, self.uniform(position, attempt))
            }
            _ => scores.iter().position(|s| *s == largest)? as u32,
        };
        Some(Draw { id, log_probability: (f64::from(logits[id as usize]) - total) as f32 })
    }

    fn adjust(&self, scores: &mut [f32]) {
        let s = &self.sampling;
        for id in &self.written {
            if let Some(score) = scores.get_mut(*id as usize) {
                *score =
                    if *score > 0.0 { *score / s.repetition_penalty } else { *score * s.repetition_penalty };
                *score -= s.presence_penalty;
            }
        }
        for (id, bias) in &s.logit_bias {
            if let Some(score) = scores.get_mut(*id as usize) {
                *score += bias;
            }
        }
    }

    /// Lowers what a counter-prompt makes more probable.
    fn debias(&self, scores: &mut [f32], logits: &[f32], counter: &[&[f32]]) {
        let decay = self.sampling.self_debiasing;
        if counter.is_empty() || decay == 0.0 {
            return;
        }
        let probabilities = |logits: &[f32]| {
            let mut values = logits.to_vec();
            math::weights(&mut values, math::log_sum_exp(logits) as f32, 1.0);
            values
        };
        let mut gain = vec![0.0_f32; logits.len()];
        let own = probabilities(logits);
        for other in counter {
            for ((gain, other), own) in gain.iter_mut().zip(probabilities(other)).zip(&own) {
                *gain = gain.max(other - own);
            }
        }
        for (score, gain) in scores.iter_mut().zip(gain) {
            *score += (-decay * gain).max(LEAST_FACTOR.ln());
        }
    }

    /// Picks by weight; the largest weight is 1.
    fn pick(&self, weights: &[f32], uniform: f64) -> u32 {
        let s = &self.sampling;
        let all = |&(id, weight): &(usize, &f32)| {
            (*weight > 0.0 && *weight >= s.min_p).then_some(Candidate { weight: *weight, id: id as u32 })
        };
        if s.top_k.is_none() && s.top_p >= 1.0 {
            return choose(weights.iter().enumerate().filter_map(|c| all(&c)), uniform);
        }
        let mut kept = self.head(weights);
        kept.retain(|c| c.weight >= s.min_p);
        choose(kept.iter().copied(), uniform)
    }

    /// The most probable tokens that top-k and top-p leave, the most probable first.
    fn head(&self, weights: &[f32]) -> Vec<Candidate> {
        let by_weight = |a: &Candidate, b: &Candidate| b.weight.total_cmp(&a.weight).then(a.id.cmp(&b.id));
        // Sorting a whole vocabulary costs more than all else here, and the nucleus is most often a
        // handful of tokens: try those near the top first. The result is the same, since what is left
        // out would have come last.
        let total: f64 = weights.iter().map(|w| f64::from(*w)).sum();
        for floor in [1e-2, 1e-4, 0.0] {
            let mut top: Vec<Candidate> = weights
                .iter()
                .enumerate()
                .filter(|(_, w)| **w > floor)
                .map(|(id, w)| Candidate { weight: *w, id: id as u32 })
                .collect();
            let k = self.sampling.top_k.map(|k| (k as usize).max(1));
            let enough_k = k.is_some_and(|k| top.len() >= k);
            top.sort_unstable_by(by_weight);
            let mut base = total;
            if let Some(k) = k
                && (enough_k || floor == 0.0)
            {
                top.truncate(k);
                base = top.iter().map(|c| f64::from(c.weight)).sum();
            } else if k.is_some() {
                continue;
            }
            let target = f64::from(self.sampling.top_p) * base;
            let mut sum = 0.0;
            let nucleus = top.iter().position(|c| {
                sum += f64::from(c.weight);
                sum >= target
            });
            if let Some(last) = nucleus {
                top.truncate(last + 1);
            } else if floor > 0.0 && k.is_none() {
                continue;
            }
            return top;
        }
        Vec::new()
    }

    /// A number in [0, 1).
    fn uniform(&self, position: usize, attempt: Attempt) -> f64 {
        let mut seed = [0; 32];
        for (bytes, word) in seed.as_chunks_mut::<8>().0.iter_mut().zip(self.draws.0) {
            *bytes = word.to_le_bytes();
        }
        let mut stream = ChaCha8Rng::from_seed(seed);
        stream.set_stream(attempt as u64);
        stream.set_word_pos(position as u128 * WORDS_PER_DRAW);
        (stream.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Takes away what is not allowed, 32 tokens at a time: most often all of them are, or none.
fn mask(scores: &mut [f32], allowed: &SimpleVob) {
    for (scores, word) in
        scores.chunks_mut(32).zip(allowed.as_slice().iter().copied().chain(std::iter::repeat(0)))
    {
        match word {
            u32::MAX => {}
            0 => scores.fill(f32::NEG_INFINITY),
            word => {
                for (at, score) in scores.iter_mut().enumerate() {
                    if word >> at & 1 == 0 {
                        *score = f32::NEG_INFINITY;
                    }
                }
            }
        }
    }
}

/// The candidate in whose share of the total weight `uniform` falls.
fn choose(candidates: impl Iterator<Item = Candidate> + Clone, uniform: f64) -> u32 {
    let total: f64 = candidates.clone().map(|c| f64::from(c.weight)).sum();
    let mut left = uniform * total;
    let mut last = 0;
    for candidate in candidates {
        last = candidate.id;
        left -= f64::from(candidate.weight);
        if left < 0.0 {
            break;
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sampler(sampling: Sampling) -> Sampler {
        Sampler::new(sampling, DrawKey([1, 2, 3, 4]))
    }

    /// The tokens that 500 draws bring, in ascending order.
    fn drawn(sampling: &Sampling, logits: &[f32], written: &[u32]) -> Vec<u32> {
        let mut sampler = sampler(sampling.clone());
        written.iter().for_each(|id| sampler.wrote(*id));
        let ids: BTreeSet<u32> = (0..500)
            .map(|position| sampler.draw(logits, &[], None, position, Attempt::First).unwrap().id)
            .collect();
        ids.into_iter().collect()
    }

    #[test]
    fn each_setting_keeps_the_tokens_it_should() {
        // Probabilities 1/2, 1/4, 1/8, 1/16, 1/16.
        let logits = [8.0_f32, 4.0, 2.0, 1.0, 1.0].map(f32::ln);
        let off = Sampling::default;
        let check = |sampling: Sampling, written: &[u32], expected: &[u32]| {
            assert_eq!(drawn(&sampling, &logits, written), expected, "{sampling:?}");
        };
        check(off(), &[], &[0, 1, 2, 3, 4]);
        check(Sampling { temperature: 0.0, ..off() }, &[], &[0]);
        check(Sampling { top_k: Some(2), ..off() }, &[], &[0, 1]);
        check(Sampling { top_k: Some(4), ..off() }, &[], &[0, 1, 2, 3]);
        check(Sampling { top_k: Some(0), ..off() }, &[], &[0]);
        check(Sampling { top_k: Some(99), ..off() }, &[], &[0, 1, 2, 3, 4]);
        check(Sampling { top_p: 0.5, ..off() }, &[], &[0]);
        check(Sampling { top_p: 0.6, ..off() }, &[], &[0, 1]);
        check(Sampling { top_p: 0.0, ..off() }, &[], &[0]);
        check(Sampling { top_k: Some(2), top_p: 0.6, ..off() }, &[], &[0]);
        check(Sampling { min_p: 0.2, ..off() }, &[], &[0, 1, 2]);
        check(Sampling { presence_penalty: 100.0, ..off() }, &[0, 2], &[1, 3, 4]);
        check(Sampling { temperature: 0.0, repetition_penalty: 4.0, ..off() }, &[0], &[1]);
        check(Sampling { logit_bias: vec![(3, 100.0), (77, 1.0)], ..off() }, &[], &[3]);
    }

    #[test]
    fn log_probabilities_are_those_of_the_model_alone() {
        let logits = [8.0_f32, 4.0, 2.0, 1.0, 1.0].map(f32::ln);
        let sampling = Sampling { temperature: 0.0, logit_bias: vec![(2, 50.0)], ..Sampling::default() };
        let draw = sampler(sampling).draw(&logits, &[], None, 0, Attempt::First).unwrap();
        assert_eq!(draw.id, 2);
        assert!((draw.log_probability - (2.0_f32 / 16.0).ln()).abs() < 1e-6);
    }

    #[test]
    fn frequencies_follow_the_probabilities() {
        let logits = [8.0_f32, 4.0, 2.0, 1.0, 1.0].map(f32::ln);
        let sampler = sampler(Sampling::default());
        let mut counts = [0_u32; 5];
        for position in 0..4000 {
            counts[sampler.draw(&logits, &[], None, position, Attempt::First).unwrap().id as usize] += 1;
        }
        for (count, share) in counts.into_iter().zip([0.5, 0.25, 0.125, 0.0625, 0.0625]) {
            assert!((f64::from(count) / 4000.0 - share).abs() < 0.03, "{counts:?}");
        }
    }

    #[test]
    fn logits_that_are_no_numbers_draw_nothing() {
        for logits in [[f32::NAN; 3], [f32::NEG_INFINITY; 3], [f32::INFINITY, 0.0, 1.0]] {
            assert_eq!(
                sampler(Sampling::default()).draw(&logits, &[], None, 0, Attempt::First),
                None,
                "{logits:?}"
            );
        }
        let nothing = SimpleVob::alloc(3);
        assert_eq!(
            sampler(Sampling::default()).draw(&[1.0, 2.0, 3.0], &[], Some(&nothing), 0, Attempt::First),
            None
        );
    }

    #[test]
    fn what_a_counter_prompt_prefers_falls() {
        // The prompt gives 1/2, 1/4, 1/4; one counter-prompt 1/4, 1/2, 1/4 and another 0, 0, 1.
        let own = [0.5_f32, 0.25, 0.25].map(f32::ln);
        let (one, other) = ([0.25_f32, 0.5, 0.25].map(f32::ln), [f32::NEG_INFINITY, f32::NEG_INFINITY, 0.0]);
        let lowered = |decay: f32, counter: &[&[f32]]| {
            let mut scores = own;
            let sampling = Sampling { self_debiasing: decay, ..Sampling::default() };
            sampler(sampling).debias(&mut scores, &own, counter);
            [0, 1, 2].map(|id: usize| scores[id] - own[id])
        };
        let check = |decay, counter: &[&[f32]], expected: [f32; 3]| {
            let found = lowered(decay, counter);
            let near = found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-5);
            assert!(near, "{decay}: {found:?} instead of {expected:?}");
        };
        let least = 0.01_f32.ln();
        check(0.0, &[&one], [0.0, 0.0, 0.0]);
        check(4.0, &[&one], [0.0, -1.0, 0.0]);
        check(4.0, &[&one, &other], [0.0, -1.0, -3.0]);
        check(200.0, &[&one, &other], [0.0, least, least]);
    }

    proptest! {
        #[test]
        fn a_mask_leaves_what_is_allowed(
            size in 1_usize..200,
            tokens in prop::collection::btree_set(0_u32..200, 0..200),
        ) {
            let mut allowed = SimpleVob::alloc(size);
            tokens.iter().filter(|id| (**id as usize) < size).for_each(|id| allowed.allow_token(*id));
            let mut scores = vec![1.0; size];
            mask(&mut scores, &allowed);
            for (id, score) in scores.into_iter().enumerate() {
                prop_assert_eq!(score == 1.0, tokens.contains(&(id as u32)));
            }
        }

        /// The short way to the nucleus finds what sorting the whole vocabulary finds.
        #[test]
        fn the_nucleus_is_that_of_a_full_sort(
            logits in prop::collection::vec(-12.0_f32..3.0, 1..300),
            top_p in 0.0_f32..1.0,
            top_k in prop::option::of(1_u32..40),
        ) {
            let largest = math::max(&logits);
            let mut weights = logits;
            math::weights(&mut weights, largest, 1.0);
            let mut sorted: Vec<u32> = (0..weights.len() as u32).collect();
            sorted.sort_by(|a, b| weights[*b as usize].total_cmp(&weights[*a as usize]).then(a.cmp(b)));
            let total: f64 = weights.iter().map(|w| f64::from(*w)).sum();
            let weight = |id: &u32| f64::from(weights[*id as usize]);
            let base = top_k.map_or(total, |k| sorted.iter().take(k as usize).map(weight).sum());
            let mut expected = Vec::new();
            let mut sum = 0.0;
            for id in sorted.iter().take(top_k.map_or(usize::MAX, |k| k as usize)) {
                expected.push(*id);
                sum += weight(id);
                if sum >= f64::from(top_p) * base {
                    break;
                }
            }
            let found = sampler(Sampling { top_p, top_k, ..Sampling::default() }).head(&weights);
            prop_assert_eq!(found.iter().map(|c| c.id).collect::<Vec<_>>(), expected);
        }
    }
}
