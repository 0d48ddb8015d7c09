//! Files that are damaged, hostile, newer, locked or in unusual places: one clear error each, never a lost row.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::fs;
use std::path::Path;

use dataset::Verdict;
use project::{Error, Project, Reader, RowQuery};
use rusqlite::Connection;
use serde_json::json;
use support::{Scene, attempt, scene};

/// A closed project with `rows` accepted rows.
fn closed(rows: u64) -> tempfile::TempDir {
    let Scene { folder, mut project, run } = scene();
    for n in 0..rows {
        let row = attempt(n, 0, json!({"label": "good"}), json!({"text": format!("row {n}")}));
        project.commit(run, &[row], &[(n, 0, Verdict::Accepted { row: n })]).unwrap();
    }
    project.close().unwrap();
    folder
}

fn refused(path: &Path) -> Error {
    let error = Project::open(path).map(|_| ()).unwrap_err();
    let reader = Reader::open(path).map(|_| ()).unwrap_err();
    assert_eq!(error.to_string(), reader.to_string(), "reader and writer agree");
    assert!(error.to_string().contains(&*path.to_string_lossy()), "the file is named: {error}");
    error
}

#[test]
fn a_closed_project_is_one_file() {
    let folder = closed(2);
    let names: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["a.seedbed"]);
}

#[test]
fn files_that_are_no_project() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.seedbed");
    assert!(matches!(refused(&path).kind(), Error::Missing));
    assert!(matches!(refused(folder.path()).kind(), Error::NotAProject));
    for content in [&b""[..], b"hello", &[0; 5_000], b"SQLite format 3\0 and then nothing of the kind"] {
        fs::write(&path, content).unwrap();
        let error = refused(&path);
        assert!(matches!(error.kind(), Error::NotAProject | Error::Damaged { .. }), "{error}");
        assert_eq!(fs::read(&path).unwrap(), content, "the file is left as it is");
    }
    fs::remove_file(&path).unwrap();
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE photos (id)").unwrap();
    assert!(matches!(refused(&path).kind(), Error::NotAProject), "another program's database");
    assert!(matches!(Project::create(&path).unwrap_err().kind(), Error::Exists));
}

#[test]
fn a_truncated_file_is_damaged_and_not_a_panic() {
    let folder = closed(40);
    let path = folder.path().join("a.seedbed");
    let whole = fs::read(&path).unwrap();
    let copy = folder.path().join("b.seedbed");
    for length in
        (0..whole.len()).step_by(6 * 4_096).chain([100, 1_000, whole.len() - 4_096, whole.len() - 700])
    {
        fs::write(&copy, &whole[..length]).unwrap();
        match Reader::open(&copy) {
            // A cut inside the last page can fall into unused space.
            Ok(reader) => {
                assert!(length > whole.len() - 4_096, "{length} of {} bytes pass", whole.len());
                assert_eq!(
                    reader.attempts_of(reader.runs().unwrap()[0].id).filter(Result::is_ok).count(),
                    40
                );
            }
            Err(_) => {
                let error = refused(&copy);
                assert!(
                    matches!(
                        error.kind(),
                        Error::Damaged { .. } | Error::NotAProject | Error::Foreign { .. }
                    ),
                    "{length} bytes: {error}"
                );
            }
        }
    }
}

#[test]
fn damaged_pages_never_panic() {
    let folder = closed(60);
    let path = folder.path().join("a.seedbed");
    let whole = fs::read(&path).unwrap();
    let copy = folder.path().join("b.seedbed");
    let mut refusals = 0;
    for (n, start) in (4_096..whole.len()).step_by(5_777).enumerate() {
        let mut bytes = whole.clone();
        for byte in bytes.iter_mut().skip(start).take(64) {
            *byte = byte.wrapping_mul(31).wrapping_add(n as u8 | 1);
        }
        fs::write(&copy, bytes).unwrap();
        // What the quick check lets pass is met again where it is read.
        match Reader::open(&copy) {
            Err(_) => refusals += 1,
            Ok(reader) => {
                for run in reader.runs().unwrap_or_default() {
                    for pair in reader.attempts_of(run.id) {
                        let Ok((attempt, _)) = pair else { continue };
                        drop(reader.row(project::AttemptId { run: run.id, draw: attempt.draw, attempt: 0 }));
                    }
                    drop(reader.rows(
                        run.id,
                        &RowQuery { search: "row".to_owned(), limit: 100, ..RowQuery::default() },
                    ));
                }
            }
        }
    }
    assert!(refusals > 0, "some of the damage is found on opening");
}

#[test]
fn only_our_own_schema_is_opened() {
    let check = |sql: &str, object: &str| {
        let folder = closed(1);
        let path = folder.path().join("a.seedbed");
        let connection = Connection::open(&path).unwrap();
        connection.execute_batch(sql).unwrap();
        drop(connection);
        let error = refused(&path);
        assert!(matches!(error.kind(), Error::Foreign { object: o } if o == object), "{error}");
    };
    check("CREATE TRIGGER t AFTER INSERT ON attempt BEGIN DELETE FROM attempt; END", "trigger 't'");
    check("CREATE VIEW v AS SELECT load_extension('evil') FROM attempt", "view 'v'");
    check("CREATE TABLE sqlitestuff (a)", "table 'sqlitestuff'");
    check("CREATE INDEX i ON attempt (hex(record))", "index 'i'");
    check("DROP INDEX cell_of", "index 'cell_of'");
    check(
        "ALTER TABLE setting RENAME TO hidden; CREATE VIEW setting AS SELECT name, value FROM hidden",
        "table 'hidden'",
    );
    let generated = "ALTER TABLE review ADD COLUMN g TEXT AS (hex(note))";
    check(generated, "table 'review'");
}

