//! `cargo xtask fuzz`: what strangers give the program, coverage-guided, for a while each.

use std::fs;

use anyhow::{Context as _, Result};

use crate::command::{command, execute, root};
use crate::setup;

const CARGO_FUZZ: &str = "0.13.2";

/// The targets, as `fuzz/Cargo.toml` names them.
const TARGETS: [&str; 3] = ["gguf", "tokenizer", "template"];

/// Runs every target for so many seconds; a crash or a leak past the limits fails. With `keep`, inputs that reach what
/// the committed ones do not are added to these.
pub fn fuzz(seconds: u64, keep: bool) -> Result<()> {
    let cargo_fuzz = setup::rust_tool("cargo-fuzz", CARGO_FUZZ)?;
    for target in TARGETS {
        let (found, committed) = (format!("target/fuzz-corpus/{target}"), format!("fuzz/corpus/{target}"));
        fs::create_dir_all(root().join(&found)).with_context(|| format!("{found} could not be made"))?;
        let fuzz = |folders: [&str; 2], options: &[&str]| {
            // Without a sanitizer: the code under test is safe Rust, whose own checks are on.
            let mut run = command(&cargo_fuzz, ["fuzz", "run", "--sanitizer", "none", target]);
            // The stable compiler has the instrumentation, behind this name.
            run.args(folders).arg("--").args(options).env("RUSTC_BOOTSTRAP", "1");
            execute(run.args(["-timeout=20", "-rss_limit_mb=2048", "-max_len=65536"]))
        };
        let time = format!("-max_total_time={seconds}");
        fuzz([&found, &committed], &[&time, "-print_final_stats=1"])?;
        if keep {
            fuzz([&committed, &found], &["-set_cover_merge=1", "-use_counters=0"])?;
        }
    }
    Ok(())
}
