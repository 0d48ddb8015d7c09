use std::collections::HashMap;
use std::ops::ControlFlow;

use candle_core::{Device, Tensor};
use candle_nn::{AdamW, Optimizer as _, ParamsAdamW};
use proptest::{collection::vec, prelude::*};
use serde::Deserialize;

use super::batches::{Batch, drawn};
use super::layers::Dense;
use super::network::Network;
use super::training::{loss, step};
use super::*;
use crate::{Row, Temperature};

const WIDTH: usize = 8;
const INNER: usize = 12;

/// Of `tests/data/transformer/make.py`.
#[derive(Deserialize)]
struct Expected {
    tokens: Vec<Vec<u32>>,
    targets: Vec<Vec<f64>>,
    rates: Vec<f64>,
    clip: f64,
    decay: f64,
    logits: Vec<Vec<f64>>,
    loss: f64,
    gradients: HashMap<String, Vec<f64>>,
    losses: Vec<f64>,
    stepped: HashMap<String, Vec<f64>>,
}

fn expected() -> Expected {
    serde_json::from_str(include_str!("../../tests/data/transformer/expected.json")).unwrap()
}

/// The tensors of the fixture, in its order.
fn tensors() -> HashMap<String, Tensor> {
    let mut state: u64 = 1;
    let mut tensors = HashMap::new();
    let mut add = |name: String, shape: &[usize], mean: f64| {
        let next = |_| {
            state = (state * 1_103_515_245 + 12_345) % (1 << 31);
            (mean + state as f64 / f64::from(1 << 30) - 1.0) as f32
        };
        let values: Vec<f32> = (0..shape.iter().product()).map(next).collect();
        tensors.insert(name, Tensor::from_vec(values, shape, &Device::Cpu).unwrap());
    };
    let norm =
        |at: &str| [(format!("{at}.weight"), vec![WIDTH], 1.0), (format!("{at}.bias"), vec![WIDTH], 0.0)];
    let dense = |at: &str, rows: usize, columns: usize| {
        [(format!("{at}.weight"), vec![rows, columns], 0.0), (format!("{at}.bias"), vec![rows], 0.0)]
    };
    let table = |name: &str, rows| (format!("embeddings.{name}_embeddings.weight"), vec![rows, WIDTH], 0.0);
    let mut all = vec![table("word", 11), table("position", 6), table("token_type", 2)];
    all.extend(norm("embeddings.LayerNorm"));
    for layer in ["encoder.layer.0", "encoder.layer.1"] {
        for part in ["query", "key", "value"] {
            all.extend(dense(&format!("{layer}.attention.self.{part}"), WIDTH, WIDTH));
        }
        all.extend(dense(&format!("{layer}.attention.output.dense"), WIDTH, WIDTH));
        all.extend(norm(&format!("{layer}.attention.output.LayerNorm")));
        all.extend(dense(&format!("{layer}.intermediate.dense"), INNER, WIDTH));
        all.extend(dense(&format!("{layer}.output.dense"), WIDTH, INNER));
        all.extend(norm(&format!("{layer}.output.LayerNorm")));
    }
    all.extend(dense("head", 3, WIDTH));
    all.iter().for_each(|(name, shape, mean)| add(name.clone(), shape, *mean));
    tensors
}

const SHAPE: Shape = Shape { heads: 2, epsilon: 1e-12, activation: Activation::Gelu, pooling: Pooling::Mean };

/// Cuts texts of numbers.
fn pretrained() -> Pretrained {
    let tokens = |text: &str| {
        let number = |word: &str| word.parse().map_err(|_not_a_number| format!("'{word}' is no number"));
        text.split_whitespace().map(number).collect()
    };
    Pretrained::new("tiny", SHAPE, tensors(), Box::new(tokens)).unwrap()
}

fn options(layers: usize) -> TransformerOptions {
    TransformerOptions { layers, epochs: 3, batch: 4, rate: 1e-3, ..TransformerOptions::default() }
}

