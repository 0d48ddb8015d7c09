//! Where downloaded files lie: a folder in the layout of the hub's own cache, which other programs read too.
//!
//! ```text
//! models--owner--name/blobs/SHA256               the bytes
//! models--owner--name/blobs/SHA256.incomplete    what has arrived of them
//! models--owner--name/blobs/SHA256.etag          what the sender calls the version that is arriving
//! models--owner--name/snapshots/COMMIT/file      a link to the bytes
//! quarantine/SHA256                              bytes that were announced as these and are not
//! ```

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use hf_hub::{Cache, CacheRepo, Repo};
use sha2::{Digest as _, Sha256};

use crate::error::NetError;
use crate::listing::RemoteFile;
use crate::stop::Stop;

/// Longest note of a version; real ones have a tenth of it.
const VALIDATOR_LIMIT: u64 = 1024;

/// A folder of downloaded files.
#[derive(Clone, Debug)]
pub struct Store {
    root: PathBuf,
}

impl Store {
    /// The store in a folder, which is made when it is first written to.
    #[must_use]
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where a file is, once it is there as a whole.
    #[must_use]
    pub fn find(&self, file: &RemoteFile) -> Option<PathBuf> {
        let path = self.link_path(file);
        let length = fs::metadata(&path).ok()?.len();
        (length == file.size).then_some(path)
    }

    /// Bytes of a file that have arrived; 0 where none have.
    #[must_use]
    pub fn received(&self, file: &RemoteFile) -> u64 {
        fs::metadata(self.partial_path(file)).map_or(0, |metadata| metadata.len().min(file.size))
    }

    /// Deletes what has arrived of a file, and what was set aside in its place.
    ///
    /// # Errors
    /// Something cannot be deleted.
    pub fn discard(&self, file: &RemoteFile) -> Result<(), NetError> {
        [self.partial_path(file), self.validator_path(file), self.quarantine_path(file)]
            .iter()
            .try_for_each(|path| remove(path))
    }

    /// Deletes a downloaded file. A path outside the store is left alone.
    ///
    /// # Errors
    /// It cannot be deleted.
    pub fn remove(&self, file: &RemoteFile) -> Result<(), NetError> {
        self.discard(file)?;
        remove(&self.link_path(file))?;
        remove(&self.blob_path(file))
    }

    /// Takes the bytes of a file from elsewhere on this computer, such as a USB stick, and checks them on the way.
    ///
    /// # Errors
    /// The bytes are not those of the file, or cannot be read or written.
    pub fn adopt(
        &self,
        file: &RemoteFile,
        source: &Path,
        stop: &Stop,
        progress: &mut dyn FnMut(u64),
    ) -> Result<PathBuf, NetError> {
        if let Some(path) = self.find(file) {
            return Ok(path);
        }
        let mut from = File::open(source).map_err(NetError::io(source))?;
        let mut partial = Partial::open(self, file)?;
        partial.restart()?;
        let mut hasher = Sha256::new();
        let mut buffer = vec![0; 1 << 20];
        loop {
            if stop.is_stopped() {
                return Err(NetError::Stopped);
            }
            let count = from.read(&mut buffer).map_err(NetError::io(source))?;
            if count == 0 {
                break;
            }
            hasher.update(&buffer[..count]);
            partial.write(&buffer[..count]).map_err(NetError::io(&partial.path))?;
            progress(partial.length);
        }
        self.finish(partial, file, &hex::encode(hasher.finalize()))
    }

    /// Puts a complete file in its place if it has its digest, and sets it aside if not.
    pub(crate) fn finish(
        &self,
        partial: Partial,
        file: &RemoteFile,
        found: &str,
    ) -> Result<PathBuf, NetError> {
        partial.file.sync_all().map_err(NetError::io(&partial.path))?;
        remove(&self.validator_path(file))?;
        let path = partial.path.clone();
        drop(partial);
        if found != file.sha256.as_str() {
            let kept = self.quarantine_path(file);
            make_parent(&kept)?;
            fs::rename(&path, &kept).map_err(NetError::io(&kept))?;
            return Err(NetError::WrongBytes {
                file: file.name.to_string(),
                expected: file.sha256.to_string(),
                found: found.to_owned(),
                kept,
            });
        }
        let (blob, link) = (self.blob_path(file), self.link_path(file));
        fs::rename(&path, &blob).map_err(NetError::io(&blob))?;
        make_parent(&link)?;
        remove(&link)?;
        make_link(&blob, &link, file.name.parts().count() - 1).map_err(NetError::io(&link))?;
        self.repo(file).create_ref(file.commit.as_str()).map_err(NetError::io(&self.root))?;
        Ok(link)
    }

    fn repo(&self, file: &RemoteFile) -> CacheRepo {
        Cache::new(self.root.clone()).repo(Repo::model(file.repository.to_string()))
    }

    fn blob_path(&self, file: &RemoteFile) -> PathBuf {
        let folder = Repo::model(file.repository.to_string()).folder_name();
        self.root.join(folder).join("blobs").join(file.sha256.as_str())
    }

