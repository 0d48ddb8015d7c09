//! `seedbed embed`: vectors of texts.

use std::io::{self, Write as _};
use std::path::PathBuf;

use api::types::DataFile;
use api::{LoadedModel, WireError};
use clap::Args;
use dataset::{Format, Vectors};
use inference::{Cancel, EmbedRequest, Event, ModelError, Priority};

use super::app_with;
use crate::output;

/// Vectors of texts: the model's last hidden states, averaged over each text's tokens, of unit length.
#[derive(Args)]
pub struct Embed {
    /// Model: a file, or an id from 'seedbed models list'. The built-in one where absent.
    #[arg(long)]
    model: Option<String>,
    /// Texts.
    #[arg(value_name = "TEXT", required_unless_present = "input", conflicts_with_all = ["input", "text", "no_header"])]
    texts: Vec<String>,
    /// File that holds the texts: .csv, .jsonl, .json or .parquet.
    #[arg(long)]
    input: Option<PathBuf>,
    /// Column of the texts; 'text', or the only one, where absent.
    #[arg(long, value_name = "COLUMN")]
    text: Option<String>,
    /// The first line of a CSV file holds values; columns are called 1, 2 and so on.
    #[arg(long)]
    no_header: bool,
    /// File to write: .parquet or .jsonl. JSON lines on standard output where absent.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Most texts computed together. Vectors do not depend on it.
    #[arg(long)]
    batch: Option<usize>,
}

impl Embed {
    pub fn execute(self) -> Result<(), WireError> {
        let format = self.out.as_deref().map(super::format_of).transpose()?;
        if matches!(format, Some(Format::Csv | Format::Xlsx)) {
            return Err(WireError::input(
                "Vectors are written to .parquet and .jsonl only; name such a file.",
            ));
        }
        let texts = match self.input {
            Some(path) => {
                let path = path.to_string_lossy().into_owned();
                let file =
                    DataFile { path, text: self.text, label: None, header: !self.no_header, rows: None };
                file.texts()?
            }
            None => self.texts,
        };
        let app = app_with(self.model.as_deref(), self.batch)?;
        let model = app.model()?;
        let vectors = Vectors {
            vectors: embed(&model, &texts)?,
            texts,
            encoder: model.encoder(),
            model: model.model().card().sha256.clone(),
        };
        eprintln!("Encoder: {}.", vectors.encoder);
        match (self.out, format) {
            (Some(out), Some(Format::Parquet)) => vectors.write_parquet(&out),
            (Some(out), _) => vectors.write_jsonl(&out),
            (None, _) => {
                let mut out = io::BufWriter::new(io::stdout().lock());
                return vectors
                    .write_lines(&mut out)
                    .and_then(|()| out.flush())
                    .or_else(|error| output::stopped(&error));
            }
        }
        .map_err(|error| WireError::failed(error.to_string()))
    }
}

/// The vector of each text.
fn embed(model: &LoadedModel, texts: &[String]) -> Result<Vec<Vec<f32>>, WireError> {
    let model = model.model();
    let cancel = Cancel::default();
    let (events, received) = crossbeam_channel::unbounded();
    for (id, text) in (0..).zip(texts) {
        let request = EmbedRequest {
            id,
            tokens: model.tokenize(text).into(),
            priority: Priority::Run,
            cancel: cancel.clone(),
        };
        model.embed(request, events.clone());
    }
    drop(events);
    let mut vectors = vec![Vec::new(); texts.len()];
    for event in received {
        let Event::Embedded { id, result } = event else { continue };
        vectors[id as usize] = result.map_err(|error| {
            cancel.cancel();
            refused(id, &error)
        })?;
    }
    Ok(vectors)
}

fn refused(id: u64, error: &ModelError) -> WireError {
    WireError::input(format!("Text {} has no vector. {error}", id + 1))
}
