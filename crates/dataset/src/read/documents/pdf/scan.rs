//! What the file holds, found before the library reads it.
//!
//! The library unpacks cross-reference streams and object streams while it opens a file, at whatever place the file
//! names. So each place where an object could begin is looked at here, whether or not the file says that one does.

use std::borrow::Cow;

use pdf_extract::content::Content;
use pdf_extract::{Dictionary, Object};

use super::room::{AT_ONCE, room};
use super::unpack::plain;
use super::{damaged, unpacked};
use crate::read::ReadCause;

/// Most bytes that all streams hold unpacked, pictures aside.
pub(super) const ALL_STREAMS: usize = 256 << 20;
/// Most bytes of a stream of places of objects.
const TABLE: usize = 16 << 20;
/// Most bytes of the dictionary at the end of a file.
const TRAILER: usize = 1 << 20;
/// Most places where a dictionary could end that are tried.
const TRIES: usize = 64;
/// Most objects of a file (ISO 32000-1, annex C).
const OBJECTS: i64 = 8_388_607;

/// Refuses a file whose streams hold too much; says whether it is encrypted, and hides that from the library if so.
pub(super) fn check(bytes: &mut [u8]) -> Result<bool, ReadCause> {
    let mut total = 0_usize;
    let mut encrypted = false;
    let mut at = 0;
    while let Some(place) = find(&bytes[at..], b"obj").map(|place| at + place) {
        at = place + 3;
        let start = at + space(&bytes[at..]);
        let Some((dict, data)) = stream(&bytes[start..])? else { continue };
        encrypted |= hide(bytes, &dict, start..start + data)?;
        if is_picture(&dict) {
            continue;
        }
        check_table(&dict)?;
        let data = &bytes[start + data..];
        let length =
            dict.get(b"Length").and_then(Object::as_i64).ok().and_then(|length| usize::try_from(length).ok());
        // A length that stands elsewhere is not looked up: the data end by themselves, or with the file.
        let data = length.and_then(|length| data.get(..length)).unwrap_or(data);
        if let Cow::Owned(plain) = plain(&dict, data)? {
            check_objects(&dict, &plain)?;
            total += plain.len();
        }
        if total > ALL_STREAMS {
            return Err(unpacked("bytes in all streams together", ALL_STREAMS));
        }
    }
    Ok(encrypted | check_trailers(bytes)?)
}

/// Looks for encryption in the dictionaries at the ends of the file and of its earlier versions.
fn check_trailers(bytes: &mut [u8]) -> Result<bool, ReadCause> {
    let (mut encrypted, mut tries, mut at) = (false, 0, 0);
    while let Some(place) = find(&bytes[at..], b"trailer").map(|place| at + place) {
        at = place + 7;
        let start = at + space(&bytes[at..]);
        if !bytes[start..].starts_with(b"<<") {
            continue;
        }
        let most = bytes.len().min(start + TRAILER);
        let end = find(&bytes[start..most], b"startxref").map_or(most, |end| start + end);
        let mut found = leading_dictionary(&bytes[start..end]);
        if found.is_none() {
            tries += 1;
            found = leading_dictionary(&bytes[start..most]);
        }
        match found {
            Some(dict) => encrypted |= hide(bytes, &dict, start..most)?,
            None if tries > TRIES || most < bytes.len() => {
                return Err(damaged("the dictionary at its end is broken"));
            }
            None => {}
        }
    }
    Ok(encrypted)
}

/// Refuses what the library takes much memory for while it opens a file.
pub(super) fn check_objects(dict: &Dictionary, content: &[u8]) -> Result<(), ReadCause> {
    if dict.has(b"W") && content.len() > TABLE {
        return Err(unpacked("bytes in its table of objects", TABLE));
    }
    if dict.has(b"First") && room(content) > AT_ONCE {
        return Err(unpacked("bytes of memory in one stream of objects", AT_ONCE));
    }
    Ok(())
}

/// Whether a stream is a picture. What the library unpacks while it opens a file has other keys.
pub(super) fn is_picture(dict: &Dictionary) -> bool {
    let subtype = dict.get(b"Subtype").and_then(Object::as_name);
    subtype.is_ok_and(|name| name == b"Image") && !dict.has(b"First") && !dict.has(b"W")
}

/// Under which name the dictionary of encryption is hidden.
pub(super) const HIDDEN: &[u8] = b"Encrypx";

