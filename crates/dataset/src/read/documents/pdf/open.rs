//! Opens a file whose streams were measured.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use pdf_extract::encryption::decrypt_object;
use pdf_extract::xref::XrefEntry;
use pdf_extract::{Document, EncryptionState, LoadOptions, Object, ObjectId, ObjectStream, Stream};

use super::scan::{ALL_STREAMS, HIDDEN, check_objects, is_picture};
use super::unpack::plain;
use super::{damaged, unpacked};
use crate::read::ReadCause;

/// Most objects with what is in them, down to the single number; each takes a hundred bytes and more.
const MOST_OBJECTS: usize = 8_000_000;

thread_local! {
    /// Bytes that streams may still hold. The library calls a function without state for each object.
    static BYTES_LEFT: Cell<usize> = const { Cell::new(0) };
    static OBJECTS_LEFT: Cell<usize> = const { Cell::new(0) };
    /// Whether object streams are kept closed: those of an encrypted file are measured once they are decrypted.
    static SEALED: Cell<bool> = const { Cell::new(false) };
}

/// Stops the library, which has no other way for that.
struct Stop(ReadCause);

pub(super) fn open(bytes: &[u8], encrypted: bool) -> Result<Document, ReadCause> {
    BYTES_LEFT.set(bytes.len());
    OBJECTS_LEFT.set(MOST_OBJECTS);
    SEALED.set(encrypted);
    let options = LoadOptions { filter: Some(keep), ..LoadOptions::default() };
    let load = || Document::load_mem_with_options(bytes, options);
    let mut document = match catch_unwind(AssertUnwindSafe(load)) {
        Ok(document) => document.map_err(|error| damaged(error.to_string()))?,
        Err(panic) => match panic.downcast::<Stop>() {
            Ok(stop) => return Err(stop.0),
            Err(panic) => resume_unwind(panic),
        },
    };
    if let Some(dictionary) = document.trailer.remove(HIDDEN) {
        document.trailer.set("Encrypt", dictionary);
        decrypt(&mut document)?;
    }
    // An earlier version of the file may have been encrypted, and this one not.
    if encrypted {
        open_sealed(&mut document)?;
    }
    drop_profiles(&mut document);
    Ok(document)
}

/// Empties the profiles of colours: text has no use for them, and the library copies them with each state of a page.
fn drop_profiles(document: &mut Document) {
    fn collect(object: &Object, profiles: &mut Vec<ObjectId>) {
        match object {
            Object::Array(objects) => {
                if let [Object::Name(name), Object::Reference(id), ..] = objects.as_slice()
                    && name == b"ICCBased"
                {
                    profiles.push(*id);
                }
                objects.iter().for_each(|object| collect(object, profiles));
            }
            Object::Dictionary(dict) | Object::Stream(Stream { dict, .. }) => {
                dict.iter().for_each(|(_, object)| collect(object, profiles));
            }
            _ => {}
        }
    }
    let mut profiles = Vec::new();
    document.objects.values().for_each(|object| collect(object, &mut profiles));
    for id in profiles {
        if let Ok(Object::Stream(stream)) = document.get_object_mut(id) {
            stream.content = Vec::new();
        }
    }
}

/// Looks at an object that the library has read, and takes the bytes from pictures: they hold no text, and the library
/// would read them as if they did. What is returned counts for objects of object streams only, which are no streams.
fn keep(id: ObjectId, object: &mut Object) -> Option<(ObjectId, Object)> {
    if let Err(cause) = charge(object) {
        resume_unwind(Box::new(Stop(cause)));
    }
    let Object::Stream(stream) = object else { return Some((id, object.clone())) };
    // A file can name one place for any number of objects.
    match BYTES_LEFT.get().checked_sub(stream.content.len()) {
        Some(left) => BYTES_LEFT.set(left),
        None => resume_unwind(Box::new(Stop(damaged("its objects overlap")))),
    }
    if is_picture(&stream.dict) {
        stream.content = Vec::new();
    }
    if SEALED.get() && stream.dict.has_type(b"ObjStm") {
        stream.dict.set("Type", SEAL);
    }
    Some((id, Object::Null))
}

/// Counts an object with all that is in it.
fn charge(object: &Object) -> Result<(), ReadCause> {
    let left = OBJECTS_LEFT.get().checked_sub(1);
    OBJECTS_LEFT.set(left.ok_or(ReadCause::TooLarge { what: "objects", most: MOST_OBJECTS as u64 })?);
    match object {
        Object::Array(objects) => objects.iter().try_for_each(charge),
        Object::Dictionary(dict) | Object::Stream(Stream { dict, .. }) => {
            dict.iter().try_for_each(|(_, object)| charge(object))
        }
        _ => Ok(()),
    }
}

/// Type of an object stream that is kept closed.
const SEAL: &str = "SealedObjStm";

/// Decrypts a file that anyone may read: one whose password is empty.
fn decrypt(document: &mut Document) -> Result<(), ReadCause> {
    let refused = |error: pdf_extract::Error| damaged(error.to_string());
    document.authenticate_password("").map_err(refused)?;
    let state = EncryptionState::decode(document, "").map_err(refused)?;
    let own = document.trailer.remove(b"Encrypt").and_then(|own| own.as_reference().ok());
    for (id, object) in &mut document.objects {
        if Some(*id) != own {
            // An object that is not decrypted is as good as a broken one; others may hold the text.
            drop(decrypt_object(&state, *id, object));
        }
    }
    Ok(())
}

/// Opens the object streams that were kept closed.
fn open_sealed(document: &mut Document) -> Result<(), ReadCause> {
    let sealed: Vec<ObjectId> = document
        .objects
        .iter()
        .filter(|(_, object)| object.as_stream().is_ok_and(|stream| stream.dict.has_type(SEAL.as_bytes())))
        .map(|(id, _)| *id)
        .collect();
    let mut left = ALL_STREAMS;
    for container in sealed {
        let Some(Object::Stream(stream)) = document.objects.remove(&container) else { continue };
        let content = plain(&stream.dict, &stream.content)?.into_owned();
        check_objects(&stream.dict, &content)?;
        left = left
            .checked_sub(content.len())
            .ok_or_else(|| unpacked("bytes in all streams together", ALL_STREAMS))?;
        let mut dict = stream.dict;
        dict.remove(b"Filter");
        let Ok(opened) = ObjectStream::new(&mut Stream::new(dict, content)) else { continue };
        for (id, object) in opened.objects {
            // An earlier version of an object may be left in another stream.
            let place = document.reference_table.get(id.0);
            let stale =
                matches!(place, Some(XrefEntry::Compressed { container: of, .. }) if *of != container.0);
            if !stale {
                charge(&object)?;
                document.objects.entry(id).or_insert(object);
            }
        }
    }
    Ok(())
}
