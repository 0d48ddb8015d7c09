//! A model judges blind pairs of rows, each twice: once with either row first.

use ::project::JudgedPair;
use ::recipe::Label;
use generation::Control;
use inference::Model;

use super::{Asking, Form, Given, LONGEST};
use crate::error::Result;
use crate::evaluation::Blind;
use crate::project::OpenProject;

/// Pairs that are judged in both orders before others are.
const TOGETHER: usize = 16;

/// Has pairs judged, and keeps each group of verdicts once it is whole. Answers whether it went to the end.
pub fn judge_pairs(
    pairs: &[Blind<'_>],
    model: &dyn Model,
    project: &OpenProject,
    clock: fn() -> i64,
    control: &Control,
    tell: &dyn Fn(u64, u64),
) -> Result<bool> {
    let asking = asking();
    let card = model.card();
    let total = pairs.len() as u64;
    tell(0, total);
    let mut done = 0;
    for group in pairs.chunks(TOGETHER) {
        let given: Vec<Given> =
            group.iter().flat_map(|pair| [given(pair, false), given(pair, true)]).collect();
        let mut judged = Vec::new();
        let finished = asking.ask(&given, model, control, |at, said| {
            let [first, second] = group[at / 2].ids;
            let (left, right) = if at % 2 == 0 { (first, second) } else { (second, first) };
            judged.push(JudgedPair {
                left,
                right,
                who: card.name.clone(),
                model: Some(card.sha256.clone()),
                at: clock(),
                outcome: said.answer,
            });
            Ok(())
        })?;
        if !finished {
            return Ok(false);
        }
        project.write()?.add_model_pairs(&judged)?;
        done += group.len() as u64;
        tell(done, total);
    }
    Ok(true)
}

/// Which of two texts is better, or neither, in the words in which the project keeps a verdict.
fn asking() -> Asking {
    let choice = |name: &str, verbalizer: &str, definition: &str| Label {
        name: name.to_owned(),
        verbalizer: Some(verbalizer.to_owned()),
        definition: Some(definition.to_owned()),
    };
    Asking {
        codebook: "Two texts were written for the same task. Judge which one does better what was asked for, is right in \
                   what it says, and reads as if a person had written it."
            .to_owned(),
        goal: "Which text is better? Answer A, B or tie.".to_owned(),
        form: Form::Choice(vec![
            choice("left", "A", "text A is better"),
            choice("right", "B", "text B is better"),
            choice("tie", "tie", "they are equally good"),
        ]),
        subject: "Texts".to_owned(),
        heading: "Better".to_owned(),
    }
}

fn given(pair: &Blind<'_>, turned: bool) -> Given {
    let asked = pair.asked.join("; ");
    let read = |text: &str| measures::extract(text, &asked, LONGEST / 2).join(" ");
    let [first, second] = pair.rows.map(|row| match measures::word_count(&row.text) > LONGEST / 2 {
        true => read(&row.text),
        false => row.text.clone(),
    });
    let (a, b) = if turned { (second, first) } else { (first, second) };
    Given { text: format!("\n\nA: {a}\n\nB: {b}\n"), asked, shown: Vec::new() }
}
