//! What a source holds.

use std::ops::Range;

use regex::Captures;

use super::find::{MONTHS, SCALES, UNITS, patterns};
use super::{Entity, Kind};
use crate::faithfulness::number;

/// A day, as far as it is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Date {
    year: Option<u32>,
    month: Option<u32>,
    day: Option<u32>,
}

/// A source, ready to be looked at.
#[derive(Debug)]
pub(super) struct Source {
    words: Vec<String>,
    dates: Vec<Date>,
    numbers: Vec<f64>,
    quantities: Vec<(f64, &'static str)>,
}

/// Numbers in words, which a text may give in digits.
const COUNTED: [&str; 13] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
];

impl Source {
    pub fn new(text: &str) -> Self {
        let words = words(text);
        let dates = dates(text);
        let in_words = words.iter().filter_map(|word| COUNTED.iter().position(|counted| counted == word));
        let mut numbers: Vec<f64> = in_words.map(|number| number as f64).collect();
        numbers.extend(all_numbers(text));
        numbers
            .extend(dates.iter().flat_map(|date| [date.year, date.month, date.day]).flatten().map(f64::from));
        let quantities = quantities(text);
        Self { words, dates, numbers, quantities }
    }

    /// Whether it holds an entity.
    pub fn holds(&self, entity: &Entity) -> bool {
        let text = entity.text.as_str();
        match entity.kind {
            Kind::Name => {
                let words = words(text);
                let without_first = entity.begins && words.len() > 1 && self.has_words(&words[1..]);
                self.has_words(&words) || without_first
            }
            Kind::Number => all_numbers(text).first().is_some_and(|value| self.has_number(*value)),
            Kind::Date => {
                let agrees = |said: &Date, known: &Date| {
                    let same = |said: Option<u32>, known: Option<u32>| said.is_none() || said == known;
                    same(said.year, known.year) && same(said.month, known.month) && same(said.day, known.day)
                };
                dates(text).iter().any(|said| self.dates.iter().any(|known| agrees(said, known)))
            }
            Kind::Quantity => quantities(text)
                .iter()
                .any(|(value, unit)| self.quantities.iter().any(|(v, u)| near(*v, *value) && u == unit)),
        }
    }

    /// Whether words stand in it in order, with at most one word between two.
    fn has_words(&self, words: &[String]) -> bool {
        let Some((first, rest)) = words.split_first() else { return true };
        let starts = self.words.iter().enumerate().filter(|(_, word)| *word == first);
        starts.map(|(at, _)| at).any(|start| {
            let mut at = start;
            rest.iter().all(|word| {
                let next = (1..=2).map(|step| at + step).find(|next| self.words.get(*next) == Some(word));
                at = next.unwrap_or(at);
                next.is_some()
            })
        })
    }

    fn has_number(&self, value: f64) -> bool {
        self.numbers.iter().any(|known| near(*known, value))
    }
}

/// Words in lower case, parted wherever a name may end.
fn words(text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}

fn scale(word: Option<&str>) -> f64 {
    SCALES.iter().find(|(scale, _)| Some(*scale) == word).map_or(1.0, |(_, factor)| *factor)
}

/// Of each number its value, multiplied by a word such as 'million' behind it.
fn all_numbers(text: &str) -> Vec<f64> {
    let Some(patterns) = patterns() else { return Vec::new() };
    let value = |found: Captures<'_>| {
        let value = number::read(found.name("value")?.as_str())?.value;
        Some(value * scale(found.name("scale").map(|word| word.as_str())))
    };
    patterns.number.captures_iter(text).filter_map(value).collect()
}

fn quantities(text: &str) -> Vec<(f64, &'static str)> {
    let Some(patterns) = patterns() else { return Vec::new() };
    let quantity = |found: Captures<'_>| {
        let one_of =
            |names: [&str; 2]| names.iter().find_map(|name| found.name(name)).map(|part| part.as_str());
        let unit = one_of(["sign", "symbol"]).or_else(|| found.name("unit").map(|unit| unit.as_str()))?;
        let unit = UNITS.iter().find(|words| words.contains(&unit))?.first()?;
        let value = number::read(one_of(["money", "value"])?)?.value;
        Some((value * scale(one_of(["thousands", "scale"])), *unit))
    };
    patterns.quantity.captures_iter(text).filter_map(quantity).collect()
}

/// The dates of a text, none within another. Of `3/4/2020` both readings.
fn dates(text: &str) -> Vec<Date> {
    let Some(patterns) = patterns() else { return Vec::new() };
    let mut taken: Vec<Range<usize>> = Vec::new();
    let mut dates = Vec::new();
    for found in patterns.dates.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let Some(place) = found.get(0).map(|whole| whole.range()) else { continue };
        if taken.iter().all(|other| place.end <= other.start || other.end <= place.start) {
            taken.push(place);
            dates.extend(readings(&found));
        }
    }
    dates
}

fn readings(found: &Captures<'_>) -> Vec<Date> {
    let number = |name: &str| found.name(name).and_then(|part| part.as_str().parse::<u32>().ok());
    let year = number("year");
    if let (Some(first), Some(second)) = (number("first"), number("second")) {
        let date = |day, month| Date { year, month: Some(month), day: Some(day) };
        return vec![date(first, second), date(second, first)];
    }
    let named = found.name("month").and_then(|part| {
        let name = part.as_str().to_lowercase();
        (1..).zip(MONTHS).find(|(_, month)| name.starts_with(month)).map(|(month, _)| month)
    });
    vec![Date { year, month: named.or(number("number")), day: number("day") }]
}
