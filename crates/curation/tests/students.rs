//! Steps that rest on students, on small sets whose truth is known.

#![allow(clippy::unwrap_used, reason = "tests")]

use curation::{
    Effect, Features, Force, GateOptions, Gold, Outcome, Pipeline, Purpose, Rows, Setting, StepError,
    Verdict, curate, curate_again,
};

const FRUIT: [&str; 6] = ["apple", "pear", "plum", "cherry", "quince", "fig"];
const METAL: [&str; 6] = ["iron", "copper", "zinc", "nickel", "lead", "tin"];

/// `count` texts of three words of one kind each, fruit and metal by turns, with their true labels.
fn texts(count: usize, from: usize) -> Vec<(String, String)> {
    let text = |at: usize| {
        let (words, label) = if at.is_multiple_of(2) { (FRUIT, "fruit") } else { (METAL, "metal") };
        let word = |step: usize| words[(at / 2 * step + at / 12) % 6];
        (format!("some {} and {} or {}", word(1), word(5), word(3)), label.to_owned())
    };
    (from..from + count).map(text).collect()
}

fn other(label: &str) -> String {
    if label == "fruit" { "metal" } else { "fruit" }.to_owned()
}

/// Every seventh label is wrong.
fn is_wrong(at: usize) -> bool {
    at % 7 == 3
}

fn noisy(count: usize) -> Rows {
    let row = |(at, (text, label)): (usize, (String, String))| {
        (text, Some(if is_wrong(at) { other(&label) } else { label }))
    };
    Rows::new(texts(count, 0).into_iter().enumerate().map(row))
}

fn gold(count: usize) -> Vec<Gold> {
    let gold = |(text, label)| Gold { text, label, ..Gold::default() };
    texts(count, 500).into_iter().map(gold).collect()
}

fn made(step: &str, rows: &Rows, gold: &[Gold]) -> Outcome {
    let pipeline = Pipeline::parse(&format!("[[curate]]\n{step}")).unwrap();
    curate(&pipeline, rows, Setting { gold, gate: None, seed: 1 }).unwrap()
}

/// Of 168 rows 24 have a wrong label. Every kind acts on most of them and on few others.
#[test]
fn wrong_labels_are_acted_upon_and_few_others() {
    let (rows, gold) = (noisy(168), gold(40));
    let check = |step: &str, least_wrong: usize, most_right: usize| {
        let outcome = made(step, &rows, &gold);
        let state = outcome.rows();
        let (mut wrong, mut right) = (0, 0);
        for (at, row) in state.iter().enumerate() {
            let marks = outcome.marks(at);
            let truth = texts(1, at).remove(0).1;
            if let Some(Effect::Relabel { from, to }) = marks.first().map(|mark| &mark.effect) {
                assert_eq!(
                    (row.label.as_ref(), Some(from)),
                    (Some(to), rows.labels()[at].as_ref()),
                    "{step}"
                );
                assert_eq!(*to == truth, is_wrong(at), "{step}, row {at}");
            }
            *(if is_wrong(at) { &mut wrong } else { &mut right }) += marks.len();
        }
        assert!(wrong >= least_wrong && right <= most_right, "{step}: {wrong} wrong and {right} right ones");
    };
    check("kind = \"label-errors\"", 22, 0);
    check("kind = \"label-errors\"\naction = \"relabel\"", 22, 0);
    check("kind = \"student-agreement\"", 22, 7);
    check("kind = \"neighbour-agreement\"", 22, 7);
    check("kind = \"relabel\"\nkeep = 0.1", 22, 7);
    check("kind = \"cross-partition\"", 18, 7);
    check("kind = \"small-loss\"", 22, 20);
    check("kind = \"dynamics\"\nlimit = 0.3", 22, 7);
    check("kind = \"influence\"", 22, 7);
}

