//! Reading a written answer into fields.

use dataset::Fields;
use inference::Finish;
use recipe::Output;
use serde_json::Value as Json;

use super::{Form, Kind, spans};

impl Form {
    /// The fields of an answer. Where one cannot be read, the fields before it and the reason in words.
    pub(crate) fn read(&self, answer: &str, finish: Finish) -> (Fields, Option<String>) {
        match finish {
            Finish::End | Finish::Stop => {}
            Finish::Length => return (Fields::new(), Some(cut("the step's limit of tokens was reached"))),
            Finish::Context => return (Fields::new(), Some(cut("the model's context window is full"))),
            Finish::Cancelled => return (Fields::new(), Some(cut("the run was stopped"))),
        }
        match self.kind {
            Kind::Json => self.read_json(answer),
            Kind::Whole | Kind::Score => self.read_whole(answer),
        }
    }

    fn read_whole(&self, answer: &str) -> (Fields, Option<String>) {
        let text = trimmed(answer);
        let Some((name, output)) = self.fields.first() else { return (Fields::new(), None) };
        if text.is_empty() {
            return (Fields::new(), Some("The answer is empty.".into()));
        }
        let found = match output {
            // A list alone needs no name in its JSON.
            Output::List { .. } | Output::Spans { .. } => match serde_json::from_str(text) {
                Ok(found) => found,
                Err(error) => {
                    return (Fields::new(), Some(format!("The answer is not a JSON list: {error}.")));
                }
            },
            _ => Json::from(text),
        };
        match self.value(name, output, &found) {
            Ok(value) => ([(name.clone(), value)].into_iter().collect(), None),
            Err(reason) => (Fields::new(), Some(reason)),
        }
    }

    fn read_json(&self, answer: &str) -> (Fields, Option<String>) {
        let parsed: Result<Fields, _> = serde_json::from_str(answer.trim());
        let object = match parsed {
            Ok(object) => object,
            Err(error) => return (Fields::new(), Some(format!("The answer is not a JSON object: {error}."))),
        };
        let mut fields = Fields::new();
        for (name, output) in &self.fields {
            let value = object.get(name).ok_or_else(|| format!("The answer has no '{name}'."));
            match value.and_then(|value| self.value(name, output, value)) {
                Ok(value) => fields.insert(name.clone(), value),
                Err(reason) => return (fields, Some(reason)),
            };
        }
        (fields, None)
    }

    /// Says where the spans among the fields lie in their texts, which `text` finds by name; the reason where one does
    /// not occur.
    pub(crate) fn locate(
        &self,
        fields: &mut Fields,
        text: impl Fn(&str) -> Option<String>,
    ) -> Result<(), String> {
        for (name, output) in &self.fields {
            let Output::Spans { of, .. } = output else { continue };
            let within = fields.get(of).map(crate::draw::text).or_else(|| text(of));
            if let Some(Json::Array(items)) = fields.get_mut(name) {
                spans::locate(name, items, of, &within.unwrap_or_default())?;
            }
        }
        Ok(())
    }

    /// A computed value with the places of its spans, where it has spans.
    pub(crate) fn located(
        &self,
        name: &str,
        value: Json,
        text: impl Fn(&str) -> Option<String>,
    ) -> Result<Json, String> {
        let mut fields = Fields::from_iter([(name.to_owned(), value)]);
        self.locate(&mut fields, text)?;
        Ok(fields.remove(name).unwrap_or_default())
    }

    /// A computed value as its field holds it, or why it does not.
    pub(crate) fn computed(&self, name: &str, value: &Json) -> Result<Json, String> {
        let Some(output) = self.fields.get(name) else { return Ok(value.clone()) };
        let whole = value.as_f64().filter(|number| number.fract() == 0.0 && number.abs() < 9e15);
        let fitting = match (output, value, whole) {
            (Output::String { .. } | Output::Label | Output::Choice { .. }, other, _)
                if !other.is_string() =>
            {
                Json::from(crate::draw::text(other))
            }
            (Output::Integer { .. }, Json::Number(_), Some(number)) => Json::from(number as i64),
            (_, other, _) => other.clone(),
        };
        self.value(name, output, &fitting)
    }

