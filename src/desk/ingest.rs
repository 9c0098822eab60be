//! Taking in an article: its source, its text, its candidates.

use onrecord_extract::Attribution;

use crate::domain::docket::SourceKey;
use crate::domain::passage::{Passage, PassageError, digest};
use crate::domain::slug::Slug;
use crate::domain::source::Source;
use crate::ledger::{self, Reader};
use crate::link::proposal::{Article, Linker};

use super::{Desk, DeskError, Known, Proposed, Result};

/// An article that was taken in.
#[derive(Debug, Clone)]
pub struct Ingested {
    /// Its source.
    pub source: SourceKey,
    /// Whether the ledger had the source before.
    pub known: bool,
    /// How long the text is, in code points.
    pub characters: usize,
    /// Its candidates.
    pub proposed: Proposed,
}

/// Where the passages of a source are in a text that is not the one it was recorded with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shifts {
    /// Passages whose words stand elsewhere now: the statement, and where they stood and stand.
    pub moved: Vec<(String, Passage, Passage)>,
    /// Passages whose words are in the text no more, or more than once.
    pub gone: Vec<(String, Passage)>,
}

/// The source with this very text, if there is one.
///
/// # Errors
/// Where the ledger cannot be read.
pub fn source_with_text(reader: Reader<'_>, text: &str) -> ledger::Result<Option<SourceKey>> {
    reader.source_with_digest(&digest(text))
}

impl Desk<'_, '_> {
    /// Records the source of an article where it is new, keeps its text, and puts its candidates on the
    /// list.
    ///
    /// # Errors
    /// Where the source cannot be, or was recorded with another text.
    pub fn ingest(
        &mut self,
        mut source: Source,
        text: &str,
        found: &[Attribution],
        linker: &Linker,
    ) -> Result<Ingested> {
        let known = self.reader().source_key(source.id.as_str())?;
        let id = source.id.clone();
        match known {
            Some(key) => self.same_version(&id, key, text)?,
            None => {
                source.sha256 = Some(digest(text));
                self.source(source, Known::Refuse)?;
            }
        }
        let characters = self.attach(&id, text)?.characters;
        let key = self.source_key(&id)?;
        let proposed = self.read_text(key, &id, text, found, linker)?;
        Ok(Ingested {
            source: key,
            known: known.is_some(),
            characters,
            proposed,
        })
    }

    /// A text that is another than the one kept is told with what became of the recorded passages.
    fn same_version(&self, id: &Slug, key: SourceKey, text: &str) -> Result<()> {
        match self.reader().source_text(key)? {
            Some(held) if held.text != text => Err(DeskError::Changed {
                source_id: id.to_string(),
                shifts: self.shifts(key, &held.text, text)?,
            }),
            _ => Ok(()),
        }
    }

    fn read_text(
        &mut self,
        key: SourceKey,
        id: &Slug,
        text: &str,
        found: &[Attribution],
        linker: &Linker,
    ) -> Result<Proposed> {
        let record = self.reader().source(key)?;
        let article = Article {
            source: id,
            text,
            day: record.day().and_then(crate::domain::time::When::single_day),
            publisher: record.publisher.as_deref(),
        };
        let candidates = linker.candidates(&article, found);
        self.propose(key, &candidates)
    }

    /// Links the candidates of a source anew, as the ledger's parties and claims are now.
    ///
    /// # Errors
    /// Where the source's text is not there.
    pub fn link_again(&mut self, key: SourceKey, found: &[Attribution]) -> Result<Proposed> {
        let id = self.reader().source_id(key)?;
        let text = self.reader().source_text(key)?;
        let text = text.ok_or_else(|| DeskError::NoText {
            source_id: id.to_string(),
        })?;
        let linker = super::linker(self.reader())?;
        self.read_text(key, &id, &text.text, found, &linker)
    }

    /// Where the passages recorded for a source are in another text.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    fn shifts(&self, key: SourceKey, old: &str, new: &str) -> Result<Shifts> {
        let mut shifts = Shifts::default();
        for (statement, passage) in self.reader().passages_in(key)? {
            if passage.words_in(new).is_ok() && passage.sha256.is_some() {
                continue;
            }
            let found = passage.words_in(old).and_then(|words| {
                let here = Passage::of_words(new, words)?;
                Ok::<_, PassageError>(here)
            });
            match found {
                Ok(here) => shifts.moved.push((statement, passage, here)),
                Err(_) => shifts.gone.push((statement, passage)),
            }
        }
        Ok(shifts)
    }
}
