//! Asking a model about many rows, and keeping its answers as they come.

use std::time::{Duration, Instant};

use ::project::Answer;
use generation::Control;
use indexmap::IndexMap;
use inference::Model;
use sha2::{Digest as _, Sha256};

use super::{Asked, Given, Inquiry, Item, Said, expected, is_open};
use crate::error::Result;

/// Rows that are asked about in all turns before others are.
const TOGETHER: usize = 64;
/// Longest time for which answers are not kept.
const GROUP: Duration = Duration::from_millis(500);

/// What is to be asked.
pub struct Work<'w> {
    pub inquiry: Inquiry<'w>,
    pub turns: u32,
    pub items: Vec<Item>,
    /// What was answered before and holds.
    pub before: Option<&'w Asked>,
    /// Keeps answers, all or none.
    pub keep: &'w dyn Fn(&[Answer]) -> Result<()>,
}

impl Work<'_> {
    /// Asks what is still open, and counts the answers. Says whether it went to the end; what was answered before `control`
    /// stopped it is kept.
    pub fn ask(
        &self,
        model: &dyn Model,
        clock: fn() -> i64,
        control: &Control,
        answers: &mut u64,
        tell: &dyn Fn(u64, u64),
    ) -> Result<bool> {
        let open: Vec<&Item> = self.items.iter().filter(|item| self.is_open(item)).collect();
        let total = open.len() as u64;
        tell(0, total);
        let mut done = 0;
        for rows in open.chunks(TOGETHER) {
            for turn in 0..self.turns {
                let mut keeper = Keeper::new(self.keep);
                let asked = self.ask_turn(rows, turn, model, control, &mut |item, said| {
                    *answers += 1;
                    done += u64::from(turn + 1 == self.turns);
                    tell(done, total);
                    keeper.take(item, turn, said, clock())
                });
                keeper.keep()?;
                if !asked? {
                    return Ok(false);
                }
            }
        }
        tell(total, total);
        Ok(true)
    }

    fn is_open(&self, item: &Item) -> bool {
        (0..self.turns).any(|turn| is_open(item, turn, self.before))
    }

    fn ask_turn(
        &self,
        rows: &[&Item],
        turn: u32,
        model: &dyn Model,
        control: &Control,
        hear: &mut dyn FnMut(&Item, Said) -> Result<()>,
    ) -> Result<bool> {
        let mut groups: IndexMap<Vec<&str>, Vec<&Item>> = IndexMap::new();
        for item in rows.iter().filter(|item| is_open(item, turn, self.before)) {
            let names = item.choices.iter().map(|choice| choice.name.as_str()).collect();
            groups.entry(names).or_default().push(item);
        }
        for items in groups.values() {
            let hear = |at: usize, said| hear(items[at], said);
            let finished = match self.inquiry.asking(turn, &items[0].choices, seed(turn, items[0])) {
                Some(asking) => {
                    let given: Vec<Given> = items.iter().map(|item| item.given.clone()).collect();
                    asking.ask(&given, model, control, hear)?
                }
                None => {
                    let texts: Vec<&str> = items.iter().map(|item| item.given.text.as_str()).collect();
                    expected::score(&texts, model, control, hear)?
                }
            };
            if !finished {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// What is drawn for rows that begin with this one: another draw in each turn.
fn seed(turn: u32, first: &Item) -> u64 {
    let digest = Sha256::new().chain_update(turn.to_le_bytes()).chain_update(&first.basis).finalize();
    digest.iter().take(8).fold(0, |seed, byte| seed << 8 | u64::from(*byte))
}

/// Writes answers in groups: each by itself would wait for the disk.
pub(super) struct Keeper<'k> {
    keep: &'k dyn Fn(&[Answer]) -> Result<()>,
    unkept: Vec<Answer>,
    since: Instant,
}

impl<'k> Keeper<'k> {
    pub fn new(keep: &'k dyn Fn(&[Answer]) -> Result<()>) -> Self {
        Self { keep, unkept: Vec::new(), since: Instant::now() }
    }

    pub fn take(&mut self, item: &Item, turn: u32, said: Said, at: i64) -> Result<()> {
        self.unkept.push(Answer {
            attempt: item.id,
            turn,
            basis: item.basis.clone(),
            said: said.answer,
            probabilities: said.probabilities,
            sampled: item.sampled,
            at,
        });
        if self.since.elapsed() >= GROUP { self.keep() } else { Ok(()) }
    }

    pub fn keep(&mut self) -> Result<()> {
        if !self.unkept.is_empty() {
            (self.keep)(&self.unkept)?;
            self.unkept.clear();
        }
        self.since = Instant::now();
        Ok(())
    }
}