fn go() -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn read(pretrained: &Pretrained, texts: &[&str], layers: usize) -> Vec<Reading> {
    pretrained.read(texts, &options(layers), &mut go).unwrap()
}

/// The network of the fixture with its head, and its texts.
fn fixture(expected: &Expected, layers: usize) -> (Network, Vec<Reading>) {
    let pretrained = pretrained();
    let texts =
        expected.tokens.iter().map(|row| row.iter().map(u32::to_string).collect::<Vec<_>>().join(" "));
    let texts: Vec<String> = texts.collect();
    let readings = read(&pretrained, &texts.iter().map(String::as_str).collect::<Vec<_>>(), layers);
    let tensors = tensors();
    let head = Dense { weight: tensors["head.weight"].clone(), bias: tensors["head.bias"].clone() };
    let layers = pretrained.layers[2 - layers..].to_vec();
    (Network { layers, head, pooling: Pooling::Mean }, readings)
}

/// A lesson for each class of each row.
fn lessons<'r>(readings: &'r [Reading], targets: &[Vec<f64>]) -> Vec<Lesson<'r>> {
    let of = |(reading, targets): (&'r Reading, &Vec<f64>)| {
        let lesson = |(class, weight): (usize, &f64)| Lesson { reading, class, weight: *weight };
        targets.iter().enumerate().map(lesson).collect::<Vec<_>>()
    };
    readings.iter().zip(targets).flat_map(of).collect()
}

fn near(found: &[f64], expected: &[f64], most: f64, what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}");
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() < most, "{what}: {found}, expected {expected}");
    }
}

fn flat(tensor: &Tensor) -> Vec<f64> {
    tensor.flatten_all().unwrap().to_vec1::<f32>().unwrap().into_iter().map(f64::from).collect()
}

/// The names of the tensors of a network, in the order in which they learn.
fn names(first_layer: usize) -> Vec<String> {
    let parts = [
        "attention.self.query",
        "attention.self.key",
        "attention.self.value",
        "attention.output.dense",
        "attention.output.LayerNorm",
        "intermediate.dense",
        "output.dense",
        "output.LayerNorm",
    ];
    let layers = (first_layer..2).flat_map(|at| parts.map(|part| format!("encoder.layer.{at}.{part}")));
    let parts = layers.chain(["head".to_owned()]);
    parts.flat_map(|part| [format!("{part}.weight"), format!("{part}.bias")]).collect()
}

#[test]
fn forward_loss_and_gradients_are_those_of_the_reference() {
    let expected = expected();
    let (network, readings) = fixture(&expected, 2);
    let (network, learn) = network.learning().unwrap();
    let batch = Batch::new(&readings.iter().collect::<Vec<_>>()).unwrap();
    for (found, expected) in
        network.scores(&batch).unwrap().to_vec2::<f32>().unwrap().iter().zip(&expected.logits)
    {
        near(&found.iter().map(|score| f64::from(*score)).collect::<Vec<_>>(), expected, 2e-6, "scores");
    }
    // Three lessons stand for a row, so the mean over lessons is a third of the mean over rows.
    let loss = loss(&network, &lessons(&readings, &expected.targets), 3.0).unwrap();
    near(&flat(&loss), &[expected.loss], 1e-6, "loss");
    let gradients = loss.backward().unwrap();
    for (name, var) in names(0).iter().zip(&learn) {
        near(&flat(gradients.get(var).unwrap()), &expected.gradients[name], 5e-6, name);
    }
}

