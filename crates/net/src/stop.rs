//! A flag that ends a transfer at once, whatever it waits for.

use std::sync::Arc;

use tokio::sync::watch;

/// Shared flag that stops the transfers holding a clone of it.
#[derive(Clone, Debug)]
pub struct Stop(Arc<watch::Sender<bool>>);

impl Default for Stop {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }
}

impl Stop {
    /// Stops the transfers. What has arrived is kept.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }

    /// Whether [`Stop::stop`] was called.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        *self.0.borrow()
    }

    /// Returns once [`Stop::stop`] is called.
    pub(crate) async fn wait(&self) {
        // The sender lives as long as `self`, so waiting cannot fail.
        self.0.subscribe().wait_for(|stopped| *stopped).await.ok();
    }
}
