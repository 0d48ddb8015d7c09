//! Storage formats of weights.

use std::fmt;

use candle_core::quantized::GgmlDType;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Storage format of a tensor. Sizes of blocks are those of `ggml-common.h`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[allow(non_camel_case_types, missing_docs, reason = "names of the format, known to the field as they are")]
pub enum GgmlType {
    F32,
    F16,
    BF16,
    Q4_0,
    Q4_1,
    Q5_0,
    Q5_1,
    Q8_0,
    Q8_1,
    Q2_K,
    Q3_K,
    Q4_K,
    Q5_K,
    Q6_K,
    Q8_K,
}

impl GgmlType {
    /// The formats of weights. The others are those of activations, which nothing multiplies as weights.
    pub const WEIGHTS: [Self; 13] = [
        Self::F32,
        Self::F16,
        Self::BF16,
        Self::Q4_0,
        Self::Q4_1,
        Self::Q5_0,
        Self::Q5_1,
        Self::Q8_0,
        Self::Q2_K,
        Self::Q3_K,
        Self::Q4_K,
        Self::Q5_K,
        Self::Q6_K,
    ];

    /// The format with this number in a GGUF file.
    ///
    /// # Errors
    /// The name of the format where the field knows it, else its number.
    pub fn from_code(code: u32) -> Result<Self, String> {
        Ok(match code {
            0 => Self::F32,
            1 => Self::F16,
            2 => Self::Q4_0,
            3 => Self::Q4_1,
            6 => Self::Q5_0,
            7 => Self::Q5_1,
            8 => Self::Q8_0,
            9 => Self::Q8_1,
            10 => Self::Q2_K,
            11 => Self::Q3_K,
            12 => Self::Q4_K,
            13 => Self::Q5_K,
            14 => Self::Q6_K,
            15 => Self::Q8_K,
            30 => Self::BF16,
            other => {
                return Err(match other {
                    16 => "IQ2_XXS".to_owned(),
                    17 => "IQ2_XS".to_owned(),
                    18 => "IQ3_XXS".to_owned(),
                    19 => "IQ1_S".to_owned(),
                    20 => "IQ4_NL".to_owned(),
                    21 => "IQ3_S".to_owned(),
                    22 => "IQ2_S".to_owned(),
                    23 => "IQ4_XS".to_owned(),
                    24 => "I8".to_owned(),
                    25 => "I16".to_owned(),
                    26 => "I32".to_owned(),
                    27 => "I64".to_owned(),
                    28 => "F64".to_owned(),
                    29 => "IQ1_M".to_owned(),
                    34 => "TQ1_0".to_owned(),
                    35 => "TQ2_0".to_owned(),
                    39 => "MXFP4".to_owned(),
                    unknown => format!("type {unknown}"),
                });
            }
        })
    }

    /// Number of weights in one block.
    #[must_use]
    pub fn block_weights(self) -> u64 {
        match self {
            Self::F32 | Self::F16 | Self::BF16 => 1,
            Self::Q4_0 | Self::Q4_1 | Self::Q5_0 | Self::Q5_1 | Self::Q8_0 | Self::Q8_1 => 32,
            Self::Q2_K | Self::Q3_K | Self::Q4_K | Self::Q5_K | Self::Q6_K | Self::Q8_K => 256,
        }
    }

    /// Size of one block, in bytes.
    #[must_use]
    pub fn block_bytes(self) -> u64 {
        match self {
            Self::F32 => 4,
            Self::F16 | Self::BF16 => 2,
            Self::Q4_0 => 18,
            Self::Q4_1 => 20,
            Self::Q5_0 => 22,
            Self::Q5_1 => 24,
            Self::Q8_0 => 34,
            Self::Q8_1 => 36,
            Self::Q2_K => 84,
            Self::Q3_K => 110,
            Self::Q4_K => 144,
            Self::Q5_K => 176,
            Self::Q6_K => 210,
            Self::Q8_K => 292,
        }
    }
}

impl fmt::Display for GgmlType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl From<GgmlType> for GgmlDType {
    fn from(kind: GgmlType) -> Self {
        match kind {
            GgmlType::F32 => Self::F32,
            GgmlType::F16 => Self::F16,
            GgmlType::BF16 => Self::BF16,
            GgmlType::Q4_0 => Self::Q4_0,
            GgmlType::Q4_1 => Self::Q4_1,
            GgmlType::Q5_0 => Self::Q5_0,
            GgmlType::Q5_1 => Self::Q5_1,
            GgmlType::Q8_0 => Self::Q8_0,
            GgmlType::Q8_1 => Self::Q8_1,
            GgmlType::Q2_K => Self::Q2K,
            GgmlType::Q3_K => Self::Q3K,
            GgmlType::Q4_K => Self::Q4K,
            GgmlType::Q5_K => Self::Q5K,
            GgmlType::Q6_K => Self::Q6K,
            GgmlType::Q8_K => Self::Q8K,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tensors are read by Candle, so both must mean the same bytes.
    #[test]
    fn block_sizes_equal_candles() {
        for code in 0..64 {
            let Ok(kind) = GgmlType::from_code(code) else { continue };
            let candle = GgmlDType::from(kind);
            assert_eq!(kind.block_bytes(), candle.type_size() as u64, "{kind}");
            assert_eq!(kind.block_weights(), candle.block_size() as u64, "{kind}");
        }
    }
}