    /// The value of one field, or why it is none.
    fn value(&self, name: &str, output: &Output, found: &Json) -> Result<Json, String> {
        let wrong = |wanted: &str| Err(format!("'{name}' is {}, {wanted} wanted.", described(found)));
        match output {
            Output::String { .. } => match found.as_str().map(str::trim) {
                Some("") => Err(format!("'{name}' is empty.")),
                Some(text) if self.patterns.get(name).is_some_and(|pattern| !pattern.is_match(text)) => {
                    Err(format!("'{name}' does not match its pattern."))
                }
                Some(text) => Ok(text.into()),
                None => wrong("a text"),
            },
            Output::Label => match found.as_str().and_then(|text| self.label(text)) {
                Some(label) => Ok(label.name.as_str().into()),
                None => wrong("one of the labels"),
            },
            Output::Choice { of } => match found.as_str() {
                Some(text) if of.iter().any(|choice| choice == text) => Ok(text.into()),
                _ => wrong("one of the choices"),
            },
            Output::Integer { min, max } => match found.as_i64() {
                Some(value) => bounded(name, value, *min, *max).map(Json::from),
                None => wrong("a whole number"),
            },
            Output::Number { min, max } => match found.as_f64() {
                Some(value) => bounded(name, value, *min, *max).map(|_| found.clone()),
                None => wrong("a number"),
            },
            Output::Spans { types, .. } => match found.as_array() {
                Some(items) => spans::read(name, items, types),
                None => wrong("a list of spans"),
            },
            Output::Boolean if found.is_boolean() => Ok(found.clone()),
            Output::Boolean => wrong("true or false"),
            Output::List { min, max } => match found.as_array() {
                Some(items) if items.iter().all(Json::is_string) => {
                    let items: Vec<&str> = items.iter().filter_map(Json::as_str).map(str::trim).collect();
                    let few = min.is_some_and(|min| items.len() < min);
                    let many = max.is_some_and(|max| items.len() > max);
                    if few || many {
                        let wanted = band("items", *min, *max);
                        return Err(format!("'{name}' has {} items, {wanted} wanted.", items.len()));
                    }
                    Ok(items.into())
                }
                _ => wrong("a list of texts"),
            },
        }
    }
}

fn cut(why: &str) -> String {
    format!("The answer was cut off: {why}.")
}

/// The answer without white space around it, and without one pair of quotation marks that encloses all of it and does
/// not occur inside. Nothing else is changed.
fn trimmed(answer: &str) -> &str {
    let text = answer.trim();
    for (open, close) in [('"', '"'), ('“', '”'), ('«', '»')] {
        let inner = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        if let Some(inner) = inner.filter(|inner| !inner.contains([open, close])) {
            return inner.trim();
        }
    }
    text
}

fn described(value: &Json) -> String {
    match value {
        Json::String(text) if text.chars().count() <= 40 => format!("'{text}'"),
        Json::String(_) => "a long text".into(),
        Json::Array(_) => "a list".into(),
        Json::Object(_) => "an object".into(),
        Json::Null => "empty".into(),
        other => other.to_string(),
    }
}

fn bounded<N: PartialOrd + Copy + std::fmt::Display>(
    name: &str,
    value: N,
    min: Option<N>,
    max: Option<N>,
) -> Result<N, String> {
    let inside = min.is_none_or(|min| value >= min) && max.is_none_or(|max| value <= max);
    if inside { Ok(value) } else { Err(format!("'{name}' is {value}, {} wanted.", band("", min, max))) }
}

fn band<N: std::fmt::Display>(what: &str, min: Option<N>, max: Option<N>) -> String {
    let words = match (min, max) {
        (Some(min), Some(max)) => format!("{min} to {max} {what}"),
        (Some(min), None) => format!("at least {min} {what}"),
        (None, Some(max)) => format!("at most {max} {what}"),
        (None, None) => what.into(),
    };
    words.trim_end().into()
}
