//! Downloads through the application's commands, from a hub on this computer; and models carried to another one.

#![allow(clippy::unwrap_used, reason = "a failing step is a failing test")]

#[path = "../../net/tests/support/mod.rs"]
mod hub;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};

use api::types::*;
use api::{App, Code, HubChoice, Options};
use hub::{Reply, TestHub, listing, part};
use tempfile::TempDir;

/// A small model of the catalogue, and the name of its file.
const ID: &str = "qwen3-0.6b";
const FILE: &str = "Qwen3-0.6B-Q8_0.gguf";

fn starter() -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/starter/starter.gguf")).unwrap()
}

/// A hub with one file in every repository.
fn hub_with(content: Vec<u8>) -> TestHub {
    let listing = listing(&[(FILE, &content)]);
    TestHub::serve(move |request, _| {
        if request.is_listing() {
            Reply::new(200, listing.clone())
        } else {
            part(request, &content, "\"v1\"")
        }
    })
}

struct Desk {
    app: App,
    events: Receiver<Notice>,
}

fn desk(home: &TempDir, hub: Option<HubChoice>) -> Desk {
    let options = Options { home: Some(home.path().to_path_buf()), hub, ..Options::default() };
    let app = App::open(options).unwrap();
    let (send, events) = channel();
    app.subscribe(move |event| send.send(event.notice.clone()).is_ok());
    Desk { app, events }
}

fn allow(desk: &Desk, hub: &TestHub) {
    desk.app.downloads_set(DownloadSettings { allowed: true, endpoint: hub.endpoint.clone() }).unwrap();
}

fn id() -> ModelRequest {
    ModelRequest { id: ID.to_owned() }
}

impl Desk {
    /// Everything that is told about a download until it stops.
    fn told(&self) -> Vec<Download> {
        let mut told = Vec::new();
        loop {
            let Notice::Download { download } = self.events.recv().unwrap() else { continue };
            let over = !download.status.is_working();
            told.push(download);
            if over {
                return told;
            }
        }
    }

    fn download(&self) -> Download {
        self.app.download_start(id()).unwrap();
        self.told().pop().unwrap()
    }

    fn downloaded(&self) -> Option<ModelEntry> {
        self.app.model_list(()).unwrap().into_iter().find(|model| model.repository.is_some())
    }
}

#[test]
fn nothing_is_asked_until_it_is_allowed() {
    let (home, hub) = (tempfile::tempdir().unwrap(), hub_with(starter()));
    let desk = desk(&home, None);
    let settings = |allowed| DownloadSettings { allowed, endpoint: hub.endpoint.clone() };
    desk.app.downloads_set(settings(false)).unwrap();
    // What the window may change without asking does not open the network.
    desk.app.settings_set(Settings { downloads: settings(true), ..Settings::default() }).unwrap();
    let error = desk.app.download_start(id()).unwrap_err();
    assert!(error.code == Code::Input && error.message.contains("switched off"), "{error:?}");
    let catalogue = desk.app.catalogue_list(()).unwrap();
    assert!(catalogue.len() >= 20 && catalogue.iter().all(|model| model.fit.bytes > model.bytes));
    desk.app.model_list(()).unwrap();
    desk.app.app_state(()).unwrap();
    assert_eq!(hub.asked(), []);
}

#[test]
fn an_address_that_is_none_is_refused_where_it_is_set() {
    let home = tempfile::tempdir().unwrap();
    let desk = desk(&home, None);
    for (endpoint, expected) in
        [("", true), ("https://mirror.example.org", true), ("http://10.0.0.1", false), ("mirror", false)]
    {
        let settings = DownloadSettings { allowed: true, endpoint: endpoint.to_owned() };
        assert_eq!(desk.app.downloads_set(settings).is_ok(), expected, "{endpoint}");
    }
}

