//! What is known of the rows of a file.

use evaluation::faithfulness::{self, adherence};
use evaluation::{Finding, Rows, Tone, balance, diversity, reference};

use super::judged;
use super::measured::{Figures, spread_of_labels, sure};
use super::rows::AskedRows;
use crate::annotation::name_groups;
use crate::data_file::DataRows;
use crate::types::Evaluation;

/// What rows show by themselves, and what a model says of them where it was asked. Without recipe and attempts nothing is
/// known of validity, of what it was to the model that wrote them, or of a plan.
pub fn of_file(
    data: &DataRows,
    real: Option<&Rows>,
    parts: Vec<Figures>,
    asked: Option<AskedRows<'_>>,
) -> Evaluation {
    let DataRows { field, label, rows, notices, .. } = data;
    let spreads = |rows: &Rows| -> Vec<balance::Spread> {
        label.iter().map(|label| spread_of_labels(label, rows)).collect()
    };
    let (words, balance) = sure(rows, |rows| balance::measure(&spreads(rows)));
    let mut findings = vec![diversity::finding(rows, &words)];
    let mut figures = Figures::default();
    figures.add(words, diversity::charts(rows));
    if let Some(real) = real {
        figures.add(reference::measure(rows, real), reference::charts(rows, real));
    }
    let kept = adherence::by_rule(rows).iter().map(adherence::Adherence::measure).collect();
    figures.add(kept, faithfulness::charts(rows));
    if let Some(asked) = asked {
        findings.push(by_model(asked, &mut figures));
    }
    for mut part in parts {
        if let Some(asked) = asked {
            name_groups(asked, &mut part.charts);
        }
        findings.extend(part.findings);
        figures.add(part.measures, part.charts);
    }
    figures.add(balance, balance::charts(&spreads(rows)));
    Evaluation {
        run: None,
        rows: rows.len() as u64,
        findings,
        measures: figures.measures,
        charts: figures.charts,
        beside: Vec::new(),
        history: Vec::new(),
        parts: Vec::new(),
        field: field.clone(),
        label: label.clone(),
        notices: notices.clone(),
    }
}

/// What a model says of rows of a file, and what that comes to.
fn by_model(asked: AskedRows<'_>, figures: &mut Figures) -> Finding {
    let mut labels = Vec::new();
    if let Some(relabelled) = judged::relabelled(asked) {
        labels = relabelled.told(vec![faithfulness::label_agreement(Some(relabelled.agreement()))]);
        figures.add(labels.clone(), relabelled.chart().into_iter().collect());
    }
    let panels = judged::panels(asked);
    let known =
        panels.iter().map(|panel| &panel.finding).find(|finding| finding.tone != Tone::Unknown).cloned();
    let finding = match labels.as_slice() {
        [] => known.unwrap_or_else(|| faithfulness::finding(&labels)),
        labels => faithfulness::finding(labels),
    };
    for panel in panels {
        figures.add(panel.measures, panel.charts);
    }
    finding
}
