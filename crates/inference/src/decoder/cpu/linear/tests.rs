//! Every row of a product is the same, whatever it is computed with, and close to the exact product.

use candle_core::quantized::GgmlDType;
use proptest::prelude::*;

use super::*;

const KINDS: [GgmlType; 13] = GgmlType::WEIGHTS;

/// Pseudo-random values in [-1, 1].
fn noise(count: usize, seed: u32) -> Vec<f32> {
    let mut state = seed.wrapping_mul(2_654_435_761) | 1;
    std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as f32 / u32::MAX as f32 * 2.0 - 1.0
    })
    .take(count)
    .collect()
}

/// A matrix in a storage format, as bytes of a file.
fn stored(kind: GgmlType, outputs: usize, inputs: usize) -> Vec<u64> {
    let dtype = GgmlDType::from(kind);
    let mut blocks = dtype.cpu_zeros(outputs * inputs);
    blocks.from_float(&noise(outputs * inputs, 7));
    let bytes = blocks.storage_size_in_bytes();
    let mut words = vec![0_u64; bytes.div_ceil(8)];
    // SAFETY: the blocks are plain numbers, `bytes` long, and the words hold at least as many bytes.
    unsafe { std::ptr::copy_nonoverlapping(blocks.as_ptr(), words.as_mut_ptr().cast::<u8>(), bytes) };
    words
}

fn linear(pool: &Pool, kind: GgmlType, outputs: usize, inputs: usize, bias: bool) -> Linear {
    let words = stored(kind, outputs, inputs);
    let bytes = outputs * inputs / kind.block_weights() as usize * kind.block_bytes() as usize;
    // SAFETY: the words hold as many bytes.
    let bytes = unsafe { std::slice::from_raw_parts(words.as_ptr().cast::<u8>(), bytes) };
    Linear::new(pool, bytes, kind, outputs, inputs, bias.then(|| noise(outputs, 3)))
}

fn product(pool: &Pool, linear: &Linear, x: &[f32]) -> Vec<f32> {
    let mut out = vec![0.0; x.len() / linear.inputs * linear.outputs];
    multiply(pool, &mut Scratch::default(), x, [(linear, &mut out)]).unwrap();
    out
}

#[test]
fn products_are_close_to_exact_ones() {
    let pool = Pool::new(2).unwrap();
    for kind in KINDS {
        let (outputs, inputs, rows) = (37, 512, 11);
        let linear = linear(&pool, kind, outputs, inputs, true);
        let x = noise(rows * inputs, 11);
        let out = product(&pool, &linear, &x);
        let bias = noise(outputs, 3);
        let mut weights = vec![0.0; inputs];
        for o in 0..outputs {
            linear.row(o, &mut weights).unwrap();
            for r in 0..rows {
                let row = &x[r * inputs..(r + 1) * inputs];
                let exact: f64 = row.iter().zip(&weights).map(|(x, w)| f64::from(*x) * f64::from(*w)).sum();
                let exact = exact + f64::from(bias[o]);
                let found = f64::from(out[r * outputs + o]);
                assert!((found - exact).abs() < 0.2, "{kind}, row {r}, output {o}: {found} is not {exact}");
            }
        }
    }
}

/// Packing loses nothing: the weights are those that Candle reads from the same bytes.
#[test]
fn packed_weights_are_those_of_the_file() {
    let pool = Pool::new(1).unwrap();
    for kind in KINDS {
        let (outputs, inputs) = (21, 768);
        let words = stored(kind, outputs, inputs);
        let bytes = outputs * inputs / kind.block_weights() as usize * kind.block_bytes() as usize;
        // SAFETY: the words hold as many bytes.
        let bytes = unsafe { std::slice::from_raw_parts(words.as_ptr().cast::<u8>(), bytes) };
        let tiles = Tiles::pack(&pool, bytes, kind, outputs, inputs).unwrap();
        let blocks = GgmlDType::from(kind).from_data(Cow::Borrowed(bytes));
        for row in 0..outputs {
            let mut found = vec![0.0; inputs];
            tiles.row(row, &mut found);
            let CpuStorage::F32(expected) = blocks.embedding(&[row as u32], outputs, inputs).unwrap() else {
                unreachable!("dequantized weights are in single precision")
            };
            for (f, e) in found.iter().zip(&expected) {
                assert!((f - e).abs() <= e.abs() * 1e-6, "{kind}, row {row}: {f} is not {e}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn rows_do_not_depend_on_their_neighbours(
        kind in prop::sample::select(&KINDS[..]),
        rows in 1_usize..40,
        threads in 1_usize..4,
        wide in any::<bool>(),
    ) {
        let (outputs, inputs) = (if wide { 400 } else { 33 }, 512);
        let x = noise(rows * inputs, 5);
        let together = {
            let pool = Pool::new(threads).unwrap();
            product(&pool, &linear(&pool, kind, outputs, inputs, false), &x)
        };
        let pool = Pool::new(1).unwrap();
        let linear = linear(&pool, kind, outputs, inputs, false);
        for (row, x) in x.chunks_exact(inputs).enumerate() {
            let alone = product(&pool, &linear, x);
            let bits = |values: &[f32]| values.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
            prop_assert_eq!(bits(&alone), bits(&together[row * outputs..(row + 1) * outputs]));
        }
    }
}

/// Every instruction set that the processor has gives the same bits.
#[cfg(target_arch = "x86_64")]
#[test]
fn instruction_sets_agree() {
    let sets: [(&str, bool, Kernel); 3] = [
        ("avx512-vnni", Instructions::detect() == Instructions::Avx512Vnni, avx512::tile),
        ("avx-vnni", is_x86_feature_detected!("avxvnni"), avx2::tile_vnni),
        ("avx2", is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma"), avx2::tile),
    ];
    let pool = Pool::new(1).unwrap();
    let (outputs, inputs, rows) = (33, 512, 11);
    let x = noise(rows * inputs, 5);
    let (mut fine, mut coarse) = (Activations::default(), Activations::default());
    fine.quantize(&pool, &x, inputs, FINE);
    coarse.quantize(&pool, &x, inputs, COARSE);
    let x = Inputs { values: &x, width: inputs, fine: &fine, coarse: &coarse };
    for kind in KINDS {
        let words = stored(kind, outputs, inputs);
        let bytes = outputs * inputs / kind.block_weights() as usize * kind.block_bytes() as usize;
        // SAFETY: the words hold as many bytes.
        let bytes = unsafe { std::slice::from_raw_parts(words.as_ptr().cast::<u8>(), bytes) };
        let tiles = Tiles::pack(&pool, bytes, kind, outputs, inputs).unwrap();
        let results = sets.iter().filter(|(_, has, _)| *has).map(|(name, _, tile)| {
            let mut out = vec![0.0_f32; rows * outputs];
            for n in 0..outputs.div_ceil(OUTPUTS) {
                // SAFETY: the processor has the instructions; tiles write columns of their own.
                unsafe { tile(&tiles, n, &x, SharedPointer(out.as_mut_ptr()), outputs) };
            }
            (*name, out.iter().map(|v| v.to_bits()).collect::<Vec<_>>())
        });
        let results: Vec<_> = results.collect();
        for pair in results.windows(2) {
            assert!(pair[0].1 == pair[1].1, "{kind}: {} and {} differ", pair[0].0, pair[1].0);
        }
    }
}
