//! Texts from outside that become parts of addresses and paths. Each is checked when it is made, so whoever holds one
//! need not ask again.
//!
//! File names follow the rules of POSIX and of Windows at once on every system: a folder of models may be carried
//! from one to the other.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::NetError;

/// Longest name of a file with its folders, in bytes: Windows allows 260 for the whole path.
const NAME_LIMIT: usize = 160;
/// Folders that a file may lie in.
const DEPTH_LIMIT: usize = 4;
/// Longest part of a repository's name, as the hub allows it.
const REPO_LIMIT: usize = 96;

macro_rules! checked_text {
    ($(#[$doc:meta])* $name:ident, $is_valid:path) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Checks the text.
            ///
            /// # Errors
            /// It is not what it must be.
            pub fn new(text: impl Into<String>) -> Result<Self, NetError> {
                let text = text.into();
                if $is_valid(&text) { Ok(Self(text)) } else { Err(NetError::name(&text)) }
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = NetError;

            fn try_from(text: String) -> Result<Self, NetError> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(checked: $name) -> Self {
                checked.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

checked_text!(
    /// A repository of the hub: `owner/name`.
    RepoId,
    is_repo
);
checked_text!(
    /// A file's path inside a repository, with `/` between its parts.
    FileName,
    is_file
);
checked_text!(
    /// A commit of a repository, 40 hexadecimal digits.
    Commit,
    is_commit
);
checked_text!(
    /// A SHA-256, 64 hexadecimal digits in lower case.
    Digest,
    is_digest
);

impl FileName {
    /// The parts of the path, folders first.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        self.0.split('/')
    }

    /// The last part: the file's own name.
    #[must_use]
    pub fn file(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }
}

fn is_repo(text: &str) -> bool {
    let Some((owner, name)) = text.split_once('/') else { return false };
    let is_part = |part: &str| {
        (1..=REPO_LIMIT).contains(&part.len())
            && part.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
            && !part.starts_with(['.', '-'])
            && !part.ends_with(['.', '-'])
            // The cache writes `/` as `--`.
            && !part.contains("--")
            && !part.contains("..")
            && !is_device(part)
    };
    is_part(owner) && is_part(name)
}

fn is_file(text: &str) -> bool {
    text.len() <= NAME_LIMIT
        && text.split('/').count() <= DEPTH_LIMIT + 1
        && text.split('/').all(is_component)
}

/// One part of a path. Only characters that no system, shell or address reads in a way of its own.
fn is_component(part: &str) -> bool {
    !part.is_empty()
        && part.chars().all(|c| c.is_ascii_alphanumeric() || "._-+=@,() ".contains(c))
        && !part.starts_with([' ', '-'])
        && !part.ends_with([' ', '.'])
        && !part.contains("..")
        && !part.starts_with('.')
        && !is_device(part)
}

/// Names that Windows keeps for devices, whatever ending follows.
fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part).trim_end().to_ascii_uppercase();
    let numbered = |device: &str| {
        stem.strip_prefix(device)
            .is_some_and(|rest| rest.len() == 1 && rest.chars().all(|c| c.is_ascii_digit()))
    };
    ["CON", "PRN", "AUX", "NUL"].contains(&stem.as_str()) || numbered("COM") || numbered("LPT")
}

fn is_commit(text: &str) -> bool {
    is_hex(text, 40)
}

fn is_digest(text: &str) -> bool {
    is_hex(text, 64)
}

fn is_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn threat_15_names_of_files() {
        for (name, expected) in [
            ("model.gguf", true),
            ("Qwen3-0.6B-Q8_0.gguf", true),
            ("gguf/q4/model (1).gguf", true),
            ("", false),
            (".", false),
            ("..", false),
            ("../model.gguf", false),
            ("a/../../model.gguf", false),
            ("/etc/passwd", false),
            ("//server/share/model.gguf", false),
            ("\\\\server\\share\\model.gguf", false),
            ("..\\model.gguf", false),
            ("C:\\model.gguf", false),
            ("C:model.gguf", false),
            ("model.gguf:stream", false),
            ("a//model.gguf", false),
            ("a/./model.gguf", false),
            ("model.gguf/", false),
            ("model.gguf.", false),
            ("model.gguf ", false),
            (" model.gguf", false),
            (".bashrc", false),
            (".ssh/model.gguf", false),
            ("-rf", false),
            ("CON", false),
            ("con.gguf", false),
            ("a/NUL.txt", false),
            ("Aux .gguf", false),
            ("COM1.gguf", false),
            ("lpt9", false),
            ("common.gguf", true),
            ("model\0.gguf", false),
            ("model\n.gguf", false),
            ("mo\u{202e}fugg.del", false),
            ("mod\u{ff0f}el.gguf", false),
            ("model?.gguf", false),
            ("model*.gguf", false),
            ("model|.gguf", false),
            ("%2e%2e%2fmodel.gguf", false),
            ("~/model.gguf", false),
            ("$HOME/model.gguf", false),
            ("a/b/c/d/e/model.gguf", false),
        ] {
            assert_eq!(FileName::new(name).is_ok(), expected, "{name:?}");
        }
        assert!(FileName::new("a".repeat(161)).is_err());
    }

    #[test]
    fn names_of_repositories() {
        for (name, expected) in [
            ("Qwen/Qwen3-0.6B-GGUF", true),
            ("ibm-granite/granite-3.3-2b-instruct-GGUF", true),
            ("gpt2", false),
            ("a/b/c", false),
            ("../b", false),
            ("a/..", false),
            ("a/b--c", false),
            ("a/.git", false),
            ("a/nul", false),
            ("a/b?x", false),
            ("a/b#x", false),
            ("a/b@main", false),
            ("a /b", false),
        ] {
            assert_eq!(RepoId::new(name).is_ok(), expected, "{name:?}");
        }
    }

    #[test]
    fn digests_and_commits() {
        let digest = "a".repeat(64);
        assert!(
            Digest::new(digest.clone()).is_ok()
                && Commit::new("0123456789abcdef0123456789abcdef01234567").is_ok()
        );
        for wrong in ["", "main", &digest[1..], &digest.to_uppercase(), &format!("{digest}a"), "../../../x"] {
            assert!(Digest::new(wrong).is_err() && Commit::new(wrong).is_err(), "{wrong:?}");
        }
    }

    proptest! {
        /// Whatever passes stays below the folder it is joined to, on this system's rules too.
        #[test]
        fn threat_15_no_name_leaves_its_folder(name in "[a-zA-Z0-9./\\\\:~ -]{0,24}") {
            if let Ok(name) = FileName::new(name) {
                let path = std::path::Path::new("root").join(name.as_str());
                prop_assert!(path.starts_with("root"));
                prop_assert!(path.components().all(|part| matches!(part, std::path::Component::Normal(_))));
            }
        }
    }
}
