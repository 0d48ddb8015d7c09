//! Hostile and damaged model files end in an error that names the thing; none is trusted, none panics.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::fs;

use common::file::{FileLines, TensorLine, array, preflight, text, texts};
use common::starter;
use inference::gguf::{Gguf, GgufError};
use proptest::prelude::*;

/// The file must be refused, with an error of this kind, whose sentence names `named`.
macro_rules! check {
    ($file:expr, $kind:pat, $named:expr) => {
        let error = $file.preflight().unwrap_err();
        assert!(matches!(error, $kind), "{error:?}");
        assert!(error.to_string().contains($named), "{error}");
    };
}

#[test]
fn a_sound_file_is_read() {
    let gguf = FileLines::sound().preflight().unwrap();
    assert_eq!(gguf.metadata.str("general.architecture").unwrap(), "llama");
    assert_eq!(gguf.tensors["first"].shape, [2, 4]);
    assert_eq!(gguf.tensors["second"].offset, gguf.length - 32);
    let older = FileLines { version: 2, ..FileLines::sound() };
    assert_eq!(older.preflight().unwrap().tensors, gguf.tensors);
}

#[test]
fn other_files_and_versions_are_named() {
    check!(
        FileLines { magic: *b"PK\x03\x04", ..FileLines::sound() },
        GgufError::NotGguf { .. },
        "not a GGUF"
    );
    check!(FileLines { version: 1, ..FileLines::sound() }, GgufError::Version { version: 1 }, "version 1");
    // Big-endian files show their version in the other byte order.
    check!(FileLines { version: 3 << 24, ..FileLines::sound() }, GgufError::Version { .. }, "little-endian");
}

#[test]
fn threat_01_alignment() {
    for found in [0_u32, 3, 4, 1 << 21, 1 << 31, u32::MAX] {
        let file = FileLines::default().with("general.alignment", 4, found.to_le_bytes());
        check!(file, GgufError::Alignment { .. }, &found.to_string());
    }
    let file = FileLines::default().with("general.alignment", 8, text("32"));
    check!(file, GgufError::WrongType { .. }, "general.alignment");
    let file = FileLines::default().with_tensor(TensorLine::f32("t", &[1], 4)).with_data(8);
    check!(file, GgufError::Unaligned { offset: 4, .. }, "tensor t");
}

#[test]
fn threat_02_shapes_that_overflow() {
    let one = |dimensions: &[u64]| FileLines::default().with_tensor(TensorLine::f32("t", dimensions, 0));
    for dimensions in [
        &[u64::MAX, 2][..],
        &[i64::MAX as u64, 2],
        &[1 << 32, 1 << 32],
        &[1 << 16, 1 << 16, 1 << 16, 1 << 16],
        &[u64::MAX],
        &[1 << 62],
        &[0],
        &[4, 0],
        &[4, 4, 4, 0],
    ] {
        check!(one(dimensions), GgufError::Shape { .. }, "tensor t");
    }
    // A Q8_0 row holds whole blocks of 32 weights.
    let file = FileLines::default()
        .with_tensor(TensorLine { kind: 8, ..TensorLine::f32("t", &[33, 2], 0) })
        .with_data(512);
    check!(file, GgufError::Shape { .. }, "whole blocks");
    for (kind, name) in [(99, "type 99"), (4, "type 4"), (19, "IQ1_S"), (u32::MAX, "type")] {
        let file = FileLines::default().with_tensor(TensorLine { kind, ..TensorLine::f32("t", &[32], 0) });
        check!(file, GgufError::TensorType { .. }, name);
    }
}

#[test]
fn threat_03_tensors_beyond_the_file_or_over_each_other() {
    let beyond =
        |offset, data| FileLines::default().with_tensor(TensorLine::f32("t", &[16], offset)).with_data(data);
    assert!(beyond(0, 64).preflight().is_ok());
    for (offset, data) in [(0, 63), (32, 64), (1 << 40, 64), (u64::MAX - 31, 64), (1 << 63, 64)] {
        check!(beyond(offset, data), GgufError::BeyondFile { .. }, "tensor t");
    }
    let pair = |first, second| {
        FileLines::default()
            .with_tensor(TensorLine::f32("a", &[16], first))
            .with_tensor(TensorLine::f32("b", &[16], second))
            .with_data(256)
    };
    assert!(pair(64, 0).preflight().is_ok());
    for (first, second) in [(0, 0), (0, 32), (32, 0)] {
        check!(pair(first, second), GgufError::Overlap { .. }, "same bytes");
    }
}

