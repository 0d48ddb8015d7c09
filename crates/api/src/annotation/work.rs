//! Asking a model about many rows, and keeping its answers as they come.

use std::time::{Duration, Instant};

use ::project::{AnnotationId, Answer};
use generation::Control;
use indexmap::IndexMap;
use inference::Model;

use super::{Asked, Given, Inquiry, Item, Said, is_open};
use crate::error::Result;
use crate::project::OpenProject;

/// Rows that are asked about in all turns before others are.
const TOGETHER: usize = 64;
/// Longest time for which answers are not on the disk.
const GROUP: Duration = Duration::from_millis(500);

/// What is to be asked.
pub struct Work<'w> {
    pub inquiry: Inquiry<'w>,
    pub turns: u32,
    pub items: Vec<Item>,
    /// What was answered before and holds.
    pub before: Option<&'w Asked>,
    /// What answers are kept under.
    pub annotation: AnnotationId,
}

impl Work<'_> {
    /// Asks what is still open, and counts the answers. Says whether it went to the end; what was answered before `control`
    /// stopped it is kept.
    pub fn ask(
        &self,
        model: &dyn Model,
        project: &OpenProject,
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
                let mut keeper = Keeper::new(project, self.annotation);
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
            let asking = self.inquiry.asking(turn, &items[0].choices);
            let given: Vec<Given> = items.iter().map(|item| item.given.clone()).collect();
            if !asking.ask(&given, model, control, |at, said| hear(items[at], said))? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Writes answers in groups: each by itself would wait for the disk.
pub(super) struct Keeper<'k> {
    project: &'k OpenProject,
    annotation: AnnotationId,
    unkept: Vec<Answer>,
    since: Instant,
}

impl<'k> Keeper<'k> {
    pub fn new(project: &'k OpenProject, annotation: AnnotationId) -> Self {
        Self { project, annotation, unkept: Vec::new(), since: Instant::now() }
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
            self.project.write()?.add_answers(self.annotation, &self.unkept)?;
            self.unkept.clear();
        }
        self.since = Instant::now();
        Ok(())
    }
}
