//! Models that label: by the codebook beside people who did, and with a student that learns from them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing step is a failing test")]

mod fruit;
mod made;

use std::sync::Arc;

use api::types::{
    AskRequest, CodebookRequest, CodebookView, CurationRequest, Definition, JudgeRow, Notice, Question,
    ReviewOrder, ReviewRequest, RowRequest, RunId, RunStatus, Side, StartLabels, StepRowsRequest, Wording,
};
use api::{App, Code, ModelChoice};
use curation::Pipeline;
use dataset::Judgment;
use fruit::{job, opened};

fn view(app: &App, run: u64) -> CodebookView {
    app.codebook_view(CodebookRequest { run, aim: 0.8 }).unwrap()
}

fn judge(app: &App, run: u64, draw: u64, judgment: Judgment) {
    let row = RowRequest { run, draw, attempt: 0 };
    let judge =
        JudgeRow { row, judgment, note: String::new(), order: ReviewOrder::Random, adjudicate: false };
    app.review_judge(judge).unwrap();
}

fn ask(app: &App, run: u64, question: &Question, key: &str) -> (u64, RunStatus) {
    let request = AskRequest { run, question: question.clone(), rows: Some(0), anew: false };
    let open = app.annotation_estimate(request.clone()).unwrap().rows;
    let ended = job(app, &format!("annotation:{key}"), || app.annotation_start(request).unwrap());
    assert_eq!(ended.0, open);
    ended
}

#[test]
fn a_wording_is_refined_on_one_half_and_judged_on_the_other() {
    let home = tempfile::tempdir().unwrap();
    let (app, run) = opened(home.path());
    app.load_model(&ModelChoice::BuiltIn, None).unwrap();
    let error = app.codebook_view(CodebookRequest { run, aim: 1.5 }).unwrap_err();
    assert_eq!(error.code, Code::Input);
    let before = view(&app, run);
    // Two rows were judged before; nothing was asked.
    assert_eq!((before.labelled, before.more, before.needs.as_ref()), (2, 38, None));
    assert_eq!((before.rounds.len(), before.rounds[0].open, before.rounds[0].agreement.value), (1, 2, None));

    // People give labels to all rows but one, and reject that one.
    for draw in 0..40 {
        let label = if draw % 2 == 0 { "fruit" } else { "metal" }.to_owned();
        judge(&app, run, draw, Judgment::Label { label });
    }
    judge(&app, run, 40, Judgment::Reject);
    let labelled = view(&app, run);
    assert_eq!((labelled.labelled, labelled.more, labelled.refine + labelled.held), (42, 0, 42));
    assert!(labelled.refine > 10 && labelled.held > 10, "{} {}", labelled.refine, labelled.held);

    let first = &labelled.rounds[0];
    assert_eq!((first.key.as_str(), &first.question), ("label", &Question::Label));
    assert_eq!(ask(&app, run, &first.question, &first.key), (43, RunStatus::Completed));
    let asked = view(&app, run);
    let first = &asked.rounds[0];
    assert_eq!((first.open, first.agreement.n, first.held.n), (0, asked.refine, asked.held));
    assert!(first.effect.is_none() && first.model.is_some());
    let agreed = first.agreement.value.unwrap() * asked.refine as f64;
    let confused: usize = first.confusions.iter().map(|pair| pair.draws.len()).sum();
    assert_eq!(agreed.round() as usize + confused, asked.refine as usize);
    let people: u64 = first.labels.iter().map(|label| label.recall.n).sum();
    let model: u64 = first.labels.iter().map(|label| label.precision.n).sum();
    assert_eq!((people, model), (asked.refine, asked.refine));

    // Another wording is another question, of the labelled rows only; the same wording again is answered already.
    let mut wording: Wording = first.wording.clone();
    assert_eq!(wording.definitions[0], Definition { label: "fruit".into(), text: String::new() });
    wording.codebook = "Things that grow are fruit.".into();
    wording.definitions[1].text = "Something hard that is melted".into();
    let reworded = Question::Codebook { wording: wording.clone() };
    let key = {
        let request = AskRequest { run, question: reworded.clone(), rows: Some(0), anew: false };
        assert_eq!(app.annotation_estimate(request).unwrap().rows, 42);
        reworded.key()
    };
    assert_eq!(ask(&app, run, &reworded, &key).1, RunStatus::Completed);
    assert_eq!(ask(&app, run, &reworded, &key), (0, RunStatus::Completed));
    let refined = view(&app, run);
    assert_eq!(refined.rounds.len(), 2);
    let round = &refined.rounds[1];
    assert_eq!((&round.key, &round.wording, round.open), (&key, &wording, 0));
    let effect = round.effect.unwrap();
    assert_eq!(effect.gold as u64, refined.held);
    assert!((effect.before - refined.rounds[0].held.value.unwrap()).abs() < 1e-9);
    assert!((effect.after - round.held.value.unwrap()).abs() < 1e-9);
    assert_eq!(refined.rounds[0].agreement, first.agreement, "answers to one wording are none to another");
    let states = app.annotation_view(RunId { run }).unwrap().questions;
    assert!(
        states.iter().all(|state| !matches!(state.question, Question::Codebook { .. })),
        "a trial is no question about the dataset"
    );

    // A row that people take back is in neither half, and the others stay where they were.
    judge(&app, run, 7, Judgment::Reject);
    let fewer = view(&app, run);
    assert_eq!(fewer.labelled, 41);
    assert!(fewer.refine == refined.refine || fewer.held == refined.held);
}

