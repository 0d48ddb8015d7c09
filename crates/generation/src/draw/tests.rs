use std::collections::BTreeMap;

use proptest::prelude::*;
use recipe::{
    Branch, Condition, Depends, Label, Labels, Mode, Output, Range, Recipe, Schedule, Scope, Step, Strategy,
    Task, TaskKind, Value, Weighted, Words,
};

use super::*;

fn weighted(values: &[(&str, f64)]) -> Vec<Weighted> {
    values
        .iter()
        .map(|(text, weight)| Weighted { value: Value::Text((*text).into()), weight: *weight })
        .collect()
}

fn list(name: &str, count: usize) -> Condition {
    let values = (0..count).map(|at| Value::Text(format!("{name}{at}")).into()).collect();
    Condition { name: name.into(), scope: Scope::Values(values) }
}

fn recipe(strategy: Strategy, conditions: Vec<Condition>) -> Recipe {
    Recipe {
        schema: 1,
        name: "test".into(),
        method: None,
        description: String::new(),
        task: Task {
            kind: TaskKind::Classification,
            mode: Mode::Generate,
            input: None,
            role: String::new(),
            goal: String::new(),
            codebook: String::new(),
            labels: ["yes", "no"].map(Label::plain).to_vec(),
            fields: vec![],
        },
        sources: vec![],
        conditions,
        demonstrations: vec![],
        steps: vec![Step::plain(
            "write",
            "Write.",
            "text",
            Output::String { words: None, strict: false, pattern: None },
        )],
        schedule: Schedule { strategy, rows: 60, ..Schedule::default() },
        checks: vec![],
        curate: vec![],
    }
}

fn subtopics() -> Vec<Condition> {
    let cases = [("topic0", vec![("a", 1.0)]), ("topic1", vec![("b", 3.0), ("c", 1.0)])];
    let depends = Depends {
        on: "topic".into(),
        cases: cases.into_iter().map(|(key, values)| (key.into(), weighted(&values))).collect(),
    };
    vec![
        Condition { name: "subtopic".into(), scope: Scope::Depends(depends) },
        list("topic", 2),
        list("style", 3),
    ]
}

fn count(deck: &Deck, slots: u64, names: &[&str]) -> BTreeMap<String, u32> {
    let mut counts = BTreeMap::new();
    for slot in 0..slots {
        let dealt = deck.deal(slot).unwrap();
        let key: Vec<String> = names.iter().map(|name| text(&dealt[*name])).collect();
        *counts.entry(key.join("/")).or_default() += 1;
    }
    counts
}

fn deck(recipe: &Recipe, seed: u64) -> Deck {
    Deck::new(recipe, &Sources::new(), seed, recipe.schedule.rows as u64, Fields::new()).unwrap()
}

