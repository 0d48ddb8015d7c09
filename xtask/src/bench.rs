//! `cargo xtask bench`: Seedbed beside llama.cpp, which is compiled from source here for the same processor.
//!
//! The measurements themselves are the scripts in `tests/peers`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};
use clap::{Args, Subcommand};

use crate::command::{built_release, cargo, command, execute, root};
use crate::setup::{self, COMPILER, is_newer};

/// What is measured.
#[derive(Subcommand)]
pub enum Bench {
    /// Speed and memory on the dataset workload, one prompt and one sequence.
    Peers(More),
    /// Next-token distributions for every family and every type of weights.
    Numerics(More),
    /// Speed by the number of sequences and by the length of the context, written to docs/scale.csv.
    Scale(More),
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
    let python = peer()?;
    let (script, program, out, more) = match bench {
        Bench::Peers(more) => ("peers.py", "--seedbed", "artifacts/peers.json", more),
        Bench::Numerics(more) => ("numerics.py", "--next-token", "artifacts/numerics.json", more),
        Bench::Scale(more) => ("scale.py", "--seedbed", "docs/scale.csv", more),
    };
    let built = match bench {
        Bench::Numerics(_) => {
            execute(&mut cargo("build --release --package inference --example next_token"))?;
            built_release("examples/next_token")
        }
        _ => {
            execute(&mut cargo("build --release --package cli"))?;
            built_release("seedbed")
        }
    };
    fs::create_dir_all(root().join("artifacts")).context("the folder artifacts could not be made")?;
    let mut measure = command(python, [&format!("tests/peers/{script}"), "--out", out, program]);
    execute(measure.arg(built).args(&more.arguments))
}

/// The Python of an environment that has llama.cpp; made unless it is there.
fn peer() -> Result<PathBuf> {
    let environment = root().join("target/peers/venv");
    let (bin, stamp) = (environment.join("bin"), environment.join("complete"));
    let lists = ["requirements.txt", "llama.txt"].map(|list| root().join("tests/peers").join(list));
    let mut stale = false;
    for list in &lists {
        stale |= is_newer(list, &stamp)?;
    }
    if stale {
        setup::system_packages(&[COMPILER])?;
        if !has_venv() {
            setup::system_packages(&[&["python3-venv"]])?;
        }
        execute(command("python3", ["-m", "venv"]).arg(&environment))?;
        let pip = |options: &[&str], list: &Path| {
            let mut pip = command(bin.join("pip"), ["install", "--disable-pip-version-check"]);
            pip.args(options).arg("--requirement").arg(list);
            pip
        };
        execute(&mut pip(&[], &lists[0]))?;
        let options =
            ["--no-build-isolation", "--no-deps", "--force-reinstall", "--no-binary=llama-cpp-python"];
        execute(pip(&options, &lists[1]).env("CMAKE_ARGS", cmake_arguments()))?;
        fs::write(&stamp, "").with_context(|| format!("{} could not be written", stamp.display()))?;
    }
    Ok(bin.join("python"))
}

fn has_venv() -> bool {
    let mut import = Command::new("python3");
    import.args(["-c", "import ensurepip, venv"]).stderr(Stdio::null());
    import.status().is_ok_and(|status| status.success())
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
