//! Constraints on what an answer may look like, by `llguidance`.

use std::sync::{Arc, Mutex, PoisonError};

use llguidance::api::TopLevelGrammar;
use llguidance::{Matcher, ParserFactory};
use serde_json::{Value, json};
use toktrie::{SimpleVob, TokEnv, TokRxInfo, TokTrie, TokenId, TokenizerEnv};

use crate::error::LoadError;
use crate::model::{Constraint, ModelError};
use crate::tokenizer::Tokenizer;

/// Compiled constraints that are kept, the latest first: the rows of a run share a few.
const KEPT: usize = 32;

/// Compiles constraints for one vocabulary.
pub struct Grammars {
    factory: ParserFactory,
    kept: Mutex<Vec<(Constraint, Matcher)>>,
}

impl Grammars {
    /// Prepares for a vocabulary of `size` logits.
    ///
    /// # Errors
    /// The vocabulary cannot be used.
    pub fn new(tokenizer: Arc<Tokenizer>) -> Result<Self, LoadError> {
        let words: Vec<Vec<u8>> = (0..tokenizer.size() as u32)
            .map(|id| {
                let bytes = tokenizer.token_bytes(id);
                // A token without bytes would fit everywhere and lead nowhere.
                match tokenizer.is_special(id) || tokenizer.is_end(id) || bytes.is_empty() {
                    true => [&[TokTrie::SPECIAL_TOKEN_MARKER], bytes].concat(),
                    false => bytes.to_vec(),
                }
            })
            .collect();
        let info = TokRxInfo::new(tokenizer.size() as u32, tokenizer.end_of_turn());
        let trie = TokTrie::from(&info, &words).with_eos_tokens(&[tokenizer.end_of_turn()]);
        let environment: TokEnv = Arc::new(Environment { trie, tokenizer });
        let mut factory = ParserFactory::new_simple(&environment)
            .map_err(|error| LoadError::Constraint { reason: error.to_string() })?;
        factory.quiet();
        Ok(Self { factory, kept: Mutex::default() })
    }

    /// Compiles a constraint; `None` for free text.
    ///
    /// # Errors
    /// The constraint is not sound or too large.
    pub fn compile(&self, constraint: &Constraint) -> Result<Option<Guide>, ModelError> {
        if *constraint == Constraint::Free {
            return Ok(None);
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, matcher)) = kept.iter().find(|(known, _)| known == constraint) {
            return Ok(Some(Guide(matcher.deep_clone())));
        }
        let matcher = Matcher::new(self.factory.create_parser(grammar(constraint)?));
        if let Some(reason) = matcher.get_error() {
            return Err(ModelError::Constraint { reason: first_line(&reason) });
        }
        kept.insert(0, (constraint.clone(), matcher.deep_clone()));
        kept.truncate(KEPT);
        Ok(Some(Guide(matcher)))
    }
}

fn grammar(constraint: &Constraint) -> Result<TopLevelGrammar, ModelError> {
    match constraint {
        Constraint::Free => Ok(TopLevelGrammar::from_regex("(?s:.*)")),
        Constraint::Choice(texts) => {
            if texts.is_empty() || texts.iter().any(String::is_empty) {
                let reason = "a choice needs at least one text and none may be empty".to_owned();
                return Err(ModelError::Constraint { reason });
            }
            let quoted: Vec<String> = texts.iter().map(|t| Value::from(t.as_str()).to_string()).collect();
            Ok(TopLevelGrammar::from_lark(format!("start: {}", quoted.join(" | "))))
        }
        Constraint::JsonSchema(schema) => {
            // One space after separators and none elsewhere, as models write JSON: fewer tokens, and
            // no room for endless white space.
            let mut schema = match schema {
                Value::Bool(true) => json!({}),
                other => other.clone(),
            };
            if let Some(object) = schema.as_object_mut() {
                object.entry("x-guidance").or_insert_with(
                    || json!({ "whitespace_flexible": false, "item_separator": ", ", "key_separator": ": " }),
                );
            }
            Ok(TopLevelGrammar::from_json_schema(schema))
        }
        Constraint::Regex(pattern) => Ok(TopLevelGrammar::from_regex(pattern)),
    }
}

fn first_line(reason: &str) -> String {
    reason.lines().next().unwrap_or_default().trim_end_matches('.').to_owned()
}

/// Follows one answer through its constraint.
pub struct Guide(Matcher);

impl Guide {
    /// Whether the next byte is given. Few tokens may come then, and the mask of them is cheap; elsewhere it is walked for
    /// through most of the vocabulary.
    pub fn is_narrow(&mut self) -> bool {
        !self.0.compute_ff_bytes().is_empty()
    }

