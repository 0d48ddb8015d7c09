//! `cargo xtask test`: every test, fast ones first, each stage with its time.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::command::{WHOLE, built, cargo, command, execute, is_installed, npm, root};
use crate::portability;
use crate::setup::{self, COMPILER, DRIVER, WINDOW};

const CARGO_DENY: &str = "0.20.2";

/// Everything that must hold before a change is merged.
pub fn test() -> Result<()> {
    let mut stages = Stages::default();
    stages.run("set-up", || {
        setup::system_packages(&[COMPILER, WINDOW, DRIVER])?;
        setup::npm_packages()
    })?;
    stages.run("format", || execute(&mut cargo("fmt --all --check")))?;
    stages.run("window: types and style", || {
        execute(&mut npm("run typecheck"))?;
        execute(&mut npm("run lint"))
    })?;
    stages.run("window: unit tests", || execute(&mut npm("run test")))?;
    // The desktop crate embeds the built window, so the window comes before the Rust workspace.
    stages.run("window: build", || execute(&mut npm("run build")))?;
    stages
        .run("lints", || execute(cargo("clippy --all-targets").args(WHOLE).args(["--", "-D", "warnings"])))?;
    stages.run("other systems", portability::systems)?;
    stages.run("licences and bans", || deny("check --hide-inclusion-graph bans licenses sources"))?;
    stages.run("Rust tests", rust_tests)?;
    stages.run("desktop: build", || execute(cargo("build").args(WHOLE)))?;
    stages.run("desktop: main job", desktop_tests)?;
    stages.report();
    Ok(())
}

/// Known vulnerabilities of dependencies; not part of `test`, because it asks the network for the current list.
pub fn audit() -> Result<()> {
    deny("check advisories")
}

fn deny(arguments: &str) -> Result<()> {
    let cargo_deny = setup::rust_tool("cargo-deny", CARGO_DENY)?;
    execute(&mut command(cargo_deny, arguments.split_whitespace()))
}

/// Unit tests and the end-to-end tests of the command line; those of the wire types also write the window's types.
fn rust_tests() -> Result<()> {
    let before = generated_types()?;
    if is_installed("cargo-nextest") {
        execute(cargo("nextest run --no-fail-fast").args(WHOLE))?;
        execute(cargo("test --doc").args(WHOLE))?;
    } else {
        execute(cargo("test --no-fail-fast").args(WHOLE))?;
    }
    if before != generated_types()? {
        bail!("the types in ui/src/generated were out of date; they have been rewritten, commit them");
    }
    Ok(())
}

fn generated_types() -> Result<BTreeMap<OsString, Vec<u8>>> {
    let folder = root().join("ui/src/generated");
    let read = || {
        fs::read_dir(&folder)?
            .map(|entry| entry.and_then(|entry| Ok((entry.file_name(), fs::read(entry.path())?))))
            .collect::<std::io::Result<_>>()
    };
    read().with_context(|| format!("{} could not be read", folder.display()))
}

/// The real window on a virtual screen, driven through the main job; screenshots are left in `artifacts`.
fn desktop_tests() -> Result<()> {
    fs::create_dir_all(root().join("artifacts")).context("the folder artifacts could not be made")?;
    let screen = ["--auto-servernum", "--server-args=-screen 0 1280x900x24", "dbus-run-session", "--"];
    // One window at a time: the save dialog is driven by the keyboard, which the front window gets.
    let tests = [
        "node",
        "--test",
        "--test-concurrency=1",
        "--test-timeout=900000",
        "--test-reporter=spec",
        "tests/desktop/",
    ];
    let mut tests = command("xvfb-run", screen.into_iter().chain(tests));
    execute(tests.env("SEEDBED_DESKTOP", built("seedbed-desktop")))
}

/// What has been passed, and how long each took.
#[derive(Default)]
struct Stages(Vec<(&'static str, Duration)>);

impl Stages {
    fn run(&mut self, name: &'static str, stage: impl FnOnce() -> Result<()>) -> Result<()> {
        eprintln!("\n== {name}");
        let start = Instant::now();
        stage().with_context(|| format!("stage \"{name}\" failed after {}", seconds(start.elapsed())))?;
        let time = start.elapsed();
        eprintln!("== {name}: passed in {}", seconds(time));
        self.0.push((name, time));
        Ok(())
    }

    fn report(&self) {
        eprintln!("\n== all stages passed");
        for (name, time) in &self.0 {
            eprintln!("{:>8}  {name}", seconds(*time));
        }
        eprintln!("{:>8}  together", seconds(self.0.iter().map(|(_, time)| *time).sum()));
    }
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}
