//! `cargo xtask package`: an installer that holds the app, the command line and the built-in model.

use std::fs;

use anyhow::{Context as _, Result};

use crate::command::{cargo, command, execute, npm, root};
use crate::setup::{self, COMPILER, WINDOW};

/// Install, build and pack. The package takes the command line from `target/release`, so both are built there.
pub fn package() -> Result<()> {
    setup::system_packages(&[COMPILER, WINDOW])?;
    setup::npm_packages()?;
    execute(&mut npm("run build"))?;
    let target = root().join("target");
    execute(cargo("build --release --package cli").env("CARGO_TARGET_DIR", &target))?;
    let tauri = root().join("ui/node_modules/.bin/tauri");
    let mut pack = command(tauri, ["build", "--bundles", "deb"]);
    execute(pack.current_dir(root().join("src-tauri")).env("CARGO_TARGET_DIR", &target))
}

/// Install the package on a clean Debian system under `target/clean`, and use it there.
pub fn check() -> Result<()> {
    setup::system_packages(&[&["debootstrap", "util-linux"]])?;
    let folder = root().join("target/release/bundle/deb");
    let packages = fs::read_dir(&folder).with_context(|| format!("{} has no package", folder.display()))?;
    let package = packages
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .find(|path| path.extension().is_some_and(|ending| ending == "deb"))
        .with_context(|| format!("{} has no package; run `cargo xtask package`", folder.display()))?;
    fs::create_dir_all(root().join("artifacts")).context("the folder artifacts could not be made")?;
    let mut install = command("unshare", ["--mount", "tests/package/clean-install.sh"]);
    install.arg(package).arg(root().join("target/clean")).arg(root().join("artifacts/clean-install.png"));
    execute(&mut install)
}
