//! Words of recorded texts that somebody marked in another tool: candidates for a person to review.

use std::collections::BTreeMap;

use super::{Desk, DeskError, ProposedCount, Result, linker};
use crate::domain::candidate::ReadBy;
use crate::domain::slug::Slug;
use crate::exchange::annotations::Highlight;
use crate::link::heard::Heard;

/// Who marked words, if that is not told.
const SOMEBODY: &str = "somebody";

impl Desk<'_, '_> {
    /// Adds candidates for words that somebody marked. Words marked before are on the list already.
    ///
    /// # Errors
    /// If a source is unknown or has no text.
    pub fn marked(&mut self, highlights: Vec<Highlight>) -> Result<ProposedCount> {
        let mut by_source: BTreeMap<Slug, Vec<Heard>> = BTreeMap::new();
        for one in highlights {
            let place = |at| usize::try_from(at).unwrap_or(usize::MAX);
            let by = one.by.unwrap_or_else(|| SOMEBODY.to_owned());
            let span = (place(one.place.0), place(one.place.1));
            let heard = Heard::marked(span, ReadBy::annotation(by, one.note));
            by_source.entry(one.source).or_default().push(heard);
        }
        let mut all = ProposedCount::default();
        if by_source.is_empty() {
            return Ok(all);
        }
        let linker = linker(self.reader())?;
        for (source, heard) in by_source {
            let key = self.source_key(&source)?;
            let text = self.reader().source_text(key)?;
            let text = text.ok_or_else(|| DeskError::NoText {
                source_id: source.to_string(),
            })?;
            let proposed = self.propose_from(key, &source, &text.text, &heard, &linker)?;
            all.new += proposed.new;
            all.known += proposed.known;
        }
        Ok(all)
    }
}
