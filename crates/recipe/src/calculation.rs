//! Arithmetic with units, for answers that can be verified: `{{ "3 km + 200 m" | calc }}`.

use std::sync::atomic::{AtomicU64, Ordering};

use minijinja::value::Value;
use minijinja::{Error, ErrorKind};

/// How often the calculator may ask whether to go on; powers of powers would never end. Counted, not timed, so that
/// what can be calculated is the same on every computer.
const PATIENCE: u64 = 20_000;
/// Longest text that is calculated.
const MOST_BYTES: usize = 1000;

/// The value of a calculation: a number where it is one, otherwise a text such as `3.2 km`.
///
/// # Errors
/// The text is no calculation, or takes too long.
pub fn calc(source: &Value) -> Result<Value, Error> {
    let source = source.to_string();
    calculate(&source).map_err(|reason| {
        Error::new(
            ErrorKind::InvalidOperation,
            format!("'{}' cannot be calculated: {reason}", shortened(&source)),
        )
    })
}

fn calculate(source: &str) -> Result<Value, String> {
    if source.len() > MOST_BYTES {
        return Err("it is too long".into());
    }
    let mut context = fend_core::Context::new();
    let patience = Patience(AtomicU64::new(PATIENCE));
    let result = fend_core::evaluate_with_interrupt(source, &mut context, &patience)?;
    let text = result.get_main_result();
    let text = text.strip_prefix("approx. ").unwrap_or(text);
    if text.is_empty() {
        return Err("it has no value".into());
    }
    if let Ok(whole) = text.parse::<i64>() {
        return Ok(whole.into());
    }
    // Whole numbers beyond 64 bits stay exact as a text.
    let whole = text.trim_start_matches('-').bytes().all(|digit| digit.is_ascii_digit());
    Ok(match text.parse::<f64>() {
        Ok(number) if number.is_finite() && !whole => number.into(),
        _ => text.into(),
    })
}

struct Patience(AtomicU64);

impl fend_core::Interrupt for Patience {
    fn should_interrupt(&self) -> bool {
        let left = self.0.load(Ordering::Relaxed);
        self.0.store(left.saturating_sub(1), Ordering::Relaxed);
        left == 0
    }
}

fn shortened(text: &str) -> String {
    let start: String = text.chars().take(40).collect();
    if start.len() < text.len() { format!("{start}…") } else { start }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expected: Result<Value, &str>) {
        match (calculate(source), expected) {
            (Ok(found), Ok(expected)) => assert_eq!(found, expected, "{source}"),
            (Err(found), Err(expected)) => assert!(found.contains(expected), "{source}: {found}"),
            (found, expected) => panic!("{source}: {found:?} instead of {expected:?}"),
        }
    }

    #[test]
    fn calculations() {
        check("48 / 2 + 48", Ok(Value::from(72)));
        check("1 / 4", Ok(Value::from(0.25)));
        check("3 km + 200 m", Ok(Value::from("3.2 km")));
        check("2 hours to minutes", Ok(Value::from("120 minutes")));
        check("15% of 80", Ok(Value::from(12)));
        check("12345678901234567891 + 1", Ok(Value::from("12345678901234567892")));
        check("2^70", Ok(Value::from("1180591620717411303424")));
        check("10^400 / 10^399", Ok(Value::from(10)));
        check("twelve apples", Err("unknown"));
        check("", Err("no value"));
        check("9^9^9^9", Err("interrupted"));
        check(&"1+".repeat(600), Err("too long"));
    }
}
