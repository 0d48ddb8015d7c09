//! `seedbed embed`: vectors of texts.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use api::types::DataFile;
use api::{App, Options, TextEncoder, WireError};
use clap::Args;
use dataset::{Format, Vectors};
use inference::{Cancel, Encoder};

use super::app_with;
use crate::output;

/// Vectors of texts, of unit length: a sentence encoder's, or the mean of a language model's last hidden states.
#[derive(Args)]
pub struct Embed {
    /// Folder of a sentence encoder (MiniLM, BGE, GTE, E5), or a language model: a file, or an id from 'seedbed models
    /// list'. The built-in one where absent.
    #[arg(long)]
    model: Option<String>,
    /// What is put before each text, such as 'query: ' for E5.
    #[arg(long, default_value = "")]
    prefix: String,
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
        let prefixed: Vec<String> = texts.iter().map(|text| format!("{}{text}", self.prefix)).collect();
        let folder = self.model.as_deref().map(Path::new).filter(|path| Encoder::is_in(path));
        let (app, encoder) = match folder {
            Some(folder) => (App::open(Options::default())?, TextEncoder::load(folder)?),
            None => {
                let app = app_with(self.model.as_deref(), self.batch)?;
                let model = app.model()?;
                (app, TextEncoder::Model(model))
            }
        };
        let longer = encoder.longer(&prefixed)?;
        if longer > 0 {
            eprintln!(
                "{longer} of {} texts are longer than the encoder reads; their ends do not count.",
                texts.len()
            );
        }
        let vectors = Vectors {
            vectors: app.vectors(&encoder, &prefixed, &Cancel::default())?,
            texts,
            encoder: encoder.name(),
            model: encoder.sha256().to_owned(),
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
