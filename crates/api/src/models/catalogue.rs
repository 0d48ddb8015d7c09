//! The catalogue of open-weight models that is part of the program.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::error::{Result, WireError};

static TEXT: &str = include_str!("../../../../models/catalogue.toml");
static ENTRIES: LazyLock<std::result::Result<Vec<Listed>, String>> = LazyLock::new(|| parse(TEXT));

/// A model of the catalogue.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    /// Its id, such as `qwen3-4b`.
    pub id: String,
    pub name: String,
    /// Who made it.
    pub maker: String,
    /// Family, as people say it.
    pub family: String,
    /// Family, as model files say it.
    pub architecture: String,
    /// Repository of the hub: `owner/name`.
    pub repository: String,
    /// Pattern of the file's name in it.
    pub file: String,
    pub quantization: Quantization,
    /// Number of weights, as its makers count.
    pub parameters: u64,
    /// Context window, in tokens.
    pub context: u64,
    /// SPDX identifier, or `LicenseRef-…`.
    pub license: String,
    /// What the licence restricts.
    pub license_note: Option<String>,
    /// BCP 47 tags of the languages named first.
    pub languages: Vec<String>,
    /// How many languages its makers name, where that is more.
    pub languages_in_all: Option<u32>,
    pub shape: Shape,
    /// Somebody has downloaded it and this program has run it.
    pub verified: bool,
}

/// How the weights of a listed file are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[allow(non_camel_case_types, reason = "the names that model files carry")]
pub enum Quantization {
    Q8_0,
    /// Half of the value and down projections, and the vocabulary, in `Q6_K`; the rest in `Q4_K`.
    Q4_K_M,
}

impl Quantization {
    pub fn name(self) -> &'static str {
        match self {
            Self::Q8_0 => "Q8_0",
            Self::Q4_K_M => "Q4_K_M",
        }
    }
}

/// Sizes of a decoder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shape {
    pub layers: u64,
    pub heads: u64,
    pub kv_heads: u64,
    /// Width of a head.
    pub head_dim: u64,
    /// Width of the residual stream.
    pub hidden: u64,
    /// Width of the feed-forward layer.
    pub feed_forward: u64,
    pub vocabulary: u64,
    /// One matrix serves as embedding and as output.
    pub tied: bool,
}

/// Bits of one weight, with the scales of its block.
const Q8_0: f64 = 8.5;
const Q6_K: f64 = 6.5625;
const Q4_K: f64 = 4.5;

impl Shape {
    /// Number of weights; norms and biases, far below a percent, are left out.
    pub fn parameters(&self) -> u64 {
        let [mixed, plain, vocabulary] = self.parts();
        mixed + plain + vocabulary * if self.tied { 1 } else { 2 }
    }

    /// Size of the weights, in bytes.
    pub fn weight_bytes(&self, quantization: Quantization) -> u64 {
        let [mixed, plain, vocabulary] = self.parts().map(|weights| weights as f64);
        let bits = match quantization {
            Quantization::Q8_0 => self.parameters() as f64 * Q8_0,
            Quantization::Q4_K_M => {
                let table = if self.tied { Q6_K } else { Q4_K + Q6_K };
                mixed * (Q4_K + Q6_K) / 2.0 + plain * Q4_K + vocabulary * table
            }
        };
        (bits / 8.0) as u64
    }

    /// Size of keys and values of one token in half precision, in bytes.
    pub fn kv_bytes_per_token(&self) -> u64 {
        self.layers * self.kv_heads * self.head_dim * 2 * 2
    }

    /// Weights of the value and down projections, of all others, and of one vocabulary matrix.
    fn parts(&self) -> [u64; 3] {
        let mixed = self.hidden * (self.kv_heads * self.head_dim + self.feed_forward);
        let attention = self.hidden * self.head_dim * (2 * self.heads + self.kv_heads);
        let plain = attention + 2 * self.hidden * self.feed_forward;
        [self.layers * mixed, self.layers * plain, self.vocabulary * self.hidden]
    }
}

/// All entries, smallest first.
pub fn entries() -> Result<&'static [Listed]> {
    ENTRIES.as_deref().map_err(|reason| {
        WireError::failed("The catalogue of models cannot be read; install the program again.")
            .with_detail(reason)
    })
}

/// The entry with an id.
pub fn entry(id: &str) -> Result<&'static Listed> {
    entries()?.iter().find(|entry| entry.id == id).ok_or_else(|| {
        WireError::not_found(format!(
            "The catalogue has no model '{id}'; 'seedbed models list' and the Models page show those there are."
        ))
    })
}

