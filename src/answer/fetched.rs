//! What was fetched, and what became of it.

use serde::Serialize;

use super::{IngestAnswer, View};
use crate::domain::archived::ArchivedCopy;
use crate::domain::docket::SourceKey;
use crate::domain::edits::Edit;
use crate::domain::passage::Passage;
use crate::domain::slug::Slug;
use crate::ledger::Result;

/// A version of a source that was fetched and archived. The fields are a stable interface: docs/formats.md.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VersionAnswer {
    /// Its number, counted from 1.
    pub version: usize,
    /// The record.
    #[serde(flatten)]
    pub copy: ArchivedCopy,
}

/// The outcome of fetching an article. The fields are a stable interface: docs/formats.md.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FetchAnswer {
    /// The source.
    pub source: Slug,
    /// Its title.
    pub title: String,
    /// The version that the ledger has now, counted from 1.
    pub version: usize,
    /// Whether it was archived just now; else nothing changed since it was.
    pub archived: bool,
    /// The version that this one was compared with; none if that is the text that was attached.
    pub since: Option<usize>,
    /// What matters of the difference to the version before.
    pub edits: Vec<EditAnswer>,
    /// The number of new posts, if it is a live blog that the ledger has already.
    pub posts: usize,
    /// What was read in it, if its text or posts of it were new to the ledger.
    pub ingested: Option<IngestAnswer>,
}

/// An article that was found in a feed, or edited since. The fields are a stable interface: docs/formats.md.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FindAnswer {
    /// The number of the feed.
    pub feed: i64,
    /// The address of the article.
    pub url: String,
    /// What became of it.
    #[serde(flatten)]
    pub fetched: FetchAnswer,
}

impl FindAnswer {
    /// Whether a desk wants to know of it: it is new, or an edit matters.
    pub fn matters(&self) -> bool {
        self.fetched.ingested.is_some() || !self.fetched.edits.is_empty()
    }

    /// The place among the finds of a round: what would change a status or open a discrepancy, then edits, then the rest.
    pub fn rank(&self) -> u8 {
        match &self.fetched.ingested {
            Some(ingested) if ingested.news > 0 => 0,
            _ if !self.fetched.edits.is_empty() => 1,
            _ => 2,
        }
    }
}

/// What kind of edit it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum EditKind {
    /// The headline is another one.
    Headline,
    /// A note says that something was corrected.
    Correction,
    /// The words of a passage were replaced.
    Changed,
    /// The words of a passage are in another paragraph.
    Moved,
    /// The words of a passage are gone.
    Gone,
    /// The words of a passage are there again.
    Back,
}

/// A difference between two versions of an article that matters.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EditAnswer {
    /// What kind of edit it is.
    pub edit: EditKind,
    /// The statement whose passage it is.
    pub statement: Option<String>,
    /// The claim that rests on it.
    pub claim: Option<Slug>,
    /// What stood there: the headline, or the passage.
    pub before: Option<String>,
    /// What stands there now: the headline, the note, the sentence or the paragraph.
    pub now: Option<String>,
}

impl EditAnswer {
    /// An edit between two versions of a source whose passages were recorded from a text.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn of(
        view: &View<'_>,
        edit: Edit,
        recorded: &str,
        passages: &[(String, Passage)],
    ) -> Result<Self> {
        let (kind, passage, before, now) = match edit {
            Edit::Headline { before, now } => (EditKind::Headline, None, Some(before), Some(now)),
            Edit::Correction { note } => (EditKind::Correction, None, None, Some(note)),
            Edit::Changed { passage, now } => (EditKind::Changed, Some(passage), None, Some(now)),
            Edit::Moved { passage, now } => (EditKind::Moved, Some(passage), None, Some(now)),
            Edit::Gone { passage } => (EditKind::Gone, Some(passage), None, None),
            Edit::Back { passage } => (EditKind::Back, Some(passage), None, None),
        };
        let passage = passage.and_then(|at| passages.get(at));
        let words = passage.and_then(|(_, place)| place.words_in(recorded).ok());
        let statement = passage.map(|(statement, _)| statement.clone());
        let claim = match &statement {
            Some(id) => match view.reader.statement_key(id)? {
                Some(key) => Some(view.reader.statement(key)?.statement.claim),
                None => None,
            },
            None => None,
        };
        Ok(Self {
            edit: kind,
            statement,
            claim,
            before: before.or_else(|| words.map(str::to_owned)),
            now,
        })
    }
}

/// The archived versions of a source, oldest first.
///
/// # Errors
/// If the ledger cannot be read.
pub fn versions(view: &View<'_>, source: SourceKey) -> Result<Vec<VersionAnswer>> {
    let copies = view.reader.copies(source)?.into_iter().enumerate();
    Ok(copies
        .map(|(at, copy)| VersionAnswer {
            version: at + 1,
            copy,
        })
        .collect())
}
