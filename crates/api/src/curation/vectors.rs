//! Vectors of the texts that a pipeline reads.

use std::sync::Arc;

use curation::{Gold, Rows, Vectors};

use super::unfit;
use crate::app::App;
use crate::error::Result;
use crate::kept::Kept;
use crate::vectors::{TextEncoder, vectors_or_zeros};

impl App {
    /// What makes the vectors that a pipeline wants. Where they are only welcome it is a sentence encoder or nothing: the
    /// vectors of a language model take long.
    pub(crate) fn encoder_for(&self, vectors: Vectors) -> Result<Option<Arc<TextEncoder>>> {
        match vectors {
            Vectors::Unread => Ok(None),
            Vectors::Welcome if self.settings().encoder.is_empty() => Ok(None),
            Vectors::Welcome | Vectors::Needed => self.encoder().map(Some),
        }
    }
}

/// Gives rows, and gold rows, the vectors of their texts.
pub fn with_vectors(rows: Rows, gold: &mut [Gold], encoder: &TextEncoder, kept: &Kept) -> Result<Rows> {
    let texts: Vec<String> = gold.iter().map(|gold| gold.text.clone()).collect();
    let vectors = vectors_or_zeros(kept, encoder, &texts)?;
    gold.iter_mut().zip(vectors).for_each(|(gold, vector)| gold.vector = vector);
    let vectors = vectors_or_zeros(kept, encoder, rows.texts())?;
    rows.with_vectors(vectors).map_err(|error| unfit(&error))
}
