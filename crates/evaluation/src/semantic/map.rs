//! Rows as places in planes: by t-SNE, which keeps who is near whom, and along the two main axes of the vectors.

use measures::Pca;

use crate::chart::{Chart, Dashboard, Drawing, Place, Plane};
use crate::finding::percent;
use crate::semantic::clusters::Clusters;
use crate::semantic::groups::MAP;
use crate::semantic::{AXES, Embedded, SEED};

/// Places drawn at most.
const PLACES: usize = 5000;

/// Rows laid out in planes.
pub(super) struct Layout {
    planes: Vec<Plane>,
    /// Of each row drawn its place among all, and on each plane.
    rows: Vec<(usize, Vec<[f32; 2]>)>,
    /// Which rows there are, in words.
    of: String,
}

impl Layout {
    /// Lays out all rows, or those drawn where there are many. `None` where all vectors are the same.
    pub(super) fn of(embedded: &Embedded<'_>, pca: &Pca) -> Option<Self> {
        let shares = pca.shares();
        let (first, second) = (shares.first()?, shares.get(1).unwrap_or(&0.0));
        let points = embedded.points();
        let drawn = measures::sample(points.len(), PLACES, SEED);
        let along = pca.project(&points.select(&drawn), AXES);
        let encoder = embedded.encoder();
        let mut planes = Vec::new();
        let nearness = measures::t_sne(&along);
        if nearness.is_some() {
            planes.push(Plane {
                name: "t-SNE".to_owned(),
                meaning: format!(
                    "Rows whose vectors ({encoder}) are near stand together. How far groups are from each other, and how \
                     large they look, says little."
                ),
            });
        }
        planes.push(Plane {
            name: "Main axes".to_owned(),
            meaning: format!(
                "The two directions in which vectors ({encoder}) differ most: across {} of the variance, upwards {}. \
                 Rows that stand together may differ in others.",
                percent(*first),
                percent(*second)
            ),
        });
        let coordinate = |row: &[f32], axis: usize| row.get(axis).copied().unwrap_or(0.0);
        let place = |at: usize| {
            let near = nearness.as_ref().map(|found| found.places[at]);
            near.into_iter().chain([[coordinate(&along[at], 0), coordinate(&along[at], 1)]]).collect()
        };
        let of = match drawn.len() < points.len() {
            true => format!("{} of {} rows", drawn.len(), points.len()),
            false => "Rows".to_owned(),
        };
        let rows = drawn.into_iter().enumerate().map(|(at, row)| (row, place(at))).collect();
        Some(Self { planes, rows, of })
    }

    /// The map coloured by cluster.
    pub(super) fn by_cluster(&self, clusters: &Clusters) -> Chart {
        self.map(MAP, "group", clusters.titles.clone(), &clusters.groups)
    }

    /// The map coloured by label, where rows have labels.
    pub(super) fn by_label(&self, embedded: &Embedded<'_>) -> Option<Chart> {
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
        Some(self.map("map-labels", "label", names, &groups))
    }

    fn map(&self, id: &str, what: &str, names: Vec<String>, groups: &[usize]) -> Chart {
        let place = |(row, at): &(usize, Vec<[f32; 2]>)| Place {
            at: at.clone(),
            group: groups[*row] as u32,
            row: *row as u64,
        };
        let places = self.rows.iter().map(place).collect();
        let title = format!("{} by {what}; near rows say similar things", self.of);
        let drawing = Drawing::Map { planes: self.planes.clone(), groups: names, places };
        Dashboard::Diversity.chart(id, title, "", "", drawing)
    }
}
