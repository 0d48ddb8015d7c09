//! `seedbed review`: files for several reviewers, their judgments home again, and how far they agree.

use std::path::{Path, PathBuf};

use api::types::{
    AssignReview, Figure, MergeReviews, MergedFile, RatingAgreement, ReviewAgreement, ReviewerWord,
    ScaleAgreement,
};
use api::{App, Options, WireError};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::run_or_newest;
use crate::output;

/// Let several people judge the rows of a run, each in a file of their own.
#[derive(Args)]
pub struct Review {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Write a file for each reviewer, with the rows that are theirs to judge.
    Assign(Assign),
    /// Add the judgments of reviewers' files to the project.
    Merge(Merge),
    /// How far the reviewers agree, and on which rows they do not.
    Agreement(Agreement),
}

#[derive(Args)]
struct Assign {
    /// Project file.
    project: PathBuf,
    /// Names of the reviewers, separated by commas.
    #[arg(long, value_delimiter = ',', required = true)]
    reviewers: Vec<String>,
    /// Number of the run; the newest where absent.
    #[arg(long)]
    run: Option<u64>,
    /// Share of rows that several reviewers get, from 0 to 1; each other row goes to one.
    #[arg(long, default_value_t = 0.0, value_name = "SHARE")]
    overlap: f64,
    /// How many reviewers get such a row; all of them where absent.
    #[arg(long, value_name = "N")]
    raters: Option<usize>,
    /// Leave the labels out, so that reviewers are not led by them.
    #[arg(long)]
    blind: bool,
    /// Decides who gets which rows.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Private source whose text may go along; repeat for several.
    #[arg(long = "include-private", value_name = "SOURCE")]
    include_private: Vec<String>,
    /// Folder to write the files to; made where absent.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Machine-readable.
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
struct Merge {
    /// Project file that the reviewers' files were made from.
    project: PathBuf,
    /// The reviewers' files.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Number of the run; the newest where absent.
    #[arg(long)]
    run: Option<u64>,
    /// Machine-readable.
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
struct Agreement {
    /// Project file.
    project: PathBuf,
    /// Number of the run; the newest where absent.
    #[arg(long)]
    run: Option<u64>,
    /// Machine-readable.
    #[arg(long)]
    json: bool,
}

impl Review {
    pub fn execute(self) -> Result<(), WireError> {
        match self.action {
            Action::Assign(assign) => assign.execute(),
            Action::Merge(merge) => merge.execute(),
            Action::Agreement(agreement) => agreement.execute(),
        }
    }
}

impl Assign {
    fn execute(self) -> Result<(), WireError> {
        let app = open(&self.project)?;
        let run = run_or_newest(&app, self.run)?.run;
        std::fs::create_dir_all(&self.out).map_err(|error| {
            WireError::input(format!("The folder '{}' cannot be made.", self.out.display()))
                .with_detail(error.to_string())
        })?;
        let assigned = app.review_assign(AssignReview {
            run,
            reviewers: self.reviewers.iter().map(|name| name.trim().to_owned()).collect(),
            overlap: self.overlap,
            raters: self.raters,
            blind: self.blind,
            seed: self.seed,
            folder: self.out.to_string_lossy().into_owned(),
            include_private: self.include_private,
        })?;
        assigned.warnings.iter().for_each(|warning| eprintln!("{warning}"));
        if self.json {
            return output::json(&to_json(&assigned)?);
        }
        for file in &assigned.files {
            output::line(&format!("{}: {} rows, {} of them shared", file.path, file.rows, file.shared))?;
        }
        match assigned.left_out.as_slice() {
            [] => Ok(()),
            left_out => output::line(&format!("left out: {}", left_out.join(", "))),
        }
    }
}

impl Merge {
    fn execute(self) -> Result<(), WireError> {
        let app = open(&self.project)?;
        let run = run_or_newest(&app, self.run)?.run;
        let paths = self.files.iter().map(|path| path.to_string_lossy().into_owned()).collect();
        let merged = app.review_merge(MergeReviews { run, paths })?;
        app.project_close(())?;
        merged.iter().flat_map(|file| &file.notices).for_each(|notice| eprintln!("{notice}"));
        if self.json {
            output::json(&json!({ "files": to_json(&merged)? }))?;
        } else {
            for MergedFile { path, reviewer, added, known, refused, .. } in &merged {
                if let Some(reviewer) = reviewer {
                    let refused = refused.len();
                    output::line(&format!(
                        "{path}: {added} judgments of {reviewer} added, {known} known before, {refused} refused"
                    ))?;
                }
            }
        }
        let failed = |file: &&MergedFile| file.reviewer.is_none() || !file.refused.is_empty();
        match merged.iter().filter(failed).count() {
            0 => Ok(()),
            1 => Err(WireError::input("One file was not merged, or not all of it.")),
            some => Err(WireError::input(format!("{some} files were not merged, or not all of them."))),
        }
    }
}

impl Agreement {
    fn execute(self) -> Result<(), WireError> {
        let app = open(&self.project)?;
        let agreement = app.review_agreement(run_or_newest(&app, self.run)?)?;
        if self.json { output::json(&to_json(&agreement)?) } else { print(&agreement) }
    }
}

fn open(project: &Path) -> Result<App, WireError> {
    let app = App::open(Options::default())?;
    app.open_project_at(project)?;
    Ok(app)
}

fn to_json(value: &impl serde::Serialize) -> Result<Value, WireError> {
    serde_json::to_value(value).map_err(|error| WireError::failed(error.to_string()))
}

fn print(agreement: &ReviewAgreement) -> Result<(), WireError> {
    for who in &agreement.reviewers {
        output::line(&format!(
            "{}: {} judged, {} right, {} changed, {} rejected",
            who.reviewer, who.judged, who.right, who.changed, who.rejected
        ))?;
    }
    print_ratings("keep or reject", &agreement.decisions)?;
    if let Some(labels) = &agreement.labels {
        print_ratings("labels", labels)?;
    }
    if let Some(preferences) = &agreement.preferences {
        print_ratings("which text is better", preferences)?;
    }
    if let Some(spans) = &agreement.spans {
        output::line("spans")?;
        figure("F1, place and type", &spans.f1)?;
        figure("F1, place alone", &spans.places)?;
        for pair in &spans.pairs {
            figure(&format!("F1, {} and {}", pair.first, pair.second), &pair.f1)?;
        }
        for one in &spans.types {
            figure(&format!("F1 of {}", one.kind), &one.f1)?;
        }
    }
    for ScaleAgreement { levels, agreement, .. } in &agreement.ratings {
        output::line(&format!("ratings, {}", levels.join(" ")))?;
        figure("same level", &agreement.raw)?;
        figure("at most one level apart", &agreement.near)?;
        figure("Krippendorff's alpha, ordinal", &agreement.alpha)?;
        for pair in &agreement.pairs {
            figure(&format!("weighted kappa, {} and {}", pair.first, pair.second), &pair.kappa)?;
        }
        for one in &agreement.raters {
            figure(&format!("mean level of {}, from 0", one.rater), &one.mean)?;
        }
    }
    output::line(&format!("{} rows in disagreement", agreement.disagreements.len()))?;
    for row in &agreement.disagreements {
        let said = |word: &ReviewerWord| format!("{}: {}", word.who, word.said);
        let words = row.words.iter().map(said).collect::<Vec<_>>().join("; ");
        let number =
            row.number.map_or_else(|| format!("draw {}", row.row.draw), |number| format!("row {number}"));
        let last = row.adjudication.as_ref().map(|word| format!("; final word of {}", said(word)));
        output::line(&format!("  {number}: {words}{}", last.unwrap_or_default()))?;
    }
    Ok(())
}

fn print_ratings(title: &str, ratings: &RatingAgreement) -> Result<(), WireError> {
    output::line(title)?;
    figure("raw agreement", &ratings.raw)?;
    figure("Krippendorff's alpha", &ratings.alpha)?;
    figure(&format!("Fleiss' kappa, {} raters a row", ratings.fleiss_raters), &ratings.fleiss)?;
    for pair in &ratings.pairs {
        figure(&format!("Cohen's kappa, {} and {}", pair.first, pair.second), &pair.kappa)?;
    }
    for category in &ratings.categories {
        figure(&format!("specific agreement on {}", category.category), &category.specific)?;
        figure(&format!("alpha of {} against others", category.category), &category.alpha)?;
    }
    Ok(())
}

/// One figure with its interval, on a line.
fn figure(name: &str, figure: &Figure) -> Result<(), WireError> {
    let value = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.3}"));
    output::line(&format!(
        "  {name:<40} {:>7}  [{}, {}]  n = {}",
        value(figure.value),
        value(figure.low),
        value(figure.high),
        figure.n
    ))
}