proptest! {
    #[test]
    fn grid_deals_every_combination_once_in_a_cycle(
        sizes in prop::collection::vec(1_usize..5, 1..4), seed: u64, cycle in 0_u64..3,
    ) {
        let conditions = sizes.iter().enumerate().map(|(at, size)| list(&format!("c{at}"), *size)).collect();
        let recipe = recipe(Strategy::Grid, conditions);
        let total = sizes.iter().product::<usize>() as u64;
        prop_assert_eq!(combinations(&recipe), Some(total));
        let deck = deck(&recipe, seed);
        let dealt: std::collections::BTreeSet<String> =
            (cycle * total..(cycle + 1) * total).map(|slot| format!("{:?}", deck.deal(slot).unwrap())).collect();
        prop_assert_eq!(dealt.len() as u64, total);
    }

    #[test]
    fn grid_is_balanced_after_any_number_of_rows(slots in 1_u64..200, seed: u64) {
        let recipe = recipe(Strategy::Grid, vec![list("topic", 40), list("label", 2), list("style", 3)]);
        let deck = deck(&recipe, seed);
        let even = |names: &[&str], values: u32| {
            let counts = count(&deck, slots, names);
            let most = counts.values().max().copied().unwrap_or(0);
            let least = if (counts.len() as u32) < values { 0 } else { counts.values().min().copied().unwrap_or(0) };
            most - least <= 1
        };
        prop_assert!(even(&["label"], 2));
        prop_assert!(even(&["label", "style"], 6));
    }

    #[test]
    fn quota_meets_each_share(seed: u64, rows in 1_usize..100) {
        let mut recipe = recipe(Strategy::Quota, vec![
            Condition { name: "tone".into(), scope: Scope::Values(weighted(&[("warm", 1.0), ("cold", 2.0), ("dry", 4.0)])) },
        ]);
        recipe.schedule.rows = rows;
        let counts = count(&deck(&recipe, seed), rows as u64, &["tone"]);
        for (tone, share) in [("warm", 1.0), ("cold", 2.0), ("dry", 4.0)] {
            let exact = share / 7.0 * rows as f64;
            let found = f64::from(counts.get(tone).copied().unwrap_or(0));
            prop_assert!((found - exact).abs() < 1.0, "{} of {}: {} for {}", tone, rows, found, exact);
        }
    }

    #[test]
    fn pins_hold_and_what_depends_on_them_fits(slot in 0_u64..100, seed: u64, pick in 0_usize..3) {
        let strategy = [Strategy::Grid, Strategy::Random, Strategy::Quota][pick];
        let pins: Fields = [("topic".to_string(), Json::from("topic1"))].into_iter().collect();
        let dealt = Deck::new(&recipe(strategy, subtopics()), &Sources::new(), seed, 60, pins).unwrap().deal(slot).unwrap();
        prop_assert_eq!(&dealt["topic"], "topic1");
        prop_assert!(dealt["subtopic"] == "b" || dealt["subtopic"] == "c");
    }
}

#[test]
fn dependent_cases_are_enumerated_as_a_tree() {
    let recipe = recipe(Strategy::Grid, subtopics());
    assert_eq!(combinations(&recipe), Some(9));
    let counts = count(&deck(&recipe, 3), 90, &["topic", "subtopic", "style"]);
    assert_eq!(counts.len(), 9);
    assert!(counts.values().all(|count| *count == 10), "{counts:?}");
}

#[test]
fn quota_divides_dependent_cases_within_their_parent() {
    let counts = count(&deck(&recipe(Strategy::Quota, subtopics()), 5), 60, &["topic", "subtopic"]);
    let counts: Vec<u32> = counts.into_values().collect();
    assert!(counts == [30, 23, 7] || counts == [30, 22, 8], "{counts:?}");
}

#[test]
fn huge_products_are_dealt_without_being_held() {
    let conditions = (0..30).map(|at| list(&format!("c{at}"), 1000)).collect();
    let recipe = recipe(Strategy::Grid, conditions);
    assert_eq!(combinations(&recipe), None);
    let deck = deck(&recipe, 1);
    assert_ne!(deck.deal(0).unwrap(), deck.deal(1).unwrap());
    assert_eq!(deck.deal(u64::MAX).unwrap().len(), 30);
}

