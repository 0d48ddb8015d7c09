//! One answer in the making: from logits to tokens and text.

use crate::constraint::Guide;
use crate::model::{Finish, GenerateRequest, Generation, ModelError, Token};
use crate::sampler::Sampler;
use crate::tokenizer::{Decoder, Tokenizer};

use super::stop::StopFilter;

/// Writes one answer.
pub struct Writer<'t> {
    tokenizer: &'t Tokenizer,
    sampler: Sampler,
    opposed: bool,
    guide: Option<Box<Guide>>,
    decoder: Option<Decoder<'t>>,
    stop: StopFilter,
    room: usize,
    limit: Finish,
    text: String,
    tokens: Vec<Token>,
    finish: Option<Finish>,
    /// Tokens before this one were handed out.
    told: usize,
}

impl<'t> Writer<'t> {
    /// A writer for a request. The window leaves room for `window_room` tokens.
    pub fn new(
        tokenizer: &'t Tokenizer,
        request: GenerateRequest,
        guide: Option<Box<Guide>>,
        window_room: usize,
    ) -> Self {
        let limit = if request.max_tokens <= window_room { Finish::Length } else { Finish::Context };
        let room = request.max_tokens.min(window_room);
        let mut writer = Self {
            tokenizer,
            sampler: Sampler::new(request.sampling, request.draws),
            opposed: !request.counter_prompts.is_empty(),
            guide,
            decoder: Some(tokenizer.decoder()),
            stop: StopFilter::new(&request.stop),
            room,
            limit,
            text: String::new(),
            tokens: Vec::new(),
            finish: (room == 0).then_some(limit),
            told: 0,
        };
        writer.write_forced();
        writer
    }

    /// Takes the logits after the last token, its own and those of the counter-prompts, and writes the next one, and
    /// those that it forces.
    ///
    /// # Errors
    /// No token can be drawn, or the constraint fails.
    pub fn write(&mut self, logits: &[f32], counter: &[&[f32]]) -> Result<(), ModelError> {
        let allowed = self.guide.as_mut().map(|guide| guide.allowed()).transpose()?;
        let position = self.tokens.len();
        let drawn = self
            .sampler
            .draw(logits, counter, allowed.as_ref(), position)
            .ok_or_else(|| ModelError::Compute { reason: "the logits allow no token".to_owned() })?;
        let forced = allowed.is_some_and(|allowed| allowed.num_set() == 1);
        if self.tokenizer.is_end(drawn.id) {
            self.tokens.push(Token {
                id: drawn.id,
                text: String::new(),
                log_probability: drawn.log_probability,
                forced,
            });
            self.end(Finish::End);
            return Ok(());
        }
        if let Some(guide) = &mut self.guide {
            guide.follow(drawn.id)?;
        }
        self.push(drawn.id, drawn.log_probability, forced);
        self.write_forced();
        Ok(())
    }

    /// Writes what the constraint leaves no choice about.
    fn write_forced(&mut self) {
        let Some(guide) = &mut self.guide else { return };
        if self.finish.is_some() {
            return;
        }
        let mut forced = guide.forced();
        let complete = guide.is_complete();
        // The end of the turn is no part of the text; that the constraint is complete says as much.
        forced.retain(|id| !self.tokenizer.is_end(*id));
        let count = forced.len();
        for (written, id) in forced.into_iter().enumerate() {
            self.push(id, 0.0, true);
            if self.finish.is_some() && written + 1 < count {
                return;
            }
        }
        if complete && self.finish != Some(Finish::Stop) {
            self.end(Finish::End);
        }
    }

    fn push(&mut self, id: u32, log_probability: f32, forced: bool) {
        self.sampler.wrote(id);
        let decoded = self.decoder.as_mut().map(|d| d.push(id)).unwrap_or_default();
        let (text, stopped) = self.stop.push(&decoded);
        self.text.push_str(&text);
        self.tokens.push(Token { id, text, log_probability, forced });
        if stopped {
            self.end(Finish::Stop);
        } else if self.tokens.len() >= self.room {
            self.end(self.limit);
        }
    }

    /// Ends the answer; what was held back becomes text unless a stop text swallowed it.
    fn end(&mut self, finish: Finish) {
        self.finish = Some(finish);
        let rest = self.decoder.take().map(Decoder::finish).unwrap_or_default();
        if finish == Finish::Stop {
            return;
        }
        let (mut text, stopped) = self.stop.push(&rest);
        if stopped {
            self.finish = Some(Finish::Stop);
        } else {
            text.push_str(&self.stop.finish());
        }
        self.text.push_str(&text);
        if let Some(last) = self.tokens.last_mut() {
            last.text.push_str(&text);
        }
    }

    /// Ends the answer from outside.
    pub fn cancel(&mut self) {
        if self.finish.is_none() {
            self.end(Finish::Cancelled);
        }
    }

    /// Whether there are counter-prompts.
    pub fn is_opposed(&self) -> bool {
        self.opposed
    }

    /// Tokens that were not handed out yet.
    pub fn news(&mut self) -> &[Token] {
        let told = std::mem::replace(&mut self.told, self.tokens.len());
        &self.tokens[told..]
    }

    /// Tokens written so far.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The answer, when it is finished.
    pub fn result(&mut self) -> Option<Generation> {
        let finish = self.finish?;
        Some(Generation {
            text: std::mem::take(&mut self.text),
            tokens: std::mem::take(&mut self.tokens),
            finish,
        })
    }
}
