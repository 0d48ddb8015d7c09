//! Runs that compete by blind pairs of rows.

use std::collections::HashMap;

use ::project::{AttemptId, Reader};
use evaluation::arena::{
    ArenaOptions, Comparison, Entry, Judge, Outcome, Pair, judge_agreement, report, schedule, standings,
    swapped,
};

use super::rows::RunRows;
use crate::error::{Result, WireError};
use crate::types::{ArenaPair, ArenaView, PairOutcome, Standing};

/// Decides which rows meet.
const SEED: u64 = 0;

/// The rows of runs that compete, and the verdicts on their pairs so far.
pub struct Competition {
    runs: Vec<RunRows>,
    judged: Vec<Comparison>,
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
        let judged = reader.pairs(&ids)?.into_iter().filter_map(|pair| {
            let outcome = match pair.outcome.as_str() {
                "left" => Outcome::First,
                "right" => Outcome::Second,
                _ => Outcome::Tie,
            };
            let pair = Pair { first: *place.get(&pair.left)?, second: *place.get(&pair.right)? };
            Some(Comparison { pair, outcome, judge: Judge::Human })
        });
        Ok(Self { judged: judged.collect(), runs })
    }

    /// The next pair to judge: rows that were asked for the same, where there are such.
    pub fn next(&self) -> Option<ArenaPair> {
        let judged: Vec<Pair> = self.judged.iter().map(|comparison| comparison.pair).collect();
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
        let pair = [keys(true), by_label(), keys(false)]
            .iter()
            .find_map(|keys| schedule(keys, &judged, 1, SEED).into_iter().next())?;
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
        Some(ArenaPair {
            left: left.into(),
            left_text: left_row.text.clone(),
            right: right.into(),
            right_text: right_row.text.clone(),
            asked: label.map(|label| format!("label: {label}")).into_iter().chain(asked).collect(),
        })
    }

    pub fn view(&self) -> ArenaView {
        let names: Vec<String> = self.runs.iter().map(|run| format!("Run {}", run.run.id.0)).collect();
        let found = standings(&self.judged, self.runs.len(), ArenaOptions::default());
        let of = |competitor: usize, outcome: fn(&Comparison, usize) -> bool| {
            let games = self.judged.iter().filter(|game| {
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
        let decided: Vec<&Comparison> =
            self.judged.iter().filter(|game| game.outcome != Outcome::Tie).collect();
        let left = decided.iter().filter(|game| game.outcome == Outcome::First).count() as u64;
        let left_wins = measures::wilson(left, decided.len() as u64, measures::Z95)
            .map(|interval| [left as f64 / decided.len() as f64, interval.low, interval.high]);
        let human = swapped(&self.judged, Judge::Human);
        ArenaView {
            standings: found.order.iter().map(standing).collect(),
            judged: self.judged.len() as u64,
            left_wins,
            measures: report::measure(&found, &names, judge_agreement(&self.judged), human),
            // Before the first word there is nothing to draw.
            charts: if self.judged.is_empty() { Vec::new() } else { report::charts(&found, &[], &names) },
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