#[test]
fn every_scope_gives_values_of_its_kind() {
    let tree = vec![
        Branch {
            name: "sport".into(),
            weight: 1.0,
            children: ["tennis", "chess"]
                .map(|name| Branch { name: name.into(), weight: 1.0, children: vec![] })
                .to_vec(),
        },
        Branch { name: "music".into(), weight: 1.0, children: vec![] },
    ];
    let words = Words { count: 2, from: ["cat", "run", "red"].map(Into::into).to_vec() };
    let range = Range { low: 0.0, high: 1.0, step: 0.1 };
    let recipe = recipe(
        Strategy::Random,
        vec![
            Condition { name: "label".into(), scope: Scope::Labels(Labels::default()) },
            Condition { name: "topic".into(), scope: Scope::Tree(tree) },
            Condition { name: "words".into(), scope: Scope::Words(words) },
            Condition { name: "rate".into(), scope: Scope::Range(range) },
            Condition { name: "length".into(), scope: Scope::Values(vec![Value::Band([20, 40]).into()]) },
        ],
    );
    let deck = deck(&recipe, 9);
    assert_eq!(count(&deck, 300, &["label"]).len(), 2);
    let topics = count(&deck, 4000, &["topic"]);
    for (topic, expected) in [("music", 2000_u32), ("tennis", 1000), ("chess", 1000)] {
        assert!(topics[topic].abs_diff(expected) < 150, "{topics:?}");
    }
    assert_eq!(count(&deck, 500, &["words"]).len(), 6);
    let rates = count(&deck, 2000, &["rate"]);
    assert_eq!(rates.len(), 11, "{rates:?}");
    assert!(rates.contains_key("0.3") && rates.contains_key("1"));
    assert_eq!(text(&deck.deal(0).unwrap()["length"]), "20 to 40");
}

#[test]
fn missing_cases_and_circles_are_named() {
    let check = |conditions: Vec<Condition>, expected: &str| {
        let error = Deck::new(&recipe(Strategy::Grid, conditions), &Sources::new(), 1, 10, Fields::new())
            .unwrap_err();
        assert_eq!(error.to_string(), expected);
    };
    let depends = |name: &str, on: &str, cases: &[(&str, &str)]| Condition {
        name: name.into(),
        scope: Scope::Depends(Depends {
            on: on.into(),
            cases: cases.iter().map(|(key, value)| ((*key).into(), weighted(&[(value, 1.0)]))).collect(),
        }),
    };
    check(vec![list("topic", 0)], "The condition 'topic' has no values; add some.");
    check(
        vec![list("topic", 2), depends("sub", "topic", &[("topic0", "a")])],
        "The condition 'sub' has no values for 'topic1'; add some.",
    );
    check(
        vec![depends("a", "b", &[("x", "y")]), depends("b", "a", &[("y", "x")])],
        "The condition 'a' depends on itself through others; let one of them stand alone.",
    );
}

#[test]
fn expected_rows_follow_the_strategy() {
    let check = |strategy, a: &str, b: &str, counts: Vec<Vec<f64>>| {
        let found = expected(&recipe(strategy, subtopics()), a, b).unwrap();
        for (found, wanted) in found.counts.iter().flatten().zip(counts.iter().flatten()) {
            assert!((found - wanted).abs() < 1e-9, "{found} instead of {wanted}");
        }
        assert_eq!(found.counts.iter().flatten().count(), counts.iter().flatten().count());
    };
    check(Strategy::Grid, "topic", "subtopic", vec![vec![20.0, 0.0, 0.0], vec![0.0, 20.0, 20.0]]);
    check(Strategy::Quota, "topic", "subtopic", vec![vec![30.0, 0.0, 0.0], vec![0.0, 22.5, 7.5]]);
    check(Strategy::Random, "topic", "style", vec![vec![10.0; 3], vec![10.0; 3]]);
    check(Strategy::Grid, "style", "topic", vec![vec![20.0 / 3.0, 40.0 / 3.0]; 3]);
    assert_eq!(expected(&recipe(Strategy::Grid, subtopics()), "topic", "nothing"), None);
}

fn ruled(strategy: Strategy, conditions: Vec<Condition>, rules: &[&str]) -> Recipe {
    let mut recipe = recipe(strategy, conditions);
    recipe.schedule.rules = rules.iter().map(|rule| (*rule).into()).collect();
    recipe
}

