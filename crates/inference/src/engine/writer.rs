//! One answer in the making: from logits to tokens and text.

use toktrie::SimpleVob;

use crate::constraint::Guide;
use crate::model::{Finish, GenerateRequest, Generation, ModelError, Token};
use crate::sampler::{Attempt, Draw, Sampler};
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
        let (drawn, forced) = self.draw(logits, counter)?;
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

    /// Draws the next token, and tells whether the constraint left no choice.
    ///
    /// A token is drawn from all of them first and then looked at: most often it is allowed, and one token is checked
    /// in a thousandth of the time that the mask of the vocabulary takes. Where it is not, another is drawn from
    /// those that are. A token x of the allowed ones, of probability a together, comes with p(x) + (1 - a) p(x) / a
    /// = p(x) / a, as if the mask had been there from the start; with top-k, top-p or min-p the first draw is from what
    /// these leave of the whole vocabulary.
    fn draw(&mut self, logits: &[f32], counter: &[&[f32]]) -> Result<(Draw, bool), ModelError> {
        let position = self.tokens.len();
        let draw = |allowed: Option<&SimpleVob>, attempt| {
            self.sampler
                .draw(logits, counter, allowed, position, attempt)
                .ok_or_else(|| ModelError::Compute { reason: "the logits allow no token".to_owned() })
        };
        let Some(guide) = &mut self.guide else { return Ok((draw(None, Attempt::First)?, false)) };
        let mut attempt = Attempt::First;
        if !guide.is_narrow() {
            let drawn = draw(None, attempt)?;
            if guide.allows(drawn.id)? {
                return Ok((drawn, false));
            }
            attempt = Attempt::Second;
        }
        let allowed = guide.allowed()?;
        Ok((draw(Some(&allowed), attempt)?, allowed.num_set() == 1))
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::checkpoint::Checkpoint;
    use crate::constraint::Grammars;
    use crate::model::{Cancel, Constraint, DrawKey, Priority, Sampling};

    /// What is not allowed gives its share to what is, in proportion, whether it was drawn first or not.
    #[test]
    fn the_allowed_tokens_share_the_probability() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/starter/starter.gguf");
        let tokenizer = Checkpoint::open(&path).unwrap().tokenizer().unwrap();
        let grammars = Grammars::new(tokenizer.clone()).unwrap();
        let constraint = Constraint::Regex("[abc][0-9a-z]*".to_owned());
        let letters = ["a", "b", "c", "D"].map(|letter| tokenizer.encode_text(letter)[0]);
        let mut logits = vec![f32::NEG_INFINITY; tokenizer.size()];
        for (id, share) in letters.iter().zip([0.1_f32, 0.2, 0.3, 0.4]) {
            logits[*id as usize] = share.ln();
        }
        let check = |sampling: &Sampling, expected: [f64; 4]| {
            let mut counts = [0_u32; 4];
            for number in 0..3000 {
                let request = GenerateRequest {
                    id: 0,
                    prompt: Vec::new().into(),
                    counter_prompts: Vec::new(),
                    max_tokens: 4,
                    sampling: sampling.clone(),
                    constraint: Constraint::Free,
                    stop: Vec::new(),
                    draws: DrawKey([number, 0, 0, 0]),
                    priority: Priority::Run,
                    cancel: Cancel::default(),
                };
                let guide = grammars.compile(&constraint).unwrap().map(Box::new);
                let mut writer = Writer::new(&tokenizer, request, guide, 9);
                writer.write(&logits, &[]).unwrap();
                let drawn = writer.tokens()[0].id;
                counts[letters.iter().position(|id| *id == drawn).unwrap()] += 1;
            }
            for (count, share) in counts.iter().zip(expected) {
                assert!((f64::from(*count) / 3000.0 - share).abs() < 0.03, "{sampling:?}: {counts:?}");
            }
        };
        let (one, two, three) = (1.0 / 6.0, 2.0 / 6.0, 3.0 / 6.0);
        check(&Sampling::default(), [one, two, three, 0.0]);
        check(&Sampling { temperature: 0.0, ..Sampling::default() }, [0.0, 0.0, 1.0, 0.0]);
        // The first draw is D or c, a second one c alone or c and b.
        check(&Sampling { top_k: Some(1), ..Sampling::default() }, [0.0, 0.0, 1.0, 0.0]);
        check(&Sampling { top_k: Some(2), ..Sampling::default() }, [0.0, 8.0 / 35.0, 27.0 / 35.0, 0.0]);
    }
}
