//! What the pages ask to be drawn.
//!
//! A page can name the same stream any number of times, and a form can draw others, or itself. The library reads all
//! of a page and of each form within it into memory, and one within the other on the stack.

use std::collections::{BTreeMap, HashMap};
use std::ptr;

use pdf_extract::content::Content;
use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream};

use super::room::{AT_ONCE, room};
use super::unpack::{STREAM, plain};
use super::{damaged, unpacked};
use crate::read::ReadCause;

/// Most bytes of all pages, each form as often as it is drawn.
const ALL_PAGES: usize = 256 << 20;
/// Most forms that are drawn within each other.
const DEPTH: usize = 24;
/// Most levels of the tree of pages.
const LEVELS: usize = 256;

#[derive(Clone, Copy, Default)]
struct Weight {
    /// Bytes of memory at one time.
    at_once: usize,
    /// Bytes that are read, one after the other.
    all: usize,
}

/// The streams of pages, by what they draw.
struct Pages<'d> {
    document: &'d Document,
    /// Weights of forms within the resources of their callers; both are objects that stay where they are.
    forms: HashMap<(*const Stream, *const Dictionary), Weight>,
    unpacked: usize,
}

/// Refuses a document whose pages are too much to draw.
pub(super) fn check(document: &Document) -> Result<(), ReadCause> {
    let mut pages = Pages { document, forms: HashMap::new(), unpacked: 0 };
    let mut all = 0_usize;
    for page in document.page_iter() {
        all = all.saturating_add(pages.page(page)?.all);
        if all > ALL_PAGES {
            return Err(unpacked("bytes on all pages together", ALL_PAGES));
        }
    }
    Ok(())
}

impl<'d> Pages<'d> {
    fn page(&mut self, page: ObjectId) -> Result<Weight, ReadCause> {
        let document = self.document;
        let Ok(dict) = document.get_dictionary(page) else { return Ok(Weight::default()) };
        let resources = self.inherited_resources(dict)?;
        // All streams of a page are put together before they are drawn.
        let mut content = Vec::new();
        for stream in document.get_page_contents(page) {
            let Ok(stream) = document.get_object(stream).and_then(Object::as_stream) else { continue };
            let own = plain(&stream.dict, &stream.content)?;
            if content.len() + own.len() > STREAM {
                return Err(unpacked("bytes on one page", STREAM));
            }
            content.extend_from_slice(&own);
            content.push(b'\n');
        }
        self.content(content, resources, 0)
    }

    /// A page takes from the pages above it what it does not have, and the library follows a circle for ever.
    fn inherited_resources(&self, page: &'d Dictionary) -> Result<Option<&'d Dictionary>, ReadCause> {
        let mut found = None;
        let mut dict = page;
        for _ in 0..LEVELS {
            found =
                found.or_else(|| dict.get_deref(b"Resources", self.document).and_then(Object::as_dict).ok());
            match dict.get_deref(b"Parent", self.document).and_then(Object::as_dict) {
                Ok(parent) => dict = parent,
                Err(_none) => return Ok(found),
            }
        }
        Err(damaged("its pages lie within each other"))
    }

    fn form(
        &mut self,
        form: &'d Stream,
        resources: Option<&'d Dictionary>,
        depth: usize,
    ) -> Result<Weight, ReadCause> {
        let resources =
            form.dict.get_deref(b"Resources", self.document).and_then(Object::as_dict).ok().or(resources);
        let key = (ptr::from_ref(form), resources.map_or(ptr::null(), ptr::from_ref));
        if let Some(weight) = self.forms.get(&key) {
            return Ok(*weight);
        }
        let weight = self.content(plain(&form.dict, &form.content)?.into_owned(), resources, depth)?;
        self.forms.insert(key, weight);
        Ok(weight)
    }

    /// What a page or a form draws.
    fn content(
        &mut self,
        content: Vec<u8>,
        resources: Option<&'d Dictionary>,
        depth: usize,
    ) -> Result<Weight, ReadCause> {
        let own = content.len();
        self.unpacked += own;
        if self.unpacked > ALL_PAGES {
            return Err(unpacked("bytes on all pages together", ALL_PAGES));
        }
        let room = room(&content);
        if room > AT_ONCE {
            return Err(unpacked("bytes of memory on one page", AT_ONCE));
        }
        if depth > DEPTH {
            return Err(damaged("its forms are drawn within each other too deeply"));
        }
        let drawn = drawn(&content);
        drop(content);
        let (mut within, mut all) = (0, own);
        let forms = resources.and_then(|all| all.get_deref(b"XObject", self.document).ok()?.as_dict().ok());
        for (name, times) in drawn {
            let form = forms.and_then(|forms| forms.get_deref(&name, self.document).ok()?.as_stream().ok());
            let Some(form) = form else { continue };
            let weight = self.form(form, resources, depth + 1)?;
            within = within.max(weight.at_once);
            // Drawing what is empty takes time, too.
            all = all.saturating_add(weight.all.saturating_add(1).saturating_mul(times));
        }
        let weight = Weight { at_once: room + within, all };
        match weight.at_once > AT_ONCE {
            true => Err(unpacked("bytes of memory on one page", AT_ONCE)),
            false => Ok(weight),
        }
    }
}

/// Names of what is drawn by the operator `Do`, and how often.
fn drawn(content: &[u8]) -> BTreeMap<Vec<u8>, usize> {
    let mut drawn = BTreeMap::new();
    if memchr::memmem::find(content, b"Do").is_none() {
        return drawn;
    }
    let operations = Content::decode(content).map(|content| content.operations).unwrap_or_default();
    for operation in operations.into_iter().filter(|operation| operation.operator == "Do") {
        if let Some(Object::Name(name)) = operation.operands.into_iter().next() {
            *drawn.entry(name).or_insert(0) += 1;
        }
    }
    drawn
}
