//! Set-up, tests, benchmarks and packaging: `cargo xtask run` opens the app, `cargo xtask test` passes every test.

mod bench;
mod command;
mod fuzz;
mod package;
mod portability;
mod pyarrow;
mod run;
mod setup;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Set-up, tests and packaging of Seedbed")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what is missing, build the app and open it; without a display, run the sample job headless.
    Run,
    /// Install what is missing and pass every test, fast ones first.
    Test,
    /// Install what is missing and build the Debian package.
    Package {
        /// Then install it on a clean system and use it there (needs root and a network).
        #[arg(long)]
        check: bool,
    },
    /// Fuzz what strangers give the program: model files, tokenizers, chat templates.
    Fuzz {
        /// Seconds for each target.
        #[arg(long, default_value_t = 600)]
        seconds: u64,
        /// Then add what reaches new code to the committed corpus.
        #[arg(long)]
        keep: bool,
    },
    /// Measure Seedbed beside llama.cpp.
    #[command(subcommand)]
    Bench(bench::Bench),
    /// Check that the engine compiles for other systems and for graphics processors (needs a network).
    Portability,
    /// Open exported Parquet files in pyarrow (needs a network).
    Pyarrow,
    /// Check the dependencies against the advisory database (needs a network).
    Audit,
}

fn main() -> ExitCode {
    let result = match Arguments::parse().task {
        Task::Run => run::run(),
        Task::Test => test::test(),
        Task::Package { check } => {
            package::package().and_then(|()| if check { package::check() } else { Ok(()) })
        }
        Task::Fuzz { seconds, keep } => fuzz::fuzz(seconds, keep),
        Task::Bench(what) => bench::bench(&what),
        Task::Portability => portability::systems().and_then(|()| portability::cuda()),
        Task::Pyarrow => pyarrow::pyarrow(),
        Task::Audit => test::audit(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
