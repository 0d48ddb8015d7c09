//! What goes on beside the run and can be stopped.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Mutex;

use generation::Control;

use crate::sync::lock;

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
