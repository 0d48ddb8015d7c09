//! The decoder on this machine's processor.
//!
//! Products run once over all rows of a batch, attention follows each row's own blocks, and the vocabulary head is
//! computed only for the rows whose logits are asked for.
//!
//! **Exactness.** A row's result depends on its sequence up to its position and on nothing else; see
//! [`linear`] and [`attention`] for how each reduction keeps its order.

mod attention;
#[cfg_attr(
    not(target_arch = "x86_64"),
    allow(dead_code, reason = "no instruction set there has kernels yet")
)]
pub mod linear;
pub mod math;
mod norm;
mod pages;
pub mod simd;
mod widen;

use attention::View;
use linear::Linear;
use pages::{Pages, Plane, Shape};

use super::config::{Activation, Config, HeadNorm, LayerConfig};
use super::rope::Rope;
use super::weights::{Backend, Layer, Weights};
use super::{ComputeError, Decoder, KvFormat, Place, Row};
use crate::cache::{BLOCK, BlockId};
use crate::error::LoadError;
use crate::gguf::GgmlType;
use crate::pool::{Pool, SharedPointer};

/// Rows that element-wise loops treat as one item of work.
const ROWS: usize = 4;

/// Packed for the kernels of this processor, by its threads.
impl Backend for Pool {
    type Matrix = Linear;
    type Vector = Vec<f32>;

    fn matrix(
        &self,
        bytes: &[u8],
        kind: GgmlType,
        outputs: usize,
        inputs: usize,
        bias: Option<Vec<f32>>,
    ) -> Result<Linear, LoadError> {
        Ok(Linear::new(self, bytes, kind, outputs, inputs, bias))
    }

    fn vector(&self, values: Vec<f32>) -> Result<Vec<f32>, LoadError> {
        Ok(values)
    }

    fn bytes(matrix: &Linear) -> usize {
        matrix.bytes()
    }
}

/// The weights of a model, and the keys and values that they gave.
pub struct CpuDecoder {
    config: Config,
    weights: Weights<Pool>,
    ropes: Vec<Rope>,
    pages: Pages,
    work: Workspace,
}

/// Activations of a batch; kept between passes so that a pass allocates nothing once it is warm.
#[derive(Default)]
struct Workspace {
    x: Vec<f32>,
    normed: Vec<f32>,
    q: Vec<f32>,
    k: Vec<f32>,
    v: Vec<f32>,
    attended: Vec<f32>,
    projected: Vec<f32>,
    gate: Vec<f32>,
    up: Vec<f32>,
    scratch: linear::Scratch,
}

impl Workspace {
    fn fit(&mut self, rows: usize, c: &Config) {
        let (queries, keys) = (c.heads * c.head_dim, c.kv_heads * c.head_dim);
        for (buffer, width) in [
            (&mut self.x, c.hidden),
            (&mut self.normed, c.hidden),
            (&mut self.q, queries),
            (&mut self.k, keys),
            (&mut self.v, keys),
            (&mut self.attended, queries),
            (&mut self.projected, c.hidden),
            (&mut self.gate, c.feed_forward),
            (&mut self.up, c.feed_forward),
        ] {
            buffer.resize(rows * width, 0.0);
        }
    }
}

impl CpuDecoder {
    /// A decoder of these weights.
    pub fn new(config: Config, weights: Weights<Pool>, format: KvFormat) -> Self {
        let ropes = Rope::all(&config, &weights.rope_factors);
        let pages = Pages::new(Shape::of(&config, format));
        Self { config, weights, ropes, pages, work: Workspace::default() }
    }
}

impl Decoder for CpuDecoder {
    fn config(&self) -> &Config {
        &self.config
    }

    fn weight_bytes(&self) -> usize {
        self.weights.bytes()
    }

    fn block_bytes(&self) -> usize {
        self.pages.shape().block_bytes()
    }