/// The library would unpack the object streams of an encrypted file unseen, so it is made to take it for a plain one.
fn hide(bytes: &mut [u8], dict: &Dictionary, place: std::ops::Range<usize>) -> Result<bool, ReadCause> {
    if !dict.has(b"Encrypt") {
        return Ok(false);
    }
    let place = &mut bytes[place];
    let mut at = 0;
    while let Some(found) = find(&place[at..], b"/Encrypt") {
        at += found + 8;
        if !place.get(at).is_some_and(u8::is_ascii_alphanumeric) {
            place[at - 1] = b'x';
        }
    }
    match leading_dictionary(place) {
        Some(dict) if dict.has(b"Encrypt") => Err(damaged("its encryption is written in an unusual way")),
        _ => Ok(true),
    }
}

/// A cross-reference table that claims more objects than can be.
fn check_table(dict: &Dictionary) -> Result<(), ReadCause> {
    let Ok(widths) = dict.get(b"W").and_then(Object::as_array) else { return Ok(()) };
    let numbers =
        |objects: &[Object]| -> Vec<i64> { objects.iter().filter_map(|n| n.as_i64().ok()).collect() };
    let widths = numbers(widths);
    let size = dict.get(b"Size").and_then(Object::as_i64).unwrap_or(0);
    let counts = match dict.get(b"Index").and_then(Object::as_array) {
        Ok(index) => numbers(index).chunks(2).filter_map(|pair| pair.get(1).copied()).collect(),
        Err(_none) => vec![size],
    };
    let count = counts.iter().fold(0_i64, |sum, count| sum.saturating_add((*count).max(0)));
    let possible =
        widths.iter().all(|width| (0..=8).contains(width)) && widths.iter().any(|width| *width > 0);
    match possible && count <= OBJECTS {
        true => Ok(()),
        false => Err(damaged("its table of objects is of no possible size")),
    }
}

/// The dictionary of the stream that begins here, and where its data begin.
fn stream(bytes: &[u8]) -> Result<Option<(Dictionary, usize)>, ReadCause> {
    if !bytes.starts_with(b"<<") {
        return Ok(None);
    }
    let (mut at, mut tries) = (0, 0);
    while let Some(end) = find(&bytes[at..], b">>").map(|end| at + end + 2) {
        at = end - 1;
        let next = end + space(&bytes[end..]);
        let data = data(&bytes[next..]).map(|data| next + data);
        if data.is_none() && !bytes[next..].starts_with(b"endobj") {
            continue;
        }
        // The same words may stand in a text inside of the dictionary.
        let found = operands(&bytes[..end]);
        match (<[Object; 1]>::try_from(found), data) {
            (Ok([Object::Dictionary(dict)]), data) => return Ok(data.map(|data| (dict, data))),
            (Err(more), _) if matches!(more.first(), Some(Object::Dictionary(_))) => return Ok(None),
            _ => tries += 1,
        }
        if tries > TRIES {
            return Err(damaged("the dictionary of a stream cannot be told from the stream"));
        }
    }
    Ok(None)
}

/// Where the data begin, if this is the word that a dictionary is followed by.
fn data(bytes: &[u8]) -> Option<usize> {
    let after = bytes.strip_prefix(b"stream")?;
    let spaces = after.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    match &after[spaces..] {
        [b'\r', b'\n', ..] => Some(6 + spaces + 2),
        [b'\r' | b'\n', ..] => Some(6 + spaces + 1),
        _ => None,
    }
}

fn leading_dictionary(bytes: &[u8]) -> Option<Dictionary> {
    match operands(bytes).into_iter().next()? {
        Object::Dictionary(dict) => Some(dict),
        _ => None,
    }
}

/// The objects that stand here up to the first word, as the library itself reads them. It offers that for what stands
/// on pages only, where a word follows.
fn operands(bytes: &[u8]) -> Vec<Object> {
    let page = [bytes, b" n"].concat();
    let operations = Content::decode(&page).map(|content| content.operations).unwrap_or_default();
    operations.into_iter().next().map(|operation| operation.operands).unwrap_or_default()
}

/// Length of the space and comments that the library skips before an object.
fn space(bytes: &[u8]) -> usize {
    let mut at = 0;
    loop {
        match bytes.get(at) {
            Some(b' ' | b'\t' | b'\n' | b'\r' | 0 | 0x0c) => at += 1,
            Some(b'%') => match memchr::memchr2(b'\r', b'\n', &bytes[at..]) {
                Some(end) => at += end,
                None => return at,
            },
            _ => return at,
        }
    }
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, word)
}
