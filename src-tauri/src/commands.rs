//! The five commands of the window. Everything the application can do goes through `call`.

#![allow(clippy::let_underscore_must_use, reason = "Tauri's macro expands to one")]

use std::sync::{Arc, Mutex, PoisonError};

use api::types::Event;
use api::{App, Code, Request, WireError};
use serde::Serialize;
use tauri::ipc::{Channel, Invoke};
use tauri::{AppHandle, State, Wry};
use tauri_plugin_dialog::{DialogExt, MessageDialogButtons};

use crate::chosen::Chosen;

/// What Tauri calls for each message of the window.
pub fn handler() -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![call, subscribe, drops, pick_open, pick_folder, pick_save]
}

/// Carries out a command of the application.
#[tauri::command]
async fn call(
    handle: AppHandle,
    app: State<'_, Arc<App>>,
    chosen: State<'_, Chosen>,
    request: Request,
) -> Result<serde_json::Value, WireError> {
    chosen.allows(&request)?;
    if let Some(hub) = request.opens_network()
        && !allowed_by_user(&handle, hub)
    {
        return Err(WireError {
            code: Code::Cancelled,
            message: "Downloads stay as they were.".to_owned(),
            detail: None,
        });
    }
    let app = Arc::clone(&app);
    tauri::async_runtime::spawn_blocking(move || app.call(request)).await.unwrap_or_else(|error| {
        Err(WireError::failed("The command stopped unexpectedly; nothing was lost. Try again.")
            .with_detail(error.to_string()))
    })
}

/// Asks the user outside the page, which might be one that hostile text took over.
fn allowed_by_user(handle: &AppHandle, hub: &str) -> bool {
    handle
        .dialog()
        .message(format!(
            "Seedbed will ask {hub}, and only while a download runs that you start. Recipes and rows are never sent."
        ))
        .title("Allow model downloads?")
        .buttons(MessageDialogButtons::OkCancelCustom("Allow".to_owned(), "Cancel".to_owned()))
        .blocking_show()
}

/// Sends events to the window until it is closed or reloaded.
#[tauri::command]
fn subscribe(app: State<'_, Arc<App>>, channel: Channel<Event>) {
    app.subscribe(move |event| channel.send(event.clone()).is_ok());
}

/// Files that the user drags over the window or drops on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum FileDrag {
    /// Over the window.
    Over,
    /// Away from it.
    Left,
    /// Dropped.
    Dropped {
        /// Their paths.
        paths: Vec<String>,
    },
}

/// Who is told of dragged files: the page that asked last.
#[derive(Default)]
pub struct FileDrags(Mutex<Option<Channel<FileDrag>>>);

impl FileDrags {
    /// Tells the window. One that is just being loaded hears of the next drag.
    pub fn tell(&self, drag: FileDrag) {
        let channel = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(channel) = channel {
            channel.send(drag).ok();
        }
    }
}

/// Tells the window of files that are dragged or dropped on it: pages do not learn the paths of such files by themselves.
#[tauri::command]
fn drops(drags: State<'_, FileDrags>, channel: Channel<FileDrag>) {
    *drags.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(channel);
}

/// Lets the user choose a file to open. `kinds` are file extensions; all files where it is empty.
#[tauri::command]
async fn pick_open(app: AppHandle, title: String, kinds: Vec<String>) -> Option<String> {
    let kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
    let mut dialog = app.dialog().file().set_title(title);
    if !kinds.is_empty() {
        dialog = dialog.add_filter(kinds.join(", "), &kinds);
    }
    dialog.blocking_pick_file().map(|path| path.to_string())
}

/// Lets the user choose a folder, and lets the window make files there from now on.
#[tauri::command]
async fn pick_folder(app: AppHandle, chosen: State<'_, Chosen>, title: String) -> Result<Option<String>, ()> {
    let path = app.dialog().file().set_title(title).blocking_pick_folder();
    Ok(path.map(|path| chosen.add(path.to_string())))
}

/// Lets the user choose where to write a file, and lets the window write there from now on.
#[tauri::command]
async fn pick_save(
    app: AppHandle,
    chosen: State<'_, Chosen>,
    title: String,
    name: String,
) -> Result<Option<String>, ()> {
    let path = app.dialog().file().set_title(title).set_file_name(name).blocking_save_file();
    Ok(path.map(|path| chosen.add(path.to_string())))
}
