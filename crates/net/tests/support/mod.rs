//! A hub on this computer that answers as a test tells it to, and remembers what it was asked.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_types,
    reason = "each test uses its part of this; a set-up that fails is a test that fails"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use net::{Hub, Options, RemoteFile, RepoId, Stop, Store};
use sha2::{Digest, Sha256};

/// What the hub was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub path: String,
    pub range: Option<String>,
    pub if_range: Option<String>,
    pub authorization: Option<String>,
}

impl Request {
    /// The first byte asked for.
    pub fn from(&self) -> Option<usize> {
        self.range.as_ref()?.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok()
    }

    pub fn is_listing(&self) -> bool {
        self.path.starts_with("/api/")
    }
}

/// What it answers.
#[derive(Clone, Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
    /// Bytes of the body that are sent.
    pub sent: usize,
    /// Then the connection stays open, silent, until the other side closes it.
    pub stalls: bool,
}

impl Reply {
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        let body = body.into();
        let headers = vec![("Content-Length", body.len().to_string())];
        Self { status, headers, sent: body.len(), body, stalls: false }
    }

    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.retain(|(other, _)| *other != name);
        self.headers.push((name, value.into()));
        self
    }

    /// Breaks the connection after so many bytes.
    pub fn cut(mut self, sent: usize) -> Self {
        self.sent = sent.min(self.body.len());
        self
    }

    /// Falls silent after so many bytes.
    pub fn stall(self, sent: usize) -> Self {
        Self { stalls: true, ..self.cut(sent) }
    }
}

/// A server for one test.
pub struct TestHub {
    pub endpoint: String,
    asked: Arc<Mutex<Vec<Request>>>,
}

impl TestHub {
    /// Answers each request; `answer` also gets the number of requests before it.
    pub fn serve(answer: impl Fn(&Request, usize) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::<Mutex<Vec<Request>>>::default();
        let (log, answer) = (Arc::clone(&asked), Arc::new(answer));
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (log, answer) = (Arc::clone(&log), Arc::clone(&answer));
                thread::spawn(move || talk(stream, &log, &*answer));
            }
        });
        Self { endpoint, asked }
    }

    /// Serves a file of the test's repository in ranges, under a listing that names it.
    pub fn with_file(content: Vec<u8>) -> Self {
        let listing = listing(&[("model.gguf", &content)]);
        Self::serve(move |request, _| {
            if request.is_listing() {
                Reply::new(200, listing.clone())
            } else {
                part(request, &content, "\"v1\"")
            }
        })
    }

    pub fn hub(&self) -> Hub {
        Hub::new(&self.endpoint, None).unwrap()
    }

    /// Everything that was asked so far.
    pub fn asked(&self) -> Vec<Request> {
        self.asked.lock().unwrap().clone()
    }

    /// The ranges of the requests for bytes.
    pub fn ranges(&self) -> Vec<Option<usize>> {
        self.asked().iter().filter(|request| !request.is_listing()).map(Request::from).collect()
    }
}

fn talk(stream: TcpStream, log: &Mutex<Vec<Request>>, answer: &dyn Fn(&Request, usize) -> Reply) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    while let Some(request) = read_request(&mut reader) {
        let before = {
            let mut log = log.lock().unwrap();
            log.push(request.clone());
            log.len() - 1
        };
        let reply = answer(&request, before);
        if !write_reply(&stream, &reply) {
            return;
        }
        if reply.stalls {
            // Ends when the other side goes.
            reader.read_to_end(&mut Vec::new()).ok();
        }
        if reply.stalls || reply.sent < reply.body.len() {
            return;
        }
    }
}

fn read_request(reader: &mut impl BufRead) -> Option<Request> {
    let mut first = String::new();
    reader.read_line(&mut first).ok()?;
    let path = first.split(' ').nth(1)?.to_owned();
    let mut request = Request { path, range: None, if_range: None, authorization: None };
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let Some((name, value)) = line.trim().split_once(": ") else { return Some(request) };
        let value = Some(value.to_owned());
        match name.to_ascii_lowercase().as_str() {
            "range" => request.range = value,
            "if-range" => request.if_range = value,
            "authorization" => request.authorization = value,
            _ => {}
        }
    }
}

fn write_reply(mut stream: &TcpStream, reply: &Reply) -> bool {
    let mut head = format!("HTTP/1.1 {} Answer\r\n", reply.status);
    for (name, value) in &reply.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    // The other side may have gone; that is for the test to judge.
    stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&reply.body[..reply.sent])).is_ok()
}

/// The bytes that a request asks for, as a hub's storage gives them: the rest if the version is still the same.
pub fn part(request: &Request, content: &[u8], version: &str) -> Reply {
    let from = request.from().filter(|_| request.if_range.as_deref() == Some(version));
    let reply = match from {
        Some(from) if from >= content.len() => Reply::new(416, ""),
        Some(from) => Reply::new(206, &content[from..])
            .with("Content-Range", format!("bytes {from}-{}/{}", content.len() - 1, content.len())),
        None => Reply::new(200, content),
    };
    reply.with("ETag", version)
}

/// An address at which nobody listens.
pub fn closed_endpoint() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

pub const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

/// A repository's list of files.
pub fn listing(files: &[(&str, &[u8])]) -> String {
    let files: Vec<String> = files
        .iter()
        .map(|(name, content)| {
            let (digest, size) = (sha256(content), content.len());
            format!(r#"{{"rfilename":{name:?},"size":{size},"lfs":{{"sha256":"{digest}","size":{size}}}}}"#)
        })
        .collect();
    format!(r#"{{"sha":"{COMMIT}","siblings":[{}]}}"#, files.join(","))
}

pub fn sha256(content: &[u8]) -> String {
    hex::encode(Sha256::digest(content))
}

/// Bytes that repeat late.
pub fn content(length: usize) -> Vec<u8> {
    (0..length).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect()
}

pub fn repository() -> RepoId {
    RepoId::new("maker/model-GGUF").unwrap()
}

/// Waits for nothing before a connection is made again.
pub fn options() -> Options {
    Options { pause: Duration::ZERO, ..Options::default() }
}

pub fn find(hub: &TestHub) -> RemoteFile {
    net::find(&hub.hub(), &repository(), "*.gguf", &options(), &Stop::default()).unwrap()
}

/// A store in a folder of its own.
pub struct Shelf {
    pub folder: tempfile::TempDir,
    pub store: Store,
}

impl Shelf {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { store: Store::new(folder.path()), folder }
    }

    /// Files below the store's folder, sorted, with `/` between the parts.
    pub fn files(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut folders = vec![self.folder.path().to_path_buf()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(self.folder.path()).unwrap();
                    found.push(
                        name.components()
                            .map(|c| c.as_os_str().to_string_lossy())
                            .collect::<Vec<_>>()
                            .join("/"),
                    );
                }
            }
        }
        found.sort();
        found
    }
}
