//! Projects with a run whose rows need no model.

use std::path::{Path, PathBuf};

use dataset::{Attempt, Fields, Verdict};
use project::{Project, RunId, RunPlan};
use serde_json::json;

/// A project in a folder with a recipe and a run of it, which made these rows: of each its conditions and its fields.
pub fn made(
    folder: &Path,
    recipe: &str,
    wanted: u64,
    rows: impl IntoIterator<Item = (Fields, Fields)>,
) -> (PathBuf, RunId) {
    let path = folder.join("a.seedbed");
    let mut project = Project::create(&path).unwrap();
    let plan = RunPlan {
        recipe: project.save_recipe(recipe, None, 1).unwrap(),
        model: json!({"name": "starter", "sha256": "ab"}),
        seed: 5,
        profile: json!({"engine": "1", "device": "cpu", "instructions": "avx2"}),
        rows: wanted,
        attempts: wanted,
        overrides: Fields::new(),
        input: None,
        personal: None,
    };
    let run = project.create_run(&plan, &[], 2).unwrap();
    let attempt = |(draw, (conditions, fields)): (u64, (Fields, Fields))| Attempt {
        draw,
        attempt: 0,
        conditions,
        input: None,
        shown: Vec::new(),
        steps: Vec::new(),
        fields,
        checks: Vec::new(),
        failure: None,
    };
    let attempts: Vec<Attempt> = (0..).zip(rows).map(attempt).collect();
    let verdicts: Vec<_> =
        (0..attempts.len() as u64).map(|row| (row, 0, Verdict::Accepted { row })).collect();
    project.commit(run, &attempts, &verdicts).unwrap();
    project.close().unwrap();
    (path, run)
}
