//! The KV cache: blocks of [`BLOCK`] positions, shared between sequences that start alike.
//!
//! A sequence owns a list of blocks, one for each [`BLOCK`] positions from its start. A full block of
//! prompt tokens is published under its tokens and the block before it; a later sequence with the same
//! tokens refers to it and computes nothing. Blocks that no sequence uses any more are used again at once where they
//! are not published; the others stay published until their room is needed, the longest unused first.
//!
//! This is the bookkeeping alone: who uses which block. What the blocks hold lies with the decoder, on its device.

use std::collections::{BTreeMap, HashMap};

/// Positions of one block.
pub const BLOCK: usize = 32;

/// Number of a block.
pub type BlockId = u32;

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
    /// An empty cache that may grow to `capacity` blocks (at least one).
    pub fn new(capacity: usize) -> Self {
        Self {
            blocks: Vec::new(),
            capacity: capacity.clamp(1, BlockId::MAX as usize),
            published: HashMap::new(),
            free: Vec::new(),
            unused: BTreeMap::new(),
            reserved: 0,
            clock: START,
        }
    }

    /// An empty one of the same capacity.
    pub fn emptied(&self) -> Self {
        Self::new(self.capacity)
    }

    /// Positions that fit at most.
    pub fn positions(&self) -> usize {
        self.capacity * BLOCK
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
