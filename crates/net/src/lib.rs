//! Model files from a hub. The only crate of the workspace that opens sockets, and it opens one only when it is called:
//! nothing here runs in the background or looks for news.
//!
//! A transfer trusts nobody on the way. The hub says which bytes make up a file (SHA-256, size, commit); whatever
//! arrives, from wherever the hub redirects to, counts only once it has that digest. Names from outside become file
//! names only if every system would read them the same. What has arrived is kept under its expected digest, so an
//! interrupted transfer goes on where it stopped, in this process or a later one, and never mixes two files.

mod download;
mod error;
mod hub;
mod listing;
mod name;
mod stop;
mod store;

pub use download::{Options, Progress, Step, download, find};
pub use error::NetError;
pub use hub::{DEFAULT_ENDPOINT, Hub};
pub use listing::RemoteFile;
pub use name::{Commit, Digest, FileName, RepoId};
pub use stop::Stop;
pub use store::Store;
