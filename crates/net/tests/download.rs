//! Downloads from a hub on this computer that is honest, unlucky or hostile.

#![allow(clippy::unwrap_used, reason = "a failing step is a failing test")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use net::{Hub, NetError, Options, Progress, RemoteFile, Step, Stop, Store};
use support::{
    COMMIT, Reply, Request, Shelf, TestHub, content, find, listing, options, part, repository, sha256,
};

fn fetch(hub: &TestHub, store: &Store, file: &RemoteFile) -> Result<PathBuf, NetError> {
    net::download(&hub.hub(), store, file, &options(), &Stop::default(), &mut |_| {})
}

/// Downloads until so many bytes are there, and stops as a user does.
fn fetch_until(hub: &TestHub, store: &Store, file: &RemoteFile, bytes: u64) {
    let stop = Stop::default();
    let result = net::download(&hub.hub(), store, file, &options(), &stop, &mut |progress| {
        if progress.received >= bytes {
            stop.stop();
        }
    });
    assert!(matches!(result, Err(NetError::Stopped)), "{result:?}");
    assert!(store.received(file) >= bytes && store.find(file).is_none());
}

#[test]
fn a_file_arrives_in_the_layout_of_the_hubs_cache() {
    let bytes = content(100_000);
    let hub = TestHub::with_file(bytes.clone());
    let shelf = Shelf::new();
    let file = find(&hub);
    let mut told: Vec<Progress> = Vec::new();
    let path =
        net::download(&hub.hub(), &shelf.store, &file, &options(), &Stop::default(), &mut |progress| {
            told.push(progress);
        });

    let path = path.unwrap();
    assert_eq!(fs::read(&path).unwrap(), bytes);
    assert_eq!(path.file_name().unwrap(), "model.gguf");
    let root = "models--maker--model-GGUF";
    assert_eq!(
        shelf.files(),
        [
            format!("{root}/blobs/{}", sha256(&bytes)),
            format!("{root}/refs/main"),
            format!("{root}/snapshots/{COMMIT}/model.gguf"),
        ]
    );
    let cache = hf_hub::Cache::new(shelf.folder.path().to_path_buf());
    assert_eq!(cache.model("maker/model-GGUF".to_owned()).get("model.gguf"), Some(path.clone()));

    let host = hub.endpoint.strip_prefix("http://").map(str::to_owned);
    assert!(told.iter().rev().skip(1).all(|progress| progress.host == host), "whom it talks to");
    let last = told.last().unwrap();
    assert_eq!((last.received, last.total, last.step, &last.host), (100_000, 100_000, Step::Checking, &None));

    let before = hub.asked().len();
    assert_eq!(fetch(&hub, &shelf.store, &file).unwrap(), path);
    assert_eq!(hub.asked().len(), before, "what is there is not asked for again");

    shelf.store.remove(&file).unwrap();
    assert_eq!(shelf.files(), [format!("{root}/refs/main")]);
}

#[test]
fn threat_16_a_connection_cut_at_each_chunk_goes_on_from_there() {
    let bytes = content(50_000);
    for cut in (0..bytes.len()).step_by(5_000).chain([1, 49_999]) {
        let (served, list) = (bytes.clone(), listing(&[("model.gguf", &bytes)]));
        let hub = TestHub::serve(move |request, before| match before {
            0 => Reply::new(200, list.clone()),
            1 => part(request, &served, "\"v1\"").cut(cut),
            _ => part(request, &served, "\"v1\""),
        });
        let shelf = Shelf::new();
        let path = fetch(&hub, &shelf.store, &find(&hub)).unwrap();
        assert_eq!(fs::read(path).unwrap(), bytes, "cut at {cut}");
        assert_eq!(hub.ranges(), [None, Some(cut).filter(|cut| *cut > 0)], "cut at {cut}");
        let last = hub.asked().pop().unwrap();
        assert_eq!(last.if_range.as_deref(), Some("\"v1\"").filter(|_| cut > 0), "cut at {cut}");
    }
}

#[test]
fn threat_16_a_line_that_breaks_all_the_time_brings_the_file() {
    let bytes = content(50_000);
    let (served, list) = (bytes.clone(), listing(&[("model.gguf", &bytes)]));
    let hub = TestHub::serve(move |request, before| match before {
        0 => Reply::new(200, list.clone()),
        _ => part(request, &served, "\"v1\"").cut(1_250),
    });
    let shelf = Shelf::new();
    let path = fetch(&hub, &shelf.store, &find(&hub)).unwrap();
    assert_eq!(fs::read(path).unwrap(), bytes);
    let expected: Vec<_> = (0..40).map(|part| Some(part * 1_250).filter(|from| *from > 0)).collect();
    assert_eq!(hub.ranges(), expected);
}

