//! The merging of neighbouring symbols, lowest rank first (Sennrich 2016; SentencePiece, Kudo 2018).

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// No token, or no neighbour.
pub(super) const NONE: u32 = u32::MAX;

/// A stretch of the piece that is one symbol so far.
#[derive(Clone, Copy)]
pub(super) struct Symbol {
    /// First byte in the piece.
    pub(super) start: u32,
    /// End in the piece; equal to `start` once the symbol was merged away.
    pub(super) end: u32,
    /// Its token, or [`NONE`].
    pub(super) id: u32,
    previous: u32,
    next: u32,
}

/// A merge that may be made: rank, left symbol, right symbol, length of both, token made. The order of
/// the fields is the order of merging: by rank, and from the left among equals.
type Candidate = Reverse<(u32, u32, u32, u32, u32)>;

/// Reusable memory for merging one piece of text after the other.
#[derive(Default)]
pub(super) struct Merger {
    symbols: Vec<Symbol>,
    queue: BinaryHeap<Candidate>,
}

impl Merger {
    /// Merges the symbols of a piece, given as end and token of each, and hands out what is left from
    /// left to right. `rule` says with which rank two neighbours merge and what they make. Takes
    /// O(n log n) for n symbols.
    pub(super) fn merge(
        &mut self,
        symbols: impl Iterator<Item = (u32, u32)>,
        rule: impl Fn(&Symbol, &Symbol) -> Option<(u32, u32)>,
        mut emit: impl FnMut(&Symbol),
    ) {
        self.symbols.clear();
        self.queue.clear();
        let mut start = 0;
        for (index, (end, id)) in (0_u32..).zip(symbols) {
            self.symbols.push(Symbol { start, end, id, previous: index.wrapping_sub(1), next: index + 1 });
            start = end;
        }
        let Some(last) = self.symbols.last_mut() else { return };
        last.next = NONE;
        for right in 1..self.symbols.len() as u32 {
            self.consider(right - 1, right, &rule);
        }
        while let Some(Reverse((_, left, right, length, id))) = self.queue.pop() {
            let (a, b) = (self.symbols[left as usize], self.symbols[right as usize]);
            let stale = a.start == a.end || b.start == b.end || a.end != b.start || b.end - a.start != length;
            if stale {
                continue;
            }
            self.symbols[left as usize] = Symbol { end: b.end, id, next: b.next, ..a };
            self.symbols[right as usize].end = b.start;
            if b.next != NONE {
                self.symbols[b.next as usize].previous = left;
                self.consider(left, b.next, &rule);
            }
            if a.previous != NONE {
                self.consider(a.previous, left, &rule);
            }
        }
        let mut index = 0;
        while index != NONE {
            let symbol = &self.symbols[index as usize];
            emit(symbol);
            index = symbol.next;
        }
    }

    fn consider(&mut self, left: u32, right: u32, rule: impl Fn(&Symbol, &Symbol) -> Option<(u32, u32)>) {
        let (a, b) = (&self.symbols[left as usize], &self.symbols[right as usize]);
        if let Some((rank, id)) = rule(a, b) {
            self.queue.push(Reverse((rank, left, right, b.end - a.start, id)));
        }
    }
}
