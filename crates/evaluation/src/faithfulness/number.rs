//! Numbers as people write them.

/// A number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Number {
    /// Its value.
    pub value: f64,
    /// Digits behind the decimal sign.
    pub decimals: u32,
}

/// Signs that part groups of three digits and are never decimal signs.
const SPACES: [char; 4] = ['\u{a0}', '\u{202f}', '\'', '’'];

fn is_separator(c: char) -> bool {
    matches!(c, '.' | ',') || SPACES.contains(&c)
}

/// Length in bytes of the digits, and separators between digits, at the start of a text.
pub(super) fn length(text: &str) -> usize {
    let mut end = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let inside = is_separator(c) && at > 0 && characters.peek().is_some_and(|(_, c)| c.is_ascii_digit());
        if !c.is_ascii_digit() && !inside {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

/// Reads digits with separators: `1,000` and `1.234.567` are whole, `1,5` and `1.5` are not; of `1.234,5` the last is the
/// decimal sign. A single point is always one. `None` for what is no number, such as `1.2.3`.
pub(super) fn read(digits: &str) -> Option<Number> {
    let separators: Vec<(usize, char)> = digits.char_indices().filter(|(_, c)| is_separator(*c)).collect();
    let (whole, fraction) = match separators.last() {
        None => (digits, ""),
        Some((at, sign)) => {
            let count = separators.iter().filter(|(_, c)| c == sign).count();
            let alone = count == separators.len();
            let is_decimal = match sign {
                '.' => count == 1,
                ',' => count == 1 && !(alone && is_grouped(digits)),
                _ => false,
            };
            if is_decimal { (&digits[..*at], &digits[at + sign.len_utf8()..]) } else { (digits, "") }
        }
    };
    let one_sign = whole.chars().filter(|c| is_separator(*c)).collect::<Vec<_>>();
    let same = one_sign.windows(2).all(|pair| pair[0] == pair[1]);
    if !same || (!one_sign.is_empty() && !is_grouped(whole)) {
        return None;
    }
    let plain: String = whole.chars().filter(char::is_ascii_digit).collect();
    let value: f64 = format!("{plain}.{fraction}").parse().ok()?;
    Some(Number { value, decimals: u32::try_from(fraction.len()).ok()? })
}

/// Whether separators part groups of three digits.
fn is_grouped(digits: &str) -> bool {
    let mut groups = digits.split(is_separator);
    let first = groups.next().unwrap_or_default();
    (1..=3).contains(&first.len()) && !first.starts_with('0') && groups.all(|group| group.len() == 3)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let check = |text: &str, expected: Option<(f64, u32)>| {
            assert_eq!(length(text), text.len(), "{text}");
            assert_eq!(read(text), expected.map(|(value, decimals)| Number { value, decimals }), "{text}");
        };
        check("7", Some((7.0, 0)));
        check("1,000", Some((1000.0, 0)));
        check("1,234,567.25", Some((1_234_567.25, 2)));
        check("1.234,5", Some((1234.5, 1)));
        check("1.234.567", Some((1_234_567.0, 0)));
        check("0,5", Some((0.5, 1)));
        check("0,500", Some((0.5, 3)));
        check("3.125", Some((3.125, 3)));
        check("12\u{202f}000", Some((12000.0, 0)));
        check("1'000.5", Some((1000.5, 1)));
        check("1.2.3", None);
        check("1,23,4", None);
        assert_eq!(length("12. Then"), 2);
        assert_eq!(length("5, 6"), 1);
        assert_eq!(length("x"), 0);
    }

    proptest! {
        #[test]
        fn no_text_is_too_strange(text in "[0-9.,'’ \u{a0}x]{0,16}") {
            let end = length(&text);
            if let Some(number) = read(&text[..end]) {
                prop_assert!(number.value.is_finite() || end == 0);
            }
        }
    }
}