    fn partial_path(&self, file: &RemoteFile) -> PathBuf {
        self.blob_path(file).with_added_extension("incomplete")
    }

    fn validator_path(&self, file: &RemoteFile) -> PathBuf {
        self.blob_path(file).with_added_extension("etag")
    }

    fn link_path(&self, file: &RemoteFile) -> PathBuf {
        let snapshot = self.repo(file).pointer_path(file.commit.as_str());
        file.name.parts().fold(snapshot, |path, part| path.join(part))
    }

    fn quarantine_path(&self, file: &RemoteFile) -> PathBuf {
        self.root.join("quarantine").join(file.sha256.as_str())
    }
}

/// A file that is arriving. One process at a time holds it.
pub(crate) struct Partial {
    file: File,
    path: PathBuf,
    validator_path: PathBuf,
    /// Bytes that are there.
    pub length: u64,
}

impl Partial {
    pub fn open(store: &Store, remote: &RemoteFile) -> Result<Self, NetError> {
        let path = store.partial_path(remote);
        make_parent(&path)?;
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(NetError::io(&path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(NetError::InUse { file: remote.name.to_string() }),
            Err(TryLockError::Error(error)) => return Err(NetError::io(&path)(error)),
        }
        let length = file.metadata().map_err(NetError::io(&path))?.len();
        let mut partial = Self { file, path, validator_path: store.validator_path(remote), length };
        if length > remote.size {
            partial.restart()?;
        }
        partial.file.seek(SeekFrom::End(0)).map_err(NetError::io(&partial.path))?;
        Ok(partial)
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Forgets what has arrived.
    pub fn restart(&mut self) -> Result<(), NetError> {
        remove(&self.validator_path)?;
        self.file.set_len(0).map_err(NetError::io(&self.path))?;
        self.file.seek(SeekFrom::Start(0)).map_err(NetError::io(&self.path))?;
        self.length = 0;
        Ok(())
    }

    /// Adds bytes.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        self.length += bytes.len() as u64;
        Ok(())
    }

    /// Drops what a failed write may have left after the bytes that count.
    pub fn trim(&mut self) {
        // Where even that fails, the digest will tell in the end.
        self.file.set_len(self.length).ok();
    }

    /// What the sender called the version that is arriving, where that was a strong validator.
    pub fn validator(&self) -> Option<String> {
        let mut text = String::new();
        File::open(&self.validator_path).ok()?.take(VALIDATOR_LIMIT).read_to_string(&mut text).ok()?;
        is_strong(&text).then_some(text)
    }

    /// Remembers it. Without one, the next connection begins from the start.
    pub fn set_validator(&mut self, validator: Option<&str>) -> Result<(), NetError> {
        match validator.filter(|text| is_strong(text)) {
            Some(text) => fs::write(&self.validator_path, text).map_err(NetError::io(&self.validator_path)),
            None => remove(&self.validator_path),
        }
    }

    /// The digest so far.
    pub fn hash(&mut self, stop: &Stop) -> Result<Sha256, NetError> {
        let mut hasher = Sha256::new();
        let mut buffer = vec![0; 1 << 20];
        let unreadable = NetError::io(&self.path);
        let mut read = || -> io::Result<()> {
            self.file.seek(SeekFrom::Start(0))?;
            loop {
                match self.file.read(&mut buffer)? {
                    0 => return Ok(()),
                    _ if stop.is_stopped() => return Ok(()),
                    count => hasher.update(&buffer[..count]),
                }
            }
        };
        read().map_err(unreadable)?;
        if stop.is_stopped() { Err(NetError::Stopped) } else { Ok(hasher) }
    }
}

/// Whether a text is an entity tag that stands for equal bytes (RFC 9110, 8.8.3): quoted, not weak.
fn is_strong(text: &str) -> bool {
    let inside = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inside
        .is_some_and(|inside| !inside.is_empty() && inside.chars().all(|c| c.is_ascii_graphic() && c != '"'))
        && (text.len() as u64) < VALIDATOR_LIMIT
}

fn make_parent(path: &Path) -> Result<(), NetError> {
    match path.parent() {
        Some(parent) => fs::create_dir_all(parent).map_err(NetError::io(parent)),
        None => Ok(()),
    }
}

fn remove(path: &Path) -> Result<(), NetError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(NetError::io(path)(error)),
        _ => Ok(()),
    }
}

/// Links a file of a snapshot, `depth` folders below it, to its bytes.
#[cfg(unix)]
fn make_link(blob: &Path, link: &Path, depth: usize) -> io::Result<()> {
    let name = blob.file_name().map(PathBuf::from).unwrap_or_default();
    let target = (0..depth + 2).map(|_| "..").collect::<PathBuf>().join("blobs").join(name);
    std::os::unix::fs::symlink(target, link)
}

/// Symbolic links need rights that users of Windows lack; where the disk has no hard links either, the file moves.
#[cfg(not(unix))]
fn make_link(blob: &Path, link: &Path, _depth: usize) -> io::Result<()> {
    fs::hard_link(blob, link).or_else(|_| fs::rename(blob, link))
}