/// Where rows have vectors, labels are replaced by what machines on these say: here the vectors alone tell the kinds apart.
#[test]
fn labels_are_replaced_by_machines_on_vectors() {
    let vector = |at: usize| {
        let side = if at.is_multiple_of(2) { 1.0 } else { -1.0 };
        vec![side, (at % 5) as f32 / 5.0, (at % 3) as f32 / 3.0]
    };
    let same = noisy(168);
    let rows = Rows::new((0..168).map(|at| ("the same".to_owned(), same.labels()[at].clone())));
    let rows = rows.with_vectors((0..168).map(vector).collect()).unwrap();
    let outcome = made("kind = \"relabel\"", &rows, &[]);
    assert_eq!(outcome.steps[0].measured.features, Some(Features::Vectors));
    let blind = made("kind = \"relabel\"\nfeatures = \"n-grams\"", &rows, &[]);
    assert_eq!(blind.steps[0].measured.features, Some(Features::NGrams));
    assert_ne!(blind.steps[0].measured.values, outcome.steps[0].measured.values);
    let pipeline = Pipeline::parse("[[curate]]\nkind = \"relabel\"\nfeatures = \"vectors\"").unwrap();
    let error = curate(&pipeline, &same, Setting::default()).unwrap_err();
    assert_eq!(error.error, StepError::NoVectors);
    let state = outcome.rows();
    for (at, row) in state.iter().enumerate() {
        assert_eq!(row.label, Some(texts(1, at).remove(0).1), "row {at}");
    }
}

#[test]
fn what_a_student_wavers_on_is_kept() {
    let outcome = made("kind = \"ambiguity\"\nshare = 0.25", &noisy(168), &[]);
    assert_eq!(outcome.funnel(), [168, 42]);
    let values: Vec<f64> = outcome.steps[0].measured.values.iter().map(|value| value.unwrap()).collect();
    let state = outcome.rows();
    let least = state.iter().zip(&values).filter(|(row, _)| row.dropped_by.is_none()).map(|(_, v)| *v);
    assert!(least.fold(f64::INFINITY, f64::min) > values.iter().sum::<f64>() / 168.0);
}

#[test]
fn weights_of_wrong_labels_sink() {
    let outcome = made("kind = \"sun-gen\"", &noisy(168), &[]);
    for (at, row) in outcome.rows().iter().enumerate() {
        assert_eq!(row.weight < 0.5, is_wrong(at), "row {at}: {}", row.weight);
    }
}

/// Rows with a wrong label weigh far less where gold rows tell what is right; the mean weight stays about 1.
#[test]
fn gold_rows_tell_what_weighs() {
    let (rows, gold) = (noisy(168), gold(40));
    let check = |step: &str, ratio: f64| {
        let state = made(step, &rows, &gold).rows();
        let mean = |wrong: bool| {
            let of: Vec<f64> =
                (0..168).filter(|at| is_wrong(*at) == wrong).map(|at| state[at].weight).collect();
            of.iter().sum::<f64>() / of.len() as f64
        };
        assert!(mean(false) > ratio * mean(true), "{step}: {} {}", mean(false), mean(true));
        let all = state.iter().map(|row| row.weight).sum::<f64>() / 168.0;
        assert!((all - 1.0).abs() < 1e-9, "{step}: {all}");
    };
    check("kind = \"online-weights\"", 2.5);
    check("kind = \"meta-weights\"\nepochs = 40", 1.5);
}

/// Two steps that learn from gold rows, one of them with a single gold row of each label: it leaves none to judge by.
#[test]
fn a_gate_judges_by_gold_rows_that_the_step_has_not_seen() {
    let rows = noisy(168);
    let run = |gold: &[Gold]| {
        let pipeline = Pipeline::parse("[[curate]]\nkind = \"online-weights\"").unwrap();
        let setting = Setting { gold, gate: Some(GateOptions::default()), seed: 1 };
        curate(&pipeline, &rows, setting).unwrap().steps.remove(0)
    };
    let few = run(&gold(2));
    assert!(few.gate.is_none() && few.force == Force::HeldBack);
    let many = run(&gold(200));
    assert!(many.gate.unwrap().verdict.passes() && many.force == Force::InForce, "{:?}", many.gate);
    let ungated = made("kind = \"online-weights\"", &rows, &gold(200));
    assert_ne!(ungated.steps[0].measured, many.measured);
}

