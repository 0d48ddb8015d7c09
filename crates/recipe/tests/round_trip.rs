//! Format, parse and format again give the same document, whatever is in it.

#![allow(clippy::unwrap_used, reason = "tests")]

use indexmap::IndexMap;
use proptest::{collection::vec, option, prelude::*};
use recipe::{
    Branch, Check, Chunks, Condition, Curate, Dates, Demonstration, Depends, Facts, Label, Labels, Method,
    Mode, Output, Range, Recipe, Repeat, Rows, Sampling, Schedule, Scope, Select, Similarity, Source, Step,
    Strategy as Order, Task, TaskKind, Until, Value, Vote, Weighted, Words,
};
use serde_json::Value as Json;

/// Texts with everything that TOML quotes: quotation marks, backslashes, control characters, line ends.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z ]{0,12}",
        "[a-z'\"\\\\\n\t\r{}%=#\\[\\].]{0,24}",
        any::<String>(),
        Just("'''\n\"\"\"\\".to_owned()),
        "([a-z]{1,9} ){0,30}\n[a-z \"]{0,40}",
    ]
}

fn decimal() -> impl Strategy<Value = f64> {
    prop_oneof![Just(1.0), Just(0.5), Just(f64::INFINITY), -1e18..1e18, (0i32..100).prop_map(f64::from)]
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Integer),
        decimal().prop_map(Value::Number),
        text().prop_map(Value::Text),
        any::<[u32; 2]>().prop_map(Value::Band),
    ]
}

fn weighted() -> impl Strategy<Value = Weighted> {
    (value(), decimal()).prop_map(|(value, weight)| Weighted { value, weight })
}

fn map<T: std::fmt::Debug>(of: impl Strategy<Value = T>) -> impl Strategy<Value = IndexMap<String, T>> {
    vec((text(), of), 0..4).prop_map(|pairs| pairs.into_iter().collect())
}

fn tree() -> impl Strategy<Value = Vec<Branch>> {
    let leaf = (text(), decimal()).prop_map(|(name, weight)| Branch { name, weight, children: Vec::new() });
    let branch = leaf.prop_recursive(3, 12, 4, |inner| {
        (text(), decimal(), vec(inner, 0..4)).prop_map(|(name, weight, children)| Branch {
            name,
            weight,
            children,
        })
    });
    vec(branch, 0..4)
}

fn condition() -> impl Strategy<Value = Condition> {
    let scope = prop_oneof![
        vec(weighted(), 0..30).prop_map(Scope::Values),
        map(decimal()).prop_map(|weights| Scope::Labels(Labels { weights })),
        (decimal(), decimal(), decimal()).prop_map(|(low, high, step)| Scope::Range(Range {
            low,
            high,
            step
        })),
        (0usize..9, vec(text(), 0..30)).prop_map(|(count, from)| Scope::Words(Words { count, from })),
        tree().prop_map(Scope::Tree),
        (text(), text()).prop_map(|(from, to)| Scope::Dates(Dates { from, to })),
        text().prop_map(|source| Scope::Rows(Rows { source })),
        (text(), 1usize..9).prop_map(|(source, count)| Scope::Facts(Facts { source, count })),
        (text(), map(vec(weighted(), 0..4))).prop_map(|(on, cases)| Scope::Depends(Depends { on, cases })),
    ];
    (text(), scope).prop_map(|(name, scope)| Condition { name, scope })
}

fn output() -> impl Strategy<Value = Output> {
    prop_oneof![
        (option::of(any::<[u32; 2]>()), any::<bool>(), option::of(text()))
            .prop_map(|(words, strict, pattern)| Output::String { words, strict, pattern }),
        Just(Output::Label),
        Just(Output::Boolean),
        vec(text(), 0..4).prop_map(|of| Output::Choice { of }),
        any::<(Option<i64>, Option<i64>)>().prop_map(|(min, max)| Output::Integer { min, max }),
        (option::of(decimal()), option::of(decimal())).prop_map(|(min, max)| Output::Number { min, max }),
        (option::of(0usize..9), option::of(0usize..9)).prop_map(|(min, max)| Output::List { min, max }),
        (text(), vec(text(), 0..4)).prop_map(|(of, types)| Output::Spans { of, types }),
    ]
}

