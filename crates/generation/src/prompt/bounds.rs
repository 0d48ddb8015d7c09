//! Filters that could otherwise ask for any amount of memory, held to a bound.

use minijinja::value::Value;
use minijinja::{Environment, Error, ErrorKind};

/// Most bytes that one prompt, or one value inside it, may have: some 250,000 tokens.
pub(super) const MOST_BYTES: usize = 1 << 20;

/// Replaces the filters whose result can be much longer than what they are given.
pub(super) fn bound(env: &mut Environment<'static>) {
    env.add_filter("replace", replace);
    env.add_filter("indent", indent);
    env.add_filter("join", join);
}

fn too_long() -> Error {
    Error::new(ErrorKind::InvalidOperation, format!("a value would be longer than {MOST_BYTES} bytes"))
}

fn replace(value: &Value, from: &str, to: &str) -> Result<String, Error> {
    let value = super::values::shown(value);
    let growth = value.matches(from).count().saturating_mul(to.len());
    if value.len().saturating_add(growth) > MOST_BYTES {
        Err(too_long())
    } else {
        Ok(value.replace(from, to))
    }
}

fn indent(value: &str, width: usize, first: Option<bool>) -> Result<String, Error> {
    let growth = value.lines().count().saturating_add(1).saturating_mul(width);
    if value.len().saturating_add(growth) > MOST_BYTES {
        return Err(too_long());
    }
    let space = " ".repeat(width);
    let lines = value.lines().enumerate().map(|(at, line)| {
        let blank = line.is_empty() || (at == 0 && first != Some(true));
        if blank { line.to_string() } else { format!("{space}{line}") }
    });
    Ok(lines.collect::<Vec<_>>().join("\n"))
}

fn join(value: &Value, glue: Option<String>) -> Result<String, Error> {
    let glue = glue.unwrap_or_default();
    let mut joined = String::new();
    for (at, item) in value.try_iter()?.enumerate() {
        if at > 0 {
            joined.push_str(&glue);
        }
        joined.push_str(&super::values::shown(&item));
        if joined.len() > MOST_BYTES {
            return Err(too_long());
        }
    }
    Ok(joined)
}
