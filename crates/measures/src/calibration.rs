//! Whether a probability means what it says.

/// A judgement with the probability that was given to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judgement {
    /// Probability of the judgement, in [0, 1].
    pub confidence: f64,
    /// Whether it was right.
    pub correct: bool,
}

/// One bin of a reliability diagram: judgements of about the same confidence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReliabilityBin {
    /// Confidence above which a judgement belongs to it; the first bin holds 0 too.
    pub low: f64,
    /// Greatest confidence that belongs to it.
    pub high: f64,
    /// Number of judgements.
    pub count: u64,
    /// Mean confidence; 0 without judgements.
    pub confidence: f64,
    /// Share of the judgements that were right; 0 without judgements.
    pub accuracy: f64,
}

impl ReliabilityBin {
    /// Whether a confidence falls into it: above its lower end, or at it in the first bin, up to its upper end.
    #[must_use]
    pub fn holds(&self, confidence: f64) -> bool {
        (confidence > self.low || self.low == 0.0 && confidence == 0.0) && confidence <= self.high
    }
}

/// The reliability diagram of judgements: `bins` bins of equal width over [0, 1]. Judgements whose confidence is not a
/// number in [0, 1] are left out.
#[must_use]
pub fn reliability(judgements: &[Judgement], bins: usize) -> Vec<ReliabilityBin> {
    let width = 1.0 / bins.max(1) as f64;
    let edge = |at: usize| at as f64 / bins.max(1) as f64;
    let empty = |at: usize| ReliabilityBin {
        low: edge(at),
        high: edge(at + 1),
        count: 0,
        confidence: 0.0,
        accuracy: 0.0,
    };
    let mut found: Vec<ReliabilityBin> = (0..bins).map(empty).collect();
    for judgement in judgements.iter().filter(|judgement| (0.0..=1.0).contains(&judgement.confidence)) {
        // The quotient may be off by one bin where the confidence is an edge.
        let near = ((judgement.confidence / width).ceil() as usize).saturating_sub(1);
        let inside = |at: &usize| found.get(*at).is_some_and(|bin| bin.holds(judgement.confidence));
        let at = (near.saturating_sub(1)..=near + 1).find(inside);
        if let Some(bin) = at.and_then(|at| found.get_mut(at)) {
            bin.count += 1;
            bin.confidence += judgement.confidence;
            bin.accuracy += f64::from(u8::from(judgement.correct));
        }
    }
    for bin in found.iter_mut().filter(|bin| bin.count > 0) {
        bin.confidence /= bin.count as f64;
        bin.accuracy /= bin.count as f64;
    }
    found
}

/// Expected calibration error, in [0, 1]: the mean distance of accuracy and confidence over the bins of a reliability
/// diagram, each by its share of the judgements (Naeini et al. 2015; 15 bins are usual since Guo et al. 2017,
/// arXiv:1706.04599). `None` without judgements.
#[must_use]
pub fn expected_calibration_error(bins: &[ReliabilityBin]) -> Option<f64> {
    let total: u64 = bins.iter().map(|bin| bin.count).sum();
    let off = |bin: &ReliabilityBin| bin.count as f64 * (bin.accuracy - bin.confidence).abs();
    (total > 0).then(|| bins.iter().map(off).sum::<f64>() / total as f64)
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    fn judgements(of: &[(f64, bool)]) -> Vec<Judgement> {
        of.iter()
            .map(|(confidence, correct)| Judgement { confidence: *confidence, correct: *correct })
            .collect()
    }

    #[test]
    fn errors_by_hand() {
        let check = |of: &[(f64, bool)], bins: usize, expected: Option<f64>| {
            let found = expected_calibration_error(&reliability(&judgements(of), bins));
            let near = match (found, expected) {
                (Some(found), Some(expected)) => (found - expected).abs() < 1e-12,
                (found, expected) => found == expected,
            };
            assert!(near, "{of:?}: {found:?}, expected {expected:?}");
        };
        check(&[], 15, None);
        check(&[(0.9, true)], 0, None);
        check(&[(f64::NAN, true), (1.5, true)], 15, None);
        check(&[(1.0, true), (0.0, false)], 15, Some(0.0));
        // In one bin the surplus of one makes up for the lack of the other; in two it does not.
        check(&[(0.4, true), (0.6, false)], 1, Some(0.0));
        check(&[(0.4, true), (0.6, false)], 2, Some(0.6));
        // Three of 0.8 with two right: |2/3 - 0.8|; one of 0.3 that is right: 0.7.
        check(&[(0.8, true), (0.8, true), (0.8, false), (0.3, true)], 10, Some((0.4 + 0.7) / 4.0));
    }

    #[test]
    fn an_edge_belongs_to_the_lower_bin() {
        let counts = |confidence: f64| -> Vec<u64> {
            reliability(&judgements(&[(confidence, true)]), 10).iter().map(|bin| bin.count).collect()
        };
        let check = |confidence: f64, expected: usize| {
            let counts = counts(confidence);
            assert_eq!(counts.iter().position(|count| *count == 1), Some(expected), "{confidence}");
        };
        check(0.0, 0);
        check(0.1, 0);
        check(0.3, 2);
        check(0.300_000_1, 3);
        check(0.7, 6);
        check(1.0, 9);
    }

    proptest! {
        #[test]
        fn each_judgement_is_in_one_bin(of in vec((0.0..=1.0f64, any::<bool>()), 1..60), bins in 1usize..40) {
            let found = reliability(&judgements(&of), bins);
            prop_assert_eq!(found.len(), bins);
            prop_assert_eq!(found.iter().map(|bin| bin.count).sum::<u64>(), of.len() as u64);
            for bin in found.iter().filter(|bin| bin.count > 0) {
                prop_assert!(bin.confidence >= bin.low - 1e-12 && bin.confidence <= bin.high + 1e-12);
            }
            let error = expected_calibration_error(&found).unwrap();
            prop_assert!((0.0..=1.0).contains(&error));
        }
    }
}
