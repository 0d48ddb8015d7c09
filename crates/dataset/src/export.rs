//! The table that an export writes: the recipe's fields, then where each row comes from.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{ByHand, Column, Fields, Kind, Scale, Table};

/// An accepted row as an export needs it.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportRow {
    /// Its number in the dataset.
    pub row: u64,
    /// Its values, edits included.
    pub values: Fields,
    /// Its conditions as drawn.
    pub conditions: Fields,
    /// What people did to it.
    pub by_hand: ByHand,
    /// Its weight from curation; 1 where there is none.
    pub weight: f64,
    /// Its mean rating by people on each scale that it was rated on, from 1, the worst.
    pub ratings: BTreeMap<Scale, f64>,
    /// Its prompts, one text for each step, where they were asked for.
    pub prompts: Option<Fields>,
    /// Its raw answers, one text for each step, where they were asked for.
    pub raw: Option<Fields>,
}

/// What all rows of an export share. Nothing here tells when, where or in which run a row was made, so equal rows
/// make equal files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// Seed of the run.
    pub seed: u64,
    /// Hash of the recipe version.
    pub recipe: String,
    /// SHA-256 of the model's file.
    pub model: String,
}

/// The column of the weights from curation, where a row has another than 1.
pub const WEIGHT_COLUMN: &str = "_weight";

/// Columns that say where a row comes from, in order. [`WEIGHT_COLUMN`] follows where a row has a weight, [`BY_HAND_COLUMN`]
/// where a person did something to a row, [`Scale::column`] where a person rated one, then `_prompt` and `_raw` where they were asked for.
pub const PROVENANCE_COLUMNS: [&str; 5] = ["_row", "_seed", "_conditions", "_recipe", "_model"];

/// The column that tells rows which seed and recipe alone do not give again.
pub const BY_HAND_COLUMN: &str = "_by_hand";

/// The table of an export: the fields in the recipe's order, then [`PROVENANCE_COLUMNS`]. A row without a field has
/// no value there.
#[must_use]
pub fn export_table(fields: &[String], rows: &[ExportRow], provenance: &Provenance) -> Table {
    let (prompts, raw) =
        (rows.iter().any(|row| row.prompts.is_some()), rows.iter().any(|row| row.raw.is_some()));
    let by_hand = rows.iter().any(|row| row.by_hand != ByHand::default());
    let weighed = rows.iter().any(|row| row.weight != 1.0);
    let scales: Vec<Scale> = Scale::ALL
        .into_iter()
        .filter(|scale| rows.iter().any(|row| row.ratings.contains_key(scale)))
        .collect();
    let written = |row: &ExportRow| -> Fields {
        let mut cells: Fields = fields
            .iter()
            .map(|name| (name.clone(), row.values.get(name).cloned().unwrap_or_default()))
            .collect();
        let conditions = Value::Object(row.conditions.clone());
        let (recipe, model) = (provenance.recipe.clone().into(), provenance.model.clone().into());
        let origin: [Value; 5] = [row.row.into(), provenance.seed.into(), conditions, recipe, model];
        cells.extend(PROVENANCE_COLUMNS.map(str::to_owned).into_iter().zip(origin));
        let extra = |name: &str, texts: &Option<Fields>| {
            (name.to_owned(), texts.clone().map(Value::Object).unwrap_or_default())
        };
        cells.extend(weighed.then(|| (WEIGHT_COLUMN.to_owned(), row.weight.into())));
        cells.extend(by_hand.then(|| (BY_HAND_COLUMN.to_owned(), row.by_hand.words().into())));
        let rated = |scale: &Scale| (scale.column().to_owned(), row.ratings.get(scale).copied().into());
        cells.extend(scales.iter().map(rated));
        cells.extend(prompts.then(|| extra("_prompt", &row.prompts)));
        cells.extend(raw.then(|| extra("_raw", &row.raw)));
        cells
    };
    let mut table = Table::new(rows.iter().map(written).collect());
    if rows.is_empty() {
        let names = fields.iter().map(String::as_str).chain(PROVENANCE_COLUMNS);
        table.columns = names.map(|name| Column { name: name.to_owned(), kind: Kind::Empty }).collect();
    }
    for column in &mut table.columns {
        // Which conditions a row has differs from recipe to recipe; one type serves whoever joins exports.
        if matches!(column.name.as_str(), "_conditions" | "_prompt" | "_raw") {
            column.kind = Kind::Json;
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn fields(value: Value) -> Fields {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn fields_come_first_and_then_where_the_row_comes_from() {
        let provenance = Provenance { seed: 7, recipe: "ab".into(), model: "cd".into() };
        let row = |n: u64, values| ExportRow {
            row: n,
            values: fields(values),
            conditions: fields(json!({"topic": "plot"})),
            by_hand: ByHand::default(),
            weight: 1.0,
            ratings: BTreeMap::new(),
            prompts: None,
            raw: None,
        };
        let mut rows =
            vec![row(0, json!({"label": "good", "note": "x", "text": "A"})), row(1, json!({"text": "B"}))];
        let names = ["text".to_owned(), "label".to_owned()];
        let table = export_table(&names, &rows, &provenance);
        let columns: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(columns, ["text", "label", "_row", "_seed", "_conditions", "_recipe", "_model"]);
        assert_eq!(
            Value::from(table.rows[0].clone()),
            json!({"text": "A", "label": "good", "_row": 0, "_seed": 7, "_conditions": {"topic": "plot"},
                   "_recipe": "ab", "_model": "cd"})
        );
        assert_eq!(table.rows[1]["label"], Value::Null);
        rows[1].raw = Some(fields(json!({"review": "B"})));
        let table = export_table(&names, &rows, &provenance);
        assert_eq!(table.columns.last().unwrap(), &Column { name: "_raw".into(), kind: Kind::Json });
        assert_eq!(export_table(&names, &[], &provenance).columns.len(), 7);
        rows[1].weight = 0.5;
        let table = export_table(&names, &rows, &provenance);
        let weights: Vec<&Value> = table.rows.iter().map(|row| &row["_weight"]).collect();
        assert_eq!(weights, [&json!(1.0), &json!(0.5)]);
        rows[1].by_hand.edited = true;
        let table = export_table(&names, &rows, &provenance);
        let marks: Vec<&Value> = table.rows.iter().map(|row| &row["_by_hand"]).collect();
        assert_eq!(marks, [&Value::Null, &json!("edited")]);
        rows[0].ratings.insert(Scale::OneToFive, 4.5);
        let table = export_table(&names, &rows, &provenance);
        let rated: Vec<&Value> = table.rows.iter().map(|row| &row["_rating"]).collect();
        assert_eq!(rated, [&json!(4.5), &Value::Null]);
    }
}
