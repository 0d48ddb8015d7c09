//! Opening, making and closing a project file.

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};

use crate::lock::WriterLock;
use crate::{Error, mount, schema};

/// A project open for reading, beside its writer or alone.
#[derive(Debug)]
pub struct Reader {
    pub(crate) connection: Connection,
    path: PathBuf,
}

/// A project open for reading and writing. There is one at a time for each file, in all processes.
#[derive(Debug)]
pub struct Project {
    reader: Reader,
    // Dropped after the connection, so the next writer finds a closed file.
    _lock: WriterLock,
}

impl Deref for Project {
    type Target = Reader;
    fn deref(&self) -> &Reader {
        &self.reader
    }
}

impl Reader {
    /// Opens a project for reading, also while another window writes to it.
    ///
    /// # Errors
    /// [`Error::Open`] where the file is absent, not a project, damaged, tampered with, newer than this program, or
    /// older and not yet opened for writing.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let open = || {
            let path = existing(path)?;
            let connection = connect(&path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
            let version = schema::verify(&connection)?;
            check(&connection)?;
            if version < schema::VERSION {
                return Err(Error::Older { version });
            }
            Ok(Self { connection, path })
        };
        open().map_err(|error: Error| error.at(path))
    }

    /// The project file, with symbolic links resolved.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Project {
    /// Makes an empty project.
    ///
    /// # Errors
    /// [`Error::Open`] where a file of that name exists or the folder cannot be written.
    pub fn create(path: &Path) -> Result<Self, Error> {
        let create = || {
            // Made here rather than by SQLite, so that an existing file is never touched.
            std::fs::File::create_new(path)?;
            let made = Self::connect(path, schema::create);
            if made.is_err() {
                std::fs::remove_file(path).ok();
            }
            made
        };
        create().map_err(|error: Error| error.at(path))
    }

    /// Opens a project for reading and writing. One that an older program made is brought to the present format.
    ///
    /// # Errors
    /// As [`Reader::open`]; also with the cause [`Error::InUse`] where another window writes to it, and
    /// [`Error::NotWritable`].
    pub fn open(path: &Path) -> Result<Self, Error> {
        Self::connect(path, |_| Ok(())).map_err(|error| error.at(path))
    }

    fn connect(
        path: &Path,
        prepare: impl FnOnce(&Connection) -> rusqlite::Result<()>,
    ) -> Result<Self, Error> {
        let path = existing(path)?;
        if std::fs::metadata(&path)?.permissions().readonly() {
            return Err(Error::NotWritable);
        }
        let lock = WriterLock::take(&path)?;
        let connection = connect(&path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        prepare(&connection)?;
        let version = schema::verify(&connection)?;
        check(&connection)?;
        if version < schema::VERSION {
            schema::migrate(&connection, version)?;
        }
        let journal = if mount::is_remote(&path) { "DELETE" } else { "WAL" };
        // Answers with the mode in force: where shared memory is missing, SQLite stays with DELETE, which is as safe.
        connection.pragma_update_and_check(None, "journal_mode", journal, |_| Ok(()))?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        Ok(Self { reader: Reader { connection, path }, _lock: lock })
    }

    /// Closes the project. Its file is then complete by itself and can be copied or sent. A dropped project loses
    /// nothing either; a log may then stay beside the file until the next opening.
    ///
    /// # Errors
    /// [`Error::DiskFull`] or [`Error::Storage`]; every record committed before is safe all the same.
    pub fn close(self) -> Result<(), Error> {
        let Self { reader, _lock } = self;
        // Without a write-ahead log, the file can also be read from a medium that cannot be written. Another window's
        // reader needs the log; it then stays and only its content moves into the file.
        let whole = reader.connection.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()));
        if whole.is_err() {
            reader.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        }
        reader.connection.close().map_err(|(_, error)| error)?;
        Ok(())
    }

    #[cfg(test)]
    pub(crate) fn connection_mut(&mut self) -> &mut Connection {
        &mut self.reader.connection
    }

    /// Runs `change` in one transaction. When this returns `Ok`, what it wrote is on the disk.
    pub(crate) fn write<T>(
        &mut self,
        change: impl FnOnce(&rusqlite::Transaction<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let transaction =
            self.reader.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let value = change(&transaction)?;
        transaction.commit()?;
        Ok(value)
    }
}

fn existing(path: &Path) -> Result<PathBuf, Error> {
    let path = path.canonicalize()?;
    if path.is_dir() {
        return Err(Error::NotAProject);
    }
    Ok(path)
}

/// Connects as <https://sqlite.org/security.html> advises for files that others may have made.
fn connect(path: &Path, access: OpenFlags) -> Result<Connection, Error> {
    let connection = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    for (option, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true),
        (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
    ] {
        connection.set_db_config(option, on)?;
    }
    for (limit, most) in [
        (Limit::SQLITE_LIMIT_LENGTH, 256 << 20),
        (Limit::SQLITE_LIMIT_SQL_LENGTH, 1 << 20),
        (Limit::SQLITE_LIMIT_COLUMN, 100),
        (Limit::SQLITE_LIMIT_EXPR_DEPTH, 100),
        (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 10),
        (Limit::SQLITE_LIMIT_ATTACHED, 0),
        (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 1),
        (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
    ] {
        connection.set_limit(limit, most)?;
    }
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "mmap_size", 0)?;
    // Sorting must not leave row text in the system's temporary folder.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

fn check(connection: &Connection) -> Result<(), Error> {
    let found: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if found == "ok" { Ok(()) } else { Err(Error::Damaged { detail: found }) }
}