#[test]
fn a_paused_download_goes_on_in_a_later_process() {
    let bytes = content(3_000_000);
    let hub = TestHub::with_file(bytes.clone());
    let shelf = Shelf::new();
    let file = find(&hub);
    fetch_until(&hub, &shelf.store, &file, 1);
    fetch_until(&hub, &shelf.store, &file, 1_000_000);
    let kept = shelf.store.received(&file);
    // A new store, as after a restart: everything it knows lies on disk.
    let store = Store::new(shelf.folder.path());
    assert_eq!(store.received(&file), kept);
    assert_eq!(fs::read(fetch(&hub, &store, &file).unwrap()).unwrap(), bytes);
    assert_eq!(hub.ranges().last(), Some(&Some(kept as usize)));
}

#[test]
fn threat_16_a_version_that_changed_in_between_starts_over() {
    let bytes = content(2_000_000);
    let later = bytes.clone();
    let check = |name: &str, answer: fn(&Request, &[u8]) -> Reply, expected: &[bool]| {
        let first = TestHub::with_file(bytes.clone());
        let shelf = Shelf::new();
        let file = find(&first);
        fetch_until(&first, &shelf.store, &file, 500_000);
        let later = later.clone();
        let second = TestHub::serve(move |request, _| answer(request, &later));
        assert_eq!(fs::read(fetch(&second, &shelf.store, &file).unwrap()).unwrap(), bytes, "{name}");
        let resumed: Vec<bool> = second.ranges().iter().map(Option::is_some).collect();
        assert_eq!(resumed, expected, "{name}");
        assert_eq!(second.asked()[0].if_range.as_deref(), Some("\"v1\""), "{name}");
    };
    check("another version", |request, bytes| part(request, bytes, "\"v2\""), &[true]);
    check(
        "another version in spite of If-Range",
        |request, bytes| match request.from() {
            Some(from) => Reply::new(206, &bytes[from..])
                .with("Content-Range", format!("bytes {from}-{}/{}", bytes.len() - 1, bytes.len()))
                .with("ETag", "\"v2\""),
            None => part(request, bytes, "\"v2\""),
        },
        &[true, false],
    );
    check(
        "another part than asked for",
        |request, bytes| match request.from() {
            Some(_) => Reply::new(206, &bytes[7..])
                .with("Content-Range", format!("bytes 7-{}/{}", bytes.len() - 1, bytes.len()))
                .with("ETag", "\"v1\""),
            None => part(request, bytes, "\"v1\""),
        },
        &[true, false],
    );
    check("no ranges at all", |_, bytes| Reply::new(200, bytes), &[true]);
    check(
        "a range that is refused",
        |request, bytes| match request.from() {
            Some(_) => Reply::new(416, ""),
            None => part(request, bytes, "\"v1\""),
        },
        &[true, false],
    );
}

#[test]
fn a_version_that_is_only_alike_is_not_gone_on_with() {
    for version in ["W/\"v1\"", "v1", "\"\"", "\"a\\\"b\" x"] {
        let bytes = content(1_000_000);
        let (served, list) = (bytes.clone(), listing(&[("model.gguf", &bytes)]));
        let hub = TestHub::serve(move |request, before| match before {
            0 => Reply::new(200, list.clone()),
            _ => part(request, &served, version),
        });
        let shelf = Shelf::new();
        let file = find(&hub);
        fetch_until(&hub, &shelf.store, &file, 1);
        assert_eq!(fs::read(fetch(&hub, &shelf.store, &file).unwrap()).unwrap(), bytes);
        assert_eq!(hub.ranges(), [None, None], "{version}");
    }
}

#[test]
fn threat_16_wrong_bytes_are_set_aside() {
    let bytes = content(20_000);
    let mut wrong = bytes.clone();
    wrong[12_345] ^= 1;
    let (served, list) = (wrong.clone(), listing(&[("model.gguf", &bytes)]));
    let hub = TestHub::serve(move |request, before| match before {
        0 => Reply::new(200, list.clone()),
        _ => part(request, &served, "\"v1\""),
    });
    let shelf = Shelf::new();
    let file = find(&hub);
    let Err(NetError::WrongBytes { expected, found, kept, .. }) = fetch(&hub, &shelf.store, &file) else {
        panic!("wrong bytes were taken");
    };
    assert_eq!((expected, found), (sha256(&bytes), sha256(&wrong)));
    assert_eq!(fs::read(&kept).unwrap(), wrong);
    assert_eq!(shelf.files(), [format!("quarantine/{}", sha256(&bytes))], "nothing else is left");
    assert_eq!((shelf.store.find(&file), shelf.store.received(&file)), (None, 0));

    let honest = TestHub::with_file(bytes.clone());
    assert_eq!(fs::read(fetch(&honest, &shelf.store, &file).unwrap()).unwrap(), bytes);
    shelf.store.discard(&file).unwrap();
    assert!(!kept.exists());
}