#[test]
fn a_download_becomes_a_model() {
    let (home, content) = (tempfile::tempdir().unwrap(), starter());
    let hub = hub_with(content.clone());
    let desk = desk(&home, None);
    allow(&desk, &hub);
    desk.app.download_start(id()).unwrap();
    let told = desk.told();
    let host = hub.endpoint.strip_prefix("http://").map(str::to_owned);
    assert!(
        told.iter().any(|download| download.host == host),
        "the host is told while it is talked to: {told:?}"
    );
    let last = told.last().unwrap();
    assert_eq!((last.status, last.received, &last.host), (DownloadStatus::Done, content.len() as u64, &None));
    assert_eq!(desk.app.app_state(()).unwrap().downloads, []);

    let model = desk.downloaded().unwrap();
    assert_eq!((model.id.clone(), model.card.sha256.clone()), (hub::sha256(&content), hub::sha256(&content)));
    assert_eq!(model.repository.as_deref(), Some("Qwen/Qwen3-0.6B-GGUF"));
    let installed = desk.app.catalogue_list(()).unwrap().into_iter().find(|model| model.id == ID).unwrap();
    assert_eq!(installed.installed.as_deref(), Some(model.id.as_str()));
    let state = fs::read_to_string(home.path().join("state.json")).unwrap();
    for pinned in [hub::COMMIT, FILE, &model.id, &content.len().to_string()] {
        assert!(state.contains(pinned), "{pinned} is pinned: {state}");
    }

    desk.app.model_use(ModelRequest { id: model.id.clone() }).unwrap();
    assert!(desk.app.model_measure(()).unwrap().tokens_per_second > 0.0);
    assert!(desk.downloaded().unwrap().speed.is_some());
    let catalogue = desk.app.catalogue_list(()).unwrap();
    let speeds: Vec<f64> =
        catalogue.iter().map(|model| model.speed.as_ref().unwrap().tokens_per_second).collect();
    assert!(
        speeds
            .iter()
            .zip(&catalogue)
            .all(|(speed, model)| *speed > 0.0 && model.speed.as_ref().unwrap().rough)
    );
    let error = desk.app.model_remove(ModelRequest { id: model.id.clone() }).unwrap_err();
    assert_eq!(error.code, Code::Busy);

    desk.app.model_use(ModelRequest { id: "starter".into() }).unwrap();
    let path = PathBuf::from(model.path.unwrap());
    assert!(path.exists());
    desk.app.model_remove(ModelRequest { id: model.id }).unwrap();
    assert!(!path.exists() && desk.downloaded().is_none());
}

#[test]
fn a_paused_download_survives_a_restart() {
    let (home, content) = (tempfile::tempdir().unwrap(), starter());
    let (served, list) = (content.clone(), listing(&[(FILE, &content)]));
    // The hub falls silent in the middle, once.
    let hub = TestHub::serve(move |request, before| match before {
        0 => Reply::new(200, list.clone()),
        1 => part(request, &served, "\"v1\"").stall(1_000_000),
        _ => part(request, &served, "\"v1\""),
    });
    {
        let desk = desk(&home, None);
        allow(&desk, &hub);
        desk.app.download_start(id()).unwrap();
        // Only the first event and those that tell news come without the clock's help, so the list is asked.
        while desk.app.app_state(()).unwrap().downloads.iter().all(|download| download.received < 1_000_000) {
            std::thread::yield_now();
        }
        desk.app.download_pause(id()).unwrap();
        assert_eq!(desk.told().pop().unwrap().status, DownloadStatus::Paused);
    }
    let desk = desk(&home, None);
    let [kept] = &desk.app.app_state(()).unwrap().downloads[..] else { panic!("one download waits") };
    assert_eq!(
        (kept.status, kept.received, kept.total),
        (DownloadStatus::Paused, 1_000_000, content.len() as u64)
    );
    assert_eq!(desk.download().status, DownloadStatus::Done);
    assert_eq!(hub.ranges(), [None, Some(1_000_000)], "only the rest is asked for");
    assert_eq!(desk.downloaded().unwrap().id, hub::sha256(&content));
}

#[test]
fn a_download_that_fails_says_why_and_can_be_given_up() {
    let check = |name: &str, hub: TestHub, expected: &str, kept: u64| {
        let home = tempfile::tempdir().unwrap();
        let desk = desk(&home, Some(HubChoice { endpoint: Some(hub.endpoint.clone()), token: None }));
        let last = desk.download();
        assert_eq!((last.status, last.host), (DownloadStatus::Failed, None), "{name}");
        assert!(last.failure.as_ref().unwrap().contains(expected), "{name}: {:?}", last.failure);
        assert_eq!(last.received, kept, "{name}");
        assert!(desk.downloaded().is_none(), "{name}");
        desk.app.download_discard(id()).unwrap();
        assert_eq!(desk.app.app_state(()).unwrap().downloads, [], "{name}");
    };
    let mut wrong = starter();
    let list = listing(&[(FILE, &wrong)]);
    wrong[5_000_000] ^= 1;
    let served = TestHub::serve(move |request, _| {
        if request.is_listing() { Reply::new(200, list.clone()) } else { part(request, &wrong, "\"v1\"") }
    });
    check("wrong bytes", served, "not those that the hub announced", 0);
    check("no model", hub_with(b"GGUF, but no model".to_vec()), "cannot be used", 0);
    check("404", TestHub::serve(|_, _| Reply::new(404, "")), "has no 'Qwen/Qwen3-0.6B-GGUF'", 0);
    check(
        "hostile name",
        TestHub::serve(|_, _| Reply::new(200, listing(&[("../../x-Q8_0.gguf", b"x")]))),
        "not safe",
        0,
    );
}

