//! The dataset card: what a dataset is, how it was made and what it is not good for, as a README for model hubs.
//!
//! The headings follow the template of Hugging Face's dataset cards, which follows Data Statements (Bender & Friedman,
//! 2018) and Datasheets (Gebru et al., 2021).

use std::fmt::Write;

use crate::{BY_HAND_COLUMN, HandWork};

/// Everything that a card says. Texts are in the user's words; lists may be empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Card {
    /// Title of the dataset.
    pub title: String,
    /// What it holds, in a sentence or two.
    pub description: String,
    /// Licence of the dataset as an SPDX identifier, where its owner chose one.
    pub licence: Option<String>,
    /// Languages of the texts as ISO 639-1 codes.
    pub languages: Vec<String>,
    /// Kind of task as model hubs name it, such as `text-classification`.
    pub task: Option<String>,
    /// Name of the published method.
    pub method: Option<String>,
    /// How to cite the method.
    pub citation: Option<String>,
    /// The recipe document.
    pub recipe: String,
    /// Hash of the recipe version.
    pub recipe_hash: String,
    /// Name of the model.
    pub model: String,
    /// SHA-256 of the model's file, in hexadecimal.
    pub model_sha256: String,
    /// Licence of the model.
    pub model_licence: Option<String>,
    /// Seed of the run.
    pub seed: u64,
    /// Numeric profile: engine version, device, instruction set.
    pub profile: String,
    /// Whether equal profiles make equal rows.
    pub exact: bool,
    /// Attempts that the rows were chosen from.
    pub attempts: u64,
    /// What each step of curation did to the rows, one sentence each.
    pub curation: Vec<String>,
    /// What people did to the rows.
    pub by_hand: HandWork,
    /// Name and meaning of each column, in order.
    pub columns: Vec<(String, String)>,
    /// Data files.
    pub files: Vec<CardFile>,
    /// How often each value of labels and conditions occurs.
    pub balance: Vec<Balance>,
    /// Results of evaluation.
    pub measures: Vec<Measure>,
    /// What the dataset is not good for, one sentence each.
    pub limitations: Vec<String>,
    /// What was done about private sources, one sentence each.
    pub privacy: Vec<String>,
}

/// One data file of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardFile {
    /// Its name, without folder.
    pub name: String,
    /// `train`, `validation` or `test`.
    pub split: String,
    /// Its rows.
    pub rows: u64,
}

/// How often each value of one column occurs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Balance {
    /// The label's or condition's name.
    pub column: String,
    /// Values with their rows.
    pub values: Vec<(String, u64)>,
}

/// One result of evaluation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Its name.
    pub name: String,
    /// Its value with its unit, interval and sample size, as it is to be read.
    pub value: String,
    /// What it says and how it was made, in some sentences.
    pub meaning: String,
}

