//! Pictures that the window drew, as files.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::app::App;
use crate::error::{Result, WireError};
use crate::project::sentence;
use crate::types::{Picture, PictureRequest};

/// No chart comes near this; it bounds what one message can make the program hold and write.
const MOST_BYTES: usize = 16 << 20;
/// The first bytes of every PNG file (PNG specification, 5.2).
const PNG_SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

impl App {
    pub fn picture_write(&self, request: PictureRequest) -> Result<()> {
        let bytes = bytes_of(request.picture)?;
        dataset::write_bytes(Path::new(&request.path), &bytes)
            .map_err(|error| WireError::failed(sentence(&error.to_string())))
    }
}

/// The bytes of a picture, if it is one and not too large.
fn bytes_of(picture: Picture) -> Result<Vec<u8>> {
    let (name, bytes, known) = match picture {
        Picture::Svg(text) => {
            let known = text.starts_with("<svg");
            ("SVG", Some(text.into_bytes()), known)
        }
        // Four characters of base64 hold three bytes: nothing too large is decoded.
        Picture::Png(text) if text.len() / 4 * 3 > MOST_BYTES => return Err(too_large()),
        Picture::Png(text) => {
            let bytes = STANDARD.decode(text).ok();
            let known = bytes.as_ref().is_some_and(|bytes| bytes.starts_with(PNG_SIGNATURE));
            ("PNG", bytes, known)
        }
    };
    match bytes {
        Some(bytes) if bytes.len() > MOST_BYTES => Err(too_large()),
        Some(bytes) if known => Ok(bytes),
        _ => Err(WireError::input(format!("This is no {name} picture; draw the chart again and save it."))),
    }
}

fn too_large() -> WireError {
    WireError::input(
        "The picture is larger than 16 MB and was not written; show the chart as a table instead.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Options;

    #[test]
    fn a_picture_is_written_whole_or_an_error_names_the_remedy() {
        let folder = tempfile::tempdir().unwrap();
        let app =
            App::open(Options { home: Some(folder.path().join("home")), ..Options::default() }).unwrap();
        let svg = || Picture::Svg("<svg></svg>".into());
        for (name, expected) in [
            ("chart.svg", Ok(())),
            ("chart.svg", Ok(())),
            ("none/chart.svg", Err("its folder does not exist; choose another place.")),
            ("home", Err("there is a folder of this name; choose another name.")),
        ] {
            let path = folder.path().join(name);
            let request = PictureRequest { picture: svg(), path: path.to_string_lossy().into_owned() };
            match (app.picture_write(request), expected) {
                (Ok(()), Ok(())) => assert_eq!(std::fs::read(path).unwrap(), b"<svg></svg>"),
                (Err(error), Err(expected)) => {
                    assert!(error.message.ends_with(expected), "{}", error.message)
                }
                (found, expected) => panic!("{found:?} instead of {expected:?} for {name}"),
            }
        }
    }

    #[test]
    fn only_pictures_of_some_size_are_written() {
        let png = [PNG_SIGNATURE, b"and more"].concat();
        let large = [PNG_SIGNATURE, &vec![0; MOST_BYTES][..]].concat();
        for (picture, expected) in [
            (Picture::Svg("<svg></svg>".into()), Ok(b"<svg></svg>".to_vec())),
            (Picture::Png(STANDARD.encode(&png)), Ok(png)),
            (Picture::Svg("#!/bin/sh".into()), Err("This is no SVG picture")),
            (Picture::Svg(String::new()), Err("This is no SVG picture")),
            (Picture::Png(STANDARD.encode("#!/bin/sh")), Err("This is no PNG picture")),
            (Picture::Png("not base64!".into()), Err("This is no PNG picture")),
            (Picture::Svg(format!("<svg>{}", " ".repeat(MOST_BYTES))), Err("larger than 16 MB")),
            (Picture::Png(STANDARD.encode(large)), Err("larger than 16 MB")),
        ] {
            match (bytes_of(picture), expected) {
                (Ok(bytes), Ok(expected)) => assert_eq!(bytes, expected),
                (Err(error), Err(expected)) => assert!(error.message.contains(expected), "{}", error.message),
                (found, expected) => panic!("{found:?} instead of {expected:?}"),
            }
        }
    }
}
