//! How near rows come to known ones, against how near real rows come to each other.

use measures::{CosineIndex, Nearest, SparseVector, TfIdf, cosine, sample, words};
use rayon::prelude::*;

/// Texts, and their vectors where an encoder gave them, one for each.
#[derive(Clone, Copy, Debug, Default)]
pub struct Records<'r> {
    /// The texts.
    pub texts: &'r [String],
    /// Their vectors.
    pub vectors: Option<&'r [Vec<f32>]>,
}

/// How much is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClosestOptions {
    /// Most rows, and most rows held back, that are looked at; of more, a sample.
    pub most: usize,
    /// Decides the samples.
    pub seed: u64,
}

impl Default for ClosestOptions {
    /// Ten thousand.
    fn default() -> Self {
        Self { most: 10_000, seed: 0 }
    }
}

/// A row and the known one that it is nearest to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// The row.
    pub row: usize,
    /// The known row; `None` where no known row has anything in common with it.
    pub known: Option<usize>,
    /// The distance to closest record: one less the cosine, in [0, 2]; 1 where they have nothing in common.
    pub distance: f64,
    /// Whether it is nearer to its closest record than that record is to any other: a copy rather than a row of its own (Alaa
    /// et al. 2022, arXiv:2102.08921, call the others authentic).
    pub nearer: bool,
}

/// The same of real rows that the run did not read, and how synthetic rows lie between them and those that it did.
#[derive(Clone, Debug, PartialEq)]
pub struct Heldout {
    /// Real rows held back, each with its closest known row.
    pub rows: Vec<Row>,
    /// Of the synthetic rows, those nearer to a known row than to any row held back, one that is as near to both counting half;
    /// as many known rows as rows held back are looked at. Half of all where nothing was memorised (Platzer and Reutterer
    /// 2021, arXiv:2104.00635).
    pub nearer_to_known: f64,
}

/// How near rows come to known ones.
#[derive(Clone, Debug, PartialEq)]
pub struct Closest {
    /// The rows that were looked at, in order.
    pub rows: Vec<Row>,
    /// Rows that there are.
    pub of: usize,
    /// Real rows for comparison, where some were held back.
    pub heldout: Option<Heldout>,
    /// Whether vectors were compared; else the TF-IDF of words.
    pub vectors: bool,
}

/// Finds the closest known row of each row, and of each row that was held back: real rows that the run did not read.
/// Vectors are compared where all three have them, for each text one; else TF-IDF vectors of their words.
#[must_use]
pub fn closest(
    rows: Records<'_>,
    known: Records<'_>,
    heldout: Records<'_>,
    options: ClosestOptions,
) -> Closest {
    let fits = |records: &Records<'_>| {
        records.texts.is_empty()
            || records.vectors.is_some_and(|vectors| vectors.len() == records.texts.len())
    };
    let vectors = !rows.texts.is_empty() && [&rows, &known, &heldout].into_iter().all(fits);
    let looked = sample(rows.texts.len(), options.most, options.seed);
    let held = sample(heldout.texts.len(), options.most, options.seed);
    let every: Vec<usize> = (0..known.texts.len()).collect();
    let [rows_set, known_set, held_set] = sets([(rows, &looked), (known, &every), (heldout, &held)], vectors);
    let of = |set: &Set<'_>, places: &[usize]| -> Vec<Row> {
        let row = |(at, row): (usize, &usize)| {
            let nearest = known_set.nearest(set, at, None);
            let distance = distance(nearest);
            let own = nearest.map(|nearest| {
                self::distance(known_set.nearest(&known_set, nearest.text, Some(nearest.text)))
            });
            let nearer = own.is_some_and(|own| distance < own);
            Row { row: *row, known: nearest.map(|nearest| nearest.text), distance, nearer }
        };
        places.par_iter().enumerate().map(|(at, place)| row((at, place))).collect()
    };
    let heldout = (!held.is_empty() && !every.is_empty()).then(|| {
        // Of a larger set the nearest is nearer by chance alone.
        let size = held.len().min(every.len());
        let few = |set: &[usize]| sample(set.len(), size, options.seed.wrapping_add(1));
        let [known_few, held_few] =
            [(known, few(&every)), (heldout, few(&held).iter().map(|at| held[*at]).collect())];
        let [rows_few, known_few, held_few] =
            sets([(rows, &looked), (known_few.0, &known_few.1), (held_few.0, &held_few.1)], vectors);
        let score = |at: usize| {
            let [ours, theirs] =
                [&known_few, &held_few].map(|set| distance(set.nearest(&rows_few, at, None)));
            if (ours - theirs).abs() < 1e-9 { 0.5 } else { f64::from(u8::from(ours < theirs)) }
        };
        let scores: Vec<f64> = (0..looked.len()).into_par_iter().map(score).collect();
        Heldout { rows: of(&held_set, &held), nearer_to_known: scores.iter().sum() }
    });
    Closest { rows: of(&rows_set, &looked), of: rows.texts.len(), heldout, vectors }
}

fn distance(nearest: Option<Nearest>) -> f64 {
    1.0 - nearest.map_or(0.0, |nearest| nearest.cosine)
}

/// Texts of one space.
enum Set<'r> {
    Terms { vectors: Vec<SparseVector>, index: CosineIndex },
    Vectors(Vec<&'r [f32]>),
}

/// Of three kinds of texts those at some places, in one space.
fn sets<'r>(kinds: [(Records<'r>, &[usize]); 3], vectors: bool) -> [Set<'r>; 3] {
    if vectors {
        return kinds.map(|(records, places)| {
            let all = records.vectors.unwrap_or_default();
            Set::Vectors(places.iter().map(|at| all[*at].as_slice()).collect())
        });
    }
    let texts = kinds.map(|(records, places)| -> Vec<Vec<String>> {
        places.par_iter().map(|at| words(&records.texts[*at])).collect()
    });
    let weights = TfIdf::fit(&texts.concat());
    texts.map(|texts| {
        let vectors: Vec<SparseVector> = texts.iter().map(|words| weights.vector(words)).collect();
        Set::Terms { index: CosineIndex::new(vectors.iter().cloned()), vectors }
    })
}

impl Set<'_> {
    /// The text nearest to the one at a place of another set, `except` left out.
    fn nearest(&self, other: &Self, at: usize, except: Option<usize>) -> Option<Nearest> {
        match (self, other) {
            (Self::Terms { index, .. }, Self::Terms { vectors, .. }) => index.nearest(&vectors[at], except),
            (Self::Vectors(own), Self::Vectors(theirs)) => {
                let others = own.iter().enumerate().filter(|(text, _)| Some(*text) != except);
                let found = others.map(|(text, vector)| Nearest { text, cosine: cosine(vector, theirs[at]) });
                found.reduce(|best, other| if other.cosine > best.cosine { other } else { best })
            }
            _ => None,
        }
    }
}
