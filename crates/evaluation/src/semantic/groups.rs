//! Groups of rows as charts show them, and names for them in front of their own words.

use crate::chart::{Behind, Chart, Drawing};

/// Id of the chart of groups.
pub(super) const BARS: &str = "clusters";
/// Id of the map coloured by group.
pub(super) const MAP: &str = "map-clusters";
/// End of what the chart of groups says they are.
pub(super) const OWN_WORDS: &str = ", named by their own words";

/// A group of rows near each other in meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The words that set it apart.
    pub words: String,
    /// Its rows by their places among those measured, the nearest to its centre first.
    pub rows: Vec<usize>,
}

/// The groups that [`charts`](super::charts) show, the largest first; none where these charts show none.
#[must_use]
pub fn groups(charts: &[Chart]) -> Vec<Group> {
    let bars = charts.iter().find_map(|chart| match &chart.drawing {
        Drawing::Bars { points } if chart.id == BARS => Some(points),
        _ => None,
    });
    let group = |point: &crate::chart::Point| {
        let Some(Behind::Rows { rows }) = &point.behind else { return None };
        let rows = rows.iter().filter_map(|row| usize::try_from(*row).ok()).collect();
        Some(Group { words: point.label.clone(), rows })
    };
    bars.into_iter().flatten().filter_map(group).collect()
}

/// Puts names in front of the groups' own words, in the order of [`groups`]; groups without one keep their words. `by` is
/// who named them.
pub fn name_groups(charts: &mut [Chart], names: &[Option<String>], by: &str) {
    if names.iter().all(Option::is_none) {
        return;
    }
    let named = |title: &mut String, at: usize| {
        if let Some(Some(name)) = names.get(at) {
            *title = format!("{name} ({title})");
        }
    };
    for chart in charts {
        match &mut chart.drawing {
            Drawing::Bars { points } if chart.id == BARS => {
                let largest = points.first().map(|point| format!("'{}'", point.label));
                points.iter_mut().enumerate().for_each(|(at, point)| named(&mut point.label, at));
                if let (Some(largest), Some(Some(name))) = (largest, names.first()) {
                    chart.title = chart.title.replacen(&largest, &format!("'{name}'"), 1);
                }
                let groups = chart.y.trim_end_matches(OWN_WORDS);
                chart.y = format!("{groups}, named by '{by}', with their own words");
            }
            Drawing::Map { groups, .. } if chart.id == MAP => {
                groups.iter_mut().enumerate().for_each(|(at, title)| named(title, at));
            }
            _ => {}
        }
    }
}
