//! The KV cache: blocks of [`BLOCK`] positions, shared between sequences that start alike.
//!
//! A sequence owns a list of blocks, one for each [`BLOCK`] positions from its start. A full block of
//! prompt tokens is published under its tokens and the block before it; a later sequence with the same
//! tokens refers to it and computes nothing. Blocks that no sequence uses stay published until their
//! room is needed, the longest unused first.
//!
//! Keys are stored transposed (`[component][position]`) and values as they come
//! (`[position][component]`), both in half precision, so that attention runs along positions for
//! scores and along components for outputs and never adds across lanes.

use std::collections::{BTreeMap, HashMap};

use half::f16;
use half::slice::HalfFloatSliceExt;

use crate::decoder::simd::LANES;

/// Positions of one block.
pub const BLOCK: usize = 32;

/// Number of a block.
pub type BlockId = u32;

/// Sizes of the cache of one model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Layers of the model.
    pub layers: usize,
    /// Key and value heads.
    pub kv_heads: usize,
    /// Width of a head.
    pub head_dim: usize,
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
        self.layers * self.kv_heads * self.page() * size_of::<f16>()
    }
}

/// Keys and values of one block, one layer and one head.
pub struct Page<'c> {
    /// `[component][position]`.
    pub keys: &'c [f16],
    /// `[position][padded component]`.
    pub values: &'c [f16],
}

/// The pages of one layer and one head.
pub struct Plane {
    pages: Vec<Box<[f16]>>,
    shape: Shape,
}

impl Plane {
    /// Keys and values of a block.
    pub fn page(&self, block: BlockId) -> Page<'_> {
        let (keys, values) = self.pages[block as usize].split_at(BLOCK * self.shape.head_dim);
        Page { keys, values }
    }

    /// Stores one position.
    pub fn store(&mut self, block: BlockId, slot: usize, key: &[f32], value: &[f32]) {
        let (keys, values) = self.pages[block as usize].split_at_mut(BLOCK * self.shape.head_dim);
        for (part, k) in key.chunks(LANES).enumerate() {
            let mut halves = [f16::ZERO; LANES];
            halves[..k.len()].convert_from_f32_slice(k);
            for (component, half) in halves[..k.len()].iter().enumerate() {
                keys[(part * LANES + component) * BLOCK + slot] = *half;
            }
        }
        values[slot * self.shape.padded()..][..value.len()].convert_from_f32_slice(value);
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
    /// Unused blocks by the time since when they are.
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
        let room = self.capacity - self.blocks.len() + self.unused.len();
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
        let id = if self.blocks.len() < self.capacity {
            let page = self.shape.page();
            for plane in &mut self.planes {
                plane.pages.push(vec![f16::ZERO; page].into_boxed_slice());
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
            let from = std::mem::take(&mut plane.pages[block as usize]);
            plane.pages[copy as usize].copy_from_slice(&from);
            plane.pages[block as usize] = from;
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
        if block.users == 0 {
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