impl Card {
    /// The text of the card, to be written as `README.md` beside the data.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        let rows: u64 = self.files.iter().map(|file| file.rows).sum();
        let mut text = self.front_matter(rows);
        let mut say = |part: &str| {
            text.push_str(part);
            text.push_str("\n\n");
        };
        say(&format!("# {}", inline(&self.title)));
        if !self.description.is_empty() {
            say(self.description.trim());
        }
        say(&format!(
            "This is a **synthetic** dataset: its {rows} rows were written or labelled by a language model, chosen from {} \
             attempts, on one computer with Seedbed.",
            self.attempts
        ));
        say("## Files and columns");
        say(&table(
            &["File", "Split", "Rows"],
            self.files.iter().map(|file| [code(&file.name), file.split.clone(), file.rows.to_string()]),
        ));
        say(&table(
            &["Column", "Meaning"],
            self.columns.iter().map(|(name, meaning)| [code(name), meaning.clone()]),
        ));
        for Balance { column, values } in &self.balance {
            let all: u64 = values.iter().map(|(_, rows)| rows).sum();
            say(&format!("### Balance of {}", code(column)));
            say(&table(
                &["Value", "Rows", "Share"],
                values.iter().map(|(value, rows)| {
                    let percent = 100.0 * *rows as f64 / (all.max(1)) as f64;
                    [value.clone(), rows.to_string(), format!("{percent:.1} %")]
                }),
            ));
        }
        if !self.measures.is_empty() {
            say("## Evaluation");
            say(&table(
                &["Measure", "Value", "Meaning"],
                self.measures.iter().map(|m| [m.name.clone(), m.value.clone(), m.meaning.clone()]),
            ));
        }
        say("## How it was made");
        if let Some(method) = &self.method {
            say(&format!("Method: {}.", inline(method)));
        }
        if let Some(citation) = &self.citation {
            say(&format!("Please cite the method: {}", citation.trim()));
        }
        let licence = self.model_licence.as_deref().unwrap_or("not stated");
        say(&table(
            &["", ""],
            [
                ["Model".to_owned(), inline(&self.model)],
                ["Model file (SHA-256)".to_owned(), code(&self.model_sha256)],
                ["Model licence".to_owned(), inline(licence)],
                ["Seed".to_owned(), self.seed.to_string()],
                ["Numeric profile".to_owned(), inline(&self.profile)],
                ["Recipe (SHA-256)".to_owned(), code(&self.recipe_hash)],
            ],
        ));
        let again = match self.exact {
            true => "The same recipe, seed, model file and numeric profile give the same rows again",
            false => {
                "The same recipe, seed, model file and numeric profile give nearly the same rows again: on this \
                 device a row's last digits depend on the rows computed beside it"
            }
        };
        say(&match self.by_hand.words() {
            None => format!("{again}."),
            Some(done) => format!(
                "{again}, but for what people did by hand: {done}. The column `{BY_HAND_COLUMN}` marks such rows."
            ),
        });
        say(&format!("### Recipe\n\n{}", fenced(&self.recipe, "toml")));
        let lists =
            [("Curation", &self.curation), ("Limitations", &self.limitations), ("Privacy", &self.privacy)];
        for (heading, sentences) in lists {
            if !sentences.is_empty() {
                let items: Vec<String> =
                    sentences.iter().map(|sentence| format!("- {}", inline(sentence))).collect();
                say(&format!("## {heading}\n\n{}", items.join("\n")));
            }
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
        text
    }

    fn front_matter(&self, rows: u64) -> String {
        let mut yaml = String::from("---\n");
        let list = |yaml: &mut String, name: &str, items: &[&str]| {
            if !items.is_empty() {
                let items: Vec<String> = items.iter().map(|item| format!("- {}\n", quoted(item))).collect();
                *yaml += &format!("{name}:\n{}", items.concat());
            }
        };
        yaml += &format!("pretty_name: {}\n", quoted(&self.title));
        if let Some(licence) = &self.licence {
            yaml += &format!("license: {}\n", quoted(licence));
        }
        list(&mut yaml, "language", &self.languages.iter().map(String::as_str).collect::<Vec<_>>());
        list(&mut yaml, "task_categories", &self.task.as_deref().into_iter().collect::<Vec<_>>());
        list(&mut yaml, "size_categories", &[size_category(rows)]);
        list(&mut yaml, "tags", &["synthetic", "seedbed"]);
        if !self.files.is_empty() {
            yaml += "configs:\n- config_name: default\n  data_files:\n";
            for file in &self.files {
                yaml += &format!("  - split: {}\n    path: {}\n", quoted(&file.split), quoted(&file.name));
            }
        }
        yaml + "---\n\n"
    }
}

/// A text in double quotes; JSON's quoting is valid YAML.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Size as model hubs write it.
fn size_category(rows: u64) -> &'static str {
    match rows {
        0..1_000 => "n<1K",
        1_000..10_000 => "1K<n<10K",
        10_000..100_000 => "10K<n<100K",
        100_000..1_000_000 => "100K<n<1M",
        _ => "n>1M",
    }
}

/// A text on one line, with what Markdown and HTML would act on made harmless.
fn inline(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        match letter {
            '<' => safe += "&lt;",
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' => {
                safe.push('\\');
                safe.push(letter);
            }
            other => safe.push(other),
        }
    }
    safe
}

fn code(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let fence = "`".repeat(longest_run(&text) + 1);
    format!("{fence}{text}{fence}")
}

/// A block that ends only where it should, whatever the text holds.
fn fenced(text: &str, language: &str) -> String {
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    format!("{fence}{language}\n{}\n{fence}", text.trim_end())
}

fn longest_run(text: &str) -> usize {
    text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0)
}

