//! What models computed before: vectors of texts and log-probabilities of continuations, kept beside the projects so that
//! nothing is computed twice. The file holds digests and numbers, no text.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension as _, params};
use sha2::{Digest as _, Sha256};

use crate::Error;

/// Tells that a database is one of these.
const APPLICATION: i64 = 0x5342_4343;
const VERSION: i64 = 1;
/// Time to wait for another process that writes.
const PATIENCE: Duration = Duration::from_secs(5);

/// Names what was computed: everything that the numbers depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ComputedKey([u8; 32]);

impl ComputedKey {
    /// The key of what depends on these parts, in this order: what is computed, by which model, of which texts.
    #[must_use]
    pub fn of<'a>(parts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut hasher = Sha256::new();
        for part in parts {
            // With its length before it, so that no two lists of parts run together.
            hasher.update((part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        Self(hasher.finalize().into())
    }
}

/// The file of what was computed. What is oldest leaves when it grows beyond its limit.
#[derive(Debug)]
pub struct Computed {
    connection: Connection,
    limit: u64,
}

impl Computed {
    /// Opens the file, or makes it. One that is damaged or not such a file is replaced: it can be computed again.
    /// `limit` is in bytes.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn open(path: &Path, limit: u64) -> Result<Self, Error> {
        let connection = connect(path).or_else(|_| {
            for ending in ["", "-wal", "-shm"] {
                let mut file = path.as_os_str().to_owned();
                file.push(ending);
                if Path::new(&file).exists() {
                    std::fs::remove_file(&file)?;
                }
            }
            connect(path)
        })?;
        Ok(Self { connection, limit })
    }

    /// What was computed, in the order of the keys.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn find(&self, keys: &[ComputedKey]) -> Result<Vec<Option<Vec<f32>>>, Error> {
        let mut find = self.connection.prepare_cached("SELECT numbers FROM computed WHERE key = ?1")?;
        let mut found = Vec::with_capacity(keys.len());
        for key in keys {
            let bytes: Option<Vec<u8>> = find.query_row([&key.0[..]], |row| row.get(0)).optional()?;
            found.push(bytes.map(|bytes| {
                let (numbers, _) = bytes.as_chunks::<4>();
                numbers.iter().map(|number| f32::from_le_bytes(*number)).collect()
            }));
        }
        Ok(found)
    }

    /// Keeps what was computed.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn keep(&mut self, computed: &[(ComputedKey, &[f32])]) -> Result<(), Error> {
        let transaction = self.connection.transaction()?;
        {
            let mut insert = transaction
                .prepare_cached("INSERT OR IGNORE INTO computed (key, numbers) VALUES (?1, ?2)")?;
            for (key, numbers) in computed {
                let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
                insert.execute(params![&key.0[..], bytes])?;
            }
            let size: i64 = transaction.query_row(
                "SELECT (page_count - freelist_count) * page_size
                 FROM pragma_page_count, pragma_freelist_count, pragma_page_size",
                [],
                |row| row.get(0),
            )?;
            if size as u64 > self.limit {
                transaction.execute(
                    "DELETE FROM computed WHERE number <= (
                         SELECT number FROM computed ORDER BY number
                         LIMIT 1 OFFSET (SELECT count(*) / 2 FROM computed))",
                    [],
                )?;
            }
        }
        transaction.commit()?;
        Ok(())
    }
}

fn connect(path: &Path) -> Result<Connection, Error> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(PATIENCE)?;
    let pragma = |name: &str| connection.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0));
    let new = pragma("schema_version")? == 0;
    if !new && (pragma("application_id")?, pragma("user_version")?) != (APPLICATION, VERSION) {
        return Err(Error::NotAProject);
    }
    connection.execute_batch(&format!(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
         PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION};
         CREATE TABLE IF NOT EXISTS computed (
             number INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, numbers BLOB NOT NULL
         ) STRICT;"
    ))?;
    // Finds out whether the file can be read as a whole, as far as that is cheap.
    connection.query_row("SELECT max(number) FROM computed", [], |row| row.get::<_, Option<i64>>(0))?;
    Ok(connection)
}

#[cfg(test)]
mod tests {
    use super::{Computed, ComputedKey};

    fn key(text: &str) -> ComputedKey {
        ComputedKey::of(["vector", "model", text])
    }

    #[test]
    fn what_was_kept_is_found_again_also_later() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("computed.db");
        let mut computed = Computed::open(&path, 1 << 20).unwrap();
        computed.keep(&[(key("a"), &[1.0, -2.5]), (key("b"), &[])]).unwrap();
        let expected = [Some(vec![]), None, Some(vec![1.0, -2.5])];
        assert_eq!(computed.find(&[key("b"), key("c"), key("a")]).unwrap(), expected);
        let beside = Computed::open(&path, 1 << 20).unwrap();
        drop(computed);
        assert_eq!(beside.find(&[key("b"), key("c"), key("a")]).unwrap(), expected);
    }

    #[test]
    fn keys_do_not_run_together() {
        assert_ne!(ComputedKey::of(["ab", "c"]), ComputedKey::of(["a", "bc"]));
        assert_ne!(ComputedKey::of(["ab"]), ComputedKey::of(["ab", ""]));
    }

    #[test]
    fn the_oldest_leave_when_there_is_too_much() {
        let folder = tempfile::tempdir().unwrap();
        let mut computed = Computed::open(&folder.path().join("computed.db"), 256 << 10).unwrap();
        let vector = [0.5_f32; 256];
        for number in 0..1000 {
            computed.keep(&[(key(&number.to_string()), &vector)]).unwrap();
        }
        let keys: Vec<_> = (0..1000).map(|number| key(&number.to_string())).collect();
        let found = computed.find(&keys).unwrap();
        let there = found.iter().flatten().count();
        assert!((50..=300).contains(&there), "{there} of 1000 kilobytes are there");
        assert!(found[1000 - there..].iter().all(Option::is_some), "the newest are there");
    }

    #[test]
    fn a_file_that_is_not_one_of_these_is_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("computed.db");
        for content in [&b"not a database at all"[..], &[0; 8192], b""] {
            std::fs::write(&path, content).unwrap();
            let mut computed = Computed::open(&path, 1 << 20).unwrap();
            computed.keep(&[(key("a"), &[1.0])]).unwrap();
            assert_eq!(computed.find(&[key("a")]).unwrap(), [Some(vec![1.0])]);
        }
    }
}
