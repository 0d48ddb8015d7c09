//! Other programs: started from the repository's root, shown before they start, their failure an error.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

/// The repository's root.
pub fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_owned()
}

/// A command that will run in the repository's root.
pub fn command<S: AsRef<OsStr>>(
    program: impl AsRef<OsStr>,
    arguments: impl IntoIterator<Item = S>,
) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root()).args(arguments);
    command
}

/// The cargo that runs this program, with arguments separated by spaces.
pub fn cargo(arguments: &str) -> Command {
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    command(cargo, arguments.split_whitespace())
}

/// Selects the whole workspace with the window's files inside the program. Every command that compiles the window says
/// so in these words, because other packages or features would compile its dependencies once more.
pub const WHOLE: [&str; 3] = ["--workspace", "--features", "desktop/custom-protocol"];

/// npm in the folder of the window's code, with arguments separated by spaces.
pub fn npm(arguments: &str) -> Command {
    let mut npm = command("npm", arguments.split_whitespace());
    npm.current_dir(root().join("ui"));
    npm
}

/// Where cargo puts a program of the development profile.
pub fn built(program: &str) -> PathBuf {
    target().join("debug").join(program)
}

/// Where cargo puts a program of the release profile.
pub fn built_release(program: &str) -> PathBuf {
    target().join("release").join(program)
}

fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |target| root().join(target))
}

/// Show a command, run it to its end and fail if it fails.
pub fn execute(command: &mut Command) -> Result<()> {
    let shown = show(command);
    eprintln!("$ {shown}");
    let status = command.status().with_context(|| format!("`{shown}` could not be started"))?;
    ensure!(status.success(), "`{shown}` failed ({status})");
    Ok(())
}

/// Whether a program can be started by its name.
pub fn is_installed(program: &str) -> bool {
    env::var_os("PATH")
        .is_some_and(|path| env::split_paths(&path).any(|folder| folder.join(program).is_file()))
}

fn show(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    std::iter::once(program)
        .chain(command.get_args())
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}
