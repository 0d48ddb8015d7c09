//! The rows that a recipe reads: from files, from the gallery's own data, or from a run's snapshot.
//!
//! This is the one place where personal data is replaced: whatever shows rows to a model, or shows what a model would
//! see, takes them from [`SourceReader::replaced`] or [`SourceReader::load`].

use std::path::{Path, PathBuf};

use ::project::{PersonalStamp, Reader, Run, SourceInfo, SourceSnapshot};
use ::recipe::{Recipe, Source, gallery};
use dataset::{Fields, Loaded};
use generation::Sources;
use privacy::{Candidate, Entry, Replacer};

use crate::draft;
use crate::error::{Result, WireError};
use crate::personal;
use crate::project::sentence;

/// How the open project reads its sources: from which folder, and with which personal data replaced.
pub struct SourceReader {
    folder: Option<PathBuf>,
    replacer: Replacer,
    stamp: Option<PersonalStamp>,
}

impl SourceReader {
    /// As the project stands.
    pub fn new(reader: &Reader) -> Result<Self> {
        let personal = reader.personal_data()?;
        Ok(Self {
            folder: draft::folder(reader)?,
            replacer: personal::replacer(&personal)?,
            stamp: personal.stamp()?,
        })
    }

    /// The rows of a source as its file has them: for the person alone, never for a prompt.
    pub fn original(&self, source: &Source) -> Result<Loaded> {
        read(source, self.folder.as_deref())
    }

    /// The rows of a source as prompts read them, and how many different values are replaced in them.
    pub fn replaced(&self, source: &Source) -> Result<(Loaded, usize)> {
        let mut loaded = self.original(source)?;
        let values = privacy::replace_rows(&mut loaded.table.rows, &self.replacer);
        Ok((loaded, values))
    }

    /// Rows of a file on which nobody decided yet, as the model may see them: besides what was decided, all is replaced
    /// that looks like personal data.
    pub fn undecided(&self, mut rows: Vec<Fields>) -> Result<Vec<Fields>> {
        privacy::replace_rows(&mut rows, &self.replacer);
        let mut entries: Vec<Entry> = Vec::new();
        for Candidate { value, kind, .. } in privacy::find(&rows) {
            let surrogate =
                privacy::next_surrogate(kind, entries.iter().map(|entry| entry.surrogate.as_str()));
            entries.push(Entry { value, kind, surrogate, replaced: true });
        }
        let proposed =
            Replacer::new(&entries).map_err(|error| WireError::input(sentence(&error.to_string())))?;
        privacy::replace_rows(&mut rows, &proposed);
        Ok(rows)
    }

    /// Every source of a recipe, as prompts read them. Relative paths start from the recipe's folder; a gallery recipe
    /// finds its data in the program.
    pub fn load(&self, recipe: &Recipe) -> Result<Vec<SourceSnapshot>> {
        recipe
            .sources
            .iter()
            .map(|source| {
                let (loaded, _) = self.replaced(source)?;
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

    /// What a run that reads its sources so remembers of the decisions.
    pub fn stamp(&self) -> Option<PersonalStamp> {
        self.stamp.clone()
    }
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
