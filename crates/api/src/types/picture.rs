//! Pictures of charts.

use serde::Deserialize;
use ts_rs::TS;

/// A chart as a file holds it.
#[derive(Debug, Deserialize, TS)]
#[serde(tag = "format", content = "data", rename_all = "kebab-case")]
pub enum Picture {
    /// SVG, as its text.
    Svg(String),
    /// PNG, in base64.
    Png(String),
}

/// Writes a picture.
#[derive(Debug, Deserialize, TS)]
pub struct PictureRequest {
    /// The picture.
    pub picture: Picture,
    /// Path of the file.
    pub path: String,
}