fn table<const N: usize>(head: &[&str; N], rows: impl IntoIterator<Item = [String; N]>) -> String {
    let mut text = format!("| {} |\n|{}", head.join(" | "), " --- |".repeat(N));
    for row in rows {
        let cells =
            row.map(|cell| if cell.starts_with('`') { cell.replace('|', "\\|") } else { inline(&cell) });
        // Writing to a text does not fail.
        write!(text, "\n| {} |", cells.join(" | ")).ok();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card() -> Card {
        Card {
            title: "Film \"reviews\": # 1".into(),
            description: "Short reviews with a sentiment.".into(),
            languages: vec!["en".into()],
            task: Some("text-classification".into()),
            method: Some("AttrPrompt".into()),
            citation: Some(
                "Yu et al., 2023. Large Language Model as Attributed Training Data Generator.".into(),
            ),
            recipe: "schema = 1\n[task]\ncodebook = \"\"\"\n```\nkeep\n```\"\"\"\n".into(),
            recipe_hash: "ab12".into(),
            model: "starter".into(),
            model_sha256: "cd34".into(),
            model_licence: Some("Apache-2.0".into()),
            seed: 7,
            profile: "engine 0.1.0, cpu, avx2".into(),
            exact: true,
            attempts: 260,
            columns: vec![("text".into(), "The review".into()), ("a|b".into(), "Odd | name".into())],
            files: vec![
                CardFile { name: "train.parquet".into(), split: "train".into(), rows: 150 },
                CardFile { name: "test.parquet".into(), split: "test".into(), rows: 50 },
            ],
            balance: vec![Balance {
                column: "label".into(),
                values: vec![("positive".into(), 150), ("<b>*x*".into(), 50)],
            }],
            measures: vec![Measure {
                name: "Self-BLEU".into(),
                value: "0.31".into(),
                meaning: "Lower is more diverse.".into(),
            }],
            curation: vec!["Label errors: dropped 3 rows.".into()],
            limitations: vec!["English\nonly".into()],
            privacy: Vec::new(),
            ..Card::default()
        }
    }

    #[test]
    fn a_card_says_it_all() {
        let text = card().to_markdown();
        let head = "---\npretty_name: \"Film \\\"reviews\\\": # 1\"\nlanguage:\n- \"en\"\ntask_categories:\n\
                    - \"text-classification\"\nsize_categories:\n- \"n<1K\"\ntags:\n- \"synthetic\"\n- \"seedbed\"\n\
                    configs:\n- config_name: default\n  data_files:\n  - split: \"train\"\n    path: \"train.parquet\"\n\
                    \x20 - split: \"test\"\n    path: \"test.parquet\"\n---\n\n# Film \"reviews\": \\# 1\n";
        assert!(text.starts_with(head), "{text}");
        for part in [
            "its 200 rows were written or labelled by a language model, chosen from 260 attempts",
            "| `train.parquet` | train | 150 |",
            "| `a\\|b` | Odd \\| name |",
            "### Balance of `label`",
            "| positive | 150 | 75.0 % |",
            "| &lt;b>\\*x\\* | 50 | 25.0 % |",
            "| Self-BLEU | 0.31 | Lower is more diverse. |",
            "| Seed | 7 |",
            "| Model file (SHA-256) | `cd34` |",
            "````toml\nschema = 1",
            "```\"\"\"\n````",
            "## Limitations\n\n- English only\n",
        ] {
            assert!(text.contains(part), "{part} is missing in\n{text}");
        }
        assert!(
            !text.contains("## Privacy") && !text.contains("license:"),
            "nothing is said where nothing is known"
        );
    }

    #[test]
    fn what_people_did_is_no_promise_of_the_seed() {
        let check = |by_hand, expected: &str| {
            let text = Card { by_hand, ..card() }.to_markdown();
            assert!(text.contains(&format!("give the same rows again{expected}\n")), "{text}");
        };
        check(HandWork::default(), ".");
        check(
            HandWork { edited: 2, removed: 1, ..HandWork::default() },
            ", but for what people did by hand: 2 edited, 1 taken out. The column `_by_hand` marks such rows.",
        );
    }

    #[test]
    fn sizes_are_named_as_hubs_do() {
        let check = |rows, expected| assert_eq!(size_category(rows), expected);
        check(0, "n<1K");
        check(999, "n<1K");
        check(1_000, "1K<n<10K");
        check(99_999, "10K<n<100K");
        check(100_000, "100K<n<1M");
        check(5_000_000, "n>1M");
    }
}
