//! Runs that compete by blind pairs of rows.

use std::collections::{HashMap, HashSet};

use ::project::{AttemptId, Reader};
use evaluation::arena::{
    ArenaOptions, Comparison, Entry, Judge, JudgeAgreement, Outcome, Pair, Swapped, judge_agreement, report,
    schedule, standings, swapped,
};
use indexmap::IndexMap;

use super::rows::RunRows;
use crate::error::{Result, WireError};
use crate::types::{ArenaPair, ArenaView, ModelArena, PairOutcome, Standing};

/// Decides which rows meet.
const SEED: u64 = 0;

/// The rows of runs that compete, and the verdicts on their pairs so far.
pub struct Competition {
    runs: Vec<RunRows>,
    by_people: Vec<Comparison>,
    /// Of each model, by the SHA-256 of its file, its name and what it said.
    by_models: IndexMap<String, (String, Vec<Comparison>)>,
}

/// A pair as a judge sees it.
pub struct Blind<'c> {
    pub ids: [AttemptId; 2],
    pub rows: [&'c evaluation::Row; 2],
    /// What both were asked for.
    pub asked: Vec<String>,
}

impl Competition {
    pub fn read(reader: &Reader, runs: &[u64]) -> Result<Self> {
        if runs.len() < 2 {
            return Err(WireError::input("An arena needs two runs at least; choose another one beside."));
        }
        let read = |run: &u64| RunRows::read(reader, crate::types::RunId { run: *run }.into());
        let runs = runs.iter().map(read).collect::<Result<Vec<_>>>()?;
        let place: HashMap<AttemptId, Entry> = runs
            .iter()
            .enumerate()
            .flat_map(|(competitor, run)| {
                run.ids.iter().enumerate().map(move |(row, id)| (*id, Entry { competitor, row }))
            })
            .collect();
        let ids: Vec<_> = runs.iter().map(|run| run.run.id).collect();
        let (mut by_people, mut by_models) = (Vec::new(), IndexMap::<String, (String, Vec<_>)>::new());
        for judged in reader.pairs(&ids)? {
            let outcome = match judged.outcome.as_str() {
                "left" => Outcome::First,
                "right" => Outcome::Second,
                _ => Outcome::Tie,
            };
            let Some((first, second)) = place.get(&judged.left).zip(place.get(&judged.right)) else {
                continue;
            };
            let pair = Pair { first: *first, second: *second };
            match judged.model {
                None => by_people.push(Comparison { pair, outcome, judge: Judge::Human }),
                Some(sha256) => {
                    let (_, said) = by_models.entry(sha256).or_insert_with(|| (judged.who, Vec::new()));
                    said.push(Comparison { pair, outcome, judge: Judge::Model });
                }
            }
        }
        Ok(Self { by_people, by_models, runs })
    }

    /// The next pair for people to judge.
    pub fn next(&self) -> Option<ArenaPair> {
        let judged: Vec<Pair> = self.by_people.iter().map(|comparison| comparison.pair).collect();
        let Blind { ids: [left, right], rows: [left_row, right_row], asked } =
            self.blind(self.schedule(&judged, 1).pop()?);
        Some(ArenaPair {
            left: left.into(),
            left_text: left_row.text.clone(),
            right: right.into(),
            right_text: right_row.text.clone(),
            asked,
        })
    }