fn sampling() -> impl Strategy<Value = Sampling> {
    let pressure = (0.0f32..9.0, 0.0f32..300.0);
    let numbers = (0.0f32..3.0, 0.0f32..1.0, 0.0f32..1.0, 0.0f32..2.0, -2.0f32..2.0, pressure);
    prop_oneof![
        Just(Sampling::default()),
        (numbers, option::of(any::<u32>()), vec(text(), 0..3), 0usize..5000).prop_map(
            |(
                (temperature, top_p, min_p, repetition_penalty, presence_penalty, pressure),
                top_k,
                stop,
                max_tokens,
            )| {
                Sampling {
                    temperature,
                    top_k,
                    top_p,
                    min_p,
                    repetition_penalty,
                    presence_penalty,
                    suppression: pressure.0,
                    self_debiasing: pressure.1,
                    stop,
                    max_tokens,
                }
            }
        )
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let model = prop_oneof![Just("generator".to_owned()), text()];
    let method = prop_oneof![Just(Method::Write), Just(Method::Score), Just(Method::Formula)];
    let flow = (option::of(text()), option::of(repeat()), map(text()));
    (text(), model, vec(text(), 0..3), text(), method, flow, map(output()), any::<bool>(), sampling())
        .prop_map(
            |(
                id,
                model,
                demonstrations,
                prompt,
                method,
                (when, repeat, formulas),
                output,
                json,
                sampling,
            )| Step {
                id,
                model,
                demonstrations,
                prompt,
                method,
                when,
                repeat,
                formulas,
                output,
                json,
                sampling,
            },
        )
}

fn repeat() -> impl Strategy<Value = Repeat> {
    prop_oneof![
        text().prop_map(Repeat::Each),
        (1usize..99, text(), option::of(text())).prop_map(|(samples, on, by)| Repeat::Vote(Vote {
            samples,
            on,
            by
        })),
        (text(), 1usize..99, any::<bool>()).prop_map(|(test, most, gather)| Repeat::Until(Until {
            test,
            most,
            gather
        })),
    ]
}

fn demonstration() -> impl Strategy<Value = Demonstration> {
    let select = prop::sample::select(vec![
        Select::Random,
        Select::Similar,
        Select::Bm25,
        Select::Diverse,
        Select::VoteK,
        Select::FromLeaf,
        Select::LeastShown,
        Select::Informative,
        Select::Hard,
    ]);
    let similarity = prop::sample::select(vec![Similarity::TfIdf, Similarity::Embedding]);
    let compared = (similarity, option::of(text()));
    (text(), text(), select, 0usize..9, option::of(text()), compared, vec(0usize..99, 0..3)).prop_map(
        |(name, source, select, count, matching, (similarity, query), pinned)| Demonstration {
            name,
            source,
            select,
            count,
            matching,
            similarity,
            query,
            pinned,
        },
    )
}

fn check() -> impl Strategy<Value = Check> {
    prop_oneof![
        (text(), option::of(any::<[u32; 2]>()), option::of(text()), decimal())
            .prop_map(|(field, words, band, tolerance)| Check::Length { field, words, band, tolerance }),
        (text(), vec(text(), 0..3), vec(text(), 0..3))
            .prop_map(|(field, words, values_of)| Check::Required { field, words, values_of }),
        (text(), vec(text(), 0..3)).prop_map(|(field, words)| Check::Forbidden { field, words }),
        (text(), decimal()).prop_map(|(field, max)| Check::RougeL { field, max }),
        text().prop_map(|field| Check::Duplicate { field }),
        (text(), text()).prop_map(|(field, test)| Check::Holds { field, test }),
        (text(), decimal()).prop_map(|(field, min)| Check::Likely { field, min }),
    ]
}

fn task() -> impl Strategy<Value = Task> {
    let kind = prop_oneof![Just(TaskKind::Generation), Just(TaskKind::Classification), Just(TaskKind::Ner)];
    let mode = prop_oneof![Just(Mode::Generate), Just(Mode::Annotate), Just(Mode::Rewrite)];
    let label = (text(), option::of(text()), option::of(text()))
        .prop_map(|(name, verbalizer, definition)| Label { name, verbalizer, definition });
    (kind, mode, option::of(text()), text(), text(), text(), vec(label, 0..4), vec(text(), 0..3)).prop_map(
        |(kind, mode, input, role, goal, codebook, labels, fields)| Task {
            kind,
            mode,
            input,
            role,
            goal,
            codebook,
            labels,
            fields,
        },
    )
}

fn schedule() -> impl Strategy<Value = Schedule> {
    let strategy =
        prop_oneof![Just(Order::Grid), Just(Order::Random), Just(Order::Quota), Just(Order::Diverse)];
    (strategy, 0usize..999, option::of(0usize..999), 0usize..99, 0usize..9, vec(text(), 0..3)).prop_map(
        |(strategy, rows, attempts, round, retries, rules)| Schedule {
            strategy,
            rows,
            attempts,
            round,
            retries,
            rules,
        },
    )
}

fn curate() -> impl Strategy<Value = Curate> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        (-1e9f64..1e9).prop_map(Json::from),
        text().prop_map(Json::from),
    ];
    let value = leaf.prop_recursive(2, 6, 3, |inner| vec(inner, 0..3).prop_map(Json::from));
    let name = "[a-z_]{1,8}".prop_filter("the kind is a key of its own", |name| name != "kind");
    (text(), vec((name, value), 0..3))
        .prop_map(|(kind, settings)| Curate { kind, settings: settings.into_iter().collect() })
}

