use super::*;
use crate::{Action, Purpose, Rule};

/// Every kind with what it cannot do without.
const KINDS: [&str; 31] = [
    "kind = \"length\"\nwords = [3, 80]",
    "kind = \"repetition\"",
    "kind = \"language\"\nlanguages = [\"eng\"]",
    "kind = \"refusal\"",
    "kind = \"blocklist\"\nwords = [\"lorem\"]",
    "kind = \"toxicity\"",
    "kind = \"stereotype\"",
    "kind = \"source-leakage\"",
    "kind = \"pii\"",
    "kind = \"exact-duplicate\"",
    "kind = \"near-duplicate\"",
    "kind = \"embedding-duplicate\"",
    "kind = \"generation-probability\"\nshare = 0.5",
    "kind = \"rating\"\ncolumn = \"judge\"\nlimit = 4.5",
    "kind = \"rating\"\ncolumn = \"judge\"\nlimit = 2\nbetter = \"lower\"",
    "kind = \"consistency\"\ncolumns = [\"first\", \"second\"]",
    "kind = \"label-errors\"",
    "kind = \"model-label\"\naction = \"relabel\"\nlimit = 0.9",
    "kind = \"small-loss\"",
    "kind = \"dynamics\"",
    "kind = \"influence\"",
    "kind = \"ambiguity\"\nshare = 0.25",
    "kind = \"student-agreement\"",
    "kind = \"neighbour-agreement\"",
    "kind = \"sun-gen\"",
    "kind = \"online-weights\"",
    "kind = \"meta-weights\"",
    "kind = \"balance\"",
    "kind = \"balance\"\ncolumn = \"topic\"",
    "kind = \"cross-partition\"",
    "kind = \"relabel\"",
];

#[test]
fn every_kind_is_read_and_written() {
    let text: String = KINDS.iter().map(|kind| format!("[[curate]]\n{kind}\n\n")).collect();
    let pipeline = Pipeline::parse(&text).unwrap();
    assert_eq!(pipeline.steps.len(), KINDS.len());
    for (made, text) in pipeline.steps.iter().zip(KINDS) {
        assert!(text.starts_with(&format!("kind = \"{}\"", made.step.kind())), "{text}");
    }
    assert_eq!(Pipeline::parse(&pipeline.format().unwrap()), Ok(pipeline));
    assert_eq!(Pipeline::parse(""), Ok(Pipeline::default()));
}

#[test]
fn numbers_must_make_sense() {
    let check = |step: &str, expected: &str| {
        let error = Pipeline::parse(&format!("[[curate]]\n{step}")).unwrap_err().to_string();
        assert!(error.contains(expected), "{step}: {error}");
    };
    check("kind = \"length\"\nwords = [9, 3]", "step 1 (length): words must be the fewest and then the most");
    check("kind = \"repetition\"\nngram = 0", "ngram must be at least 1");
    check("kind = \"near-duplicate\"\nlimit = 0.0", "limit must be above 0 and at most 1");
    check("kind = \"label-errors\"\nlimit = nan", "limit must be above 0");
    check("kind = \"model-label\"\nlimit = 0.0", "limit must be above 0");
    check("kind = \"rating\"\ncolumn = \"judge\"\nlimit = inf", "limit must be a number");
    check("kind = \"language\"\nlanguages = [\"xx\"]", "known codes");
    check("kind = \"blocklist\"\nwords = [\" \"]", "a list of words");
    check("kind = \"relabel\"\nkeep = 1.5", "keep must be between 0 and 1");
    check("kind = \"student-agreement\"\nlimit = -2", "between -1 and 1");
    check("kind = \"length\"\nwords = [3, 9]\nlimit = 1", "unknown field");
    check("kind = \"balance\"\nlimit = 1", "unknown field");
    check("kind = \"toxicity\"\nlimit = 0", "limit must be at least 1");
    check("kind = \"stereotype\"\nwords = [\"\"]", "a list of words");
    check("kind = \"consistency\"\ncolumns = []", "a list of");
    check("kind = \"cross-partition\"\nstages = 0", "stages must be at least 1");
    check("kind = \"ambiguity\"\nshare = 2", "between 0 and 1");
    check("kind = \"online-weights\"\nepochs = 0", "epochs must be at least 1");
    check("kind = \"meta-weights\"\nhidden = 0", "hidden must be at least 1");
    check("kind = \"magic\"", "unknown variant");
    check("kind = \"pii\"\ngate = \"open\"", "unknown variant");
    check("kind = \"relabel\"\noff = true\nkeep = 2", "keep must be between 0 and 1");
}