    fn forward(
        &mut self,
        pool: &Pool,
        rows: &[Row],
        tables: &[&[BlockId]],
        hidden: &mut Vec<f32>,
    ) -> Result<(), ComputeError> {
        let Self { config, weights, ropes, pages, work } = self;
        hidden.clear();
        if rows.is_empty() {
            return Ok(());
        }
        work.fit(rows.len(), config);
        let last = tables.iter().copied().flatten().max();
        pages.reach(last.map_or(0, |block| *block as usize + 1));
        let reached = rows.iter().map(|r| r.place.position + 1).max().unwrap_or(0);
        ropes.iter_mut().for_each(|rope| rope.reach(reached));
        for (row, x) in rows.iter().zip(work.x.chunks_exact_mut(config.hidden)) {
            weights.embedding.row(row.token as usize, x)?;
            if config.scales.embedding != 1.0 {
                math::scale(x, config.scales.embedding);
            }
        }
        let places: Vec<Place> = rows.iter().map(|r| r.place).collect();
        let batch = Batch { pool, config, ropes, places: &places, tables };
        for (n, layer) in weights.layers.iter().enumerate() {
            batch.layer(layer, n, pages, work)?;
        }
        for (row, x) in rows.iter().zip(work.x.chunks_exact(config.hidden)) {
            if row.wanted {
                let start = hidden.len();
                hidden.resize(start + config.hidden, 0.0);
                norm::rms_norm(x, &weights.norm, config.norm_eps, &mut hidden[start..]);
            }
        }
        Ok(())
    }

    fn logits(&mut self, pool: &Pool, hidden: &[f32], logits: &mut Vec<f32>) -> Result<(), ComputeError> {
        logits.resize(hidden.len() / self.config.hidden * self.config.vocabulary, 0.0);
        let head = self.weights.head.as_ref().unwrap_or(&self.weights.embedding);
        linear::multiply(pool, &mut self.work.scratch, hidden, [(head, &mut logits[..])])?;
        let (factor, cap) = (self.config.scales.logits, self.config.scales.logit_cap);
        if factor != 1.0 {
            pool.pieces(logits, self.config.vocabulary, |_, row| math::scale(row, factor));
        }
        if let Some(cap) = cap {
            pool.pieces(logits, self.config.vocabulary, |_, row| math::soft_cap(row, cap));
        }
        Ok(())
    }

    fn copy(&mut self, from: BlockId, to: BlockId) -> Result<(), ComputeError> {
        self.pages.copy(from, to);
        Ok(())
    }
}

/// What all layers of one pass share.
struct Batch<'b> {
    pool: &'b Pool,
    config: &'b Config,
    ropes: &'b [Rope],
    places: &'b [Place],
    tables: &'b [&'b [BlockId]],
}