    /// So many pairs that a model has not judged: those that people judged first, so that it can be held against them.
    pub fn for_model(&self, sha256: &str, count: usize) -> Vec<Blind<'_>> {
        let rows = |pair: &Pair| (pair.first.min(pair.second), pair.first.max(pair.second));
        let said = self.by_models.get(sha256).map(|(_, said)| said.as_slice()).unwrap_or_default();
        let mut judged: Vec<Pair> = said.iter().map(|comparison| comparison.pair).collect();
        let mut known: HashSet<_> = judged.iter().map(rows).collect();
        let people = self.by_people.iter().map(|comparison| comparison.pair);
        let mut pairs: Vec<Pair> = people.filter(|pair| known.insert(rows(pair))).take(count).collect();
        judged.extend(&pairs);
        let more = self.schedule(&judged, count - pairs.len());
        pairs.extend(more);
        pairs.into_iter().map(|pair| self.blind(pair)).collect()
    }

    /// The next pairs: rows that were asked for the same, where there are such.
    fn schedule(&self, judged: &[Pair], count: usize) -> Vec<Pair> {
        let keys = |matched: bool| -> Vec<Vec<Option<String>>> {
            let key = |row: &evaluation::Row| {
                matched.then(|| serde_json::to_string(&(&row.label, &row.conditions)).unwrap_or_default())
            };
            self.runs.iter().map(|run| run.rows.rows().iter().map(key).collect()).collect()
        };
        let by_label = || -> Vec<Vec<Option<String>>> {
            self.runs
                .iter()
                .map(|run| run.rows.rows().iter().map(|row| row.label.clone()).collect())
                .collect()
        };
        let mut pairs = Vec::new();
        for keys in [keys(true), by_label(), keys(false)] {
            let past: Vec<Pair> = judged.iter().chain(&pairs).copied().collect();
            pairs.extend(schedule(&keys, &past, count - pairs.len(), SEED));
        }
        pairs
    }

    fn blind(&self, pair: Pair) -> Blind<'_> {
        let row = |entry: Entry| {
            let run = &self.runs[entry.competitor];
            (run.ids[entry.row], &run.rows.rows()[entry.row])
        };
        let ((left, left_row), (right, right_row)) = (row(pair.first), row(pair.second));
        let asked = left_row
            .conditions
            .iter()
            .filter(|(name, value)| right_row.conditions.get(*name) == Some(*value));
        // A label that was given as a condition stands among those.
        let given = self.runs[pair.first.competitor].label.as_ref();
        let given = given.is_some_and(|name| left_row.conditions.contains_key(name));
        let label = left_row.label.as_ref().filter(|_| !given);
        let label = label.filter(|label| right_row.label.as_ref() == Some(*label));
        let asked = asked.map(|(name, value)| format!("{name}: {}", generation::text(value)));
        let asked = label.map(|label| format!("label: {label}")).into_iter().chain(asked).collect();
        Blind { ids: [left, right], rows: [left_row, right_row], asked }
    }

    /// How the runs stand by what people say.
    pub fn view(&self) -> ArenaView {
        let by_models = self.by_models.values().flat_map(|(_, said)| said);
        let all: Vec<Comparison> = self.by_people.iter().chain(by_models).copied().collect();
        self.view_of(&self.by_people, judge_agreement(&all), swapped(&self.by_people, Judge::Human))
    }

    /// How the runs stand by what each model says, beside people.
    pub fn models(&self) -> Vec<ModelArena> {
        let view = |(name, said): &(String, Vec<Comparison>)| {
            let all: Vec<Comparison> = self.by_people.iter().chain(said).copied().collect();
            let view = self.view_of(said, judge_agreement(&all), swapped(said, Judge::Model));
            ModelArena { model: name.clone(), view }
        };
        self.by_models.values().map(view).collect()
    }

    fn view_of(&self, judged: &[Comparison], agreement: JudgeAgreement, in_both: Swapped) -> ArenaView {
        let names: Vec<String> = self.runs.iter().map(|run| format!("Run {}", run.run.id.0)).collect();
        let found = standings(judged, self.runs.len(), ArenaOptions::default());
        let of = |competitor: usize, outcome: fn(&Comparison, usize) -> bool| {
            let games = judged.iter().filter(|game| {
                let Pair { first, second } = game.pair;
                first.competitor == competitor || second.competitor == competitor
            });
            games.filter(|game| outcome(game, competitor)).count() as u64
        };
        let won = |game: &Comparison, competitor: usize| match game.outcome {
            Outcome::First => game.pair.first.competitor == competitor,
            Outcome::Second => game.pair.second.competitor == competitor,
            Outcome::Tie => false,
        };
        let lost = |game: &Comparison, competitor: usize| match game.outcome {
            Outcome::First => game.pair.second.competitor == competitor,
            Outcome::Second => game.pair.first.competitor == competitor,
            Outcome::Tie => false,
        };
        let tied = |game: &Comparison, _: usize| game.outcome == Outcome::Tie;
        let standing = |standing: &evaluation::arena::Standing| Standing {
            run: self.runs[standing.competitor].run.id.0.cast_unsigned(),
            rating: standing.rating,
            interval: [standing.interval.low, standing.interval.high],
            elo: standing.elo,
            won: of(standing.competitor, won),
            lost: of(standing.competitor, lost),
            tied: of(standing.competitor, tied),
            place: u32::try_from(standing.rank).unwrap_or(u32::MAX),
        };
        let decided: Vec<&Comparison> = judged.iter().filter(|game| game.outcome != Outcome::Tie).collect();
        let left = decided.iter().filter(|game| game.outcome == Outcome::First).count() as u64;
        let left_wins = measures::wilson(left, decided.len() as u64, measures::Z95)
            .map(|interval| [left as f64 / decided.len() as f64, interval.low, interval.high]);
        ArenaView {
            standings: found.order.iter().map(standing).collect(),
            judged: judged.len() as u64,
            left_wins,
            measures: report::measure(&found, &names, agreement, in_both),
            // Before the first word there is nothing to draw.
            charts: if judged.is_empty() { Vec::new() } else { report::charts(&found, &[], &names) },
        }
    }
}

/// The word of a pair as the project keeps it.
pub fn word(outcome: PairOutcome) -> &'static str {
    match outcome {
        PairOutcome::Left => "left",
        PairOutcome::Right => "right",
        PairOutcome::Tie => "tie",
    }
}