#[test]
fn what_steps_are_for() {
    let check = |text: &str, rule: Rule, purpose: Purpose| {
        let steps = Pipeline::parse(&format!("[[curate]]\n{text}")).unwrap().steps;
        assert_eq!((steps[0].step.rule(), steps[0].step.purpose()), (rule, purpose), "{text}");
    };
    check("kind = \"pii\"", Rule::Below { limit: 1.0 }, Purpose::Policy);
    check("kind = \"source-leakage\"\nwords = 5", Rule::Within { low: 0.0, high: 5.0 }, Purpose::Policy);
    check(
        "kind = \"rating\"\ncolumn = \"judge\"\nlimit = 2\nbetter = \"lower\"",
        Rule::Below { limit: 2.0 },
        Purpose::Policy,
    );
    check("kind = \"near-duplicate\"", Rule::Below { limit: 0.8 }, Purpose::Training);
    check("kind = \"label-errors\"", Rule::Below { limit: 0.5 }, Purpose::Training);
    check("kind = \"label-errors\"\naction = \"relabel\"", Rule::Relabel { limit: 0.5 }, Purpose::Training);
    check("kind = \"model-label\"", Rule::Below { limit: 0.5 }, Purpose::Training);
    check("kind = \"model-label\"\naction = \"relabel\"", Rule::Relabel { limit: 0.5 }, Purpose::Training);
    assert_eq!(Action::default(), Action::Drop);
}

#[test]
fn steps_are_switched_off_and_used_against_the_gate() {
    let text =
        "[[curate]]\nkind = \"pii\"\noff = true\n\n[[curate]]\nkind = \"balance\"\ngate = \"ignore\"\n";
    let pipeline = Pipeline::parse(text).unwrap();
    let made: Vec<(usize, &str)> = pipeline.made().map(|(at, made)| (at, made.step.kind())).collect();
    assert_eq!(made, [(1, "balance")]);
    assert_eq!(pipeline.steps[1].gate, AtGate::Ignore);
    let written = pipeline.format().unwrap();
    assert_eq!(Pipeline::parse(&written).as_ref(), Ok(&pipeline));
    // What need not be said is not written.
    let plain = Pipeline { steps: vec![pipeline.steps[0].step.clone().into()] }.format().unwrap();
    assert!(written.contains("off = true") && written.contains("gate = \"ignore\""), "{written}");
    assert!(!plain.contains("off") && !plain.contains("gate"), "{plain}");
}

#[test]
fn what_pipelines_make_of_vectors() {
    let check = |steps: &[&str], expected: Vectors| {
        let text: String = steps.iter().map(|step| format!("[[curate]]\n{step}\n")).collect();
        assert_eq!(Pipeline::parse(&text).unwrap().vectors(), expected, "{text}");
    };
    check(&["kind = \"pii\""], Vectors::Unread);
    check(&["kind = \"pii\"", "kind = \"relabel\""], Vectors::Welcome);
    check(&["kind = \"relabel\"\nfeatures = \"n-grams\""], Vectors::Unread);
    check(&["kind = \"relabel\"\nfeatures = \"vectors\"", "kind = \"relabel\""], Vectors::Needed);
    check(&["kind = \"embedding-duplicate\""], Vectors::Needed);
    check(&["kind = \"embedding-duplicate\"\noff = true"], Vectors::Unread);
}
