//! The headers of safetensors files.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use indexmap::IndexMap;
use safetensors::Dtype;
use safetensors::tensor::Metadata;

use super::CheckpointError;
use crate::gguf::{GgmlType, TensorInfo};

/// Longest header, in bytes; real ones stay below one MiB.
const HEADER_LIMIT: u64 = 64 << 20;

/// The tensors of one file, by the names that it gives them, and its length. The file is number `number`
/// of its model.
pub fn tensors(path: &Path, number: usize) -> Result<(IndexMap<String, TensorInfo>, u64), CheckpointError> {
    let unreadable = |source| CheckpointError::File { path: path.to_owned(), source };
    let damaged = |reason: String| CheckpointError::Damaged { path: path.to_owned(), reason };
    let mut file = File::open(path).map_err(unreadable)?;
    let length = file.metadata().map_err(unreadable)?.len();
    let mut size = [0; 8];
    file.read_exact(&mut size).map_err(unreadable)?;
    let size = u64::from_le_bytes(size);
    let room = length.saturating_sub(8);
    if size > HEADER_LIMIT || size > room {
        return Err(damaged(format!("its header is said to have {size} bytes")));
    }
    let mut header = vec![0; size as usize];
    file.read_exact(&mut header).map_err(unreadable)?;
    // Reading checks that tensors lie one after the other and are as long as their shapes.
    let header: Metadata = serde_json::from_slice(&header).map_err(|error| damaged(error.to_string()))?;
    let start = 8 + size;
    let mut found = IndexMap::new();
    for name in header.offset_keys() {
        let Some(info) = header.info(&name) else { continue };
        let kind = match info.dtype {
            Dtype::F32 => GgmlType::F32,
            Dtype::F16 => GgmlType::F16,
            Dtype::BF16 => GgmlType::BF16,
            // What no decoder asks for may be of any type.
            _ => continue,
        };
        let (from, to) = info.data_offsets;
        let end = start.checked_add(to as u64).filter(|end| *end <= length);
        if end.is_none() {
            return Err(damaged(format!("the tensor '{name}' lies beyond its end")));
        }
        let info = TensorInfo {
            shape: info.shape.clone(),
            kind,
            offset: start + from as u64,
            bytes: (to - from) as u64,
            file: number,
        };
        found.insert(name, info);
    }
    Ok((found, length))
}