#[test]
fn the_token_is_kept_from_the_window() {
    let home = tempfile::tempdir().unwrap();
    let hub = hub_with(starter());
    let desk = desk(&home, None);
    allow(&desk, &hub);
    desk.app.hub_token_set(HubToken { token: Some("hf_secret".into()) }).unwrap();
    let state = desk.app.app_state(()).unwrap();
    assert!(state.hub_token);
    assert!(!serde_json::to_string(&state).unwrap().contains("hf_secret"));
    assert_eq!(desk.download().status, DownloadStatus::Done);
    assert!(hub.asked().iter().all(|request| request.authorization.as_deref() == Some("Bearer hf_secret")));
    desk.app.hub_token_set(HubToken { token: None }).unwrap();
    assert!(!desk.app.app_state(()).unwrap().hub_token);
}

#[test]
fn a_model_is_carried_to_another_computer() {
    let (here, there, stick) =
        (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let content = starter();
    let from =
        desk(&here, Some(HubChoice { endpoint: Some(hub_with(content.clone()).endpoint), token: None }));
    assert_eq!(from.download().status, DownloadStatus::Done);
    let model = from.downloaded().unwrap();
    let request = CopyModel { id: model.id.clone(), path: stick.path().to_string_lossy().into_owned() };
    let report = from.app.model_copy(request).unwrap();
    assert_eq!((report.sha256, report.bytes), (model.id.clone(), content.len() as u64));
    assert_eq!(api::models_at(stick.path()).unwrap(), [stick.path().join(FILE)]);

    let to = desk(&there, None);
    let path = || PathRequest { path: report.path.clone() };
    let mut damaged = content.clone();
    damaged[6_000_000] ^= 1;
    fs::write(&report.path, damaged).unwrap();
    let error = to.app.model_import(path()).unwrap_err();
    assert!(error.message.contains("is damaged"), "{error:?}");
    assert!(to.downloaded().is_none());

    fs::write(&report.path, &content).unwrap();
    assert!(to.app.model_inspect(path()).unwrap().recorded);
    let entry = to.app.model_import(path()).unwrap();
    assert_eq!((entry.id, entry.repository), (model.id.clone(), model.repository));
    drop(stick);
    to.app.model_use(ModelRequest { id: model.id }).unwrap();
}

#[test]
fn an_imported_file_is_carried_too() {
    let (home, stick) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let path = home.path().join("my model.gguf");
    fs::write(&path, starter()).unwrap();
    let from = desk(&home, None);
    let entry = from.app.model_import(PathRequest { path: path.to_string_lossy().into_owned() }).unwrap();
    assert_eq!((entry.deletes, entry.repository), (None, None));
    let target = stick.path().join("carried.gguf");
    let copy = CopyModel { id: entry.id.clone(), path: target.to_string_lossy().into_owned() };
    from.app.model_copy(copy).unwrap();
    let there = tempfile::tempdir().unwrap();
    let to = desk(&there, None);
    let taken = to.app.model_import(PathRequest { path: target.to_string_lossy().into_owned() }).unwrap();
    assert_eq!(taken.id, entry.id);
    assert!(PathBuf::from(taken.path.unwrap()).starts_with(there.path()), "it is copied");

    // A source file that was damaged since is not passed on.
    let mut damaged = starter();
    damaged[6_000_000] ^= 1;
    fs::write(&path, damaged).unwrap();
    let copy = CopyModel {
        id: entry.id.clone(),
        path: stick.path().join("again.gguf").to_string_lossy().into_owned(),
    };
    let error = from.app.model_copy(copy).unwrap_err();
    assert!(error.message.contains("is damaged") && !stick.path().join("again.gguf").exists(), "{error:?}");
    from.app.model_remove(ModelRequest { id: entry.id }).unwrap();
    assert!(path.exists(), "the user's own file stays");
}
