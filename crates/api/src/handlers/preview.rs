//! Previews: a few rows that are shown and not kept.

use std::sync::Arc;
use std::time::Instant;

use dataset::{Attempt, Fields, Verdict};
use generation::{Control, Plan, Sink, SinkError};
use inference::Model;

use crate::app::App;
use crate::error::{Result, WireError};
use crate::events::Events;
use crate::pace::Pace;
use crate::prompt::Preview;
use crate::types::{Notice, PreviewId, PreviewRequest};

const MOST_ROWS: usize = 20;

impl App {
    pub fn preview_start(&self, request: PreviewRequest) -> Result<PreviewId> {
        let rows = request.rows.clamp(1, MOST_ROWS);
        let preview = Preview { seed: request.seed, first: request.draw, rows, pins: request.pins };
        let plan = self.preview_plan(&request.recipe, preview)?;
        let model = self.model()?;
        let id = self.next_preview();
        let control = self.previews.begin(id).unwrap_or_default();
        let (events, previews, home) =
            (Arc::clone(&self.events), Arc::clone(&self.previews), Arc::clone(&self.home));
        let work = move || {
            let began = Instant::now();
            let before = model.model().speed().output_tokens;
            let mut failure = show(id, &plan, model.model(), &events, &control);
            let seconds = began.elapsed().as_secs_f64();
            previews.end(&id);
            if failure.is_none() && !control.is_cancelled() {
                let tokens = model.model().speed().output_tokens - before;
                let pace = Pace { answers: rows as u64, tokens, seconds, batch: rows.min(model.batch()) };
                failure = home.measured(model.id(), pace).err().map(|error| error.message);
            }
            events.send(Notice::PreviewDone { preview: id, seconds, failure });
        };
        std::thread::Builder::new().name("preview".to_owned()).spawn(work).map_err(|e| {
            WireError::failed("The preview could not be started; close other programs and try again.")
                .with_detail(e.to_string())
        })?;
        Ok(PreviewId { preview: id })
    }

    pub fn preview_cancel(&self, request: PreviewId) -> Result<()> {
        self.previews.cancel(&request.preview);
        Ok(())
    }
}

/// Makes the rows, and returns why not all were made.
fn show(id: u64, plan: &Plan, model: &dyn Model, events: &Events, control: &Control) -> Option<String> {
    let mut window = Window { preview: id, events, attempts: Vec::new() };
    plan.run(model, [], &mut window, control).err().map(|error| crate::project::sentence(&error.to_string()))
}

/// Shows a preview's rows as they are made.
struct Window<'e> {
    preview: u64,
    events: &'e Events,
    /// Attempts that wait for their verdict.
    attempts: Vec<Attempt>,
}

impl Sink for Window<'_> {
    fn started(&mut self, _: u64, _: u32, _: &Fields) -> std::result::Result<(), SinkError> {
        Ok(())
    }

    fn token(&mut self, draw: u64, step: &str, text: &str) -> std::result::Result<(), SinkError> {
        self.events.send(Notice::PreviewText {
            preview: self.preview,
            row: draw as usize,
            attempt: 0,
            step: step.to_owned(),
            text: text.to_owned(),
        });
        Ok(())
    }

    fn attempt(&mut self, attempt: &Attempt) -> std::result::Result<(), SinkError> {
        self.attempts.push(attempt.clone());
        Ok(())
    }

    fn verdict(&mut self, draw: u64, attempt: u32, verdict: &Verdict) -> std::result::Result<(), SinkError> {
        let at = self.attempts.iter().position(|made| (made.draw, made.attempt) == (draw, attempt));
        if let Some(at) = at {
            let attempt = self.attempts.swap_remove(at);
            self.events.send(Notice::PreviewRow {
                preview: self.preview,
                row: draw as usize,
                attempt,
                verdict: verdict.clone(),
            });
        }
        Ok(())
    }
}
