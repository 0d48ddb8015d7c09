//! `cargo xtask package`: an installer that holds the app, the command line and the built-in model.

use anyhow::Result;

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
