//! The desktop window: adapters between Tauri and the application. The only crate that names Tauri.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod attend;
mod chosen;
mod commands;
mod renderer;
mod window;

use std::process::ExitCode;
use std::sync::Arc;

use api::App;
use tauri::Manager;

fn main() -> ExitCode {
    if let Err(error) = renderer::choose().and_then(|()| start()) {
        eprintln!("Seedbed could not start: {error:#}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn start() -> anyhow::Result<()> {
    let app = Arc::new(App::open(api::Options::default())?);
    // The window opens while the model is read; events say when it is ready, or why it is not.
    let loading = Arc::clone(&app);
    std::thread::Builder::new().name("load".to_owned()).spawn(move || loading.load_chosen_model())?;
    tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .manage(app)
        .manage(chosen::Chosen::default())
        .manage(commands::FileDrags::default())
        .invoke_handler(commands::handler())
        .setup(|app| {
            window::open(app.handle())?;
            let handle = app.handle().clone();
            Ok(attend::begin(&app.state::<Arc<App>>(), move || window::is_in_front(&handle))?)
        })
        .run(tauri::generate_context!())?;
    Ok(())
}