#[test]
fn threat_16_a_partial_file_that_was_tampered_with_is_found_out() {
    let bytes = content(2_000_000);
    let hub = TestHub::with_file(bytes.clone());
    let shelf = Shelf::new();
    let file = find(&hub);
    fetch_until(&hub, &shelf.store, &file, 500_000);
    let partial = shelf.files().into_iter().find(|name| name.ends_with(".incomplete")).unwrap();
    let partial = shelf.folder.path().join(partial);
    let mut kept = fs::read(&partial).unwrap();
    kept[100] ^= 1;
    fs::write(&partial, kept).unwrap();
    assert!(matches!(fetch(&hub, &shelf.store, &file), Err(NetError::WrongBytes { .. })));
    assert_eq!(
        fs::read(fetch(&hub, &shelf.store, &file).unwrap()).unwrap(),
        bytes,
        "the next try is from the start"
    );
}

#[test]
fn answers_that_are_no_file() {
    let bytes = content(10_000);
    let check =
        |name: &str, reply: Reply, expected: &str| {
            let list = listing(&[("model.gguf", &bytes)]);
            let hub = TestHub::serve(move |request, _| {
                if request.is_listing() { Reply::new(200, list.clone()) } else { reply.clone() }
            });
            let shelf = Shelf::new();
            let file = find(&hub);
            let error = fetch(&hub, &shelf.store, &file).unwrap_err().to_string();
            assert!(error.contains(expected), "{name}: {error}");
            assert_eq!(shelf.store.find(&file), None, "{name}");
        };
    check(
        "a login page",
        Reply::new(200, "<html>").with("Content-Type", "text/html; charset=utf-8"),
        "web page",
    );
    check(
        "a few kilobytes",
        Reply::new(200, content(3_000)),
        "offers 3000 bytes where the hub announced 10000",
    );
    check("too much", Reply::new(200, content(10_001)), "offers 10001 bytes");
    check(
        "too much without a length",
        Reply {
            headers: vec![("Connection", "close".into())],
            ..Reply::new(200, content(20_000)).stall(20_000)
        },
        "where the hub announced 10000",
    );
    check(
        "a short file without a length",
        Reply { headers: vec![("Connection", "close".into())], ..Reply::new(200, content(9_000)).cut(8_000) },
        "broke again and again",
    );
    check("401", Reply::new(401, ""), "accept its terms on the hub's page and enter an access token");
    check("403", Reply::new(403, ""), "'maker/model-GGUF' only to those it knows");
    check("404", Reply::new(404, ""), "has no 'model.gguf'");
    check("429", Reply::new(429, "").with("Retry-After", "17"), "asks to wait 17 seconds");
    check("429 without a time", Reply::new(429, ""), "asks to wait a little");
    check("503", Reply::new(503, ""), "status 503");
    check("418", Reply::new(418, ""), "status 418");
}

#[test]
fn lists_that_are_refused() {
    let check = |name: &str, reply: Reply, token: Option<&str>, expected: &str| {
        let hub = TestHub::serve(move |_, _| reply.clone());
        let asking = Hub::new(&hub.endpoint, token).unwrap();
        let options = Options { idle: Duration::from_millis(50), ..options() };
        let error =
            net::find(&asking, &repository(), "*.gguf", &options, &Stop::default()).unwrap_err().to_string();
        assert!(error.contains(expected), "{name}: {error}");
    };
    check("401", Reply::new(401, ""), None, "enter an access token");
    check("401 with a token", Reply::new(401, ""), Some("hf_x"), "the access token is not accepted");
    check("404", Reply::new(404, ""), None, "has no 'maker/model-GGUF'");
    check("429", Reply::new(429, "").with("Retry-After", "5"), None, "wait 5 seconds");
    check("a web page", Reply::new(200, "<html>").with("Content-Type", "text/html"), None, "web page");
    check("no JSON", Reply::new(200, "hello"), None, "cannot be read");
    check("too long", Reply::new(200, vec![b' '; 5 << 20]), None, "longer than 4 MB");
    check("endless", Reply::new(200, vec![b' '; 1000]).stall(500), None, "stopped in the middle");
    check("threat 15", Reply::new(200, listing(&[("..\\evil.gguf", b"x")])), None, "not safe as a file name");
    check("threat 15, absolute", Reply::new(200, listing(&[("/tmp/evil.gguf", b"x")])), None, "not safe");
    check("threat 15, device", Reply::new(200, listing(&[("NUL.gguf", b"x")])), None, "not safe");
    check("no file", Reply::new(200, listing(&[("model.bin", b"x")])), None, "no file '*.gguf'");
}

