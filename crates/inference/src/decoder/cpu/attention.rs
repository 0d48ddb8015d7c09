//! Attention of a ragged batch over the blocks of its sequences.
//!
//! A query meets the blocks of its sequence one after another, from position 0 on, with the running
//! maximum and sum of Milakov and Gimelshein 2018 (arXiv:1805.02867; FlashAttention, arXiv:2205.14135).
//! **Exactness.** A score is one chain of multiply-adds over the components of a head; an output is one
//! chain over positions, rescaled only at borders of blocks, which lie at fixed absolute positions. So
//! a query's result depends on its own sequence up to its own position alone: not on how many queries
//! are computed together, how the prompt was cut into pieces, or who else uses a block. That makes
//! sharing free: queries that meet the same block at the same time read it once.

use std::cell::RefCell;
use std::ops::Range;

use super::math::{capped, exp};
use super::pages::{Plane, Shape};
use super::simd::{LANES, fma, largest, multiversion, sum};
use super::widen::widen;
use crate::cache::{BLOCK, BlockId};
use crate::decoder::Place;
use crate::pool::{Pool, SharedPointer};

/// Query rows that the inner loops treat together.
const TILE: usize = 4;

/// What a layer's queries see, and how.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// Sizes of the cache.
    pub shape: Shape,
    /// Positions that a query sees, its own included; `None` for all.
    pub window: Option<usize>,
    /// Factor of the products of queries and keys.
    pub scale: f32,
    /// Bound that scores approach softly.
    pub cap: Option<f32>,
}

impl View {
    /// The first position that a query at `position` sees.
    fn first(&self, position: usize) -> usize {
        self.window.map_or(0, |window| (position + 1).saturating_sub(window))
    }
}

/// Attention of one layer: `queries` holds `places.len()` rows of `kv_heads * group` heads each and
/// `out` receives as many. The keys and values of all rows must be stored.
pub fn attend(
    pool: &Pool,
    planes: &[Plane],
    view: &View,
    places: &[Place],
    tables: &[&[BlockId]],
    queries: &[f32],
    out: &mut [f32],
) {
    let shape = view.shape;
    let group = queries.len() / (places.len() * shape.kv_heads * shape.head_dim);
    let cuts = cut(places.len(), shape.kv_heads, pool.threads());
    let out = SharedPointer(out.as_mut_ptr());
    pool.run(cuts.len() * shape.kv_heads, &|item| {
        let (rows, head) = (cuts[item / shape.kv_heads].clone(), item % shape.kv_heads);
        SCRATCH.with_borrow_mut(|scratch| {
            let task =
                Task { view, plane: &planes[head], head, group, places: &places[rows.clone()], tables };
            task.attend(&queries[rows.start * task.width()..rows.end * task.width()], scratch);
            for (i, result) in scratch.output.chunks_exact(shape.padded()).enumerate() {
                let offset =
                    (rows.start + i / group) * task.width() + (head * group + i % group) * shape.head_dim;
                // SAFETY: rows and heads of different items do not overlap, and `out` is as long as
                // `queries`, which holds this head of this row.
                let target = unsafe { std::slice::from_raw_parts_mut(out.at(offset), shape.head_dim) };
                target.copy_from_slice(&result[..shape.head_dim]);
            }
        });
    });
}

/// Cuts the rows so that every thread has work; where the cuts lie does not matter to results.
fn cut(rows: usize, heads: usize, threads: usize) -> Vec<Range<usize>> {
    let parts = (2 * threads).div_ceil(heads).max(rows.div_ceil(64)).min(rows.div_ceil(8)).max(1);
    let length = rows.div_ceil(parts).max(1);
    (0..rows).step_by(length).map(|start| start..rows.min(start + length)).collect()
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

/// Working memory of one thread.
#[derive(Default)]
struct Scratch {
    keys: Vec<f32>,
    values: Vec<f32>,
    queries: Vec<f32>,
    output: Vec<f32>,
    running: Vec<Running>,
}

/// Running maximum and sum of one query's softmax.
#[derive(Clone, Copy)]
struct Running {
    max: f32,
    sum: f32,
}

/// One head of a few rows.
struct Task<'t> {
    view: &'t View,
    plane: &'t Plane,
    head: usize,
    group: usize,
    places: &'t [Place],
    tables: &'t [&'t [BlockId]],
}

