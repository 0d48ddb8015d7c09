//! The tables of a project file, and the test that a file holds them and nothing else.

use std::collections::BTreeMap;

use rusqlite::Connection;

use crate::Error;

/// Marks a SQLite file as a Seedbed project ('Seed' in ASCII).
const APPLICATION_ID: i32 = 0x5365_6564;

/// What leads from each version of the tables to the next. Steps of released versions are never changed.
const STEPS: [&str; 10] = [
    include_str!("schema/1.sql"),
    include_str!("schema/2.sql"),
    include_str!("schema/3.sql"),
    include_str!("schema/4.sql"),
    include_str!("schema/5.sql"),
    include_str!("schema/6.sql"),
    include_str!("schema/7.sql"),
    include_str!("schema/8.sql"),
    include_str!("schema/9.sql"),
    include_str!("schema/10.sql"),
];

/// Version of the tables that this program writes, and the only one that it reads.
pub(crate) const VERSION: i32 = STEPS.len() as i32;

/// Makes the tables in an empty file.
pub(crate) fn create(connection: &Connection) -> rusqlite::Result<()> {
    advance(connection, 0, VERSION)
}

/// Brings the tables of an older version, verified before, to the present one; all steps or none.
pub(crate) fn migrate(connection: &Connection, version: i32) -> rusqlite::Result<()> {
    advance(connection, version, VERSION)
}

fn advance(connection: &Connection, from: i32, to: i32) -> rusqlite::Result<()> {
    let steps: String =
        (from..to).filter_map(|step| STEPS.get(step.cast_unsigned() as usize).copied()).collect();
    connection.execute_batch(&format!(
        "BEGIN IMMEDIATE;
         PRAGMA application_id = {APPLICATION_ID};
         PRAGMA user_version = {to};
         {steps}
         COMMIT;"
    ))
}

