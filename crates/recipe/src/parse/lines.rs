//! Places in the text: from byte offset to line, and from a problem's path to byte offset.

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// Starts of lines.
pub(super) struct Lines(Vec<usize>);

impl Lines {
    pub(super) fn new(text: &str) -> Self {
        Self(std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect())
    }

    /// Line of a byte offset, from 1.
    pub(super) fn at(&self, offset: usize) -> usize {
        self.0.partition_point(|start| *start <= offset)
    }
}

/// Byte offset of the thing that a path such as `conditions[1].values` names, or of the nearest thing around it.
pub(super) fn span_of(text: &str, path: &str) -> Option<usize> {
    let document = DeTable::parse(text).ok()?;
    let mut table = document.get_ref();
    let mut offset = None;
    for segment in segments(path) {
        let mut parts = segment.split('[');
        let key = parts.next()?.trim_matches('"');
        let Some((name, mut value)) = table.iter().find(|(name, _)| name.get_ref() == key) else {
            return offset;
        };
        offset = Some(name.span().start);
        for index in parts {
            let Some(item) = index.trim_end_matches(']').parse().ok().and_then(|at: usize| item(value, at))
            else {
                return offset;
            };
            value = item;
            offset = Some(value.span().start);
        }
        let DeValue::Table(inner) = value.get_ref() else { return offset };
        table = inner;
    }
    offset
}

fn item<'a, 'i>(value: &'a Spanned<DeValue<'i>>, at: usize) -> Option<&'a Spanned<DeValue<'i>>> {
    match value.get_ref() {
        DeValue::Array(items) => items.get(at),
        _ => None,
    }
}

/// Splits at the points that stand outside quotation marks.
fn segments(path: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    path.split(move |c| {
        quoted ^= c == '"';
        c == '.' && !quoted
    })
    .filter(|segment| !segment.is_empty())
}
