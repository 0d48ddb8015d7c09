//! The `seedbed` command line: the application's commands without a window.
//!
//! Progress goes to standard error, data to standard output or files. Exit codes: 0 done, 1 failed, 2 bad arguments
//! or input, 130 cancelled.

mod commands;
mod exit;
mod output;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::commands::{bench, curate, embed, evaluate, export, models, recipes, resume, review, run, score};

/// Design, make, look at and export synthetic text datasets on your own computer. Nothing leaves it.
#[derive(Parser)]
#[command(name = "seedbed", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make a dataset from a recipe.
    Run(run::Run),
    /// Go on with a run that was interrupted.
    Resume(resume::Resume),
    /// List, show or check recipes.
    Recipes(recipes::Recipes),
    /// List, download, import, inspect, copy or remove models.
    Models(models::Models),
    /// Log-probabilities of continuations after a prompt.
    Score(score::Score),
    /// Vectors of texts.
    Embed(embed::Embed),
    /// Figures about the rows of a project's run, or of a file.
    Evaluate(evaluate::Evaluate),
    /// Drop, relabel and weigh the rows of a file by the steps of a pipeline.
    Curate(curate::Curate),
    /// Let several people judge rows: files for them, their judgments home again, their agreement.
    Review(review::Review),
    /// Write the rows of a project's run to a file.
    Export(export::Export),
    /// Measure how fast a model makes rows here.
    Bench(bench::Bench),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Run(run) => run.execute(),
        Command::Resume(resume) => resume.execute(),
        Command::Recipes(recipes) => recipes.execute(),
        Command::Models(models) => models.execute(),
        Command::Score(score) => score.execute(),
        Command::Embed(embed) => embed.execute(),
        Command::Evaluate(evaluate) => evaluate.execute(),
        Command::Curate(curate) => curate.execute(),
        Command::Review(review) => review.execute(),
        Command::Export(export) => export.execute(),
        Command::Bench(bench) => bench.execute(),
    };
    exit::code(result)
}
