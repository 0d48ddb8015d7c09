//! A project in a folder of its own, and attempts to fill it with.
#![allow(
    dead_code,
    missing_docs,
    clippy::unwrap_used,
    reason = "support for tests; each file uses a part of it"
)]

use std::path::PathBuf;

use dataset::{Attempt, CheckResult, Fields, Shown, Stage, StepTrace, TokenTrace, Verdict};
use project::{AttemptId, Project, RunId, RunPlan, SourceInfo, SourceSnapshot};
use serde_json::{Value, json};

pub struct Scene {
    pub folder: tempfile::TempDir,
    pub project: Project,
    pub run: RunId,
}

impl Scene {
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("a.seedbed")
    }

    pub fn id(&self, draw: u64, attempt: u32) -> AttemptId {
        AttemptId { run: self.run, draw, attempt }
    }
}

pub fn scene() -> Scene {
    let folder = tempfile::tempdir().unwrap();
    let mut project = Project::create(&folder.path().join("a.seedbed")).unwrap();
    let run = new_run(&mut project);
    Scene { folder, project, run }
}

pub fn plan(recipe: String) -> RunPlan {
    RunPlan {
        recipe,
        model: json!({"name": "starter", "sha256": "ab"}),
        seed: u64::MAX - 3,
        profile: json!({"engine": "0.1.0", "device": "cpu", "instructions": "avx2"}),
        rows: 100,
        attempts: 400,
        overrides: fields(json!({"rows": 100})),
        input: Some("support".to_owned()),
        personal: None,
    }
}

pub fn support() -> SourceSnapshot {
    SourceSnapshot {
        info: SourceInfo {
            name: "support".to_owned(),
            file: "support.csv".to_owned(),
            sha256: "cd".to_owned(),
            private: true,
        },
        rows: (0..3).map(|n| fields(json!({"note": format!("patient note {n}"), "age": 40 + n}))).collect(),
    }
}

pub fn new_run(project: &mut Project) -> RunId {
    let recipe = project.save_recipe("schema = 1\nname = \"Reviews\"\n", None, 1_000).unwrap();
    project.create_run(&plan(recipe), &[support()], 2_000).unwrap()
}

pub fn fields(value: Value) -> Fields {
    serde_json::from_value(value).unwrap()
}

pub fn attempt(draw: u64, attempt: u32, conditions: Value, values: Value) -> Attempt {
    let raw = format!("raw answer of draw {draw}\n{values}");
    Attempt {
        draw,
        attempt,
        conditions: fields(conditions),
        input: None,
        shown: vec![Shown { name: "shots".to_owned(), rows: vec![2, 0] }],
        steps: vec![StepTrace {
            step: "review".to_owned(),
            prompt_sha256: "ef".repeat(32),
            prompt_tokens: 31,
            tokens: raw
                .split_inclusive(' ')
                .enumerate()
                .map(|(n, text)| TokenTrace {
                    text: text.to_owned(),
                    log_probability: -0.1 - 0.01 * draw as f32 - n as f32 / 7.0,
                    forced: n == 0,
                })
                .collect(),
            raw,
            finish: "end".to_owned(),
        }],
        fields: fields(values),
        checks: vec![CheckResult {
            kind: "length".to_owned(),
            field: "text".to_owned(),
            passed: true,
            detail: "31 words".to_owned(),
        }],
        failure: None,
    }
}

pub fn rejected(stage: Stage, check: &str) -> Verdict {
    Verdict::Rejected { stage, check: check.to_owned(), reason: format!("failed {check}") }
}
