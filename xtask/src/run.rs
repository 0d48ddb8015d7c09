//! `cargo xtask run`: open the app, or without a display run its sample job.

use std::env;
use std::fs::{self, File};

use anyhow::{Context as _, Result};

use crate::command::{cargo, execute, npm, root};
use crate::setup::{self, COMPILER, WINDOW};

/// Install, build and open.
pub fn run() -> Result<()> {
    let has_display = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| env::var_os(name).is_some());
    if has_display { open_window() } else { run_sample() }
}

fn open_window() -> Result<()> {
    setup::system_packages(&[COMPILER, WINDOW])?;
    setup::npm_packages()?;
    execute(&mut npm("run build"))?;
    execute(&mut cargo("run --package desktop --features custom-protocol"))
}

/// The job that the README shows: 200 movie reviews by the built-in model, and a report on them.
fn run_sample() -> Result<()> {
    eprintln!("There is no display here, so the sample job runs without the window.");
    setup::system_packages(&[COMPILER])?;
    fs::create_dir_all(root().join("artifacts")).context("the folder artifacts could not be made")?;
    execute(&mut cargo(
        "run --package cli -- run recipes/attrprompt.recipe.toml --rows 200 --seed 7 --out artifacts/attrprompt.parquet",
    ))?;
    let report = root().join("artifacts/attrprompt.report.json");
    let file = File::create(&report).with_context(|| format!("{} could not be written", report.display()))?;
    execute(cargo("run --quiet --package cli -- evaluate artifacts/attrprompt.parquet --json").stdout(file))?;
    eprintln!("Dataset: artifacts/attrprompt.parquet");
    eprintln!("Report:  artifacts/attrprompt.report.json");
    Ok(())
}
