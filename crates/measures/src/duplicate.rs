//! Texts that are the same but for case and spaces.

/// A key that is equal for texts that differ only in case and in white space.
#[must_use]
pub fn duplicate_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for part in text.split_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        key.extend(part.chars().flat_map(char::to_lowercase));
    }
    key
}
