//! Chooses how WebKitGTK draws before it starts.
//!
//! Without a graphics device its DMA-BUF renderer shows a white window on some machines and is many times slower
//! on all. The choice is an environment variable that must stand before the process starts, so the program starts
//! itself once more with it; variables that the user set win.

/// Starts the program again with the variable that this machine needs, or returns where none is needed.
#[cfg(target_os = "linux")]
pub fn choose() -> anyhow::Result<()> {
    use std::os::unix::process::CommandExt;

    const DISABLE: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    const SHARED_MEMORY: &str = "WEBKIT_DMABUF_RENDERER_FORCE_SHM";
    let chosen = [DISABLE, SHARED_MEMORY].iter().any(|name| std::env::var_os(name).is_some());
    if chosen || has_graphics_device() {
        return Ok(());
    }
    let error = std::process::Command::new(std::env::current_exe()?)
        .args(std::env::args_os().skip(1))
        .env(DISABLE, "1")
        .exec();
    Err(error.into())
}

#[cfg(target_os = "linux")]
fn has_graphics_device() -> bool {
    std::fs::read_dir("/dev/dri").is_ok_and(|entries| {
        entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("renderD"))
    })
}

/// Other systems bring their own renderer.
#[cfg(not(target_os = "linux"))]
pub fn choose() -> anyhow::Result<()> {
    Ok(())
}
