//! The KV cache: blocks of [`BLOCK`] positions, shared between sequences that start alike.
//!
//! A sequence owns a list of blocks, one for each [`BLOCK`] positions from its start. A full block of
//! prompt tokens is published under its tokens and the block before it; a later sequence with the same
//! tokens refers to it and computes nothing. Blocks that no sequence uses any more are used again at once where they
//! are not published; the others stay published until their room is needed, the longest unused first.
//!
//! Keys are stored transposed (`[component][position]`) and values as they come
//! (`[position][component]`), so that attention runs along positions for scores and along components for
//! outputs and never adds across lanes. Both are kept in half precision unless asked otherwise.

use std::collections::{BTreeMap, HashMap};

use half::f16;
use half::slice::HalfFloatSliceExt;

use crate::decoder::simd::LANES;

/// Positions of one block.
pub const BLOCK: usize = 32;

/// Number of a block.
pub type BlockId = u32;

/// How keys and values are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KvFormat {
    /// Half precision.
    #[default]
    F16,
    /// Single precision: twice the memory, for comparing with other engines digit by digit.
    F32,
}

/// Sizes of the cache of one model.
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

/// What a published block holds: its tokens, after the block with the given serial number.
type Key = (u64, [u32; BLOCK]);

/// The serial number before the first block.
const START: u64 = 0;

/// Blocks set aside for one request, so that a request once begun can be finished.
#[derive(Debug)]
pub struct Reservation(usize);

impl Reservation {
    /// Moves `count` blocks (or as many as there are) into a reservation of their own.
    pub fn split(&mut self, count: usize) -> Self {
        let count = count.min(self.0);
        self.0 -= count;
        Self(count)
    }

    /// Blocks that may still be taken.
    pub fn size(&self) -> usize {
        self.0
    }

    /// Adds another reservation to this one.
    pub fn merge(&mut self, other: Self) {
        self.0 += other.0;
    }
}

#[derive(Default)]
struct Block {
    users: usize,
    published: Option<(u64, Key)>,
    /// Place among the unused blocks.
    unused_since: u64,
}

/// The cache of one model.
pub struct Cache {
    shape: Shape,
    /// `layers * kv_heads` planes, heads of a layer side by side.
    planes: Vec<Plane>,
    blocks: Vec<Block>,
    capacity: usize,
    published: HashMap<Key, BlockId>,
    /// Unused blocks that hold nothing anyone could ask for.
    free: Vec<BlockId>,
    /// Unused published blocks by the time since when they are.
    unused: BTreeMap<u64, BlockId>,
    reserved: usize,
    clock: u64,
}

impl Cache {
    /// An empty cache that may grow to `bytes` bytes (at least one block).
    pub fn new(shape: Shape, bytes: usize) -> Self {
        let planes = (0..shape.layers * shape.kv_heads).map(|_| Plane { pages: Vec::new(), shape }).collect();
        let capacity = (bytes / shape.block_bytes()).clamp(1, BlockId::MAX as usize);
        Self {
            shape,
            planes,
            blocks: Vec::new(),
            capacity,
            published: HashMap::new(),
            free: Vec::new(),
            unused: BTreeMap::new(),
            reserved: 0,
            clock: START,
        }
    }

    /// Its sizes.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// Positions that fit at most.
    pub fn positions(&self) -> usize {
        self.capacity * BLOCK
    }

    /// The planes of one layer, one for each head.
    pub fn layer(&mut self, layer: usize) -> &mut [Plane] {
        &mut self.planes[layer * self.shape.kv_heads..][..self.shape.kv_heads]
    }

    /// Sets `count` blocks aside; `None` where so many are not to be had.
    pub fn reserve(&mut self, count: usize) -> Option<Reservation> {
        let room = self.capacity - self.blocks.len() + self.free.len() + self.unused.len();
        if self.reserved + count > room {
            return None;
        }
        self.reserved += count;
        Some(Reservation(count))
    }

    /// Takes back what was reserved and not used.
    pub fn unreserve(&mut self, reservation: Reservation) {
        self.reserved -= reservation.0;
    }

    /// A block for one user; `None` where the reservation is used up.
    pub fn take(&mut self, reservation: &mut Reservation) -> Option<BlockId> {
        reservation.0 = reservation.0.checked_sub(1)?;
        self.reserved -= 1;
        let id = if let Some(id) = self.free.pop() {
            id
        } else if self.blocks.len() < self.capacity {
            for plane in &mut self.planes {
                plane.pages.push(Store::new(&self.shape));
            }
            self.blocks.push(Block::default());
            (self.blocks.len() - 1) as BlockId
        } else {
            self.unused.pop_first()?.1
        };
        let block = &mut self.blocks[id as usize];
        if let Some((_, key)) = block.published.take() {
            self.published.remove(&key);
        }
        block.users = 1;
        Some(id)
    }

    /// A copy of a block; `None` where the reservation is used up.
    pub fn copy(&mut self, block: BlockId, reservation: &mut Reservation) -> Option<BlockId> {
        let copy = self.take(reservation)?;
        for plane in &mut self.planes {
            if let Ok([from, to]) = plane.pages.get_disjoint_mut([block as usize, copy as usize]) {
                to.copy_from(from);
            }
        }
        Some(copy)
    }

    /// Adds a user to a block.
    pub fn share(&mut self, id: BlockId) {
        let block = &mut self.blocks[id as usize];
        if block.users == 0 {
            self.unused.remove(&block.unused_since);
        }
        block.users += 1;
    }

    /// Removes a user from a block.
    pub fn release(&mut self, id: BlockId) {
        let block = &mut self.blocks[id as usize];
        block.users -= 1;
        if block.users == 0 && block.published.is_none() {
            self.free.push(id);
        } else if block.users == 0 {
            self.clock += 1;
            block.unused_since = self.clock;
            self.unused.insert(self.clock, id);
        }
    }

    /// The published blocks that hold the start of `tokens`, as far as they go, without adding a user.
    pub fn find(&self, tokens: &[u32]) -> Vec<BlockId> {
        let mut before = START;
        let mut found = Vec::new();
        for chunk in tokens.as_chunks::<BLOCK>().0 {
            let Some(id) = self.published.get(&(before, *chunk)) else { break };
            found.push(*id);
            before = self.serial(*id);
        }
        found
    }

    /// Of the blocks in `table`, how many nobody uses: sharing them takes from what can be reserved.
    pub fn idle(&self, table: &[BlockId]) -> usize {
        table.iter().filter(|id| self.blocks[**id as usize].users == 0).count()
    }

    /// Publishes block `index` of `table`, whose tokens are computed, unless its like is there or the
    /// block before it is private.
    pub fn publish(&mut self, table: &[BlockId], index: usize, tokens: &[u32; BLOCK]) {
        let before = match index.checked_sub(1) {
            None => START,
            Some(previous) => match self.serial(table[previous]) {
                START => return,
                serial => serial,
            },
        };
        let key = (before, *tokens);
        if self.published.contains_key(&key) || self.serial(table[index]) != START {
            return;
        }
        self.clock += 1;
        self.published.insert(key, table[index]);
        self.blocks[table[index] as usize].published = Some((self.clock, key));
    }

    fn serial(&self, id: BlockId) -> u64 {
        self.blocks[id as usize].published.map_or(START, |(serial, _)| serial)
    }
}
