//! Starts the real program in a folder of its own.

#![allow(
    dead_code,
    clippy::expect_used,
    clippy::panic,
    reason = "each test uses its part of this; a set-up that fails is a test that fails"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A folder for one test, with its own home.
pub struct Desk(TempDir);

impl Desk {
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The program with these arguments, its settings inside the folder.
    pub fn seedbed(&self, arguments: &[&str]) -> Command {
        self.home(Command::new(env!("CARGO_BIN_EXE_seedbed")), arguments)
    }

    /// A command that works in the folder, with its home there.
    pub fn home(&self, mut command: Command, arguments: &[&str]) -> Command {
        command
            .args(arguments)
            .current_dir(self.0.path())
            .env("HOME", self.0.path())
            .env("XDG_DATA_HOME", self.path("data"));
        command
    }

    /// Runs the program to its end and returns what it printed; it must succeed.
    pub fn succeed(&self, arguments: &[&str]) -> Output {
        let output = self.seedbed(arguments).output().expect("the program starts");
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        output
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }
}

/// A file of the repository.
pub fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}
