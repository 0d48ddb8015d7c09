//! Rows as places in a plane.
//!
//! The plane is spanned by the two main axes of the vectors. t-SNE would tear groups further apart, but the crates that have
//! it add in the order of threads, so that the same rows would give another picture each time.

use measures::Pca;

use crate::chart::{Chart, Dashboard, Drawing, Place};
use crate::finding::percent;
use crate::semantic::clusters::Clusters;
use crate::semantic::{Embedded, SEED};

/// Places drawn at most.
const PLACES: usize = 5000;

/// The map coloured by cluster.
pub(super) fn by_cluster(
    embedded: &Embedded<'_>,
    pca: &Pca,
    places: &[Vec<f32>],
    clusters: &Clusters,
) -> Option<Chart> {
    map("map-clusters", "group", embedded, pca, places, clusters.titles.clone(), &clusters.groups)
}

/// The map coloured by label, where rows have labels.
pub(super) fn by_label(embedded: &Embedded<'_>, pca: &Pca, places: &[Vec<f32>]) -> Option<Chart> {
    let labels = embedded.labels();
    let mut names: Vec<&str> = labels.iter().flatten().copied().collect();
    names.sort_unstable();
    names.dedup();
    if names.is_empty() {
        return None;
    }
    let none = names.len();
    let group =
        |label: &Option<&str>| label.and_then(|label| names.binary_search(&label).ok()).unwrap_or(none);
    let groups: Vec<usize> = labels.iter().map(group).collect();
    let mut names: Vec<String> = names.into_iter().map(str::to_owned).collect();
    if groups.contains(&none) {
        names.push("no label".to_owned());
    }
    map("map-labels", "label", embedded, pca, places, names, &groups)
}

fn map(
    id: &str,
    what: &str,
    embedded: &Embedded<'_>,
    pca: &Pca,
    places: &[Vec<f32>],
    names: Vec<String>,
    groups: &[usize],
) -> Option<Chart> {
    let shares = pca.shares();
    let (first, second) = (shares.first()?, shares.get(1).unwrap_or(&0.0));
    let drawn = measures::sample(places.len(), PLACES, SEED);
    let of = if drawn.len() < places.len() {
        format!("{} of {} rows", drawn.len(), places.len())
    } else {
        "Rows".to_owned()
    };
    let place = |row: usize| Place {
        x: places[row].first().copied().unwrap_or(0.0),
        y: places[row].get(1).copied().unwrap_or(0.0),
        group: groups[row] as u32,
        row: row as u64,
    };
    Some(Chart {
        id: id.to_owned(),
        dashboard: Dashboard::Diversity,
        title: format!("{of} by {what}; near places are alike in what this plane shows"),
        x: format!("First main axis ({} of the variance, {})", percent(*first), embedded.encoder()),
        y: format!("Second main axis ({})", percent(*second)),
        drawing: Drawing::Map { groups: names, places: drawn.into_iter().map(place).collect() },
    })
}
