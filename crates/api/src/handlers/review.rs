//! Reviewing: which row is judged next, and what a judgment does.

use std::collections::{HashMap, HashSet};

use ::project::{
    AttemptId, Given, Outcome, Project, Reader, ReviewCounts, Reviewable, ReviewedRow, RowSummary, Run,
};
use ::recipe::Recipe;
use dataset::Judgment;
use measures::{Z95, wilson};
use rand::SeedableRng as _;
use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;
use students::{Row, TextOptions, out_of_fold};

use crate::annotation::Asked;
use crate::app::App;
use crate::draft;
use crate::error::{Result, WireError};
use crate::labelled::{FOLDS, Labelled, labelled};
use crate::review_kind;
use crate::reviewers;
use crate::selection::{Choice, Chosen, Pool};
use crate::types::{
    ChosenRows, JudgeRow, JudgmentTakenBack, QueuedRow, RateRow, ReviewLabel, ReviewOrder, ReviewProgress,
    ReviewQueue, ReviewRequest, ReviewerFile, RunId, Scale, TakeBack,
};

/// Half the width of the interval of the share of right rows at which it is known well enough.
const ENOUGH: f64 = 0.05;
/// Rows that a person can judge, where nobody says how many.
const BUDGET: u32 = 100;

impl App {
    pub fn review_queue(&self, request: ReviewRequest) -> Result<ReviewQueue> {
        let project = self.project()?;
        let reader = project.read();
        let run = reader.run(RunId { run: request.run }.into())?;
        let recipe = draft::of_run(&reader, &run)?;
        let who = self.reviewer();
        let label_field = recipe.label_column();
        let kind = review_kind::of(&recipe);
        let (rows, chosen, progress) = if let Some(scale) = request.scale {
            let blind = project.exchange().is_some_and(|file| file.blind);
            let ratings = Ratings::read(&reader, run.id, scale, &who)?;
            let material = Material::read(&reader, &recipe, &run, request.order, blind)?;
            drop(reader);
            let rows = ordered(&ratings.rows, ratings.unrated(), &material, run.plan.seed);
            (rows, None, ratings.progress())
        } else if request.order == ReviewOrder::Disagreements {
            let reviewed = reader.reviewed(run.id)?;
            drop(reader);
            (disagreements(&reviewed, label_field.as_deref()), None, reviewers::settled(&reviewed, ENOUGH))
        } else if let Some(choice) = Choice::of(request.order) {
            if choice.tells_labels() && project.exchange().is_some_and(|file| file.blind) {
                return Err(hidden());
            }
            let (known, counts) = (reader.reviewable(run.id, &who)?, reader.review_counts(run.id, &who)?);
            let is_judged =
                |row: &&Reviewable| matches!(&row.judgment, Some(given) if *given != Judgment::PutOff);
            let judged = known.iter().filter(is_judged).map(|row| row.id).collect();
            let asked = if choice == Choice::Divided { Asked::of_run(&reader, run.id)? } else { Vec::new() };
            let pool = Pool::read(&reader, &recipe, &run, &judged, &asked)?;
            drop(reader);
            let budget = request.budget.unwrap_or(BUDGET) as usize;
            let Chosen { rows, about } = pool.choose(self, choice, budget)?;
            let chosen = ChosenRows { rows: rows.len() as u64, about };
            (to_judge(&known, rows), Some(chosen), progress(counts))
        } else {
            let (known, counts) = (reader.reviewable(run.id, &who)?, reader.review_counts(run.id, &who)?);
            let blind = project.exchange().is_some_and(|file| file.blind);
            let material = Material::read(&reader, &recipe, &run, request.order, blind)?;
            // Others read while a student learns.
            drop(reader);
            let all: Vec<AttemptId> = known.iter().map(|row| row.id).collect();
            let fresh = known.iter().filter(|row| row.judgment.is_none()).map(|row| row.id).collect();
            let mut rows = ordered(&all, fresh, &material, run.plan.seed);
            let put_off = known.iter().filter(|row| row.judgment == Some(Judgment::PutOff));
            rows.extend(put_off.map(|row| queued(row.id, String::new(), true)));
            (rows, None, progress(counts))
        };
        let labels = match label_field {
            Some(_) => recipe.task.labels.iter().map(label).collect(),
            None => Vec::new(),
        };
        Ok(ReviewQueue {
            rows,
            chosen,
            progress,
            kind,
            label_field,
            labels,
            codebook: recipe.task.codebook.clone(),
            file: project
                .exchange()
                .map(|file| ReviewerFile { reviewer: file.reviewer.clone(), blind: file.blind }),
        })
    }