#[test]
fn a_newer_project_is_refused_and_left_alone() {
    let folder = closed(1);
    let path = folder.path().join("a.seedbed");
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let before = fs::read(&path).unwrap();
    let error = refused(&path);
    assert!(matches!(error.kind(), Error::Newer { version: 99 }));
    assert!(
        error.to_string().ends_with("made by a newer Seedbed (format 99); update Seedbed to open it"),
        "{error}"
    );
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn one_writer_and_any_number_of_readers() {
    let mut scene = scene();
    let path = scene.path();
    let error = Project::open(&path).unwrap_err();
    assert!(matches!(error.kind(), Error::InUse), "{error}");
    let readers = [Reader::open(&path).unwrap(), Reader::open(&path).unwrap()];
    for n in 0..5 {
        let row = attempt(n, 0, json!({}), json!({}));
        scene.project.commit(scene.run, &[row], &[(n, 0, Verdict::Accepted { row: n })]).unwrap();
        for reader in &readers {
            assert_eq!(reader.accepted_count(scene.run).unwrap(), n + 1, "a reader sees what was committed");
        }
    }
    // With readers open the log stays; the rows are safe all the same.
    scene.project.close().unwrap();
    assert_eq!(readers[0].accepted_count(scene.run).unwrap(), 5);
    let project = Project::open(&path).unwrap();
    assert_eq!(project.accepted_count(scene.run).unwrap(), 5);
    drop(readers);
    drop(project);
    Project::open(&path).unwrap().close().unwrap();
}

#[test]
fn reading_never_changes_the_file() {
    let folder = closed(3);
    let path = folder.path().join("a.seedbed");
    let before = fs::read(&path).unwrap();
    let reader = Reader::open(&path).unwrap();
    let run = reader.runs().unwrap()[0].id;
    assert_eq!(reader.accepted(run).count(), 3);
    drop(reader);
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_leads_to_the_one_project() {
    let folder = closed(2);
    let elsewhere = tempfile::tempdir().unwrap();
    let link = elsewhere.path().join("link.seedbed");
    std::os::unix::fs::symlink(folder.path().join("a.seedbed"), &link).unwrap();
    let project = Project::open(&link).unwrap();
    assert_eq!(project.path(), folder.path().canonicalize().unwrap().join("a.seedbed"));
    let direct = Project::open(&folder.path().join("a.seedbed"));
    assert!(matches!(direct.unwrap_err().kind(), Error::InUse), "both names are one project with one writer");
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 1, "no log or lock beside the link");
    project.close().unwrap();

    fs::remove_file(folder.path().join("a.seedbed")).unwrap();
    assert!(matches!(Project::open(&link).unwrap_err().kind(), Error::Missing), "a dangling link");
    let loose = elsewhere.path().join("loop.seedbed");
    std::os::unix::fs::symlink(&loose, &loose).unwrap();
    assert!(Project::open(&loose).is_err());
    assert!(
        matches!(Project::create(&link).unwrap_err().kind(), Error::Exists),
        "a link is not followed by create"
    );
}

#[cfg(unix)]
#[test]
fn a_file_without_write_permission_can_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let folder = closed(2);
    let path = folder.path().join("a.seedbed");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    assert!(matches!(Project::open(&path).unwrap_err().kind(), Error::NotWritable));
    let reader = Reader::open(&path).unwrap();
    assert_eq!(reader.accepted_count(reader.runs().unwrap()[0].id).unwrap(), 2);
}

#[test]
fn power_loss_keeps_every_whole_commit() {
    let mut scene = scene();
    let mut sizes = Vec::new();
    let log = scene.path().with_file_name("a.seedbed-wal");
    for n in 0..6 {
        let rows = [
            attempt(2 * n, 0, json!({}), json!({"text": "first"})),
            attempt(2 * n + 1, 0, json!({}), json!({})),
        ];
        let verdicts = [
            (2 * n, 0, Verdict::Accepted { row: 2 * n }),
            (2 * n + 1, 0, Verdict::Accepted { row: 2 * n + 1 }),
        ];
        scene.project.commit(scene.run, &rows, &verdicts).unwrap();
        sizes.push(fs::metadata(&log).unwrap().len());
    }
    let (file, log) = (fs::read(scene.path()).unwrap(), fs::read(log).unwrap());
    let lost = tempfile::tempdir().unwrap();
    let path = lost.path().join("a.seedbed");
    for length in (sizes[0]..=sizes[5]).step_by(7_031).chain(sizes.iter().copied()) {
        fs::write(&path, &file).unwrap();
        fs::write(lost.path().join("a.seedbed-wal"), &log[..length as usize]).unwrap();
        let project = Project::open(&path).unwrap();
        let whole = sizes.iter().filter(|size| **size <= length).count();
        let rows: Vec<_> = project.attempts_of(scene.run).map(Result::unwrap).collect();
        assert_eq!(rows.len(), 2 * whole, "a log cut at {length} bytes");
        assert_eq!(project.accepted_count(scene.run).unwrap(), 2 * whole as u64);
        project.close().unwrap();
    }
}