impl Batch<'_> {
    fn layer(
        &self,
        layer: &Layer<Pool>,
        n: usize,
        pages: &mut Pages,
        work: &mut Workspace,
    ) -> Result<(), ComputeError> {
        let (pool, config) = (self.pool, self.config);
        let LayerConfig { window, rope } = config.layers[n];
        let rope = rope.map(|rope| &self.ropes[rope]);
        let input = self.norm_before(&work.x, layer.attention_norm.as_deref(), &mut work.normed);
        let products = [(&layer.q, &mut work.q[..]), (&layer.k, &mut work.k), (&layer.v, &mut work.v)];
        linear::multiply(pool, &mut work.scratch, input, products)?;
        self.place_heads(&mut work.q, layer.q_norm.as_deref(), rope);
        self.place_heads(&mut work.k, layer.k_norm.as_deref(), rope);
        let view = View {
            shape: pages.shape(),
            window,
            scale: config.scales.attention,
            cap: config.scales.attention_cap,
        };
        let planes = pages.layer(n);
        self.store(planes, &work.k, &work.v);
        attention::attend(pool, planes, &view, self.places, self.tables, &work.q, &mut work.attended);
        linear::multiply(pool, &mut work.scratch, &work.attended, [(&layer.o, &mut work.projected)])?;
        self.add(&mut work.x, &mut work.projected, layer.post_attention_norm.as_deref());

        let input = self.norm_before(&work.x, layer.feed_forward_norm.as_deref(), &mut work.normed);
        let products = [(&layer.gate, &mut work.gate[..]), (&layer.up, &mut work.up)];
        linear::multiply(pool, &mut work.scratch, input, products)?;
        let piece = ROWS * config.feed_forward;
        let up = &work.up;
        pool.pieces(&mut work.gate, piece, |i, gate| match config.activation {
            Activation::Silu => math::swiglu(gate, &up[i * piece..]),
            Activation::Gelu => math::geglu(gate, &up[i * piece..]),
        });
        linear::multiply(pool, &mut work.scratch, &work.gate, [(&layer.down, &mut work.projected)])?;
        self.add(&mut work.x, &mut work.projected, layer.post_feed_forward_norm.as_deref());
        Ok(())
    }

    /// The residual stream, normalised where the family does so before a part.
    fn norm_before<'x>(&self, x: &'x [f32], weight: Option<&[f32]>, out: &'x mut [f32]) -> &'x [f32] {
        let Some(weight) = weight else { return x };
        let width = self.config.hidden;
        self.pool.pieces(out, ROWS * width, |i, out| {
            for (r, out) in out.chunks_exact_mut(width).enumerate() {
                norm::rms_norm(&x[(i * ROWS + r) * width..][..width], weight, self.config.norm_eps, out);
            }
        });
        out
    }

    /// Normalises heads where the family does, and rotates them to their positions.
    fn place_heads(&self, heads: &mut [f32], weight: Option<&[f32]>, rope: Option<&Rope>) {
        let (width, eps) = (heads.len() / self.places.len(), self.config.norm_eps);
        self.pool.pieces(heads, ROWS * width, |i, rows| {
            for (r, row) in rows.chunks_exact_mut(width).enumerate() {
                let position = self.places[i * ROWS + r].position;
                if let (HeadNorm::Together, Some(weight)) = (self.config.head_norm, weight) {
                    norm::rms_norm_in_place(row, weight, eps);
                }
                for head in row.chunks_exact_mut(self.config.head_dim) {
                    if let (HeadNorm::Each, Some(weight)) = (self.config.head_norm, weight) {
                        norm::rms_norm_in_place(head, weight, eps);
                    }
                    if let Some(rope) = rope {
                        rope.rotate(head, position);
                    }
                }
            }
        });
    }

    /// Puts the keys and values of all rows into the cache.
    fn store(&self, planes: &mut [Plane], keys: &[f32], values: &[f32]) {
        let (dim, width) = (self.config.head_dim, self.config.head_dim * self.config.kv_heads);
        self.pool.pieces(planes, 1, |head, planes| {
            for plane in planes {
                for (row, place) in self.places.iter().enumerate() {
                    let block = self.tables[place.table][place.position / BLOCK];
                    let head = row * width + head * dim..row * width + (head + 1) * dim;
                    plane.store(block, place.position % BLOCK, &keys[head.clone()], &values[head]);
                }
            }
        });
    }

    /// Adds what a part gave to the residual stream, normalised where the family does so after a part.
    fn add(&self, x: &mut [f32], part: &mut [f32], weight: Option<&[f32]>) {
        let width = self.config.hidden;
        let part = SharedPointer(part.as_mut_ptr());
        self.pool.pieces(x, ROWS * width, |i, x| {
            for (r, x) in x.chunks_exact_mut(width).enumerate() {
                // SAFETY: `part` is as long as `x`, each row is handed out once, and `part` stays mutably
                // borrowed until all tasks are done.
                let part = unsafe { std::slice::from_raw_parts_mut(part.at((i * ROWS + r) * width), width) };
                if let Some(weight) = weight {
                    norm::rms_norm_in_place(part, weight, self.config.norm_eps);
                }
                math::add(x, part, self.config.scales.residual);
            }
        });
    }
}

#[cfg(test)]
mod tests;
