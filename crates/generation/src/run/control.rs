//! Pausing and stopping a run from another thread.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crossbeam_channel::{Receiver, Sender, bounded};

/// The switch of one run; clones share it.
#[derive(Clone, Debug)]
pub struct Control(Arc<Switch>);

#[derive(Debug)]
struct Switch {
    paused: AtomicBool,
    cancelled: AtomicBool,
    wake: Sender<()>,
    woken: Receiver<()>,
}

impl Default for Control {
    fn default() -> Self {
        // One waiting signal is enough: the runner looks at both flags whenever it wakes.
        let (wake, woken) = bounded(1);
        Self(Arc::new(Switch {
            paused: AtomicBool::new(false),
            cancelled: AtomicBool::new(false),
            wake,
            woken,
        }))
    }
}

impl Control {
    /// Stops work until [`Control::resume`]. Answers in progress are given up and written again later, word for word.
    pub fn pause(&self) {
        self.0.paused.store(true, Ordering::Release);
        self.signal();
    }

    /// Goes on after [`Control::pause`].
    pub fn resume(&self) {
        self.0.paused.store(false, Ordering::Release);
        self.signal();
    }

    /// Ends the run. What was recorded stays, and the run can be taken up again from it.
    pub fn cancel(&self) {
        self.0.cancelled.store(true, Ordering::Release);
        self.signal();
    }

    /// Whether the run is paused.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.0.paused.load(Ordering::Acquire)
    }

    /// Whether the run was ended.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.cancelled.load(Ordering::Acquire)
    }

    /// Gets a message after each change.
    pub(super) fn woken(&self) -> &Receiver<()> {
        &self.0.woken
    }

    fn signal(&self) {
        match self.0.wake.try_send(()) {
            // A full channel means that the runner will wake anyway; it never closes, as both ends live here.
            Ok(()) | Err(_) => {}
        }
    }
}
