//! How much memory the library takes for objects and operations that it reads.

/// Most bytes of memory for what is read at one time: a page with the forms that it draws, or a stream of objects.
pub(super) const AT_ONCE: usize = 512 << 20;
/// Bytes of memory for an operation or a list, which make room for four objects before they have any.
const OPERATION: usize = 512;
/// Bytes of memory for an object.
const OBJECT: usize = 160;

#[derive(Clone, Copy, PartialEq)]
enum Letters {
    Word,
    Number,
    Name,
    Other,
}

/// Bytes of memory that the library takes for what stands here, at most. What begins where the kind of letters changes
/// may be an object or operation: nothing need stand between them.
pub(super) fn room(content: &[u8]) -> usize {
    let (mut before, mut room) = (Letters::Other, content.len());
    for byte in content {
        let letters = match byte {
            b'/' => Letters::Name,
            b' ' | b'\t' | b'\n' | b'\r' | 0 | 0x0c => Letters::Other,
            b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'%' => Letters::Other,
            _ if before == Letters::Name => Letters::Name,
            b'a'..=b'z' | b'A'..=b'Z' | b'*' | b'\'' | b'"' => Letters::Word,
            b'0'..=b'9' | b'.' | b'+' | b'-' => Letters::Number,
            _ => Letters::Other,
        };
        room += match letters {
            Letters::Name if *byte == b'/' => OBJECT,
            Letters::Word if before != Letters::Word => OPERATION,
            // Values such as `true` and `null` stand next to each other.
            Letters::Word => OBJECT / 4,
            Letters::Number if before != Letters::Number || !byte.is_ascii_digit() => OBJECT,
            Letters::Other if *byte == b'[' => OPERATION,
            Letters::Other if matches!(byte, b'(' | b'<') => OBJECT,
            Letters::Name | Letters::Number | Letters::Other => 0,
        };
        before = letters;
    }
    room
}
