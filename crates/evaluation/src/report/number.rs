//! Numbers as people read them: grouped digits, units, a true minus sign, a dash where there is none.

use crate::measure::{Measure, Unit};

/// Where there is no number.
pub(super) const NONE: &str = "–";

/// From here on digits are no longer written out.
const HUGE: f64 = 1e15;

/// 1234 → '1,234'.
pub(super) fn count(number: u64) -> String {
    grouped(&number.to_string())
}

/// A number with at most so many decimals: 0.25 → '0.25', −3.0 → '−3'.
pub(super) fn decimal(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return NONE.to_owned();
    }
    if value.abs() >= HUGE {
        return signed(value, format!("{:.2e}", value.abs()));
    }
    let text = format!("{:.decimals$}", value.abs());
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let part = part.trim_end_matches('0');
    let dot = if part.is_empty() { "" } else { "." };
    signed(value, format!("{}{dot}{part}", grouped(whole)))
}

/// A number without unit, with about three digits that tell.
pub(super) fn plain(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => decimal(value, 0),
        size if size >= 10.0 => decimal(value, 1),
        size if size >= 0.001 || size == 0.0 => decimal(value, 3),
        size if size.is_finite() => signed(value, format!("{size:.1e}")),
        _ => NONE.to_owned(),
    }
}

/// A figure with its unit.
pub(super) fn figure(value: Option<f64>, unit: Unit) -> String {
    match value {
        Some(value) if value.is_finite() => joined(&bare(value, unit), unit),
        _ => NONE.to_owned(),
    }
}

/// '88–94 %'; the dash where no interval is known.
pub(super) fn interval(measure: &Measure) -> String {
    match (measure.low, measure.high) {
        (Some(low), Some(high)) if low.is_finite() && high.is_finite() => {
            ends(&bare(low, measure.unit), &figure(Some(high), measure.unit))
        }
        _ => NONE.to_owned(),
    }
}

/// Two ends; 'to' where a dash would read as a minus.
pub(super) fn ends(low: &str, high: &str) -> String {
    let between = if low.starts_with('−') || high.starts_with('−') { " to " } else { "–" };
    format!("{low}{between}{high}")
}

/// How far a figure is from another, with its sign; shares differ by percentage points.
pub(super) fn difference(from: Option<f64>, to: Option<f64>, unit: Unit) -> Option<String> {
    let by = from.zip(to).map(|(from, to)| to - from).filter(|by| by.is_finite())?;
    let size = match unit {
        Unit::Share => format!("{}\u{a0}pp", decimal(by.abs() * 100.0, 1)),
        _ => figure(Some(by.abs()), unit),
    };
    let sign = match size.contains(|letter: char| ('1'..='9').contains(&letter)) {
        false => "±",
        true if by < 0.0 => "−",
        true => "+",
    };
    Some(format!("{sign}{size}"))
}

fn bare(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Share => decimal(value * 100.0, 1),
        Unit::Count => decimal(value, 0),
        Unit::Words => decimal(value, 1),
        Unit::LogProbability => decimal(value, 2),
        Unit::Score => decimal(value, 3),
    }
}

fn joined(number: &str, unit: Unit) -> String {
    match unit {
        Unit::Share => format!("{number}\u{a0}%"),
        Unit::Words => format!("{number}\u{a0}words"),
        Unit::LogProbability => format!("{number}\u{a0}nats"),
        Unit::Count | Unit::Score => number.to_owned(),
    }
}

/// The minus sign is for numbers that do not read as nought.
fn signed(value: f64, size: String) -> String {
    let nought = !size.contains(|letter: char| ('1'..='9').contains(&letter));
    if value < 0.0 && !nought { format!("−{size}") } else { size }
}

fn grouped(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
