//! The one stream of events.

use std::sync::Mutex;

use crate::sync::lock;
use crate::types::{Event, Notice};

type Listener = Box<dyn Fn(&Event) -> bool + Send>;

/// Numbers events and hands them to everyone who listens.
#[derive(Default)]
pub struct Events(Mutex<Stream>);

#[derive(Default)]
struct Stream {
    sent: u64,
    listeners: Vec<Listener>,
}

impl Events {
    /// Adds a listener. It is called in the order of events and dropped once it answers `false`.
    pub fn listen(&self, listener: impl Fn(&Event) -> bool + Send + 'static) {
        lock(&self.0).listeners.push(Box::new(listener));
    }

    /// Tells everyone.
    pub fn send(&self, notice: Notice) {
        let mut stream = lock(&self.0);
        stream.sent += 1;
        let event = Event { sequence: stream.sent, notice };
        stream.listeners.retain(|listener| listener(&event));
    }
}
