//! Stories: the last source on a source's chain of origins, shared by all that re-report it.

use std::collections::BTreeSet;

use foldhash::HashMap;
use rusqlite::params;

use crate::domain::docket::{SourceKey, Stories};
use crate::ledger::read::columns::{column, json};
use crate::ledger::{Reader, Result};

/// The origin of each source, if it has one.
pub(crate) type Origins = HashMap<SourceKey, Option<SourceKey>>;

impl Reader<'_> {
    /// The last source on a source's chain of origins: the source itself, if it has none.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn story(&self, source: SourceKey) -> Result<SourceKey> {
        let stories = self.stories(vec![source])?;
        Ok(stories.get(&source).copied().unwrap_or(source))
    }

    /// The stories of some sources. A source that is its own story is left out.
    pub(crate) fn stories(&self, mut sources: Vec<SourceKey>) -> Result<Stories> {
        let mut stories = Stories::default();
        let mut note = |source: SourceKey, story: SourceKey| {
            if story != source {
                stories.insert(source, story);
            }
        };
        sources.retain(|source| {
            let known = self.lookup.and_then(|lookup| lookup.story(*source));
            known.map(|story| note(*source, story)).is_none()
        });
        sources.sort_unstable();
        sources.dedup();
        let origins = self.origins_of(&sources)?;
        for source in sources {
            let chain = Chain::from(source, &origins, |source| {
                self.lookup.and_then(|lookup| lookup.story(source))
            });
            note(source, chain.story);
            if let Some(lookup) = self.lookup {
                for source in chain.sources {
                    lookup.note_story(source, chain.story);
                }
            }
        }
        Ok(stories)
    }

    /// The origins of some sources, their origins, and so on. One query per step.
    fn origins_of(&self, sources: &[SourceKey]) -> Result<Origins> {
        let mut origins = Origins::default();
        let mut open = sources.to_vec();
        while !open.is_empty() {
            let keys: Vec<i64> = open.iter().map(|source| source.0).collect();
            let found = self.rows(
                "SELECT d.key, d.origin FROM json_each(?1) k CROSS JOIN source d ON d.key = k.value
                 WHERE d.posted <= ?2 AND (d.ended IS NULL OR d.ended > ?2)",
                params![json(&keys)?, self.at],
                |row| {
                    let origin: Option<i64> = column(row, 1)?;
                    Ok((SourceKey(column(row, 0)?), origin.map(SourceKey)))
                },
            )?;
            origins.extend(found.iter().copied());
            open = found.into_iter().filter_map(|(_, origin)| origin).collect();
            open.retain(|source| {
                let is_known = self
                    .lookup
                    .is_some_and(|lookup| lookup.story(*source).is_some());
                !is_known && !origins.contains_key(source)
            });
        }
        Ok(origins)
    }
}

/// A source, its origin, the origin of that, and so on.
struct Chain {
    /// The sources on it whose story was not known before.
    sources: Vec<SourceKey>,
    /// The story of all of them: the last source.
    story: SourceKey,
}

impl Chain {
    /// Follows `origins` from `source` up to a source whose story is `known`.
    fn from(
        source: SourceKey,
        origins: &Origins,
        known: impl Fn(SourceKey) -> Option<SourceKey>,
    ) -> Self {
        let mut seen = BTreeSet::from([source]);
        let mut sources = vec![source];
        let mut story = source;
        while let Some(origin) = origins.get(&story).copied().flatten() {
            if let Some(story) = known(origin) {
                return Self { sources, story };
            }
            if !seen.insert(origin) {
                // A cycle has no end, so its least key serves as the story.
                let cycle = sources.iter().skip_while(|source| **source != origin);
                let story = cycle.min().copied().unwrap_or(origin);
                return Self { sources, story };
            }
            sources.push(origin);
            story = origin;
        }
        Self { sources, story }
    }
}
