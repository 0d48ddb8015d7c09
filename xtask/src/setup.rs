//! Installs what a fresh Debian or Ubuntu with Rust and Node lacks, and nothing that is there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::command::{cargo, command, execute, is_installed, npm, root};

/// What compiling the command line needs.
pub const COMPILER: &[&str] = &["build-essential", "pkg-config"];

/// What compiling and opening the window needs.
pub const WINDOW: &[&str] = &["libwebkit2gtk-4.1-dev", "librsvg2-dev"];

/// What driving the window without a screen needs: a display server, a session bus, WebDriver and a font.
pub const DRIVER: &[&str] =
    &["webkit2gtk-driver", "xvfb", "xauth", "xdotool", "dbus", "dbus-x11", "fonts-dejavu-core", "util-linux"];

/// What an environment of Python packages needs.
const PYTHON: &[&str] = &["python3", "python3-venv"];

/// Install the Debian packages that are missing.
pub fn system_packages(groups: &[&[&str]]) -> Result<()> {
    let wanted = groups.concat();
    if !is_installed("apt-get") {
        eprintln!("This system has no apt-get; it should have the equivalents of: {}", wanted.join(" "));
        return Ok(());
    }
    let missing: Vec<_> = wanted.into_iter().filter(|package| !has_package(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    eprintln!("Installing system packages: {}", missing.join(" "));
    execute(&mut as_root(&["apt-get", "update"])?)?;
    execute(&mut as_root(&[&["apt-get", "install", "--yes", "--no-install-recommends"], &*missing].concat())?)
}

/// Install the window's npm packages as locked, unless they are there.
pub fn npm_packages() -> Result<()> {
    if !is_installed("npm") {
        bail!("Node.js 20.19 or later with npm is needed to build the window; install it and try again");
    }
    let ui = root().join("ui");
    if is_newer(&ui.join("package-lock.json"), &ui.join("node_modules/.package-lock.json"))? {
        execute(&mut npm("ci --no-audit --no-fund"))?;
    }
    Ok(())
}

/// Install a program from the crates registry into the repository's own tools, and return where it is.
pub fn rust_tool(name: &str, version: &str) -> Result<PathBuf> {
    let tools = root().join("target/tools");
    let stamp = tools.join(format!("{name}-{version}"));
    if !stamp.exists() {
        let package = format!("{name}@{version}");
        // These programs run for seconds; optimised, they would compile for minutes more.
        let mut install = cargo("install --locked --force --root target/tools --profile dev");
        install.args(["--config", "profile.dev.debug=false"]);
        execute(install.arg(package))?;
        fs::write(&stamp, "").with_context(|| format!("{} could not be written", stamp.display()))?;
    }
    Ok(tools.join("bin").join(name))
}

/// The Python of an environment of its own with the packages of some lists; made unless it is there as they have it.
/// `configure` may add to the call that installs a list.
pub fn python(name: &str, lists: &[&str], configure: impl Fn(&str, &mut Command)) -> Result<PathBuf> {
    system_packages(&[PYTHON])?;
    let environment = root().join("target/python").join(name);
    let (python, stamp) = (environment.join("bin/python"), environment.join("complete"));
    let mut stale = false;
    for list in lists {
        stale |= is_newer(&root().join(list), &stamp)?;
    }
    if stale {
        execute(command("python3", ["-m", "venv", "--clear"]).arg(&environment))?;
        for list in lists {
            let mut pip = command(
                &python,
                ["-m", "pip", "install", "--disable-pip-version-check", "--requirement", list],
            );
            configure(list, &mut pip);
            execute(&mut pip)?;
        }
        fs::write(&stamp, "").with_context(|| format!("{} could not be written", stamp.display()))?;
    }
    Ok(python)
}

fn has_package(name: &str) -> bool {
    let query = Command::new("dpkg-query")
        .args(["--show", "--showformat=${db:Status-Status}", name])
        .stderr(Stdio::null())
        .output();
    query.is_ok_and(|output| output.stdout.starts_with(b"installed"))
}

/// A command with the rights to install packages: as it is for root, through sudo otherwise.
fn as_root(words: &[&str]) -> Result<Command> {
    let user = Command::new("id").arg("--user").output().context("`id` could not be started")?;
    let mut install = if user.stdout.trim_ascii() == b"0" {
        command(words[0], &words[1..])
    } else if is_installed("sudo") {
        command("sudo", words)
    } else {
        bail!("installing packages needs root or sudo; run as root: {}", words.join(" "));
    };
    install.env("DEBIAN_FRONTEND", "noninteractive").stdin(Stdio::null());
    Ok(install)
}

/// Whether `source` was changed after `product` was made, or `product` does not exist.
fn is_newer(source: &Path, product: &Path) -> Result<bool> {
    let changed = |path: &Path| fs::metadata(path).and_then(|metadata| metadata.modified());
    let source_time = changed(source).with_context(|| format!("{} is missing", source.display()))?;
    Ok(changed(product).map_or(true, |product_time| product_time < source_time))
}
