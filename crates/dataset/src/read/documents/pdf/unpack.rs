//! What a stream holds once its filters are undone, up to a limit.

use std::borrow::Cow;
use std::io::{self, Write};

use flate2::read::{DeflateDecoder, ZlibDecoder};
use pdf_extract::{Dictionary, Object, Stream};
use weezl::BitOrder;
use weezl::decode::Decoder;

use super::{damaged, unpacked};
use crate::read::ReadCause;

/// Most bytes of one stream. A stream of half a megabyte can hold half a gigabyte, compressed by LZW even more.
pub(super) const STREAM: usize = 64 << 20;
/// Most filters of one stream.
const FILTERS: usize = 8;

/// Bytes written so far; takes no more than [`STREAM`].
#[derive(Default)]
struct Sink {
    bytes: Vec<u8>,
    full: bool,
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.len() > STREAM - self.bytes.len() {
            self.full = true;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What the library makes of the content of a stream, in all steps of the way; a broken end is left off, as there.
/// Borrowed where it makes nothing of it.
pub(super) fn plain<'c>(dict: &Dictionary, content: &'c [u8]) -> Result<Cow<'c, [u8]>, ReadCause> {
    let filters = match dict.get(b"Filter") {
        Ok(Object::Name(name)) => vec![name.as_slice()],
        Ok(Object::Array(names)) => names.iter().filter_map(|name| name.as_name().ok()).collect(),
        _ => Vec::new(),
    };
    if filters.len() > FILTERS {
        return Err(damaged("a stream has too many filters"));
    }
    let params = dict.get(b"DecodeParms").and_then(Object::as_dict).ok();
    check_predictor(params, filters.len())?;
    let mut plain = Cow::Borrowed(content);
    for filter in filters {
        let mut sink = Sink::default();
        match filter {
            b"FlateDecode" => {
                // How decoding ends says only that the data are broken; what came before counts.
                drop(io::copy(&mut ZlibDecoder::new(&*plain), &mut sink));
                if sink.bytes.is_empty() && plain.len() > 2 {
                    drop(io::copy(&mut DeflateDecoder::new(&plain[2..]), &mut sink));
                }
            }
            b"LZWDecode" => {
                let early = params.and_then(|params| params.get(b"EarlyChange").ok()?.as_i64().ok());
                let mut decoder = match early {
                    Some(0) => Decoder::new(BitOrder::Msb, 8),
                    _ => Decoder::with_tiff_size_switch(BitOrder::Msb, 8),
                };
                drop(decoder.into_stream(&mut sink).decode_all(&*plain).status);
            }
            b"ASCII85Decode" => ascii85(&plain, &mut sink),
            // The library undoes no others (RunLength, ASCIIHex, those of pictures): it takes the stream as it is.
            _ => return Ok(Cow::Borrowed(content)),
        }
        if sink.full {
            return Err(unpacked("bytes in one stream", STREAM));
        }
        plain = Cow::Owned(sink.bytes);
    }
    Ok(plain)
}

/// Four bytes for five, or for a single `z`, up to `~`. The library undoes it: its result is what counts.
fn ascii85(content: &[u8], sink: &mut Sink) {
    let end = memchr::memchr(b'~', content).unwrap_or(content.len());
    sink.full = end > STREAM / 4;
    if !sink.full {
        let dict = [("Filter", Object::from("ASCII85Decode"))].into_iter().collect();
        let stream = Stream::new(dict, content[..end].to_vec());
        sink.bytes = stream.decompressed_content().unwrap_or_default();
    }
}

/// Rows of a picture are undone in memory for two rows, however few bytes there are.
fn check_predictor(params: Option<&Dictionary>, filters: usize) -> Result<(), ReadCause> {
    let Some(params) = params else { return Ok(()) };
    let number = |key: &[u8]| params.get(key).and_then(Object::as_i64).unwrap_or(1);
    if number(b"Predictor") < 10 {
        return Ok(());
    }
    let row = [&b"Columns"[..], b"Colors", b"BitsPerComponent"]
        .iter()
        .try_fold(1_i64, |row, key| row.checked_mul(number(key).max(1)));
    match row {
        Some(bits) if bits <= STREAM as i64 && filters < 2 => Ok(()),
        _ => Err(damaged("the rows of a stream are of no possible width")),
    }
}
