//! Do those who mark spans in a text agree?
//!
//! There is no telling how often they would agree by chance, as most stretches of a text are marked by nobody; so agreement is F1,
//! to which kappa comes close where such stretches are many (Hripcsak and Rothschild 2005, "Agreement, the F-measure, and
//! reliability in information retrieval").

use std::collections::BTreeSet;

use dataset::Span;
use measures::bootstrap;
use serde::Serialize;
use ts_rs::TS;

use super::{Figure, two_of};

/// Spans that raters marked in items.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    /// Names of the raters.
    pub raters: Vec<String>,
    /// Types of spans, each with a figure of its own.
    pub types: Vec<String>,
    /// For each item the spans that each rater marked, in the order of raters; `None` where one did not mark it.
    pub items: Vec<Vec<Option<Vec<Span>>>>,
}

/// How far raters agree on spans: F1 of one rater's spans against another's, in [0, 1], equal ones being those with the same
/// place and type. It rests on the items that two or more marked.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct SpanAgreement {
    /// Over all pairs of raters of an item.
    pub f1: Figure,
    /// The same with spans alone, whatever their types.
    pub places: Figure,
    /// Of each type; rests on the items where anybody marked one.
    pub types: Vec<SpanTypeAgreement>,
    /// Of each two raters, in the order of raters.
    pub pairs: Vec<SpanPairAgreement>,
}

/// How far raters agree on spans of one type.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct SpanTypeAgreement {
    /// The type.
    #[serde(rename = "type")]
    pub kind: String,
    /// F1 of its spans.
    pub f1: Figure,
}

/// How far two raters agree on spans, on the items that both marked.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct SpanPairAgreement {
    /// Name of one.
    pub first: String,
    /// Name of the other.
    pub second: String,
    /// F1.
    pub f1: Figure,
}

/// Spans of pairs of raters: how many both marked, and how many each of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    both: u64,
    each: u64,
}

impl Counts {
    fn of<T: Ord>(a: &BTreeSet<T>, b: &BTreeSet<T>) -> Self {
        Self { both: a.intersection(b).count() as u64, each: (a.len() + b.len()) as u64 }
    }

    fn sum(counts: impl IntoIterator<Item = Self>) -> Self {
        counts
            .into_iter()
            .fold(Self::default(), |sum, one| Self { both: sum.both + one.both, each: sum.each + one.each })
    }

    fn f1(self) -> Option<f64> {
        (self.each > 0).then(|| 2.0 * self.both as f64 / self.each as f64)
    }
}

impl Marks {
    /// All figures of agreement. The seed decides which samples the intervals are computed from.
    #[must_use]
    pub fn agreement(&self, seed: u64) -> SpanAgreement {
        let shared = || self.items.iter().filter(|item| item.iter().flatten().count() > 1);
        let over = |of: &dyn Fn(&[Span], &[Span]) -> Counts, marked: &dyn Fn(&Span) -> bool| {
            let counts: Vec<Counts> = shared()
                .filter(|item| item.iter().flatten().flatten().any(marked))
                .map(|item| Counts::sum(pairs(item).map(|(a, b)| of(a, b))))
                .collect();
            figure(&counts, seed)
        };
        let of_type = |kind: &String| SpanTypeAgreement {
            kind: kind.clone(),
            f1: over(&|a, b| exact(a, b, |span| span.kind == *kind), &|span| span.kind == *kind),
        };
        let all: Vec<Counts> =
            shared().map(|item| Counts::sum(pairs(item).map(|(a, b)| exact(a, b, |_| true)))).collect();
        let places: Vec<Counts> =
            shared().map(|item| Counts::sum(pairs(item).map(|(a, b)| placed(a, b)))).collect();
        SpanAgreement {
            f1: figure(&all, seed),
            places: figure(&places, seed),
            types: self.types.iter().map(of_type).collect(),
            pairs: two_of(&self.raters)
                .map(|((a, first), (b, second))| {
                    let marked = |item: &Vec<Option<Vec<Span>>>| {
                        Some(exact(item.get(a)?.as_deref()?, item.get(b)?.as_deref()?, |_| true))
                    };
                    let counts: Vec<Counts> = self.items.iter().filter_map(marked).collect();
                    SpanPairAgreement {
                        first: first.clone(),
                        second: second.clone(),
                        f1: figure(&counts, seed),
                    }
                })
                .collect(),
        }
    }
}

/// Spans of some kind with the same place and type.
fn exact(a: &[Span], b: &[Span], of_kind: impl Fn(&Span) -> bool) -> Counts {
    let set = |spans: &[Span]| -> BTreeSet<(usize, usize, String)> {
        let spans = spans.iter().filter(|span| of_kind(span));
        spans.map(|span| (span.start, span.end, span.kind.clone())).collect()
    };
    Counts::of(&set(a), &set(b))
}

