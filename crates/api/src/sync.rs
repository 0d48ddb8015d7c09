//! Locks that survive a panic elsewhere: the data behind them is replaced as a whole, never left half-written.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Waits for a lock.
pub fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
