//! One writer at a time: a lock beside the project file, freed by the operating system when its process ends.

use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use crate::Error;

/// Held while a project is open for writing.
///
/// The lock is a file of its own. SQLite's locks on the project file itself would be lost as soon as any other
/// handle to that file is closed in this process.
#[derive(Debug)]
pub(crate) struct WriterLock {
    path: PathBuf,
    file: File,
}

impl WriterLock {
    /// Takes the lock of a project, or says that another holds it.
    pub(crate) fn take(project: &Path) -> Result<Self, Error> {
        let mut name = OsString::from(".");
        name.push(project.file_name().unwrap_or_default());
        name.push(".lock");
        let path = project.with_file_name(name);
        loop {
            let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(Error::InUse),
                Err(TryLockError::Error(error)) => return Err(error.into()),
            }
            // The holder before us removes the file; whoever waited on the removed one tries again.
            if is_same(&file, &path) {
                return Ok(Self { path, file });
            }
        }
    }
}

impl Drop for WriterLock {
    fn drop(&mut self) {
        // Removed while still locked, so that no other writer can hold it; a file left behind does no harm.
        if cfg!(unix) {
            std::fs::remove_file(&self.path).ok();
        }
        self.file.unlock().ok();
    }
}

#[cfg(unix)]
fn is_same(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), std::fs::metadata(path)) {
        (Ok(held), Ok(named)) => (held.dev(), held.ino()) == (named.dev(), named.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_same(_: &File, _: &Path) -> bool {
    true
}
