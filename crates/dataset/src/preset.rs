//! Shapes of rows that tools for fine-tuning read.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

use crate::{Fields, Table, text_of};

/// A shape of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// `instruction`, `input`, `output` (Stanford Alpaca, Taori et al., 2023).
    Alpaca,
    /// `conversations` of `from` (`system`, `human`, `gpt`) and `value`.
    Sharegpt,
    /// `messages` of `role` (`system`, `user`, `assistant`) and `content`.
    Chatml,
}

/// Which field plays which part in a shape.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Preset {
    /// The shape.
    pub shape: Shape,
    /// Field with the instruction or the user's turn.
    pub instruction: String,
    /// Field with what the instruction is about.
    pub input: Option<String>,
    /// Field with the response.
    pub output: String,
    /// System message of every row, in the two shapes of conversations.
    pub system: Option<String>,
}

/// A field that a preset names and the table lacks.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("the rows have no field '{field}' for the {part}; choose one of {found}")]
pub struct MissingField {
    /// The field.
    pub field: String,
    /// Which part of the shape.
    pub part: &'static str,
    /// The fields there are, joined by commas.
    pub found: String,
}

/// Usual names of the three parts, the more telling first: instruction, classification, question answering,
/// translation, inference.
const INSTRUCTIONS: &[&str] =
    &["instruction", "question", "prompt", "query", "text", "sentence", "premise", "source", "passage"];
const INPUTS: &[&str] = &["input", "context", "passage", "document", "hypothesis"];
const OUTPUTS: &[&str] = &[
    "output",
    "response",
    "answer",
    "completion",
    "translation",
    "target",
    "summary",
    "label",
    "entities",
    "relation",
];

impl Preset {
    /// A preset for rows with these fields, by their usual names; otherwise the first field is the instruction and
    /// the last the response. `None` where there are fewer than two.
    #[must_use]
    pub fn suggest(shape: Shape, fields: &[String]) -> Option<Self> {
        let named = |names: &[&str], taken: &[&String]| {
            names.iter().find_map(|name| fields.iter().find(|field| field == name && !taken.contains(field)))
        };
        let (first, last) = (fields.first()?, fields.last()?);
        let output = named(OUTPUTS, &[]).unwrap_or(last);
        let instruction = named(INSTRUCTIONS, &[output])
            .or_else(|| [first, last].into_iter().find(|field| *field != output))?;
        let input = named(INPUTS, &[output, instruction]).cloned();
        Some(Self { shape, instruction: instruction.clone(), input, output: output.clone(), system: None })
    }

    /// The rows in this shape.
    ///
    /// # Errors
    /// [`MissingField`] where the table lacks a field that the preset names.
    pub fn apply(&self, table: &Table) -> Result<Table, MissingField> {
        let parts = [
            ("instruction", Some(&self.instruction)),
            ("input", self.input.as_ref()),
            ("response", Some(&self.output)),
        ];
        for (part, field) in parts {
            if let Some(field) = field.filter(|field| !table.has(field)) {
                let found: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
                return Err(MissingField { field: field.clone(), part, found: found.join(", ") });
            }
        }
        Ok(Table::new(table.rows.iter().map(|row| self.row(row)).collect()))
    }

    fn row(&self, row: &Fields) -> Fields {
        let text = |field: &String| row.get(field).map(text_of).unwrap_or_default();
        let (instruction, output) = (text(&self.instruction), text(&self.output));
        let input = self.input.as_ref().map(text).unwrap_or_default();
        if self.shape == Shape::Alpaca {
            return Fields::from_iter([
                ("instruction".to_owned(), instruction.into()),
                ("input".to_owned(), input.into()),
                ("output".to_owned(), output.into()),
            ]);
        }
        let question = if input.is_empty() { instruction } else { format!("{instruction}\n\n{input}") };
        let turns = self
            .system
            .iter()
            .map(|system| ("system", system))
            .chain([("user", &question), ("assistant", &output)]);
        let (list, turns): (_, Vec<Value>) = match self.shape {
            Shape::Sharegpt => (
                "conversations",
                turns.map(|(role, text)| json!({"from": sharegpt(role), "value": text})).collect(),
            ),
            _ => ("messages", turns.map(|(role, text)| json!({"role": role, "content": text})).collect()),
        };
        Fields::from_iter([(list.to_owned(), turns.into())])
    }
}

fn sharegpt(role: &str) -> &str {
    match role {
        "user" => "human",
        "assistant" => "gpt",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(fields: &[&str]) -> Vec<String> {
        fields.iter().map(|field| (*field).to_owned()).collect()
    }

    #[test]
    fn usual_names_are_recognised() {
        let check = |fields: &[&str], expected: Option<(&str, Option<&str>, &str)>| {
            let preset = Preset::suggest(Shape::Alpaca, &names(fields));
            let found =
                preset.as_ref().map(|p| (p.instruction.as_str(), p.input.as_deref(), p.output.as_str()));
            assert_eq!(found, expected, "{fields:?}");
        };
        check(&["text", "label"], Some(("text", None, "label")));
        check(&["passage", "question", "answer"], Some(("question", Some("passage"), "answer")));
        check(&["instruction", "input", "output"], Some(("instruction", Some("input"), "output")));
        check(&["premise", "hypothesis", "label"], Some(("premise", Some("hypothesis"), "label")));
        check(&["words", "story"], Some(("words", None, "story")));
        check(&["story"], None);
        check(&[], None);
    }

    #[test]
    fn rows_take_the_shape() {
        let rows = json!([{"question": "Who?", "passage": "Ana came.", "answer": ["Ana"]},
                          {"question": "When?", "passage": "", "answer": "Today"}]);
        let table = Table::new(serde_json::from_value(rows).unwrap());
        let check = |shape, system: Option<&str>, expected: Value| {
            let mut preset = Preset::suggest(shape, &names(&["passage", "question", "answer"])).unwrap();
            preset.system = system.map(str::to_owned);
            let shaped = preset.apply(&table).unwrap();
            assert_eq!(serde_json::to_value(&shaped.rows).unwrap(), expected);
        };
        check(
            Shape::Alpaca,
            None,
            json!([{"instruction": "Who?", "input": "Ana came.", "output": "[\"Ana\"]"},
                   {"instruction": "When?", "input": "", "output": "Today"}]),
        );
        check(
            Shape::Sharegpt,
            Some("Be brief."),
            json!([{"conversations": [{"from": "system", "value": "Be brief."},
                        {"from": "human", "value": "Who?\n\nAna came."}, {"from": "gpt", "value": "[\"Ana\"]"}]},
                   {"conversations": [{"from": "system", "value": "Be brief."},
                        {"from": "human", "value": "When?"}, {"from": "gpt", "value": "Today"}]}]),
        );
        check(
            Shape::Chatml,
            None,
            json!([{"messages": [{"role": "user", "content": "Who?\n\nAna came."}, {"role": "assistant", "content": "[\"Ana\"]"}]},
                   {"messages": [{"role": "user", "content": "When?"}, {"role": "assistant", "content": "Today"}]}]),
        );
        let wrong = Preset {
            shape: Shape::Alpaca,
            instruction: "question".into(),
            input: None,
            output: "reply".into(),
            system: None,
        };
        assert_eq!(
            wrong.apply(&table).unwrap_err().to_string(),
            "the rows have no field 'reply' for the response; choose one of question, passage, answer"
        );
    }
}
