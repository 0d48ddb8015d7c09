//! `cargo xtask bench`: Seedbed beside llama.cpp, which is compiled from source here for the same processor.
//!
//! The measurements themselves are the scripts in `tests/peers`.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::{Args, Subcommand};

use crate::command::{built_release, cargo, command, execute, root};
use crate::setup::{self, COMPILER};

/// What is measured.
#[derive(Subcommand)]
pub enum Bench {
    /// Speed and memory on the dataset workload, one prompt and one sequence.
    Peers(More),
    /// Next-token distributions for every family and every type of weights.
    Numerics(More),
    /// Speed by the number of sequences and by the length of the context, written to docs/scale.csv.
    Scale(More),
    /// Draw docs/scale.csv as docs/scale.svg.
    Chart,
}

/// What is handed to the script.
#[derive(Args)]
pub struct More {
    /// Options of the script; `--help` lists them.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

/// Measure, with what that needs installed and built before.
pub fn bench(bench: &Bench) -> Result<()> {
    match bench {
        Bench::Peers(more) => measure("peers.py", PROGRAM, "artifacts/peers.json", more),
        Bench::Numerics(more) => measure("numerics.py", NEXT_TOKEN, "artifacts/numerics.json", more),
        Bench::Scale(more) => measure("scale.py", PROGRAM, "docs/scale.csv", more),
        Bench::Chart => chart(),
    }
}

/// A program that a script measures: what cargo builds, where it then is, and the script's option that names it.
type Measured = (&'static str, &'static str, &'static str);

const PROGRAM: Measured = ("build --release --package cli", "seedbed", "--seedbed");
const NEXT_TOKEN: Measured =
    ("build --release --package inference --example next_token", "examples/next_token", "--next-token");

fn measure(script: &str, (build, program, option): Measured, out: &str, more: &More) -> Result<()> {
    let python = peer()?;
    execute(&mut cargo(build))?;
    fs::create_dir_all(root().join("artifacts")).context("the folder artifacts could not be made")?;
    let mut measure = command(python, [&format!("tests/peers/{script}"), "--out", out, option]);
    execute(measure.arg(built_release(program)).args(&more.arguments))
}

fn chart() -> Result<()> {
    let python = setup::python("chart", &["tests/peers/chart.txt"], |_, _| {})?;
    let script = ["tests/peers/chart.py", "--table", "docs/scale.csv", "--out", "docs/scale.svg"];
    execute(&mut command(python, script))
}

/// The Python of an environment that has llama.cpp.
fn peer() -> Result<PathBuf> {
    const LLAMA: &str = "tests/peers/llama.txt";
    setup::system_packages(&[COMPILER])?;
    setup::python("peers", &["tests/peers/requirements.txt", LLAMA], |list, pip| {
        if list == LLAMA {
            pip.args(["--no-build-isolation", "--no-deps", "--force-reinstall"]);
            pip.arg("--no-binary=llama-cpp-python").env("CMAKE_ARGS", cmake_arguments());
        }
    })
}

/// Without images and network, for this processor. Its native build is not used: on processors with AMX it crashes.
fn cmake_arguments() -> String {
    let mut arguments = "-DLLAVA_BUILD=OFF -DLLAMA_OPENSSL=OFF".to_owned();
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::is_x86_feature_detected as has;
        let avx512 = has!("avx512f") && has!("avx512bw") && has!("avx512dq") && has!("avx512vl");
        let sets = [
            ("AVX2", has!("avx2")),
            ("FMA", has!("fma")),
            ("F16C", has!("f16c")),
            ("AVX512", avx512),
            ("AVX512_VNNI", avx512 && has!("avx512vnni")),
            ("AVX512_VBMI", avx512 && has!("avx512vbmi")),
            ("AVX512_BF16", avx512 && has!("avx512bf16")),
        ];
        arguments += " -DGGML_NATIVE=OFF";
        for (name, has) in sets {
            arguments += &format!(" -DGGML_{name}={}", if has { "ON" } else { "OFF" });
        }
    }
    arguments
}
