//! The words of passages that a report, or anything else that is published, may show.
//!
//! A report quotes; it does not print articles. And a passage may hold more than one statement: what
//! was said off the record, or by a speaker who is not named, may be in the same sentence.

use std::collections::BTreeMap;

use super::super::view::View;
use crate::domain::passage::Passage;
use crate::domain::slug::Slug;
use crate::domain::statement::{Attribution, Statement};
use crate::domain::text::shortened;
use crate::ledger::{About, Result};

/// The texts of a desk, and the passages in them that a report has to protect.
pub(in crate::answer) struct Passages<'v> {
    desk: &'v View<'v>,
    /// Start and end of each protected passage, by source.
    protected: BTreeMap<Slug, Vec<(u64, u64)>>,
}

impl<'v> Passages<'v> {
    /// The passages of a desk's ledger. Off-record ones are protected unless the report includes them.
    pub(in crate::answer) fn of(desk: &'v View<'v>, off_record: bool) -> Result<Self> {
        let mut protected: BTreeMap<Slug, Vec<(u64, u64)>> = BTreeMap::new();
        for key in desk.reader.statements(About::Everything)? {
            let said = desk.statement(key)?.statement;
            let shown = match said.attribution {
                Attribution::OnRecord => true,
                Attribution::OffRecord => off_record,
                _ => false,
            };
            if shown {
                continue;
            }
            let further = said.evidence.into_iter();
            let further = further.map(|evidence| (evidence.source, evidence.passage));
            for (source, passage) in further.chain([(said.source, said.passage)]) {
                if let Some(passage) = passage {
                    let places = protected.entry(source).or_default();
                    places.push((passage.start, passage.end));
                }
            }
        }
        Ok(Self { desk, protected })
    }

    /// The words of a statement's passage, cut to what a report may quote. The speaker must be named.
    pub(super) fn words(&self, said: &Statement) -> Result<Option<String>> {
        let Some(passage) = &said.passage else {
            return Ok(None);
        };
        if said.quote.is_some() || self.is_protected(&said.source, passage) {
            return Ok(None);
        }
        let words = self.desk.words(&said.source, passage)?;
        Ok(words.map(|words| shortened(&words)))
    }

    /// Whether a passage overlaps one that is protected.
    pub(in crate::answer) fn is_protected(&self, source: &Slug, passage: &Passage) -> bool {
        let mut places = self.places(source);
        places.any(|(start, end)| passage.start < end && start < passage.end)
    }

    /// Whether a source has any protected passage.
    pub(in crate::answer) fn has_any(&self, source: &Slug) -> bool {
        self.protected.contains_key(source)
    }

    /// Start and end of each protected passage of a source.
    fn places(&self, source: &Slug) -> impl Iterator<Item = (u64, u64)> {
        self.protected.get(source).into_iter().flatten().copied()
    }
}
