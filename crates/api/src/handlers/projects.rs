//! Projects: create, open, close.

use std::path::Path;

use ::recipe::{Recipe, gallery};

use crate::app::App;
use crate::draft;
use crate::error::{Result, WireError};
use crate::project::OpenProject;
use crate::types::{CreateProject, PathRequest, ProjectInfo};

impl App {
    pub fn project_recent(&self, (): ()) -> Result<Vec<ProjectInfo>> {
        Ok(self.home.recent())
    }

    pub fn project_create(&self, request: CreateProject) -> Result<ProjectInfo> {
        let toml = match (&request.gallery, &request.toml) {
            (Some(id), _) => gallery::entry(id)
                .map(|entry| entry.toml.to_owned())
                .ok_or_else(|| WireError::not_found(format!("The gallery has no recipe '{id}'.")))?,
            (None, Some(toml)) => toml.clone(),
            (None, None) => draft::blank(&request.name).format(),
        };
        let path = self.home.project_path(&request.name);
        self.create_project_at(&path, &toml, None)?;
        self.remember()
    }

    pub fn project_open(&self, request: PathRequest) -> Result<ProjectInfo> {
        let path = Path::new(&request.path);
        if path.extension().is_some_and(|extension| extension == "toml") {
            return self.open_recipe_file(path);
        }
        self.open_project_at(path)?;
        self.remember()
    }

    pub fn project_close(&self, (): ()) -> Result<()> {
        self.must_be_idle()?;
        match self.take_project() {
            Some(project) => project.close(),
            None => Ok(()),
        }
    }

    /// Makes a project with a recipe and opens it. Sources are read relative to `folder`.
    ///
    /// # Errors
    /// The file exists or cannot be written; a run is in progress.
    pub fn create_project_at(&self, path: &Path, toml: &str, folder: Option<&Path>) -> Result<()> {
        self.must_be_idle()?;
        let project = OpenProject::create(path)?;
        draft::keep(&project, toml, self.now())?;
        draft::set_folder(&project, folder)?;
        self.set_project(project);
        Ok(())
    }

    /// Opens a project file.
    ///
    /// # Errors
    /// The file is missing, damaged or not a project; a run is in progress.
    pub fn open_project_at(&self, path: &Path) -> Result<()> {
        self.must_be_idle()?;
        let project = OpenProject::open(path)?;
        self.set_interrupted_to_paused(&project)?;
        self.set_project(project);
        Ok(())
    }

    /// Opens a project file for a run of another recipe: its decisions on personal data stay, its draft is kept as a
    /// version. Sources are read relative to `folder`.
    ///
    /// # Errors
    /// As [`App::open_project_at`]; a run of the project is not finished, or the file cannot be written.
    pub fn open_project_for(&self, path: &Path, toml: &str, folder: Option<&Path>) -> Result<()> {
        self.open_project_at(path)?;
        let project = self.project()?;
        let (runs, draft) = {
            let reader = project.read();
            (reader.runs()?, draft::text(&reader).ok())
        };
        if runs.iter().any(|run| !run.status.is_final()) {
            return Err(WireError::busy(format!(
                "A run in '{0}' is not finished; go on with it first, as with 'seedbed resume {0}', or name another file.",
                path.display()
            )));
        }
        if let Some(draft) = draft.filter(|draft| draft.toml != toml) {
            project.write()?.save_recipe(&draft.toml, draft.parent.as_deref(), self.now())?;
        }
        draft::keep(&project, toml, self.now())?;
        draft::set_folder(&project, folder)
    }

    /// Closes the open project and removes its file: the dataset made with it is written.
    ///
    /// # Errors
    /// The file cannot be removed; a run is in progress.
    pub fn delete_project(&self) -> Result<()> {
        let path = self.project()?.path().to_path_buf();
        self.project_close(())?;
        std::fs::remove_file(&path).map_err(|error| {
            WireError::failed(format!("The project '{}' could not be removed.", path.display()))
                .with_detail(error.to_string())
        })
    }

    fn open_recipe_file(&self, path: &Path) -> Result<ProjectInfo> {
        let toml = draft::read_file(path)?;
        let name = match Recipe::parse(&toml) {
            Ok(recipe) => recipe.name,
            Err(_) => path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned()),
        };
        let folder = path.parent().map(Path::to_path_buf);
        self.create_project_at(&self.home.project_path(&name), &toml, folder.as_deref())?;
        self.remember()
    }

    fn remember(&self) -> Result<ProjectInfo> {
        let info = self.project()?.info(self.now());
        self.home.remember_project(&info)?;
        Ok(info)
    }

    fn must_be_idle(&self) -> Result<()> {
        match self.active_run() {
            None => Ok(()),
            Some(_) => {
                Err(WireError::busy("A run is in progress in the open project; pause or stop it first."))
            }
        }
    }
}
