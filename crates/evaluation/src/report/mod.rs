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

impl Measure {
    /// The figure as the report says it: '91 % (88–94 %), n = 500'; `None` where it has no value.
    #[must_use]
    pub fn words(&self) -> Option<String> {
        self.value.filter(|value| value.is_finite())?;
        let (value, n) = (number::figure(self.value, self.unit), number::count(self.n));
        Some(match number::interval(self).as_str() {
            number::NONE => format!("{value}, n = {n}"),
            interval => format!("{value} ({interval}), n = {n}"),
        })
    }

    /// What it means, how it was made and by which encoder.
    #[must_use]
    pub fn definition(&self) -> String {
        let encoder = self.encoder.as_ref().map(|encoder| format!("Encoder: {encoder}."));
        let parts = [Some(&self.meaning), self.note.as_ref(), encoder.as_ref()];
        parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ")
    }
}
