//! Ingesting an article: its source, its text, its candidates.

use std::collections::BTreeSet;

use onrecord_extract::Attribution;
use onrecord_page::{Stamp, posts};

use chrono::NaiveDate;

use crate::domain::docket::SourceKey;
use crate::domain::passage::{Passage, digest};
use crate::domain::slug::Slug;
use crate::domain::source::Source;
use crate::domain::time::When;
use crate::ledger::{CandidateFilter, Fate, Waiting};
use crate::link::heard::Heard;
use crate::link::post::Post;
use crate::link::proposal::{Article, Linker};

use super::{Desk, DeskError, IfExists, ProposedCount, Result};

/// An ingested article.
#[derive(Debug, Clone)]
pub struct Ingested {
    /// Its source.
    pub source: SourceKey,
    /// Whether the source was already recorded.
    pub known: bool,
    /// Length of the text in code points.
    pub characters: usize,
    /// Its candidates.
    pub proposed: ProposedCount,
}

/// Where the recorded passages of a source are in another version of its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PassageShifts {
    /// Passages whose words moved: the statement, the old place, the new place.
    pub moved: Vec<(String, Passage, Passage)>,
    /// Passages whose words are gone, or no longer unique.
    pub gone: Vec<(String, Passage)>,
}

impl Desk<'_, '_> {
    /// Records the source of an article if it is new, attaches its text, and adds its candidates.
    ///
    /// # Errors
    /// If the source is invalid, or was recorded with another text.
    pub fn ingest(
        &mut self,
        mut source: Source,
        text: &str,
        heard: &[Heard],
        linker: &Linker,
    ) -> Result<Ingested> {
        let known = self.reader().source_key(source.id.as_str())?;
        let id = source.id.clone();
        match known {
            Some(key) => {
                if let Some(characters) = self.is_the_same_but_for_blanks(key, text)? {
                    return Ok(Ingested {
                        source: key,
                        known: true,
                        characters,
                        proposed: ProposedCount::default(),
                    });
                }
                self.refuse_other_version(&id, key, text)?;
            }
            None => {
                source.sha256 = Some(digest(text));
                self.source(source, IfExists::Refuse)?;
            }
        }
        let characters = self.attach(&id, text)?.characters;
        let key = self.source_key(&id)?;
        let proposed = self.propose_from(key, &id, text, heard, linker)?;
        Ok(Ingested {
            source: key,
            known: known.is_some(),
            characters,
            proposed,
        })
    }

    /// Adds to the text of a source what was published behind it since, and its candidates. Passages stay where they are.
    ///
    /// # Errors
    /// If the source has no text, or not one with which this one begins.
    pub fn grow(
        &mut self,
        key: SourceKey,
        text: &str,
        heard: &[Heard],
        linker: &Linker,
    ) -> Result<Ingested> {
        let id = self.reader().source_id(key)?;
        let held = self.reader().source_text(key)?;
        if !held.is_some_and(|held| text.starts_with(&held.text)) {
            return Err(DeskError::OtherVersion {
                source_id: id.to_string(),
                shifts: PassageShifts::default(),
            });
        }
        let mut source = self.reader().source(key)?;
        source.sha256 = Some(digest(text));
        self.source(source, IfExists::Replace)?;
        let characters = self.attach(&id, text)?.characters;
        let proposed = self.propose_from(key, &id, text, heard, linker)?;
        Ok(Ingested {
            source: key,
            known: true,
            characters,
            proposed,
        })
    }

    /// Links the candidates of a source again, to the parties and claims that are now recorded. `found` is what the
    /// built-in reader finds in it, and counts unless the source was read by an outside reader alone.
    ///
    /// # Errors
    /// If the source has no text.
    pub fn link_again(&mut self, key: SourceKey, found: Vec<Attribution>) -> Result<ProposedCount> {
        let id = self.reader().source_id(key)?;
        let text = self.reader().source_text(key)?;
        let text = text.ok_or_else(|| DeskError::NoText {
            source_id: id.to_string(),
        })?;
        let linker = super::linker(self.reader())?;
        let all = self.reader().candidates(CandidateFilter {
            source: Some(key),
            decided: true,
        })?;
        let is_own = |one: &Waiting| one.candidate.read_by.as_ref().is_none_or(|by| by.agreed);
        let found = match all.is_empty() || all.iter().any(is_own) {
            true => found,
            false => Vec::new(),
        };
        let mut heard: Vec<Heard> = found.into_iter().map(Heard::from).collect();
        let open = all.iter().filter(|one| one.fate == Fate::Open);
        let mut known = BTreeSet::new();
        for one in open {
            let reading = &one.candidate.reading;
            let own = (reading.content.clone(), reading.speaker.clone());
            if known.insert(own) {
                heard.extend(Heard::again(&one.candidate));
            }
        }
        self.propose_from(key, &id, &text.text, &heard, &linker)
    }

    pub(super) fn propose_from(
        &mut self,
        key: SourceKey,
        id: &Slug,
        text: &str,
        heard: &[Heard],
        linker: &Linker,
    ) -> Result<ProposedCount> {
        let record = self.reader().source(key)?;
        let day = record.day().and_then(When::single_day);
        let article = Article {
            source: id,
            text,
            day,
            posts: posts_of(text, day),
            publisher: record.publisher.as_deref(),
        };
        let candidates = linker.candidates(&article, heard);
        self.propose(key, &candidates)
    }

    /// Whether the text that is attached to a source differs from this one, but only in line ends and
    /// blanks at the ends of lines, as copies of one file do. Returns its length in code points.
    fn is_the_same_but_for_blanks(&self, key: SourceKey, text: &str) -> Result<Option<usize>> {
        let held = self.reader().source_text(key)?;
        let held = held.filter(|held| held.text != text);
        let lines = |text: &'_ str| -> Vec<String> {
            let text = text.trim_end();
            text.lines()
                .map(|line| line.trim_end().to_owned())
                .collect()
        };
        let same = held.filter(|held| lines(&held.text) == lines(text));
        Ok(same.map(|held| held.text.chars().count()))
    }

    /// Refuses a text other than the attached one. The error says what became of the recorded
    /// passages.
    fn refuse_other_version(&self, id: &Slug, key: SourceKey, text: &str) -> Result<()> {
        match self.reader().source_text(key)? {
            Some(held) if held.text != text => Err(DeskError::OtherVersion {
                source_id: id.to_string(),
                shifts: self.shifts(key, &held.text, text)?,
            }),
            _ => Ok(()),
        }
    }

    /// Where the recorded passages of a source are in another text.
    fn shifts(&self, key: SourceKey, old: &str, new: &str) -> Result<PassageShifts> {
        let mut shifts = PassageShifts::default();
        for (statement, passage) in self.reader().passages_in(key)? {
            if passage.words_in(new).is_ok() && passage.sha256.is_some() {
                continue;
            }
            let words = passage.words_in(old);
            match words.and_then(|words| Passage::of_words(new, words)) {
                Ok(moved) => shifts.moved.push((statement, passage, moved)),
                Err(_) => shifts.gone.push((statement, passage)),
            }
        }
        Ok(shifts)
    }
}

/// The posts of a live blog that appeared on a day.
fn posts_of(text: &str, day: Option<NaiveDate>) -> Vec<Post> {
    let posts = posts(text, day.map(Stamp::Day));
    let posts = posts.into_iter().map(|post| Post {
        start: post.start as u64,
        end: post.end as u64,
        day: post.time.day(),
        said: post
            .time
            .minute()
            .map_or(When::day(post.time.day()), When::minute),
    });
    posts.collect()
}
