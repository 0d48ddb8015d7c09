//! What the data page may ask for: filters, search, order and place.

use rusqlite::types::Value as Sql;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::listing::{self, INDEXED, State};
use crate::{Error, RunId};

/// Which attempts are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Show {
    /// Rows of the dataset.
    #[default]
    Accepted,
    /// Attempts that failed; they are kept with a reason.
    Rejected,
    /// All of them, with those that wait for the end of their round.
    All,
}

/// Something that rows are filtered or sorted by. It is written as a name; those of the program begin with `_`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Column {
    /// `_row`: number in the dataset.
    Row,
    /// `_draw`: number of the draw; also the order in which attempts are judged.
    Draw,
    /// `_stage`: stage that a rejected attempt did not pass.
    Stage,
    /// `_check`: kind of the check that it failed.
    Check,
    /// `_tokens`: number of tokens of its answers.
    Tokens,
    /// `_words`: number of words of its longest text.
    Words,
    /// `_log_probability`: mean log-probability of the tokens that were not forced.
    LogProbability,
    /// `_surprise`: the same, negated.
    Surprise,
    /// `_dropped_by`: kind of the step of curation that drops it.
    DroppedBy,
    /// `_weight`: weight from curation; none where it is 1.
    Weight,
    /// A field, a condition, or a field of the input row, by name.
    Value(String),
}

const NAMES: [(&str, Column); 10] = [
    ("_row", Column::Row),
    ("_draw", Column::Draw),
    ("_stage", Column::Stage),
    ("_check", Column::Check),
    ("_tokens", Column::Tokens),
    ("_words", Column::Words),
    ("_log_probability", Column::LogProbability),
    ("_surprise", Column::Surprise),
    ("_dropped_by", Column::DroppedBy),
    ("_weight", Column::Weight),
];

impl From<String> for Column {
    fn from(name: String) -> Self {
        let own = NAMES.into_iter().find(|(own, _)| *own == name);
        own.map_or(Self::Value(name), |(_, column)| column)
    }
}

impl From<Column> for String {
    fn from(column: Column) -> Self {
        match column {
            Column::Value(name) => name,
            own => {
                NAMES.into_iter().find(|(_, column)| *column == own).map_or("", |(name, _)| name).to_owned()
            }
        }
    }
}

/// What a filter asks of a column. Texts are compared as they are written, but `contains` ignores the case of ASCII
/// letters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "op", content = "value", rename_all = "kebab-case")]
pub enum Test {
    /// It is this.
    Is(#[ts(type = "unknown")] Value),
    /// It is one of these.
    OneOf(#[ts(type = "unknown[]")] Vec<Value>),
    /// It is anything but this.
    IsNot(#[ts(type = "unknown")] Value),
    /// It contains this text.
    Contains(String),
    /// It is a number from the first (included) to the second (excluded).
    Between([f64; 2]),
}

/// Holds rows to a value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Filter {
    /// A field, a condition, or `_row`, `_draw`, `_stage`, `_check` (the check that failed), `_tokens`, `_words` (of the
    /// longest text), `_log_probability`, `_surprise` (the same, negated), `_dropped_by` and `_weight` (from curation).
    #[ts(type = "string")]
    pub column: Column,
    /// The condition.
    #[serde(flatten)]
    pub test: Test,
}

/// Order of rows. Rows without a value of the column come last either way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Sort {
    /// As in a filter.
    #[ts(type = "string")]
    pub column: Column,
    /// Largest first.
    pub descending: bool,
}

impl Default for Sort {
    fn default() -> Self {
        Self { column: Column::Draw, descending: false }
    }
}

/// Place after the last row of a window; hand it back to get the next one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cursor {
    /// The row's value of the sorted column; `None` among the rows that have none.
    pub(crate) key: Option<Value>,
    /// The row's number in the file.
    pub(crate) attempt: i64,
}

/// A request for one window of rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RowQuery {
    /// Which attempts.
    pub show: Show,
    /// Conditions that all hold.
    pub filters: Vec<Filter>,
    /// Words or parts of words that all occur in the values or in the raw answers.
    pub search: String,
    /// Order.
    pub sort: Sort,
    /// Where the last window ended; the first window where absent.
    pub after: Option<Cursor>,
    /// Rows wanted, from 1 to 1,000; other numbers are taken to the nearest of these.
    pub limit: u32,
}

/// Conditions in SQL on the table `listing AS l`, with their parameters.
pub(crate) struct Conditions {
    pub(crate) sql: String,
    pub(crate) values: Vec<Sql>,
    run: RunId,
}

impl Conditions {
    pub(crate) fn new(
        connection: &rusqlite::Connection,
        run: RunId,
        query: &RowQuery,
    ) -> Result<Self, Error> {
        let mut conditions = Self { sql: "l.run = ?".to_owned(), values: vec![Sql::Integer(run.0)], run };
        let state = match query.show {
            Show::All => None,
            Show::Accepted => Some(State::Accepted),
            Show::Rejected => Some(State::Rejected),
        };
        if let Some(state) = state {
            conditions.and("l.state = ?", [Sql::Integer(state as i64)]);
        }
        for filter in &query.filters {
            conditions.filter(connection, filter)?;
        }
        conditions.search(&query.search);
        Ok(conditions)
    }

    pub(crate) fn and(&mut self, sql: &str, values: impl IntoIterator<Item = Sql>) {
        self.sql += " AND ";
        self.sql += sql;
        self.values.extend(values);
    }

