//! Personal data that has a form: dates, numbers, addresses.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::Found;
use crate::Kind;

/// Tells from a value, and the texts before and after it, whether it is what it looks like.
type Check = fn(&str, &str, &str) -> bool;

/// A form. Where it has a group `v`, that is the value; else all of it.
struct Pattern {
    kind: Kind,
    sure: bool,
    check: Check,
    form: &'static str,
}

const MONTHS: &str = "(?:Jan(?:uary|uar)?|Feb(?:ruary|ruar)?|Mar(?:ch)?|März|Mrz|Apr(?:il)?|May|Mai|June?|Juni|July?|Juli\
    |Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Okt(?:ober)?|Nov(?:ember)?|Dec(?:ember)?|Dez(?:ember)?\
    |janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre\
    |enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)";

/// Forms, the stronger ones first: where two overlap, the first one stands. `MONTHS` stands for the names of months.
const PATTERNS: &[Pattern] = &[
    sure(Kind::Email, r"[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}"),
    sure(Kind::Url, r#"(?:https?://|www\.)[^\s<>"'()\[\]]*[^\s<>"'()\[\].,;:!?]"#),
    checked(Kind::Number, iban, r"\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b"),
    checked(Kind::Number, luhn, r"\b[0-9]{4}(?:[ -]?[0-9]{4}){2}[ -]?[0-9]{1,4}(?:[0-9]{3})?\b"),
    // Dates.
    sure(Kind::Date, r"\b(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])\b"),
    sure(
        Kind::Date,
        r"\b(?:0?[1-9]|[12][0-9]|3[01])\. ?(?:0?[1-9]|1[0-2])\. ?(?:(?:19|20)[0-9]{2}|[0-9]{2})\b",
    ),
    sure(
        Kind::Date,
        r"\b(?:0?[1-9]|[12][0-9]|3[01])/(?:0?[1-9]|[12][0-9]|3[01])/(?:(?:19|20)[0-9]{2}|[0-9]{2})\b",
    ),
    sure(
        Kind::Date,
        r"\b(?:0?[1-9]|[12][0-9]|3[01])(?:\.|st|nd|rd|th)? (?:de )?MONTHS\.?,? (?:de )?(?:19|20)[0-9]{2}\b",
    ),
    sure(Kind::Date, r"\bMONTHS\.? (?:0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?,? (?:19|20)[0-9]{2}\b"),
    unsure(Kind::Date, r"\b(?:0?[1-9]|[12][0-9]|3[01])(?:\.|st|nd|rd|th) MONTHS\b"),
    unsure(Kind::Date, r"\bMONTHS (?:0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?\b"),
    // Addresses.
    sure(
        Kind::Place,
        r"\b\p{Lu}[\p{L}-]*(?:straße|strasse|str\.|weg|gasse|allee|platz|ufer|damm|Straße|Strasse|Str\.|Weg|Gasse|Allee|Platz|Ufer|Damm) [0-9]{1,4} ?[a-z]?\b(?:, ?(?:D-)?[0-9]{4,5} \p{Lu}[\p{L}-]+)?",
    ),
    sure(
        Kind::Place,
        r"\b[0-9]{1,5} (?:\p{Lu}[\p{L}'’]+ ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Court|Ct|Boulevard|Blvd|Square|Sq|Way|Place|Close|Terrace)\b",
    ),
    sure(
        Kind::Place,
        r"\b[0-9]{1,4}(?: ?bis| ?ter)?,? (?:rue|avenue|boulevard|chemin|allée|quai) (?:de |du |des |de la |de l['’])?\p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+)?",
    ),
    sure(Kind::Place, r"\b\p{Lu}[\p{L}]+(?: \p{Lu}[\p{L}]+)?, [A-Z]{2} [0-9]{5}(?:-[0-9]{4})?\b"),
    sure(Kind::Place, r"\b[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}\b"),
    sure(
        Kind::Place,
        r"\b(?:lives in|living in|born in|resident of|wohnhaft in|wohnt in|geboren in|habite à|vive en|nacido en|nacida en) (?P<v>\p{Lu}[\p{L}-]+(?: (?:am|an der|upon|on)? ?\p{Lu}[\p{L}-]+)?)",
    ),
    unsure(Kind::Place, r"\b(?:D-)?[0-9]{5} \p{Lu}\p{Ll}[\p{L}-]+,? (?:Germany|Deutschland)\b"),
    // Numbers.
    sure(Kind::Number, r"\b[0-9]{3}-[0-9]{2}-[0-9]{4}\b"),
    checked(Kind::Number, phone, r"\+[0-9]{1,3}[0-9 ()/.-]{5,17}[0-9]\b"),
    checked(Kind::Number, phone, r"\b0[0-9]{2,5}(?: ?[/-] ?| )[0-9]{3,}(?:[ /-]?[0-9]+)*\b"),
    sure(Kind::Number, r"\([0-9]{3}\) ?[0-9]{3}[-. ][0-9]{4}\b"),
    sure(Kind::Number, r"\b[0-9]{3}[-.][0-9]{3}[-.][0-9]{4}\b"),
    checked(
        Kind::Number,
        has_digit,
        r"(?i:\b(?:mrn|ssn|nhs|pid|aktenzeichen)\b[.:#]{0,2} ?(?:is |lautet )?)(?P<v>[0-9A-Z]+(?:[/-][0-9A-Z]+)*)\b",
    ),
    checked(
        Kind::Number,
        has_digit,
        r"(?i:\b(?:patient(?:en)?|fall|case|record|account|konto|kunden|customer|member|mitglieds|versicherten|versicherungs|policy|policen|vertrags|contract|ticket|personal|employee|passport|ausweis|steuer|tax)[ -]?(?:no|nr|id|number|nummer|num)\b[.:#]{0,2} ?(?:is |lautet )?)(?P<v>[0-9A-Z]+(?:[/-][0-9A-Z]+)*)\b",
    ),
    unsure(Kind::Number, r"\b[A-Z]{1,3}-?[0-9]{5,}\b"),
    Pattern { kind: Kind::Number, sure: false, check: counts_nothing, form: r"\b[0-9]{6,}\b" },
];

const fn sure(kind: Kind, form: &'static str) -> Pattern {
    Pattern { kind, sure: true, check: any, form }
}

const fn unsure(kind: Kind, form: &'static str) -> Pattern {
    Pattern { kind, sure: false, check: any, form }
}

const fn checked(kind: Kind, check: Check, form: &'static str) -> Pattern {
    Pattern { kind, sure: true, check, form }
}

static COMPILED: LazyLock<Vec<(Regex, &Pattern)>> = LazyLock::new(|| {
    let regex = |pattern: &Pattern| Regex::new(&pattern.form.replace("MONTHS", MONTHS)).ok();
    PATTERNS.iter().filter_map(|pattern| Some((regex(pattern)?, pattern))).collect()
});

/// All places of a text that have one of the forms, none overlapping another.
pub(super) fn find(text: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for (regex, pattern) in COMPILED.iter() {
        for groups in regex.captures_iter(text) {
            let Some(value) = groups.name("v").or_else(|| groups.get(0)) else { continue };
            let range = value.range();
            if !overlaps(&found, &range)
                && (pattern.check)(value.as_str(), &text[..range.start], &text[range.end..])
            {
                found.push(Found { range, kind: pattern.kind, sure: pattern.sure });
            }
        }
    }
    found
}

pub(super) fn overlaps(found: &[Found], range: &Range<usize>) -> bool {
    found.iter().any(|one| one.range.start < range.end && range.start < one.range.end)
}

fn any(_: &str, _: &str, _: &str) -> bool {
    true
}

fn has_digit(value: &str, _: &str, _: &str) -> bool {
    value.chars().any(|c| c.is_ascii_digit())
}

fn digits(value: &str) -> impl DoubleEndedIterator<Item = u32> {
    value.chars().filter_map(|c| c.to_digit(10))
}

/// ITU-T E.164: at most 15 digits.
fn phone(value: &str, _: &str, _: &str) -> bool {
    (7..=15).contains(&digits(value).count())
}

/// ISO 13616: moved four places on and read with A = 10 … Z = 35, an account number leaves 1 when divided by 97.
fn iban(value: &str, _: &str, _: &str) -> bool {
    let plain: Vec<char> = value.chars().filter(|c| *c != ' ').collect();
    let Some((country, account)) = plain.split_at_checked(4) else { return false };
    let rest = account.iter().chain(country).filter_map(|c| c.to_digit(36)).fold(0, |rest, digit| {
        let shift = if digit < 10 { 10 } else { 100 };
        (rest * shift + digit) % 97
    });
    plain.len() >= 15 && rest == 1
}

/// ISO/IEC 7812: with every second digit from the right doubled, the digits of a card's number sum up to a multiple
/// of 10.
fn luhn(value: &str, _: &str, _: &str) -> bool {
    let doubled = |digit: u32| if digit > 4 { 2 * digit - 9 } else { 2 * digit };
    let sum: u32 = digits(value)
        .rev()
        .enumerate()
        .map(|(at, digit)| if at % 2 == 1 { doubled(digit) } else { digit })
        .sum();
    (13..=19).contains(&digits(value).count()) && sum.is_multiple_of(10)
}

/// Signs and words beside an amount.
const UNITS: &[&str] = &[
    "€",
    "$",
    "£",
    "¥",
    "%",
    "EUR",
    "USD",
    "GBP",
    "CHF",
    "Euro",
    "euro",
    "euros",
    "dollars",
    "dollar",
    "pounds",
    "km",
    "m",
    "kg",
    "g",
    "mg",
    "ml",
    "l",
    "people",
    "inhabitants",
    "Einwohner",
    "Menschen",
    "times",
    "units",
    "IU",
    "IE",
];

/// Whether a long number is no amount.
fn counts_nothing(_: &str, before: &str, after: &str) -> bool {
    let unit = |word: Option<&str>| {
        word.is_some_and(|word| UNITS.contains(&word.trim_matches(['.', ',', ';', '!', '?'])))
    };
    let sign = before.ends_with(['€', '$', '£', '¥', '.', ',']);
    let decimals =
        after.strip_prefix(['.', ',']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    !sign
        && !decimals
        && !unit(before.split_whitespace().next_back())
        && !unit(after.split_whitespace().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_can_be_searched_for() {
        assert_eq!(COMPILED.len(), PATTERNS.len());
    }

    #[test]
    fn check_digits_are_checked() {
        let check =
            |test: Check, value: &str, expected: bool| assert_eq!(test(value, "", ""), expected, "{value}");
        // The examples of ISO 13616 and of ISO/IEC 7812-1, annex B.
        check(iban, "GB82 WEST 1234 5698 7654 32", true);
        check(iban, "GB82 WEST 1234 5698 7654 33", false);
        check(iban, "DE89370400440532013000", true);
        check(iban, "DE1", false);
        check(luhn, "4111 1111 1111 1111", true);
        check(luhn, "4111 1111 1111 1112", false);
    }
}
