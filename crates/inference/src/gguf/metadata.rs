//! Typed key-value metadata of a model file.

use std::io::Read;

use indexmap::IndexMap;

use super::GgufError;
use super::reader::BoundedReader;

/// Arrays of arrays may nest this deep; no real model nests at all.
const NESTING_LIMIT: usize = 4;

/// Numbers of metadata values; real models have fewer than a hundred.
const COUNT_LIMIT: u64 = 1 << 16;

/// One metadata value.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the variants say what they hold")]
pub enum Value {
    U8(u8),
    I8(i8),
    U16(u16),
    I16(i16),
    U32(u32),
    I32(i32),
    U64(u64),
    I64(i64),
    F32(f32),
    F64(f64),
    Bool(bool),
    Text(String),
    Array(Array),
}

/// An array, all of whose elements have one type.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the variants say what they hold")]
pub enum Array {
    U8(Vec<u8>),
    I8(Vec<i8>),
    U16(Vec<u16>),
    I16(Vec<i16>),
    U32(Vec<u32>),
    I32(Vec<i32>),
    U64(Vec<u64>),
    I64(Vec<i64>),
    F32(Vec<f32>),
    F64(Vec<f64>),
    Bool(Vec<bool>),
    Text(Vec<String>),
    Array(Vec<Array>),
}

impl Value {
    fn describe(&self) -> String {
        match self {
            Self::U8(n) => n.to_string(),
            Self::I8(n) => n.to_string(),
            Self::U16(n) => n.to_string(),
            Self::I16(n) => n.to_string(),
            Self::U32(n) => n.to_string(),
            Self::I32(n) => n.to_string(),
            Self::U64(n) => n.to_string(),
            Self::I64(n) => n.to_string(),
            Self::F32(n) => n.to_string(),
            Self::F64(n) => n.to_string(),
            Self::Bool(b) => b.to_string(),
            Self::Text(_) => "a text".to_owned(),
            Self::Array(_) => "an array".to_owned(),
        }
    }

    fn integer(&self) -> Option<i128> {
        Some(match self {
            Self::U8(n) => i128::from(*n),
            Self::I8(n) => i128::from(*n),
            Self::U16(n) => i128::from(*n),
            Self::I16(n) => i128::from(*n),
            Self::U32(n) => i128::from(*n),
            Self::I32(n) => i128::from(*n),
            Self::U64(n) => i128::from(*n),
            Self::I64(n) => i128::from(*n),
            _ => return None,
        })
    }
}

/// All metadata of a file, in its order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metadata(IndexMap<String, Value>);