fn parse(text: &str) -> std::result::Result<Vec<Listed>, String> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Catalogue {
        schema: u32,
        models: Vec<Listed>,
    }
    let catalogue: Catalogue = toml::from_str(text).map_err(|error| error.to_string())?;
    if catalogue.schema != 1 {
        return Err(format!("schema {} is not known", catalogue.schema));
    }
    Ok(catalogue.models)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_entry_is_whole() {
        let entries = entries().unwrap();
        assert!(entries.len() >= 20);
        let mut ids = BTreeSet::new();
        for entry in entries {
            let id = &entry.id;
            assert!(ids.insert(id), "{id} twice");
            assert!(inference::is_known(&entry.architecture), "{id}: {}", entry.architecture);
            assert!(net::RepoId::new(entry.repository.clone()).is_ok(), "{id}: {}", entry.repository);
            assert!(
                entry.file.ends_with(".gguf") && entry.file.matches('*').count() <= 1,
                "{id}: {}",
                entry.file
            );
            let stem = entry.file.to_ascii_lowercase();
            assert!(stem.contains(&entry.quantization.name().to_ascii_lowercase()), "{id}: {}", entry.file);
            assert!((100_000_000..15_000_000_000).contains(&entry.parameters), "{id}");
            let ratio = entry.shape.parameters() as f64 / entry.parameters as f64;
            assert!((0.9..1.1).contains(&ratio), "{id}: the shape has {ratio} times the weights stated");
            assert!(entry.shape.heads.is_multiple_of(entry.shape.kv_heads), "{id}");
            assert!(entry.context >= 4096 && !entry.maker.is_empty() && !entry.family.is_empty(), "{id}");
            assert!(!entry.languages.is_empty(), "{id}");
            for language in &entry.languages {
                assert!(is_language(language), "{id}: {language}");
            }
            assert!(entry.languages_in_all.is_none_or(|all| all as usize > entry.languages.len()), "{id}");
            let free = ["Apache-2.0", "MIT"].contains(&entry.license.as_str());
            assert!(free || entry.license.starts_with("LicenseRef-"), "{id}: {}", entry.license);
            assert_eq!(entry.license_note.is_none(), free, "{id}: what a licence restricts is said");
        }
        assert!(entries.is_sorted_by_key(|entry| entry.parameters / 50_000_000), "smallest first");
    }

    /// A BCP 47 tag of a language, with script and region where they matter.
    fn is_language(tag: &str) -> bool {
        let mut parts = tag.split('-');
        let language = parts.next().is_some_and(|part| {
            (2..=3).contains(&part.len()) && part.chars().all(|c| c.is_ascii_lowercase())
        });
        language
            && parts.all(|part| matches!(part.len(), 2 | 4) && part.chars().all(|c| c.is_ascii_alphabetic()))
    }

    #[test]
    fn tags_of_languages() {
        for (tag, expected) in
            [("en", true), ("pt-BR", true), ("zh-Hant", true), ("english", false), ("EN", false), ("", false)]
        {
            assert_eq!(is_language(tag), expected, "{tag}");
        }
    }

    /// Sizes of published files, in millions of bytes.
    #[test]
    fn sizes_follow_from_shapes() {
        for (id, megabytes) in [
            ("qwen3-0.6b", 639.0),
            ("qwen3-4b", 2497.0),
            ("qwen3-8b", 5028.0),
            ("llama-3.2-1b", 1321.0),
            ("mistral-7b-v0.3", 4372.0),
        ] {
            let entry = entry(id).unwrap();
            let estimate = entry.shape.weight_bytes(entry.quantization) as f64 / 1e6;
            assert!((estimate / megabytes - 1.0).abs() < 0.05, "{id}: {estimate} for {megabytes}");
        }
    }

    #[test]
    fn what_is_not_known_is_refused() {
        for (change, expected) in [
            (("schema = 1", "schema = 2"), "schema 2"),
            (("schema = 1", "schema = 1\nsha256 = \"ab\""), "sha256"),
            (("verified = false", "verified = false\nsize = 5"), "size"),
            (("quantization = \"Q8_0\"", "quantization = \"IQ2_XXS\""), "IQ2_XXS"),
            (("layers = 30", "layers = \"30\""), "layers"),
        ] {
            let error = parse(&TEXT.replacen(change.0, change.1, 1)).unwrap_err();
            assert!(error.contains(expected), "{error}");
        }
        assert!(entry("gpt-5").unwrap_err().message.contains("no model 'gpt-5'"));
    }
}
