use proptest::{collection::vec, prelude::*};

use super::tree::Tree;
use super::*;
use crate::dense::squared_distance;
use crate::{Pca, Points};

/// A number from 0 to 1 that depends on its arguments alone.
fn chance(at: usize, salt: f64) -> f64 {
    let x = (at as f64 * 12.9898 + salt * 78.233).sin() * 43_758.545_3;
    x - x.floor()
}

/// Points at length 1 around some centres, along their main axes.
fn points(count: usize, width: usize, groups: usize, spread: f64) -> Vec<Vec<f32>> {
    let value = |at: usize, axis: usize| {
        chance(at % groups * width + axis, 1.0) + spread * (chance(at * width + axis, 2.0) - 0.5)
    };
    let points: Vec<Vec<f32>> =
        (0..count).map(|at| (0..width).map(|axis| value(at, axis) as f32).collect()).collect();
    let points = Points::new(&points);
    Pca::fit(&points).project(&points, width)
}

/// Venna and Kaski (2001): 1 less how far those strangers are that a plane makes neighbours.
fn trustworthiness(points: &[Vec<f32>], places: &[[f32; 2]], neighbours: usize) -> f64 {
    let n = points.len();
    let order = |at: usize, distance: &dyn Fn(usize) -> f64| {
        let mut others: Vec<usize> = (0..n).filter(|other| *other != at).collect();
        others.sort_by(|a, b| distance(*a).total_cmp(&distance(*b)));
        others
    };
    let wide = |at: usize| -> Vec<f64> { points[at].iter().map(|value| f64::from(*value)).collect() };
    let flat = |at: usize| places[at].map(f64::from);
    let far: usize = (0..n)
        .map(|at| {
            let true_order = order(at, &|other| squared_distance(&wide(at), &wide(other)));
            let shown = order(at, &|other| squared_distance(&flat(at), &flat(other)));
            let rank = |other: &usize| true_order.iter().position(|one| one == other).unwrap_or(0) + 1;
            shown[..neighbours].iter().map(|other| rank(other).saturating_sub(neighbours)).sum::<usize>()
        })
        .sum();
    1.0 - 2.0 * far as f64 / (n * neighbours * (2 * n - 3 * neighbours - 1)) as f64
}

/// scikit-learn 1.9.1, `TSNE(init='pca', perplexity=30, random_state=0)` on the same points: `kl_divergence_`, and
/// `trustworthiness` of 10 neighbours. The last bits of a sum decide into which valley the points come down, so divergences
/// differ by some percent, in scikit-learn too between its two methods.
#[test]
fn a_plane_keeps_as_much_as_that_of_scikit_learn() {
    let check = |points: &[Vec<f32>], divergence: f64, trust: f64| {
        let found = t_sne(points).unwrap();
        assert!(found.divergence < divergence * 1.1, "{} against {divergence}", found.divergence);
        let own = trustworthiness(points, &found.places, 10);
        assert!(own > trust - 0.015, "{own} against {trust}");
        assert_eq!(found, t_sne(points).unwrap(), "the same picture again");
    };
    check(&points(200, 10, 5, 1.2), 0.7720, 0.9165);
    check(&points(120, 6, 3, 0.8), 0.4462, 0.9245);
    check(&points(300, 20, 8, 2.0), 1.3372, 0.8668);
}

#[test]
fn many_places_push_nearly_as_each_of_them() {
    let places: Vec<[f64; 2]> = (0..500).map(|at| [9.0 * chance(at, 1.0), 9.0 * chance(at, 2.0)]).collect();
    let tree = Tree::of(&places);
    let found: f64 = places.iter().map(|place| tree.push(*place).1).sum();
    let others = |one: &[f64; 2]| places.iter().map(|other| between(*one, *other).1).sum::<f64>() - 1.0;
    let exact: f64 = places.iter().map(others).sum();
    assert!((found / exact - 1.0).abs() < 0.01, "{found} for {exact}");
}

#[test]
fn little_and_odd_points_break_nothing() {
    let check = |points: &[Vec<f32>], some: bool| {
        let found = t_sne(points);
        assert_eq!(found.is_some(), some, "{points:?}");
        for place in found.iter().flat_map(|found| &found.places) {
            assert!(place.iter().all(|value| value.is_finite()), "{points:?}");
        }
    };
    check(&[], false);
    check(&points(3, 2, 2, 1.0), false);
    check(&vec![vec![0.5, 0.5]; 9], false);
    check(&points(4, 2, 2, 1.0), true);
    check(&[vec![vec![0.0, 1.0]; 9], vec![vec![1.0, 0.0]; 9]].concat(), true);
    check(&[vec![0.0], vec![1.0, f32::NAN], vec![2.0], vec![f32::INFINITY], vec![]], true);
}

proptest! {
    /// A square half as wide as it is far, with places in two corners, errs by up to half; many places err by far less.
    #[test]
    fn pushes_are_near_those_of_each_place(places in vec([-9.0..9.0f64, -9.0..9.0f64], 2..60)) {
        let tree = Tree::of(&places);
        for (at, place) in places.iter().enumerate() {
            let (push, sum) = tree.push(*place);
            let others = || places.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, other)| between(*place, *other));
            let whole: f64 = others().map(|(_, near)| near).sum();
            prop_assert!((sum - whole).abs() < 0.5 * whole + 1e-9, "{} {}", sum, whole);
            let strength: f64 = others().map(|(apart, near)| near * near * apart[0].hypot(apart[1])).sum();
            for axis in 0..2 {
                let exact: f64 = others().map(|(apart, near)| near * near * apart[axis]).sum();
                prop_assert!((push[axis] - exact).abs() < 0.5 * strength + 1e-9, "{:?} {}", push, exact);
            }
        }
    }
}