macro_rules! required {
    ($(#[$doc:meta])* $name:ident, $optional:ident, $type:ty) => {
        $(#[$doc])*
        ///
        /// # Errors
        /// The key is missing or its value has another type.
        pub fn $name(&self, key: &str) -> Result<$type, GgufError> {
            self.$optional(key)?.ok_or_else(|| GgufError::MissingKey { key: key.to_owned() })
        }
    };
}

impl Metadata {
    /// The value of a key, whatever its type.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0.get(key)
    }

    /// Keys and values in the file's order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }

    required!(
        /// An integer of any width that fits.
        u32, opt_u32, u32);
    required!(
        /// A number, whole or not.
        f32, opt_f32, f32);
    required!(
        /// True or false.
        bool, opt_bool, bool);
    required!(
        /// A text.
        str, opt_str, &str);
    required!(
        /// An array of texts.
        strings, opt_strings, &[String]);
    required!(
        /// An array of numbers.
        f32s, opt_f32s, Vec<f32>);
    required!(
        /// An array of integers that fit.
        u32s, opt_u32s, Vec<u32>);

    /// An integer of any width that fits, or `None` where the key is missing.
    ///
    /// # Errors
    /// The value is no integer from 0 to 2³²−1.
    pub fn opt_u32(&self, key: &str) -> Result<Option<u32>, GgufError> {
        self.convert(key, "an integer from 0 to 4294967295", |value| {
            value.integer().and_then(|n| u32::try_from(n).ok())
        })
    }

    /// A number, or `None` where the key is missing.
    ///
    /// # Errors
    /// The value is no finite number.
    pub fn opt_f32(&self, key: &str) -> Result<Option<f32>, GgufError> {
        self.convert(key, "a finite number", |value| {
            let number = match value {
                Value::F32(n) => *n,
                Value::F64(n) => *n as f32,
                other => other.integer()? as f32,
            };
            number.is_finite().then_some(number)
        })
    }

    /// True or false, or `None` where the key is missing.
    ///
    /// # Errors
    /// The value has another type.
    pub fn opt_bool(&self, key: &str) -> Result<Option<bool>, GgufError> {
        self.convert(key, "true or false", |value| match value {
            Value::Bool(b) => Some(*b),
            _ => None,
        })
    }

    /// A text, or `None` where the key is missing.
    ///
    /// # Errors
    /// The value has another type.
    pub fn opt_str(&self, key: &str) -> Result<Option<&str>, GgufError> {
        self.convert(key, "a text", |value| match value {
            Value::Text(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// An array of texts, or `None` where the key is missing.
    ///
    /// # Errors
    /// The value has another type.
    pub fn opt_strings(&self, key: &str) -> Result<Option<&[String]>, GgufError> {
        self.convert(key, "an array of texts", |value| match value {
            Value::Array(Array::Text(texts)) => Some(texts.as_slice()),
            _ => None,
        })
    }

    /// An array of numbers, or `None` where the key is missing.
    ///
    /// # Errors
    /// The value has another type.
    pub fn opt_f32s(&self, key: &str) -> Result<Option<Vec<f32>>, GgufError> {
        self.convert(key, "an array of numbers", |value| match value {
            Value::Array(Array::F32(numbers)) => Some(numbers.clone()),
            Value::Array(Array::F64(numbers)) => Some(numbers.iter().map(|n| *n as f32).collect()),
            _ => None,
        })
    }

    /// An array of integers, or `None` where the key is missing.
    ///
    /// # Errors
    /// The value has another type, or an element is negative or above 2³²−1.
    pub fn opt_u32s(&self, key: &str) -> Result<Option<Vec<u32>>, GgufError> {
        fn all<T: Copy>(numbers: &[T]) -> Option<Vec<u32>>
        where
            u32: TryFrom<T>,
        {
            numbers.iter().map(|n| u32::try_from(*n).ok()).collect()
        }
        self.convert(key, "an array of integers from 0 to 4294967295", |value| {
            let Value::Array(array) = value else { return None };
            match array {
                Array::U8(n) => all(n),
                Array::I8(n) => all(n),
                Array::U16(n) => all(n),
                Array::I16(n) => all(n),
                Array::U32(n) => all(n),
                Array::I32(n) => all(n),
                Array::U64(n) => all(n),
                Array::I64(n) => all(n),
                _ => None,
            }
        })
    }

    fn convert<'a, T>(
        &'a self,
        key: &str,
        expected: &'static str,
        convert: impl FnOnce(&'a Value) -> Option<T>,
    ) -> Result<Option<T>, GgufError> {
        let Some(value) = self.0.get(key) else { return Ok(None) };
        convert(value).map(Some).ok_or_else(|| GgufError::WrongType {
            key: key.to_owned(),
            expected,
            found: value.describe(),
        })
    }

    /// Reads `count` pairs.
    pub(super) fn read<R: Read>(reader: &mut BoundedReader<R>, count: u64) -> Result<Self, GgufError> {
        if count > COUNT_LIMIT {
            return Err(GgufError::TooLarge {
                what: "the number of metadata values".to_owned(),
                found: count,
                limit: COUNT_LIMIT,
            });
        }
        let mut values = IndexMap::new();
        for _ in 0..count {
            let key = reader.text("a metadata key")?;
            let code = reader.u32(&key)?;
            let value = read_value(reader, &key, code)?;
            if values.contains_key(&key) {
                return Err(GgufError::Duplicate { what: "the metadata value", name: key });
            }
            values.insert(key, value);
        }
        Ok(Self(values))
    }
}

impl FromIterator<(String, Value)> for Metadata {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}

fn read_value<R: Read>(reader: &mut BoundedReader<R>, key: &str, code: u32) -> Result<Value, GgufError> {
    Ok(match code {
        0 => Value::U8(u8::from_le_bytes(reader.array(key)?)),
        1 => Value::I8(i8::from_le_bytes(reader.array(key)?)),
        2 => Value::U16(u16::from_le_bytes(reader.array(key)?)),
        3 => Value::I16(i16::from_le_bytes(reader.array(key)?)),
        4 => Value::U32(u32::from_le_bytes(reader.array(key)?)),
        5 => Value::I32(i32::from_le_bytes(reader.array(key)?)),
        6 => Value::F32(f32::from_le_bytes(reader.array(key)?)),
        7 => Value::Bool(read_bool(reader, key)?),
        8 => Value::Text(reader.text(key)?),
        9 => Value::Array(read_array(reader, key, 1)?),
        10 => Value::U64(u64::from_le_bytes(reader.array(key)?)),
        11 => Value::I64(i64::from_le_bytes(reader.array(key)?)),
        12 => Value::F64(f64::from_le_bytes(reader.array(key)?)),
        code => return Err(GgufError::ValueType { key: key.to_owned(), code }),
    })
}

fn read_bool<R: Read>(reader: &mut BoundedReader<R>, key: &str) -> Result<bool, GgufError> {
    match reader.array(key)? {
        [0] => Ok(false),
        [1] => Ok(true),
        [found] => Err(GgufError::Boolean { key: key.to_owned(), found }),
    }
}

fn read_array<R: Read>(reader: &mut BoundedReader<R>, key: &str, depth: usize) -> Result<Array, GgufError> {
    let code = reader.u32(key)?;
    let count = reader.u64(key)?;
    Ok(match code {
        0 => Array::U8(numbers(reader, key, count, u8::from_le_bytes)?),
        1 => Array::I8(numbers(reader, key, count, i8::from_le_bytes)?),
        2 => Array::U16(numbers(reader, key, count, u16::from_le_bytes)?),
        3 => Array::I16(numbers(reader, key, count, i16::from_le_bytes)?),
        4 => Array::U32(numbers(reader, key, count, u32::from_le_bytes)?),
        5 => Array::I32(numbers(reader, key, count, i32::from_le_bytes)?),
        6 => Array::F32(numbers(reader, key, count, f32::from_le_bytes)?),
        7 => {
            reserve(reader, key, count, 1)?;
            Array::Bool((0..count).map(|_| read_bool(reader, key)).collect::<Result<_, _>>()?)
        }
        8 => {
            // Each text brings its length, so the count cannot exceed what the file holds.
            reader.expect(key, count, 8)?;
            Array::Text((0..count).map(|_| reader.text(key)).collect::<Result<_, _>>()?)
        }
        9 if depth >= NESTING_LIMIT => {
            return Err(GgufError::TooLarge {
                what: format!("the nesting of {key}"),
                found: depth as u64 + 1,
                limit: NESTING_LIMIT as u64,
            });
        }
        9 => {
            reader.expect(key, count, 12)?;
            reader.charge_entries(key, count)?;
            Array::Array((0..count).map(|_| read_array(reader, key, depth + 1)).collect::<Result<_, _>>()?)
        }
        10 => Array::U64(numbers(reader, key, count, u64::from_le_bytes)?),
        11 => Array::I64(numbers(reader, key, count, i64::from_le_bytes)?),
        12 => Array::F64(numbers(reader, key, count, f64::from_le_bytes)?),
        code => return Err(GgufError::ValueType { key: key.to_owned(), code }),
    })
}

fn reserve<R: Read>(
    reader: &mut BoundedReader<R>,
    key: &str,
    count: u64,
    size: u64,
) -> Result<(), GgufError> {
    reader.expect(key, count, size)?;
    reader.charge(key, count.saturating_mul(size))
}

fn numbers<R: Read, T, const N: usize>(
    reader: &mut BoundedReader<R>,
    key: &str,
    count: u64,
    from: fn([u8; N]) -> T,
) -> Result<Vec<T>, GgufError> {
    reserve(reader, key, count, N as u64)?;
    let bytes = reader.bytes(key, count * N as u64)?;
    let (items, _) = bytes.as_chunks::<N>();
    Ok(items.iter().map(|item| from(*item)).collect())
}
