//! What four published methods claim, measured with the built-in model beside what they are compared with:
//! `cargo bench -p generation --bench effects -- --data DIR [--rows N] [--seeds N]`.
//!
//! DIR holds `sst2/dev.json`, one `{"_id": 0 or 1, "text": ...}` per line: real sentences of film reviews (SST-2). Each
//! figure is the mean over the seeds, with the least and the greatest.
#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used, reason = "a measurement for developers")]

#[path = "../tests/support/mod.rs"]
mod support;

use std::path::{Path, PathBuf};

use dataset::Fields;
use generation::{Control, Plan, Sources};
use inference::{Engine, EngineOptions};
use measures::TfIdf;
use recipe::{Check, Recipe, Select, gallery};
use serde_json::{Value as Json, json};
use students::TextClassifier;
use support::Memory;

type Labelled = (String, String);

struct Bench {
    engine: Engine,
    folder: PathBuf,
    rows: usize,
    seeds: u64,
}

fn main() {
    let (mut data, mut rows, mut seeds) = (None, 200, 3);
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let mut value = || arguments.next().unwrap_or_else(|| panic!("{name} needs a value"));
        match name.as_str() {
            "--data" => data = Some(PathBuf::from(value())),
            "--rows" => rows = value().parse().unwrap(),
            "--seeds" => seeds = value().parse().unwrap(),
            _ => {}
        }
    }
    let Some(data) = data else { panic!("--data DIR is needed; DIR/sst2/dev.json holds the real sentences") };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let engine = Engine::load(&root.join("models/starter/starter.gguf"), EngineOptions::default()).unwrap();
    let bench = Bench { engine, folder: root.join("recipes"), rows, seeds };
    println!("{rows} rows for each of {seeds} seeds; mean (least–greatest)\n");
    let real = film_sentences(&data);
    bench.attributes();
    bench.errors(&real);
    bench.influence(&real);
    bench.exploration();
}

fn film_sentences(data: &Path) -> Vec<Labelled> {
    let text = std::fs::read_to_string(data.join("sst2/dev.json")).unwrap();
    let row = |line: &str| {
        let row: Json = serde_json::from_str(line).unwrap();
        let label = if row["_id"] == 1 { "positive" } else { "negative" };
        (row["text"].as_str().unwrap().to_owned(), label.to_owned())
    };
    text.lines().map(row).collect()
}

fn gallery_recipe(id: &str) -> Recipe {
    Recipe::parse(gallery::entries().iter().find(|entry| entry.id == id).unwrap().toml).unwrap()
}

/// Texts too like an accepted one are let through, so that diversity is the method's own.
fn unfiltered(mut recipe: Recipe) -> Recipe {
    recipe.checks.retain(|check| !matches!(check, Check::RougeL { .. } | Check::Duplicate { .. }));
    recipe
}

impl Bench {
    fn rows_of(&self, recipe: &Recipe, sources: &Sources, seed: u64) -> Vec<Fields> {
        let plan = Plan::new(recipe, sources, seed, self.rows, 20 * self.rows).unwrap();
        let mut memory = Memory::default();
        plan.run(&self.engine, vec![], &mut memory, &Control::default()).unwrap();
        memory.rows(&plan, &[])
    }

    /// Runs each variant with each seed and prints a line of figures for each.
    fn compare(
        &self,
        title: &str,
        variants: &[(&str, Recipe)],
        sources: impl Fn(&Recipe, u64) -> Sources,
        figures: &[&str],
        measure: impl Fn(&[Fields], u64) -> Vec<f64>,
    ) {
        println!(
            "{title}\n{:28}{}",
            "",
            figures.iter().map(|name| format!("{name:>24}")).collect::<String>()
        );
        for (name, recipe) in variants {
            let runs: Vec<Vec<f64>> = (1..=self.seeds)
                .map(|seed| measure(&self.rows_of(recipe, &sources(recipe, seed), seed), seed))
                .collect();
            let line: String = (0..figures.len())
                .map(|at| {
                    let values: Vec<f64> = runs.iter().map(|run| run[at]).collect();
                    let mean = values.iter().sum::<f64>() / values.len() as f64;
                    let (least, greatest) =
                        (values.iter().copied().fold(f64::INFINITY, f64::min), max(&values));
                    format!("{:>24}", format!("{mean:.3} ({least:.3}–{greatest:.3})"))
                })
                .collect();
            println!("{name:28}{line}");
        }
        println!();
    }