#[test]
fn threat_04_counts_lengths_and_nesting() {
    let value = |code, payload: Vec<u8>| FileLines::default().with("k", code, payload);
    for count in [1 << 17, 1 << 32, u64::MAX] {
        check!(
            FileLines { tensor_count: Some(count), ..FileLines::sound() },
            GgufError::TooLarge { .. },
            "tensors"
        );
        check!(
            FileLines { value_count: Some(count), ..FileLines::sound() },
            GgufError::TooLarge { .. },
            "metadata values"
        );
    }
    check!(
        FileLines { tensor_count: Some(3), ..FileLines::default() },
        GgufError::Truncated { .. },
        "download it again"
    );
    // Lengths within the allowance but beyond the file.
    check!(value(8, 1_000_000_u64.to_le_bytes().to_vec()), GgufError::Truncated { .. }, "k");
    for code in [0, 6, 7, 8, 9, 12] {
        check!(value(9, array(code, 1_000_000, &[])), GgufError::Truncated { .. }, "k");
        check!(value(9, array(code, 1 << 32, &[])), GgufError::Truncated { .. }, "k");
        check!(value(9, array(code, u64::MAX, &[])), GgufError::Truncated { .. }, "k");
    }
    // Lengths beyond the allowance.
    for length in [65 << 20, 1 << 32, u64::MAX] {
        check!(value(8, length.to_le_bytes().to_vec()), GgufError::TooLarge { .. }, "k");
    }
    check!(value(9, array(0, 65 << 20, &vec![0; 65 << 20])), GgufError::TooLarge { .. }, "k");
    // Many empty texts take more memory than the file has bytes.
    check!(value(9, array(8, 1 << 22, &vec![0; 8 << 22])), GgufError::TooLarge { .. }, "k");
    // Arrays of arrays, 256 deep.
    let nested = (0..256).fold(array(0, 0, &[]), |inner, _| array(9, 1, &inner));
    check!(value(9, nested), GgufError::TooLarge { .. }, "nesting of k");
    check!(value(13, vec![]), GgufError::ValueType { code: 13, .. }, "k");
    check!(value(9, array(13, 1, &[0; 8])), GgufError::ValueType { .. }, "k");
    check!(value(7, vec![2]), GgufError::Boolean { found: 2, .. }, "k");
    check!(value(8, [2_u64.to_le_bytes().as_slice(), b"\xC3\x28"].concat()), GgufError::NotUtf8 { .. }, "k");
}

#[test]
fn threat_05_numbers_of_dimensions() {
    for dimension_count in [0, 5, 9, u32::MAX] {
        let tensor = TensorLine { dimension_count, ..TensorLine::f32("t", &[1, 1, 1, 1, 1], 0) };
        check!(FileLines::default().with_tensor(tensor), GgufError::Dimensions { .. }, "tensor t");
    }
}

#[test]
fn threat_06_a_model_cut_at_every_512_bytes() {
    let bytes = fs::read(starter()).unwrap();
    let whole = preflight(&bytes).unwrap();
    let end = whole.tensors.values().map(|tensor| tensor.offset + tensor.bytes).max().unwrap();
    for cut in (0..end as usize).step_by(512) {
        let error = preflight(&bytes[..cut]).unwrap_err();
        assert!(
            matches!(error, GgufError::Truncated { .. } | GgufError::BeyondFile { .. }),
            "{cut}: {error}"
        );
    }
}

#[test]
fn threat_06_a_file_cut_while_it_is_read() {
    let bytes = FileLines::sound().bytes();
    for cut in 0..bytes.len() - 64 {
        // The length was taken before the file lost its end.
        let read = Gguf::preflight(std::io::Cursor::new(&bytes[..cut]), bytes.len() as u64);
        assert!(cut >= bytes.len() - 96 || read.is_err(), "{cut}");
    }
}

#[test]
fn threat_07_names_that_appear_twice() {
    let file = FileLines::default().with("k", 4, [0; 4]).with("k", 4, [1, 0, 0, 0]);
    check!(file, GgufError::Duplicate { .. }, "k twice");
    let file = FileLines::default()
        .with_tensor(TensorLine::f32("t", &[1], 0))
        .with_tensor(TensorLine::f32("t", &[1], 32))
        .with_data(64);
    check!(file, GgufError::Duplicate { .. }, "t twice");
    let file = FileLines::default().with_tensor(TensorLine::f32(&"t".repeat(300), &[1], 0));
    check!(file, GgufError::TooLarge { .. }, "tensor's name");
}

#[test]
fn typed_values_name_their_key() {
    let gguf = FileLines::sound()
        .with("n", 5, (-1_i32).to_le_bytes())
        .with("wide", 10, (1_u64 << 40).to_le_bytes())
        .with("nan", 6, f32::NAN.to_le_bytes())
        .with("list", 9, texts(&["x"]))
        .preflight()
        .unwrap();
    for (key, error) in [
        ("missing", gguf.metadata.u32("missing").unwrap_err()),
        ("n", gguf.metadata.u32("n").unwrap_err()),
        ("wide", gguf.metadata.u32("wide").unwrap_err()),
        ("nan", gguf.metadata.f32("nan").unwrap_err()),
        ("list", gguf.metadata.str("list").unwrap_err()),
        ("general.architecture", gguf.metadata.strings("general.architecture").unwrap_err()),
    ] {
        assert!(error.to_string().contains(key), "{error}");
    }
    assert_eq!(gguf.metadata.strings("list").unwrap(), ["x"]);
}

proptest! {
    #[test]
    fn preflight_never_panics_on_changed_bytes(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in any::<prop::sample::Index>(),
        keep in any::<bool>(),
    ) {
        let mut bytes = FileLines::sound()
            .with("nested", 9, array(9, 1, &array(4, 2, &[0; 8])))
            .with_tensor(TensorLine { kind: 8, ..TensorLine::f32("third", &[32], 64) })
            .with_data(128)
            .bytes();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if !keep {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Ok(gguf) = preflight(&bytes) {
            for tensor in gguf.tensors.values() {
                prop_assert!(tensor.offset + tensor.bytes <= bytes.len() as u64);
            }
        }
    }

    #[test]
    fn preflight_never_panics_on_noise(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut file = b"GGUF\x03\0\0\0".to_vec();
        file.extend(bytes);
        prop_assert!(preflight(&file).is_err() || file.len() >= 24);
    }
}
