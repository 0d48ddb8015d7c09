//! What people change by hand, one list for each run: edits, decisions, undo and redo.

use ::project as store;
use dataset::{Judgment, Verdict};
use store::{
    AttemptId, Change, CuratedDetail, CuratedRow, Decision, Review, Revision, RevisionKind, RowRating,
};

use crate::app::App;
use crate::error::{Result, WireError};
use crate::types::{
    ChangeDone, DecideRow, EditRow, HandChange, HistoryEntry, NextChanges, RowSummary, RunId,
};

impl App {
    pub fn row_edit(&self, request: EditRow) -> Result<RowSummary> {
        let project = self.project()?;
        let id = AttemptId::from(request.row);
        let mut writer = project.write()?;
        writer.revise(id, &request.field, Some(request.value), &self.reviewer(), self.now())?;
        Ok(writer.summary(id)?.into())
    }

    pub fn row_decide(&self, request: DecideRow) -> Result<RowSummary> {
        let project = self.project()?;
        let id = AttemptId::from(request.row);
        let decision =
            if request.accept { Decision::Accept } else { Decision::Reject { reason: request.note } };
        let mut writer = project.write()?;
        let before = writer.summary(id)?.verdict;
        let after = writer.overrule(id, &decision, &self.reviewer(), self.now())?;
        let row = writer.summary(id)?.into();
        drop(writer);
        self.count_change(request.row.run, before.as_ref(), &after);
        Ok(row)
    }

    pub fn change_next(&self, request: RunId) -> Result<NextChanges> {
        let steps = self.project()?.read().next_steps(request.into())?;
        let change = |step: &[Revision]| {
            let first = first_of(step)?;
            Some(HandChange { row: first.attempt.into(), what: name_of(step) })
        };
        Ok(NextChanges { undo: change(&steps.undo), redo: change(&steps.redo) })
    }

    pub fn change_undo(&self, request: RunId) -> Result<ChangeDone> {
        self.step(request, RevisionKind::Undo)
    }

    pub fn change_redo(&self, request: RunId) -> Result<ChangeDone> {
        self.step(request, RevisionKind::Redo)
    }

    fn step(&self, run: RunId, kind: RevisionKind) -> Result<ChangeDone> {
        let project = self.project()?;
        let mut writer = project.write()?;
        let (who, now) = (self.reviewer(), self.now());
        let done = match kind {
            RevisionKind::Redo => writer.redo(run.into(), &who, now)?,
            _ => writer.undo(run.into(), &who, now)?,
        };
        let first = first_of(&done).ok_or_else(|| {
            WireError::not_found(match kind {
                RevisionKind::Redo => {
                    "There is nothing to make again: no change of this run was taken back last."
                }
                _ => "There is nothing to take back: no edit or decision of this run stands.",
            })
        })?;
        let row = writer.summary(first.attempt)?.into();
        drop(writer);
        self.count_revisions(&done);
        Ok(ChangeDone { row, rows: done.len() as u64, what: name_of(&done) })
    }

    /// Name under which edits and decisions are recorded: in a file made for a reviewer, the reviewer's.
    pub(crate) fn reviewer(&self) -> String {
        if let Some(file) = self.project().ok().as_ref().and_then(|project| project.exchange()) {
            return file.reviewer.clone();
        }
        let name = self.settings().reviewer;
        if name.is_empty() { "reviewer".to_owned() } else { name }
    }

    /// Tells a run at work what a person changed, so that its figures follow.
    pub(crate) fn count_change(&self, run: u64, before: Option<&Verdict>, after: &Verdict) {
        if let Some(active) = self.active_run().filter(|active| active.id().run == run) {
            active.changed(before, after);
        }
    }

    /// As [`App::count_change`], for those of some revisions that are of a verdict.
    pub(crate) fn count_revisions<'r>(&self, revisions: impl IntoIterator<Item = &'r Revision>) {
        for revision in revisions {
            if let Revision { attempt, change: Change::Verdict { before, after }, .. } = revision {
                self.count_change(attempt.run.0.cast_unsigned(), Some(before), after);
            }
        }
    }
}

/// Of a step back or forth, the row that comes first in the table.
fn first_of(step: &[Revision]) -> Option<&Revision> {
    step.iter().min_by_key(|revision| revision.attempt)
}

/// What revisions that were made at once made, took back or made again.
pub fn name_of(step: &[Revision]) -> String {
    let Some(first) = step.first() else { return "nothing".to_owned() };
    match (&first.change, step.len()) {
        (Change::Field { name, .. }, 1) => format!("the change of {name}"),
        (Change::Field { name, .. }, rows) => format!("the change of {name} in {rows} rows"),
        (Change::Verdict { before, after }, rows) => {
            let decided = if first.kind == RevisionKind::Undo { before } else { after };
            let rows = if rows == 1 { String::new() } else { format!(" {rows} rows") };
            match decided {
                Verdict::Accepted { .. } => format!("the decision to accept{rows}"),
                Verdict::Rejected { .. } => format!("the decision to reject{rows}"),
            }
        }
    }
}

