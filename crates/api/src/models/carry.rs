//! Models on a USB stick: a file with a record beside it, so that the other side can check what arrived.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use inference::ModelFile;
use net::{Commit, Digest, FileName, RemoteFile, RepoId, Stop};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::downloads::wire;
use crate::error::{Result, WireError};
use crate::hardware;
use crate::home::{Home, ImportedModel};
use crate::types::CopyReport;

/// What follows a model file's name in the name of its record.
const ENDING: &str = "seedbed.json";
/// Longest record that is read.
const LIMIT: u64 = 64 << 10;
/// In place of a repository, where a model came from none.
const NO_REPOSITORY: &str = "local/models";

/// What is written beside a copied model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    schema: u32,
    /// Name of the model.
    model: String,
    /// Name of the file beside the record.
    file: FileName,
    /// Its size, in bytes.
    size: u64,
    /// Its SHA-256.
    sha256: Digest,
    /// Licence named in the file.
    license: Option<String>,
    /// The file of the hub that it is.
    source: Option<RemoteFile>,
}

/// Copies a model to a folder or under a file name, with its record, and checks the bytes on the way.
pub fn copy(model: &ImportedModel, about: &ModelFile, to: &Path) -> Result<CopyReport> {
    if fs::metadata(&model.path).map_or(0, |metadata| metadata.len()) != about.file_bytes
        || model.path.is_dir()
    {
        return Err(WireError::input(format!(
            "The model '{}' lies in several files; copy its folder as a whole, and import it on the other side.",
            about.name
        )));
    }
    let name = model.path.file_name().unwrap_or_default();
    let target = if to.is_dir() { to.join(name) } else { to.to_path_buf() };
    let file = target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let file = FileName::new(file).map_err(wire)?;
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let free = hardware::free_disk(folder);
    if free > 0 && free < about.file_bytes {
        return Err(WireError::failed(format!(
            "'{}' has no room for the model: {:.1} GB are needed and {:.1} GB are free.",
            folder.display(),
            about.file_bytes as f64 / 1e9,
            free as f64 / 1e9
        )));
    }
    let found = copy_file(&model.path, &target).map_err(|error| cannot_copy(&target, &error))?;
    if found != model.sha256 {
        fs::remove_file(&target).map_err(|error| cannot_copy(&target, &error))?;
        return Err(WireError::failed(format!(
            "The model file '{}' is damaged: its SHA-256 is not the one it had when it was added. Nothing was copied; remove the model and add it again.",
            model.path.display()
        )));
    }
    let record = Record {
        schema: 1,
        model: about.name.clone(),
        file,
        size: about.file_bytes,
        sha256: Digest::new(found).map_err(wire)?,
        license: about.license.clone(),
        source: model.source.clone(),
    };
    let path = record_path(&target);
    let text = serde_json::to_vec_pretty(&record).map_err(io::Error::from);
    text.and_then(|text| fs::write(&path, text)).map_err(|error| cannot_copy(&path, &error))?;
    Ok(CopyReport {
        path: target.to_string_lossy().into_owned(),
        record: path.to_string_lossy().into_owned(),
        bytes: record.size,
        sha256: record.sha256.into(),
    })
}

/// The repository of the hub that a file is from.
pub fn repository(file: &RemoteFile) -> Option<String> {
    Some(file.repository.to_string()).filter(|repository| repository != NO_REPOSITORY)
}

/// Whether the record of a model file lies beside it.
pub fn has_record(path: &Path) -> bool {
    record_path(path).is_file()
}

/// The models at a path: the files with records in a folder, or else what it names itself.
pub fn models_at(path: &Path) -> Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let unreadable = |error: io::Error| {
        WireError::input(format!("The folder '{}' cannot be read.", path.display()))
            .with_detail(error.to_string())
    };
    let mut found = Vec::new();
    for entry in fs::read_dir(path).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_file() && has_record(&path) {
            found.push(path);
        }
    }
    found.sort();
    if found.is_empty() {
        found.push(path.to_path_buf());
    }
    Ok(found)
}

/// Takes a copied model over into the program's folder, if it is what its record says.
pub fn take(home: &Home, path: &Path) -> Result<ImportedModel> {
    let record = read(path)?;
    let file = match record.source {
        Some(source) if source.sha256 == record.sha256 && source.size == record.size => source,
        _ => RemoteFile {
            repository: RepoId::new(NO_REPOSITORY).map_err(wire)?,
            commit: Commit::new(&record.sha256.as_str()[..40]).map_err(wire)?,
            name: record.file,
            size: record.size,
            sha256: record.sha256,
        },
    };
    let free = hardware::free_disk(home.store().root());
    if free > 0 && free < file.size && home.store().find(&file).is_none() {
        return Err(WireError::failed(format!(
            "There is no room for the model: {:.1} GB are needed and {:.1} GB are free.",
            file.size as f64 / 1e9,
            free as f64 / 1e9
        )));
    }
    let path =
        home.store().adopt(&file, path, &Stop::default(), &mut |_| {}).map_err(|error| match error {
            net::NetError::WrongBytes { kept, .. } => {
                // The stick still has them.
                drop(fs::remove_file(kept));
                WireError::input(format!(
                    "The model '{}' is damaged: its SHA-256 is not the one in its record. Copy it again.",
                    path.display()
                ))
            }
            error => wire(error),
        })?;
    Ok(ImportedModel { sha256: file.sha256.to_string(), path, source: Some(file) })
}

fn read(path: &Path) -> Result<Record> {
    let path = record_path(path);
    let unreadable = |reason: String| {
        WireError::input(format!("The record '{}' cannot be read; copy the model again.", path.display()))
            .with_detail(reason)
    };
    let mut text = Vec::new();
    File::open(&path)
        .and_then(|file| file.take(LIMIT).read_to_end(&mut text))
        .map_err(|error| unreadable(error.to_string()))?;
    let record: Record = serde_json::from_slice(&text).map_err(|error| unreadable(error.to_string()))?;
    if record.schema != 1 {
        return Err(unreadable(format!("schema {}", record.schema)));
    }
    Ok(record)
}

fn record_path(model: &Path) -> PathBuf {
    model.with_added_extension(ENDING)
}

/// Copies a file as a whole or not at all, and returns the SHA-256 of what was written.
fn copy_file(from: &Path, to: &Path) -> io::Result<String> {
    let part = to.with_added_extension("part");
    let copied = (|| {
        let (mut source, mut target) = (File::open(from)?, File::create(&part)?);
        let mut hasher = Sha256::new();
        let mut buffer = vec![0; 1 << 20];
        loop {
            let count = source.read(&mut buffer)?;
            if count == 0 {
                break;
            }
            hasher.update(&buffer[..count]);
            target.write_all(&buffer[..count])?;
        }
        target.sync_all()?;
        fs::rename(&part, to)?;
        Ok(hasher.finalize())
    })();
    if copied.is_err() {
        // What is there of it is of no use; that it cannot be deleted either is not the news.
        drop(fs::remove_file(&part));
    }
    copied.map(hex::encode)
}

fn cannot_copy(path: &Path, error: &io::Error) -> WireError {
    let reason = match error.kind() {
        io::ErrorKind::FileTooLarge => "the disk's format holds no file of this size; format it as exFAT",
        io::ErrorKind::StorageFull => "there is no room; make room or use another disk",
        _ => "check that the folder can be written to",
    };
    WireError::failed(format!("'{}' cannot be written: {reason}.", path.display()))
        .with_detail(error.to_string())
}
