//! How varied the texts are in meaning, by vectors that an encoder gave.

mod clusters;
mod groups;
mod map;

use measures::{Pca, Points};

use crate::chart::{Chart, Dashboard};
use crate::measure::{Measure, Unit};
use crate::resampled;
use crate::rows::Rows;

use clusters::Clusters;
use map::Layout;

pub use groups::{Group, groups, name_groups};

/// Rows whose nearest other row is looked for among all.
const QUERIES: usize = 500;
/// Seed of what is drawn.
const SEED: u64 = 0;
/// Main axes on which rows are grouped and laid out; others hold mostly noise.
const AXES: usize = 50;

/// Rows with a vector each.
#[derive(Debug)]
pub struct Embedded<'r> {
    rows: &'r Rows,
    points: Points,
    encoder: String,
}

/// Rows and vectors that do not belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there are {vectors} vectors for {rows} rows")]
pub struct Mismatch {
    /// Number of rows.
    pub rows: usize,
    /// Number of vectors.
    pub vectors: usize,
}

impl<'r> Embedded<'r> {
    /// Puts vectors beside rows, one for each in order. `encoder` is the name that figures carry. Shorter vectors are filled
    /// up with 0, and what is not finite counts as 0.
    ///
    /// # Errors
    /// [`Mismatch`] where there are more or fewer vectors than rows.
    pub fn new(rows: &'r Rows, vectors: &[Vec<f32>], encoder: impl Into<String>) -> Result<Self, Mismatch> {
        if rows.len() != vectors.len() {
            return Err(Mismatch { rows: rows.len(), vectors: vectors.len() });
        }
        Ok(Self { rows, points: Points::new(vectors), encoder: encoder.into() })
    }

    pub(crate) fn points(&self) -> &Points {
        &self.points
    }

    pub(crate) fn encoder(&self) -> &str {
        &self.encoder
    }

    fn labels(&self) -> Vec<Option<&str>> {
        self.rows.rows().iter().map(|row| row.label.as_deref()).collect()
    }
}

impl Measure {
    /// The same, of vectors by this encoder.
    pub(crate) fn encoded(mut self, encoder: &str) -> Self {
        self.encoder = Some(encoder.to_owned());
        self
    }
}

/// Average pairwise similarity, Vendi score, remote-clique and Chamfer distance, with intervals from samples.
#[must_use]
pub fn measure(embedded: &Embedded<'_>) -> Vec<Measure> {
    let (points, labels) = (&embedded.points, embedded.labels());
    let of_places = |places: &[usize]| {
        figures(&points.select(places), &places.iter().map(|at| labels[*at]).collect::<Vec<_>>())
    };
    let found = resampled::of_places(points.len(), figures(points, &labels), of_places);
    found.into_iter().map(|measure| measure.encoded(&embedded.encoder)).collect()
}

fn figures(points: &Points, labels: &[Option<&str>]) -> Vec<Measure> {
    let n = points.len();
    let similarity = measures::average_pairwise_similarity(points, labels);
    let score = |id: &str, title: &str, meaning: &str, value: Option<f64>| {
        Dashboard::Diversity.measure(id, title, meaning, Unit::Score, n, value)
    };
    let encoders = "Over all pairs, exactly. Other encoders give other numbers.";
    vec![
        score(
            "aps-overall",
            "Average pairwise similarity",
            "The mean cosine of two rows' vectors; less is more varied.",
            similarity.overall,
        )
        .noted(encoders),
        score(
            "aps-within-labels",
            "Similarity within labels",
            "The mean cosine of two rows of one label; less is more varied.",
            similarity.within,
        )
        .noted(encoders),
        score(
            "aps-between-labels",
            "Similarity between labels",
            "The mean cosine of two rows of different labels; below the similarity within labels where these are told apart.",
            similarity.between,
        )
        .noted(encoders),
        Dashboard::Diversity.measure(
            "vendi",
            "Vendi score",
            "How many different texts the rows amount to; more is more varied.",
            Unit::Count,
            n,
            measures::vendi_score(points),
        )
        .sized("Over all rows, exactly. It grows with the number of rows, up to that of the vectors' dimensions."),
        score(
            "remote-clique",
            "Remote-clique",
            "The mean cosine distance of two rows; more is more varied.",
            similarity.overall.map(|mean| 1.0 - mean),
        )
        .noted("1 less the average pairwise similarity, over all pairs, exactly."),
        chamfer(points),
    ]
}

/// The mean distance to the nearest other row, with the interval of the mean where rows were drawn.
fn chamfer(points: &Points) -> Measure {
    let drawn = measures::sample(points.len(), QUERIES, SEED);
    let nearest = measures::nearest_distances(points, &drawn);
    let n = nearest.len() as f64;
    let mean = (!nearest.is_empty()).then(|| nearest.iter().sum::<f64>() / n);
    let mut measure = Dashboard::Diversity.measure(
        "chamfer",
        "Chamfer distance",
        "The mean cosine distance of a row to the one nearest to it; more is more varied.",
        Unit::Score,
        nearest.len(),
        mean,
    );
    let falls = "It falls with the number of rows; compare datasets of one size.";
    if points.len() <= QUERIES {
        return measure.sized(falls);
    }
    if let Some(mean) = mean {
        let squares: f64 = nearest.iter().map(|distance| (distance - mean) * (distance - mean)).sum();
        let reach = measures::Z95 * (squares / (n - 1.0) / n).sqrt();
        (measure.low, measure.high) = (Some(mean - reach), Some(mean + reach));
    }
    measure.sized(format!(
        "Of {QUERIES} rows drawn by a fixed seed, each held against all rows; the interval is of the drawing. {falls}"
    ))
}

/// Clusters with titles, and maps coloured by cluster and by label.
#[must_use]
pub fn charts(embedded: &Embedded<'_>) -> Vec<Chart> {
    let pca = Pca::fit(&embedded.points);
    let clusters = Clusters::find(embedded, &pca, SEED);
    let mut charts: Vec<Chart> = clusters.chart(embedded).into_iter().collect();
    if let Some(layout) = Layout::of(embedded, &pca) {
        charts.push(layout.by_cluster(&clusters));
        charts.extend(layout.by_label(embedded));
    }
    charts
}