#[test]
fn nobody_is_there() {
    let hub = Hub::new(&support::closed_endpoint(), None).unwrap();
    let error = net::find(&hub, &repository(), "*", &options(), &Stop::default()).unwrap_err();
    assert!(matches!(error, NetError::Unreachable { .. }), "{error}");
}

#[test]
fn redirects_lead_only_where_they_may_and_the_token_stays_behind() {
    let bytes = content(10_000);
    let served = bytes.clone();
    let storage = TestHub::serve(move |request, _| part(request, &served, "\"v1\""));
    let check = |target: String, expected: Result<(), &str>| {
        let list = listing(&[("model.gguf", &bytes)]);
        let hub = TestHub::serve(move |request, _| {
            if request.is_listing() {
                Reply::new(200, list.clone())
            } else {
                Reply::new(302, "").with("Location", target.clone())
            }
        });
        let shelf = Shelf::new();
        let asking = Hub::new(&hub.endpoint, Some("hf_secret")).unwrap();
        let file = net::find(&asking, &repository(), "*", &options(), &Stop::default()).unwrap();
        let result = net::download(&asking, &shelf.store, &file, &options(), &Stop::default(), &mut |_| {});
        match (result, expected) {
            (Ok(path), Ok(())) => assert_eq!(fs::read(path).unwrap(), bytes),
            (Err(error), Err(words)) => assert!(error.to_string().contains(words), "{error}"),
            (result, expected) => panic!("{result:?} instead of {expected:?}"),
        }
        assert!(
            hub.asked().iter().all(|request| request.authorization.as_deref() == Some("Bearer hf_secret"))
        );
    };
    check(format!("{}/cdn?signature=x", storage.endpoint), Ok(()));
    assert!(storage.asked().iter().all(|request| request.authorization.is_none()), "{:?}", storage.asked());
    check(
        "http://example.org/cdn?signature=x".to_owned(),
        Err("on to 'http://example.org', which is not protected"),
    );
    check("ftp://example.org/cdn".to_owned(), Err("not followed"));
    check("/again".to_owned(), Err("sends in a circle"));
    check(String::new(), Err("sends in a circle"));
}

#[test]
fn a_hub_that_falls_silent_is_left_with_what_it_gave() {
    let bytes = content(10_000);
    let (served, list) = (bytes.clone(), listing(&[("model.gguf", &bytes)]));
    let hub = TestHub::serve(move |request, before| match before {
        0 => Reply::new(200, list.clone()),
        1 => part(request, &served, "\"v1\"").stall(4_000),
        _ => part(request, &served, "\"v1\"").stall(0),
    });
    let shelf = Shelf::new();
    let file = find(&hub);
    let short = Options { idle: Duration::from_millis(20), ..options() };
    let mut waited = 0;
    let error = net::download(&hub.hub(), &shelf.store, &file, &short, &Stop::default(), &mut |progress| {
        assert_eq!(progress.host.is_none(), progress.step == Step::Waiting, "{progress:?}");
        waited += usize::from(progress.step == Step::Waiting);
    })
    .unwrap_err();
    assert_eq!(waited, hub.ranges().len() - 1, "it waits between two connections");
    assert!(matches!(error, NetError::Interrupted { received: 4_000, total: 10_000, .. }), "{error}");
    assert_eq!(shelf.store.received(&file), 4_000);
}

/// The hub never answers again, so only the pause can end this.
#[test]
fn a_pause_does_not_wait_for_a_slow_hub() {
    let bytes = content(10_000);
    let (served, list) = (bytes.clone(), listing(&[("model.gguf", &bytes)]));
    let hub = TestHub::serve(move |request, before| match before {
        0 => Reply::new(200, list.clone()),
        _ => part(request, &served, "\"v1\"").stall(4_000),
    });
    let shelf = Shelf::new();
    fetch_until(&hub, &shelf.store, &find(&hub), 4_000);
}

