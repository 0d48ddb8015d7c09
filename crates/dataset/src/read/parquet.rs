//! Parquet, nested types included.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowTemporalType, ArrowTimestampType, Date32Type, Date64Type, Decimal128Type, Decimal256Type,
    Float16Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
    UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrowPrimitiveType};
use arrow_schema::{DataType, TimeUnit};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::{Map, Value};

use super::{MOST_COLUMNS, MOST_ROWS, ReadCause};
use crate::{Fields, Table};

/// Reads all columns that have a JSON form; a notice names the others.
pub(super) fn read(file: File, notices: &mut Vec<String>) -> Result<Table, ReadCause> {
    // The decoder has panicked on damaged files. What it worked on is dropped, so nothing half-changed is seen.
    catch_unwind(AssertUnwindSafe(|| rows(file, notices))).unwrap_or_else(|_| Err(broken("damaged pages")))
}

fn rows(file: File, notices: &mut Vec<String>) -> Result<Table, ReadCause> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(broken)?;
    if usize::try_from(builder.metadata().file_metadata().num_rows()).map_or(true, |rows| rows > MOST_ROWS) {
        return Err(ReadCause::too_many_rows());
    }
    let fields = builder.schema().fields().clone();
    if fields.len() > MOST_COLUMNS {
        return Err(ReadCause::too_many_columns());
    }
    for field in fields.iter().filter(|field| !has_json_form(field.data_type())) {
        notices.push(format!("Column '{}' holds {} and was left out.", field.name(), field.data_type()));
    }
    let mut rows = Vec::new();
    for batch in builder.with_batch_size(1_024).build().map_err(broken)? {
        let batch = batch.map_err(broken)?;
        let mut columns: Vec<_> = fields
            .iter()
            .zip(batch.columns())
            .filter(|(field, _)| has_json_form(field.data_type()))
            .map(|(field, array)| (field.name(), values(array).into_iter()))
            .collect();
        for _ in 0..batch.num_rows() {
            let cells =
                columns.iter_mut().map(|(name, values)| ((*name).clone(), values.next().unwrap_or_default()));
            rows.push(cells.collect::<Fields>());
        }
    }
    Ok(Table::new(rows))
}

fn broken(error: impl ToString) -> ReadCause {
    ReadCause::Parquet { detail: error.to_string() }
}

fn has_json_form(kind: &DataType) -> bool {
    use DataType as D;
    match kind {
        D::List(item) | D::LargeList(item) | D::FixedSizeList(item, _) => has_json_form(item.data_type()),
        D::Struct(fields) => fields.iter().all(|field| has_json_form(field.data_type())),
        D::Map(entries, _) => match entries.data_type() {
            D::Struct(pair) => matches!(pair.iter().map(|f| f.data_type()).collect::<Vec<_>>()[..],
                [D::Utf8 | D::LargeUtf8 | D::Utf8View, value] if has_json_form(value)),
            _ => false,
        },
        D::Dictionary(_, value) => has_json_form(value),
        D::Null
        | D::Boolean
        | D::Utf8
        | D::LargeUtf8
        | D::Utf8View
        | D::Date32
        | D::Date64
        | D::Timestamp(..) => true,
        D::Decimal128(..) | D::Decimal256(..) => true,
        other => other.is_integer() || other.is_floating(),
    }
}

