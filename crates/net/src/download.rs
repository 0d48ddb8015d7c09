//! The transfer: from whatever has arrived to a file that is known to be right.

use std::future::Future;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::{CONTENT_RANGE, ETAG};
use sha2::{Digest as _, Sha256};
use tokio::time::{Instant, interval_at, sleep};

use crate::error::NetError;
use crate::hub::{Answer, Hub, Rest, innermost};
use crate::listing::{self, RemoteFile};
use crate::name::RepoId;
use crate::stop::Stop;
use crate::store::{Partial, Store};

/// Connections in a row that may bring nothing new: with the waits between them, a network may be away for some minutes.
const TRIES: u32 = 10;
/// Times that the wait doubles.
const DOUBLINGS: u32 = 5;
/// Time without a byte after which what is there is told again.
const BEAT: Duration = Duration::from_millis(500);
/// Room that a download leaves on the disk, in bytes.
const RESERVE: u64 = 64 << 20;

/// How to wait and what to look at before a transfer.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Free bytes of the disk that holds a folder; `None` where the system does not tell.
    pub free_space: fn(&Path) -> Option<u64>,
    /// Time without a byte after which a connection counts as broken.
    pub idle: Duration,
    /// Time before a broken connection is made again; it doubles each time that brings nothing new, up to 32 times.
    pub pause: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self { free_space: |_| None, idle: Duration::from_secs(30), pause: Duration::from_secs(1) }
    }
}

/// What a transfer is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Waiting for bytes or taking them.
    Receiving,
    /// Waiting before a broken connection is made again.
    Waiting,
    /// Computing the digest of what is there.
    Checking,
}

/// How far a transfer is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Bytes that are there.
    pub received: u64,
    /// Bytes of the file.
    pub total: u64,
    /// Who sends; `None` while no connection is open.
    pub host: Option<String>,
    /// What it is at.
    pub step: Step,
}

/// Asks a hub for the file of a repository whose name matches a pattern with at most one `*`; of several, the one with
/// the shortest name.
///
/// # Errors
/// The hub does not answer, or has no such file, or one whose name is not safe.
pub fn find(
    hub: &Hub,
    repository: &RepoId,
    pattern: &str,
    options: &Options,
    stop: &Stop,
) -> Result<RemoteFile, NetError> {
    run(stop, listing::find(hub, repository, pattern, options.idle))
}

/// Brings a file into the store, going on from what has arrived, and returns where it is. Broken connections are made
/// again. Blocks until it is over; `progress` is called on this thread.
///
/// # Errors
/// It was stopped, the connection breaks again and again, there is no room, or the bytes are not the right ones.
pub fn download(
    hub: &Hub,
    store: &Store,
    file: &RemoteFile,
    options: &Options,
    stop: &Stop,
    progress: &mut dyn FnMut(Progress),
) -> Result<PathBuf, NetError> {
    if let Some(path) = store.find(file) {
        return Ok(path);
    }
    let mut partial = Partial::open(store, file)?;
    let hasher = partial.hash(stop)?;
    let mut transfer = Transfer { hub, file, options, partial, hasher, progress };
    transfer.check_space()?;
    run(stop, transfer.receive())?;
    let Transfer { partial, hasher, .. } = transfer;
    progress(Progress { received: file.size, total: file.size, host: None, step: Step::Checking });
    store.finish(partial, file, &hex::encode(hasher.finalize()))
}

/// Carries out work that waits, on this thread, unless it is stopped.
fn run<T>(stop: &Stop, work: impl Future<Output = Result<T, NetError>>) -> Result<T, NetError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| {
        NetError::Unreachable { host: "The network".to_owned(), reason: error.to_string() }
    })?;
    let result = runtime.block_on(async {
        tokio::select! {
            biased;
            () = stop.wait() => Err(NetError::Stopped),
            result = work => result,
        }
    });
    // Looking up a name may take long and cannot be stopped; nobody waits for it.
    runtime.shutdown_background();
    result
}

fn broken(host: &str, reason: &str) -> NetError {
    NetError::Unreachable { host: host.to_owned(), reason: reason.to_owned() }
}

struct Transfer<'a> {
    hub: &'a Hub,
    file: &'a RemoteFile,
    options: &'a Options,
    partial: Partial,
    hasher: Sha256,
    progress: &'a mut dyn FnMut(Progress),
}