#[test]
fn gold_rows_are_asked_for() {
    for kind in ["dynamics", "influence", "online-weights", "meta-weights"] {
        let pipeline = Pipeline::parse(&format!("[[curate]]\nkind = \"{kind}\"")).unwrap();
        let error = curate(&pipeline, &noisy(14), Setting::default()).unwrap_err();
        assert_eq!((error.step, error.kind, error.error), (1, kind, StepError::NoGold));
    }
}

#[test]
fn rows_without_labels_and_single_labels_are_left_alone() {
    let unlabelled = Rows::new(texts(6, 0).into_iter().map(|(text, _)| (text, None)));
    let single = Rows::new(texts(6, 0).into_iter().map(|(text, _)| (text, Some("one".to_owned()))));
    for kind in [
        "label-errors",
        "student-agreement",
        "relabel",
        "cross-partition",
        "small-loss",
        "dynamics",
        "neighbour-agreement",
    ] {
        for rows in [&unlabelled, &single, &Rows::default()] {
            let gold = [Gold { text: "some fig".to_owned(), label: "one".to_owned(), ..Gold::default() }];
            let outcome = made(&format!("kind = \"{kind}\""), rows, &gold);
            assert_eq!(*outcome.funnel().last().unwrap(), rows.len(), "{kind}");
        }
    }
}

/// A label of two rows says nothing to students of other rows; all its rows would be taken for wrong.
#[test]
fn rare_labels_are_not_judged() {
    let rare = (0..2).map(|at| (format!("a will of {at}"), Some("testament".to_owned())));
    let all = noisy(168);
    let known = all.texts().iter().cloned().zip(all.labels().iter().cloned());
    let rows = Rows::new(known.chain(rare));
    for step in [
        "kind = \"label-errors\"",
        "kind = \"label-errors\"\naction = \"relabel\"",
        "kind = \"student-agreement\"",
        "kind = \"relabel\"\nlimit = 0",
        "kind = \"cross-partition\"\nlimit = 0",
        "kind = \"small-loss\"",
    ] {
        let outcome = made(step, &rows, &[]);
        for (at, row) in outcome.rows().iter().enumerate().skip(168) {
            assert_eq!((row.dropped_by, row.label.as_deref()), (None, Some("testament")), "{step}: {at}");
            assert_eq!(outcome.steps[0].measured.values[at], None, "{step}");
        }
    }
}

/// Many labels of few rows, all right and plain: hardly any is to be doubted.
#[test]
fn many_labels_of_few_rows_are_not_doubted() {
    let row = |at: usize| {
        let label = at / 6;
        (format!("about w{label} and v{label} or w{label} number {}", at % 6), Some(format!("label {label}")))
    };
    let rows = Rows::new((0..40 * 6).map(row));
    let dropped = made("kind = \"label-errors\"", &rows, &[]).steps[0].counts().dropped;
    assert!(dropped <= 5, "{dropped} of 240 dropped");
}

/// Whatever the number of gold rows, what leaves rows as they are costs nothing.
#[test]
fn a_step_that_does_nothing_passes() {
    let (rows, gold) = (noisy(60), gold(12));
    let pipeline = Pipeline::parse("[[curate]]\nkind = \"student-agreement\"\nlimit = -1").unwrap();
    let setting = Setting { gold: &gold, gate: Some(GateOptions::default()), seed: 1 };
    let step = &curate(&pipeline, &rows, setting).unwrap().steps[0];
    let gate = step.gate.unwrap();
    assert_eq!((step.counts().dropped, step.force, gate.verdict), (0, Force::InForce, Verdict::Harmless));
}

#[test]
fn labels_count_the_same_whatever_weighed_them_before() {
    let column = |at: usize| Some(if at.is_multiple_of(3) { 0.2 } else { 3.0 });
    let rows = noisy(168).with_numbers("weight of before", (0..168).map(column).collect()).unwrap();
    let text = "[[curate]]\nkind = \"sun-gen\"\nrounds = 3\n\n[[curate]]\nkind = \"balance\"";
    let outcome = curate(&Pipeline::parse(text).unwrap(), &rows, Setting::default()).unwrap();
    let state = outcome.rows();
    let of = |label: &str| {
        let rows = state.iter().filter(|row| row.label.as_deref() == Some(label));
        rows.map(|row| row.weight).sum::<f64>()
    };
    assert!((of("fruit") - 84.0).abs() < 1e-9 && (of("metal") - 84.0).abs() < 1e-9);
    assert!(state.iter().any(|row| (row.weight - 1.0).abs() > 0.01), "weights are not all the same");
}

