//! `cargo xtask run`: open the app, or without a display run its sample job.

use std::env;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::command::{WHOLE, built, cargo, command, execute, npm, root};
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
    execute(cargo("build").args(WHOLE))?;
    execute(&mut command(built("seedbed-desktop"), [""; 0]))
}

/// The job that the README shows: 200 movie reviews by the built-in model, and a report on them.
fn run_sample() -> Result<()> {
    eprintln!("There is no display here, so the sample job runs without the window.");
    setup::system_packages(&[COMPILER])?;
    execute(&mut cargo("build --package cli"))?;
    let artifacts = root().join("artifacts");
    fs::create_dir_all(&artifacts).context("the folder artifacts could not be made")?;
    for name in ["attrprompt.seedbed", "attrprompt.parquet", "attrprompt.report.json"] {
        remove(&artifacts.join(name))?;
    }
    execute(&mut seedbed(
        "run recipes/attrprompt.recipe.toml --rows 200 --seed 7 --project artifacts/attrprompt.seedbed \
         --out artifacts/attrprompt.parquet",
    ))?;
    let report = artifacts.join("attrprompt.report.json");
    let file = File::create(&report).with_context(|| format!("{} could not be written", report.display()))?;
    execute(seedbed("evaluate artifacts/attrprompt.seedbed --json").stdout(file))?;
    eprintln!("Dataset: artifacts/attrprompt.parquet");
    eprintln!("Report:  artifacts/attrprompt.report.json");
    Ok(())
}

/// The command line just built, with arguments separated by spaces.
fn seedbed(arguments: &str) -> Command {
    command(built("seedbed"), arguments.split_whitespace())
}

/// Remove what an earlier sample job left.
fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).with_context(|| format!("{} could not be removed", path.display()))
        }
        _ => Ok(()),
    }
}
