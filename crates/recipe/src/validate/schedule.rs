//! The schedule: numbers that a run can meet.

use super::expressions;
use crate::{Problem, Recipe, Schedule, template};

/// Rows of one run. More would not fit the memory that the plan of a run takes.
const MOST_ROWS: usize = 10_000_000;
/// Rows judged together.
const MOST_ROUND: usize = 100_000;
/// Tries of one row.
const MOST_RETRIES: usize = 100;

pub(super) fn validate(recipe: &Recipe, problems: &mut Vec<Problem>) {
    numbers(&recipe.schedule, problems);
    for (at, rule) in recipe.schedule.rules.iter().enumerate() {
        let path = format!("schedule.rules[{at}]");
        let before = problems.len();
        expressions::validate(recipe, None, &path, rule, problems);
        if problems.len() > before {
            continue;
        }
        let is_condition = |name: &str| recipe.conditions.iter().any(|condition| condition.name == name);
        let uses = template::expression_uses(rule).unwrap_or_default();
        if let Some(other) = uses.iter().find(|used| !is_condition(&used.name)) {
            problems.push(Problem::error(
                &path,
                format!("The rule `{rule}` reads `{}`, which is no condition.", other.name),
                "Rules decide which conditions are drawn together; test what a step makes with a check.",
            ));
        } else if uses.is_empty() {
            problems.push(Problem::error(
                &path,
                format!("The rule `{rule}` reads no condition."),
                "Name conditions, such as `topic != \"refund\" or tone == \"polite\"`, or remove the rule.",
            ));
        }
    }
}

fn numbers(schedule: &Schedule, problems: &mut Vec<Problem>) {
    let mut error = |key: &str, message: String, remedy: &str| {
        problems.push(Problem::error(format!("schedule.{key}"), message, remedy));
    };
    if schedule.rows == 0 {
        error("rows", "The run makes no rows.".into(), "Write for instance `rows = 100`.");
    } else if schedule.rows > MOST_ROWS {
        let message =
            format!("{} rows are more than one run can make; the most are {MOST_ROWS}.", schedule.rows);
        error("rows", message, "Lower the number, and make further runs with other seeds.");
    }
    if let Some(attempts) = schedule.attempts
        && attempts < schedule.rows
    {
        let message = format!("{attempts} attempts cannot give {} rows.", schedule.rows);
        error(
            "attempts",
            message,
            "Allow at least as many attempts as rows; about four for each row are usual.",
        );
    }
    if schedule.round == 0 || schedule.round > MOST_ROUND {
        let message =
            format!("A round of {} rows is not possible; it has 1 to {MOST_ROUND}.", schedule.round);
        error("round", message, "Write for instance `round = 64`.");
    }
    if schedule.retries > MOST_RETRIES {
        let message =
            format!("{} retries of a row are more than the {MOST_RETRIES} allowed.", schedule.retries);
        error("retries", message, "Mend the prompt or loosen the check that fails; 2 retries are usual.");
    }
}
