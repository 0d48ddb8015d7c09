//! The files of a repository as the hub tells them: name, size and SHA-256 at one commit.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::time::timeout;

use crate::error::NetError;
use crate::hub::{Answer, Hub};
use crate::name::{Commit, Digest, FileName, RepoId};

/// Longest list that is read. Repositories with hundreds of files stay far below.
const LIMIT: usize = 4 << 20;

/// A file of the hub, pinned: these bytes and no others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemoteFile {
    /// The repository.
    pub repository: RepoId,
    /// Its state that the file is taken from.
    pub commit: Commit,
    /// The file's path in it.
    pub name: FileName,
    /// Size, in bytes.
    pub size: u64,
    /// SHA-256 of the bytes.
    pub sha256: Digest,
}

#[derive(Deserialize)]
struct Info {
    sha: String,
    siblings: Vec<Sibling>,
}

#[derive(Deserialize)]
struct Sibling {
    rfilename: String,
    lfs: Option<Stored>,
}

#[derive(Deserialize)]
struct Stored {
    sha256: String,
    size: u64,
}

/// Asks the hub for the file of a repository whose name matches a pattern.
pub(crate) async fn find(
    hub: &Hub,
    repository: &RepoId,
    pattern: &str,
    idle: Duration,
) -> Result<RemoteFile, NetError> {
    let mut answer = hub.get(hub.listing_url(repository), None, &mut |_| {}).await?;
    if !answer.response.status().is_success() {
        return Err(hub.refusal(&answer, repository, repository.as_str()));
    }
    if answer.is_web_page() {
        return Err(NetError::WebPage { host: answer.host });
    }
    let text = read(&mut answer, repository, idle).await?;
    choose(&text, repository, pattern, &answer.host)
}

async fn read(answer: &mut Answer, repository: &RepoId, idle: Duration) -> Result<Vec<u8>, NetError> {
    let mut text = Vec::new();
    loop {
        let broken = |reason: String| NetError::Unreachable { host: answer.host.clone(), reason };
        let chunk = timeout(idle, answer.response.chunk())
            .await
            .map_err(|_elapsed| broken("it stopped in the middle of an answer".to_owned()))?
            .map_err(|error| broken(crate::hub::innermost(&error)))?;
        let Some(chunk) = chunk else { return Ok(text) };
        if text.len() + chunk.len() > LIMIT {
            return Err(NetError::Listing {
                host: answer.host.clone(),
                repository: repository.to_string(),
                reason: format!("it is longer than {} MB", LIMIT >> 20),
            });
        }
        text.extend_from_slice(&chunk);
    }
}

/// The file that a list offers for a pattern. Of several, the one with the shortest name: files in folders and parts of
/// a split file have longer ones.
fn choose(text: &[u8], repository: &RepoId, pattern: &str, host: &str) -> Result<RemoteFile, NetError> {
    let unreadable = |reason: String| NetError::Listing {
        host: host.to_owned(),
        repository: repository.to_string(),
        reason,
    };
    let info: Info = serde_json::from_slice(text).map_err(|error| unreadable(error.to_string()))?;
    let commit =
        Commit::new(info.sha).map_err(|_invalid| unreadable("its commit is no commit".to_owned()))?;
    let found = info
        .siblings
        .into_iter()
        .filter_map(|sibling| sibling.lfs.map(|stored| (sibling.rfilename, stored)))
        .filter(|(name, _)| matches(pattern, name))
        .min_by_key(|(name, _)| (name.len(), name.clone()));
    let Some((name, stored)) = found else {
        return Err(NetError::NoFile { repository: repository.to_string(), pattern: pattern.to_owned() });
    };
    Ok(RemoteFile {
        repository: repository.clone(),
        commit,
        name: FileName::new(name)?,
        size: stored.size,
        sha256: Digest::new(stored.sha256)
            .map_err(|_invalid| unreadable("a SHA-256 in it is none".to_owned()))?,
    })
}

/// Whether a file's path fits a pattern, whatever the case: `*` stands for any text, once at most.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, path) = (pattern.to_ascii_lowercase(), path.to_ascii_lowercase());
    match pattern.split_once('*') {
        None => path == pattern,
        Some((start, end)) => {
            path.len() >= start.len() + end.len() && path.starts_with(start) && path.ends_with(end)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        for (pattern, name, expected) in [
            ("*q4_k_m.gguf", "Qwen3-4B-Q4_K_M.gguf", true),
            ("*q4_k_m.gguf", "qwen2.5-7b-instruct-q4_k_m-00001-of-00002.gguf", false),
            ("*q4_k_m.gguf", "Qwen3-4B-Q4_K_S.gguf", false),
            ("model.gguf", "Model.gguf", true),
            ("a*a.gguf", "a.gguf", false),
        ] {
            assert_eq!(matches(pattern, name), expected, "{pattern} {name}");
        }
    }

    fn file(name: &str) -> String {
        format!(
            r#"{{"rfilename":{name:?},"size":9,"lfs":{{"sha256":"{}","size":9,"pointerSize":1}}}}"#,
            "ab".repeat(32)
        )
    }

    fn chosen(files: &[String], pattern: &str) -> Result<String, String> {
        let text = format!(r#"{{"id":"a/b","sha":"{}","siblings":[{}]}}"#, "0".repeat(40), files.join(","));
        choose(text.as_bytes(), &RepoId::new("a/b").unwrap(), pattern, "hub")
            .map(|file| file.name.to_string())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn the_file_wanted_is_chosen() {
        let plain = r#"{"rfilename":"README.q8.gguf"}"#.to_owned();
        let files = [plain, file("old/x-q8.gguf"), file("x-q8.gguf"), file("x-q4.gguf")];
        assert_eq!(chosen(&files, "*q8.gguf").as_deref(), Ok("x-q8.gguf"));
        assert!(chosen(&files, "*q5.gguf").unwrap_err().contains("no file '*q5.gguf'"));
    }

    #[test]
    fn threat_15_a_hostile_name_is_refused_only_where_it_is_wanted() {
        let files = [file("../../q8.gguf"), file("x-q4.gguf")];
        assert_eq!(chosen(&files, "*q4.gguf").as_deref(), Ok("x-q4.gguf"));
        assert!(chosen(&files, "*q8.gguf").unwrap_err().contains("not safe"));
    }

    #[test]
    fn lists_that_are_none() {
        for text in ["", "{}", "[]", r#"{"sha":"main","siblings":[]}"#, r#"{"sha":1}"#, &"[".repeat(100_000)]
        {
            let repository = RepoId::new("a/b").unwrap();
            assert!(matches!(
                choose(text.as_bytes(), &repository, "*", "hub"),
                Err(NetError::Listing { .. })
            ));
        }
        let wrong = r#"{"rfilename":"x.gguf","lfs":{"sha256":"../../x","size":1}}"#.to_owned();
        assert!(chosen(&[wrong], "*").unwrap_err().contains("SHA-256"));
    }
}
