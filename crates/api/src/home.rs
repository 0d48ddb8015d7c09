//! What the program remembers beside the projects: settings, the projects opened lately, imported models.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use indexmap::IndexMap;
use net::{RemoteFile, Store};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::error::{Result, WireError};
use crate::models::Measured;
use crate::pace::Pace;
use crate::sync::lock;
use crate::types::{ProjectInfo, Settings};

/// The user's folder for the program.
pub struct Home {
    folder: PathBuf,
    state: Mutex<State>,
}

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct State {
    settings: Settings,
    recent: Vec<ProjectInfo>,
    models: Vec<ImportedModel>,
    /// Id of the model in use; the starter where absent.
    active_model: Option<String>,
    /// Last pace of each model, by its id.
    paces: IndexMap<String, Pace>,
    /// The same where it was asked about rows.
    asking_paces: IndexMap<String, Pace>,
    /// Short measurements of models, by their ids.
    measured: IndexMap<String, Measured>,
    /// What downloads that are not finished are about, by their ids in the catalogue.
    downloads: IndexMap<String, RemoteFile>,
}

/// A model file that the user added to the list, or downloaded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedModel {
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// Where the file lies.
    pub path: PathBuf,
    /// Which file of the hub it is, where it was downloaded or copied into the program's folder.
    #[serde(default)]
    pub source: Option<RemoteFile>,
}

const MOST_RECENT: usize = 20;

impl Home {
    /// Opens the folder, and makes it where it is absent. A state file that cannot be read is set aside under
    /// another name, so that a damaged file costs settings and no start.
    pub fn open(folder: PathBuf) -> Result<Self> {
        fs::create_dir_all(folder.join("projects")).map_err(|e| cannot_write(&folder, &e))?;
        let path = folder.join("state.json");
        let state = match read_json(&path) {
            Ok(state) => state.unwrap_or_default(),
            Err(_) => {
                fs::rename(&path, folder.join("state.damaged.json")).map_err(|e| cannot_write(&path, &e))?;
                State::default()
            }
        };
        Ok(Self { folder, state: Mutex::new(state) })
    }

    /// Where what models computed is kept.
    pub fn computed_path(&self) -> PathBuf {
        self.folder.join("computed.db")
    }

    /// A path for a new project of this name that is not taken.
    pub fn project_path(&self, name: &str) -> PathBuf {
        let stem = file_stem(name);
        let folder = self.folder.join("projects");
        let mut path = folder.join(format!("{stem}.seedbed"));
        let mut number = 2;
        while path.exists() {
            path = folder.join(format!("{stem} {number}.seedbed"));
            number += 1;
        }
        path
    }

    pub fn settings(&self) -> Settings {
        lock(&self.state).settings.clone()
    }

    pub fn set_settings(&self, settings: Settings) -> Result<()> {
        self.change(|state| state.settings = settings)
    }

    /// Projects opened lately that are still there, newest first.
    pub fn recent(&self) -> Vec<ProjectInfo> {
        lock(&self.state).recent.iter().filter(|p| Path::new(&p.path).exists()).cloned().collect()
    }

    pub fn remember_project(&self, project: &ProjectInfo) -> Result<()> {
        self.change(|state| {
            state.recent.retain(|p| p.path != project.path);
            state.recent.insert(0, project.clone());
            state.recent.truncate(MOST_RECENT);
        })
    }

    pub fn models(&self) -> Vec<ImportedModel> {
        lock(&self.state).models.clone()
    }

    pub fn add_model(&self, model: ImportedModel) -> Result<()> {
        self.change(|state| {
            state.models.retain(|m| m.sha256 != model.sha256);
            state.models.push(model);
        })
    }

    pub fn remove_model(&self, sha256: &str) -> Result<()> {
        self.change(|state| state.models.retain(|m| m.sha256 != sha256))
    }

    pub fn active_model(&self) -> Option<String> {
        lock(&self.state).active_model.clone()
    }

    pub fn set_active_model(&self, id: Option<String>) -> Result<()> {
        self.change(|state| state.active_model = id)
    }

    /// How fast a model made rows the last time.
    pub fn pace(&self, model: &str) -> Option<Pace> {
        lock(&self.state).paces.get(model).copied()
    }

    /// Remembers how fast a model made rows. Nothing was measured where there was no answer.
    pub fn measured(&self, model: &str, pace: Pace) -> Result<()> {
        if pace.answers == 0 {
            return Ok(());
        }
        self.change(|state| {
            state.paces.insert(model.to_owned(), pace);
        })
    }

    /// How fast a model answered the last time that it was asked about rows; its tokens are those that it read.
    pub fn asking_pace(&self, model: &str) -> Option<Pace> {
        lock(&self.state).asking_paces.get(model).copied()
    }

    /// Remembers how fast a model answered. Nothing was measured where there was no answer.
    pub fn asked(&self, model: &str, pace: Pace) -> Result<()> {
        if pace.answers == 0 {
            return Ok(());
        }
        self.change(|state| {
            state.asking_paces.insert(model.to_owned(), pace);
        })
    }