    /// Whether a token may come next: what [`Guide::allowed`] says of it, without the others.
    ///
    /// # Errors
    /// The constraint grew beyond its limits.
    pub fn allows(&mut self, token: u32) -> Result<bool, ModelError> {
        self.0.validate_tokens(&[token]).map(|valid| valid == 1).map_err(|error| failed(&error.to_string()))
    }

    /// Tokens that may come next; the end of the turn among them where the text may end here.
    ///
    /// # Errors
    /// The constraint grew beyond its limits.
    pub fn allowed(&mut self) -> Result<SimpleVob, ModelError> {
        self.0.compute_mask_or_eos().map_err(|error| failed(&error.to_string()))
    }

    /// Follows a token.
    ///
    /// # Errors
    /// The token is not allowed, or the constraint grew beyond its limits.
    pub fn follow(&mut self, token: u32) -> Result<(), ModelError> {
        self.0.consume_token(token).map_err(|error| failed(&error.to_string()))
    }

    /// Tokens that must come next, already followed.
    pub fn forced(&mut self) -> Vec<u32> {
        self.0.consume_ff_tokens()
    }

    /// Whether nothing may follow.
    pub fn is_complete(&self) -> bool {
        self.0.is_stopped() && !self.0.is_error()
    }
}

fn failed(reason: &str) -> ModelError {
    ModelError::Constraint { reason: first_line(reason) }
}

struct Environment {
    trie: TokTrie,
    tokenizer: Arc<Tokenizer>,
}

impl TokenizerEnv for Environment {
    fn tok_trie(&self) -> &TokTrie {
        &self.trie
    }

    fn tokenize_bytes(&self, bytes: &[u8]) -> Vec<TokenId> {
        self.trie.tokenize_with_greedy_fallback(bytes, |text| self.tokenizer.encode_text(text))
    }

    /// A vocabulary that puts a space before every text cannot tokenize a piece from the middle of one.
    fn tokenize_is_canonical(&self) -> bool {
        !self.tokenizer.writes_space_first()
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use proptest::prelude::*;

    use super::*;
    use crate::checkpoint::Checkpoint;

    fn grammars(file: &str) -> (Arc<Tokenizer>, Grammars) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        let tokenizer = Checkpoint::open(&path).unwrap().tokenizer().unwrap();
        (tokenizer.clone(), Grammars::new(tokenizer).unwrap())
    }

    fn constraints() -> Vec<Constraint> {
        let schema = json!({
            "type": "object",
            "properties": {
                "label": { "enum": ["positive", "negative"] },
                "stars": { "type": "integer", "minimum": 1, "maximum": 50 },
                "parts": { "type": "array", "items": { "type": "string" }, "maxItems": 3 }
            },
            "required": ["label", "stars", "parts"],
            "additionalProperties": false
        });
        vec![
            Constraint::JsonSchema(schema),
            Constraint::Regex(r"\S+([ \n]\S+){2,4}".to_owned()),
            Constraint::Regex("[A-Za-zé ,.]{3,9}".to_owned()),
            Constraint::Choice(["yes", "yes, but", "no"].map(str::to_owned).to_vec()),
        ]
    }

    /// One token at a time is answered as the mask answers for all, wherever the next byte is not given.
    #[test]
    fn a_token_is_allowed_as_the_mask_says() {
        for file in ["../../models/starter/starter.gguf", "tests/data/stories260K.gguf"] {
            let (tokenizer, grammars) = grammars(file);
            let mut runner = proptest::test_runner::TestRunner::deterministic();
            let walks = (0_usize..4, prop::collection::vec(any::<prop::sample::Index>(), 1..20));
            runner
                .run(&walks, |(which, walk)| {
                    let mut guide = grammars.compile(&constraints()[which]).unwrap().unwrap();
                    for step in walk {
                        guide.forced();
                        if guide.is_complete() {
                            break;
                        }
                        let narrow = guide.is_narrow();
                        let mask = guide.allowed().unwrap();
                        for id in (0..tokenizer.size() as u32).filter(|_| !narrow) {
                            prop_assert_eq!(guide.allows(id).unwrap(), mask.is_allowed(id), "token {}", id);
                        }
                        let allowed: Vec<u32> = mask.iter().collect();
                        let token = *step.get(&allowed);
                        if tokenizer.is_end(token) {
                            break;
                        }
                        guide.follow(token).unwrap();
                    }
                    Ok(())
                })
                .unwrap();
        }
    }
}
