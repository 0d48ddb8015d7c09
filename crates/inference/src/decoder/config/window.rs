//! How far layers look back.

use super::family::Family;
use super::keys::Keys;
use crate::error::LoadError;
use crate::gguf::{Array, Value};

/// Sliding-window attention of a model.
pub(super) struct Window {
    /// Positions that a query sees, its own included.
    pub(super) length: usize,
    /// For each layer, whether it slides; the others see all.
    pub(super) slides: Vec<bool>,
}

/// Reads it; `None` where every layer sees all positions.
pub(super) fn read(keys: &Keys<'_>, family: Family, layers: usize) -> Result<Option<Window>, LoadError> {
    // Of so many layers all but the last slide.
    let period = match family {
        Family::Gemma2 => 2,
        Family::Olmo2 => 4,
        Family::Gemma3 => 6,
        // The files of other families name a window that their models do not use (Qwen 2) or were not
        // trained to need within it (Phi-3); llama.cpp does as we do.
        _ => return Ok(None),
    };
    let default = (family == Family::Gemma2).then_some(4096);
    let length = match keys.count("attention.sliding_window")?.or(default) {
        None | Some(0) => return Ok(None),
        Some(length) => length,
    };
    const PATTERN: &str = "attention.sliding_window_pattern";
    let slides = match keys.metadata.get(&keys.name(PATTERN)) {
        Some(Value::Array(Array::Bool(slides))) if slides.len() >= layers => slides[..layers].to_vec(),
        Some(Value::Array(Array::Bool(slides))) => return Err(keys.misfit(PATTERN, slides.len())),
        _ => {
            let period = keys.count(PATTERN)?.unwrap_or(period);
            (0..layers).map(|n| period == 0 || n % period < period - 1).collect()
        }
    };
    Ok(Some(Window { length, slides }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gguf::Metadata;

    #[test]
    fn layers_slide_as_their_family_does() {
        let check = |family, values: Vec<(&str, Value)>, expected: Option<(usize, &str)>| {
            let named = values.into_iter().map(|(key, value)| (format!("x.{key}"), value));
            let metadata = Metadata::from_iter(named);
            let keys = Keys { metadata: &metadata, architecture: "x" };
            let found = read(&keys, family, 7).unwrap().map(|window| {
                let layers = window.slides.iter().map(|slides| if *slides { 's' } else { '.' });
                (window.length, layers.collect::<String>())
            });
            assert_eq!(found, expected.map(|(n, layers)| (n, layers.to_owned())), "{family:?}");
        };
        let window = |n| ("attention.sliding_window", Value::U32(n));
        let pattern = |value| ("attention.sliding_window_pattern", value);
        check(Family::Qwen2, vec![window(8)], None);
        check(Family::Gemma2, vec![], Some((4096, "s.s.s.s")));
        check(Family::Gemma3, vec![], None);
        check(Family::Gemma3, vec![window(0)], None);
        check(Family::Gemma3, vec![window(512)], Some((512, "sssss.s")));
        check(Family::Olmo2, vec![window(64)], Some((64, "sss.sss")));
        check(Family::Gemma3, vec![window(4), pattern(Value::U32(3))], Some((4, "ss.ss.s")));
        let listed = Value::Array(Array::Bool(vec![true, false, false, true, true, false, false]));
        check(Family::Olmo2, vec![window(4), pattern(listed)], Some((4, "s..ss..")));
    }
}