/// Tests that the file is a project of this version or an older one, which it returns, and that its schema is ours to
/// the letter: a trigger or view would run the author's SQL inside ours.
pub(crate) fn verify(connection: &Connection) -> Result<i32, Error> {
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    if number("application_id")? != APPLICATION_ID {
        return Err(Error::NotAProject);
    }
    let version = number("user_version")?;
    if version > VERSION {
        return Err(Error::Newer { version });
    }
    let reference = Connection::open_in_memory()?;
    advance(&reference, 0, version)?;
    let (expected, found) = (objects(&reference)?, objects(connection)?);
    let difference = found
        .iter()
        .find(|(name, sql)| expected.get(*name) != Some(sql))
        .or_else(|| expected.iter().find(|(name, _)| !found.contains_key(*name)));
    match difference {
        Some(((kind, name), _)) => Err(Error::Foreign { object: format!("{kind} '{name}'") }),
        None => Ok(version),
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

#[cfg(test)]
mod tests {
    use dataset::{Attempt, Fields, Stage, Verdict};
    use serde_json::json;

    use super::*;
    use crate::{AttemptId, Change, Changes, Project, Reader, RevisionKind, RunId, record};

    /// A project as version 1 left it: draw 0 was rejected, accepted by hand, and its text edited twice, once taken
    /// back; draw 1 was accepted and taken out.
    fn version_1(path: &std::path::Path) {
        let connection = Connection::open(path).unwrap();
        advance(&connection, 0, 1).unwrap();
        connection
            .execute_batch(
                r#"INSERT INTO recipe VALUES ('ab', 'schema = 1', NULL, 1);
                INSERT INTO run VALUES (1, 'ab', '"m"', 5, '"p"', 10, 40, '{}', NULL, '{"status":"completed"}', 2, 3, 4);"#,
            )
            .unwrap();
        for draw in 0..2_u64 {
            let attempt = Attempt {
                draw,
                attempt: 0,
                conditions: Fields::new(),
                input: None,
                shown: Vec::new(),
                steps: Vec::new(),
                fields: Fields::from_iter([("text".to_owned(), "a".into())]),
                checks: Vec::new(),
                failure: None,
            };
            connection
                .execute(
                    "INSERT INTO attempt VALUES (?1 + 1, 1, ?1, 0, ?2)",
                    (draw.cast_signed(), record::encode(&attempt).unwrap()),
                )
                .unwrap();
        }
        connection
            .execute_batch(
                r#"INSERT INTO verdict VALUES
                    (1, 1, NULL, NULL, '{"verdict":"rejected","stage":"valid","check":"length","reason":"short"}'),
                    (2, 2, NULL, NULL, '{"verdict":"accepted","row":0}'),
                    (3, 1, 'Ana', 7, '{"verdict":"accepted","row":10}'),
                    (4, 2, 'Ana', 9, '{"verdict":"rejected","stage":"reviewed","check":"review","reason":"dull"}');
                INSERT INTO revision VALUES
                    (1, 1, 1, 'Ben', 6, '"edit"', 'text', '"a"', '"b"'),
                    (2, 1, 1, 'Ben', 8, '"edit"', 'text', '"b"', '"c"'),
                    (3, 1, 1, 'Ben', 10, '"undo"', 'text', '"c"', '"b"');
                INSERT INTO listing VALUES
                    (1, 1, 0, 0, 1, 10, NULL, NULL, NULL, 1, 1, NULL, 1, '{}', '{"text":"b"}'),
                    (2, 1, 1, 0, 2, NULL, 3, 'review', 'dull', 1, 1, NULL, 0, '{}', '{"text":"x"}');"#,
            )
            .unwrap();
    }

    #[test]
    fn a_project_of_version_1_is_renewed_with_all_that_was_done_to_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.seedbed");
        version_1(&path);
        let error = Reader::open(&path).unwrap_err();
        assert!(matches!(error.kind(), Error::Older { version: 1 }), "{error}");

        let mut project = Project::open(&path).unwrap();
        let row =
            |project: &Project, draw| project.row(AttemptId { run: RunId(1), draw, attempt: 0 }).unwrap();
        let short = Verdict::Rejected { stage: Stage::Valid, check: "length".into(), reason: "short".into() };
        let first = row(&project, 0);
        assert_eq!(first.judged, Some(short.clone()));
        assert_eq!(first.summary.verdict, Some(Verdict::Accepted { row: 10 }));
        assert!(first.summary.overruled && first.summary.revised && !first.summary.extra);
        let decided = first.revisions.iter().filter(|r| matches!(r.change, Change::Verdict { .. })).count();
        assert_eq!((decided, first.revisions.len()), (1, 4));
        assert_eq!(row(&project, 1).judged, Some(Verdict::Accepted { row: 0 }));

        let mut undo = || project.undo(RunId(1), "Cleo", 20).unwrap().pop().map(|revision| revision.change);
        let field = |before: &str, after: &str| Change::Field {
            name: "text".into(),
            before: Some(json!(before)),
            after: Some(json!(after)),
        };
        assert_eq!(undo(), Some(field("b", "a")), "the edit that still stood");
        let Some(Change::Verdict { after, .. }) = undo() else { panic!("a decision is taken back") };
        assert_eq!(after, Verdict::Accepted { row: 0 });
        let Some(Change::Verdict { after, .. }) = undo() else { panic!("a decision is taken back") };
        assert_eq!(after, short);
        assert_eq!(undo(), None);
        assert_eq!(project.accepted_count(RunId(1)).unwrap(), 1);
        assert_eq!(row(&project, 0).revisions.last().unwrap().kind, RevisionKind::Undo);
        assert_eq!(project.personal_data_of(RunId(1)).unwrap(), project.personal_data().unwrap());
        project.close().unwrap();
        Reader::open(&path).unwrap();
    }

    #[test]
    fn judgments_of_version_4_keep_what_they_changed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.seedbed");
        version_1(&path);
        let older = Connection::open(&path).unwrap();
        advance(&older, 1, 4).unwrap();
        // Ana gave draw 1 another text by a label, and found draw 0 right.
        older
            .execute_batch(
                r#"DELETE FROM revision;
                UPDATE listing SET state = 1, row = attempt, cells = '{"text":"b"}', revised = 1;
                INSERT INTO revision VALUES (9, 2, 1, 'Ana', 11, '"edit"', 'text', '"a"', '"b"');
                INSERT INTO review VALUES
                    (1, 1, 'Ana', 10, '{"judgment":"accept"}', '', 1, NULL),
                    (2, 2, 'Ana', 11, '{"judgment":"label","label":"b"}', 'n', 1, 9);"#,
            )
            .unwrap();
        drop(older);
        let mut project = Project::open(&path).unwrap();
        let reviewed = project.reviewed(RunId(1)).unwrap();
        let words: Vec<_> = reviewed.iter().map(|row| (row.id.draw, row.words[0].changes.clone())).collect();
        let changed = Changes::from([("text".to_owned(), json!("b"))]);
        assert_eq!(words, [(0, Changes::new()), (1, changed)]);
        assert_eq!(reviewed[1].values["text"], "a", "the row as it is without the word");
        let (id, undone) = project.take_back(RunId(1), false, "Ana", 12).unwrap().unwrap();
        assert_eq!((id.draw, undone[0].kind), (1, RevisionKind::Undo));
        assert_eq!(project.summary(id).unwrap().values["text"], "a");
    }
}
