//! Follows a run: progress on standard error, one line for each accepted row where JSON is asked for.

use std::io::{IsTerminal, Write};

use api::types::{Notice, RunId, RunProgress, RunStatus, RunSummary};
use api::{App, Code, WireError};
use clap::ValueEnum;
use dataset::Verdict;

use crate::output;

/// How progress is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Progress {
    /// A line on standard error.
    #[default]
    Text,
    /// `{"event":"accepted","row":n}` on standard output after each row is safe on disk.
    Json,
    /// Nothing.
    None,
}

/// Begins a run and waits for its end. Ctrl-C holds the run, so that it can be resumed.
pub fn follow(
    app: &App,
    progress: Progress,
    begin: impl FnOnce() -> Result<RunSummary, WireError>,
) -> Result<RunSummary, WireError> {
    let (received, interrupted) = super::listen(app)?;
    let run = RunId { run: begin()?.run };
    let on_terminal = progress == Progress::Text && std::io::stderr().is_terminal();
    loop {
        crossbeam_channel::select! {
            recv(received) -> notice => {
                let Ok(Notice::Run { progress: now, rows, .. }) = notice else { continue };
                if now.summary.run != run.run {
                    continue;
                }
                if progress == Progress::Json {
                    for row in &rows {
                        if let Some(Verdict::Accepted { row }) = row.verdict {
                            output::line(&format!("{{\"event\":\"accepted\",\"row\":{row}}}"))?;
                        }
                    }
                }
                if on_terminal {
                    eprint!("\r\x1b[K{}", describe(&now));
                    std::io::stderr().flush().ok();
                }
                if now.summary.status != RunStatus::Running {
                    if on_terminal {
                        eprintln!();
                    }
                    return finish(now.summary, progress);
                }
            }
            recv(interrupted) -> _ => app.run_pause(run)?,
        }
    }
}

fn finish(summary: RunSummary, progress: Progress) -> Result<RunSummary, WireError> {
    if progress == Progress::Text {
        eprintln!("{}", outcome(&summary));
    }
    match summary.status {
        RunStatus::Failed => Err(WireError::failed(summary.failure.unwrap_or_default())),
        RunStatus::Paused => Err(WireError {
            code: Code::Cancelled,
            message: format!(
                "Interrupted with {} of {} rows, all safe; go on with 'seedbed resume'.",
                summary.accepted, summary.wanted
            ),
            detail: None,
        }),
        _ => Ok(summary),
    }
}

fn outcome(summary: &RunSummary) -> String {
    format!("{} of {} rows from {} attempts.", summary.accepted, summary.wanted, summary.attempts)
}

fn describe(progress: &RunProgress) -> String {
    let summary = &progress.summary;
    let rate = progress.rows_per_minute.map_or_else(String::new, |rate| format!(" · {rate:.1} rows/min"));
    let speed = progress.tokens_per_second.map_or_else(String::new, |rate| format!(" · {rate:.0} tokens/s"));
    let remaining = progress
        .remaining
        .map_or_else(String::new, |seconds| format!(" · about {} to go", duration(seconds)));
    format!(
        "{} of {} rows · {} attempts{rate}{speed}{remaining}",
        summary.accepted, summary.wanted, summary.attempts
    )
}

fn duration(seconds: f64) -> String {
    let seconds = seconds.round() as u64;
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{} min", seconds.div_ceil(60)),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn durations_are_read_by_people() {
        for (seconds, expected) in
            [(0.2, "0 s"), (59.4, "59 s"), (61.0, "2 min"), (3599.0, "60 min"), (3660.0, "1 h 1 min")]
        {
            assert_eq!(duration(seconds), expected, "{seconds}");
        }
    }
}
