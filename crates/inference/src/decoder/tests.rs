//! Both decoders compute the same model, whatever a family combines.

use candle_core::Device;
use proptest::prelude::*;
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

use super::config::{Activation, Factors, HeadNorm, LayerConfig, Norms, Pairs, Rope, Scales, Scaling};
use super::cpu::CpuDecoder;
use super::device::DeviceDecoder;
use super::weights::{Backend, Layer, Weights};
use super::*;
use crate::cache::BLOCK;
use crate::gguf::GgmlType;

/// A model with random weights.
#[derive(Clone, Debug)]
struct Family {
    config: Config,
    tied: bool,
    bias: bool,
    seed: u64,
}

fn family() -> impl Strategy<Value = Family> {
    let shape = (
        1_usize..4,
        prop::sample::select(vec![16, 24, 32]),
        prop::sample::select(vec![(4, 1), (4, 2), (3, 3)]),
    );
    let parts = (
        prop::sample::select(vec![Norms::Before, Norms::After, Norms::Around]),
        prop::sample::select(vec![HeadNorm::None, HeadNorm::Each, HeadNorm::Together]),
        prop::sample::select(vec![Activation::Silu, Activation::Gelu]),
        prop::sample::select(vec![Pairs::Adjacent, Pairs::Halves]),
    );
    let scales = (prop::option::of(0.5_f32..3.0), 0.5_f32..2.0, 0.2_f32..1.0, prop::option::of(0.5_f32..3.0));
    let layers = prop::collection::vec((prop::option::of(3_usize..40), any::<bool>()), 1..4);
    (shape, parts, scales, layers, any::<[bool; 3]>(), any::<u64>()).prop_map(
        |(
            (quarter, head_dim, (heads, kv_heads)),
            (norms, head_norm, activation, pairs),
            s,
            layers,
            flags,
            seed,
        )| {
            let [tied, bias, whole] = flags;
            let layers = layers
                .into_iter()
                .map(|(window, rotates)| LayerConfig { window, rope: rotates.then_some(0) });
            let rope = Rope {
                theta: 10_000.0,
                dims: if whole { head_dim } else { 4 * quarter },
                pairs,
                scaling: Scaling::Linear(1.0),
                factors: Factors::None,
                magnitude: 1.0,
            };
            let config = Config {
                architecture: "any".to_owned(),
                layers: layers.collect(),
                hidden: 32 * quarter,
                heads,
                kv_heads,
                head_dim,
                feed_forward: 96,
                vocabulary: 50,
                context: 512,
                norm_eps: 1e-5,
                norms,
                head_norm,
                activation,
                ropes: vec![rope],
                scales: Scales {
                    attention: 1.0 / (head_dim as f32).sqrt(),
                    attention_cap: s.0,
                    embedding: s.1,
                    residual: s.2,
                    logits: s.1,
                    logit_cap: s.3,
                },
            };
            Family { config, tied, bias, seed }
        },
    )
}

/// Draws the weights of a family; the same for every backend.
struct Draw<'b, B> {
    backend: &'b B,
    random: ChaCha8Rng,
    bias: bool,
}

impl<B: Backend> Draw<'_, B> {
    fn numbers(&mut self, count: usize, middle: f32, width: f32) -> Vec<f32> {
        (0..count).map(|_| middle + width * self.random.random_range(-1.0_f32..1.0)).collect()
    }

    fn matrix(&mut self, outputs: usize, inputs: usize, biased: bool) -> B::Matrix {
        let weights = self.numbers(outputs * inputs, 0.0, (3.0 / inputs as f32).sqrt());
        let bias = (biased && self.bias).then(|| self.numbers(outputs, 0.0, 0.3));
        let words: Vec<u64> = weights
            .chunks(2)
            .map(|pair| pair.iter().rev().fold(0, |word, w| word << 32 | u64::from(w.to_bits())))
            .collect();
        let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        self.backend.matrix(&bytes[..4 * weights.len()], GgmlType::F32, outputs, inputs, bias).unwrap()
    }

    fn vector(&mut self, there: bool, length: usize) -> Option<B::Vector> {
        let values = self.numbers(length, 1.0, 0.2);
        there.then(|| self.backend.vector(values).unwrap())
    }

    fn layer(&mut self, c: &Config) -> Layer<B> {
        let (queries, keys) = (c.heads * c.head_dim, c.kv_heads * c.head_dim);
        let (before, after, norm) = (c.norms.before(), c.norms.after(), c.head_norm != HeadNorm::None);
        let [q_norm, k_norm] = match c.head_norm {
            HeadNorm::Together => [queries, keys],
            _ => [c.head_dim; 2],
        };
        Layer {
            attention_norm: self.vector(before, c.hidden),
            q: self.matrix(queries, c.hidden, true),
            k: self.matrix(keys, c.hidden, true),
            v: self.matrix(keys, c.hidden, true),
            q_norm: self.vector(norm, q_norm),
            k_norm: self.vector(norm, k_norm),
            o: self.matrix(c.hidden, queries, false),
            post_attention_norm: self.vector(after, c.hidden),
            feed_forward_norm: self.vector(before, c.hidden),
            gate: self.matrix(c.feed_forward, c.hidden, false),
            up: self.matrix(c.feed_forward, c.hidden, false),
            down: self.matrix(c.hidden, c.feed_forward, false),
            post_feed_forward_norm: self.vector(after, c.hidden),
        }
    }
}

