//! What the computer does beside a run: it stays awake while one is at work, and tells how it ended.
//!
//! A run needs neither. Where the system offers no such service, a line on standard error says so and that is all.

mod awake;

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use api::App;
use api::types::{Notice, RunStatus, RunSummary};
use awake::Awake;

/// Attends the runs of an application on a thread of its own, as services of the system may take their time. A run's
/// end is not told while `in_front` says that the user sees it.
pub fn begin(app: &Arc<App>, in_front: impl Fn() -> bool + Send + 'static) -> io::Result<()> {
    let (told, runs) = channel();
    app.subscribe(move |event| match &event.notice {
        Notice::Run { progress, .. } => told.send(progress.summary.clone()).is_ok(),
        _ => true,
    });
    let app = Arc::clone(app);
    std::thread::Builder::new().name("attend".to_owned()).spawn(move || attend(&app, &runs, in_front))?;
    Ok(())
}

fn attend(app: &App, runs: &Receiver<RunSummary>, in_front: impl Fn() -> bool) {
    let mut last: Option<RunSummary> = None;
    let mut awake: Option<Result<Awake, String>> = None;
    while let Ok(run) = runs.recv() {
        let settings = app.settings();
        match (is_at_work(&run) && settings.stay_awake, &awake) {
            (true, None) => {
                let held = Awake::hold("Rows of a dataset are being made");
                if let Err(reason) = &held {
                    eprintln!("The computer may fall asleep during the run: {reason}.");
                }
                // A refusal is kept too, so that the system is asked once for each run.
                awake = Some(held);
            }
            (false, Some(_)) => awake = None,
            _ => {}
        }
        let ending = ending(last.as_ref(), &run).filter(|_| settings.notify && !in_front());
        if let Some((summary, body)) = ending
            && let Err(error) = notify(&summary, &body)
        {
            eprintln!("The end of the run could not be told by a notification: {error}.");
        }
        last = Some(run);
    }
}

fn is_at_work(run: &RunSummary) -> bool {
    run.status == RunStatus::Running
}

/// Title and text that tell how a run ended, where it just did so by itself. No text of rows.
fn ending(before: Option<&RunSummary>, now: &RunSummary) -> Option<(String, String)> {
    let was_at_work = before.is_some_and(|before| before.run == now.run && is_at_work(before));
    let (run, rows) = (now.run, format!("{} of {} rows", now.accepted, now.wanted));
    let told = match now.status {
        RunStatus::Completed => {
            (format!("Run {run} is done"), format!("{rows}, from {} attempts.", now.attempts))
        }
        RunStatus::Exhausted => {
            (format!("Run {run} stopped early"), format!("{rows}; the budget of attempts is used up."))
        }
        RunStatus::Failed => {
            (format!("Run {run} failed"), format!("{rows} are safe. Seedbed says what happened."))
        }
        // The user did it.
        RunStatus::Running | RunStatus::Paused | RunStatus::Cancelled => return None,
    };
    was_at_work.then_some(told)
}

fn notify(summary: &str, body: &str) -> notify_rust::error::Result<()> {
    notify_rust::Notification::new()
        .appname("Seedbed")
        .icon("seedbed-desktop")
        .summary(summary)
        .body(body)
        .show()
        .map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(number: u64, status: RunStatus) -> RunSummary {
        RunSummary {
            run: number,
            status,
            failure: Some("The disk is full: /home/ada/secret.seedbed.".to_owned()),
            recipe: "ab".to_owned(),
            version: 1,
            model: "starter".to_owned(),
            seed: 7,
            accepted: 31,
            dropped: 0,
            wanted: 50,
            attempts: 80,
            started: 0,
            finished: None,
        }
    }

    #[test]
    fn an_end_is_told_once_and_only_where_nobody_brought_it_about() {
        use RunStatus::{Cancelled, Completed, Exhausted, Failed, Paused, Running};
        for (before, now, expected) in [
            (None, run(1, Running), None),
            (Some(run(1, Running)), run(1, Running), None),
            (Some(run(1, Running)), run(1, Paused), None),
            (Some(run(1, Running)), run(1, Cancelled), None),
            (
                Some(run(1, Running)),
                run(1, Completed),
                Some("Run 1 is done: 31 of 50 rows, from 80 attempts."),
            ),
            (
                Some(run(1, Running)),
                run(1, Exhausted),
                Some("Run 1 stopped early: 31 of 50 rows; the budget of attempts is used up."),
            ),
            (
                Some(run(1, Running)),
                run(1, Failed),
                Some("Run 1 failed: 31 of 50 rows are safe. Seedbed says what happened."),
            ),
            (Some(run(1, Completed)), run(1, Completed), None),
            (Some(run(1, Running)), run(2, Completed), None),
            (None, run(1, Completed), None),
        ] {
            let told = ending(before.as_ref(), &now).map(|(title, text)| format!("{title}: {text}"));
            assert_eq!(told.as_deref(), expected, "{:?} then {:?}", before.map(|run| run.status), now.status);
        }
    }
}