/// Label errors asks before each of its rounds.
#[test]
fn a_long_step_can_be_stopped() {
    let rows = noisy(60);
    let pipeline = Pipeline::parse("[[curate]]\nkind = \"label-errors\"").unwrap();
    for stop in [1, 2, 5] {
        let mut asked = 0;
        let mut watch = |_| {
            asked += 1;
            asked < stop
        };
        let made = curate_again(&pipeline, &rows, Setting::default(), None, &mut watch).unwrap();
        assert!(made.is_none() && asked == stop);
    }
}

#[test]
fn the_gate_holds_back_what_hurts_and_reports_on_policies() {
    let (rows, gold) = (noisy(168), gold(200));
    // A column by which nearly all fruit goes.
    let column = |at: usize| Some(if at.is_multiple_of(2) && at > 10 { 0.0 } else { 1.0 });
    let rows = rows.with_numbers("judge", (0..168).map(column).collect()).unwrap();
    let run = |text: &str| {
        let pipeline = Pipeline::parse(text).unwrap();
        curate(&pipeline, &rows, Setting { gold: &gold, gate: Some(GateOptions::default()), seed: 1 })
            .unwrap()
    };
    let outcome =
        run("[[curate]]\nkind = \"length\"\nwords = [1, 99]\n\n[[curate]]\nkind = \"label-errors\"\n\n\
         [[curate]]\nkind = \"rating\"\ncolumn = \"judge\"\nlimit = 0.5");
    let verdicts: Vec<Verdict> = outcome.steps.iter().map(|step| step.gate.unwrap().verdict).collect();
    assert_eq!((verdicts[0], verdicts[2]), (Verdict::Harmless, Verdict::Hurts));
    assert!(verdicts[1].passes());
    // A rating is a policy: the gate says what it costs, and the people decide.
    assert_eq!(outcome.steps[2].step.purpose(), Purpose::Policy);
    assert!(outcome.steps.iter().all(|step| step.force == Force::InForce));

    let held = run(
        "[[curate]]\nkind = \"generation-probability\"\ncolumn = \"judge\"\nshare = 0.03\n\n[[curate]]\nkind = \"balance\"",
    );
    let step = &held.steps[0];
    assert!(step.counts().dropped > 100 && step.force == Force::HeldBack, "{:?}", step.counts());
    assert_eq!(held.funnel(), [168, 168, 168]);
    assert_eq!(held.steps[1].counts().measured, 168);

    // The same, used all the same: what comes after sees the rows that it leaves.
    let used = run(
        "[[curate]]\nkind = \"generation-probability\"\ncolumn = \"judge\"\nshare = 0.03\ngate = \"ignore\"\n\n\
         [[curate]]\nkind = \"balance\"",
    );
    assert_eq!((used.steps[0].force, used.steps[0].gate), (Force::AgainstGate, step.gate));
    assert!(used.funnel()[1] < 68 && used.steps[1].counts().measured == used.funnel()[1]);
}