#[test]
fn one_download_of_a_file_at_a_time() {
    let bytes = content(10_000);
    let hub = TestHub::with_file(bytes);
    let shelf = Shelf::new();
    let file = find(&hub);
    let mut second = None;
    net::download(&hub.hub(), &shelf.store, &file, &options(), &Stop::default(), &mut |progress| {
        if progress.step == Step::Receiving && second.is_none() {
            second = Some(fetch(&hub, &shelf.store, &file));
        }
    })
    .unwrap();
    assert!(matches!(second, Some(Err(NetError::InUse { .. }))), "{second:?}");
}

#[test]
fn threat_16_a_disk_without_room_is_seen_before() {
    let hub = TestHub::with_file(content(10_000));
    let shelf = Shelf::new();
    let file = find(&hub);
    type Space = fn(&Path) -> Option<u64>;
    let spaces: [(Space, bool); 5] = [
        (|_| Some(0), false),
        (|_| Some(10_000), false),
        (|_| Some(10_000 + (64 << 20) - 1), false),
        (|_| Some(10_000 + (64 << 20)), true),
        (|_| None, true),
    ];
    for (number, (free_space, expected)) in spaces.into_iter().enumerate() {
        let tight = Options { free_space, ..options() };
        let result = net::download(&hub.hub(), &shelf.store, &file, &tight, &Stop::default(), &mut |_| {});
        assert_eq!(result.is_ok(), expected, "{number}: {result:?}");
        if let Err(error) = result {
            assert!(error.to_string().contains("has no room for the model: 67 MB are needed"), "{error}");
        }
    }
    assert_eq!(hub.ranges().len(), 1, "nothing is asked for where it has no room");
}

/// A real disk that fills up: this test starts itself once more where a file system of 256 kB can be mounted.
#[cfg(target_os = "linux")]
#[test]
fn threat_16_a_disk_that_fills_up_keeps_what_arrived() {
    use std::process::Command;

    const FOLDER: &str = "SEEDBED_TEST_SMALL_DISK";
    if let Some(folder) = std::env::var_os(FOLDER) {
        let bytes = content(1_000_000);
        let hub = TestHub::with_file(bytes);
        let store = Store::new(folder);
        let file = find(&hub);
        let error = fetch(&hub, &store, &file).unwrap_err();
        assert!(matches!(error, NetError::DiskFull { .. }), "{error}");
        let kept = store.received(&file);
        assert!(kept > 100_000 && kept < 262_144, "{kept}");
        // More room: the rest follows.
        assert!(
            Command::new("mount")
                .args(["-o", "remount,size=4m"])
                .arg(store.root())
                .status()
                .unwrap()
                .success()
        );
        assert_eq!(fs::read(fetch(&hub, &store, &file).unwrap()).unwrap(), content(1_000_000));
        assert_eq!(hub.ranges().last(), Some(&Some(kept as usize)));
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let script = r#"mount -t tmpfs -o size=256k tmpfs "$1" && exec "$2" --exact threat_16_a_disk_that_fills_up_keeps_what_arrived --nocapture"#;
    let output = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "--", "sh", "-c", script, "sh"])
        .arg(folder.path())
        .arg(std::env::current_exe().unwrap())
        .env(FOLDER, folder.path())
        .output()
        .unwrap();
    let said =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}

#[test]
fn a_file_from_a_stick_is_checked_on_the_way() {
    let bytes = content(50_000);
    let file = find(&TestHub::with_file(bytes.clone()));
    let shelf = Shelf::new();
    let stick = tempfile::tempdir().unwrap();
    let source = stick.path().join("model.gguf");
    for (name, carried, expected) in [
        (
            "damaged",
            {
                let mut wrong = bytes.clone();
                wrong[9] ^= 1;
                wrong
            },
            false,
        ),
        ("short", bytes[..40_000].to_vec(), false),
        ("empty", Vec::new(), false),
        ("right", bytes.clone(), true),
    ] {
        fs::write(&source, carried).unwrap();
        let result = shelf.store.adopt(&file, &source, &Stop::default(), &mut |_| {});
        assert_eq!(result.is_ok(), expected, "{name}: {result:?}");
        assert_eq!(shelf.store.find(&file).is_some(), expected, "{name}");
    }
    fs::remove_file(&source).unwrap();
    assert_eq!(fs::read(shelf.store.find(&file).unwrap()).unwrap(), bytes, "the stick may go");
}
