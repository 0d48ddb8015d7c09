//! What the blocks of the KV cache hold, in the processor's memory.
//!
//! Keys are stored transposed (`[component][position]`) and values as they come
//! (`[position][component]`), so that attention runs along positions for scores and along components for
//! outputs and never adds across lanes. Both are kept in half precision unless asked otherwise.

use half::f16;
use half::slice::HalfFloatSliceExt;

use super::simd::LANES;
use crate::cache::{BLOCK, BlockId};
use crate::decoder::KvFormat;
use crate::decoder::config::Config;

/// Sizes of the pages of one model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Layers of the model.
    pub layers: usize,
    /// Key and value heads.
    pub kv_heads: usize,
    /// Width of a head.
    pub head_dim: usize,
    /// How components are kept.
    pub format: KvFormat,
}

impl Shape {
    /// That of a model.
    pub fn of(config: &Config, format: KvFormat) -> Self {
        Self { layers: config.layers.len(), kv_heads: config.kv_heads, head_dim: config.head_dim, format }
    }

    /// Components of a stored value: the width of a head, filled up to whole lanes.
    pub fn padded(&self) -> usize {
        self.head_dim.next_multiple_of(LANES)
    }

    fn page(&self) -> usize {
        BLOCK * (self.head_dim + self.padded())
    }

    /// Size of one block over all layers, in bytes.
    pub fn block_bytes(&self) -> usize {
        let component = match self.format {
            KvFormat::F16 => size_of::<f16>(),
            KvFormat::F32 => size_of::<f32>(),
        };
        self.layers * self.kv_heads * self.page() * component
    }
}

/// Keys or values of one block, one layer and one head.
#[derive(Clone, Copy)]
pub enum Part<'c> {
    /// In half precision.
    F16(&'c [f16]),
    /// In single precision.
    F32(&'c [f32]),
}

/// Keys and values of one block, one layer and one head.
pub struct Page<'c> {
    /// `[component][position]`.
    pub keys: Part<'c>,
    /// `[position][padded component]`.
    pub values: Part<'c>,
}

/// What a page is kept in: keys, then values.
enum Store {
    F16(Box<[f16]>),
    F32(Box<[f32]>),
}

impl Store {
    fn new(shape: &Shape) -> Self {
        match shape.format {
            KvFormat::F16 => Self::F16(vec![f16::ZERO; shape.page()].into_boxed_slice()),
            KvFormat::F32 => Self::F32(vec![0.0; shape.page()].into_boxed_slice()),
        }
    }

    fn copy_from(&mut self, other: &Self) {
        match (self, other) {
            (Self::F16(to), Self::F16(from)) => to.copy_from_slice(from),
            (Self::F32(to), Self::F32(from)) => to.copy_from_slice(from),
            // All pages of a cache are of its format.
            _ => {}
        }
    }
}

/// The pages of one layer and one head.
pub struct Plane {
    pages: Vec<Store>,
    shape: Shape,
}

impl Plane {
    /// Keys and values of a block.
    pub fn page(&self, block: BlockId) -> Page<'_> {
        let border = BLOCK * self.shape.head_dim;
        match &self.pages[block as usize] {
            Store::F16(page) => {
                let (keys, values) = page.split_at(border);
                Page { keys: Part::F16(keys), values: Part::F16(values) }
            }
            Store::F32(page) => {
                let (keys, values) = page.split_at(border);
                Page { keys: Part::F32(keys), values: Part::F32(values) }
            }
        }
    }

    /// Stores one position.
    pub fn store(&mut self, block: BlockId, slot: usize, key: &[f32], value: &[f32]) {
        let border = BLOCK * self.shape.head_dim;
        let first = slot * self.shape.padded();
        match &mut self.pages[block as usize] {
            Store::F16(page) => {
                let (keys, values) = page.split_at_mut(border);
                for (part, k) in key.chunks(LANES).enumerate() {
                    let mut halves = [f16::ZERO; LANES];
                    halves[..k.len()].convert_from_f32_slice(k);
                    for (component, half) in halves[..k.len()].iter().enumerate() {
                        keys[(part * LANES + component) * BLOCK + slot] = *half;
                    }
                }
                values[first..][..value.len()].convert_from_f32_slice(value);
            }
            Store::F32(page) => {
                let (keys, values) = page.split_at_mut(border);
                for (component, k) in key.iter().enumerate() {
                    keys[component * BLOCK + slot] = *k;
                }
                values[first..][..value.len()].copy_from_slice(value);
            }
        }
    }
}

/// The pages of all layers. They grow as blocks are used for the first time.
pub struct Pages {
    shape: Shape,
    /// `layers * kv_heads` planes, heads of a layer side by side.
    planes: Vec<Plane>,
}

impl Pages {
    /// No pages yet.
    pub fn new(shape: Shape) -> Self {
        let planes = (0..shape.layers * shape.kv_heads).map(|_| Plane { pages: Vec::new(), shape }).collect();
        Self { shape, planes }
    }

    /// Their sizes.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// Makes sure that the blocks before `count` have pages.
    pub fn reach(&mut self, count: usize) {
        for plane in &mut self.planes {
            while plane.pages.len() < count {
                plane.pages.push(Store::new(&self.shape));
            }
        }
    }

    /// The planes of one layer, one for each head.
    pub fn layer(&mut self, layer: usize) -> &mut [Plane] {
        &mut self.planes[layer * self.shape.kv_heads..][..self.shape.kv_heads]
    }

    /// Copies what a block holds into another.
    pub fn copy(&mut self, from: BlockId, to: BlockId) {
        self.reach(from.max(to) as usize + 1);
        for plane in &mut self.planes {
            if let Ok([from, to]) = plane.pages.get_disjoint_mut([from as usize, to as usize]) {
                to.copy_from(from);
            }
        }
    }
}
