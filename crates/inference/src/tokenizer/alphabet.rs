//! The printable characters that byte-level vocabularies write bytes with (GPT-2's `bytes_to_unicode`).

/// The character that stands for a byte.
pub(super) fn char_of(byte: u8) -> char {
    if is_printed_as_itself(byte) {
        return char::from(byte);
    }
    // The other bytes take the characters from U+0100 on, in their order.
    let before = (0..byte).filter(|b| !is_printed_as_itself(*b)).count() as u32;
    char::from_u32(0x100 + before).unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn is_printed_as_itself(byte: u8) -> bool {
    matches!(byte, b'!'..=b'~' | 0xA1..=0xAC | 0xAE..=0xFF)
}

/// Reads texts of a byte-level vocabulary.
pub(super) struct Alphabet {
    /// Byte of each character from U+0000 to U+0143.
    bytes: [Option<u8>; 0x144],
}

impl Alphabet {
    pub(super) fn new() -> Self {
        let mut bytes = [None; 0x144];
        for byte in 0..=u8::MAX {
            bytes[char_of(byte) as usize] = Some(byte);
        }
        Self { bytes }
    }

    /// The bytes that `text` stands for, or `None` where a character stands for none.
    pub(super) fn decode(&self, text: &str) -> Option<Vec<u8>> {
        text.chars().map(|c| self.bytes.get(c as usize).copied().flatten()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_has_its_own_character() {
        let alphabet = Alphabet::new();
        for byte in 0..=u8::MAX {
            assert_eq!(alphabet.decode(&char_of(byte).to_string()), Some(vec![byte]));
        }
        assert_eq!(char_of(b' '), 'Ġ');
        assert_eq!(char_of(b'\n'), 'Ċ');
        assert_eq!(alphabet.decode("日"), None);
    }
}
