//! Sums in texts, worked out again.

mod tokens;
mod value;

use std::ops::Range;

use self::tokens::{Part, Token, runs};
use self::value::{Value, value};
use super::panel::{Panel, chart, count_bar, estimated, finding, share_of_things, tone};
use crate::chart::{Dashboard, Drawing};
use crate::finding::{Finding, Tone, percent};
use crate::measure::{Measure, Unit};

/// A sum that a text states.
#[derive(Clone, Debug, PartialEq)]
pub struct Sum {
    /// Its place in the text, in bytes.
    pub place: Range<usize>,
    /// What its left side comes to.
    pub left: f64,
    /// What its right side comes to.
    pub right: f64,
    /// Whether they are equal. A lone decimal number or percentage may be rounded at its last digit, and so may any lone
    /// number behind `≈`.
    pub holds: bool,
}

/// Largest difference in which two results of exact numbers are equal, as a share.
const ROUNDING: f64 = 1e-9;
/// Words behind which a number is an argument.
const FUNCTIONS: [&str; 9] = ["sqrt", "log", "ln", "sin", "cos", "tan", "mod", "exp", "root"];

/// The sums that a text states, such as `3 × (4 + 2) = 18`, `20 % of 50 = 10` or `$1,200 / 12 = $100`; a chain `a = b = c`
/// is two. Only what stands between equals signs and is made of numbers, parentheses and operators alone is judged, so
/// equations with unknowns or units between numbers are left out.
#[must_use]
pub fn sums(text: &str) -> Vec<Sum> {
    runs(text).iter().flat_map(|run| of_run(text, run)).collect()
}

/// What a side comes to, and its parts.
type Side<'s> = (Option<Value>, &'s [Token]);

fn of_run<'s>(text: &str, run: &'s [Token]) -> Vec<Sum> {
    let sides: Vec<&[Token]> = run.split(Token::is_equals).collect();
    let signs = run.iter().filter(|token| token.is_equals()).map(|token| token.part);
    let last = sides.len() - 1;
    let side = |(at, side): (usize, &&'s [Token])| {
        let (found, side) = if at == last { end_of(text, side) } else { (value(side), *side) };
        (found.filter(|_| at > 0 || begins_freely(text, run)), side)
    };
    let values: Vec<Side<'_>> = sides.iter().enumerate().map(side).collect();
    let pair = |(pair, sign): (&[Side<'_>], Part)| {
        let [(left, left_side), (right, right_side)] = pair else { return None };
        let (left, right) = ((*left)?, (*right)?);
        if left.lone.is_some() && right.lone.is_some() {
            return None;
        }
        let place = left_side.first()?.place.start..right_side.last()?.place.end;
        let holds = equal(left, right, right_side, sign == Part::About);
        Some(Sum { place, left: left.number, right: right.number, holds })
    };
    values.windows(2).zip(signs).filter_map(pair).collect()
}

/// Whether nothing before a run belongs to its first number: a letter, an unknown, a function.
fn begins_freely(text: &str, run: &[Token]) -> bool {
    let Some(first) = run.first() else { return false };
    let before = &text[..first.place.start];
    let glued = before.chars().next_back();
    if glued.is_some_and(|c| c.is_alphanumeric() || "_^)]}√.,".contains(c)) {
        return false;
    }
    let line = before.rsplit('\n').next().unwrap_or_default();
    let word: String = line.trim_end().chars().rev().take_while(|c| c.is_alphanumeric()).collect();
    let word: String = word.chars().rev().collect();
    let is_bullet = first.part == Part::Minus && text[first.place.end..].starts_with(' ');
    let is_unknown = word.chars().count() == 1 && !word.chars().all(|c| c.is_ascii_digit());
    !is_bullet && !is_unknown && !FUNCTIONS.contains(&word.to_lowercase().as_str())
}

/// The last side of a run: what follows must not belong to its last number, and a dash before further words is no minus.
fn end_of<'t>(text: &str, side: &'t [Token]) -> (Option<Value>, &'t [Token]) {
    let side = match side.split_last() {
        Some((last, rest)) if last.part == Part::Minus && !rest.is_empty() => rest,
        _ => side,
    };
    let next = side.last().and_then(|last| text[last.place.end..].chars().next());
    let belongs = next.is_some_and(|c| c.is_alphanumeric() || "_^!√(".contains(c));
    (if belongs { None } else { value(side) }, side)
}

