//! What rows give away, in figures, charts and a sentence. What was not looked for is given as `None`.

mod charts;
mod figures;

use measures::{Interval, Z95, wilson};

use super::{Closest, ClosestRow, Copied, Exposed, Kind, Personal};
use crate::finding::{Finding, Question, Tone};

pub use charts::charts;
pub use figures::measure;

/// What was looked for, and found.
#[derive(Clone, Copy, Debug, Default)]
pub struct Found<'f> {
    /// Copied words; `None` where no text is known.
    pub copied: Option<&'f Copied>,
    /// Closest records.
    pub closest: Option<&'f Closest>,
    /// Canaries; empty where none were put.
    pub canaries: &'f [Exposed],
    /// Personal data.
    pub personal: Option<&'f [Personal]>,
}

/// Words in a row from which on they are hardly common phrases.
const COPIED: usize = 8;

fn nearer(rows: &[ClosestRow]) -> u64 {
    rows.iter().filter(|row| row.nearer).count() as u64
}

/// The interval of the share of rows nearer to known rows than to those held back.
fn memorised(closest: &Closest) -> Option<Interval> {
    let heldout = closest.heldout.as_ref()?;
    wilson(heldout.nearer_to_known.round() as u64, closest.rows.len() as u64, Z95)
}

fn named(kind: Kind) -> &'static str {
    match kind {
        Kind::Person => "names of persons",
        Kind::Date => "days",
        Kind::Number => "numbers of persons",
        Kind::Email => "mail addresses",
        Kind::Url => "web addresses",
        Kind::Place => "places",
        Kind::Other => "other values",
    }
}

fn copied_sentence(copied: &Copied) -> String {
    match copied.longest().map_or(0, |(_, span)| span.words) {
        0 => "No row shares a word with a known text".to_owned(),
        words => format!("No row copies more than {} in a row from the known texts", counted(words, "word")),
    }
}

/// What the rows give away, in a sentence.
#[must_use]
pub fn finding(found: Found<'_>) -> Finding {
    let finding = |tone: Tone, sentence: String, advice: Option<&str>, ids: &[&str]| Finding {
        question: Question::Private,
        tone,
        sentence: format!("{sentence}."),
        advice: advice.map(str::to_owned),
        measures: ids.iter().map(|id| (*id).to_owned()).collect(),
    };
    let whole = found.canaries.iter().filter(|canary| !canary.rows.is_empty()).count();
    let leaked: usize = found.personal.into_iter().flatten().map(|one| one.known).sum();
    let above = found.copied.map_or(0, |copied| copied.rows_above(COPIED).len());
    let memorised = found.closest.and_then(memorised).is_some_and(|interval| interval.low > 0.5);
    if whole > 0 {
        let sentence = format!("{whole} of {} canaries came out whole", found.canaries.len());
        finding(Tone::Doubtful, sentence, Some("Show the model less of the known texts."), &["canary-exact"])
    } else if leaked > 0 {
        let sentence = format!("Rows repeat {} of the known texts", counted(leaked, "personal value"));
        let advice = Some("Replace personal data in the sources before a run.");
        finding(Tone::Doubtful, sentence, advice, &["copied-words"])
    } else if above > 0 {
        let longest = found.copied.and_then(Copied::longest).map_or(0, |(_, span)| span.words);
        let sentence = format!(
            "{} more than {COPIED} words in a row with the known texts, {longest} at most",
            if above == 1 { "1 row shares".to_owned() } else { format!("{above} rows share") },
        );
        finding(
            Tone::Doubtful,
            sentence,
            Some("Look at them, and drop what is copied."),
            &["copied-words", "copied-share"],
        )
    } else if memorised {
        let sentence = "Rows are nearer to rows that the run read than to others".to_owned();
        finding(Tone::Doubtful, sentence, Some("Look at the nearest rows."), &["dcr-share", "closest-nearer"])
    } else if let Some(copied) = found.copied.filter(|copied| !copied.spans.is_empty()) {
        finding(Tone::Good, copied_sentence(copied), None, &["copied-words", "copied-share"])
    } else {
        let sentence = "There are no known texts that rows could give away".to_owned();
        finding(Tone::Unknown, sentence, None, &[])
    }
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
