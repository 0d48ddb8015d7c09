//! Compact, exact storage of one attempt.
//!
//! Token traces are most of an attempt. They are taken out of its JSON and kept as plain numbers, which also keeps
//! every `f32` to the bit; the whole is then deflated. Layout before compression, integers little-endian: length of
//! the JSON (`u32`), the JSON with empty traces, then for each step: number of tokens (`u32`), byte length of each
//! text (`u32`), log-probability of each (`f32`), 1 or 0 for each forced or free (`u8`), the texts.

use std::io::{Read, Write};

use dataset::{Attempt, StepTrace, TokenTrace};
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

use crate::Error;

/// Largest record accepted from a file; a forged one could unpack to any size.
const LARGEST: u64 = 64 << 20;

pub(crate) fn encode(attempt: &Attempt) -> Result<Vec<u8>, Error> {
    let mut bare = attempt.clone();
    let traces: Vec<Vec<TokenTrace>> =
        bare.steps.iter_mut().map(|step| std::mem::take(&mut step.tokens)).collect();
    let json = serde_json::to_vec(&bare)?;
    let mut plain = Vec::with_capacity(json.len() * 2);
    put(&mut plain, json.len())?;
    plain.extend(json);
    for tokens in &traces {
        put(&mut plain, tokens.len())?;
        for token in tokens {
            put(&mut plain, token.text.len())?;
        }
        plain.extend(tokens.iter().flat_map(|token| token.log_probability.to_le_bytes()));
        plain.extend(tokens.iter().map(|token| u8::from(token.forced)));
        plain.extend(tokens.iter().flat_map(|token| token.text.as_bytes()));
    }
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::new(4));
    encoder.write_all(&plain)?;
    Ok(encoder.finish()?)
}

pub(crate) fn decode(record: &[u8]) -> Result<Attempt, Error> {
    let mut plain = Vec::new();
    DeflateDecoder::new(record).take(LARGEST).read_to_end(&mut plain).map_err(Error::damaged)?;
    let mut rest = plain.as_slice();
    let length = take_count(&mut rest)?;
    let mut attempt: Attempt = serde_json::from_slice(take(&mut rest, length)?)?;
    for StepTrace { tokens, .. } in &mut attempt.steps {
        *tokens = trace(&mut rest)?;
    }
    Ok(attempt)
}

fn trace(rest: &mut &[u8]) -> Result<Vec<TokenTrace>, Error> {
    let count = take_count(rest)?;
    let mut lengths = take(rest, count.saturating_mul(4))?;
    let numbers = take(rest, count.saturating_mul(4))?;
    let forced = take(rest, count)?;
    let mut tokens = Vec::with_capacity(count);
    for (number, forced) in numbers.as_chunks().0.iter().zip(forced) {
        let length = take_count(&mut lengths)?;
        let text = std::str::from_utf8(take(rest, length)?).map_err(Error::damaged)?;
        tokens.push(TokenTrace {
            text: text.to_owned(),
            log_probability: f32::from_le_bytes(*number),
            forced: *forced == 1,
        });
    }
    Ok(tokens)
}

fn put(plain: &mut Vec<u8>, count: usize) -> Result<(), Error> {
    let count = u32::try_from(count)
        .map_err(|_source| Error::Storage { detail: "an answer is longer than 4 GiB".to_owned() })?;
    plain.extend(count.to_le_bytes());
    Ok(())
}

fn take_count(rest: &mut &[u8]) -> Result<usize, Error> {
    let bytes = rest.split_off(..4).and_then(|bytes| bytes.first_chunk::<4>()).ok_or_else(short)?;
    Ok(u32::from_le_bytes(*bytes) as usize)
}

fn take<'a>(rest: &mut &'a [u8], length: usize) -> Result<&'a [u8], Error> {
    rest.split_off(..length).ok_or_else(short)
}

fn short() -> Error {
    Error::damaged("the record of an attempt ends too early")
}
