//! Which articles re-report which: those that share their text.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use onrecord_page::posts;

use super::{Desk, IfExists, Result};
use crate::domain::docket::SourceKey;
use crate::domain::shared_text::Wording;
use crate::domain::source::Source;
use crate::ledger::{self, Reader};
use crate::link::draft::ProposedOrigin;

/// Most texts with which one is compared: those that have most runs of words in common with it.
const COMPARED: u32 = 16;

/// The origins that are proposed for some sources, and for those with which they share their text. None is proposed
/// for a source that has one, or from which this one was taken away.
///
/// # Errors
/// If the ledger cannot be read.
pub fn origins(
    reader: Reader<'_>,
    sources: &BTreeSet<SourceKey>,
) -> ledger::Result<Vec<ProposedOrigin>> {
    let mut held = Texts::default();
    let mut concerned = sources.clone();
    for source in sources {
        let others = held.sharing(reader, *source)?.into_iter();
        concerned.extend(others.map(|(other, _)| other));
    }
    let mut proposed: BTreeMap<SourceKey, (SourceKey, u16)> = BTreeMap::new();
    for source in concerned {
        let Some((origin, share)) = held.origin(reader, source)? else {
            continue;
        };
        let is_asked = sources.contains(&source) || sources.contains(&origin);
        let mut ends = origin;
        while let Some((next, _)) = proposed.get(&ends) {
            ends = *next;
        }
        if is_asked && ends != source {
            proposed.insert(source, (origin, share));
        }
    }
    let mut all = Vec::new();
    for (source, (origin, share)) in proposed {
        all.push(ProposedOrigin {
            source: reader.source_id(source)?,
            origin: reader.source_id(origin)?,
            share,
        });
    }
    Ok(all)
}

/// A source as it is compared with others.
struct Held {
    source: Source,
    text: String,
    wording: Wording,
}

impl Held {
    /// Whether it says that it, or some of it, is by the publisher of another source: by its name, or by the initials
    /// of its name, as agencies are named.
    fn names(&self, other: &Source) -> bool {
        let Some(publisher) = &other.publisher else {
            return false;
        };
        let words: Vec<&str> = publisher.split_whitespace().collect();
        let words = words.strip_prefix(&["The"]).unwrap_or(&words);
        let initials: String = words
            .iter()
            .filter_map(|word| word.chars().next())
            .collect();
        let is_short = words.len() > 1 && initials.chars().all(char::is_uppercase);
        let said = self.source.authors.iter().chain([&self.text]);
        said.into_iter().any(|said| {
            has_words(said, &words.join(" ")) || (is_short && has_words(said, &initials))
        })
    }
}

/// Whether a text has these words, and not only as a part of other words.
fn has_words(text: &str, words: &str) -> bool {
    let mut found = text.match_indices(words);
    !words.is_empty()
        && found.any(|(at, _)| {
            let (before, behind) = (&text[..at], &text[at + words.len()..]);
            !before.ends_with(char::is_alphanumeric) && !behind.starts_with(char::is_alphanumeric)
        })
}

/// The sources that were compared, and what they share.
#[derive(Default)]
struct Texts {
    held: BTreeMap<SourceKey, Held>,
    sharing: BTreeMap<SourceKey, Vec<(SourceKey, u16)>>,
}

impl Texts {
    /// Reads a source. A live blog has no wording: it collects what others wrote, and is no copy of any of it.
    fn read(&mut self, reader: Reader<'_>, key: SourceKey) -> ledger::Result<()> {
        let Entry::Vacant(entry) = self.held.entry(key) else {
            return Ok(());
        };
        let text = reader.source_text(key)?;
        let text = text.map_or_else(String::new, |text| text.text);
        let wording = match posts(&text, None).is_empty() {
            true => Wording::of(&text),
            false => Wording::default(),
        };
        entry.insert(Held {
            source: reader.source(key)?,
            text,
            wording,
        });
        Ok(())
    }

    /// The sources that share the text of this one, and how much of it, but not those of the same story.
    fn sharing(
        &mut self,
        reader: Reader<'_>,
        key: SourceKey,
    ) -> ledger::Result<Vec<(SourceKey, u16)>> {
        if let Some(sharing) = self.sharing.get(&key) {
            return Ok(sharing.clone());
        }
        self.read(reader, key)?;
        let own = self.held[&key].wording.clone();
        let mut sharing = Vec::new();
        for other in reader.sharing(&own.sketch(), key, COMPARED)? {
            self.read(reader, other)?;
            let share = own.shared_with(&self.held[&other].wording);
            if let Some(share) = share
                && reader.story(key)? != reader.story(other)?
            {
                sharing.push((other, share));
            }
        }
        self.sharing.insert(key, sharing.clone());
        Ok(sharing)
    }

    /// The source that this one re-reports: the first of those that share its text, or what that one re-reports.
    fn origin(
        &mut self,
        reader: Reader<'_>,
        key: SourceKey,
    ) -> ledger::Result<Option<(SourceKey, u16)>> {
        let sharing = self.sharing(reader, key)?;
        if self.held[&key].source.origin.is_some() {
            return Ok(None);
        }
        let mut first: Option<(SourceKey, u16)> = None;
        for (other, share) in sharing {
            let origin = match self.held[&other].source.origin {
                Some(_) => reader.story(other)?,
                None => other,
            };
            self.read(reader, origin)?;
            let follows = origin == other && !self.comes_before(other, key);
            let is_first = first.is_none_or(|(first, _)| self.comes_before(origin, first));
            if !follows && is_first {
                first = Some((origin, share));
            }
        }
        Ok(match first {
            Some((origin, _)) if reader.once_had_origin(key, origin)? => None,
            first => first,
        })
    }

    /// Whether one source is the origin rather than another one: the other one names its publisher, it appeared
    /// earlier, or else it was recorded earlier.
    fn comes_before(&self, one: SourceKey, other: SourceKey) -> bool {
        let (a, b) = (&self.held[&one], &self.held[&other]);
        let named = (b.names(&a.source), a.names(&b.source));
        if named.0 != named.1 {
            return named.0;
        }
        match (a.source.published, b.source.published) {
            (Some(a), Some(b)) if a.surely_before(b) => true,
            (Some(a), Some(b)) if b.surely_before(a) => false,
            _ => one < other,
        }
    }
}

impl Desk<'_, '_> {
    /// Records origins that were proposed, but for those that meanwhile have one or are of one story with it.
    ///
    /// # Errors
    /// If a source is gone.
    pub fn take_origins(&mut self, proposed: &[ProposedOrigin]) -> Result<()> {
        for one in proposed {
            let (key, origin) = (self.source_key(&one.source)?, self.source_key(&one.origin)?);
            let reader = self.reader();
            let source = reader.source(key)?;
            if source.origin.is_none() && reader.story(key)? != reader.story(origin)? {
                let source = Source {
                    origin: Some(one.origin.clone()),
                    ..source
                };
                self.source(source, IfExists::Replace)?;
            }
        }
        Ok(())
    }
}
