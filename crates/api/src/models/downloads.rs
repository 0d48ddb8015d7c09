//! Downloads of models of the catalogue: each on a thread of its own, told by events, kept across restarts.
//!
//! Nothing here asks the network unless the user allowed downloads and asked for one. What a download is about (file,
//! size, SHA-256, commit) is pinned in the program's folder before the first byte arrives.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use net::{Hub, NetError, Progress, RemoteFile, RepoId, Step, Stop};

use super::catalogue::{self, Listed};
use crate::error::{Code, Result, WireError};
use crate::events::Events;
use crate::hardware;
use crate::home::{Home, ImportedModel};
use crate::sync::lock;
use crate::types::{Download, DownloadStatus, Notice};

/// Least time between two events about one download, in milliseconds.
const EVENT_PAUSE: i64 = 100;
/// Time over which a rate is measured, in milliseconds.
const RATE_WINDOW: i64 = 2_000;

/// Which hub a host asks in place of the one in the settings. A host that names one allows downloads.
#[derive(Clone, Debug, Default)]
pub struct HubChoice {
    /// Its address; the one in the settings where absent.
    pub endpoint: Option<String>,
    /// Access token; the one kept in the program's folder where absent.
    pub token: Option<String>,
}

/// The downloads under way.
pub struct Downloads {
    home: Arc<Home>,
    events: Arc<Events>,
    clock: fn() -> i64,
    hub: Option<HubChoice>,
    active: Mutex<HashMap<String, Active>>,
}

struct Active {
    stop: Stop,
    download: Download,
    told: i64,
    rate_since: (i64, u64),
    thread: Option<JoinHandle<()>>,
}

impl Downloads {
    pub fn new(home: Arc<Home>, events: Arc<Events>, clock: fn() -> i64, hub: Option<HubChoice>) -> Self {
        Self { home, events, clock, hub, active: Mutex::default() }
    }

    /// Those under way and those that wait to be gone on with.
    pub fn list(&self) -> Vec<Download> {
        let active = lock(&self.active);
        let mut list: Vec<Download> = active.values().map(|active| active.download.clone()).collect();
        for (id, file) in self.home.pending() {
            if !active.contains_key(&id)
                && let Ok(entry) = catalogue::entry(&id)
            {
                let received = self.home.store().received(&file);
                list.push(Download { received, total: file.size, ..waiting(entry) });
            }
        }
        list.sort_by(|a, b| a.name.cmp(&b.name));
        list
    }

    /// Begins a download or goes on with it.
    pub fn start(self: &Arc<Self>, id: &str) -> Result<Download> {
        let entry = catalogue::entry(id)?;
        if let Some(obstacle) = super::obstacle(&entry.architecture) {
            return Err(WireError::input(obstacle));
        }
        let hub = self.hub()?;
        let mut active = lock(&self.active);
        if active.contains_key(id) {
            return Err(WireError::busy(format!("{} is being downloaded already.", entry.name)));
        }
        let pending = self.home.pending().get(id).cloned();
        let received = pending.as_ref().map_or(0, |file| self.home.store().received(file));
        let download = Download {
            status: DownloadStatus::Asking,
            received,
            total: pending.as_ref().map_or(0, |file| file.size),
            host: Some(hub.host()),
            ..waiting(entry)
        };
        let stop = Stop::default();
        let thread = {
            let (downloads, stop) = (Arc::clone(self), stop.clone());
            std::thread::Builder::new().name("download".to_owned()).spawn(move || {
                let result = downloads.carry_out(entry, &hub, pending, &stop);
                downloads.end(entry, result);
            })
        };
        let thread = thread.map_err(|error| {
            WireError::failed("The download could not be started; try again.").with_detail(error.to_string())
        })?;
        let now = (self.clock)();
        active.insert(
            id.to_owned(),
            Active {
                stop,
                download: download.clone(),
                told: now,
                rate_since: (now, received),
                thread: Some(thread),
            },
        );
        drop(active);
        self.events.send(Notice::Download { download: download.clone() });
        Ok(download)
    }

    /// Holds a download; what has arrived is kept. Returns once the connection is closed.
    pub fn pause(&self, id: &str) {
        let thread = lock(&self.active).get_mut(id).and_then(|active| {
            active.stop.stop();
            active.thread.take()
        });
        if let Some(thread) = thread {
            // A thread that panicked is as finished as another.
            thread.join().ok();
        }
    }

    /// Gives a download up and deletes what has arrived.
    pub fn discard(&self, id: &str) -> Result<()> {
        self.pause(id);
        if let Some(file) = self.home.pending().get(id) {
            self.home.store().discard(file).map_err(wire)?;
            self.home.set_pending(id, None)?;
        }
        if let Ok(entry) = catalogue::entry(id) {
            self.events.send(Notice::Download {
                download: Download { status: DownloadStatus::Discarded, ..waiting(entry) },
            });
        }
        Ok(())
    }

