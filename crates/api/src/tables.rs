//! Tables of files, read once while the files stay as they are.

use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use dataset::{ReadOptions, Table};

use crate::error::{Result, WireError};
use crate::project::sentence;
use crate::sync::lock;

/// Tables that are kept: a project's real rows and its gold rows.
const KEPT: usize = 2;

/// A file's table, and what the user should know of how it was read.
#[derive(Clone)]
pub struct ReadTable {
    pub table: Arc<Table>,
    pub notices: Vec<String>,
}

/// The tables read last.
#[derive(Default)]
pub struct Tables(Mutex<VecDeque<(Stamp, ReadTable)>>);

/// A file as it is now. One that is changed within the clock of the disk, to the same size, is taken for the same.
#[derive(PartialEq, Eq)]
struct Stamp {
    path: PathBuf,
    header: bool,
    size: u64,
    modified: SystemTime,
}

impl Stamp {
    /// `None` where the disk does not tell.
    fn of(path: &Path, header: bool) -> Option<Self> {
        let about = fs::metadata(path).ok()?;
        let (size, modified) = (about.len(), about.modified().ok()?);
        Some(Self { path: path.to_owned(), header, size, modified })
    }
}

impl Tables {
    /// A file's table; of a CSV file the first line names the columns where there is a `header`.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn read(&self, path: &Path, header: bool) -> Result<ReadTable> {
        let stamp = Stamp::of(path, header);
        let known = lock(&self.0)
            .iter()
            .find(|(known, _)| Some(known) == stamp.as_ref())
            .map(|(_, read)| read.clone());
        if let Some(read) = known {
            return Ok(read);
        }
        let options = ReadOptions { header, ..ReadOptions::default() };
        let loaded =
            dataset::read(path, &options).map_err(|error| WireError::input(sentence(&error.to_string())))?;
        let read = ReadTable { table: Arc::new(loaded.table), notices: loaded.notices };
        // A file that was changed meanwhile is read again the next time.
        if let Some(stamp) = stamp.filter(|stamp| Stamp::of(path, header).as_ref() == Some(stamp)) {
            let mut kept = lock(&self.0);
            kept.retain(|(other, _)| (&other.path, other.header) != (&stamp.path, header));
            kept.push_front((stamp, read.clone()));
            kept.truncate(KEPT);
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_file_is_read_again_only_when_it_changed() -> std::result::Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let (tables, path) = (Tables::default(), folder.path().join("a.csv"));
        let write = |text: &str, seconds: u64| -> std::io::Result<()> {
            fs::write(&path, text)?;
            fs::File::options()
                .write(true)
                .open(&path)?
                .set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
        };
        let read = |header| tables.read(&path, header).map(|read| read.table);
        write("text\na\n", 1)?;
        let first = read(true)?;
        assert!(Arc::ptr_eq(&first, &read(true)?), "unchanged");
        assert_eq!(read(false)?.rows.len(), 2, "as another table");
        write("text\nb\n", 2)?;
        assert!(!Arc::ptr_eq(&first, &read(true)?), "changed at another time");
        write("text\nb\nc\n", 2)?;
        assert_eq!(read(true)?.rows.len(), 2, "changed to another size");
        fs::remove_file(&path)?;
        assert!(read(true).is_err(), "what is gone is not known any more");
        Ok(())
    }
}
