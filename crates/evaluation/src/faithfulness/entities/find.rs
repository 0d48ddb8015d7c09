//! Entities of a text.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Entity, Kind};
use crate::faithfulness::number;

/// Months in the order of the year, by their first letters.
pub(super) const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Units, each with the words that stand for it. The first is what it is called.
pub(super) const UNITS: [&[&str]; 30] = [
    &["%", "percent", "per cent", "pct"],
    &["$", "dollar", "dollars", "USD"],
    &["€", "euro", "euros", "EUR"],
    &["£", "pound", "pounds", "GBP", "lb", "lbs"],
    &["¥", "yen", "yuan"],
    &["km/h", "kph", "kmh"],
    &["mph"],
    &["km", "kilometre", "kilometres", "kilometer", "kilometers"],
    &["cm", "centimetre", "centimetres", "centimeter", "centimeters"],
    &["mm", "millimetre", "millimetres", "millimeter", "millimeters"],
    &["mile", "miles"],
    &["foot", "feet", "ft"],
    &["inch", "inches"],
    &["m", "metre", "metres", "meter", "meters"],
    &["kg", "kilogram", "kilograms", "kilo", "kilos"],
    &["mg", "milligram", "milligrams"],
    &["g", "gram", "grams"],
    &["ton", "tons", "tonne", "tonnes"],
    &["ml", "millilitre", "millilitres", "milliliter", "milliliters"],
    &["l", "litre", "litres", "liter", "liters"],
    &["second", "seconds", "sec"],
    &["minute", "minutes", "min"],
    &["hour", "hours", "hrs"],
    &["day", "days"],
    &["week", "weeks"],
    &["month", "months"],
    &["year", "years"],
    &["°C", "degrees Celsius"],
    &["°F", "degrees Fahrenheit"],
    &["kWh", "kilowatt-hours", "kilowatt hours"],
];

/// Words that multiply the number before them.
pub(super) const SCALES: [(&str, f64); 4] =
    [("hundred", 1e2), ("thousand", 1e3), ("million", 1e6), ("billion", 1e9)];

/// Words that sentences begin with and that are no names.
const COMMON: &str = " a an the this that these those it its he she they we you i his her their our my your in on at by \
    for from to of with and but or so if when while where what who why how which as after before during there here then \
    thus also however because although though since until once yes no not is are was were do does did has have had can \
    could will would should may might must let all some many most each every both another other one two three four five \
    six seven eight nine ten i'm i've i'll i'd ";

/// Patterns of numbers, dates, quantities and names, in that order of precedence.
pub(super) struct Patterns {
    pub dates: [Regex; 5],
    pub quantity: Regex,
    pub number: Regex,
    name: Regex,
}

/// Digits as in [`number`].
const DIGITS: &str = r"\d+(?:[.,'’\x{a0}\x{202f}]\d+)*";

static PATTERNS: LazyLock<Option<Patterns>> = LazyLock::new(|| {
    let months = "(?P<month>(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*|May)";
    let words = |unit: &&[&str]| unit.iter().map(|word| regex::escape(word)).collect::<Vec<_>>();
    let mut units: Vec<String> = UNITS.iter().flat_map(words).collect();
    // A longer unit before its beginning.
    units.sort_by_key(|unit| std::cmp::Reverse(unit.len()));
    let units = units.join("|");
    let scale = r"hundred|thousand|million|billion";
    let word = r"\b\p{Lu}[\p{L}\p{M}\p{N}]*(?:[’'&-][\p{L}\p{M}\p{N}]+)*";
    let regex = |pattern: &str| Regex::new(pattern).ok();
    Some(Patterns {
        dates: [
            regex(r"\b(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})\b")?,
            regex(&format!(
                r"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.?\s+(?:of\s+)?{months}\b\.?(?:,?\s+(?P<year>\d{{4}})\b)?"
            ))?,
            regex(&format!(
                r"\b{months}\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<year>\d{{4}})\b)?"
            ))?,
            regex(&format!(r"\b{months}\.?,?\s+(?P<year>\d{{4}})\b"))?,
            regex(r"\b(?P<first>\d{1,2})[./](?P<second>\d{1,2})[./](?P<year>\d{4})\b")?,
        ],
        quantity: regex(&format!(
            r"(?P<sign>[$€£¥])\s?(?P<money>{DIGITS})(?:\s(?P<thousands>{scale})\b)?|\b(?P<value>{DIGITS})(?:\s(?P<scale>{scale}))?[\s-]?(?:(?P<symbol>%|[$€£¥])|(?P<unit>{units})\b)"
        ))?,
        number: regex(&format!(r"\b(?P<value>{DIGITS})\b(?:\s(?P<scale>{scale})\b)?"))?,
        name: regex(&format!(
            r"{word}(?:[ \t]+(?:(?:of|the|de|la|le|von|van|der|den|da|di|du)[ \t]+){{0,2}}{word})*"
        ))?,
    })
});