    pub fn review_judge(&self, request: JudgeRow) -> Result<ReviewProgress> {
        let project = self.project()?;
        let id = AttemptId::from(request.row);
        let field = {
            let reader = project.read();
            let recipe = draft::of_run(&reader, &reader.run(id.run)?)?;
            review_kind::check(&recipe, &request.judgment, &reader.summary(id)?.values)?;
            recipe.label_column()
        };
        let unlabelled = matches!(request.judgment, Judgment::Accept | Judgment::Tie { keep: true });
        if unlabelled && project.exchange().is_some_and(|file| file.blind) {
            return Err(WireError::input(
                "The label is hidden in this file; say which one the row should have, or reject it.",
            ));
        }
        let given = Given {
            judgment: &request.judgment,
            note: &request.note,
            sampled: request.order == ReviewOrder::Random,
            label_field: field.as_deref(),
            adjudicates: request.adjudicate,
        };
        let who = self.reviewer();
        let mut writer = project.write()?;
        let changed = writer.review(id, given, &who, self.now())?;
        let progress = progress_of(&writer, id.run, &who, request.adjudicate)?;
        drop(writer);
        self.count_revisions(&changed);
        Ok(progress)
    }

    pub fn review_rate(&self, request: RateRow) -> Result<ReviewProgress> {
        let RateRow { row, rating, note } = request;
        if rating.name().is_none() {
            let levels = rating.scale.names().join(", ");
            return Err(WireError::input(format!("The scale has no such level; choose one of {levels}.")));
        }
        let project = self.project()?;
        let (id, who) = (AttemptId::from(row), self.reviewer());
        let mut writer = project.write()?;
        writer.rate(id, rating, &note, &who, self.now())?;
        Ok(Ratings::read(&writer, id.run, rating.scale, &who)?.progress())
    }

    pub fn review_take_back(&self, request: TakeBack) -> Result<JudgmentTakenBack> {
        let project = self.project()?;
        let (run, who) = (RunId { run: request.run }.into(), self.reviewer());
        let mut writer = project.write()?;
        if let Some(scale) = request.scale {
            let taken = writer.take_rating_back(run, scale, &who, self.now())?;
            let row = taken.ok_or_else(|| {
                WireError::not_found(
                    "There is nothing to take back: no rating of yours on this scale stands.",
                )
            })?;
            let progress = Ratings::read(&writer, run, scale, &who)?.progress();
            return Ok(JudgmentTakenBack { row: row.into(), progress });
        }
        let taken = writer.take_back(run, request.adjudicate, &who, self.now())?;
        let (id, undone) = taken.ok_or_else(|| {
            WireError::not_found("There is nothing to take back: no judgment of yours stands.")
        })?;
        let progress = progress_of(&writer, run, &who, request.adjudicate)?;
        drop(writer);
        self.count_revisions(&undone);
        Ok(JudgmentTakenBack { row: id.into(), progress })
    }
}

/// How far a reviewer is, or how far disagreements are settled.
fn progress_of(
    project: &Project,
    run: ::project::RunId,
    who: &str,
    adjudicates: bool,
) -> Result<ReviewProgress> {
    Ok(match adjudicates {
        true => reviewers::settled(&project.reviewed(run)?, ENOUGH),
        false => progress(project.review_counts(run, who)?),
    })
}