fn equal(left: Value, right: Value, right_side: &[Token], about: bool) -> bool {
    let rounded = |side: Value| match side.lone {
        Some(_) if side.percent => 0.005 / 10_f64.powf(f64::from(side.lone.unwrap_or(0))),
        Some(decimals) if decimals > 0 => 0.5 / 10_f64.powf(f64::from(decimals)),
        _ => 0.0,
    };
    let mut allowed = rounded(left).max(rounded(right));
    if let (true, Some(0), [token]) = (about, right.lone, right_side)
        && let Part::Number { value, .. } = token.part
        && !right.percent
    {
        // The last digit that is not 0 may be rounded.
        let zeros = (1..16).take_while(|zeros| value % 10_f64.powi(*zeros) == 0.0 && value > 0.0).count();
        allowed = 0.5 * 10_f64.powi(zeros as i32);
    }
    let size = left.number.abs().max(right.number.abs());
    // What is divided by 0 equals nothing.
    size.is_finite() && (left.number - right.number).abs() <= allowed + ROUNDING * size.max(1.0)
}

/// Rows by the sums in them.
#[derive(Clone, Debug, PartialEq)]
pub struct Arithmetic {
    /// Of each row its sums.
    pub rows: Vec<Vec<Sum>>,
}

/// Works out the sums of all texts.
#[must_use]
pub fn arithmetic(texts: &[&str]) -> Arithmetic {
    Arithmetic { rows: texts.iter().map(|text| sums(text)).collect() }
}

impl Arithmetic {
    /// Rows with a wrong sum, by their places.
    #[must_use]
    pub fn wrong(&self) -> Vec<u64> {
        self.rows_where(|sums| sums.iter().any(|sum| !sum.holds))
    }

    fn rows_where(&self, test: impl Fn(&[Sum]) -> bool) -> Vec<u64> {
        (0..).zip(&self.rows).filter(|(_, sums)| test(sums)).map(|(row, _)| row).collect()
    }

    /// Rows whose sums are right, and sums that are.
    #[must_use]
    pub fn panel(&self) -> Panel {
        let right = self.rows_where(|sums| !sums.is_empty() && sums.iter().all(|sum| sum.holds));
        let wrong = self.wrong();
        let with_sums = (right.len() + wrong.len()) as u64;
        let by_rows = Dashboard::Faithfulness.share(
            "arithmetic-rows",
            "Rows whose sums are right",
            "Share of rows with sums in which every sum is right when worked out again.",
            right.len() as u64,
            with_sums,
        )
        .noted("Sums are numbers, operators and an equals sign; those with unknowns or units between numbers are left out.");
        let counts: Vec<(u64, u64)> = (self.rows.iter())
            .map(|sums| (sums.iter().filter(|sum| sum.holds).count() as u64, sums.len() as u64))
            .collect();
        let of_sums = estimated(
            "arithmetic-sums",
            "Sums that are right",
            "Share of all sums that are right when worked out again.",
            Unit::Share,
            self.rows.iter().map(Vec::len).sum(),
            share_of_things(&counts),
        )
        .noted("The interval counts that sums of one row go wrong together.");
        let charts = (with_sums > 0).then(|| {
            let none = self.rows_where(<[Sum]>::is_empty);
            chart(
                "arithmetic",
                format!("{} of {with_sums} rows with sums have a wrong one", wrong.len()),
                "Rows",
                "Sums",
                Drawing::Bars {
                    points: vec![
                        count_bar("All right", &right),
                        count_bar("One wrong", &wrong),
                        count_bar("No sums", &none),
                    ],
                },
            )
        });
        Panel {
            charts: charts.into_iter().collect(),
            finding: self.finding(&by_rows),
            measures: vec![by_rows, of_sums],
        }
    }

    fn finding(&self, by_rows: &Measure) -> Finding {
        let ids = ["arithmetic-rows", "arithmetic-sums"];
        let Some(share) = by_rows.value else {
            return finding(
                Tone::Unknown,
                "The texts state no sums that can be worked out.".to_owned(),
                None,
                &ids,
            );
        };
        let tone = if self.wrong().is_empty() { tone(by_rows) } else { Tone::Doubtful };
        let advice = match tone {
            Tone::Good => None,
            Tone::Doubtful => Some("Drop or mend the rows with a wrong sum."),
            Tone::Unknown => Some("Too few rows hold sums to be sure; make more."),
        };
        finding(tone, format!("Of rows with sums, {} have all of them right.", percent(share)), advice, &ids)
    }
}

#[cfg(test)]
mod tests;