/// What was done to a row by hand, the oldest first.
pub fn history(detail: &store::RowDetail) -> Vec<HistoryEntry> {
    let asked = detail.extra.iter().map(|extra| HistoryEntry {
        at: extra.at,
        who: extra.who.clone(),
        what: "asked for this try".to_owned(),
        before: None,
        after: None,
    });
    let mut entries: Vec<HistoryEntry> = asked.chain(detail.revisions.iter().map(entry)).collect();
    entries.extend(detail.reviews.iter().map(review));
    entries.extend(detail.ratings.iter().map(rating));
    entries.extend(detail.curated.iter().map(curated));
    entries.sort_by_key(|entry| entry.at);
    entries
}

fn curated(detail: &CuratedDetail) -> HistoryEntry {
    let CuratedRow { dropped_by, label, weight, .. } = &detail.row;
    let dropped = dropped_by.as_ref().map(|step| format!("dropped it by the step {step} of curation"));
    let weighed = (*weight != 1.0).then(|| format!("gave it the weight {weight:.2}"));
    let relabelled = label.as_ref().map(|_| "gave it another label by curation".to_owned());
    let words: Vec<String> = [dropped, weighed, relabelled].into_iter().flatten().collect();
    let [before, after] = label.clone().map_or([None, None], |label| label.map(Some));
    let text = |value: Option<serde_json::Value>| value.as_ref().map(generation::text);
    HistoryEntry {
        at: detail.at,
        who: detail.who.clone(),
        what: words.join(", "),
        before: text(before),
        after: text(after),
    }
}

fn rating(rating: &RowRating) -> HistoryEntry {
    let rated = rating.rating().map(|given| given.scale.shown(given.level));
    let what = rated.map_or_else(|| "took the rating back".to_owned(), |level| format!("rated it {level}"));
    let note = if rating.note.is_empty() { String::new() } else { format!(": {}", rating.note) };
    HistoryEntry {
        at: rating.at,
        who: rating.who.clone(),
        what: format!("{what}{note}"),
        before: None,
        after: None,
    }
}

fn review(review: &Review) -> HistoryEntry {
    let judgment = match &review.judgment {
        Some(Judgment::Accept) => "judged it right".to_owned(),
        Some(Judgment::Reject) => "judged it wrong".to_owned(),
        Some(Judgment::Label { label }) => format!("judged it {label}"),
        Some(Judgment::Correct { values }) => format!(
            "judged it right with another {}",
            values.keys().map(String::as_str).collect::<Vec<_>>().join(", ")
        ),
        Some(Judgment::Swap { fields: [first, second] }) => {
            format!("judged {second} better than {first}")
        }
        Some(Judgment::Tie { keep: true }) => "judged it a tie, which stays".to_owned(),
        Some(Judgment::Tie { keep: false }) => "judged it a tie".to_owned(),
        Some(Judgment::PutOff) => "put it off".to_owned(),
        None => "took the judgment back".to_owned(),
    };
    let last = if review.adjudicates { ", as the final word" } else { "" };
    let note = if review.note.is_empty() { String::new() } else { format!(": {}", review.note) };
    HistoryEntry {
        at: review.at,
        who: review.who.clone(),
        what: format!("{judgment}{last}{note}"),
        before: None,
        after: None,
    }
}

fn entry(revision: &Revision) -> HistoryEntry {
    let what = match (revision.kind, &revision.change) {
        (RevisionKind::Undo, _) => format!("took back {}", name_of(std::slice::from_ref(revision))),
        (RevisionKind::Redo, _) => format!("made {} again", name_of(std::slice::from_ref(revision))),
        (RevisionKind::Edit | RevisionKind::Review, Change::Field { name, .. }) => format!("changed {name}"),
        (RevisionKind::Edit | RevisionKind::Review, Change::Verdict { after, .. }) => match after {
            Verdict::Accepted { row } => format!("accepted it as row {row}"),
            Verdict::Rejected { reason, .. } if reason.is_empty() => "rejected it".to_owned(),
            Verdict::Rejected { reason, .. } => format!("rejected it: {reason}"),
        },
    };
    let text = |value: &Option<serde_json::Value>| value.as_ref().map(generation::text);
    let (before, after) = match &revision.change {
        Change::Field { before, after, .. } => (text(before), text(after)),
        Change::Verdict { .. } => (None, None),
    };
    let at_once = if revision.batch.is_some() { ", at once with other rows" } else { "" };
    HistoryEntry {
        at: revision.at,
        who: revision.who.clone(),
        what: format!("{what}{at_once}"),
        before,
        after,
    }
}
