//! Reading numbers of one architecture from the metadata.

use crate::error::LoadError;
use crate::gguf::{GgufError, Metadata};

/// Largest number that any dimension may have; published models stay far below it.
const LIMIT: u32 = 1 << 24;

/// The metadata under the name of the file's architecture.
pub(super) struct Keys<'m> {
    pub(super) metadata: &'m Metadata,
    pub(super) architecture: &'m str,
}

impl<'m> Keys<'m> {
    pub(super) fn new(metadata: &'m Metadata) -> Result<Self, LoadError> {
        Ok(Self { metadata, architecture: metadata.str("general.architecture")? })
    }

    /// The whole key.
    pub(super) fn name(&self, key: &str) -> String {
        format!("{}.{key}", self.architecture)
    }

    /// A number that does not fit the others.
    pub(super) fn misfit(&self, key: &str, found: usize) -> LoadError {
        LoadError::Dimension { key: self.name(key), found: found as u64 }
    }

    /// A number of things; `None` where the key is missing.
    pub(super) fn count(&self, key: &str) -> Result<Option<usize>, LoadError> {
        Ok(self.metadata.opt_u32(&self.name(key))?.map(|value| value as usize))
    }

    /// A dimension, at least 1; `None` where the key is missing.
    pub(super) fn opt_dimension(&self, key: &str) -> Result<Option<usize>, LoadError> {
        match self.metadata.opt_u32(&self.name(key))? {
            None => Ok(None),
            Some(value @ 1..=LIMIT) => Ok(Some(value as usize)),
            Some(value) => Err(self.misfit(key, value as usize)),
        }
    }

    /// A dimension that the file must name.
    pub(super) fn dimension(&self, key: &str) -> Result<usize, LoadError> {
        self.opt_dimension(key)?.ok_or_else(|| self.missing(key))
    }

    /// A number above 0; `None` where the key is missing.
    pub(super) fn opt_positive(&self, key: &str) -> Result<Option<f32>, LoadError> {
        match self.metadata.opt_f32(&self.name(key))? {
            Some(value) if value <= 0.0 => Err(LoadError::Number { key: self.name(key), found: value }),
            value => Ok(value),
        }
    }

    /// A number above 0 that the file must name.
    pub(super) fn positive(&self, key: &str) -> Result<f32, LoadError> {
        self.opt_positive(key)?.ok_or_else(|| self.missing(key))
    }

    /// A number above 0; `None` where the key is missing or 0, which files write for 'none'.
    pub(super) fn unless_zero(&self, key: &str) -> Result<Option<f32>, LoadError> {
        match self.metadata.opt_f32(&self.name(key))? {
            Some(0.0) => Ok(None),
            _ => self.opt_positive(key),
        }
    }

    fn missing(&self, key: &str) -> LoadError {
        GgufError::MissingKey { key: self.name(key) }.into()
    }
}