    /// The hub to ask, if asking is allowed.
    fn hub(&self) -> Result<Hub> {
        let settings = self.home.settings().downloads;
        if !settings.allowed && self.hub.is_none() {
            return Err(WireError::input(
                "Downloads are switched off, so nothing asks the network; allow them on the Models page, or with '--allow-network' on the command line.",
            ));
        }
        let choice = self.hub.clone().unwrap_or_default();
        let endpoint = choice.endpoint.as_deref().unwrap_or(settings.hub());
        let token = choice.token.or_else(|| self.home.hub_token());
        Hub::new(endpoint, token.as_deref()).map_err(wire)
    }

    fn carry_out(&self, entry: &Listed, hub: &Hub, pending: Option<RemoteFile>, stop: &Stop) -> Result<()> {
        let options = net::Options { free_space, ..net::Options::default() };
        let file = match pending {
            Some(file) => file,
            None => {
                let repository = RepoId::new(entry.repository.clone()).map_err(wire)?;
                let file = net::find(hub, &repository, &entry.file, &options, stop).map_err(wire)?;
                self.home.set_pending(&entry.id, Some(file.clone()))?;
                file
            }
        };
        let store = self.home.store();
        let path =
            net::download(hub, &store, &file, &options, stop, &mut |progress| self.tell(entry, progress))
                .map_err(wire)?;
        if let Err(error) = check(&path) {
            store.remove(&file).map_err(wire)?;
            self.home.set_pending(&entry.id, None)?;
            return Err(error);
        }
        let (sha256, source) = (file.sha256.to_string(), Some(file));
        self.home.add_model(ImportedModel { sha256, path, source })?;
        self.home.set_pending(&entry.id, None)
    }

    fn tell(&self, entry: &Listed, progress: Progress) {
        let now = (self.clock)();
        let download = {
            let mut downloads = lock(&self.active);
            let Some(active) = downloads.get_mut(&entry.id) else { return };
            let download = &mut active.download;
            let status = match progress.step {
                Step::Receiving => DownloadStatus::Receiving,
                Step::Waiting => DownloadStatus::Waiting,
                Step::Checking => DownloadStatus::Checking,
            };
            let news = download.status != status || download.host != progress.host;
            (download.status, download.host) = (status, progress.host);
            (download.received, download.total) = (progress.received, progress.total);
            let (since, bytes) = active.rate_since;
            if now - since >= RATE_WINDOW {
                let arrived = download.received.saturating_sub(bytes);
                download.bytes_per_second = Some(arrived as f64 * 1e3 / (now - since) as f64);
                active.rate_since = (now, download.received);
            }
            if !news && now - active.told < EVENT_PAUSE {
                return;
            }
            active.told = now;
            download.clone()
        };
        self.events.send(Notice::Download { download });
    }

    fn end(&self, entry: &Listed, result: Result<()>) {
        let Some(Active { download, .. }) = lock(&self.active).remove(&entry.id) else { return };
        let (status, failure) = match result {
            Ok(()) => (DownloadStatus::Done, None),
            Err(error) if error.code == Code::Cancelled => (DownloadStatus::Paused, None),
            Err(error) => (DownloadStatus::Failed, Some(error.message)),
        };
        let received = match status {
            DownloadStatus::Done => download.total,
            _ => self.home.pending().get(&entry.id).map_or(0, |file| self.home.store().received(file)),
        };
        let download = Download { status, failure, received, host: None, bytes_per_second: None, ..download };
        self.events.send(Notice::Download { download });
    }
}

/// A download that does nothing now.
fn waiting(entry: &Listed) -> Download {
    Download {
        id: entry.id.clone(),
        name: entry.name.clone(),
        status: DownloadStatus::Paused,
        received: 0,
        total: 0,
        host: None,
        bytes_per_second: None,
        failure: None,
    }
}

/// A file with the right bytes may still be no model that runs here.
fn check(path: &Path) -> Result<()> {
    let file = super::inspect(path)?;
    super::obstacle(&file.architecture).map_or(Ok(()), |obstacle| Err(WireError::input(obstacle)))
}

fn free_space(folder: &Path) -> Option<u64> {
    Some(hardware::free_disk(folder)).filter(|bytes| *bytes > 0)
}

/// An error of the network as the user sees it.
pub fn wire(error: NetError) -> WireError {
    let code = match error {
        NetError::Endpoint { .. } | NetError::Name { .. } => Code::Input,
        NetError::NotFound { .. } | NetError::NoFile { .. } => Code::NotFound,
        NetError::Busy { .. } | NetError::InUse { .. } => Code::Busy,
        NetError::Stopped => Code::Cancelled,
        _ => Code::Failed,
    };
    WireError { code, message: error.to_string(), detail: None }
}
