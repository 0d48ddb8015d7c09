//! `cargo xtask fuzz`: what strangers give the program, coverage-guided, for a while each.

use anyhow::Result;

use crate::command::{command, execute};
use crate::setup;

const CARGO_FUZZ: &str = "0.13.2";

/// The targets, as `fuzz/Cargo.toml` names them.
const TARGETS: [&str; 3] = ["gguf", "tokenizer", "template"];

/// Runs every target for so many seconds; a crash or a leak past the limits fails.
pub fn fuzz(seconds: u64) -> Result<()> {
    let cargo_fuzz = setup::rust_tool("cargo-fuzz", CARGO_FUZZ)?;
    for target in TARGETS {
        let time = format!("-max_total_time={seconds}");
        let limits = ["-timeout=20", "-rss_limit_mb=2048", "-max_len=65536", "-print_final_stats=1"];
        // Without a sanitizer: the code under test is safe Rust, whose own checks are on.
        let mut run = command(&cargo_fuzz, ["fuzz", "run", "--sanitizer", "none", target, "--", &time]);
        // The stable compiler has the instrumentation, behind this name.
        execute(run.args(limits).env("RUSTC_BOOTSTRAP", "1"))?;
    }
    Ok(())
}
