//! Arithmetic with units, for answers that can be verified: `{{ "3 km + 200 m" | calc }}`.

use std::time::{Duration, Instant};

use minijinja::value::Value;
use minijinja::{Error, ErrorKind};

/// Longest that a calculation may take; powers of powers would never end.
const PATIENCE: Duration = Duration::from_millis(200);
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
    let deadline = Deadline(Instant::now() + PATIENCE);
    let result = fend_core::evaluate_with_interrupt(source, &mut context, &deadline)?;
    let text = result.get_main_result();
    let text = text.strip_prefix("approx. ").unwrap_or(text);
    if text.is_empty() {
        return Err("it has no value".into());
    }
    let number = text.parse::<i64>().map(Value::from);
    Ok(number.or_else(|_| text.parse::<f64>().map(Value::from)).unwrap_or_else(|_| Value::from(text)))
}

struct Deadline(Instant);

impl fend_core::Interrupt for Deadline {
    fn should_interrupt(&self) -> bool {
        Instant::now() > self.0
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
        check("twelve apples", Err("unknown"));
        check("", Err("no value"));
        check("9^9^9^9", Err("interrupted"));
        check(&"1+".repeat(600), Err("too long"));
    }
}