/// Of chosen rows those that were not judged yet, and at the end those that were put off.
fn to_judge(known: &[Reviewable], chosen: Vec<(AttemptId, String)>) -> Vec<QueuedRow> {
    let judgments: HashMap<AttemptId, Option<&Judgment>> =
        known.iter().map(|row| (row.id, row.judgment.as_ref())).collect();
    let open = chosen.into_iter().filter_map(|(id, why)| match judgments.get(&id)? {
        None => Some(queued(id, why, false)),
        Some(Judgment::PutOff) => Some(queued(id, why, true)),
        Some(_) => None,
    });
    let mut rows: Vec<QueuedRow> = open.collect();
    rows.sort_by_key(|row| row.put_off);
    rows
}

fn hidden() -> WireError {
    WireError::input("The labels are hidden in this file, so none can be doubted; choose another order.")
}

/// The rows on which reviewers disagree and nobody said the final word, those put off at the end.
fn disagreements(reviewed: &[ReviewedRow], label_field: Option<&str>) -> Vec<QueuedRow> {
    let open = reviewed.iter().filter(|row| row.outcome() == Outcome::Disputed && row.final_word().is_none());
    let mut rows: Vec<QueuedRow> = open
        .map(|row| queued(row.id, reviewers::said(row, label_field), row.adjudication.is_some()))
        .collect();
    rows.sort_by_key(|row| row.put_off);
    rows
}

fn label(label: &::recipe::Label) -> ReviewLabel {
    ReviewLabel { name: label.name.clone(), definition: label.definition.clone().unwrap_or_default() }
}

fn queued(id: AttemptId, why: String, put_off: bool) -> QueuedRow {
    QueuedRow { row: id.into(), why, put_off }
}

fn progress(ReviewCounts { rows, judged, sampled, right }: ReviewCounts) -> ReviewProgress {
    let interval = if sampled == judged { wilson(right, judged, Z95) } else { None };
    let interval = interval.map(|interval| [interval.low, interval.high]);
    ReviewProgress { rows, judged, right, interval, enough: ENOUGH, mean: None }
}

/// How a reviewer rated the accepted rows of a run on a scale.
struct Ratings {
    rows: Vec<AttemptId>,
    levels: HashMap<AttemptId, usize>,
}

impl Ratings {
    fn read(reader: &Reader, run: ::project::RunId, scale: Scale, who: &str) -> Result<Self> {
        let rows = reader.accepted(run).map(|row| Ok(row?.id)).collect::<Result<_>>()?;
        let rated = reader.ratings(run)?.into_iter().flat_map(|row| {
            let own = row.ratings.into_iter().filter(|given| given.who == who && given.scale == scale);
            own.filter_map(move |given| Some((row.id, given.level?)))
        });
        Ok(Self { rows, levels: rated.collect() })
    }

    fn unrated(&self) -> Vec<AttemptId> {
        self.rows.iter().filter(|id| !self.levels.contains_key(id)).copied().collect()
    }

    fn progress(&self) -> ReviewProgress {
        let levels: Vec<usize> = self.rows.iter().filter_map(|id| self.levels.get(id)).copied().collect();
        let judged = levels.len();
        let mean = (judged > 0).then(|| levels.iter().sum::<usize>() as f64 / judged as f64);
        let (rows, judged) = (self.rows.len() as u64, judged as u64);
        ReviewProgress { rows, judged, right: 0, interval: None, enough: ENOUGH, mean }
    }
}

/// What an order needs to know of the accepted rows.
enum Material {
    Made,
    Random,
    /// The mean log-probability of each row's tokens.
    LogProbabilities(Vec<(AttemptId, Option<f64>)>),
    /// Text and label of each row.
    Labelled(Vec<(AttemptId, Labelled)>),
}

