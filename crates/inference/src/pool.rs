//! The engine's threads.
//!
//! A forward pass is a few hundred short parallel regions, one after another. Waking a sleeping
//! thread costs more than most of them, so the threads spin for a moment between regions and
//! sleep when the engine is idle. Nobody waits for a thread that has not begun: whoever comes late,
//! because the machine is busy with something else, finds the job closed. Items are handed out one by
//! one: which thread computes an item must never matter to its result.

use std::any::Any;
use std::cell::UnsafeCell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;

/// Rounds of spinning before a thread sleeps; about 100 µs.
const SPINS: u32 = 20_000;
/// Rounds of spinning before a waiting thread offers its core to others.
const PATIENCE: u32 = 2_000;

type Task = dyn Fn(usize) + Sync;

struct Job {
    task: *const Task,
    items: usize,
}

/// Bit of the state that says that workers may join the job.
const OPEN: usize = 1 << 16;
/// Bits of the state that count the workers in the job.
const JOINED: usize = OPEN - 1;
/// What each job adds to the state.
const EPOCH: usize = OPEN << 1;

struct Shared {
    job: UnsafeCell<Option<Job>>,
    /// The number of the job, whether it is open, and how many workers have joined it.
    state: AtomicUsize,
    next: AtomicUsize,
    panic: Mutex<Option<Box<dyn Any + Send>>>,
    stop: AtomicBool,
    asleep: AtomicUsize,
    bed: Mutex<()>,
    wake: Condvar,
}

// SAFETY: `job` is written only while the state is closed and nobody has joined, and read only by
// workers that have joined, with acquire ordering. Its pointer refers to a `Sync` closure that outlives
// the job, because `Pool::run` closes the job and waits for all who joined.
unsafe impl Sync for Shared {}
// SAFETY: see `Sync`; the pointer in `job` may be used from any thread.
unsafe impl Send for Shared {}

/// A fixed set of threads that share out the items of one job at a time.
pub struct Pool {
    shared: Arc<Shared>,
    workers: Vec<JoinHandle<()>>,
    turn: Mutex<()>,
}

impl Pool {
    /// A pool of `threads` threads, counting the one that calls [`Pool::run`].
    ///
    /// # Errors
    /// The operating system refuses a thread.
    pub fn new(threads: usize) -> std::io::Result<Self> {
        let shared = Arc::new(Shared {
            job: UnsafeCell::new(None),
            state: AtomicUsize::new(0),
            next: AtomicUsize::new(0),
            panic: Mutex::new(None),
            stop: AtomicBool::new(false),
            asleep: AtomicUsize::new(0),
            bed: Mutex::new(()),
            wake: Condvar::new(),
        });
        let mut pool = Self { shared, workers: Vec::new(), turn: Mutex::new(()) };
        for n in 1..threads {
            let shared = pool.shared.clone();
            let worker =
                std::thread::Builder::new().name(format!("inference-{n}")).spawn(move || work(&shared))?;
            pool.workers.push(worker);
        }
        Ok(pool)
    }

    /// Number of threads, counting the caller.
    pub fn threads(&self) -> usize {
        self.workers.len() + 1
    }

    /// Calls `task` once with every number below `items`, from all threads at once. A panic in a
    /// task reaches the caller when all threads are done. Tasks must not call `run` themselves.
    pub fn run(&self, items: usize, task: &(dyn Fn(usize) + Sync)) {
        if self.workers.is_empty() || items <= 1 {
            (0..items).for_each(task);
            return;
        }
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let shared = &*self.shared;
        // SAFETY: only the lifetime changes. The workers drop every use of the reference before they
        // leave the job, and this function does not return or unwind before that.
        let task: &'static Task = unsafe { std::mem::transmute(task) };
        // SAFETY: the state is closed and nobody has joined, so no worker reads the job.
        unsafe { *shared.job.get() = Some(Job { task, items }) };
        shared.next.store(0, Ordering::Relaxed);
        let epoch = shared.state.load(Ordering::Relaxed) & !(OPEN | JOINED);
        shared.state.store(epoch.wrapping_add(EPOCH) | OPEN, Ordering::SeqCst);
        if shared.asleep.load(Ordering::SeqCst) > 0 {
            let _bed = shared.bed.lock().unwrap_or_else(PoisonError::into_inner);
            shared.wake.notify_all();
        }
        let own = catch_unwind(AssertUnwindSafe(|| shared.take_items(task, items)));
        let mut rounds = 0;
        shared.state.fetch_and(!OPEN, Ordering::AcqRel);
        while shared.state.load(Ordering::Acquire) & JOINED > 0 {
            pause(&mut rounds);
        }
        let theirs = shared.panic.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(payload) = own.err().or(theirs) {
            resume_unwind(payload);
        }
    }

