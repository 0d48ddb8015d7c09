//! How much texts repeat themselves, by what a compressor saves.

use std::io::Write as _;

use flate2::{Compression, write::GzEncoder};

/// Size of the texts over their size when compressed by gzip, joined by spaces, above 0; higher is more repetitive
/// (Shaib et al., 2024). `None` without any text.
#[must_use]
pub fn compression_ratio<S: AsRef<str>>(texts: &[S]) -> Option<f64> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let mut size = 0;
    for (at, text) in texts.iter().enumerate() {
        let separator: &[u8] = if at == 0 { b"" } else { b" " };
        // Writing to memory does not fail.
        encoder.write_all(separator).ok()?;
        encoder.write_all(text.as_ref().as_bytes()).ok()?;
        size += separator.len() + text.as_ref().len();
    }
    let compressed = encoder.finish().ok()?;
    (size > 0).then(|| size as f64 / compressed.len() as f64)
}
