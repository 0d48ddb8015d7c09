//! What goes on beside the run and can be stopped.

use std::cell::Cell;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex};

use generation::Control;

use crate::app::App;
use crate::error::{Result, WireError};
use crate::sync::lock;
use crate::types::{Notice, RunStatus};

/// Jobs under way, each named by what it works on.
pub struct Jobs<Name>(Mutex<HashMap<Name, Control>>);

impl<Name> Default for Jobs<Name> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<Name: Eq + Hash> Jobs<Name> {
    /// Begins one, or answers `None` where it is under way.
    pub fn begin(&self, name: Name) -> Option<Control> {
        let mut open = lock(&self.0);
        if open.contains_key(&name) {
            return None;
        }
        let control = Control::default();
        open.insert(name, control.clone());
        Some(control)
    }

    /// Stops one at its next token.
    pub fn cancel(&self, name: &Name) {
        if let Some(control) = lock(&self.0).get(name) {
            control.cancel();
        }
    }

    /// Forgets one that has ended.
    pub fn end(&self, name: &Name) {
        lock(&self.0).remove(name);
    }
}

impl App {
    /// Does work beside everything else; the window hears how it goes as the job of a name, and how it ended. Work that
    /// gives `None` was stopped.
    pub(crate) fn in_background(
        &self,
        job: String,
        run: u64,
        work: impl FnOnce(&dyn Fn(u64, u64)) -> Result<Option<()>> + Send + 'static,
    ) -> Result<()> {
        let events = Arc::clone(&self.events);
        let name = job.clone();
        let notice = move |done, total, status, failure| {
            events.send(Notice::Job { job: job.clone(), run, done, total, status, failure });
        };
        let work = move || {
            let reached = Cell::new((0, 0));
            let result = work(&|done, total| {
                // Long work asks more often than it has something new to tell.
                if reached.replace((done, total)) == (done, total) {
                    return;
                }
                notice(done, total, RunStatus::Running, None);
            });
            let (done, total) = reached.get();
            match result {
                Ok(Some(())) => notice(total, total, RunStatus::Completed, None),
                Ok(None) => notice(done, total, RunStatus::Cancelled, None),
                Err(error) => notice(done, total, RunStatus::Failed, Some(error.message)),
            }
        };
        std::thread::Builder::new().name(name).spawn(work).map(drop).map_err(|e| {
            WireError::failed("The work could not be begun; close other programs and try again.")
                .with_detail(e.to_string())
        })
    }
}