    /// `AttrPrompt` against the prompt that names the class alone (Yu et al. 2023).
    fn attributes(&self) {
        let attrprompt = unfiltered(gallery_recipe("attrprompt"));
        let mut simprompt = attrprompt.clone();
        simprompt.conditions.retain(|condition| condition.name == "label");
        simprompt.checks.retain(|check| !matches!(check, Check::Length { .. }));
        simprompt.steps[0].prompt =
            "{{ task.goal }} Requirements:\n1. Sentiment: {{ label.verbalizer }}\n2. Length: between 15 and 60 words"
                .to_owned();
        self.compare(
            "AttrPrompt: more diverse, labels no worse",
            &[("class alone (SimPrompt)", simprompt), ("attributes (AttrPrompt)", attrprompt)],
            |recipe, _| Sources::load(recipe, &self.folder).unwrap(),
            &["distinct-2", "Self-BLEU-4", "APS (TF-IDF)", "label agreement"],
            |rows, _| {
                let texts = words(rows);
                vec![
                    measures::distinct_n(&texts, 2).unwrap(),
                    measures::mean_self_bleu(&texts, 4).unwrap(),
                    likeness(&texts, |pairs| pairs.iter().sum::<f64>() / pairs.len() as f64),
                    self.agreement(rows),
                ]
            },
        );
    }

    /// Share of rows to which the model itself gives their label again, each label scored as the answer.
    fn agreement(&self, rows: &[Fields]) -> f64 {
        let asking = Recipe::parse(
            r#"
schema = 1
name = "asking"
task = { kind = "classification", mode = "annotate", input = "rows", labels = [{ name = "positive" }, { name = "negative" }], fields = ["answer"] }
sources = [{ name = "rows", file = "rows", fields = { text = "text" } }]
[[steps]]
id = "ask"
method = "score"
prompt = "Classify the text by sentiment. Labels: positive, negative.\n\nText: {{ input.text }}\nLabel:"
output = { answer = "label" }
"#,
        )
        .unwrap();
        let given =
            rows.iter().map(|row| Fields::from_iter([("text".to_owned(), row["text"].clone())])).collect();
        let mut sources = Sources::new();
        sources.insert("rows", given);
        let plan = Plan::new(&asking, &sources, 0, rows.len(), rows.len()).unwrap();
        let mut memory = Memory::default();
        plan.run(&self.engine, vec![], &mut memory, &Control::default()).unwrap();
        let agrees = |attempt: &&dataset::Attempt| {
            let row = &rows[usize::try_from(attempt.input.unwrap()).unwrap()];
            attempt.fields.get("answer") == row.get("label")
        };
        memory.attempts.iter().filter(agrees).count() as f64 / rows.len() as f64
    }

    /// S3 (Wang et al. 2023): each row after a real sentence that the student gets wrong, against any real sentence.
    fn errors(&self, real: &[Labelled]) {
        let hard = gallery_recipe("s3");
        let mut random = hard.clone();
        random.demonstrations[0].select = Select::Random;
        let halves = |seed: u64| -> (Vec<Labelled>, Vec<Labelled>) {
            let shown = measures::sample(real.len(), real.len() / 2, seed);
            let (mut gold, mut test) = (Vec::new(), Vec::new());
            for (at, row) in real.iter().enumerate() {
                if shown.binary_search(&at).is_ok() { &mut gold } else { &mut test }.push(row.clone());
            }
            (gold, test)
        };
        self.compare(
            "S3: fewer errors of the student (real sentences: half shown, half for the test)",
            &[("any real sentence", random), ("errors of the student (S3)", hard)],
            |_, seed| {
                let mut sources = Sources::new();
                let rows = halves(seed).0.into_iter().map(|(text, label)| {
                    json!({ "text": text, "label": label }).as_object().unwrap().clone()
                });
                sources.insert("real", rows.collect());
                sources
            },
            &["errors, shown half", "accuracy, test half"],
            |rows, seed| {
                let (gold, test) = halves(seed);
                let student = TextClassifier::fit(&labelled(rows));
                vec![(1.0 - accuracy(&student, &gold)) * gold.len() as f64, accuracy(&student, &test)]
            },
        );
    }

