//! Names, numbers, dates and quantities that a row holds and its source does not (Lee et al. 2022, "Factuality enhanced
//! language models", arXiv:2206.04624: the hallucinated named-entity ratio).

mod find;
mod source;

use std::ops::Range;

use self::source::Source;
use super::panel::{Panel, chart, count_bar, estimated, finding, share_of_things};
use crate::chart::{Dashboard, Drawing};
use crate::finding::{Finding, Tone, percent};
use crate::measure::{Measure, Unit};

pub use find::entities;

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Capitalised words.
    Name,
    /// Digits.
    Number,
    /// A day, a month of a year, or a day of a month.
    Date,
    /// A number with a unit or a currency.
    Quantity,
}

/// An entity of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// What it is.
    pub kind: Kind,
    /// Its place in the text, in bytes.
    pub place: Range<usize>,
    /// Its text.
    pub text: String,
    /// Whether a sentence begins with it, where a capital says less.
    pub begins: bool,
}

/// The entities of rows that have a source.
#[derive(Clone, Debug, PartialEq)]
pub struct Support {
    /// Of each row its entities, each with whether its source holds it; `None` for rows without a source.
    pub rows: Vec<Option<Vec<(Entity, bool)>>>,
}

/// Looks for the entities of each row in its source. Names are held where their words stand there in order, with at most
/// one word between two; numbers by value, dates by day, month and year as far as they are given, quantities by value and
/// unit.
///
/// Names are found by their capitals: a language that writes nouns so has more names, one without capitals none.
#[must_use]
pub fn support(texts: &[&str], sources: &[Option<&str>]) -> Support {
    let row = |(text, source): (&&str, &Option<&str>)| {
        let source = Source::new((*source)?);
        let held = |entity: Entity| {
            let held = source.holds(&entity);
            (entity, held)
        };
        Some(entities(text).into_iter().map(held).collect())
    };
    Support { rows: texts.iter().zip(sources).map(row).collect() }
}

impl Support {
    /// The entities of a row that its source lacks.
    pub fn unsupported(&self, row: usize) -> impl Iterator<Item = &Entity> {
        let row = self.rows.get(row).and_then(Option::as_ref);
        row.into_iter().flatten().filter(|(_, held)| !held).map(|(entity, _)| entity)
    }

    /// Of each row with a source its unsupported entities and all, those of one kind where one is given.
    fn counts(&self, kind: Option<Kind>) -> Vec<(u64, u64)> {
        let of = |entities: &Vec<(Entity, bool)>| {
            let counted =
                || entities.iter().filter(|(entity, _)| kind.is_none_or(|kind| entity.kind == kind));
            (counted().filter(|(_, held)| !held).count() as u64, counted().count() as u64)
        };
        self.rows.iter().flatten().map(of).collect()
    }

    /// Shares of unsupported entities, all and by kind, and of rows without any; a click opens the rows.
    #[must_use]
    pub fn panel(&self) -> Panel {
        let share = |id: &str, title: &str, meaning: &str, kind: Option<Kind>| {
            let counts = self.counts(kind);
            let n = counts.iter().map(|(_, all)| *all as usize).sum();
            estimated(id, title, meaning, Unit::Share, n, share_of_things(&counts))
        };
        let meaning =
            "Share of names, numbers, dates and quantities in the texts that the row's source does not hold.";
        let mut measures = vec![
            share("entities-unsupported", "Unsupported entities", meaning, None)
                .noted("Names are found by capitals, so some are missed; the interval counts that those of one row belong together."),
        ];
        for (kind, id, title) in [
            (Kind::Name, "entities-unsupported-names", "Unsupported names"),
            (Kind::Number, "entities-unsupported-numbers", "Unsupported numbers"),
            (Kind::Date, "entities-unsupported-dates", "Unsupported dates"),
            (Kind::Quantity, "entities-unsupported-quantities", "Unsupported quantities"),
        ] {
            measures.push(share(id, title, "The same for one kind.", Some(kind)));
        }
        let counts = self.counts(None);
        let sound = counts.iter().filter(|(missing, _)| *missing == 0).count() as u64;
        let rows = Dashboard::Faithfulness.share(
            "entities-rows-supported",
            "Rows with support for all entities",
            "Share of rows with a source in which it holds every name, number, date and quantity.",
            sound,
            counts.len() as u64,
        );
        measures.push(rows.clone());
        Panel { charts: self.charts(), finding: self.finding(&measures[0], &rows), measures }
    }

    fn charts(&self) -> Vec<crate::Chart> {
        let named = [
            (Kind::Name, "Names"),
            (Kind::Number, "Numbers"),
            (Kind::Date, "Dates"),
            (Kind::Quantity, "Quantities"),
        ];
        let rows = |kind: Kind| -> Vec<u64> {
            let with = |row: &usize| self.unsupported(*row).any(|entity| entity.kind == kind);
            (0..self.rows.len()).filter(with).map(|row| row as u64).collect()
        };
        let points: Vec<_> = named.into_iter().map(|(kind, name)| count_bar(name, &rows(kind))).collect();
        let most = points.iter().max_by(|a, b| a.value.total_cmp(&b.value));
        let Some(most) = most.filter(|_| self.rows.iter().any(Option::is_some)) else { return Vec::new() };
        let title = if most.value > 0.0 {
            format!("{} that the source lacks stand in {} rows", most.label, most.value)
        } else {
            "The sources hold every name, number, date and quantity".to_owned()
        };
        vec![chart(
            "entities",
            title,
            "Rows with one that the source lacks",
            "Entity",
            Drawing::Bars { points },
        )]
    }

    fn finding(&self, share: &Measure, rows: &Measure) -> Finding {
        let ids = ["entities-unsupported", "entities-rows-supported"];
        let (Some(missing), Some(sound)) = (share.value, rows.value) else {
            let sentence = "No row with a source holds a name, number, date or quantity.".to_owned();
            return finding(Tone::Unknown, sentence, None, &ids);
        };
        let sentence = format!(
            "{} of names, numbers, dates and quantities are not in the row's source; {} of rows have none such.",
            percent(missing),
            percent(sound)
        );
        if missing > 0.1 {
            let advice = "Open those rows: tell the model to use nothing beyond the source, or drop them.";
            finding(Tone::Doubtful, sentence, Some(advice), &ids)
        } else if share.high.is_some_and(|high| high > 0.2) {
            finding(Tone::Unknown, sentence, Some("Too few entities to be sure; measure more rows."), &ids)
        } else {
            finding(Tone::Good, sentence, None, &ids)
        }
    }
}

#[cfg(test)]
mod tests;
