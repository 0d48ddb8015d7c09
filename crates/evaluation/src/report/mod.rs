//! The report: findings, charts and figures in one HTML file that needs nothing but itself.
//!
//! The file has no scripts and names nothing outside it; its content security policy forbids both. Texts of rows are hostile:
//! they reach the page only through [`markup::Markup`], which escapes them. The same input gives the same bytes.

mod drawing;
mod figures;
mod markup;
mod number;
mod overview;
mod page;
mod style;
#[cfg(test)]
mod tests;

use crate::chart::Chart;
use crate::finding::Finding;
use crate::measure::Measure;

/// What a report says, in the order in which it is read.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// Title of the report.
    pub title: &'a str,
    /// Facts with their names, such as model, recipe hash, seed and rows.
    pub about: &'a [(String, String)],
    /// Answers in plain words.
    pub findings: &'a [Finding],
    /// The figures.
    pub measures: &'a [Measure],
    /// The charts.
    pub charts: &'a [Chart],
    /// The same of other rows.
    pub beside: &'a [Beside<'a>],
    /// What a reader must know of how it was measured, a sentence each.
    pub notices: &'a [String],
}

/// Other rows that the reported ones are held against: real ones, or those of an earlier run.
#[derive(Clone, Copy, Debug)]
pub struct Beside<'a> {
    /// Their name.
    pub name: &'a str,
    /// How many there are.
    pub rows: u64,
    /// Their figures. Those with the id of a reported figure stand in its row.
    pub measures: &'a [Measure],
    /// Their charts. Those with the id of a reported chart stand below it.
    pub charts: &'a [Chart],
}

/// The report as an HTML file in UTF-8.
#[must_use]
pub fn html(report: &Report<'_>) -> String {
    page::page(report)
}