/// One JSON value for each place of the array. Dates and decimals become texts, numbers that JSON lacks become null.
fn values(array: &dyn Array) -> Vec<Value> {
    use DataType as D;
    match array.data_type() {
        D::Boolean => place_wise(array, |n| array.as_boolean().value(n).into()),
        D::Utf8 => place_wise(array, |n| array.as_string::<i32>().value(n).into()),
        D::LargeUtf8 => place_wise(array, |n| array.as_string::<i64>().value(n).into()),
        D::Utf8View => place_wise(array, |n| array.as_string_view().value(n).into()),
        D::Int8 => numbers::<Int8Type>(array, Into::into),
        D::Int16 => numbers::<Int16Type>(array, Into::into),
        D::Int32 => numbers::<Int32Type>(array, Into::into),
        D::Int64 => numbers::<Int64Type>(array, Into::into),
        D::UInt8 => numbers::<UInt8Type>(array, Into::into),
        D::UInt16 => numbers::<UInt16Type>(array, Into::into),
        D::UInt32 => numbers::<UInt32Type>(array, Into::into),
        D::UInt64 => numbers::<UInt64Type>(array, Into::into),
        D::Float16 => numbers::<Float16Type>(array, |n| short(n.to_f32())),
        D::Float32 => numbers::<Float32Type>(array, short),
        D::Float64 => numbers::<Float64Type>(array, Into::into),
        D::Decimal128(..) => {
            place_wise(array, |n| array.as_primitive::<Decimal128Type>().value_as_string(n).into())
        }
        D::Decimal256(..) => {
            place_wise(array, |n| array.as_primitive::<Decimal256Type>().value_as_string(n).into())
        }
        D::Date32 => dates::<Date32Type>(array),
        D::Date64 => dates::<Date64Type>(array),
        D::Timestamp(TimeUnit::Second, zone) => times::<TimestampSecondType>(array, zone.is_some()),
        D::Timestamp(TimeUnit::Millisecond, zone) => times::<TimestampMillisecondType>(array, zone.is_some()),
        D::Timestamp(TimeUnit::Microsecond, zone) => times::<TimestampMicrosecondType>(array, zone.is_some()),
        D::Timestamp(TimeUnit::Nanosecond, zone) => times::<TimestampNanosecondType>(array, zone.is_some()),
        D::List(_) => place_wise(array, |n| values(&array.as_list::<i32>().value(n)).into()),
        D::LargeList(_) => place_wise(array, |n| values(&array.as_list::<i64>().value(n)).into()),
        D::FixedSizeList(..) => place_wise(array, |n| values(&array.as_fixed_size_list().value(n)).into()),
        D::Struct(fields) => {
            let columns: Vec<Vec<Value>> =
                array.as_struct().columns().iter().map(|column| values(column)).collect();
            place_wise(array, |n| {
                let cells = fields
                    .iter()
                    .zip(&columns)
                    .map(|(field, column)| (field.name().clone(), column[n].clone()));
                cells.collect::<Map<_, _>>().into()
            })
        }
        D::Map(..) => place_wise(array, |n| {
            let entries = array.as_map().value(n);
            let names = values(entries.column(0)).into_iter().map(|name| crate::text_of(&name));
            names.zip(values(entries.column(1))).collect::<Map<_, _>>().into()
        }),
        D::Dictionary(..) => {
            let dictionary = array.as_any_dictionary();
            let words = values(dictionary.values());
            if words.is_empty() {
                return vec![Value::Null; array.len()];
            }
            let keys = dictionary.normalized_keys();
            place_wise(array, |n| words[keys[n]].clone())
        }
        _ => vec![Value::Null; array.len()],
    }
}

fn place_wise(array: &dyn Array, value: impl Fn(usize) -> Value) -> Vec<Value> {
    (0..array.len()).map(|n| if array.is_null(n) { Value::Null } else { value(n) }).collect()
}

fn numbers<T: ArrowPrimitiveType>(array: &dyn Array, value: impl Fn(T::Native) -> Value) -> Vec<Value> {
    place_wise(array, |n| value(array.as_primitive::<T>().value(n)))
}

/// The decimal number as one would write it, not its neighbour among the numbers of 64 bits.
fn short(number: f32) -> Value {
    number.to_string().parse::<f64>().map_or(Value::Null, Into::into)
}

fn dates<T: ArrowTemporalType>(array: &dyn Array) -> Vec<Value>
where
    i64: From<T::Native>,
{
    place_wise(array, |n| array.as_primitive::<T>().value_as_date(n).map(|date| date.to_string()).into())
}

fn times<T: ArrowTimestampType>(array: &dyn Array, zoned: bool) -> Vec<Value>
where
    i64: From<T::Native>,
{
    place_wise(array, |n| {
        let time = array.as_primitive::<T>().value_as_datetime(n);
        time.map(|time| time.to_string().replace(' ', "T") + if zoned { "Z" } else { "" }).into()
    })
}
