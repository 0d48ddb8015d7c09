//! What a side of a sum comes to.

use super::tokens::{Part, Token};

/// A side of a sum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Value {
    /// What it comes to.
    pub number: f64,
    /// Whether it is a lone percentage.
    pub percent: bool,
    /// Decimals, where it is a single number and nothing was worked out.
    pub lone: Option<u32>,
}

/// Deepest nesting of parentheses.
const DEPTH: usize = 32;

/// Works out a side by the usual precedence; `None` where it is no whole expression.
pub(super) fn value(tokens: &[Token]) -> Option<Value> {
    let mut reader = Reader { tokens, at: 0, depth: 0 };
    let value = reader.sum()?;
    (reader.at == tokens.len()).then_some(value)
}

struct Reader<'t> {
    tokens: &'t [Token],
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn part(&self) -> Option<Part> {
        self.tokens.get(self.at).map(|token| token.part)
    }

    fn take(&mut self, part: Part) -> bool {
        let is = self.part() == Some(part);
        self.at += usize::from(is);
        is
    }

    /// Sums and differences. A percentage added to a number is that part of it, as on a pocket calculator.
    fn sum(&mut self) -> Option<Value> {
        let mut left = self.product()?;
        loop {
            let sign = if self.take(Part::Plus) {
                1.0
            } else if self.take(Part::Minus) {
                -1.0
            } else {
                return Some(left);
            };
            let right = self.product()?;
            let added =
                if right.percent && !left.percent { left.number * right.number } else { right.number };
            left = Value {
                number: left.number + sign * added,
                percent: left.percent && right.percent,
                lone: None,
            };
        }
    }

    fn product(&mut self) -> Option<Value> {
        let mut left = self.power()?;
        loop {
            let divides = if self.take(Part::Times) {
                false
            } else if self.take(Part::Divide) {
                true
            } else {
                return Some(left);
            };
            let right = self.power()?.number;
            let number = if divides { left.number / right } else { left.number * right };
            left = Value { number, percent: false, lone: None };
        }
    }

    fn power(&mut self) -> Option<Value> {
        let negative = self.take(Part::Minus);
        let base = self.atom()?;
        let value = if self.take(Part::Power) {
            let exponent = if self.take(Part::Minus) { -self.atom()?.number } else { self.atom()?.number };
            Value { number: base.number.powf(exponent), percent: false, lone: None }
        } else {
            base
        };
        Some(if negative { Value { number: -value.number, ..value } } else { value })
    }

    fn atom(&mut self) -> Option<Value> {
        if let Some(Part::Number { value, decimals, percent }) = self.part() {
            self.at += 1;
            let number = if percent { value / 100.0 } else { value };
            return Some(Value { number, percent, lone: Some(decimals) });
        }
        if self.depth >= DEPTH || !self.take(Part::Open) {
            return None;
        }
        self.depth += 1;
        let inside = self.sum()?;
        self.depth -= 1;
        self.take(Part::Close).then_some(inside)
    }
}
