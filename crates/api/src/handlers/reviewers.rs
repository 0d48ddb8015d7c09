//! Several reviewers: files for them, their words home again, and how far they agree.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use ::project::{Assignment, AttemptId, Merged, Reader, Refusal, Run};
use ::recipe::{Origin, Recipe};

use crate::app::App;
use crate::assignment::{self, Deal, Share};
use crate::draft;
use crate::error::{Code, Result, WireError};
use crate::home::file_stem;
use crate::review_kind;
use crate::reviewers;
use crate::types::{
    AssignReview, AssignedFile, AssignedReview, MergeReviews, MergedFile, ReviewAgreement, RunId,
};

impl App {
    pub fn review_assign(&self, request: AssignReview) -> Result<AssignedReview> {
        let deal = deal_of(&request)?;
        let project = self.project()?;
        let (left_out, made) = {
            let reader = project.read();
            let run = reader.run(RunId { run: request.run }.into())?;
            let recipe = draft::of_run(&reader, &run)?;
            let left_out = left_out(&recipe, &run, &request)?;
            let rows: Vec<AttemptId> =
                reader.accepted(run.id).map(|row| Ok(row?.id)).collect::<Result<_>>()?;
            if rows.is_empty() {
                return Err(WireError::input("The run has no accepted rows; there is nothing to judge."));
            }
            let paths = paths(project.path(), &request)?;
            let shares = assignment::deal(rows.len(), deal);
            let mut made = Vec::new();
            for ((reviewer, path), share) in request.reviewers.iter().zip(paths).zip(shares) {
                let rows: Vec<AttemptId> =
                    share.rows.iter().filter_map(|at| rows.get(*at).copied()).collect();
                let to = Assignment { reviewer, rows: &rows, left_out: &left_out, blind: request.blind };
                if let Err(error) = self.write_file(&reader, &run, to, &path) {
                    // All files or none: who has a part of them would deal the rest otherwise.
                    made.iter().for_each(|(_, path, _): &(_, PathBuf, _)| drop(std::fs::remove_file(path)));
                    return Err(error);
                }
                made.push((reviewer, path, share));
            }
            (left_out, made)
        };
        let file = |(reviewer, path, share): (&String, PathBuf, Share)| AssignedFile {
            reviewer: reviewer.clone(),
            path: path.to_string_lossy().into_owned(),
            rows: share.rows.len() as u64,
            shared: share.shared as u64,
        };
        let files = made.into_iter().map(file).collect();
        let warnings = self.sharing_warnings(request.run, &left_out)?;
        Ok(AssignedReview { files, left_out, warnings })
    }

    fn write_file(&self, reader: &Reader, run: &Run, to: Assignment<'_>, path: &Path) -> Result<()> {
        let mut file = reader.assign(run.id, to, path, self.now())?;
        let recipe = reader.recipe(&run.plan.recipe)?;
        file.save_draft(&draft::of(&recipe.toml, Some(recipe.hash), self.now()))?;
        Ok(file.close()?)
    }

    pub fn review_merge(&self, request: MergeReviews) -> Result<Vec<MergedFile>> {
        let project = self.project()?;
        let mut files = Vec::new();
        for path in request.paths {
            let mut writer = project.write()?;
            let merged = Reader::open(Path::new(&path)).and_then(|file| {
                writer.merge(RunId { run: request.run }.into(), &file, &self.reviewer(), self.now())
            });
            drop(writer);
            match merged {
                Ok(merged) => {
                    self.count_revisions(&merged.revisions);
                    files.push(report(path, merged));
                }
                Err(error) => {
                    let error = WireError::from(error);
                    // A file that is not right leaves the others be; what is wrong here concerns all of them.
                    if matches!(error.code, Code::Busy | Code::Failed) {
                        return Err(error);
                    }
                    let notice = format!("'{path}' was not merged. {}", error.message);
                    files.push(MergedFile {
                        path,
                        reviewer: None,
                        added: 0,
                        known: 0,
                        refused: Vec::new(),
                        notices: vec![notice],
                    });
                }
            }
        }
        Ok(files)
    }

    pub fn review_agreement(&self, request: RunId) -> Result<ReviewAgreement> {
        let project = self.project()?;
        let (run, recipe, rows, ratings) = {
            let reader = project.read();
            let run = reader.run(request.into())?;
            let recipe = draft::of_run(&reader, &run)?;
            let rows = reader.reviewed(run.id)?;
            let ratings = reader.ratings(run.id)?;
            (run, recipe, rows, ratings)
        };
        let field = recipe.label_column();
        let labels: Vec<String> = recipe.task.labels.iter().map(|label| label.name.clone()).collect();
        let labels = field.as_deref().map(|field| (field, labels.as_slice()));
        let kind = review_kind::of(&recipe);
        Ok(reviewers::agreement(&rows, &ratings, labels, &kind, run.plan.seed))
    }
}

