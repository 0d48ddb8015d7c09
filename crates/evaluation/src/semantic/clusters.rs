//! Groups of rows near each other, named by the words that set them apart.

use measures::Pca;

use crate::chart::{Behind, Chart, Dashboard, Drawing, Point};
use crate::finding::percent;
use crate::rows::Rows;
use crate::semantic::groups::{BARS, OWN_WORDS};
use crate::semantic::{AXES, Embedded};

/// Groups at most; a person takes in no more.
const MOST: usize = 12;
/// Rows that a group should have at least on average.
const ROWS: usize = 10;
/// Words of a title.
const WORDS: usize = 3;

/// Groups of rows, the largest first.
pub(super) struct Clusters {
    /// Of each row the number of its group.
    pub groups: Vec<usize>,
    /// Of each row its distance from the centre of its group.
    distances: Vec<f64>,
    /// Titles of the groups.
    pub titles: Vec<String>,
}

impl Clusters {
    /// Groups rows by k-means on their vectors' 50 main axes, all rows at once.
    pub(super) fn find(embedded: &Embedded<'_>, pca: &Pca, seed: u64) -> Self {
        let points = embedded.points();
        let k = (points.len() / ROWS).clamp(1, MOST);
        let found = measures::k_means(&pca.project(points, AXES), k, seed);
        let mut sizes = vec![0_usize; found.centres.len()];
        found.groups.iter().for_each(|group| sizes[*group] += 1);
        let mut order: Vec<usize> = (0..sizes.len()).collect();
        order.sort_by(|a, b| sizes[*b].cmp(&sizes[*a]).then(a.cmp(b)));
        let mut rank = vec![0; sizes.len()];
        order.iter().enumerate().for_each(|(at, group)| rank[*group] = at);
        let groups: Vec<usize> = found.groups.iter().map(|group| rank[*group]).collect();
        let titles = titles(embedded.rows, &groups, sizes.len());
        Self { groups, distances: found.distances, titles }
    }

    /// Bars of the groups; of each the rows, the nearest to its centre first.
    pub(super) fn chart(&self, embedded: &Embedded<'_>) -> Option<Chart> {
        let mut rows: Vec<Vec<u64>> = vec![Vec::new(); self.titles.len()];
        let mut nearest: Vec<usize> = (0..self.groups.len()).collect();
        nearest.sort_by(|a, b| self.distances[*a].total_cmp(&self.distances[*b]));
        nearest.into_iter().for_each(|row| rows[self.groups[row]].push(row as u64));
        let share = rows.first()?.len() as f64 / embedded.rows.len() as f64;
        let title = match self.titles.as_slice() {
            [_] => "All rows form one group".to_owned(),
            titles => format!(
                "The largest of {} groups, '{}', holds {} of rows",
                titles.len(),
                titles[0],
                percent(share)
            ),
        };
        let points = self
            .titles
            .iter()
            .zip(rows)
            .map(|(title, rows)| Point::new(title, rows.len() as f64, Some(Behind::Rows { rows })))
            .collect();
        Some(Chart {
            id: BARS.to_owned(),
            dashboard: Dashboard::Diversity,
            title,
            x: "Rows".to_owned(),
            y: format!("Groups by {}{OWN_WORDS}", embedded.encoder()),
            drawing: Drawing::Bars { points },
        })
    }
}

/// The words of each group with the greatest class-based TF-IDF: the word's share of the group's words, times
/// `ln(1 + A / f)` for `f` occurrences in all and `A` words of a group on average (Grootendorst 2022, arXiv:2203.05794).
fn titles(rows: &Rows, groups: &[usize], count: usize) -> Vec<String> {
    let Some(vocabulary) = rows.ngrams().first().map(measures::Ngrams::each) else { return Vec::new() };
    let mut names = vec![""; vocabulary.len()];
    let mut frequencies = vec![0_u32; vocabulary.len()];
    for word in vocabulary {
        let (text, start) = (word.text as usize, word.start as usize);
        let id = rows.ids()[text][start] as usize;
        names[id] = &rows.words()[text][start];
        frequencies[id] = word.count;
    }
    let all: f64 = frequencies.iter().map(|frequency| f64::from(*frequency)).sum();
    let average = all / count.max(1) as f64;
    let title = |group: usize| {
        let mut counts = vec![0_u32; vocabulary.len()];
        let own = rows.ids().iter().zip(groups).filter(|(_, of)| **of == group);
        own.flat_map(|(ids, _)| ids).for_each(|id| counts[*id as usize] += 1);
        let weight = |id: usize| f64::from(counts[id]) * (1.0 + average / f64::from(frequencies[id])).ln();
        let mut words: Vec<usize> = (0..counts.len()).filter(|id| counts[*id] > 0).collect();
        words.sort_by(|a, b| weight(*b).total_cmp(&weight(*a)).then_with(|| names[*a].cmp(names[*b])));
        let words: Vec<&str> = words.into_iter().take(WORDS).map(|id| names[id]).collect();
        if words.is_empty() { format!("Group {}", group + 1) } else { words.join(", ") }
    };
    (0..count).map(title).collect()
}
