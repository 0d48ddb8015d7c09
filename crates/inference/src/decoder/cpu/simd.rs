//! One source for every vector width.
//!
//! The loops of the decoder are written over arrays of [`LANES`] values, which the compiler maps
//! to whatever registers the processor has. [`multiversion!`] compiles a function once for each
//! instruction set and picks at run time. The order of every sum is written out in the source, so
//! all versions with fused multiply-add agree bit for bit; only a processor without it differs,
//! and says so in the numeric profile.

use std::sync::LazyLock;

/// Values that the loops treat side by side.
pub const LANES: usize = 16;

/// Names an instruction set that is to be used instead of the best: to compare them, and to track down faults.
#[cfg(target_arch = "x86_64")]
const CHOICE: &str = "SEEDBED_INSTRUCTIONS";

/// Instruction sets that the decoder is compiled for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instructions {
    /// AVX-512 with the 8-bit dot products (VNNI).
    #[cfg(target_arch = "x86_64")]
    Avx512Vnni,
    /// AVX2 with fused multiply-add and the 8-bit dot products (AVX-VNNI).
    #[cfg(target_arch = "x86_64")]
    AvxVnni,
    /// AVX2 with fused multiply-add.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// What every processor of this architecture has.
    Baseline,
}

impl Instructions {
    /// The best that this processor has, or what `SEEDBED_INSTRUCTIONS` chooses of it.
    pub fn detect() -> Self {
        static DETECTED: LazyLock<Instructions> = LazyLock::new(|| {
            #[cfg(target_arch = "x86_64")]
            {
                let avx2 = is_x86_feature_detected!("avx2")
                    && is_x86_feature_detected!("fma")
                    && is_x86_feature_detected!("f16c");
                let avx512 = is_x86_feature_detected!("avx512f")
                    && is_x86_feature_detected!("avx512bw")
                    && is_x86_feature_detected!("avx512dq")
                    && is_x86_feature_detected!("avx512vl")
                    && is_x86_feature_detected!("avx512vnni");
                let here = [
                    ("avx512-vnni", avx2 && avx512, Instructions::Avx512Vnni),
                    ("avx-vnni", avx2 && is_x86_feature_detected!("avxvnni"), Instructions::AvxVnni),
                    ("avx2", avx2, Instructions::Avx2),
                ];
                let choice = std::env::var(CHOICE).ok();
                let chosen =
                    here.iter().find(|(name, has, _)| *has && choice.as_deref().is_none_or(|c| c == *name));
                if let Some((.., instructions)) = chosen {
                    return *instructions;
                }
            }
            Instructions::Baseline
        });
        *DETECTED
    }

    /// The name in a numeric profile, which is the same where the same bits are computed.
    pub fn profile(self) -> &'static str {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx512Vnni | Self::AvxVnni | Self::Avx2 => "x86-64-v3",
            Self::Baseline => std::env::consts::ARCH,
        }
    }
}

/// Whether the baseline of this architecture has fused multiply-add.
pub const BASELINE_FMA: bool = cfg!(target_arch = "aarch64");

/// `a * b + c`, rounded once where `FMA` holds and twice where the processor lacks it.
#[inline(always)]
pub fn fma<const FMA: bool>(a: f32, b: f32, c: f32) -> f32 {
    if FMA { a.mul_add(b, c) } else { a * b + c }
}

/// Sum of the lanes, pairwise.
#[inline(always)]
pub fn sum(mut lanes: [f32; LANES]) -> f32 {
    let mut width = LANES / 2;
    while width > 0 {
        for i in 0..width {
            lanes[i] += lanes[i + width];
        }
        width /= 2;
    }
    lanes[0]
}

/// The largest of the lanes, which no order changes. A NaN among them may be passed over.
#[inline(always)]
pub fn largest(mut lanes: [f32; LANES]) -> f32 {
    let mut half = LANES / 2;
    while half > 0 {
        for i in 0..half {
            lanes[i] = if lanes[i + half] > lanes[i] { lanes[i + half] } else { lanes[i] };
        }
        half /= 2;
    }
    lanes[0]
}

/// Compiles a function for every instruction set and picks one at run time. The body sees the
/// constants `FMA` and `WIDE`, which holds where there are 32 registers of 16 lanes.
macro_rules! multiversion {
    ($(#[$meta:meta])* $vis:vis fn $name:ident($($arg:ident: $type:ty),* $(,)?) $(-> $ret:ty)? $body:block) => {
        $(#[$meta])*
        #[allow(clippy::too_many_arguments)]
        $vis fn $name($($arg: $type),*) $(-> $ret)? {
            #[inline(always)]
            #[allow(clippy::too_many_arguments)]
            fn body<const FMA: bool, const WIDE: bool>($($arg: $type),*) $(-> $ret)? $body

            #[cfg(target_arch = "x86_64")]
            #[allow(clippy::too_many_arguments)]
            #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,f16c")]
            fn avx512($($arg: $type),*) $(-> $ret)? { body::<true, true>($($arg),*) }

            #[cfg(target_arch = "x86_64")]
            #[allow(clippy::too_many_arguments)]
            #[target_feature(enable = "avx2,fma,f16c")]
            fn avx2($($arg: $type),*) $(-> $ret)? { body::<true, false>($($arg),*) }

            match $crate::decoder::cpu::simd::Instructions::detect() {
                #[cfg(target_arch = "x86_64")]
                // SAFETY: the processor has these instructions.
                $crate::decoder::cpu::simd::Instructions::Avx512Vnni => unsafe { avx512($($arg),*) },
                #[cfg(target_arch = "x86_64")]
                // SAFETY: the processor has these instructions.
                $crate::decoder::cpu::simd::Instructions::AvxVnni | $crate::decoder::cpu::simd::Instructions::Avx2 => unsafe {
                    avx2($($arg),*)
                },
                $crate::decoder::cpu::simd::Instructions::Baseline => {
                    body::<{ $crate::decoder::cpu::simd::BASELINE_FMA }, false>($($arg),*)
                }
            }
        }
    };
}
pub(crate) use multiversion;