    fn filter(&mut self, connection: &rusqlite::Connection, filter: &Filter) -> Result<(), Error> {
        let Some(name) = built_in(&filter.column) else {
            let Column::Value(name) = &filter.column else { return Ok(()) };
            let field = listing::field_number(connection, self.run, name)?.unwrap_or(NO_FIELD);
            self.value_filter(name, field, &filter.test);
            return Ok(());
        };
        let as_stored = |value: &Value| match filter.column {
            Column::Stage => serde_json::from_value(value.clone())
                .map_or(Sql::Integer(-1), |stage| Sql::Integer(listing::stage_number(stage))),
            _ => listing::indexed(value).unwrap_or(Sql::Null),
        };
        match &filter.test {
            Test::Is(value) => self.and(&format!("{name} IS ?"), [as_stored(value)]),
            Test::OneOf(values) => {
                let stored: Vec<Value> = values.iter().map(|value| as_json(as_stored(value))).collect();
                self.and(
                    &format!("{name} IN (SELECT value FROM json_each(?))"),
                    [Sql::Text(Value::from(stored).to_string())],
                );
            }
            Test::IsNot(value) => self.and(&format!("{name} IS NOT ?"), [as_stored(value)]),
            Test::Contains(text) => self.and(&format!("{name} LIKE ? ESCAPE '\\'"), [like(text)]),
            Test::Between(bounds) => self.and(&format!("{name} >= ? AND {name} < ?"), bounds.map(Sql::Real)),
        }
        Ok(())
    }

    fn value_filter(&mut self, name: &str, field: i64, test: &Test) {
        match test {
            Test::Is(value) => self.is("", name, field, value),
            Test::OneOf(values) => self.and(
                "EXISTS (SELECT 1 FROM json_each(l.cells) j WHERE j.key = ? AND j.value IN (SELECT value FROM json_each(?)))",
                [Sql::Text(name.to_owned()), Sql::Text(Value::from(values.as_slice()).to_string())],
            ),
            Test::IsNot(value) => self.is("NOT ", name, field, value),
            Test::Contains(text) => self.and(
                "EXISTS (SELECT 1 FROM json_each(l.cells) j WHERE j.key = ? AND j.value LIKE ? ESCAPE '\\')",
                [Sql::Text(name.to_owned()), like(text)],
            ),
            Test::Between([low, high]) => self.and(
                "l.attempt IN (SELECT attempt FROM cell WHERE field = ? AND value >= ? AND value < ?)",
                [Sql::Integer(field), Sql::Real(*low), Sql::Real(*high)],
            ),
        }
    }

    fn is(&mut self, not: &str, name: &str, field: i64, value: &Value) {
        let field = Sql::Integer(field);
        match (listing::indexed(value), value) {
            // The index may hold the start of a text only.
            (Some(Sql::Text(start)), Value::String(text)) if start.len() + 4 > INDEXED => self.and(
                &format!("{not}EXISTS (SELECT 1 FROM json_each(l.cells) j WHERE j.key = ? AND j.value = ?)"),
                [Sql::Text(name.to_owned()), Sql::Text(text.clone())],
            ),
            // The index ignores case; the second comparison does not.
            (Some(stored), _) => self.and(
                &format!(
                    "l.attempt {not}IN (SELECT attempt FROM cell WHERE field = ? AND value = ? AND value = ? COLLATE BINARY)"
                ),
                [field, stored.clone(), stored],
            ),
            (None, _) => self.and(
                &format!("{not}(l.attempt NOT IN (SELECT attempt FROM cell WHERE field = ?))"),
                [field],
            ),
        }
    }

    /// Words of at least three characters are looked up in the index of character triples; shorter ones are
    /// looked for in each row's values.
    fn search(&mut self, search: &str) {
        // A zero would end the text for SQLite.
        let words = search.split(|c: char| c.is_whitespace() || c == '\0').filter(|word| !word.is_empty());
        let (long, short): (Vec<&str>, Vec<&str>) = words.partition(|word| word.chars().count() >= 3);
        if !long.is_empty() {
            let phrases: Vec<String> =
                long.iter().map(|word| format!("\"{}\"", word.replace('"', "\"\""))).collect();
            self.and(
                "l.attempt IN (SELECT rowid FROM search WHERE search MATCH ?)",
                [Sql::Text(phrases.join(" AND "))],
            );
        }
        for word in short {
            self.and(
                "EXISTS (SELECT 1 FROM json_each(l.cells) j WHERE j.value LIKE ? ESCAPE '\\')",
                [like(word)],
            );
        }
    }
}

/// A field number that no cell has.
pub(crate) const NO_FIELD: i64 = -1;

/// The SQL of a column that every attempt has; `None` for a value by name.
pub(crate) fn built_in(column: &Column) -> Option<&'static str> {
    match column {
        Column::Row => Some("l.row"),
        Column::Draw => Some("l.draw"),
        Column::Stage => Some("l.stage"),
        Column::Check => Some("l.failed_check"),
        Column::Tokens => Some("l.tokens"),
        Column::Words => Some("l.words"),
        Column::LogProbability => Some("l.log_probability"),
        Column::Surprise => Some("-l.log_probability"),
        Column::DroppedBy => Some("l.dropped_by"),
        Column::Weight => Some("l.weight"),
        Column::Value(_) => None,
    }
}

/// A stored value as it stands in a list; the database binds far fewer values than a chart can have rows.
fn as_json(stored: Sql) -> Value {
    match stored {
        Sql::Integer(number) => number.into(),
        Sql::Real(number) => number.into(),
        Sql::Text(text) => text.into(),
        Sql::Null | Sql::Blob(_) => Value::Null,
    }
}

fn like(text: &str) -> Sql {
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    Sql::Text(format!("%{escaped}%"))
}
