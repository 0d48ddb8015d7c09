//! A whole job without any network: rows are made, measured and exported.
//!
//! Two walls stand for a computer without a network. A filter of system calls refuses every socket that could leave the
//! computer; it works on every host. A network namespace without interfaces needs user namespaces, which some hosts
//! forbid; there the filter alone has to do.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a failing step is a failing test")]
#![allow(clippy::disallowed_types, reason = "a listener proves that the wall around the program holds")]

mod support;

use std::net::TcpListener;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, ExitStatus, Stdio};
use std::thread;

use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
    apply_filter,
};
use support::Desk;

const PROGRAM: &str = env!("CARGO_BIN_EXE_seedbed");

#[test]
fn a_whole_job_needs_no_network() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let script = format!("exec 3<>/dev/tcp/127.0.0.1/{}", listener.local_addr().unwrap().port());
    let connect = ["bash", "-c", &script];
    assert!(fate(Command::new("bash").args(&connect[1..])).success(), "without a wall a connection is made");

    let refused: fn(ExitStatus) -> bool = |status| status.code() == Some(1);
    let killed: fn(ExitStatus) -> bool = |status| status.signal() == Some(libc::SIGSYS);
    // Who asks and is refused could shrug it off; who must not even ask does not survive it.
    for (refusal, expected) in
        [(SeccompAction::Errno(libc::EPERM as u32), refused), (SeccompAction::KillProcess, killed)]
    {
        let what = format!("{refusal:?}");
        let desk = Desk::new();
        let fell = behind_filter(refusal, || {
            work(&desk, &what, |arguments| desk.home(Command::new(PROGRAM), arguments));
            fate(Command::new("bash").args(&connect[1..]))
        });
        assert!(expected(fell), "{what} holds back a program that connects: {fell}");
    }

    let desk = Desk::new();
    let alone = |program: &[&str]| {
        let unshare = ["--user", "--map-root-user", "--net", "--"];
        desk.home(Command::new("unshare"), &[&unshare, program].concat())
    };
    if !fate(&mut alone(&["true"])).success() {
        eprintln!("User namespaces are forbidden here; only the filter was tried.");
        return;
    }
    assert!(!fate(&mut alone(&connect)).success(), "a namespace holds back a program that connects");
    work(&desk, "a namespace", |arguments| alone(&[&[PROGRAM], arguments].concat()));
}

/// Makes, measures and exports rows, each by a command behind the same wall.
fn work(desk: &Desk, wall: &str, start: impl Fn(&[&str]) -> Command) {
    let rows = "20";
    let run = ["run", "attrprompt", "--rows", rows, "--progress", "none", "--project", "job.seedbed"];
    for arguments in [
        [&run[..], &["--out", "made.jsonl"]].concat(),
        vec!["evaluate", "job.seedbed", "--json"],
        vec!["export", "job.seedbed", "--out", "exported.jsonl", "--card"],
    ] {
        let output = start(&arguments).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{wall}: {arguments:?}: {} {said}", output.status);
    }
    let made = desk.read("made.jsonl");
    assert_eq!(String::from_utf8_lossy(&made).lines().count().to_string(), rows, "{wall}");
    assert!(made == desk.read("exported.jsonl"), "{wall}: the run and the export write the same rows");
}

/// How a program ends; what it complains about is not shown.
fn fate(program: &mut Command) -> ExitStatus {
    program.stderr(Stdio::null()).status().unwrap()
}

/// Works on a thread of its own, where the filter holds for it and for every program that it starts.
fn behind_filter<T: Send>(refusal: SeccompAction, work: impl FnOnce() -> T + Send) -> T {
    let filter = only_local_sockets(refusal);
    let filtered = || {
        apply_filter(&filter).unwrap();
        work()
    };
    thread::scope(|scope| scope.spawn(filtered).join().unwrap())
}

fn only_local_sockets(refusal: SeccompAction) -> BpfProgram {
    let family = libc::AF_UNIX as u64;
    let other = SeccompCondition::new(0, SeccompCmpArgLen::Dword, SeccompCmpOp::Ne, family).unwrap();
    let rules = [
        (libc::SYS_socket, vec![SeccompRule::new(vec![other]).unwrap()]),
        // A ring of requests opens sockets without the call above.
        (libc::SYS_io_uring_setup, Vec::new()),
    ];
    let processor = std::env::consts::ARCH.try_into().unwrap();
    SeccompFilter::new(rules.into(), SeccompAction::Allow, refusal, processor).unwrap().try_into().unwrap()
}
