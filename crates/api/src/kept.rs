//! What models computed before, found again: nothing is computed twice.

use std::sync::{Arc, Mutex};

use ::project::{Computed, ComputedKey};
use indexmap::IndexMap;

use crate::error::Result;
use crate::home::Home;
use crate::sync::lock;

/// Most that is kept, in bytes: half a million vectors of a usual encoder.
const MOST: u64 = 1 << 30;

/// The numbers kept in the program's folder.
pub struct Kept {
    home: Arc<Home>,
    /// Opened when it is first asked.
    store: Mutex<Option<Computed>>,
}

impl Kept {
    /// Those in a folder.
    pub fn new(home: Arc<Home>) -> Self {
        Self { home, store: Mutex::new(None) }
    }

    /// What these keys name: found, or computed by `compute` from the positions of those that are missing, each key once,
    /// and kept.
    pub fn find(
        &self,
        keys: &[ComputedKey],
        compute: impl FnOnce(&[usize]) -> Result<Vec<Vec<f32>>>,
    ) -> Result<Vec<Vec<f32>>> {
        // Each key with its first position.
        let mut unique = IndexMap::<ComputedKey, usize>::new();
        for (at, key) in keys.iter().enumerate() {
            unique.entry(*key).or_insert(at);
        }
        let asked: Vec<ComputedKey> = unique.keys().copied().collect();
        let found = self.look_up(&asked);
        let missing: Vec<usize> =
            unique.values().zip(&found).filter(|(_, found)| found.is_none()).map(|(at, _)| *at).collect();
        let new = if missing.is_empty() { Vec::new() } else { compute(&missing)? };
        let kept: Vec<(ComputedKey, &[f32])> =
            missing.iter().zip(&new).map(|(at, numbers)| (keys[*at], &numbers[..])).collect();
        if let Some(store) = &mut *lock(&self.store) {
            // As above: what could not be kept is computed again.
            store.keep(&kept).ok();
        }
        let mut new = new.into_iter();
        let all: Vec<Vec<f32>> =
            found.into_iter().map(|found| found.or_else(|| new.next()).unwrap_or_default()).collect();
        Ok(keys.iter().filter_map(|key| unique.get_index_of(key)).map(|at| all[at].clone()).collect())
    }

    /// How many of these keys name nothing that is kept.
    pub fn missing(&self, keys: &[ComputedKey]) -> usize {
        self.look_up(keys).iter().filter(|found| found.is_none()).count()
    }

    fn look_up(&self, asked: &[ComputedKey]) -> Vec<Option<Vec<f32>>> {
        let mut store = lock(&self.store);
        if store.is_none() {
            // Without the file everything is computed; that is slower and no error.
            *store = Computed::open(&self.home.computed_path(), MOST).ok();
        }
        let found = store.as_ref().and_then(|store| store.find(asked).ok());
        found.unwrap_or_else(|| vec![None; asked.len()])
    }
}
