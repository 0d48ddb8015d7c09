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

/// Something that rows give away: what, the remedy, and the figures that tell it.
type Problem = (String, &'static str, &'static [&'static str]);

fn problems(found: Found<'_>) -> Vec<Problem> {
    let mut problems: Vec<Problem> = Vec::new();
    let whole = found.canaries.iter().filter(|canary| !canary.rows.is_empty()).count();
    if whole > 0 {
        let sentence = format!("{whole} of {} canaries came out whole", found.canaries.len());
        problems.push((sentence, "Show the model less of the known texts.", &["canary-exact"]));
    }
    if let Some(copied) = found.copied {
        let (copies, rows) = (copied.whole.len(), copied.spans.len());
        if copies > 0 {
            let are = if copies == 1 { "is a copy" } else { "are copies" };
            let sentence = format!("{copies} of {} {are} of a known text", counted(rows, "row"));
            problems.push((sentence, "Look at them, and drop what is copied.", &["copied-whole"]));
        }
        let is_more = |row: &usize| copied.whole.binary_search(row).is_err();
        let above = copied.rows_above(COPIED).into_iter().filter(is_more).count();
        if above > 0 {
            let longest = copied.longest().map_or(0, |(_, span)| span.words);
            let share = if above == 1 { "row shares" } else { "rows share" };
            let more = if copies > 0 { " more" } else { "" };
            let sentence = format!(
                "{above}{more} {share} more than {COPIED} words in a row with the known texts, {longest} at most"
            );
            let ids = &["copied-words", "copied-share"];
            problems.push((sentence, "Look at them, and drop what is copied.", ids));
        }
    }
    let leaked: usize = found.personal.into_iter().flatten().map(|one| one.known).sum();
    if leaked > 0 {
        let sentence = format!("rows repeat {} of the known texts", counted(leaked, "personal value"));
        problems.push((sentence, "Replace personal data in the sources before a run.", &["copied-words"]));
    }
    if problems.is_empty() && found.closest.and_then(memorised).is_some_and(|interval| interval.low > 0.5) {
        let sentence = "rows are nearer to rows that the run read than to others".to_owned();
        problems.push((sentence, "Look at the nearest rows.", &["dcr-share", "closest-nearer"]));
    }
    problems
}

/// What the rows give away, in a sentence.
#[must_use]
pub fn finding(found: Found<'_>) -> Finding {
    let finding = |tone: Tone, sentence: &str, advice: Option<&str>, ids: &[&str]| {
        let first = sentence.chars().take(1).flat_map(char::to_uppercase);
        Finding {
            question: Question::Private,
            tone,
            sentence: format!("{}.", first.chain(sentence.chars().skip(1)).collect::<String>()),
            advice: advice.map(str::to_owned),
            measures: ids.iter().map(|id| (*id).to_owned()).collect(),
        }
    };
    let problems = problems(found);
    if let Some((_, advice, _)) = problems.first() {
        let sentences: Vec<&str> = problems.iter().map(|(sentence, ..)| sentence.as_str()).collect();
        let ids: Vec<&str> = problems.iter().flat_map(|(.., ids)| ids.iter().copied()).collect();
        finding(Tone::Doubtful, &sentences.join("; "), Some(advice), &ids)
    } else if let Some(copied) = found.copied.filter(|copied| !copied.spans.is_empty()) {
        finding(Tone::Good, &copied_sentence(copied), None, &["copied-words", "copied-share"])
    } else {
        finding(Tone::Unknown, "There are no known texts that rows could give away", None, &[])
    }
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
