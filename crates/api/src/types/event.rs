//! What the program tells the window while it works.

use serde::Serialize;
use ts_rs::TS;

use super::{Download, ModelEntry, RowSummary, RunProgress, RunStatus};

/// A message with its place in the stream. A window that misses one reads the state again.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Event {
    /// Place in the stream, rising by one.
    pub sequence: u64,
    /// What happened.
    pub notice: Notice,
}

/// What happened.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Notice {
    /// The model in use changed, or finished loading.
    Model {
        /// The model; `None` while it loads.
        model: Option<Box<ModelEntry>>,
        /// Why the last one could not be loaded.
        failure: Option<String>,
    },
    /// A run went on; at most ten a second.
    Run {
        /// How it goes.
        progress: RunProgress,
        /// Attempts committed since the last message, oldest first, each safe on disk.
        rows: Vec<RowSummary>,
        /// Text of the answer being written now, as a sample.
        writing: Option<String>,
    },
    /// A preview wrote some text.
    PreviewText {
        /// The preview.
        preview: u64,
        /// Which of its rows, from 0.
        row: usize,
        /// Which try at this row, from 0.
        attempt: u32,
        /// The step that writes.
        step: String,
        /// Text added.
        text: String,
    },
    /// A preview finished an attempt.
    PreviewRow {
        /// The preview.
        preview: u64,
        /// Which of its rows, from 0.
        row: usize,
        /// The attempt.
        attempt: dataset::Attempt,
        /// What became of it.
        verdict: dataset::Verdict,
    },
    /// A preview ended.
    PreviewDone {
        /// The preview.
        preview: u64,
        /// Seconds it took.
        seconds: f64,
        /// Why it failed.
        failure: Option<String>,
    },
    /// A download went on; at most ten a second for each.
    Download {
        /// How it goes.
        download: Download,
    },
    /// A longer job, such as measuring a part of figures, went on.
    Job {
        /// What it is for: `curation`, `comparison`, the name of a part, or `annotation:` and the key of a question.
        job: String,
        /// The run it looks at.
        run: u64,
        /// Items done.
        done: u64,
        /// Items in all.
        total: u64,
        /// State.
        status: RunStatus,
        /// Why it failed.
        failure: Option<String>,
    },
}