pub(super) fn patterns() -> Option<&'static Patterns> {
    PATTERNS.as_ref()
}

/// The names, numbers, dates and quantities of a text, in their order. A single capitalised word that begins a sentence is a
/// name only where the text writes it so elsewhere.
#[must_use]
pub fn entities(text: &str) -> Vec<Entity> {
    let Some(patterns) = patterns() else { return Vec::new() };
    let mut found: Vec<Entity> = Vec::new();
    let mut add = |kind: Kind, place: Range<usize>, begins: bool| {
        if !place.is_empty()
            && found.iter().all(|other| place.end <= other.place.start || other.place.end <= place.start)
        {
            found.push(Entity { kind, text: text[place.clone()].to_owned(), place, begins });
        }
    };
    for pattern in &patterns.dates {
        pattern.find_iter(text).for_each(|date| add(Kind::Date, date.range(), false));
    }
    patterns.quantity.find_iter(text).for_each(|quantity| add(Kind::Quantity, quantity.range(), false));
    for value in patterns.number.find_iter(text) {
        if number::read(value.as_str().split(' ').next().unwrap_or_default()).is_some() {
            add(Kind::Number, value.range(), false);
        }
    }
    let names: Vec<(Range<usize>, bool)> =
        patterns.name.find_iter(text).map(|name| trimmed(text, name.range())).collect();
    let inside: Vec<&str> =
        names.iter().filter(|(_, begins)| !begins).map(|(place, _)| &text[place.clone()]).collect();
    for (place, begins) in &names {
        let name = &text[place.clone()];
        let lone = *begins && !name.contains(' ');
        let elsewhere = || inside.iter().any(|other| other.split(' ').any(|word| word == name));
        if !is_common(name) && (!lone || elsewhere()) {
            add(Kind::Name, place.clone(), *begins);
        }
    }
    found.sort_by_key(|entity| entity.place.start);
    found
}

fn is_common(word: &str) -> bool {
    let word = word.to_lowercase().replace('’', "'");
    COMMON.contains(&format!(" {word} "))
}

/// A name without common words at its start and without a possessive at its end, and whether it begins a sentence.
fn trimmed(text: &str, place: Range<usize>) -> (Range<usize>, bool) {
    let mut place = place;
    let mut begins = begins_sentence(&text[..place.start]);
    while let Some((first, rest)) = text[place.clone()].split_once([' ', '\t'])
        && is_common(first)
    {
        place.start = place.end - rest.trim_start().len();
        begins = false;
    }
    for possessive in ["'s", "’s"] {
        if text[place.clone()].ends_with(possessive) {
            place.end -= possessive.len();
        }
    }
    (place, begins)
}

fn begins_sentence(before: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or_default();
    let before = line.trim_end_matches(|c: char| c.is_whitespace() || "\"'“”‘’«»([*_#>•–—-".contains(c));
    before.is_empty() || before.ends_with(['.', '!', '?', ':', '…', ';'])
}
