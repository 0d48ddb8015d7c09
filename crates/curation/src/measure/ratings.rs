//! Ratings of a part of the rows, and those that a student makes of the others.

use crate::Measured;
use crate::learner::Lesson;
use crate::measure::{StepError, View, scores};
use crate::study::Study;
use students::Precision;

/// Different ratings that a student tells apart at most: finer ones are joined.
const LEVELS: usize = 10;

/// The rating of each row; of one that has none, the mean of what a student of the rated rows predicts.
pub(super) fn by_student(view: View<'_>, study: &Study<'_>, column: &str) -> Result<Measured, StepError> {
    let mut measured = scores::column(view, column)?;
    let rated: Vec<(usize, f64)> =
        measured.values.iter().enumerate().filter_map(|(row, rating)| Some((row, (*rating)?))).collect();
    let unrated: Vec<usize> = view.positions().filter(|row| measured.values[*row].is_none()).collect();
    if unrated.is_empty() {
        return Ok(measured);
    }
    if rated.is_empty() {
        return Err(StepError::NoRatings(column.to_owned()));
    }
    let (levels, classes) = levels(&rated);
    let lesson =
        |((row, _), class): (&(usize, f64), &usize)| Lesson { row: *row, class: *class, weight: 1.0 };
    let lessons: Vec<Lesson> = rated.iter().zip(&classes).map(lesson).collect();
    let learner = study.learner();
    let student = learner.train(&lessons, levels.len(), Precision::ROUGH);
    for row in unrated {
        let p = student.probabilities(&learner.vectors[row]);
        measured.values[row] = Some(p.iter().zip(&levels).map(|(p, level)| p * level).sum());
    }
    Ok(measured)
}

/// The levels of some ratings, ascending, and the level of each rating: every different one, or where those are many, as many
/// parts of equally many ratings, each with its mean.
fn levels(rated: &[(usize, f64)]) -> (Vec<f64>, Vec<usize>) {
    let mut sorted: Vec<f64> = rated.iter().map(|(_, rating)| *rating).collect();
    sorted.sort_by(f64::total_cmp);
    let mut different = sorted.clone();
    different.dedup();
    let tops: Vec<f64> = if different.len() <= LEVELS {
        different
    } else {
        let mut tops: Vec<f64> = (1..=LEVELS).map(|part| sorted[part * sorted.len() / LEVELS - 1]).collect();
        tops.dedup();
        tops
    };
    let classes: Vec<usize> =
        rated.iter().map(|(_, rating)| tops.partition_point(|top| top < rating)).collect();
    let mut sums = vec![(0.0, 0.0); tops.len()];
    for ((_, rating), class) in rated.iter().zip(&classes) {
        sums[*class].0 += rating;
        sums[*class].1 += 1.0;
    }
    (sums.into_iter().map(|(sum, count)| sum / count).collect(), classes)
}

#[cfg(test)]
mod tests {
    use super::levels;

    #[test]
    fn different_ratings_are_levels_until_they_are_many() {
        let rated = |ratings: &[f64]| ratings.iter().copied().enumerate().collect::<Vec<_>>();
        assert_eq!(levels(&rated(&[4.0, 1.0, 4.0])), (vec![1.0, 4.0], vec![1, 0, 1]));
        let many: Vec<f64> = (0..40).map(f64::from).collect();
        let (found, classes) = levels(&rated(&many));
        assert_eq!((found.len(), found[0], found[9]), (10, 1.5, 37.5));
        assert_eq!((classes[0], classes[3], classes[4], classes[39]), (0, 0, 1, 9));
        // Most of many ratings are the same one.
        let one: Vec<f64> = (0..40).map(|at| f64::from(at.max(28))).collect();
        let (found, classes) = levels(&rated(&one));
        assert!(found.len() <= 10 && classes.iter().all(|class| *class < found.len()));
        assert!((found[0] - 28.0).abs() < 1e-12, "{found:?}");
    }
}