#[test]
fn steps_are_those_of_the_reference() {
    let expected = expected();
    let (network, readings) = fixture(&expected, 1);
    let (network, learn) = network.learning().unwrap();
    let settings = ParamsAdamW { weight_decay: expected.decay, ..ParamsAdamW::default() };
    let mut optimizer = AdamW::new(learn.clone(), settings).unwrap();
    let lessons = lessons(&readings, &expected.targets);
    for (rate, loss) in expected.rates.iter().zip(&expected.losses) {
        let found = step(&network, &learn, &mut optimizer, &lessons, 3.0, *rate, expected.clip).unwrap();
        near(&[found], &[*loss], 1e-5, "loss");
    }
    for (name, var) in names(1).iter().zip(&learn) {
        // A key's bias moves all scores of a token alike. Its gradient is rounding alone, which AdamW blows up.
        if !name.ends_with("self.key.bias") {
            near(&flat(var), &expected.stepped[name], 1e-4, name);
        }
    }
}

/// Texts of two words, of which the second is 7 or 8 by the label.
fn rows(count: usize) -> (Vec<String>, Vec<&'static str>) {
    let text = |at: usize| format!("2 {} {} {} 3", 4 + at % 3, 7 + at % 2, 9 + at % 5 % 2);
    let label = |at: usize| if at.is_multiple_of(2) { "seven" } else { "eight" };
    ((0..count).map(text).collect(), (0..count).map(label).collect())
}

#[test]
fn what_is_learnt_is_known_of_other_rows() {
    let pretrained = pretrained();
    let (texts, labels) = rows(120);
    let rows: Vec<Row<'_>> = texts.iter().zip(&labels).map(|(text, label)| Row::text(text, label)).collect();
    let options = TransformerOptions { epochs: 6, rate: 1e-2, ..options(1) };
    let judge = || out_of_fold(&pretrained, &rows, 3, &options, &go).unwrap();
    let judged = judge();
    assert_eq!(judged.classes, ["seven", "eight"]);
    for (row, p) in rows.iter().zip(&judged.rows) {
        assert!(p[judged.class(row.label).unwrap()] > 0.8, "{p:?}");
    }
    assert_eq!(judged, judge(), "an equal seed gives equal students");
    // A label that a row has by mistake is believed least.
    let mut noisy = rows.clone();
    noisy[0].label = "eight";
    let watched = dynamics(&pretrained, &noisy, &noisy, &options, &go).unwrap();
    assert_eq!((watched.len(), watched[0].probabilities().len()), (120, 6));
    assert!(watched.iter().skip(1).all(|row| row.confidence() > watched[0].confidence()));
}

#[test]
fn training_improves_on_the_vectors_of_the_encoder() {
    let pretrained = pretrained();
    // Which of two tokens comes first, which hardly shows in a mean.
    let texts: Vec<String> = (0..200)
        .map(|at| match at % 2 {
            0 => format!("2 7 {} 8 3", 4 + at % 3),
            _ => format!("2 8 {} 7 3", 4 + at % 3),
        })
        .collect();
    let readings = read(&pretrained, &texts.iter().map(String::as_str).collect::<Vec<_>>(), 2);
    let lessons: Vec<Lesson<'_>> = readings
        .iter()
        .enumerate()
        .map(|(at, reading)| Lesson { reading, class: at % 2, weight: 1.0 })
        .collect();
    let mean = |epochs: usize| {
        let options = TransformerOptions { epochs, rate: 5e-3, ..options(2) };
        let student = Transformer::fit(&pretrained, &lessons, 2, &options, &mut go).unwrap();
        assert!(student.temperature().is_some());
        let p = student.probabilities(&readings.iter().collect::<Vec<_>>()).unwrap();
        p.iter().enumerate().map(|(at, p)| p[at % 2]).sum::<f64>() / 200.0
    };
    let (before, after) = (mean(0), mean(4));
    assert!(after > before && after > 0.95, "{before} {after}");
}

