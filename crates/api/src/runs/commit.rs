//! Writes attempts and verdicts in groups, then shows them.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use ::project::{AttemptId, RunId as StoredRun};
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};
use dataset::{Attempt, Fields, Verdict};
use generation::{Sink, SinkError};

use super::{ActiveRun, Tracker};
use crate::error::{Result, WireError};
use crate::events::Events;
use crate::models::LoadedModel;
use crate::project::OpenProject;
use crate::sync::lock;
use crate::types::Notice;

/// Longest time between a finished attempt and its commit, and shortest between two messages to the window.
pub const GROUP: Duration = Duration::from_millis(100);

/// The runner's way to the disk.
pub struct Committer {
    records: Option<Sender<Record>>,
    thread: Option<JoinHandle<()>>,
    failure: Arc<Mutex<Option<WireError>>>,
    /// Attempts whose verdict is on disk already; a replay judges them once more.
    judged: HashSet<(u64, u32)>,
    tracker: Arc<Mutex<Tracker>>,
}

enum Record {
    Attempt(Box<Attempt>),
    Verdict(u64, u32, Verdict),
    Writing(u64, String),
}

impl Committer {
    pub fn start(
        active: &ActiveRun,
        run: StoredRun,
        model: &LoadedModel,
        judged: HashSet<(u64, u32)>,
    ) -> Self {
        let (records, received) = crossbeam_channel::bounded(4096);
        let failure = Arc::new(Mutex::new(None));
        let writer = Writer {
            run,
            project: Arc::clone(&active.project),
            events: Arc::clone(&active.events),
            tracker: Arc::clone(&active.tracker),
            clock: active.clock,
            speed: model.shared_model(),
            failure: Arc::clone(&failure),
            sample: Sample::default(),
        };
        let thread =
            std::thread::Builder::new().name("commit".to_owned()).spawn(move || writer.work(&received));
        let mut committer = Self {
            records: Some(records),
            thread: None,
            failure,
            judged,
            tracker: Arc::clone(&active.tracker),
        };
        match thread {
            Ok(thread) => committer.thread = Some(thread),
            Err(error) => {
                committer.records = None;
                *lock(&committer.failure) = Some(
                    WireError::failed("The run could not be started; close other programs and try again.")
                        .with_detail(error.to_string()),
                );
            }
        }
        committer
    }

    /// Waits until everything is on disk.
    ///
    /// # Errors
    /// What kept it from getting there.
    pub fn finish(mut self) -> Result<()> {
        self.records = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            return Err(WireError::failed("Rows could not be written: the writer stopped unexpectedly."));
        }
        lock(&self.failure).take().map_or(Ok(()), Err)
    }

    fn send(&self, record: Record) -> std::result::Result<(), SinkError> {
        let sent = self.records.as_ref().is_some_and(|records| records.send(record).is_ok());
        if sent { Ok(()) } else { Err("rows cannot be written".into()) }
    }
}

impl Sink for Committer {
    fn started(&mut self, _: u64, _: u32, _: &Fields) -> std::result::Result<(), SinkError> {
        lock(&self.tracker).begin();
        Ok(())
    }

    fn token(&mut self, draw: u64, _step: &str, text: &str) -> std::result::Result<(), SinkError> {
        self.send(Record::Writing(draw, text.to_owned()))
    }

    fn attempt(&mut self, attempt: &Attempt) -> std::result::Result<(), SinkError> {
        self.send(Record::Attempt(Box::new(attempt.clone())))
    }

    fn verdict(&mut self, draw: u64, attempt: u32, verdict: &Verdict) -> std::result::Result<(), SinkError> {
        if self.judged.contains(&(draw, attempt)) {
            return Ok(());
        }
        self.send(Record::Verdict(draw, attempt, verdict.clone()))
    }
}

/// The committer's thread.
struct Writer {
    run: StoredRun,
    project: Arc<OpenProject>,
    events: Arc<Events>,
    tracker: Arc<Mutex<Tracker>>,
    clock: fn() -> i64,
    speed: Arc<dyn inference::Model>,
    failure: Arc<Mutex<Option<WireError>>>,
    sample: Sample,
}

/// Text of one answer in the making, to show that something happens.
#[derive(Default)]
struct Sample {
    draw: Option<u64>,
    text: String,
}

impl Sample {
    fn add(&mut self, draw: u64, text: &str) {
        if self.draw.is_none() {
            self.draw = Some(draw);
        }
        if self.draw == Some(draw) {
            self.text.push_str(text);
        }
    }

    fn finished(&mut self, draw: u64) {
        if self.draw == Some(draw) {
            *self = Self::default();
        }
    }
}

impl Writer {
    fn work(mut self, records: &Receiver<Record>) {
        let mut open = true;
        while open {
            let (mut attempts, mut verdicts, mut wrote) = (Vec::new(), Vec::new(), false);
            let mut deadline: Option<Instant> = None;
            loop {
                let next = match deadline {
                    None => records.recv().map_err(RecvTimeoutError::from),
                    Some(deadline) => records.recv_deadline(deadline),
                };
                match next {
                    Ok(Record::Attempt(attempt)) => {
                        self.sample.finished(attempt.draw);
                        attempts.push(*attempt);
                    }
                    Ok(Record::Verdict(draw, attempt, verdict)) => verdicts.push((draw, attempt, verdict)),
                    Ok(Record::Writing(draw, text)) => {
                        self.sample.add(draw, &text);
                        wrote = true;
                    }
                    Err(RecvTimeoutError::Timeout) => break,
                    Err(RecvTimeoutError::Disconnected) => {
                        open = false;
                        break;
                    }
                }
                deadline.get_or_insert_with(|| Instant::now() + GROUP);
            }
            if attempts.is_empty() && verdicts.is_empty() && !wrote {
                continue;
            }
            if let Err(error) = self.commit(&attempts, &verdicts) {
                *lock(&self.failure) = Some(error);
                return;
            }
        }
    }

    fn commit(&self, attempts: &[Attempt], verdicts: &[(u64, u32, Verdict)]) -> Result<()> {
        if !attempts.is_empty() || !verdicts.is_empty() {
            self.project.write()?.commit(self.run, attempts, verdicts)?;
        }
        let mut touched: Vec<(u64, u32)> = attempts.iter().map(|a| (a.draw, a.attempt)).collect();
        touched.extend(verdicts.iter().map(|(draw, attempt, _)| (*draw, *attempt)));
        touched.sort_unstable();
        touched.dedup();
        let reader = self.project.read();
        let rows = touched
            .into_iter()
            .map(|(draw, attempt)| Ok(reader.summary(AttemptId { run: self.run, draw, attempt })?.into()))
            .collect::<Result<Vec<_>>>()?;
        drop(reader);
        let now = (self.clock)();
        let progress = {
            let mut tracker = lock(&self.tracker);
            tracker.committed(attempts, verdicts, self.speed.speed().output_tokens, now);
            tracker.progress(now)
        };
        let writing = self.sample.draw.map(|_| self.sample.text.clone());
        self.events.send(Notice::Run { progress, rows, writing });
        Ok(())
    }
}
