//! Products of activations with weight matrices.
//!
//! **Exactness.** Every element of a product is computed by itself, from one row of activations and
//! one row of weights, in an order that only the width decides. Neither the number of rows nor the
//! number of threads enters. (Candle's own `QMatMul` picks another kernel for one row than for many
//! of some types, and keeps a repacked copy beside the weights; so the products are called here.)

use std::borrow::Cow;

use candle_core::CpuStorage;
use candle_core::quantized::{GgmlDType, QuantizedType};

use super::math;
use crate::gguf::GgmlType;
use crate::pool::Pool;

/// A weight matrix, with a bias where the model has one.
pub struct Linear {
    weights: Box<dyn QuantizedType>,
    inputs: usize,
    outputs: usize,
    bias: Option<Vec<f32>>,
}

impl Linear {
    /// Takes a matrix of `outputs` rows and `inputs` columns as it lies in the file. The bytes must
    /// start at a multiple of 8.
    pub fn new(bytes: &[u8], kind: GgmlType, outputs: usize, inputs: usize, bias: Option<Vec<f32>>) -> Self {
        let weights = GgmlDType::from(kind).from_data(Cow::Borrowed(bytes));
        Self { weights, inputs, outputs, bias }
    }

    /// Size in memory, in bytes.
    pub fn bytes(&self) -> usize {
        self.weights.storage_size_in_bytes() + self.bias.as_ref().map_or(0, |b| 4 * b.len())
    }

    /// Writes the weights of one row, dequantized.
    ///
    /// # Errors
    /// There is no such row.
    pub fn row(&self, row: usize, out: &mut [f32]) -> Result<(), ComputeError> {
        match self.weights.embedding(&[row as u32], self.outputs, self.inputs)? {
            CpuStorage::F32(values) => out.copy_from_slice(&values),
            _ => return Err(ComputeError("a row of weights is not in single precision".to_owned())),
        }
        Ok(())
    }

    /// `out[r] = weights · x[r] + bias` for each of `rows` rows.
    ///
    /// # Errors
    /// The kernel refuses the shapes.
    pub fn forward(&self, pool: &Pool, x: &[f32], rows: usize, out: &mut [f32]) -> Result<(), ComputeError> {
        if rows == 0 {
            return Ok(());
        }
        self.weights.matmul_t((rows, self.inputs, self.outputs), x, out)?;
        if let Some(bias) = &self.bias {
            pool.pieces(out, self.outputs, |_, row| math::add(row, bias));
        }
        Ok(())
    }
}

/// A computation that cannot be done.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ComputeError(pub String);

impl From<candle_core::Error> for ComputeError {
    fn from(error: candle_core::Error) -> Self {
        Self(error.to_string())
    }
}
