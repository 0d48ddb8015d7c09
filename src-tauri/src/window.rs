//! The one window, and the doors that it does not have.

use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, DragDropEvent, Manager, Url, WebviewUrl, WebviewWindowBuilder, WindowEvent};

use crate::commands::{FileDrag, FileDrags};

/// Name of the window, to which the capability file gives its commands.
const NAME: &str = "main";

/// Opens the window. It can go nowhere else: a page that navigates could carry text out in an address, which no
/// content security policy stops.
pub fn open(app: &AppHandle) -> tauri::Result<()> {
    let window = WebviewWindowBuilder::new(app, NAME, WebviewUrl::App("index.html".into()))
        .title("Seedbed")
        .inner_size(1280.0, 800.0)
        .min_inner_size(960.0, 600.0)
        .on_navigation(is_own)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .build()?;
    let app = app.clone();
    window.on_window_event(move |event| {
        if let WindowEvent::DragDrop(event) = event
            && let Some(drag) = drag_of(event)
        {
            app.state::<FileDrags>().tell(drag);
        }
    });
    Ok(())
}

fn drag_of(event: &DragDropEvent) -> Option<FileDrag> {
    Some(match event {
        DragDropEvent::Enter { .. } => FileDrag::Over,
        DragDropEvent::Drop { paths, .. } => FileDrag::Dropped {
            paths: paths.iter().map(|path| path.to_string_lossy().into_owned()).collect(),
        },
        DragDropEvent::Leave => FileDrag::Left,
        _ => return None,
    })
}

/// Whether the user has the window before them.
pub fn is_in_front(app: &AppHandle) -> bool {
    app.get_webview_window(NAME).and_then(|window| window.is_focused().ok()).unwrap_or(false)
}

/// Whether an address belongs to the program itself.
fn is_own(url: &Url) -> bool {
    let own = match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" => url.host_str() == Some("tauri.localhost"),
        _ => false,
    };
    own || (tauri::is_dev() && url.host_str() == Some("localhost") && url.port() == Some(5173))
}

#[cfg(test)]
mod tests {
    use super::is_own;

    #[test]
    fn only_the_programs_own_pages_open() {
        for (url, expected) in [
            ("tauri://localhost/index.html", true),
            ("http://tauri.localhost/", true),
            ("https://tauri.localhost/assets/index.js", true),
            ("http://127.0.0.1:8080/nav?d=secret", false),
            ("http://localhost:8080/", false),
            ("https://tauri.localhost.example.com/", false),
            ("https://example.com/?tauri.localhost", false),
            ("tauri://example.com/", false),
            ("file:///etc/passwd", false),
            ("data:text/html,x", false),
            ("about:blank", false),
            ("javascript:alert(1)", false),
        ] {
            assert_eq!(url.parse().is_ok_and(|url| is_own(&url)), expected, "{url}");
        }
    }
}