fn deal_of(request: &AssignReview) -> Result<Deal> {
    let count = request.reviewers.len();
    if count == 0 || request.reviewers.iter().any(|name| name.trim().is_empty()) {
        return Err(WireError::input("Name at least one reviewer, and none by an empty name."));
    }
    if request.reviewers.iter().collect::<BTreeSet<_>>().len() < count {
        return Err(WireError::input(
            "Two reviewers have the same name; their words could not be told apart.",
        ));
    }
    if !(0.0..=1.0).contains(&request.overlap) {
        return Err(WireError::input("The overlap is a share of the rows, from 0 to 1."));
    }
    let raters = request.raters.unwrap_or(count);
    if request.overlap > 0.0 && !(2..=count).contains(&raters) {
        return Err(WireError::input(format!(
            "Rows that overlap go to at least two reviewers and to no more than there are, {count}."
        )));
    }
    Ok(Deal { reviewers: count, overlap: request.overlap, raters, seed: request.seed })
}

/// The fields and conditions that do not go along: those of private sources, and in a blind review the label.
fn left_out(recipe: &Recipe, run: &Run, request: &AssignReview) -> Result<Vec<String>> {
    let withheld = |name: &str| {
        let private = run.sources.iter().any(|source| source.name == name && source.private);
        private && !request.include_private.iter().any(|included| included == name)
    };
    let given = recipe.columns().into_iter().filter(|column| column.origin == Origin::Input);
    let given = given.filter(|_| run.plan.input.as_deref().is_some_and(withheld)).map(|column| column.name);
    let drawn = recipe.conditions.iter().filter(|condition| condition.scope.source().is_some_and(withheld));
    let mut left_out: BTreeSet<String> = given.chain(drawn.map(|condition| condition.name.clone())).collect();
    if let (Some(text), Some(input)) = (recipe.text_column(), &run.plan.input)
        && left_out.contains(&text)
    {
        return Err(WireError::input(format!(
            "The texts to judge are those of the private source '{input}'; name it to let them go along."
        )));
    }
    if request.blind {
        left_out.insert(recipe.label_column().ok_or_else(|| {
            WireError::input("The rows of this recipe have no label that could be hidden; leave 'blind' off.")
        })?);
    }
    Ok(left_out.into_iter().collect())
}

/// Where each reviewer's file goes; none of them is there.
fn paths(project: &Path, request: &AssignReview) -> Result<Vec<PathBuf>> {
    let stem = project.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let mut paths: Vec<PathBuf> = Vec::new();
    for reviewer in &request.reviewers {
        let name = format!("{stem} - {}.seedbed", file_stem(reviewer));
        let path = Path::new(&request.folder).join(name);
        if path.exists() || paths.contains(&path) {
            return Err(WireError::exists(format!(
                "The file '{}' is there already; choose another folder or another name for {reviewer}.",
                path.display()
            )));
        }
        paths.push(path);
    }
    Ok(paths)
}

fn report(path: String, merged: Merged) -> MergedFile {
    let mut notices = Vec::new();
    for why in [Refusal::Absent, Refusal::Altered, Refusal::Differs, Refusal::TakenOut] {
        let rows: Vec<u64> = merged.refused.iter().filter(|row| row.why == why).map(|row| row.row).collect();
        let reason = match why {
            Refusal::Absent => "the run has no such row",
            Refusal::Altered => "the file was changed by other means than reviewing",
            Refusal::Differs => {
                "the values are not those of this project; where rows were changed here since, take the change back, merge \
                 the file again, and make the change anew"
            }
            Refusal::TakenOut => "taken out of the dataset by hand since",
        };
        notices.extend(named(&rows).map(|rows| format!("{rows} of '{path}' not merged: {reason}.")));
    }
    notices.extend(
        named(&merged.unfinished).map(|rows| {
            format!("{rows} of '{path}' changed but not judged; what was changed is not merged.")
        }),
    );
    MergedFile {
        path,
        reviewer: Some(merged.reviewer),
        added: merged.added,
        known: merged.known,
        refused: merged.refused.into_iter().map(|row| row.row).collect(),
        notices,
    }
}

/// Rows that are named one by one: a change of many rows since the files were made can leave thousands that are refused.
const LISTED: usize = 20;

/// Rows by their numbers; `None` where there is none.
fn named(rows: &[u64]) -> Option<String> {
    let list = |rows: &[u64]| rows.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
    match rows {
        [] => None,
        [row] => Some(format!("Row {row}")),
        rows if rows.len() > LISTED + 1 => {
            Some(format!("Rows {} and {} others", list(&rows[..LISTED]), rows.len() - LISTED))
        }
        rows => Some(format!("Rows {}", list(rows))),
    }
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn many_rows_are_counted_rather_than_listed() {
        let check = |rows: u64, expected: Option<&str>| {
            assert_eq!(named(&(0..rows).collect::<Vec<_>>()).as_deref(), expected, "{rows}");
        };
        let first = (0..20).map(|row| row.to_string()).collect::<Vec<_>>().join(", ");
        check(0, None);
        check(1, Some("Row 0"));
        check(2, Some("Rows 0, 1"));
        check(21, Some(&format!("Rows {first}, 20")));
        check(3000, Some(&format!("Rows {first} and 2980 others")));
    }
}
