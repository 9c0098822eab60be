//! Attaching a source's text, and checking every recorded passage against it.

use crate::domain::docket::SourceKey;
use crate::domain::passage::digest;
use crate::domain::slug::Slug;
use crate::journal::Body;

use super::{Desk, DeskError, Result};

/// The result of attaching a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attached {
    /// How many passages were checked against the text.
    pub passages: usize,
    /// Length of the text in code points.
    pub characters: usize,
    /// Whether the text was already attached.
    pub known: bool,
}

impl Desk<'_, '_> {
    /// Attaches the text of a source. Records its digest with the source if it has none.
    ///
    /// # Errors
    /// If the source was recorded with another digest, or a passage is not in the text.
    pub fn attach(&mut self, id: &Slug, text: &str) -> Result<Attached> {
        let key = self.source_key(id)?;
        let mut source = self.reader().source(key)?;
        let found = digest(text);
        match source.sha256 {
            Some(expected) if expected != found => {
                return Err(DeskError::OtherText {
                    source_id: id.to_string(),
                    expected,
                    found,
                });
            }
            Some(_) => {}
            None => {
                source.sha256 = Some(found);
                self.record(Body::Source(source))?;
            }
        }
        let passages = self.check_passages(id, key, text)?;
        let held = self.reader().source_text(key)?;
        let known = held.is_some_and(|held| held.text == text);
        if !known {
            self.record(Body::Text {
                source: id.clone(),
                text: text.to_owned(),
            })?;
        }
        Ok(Attached {
            passages,
            characters: text.chars().count(),
            known,
        })
    }

    /// Checks the passages recorded for a source against a text. Returns their number.
    fn check_passages(&self, id: &Slug, key: SourceKey, text: &str) -> Result<usize> {
        let passages = self.reader().passages_in(key)?;
        let count = passages.len();
        let wrong: Vec<_> = passages
            .into_iter()
            .filter_map(|(statement, passage)| Some((statement, passage.words_in(text).err()?)))
            .collect();
        if !wrong.is_empty() {
            return Err(DeskError::Passages {
                source_id: id.to_string(),
                wrong,
            });
        }
        Ok(count)
    }
}
