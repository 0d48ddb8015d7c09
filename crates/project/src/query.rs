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
    /// All of them.
    All,
    /// Rows of the dataset.
    #[default]
    Accepted,
    /// Those kept with a reason.
    Rejected,
    /// Those that wait for the end of their round.
    Pending,
}

/// Something that rows are filtered or sorted by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", content = "name", rename_all = "kebab-case")]
pub enum Column {
    /// Number in the dataset.
    Row,
    /// Number of the draw; also the order in which attempts are judged.
    Draw,
    /// Stage that a rejected attempt did not pass.
    Stage,
    /// Kind of the check that it failed.
    Check,
    /// Number of tokens of its answers.
    Tokens,
    /// Number of words of its longest text.
    Words,
    /// Mean log-probability of the tokens that were not forced.
    LogProbability,
    /// A field, a condition, or a field of the input row, by name.
    Value(String),
}

/// What a filter asks of a column. Texts are compared as they are written, but `Contains` ignores the case of ASCII letters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "test", rename_all = "kebab-case")]
pub enum Test {
    /// It is one of these.
    Is {
        /// The values.
        #[ts(type = "unknown[]")]
        values: Vec<Value>,
    },
    /// It is none of these.
    IsNot {
        /// The values.
        #[ts(type = "unknown[]")]
        values: Vec<Value>,
    },
    /// It contains a text.
    Contains {
        /// The text.
        text: String,
    },
    /// It is a number not below this.
    AtLeast {
        /// The bound.
        number: f64,
    },
    /// It is a number not above this.
    AtMost {
        /// The bound.
        number: f64,
    },
    /// It is a number below this.
    Below {
        /// The bound.
        number: f64,
    },
    /// The row has no such value.
    Missing,
    /// The row has such a value.
    Present,
}

/// A condition on a column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Filter {
    /// The column.
    pub column: Column,
    /// The condition.
    #[serde(flatten)]
    pub test: Test,
}

/// Order of rows. Rows without a value of the column come last either way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Sort {
    /// The column.
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Cursor {
    /// The row's value of the sorted column; `None` among the rows that have none.
    #[ts(type = "unknown")]
    pub(crate) key: Option<Value>,
    /// The row's number in the file.
    #[ts(type = "number")]
    pub(crate) attempt: i64,
}

/// A request for one window of rows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
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
            Show::Pending => Some(State::Pending),
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
                .map_or(Sql::Null, |stage| Sql::Integer(listing::stage_number(stage))),
            _ => listing::indexed(value).unwrap_or(Sql::Null),
        };
        match &filter.test {
            Test::Is { values } => {
                self.and(&format!("{name} IN ({})", marks(values.len())), values.iter().map(as_stored));
            }
            Test::IsNot { values } => self.and(
                &format!("({name} IS NULL OR {name} NOT IN ({}))", marks(values.len())),
                values.iter().map(as_stored),
            ),
            Test::Contains { text } => self.and(&format!("{name} LIKE ? ESCAPE '\\'"), [like(text)]),
            Test::AtLeast { number } => self.and(&format!("{name} >= ?"), [Sql::Real(*number)]),
            Test::AtMost { number } => self.and(&format!("{name} <= ?"), [Sql::Real(*number)]),
            Test::Below { number } => self.and(&format!("{name} < ?"), [Sql::Real(*number)]),
            Test::Missing => self.and(&format!("{name} IS NULL"), []),
            Test::Present => self.and(&format!("{name} IS NOT NULL"), []),
        }
        Ok(())
    }

    fn value_filter(&mut self, name: &str, field: i64, test: &Test) {
        let in_index =
            |inner: &str| format!("l.attempt IN (SELECT attempt FROM cell WHERE field = ?{inner})");
        let field = Sql::Integer(field);
        match test {
            Test::Is { values } => self.is_one_of("", name, field, values),
            Test::IsNot { values } => self.is_one_of("NOT ", name, field, values),
            Test::Contains { text } => self.and(
                "EXISTS (SELECT 1 FROM json_each(l.cells) j WHERE j.key = ? AND j.value LIKE ? ESCAPE '\\')",
                [Sql::Text(name.to_owned()), like(text)],
            ),
            // Every text is greater than every number in SQLite's order.
            Test::AtLeast { number } => {
                self.and(&in_index(" AND value >= ? AND value < ''"), [field, Sql::Real(*number)]);
            }
            Test::AtMost { number } => self.and(&in_index(" AND value <= ?"), [field, Sql::Real(*number)]),
            Test::Below { number } => self.and(&in_index(" AND value < ?"), [field, Sql::Real(*number)]),
            Test::Missing => self.and(&format!("NOT {}", in_index("")), [field]),
            Test::Present => self.and(&in_index(""), [field]),
        }
    }

    fn is_one_of(&mut self, not: &str, name: &str, field: Sql, values: &[Value]) {
        let mut alternatives = Vec::new();
        let mut parameters = Vec::new();
        for value in values {
            let stored = listing::indexed(value);
            let cut = matches!(&stored, Some(Sql::Text(text)) if text.len() + 4 > INDEXED);
            match (stored, value) {
                (Some(_), Value::String(text)) if cut => {
                    alternatives.push(
                        "EXISTS (SELECT 1 FROM json_each(l.cells) j WHERE j.key = ? AND j.value = ?)"
                            .to_owned(),
                    );
                    parameters.extend([Sql::Text(name.to_owned()), Sql::Text(text.clone())]);
                }
                (Some(stored), _) => {
                    // The index ignores case; the second comparison does not.
                    alternatives.push(
                        "l.attempt IN (SELECT attempt FROM cell WHERE field = ? AND value = ? AND value = ? COLLATE BINARY)"
                            .to_owned(),
                    );
                    parameters.extend([field.clone(), stored.clone(), stored]);
                }
                (None, _) => {
                    alternatives
                        .push("l.attempt NOT IN (SELECT attempt FROM cell WHERE field = ?)".to_owned());
                    parameters.push(field.clone());
                }
            }
        }
        let any = if alternatives.is_empty() { "FALSE".to_owned() } else { alternatives.join(" OR ") };
        self.and(&format!("{not}({any})"), parameters);
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
        Column::Value(_) => None,
    }
}

fn marks(count: usize) -> String {
    vec!["?"; count].join(", ")
}

fn like(text: &str) -> Sql {
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    Sql::Text(format!("%{escaped}%"))
}
