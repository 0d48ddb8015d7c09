//! Which few of many stand for the rest.

/// Greedy k-center: `count` items, each the farthest from those chosen before it (Gonzalez 1985; core-set selection of
/// Sener and Savarese 2018, arXiv:1708.00489). `chosen` holds items that are there already; without any, the first item
/// begins. Of equally far items the first is taken.
#[must_use]
pub fn k_center(
    items: usize,
    chosen: &[usize],
    count: usize,
    distance: impl Fn(usize, usize) -> f64,
) -> Vec<usize> {
    let mut nearest = vec![f64::INFINITY; items];
    let cover = |nearest: &mut Vec<f64>, centre: usize| {
        for (item, near) in nearest.iter_mut().enumerate() {
            *near = near.min(distance(centre, item));
        }
        nearest[centre] = f64::NEG_INFINITY;
    };
    chosen.iter().for_each(|centre| cover(&mut nearest, *centre));
    let free = items.saturating_sub(chosen.len());
    let mut centres = Vec::with_capacity(count.min(free));
    while centres.len() < count.min(free) {
        let Some(next) =
            (0..items).reduce(|best, item| if nearest[item] > nearest[best] { item } else { best })
        else {
            break;
        };
        centres.push(next);
        cover(&mut nearest, next);
    }
    centres
}

/// The `k` items most similar to each item, itself left out, the most similar first; of equals the first.
#[must_use]
pub fn neighbours(items: usize, k: usize, similarity: impl Fn(usize, usize) -> f64) -> Vec<Vec<usize>> {
    let of = |item: usize| {
        let mut others: Vec<(f64, usize)> =
            (0..items).filter(|other| *other != item).map(|other| (similarity(item, other), other)).collect();
        others.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        others.into_iter().take(k).map(|(_, other)| other).collect()
    };
    (0..items).map(of).collect()
}

/// Vote-k (Su et al. 2023, "Selective Annotation Makes Language Models Better Few-Shot Learners", equation 1): `count`
/// items, each the one with the highest score
/// `s(u) = Σ 10^(-|{l ∈ L : v votes for l}|)` over the items `v` outside `L` that vote for `u`, where `L` are those
/// `known` and those chosen before, and an item votes for its neighbours. Of equals the first is taken.
#[must_use]
pub fn vote_k(neighbours: &[Vec<usize>], known: &[usize], count: usize) -> Vec<usize> {
    let mut voters = vec![Vec::new(); neighbours.len()];
    for (voter, candidates) in neighbours.iter().enumerate() {
        candidates.iter().for_each(|candidate| voters[*candidate].push(voter));
    }
    let mut chosen = Vec::new();
    let mut is_chosen = vec![false; neighbours.len()];
    // How many of its votes each item has seen fulfilled.
    let mut fulfilled = vec![0_i32; neighbours.len()];
    for item in known {
        is_chosen[*item] = true;
        voters[*item].iter().for_each(|voter| fulfilled[*voter] += 1);
    }
    while chosen.len() < count {
        let score = |item: usize| -> f64 {
            voters[item].iter().filter(|v| !is_chosen[**v]).map(|v| 10_f64.powi(-fulfilled[*v])).sum()
        };
        let best = (0..neighbours.len()).filter(|item| !is_chosen[*item]).map(|item| (score(item), item));
        let Some((_, next)) = best.reduce(|best, other| if other.0 > best.0 { other } else { best }) else {
            break;
        };
        chosen.push(next);
        is_chosen[next] = true;
        voters[next].iter().for_each(|voter| fulfilled[*voter] += 1);
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn k_center_takes_the_farthest() {
        let points: [f64; 6] = [0.0, 1.0, 2.0, 10.0, 11.0, 30.0];
        let check = |chosen: &[usize], count: usize, expected: &[usize]| {
            let distance = |a: usize, b: usize| (points[a] - points[b]).abs();
            assert_eq!(k_center(points.len(), chosen, count, distance), expected);
        };
        // From 0: 30 lies farthest, then 11 (11 from 0, 19 from 30), then 2 and 10 and 1.
        check(&[], 4, &[0, 5, 4, 2]);
        check(&[5], 2, &[0, 4]);
        check(&[], 9, &[0, 5, 4, 2, 1, 3]);
        check(&[0, 1, 2, 3, 4, 5], 1, &[]);
    }

    #[test]
    fn neighbours_are_the_most_similar() {
        let points: [f64; 4] = [0.0, 1.0, 3.0, 3.5];
        let found = neighbours(4, 2, |a, b| -(points[a] - points[b]).abs());
        assert_eq!(found, [vec![1, 2], vec![0, 2], vec![3, 1], vec![2, 1]]);
    }

    /// Six items, computed by hand. Votes: 0→{1,2}, 1→{0,2}, 2→{0,1}, 3→{2,4}, 4→{3,5}, 5→{4,3}.
    /// First scores: 0: 2, 1: 2, 2: 3, 3: 2, 4: 2, 5: 1, so 2 is taken. Then 0, 1 and 3 have one vote fulfilled each and
    /// 2 votes no more: 0: 0.1, 1: 0.1, 3: 2, 4: 0.1 + 1, 5: 1, so 3 is taken. Then 4 and 5 too have one fulfilled:
    /// 0: 0.1, 1: 0.1, 4: 0.1 (3 is chosen), 5: 0.1; of equals the first, 0.
    #[test]
    fn vote_k_on_six_items() {
        let votes = [vec![1, 2], vec![0, 2], vec![0, 1], vec![2, 4], vec![3, 5], vec![4, 3]];
        assert_eq!(vote_k(&votes, &[], 3), [2, 3, 0]);
        assert_eq!(vote_k(&votes, &[], 10).len(), 6);
        // What is known counts as chosen.
        assert_eq!(vote_k(&votes, &[2, 3], 1), [0]);
        assert_eq!(vote_k(&votes, &[2], 10).len(), 5);
        assert_eq!(vote_k(&[], &[], 2), [0_usize; 0]);
    }
}