impl Task<'_> {
    /// Components of one row of queries.
    fn width(&self) -> usize {
        self.view.shape.kv_heads * self.group * self.view.shape.head_dim
    }

    /// Leaves the results in `scratch.output`, `group` padded heads for each row.
    fn attend(&self, queries: &[f32], scratch: &mut Scratch) {
        let (dim, padded) = (self.view.shape.head_dim, self.view.shape.padded());
        let count = self.places.len() * self.group;
        let scale = self.view.scale;
        scratch.queries.clear();
        for row in queries.chunks_exact(self.width()) {
            let heads = &row[self.head * self.group * dim..][..self.group * dim];
            scratch.queries.extend(heads.iter().map(|q| q * scale));
        }
        scratch.output.clear();
        scratch.output.resize(count * padded, 0.0);
        scratch.running.clear();
        scratch.running.resize(count, Running { max: f32::NEG_INFINITY, sum: 0.0 });
        scratch.keys.resize(BLOCK * dim, 0.0);
        scratch.values.resize(BLOCK * padded, 0.0);

        let positions = || self.places.iter().map(|p| p.position);
        let first = positions().map(|position| self.view.first(position)).min().unwrap_or(0);
        let last = positions().max().unwrap_or(0);
        for block in first / BLOCK..=last / BLOCK {
            let mut row = 0;
            while row < self.places.len() {
                let Some(id) = self.block_of(row, block) else {
                    row += 1;
                    continue;
                };
                let start = row;
                while row < self.places.len() && self.block_of(row, block) == Some(id) {
                    row += 1;
                }
                self.meet(block, id, start..row, scratch);
            }
        }
        finish(&mut scratch.output, padded, &scratch.running);
    }

    /// The block at an index of a row's sequence, where the row sees any of it.
    fn block_of(&self, row: usize, block: usize) -> Option<BlockId> {
        let place = self.places[row];
        let seen = self.view.first(place.position) / BLOCK..=place.position / BLOCK;
        seen.contains(&block).then(|| self.tables[place.table][block])
    }

    /// Lets some rows meet one block.
    fn meet(&self, block: usize, id: BlockId, rows: Range<usize>, scratch: &mut Scratch) {
        let page = self.plane.page(id);
        widen(page.keys, &mut scratch.keys);
        widen(page.values, &mut scratch.values);
        let (dim, padded) = (self.view.shape.head_dim, self.view.shape.padded());
        let queries = rows.start * self.group..rows.end * self.group;
        let mut seen: [Range<usize>; TILE] = std::array::from_fn(|_| 0..0);
        let cap = self.view.cap.unwrap_or(0.0);
        let mut first = queries.start;
        while first < queries.end {
            let count = TILE.min(queries.end - first);
            for (i, seen) in seen.iter_mut().take(count).enumerate() {
                let position = self.places[(first + i) / self.group].position;
                let start = block * BLOCK;
                *seen = self.view.first(position).saturating_sub(start)..BLOCK.min(position + 1 - start);
            }
            let q = &scratch.queries[first * dim..(first + count) * dim];
            let output = &mut scratch.output[first * padded..(first + count) * padded];
            let running = &mut scratch.running[first..first + count];
            let (keys, values) = (&scratch.keys, &scratch.values);
            match count {
                1 => step_1(q, keys, values, &seen, cap, running, output),
                2 => step_2(q, keys, values, &seen, cap, running, output),
                3 => step_3(q, keys, values, &seen, cap, running, output),
                _ => step_4(q, keys, values, &seen, cap, running, output),
            }
            first += count;
        }
    }
}

macro_rules! step {
    ($name:ident, $rows:literal) => {
        multiversion! {
            fn $name(
                queries: &[f32], keys: &[f32], values: &[f32], seen: &[Range<usize>; TILE], cap: f32,
                running: &mut [Running], output: &mut [f32],
            ) {
                let dim = queries.len() / $rows;
                let padded = output.len() / $rows;
                let mut weights = [[0.0; BLOCK]; $rows];
                // As many chains of multiply-adds side by side as the processor has registers for.
                match WIDE {
                    true => scores::<FMA, $rows, BLOCK>(queries, keys, dim, &mut weights),
                    false => scores::<FMA, $rows, LANES>(queries, keys, dim, &mut weights),
                }
                for r in 0..$rows {
                    if cap > 0.0 {
                        weights[r].iter_mut().for_each(|s| *s = capped::<FMA>(*s, cap));
                    }
                    let scale = softmax::<FMA>(&mut weights[r], &seen[r], &mut running[r]);
                    if scale != 1.0 {
                        output[r * padded..(r + 1) * padded].iter_mut().for_each(|o| *o *= scale);
                    }
                }
                match WIDE {
                    true => accumulate::<FMA, $rows, { 2 * LANES }>(&weights, values, seen, padded, output),
                    false => accumulate::<FMA, $rows, LANES>(&weights, values, seen, padded, output),
                }
            }
        }
    };
}
step!(step_1, 1);
step!(step_2, 2);
step!(step_3, 3);
step!(step_4, 4);