#[test]
fn little_to_learn_from_gives_a_student_all_the_same() {
    let pretrained = pretrained();
    let readings = read(&pretrained, &["2 5 3", "2 6 6 6 3"], 1);
    let check = |lessons: &[(usize, usize, f64)], classes: usize, expected: Option<&[f64]>| {
        let lessons: Vec<Lesson<'_>> = lessons
            .iter()
            .map(|(row, class, weight)| Lesson { reading: &readings[*row], class: *class, weight: *weight })
            .collect();
        let student = Transformer::fit(&pretrained, &lessons, classes, &options(1), &mut go).unwrap();
        assert_eq!(student.temperature(), None::<Temperature>, "no rows were held out");
        let p = student.probabilities(&[&readings[1]]).unwrap().remove(0);
        assert!(classes == 0 || (p.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{p:?}");
        if let Some(expected) = expected {
            assert_eq!(p, expected);
        }
    };
    check(&[], 2, Some(&[0.5, 0.5]));
    check(&[(0, 0, 0.0), (1, 1, f64::NAN)], 2, Some(&[0.5, 0.5]));
    check(&[(0, 0, 1.0)], 1, Some(&[1.0]));
    check(&[(0, 0, 1.0), (1, 1, 2.0)], 3, None);
}

#[test]
fn bad_input_is_refused() {
    let check = |result: Result<Vec<Reading>, TransformerError>, expected: &str| {
        assert!(result.unwrap_err().to_string().contains(expected), "{expected}");
    };
    let pretrained = pretrained();
    let read = |text: &str| pretrained.read(&[text], &options(1), &mut go);
    check(read("2 x 3"), "'x' is no number");
    check(read(""), "there are none");
    check(read("2 99 3"), "could not compute");
    check(read("2 5 5 5 5 5 3"), "could not compute");
    check(pretrained.read(&["2 3"], &options(1), &mut || ControlFlow::Break(())), "was stopped");
    let short = TransformerOptions { tokens: 3, ..options(1) };
    let long = pretrained.read(&["2 5 6 7 3"], &short, &mut go).unwrap();
    assert_eq!(
        long[0].states.to_vec2::<f32>().unwrap(),
        read("2 5 3").unwrap()[0].states.to_vec2::<f32>().unwrap()
    );
    for name in ["encoder.layer.1.output.dense.weight", "embeddings.word_embeddings.weight"] {
        let mut tensors = tensors();
        tensors.remove(name);
        let result = Pretrained::new("damaged", SHAPE, tensors, Box::new(|_| Ok(Vec::new())));
        assert!(result.unwrap_err().to_string().contains(name));
    }
    let shape = Shape { heads: 3, ..SHAPE };
    assert!(Pretrained::new("odd", shape, tensors(), Box::new(|_| Ok(Vec::new()))).is_err());
}

#[test]
fn padding_changes_nothing() {
    let pretrained = pretrained();
    let texts = ["2 3", "2 5 6 7 8 3", "2 9 3", "2 4 10 3"];
    for layers in [0, 1, 9] {
        let readings = read(&pretrained, &texts, layers);
        let lesson = |(class, reading)| Lesson { reading, class: class % 2, weight: 1.0 };
        let lessons: Vec<Lesson<'_>> = readings.iter().enumerate().map(lesson).collect();
        let student = Transformer::fit(&pretrained, &lessons, 2, &options(layers), &mut go).unwrap();
        let together = student.probabilities(&readings.iter().collect::<Vec<_>>()).unwrap();
        for (reading, together) in readings.iter().zip(together) {
            near(&student.probabilities(&[reading]).unwrap()[0], &together, 1e-5, "alone");
        }
    }
}

proptest! {
    #[test]
    fn every_row_is_in_one_batch(lengths in vec(1usize..9, 0..200), size in 0usize..7, seed in any::<u64>()) {
        let mut random = rand::SeedableRng::seed_from_u64(seed);
        let batches = drawn(&lengths, size, &mut random as &mut rand_chacha::ChaCha8Rng);
        prop_assert!(batches.iter().all(|batch| (1..=size.max(1)).contains(&batch.len())));
        let mut rows = batches.concat();
        rows.sort_unstable();
        prop_assert_eq!(rows, (0..lengths.len()).collect::<Vec<_>>());
    }
}