#[test]
fn rules_leave_out_what_they_forbid() {
    let rule = "topic != 'topic0' or style == 'style2'";
    for strategy in [Strategy::Grid, Strategy::Random, Strategy::Quota] {
        let recipe = ruled(strategy, subtopics(), &[rule]);
        assert_eq!(combinations(&recipe), Some(1 + 6), "{strategy:?}");
        let deck = deck(&recipe, 4);
        let counts = count(&deck, 70, &["topic", "subtopic", "style"]);
        assert_eq!(counts.keys().filter(|key| key.starts_with("topic0")).count(), 1, "{counts:?}");
        if strategy == Strategy::Grid {
            assert!(counts.len() == 7 && counts.values().all(|count| *count == 10), "{counts:?}");
        }
        let alternatives = shares(&recipe, "style", &deck.deal(0).unwrap());
        assert_eq!(alternatives.len(), if deck.deal(0).unwrap()["topic"] == "topic0" { 1 } else { 3 });
        let expected = expected(&recipe, "topic", "style").unwrap();
        assert!((expected.counts.iter().flatten().sum::<f64>() - 60.0).abs() < 1e-9);
        assert_eq!(&expected.counts[0][..2], [0.0, 0.0]);
        let topics = marginal(&recipe, "topic").unwrap();
        assert!((topics[0].1 + topics[1].1 - 1.0).abs() < 1e-9 && topics[0].1 < topics[1].1);
    }
}

#[test]
fn rules_that_forbid_everything_are_refused() {
    let check = |rules: &[&str], expected: &str| {
        let recipe = ruled(Strategy::Grid, vec![list("topic", 3)], rules);
        let error = Deck::new(&recipe, &Sources::new(), 1, 10, Fields::new()).unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
    };
    let none = "Of 20000 combinations of the conditions, none fulfils the rules";
    check(&["topic == 'none'"], none);
    check(&["topic == 'topic1'", "topic == 'topic2'"], none);
    check(&["topic + 1 > 2"], "rule 1");
    let pins = Fields::from_iter([("topic".to_owned(), "topic0".into())]);
    let recipe = ruled(Strategy::Random, vec![list("topic", 3), list("style", 2)], &["topic == 'topic1'"]);
    let deck = Deck::new(&recipe, &Sources::new(), 1, 10, pins).unwrap();
    assert_eq!(deck.deal(3).unwrap()["topic"], "topic0");
}

#[test]
fn a_rule_holds_in_every_row_however_rare() {
    let range = Range { low: 0.0, high: 999_999.0, step: 1.0 };
    let conditions = vec![Condition { name: "n".into(), scope: Scope::Range(range) }];
    let deck = deck(&ruled(Strategy::Random, conditions, &["n < 3000"]), 4);
    assert!((0..200).all(|slot| deck.deal(slot).unwrap()["n"].as_f64().unwrap() < 3000.0));
}

#[test]
fn shares_are_met_beside_rules() {
    let weights = weighted(&[("a", 3.0), ("b", 1.0)]);
    let letters = Condition { name: "letter".into(), scope: Scope::Values(weights) };
    let rule = "letter != 'b' or topic == 'topic1'";
    let mut conditions = subtopics();
    conditions.push(letters);
    let deck = deck(&ruled(Strategy::Quota, conditions, &[rule]), 4);
    assert_eq!(count(&deck, 60, &["letter"]), BTreeMap::from([("a".into(), 45), ("b".into(), 15)]));
    assert_eq!(count(&deck, 60, &["topic"]), BTreeMap::from([("topic0".into(), 30), ("topic1".into(), 30)]));
    assert!(!count(&deck, 60, &["letter", "topic"]).contains_key("b topic0"));
}

#[test]
fn a_chain_into_a_circle_ends() {
    let depends = |name: &str, on: &str| Condition {
        name: name.into(),
        scope: Scope::Depends(Depends { on: on.into(), cases: Default::default() }),
    };
    let recipe = recipe(Strategy::Grid, vec![depends("a", "b"), depends("b", "c"), depends("c", "b")]);
    assert_eq!(combinations(&recipe), None);
}
