//! The rows that a recipe reads: from files, from the gallery's own data, or from a run's snapshot.

use std::path::{Path, PathBuf};

use ::project::{Reader, Run, SourceInfo, SourceSnapshot};
use ::recipe::{Recipe, Source, gallery};
use dataset::Loaded;
use generation::Sources;

use crate::error::{Result, WireError};
use crate::project::sentence;

/// Reads every source of a recipe. Relative paths start from `folder`; a gallery recipe finds its data in the program.
pub fn load(recipe: &Recipe, folder: Option<&Path>) -> Result<Vec<SourceSnapshot>> {
    recipe
        .sources
        .iter()
        .map(|source| {
            let loaded = read(source, folder)?;
            let info = SourceInfo {
                name: source.name.clone(),
                file: source.file.clone(),
                sha256: loaded.sha256,
                private: source.private,
            };
            Ok(SourceSnapshot { info, rows: loaded.table.rows })
        })
        .collect()
}

/// Snapshots as the generator takes them.
pub fn of_snapshots(snapshots: &[SourceSnapshot]) -> Sources {
    let mut sources = Sources::new();
    for snapshot in snapshots {
        sources.insert(&snapshot.info.name, snapshot.rows.clone());
    }
    sources
}

/// The sources of a stored run.
pub fn of_run(reader: &Reader, run: &Run) -> Result<Sources> {
    Ok(of_snapshots(&reader.sources(run.id)?))
}

/// A source by name.
pub fn find<'r>(recipe: &'r Recipe, name: &str) -> Result<&'r Source> {
    recipe
        .sources
        .iter()
        .find(|source| source.name == name)
        .ok_or_else(|| WireError::not_found(format!("The recipe has no source '{name}'.")))
}

/// Reads the file of a source.
pub fn read(source: &Source, folder: Option<&Path>) -> Result<Loaded> {
    let (file, options) = (&source.file, generation::read_options(source));
    let path = match folder {
        Some(folder) => folder.join(file),
        None => PathBuf::from(file),
    };
    let gallery = Path::new(file).is_relative().then(|| gallery::data(file)).flatten();
    match gallery.filter(|_| !path.exists()) {
        Some(bytes) => dataset::read_embedded(file, bytes, &options),
        None => dataset::read(&path, &options),
    }
    .map_err(|error| WireError::input(sentence(&error.to_string())))
}
