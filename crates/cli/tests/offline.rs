//! A whole run without any network.

mod support;

use std::process::Command;

use support::Desk;

/// `unshare` gives the program a network namespace of its own, in which there is no interface that is up.
#[test]
fn a_run_completes_in_a_namespace_without_interfaces() {
    let desk = Desk::new();
    let program = env!("CARGO_BIN_EXE_seedbed");
    let run = ["run", "attrprompt", "--rows", "20", "--progress", "none", "--out", "offline.jsonl"];
    let alone = ["--user", "--map-root-user", "--net", "--"];

    let sockets = ["sh", "-c", "cat /proc/net/dev | grep -c ':' ; cat /proc/net/route | grep -c '^[a-z]'"];
    let output = desk.home(Command::new("unshare"), &[&alone[..], &sockets].concat()).output().unwrap();
    let seen = String::from_utf8_lossy(&output.stdout);
    assert_eq!(seen.split_whitespace().last(), Some("0"), "no route leads anywhere: {seen}");

    let output =
        desk.home(Command::new("unshare"), &[&alone[..], &[program], &run].concat()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let rows = desk.read("offline.jsonl");
    assert_eq!(rows.split(|b| *b == b'\n').filter(|line| !line.is_empty()).count(), 20);
}
