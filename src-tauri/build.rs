//! Lists the commands that the window may be allowed, so that any other is denied.

fn main() {
    let commands = tauri_build::AppManifest::new().commands(&[
        "call",
        "subscribe",
        "drops",
        "pick_open",
        "pick_folder",
        "pick_save",
    ]);
    if let Err(error) = tauri_build::try_build(tauri_build::Attributes::new().app_manifest(commands)) {
        println!("cargo::error={error:#}");
    }
}
