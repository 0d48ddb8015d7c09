//! The tables of a project file, and the test that a file holds them and nothing else.

use std::collections::BTreeMap;

use rusqlite::Connection;

use crate::Error;

/// Marks a SQLite file as a Seedbed project ('Seed' in ASCII).
const APPLICATION_ID: i32 = 0x5365_6564;

/// Version of the tables that this program reads and writes.
pub(crate) const VERSION: i32 = 1;

const TABLES: &str = include_str!("schema.sql");

/// Makes the tables in an empty file.
pub(crate) fn create(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(&format!(
        "BEGIN IMMEDIATE;
         PRAGMA application_id = {APPLICATION_ID};
         PRAGMA user_version = {VERSION};
         {TABLES}
         COMMIT;"
    ))
}

/// Tests that the file is a project of this version, and that its schema is ours to the letter: a trigger or view
/// would run the author's SQL inside ours.
pub(crate) fn verify(connection: &Connection) -> Result<(), Error> {
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    if number("application_id")? != APPLICATION_ID {
        return Err(Error::NotAProject);
    }
    let version = number("user_version")?;
    if version > VERSION {
        return Err(Error::Newer { version });
    }
    let reference = Connection::open_in_memory()?;
    create(&reference)?;
    let (expected, found) = (objects(&reference)?, objects(connection)?);
    let difference = found
        .iter()
        .find(|(name, sql)| expected.get(*name) != Some(sql))
        .or_else(|| expected.iter().find(|(name, _)| !found.contains_key(*name)));
    match difference {
        Some(((kind, name), _)) => Err(Error::Foreign { object: format!("{kind} '{name}'") }),
        None => Ok(()),
    }
}

type Objects = BTreeMap<(String, String), Option<String>>;

fn objects(connection: &Connection) -> rusqlite::Result<Objects> {
    // `ANALYZE` keeps statistics in tables of its own, which hold no SQL.
    let mut statement = connection.prepare(
        "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' OR type <> 'table'",
    )?;
    let rows = statement.query_map([], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))?;
    rows.collect()
}
