//! Models on the command line: downloads from a hub on this computer, and the way over a USB stick.

#![allow(clippy::unwrap_used, reason = "a failing step is a failing test")]

#[path = "../../net/tests/support/mod.rs"]
mod hub;
mod support;

use std::fs;
use std::process::{Command, Output};

use hub::{Reply, TestHub, listing, part};
use support::{Desk, repository};

const ID: &str = "qwen3-0.6b";
const FILE: &str = "Qwen3-0.6B-Q8_0.gguf";

fn starter() -> Vec<u8> {
    fs::read(repository("models/starter/starter.gguf")).unwrap()
}

fn download(desk: &Desk, hub: &TestHub) -> Command {
    desk.seedbed(&["models", "download", ID, "--allow-network", "--hub", &hub.endpoint])
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_download_must_be_allowed() {
    let desk = Desk::new();
    let output = desk.seedbed(&["models", "download", ID]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("Downloads are switched off"), "{}", said(&output));
    for (arguments, expected) in [
        (["models", "download", "gpt-5", "--allow-network"], "no model 'gpt-5'"),
        (["models", "download", ID, "--hub=http://10.0.0.1"], "--allow-network"),
    ] {
        let output = desk.seedbed(&arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(said(&output).contains(expected), "{}", said(&output));
    }
    let output = desk
        .seedbed(&["models", "download", ID, "--allow-network", "--hub", "http://10.0.0.1"])
        .output()
        .unwrap();
    assert!(said(&output).contains("must begin with https://"), "{}", said(&output));
}

#[test]
fn a_download_that_was_killed_goes_on_and_the_model_is_carried_over() {
    let (desk, content) = (Desk::new(), starter());
    let (served, list) = (content.clone(), listing(&[(FILE, &content)]));
    let hub = TestHub::serve(move |request, before| match before {
        0 => Reply::new(200, list.clone()),
        1 => part(request, &served, "\"v1\"").stall(2_000_000),
        _ => part(request, &served, "\"v1\""),
    });
    let partial =
        format!("data/seedbed/hub/models--Qwen--Qwen3-0.6B-GGUF/blobs/{}.incomplete", hub::sha256(&content));
    let mut child = download(&desk, &hub).spawn().unwrap();
    // The hub gives no more than this, so the file stops growing there.
    while fs::metadata(desk.path(&partial)).map_or(0, |metadata| metadata.len()) < 2_000_000 {
        assert_eq!(child.try_wait().unwrap(), None, "the download ended");
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();

    let output = download(&desk, &hub).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains(&format!("Talking to {}", &hub.endpoint[7..])), "{}", said(&output));
    assert_eq!(hub.ranges(), [None, Some(2_000_000)], "only the rest is asked for");
    let id = hub::sha256(&content);
    assert!(String::from_utf8_lossy(&output.stdout).starts_with(&id));

    let stick = tempfile::tempdir().unwrap();
    let to = stick.path().to_string_lossy().into_owned();
    desk.succeed(&["models", "copy", &id[..12], &to]);
    let there = Desk::new();
    there.succeed(&["models", "import", &to]);
    let listed = String::from_utf8(there.succeed(&["models", "list"]).stdout).unwrap();
    assert!(listed.lines().any(|line| line.starts_with(&id)), "{listed}");
    drop(stick);
    let run = [
        "run",
        "attrprompt",
        "--rows",
        "4",
        "--progress",
        "none",
        "--model",
        &id[..12],
        "--out",
        "rows.jsonl",
    ];
    there.succeed(&run);
    there.succeed(&["models", "remove", &id]);
    assert!(!String::from_utf8(there.succeed(&["models", "list"]).stdout).unwrap().contains(&id));
}

#[test]
fn the_catalogue_is_told_without_a_network() {
    let desk = Desk::new();
    let program = env!("CARGO_BIN_EXE_seedbed");
    let list =
        ["--user", "--map-root-user", "--net", "--", program, "models", "list", "--catalogue", "--json"];
    let output = desk.home(Command::new("unshare"), &list).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("\"qwen3-4b\"") && text.contains("\"verdict\": \"fits\""), "{text}");
}

#[test]
fn a_template_is_reported() {
    let desk = Desk::new();
    let path = repository("models/starter/starter.gguf");
    let output = desk.succeed(&["models", "inspect", &path.to_string_lossy()]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("chat template ") && !text.contains("warning"), "{text}");
}