fn document() -> impl Strategy<Value = Recipe> {
    let chunks = option::of((1usize..99, 0usize..9).prop_map(|(words, overlap)| Chunks { words, overlap }));
    let source = (text(), text(), map(text()), any::<bool>(), chunks)
        .prop_map(|(name, file, fields, private, chunks)| Source { name, file, fields, private, chunks });
    (
        (text(), option::of(text()), text(), task()),
        vec(source, 0..3),
        vec(condition(), 0..4),
        vec(demonstration(), 0..3),
        vec(step(), 0..3),
        schedule(),
        (vec(check(), 0..4), vec(curate(), 0..3)),
    )
        .prop_map(
            |(
                (name, method, description, task),
                sources,
                conditions,
                demonstrations,
                steps,
                schedule,
                (checks, curate),
            )| {
                Recipe {
                    schema: Recipe::SCHEMA,
                    name,
                    method,
                    description,
                    task,
                    sources,
                    conditions,
                    demonstrations,
                    steps,
                    schedule,
                    checks,
                    curate,
                }
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn formatting_loses_nothing(recipe in document()) {
        let text = recipe.format();
        let read = Recipe::parse(&text).map_err(|problems| TestCaseError::fail(format!("{problems:#?}\n{text}")))?;
        // As JSON, because equality of maps does not look at their order.
        prop_assert_eq!(serde_json::to_string(&recipe).unwrap(), serde_json::to_string(&read).unwrap(), "{}", text);
        prop_assert_eq!(read.format(), text);
        prop_assert_eq!(read.hash(), recipe.hash());
    }

    #[test]
    fn validation_never_panics(recipe in document()) {
        for problem in recipe.validate() {
            prop_assert!(!problem.message.is_empty() && !problem.remedy.is_empty(), "{:?}", problem);
        }
        let (columns, edges) = (recipe.columns(), recipe.edges());
        prop_assert!(columns.len() >= recipe.task.fields.len() && edges.len() < 10_000);
    }

    #[test]
    fn reading_never_panics(text in any::<String>()) {
        prop_assert!(Recipe::parse(&text).is_err());
    }

    #[test]
    fn templates_never_panic(text in "[a-z{}% .\\[\\]()|\"'\n]{0,60}") {
        if let Ok(uses) = recipe::template::uses(&text) {
            prop_assert!(uses.iter().all(|used| used.line >= 1));
        }
    }
}
