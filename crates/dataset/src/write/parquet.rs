//! Parquet with nested types, compressed by Snappy, which every reader knows.

use std::io::Write;
use std::sync::Arc;

use arrow_array::{
    ArrayRef, BooleanArray, Float64Array, Int64Array, ListArray, RecordBatch, RecordBatchOptions,
    StringArray, StructArray,
};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{ArrowError, DataType, Field, FieldRef, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use serde_json::Value;

use super::WriteCause;
use crate::{Column, Kind, Table, text_of};

/// Rows that are laid out together.
const GROUP: usize = 8_192;

pub(super) fn write(file: &mut (impl Write + Send), table: &Table) -> Result<(), WriteCause> {
    let fields: Vec<FieldRef> = table.columns.iter().map(field).collect();
    let schema = Arc::new(Schema::new(fields));
    let batches = table.rows.chunks(GROUP).map(|rows| {
        let column = |column: &Column| {
            let cells: Vec<Option<&Value>> = rows.iter().map(|row| present(row.get(&column.name))).collect();
            array(&column.kind, &cells)
        };
        let arrays = table.columns.iter().map(column).collect();
        let options = RecordBatchOptions::new().with_row_count(Some(rows.len()));
        RecordBatch::try_new_with_options(Arc::clone(&schema), arrays, &options)
    });
    write_batches(file, &schema, batches)
}

/// Writes rows that are laid out already.
pub(crate) fn write_batches(
    file: &mut (impl Write + Send),
    schema: &Arc<Schema>,
    batches: impl IntoIterator<Item = Result<RecordBatch, ArrowError>>,
) -> Result<(), WriteCause> {
    // No name of the writing program: a newer version shall make the same file.
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by("Seedbed".to_owned())
        .build();
    let mut writer = ArrowWriter::try_new(file, Arc::clone(schema), Some(properties)).map_err(cause)?;
    for batch in batches {
        writer.write(&batch.map_err(|error| WriteCause::Format(error.to_string()))?).map_err(cause)?;
    }
    writer.close().map_err(cause)?;
    Ok(())
}

fn present(value: Option<&Value>) -> Option<&Value> {
    value.filter(|value| !value.is_null())
}

fn field(column: &Column) -> FieldRef {
    Arc::new(Field::new(&column.name, data_type(&column.kind), true))
}

fn item(kind: &Kind) -> FieldRef {
    Arc::new(Field::new_list_field(data_type(kind), true))
}

fn data_type(kind: &Kind) -> DataType {
    match kind {
        Kind::Empty | Kind::Text | Kind::Json => DataType::Utf8,
        Kind::Integer => DataType::Int64,
        Kind::Number => DataType::Float64,
        Kind::Boolean => DataType::Boolean,
        Kind::List(kind) => DataType::List(item(kind)),
        Kind::Record(columns) => DataType::Struct(columns.iter().map(field).collect()),
    }
}

fn array(kind: &Kind, cells: &[Option<&Value>]) -> ArrayRef {
    match kind {
        Kind::Empty | Kind::Text => {
            Arc::new(cells.iter().map(|cell| cell.map(text_of)).collect::<StringArray>())
        }
        Kind::Json => Arc::new(cells.iter().map(|cell| cell.map(Value::to_string)).collect::<StringArray>()),
        Kind::Integer => {
            Arc::new(cells.iter().map(|cell| cell.and_then(Value::as_i64)).collect::<Int64Array>())
        }
        Kind::Number => {
            Arc::new(cells.iter().map(|cell| cell.and_then(Value::as_f64)).collect::<Float64Array>())
        }
        Kind::Boolean => {
            Arc::new(cells.iter().map(|cell| cell.and_then(Value::as_bool)).collect::<BooleanArray>())
        }
        Kind::List(kind) => {
            let lists: Vec<Option<&Vec<Value>>> =
                cells.iter().map(|cell| cell.and_then(Value::as_array)).collect();
            let offsets = OffsetBuffer::from_lengths(lists.iter().map(|list| list.map_or(0, Vec::len)));
            let items: Vec<_> =
                lists.iter().copied().flatten().flatten().map(|value| present(Some(value))).collect();
            let nulls = lists.iter().map(Option::is_some).collect::<Vec<_>>();
            Arc::new(ListArray::new(item(kind), offsets, array(kind, &items), Some(NullBuffer::from(nulls))))
        }
        Kind::Record(columns) => {
            let arrays = columns.iter().map(|column| {
                let inner: Vec<_> =
                    cells.iter().map(|cell| present(cell.and_then(|c| c.get(&column.name)))).collect();
                array(&column.kind, &inner)
            });
            let nulls = cells.iter().map(|cell| cell.is_some_and(Value::is_object)).collect::<Vec<_>>();
            let fields = columns.iter().map(field).collect();
            Arc::new(StructArray::new(fields, arrays.collect(), Some(NullBuffer::from(nulls))))
        }
    }
}

fn cause(error: ParquetError) -> WriteCause {
    match error {
        // The disk's error arrives wrapped.
        ParquetError::External(inner) => match inner.downcast::<std::io::Error>() {
            Ok(error) => WriteCause::Io(*error),
            Err(other) => WriteCause::Format(other.to_string()),
        },
        other => WriteCause::Format(other.to_string()),
    }
}
