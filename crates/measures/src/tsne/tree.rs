//! Places in quarters of quarters, so that many far ones push as one.

/// A quarter pushes as one where it is less wide than this part of how far it is.
const WIDE: f64 = 0.5;
/// Quarters of quarters at most: places that are still together are as good as one.
const DEEPEST: u32 = 48;

/// A square with the places in it.
struct Square {
    /// The middle of its places.
    middle: [f64; 2],
    places: f64,
    /// The square of its width; 0 for one that is not divided.
    width: f64,
    /// Where its quarters stand; none for one that is not divided.
    quarters: Vec<u32>,
}

/// All places, divided until each is alone.
pub(super) struct Tree(Vec<Square>);

impl Tree {
    pub(super) fn of(places: &[[f64; 2]]) -> Self {
        let ends = |axis: usize| {
            let values = || places.iter().map(|place| place[axis]);
            (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max))
        };
        let ((left, right), (low, high)) = (ends(0), ends(1));
        let half = (right - left).max(high - low) / 2.0;
        let mut tree = Self(Vec::with_capacity(2 * places.len()));
        tree.add(places.to_vec(), [f64::midpoint(left, right), f64::midpoint(low, high)], half, 0);
        tree
    }

    fn add(&mut self, places: Vec<[f64; 2]>, centre: [f64; 2], half: f64, depth: u32) -> u32 {
        let count = places.len() as f64;
        let middle = [0, 1].map(|axis| places.iter().map(|place| place[axis]).sum::<f64>() / count);
        let at = self.0.len();
        self.0.push(Square { middle, places: count, width: 0.0, quarters: Vec::new() });
        if places.len() > 1 && depth < DEEPEST && half > 0.0 {
            let mut parts: [Vec<[f64; 2]>; 4] = Default::default();
            for place in places {
                let part = usize::from(place[0] > centre[0]) + 2 * usize::from(place[1] > centre[1]);
                parts[part].push(place);
            }
            let quarter = half / 2.0;
            let mut quarters = Vec::with_capacity(4);
            for (part, places) in parts.into_iter().enumerate().filter(|(_, places)| !places.is_empty()) {
                let to = |side: bool| if side { quarter } else { -quarter };
                let centre = [centre[0] + to(part % 2 == 1), centre[1] + to(part > 1)];
                quarters.push(self.add(places, centre, quarter, depth + 1));
            }
            self.0[at].width = 4.0 * half * half;
            self.0[at].quarters = quarters;
        }
        at as u32
    }

    /// How all other places push one away, and the sum of their likeness to it, before either is a share.
    pub(super) fn push(&self, place: [f64; 2]) -> ([f64; 2], f64) {
        let (mut push, mut sum) = ([0.0; 2], 0.0);
        let mut open = vec![0_u32];
        while let Some(square) = open.pop().map(|at| &self.0[at as usize]) {
            let apart = [place[0] - square.middle[0], place[1] - square.middle[1]];
            let distance = apart[0] * apart[0] + apart[1] * apart[1];
            if square.width < WIDE * WIDE * distance || square.quarters.is_empty() {
                let near = 1.0 / (1.0 + distance);
                let part = square.places * near;
                sum += part;
                push[0] += part * near * apart[0];
                push[1] += part * near * apart[1];
            } else {
                open.extend(&square.quarters);
            }
        }
        // It is like itself by 1, and does not push itself.
        (push, sum - 1.0)
    }
}
