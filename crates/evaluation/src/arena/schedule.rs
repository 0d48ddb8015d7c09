//! Which pairs to judge next.

use std::collections::{HashMap, HashSet};

use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::{Entry, Pair};

/// The next `count` pairs to judge. Competitors that have been compared least come next, with their rows that were shown
/// least, in the order in which they were shown less often; chance, drawn by the seed, decides between equals.
///
/// `keys` holds for each competitor what its rows were asked for, such as the value of a condition; rows are compared with
/// rows of the same key, so that nobody wins by an easier task. `judged` are the pairs that were given out before; no two
/// rows meet twice. There are fewer pairs where no others are left.
#[must_use]
pub fn schedule(keys: &[Vec<Option<String>>], judged: &[Pair], count: usize, seed: u64) -> Vec<Pair> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    random.set_stream(judged.len() as u64);
    let mut past = Past::default();
    judged.iter().for_each(|pair| past.add(*pair));
    let mut open: Vec<(usize, usize)> =
        (0..keys.len()).flat_map(|a| (a + 1..keys.len()).map(move |b| (a, b))).collect();
    let mut next = Vec::with_capacity(count);
    while next.len() < count && !open.is_empty() {
        let met = |(a, b): &(usize, usize)| past.met(*a, *b) + past.met(*b, *a);
        let draws: Vec<u64> = open.iter().map(|_| random.random()).collect();
        let least = (0..open.len()).min_by_key(|at| (met(&open[*at]), draws[*at])).unwrap_or(0);
        let (a, b) = open[least];
        let Some((left, right)) = rows(keys, a, b, &past, &mut random) else {
            open.swap_remove(least);
            continue;
        };
        let turned = match past.met(a, b).cmp(&past.met(b, a)) {
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Equal => random.random(),
            std::cmp::Ordering::Greater => true,
        };
        let pair =
            if turned { Pair { first: right, second: left } } else { Pair { first: left, second: right } };
        past.add(pair);
        next.push(pair);
    }
    next
}

/// What was shown.
#[derive(Default)]
struct Past {
    pairs: HashSet<(Entry, Entry)>,
    shown: HashMap<Entry, u64>,
    /// First and second competitor.
    met: HashMap<(usize, usize), u64>,
}

impl Past {
    fn add(&mut self, pair: Pair) {
        self.pairs.insert(pair.rows());
        *self.met.entry((pair.first.competitor, pair.second.competitor)).or_default() += 1;
        for entry in [pair.first, pair.second] {
            *self.shown.entry(entry).or_default() += 1;
        }
    }

    fn met(&self, first: usize, second: usize) -> u64 {
        self.met.get(&(first, second)).copied().unwrap_or(0)
    }

    /// Rows of a competitor, those shown least first, equals by chance.
    fn order(&self, competitor: usize, rows: usize, random: &mut ChaCha8Rng) -> Vec<Entry> {
        let mut order: Vec<(u64, u64, Entry)> = (0..rows)
            .map(|row| {
                let entry = Entry { competitor, row };
                (self.shown.get(&entry).copied().unwrap_or(0), random.random(), entry)
            })
            .collect();
        order.sort_unstable();
        order.into_iter().map(|(.., entry)| entry).collect()
    }
}

/// Rows of two competitors with the same key that have not met.
fn rows(
    keys: &[Vec<Option<String>>],
    a: usize,
    b: usize,
    past: &Past,
    random: &mut ChaCha8Rng,
) -> Option<(Entry, Entry)> {
    let lefts = past.order(a, keys[a].len(), random);
    let mut rights: HashMap<&Option<String>, Vec<Entry>> = HashMap::new();
    for right in past.order(b, keys[b].len(), random) {
        rights.entry(&keys[b][right.row]).or_default().push(right);
    }
    lefts.into_iter().find_map(|left| {
        let candidates = rights.get(&keys[a][left.row])?;
        let unmet = |right: &&Entry| !past.pairs.contains(&Pair { first: left, second: **right }.rows());
        candidates.iter().find(unmet).map(|right| (left, *right))
    })
}
