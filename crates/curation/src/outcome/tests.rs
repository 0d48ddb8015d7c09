use proptest::{collection::vec, prelude::*};

use super::*;
use crate::{GateOptions, Gold, Pipeline, Setting, curate, curate_again};

fn example() -> (Rows, Outcome) {
    let rows = [
        ("a fine film", "x"),
        ("A fine film", "y"),
        ("bad", "y"),
        ("as an AI I like it", "y"),
        ("good one", "x"),
    ];
    let rows = Rows::new(rows.map(|(text, label)| (text.to_owned(), Some(label.to_owned()))));
    let pipeline = Pipeline::parse(
        "[[curate]]\nkind = \"exact-duplicate\"\n[[curate]]\nkind = \"length\"\nwords = [2, 9]\n\
         [[curate]]\nkind = \"refusal\"\n[[curate]]\nkind = \"balance\"",
    );
    let outcome = curate(&pipeline.unwrap(), &rows, Setting::default()).unwrap();
    (rows, outcome)
}

#[test]
fn a_pipeline_explains_itself() {
    let (_, mut outcome) = example();
    assert_eq!(outcome.funnel(), [5, 4, 3, 2, 2]);
    let mark = &outcome.marks(1)[0];
    assert_eq!((mark.step, mark.value, mark.effect.clone()), (0, 1.0, Effect::Drop));
    assert_eq!(mark.evidence, Some(Evidence::Row(0)));
    // The copy was dropped before the length was measured.
    assert_eq!(outcome.steps[1].measured.values[1], None);
    assert_eq!(
        Counts::of(
            &outcome.steps[1].measured,
            &outcome.steps[1].preview(Rule::Within { low: 3.0, high: 9.0 })
        ),
        Counts { measured: 4, dropped: 2, ..Counts::default() }
    );
    assert_eq!(outcome.steps[1].counts().dropped, 1);
    assert_eq!(outcome.steps[1].histogram(4).iter().map(|bin| bin.count).sum::<u64>(), 4);

    outcome.steps[1].force = Force::HeldBack;
    assert_eq!(outcome.funnel(), [5, 4, 4, 3, 3]);
    assert_eq!(outcome.rows()[2].dropped_by, None);
    assert!(outcome.marks(2).is_empty() && outcome.marks(99).is_empty());
}

/// Equal values stand at their place and fill no bin that a limit could cut.
#[test]
fn equal_values_are_one_bar() {
    let rows = Rows::new(["a b", "c d", "e f"].map(|text| (text.to_owned(), None)));
    let pipeline = Pipeline::parse("[[curate]]\nkind = \"length\"\nwords = [1, 9]").unwrap();
    let outcome = curate(&pipeline, &rows, Setting::default()).unwrap();
    assert_eq!(outcome.steps[0].histogram(40), [measures::Bin { low: 2.0, high: 2.0, count: 3 }]);
}

proptest! {
    /// Whatever is undone, rows are only ever marked, and undoing all of it gives the rows as they came.
    #[test]
    fn undoing_gives_back(in_force in vec(any::<bool>(), 4)) {
        let (rows, mut outcome) = example();
        for (step, on) in outcome.steps.iter_mut().zip(&in_force) {
            step.force = if *on { Force::InForce } else { Force::HeldBack };
        }
        let curated = outcome.rows();
        prop_assert_eq!(curated.len(), rows.len());
        prop_assert_eq!(*outcome.funnel().last().unwrap(), curated.iter().filter(|row| row.dropped_by.is_none()).count());
        prop_assert!(outcome.funnel().windows(2).all(|pair| pair[1] <= pair[0]));
        outcome.steps.iter_mut().for_each(|step| step.force = Force::HeldBack);
        for (row, label) in outcome.rows().iter().zip(rows.labels()) {
            prop_assert_eq!((row.dropped_by, row.weight, &row.label), (None, 1.0, label));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// After a change of the pipeline, what was measured before only saves time.
    #[test]
    fn made_again_is_as_made_anew(
        limits in vec((0.05f64..1.0, 0_u32..6, 0.05f64..1.0), 2),
        texts in vec(("[ab ]{1,8}", "[xy]"), 6..20),
        skipped in 0_usize..5,
        ignored in 0_usize..5,
    ) {
        let gold = [("a b", "x"), ("b b a", "y"), ("a", "x")];
        let gold: Vec<Gold> = gold
            .map(|(text, label)| Gold { text: text.into(), label: label.into(), ..Gold::default() })
            .to_vec();
        let rows = Rows::new(texts.into_iter().map(|(text, label)| (text, Some(label))));
        let pipeline = |(near, most, repeated): (f64, u32, f64), skipped: Option<usize>| {
            let steps = [
                format!("kind = \"near-duplicate\"\nngram = 1\nlimit = {near}"),
                format!("kind = \"length\"\nwords = [0, {most}]"),
                format!("kind = \"repetition\"\nngram = 1\nlimit = {repeated}"),
                "kind = \"balance\"".to_owned(),
                format!("kind = \"label-errors\"\nlimit = {repeated}"),
            ];
            let off = |at: usize| if Some(at) == skipped { "off = true\n" } else { "" };
            let gate = |at: usize| if at == ignored && skipped.is_some() { "gate = \"ignore\"\n" } else { "" };
            let text = |(at, step): (usize, &String)| format!("[[curate]]\n{step}\n{}{}", off(at), gate(at));
            Pipeline::parse(&steps.iter().enumerate().map(text).collect::<String>()).unwrap()
        };
        let setting = Setting { gold: &gold, gate: Some(GateOptions { students: 2, ..GateOptions::default() }), seed: 1 };
        let before = curate(&pipeline(limits[0], None), &rows, setting).unwrap();
        let changed = pipeline(limits[1], Some(skipped));
        let again = curate_again(&changed, &rows, setting, Some(&before), &mut |_| true).unwrap();
        prop_assert_eq!(again, Some(curate(&changed, &rows, setting).unwrap()));
        let mut asked = 0;
        let stopped = curate_again(&changed, &rows, setting, None, &mut |_| { asked += 1; asked < 3 }).unwrap();
        prop_assert_eq!((stopped, asked), (None, 3));
    }
}
