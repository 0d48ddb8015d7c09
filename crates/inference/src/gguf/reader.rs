//! Little-endian reading that can never pass the end of the file or its allowance of memory.

use std::io::Read;

use super::GgufError;

/// Memory that all metadata together may take once read, in bytes.
pub(super) const MEMORY_LIMIT: u64 = 64 << 20;

/// Memory that a text or nested array takes beside its content, in bytes.
const ENTRY_OVERHEAD: u64 = 32;

/// Reads numbers and texts while it counts what is left of the file and of the memory allowance.
pub(super) struct BoundedReader<R> {
    inner: R,
    position: u64,
    length: u64,
    memory: u64,
}

impl<R: Read> BoundedReader<R> {
    /// Reads from the start of `inner`, which has `length` bytes.
    pub(super) fn new(inner: R, length: u64) -> Self {
        Self { inner, position: 0, length, memory: 0 }
    }

    /// Bytes read so far.
    pub(super) fn position(&self) -> u64 {
        self.position
    }

    /// Takes `bytes` from the allowance of memory.
    pub(super) fn charge(&mut self, what: &str, bytes: u64) -> Result<(), GgufError> {
        self.memory = self.memory.saturating_add(bytes);
        if self.memory > MEMORY_LIMIT {
            return Err(GgufError::TooLarge {
                what: format!("the size of the metadata up to {what}"),
                found: self.memory,
                limit: MEMORY_LIMIT,
            });
        }
        Ok(())
    }

    /// `count` items of at least `size` bytes each must still fit into the file.
    pub(super) fn expect(&self, what: &str, count: u64, size: u64) -> Result<(), GgufError> {
        let left = self.length.saturating_sub(self.position);
        match count.checked_mul(size) {
            Some(bytes) if bytes <= left => Ok(()),
            _ => Err(self.truncated(what)),
        }
    }

    pub(super) fn array<const N: usize>(&mut self, what: &str) -> Result<[u8; N], GgufError> {
        self.expect(what, N as u64, 1)?;
        let mut bytes = [0; N];
        self.fill(&mut bytes, what)?;
        Ok(bytes)
    }

    pub(super) fn u32(&mut self, what: &str) -> Result<u32, GgufError> {
        Ok(u32::from_le_bytes(self.array(what)?))
    }

    pub(super) fn u64(&mut self, what: &str) -> Result<u64, GgufError> {
        Ok(u64::from_le_bytes(self.array(what)?))
    }

    /// The next bytes, whose number was charged before and so is small.
    pub(super) fn bytes(&mut self, what: &str, count: u64) -> Result<Vec<u8>, GgufError> {
        self.expect(what, count, 1)?;
        let mut bytes = vec![0; count as usize];
        self.fill(&mut bytes, what)?;
        Ok(bytes)
    }

    /// A text with its length before it.
    pub(super) fn text(&mut self, what: &str) -> Result<String, GgufError> {
        let length = self.u64(what)?;
        self.charge(what, length.saturating_add(ENTRY_OVERHEAD))?;
        let bytes = self.bytes(what, length)?;
        String::from_utf8(bytes).map_err(|_invalid| GgufError::NotUtf8 { what: what.to_owned() })
    }

    /// Takes the memory of `count` nested arrays from the allowance.
    pub(super) fn charge_entries(&mut self, what: &str, count: u64) -> Result<(), GgufError> {
        self.charge(what, count.saturating_mul(ENTRY_OVERHEAD))
    }

    fn fill(&mut self, bytes: &mut [u8], what: &str) -> Result<(), GgufError> {
        self.inner.read_exact(bytes).map_err(|error| match error.kind() {
            // The file was cut while it was read.
            std::io::ErrorKind::UnexpectedEof => self.truncated(what),
            _ => GgufError::Io(error),
        })?;
        self.position += bytes.len() as u64;
        Ok(())
    }

    fn truncated(&self, what: &str) -> GgufError {
        GgufError::Truncated { what: what.to_owned(), length: self.length }
    }
}
