//! GGUF models in one file or in several.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use super::{Checkpoint, CheckpointError};
use crate::gguf::Gguf;

/// Most parts of a model; the format counts them in 16 bits, published models have a few dozen.
const PARTS: u32 = 999;

/// Opens a GGUF file, with the other parts of its model where it is one of several.
pub(super) fn open(path: &Path) -> Result<Checkpoint, CheckpointError> {
    let mut first = one(path)?;
    let count = first.metadata.opt_u32("split.count")?.unwrap_or(1);
    if count <= 1 {
        let bytes = first.length;
        return Ok(Checkpoint::of_gguf(first, vec![path.to_owned()], bytes));
    }
    let name_error = || CheckpointError::PartName { path: path.to_owned(), count: count as usize };
    let ending = format!("-of-{count:05}.gguf");
    let name = path.file_name().and_then(|name| name.to_str()).ok_or_else(name_error)?;
    let stem = name.strip_suffix(&ending).filter(|_| count <= PARTS).ok_or_else(name_error)?;
    let (stem, number) = stem.rsplit_once('-').ok_or_else(name_error)?;
    if number.len() != 5 || !number.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(name_error());
    }
    let files: Vec<PathBuf> =
        (1..=count).map(|part| path.with_file_name(format!("{stem}-{part:05}{ending}"))).collect();
    let mut bytes = 0;
    for (n, file) in files.iter().enumerate() {
        let part = one(file)?;
        let wrong = || CheckpointError::Part { path: file.clone(), part: n + 1, count: files.len() };
        let number = part.metadata.opt_u32("split.no")?;
        if part.metadata.opt_u32("split.count")? != Some(count) || number != Some(n as u32) {
            return Err(wrong());
        }
        bytes += part.length;
        if n == 0 {
            first = part;
            continue;
        }
        for (name, mut tensor) in part.tensors {
            tensor.file = n;
            if first.tensors.insert(name, tensor).is_some() {
                return Err(wrong());
            }
        }
    }
    Ok(Checkpoint::of_gguf(first, files, bytes))
}

fn one(path: &Path) -> Result<Gguf, CheckpointError> {
    let unreadable = |source| CheckpointError::File { path: path.to_owned(), source };
    let file = File::open(path).map_err(unreadable)?;
    let length = file.metadata().map_err(unreadable)?.len();
    Ok(Gguf::preflight(BufReader::with_capacity(1 << 16, file), length)?)
}
