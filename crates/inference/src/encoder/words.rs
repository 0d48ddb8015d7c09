//! Texts as WordPiece tokens (Schuster and Nakajima 2012), framed as BERT was trained.

use ahash::AHashMap;
use tokenizers::models::wordpiece::WordPiece;
use tokenizers::normalizers::BertNormalizer;
use tokenizers::pre_tokenizers::bert::BertPreTokenizer;
use tokenizers::{Encoding, Tokenizer};

use super::EncoderError;
use super::files::WordPieceFile;

/// Cuts texts into tokens.
pub(super) struct Words {
    tokenizer: Tokenizer,
    first: u32,
    last: u32,
    context: usize,
}

impl Words {
    /// A tokenizer for texts of at most `context` tokens.
    pub(super) fn new(file: WordPieceFile, context: usize) -> Result<Self, EncoderError> {
        let failed = |error: tokenizers::Error| EncoderError::Words { reason: error.to_string() };
        let WordPieceFile { vocabulary, unknown, prefix, longest_word, normalizer, first, last } = file;
        let pieces = WordPiece::builder()
            .vocab(vocabulary.into_iter().collect::<AHashMap<_, _>>())
            .unk_token(unknown)
            .continuing_subword_prefix(prefix)
            .max_input_chars_per_word(longest_word)
            .build()
            .map_err(failed)?;
        let normalizer = BertNormalizer::new(
            normalizer.clean_text,
            normalizer.handle_chinese_chars,
            normalizer.strip_accents,
            normalizer.lowercase,
        );
        let mut tokenizer = Tokenizer::new(pieces);
        tokenizer.with_normalizer(Some(normalizer)).map_err(failed)?;
        tokenizer.with_pre_tokenizer(Some(BertPreTokenizer));
        Ok(Self { tokenizer, first, last, context })
    }

    /// The tokens of a text, cut where it is too long, with those that frame it.
    pub(super) fn encode(&self, text: &str) -> Result<Vec<u32>, EncoderError> {
        let encoding = self.cut(text)?;
        let mut framed = vec![self.first];
        framed.extend(encoding.get_ids().iter().take(self.context - 2));
        framed.push(self.last);
        Ok(framed)
    }

    /// The number of a text's tokens, with those that frame it.
    pub(super) fn count(&self, text: &str) -> Result<usize, EncoderError> {
        Ok(self.cut(text)?.len() + 2)
    }

    fn cut(&self, text: &str) -> Result<Encoding, EncoderError> {
        self.tokenizer.encode(text, false).map_err(|error| EncoderError::Words { reason: error.to_string() })
    }
}