/// Lets a model and a student teach each other; stopped once so many rows are done, where it is said.
fn teach(app: &Arc<App>, run: u64, question: &Question, stop_at: Option<u64>) -> (u64, RunStatus) {
    let request = AskRequest { run, question: question.clone(), rows: None, anew: false };
    let stopper = Arc::clone(app);
    app.subscribe(move |event| match &event.notice {
        Notice::Job { done, status: RunStatus::Running, .. } => {
            if stop_at.is_some_and(|at| *done >= at) {
                stopper.annotation_cancel(RunId { run }).unwrap();
            }
            stop_at.is_some()
        }
        _ => false,
    });
    job(app, "annotation:freeal", || app.annotation_start(request).unwrap())
}

#[test]
fn a_model_and_a_student_teach_each_other_and_go_on_where_they_were_stopped() {
    let taught = |stop_at: Option<u64>| {
        let home = tempfile::tempdir().unwrap();
        let (app, run) = opened(home.path());
        let app = Arc::new(app);
        app.load_model(&ModelChoice::BuiltIn, None).unwrap();
        let view = || app.teaching_view(RunId { run }).unwrap();
        let divided = || {
            app.review_queue(ReviewRequest { run, order: ReviewOrder::Divided, budget: Some(3), scale: None })
        };
        assert!(divided().unwrap_err().message.contains("was not asked for the labels"));
        let before = view();
        assert_eq!((before.rows, before.carried, before.asked, before.at), (43, 43, 0, None));
        let start = |start, rounds| AskRequest {
            run,
            question: Question::FreeAl { rounds, start },
            rows: None,
            anew: false,
        };
        let error = app.annotation_start(start(StartLabels::Asked, 2)).unwrap_err();
        assert!(error.message.contains("No row has a label"), "{}", error.message);
        for rounds in [0, 11, u32::MAX] {
            let error = app.annotation_start(start(StartLabels::Carried, rounds)).unwrap_err();
            assert_eq!(error.code, Code::Input, "{rounds}");
        }

        let question = start(StartLabels::Carried, 2).question;
        let open = || app.annotation_estimate(start(StartLabels::Carried, 2)).unwrap().rows;
        assert_eq!(open(), 86);
        if stop_at.is_some() {
            assert_eq!(teach(&app, run, &question, stop_at).1, RunStatus::Cancelled);
            let made = view().rounds.len() as u64;
            assert_eq!(open(), 86 - 43 * made);
        }
        assert_eq!(teach(&app, run, &question, None), (86, RunStatus::Completed));
        assert_eq!(open(), 0);
        let made = view();
        assert_eq!((made.question, made.rounds.len(), made.start.n), (Some(question), 2, 2));
        for round in &made.rounds {
            assert!(round.taught.learnt > 0 && round.taught.clean > 0, "{round:?}");
            assert_eq!(round.taught.clean + round.taught.asked, 43);
            assert_eq!((round.taught.answered, round.agreement.n), (round.taught.asked, 2));
            assert!(round.taught.changed <= round.taught.asked);
            let effect = round.effect.unwrap();
            assert_eq!((Some(effect.before), Some(effect.after)), (made.start.value, round.agreement.value));
        }

        // Rows that got different labels go to people.
        let chosen = divided().unwrap();
        assert_eq!((chosen.rows.len(), chosen.chosen.unwrap().rows), (3, 3));
        assert!(chosen.rows[0].why.contains(" ×, "), "{:?}", chosen.rows[0]);

        // Curation reads the labels as a column.
        let numbers = app.curation_open(RunId { run }).unwrap().numbers;
        assert!(numbers.iter().any(|name| name == "freeal_label_probability"), "{numbers:?}");
        let pipeline = "[[curate]]\nkind = \"model-label\"\ncolumn = \"freeal_label\"\n\
                        certainty = \"freeal_label_probability\"\naction = \"relabel\"\nlimit = 0.5\n";
        let pipeline = Pipeline::parse(pipeline).unwrap();
        let request = CurationRequest { run, side: Side::Main, pipeline };
        job(&app, "curation", || app.curation_measure(request).unwrap());
        let request = StepRowsRequest { run, side: Side::Main, step: 0, offset: 0, limit: 100, acted: false };
        let rows = app.curation_rows(request).unwrap().rows;
        assert!(!rows.is_empty(), "rows that were asked about again have a probability");
        let rounds: Vec<_> = made.rounds.iter().map(|round| round.taught).collect();
        // Rounds from other rows are others.
        judge(&app, run, 3, Judgment::Reject);
        assert_eq!(open(), 84);
        (rounds, serde_json::to_value(rows).unwrap())
    };
    assert_eq!(taught(None), taught(Some(20)));
}
