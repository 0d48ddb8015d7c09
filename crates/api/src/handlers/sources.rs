//! Sources and demonstrations.

use std::path::Path;

use indexmap::IndexMap;
use recipe::Source;

use crate::app::App;
use crate::draft;
use crate::error::{Result, WireError};
use crate::prompt::{self, Preview};
use crate::sources::{self, SourceReader};
use crate::taxonomy;
use crate::types::{PathRequest, ShownRequest, SourcePreview, SourceRequest, Tree};

/// Rows that a preview of a source shows.
const SHOWN: usize = 100;

impl App {
    pub fn source_inspect(&self, request: PathRequest) -> Result<SourcePreview> {
        let (file, loaded) = self.inspected(Path::new(&request.path))?;
        Ok(preview(&file, (loaded, 0)))
    }

    pub fn tree_read(&self, request: PathRequest) -> Result<Tree> {
        let (file, loaded) = self.inspected(Path::new(&request.path))?;
        let branches = taxonomy::tree(&loaded.table)
            .map_err(|error| WireError::input(format!("The file '{file}' {error}.")))?;
        Ok(Tree { branches, notices: loaded.notices })
    }

    /// Reads a file that no recipe names yet, and says how a recipe of the open project would name it.
    pub(super) fn inspected(&self, path: &Path) -> Result<(String, dataset::Loaded)> {
        let loaded = sources::read(&unmapped(&path.to_string_lossy()), None)?;
        let folder = self.project().ok().and_then(|project| draft::folder(&project.read()).ok().flatten());
        let file = folder.and_then(|folder| path.strip_prefix(folder).ok().map(Path::to_path_buf));
        Ok((file.as_deref().unwrap_or(path).to_string_lossy().into_owned(), loaded))
    }

    pub fn source_preview(&self, request: SourceRequest) -> Result<SourcePreview> {
        let source = sources::find(&request.recipe, &request.source)?;
        let reader = SourceReader::new(&self.project()?.read())?;
        Ok(preview(&source.file, reader.replaced(source)?))
    }

    pub fn demonstrations_shown(&self, request: ShownRequest) -> Result<SourcePreview> {
        let block = request
            .recipe
            .demonstrations
            .iter()
            .find(|block| block.name == request.demonstration)
            .ok_or_else(|| {
                WireError::not_found(format!("There are no demonstrations '{}'.", request.demonstration))
            })?;
        if block.source == recipe::SYNTHETIC {
            return Ok(SourcePreview {
                file: String::new(),
                columns: request.recipe.columns().into_iter().map(|column| column.name).collect(),
                rows: Vec::new(),
                total: 0,
                sha256: String::new(),
                notices: vec!["These are rows that the run makes: there are none before it.".to_owned()],
                replaced: 0,
            });
        }
        let source = sources::find(&request.recipe, &block.source)?;
        let reader = SourceReader::new(&self.project()?.read())?;
        let (loaded, replaced) = reader.replaced(source)?;
        let plan = self.preview_plan(&request.recipe, Preview::default())?;
        let drawn = plan.draw(request.draw).map_err(prompt::failed)?;
        let chosen = drawn.shown.iter().find(|shown| shown.name == block.name);
        let rows = chosen.iter().flat_map(|shown| &shown.rows);
        let rows = rows.filter_map(|at| loaded.table.rows.get(*at)).cloned().collect();
        Ok(SourcePreview { rows, ..preview(&source.file, (loaded, replaced)) })
    }
}

/// A file that no recipe names yet.
fn unmapped(file: &str) -> Source {
    Source {
        name: String::new(),
        file: file.to_owned(),
        fields: IndexMap::new(),
        private: false,
        chunks: None,
    }
}

fn preview(file: &str, (loaded, replaced): (dataset::Loaded, usize)) -> SourcePreview {
    let total = loaded.table.rows.len();
    SourcePreview {
        file: file.to_owned(),
        columns: loaded.table.columns.into_iter().map(|column| column.name).collect(),
        rows: loaded.table.rows.into_iter().take(SHOWN).collect(),
        total,
        sha256: loaded.sha256,
        notices: loaded.notices,
        replaced,
    }
}
