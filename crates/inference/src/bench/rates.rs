//! What this processor gives at most, and what the products get of it.

use std::time::{Duration, Instant};

use candle_core::quantized::GgmlDType;

use crate::decoder::ComputeError;
use crate::decoder::cpu::linear::{self, Linear, Scratch};
use crate::gguf::GgmlType;
use crate::pool::{Pool, SharedPointer};

/// Matrices that are multiplied one after the other, as the layers of a model: together they outgrow the caches
/// nearest to the cores.
const MATRICES: usize = 24;
const OUTPUTS: usize = 3072;
const INPUTS: usize = 1024;

/// How fast products with one storage format are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProductRate {
    /// Format of the weights.
    pub kind: GgmlType,
    /// Rows of activations multiplied together.
    pub rows: usize,
    /// Multiplications in a second, in thousands of millions.
    pub giga_multiplications: f64,
    /// Weights read in a second, in thousands of millions of bytes.
    pub giga_bytes: f64,
}

/// Measures products with weights of this format, for at least `time`.
///
/// # Errors
/// A thread cannot be started, or a product is refused.
pub fn product_rate(
    kind: GgmlType,
    rows: usize,
    threads: usize,
    time: Duration,
) -> Result<ProductRate, Box<dyn std::error::Error + Send + Sync>> {
    let pool = Pool::new(threads)?;
    let numbers: Vec<f32> =
        (0..OUTPUTS * INPUTS).map(|i| ((i * 7919) % 1013) as f32 / 1013.0 - 0.5).collect();
    let mut blocks = GgmlDType::from(kind).cpu_zeros(OUTPUTS * INPUTS);
    blocks.from_float(&numbers);
    // SAFETY: the blocks are plain numbers, as many bytes long as they say, and live while they are read.
    let bytes = unsafe { std::slice::from_raw_parts(blocks.as_ptr(), blocks.storage_size_in_bytes()) };
    let matrices: Vec<Linear> =
        (0..MATRICES).map(|_| Linear::new(&pool, bytes, kind, OUTPUTS, INPUTS, None)).collect();
    let x = &numbers[..rows * INPUTS];
    let mut out = vec![0.0; rows * OUTPUTS];
    let mut scratch = Scratch::default();
    let mut all = || -> Result<(), ComputeError> {
        matrices.iter().try_for_each(|m| linear::multiply(&pool, &mut scratch, x, [(m, &mut out[..])]))
    };
    all()?;
    let (start, mut rounds) = (Instant::now(), 0.0);
    while start.elapsed() < time {
        all()?;
        rounds += 1.0;
    }
    let seconds = start.elapsed().as_secs_f64() / rounds;
    let weights = matrices.iter().map(Linear::bytes).sum::<usize>();
    Ok(ProductRate {
        kind,
        rows,
        giga_multiplications: (MATRICES * OUTPUTS * INPUTS * rows) as f64 / seconds / 1e9,
        giga_bytes: weights as f64 / seconds / 1e9,
    })
}

/// Bytes that all threads together read in a second from memory, in thousands of millions.
///
/// # Errors
/// A thread cannot be started.
pub fn memory_rate(threads: usize, time: Duration) -> std::io::Result<f64> {
    const PIECE: usize = 1 << 20;
    const PIECES: usize = 128;
    let pool = Pool::new(threads)?;
    let memory = vec![1_u64; PIECE * PIECES];
    let mut sums = vec![0_u64; PIECES];
    let (start, mut rounds) = (Instant::now(), 0.0);
    while start.elapsed() < time {
        let target = SharedPointer(sums.as_mut_ptr());
        pool.run(PIECES, &|n| {
            let sum =
                memory[n * PIECE..(n + 1) * PIECE].iter().fold(0, |sum: u64, value| sum.wrapping_add(*value));
            // SAFETY: each piece has a place of its own.
            unsafe { *target.at(n) = sum };
        });
        rounds += 1.0;
    }
    std::hint::black_box(&sums);
    Ok(rounds * (PIECE * PIECES * 8) as f64 / start.elapsed().as_secs_f64() / 1e9)
}
