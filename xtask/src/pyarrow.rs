//! `cargo xtask pyarrow`: exported Parquet files, opened by the library that most data tools read them with.
//!
//! Not part of `cargo xtask test`: pyarrow is some forty megabytes from another registry, and the tests already read each
//! kind of file back with the Rust library. It is for changes of the writer, and before a release.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use crate::command::{built, cargo, command, execute, root};
use crate::setup::{self, COMPILER};

/// Folder of what is written and opened.
const FOLDER: &str = "artifacts/pyarrow";

/// Write files with the command line and open them.
pub fn pyarrow() -> Result<()> {
    setup::system_packages(&[COMPILER])?;
    let python = setup::python("pyarrow", &["tests/pyarrow/requirements.txt"], |_, _| {})?;
    execute(&mut cargo("build --package cli"))?;
    let folder = root().join(FOLDER);
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("{FOLDER} could not be removed"))?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("{FOLDER} could not be made"))?;
    for (recipe, rows) in [("attrprompt", "200"), ("llmaaa", "40"), ("self-prompting", "10")] {
        let [project, parquet, jsonl] =
            ["seedbed", "parquet", "jsonl"].map(|ending| format!("{recipe}.{ending}"));
        seedbed(&folder, &["run", recipe, "--rows", rows, "--project", &project, "--out", &parquet])?;
        seedbed(&folder, &["export", &project, "--out", &jsonl])?;
    }
    for vectors in ["vectors.parquet", "vectors.jsonl"] {
        seedbed(&folder, &["embed", "--input", "attrprompt.parquet", "--out", vectors])?;
    }
    execute(&mut command(python, ["tests/pyarrow/check.py", FOLDER]))
}

/// Runs the command line just built in a folder.
fn seedbed(folder: &Path, arguments: &[&str]) -> Result<()> {
    execute(command(built("seedbed"), arguments).current_dir(folder))
}
