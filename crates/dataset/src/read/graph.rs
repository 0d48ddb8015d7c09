//! Knowledge graphs in Turtle and N-Triples, as rows with `subject`, `relation` and `object`.

use oxrdf::{NamedOrBlankNode, Term, Triple};
use oxttl::{NTriplesParser, TurtleParser};

use super::{MOST_ROWS, ReadCause};
use crate::{Column, Fields, Kind, Table};

/// Reads the facts of a graph. Names are shown as people read them: the last part of an address, with spaces.
pub(super) fn read(ending: &str, bytes: &[u8]) -> Result<Table, ReadCause> {
    let facts: Result<Vec<Triple>, String> = match ending {
        "nt" => NTriplesParser::new().for_slice(bytes).map(|fact| fact.map_err(|e| e.to_string())).collect(),
        _ => TurtleParser::new().for_slice(bytes).map(|fact| fact.map_err(|e| e.to_string())).collect(),
    };
    let facts = facts.map_err(|detail| ReadCause::Damaged { detail })?;
    if facts.len() > MOST_ROWS {
        return Err(ReadCause::too_many_rows());
    }
    let row = |fact: &Triple| {
        let subject = match &fact.subject {
            NamedOrBlankNode::NamedNode(node) => readable(node.as_str()),
            NamedOrBlankNode::BlankNode(node) => node.as_str().to_owned(),
        };
        let object = match &fact.object {
            Term::NamedNode(node) => readable(node.as_str()),
            Term::BlankNode(node) => node.as_str().to_owned(),
            Term::Literal(literal) => literal.value().to_owned(),
        };
        let parts =
            [("subject", subject), ("relation", readable(fact.predicate.as_str())), ("object", object)];
        parts.into_iter().map(|(name, text)| (name.to_owned(), text.into())).collect::<Fields>()
    };
    let columns =
        ["subject", "relation", "object"].map(|name| Column { name: name.into(), kind: Kind::Text });
    Ok(Table { columns: columns.into(), rows: facts.iter().map(row).collect() })
}

/// The last part of an address: `http://example.org/birthPlace` becomes `birth place`.
fn readable(address: &str) -> String {
    let name = address.trim_end_matches(['/', '#']).rsplit(['/', '#']).next().unwrap_or(address);
    let mut words = String::new();
    let mut small = false;
    for c in name.chars() {
        match c {
            '_' | '-' => words.push(' '),
            _ if c.is_uppercase() && small => {
                words.push(' ');
                words.extend(c.to_lowercase());
            }
            _ => words.push(c),
        }
        small = c.is_lowercase();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_readable() {
        let turtle = "@prefix ex: <http://example.org/> .\n\
                      ex:Ulm ex:liesIn ex:Germany ; ex:population \"126000\" .\n\
                      ex:Ulm_Minster <http://example.org/vocab#standsIn> ex:Ulm .";
        let table = read("ttl", turtle.as_bytes()).unwrap();
        let facts: Vec<String> = table
            .rows
            .iter()
            .map(|row| row.values().filter_map(|v| v.as_str()).collect::<Vec<_>>().join(" | "))
            .collect();
        assert_eq!(
            facts,
            ["Ulm | lies in | Germany", "Ulm | population | 126000", "Ulm Minster | stands in | Ulm"]
        );
        assert!(matches!(read("ttl", b"ex:Ulm nonsense"), Err(ReadCause::Damaged { .. })));
        let line = b"<http://e.org/a> <http://e.org/b> \"c\" .\n";
        assert_eq!(read("nt", line).unwrap().rows.len(), 1);
    }
}
