//! What was found, in words, with the figures that it rests on.

use super::markup::Markup;
use super::number;
use crate::finding::{Finding, Question, Tone};
use crate::measure::Measure;

/// Figures shown with a finding; the full table has all.
const SHOWN: usize = 3;

/// The questions in the order in which they are read, as the dashboards are.
const QUESTIONS: [(Question, &str); 5] = [
    (Question::Diverse, "Are the texts diverse?"),
    (Question::Faithful, "Are the rows faithful?"),
    (Question::Useful, "Are the rows useful?"),
    (Question::Private, "Do the rows keep private what is private?"),
    (Question::Balanced, "Are labels and conditions balanced?"),
];

/// Each question with its answers.
pub(super) fn overview(m: &mut Markup, findings: &[Finding], measures: &[Measure]) {
    if findings.is_empty() {
        m.say("p", &[("class", "muted")], "No question has been answered yet.");
    }
    for (question, title) in QUESTIONS {
        let answers: Vec<&Finding> = findings.iter().filter(|finding| finding.question == question).collect();
        if !answers.is_empty() {
            m.put("section", &[("class", "question")], |m| {
                m.say("h3", &[], title);
                for finding in answers {
                    answer(m, finding, measures);
                }
            });
        }
    }
}

fn answer(m: &mut Markup, finding: &Finding, measures: &[Measure]) {
    let (class, sign, word) = match finding.tone {
        Tone::Good => ("tone good", "✓", "Good"),
        Tone::Doubtful => ("tone doubtful", "!", "Worth a look"),
        Tone::Unknown => ("tone unknown", "?", "Not known yet"),
    };
    m.put("div", &[("class", "answer")], |m| {
        m.put("p", &[("class", class)], |m| {
            m.say("span", &[("class", "sign"), ("aria-hidden", "true")], sign);
            m.text(word);
        });
        m.put("div", &[], |m| {
            m.say("p", &[("class", "sentence")], &finding.sentence);
            if let Some(advice) = &finding.advice {
                m.put("p", &[("class", "advice")], |m| {
                    m.say("span", &[("class", "muted")], "What to do: ");
                    m.text(advice);
                });
            }
            figures(m, finding, measures);
        });
    });
}

fn figures(m: &mut Markup, finding: &Finding, measures: &[Measure]) {
    let named = finding.measures.iter().filter_map(|id| measures.iter().find(|measure| measure.id == *id));
    let shown: Vec<&Measure> =
        named.filter(|measure| measure.value.is_some_and(f64::is_finite)).take(SHOWN).collect();
    if shown.is_empty() {
        return;
    }
    m.put("dl", &[("class", "key")], |m| {
        for measure in shown {
            m.put("div", &[], |m| {
                m.name("dt", &[], &measure.title, 90);
                m.put("dd", &[], |m| {
                    m.say("span", &[("class", "large")], &number::figure(measure.value, measure.unit));
                    let interval = number::interval(measure);
                    let n = number::count(measure.n);
                    let rest = match interval.as_str() {
                        number::NONE => format!(" n\u{a0}=\u{a0}{n}"),
                        interval => format!(" ({interval}), n\u{a0}=\u{a0}{n}"),
                    };
                    m.say("span", &[("class", "small muted")], &rest);
                });
            });
        }
    });
}
