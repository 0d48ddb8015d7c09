//! Whether a student is as sure as it is right.

use measures::{Judgement, ReliabilityBin, expected_calibration_error, reliability};
use students::{Temperature, stratified_folds};

use super::student::Answer;

/// Bins of the diagram.
const BINS: usize = 15;

/// How sure a student is, and how often it is right.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// The reliability diagram, 15 bins.
    pub bins: Vec<ReliabilityBin>,
    /// Expected calibration error, in [0, 1].
    pub error: f64,
    /// The temperature that suits the gold rows best: above 1 where the student is too sure.
    pub temperature: f64,
    /// The calibration error at a temperature learnt from the other half of the gold rows.
    pub scaled_error: f64,
}

impl Calibration {
    /// `None` without gold rows, or where the student gives no probabilities.
    pub(super) fn of(gold: &[usize], answers: &[Answer], seed: u64) -> Option<Self> {
        let said: Vec<Vec<f64>> =
            answers.iter().map(|answer| answer.probabilities.clone()).collect::<Option<_>>()?;
        let half = stratified_folds(gold, 2, seed);
        let learnt = |left_out: Option<usize>| {
            let rows = (0..gold.len()).filter(|row| Some(half[*row]) != left_out);
            let (said, classes): (Vec<Vec<f64>>, Vec<usize>) =
                rows.map(|row| (said[row].clone(), gold[row])).unzip();
            Temperature::fit(&said, &classes)
        };
        let halves = [learnt(Some(0)), learnt(Some(1))];
        let scaled: Vec<Vec<f64>> = said.iter().zip(&half).map(|(p, half)| halves[*half].apply(p)).collect();
        let bins = diagram(&said, gold, answers);
        Some(Self {
            error: expected_calibration_error(&bins)?,
            bins,
            temperature: learnt(None).value(),
            scaled_error: expected_calibration_error(&diagram(&scaled, gold, answers))?,
        })
    }
}

fn diagram(said: &[Vec<f64>], gold: &[usize], answers: &[Answer]) -> Vec<ReliabilityBin> {
    let judgement = |((p, class), answer): ((&Vec<f64>, &usize), &Answer)| Judgement {
        confidence: p.get(answer.class).copied().unwrap_or(0.0).min(1.0),
        correct: answer.class == *class,
    };
    let judgements: Vec<Judgement> = said.iter().zip(gold).zip(answers).map(judgement).collect();
    reliability(&judgements, BINS)
}