    /// The short measurements so far.
    pub fn measurements(&self) -> IndexMap<String, Measured> {
        lock(&self.state).measured.clone()
    }

    pub fn add_measurement(&self, model: &str, measured: Measured) -> Result<()> {
        self.change(|state| {
            state.measured.insert(model.to_owned(), measured);
        })
    }

    /// Where downloaded models lie.
    pub fn store(&self) -> Store {
        Store::new(self.folder.join("hub"))
    }

    /// Downloads that are not finished.
    pub fn pending(&self) -> IndexMap<String, RemoteFile> {
        lock(&self.state).downloads.clone()
    }

    /// Pins what a download is about, or forgets it.
    pub fn set_pending(&self, id: &str, file: Option<RemoteFile>) -> Result<()> {
        self.change(|state| {
            match file {
                Some(file) => state.downloads.insert(id.to_owned(), file),
                None => state.downloads.shift_remove(id),
            };
        })
    }

    /// The access token for the hub. It lies in a file of its own that only the user can read, apart from what the
    /// window is told.
    pub fn hub_token(&self) -> Option<String> {
        let token = fs::read_to_string(self.token_path()).ok()?;
        Some(token.trim().to_owned()).filter(|token| !token.is_empty())
    }

    pub fn set_hub_token(&self, token: Option<&str>) -> Result<()> {
        let path = self.token_path();
        let written = match token.map(str::trim).filter(|token| !token.is_empty()) {
            // Temporary files are made for the user alone.
            Some(token) => tempfile::NamedTempFile::new_in(&self.folder).and_then(|mut file| {
                file.write_all(token.as_bytes())?;
                file.as_file().sync_all()?;
                file.persist(&path)?;
                Ok(())
            }),
            None => match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            },
        };
        written.map_err(|error| cannot_write(&path, &error))
    }

    fn token_path(&self) -> PathBuf {
        self.folder.join("hub-token")
    }

    fn change(&self, change: impl FnOnce(&mut State)) -> Result<()> {
        let mut state = lock(&self.state);
        let mut next = state.clone();
        change(&mut next);
        let path = self.folder.join("state.json");
        write_json(&path, &next).map_err(|e| cannot_write(&path, &e))?;
        *state = next;
        Ok(())
    }
}

fn cannot_write(path: &Path, error: &io::Error) -> WireError {
    WireError::failed(format!(
        "The folder of the program's settings cannot be written; check the permissions and free space of '{}'.",
        path.display()
    ))
    .with_detail(error.to_string())
}

fn read_json<T: DeserializeOwned>(path: &Path) -> io::Result<Option<T>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Replaces a file as a whole or not at all.
fn write_json(path: &Path, value: &impl Serialize) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(&serde_json::to_vec_pretty(value)?)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

/// The part of a title that every system allows in a file name.
pub fn file_stem(name: &str) -> String {
    let kept: String =
        name.chars().map(|c| if c.is_alphanumeric() || " -_".contains(c) { c } else { ' ' }).collect();
    let words: Vec<&str> = kept.split_whitespace().collect();
    let stem: String = words.join(" ").chars().take(60).collect();
    if stem.is_empty() { "Untitled".to_owned() } else { stem }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_file_names() {
        for (title, expected) in [
            ("Movie reviews, AttrPrompt", "Movie reviews AttrPrompt"),
            ("../../etc/passwd", "etc passwd"),
            ("C:\\temp\\x", "C temp x"),
            ("Ärztebriefe", "Ärztebriefe"),
            ("", "Untitled"),
            ("...", "Untitled"),
        ] {
            assert_eq!(file_stem(title), expected, "{title}");
        }
    }

    #[test]
    fn the_token_is_for_its_owner() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::open(folder.path().to_path_buf()).unwrap();
        for (given, expected) in [
            (Some(" hf_x\n"), Some("hf_x")),
            (Some(" "), None),
            (Some("hf_y"), Some("hf_y")),
            (None, None),
            (None, None),
        ] {
            home.set_hub_token(given).unwrap();
            assert_eq!(home.hub_token().as_deref(), expected, "{given:?}");
        }
        home.set_hub_token(Some("hf_x")).unwrap();
        assert!(
            !fs::read_to_string(folder.path().join("state.json")).is_ok_and(|state| state.contains("hf_x"))
        );
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(folder.path().join("hub-token")).unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "{mode:o}");
        }
    }

    #[test]
    fn what_is_remembered_survives_and_damage_is_set_aside() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::open(folder.path().to_path_buf()).unwrap();
        home.set_settings(Settings { reviewer: "Ada".into(), ..Settings::default() }).unwrap();
        drop(home);
        let home = Home::open(folder.path().to_path_buf()).unwrap();
        assert_eq!(home.settings().reviewer, "Ada");
        drop(home);
        fs::write(folder.path().join("state.json"), "{ not json").unwrap();
        let home = Home::open(folder.path().to_path_buf()).unwrap();
        assert_eq!(home.settings(), Settings::default());
        assert!(folder.path().join("state.damaged.json").exists(), "the damaged file is kept");
    }
}