    /// Calls `task` with every piece of `data`, `length` values each (the last may be shorter),
    /// and its number.
    pub fn pieces<T: Send>(&self, data: &mut [T], length: usize, task: impl Fn(usize, &mut [T]) + Sync) {
        let total = data.len();
        let start = SharedPointer(data.as_mut_ptr());
        self.run(total.div_ceil(length.max(1)), &|n| {
            let from = n * length;
            let to = total.min(from + length);
            // SAFETY: pieces of different numbers do not overlap, each number is handed out once,
            // and `data` stays mutably borrowed until all tasks are done.
            let piece = unsafe { std::slice::from_raw_parts_mut(start.at(from), to - from) };
            task(n, piece);
        });
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::SeqCst);
        drop(self.shared.bed.lock().unwrap_or_else(PoisonError::into_inner));
        self.shared.wake.notify_all();
        for worker in self.workers.drain(..) {
            // A worker catches every panic of a task, so joining it cannot fail.
            drop(worker.join());
        }
    }
}

/// A pointer that tasks on several threads use for places that do not overlap.
#[derive(Clone, Copy)]
pub struct SharedPointer<T>(pub *mut T);

// SAFETY: the user of `at` vouches that no two threads use overlapping places.
unsafe impl<T: Send> Sync for SharedPointer<T> {}
// SAFETY: see `Sync`.
unsafe impl<T: Send> Send for SharedPointer<T> {}

impl<T> SharedPointer<T> {
    /// The pointer to element `offset`.
    ///
    /// # Safety
    /// `offset` lies inside the allocation, and no other thread uses the places that the caller uses.
    #[inline(always)]
    pub unsafe fn at(&self, offset: usize) -> *mut T {
        // SAFETY: the caller vouches that the offset is inside the allocation.
        unsafe { self.0.add(offset) }
    }
}

impl Shared {
    fn take_items(&self, task: &Task, items: usize) {
        loop {
            let item = self.next.fetch_add(1, Ordering::Relaxed);
            if item >= items {
                return;
            }
            task(item);
        }
    }

    /// Takes items of the job that this thread has joined.
    fn help(&self) {
        // SAFETY: the job stays as it is while a worker has joined it.
        if let Some(Job { task, items }) = unsafe { &*self.job.get() } {
            // SAFETY: `Pool::run` keeps the closure alive until all who joined have left.
            let task = unsafe { &**task };
            if let Err(payload) = catch_unwind(AssertUnwindSafe(|| self.take_items(task, *items))) {
                *self.panic.lock().unwrap_or_else(PoisonError::into_inner) = Some(payload);
            }
        }
    }
}

fn work(shared: &Shared) {
    let mut done = 0;
    let is_news = |state: usize, done: usize| state & OPEN > 0 && state / EPOCH != done;
    let mut rounds = 0;
    loop {
        let state = shared.state.load(Ordering::Acquire);
        if is_news(state, done) {
            let joined = shared.state.compare_exchange(state, state + 1, Ordering::AcqRel, Ordering::Relaxed);
            if joined.is_ok() {
                done = state / EPOCH;
                shared.help();
                shared.state.fetch_sub(1, Ordering::AcqRel);
                rounds = 0;
            }
        } else if shared.stop.load(Ordering::SeqCst) {
            return;
        } else if rounds < SPINS {
            pause(&mut rounds);
        } else {
            let bed = shared.bed.lock().unwrap_or_else(PoisonError::into_inner);
            shared.asleep.fetch_add(1, Ordering::SeqCst);
            let up = shared.wake.wait_while(bed, |()| {
                !is_news(shared.state.load(Ordering::SeqCst), done) && !shared.stop.load(Ordering::SeqCst)
            });
            shared.asleep.fetch_sub(1, Ordering::SeqCst);
            drop(up);
            rounds = 0;
        }
    }
}

fn pause(rounds: &mut u32) {
    *rounds += 1;
    if rounds.is_multiple_of(PATIENCE) {
        std::thread::yield_now();
    } else {
        std::hint::spin_loop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_is_computed_once() {
        for threads in [1, 2, 5] {
            let pool = Pool::new(threads).unwrap();
            for items in [0, 1, 2, 7, 1000] {
                let mut counts = vec![0; items];
                pool.pieces(&mut counts, 3, |_, piece| piece.iter_mut().for_each(|c| *c += 1));
                assert!(counts.iter().all(|c| *c == 1), "{threads} threads, {items} items");
            }
        }
    }

    #[test]
    fn a_panic_reaches_the_caller_and_the_pool_lives_on() {
        let pool = Pool::new(3).unwrap();
        let result = catch_unwind(AssertUnwindSafe(|| {
            pool.run(100, &|n| assert!(n != 57, "item 57"));
        }));
        assert!(result.is_err());
        let sum = AtomicUsize::new(0);
        pool.run(10, &|n| {
            sum.fetch_add(n, Ordering::Relaxed);
        });
        assert_eq!(sum.into_inner(), 45);
    }
}