fn weights<B: Backend>(backend: &B, family: &Family) -> Weights<B> {
    let c = &family.config;
    let mut draw = Draw { backend, random: ChaCha8Rng::seed_from_u64(family.seed), bias: family.bias };
    Weights {
        embedding: draw.matrix(c.vocabulary, c.hidden, false),
        layers: c.layers.iter().map(|_| draw.layer(c)).collect(),
        norm: draw.vector(true, c.hidden).unwrap(),
        head: (!family.tied).then(|| draw.matrix(c.vocabulary, c.hidden, false)),
        rope_factors: vec![None],
    }
}

/// Logits of every row of some passes; each entry says how many tokens of each sequence come next.
fn logits(decoder: &mut dyn Decoder, passes: &[Vec<usize>]) -> Vec<f32> {
    let pool = Pool::new(1).unwrap();
    // Blocks of the sequences take turns, so that no sequence's blocks lie side by side.
    let tables: Vec<Vec<BlockId>> = (0..3).map(|s| (0..4).map(|block| block * 3 + s).collect()).collect();
    let tables: Vec<&[BlockId]> = tables.iter().map(Vec::as_slice).collect();
    let mut done = [0; 3];
    let mut all = Vec::new();
    for pass in passes {
        let mut rows = Vec::new();
        for (table, count) in pass.iter().enumerate() {
            for position in done[table]..(done[table] + count).min(4 * BLOCK) {
                let token = ((position * 7 + table * 13) % 50) as u32;
                rows.push(Row { token, place: Place { table, position }, wanted: true });
                done[table] = position + 1;
            }
        }
        let (mut hidden, mut values) = (Vec::new(), Vec::new());
        decoder.forward(&pool, &rows, &tables, &mut hidden).unwrap();
        decoder.logits(&pool, &hidden, &mut values).unwrap();
        all.extend(values);
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn both_decoders_compute_the_same(
        family in family(),
        passes in prop::collection::vec(prop::collection::vec(prop_oneof![Just(1_usize), 0_usize..40], 3), 1..4),
    ) {
        let pool = Pool::new(1).unwrap();
        let mut own = CpuDecoder::new(family.config.clone(), weights(&pool, &family), KvFormat::F32);
        let theirs = weights(&Device::Cpu, &family);
        let mut theirs =
            DeviceDecoder::new(Device::Cpu, family.config.clone(), theirs, KvFormat::F32, 1 << 20).unwrap();
        let (own, theirs) = (logits(&mut own, &passes), logits(&mut theirs, &passes));
        prop_assert_eq!(own.len(), theirs.len());
        for (n, (a, b)) in own.iter().zip(&theirs).enumerate() {
            prop_assert!((a - b).abs() < 2e-3, "number {n}: {a} against {b}");
        }
    }
}

#[test]
fn a_copied_block_serves_as_the_first_one() {
    let config = Config { scales: Scales { logit_cap: None, ..plain().scales }, ..plain() };
    let family = Family { config, tied: true, bias: false, seed: 1 };
    let device = Device::Cpu;
    let weights = weights(&device, &family);
    let mut decoder = DeviceDecoder::new(device, family.config, weights, KvFormat::F16, 1 << 20).unwrap();
    let pool = Pool::new(1).unwrap();
    let row = |position: usize, table: usize| Row {
        token: 1 + position as u32,
        place: Place { table, position },
        wanted: position == 9,
    };
    let (mut first, mut second) = (Vec::new(), Vec::new());
    let tables: [&[BlockId]; 2] = [&[0], &[2]];
    decoder.forward(&pool, &(0..10).map(|p| row(p, 0)).collect::<Vec<_>>(), &tables, &mut first).unwrap();
    decoder.copy(0, 2).unwrap();
    decoder.forward(&pool, &[row(9, 1)], &tables, &mut second).unwrap();
    assert_eq!(first.len(), second.len());
    assert!(first.iter().zip(&second).all(|(a, b)| (a - b).abs() < 1e-3), "{first:?} {second:?}");
}

fn plain() -> Config {
    let rope = Rope {
        theta: 10_000.0,
        dims: 16,
        pairs: Pairs::Halves,
        scaling: Scaling::Linear(1.0),
        factors: Factors::None,
        magnitude: 1.0,
    };
    Config {
        architecture: "any".to_owned(),
        layers: vec![LayerConfig { window: None, rope: Some(0) }; 2],
        hidden: 32,
        heads: 2,
        kv_heads: 1,
        head_dim: 16,
        feed_forward: 64,
        vocabulary: 50,
        context: 128,
        norm_eps: 1e-5,
        norms: Norms::Before,
        head_norm: HeadNorm::None,
        activation: Activation::Silu,
        ropes: vec![rope],
        scales: Scales {
            attention: 0.25,
            attention_cap: None,
            embedding: 1.0,
            residual: 1.0,
            logits: 1.0,
            logit_cap: None,
        },
    }
}