    /// ProGen (Ye et al. 2022): rows that taught the student most as demonstrations, against any rows and none.
    fn influence(&self, real: &[Labelled]) {
        let mut informative = gallery_recipe("progen");
        "Please write a movie review.".clone_into(&mut informative.task.goal);
        informative.conditions.retain(|condition| condition.name == "label");
        let prompt = &mut informative.steps[0].prompt;
        *prompt = prompt.replace("2. Product: {{ product }}\n", "");
        let mut random = informative.clone();
        random.demonstrations[0].select = Select::Random;
        let mut none = informative.clone();
        none.demonstrations.clear();
        none.steps[0].demonstrations.clear();
        none.steps[0].prompt = "{{ task.goal }} Requirements:\n1. Sentiment: {{ label }}".to_owned();
        self.compare(
            "ProGen: a better student (tested on all real sentences)",
            &[("no demonstrations", none), ("any rows", random), ("helpful rows (ProGen)", informative)],
            |_, _| Sources::new(),
            &["accuracy", "distinct-2"],
            |rows, _| {
                let student = TextClassifier::fit(&labelled(rows));
                vec![accuracy(&student, real), measures::distinct_n(&words(rows), 2).unwrap()]
            },
        );
    }

    /// Explore-Instruct (Wan et al. 2023): topics that the model finds below each subject, against the subject alone.
    fn exploration(&self) {
        let explore = unfiltered(gallery_recipe("explore-instruct"));
        let mut plain = explore.clone();
        plain.steps.drain(..plain.steps.len() - 1);
        plain.demonstrations.clear();
        plain.conditions.retain(|condition| condition.name == "subject");
        plain.task.fields = vec!["text".to_owned(), "subject".to_owned()];
        plain.steps[0].prompt = "{{ task.goal }} Requirements:\n1. Subject: {{ subject }}".to_owned();
        self.compare(
            "Explore-Instruct: wider coverage",
            &[("subject alone", plain), ("topics found (Explore-Instruct)", explore)],
            |recipe, _| Sources::load(recipe, &self.folder).unwrap(),
            &["vocabulary", "distinct-2", "nearest other (TF-IDF)"],
            |rows, _| {
                let texts = words(rows);
                vec![
                    measures::vocabulary(&texts) as f64,
                    measures::distinct_n(&texts, 2).unwrap(),
                    likeness(&texts, max),
                ]
            },
        );
    }
}

fn max(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}

fn words(rows: &[Fields]) -> Vec<Vec<String>> {
    rows.iter().map(|row| measures::words(row["text"].as_str().unwrap())).collect()
}

fn labelled(rows: &[Fields]) -> Vec<Labelled> {
    let text = |row: &Fields, name: &str| row[name].as_str().unwrap().to_owned();
    rows.iter().map(|row| (text(row, "text"), text(row, "label"))).collect()
}

fn accuracy(student: &TextClassifier, rows: &[Labelled]) -> f64 {
    rows.iter().filter(|(text, label)| student.predict(text) == Some(label)).count() as f64
        / rows.len() as f64
}

/// Of each text's cosines to all others, what `of` says; the mean over the texts.
fn likeness(texts: &[Vec<String>], of: impl Fn(&[f64]) -> f64) -> f64 {
    let weights = TfIdf::fit(texts);
    let vectors: Vec<_> = texts.iter().map(|text| weights.vector(text)).collect();
    let one = |at: usize| {
        let others = vectors.iter().enumerate().filter(|(other, _)| *other != at);
        of(&others.map(|(_, other)| vectors[at].cosine(other)).collect::<Vec<_>>())
    };
    (0..vectors.len()).map(one).sum::<f64>() / vectors.len() as f64
}
