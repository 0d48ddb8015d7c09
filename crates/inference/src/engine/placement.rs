//! Where a model computes.

use std::panic::catch_unwind;

use candle_core::Device;

/// Where a model may compute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Placement {
    /// On a graphics processor, where the program is built for one and the machine has it; else on the processor.
    #[default]
    Fastest,
    /// On the processor, where rows are equal to the bit.
    Processor,
}

/// A kind of graphics processor, and how one is opened.
type Kind = (&'static str, fn() -> candle_core::Result<Device>);

/// The kinds that this program is built for.
const KINDS: &[Kind] = &[
    #[cfg(feature = "cuda")]
    ("cuda", || Device::new_cuda(0)),
    #[cfg(feature = "metal")]
    ("metal", || Device::new_metal(0)),
];

/// Why a graphics processor is not used.
#[derive(Debug, thiserror::Error)]
#[error("the graphics processor ({kind}) cannot be used: {reason}")]
pub struct Unusable {
    kind: &'static str,
    reason: String,
}

impl Unusable {
    /// With the reason of an error.
    pub fn new(kind: &'static str, reason: impl ToString) -> Self {
        Self { kind, reason: reason.to_string() }
    }
}

/// The first graphics processor; `None` where the program is built for none or none is wanted.
///
/// # Errors
/// There is none, or its driver fails.
pub fn graphics(placement: Placement) -> Option<Result<(&'static str, Device), Unusable>> {
    let (kind, open) = match placement {
        Placement::Fastest => KINDS.first()?,
        Placement::Processor => return None,
    };
    // The library for CUDA panics where the driver is not installed.
    let opened =
        catch_unwind(open).unwrap_or_else(|_| Err(candle_core::Error::msg("its driver is not installed")));
    Some(opened.map(|device| (*kind, device)).map_err(|error| Unusable::new(kind, error)))
}
