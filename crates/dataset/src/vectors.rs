//! Texts with their vectors, in the forms that tools for embeddings read.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use arrow_array::{ArrayRef, FixedSizeListArray, Float32Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use serde::Serialize;

use crate::write::{WriteCause, WriteError, atomic, parquet};

/// Texts with one vector for each, all of one length.
#[derive(Clone, Debug, PartialEq)]
pub struct Vectors {
    /// The texts.
    pub texts: Vec<String>,
    /// Their vectors.
    pub vectors: Vec<Vec<f32>>,
    /// What made the vectors of the texts, in words.
    pub encoder: String,
    /// SHA-256 of the encoder's file, in hexadecimal.
    pub model: String,
}

/// One text with its vector. Columns that say where it comes from begin with `_`, as in exports.
#[derive(Serialize)]
struct VectorRow<'v> {
    text: &'v str,
    vector: &'v [f32],
    #[serde(rename = "_encoder")]
    encoder: &'v str,
    #[serde(rename = "_model")]
    model: &'v str,
}

impl Vectors {
    /// Writes one JSON object a line.
    ///
    /// # Errors
    /// The destination cannot be written.
    pub fn write_lines(&self, out: &mut impl Write) -> std::io::Result<()> {
        let (encoder, model) = (self.encoder.as_str(), self.model.as_str());
        for (text, vector) in self.texts.iter().zip(&self.vectors) {
            serde_json::to_writer(&mut *out, &VectorRow { text, vector, encoder, model })?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }

    /// Writes a JSONL file, whole or not at all.
    ///
    /// # Errors
    /// [`WriteError`] names the file and the remedy.
    pub fn write_jsonl(&self, path: &Path) -> Result<(), WriteError> {
        atomic::write(path, |file| Ok(self.write_lines(file)?))
    }

    /// Writes a Parquet file, whole or not at all; vectors are lists of a fixed size.
    ///
    /// # Errors
    /// [`WriteError`] names the file and the remedy.
    pub fn write_parquet(&self, path: &Path) -> Result<(), WriteError> {
        atomic::write(path, |file| {
            let (schema, batch) = self.batch()?;
            parquet::write_batches(file, &schema, [Ok(batch)])
        })
    }

    fn batch(&self) -> Result<(Arc<Schema>, RecordBatch), WriteCause> {
        let width = self.vectors.first().map_or(0, Vec::len);
        let size = i32::try_from(width).map_err(|error| WriteCause::Format(error.to_string()))?;
        let number = Arc::new(Field::new_list_field(DataType::Float32, false));
        let repeated = |text: &str| -> ArrayRef {
            Arc::new(StringArray::from_iter_values(std::iter::repeat_n(text, self.texts.len())))
        };
        let numbers = Arc::new(self.vectors.iter().flatten().copied().collect::<Float32Array>());
        let vectors = FixedSizeListArray::try_new(Arc::clone(&number), size, numbers, None)
            .map_err(|error| WriteCause::Format(error.to_string()))?;
        let schema = Arc::new(Schema::new(vec![
            Field::new("text", DataType::Utf8, false),
            Field::new("vector", DataType::FixedSizeList(number, size), false),
            Field::new("_encoder", DataType::Utf8, false),
            Field::new("_model", DataType::Utf8, false),
        ]));
        let columns: Vec<ArrayRef> = vec![
            Arc::new(StringArray::from_iter_values(&self.texts)),
            Arc::new(vectors),
            repeated(&self.encoder),
            repeated(&self.model),
        ];
        let batch = RecordBatch::try_new(Arc::clone(&schema), columns)
            .map_err(|error| WriteCause::Format(error.to_string()))?;
        Ok((schema, batch))
    }
}
