//! `cargo xtask portability`: whether the engine compiles for other systems and for graphics processors.
//!
//! Nothing is run: that takes these systems.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use crate::command::{cargo, command, execute, is_installed};
use crate::setup;

/// Systems, and the features that are for them alone.
const SYSTEMS: [(&str, &str); 2] =
    [("aarch64-apple-darwin", "--features metal"), ("x86_64-pc-windows-msvc", "")];

/// The oldest graphics processors that the kernels are compiled for: compute capability 8.0, Ampere.
const CAPABILITY: &str = "80";

/// Compiled apart, so that the packages of the app are not compiled once more for other features.
const CHECK: &str = "check --package inference --target-dir target/portability";

/// Check the engine for other systems, where rustup brings their standard library.
pub fn systems() -> Result<()> {
    if !is_installed("rustup") {
        eprintln!("Not checked: without rustup there is no standard library of other systems.");
        return Ok(());
    }
    for (system, features) in SYSTEMS {
        if execute(&mut command("rustup", ["target", "add", system])).is_err() {
            eprintln!("Not checked for {system}: rustup could not fetch its standard library.");
            continue;
        }
        execute(&mut cargo(&format!("{CHECK} --target {system} {features}")))?;
    }
    Ok(())
}

/// Check the engine with CUDA, whose compiler comes as Python packages.
pub fn cuda() -> Result<()> {
    let toolkit = toolkit()?;
    let path = std::env::var_os("PATH").unwrap_or_default();
    let programs = std::iter::once(toolkit.join("bin")).chain(std::env::split_paths(&path));
    let programs =
        std::env::join_paths(programs).context("the search path has a name that cannot be in it")?;
    let mut check = cargo(&format!("{CHECK} --features cuda"));
    execute(check.env("CUDA_HOME", &toolkit).env("CUDA_COMPUTE_CAP", CAPABILITY).env("PATH", programs))
}

fn toolkit() -> Result<PathBuf> {
    let python = setup::python("cuda", &["tests/portability/cuda.txt"], |_, pip| {
        pip.arg("--no-deps");
    })?;
    let places = Command::new(&python)
        .args(["-c", "import sysconfig; print(sysconfig.get_path('purelib'))"])
        .output()
        .with_context(|| format!("{} could not be started", python.display()))?;
    let packages = String::from_utf8_lossy(&places.stdout).trim().to_owned();
    let toolkit = PathBuf::from(packages).join("nvidia/cu13");
    ensure!(toolkit.is_dir(), "the packages of CUDA brought no {}", toolkit.display());
    Ok(toolkit)
}
