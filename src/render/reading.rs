//! A page as it was read: what `read` prints.

use onrecord_page::{Page as Read, Stamp};
use serde::Serialize;

use super::Show;
use super::page::{Page, counted, joined};
use crate::answer::Labels;

/// A page as it was read.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct ReadPage(pub Read);

impl Show for ReadPage {
    fn page(&self, _: &Labels) -> Page {
        let read = &self.0;
        let stamp = |stamp: Option<Stamp>| stamp.map(|stamp| stamp.to_string());
        let authors = (!read.authors.is_empty()).then(|| joined(&read.authors));
        let posts = read.segments.len();
        let posts = (posts > 0).then(|| counted(posts, "post", "posts"));
        let facts = [
            ("published", stamp(read.published)),
            ("modified", stamp(read.modified)),
            ("by", authors),
            ("publisher", read.publisher.clone()),
            ("address", read.url.clone()),
            ("language", read.language.clone()),
            ("live blog", posts),
        ];
        let facts = facts
            .into_iter()
            .filter_map(|(name, value)| Some(format!("{name}: {}", value?)));
        let mut page = Page::new();
        if let Some(title) = &read.title {
            page = page.heading(title.clone());
        }
        let facts: Vec<String> = facts.collect();
        if !facts.is_empty() {
            page = page.list(facts);
        }
        for paragraph in read.text.split("\n\n") {
            page = page.text(paragraph.trim());
        }
        page
    }
}
