//! `seedbed models download`: the only command that asks the network, and only where that is allowed.

use std::io::{IsTerminal, Write};

use api::types::{Download as State, DownloadStatus, ModelRequest, Notice};
use api::{App, Code, HubChoice, Options, WireError};
use clap::Args;

use crate::{commands, output};

/// Download a model of the catalogue.
#[derive(Args)]
pub struct Download {
    /// Its id in the catalogue, see 'seedbed models list --catalogue'.
    id: String,
    /// Allow this download although downloads are switched off in the settings.
    #[arg(long)]
    allow_network: bool,
    /// Address of the hub or of a mirror of it; the one in the settings where absent. The variable SEEDBED_HUB_TOKEN
    /// may hold an access token for it.
    #[arg(long, requires = "allow_network")]
    hub: Option<String>,
}

impl Download {
    pub fn execute(self) -> Result<(), WireError> {
        let token = std::env::var("SEEDBED_HUB_TOKEN").ok();
        let hub = self.allow_network.then_some(HubChoice { endpoint: self.hub, token });
        let app = App::open(Options { hub, ..Options::default() })?;
        let (received, interrupted) = commands::listen(&app)?;
        let request = || ModelRequest { id: self.id.clone() };
        let started = app.download_start(request())?;
        if let Some(host) = &started.host {
            eprintln!("Talking to {host}.");
        }
        let on_terminal = std::io::stderr().is_terminal();
        loop {
            crossbeam_channel::select! {
                recv(received) -> notice => {
                    let Ok(Notice::Download { download }) = notice else { continue };
                    if on_terminal {
                        eprint!("\r\x1b[K{}", describe(&download));
                        std::io::stderr().flush().ok();
                    }
                    if !download.status.is_working() {
                        if on_terminal {
                            eprintln!();
                        }
                        return finish(&app, download);
                    }
                }
                recv(interrupted) -> _ => app.download_pause(request())?,
            }
        }
    }
}

fn finish(app: &App, download: State) -> Result<(), WireError> {
    match download.status {
        DownloadStatus::Done => {
            let installed = app.catalogue_list(())?.into_iter().find(|model| model.id == download.id);
            let id = installed.and_then(|model| model.installed).unwrap_or_default();
            output::line(&format!("{id}  {}", download.name))
        }
        DownloadStatus::Failed => Err(WireError::failed(download.failure.unwrap_or_default())),
        _ => Err(WireError {
            code: Code::Cancelled,
            message: format!(
                "Interrupted with {} kept; go on with 'seedbed models download {}'.",
                megabytes(download.received),
                download.id
            ),
            detail: None,
        }),
    }
}

fn describe(download: &State) -> String {
    let rate =
        download.bytes_per_second.map_or_else(String::new, |rate| format!(" · {}/s", megabytes(rate as u64)));
    let host = download.host.as_ref().map_or_else(String::new, |host| format!(" · {host}"));
    match download.status {
        DownloadStatus::Checking => format!("{}: checking the SHA-256", download.name),
        DownloadStatus::Waiting => format!("{}: the connection broke, trying again soon", download.name),
        _ if download.total == 0 => format!("{}: asking{host}", download.name),
        _ => format!(
            "{}: {} of {}{rate}{host}",
            download.name,
            megabytes(download.received),
            megabytes(download.total)
        ),
    }
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}
