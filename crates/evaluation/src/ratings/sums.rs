//! Figures of agreement from sums over items. For a thousand samples of the items the sums are added again, and nothing
//! else is computed twice; the figures are those of `measures`, against which they are tested.

/// What each item adds to the sums; all items have the same number of categories, and at least two raters.
pub(super) struct ItemSums(Vec<Sums>);

/// Sums over items.
#[derive(Clone, Default)]
pub(super) struct Sums {
    items: f64,
    /// Raters.
    raters: f64,
    /// Share of pairs of raters that agree.
    agreed: f64,
    /// Pairs of raters that disagree, counted in both orders, over the number of raters less one.
    disagreed: f64,
    categories: Vec<CategorySums>,
}

/// Sums over items for one category.
#[derive(Clone, Copy, Default)]
struct CategorySums {
    /// Raters who chose it.
    chosen: f64,
    /// Pairs of raters who both chose it, in both orders.
    both: f64,
    /// Pairs of raters of whom the first chose it.
    first: f64,
    /// Pairs of which one rater chose it and the other did not, in both orders, over the number of raters less one.
    one: f64,
}

impl ItemSums {
    pub(super) fn of(counts: &[Vec<u64>]) -> Self {
        let of_item = |item: &Vec<u64>| {
            let raters = item.iter().sum::<u64>() as f64;
            let category = |count: &u64| {
                let chosen = *count as f64;
                CategorySums {
                    chosen,
                    both: chosen * (chosen - 1.0),
                    first: chosen * (raters - 1.0),
                    one: 2.0 * chosen * (raters - chosen) / (raters - 1.0),
                }
            };
            let categories: Vec<CategorySums> = item.iter().map(category).collect();
            // Each pair that disagrees is one of two categories.
            let disagreed = categories.iter().map(|category| category.one).sum::<f64>() / 2.0;
            Sums { items: 1.0, raters, agreed: super::pairs_agreed(item), disagreed, categories }
        };
        Self(counts.iter().map(of_item).collect())
    }

    /// The sums over the items at some places, as often as they come.
    pub(super) fn of_places(&self, places: &[usize]) -> Sums {
        let categories = self.0.first().map_or(0, |item| item.categories.len());
        let mut sums = Sums { categories: vec![CategorySums::default(); categories], ..Sums::default() };
        for item in places.iter().filter_map(|place| self.0.get(*place)) {
            sums.items += item.items;
            sums.raters += item.raters;
            sums.agreed += item.agreed;
            sums.disagreed += item.disagreed;
            for (sum, category) in sums.categories.iter_mut().zip(&item.categories) {
                sum.chosen += category.chosen;
                sum.both += category.both;
                sum.first += category.first;
                sum.one += category.one;
            }
        }
        sums
    }
}

impl Sums {
    pub(super) fn raw(&self) -> Option<f64> {
        (self.items > 0.0).then(|| self.agreed / self.items)
    }

    pub(super) fn fleiss(&self) -> Option<f64> {
        let observed = self.raw()?;
        let chance: f64 =
            self.categories.iter().map(|category| (category.chosen / self.raters).powi(2)).sum();
        (chance < 1.0).then(|| (observed - chance) / (1.0 - chance))
    }

    pub(super) fn alpha(&self) -> Option<f64> {
        let equal: f64 = self.categories.iter().map(|category| category.chosen.powi(2)).sum();
        alpha(self.raters, self.disagreed, self.raters.powi(2) - equal)
    }

    pub(super) fn alpha_against_rest(&self, category: usize) -> Option<f64> {
        let CategorySums { chosen, one, .. } = *self.categories.get(category)?;
        alpha(self.raters, one, 2.0 * chosen * (self.raters - chosen))
    }

    pub(super) fn specific(&self, category: usize) -> Option<f64> {
        let CategorySums { both, first, .. } = *self.categories.get(category)?;
        (first > 0.0).then(|| both / first)
    }
}

/// Krippendorff's alpha of so many values, from the pairs that disagree within items and within all.
fn alpha(values: f64, observed: f64, expected: f64) -> Option<f64> {
    (expected > 0.0).then(|| 1.0 - (values - 1.0) * observed / expected)
}

#[cfg(test)]
mod tests {
    use measures::{Level, fleiss_kappa, krippendorff_alpha, specific_agreement};
    use proptest::{collection::vec, prelude::*};

    use super::super::{against_rest, raw_agreement, values};
    use super::*;

    proptest! {
        #[test]
        fn sums_give_the_figures_of_measures(
            items in vec(vec(0_usize..3, 2..5), 0..12), drawn in vec(0_usize..12, 0..20),
        ) {
            let counts: Vec<Vec<u64>> = items.iter()
                .map(|item| (0..3).map(|at| item.iter().filter(|chosen| **chosen == at).count() as u64).collect())
                .collect();
            let of_drawn: Vec<Vec<u64>> = drawn.iter().filter_map(|at| counts.get(*at).cloned()).collect();
            let sums = ItemSums::of(&counts).of_places(&drawn);
            let nominal = |counts: &[Vec<u64>]| krippendorff_alpha(&values(counts), Level::Nominal);
            let mut checks =
                vec![(sums.raw(), raw_agreement(&of_drawn)), (sums.alpha(), nominal(&of_drawn))];
            if of_drawn.windows(2).all(|pair| pair[0].iter().sum::<u64>() == pair[1].iter().sum::<u64>()) {
                checks.push((sums.fleiss(), fleiss_kappa(&of_drawn)));
            }
            for at in 0..3 {
                let specific = specific_agreement(&of_drawn).get(at).copied().flatten();
                checks.push((sums.specific(at), specific));
                let against: Vec<Vec<u64>> = of_drawn.iter().map(|item| against_rest(item, at)).collect();
                checks.push((sums.alpha_against_rest(at), nominal(&against)));
            }
            for (at, (found, expected)) in checks.into_iter().enumerate() {
                prop_assert_eq!(found.is_some(), expected.is_some(), "{}: {:?}, not {:?}", at, found, expected);
                let difference = found.unwrap_or_default() - expected.unwrap_or_default();
                prop_assert!(difference.abs() < 1e-9, "{}: {:?}, not {:?}", at, found, expected);
            }
        }
    }
}