impl Material {
    fn read(reader: &Reader, recipe: &Recipe, run: &Run, order: ReviewOrder, blind: bool) -> Result<Self> {
        Ok(match order {
            ReviewOrder::Random => Self::Random,
            ReviewOrder::LeastProbable => {
                let row = |row: std::result::Result<RowSummary, _>| {
                    let row = row?;
                    Ok((row.id, row.log_probability))
                };
                Self::LogProbabilities(reader.accepted(run.id).map(row).collect::<Result<_>>()?)
            }
            ReviewOrder::Suspicious if blind => {
                return Err(hidden());
            }
            ReviewOrder::Suspicious => {
                let rows = labelled(reader, recipe, run.id)?.ok_or_else(|| {
                    WireError::input(
                        "The rows of this recipe have no text with a label that a student could doubt; choose another \
                         order.",
                    )
                })?;
                Self::Labelled(rows)
            }
            // Orders that choose some rows, or settle disagreements, rank none; rows to rate then come as they were made.
            _ => Self::Made,
        })
    }
}

/// The rows of `all` that nothing was said of yet, in an order, with the reason where it has one.
fn ordered(all: &[AttemptId], fresh: Vec<AttemptId>, material: &Material, seed: u64) -> Vec<QueuedRow> {
    let plain = |ids: Vec<AttemptId>| ids.into_iter().map(|id| queued(id, String::new(), false)).collect();
    let mut scored = match material {
        Material::Made => return plain(fresh),
        Material::Random => {
            // All rows are shuffled, so that judging one moves no other.
            let mut shuffled = all.to_vec();
            shuffled.shuffle(&mut ChaCha8Rng::seed_from_u64(seed));
            let fresh: HashSet<AttemptId> = fresh.into_iter().collect();
            return plain(shuffled.into_iter().filter(|id| fresh.contains(id)).collect());
        }
        Material::LogProbabilities(rows) => least_probable(rows),
        Material::Labelled(rows) => suspicious(rows, seed),
    };
    let mut rows: Vec<(f64, AttemptId, String)> = fresh
        .into_iter()
        .map(|id| scored.remove(&id).map_or((f64::INFINITY, id, String::new()), |(p, why)| (p, id, why)))
        .collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    rows.into_iter().map(|(_, id, why)| queued(id, why, false)).collect()
}

/// The mean log-probability of each row's tokens.
fn least_probable(rows: &[(AttemptId, Option<f64>)]) -> HashMap<AttemptId, (f64, String)> {
    let scored = rows.iter().filter_map(|(id, mean)| {
        let mean = (*mean)?;
        let percent = 100.0 * mean.exp();
        let why = format!("The model gave a token of it {percent:.0} % on average (geometric mean).");
        Some((*id, (mean, why)))
    });
    scored.collect()
}

/// The probability of each row's label by a student that learned from the other rows.
fn suspicious(rows: &[(AttemptId, Labelled)], seed: u64) -> HashMap<AttemptId, (f64, String)> {
    let learned: Vec<Row<'_>> = rows.iter().map(|(_, row)| Row::text(&row.text, &row.label)).collect();
    let judged = out_of_fold(&learned, FOLDS, seed, &TextOptions::default());
    let scored = rows.iter().zip(&judged.rows).map(|((id, Labelled { label, .. }), probabilities)| {
        let own = judged.class(label).and_then(|class| probabilities.get(class)).copied().unwrap_or_default();
        let best = probabilities.iter().zip(&judged.classes).max_by(|a, b| a.0.total_cmp(b.0));
        let why = best.map(|(p, best)| match best == label {
            true => format!("A student of the other rows agrees with {label}, at {:.0} %.", 100.0 * p),
            false => format!(
                "A student of the other rows would say {best} ({:.0} %) rather than {label} ({:.0} %).",
                100.0 * p,
                100.0 * own
            ),
        });
        (*id, (own, why.unwrap_or_default()))
    });
    scored.collect()
}
