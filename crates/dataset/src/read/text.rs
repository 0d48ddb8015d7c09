//! From bytes to text, whatever program wrote them.

use encoding_rs::{Encoding, WINDOWS_1252};

use super::ReadCause;

/// Decodes UTF-8 and, by its byte order mark, UTF-16. Anything else is taken for the Western European encoding of
/// older Windows programs, with a notice.
pub(super) fn decode(bytes: Vec<u8>, notices: &mut Vec<String>) -> Result<String, ReadCause> {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        let (text, broken) = encoding.decode_without_bom_handling(&bytes[mark..]);
        if broken {
            notices.push(format!("Some characters were not valid {} and became \u{fffd}.", encoding.name()));
        }
        return Ok(text.into_owned());
    }
    match String::from_utf8(bytes) {
        Ok(text) if text.contains('\0') => Err(ReadCause::NotText),
        Ok(text) => Ok(text),
        Err(error) => {
            let bytes = error.into_bytes();
            if bytes.contains(&0) {
                return Err(ReadCause::NotText);
            }
            notices.push(
                "The file is not UTF-8; it was read as Western European (Windows-1252). If letters look wrong, save \
                 it as UTF-8."
                    .to_owned(),
            );
            Ok(WINDOWS_1252.decode_without_bom_handling(&bytes).0.into_owned())
        }
    }
}