/// Scores of `R` queries against all positions of a block, `W` of them at a time.
#[inline(always)]
fn scores<const FMA: bool, const R: usize, const W: usize>(
    queries: &[f32],
    keys: &[f32],
    dim: usize,
    scores: &mut [[f32; BLOCK]; R],
) {
    let rows: [&[f32]; R] = std::array::from_fn(|r| &queries[r * dim..(r + 1) * dim]);
    for first in (0..BLOCK).step_by(W) {
        let mut sums = [[0.0; W]; R];
        for (component, key) in keys.as_chunks::<BLOCK>().0.iter().enumerate().take(dim) {
            let key: &[f32; W] = key[first..].first_chunk().unwrap_or(&[0.0; W]);
            for r in 0..R {
                let q = rows[r][component];
                for j in 0..W {
                    sums[r][j] = fma::<FMA>(q, key[j], sums[r][j]);
                }
            }
        }
        for r in 0..R {
            scores[r][first..first + W].copy_from_slice(&sums[r]);
        }
    }
}

/// Turns the seen scores into weights relative to the running maximum, and the rest into 0.
/// Returns the factor by which earlier output shrinks.
#[inline(always)]
fn softmax<const FMA: bool>(scores: &mut [f32; BLOCK], seen: &Range<usize>, running: &mut Running) -> f32 {
    if *seen != (0..BLOCK) {
        for (j, s) in scores.iter_mut().enumerate() {
            *s = if seen.contains(&j) { *s } else { f32::NEG_INFINITY };
        }
    }
    // The largest of some numbers does not depend on the order in which they are looked at.
    let mut most = [running.max; LANES];
    for chunk in scores.as_chunks::<LANES>().0 {
        for (most, s) in most.iter_mut().zip(chunk) {
            *most = if *s > *most { *s } else { *most };
        }
    }
    let max = largest(most);
    let mut lanes = [0.0; LANES];
    for chunk in scores.as_chunks_mut::<LANES>().0 {
        for (s, lane) in chunk.iter_mut().zip(&mut lanes) {
            let weight = exp::<FMA>(*s - max);
            *s = if *s > f32::NEG_INFINITY { weight } else { 0.0 };
            *lane += *s;
        }
    }
    let scale = if running.max == max { 1.0 } else { exp::<FMA>(running.max - max) };
    *running = Running { max, sum: fma::<FMA>(running.sum, scale, sum(lanes)) };
    scale
}

/// Adds the values of a block, weighted, to `R` outputs, `W` components at a time.
#[inline(always)]
fn accumulate<const FMA: bool, const R: usize, const W: usize>(
    weights: &[[f32; BLOCK]; R],
    values: &[f32],
    seen: &[Range<usize>; TILE],
    padded: usize,
    output: &mut [f32],
) {
    let mut first = 0;
    while first + W <= padded {
        add_values::<FMA, R, W>(weights, values, seen, padded, first, output);
        first += W;
    }
    if first < padded {
        add_values::<FMA, R, LANES>(weights, values, seen, padded, first, output);
    }
}

/// [`accumulate`] for the `W` components from `first` on.
#[inline(always)]
fn add_values<const FMA: bool, const R: usize, const W: usize>(
    weights: &[[f32; BLOCK]; R],
    values: &[f32],
    seen: &[Range<usize>; TILE],
    padded: usize,
    first: usize,
    output: &mut [f32],
) {
    // Weights of positions before a window are 0 and add nothing.
    let all = seen[..R].iter().map(|seen| seen.end).min().unwrap_or(0);
    let mut sums = [[0.0; W]; R];
    for r in 0..R {
        sums[r].copy_from_slice(&output[r * padded + first..][..W]);
    }
    for j in 0..all {
        let value: &[f32; W] = values[j * padded + first..].first_chunk().unwrap_or(&[0.0; W]);
        for r in 0..R {
            for (s, v) in sums[r].iter_mut().zip(value) {
                *s = fma::<FMA>(weights[r][j], *v, *s);
            }
        }
    }
    for r in 0..R {
        for j in all..seen[r].end {
            for (s, v) in sums[r].iter_mut().zip(&values[j * padded + first..][..W]) {
                *s = fma::<FMA>(weights[r][j], *v, *s);
            }
        }
        output[r * padded + first..][..W].copy_from_slice(&sums[r]);
    }
}

/// Divides each output by the sum of its weights.
fn finish(output: &mut [f32], padded: usize, running: &[Running]) {
    for (output, running) in output.chunks_exact_mut(padded).zip(running) {
        let inverse = 1.0 / running.sum;
        output.iter_mut().for_each(|o| *o *= inverse);
    }
}