/// A table of an age and a colour: the label follows from them alone, the texts say nothing. Of the rows that have a wrong label
/// most are contradicted throughout, and of the others few.
#[test]
fn trees_judge_tables() {
    let colours = ["red", "green", "blue"];
    let row = |at: usize| {
        let (age, colour) = (at * 37 % 80, colours[at % 3]);
        (age, colour, if age > 40 && colour != "blue" { "high" } else { "low" })
    };
    let wrong = |at: usize| at.is_multiple_of(9);
    let flipped = |label: &str| if label == "high" { "low" } else { "high" };
    let count = 180;
    let rows = Rows::new((0..count).map(|at| {
        let label = row(at).2;
        ("a row".to_owned(), Some(if wrong(at) { flipped(label) } else { label }.to_owned()))
    }))
    .with_numbers("age", (0..count).map(|at| Some(row(at).0 as f64)).collect())
    .unwrap()
    .with_values("colour", (0..count).map(|at| Some(row(at).1.to_owned())).collect())
    .unwrap();
    let gold: Vec<Gold> = (1000..1090)
        .map(|at| {
            let (age, colour, label) = row(at);
            let fields = [("age", age.to_string()), ("colour", colour.to_owned())];
            Gold {
                text: "a row".to_owned(),
                label: label.to_owned(),
                fields: fields.map(|(name, value)| (name.to_owned(), value)).into(),
                ..Gold::default()
            }
        })
        .collect();
    let dropped = |step: &str| {
        let state = made(step, &rows, &gold).rows();
        let of = |wanted: bool| {
            (0..count).filter(|at| wrong(*at) == wanted && state[*at].dropped_by.is_some()).count()
        };
        (of(true), of(false))
    };
    let (caught, lost) = dropped("kind = \"dynamics\"\ncolumns = [\"age\", \"colour\"]\nlimit = 0.3");
    assert!(caught >= 18 && lost <= 4, "{caught} of 20 wrong ones and {lost} right ones");
    // Equal texts say nothing: rows of the rarer label go, right or wrong.
    let (caught, lost) = dropped("kind = \"dynamics\"\nlimit = 0.3");
    assert!(lost > caught, "{caught} wrong ones and {lost} right ones");

    let failed = |step: &str| {
        let pipeline = Pipeline::parse(&format!("[[curate]]\n{step}")).unwrap();
        curate(&pipeline, &rows, Setting { gold: &gold, gate: None, seed: 1 }).unwrap_err().error
    };
    let lacks = |name: &str| format!("kind = \"dynamics\"\ncolumns = [\"{name}\"]");
    assert_eq!(failed(&lacks("size")), StepError::NoColumn("size".to_owned()));
    let rows = rows.clone().with_numbers("size", vec![Some(1.0); count]).unwrap();
    let pipeline = Pipeline::parse(&format!("[[curate]]\n{}", lacks("size"))).unwrap();
    let error = curate(&pipeline, &rows, Setting { gold: &gold, gate: None, seed: 1 }).unwrap_err();
    assert_eq!(error.error, StepError::NoGoldColumn("size".to_owned()));
}

/// A judge rated every fourth row; a student of these rates the others, and what was rated stays as it is.
#[test]
fn a_student_rates_what_nobody_rated() {
    let texts = texts(80, 0);
    let toxic = |at: usize| texts[at].1 == "metal";
    // Of each kind half of the rows of a multiple of four are rated.
    let rated = |at: usize| (at / 2).is_multiple_of(4);
    let rating = |at: usize| if toxic(at) { 5.0 } else { 1.0 };
    let rows = Rows::new(texts.iter().map(|(text, _)| (text.clone(), None)))
        .with_numbers("toxicity", (0..80).map(|at| rated(at).then(|| rating(at))).collect())
        .unwrap()
        .with_numbers("nothing", vec![None; 80])
        .unwrap();
    let step = |student: bool| {
        format!(
            "kind = \"rating\"\ncolumn = \"toxicity\"\nlimit = 3\nbetter = \"lower\"\nstudent = {student}"
        )
    };
    let alone = made(&step(false), &rows, &[]);
    assert_eq!(alone.funnel(), [80, 70], "only rated rows are dropped");
    let helped = made(&step(true), &rows, &[]);
    for (at, row) in helped.rows().iter().enumerate() {
        assert_eq!(
            row.dropped_by.is_some(),
            toxic(at),
            "row {at}: {:?}",
            helped.steps[0].measured.values[at]
        );
        if rated(at) {
            assert_eq!(helped.steps[0].measured.values[at], Some(rating(at)));
        }
    }
    let pipeline =
        Pipeline::parse("[[curate]]\nkind = \"rating\"\ncolumn = \"nothing\"\nlimit = 3\nstudent = true")
            .unwrap();
    let error = curate(&pipeline, &rows, Setting::default()).unwrap_err();
    assert_eq!(error.error, StepError::NoRatings("nothing".to_owned()));
}
