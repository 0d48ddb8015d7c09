//! `cargo xtask package`: an installer that holds everything the app needs.

use anyhow::Result;

use crate::command::{execute, npm};
use crate::setup::{self, COMPILER, WINDOW};

/// Install, build and pack.
pub fn package() -> Result<()> {
    setup::system_packages(&[COMPILER, WINDOW])?;
    setup::npm_packages()?;
    execute(&mut npm("exec -- tauri build --bundles deb"))
}