/// Spans with the same place.
fn placed(a: &[Span], b: &[Span]) -> Counts {
    let set = |spans: &[Span]| spans.iter().map(|span| (span.start, span.end)).collect();
    Counts::of::<(usize, usize)>(&set(a), &set(b))
}

/// The pairs of raters of an item.
fn pairs(item: &[Option<Vec<Span>>]) -> impl Iterator<Item = (&[Span], &[Span])> {
    let marked = || item.iter().flatten().enumerate();
    marked().flat_map(move |(at, first)| {
        marked().skip(at + 1).map(move |(_, second)| (first.as_slice(), second.as_slice()))
    })
}

fn figure(items: &[Counts], seed: u64) -> Figure {
    let intervals = bootstrap(items.len(), seed, |places| {
        vec![Counts::sum(places.iter().filter_map(|place| items.get(*place).copied())).f1()]
    });
    let all = Counts::sum(items.iter().copied());
    Figure::new(all.f1(), intervals.first().copied().flatten(), items.len())
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, option, prelude::*};

    use super::*;

    fn span((start, kind): (usize, &str)) -> Span {
        Span { start, end: start + 2, kind: kind.to_owned(), text: "xx".to_owned() }
    }

    fn marks(items: &[&[&[(usize, &str)]]]) -> Marks {
        let one = |spans: &&[(usize, &str)]| Some(spans.iter().copied().map(span).collect());
        Marks {
            raters: ["anna", "ben", "cem"].map(str::to_owned).to_vec(),
            types: ["place", "river"].map(str::to_owned).to_vec(),
            items: items.iter().map(|item| item.iter().map(one).collect()).collect(),
        }
    }

    #[test]
    fn equal_spans_have_the_same_place_and_type() {
        let check =
            |items: &[&[&[(usize, &str)]]], f1: Option<f64>, places: Option<f64>, types: [Option<f64>; 2]| {
                let found = marks(items).agreement(1);
                assert_eq!((found.f1.value, found.places.value), (f1, places));
                assert_eq!([found.types[0].f1.value, found.types[1].f1.value], types);
                assert_eq!(found.pairs.len(), 3);
            };
        let place = (0, "place");
        check(&[], None, None, [None, None]);
        check(&[&[&[place]]], None, None, [None, None]);
        check(&[&[&[], &[]]], None, None, [None, None]);
        check(&[&[&[place], &[place]]], Some(1.0), Some(1.0), [Some(1.0), None]);
        check(&[&[&[place], &[(0, "river")]]], Some(0.0), Some(1.0), [Some(0.0), Some(0.0)]);
        check(
            &[&[&[place, (9, "river")], &[place]]],
            Some(2.0 / 3.0),
            Some(2.0 / 3.0),
            [Some(1.0), Some(0.0)],
        );
        // Of three raters two agree: one pair of three.
        check(
            &[&[&[place], &[place], &[(4, "place")]]],
            Some(1.0 / 3.0),
            Some(1.0 / 3.0),
            [Some(1.0 / 3.0), None],
        );
        // Marked twice is marked once.
        check(&[&[&[place, place], &[place]]], Some(1.0), Some(1.0), [Some(1.0), None]);
    }

    proptest! {
        /// No marks, of whatever form, make it panic or leave the range of the figures, and order is nothing to it.
        #[test]
        fn any_marks_are_measured(
            items in vec(vec(option::of(vec((0_usize..6, "[pr]"), 0..4)), 0..4), 0..8), seed: u64,
        ) {
            let of = |turn: bool| {
                let marked = |spans: &Vec<(usize, String)>| {
                    let mut spans: Vec<Span> = spans.iter().map(|(at, kind)| span((*at, kind))).collect();
                    if turn { spans.reverse(); }
                    spans
                };
                let items = items.iter()
                    .map(|item| item.iter().map(|spans| spans.as_ref().map(marked)).collect()).collect();
                let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
                Marks { raters: names(&["a", "b", "c"]), types: names(&["p", "r"]), items }.agreement(seed)
            };
            let found = of(false);
            prop_assert_eq!(&of(true), &found);
            let figures = found.types.iter().map(|one| one.f1).chain(found.pairs.iter().map(|pair| pair.f1));
            for figure in figures.chain([found.f1, found.places]) {
                for end in [figure.value, figure.low, figure.high].into_iter().flatten() {
                    prop_assert!((0.0..=1.0).contains(&end), "{:?}", figure);
                }
            }
        }
    }
}
