//! Personal data in texts.

use privacy::{Entry, Fields, Replacer};
use serde_json::Value;

use crate::Measured;
use crate::measure::{StepError, View};

/// Name of the field under which a text is searched; any that tells nothing of its content.
const FIELD: &str = "text";

/// 1 for a text that holds a value that seems to be personal, 0 for others. What the values are is left out: the outcome
/// of a pipeline may be shown and exported where they may not.
pub(super) fn values(view: View<'_>, unsure: bool) -> Result<Measured, StepError> {
    let row =
        |at: usize| Fields::from_iter([(FIELD.to_owned(), Value::String(view.rows.texts()[at].clone()))]);
    let rows: Vec<Fields> = view.positions().map(row).collect();
    let found = privacy::find(&rows).into_iter().filter(|one| one.sure || unsure);
    let entry = |one: privacy::Candidate| Entry {
        surrogate: privacy::next_surrogate(one.kind, []),
        value: one.value,
        kind: one.kind,
        replaced: true,
    };
    let entries: Vec<Entry> = found.map(entry).collect();
    let search = Replacer::new(&entries).map_err(|_many| StepError::TooManyValues)?;
    Ok(view.each(|text| Some(f64::from(search.finds(text)))))
}
