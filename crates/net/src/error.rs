//! Why a file did not come.

use std::io;
use std::path::{Path, PathBuf};

/// Longest text from outside that a sentence repeats.
const SHOWN: usize = 80;

/// Why a file did not come, in a sentence that names the remedy.
#[derive(Debug, thiserror::Error)]
pub enum NetError {
    /// The address of the hub cannot be used.
    #[error("The hub's address '{endpoint}' cannot be used: {reason}.")]
    Endpoint {
        /// As the user typed it.
        endpoint: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A name from outside is not safe on every system.
    #[error(
        "The name '{name}' is not safe as a file name on every system, so it is not used; choose another file."
    )]
    Name {
        /// The name, escaped and shortened.
        name: String,
    },
    /// Nobody answers.
    #[error(
        "{host} cannot be reached ({reason}); check the connection, or set another hub address, and try again."
    )]
    Unreachable {
        /// Who was asked.
        host: String,
        /// What the system says.
        reason: String,
    },
    /// The connection breaks again and again.
    #[error(
        "The connection to {host} broke again and again ({reason}); {received} of {total} bytes are kept, try again later."
    )]
    Interrupted {
        /// Who was asked.
        host: String,
        /// What happened last.
        reason: String,
        /// Bytes that have arrived.
        received: u64,
        /// Bytes of the file.
        total: u64,
    },
    /// The hub wants to know who asks, or does not let them.
    #[error("{host} gives '{repository}' only to those it knows: {remedy}.")]
    Refused {
        /// Who was asked.
        host: String,
        /// The repository.
        repository: String,
        /// What to do.
        remedy: &'static str,
    },
    /// There is no such thing.
    #[error("{host} has no '{what}'; it may have been moved or withdrawn, choose another model.")]
    NotFound {
        /// Who was asked.
        host: String,
        /// The repository or file.
        what: String,
    },
    /// Too many requests.
    #[error("{host} asks to wait{}; what has arrived is kept, try again then.", wait(*.seconds))]
    Busy {
        /// Who was asked.
        host: String,
        /// How long, where it says so.
        seconds: Option<u64>,
    },
    /// An answer that means nothing here.
    #[error(
        "{host} answered with status {status}, which means nothing here; try again later, or set another hub address."
    )]
    Status {
        /// Who was asked.
        host: String,
        /// The status.
        status: u16,
    },
    /// A login page of a network, most likely.
    #[error(
        "{host} answered with a web page instead of the file; the network may ask for a login first, open a browser and look."
    )]
    WebPage {
        /// Who was asked.
        host: String,
    },
    /// The hub's list of files makes no sense.
    #[error(
        "{host} answered '{repository}' with a list that cannot be read ({reason}); it may be no hub, check its address."
    )]
    Listing {
        /// Who was asked.
        host: String,
        /// The repository.
        repository: String,
        /// What is wrong with it.
        reason: String,
    },
    /// No file of the repository is the one wanted.
    #[error("'{repository}' has no file '{pattern}' with a SHA-256; choose another model, or import a file.")]
    NoFile {
        /// The repository.
        repository: String,
        /// What was looked for.
        pattern: String,
    },
    /// The file has another size than the hub said.
    #[error(
        "{host} offers {found} bytes where the hub announced {expected}; the mirror may be out of step, try again later or set another hub address."
    )]
    Size {
        /// Who sends.
        host: String,
        /// What the hub announced.
        expected: u64,
        /// What would come.
        found: u64,
    },
    /// Sent on to where no one may go.
    #[error(
        "{host} sends the download on to '{target}', which is not protected by https, so it is not followed; set another hub address."
    )]
    Redirect {
        /// Who sends on.
        host: String,
        /// Where to, shortened.
        target: String,
    },
    /// What arrived is not what the hub announced.
    #[error(
        "The bytes of '{file}' are not those that the hub announced (SHA-256 {found} instead of {expected}); they were set aside as '{}' and are never used. Download it again, or set another hub address.",
        .kept.display()
    )]
    WrongBytes {
        /// The file.
        file: String,
        /// Its SHA-256 as announced.
        expected: String,
        /// The SHA-256 of what arrived.
        found: String,
        /// Where that lies now.
        kept: PathBuf,
    },
    /// There is no room.
    #[error(
        "'{}' has no room for the model: {} are needed and {} are free. Make room, what has arrived is kept.",
        .folder.display(), bytes(*.needed), bytes(*.free)
    )]
    DiskFull {
        /// Where the models lie.
        folder: PathBuf,
        /// Bytes still needed.
        needed: u64,
        /// Bytes free.
        free: u64,
    },
    /// Another program downloads the same file.
    #[error("'{file}' is being downloaded already; wait for it, or pause it there.")]
    InUse {
        /// The file.
        file: String,
    },
    /// A folder or file cannot be read or written.
    #[error("'{}' cannot be written or read ({source}); check its permissions.", .path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Stopped by the user.
    #[error("The download was paused; what has arrived is kept.")]
    Stopped,
}

impl NetError {
    pub(crate) fn name(text: &str) -> Self {
        Self::Name { name: shown(text) }
    }

    pub(crate) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        |source| Self::Io { path, source }
    }
}

/// A text from outside, harmless on a terminal and not too long.
pub(crate) fn shown(text: &str) -> String {
    let escaped: String = text.chars().take(SHOWN).flat_map(char::escape_debug).collect();
    if text.chars().count() > SHOWN { format!("{escaped}…") } else { escaped }
}

fn wait(seconds: Option<u64>) -> String {
    seconds.map_or_else(|| " a little".to_owned(), |seconds| format!(" {seconds} seconds"))
}

fn bytes(count: u64) -> String {
    match count {
        0..1_000_000 => format!("{} kB", count.div_ceil(1000)),
        1_000_000..1_000_000_000 => format!("{:.0} MB", count as f64 / 1e6),
        _ => format!("{:.1} GB", count as f64 / 1e9),
    }
}
