//! The gallery.

use ::recipe::gallery;

use crate::app::App;
use crate::error::Result;
use crate::types::GalleryEntry;

impl App {
    pub fn gallery_list(&self, (): ()) -> Result<Vec<GalleryEntry>> {
        Ok(gallery::entries()
            .iter()
            .map(|entry| GalleryEntry {
                id: entry.id.to_owned(),
                title: entry.title.to_owned(),
                group: entry.group.to_owned(),
                summary: entry.summary.to_owned(),
                method: entry.method.to_owned(),
                citation: entry.citation.to_owned(),
                section: entry.section.to_owned(),
                needs: entry.needs.to_owned(),
            })
            .collect())
    }
}
