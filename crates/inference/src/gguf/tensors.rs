//! Names, shapes and places of the tensors, checked against each other and the file.

use std::io::Read;

use indexmap::IndexMap;

use super::reader::BoundedReader;
use super::{GgmlType, GgufError};

/// Number of tensors; the largest published models have a few thousand.
const COUNT_LIMIT: u64 = 1 << 16;

/// Longest name of a tensor, in bytes; the format allows 64.
const NAME_LIMIT: usize = 256;

/// Where a tensor lies in the file and how to read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TensorInfo {
    /// Row-major shape: the last dimension varies fastest (GGUF stores them the other way round).
    pub shape: Vec<usize>,
    /// Storage format.
    pub kind: GgmlType,
    /// Where it starts, in bytes from the start of the file.
    pub offset: u64,
    /// Its size, in bytes.
    pub bytes: u64,
    /// Which of its model's files it lies in, counted from 0.
    pub file: usize,
}

impl TensorInfo {
    /// Number of weights.
    #[must_use]
    pub fn weights(&self) -> u64 {
        self.shape.iter().map(|n| *n as u64).product()
    }
}

/// Reads `count` descriptions; offsets are still relative to the data section.
pub(super) fn read<R: Read>(
    reader: &mut BoundedReader<R>,
    count: u64,
) -> Result<IndexMap<String, TensorInfo>, GgufError> {
    if count > COUNT_LIMIT {
        return Err(GgufError::TooLarge {
            what: "the number of tensors".to_owned(),
            found: count,
            limit: COUNT_LIMIT,
        });
    }
    let mut tensors = IndexMap::new();
    for _ in 0..count {
        let name = reader.text("the name of a tensor")?;
        if name.len() > NAME_LIMIT {
            return Err(GgufError::TooLarge {
                what: "the length of a tensor's name".to_owned(),
                found: name.len() as u64,
                limit: NAME_LIMIT as u64,
            });
        }
        let info = read_one(reader, &name)?;
        if tensors.contains_key(&name) {
            return Err(GgufError::Duplicate { what: "the tensor", name });
        }
        tensors.insert(name, info);
    }
    Ok(tensors)
}

fn read_one<R: Read>(reader: &mut BoundedReader<R>, name: &str) -> Result<TensorInfo, GgufError> {
    let dimensions = reader.u32(name)?;
    if !(1..=4).contains(&dimensions) {
        return Err(GgufError::Dimensions { tensor: name.to_owned(), found: dimensions });
    }
    let mut stored = Vec::with_capacity(4);
    for _ in 0..dimensions {
        stored.push(reader.u64(name)?);
    }
    let code = reader.u32(name)?;
    let kind =
        GgmlType::from_code(code).map_err(|kind| GgufError::TensorType { tensor: name.to_owned(), kind })?;
    let offset = reader.u64(name)?;

    let impossible = |reason| GgufError::Shape { tensor: name.to_owned(), shape: stored.clone(), reason };
    if stored.contains(&0) {
        return Err(impossible("a dimension is zero"));
    }
    let weights = stored
        .iter()
        .try_fold(1_u64, |product, n| product.checked_mul(*n))
        .filter(|n| *n <= i64::MAX as u64)
        .ok_or_else(|| impossible("its size overflows"))?;
    if !stored[0].is_multiple_of(kind.block_weights()) {
        return Err(impossible("a row does not fill whole blocks of its format"));
    }
    let bytes = (weights / kind.block_weights())
        .checked_mul(kind.block_bytes())
        .ok_or_else(|| impossible("its size overflows"))?;
    let shape = stored
        .iter()
        .rev()
        .map(|n| usize::try_from(*n).map_err(|_too_large| impossible("its size overflows")))
        .collect::<Result<_, _>>()?;
    Ok(TensorInfo { shape, kind, offset, bytes, file: 0 })
}

/// Moves the offsets to the start of the file and checks that each tensor lies inside it, alone.
pub(super) fn place(
    tensors: &mut IndexMap<String, TensorInfo>,
    data_start: u64,
    alignment: u64,
    length: u64,
) -> Result<(), GgufError> {
    for (name, tensor) in tensors.iter_mut() {
        if !tensor.offset.is_multiple_of(alignment) {
            return Err(GgufError::Unaligned { tensor: name.clone(), offset: tensor.offset, alignment });
        }
        let start = data_start.checked_add(tensor.offset);
        let end = start.and_then(|start| start.checked_add(tensor.bytes));
        match (start, end) {
            (Some(start), Some(end)) if end <= length => tensor.offset = start,
            _ => {
                let end = end.unwrap_or(u64::MAX);
                return Err(GgufError::BeyondFile { tensor: name.clone(), end, length });
            }
        }
    }
    let mut in_order: Vec<(&String, &TensorInfo)> = tensors.iter().collect();
    in_order.sort_by_key(|(_, tensor)| tensor.offset);
    for pair in in_order.windows(2) {
        let ((first, a), (second, b)) = (pair[0], pair[1]);
        if a.offset + a.bytes > b.offset {
            return Err(GgufError::Overlap { first: first.clone(), second: second.clone() });
        }
    }
    Ok(())
}
