//! Condition values as rows and prompts hold them.

use recipe::Value;
use serde_json::Value as Json;

/// The value as a row holds it. Bands become arrays of two numbers.
pub(crate) fn json(value: &Value) -> Json {
    match value {
        Value::Bool(value) => Json::from(*value),
        Value::Integer(value) => Json::from(*value),
        Value::Number(value) => number(*value),
        Value::Text(value) => Json::from(value.as_str()),
        Value::Band([low, high]) => Json::from(vec![*low, *high]),
    }
}

/// The number, as a whole one where it is whole.
pub(crate) fn number(value: f64) -> Json {
    // Sums such as 0.1 + 0.2 shall not show their rounding; twelve decimals are beyond any condition's meaning.
    let rounded = (value * 1e12).round() / 1e12;
    if rounded.fract() == 0.0 && rounded.abs() < 9e15 {
        Json::from(rounded as i64)
    } else {
        Json::from(rounded)
    }
}

/// The value as a prompt shows it: bands as '20 to 40', lists joined by commas.
#[must_use]
pub fn text(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Array(items) => match band(value) {
            Some([low, high]) => format!("{low} to {high}"),
            None => items.iter().map(text).collect::<Vec<_>>().join(", "),
        },
        // A row or a fact: its values in their order.
        Json::Object(fields) => fields.values().map(text).collect::<Vec<_>>().join(" "),
        // Small numbers without an exponent, as documents name them.
        Json::Number(number) if number.is_f64() => number.as_f64().unwrap_or_default().to_string(),
        other => other.to_string(),
    }
}

/// The value as a document names it where another condition depends on it; bands as '20-40'.
#[must_use]
pub fn key(value: &Json) -> String {
    match band(value) {
        Some([low, high]) => format!("{low}-{high}"),
        None => text(value),
    }
}

/// The two ends of a band, or `None` where the value is not one.
#[must_use]
pub fn band(value: &Json) -> Option<[u64; 2]> {
    match value.as_array()?.as_slice() {
        [low, high] => Some([low.as_u64()?, high.as_u64()?]),
        _ => None,
    }
}
