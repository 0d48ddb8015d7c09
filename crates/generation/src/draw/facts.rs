//! Facts of a knowledge graph that hang together.

use std::collections::HashMap;

use dataset::Fields;
use serde_json::Value as Json;

use super::value::text;
use crate::random::Stream;

/// Facts, and which of them share a subject or an object.
#[derive(Clone, Debug)]
pub(super) struct Graph {
    facts: Vec<Fields>,
    /// Subject and object of each fact.
    ends: Vec<[usize; 2]>,
    /// Facts of each subject or object.
    touching: Vec<Vec<usize>>,
    /// Facts of each relation.
    relations: Vec<Vec<usize>>,
    count: usize,
}

impl Graph {
    /// A graph of rows with `subject`, `relation` and `object`; `None` where no row has all three.
    pub(super) fn new(rows: &[Fields], count: usize) -> Option<Self> {
        let whole =
            |row: &&Fields| ["subject", "relation", "object"].iter().all(|name| row.contains_key(*name));
        let facts: Vec<Fields> = rows.iter().filter(whole).cloned().collect();
        let (mut things, mut names) = (HashMap::new(), HashMap::new());
        let (mut touching, mut relations): (Vec<Vec<usize>>, Vec<Vec<usize>>) = (Vec::new(), Vec::new());
        let mut ends = Vec::with_capacity(facts.len());
        for (at, fact) in facts.iter().enumerate() {
            let place = |known: &mut HashMap<String, usize>, lists: &mut Vec<Vec<usize>>, name: &str| {
                let next = known.len();
                let number = *known.entry(text(&fact[name])).or_insert(next);
                lists.resize_with(lists.len().max(number + 1), Vec::new);
                lists[number].push(at);
                number
            };
            ends.push(["subject", "object"].map(|name| place(&mut things, &mut touching, name)));
            place(&mut names, &mut relations, "relation");
        }
        (!facts.is_empty()).then_some(Self { facts, ends, touching, relations, count })
    }

    /// Draws a relation, a fact of it, and then facts that touch those drawn, each equally probable.
    pub(super) fn draw(&self, stream: &mut Stream) -> Json {
        let mut any = |among: &[usize]| among[stream.below(among.len() as u64) as usize];
        let relation = any(&(0..self.relations.len()).collect::<Vec<_>>());
        let mut drawn = vec![any(&self.relations[relation])];
        while drawn.len() < self.count {
            let things = drawn.iter().flat_map(|fact| self.ends[*fact]);
            let mut next: Vec<usize> =
                things.flat_map(|thing| self.touching[thing].iter().copied()).collect();
            next.sort_unstable();
            next.dedup();
            next.retain(|fact| !drawn.contains(fact));
            if next.is_empty() {
                break;
            }
            drawn.push(any(&next));
        }
        drawn.into_iter().map(|fact| Json::Object(self.facts[fact].clone())).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::random::Purpose;

    fn facts(triples: &[[&str; 3]]) -> Vec<Fields> {
        let row = |[subject, relation, object]: &[&str; 3]| {
            json!({ "subject": subject, "relation": relation, "object": object }).as_object().unwrap().clone()
        };
        triples.iter().map(row).collect()
    }

    #[test]
    fn drawn_facts_hang_together_and_cover_relations() {
        let rows = facts(&[
            ["Ulm", "lies in", "Germany"],
            ["Ulm", "has", "a minster"],
            ["Bonn", "lies in", "Germany"],
            ["Oslo", "lies in", "Norway"],
            ["Oslo", "hosts", "a museum"],
            ["a museum", "shows", "ships"],
        ]);
        let graph = Graph::new(&rows, 3).unwrap();
        let mut first = HashMap::<String, usize>::new();
        for draw in 0..400 {
            let drawn = graph.draw(&mut Stream::new(1, Purpose::Condition, [draw, 0]));
            let drawn = drawn.as_array().unwrap();
            assert_eq!(drawn.len(), 3);
            for (at, fact) in drawn.iter().enumerate().skip(1) {
                let ends = |fact: &Json| [fact["subject"].clone(), fact["object"].clone()];
                let touches = drawn[..at].iter().flat_map(ends).any(|end| ends(fact).contains(&end));
                assert!(touches && !drawn[..at].contains(fact), "{drawn:?}");
            }
            *first.entry(drawn[0]["relation"].as_str().unwrap().to_owned()).or_default() += 1;
        }
        // Four relations, of which one has half of the facts.
        assert!(first.values().all(|count| (60..150).contains(count)), "{first:?}");
        assert_eq!(
            Graph::new(&rows[3..], 9)
                .unwrap()
                .draw(&mut Stream::new(1, Purpose::Condition, [0, 0]))
                .as_array()
                .unwrap()
                .len(),
            3
        );
        assert!(Graph::new(&[Fields::new()], 1).is_none());
    }
}
