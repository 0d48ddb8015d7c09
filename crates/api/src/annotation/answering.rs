//! Rows that are questions with answers: which columns are which, and how a model is asked to answer again.

use ::recipe::{Origin, Output, Recipe, TaskKind};
use dataset::Fields;

use super::inquiry::in_words;
use super::{Asking, Form};
use crate::types::AnswerFields;

/// Temperature at which answers are drawn for self-consistency, as Wang et al. (2022) draw those of PaLM and GPT-3.
pub const TEMPERATURE: f32 = 0.7;

/// What a column of answers is called, the plainest first.
const NAMES: [&str; 6] = ["answer", "response", "output", "completion", "solution", "result"];

impl AnswerFields {
    /// The answer of a recipe's rows and the columns before it; `None` where its rows do not read as questions with answers.
    pub fn of(recipe: &Recipe) -> Option<Self> {
        let columns = columns(recipe);
        let named = Self::named(&columns);
        let asks = matches!(recipe.task.kind, TaskKind::Qa | TaskKind::Instruction);
        named.or_else(|| Self::at(&columns, columns.len().checked_sub(1).filter(|_| asks)?))
    }

    /// The answer by its name, and the columns before it.
    pub fn named(columns: &[String]) -> Option<Self> {
        let at = NAMES.iter().find_map(|name| columns.iter().position(|column| column == name))?;
        Self::at(columns, at)
    }

    /// A column as the answer, and the columns before it.
    pub fn before(columns: &[String], answer: &str) -> Option<Self> {
        Self::at(columns, columns.iter().position(|column| column == answer)?)
    }

    fn at(columns: &[String], at: usize) -> Option<Self> {
        let reads = columns[..at].to_vec();
        (!reads.is_empty()).then(|| Self { answer: columns[at].clone(), reads })
    }
}

/// The columns of a recipe's rows that hold texts or numbers, so that they can be an answer or be read for one.
pub fn columns(recipe: &Recipe) -> Vec<String> {
    let is_plain = |name: &str| {
        matches!(
            recipe.output(name),
            Some(Output::String { .. } | Output::Integer { .. } | Output::Number { .. })
        )
    };
    let columns = recipe.columns().into_iter();
    let columns = columns.filter(|column| column.origin == Origin::Input || is_plain(&column.name));
    columns.map(|column| column.name).collect()
}

/// The answer of a row; `None` where it has none.
pub fn answer(of: &AnswerFields, row: &Fields) -> Option<String> {
    Some(generation::text(row.get(&of.answer)?)).filter(|text| !text.trim().is_empty())
}

/// What a model reads of a row to answer again; `None` where the row has no answer, or nothing to read.
pub fn given(of: &AnswerFields, row: &Fields) -> Option<String> {
    answer(of, row)?;
    let read = of.reads.iter().filter(|name| **name != of.answer);
    let read = read.filter_map(|name| {
        let text = generation::text(row.get(name)?);
        (!text.trim().is_empty()).then(|| format!("{}: {text}", heading(name)))
    });
    let read: Vec<String> = read.collect();
    (!read.is_empty()).then(|| read.join("\n\n"))
}

/// How a model is asked to answer again.
pub fn asking(recipe: &Recipe, fields: &AnswerFields, temperature: f32, seed: u64) -> Asking {
    let heading = heading(&fields.answer);
    let what = in_words(&fields.answer);
    let goal = match recipe.task.kind {
        TaskKind::Instruction => format!("Give the {what} to what follows, and nothing else."),
        _ => format!("Give the {what} to what follows, in as few words as it takes, and nothing else."),
    };
    Asking {
        codebook: String::new(),
        goal,
        form: Form::Text { words: None, temperature, seed },
        subject: String::new(),
        heading,
    }
}

/// A name of a column at the head of its text.
fn heading(name: &str) -> String {
    let words = in_words(name);
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_and_what_it_answers_follow_from_the_columns() {
        let check = |columns: &[&str], expected: Option<(&str, &[&str])>| {
            let columns: Vec<String> = columns.iter().map(|name| (*name).to_owned()).collect();
            let found = AnswerFields::named(&columns);
            let found = found.as_ref().map(|found| (found.answer.as_str(), found.reads.clone()));
            let expected = expected.map(|(answer, reads)| {
                (answer, reads.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
            });
            assert_eq!(found, expected, "{columns:?}");
        };
        check(&["passage", "question", "answer", "explanation"], Some(("answer", &["passage", "question"])));
        check(&["instruction", "response", "output"], Some(("response", &["instruction"])));
        check(&["answer", "question"], None);
        check(&["text"], None);
        check(&[], None);
    }

    #[test]
    fn what_is_read_never_holds_the_answer() {
        let fields = AnswerFields {
            answer: "answer".to_owned(),
            reads: ["source_text", "answer", "question", "gone"].map(str::to_owned).to_vec(),
        };
        let check = |row: serde_json::Value, expected: Option<&str>| {
            let serde_json::Value::Object(row) = row else { panic!("{row}") };
            assert_eq!(given(&fields, &row).as_deref(), expected, "{row:?}");
        };
        check(
            serde_json::json!({ "source_text": "It is 7.", "question": "How many?", "answer": 7 }),
            Some("Source text: It is 7.\n\nQuestion: How many?"),
        );
        check(
            serde_json::json!({ "source_text": " ", "question": "How many?", "answer": "7" }),
            Some("Question: How many?"),
        );
        check(serde_json::json!({ "question": "How many?", "answer": " " }), None);
        check(serde_json::json!({ "answer": "7" }), None);
    }
}