impl Transfer<'_> {
    async fn receive(&mut self) -> Result<(), NetError> {
        let mut most = self.partial.length;
        let mut fruitless = 0;
        while self.partial.length < self.file.size {
            let error = match self.connect().await {
                Ok(()) => continue,
                Err(error) => error,
            };
            if self.partial.length > most {
                most = self.partial.length;
                fruitless = 0;
            }
            fruitless += 1;
            match error {
                NetError::Unreachable { .. } | NetError::Status { status: 500.., .. }
                    if fruitless < TRIES =>
                {
                    self.tell(None, Step::Waiting);
                    sleep(self.options.pause * 2u32.pow((fruitless - 1).min(DOUBLINGS))).await;
                }
                NetError::Unreachable { host, reason } if self.partial.length > 0 => {
                    let (received, total) = (self.partial.length, self.file.size);
                    return Err(NetError::Interrupted { host, reason, received, total });
                }
                error => return Err(error),
            }
        }
        Ok(())
    }

    /// One connection: asks for what is missing and takes what comes.
    async fn connect(&mut self) -> Result<(), NetError> {
        let validator = self.partial.validator();
        if validator.is_none() {
            self.restart()?;
        }
        let from = self.partial.length;
        let rest = validator.as_deref().filter(|_| from > 0).map(|validator| Rest { from, validator });
        let Self { hub, file, progress, .. } = self;
        let mut asking = |host: &str| {
            let (received, total) = (from, file.size);
            progress(Progress { received, total, host: Some(host.to_owned()), step: Step::Receiving });
        };
        let mut answer = hub.get(hub.file_url(file), rest, &mut asking).await?;
        self.begin(&answer, validator.as_deref())?;
        while let Some(chunk) = self.next(&mut answer).await? {
            self.take(&chunk, &answer.host)?;
        }
        if self.partial.length < self.file.size {
            return Err(broken(&answer.host, "it ended too early"));
        }
        Ok(())
    }

    /// The next bytes of an answer. While none come, what is there is told again: a transfer that stalls is seen to.
    async fn next(&mut self, answer: &mut Answer) -> Result<Option<Bytes>, NetError> {
        let mut beat = interval_at(Instant::now() + BEAT, BEAT);
        let idle = sleep(self.options.idle);
        tokio::pin!(idle);
        loop {
            tokio::select! {
                biased;
                chunk = answer.response.chunk() => {
                    return chunk.map_err(|error| broken(&answer.host, &innermost(&error)));
                }
                () = &mut idle => return Err(broken(&answer.host, "nothing comes any more")),
                _ = beat.tick() => self.tell(Some(&answer.host), Step::Receiving),
            }
        }
    }

    /// Looks at the head of an answer: does it go on where the partial file ends, or from the start?
    fn begin(&mut self, answer: &Answer, validator: Option<&str>) -> Result<(), NetError> {
        let header = |name| answer.response.headers().get(name).and_then(|value| value.to_str().ok());
        let changed = || broken(&answer.host, "it has another version of the file");
        let version = header(ETAG);
        match answer.response.status() {
            StatusCode::OK => self.restart()?,
            StatusCode::PARTIAL_CONTENT => {
                let expected =
                    format!("bytes {}-{}/{}", self.partial.length, self.file.size - 1, self.file.size);
                let same = version.is_none_or(|version| Some(version) == validator);
                if !same || header(CONTENT_RANGE) != Some(&expected) {
                    self.restart()?;
                    return Err(changed());
                }
            }
            StatusCode::RANGE_NOT_SATISFIABLE => {
                self.restart()?;
                return Err(changed());
            }
            _ => return Err(self.hub.refusal(answer, &self.file.repository, self.file.name.as_str())),
        }
        if answer.is_web_page() {
            return Err(NetError::WebPage { host: answer.host.clone() });
        }
        let missing = self.file.size - self.partial.length;
        if let Some(found) = answer.response.content_length().filter(|found| *found != missing) {
            return Err(self.wrong_size(&answer.host, self.partial.length + found));
        }
        if self.partial.length == 0 {
            self.partial.set_validator(version)?;
        }
        Ok(())
    }

    fn take(&mut self, chunk: &[u8], host: &str) -> Result<(), NetError> {
        let after = self.partial.length + chunk.len() as u64;
        if after > self.file.size {
            self.restart()?;
            return Err(self.wrong_size(host, after));
        }
        if let Err(error) = self.partial.write(chunk) {
            self.partial.trim();
            return Err(match error.kind() {
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded => self.no_room(0),
                _ => NetError::io(self.partial.path())(error),
            });
        }
        self.hasher.update(chunk);
        self.tell(Some(host), Step::Receiving);
        Ok(())
    }

    fn restart(&mut self) -> Result<(), NetError> {
        self.hasher = Sha256::new();
        self.partial.restart()
    }

    fn check_space(&self) -> Result<(), NetError> {
        let folder = self.partial.path().parent().unwrap_or(Path::new("."));
        match (self.options.free_space)(folder) {
            Some(free) if free < self.file.size - self.partial.length + RESERVE => Err(self.no_room(free)),
            _ => Ok(()),
        }
    }

    fn no_room(&self, free: u64) -> NetError {
        let folder = self.partial.path().parent().unwrap_or(Path::new("."));
        let needed = self.file.size - self.partial.length + RESERVE;
        NetError::DiskFull { folder: folder.to_path_buf(), needed, free }
    }

    fn wrong_size(&self, host: &str, found: u64) -> NetError {
        NetError::Size { host: host.to_owned(), expected: self.file.size, found }
    }

    fn tell(&mut self, host: Option<&str>, step: Step) {
        (self.progress)(Progress {
            received: self.partial.length,
            total: self.file.size,
            host: host.map(str::to_owned),
            step,
        });
    }
}
