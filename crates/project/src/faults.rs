//! A full disk, and the process killed at any step of a commit.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use dataset::{Attempt, Fields, Stage, Verdict};

use crate::{BulkChange, Error, NextSteps, Project, RowQuery, RunId, RunPlan, Selection};

fn attempts(group: u64) -> (Vec<Attempt>, Vec<(u64, u32, Verdict)>) {
    let attempt = |draw: u64| Attempt {
        draw,
        attempt: 0,
        conditions: Fields::from_iter([("topic".to_owned(), format!("topic {}", draw % 7).into())]),
        input: None,
        shown: Vec::new(),
        steps: Vec::new(),
        // Text that does not compress, so that the disk fills.
        fields: Fields::from_iter([(
            "text".to_owned(),
            crate::recipe_hash(&draw.to_string()).repeat(20).into(),
        )]),
        checks: Vec::new(),
        failure: None,
    };
    let rejected =
        Verdict::Rejected { stage: Stage::Unique, check: "duplicate".into(), reason: "as row 0".into() };
    let draw = 3 * group;
    let verdicts = vec![
        (draw, 0, Verdict::Accepted { row: 2 * group }),
        (draw + 1, 0, rejected),
        (draw + 2, 0, Verdict::Accepted { row: 2 * group + 1 }),
    ];
    (vec![attempt(draw), attempt(draw + 1), attempt(draw + 2)], verdicts)
}

fn new_run(project: &mut Project) -> RunId {
    let recipe = project.save_recipe("schema = 1", None, 0).unwrap();
    let plan = RunPlan {
        recipe,
        model: "m".into(),
        seed: 1,
        profile: "p".into(),
        rows: 1_000,
        attempts: 4_000,
        overrides: Fields::new(),
        input: None,
        personal: None,
    };
    project.create_run(&plan, &[], 0).unwrap()
}

/// Tests that the project holds exactly the first `groups` groups, whole.
fn holds(path: &Path, run: RunId, groups: u64) {
    let project = Project::open(path).unwrap();
    let stored: Vec<_> = project.attempts_of(run).map(Result::unwrap).collect();
    let expected: Vec<_> = (0..groups)
        .flat_map(|group| {
            let (attempts, verdicts) = attempts(group);
            attempts.into_iter().zip(verdicts.into_iter().map(|(_, _, verdict)| Some(verdict)))
        })
        .collect();
    assert_eq!(stored, expected);
    let shown: Vec<u64> = project.accepted(run).map(|row| row.unwrap().id.draw).collect();
    assert_eq!(shown.len() as u64, 2 * groups, "rows that are shown");
    let words: i64 = project
        .connection
        .query_row("SELECT count(*) FROM search WHERE search MATCH '\"topic\"'", [], |row| row.get(0))
        .unwrap();
    assert_eq!(words as u64, 3 * groups, "rows that search finds");
    project.close().unwrap();
}

#[test]
fn a_full_disk_is_said_and_every_row_shown_is_safe() {
    for pages in [75_u32, 90, 105, 126] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.seedbed");
        let mut project = Project::create(&path).unwrap();
        let run = new_run(&mut project);
        let limit = |project: &Project, pages: u32| {
            project.connection.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(())).unwrap();
        };
        limit(&project, pages);
        let mut groups = 0;
        let error = loop {
            let (attempts, verdicts) = attempts(groups);
            match project.commit(run, &attempts, &verdicts) {
                Ok(()) => groups += 1,
                Err(error) => break error,
            }
        };
        assert!(groups > 0);
        assert!(matches!(error, Error::DiskFull { rows: Some(rows) } if rows == 2 * groups), "{error}");
        assert_eq!(
            error.to_string(),
            format!(
                "the disk is full; free some space and try again. {} accepted rows are safe in the project",
                2 * groups
            )
        );
        let again = attempts(groups);
        project.commit(run, &again.0, &again.1).unwrap_err();
        // With space freed, the same project goes on.
        limit(&project, 10_000);
        project.commit(run, &again.0, &again.1).unwrap();
        project.close().unwrap();
        holds(&path, run, groups + 1);
    }
}

#[test]
fn a_kill_at_any_step_leaves_whole_commits() {
    // The child dies after so many hundred steps of SQLite's machine, in the middle of its third commit and later.
    for fuse in [1, 2, 3, 5, 8, 13, 17, 21, 26, 34] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.seedbed");
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["faults::killed_child", "--exact", "--ignored", "--nocapture"])
            .env("SEEDBED_TEST_KILL", format!("{fuse}"))
            .env("SEEDBED_TEST_PATH", &path)
            .stderr(Stdio::null())
            .output()
            .unwrap();
        assert!(!child.status.success(), "the child was killed");
        let said = String::from_utf8_lossy(&child.stdout).matches("durable").count() as u64;
        assert!(said >= 2, "the child ran: {}", String::from_utf8_lossy(&child.stdout));
        let stored = Project::open(&path).unwrap().attempts_of(RunId(1)).count() as u64;
        assert!(
            stored == 3 * said || stored == 3 * (said + 1),
            "{stored} attempts stored, {said} commits reported"
        );
        holds(&path, RunId(1), stored / 3);
    }
}

#[test]
fn a_full_disk_in_the_middle_of_many_changes_leaves_none_of_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut project = Project::create(&folder.path().join("a.seedbed")).unwrap();
    let run = new_run(&mut project);
    for group in 0..30 {
        let (attempts, verdicts) = attempts(group);
        project.commit(run, &attempts, &verdicts).unwrap();
    }
    let texts =
        |project: &Project| -> Vec<Fields> { project.accepted(run).map(|row| row.unwrap().values).collect() };
    let before = texts(&project);
    let rows = Selection::Found(RowQuery::default());
    let value = crate::recipe_hash("new").repeat(20).into();
    let change = BulkChange::Set { field: "text".into(), value };
    let pages: u32 = project.connection.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    let limit = |project: &Project, pages: u32| {
        project.connection.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(())).unwrap();
    };
    limit(&project, pages + 8);
    let error = project.change_rows(run, &rows, &change, 60, "Ana", 1).unwrap_err();
    assert!(matches!(error, Error::DiskFull { .. }), "{error}");
    assert_eq!(texts(&project), before);
    assert_eq!(project.next_steps(run).unwrap(), NextSteps::default());
    limit(&project, 10_000);
    assert_eq!(project.change_rows(run, &rows, &change, 60, "Ana", 2).unwrap().len(), 60);
    assert_eq!(project.undo(run, "Ana", 3).unwrap().len(), 60);
    assert_eq!(texts(&project), before);
}

/// Commits group after group and is killed by its own hand.
#[test]
#[ignore = "the child of another test"]
fn killed_child() {
    let Ok(path) = std::env::var("SEEDBED_TEST_PATH") else { return };
    let mut fuse: u32 = std::env::var("SEEDBED_TEST_KILL").unwrap().parse().unwrap();
    let mut project = Project::create(Path::new(&path)).unwrap();
    let run = new_run(&mut project);
    for group in 0.. {
        if group == 2 {
            let kill = move || {
                fuse -= 1;
                if fuse == 0 {
                    Command::new("kill").args(["-9", &std::process::id().to_string()]).status().unwrap();
                }
                false
            };
            project.connection_mut().progress_handler(100, Some(kill)).unwrap();
        }
        let (attempts, verdicts) = attempts(group);
        project.commit(run, &attempts, &verdicts).unwrap();
        println!("durable {group}");
        std::io::stdout().flush().unwrap();
    }
}
