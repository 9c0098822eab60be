//! What is followed.

use serde::Serialize;

use super::{View, recorded_time};
use crate::domain::feed::Feed;
use crate::ledger::Result;

/// A feed that is followed. The fields are a stable interface: docs/formats.md.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FeedAnswer {
    /// Its number.
    pub feed: i64,
    /// Its address.
    pub url: String,
    /// What it calls itself.
    pub title: Option<String>,
    /// Whether it is a page without a feed.
    pub page: bool,
    /// The topic of claims that are new in its articles.
    pub topic: Option<String>,
    /// The least time between two looks at it, in minutes.
    pub every: u32,
    /// When it was looked at last.
    pub checked: Option<String>,
    /// When it is looked at next.
    pub due: Option<String>,
    /// The number of articles found in it.
    pub finds: usize,
    /// The number of those that could not be fetched when that was last tried.
    pub failed: usize,
    /// How often in a row it could not be read.
    pub failures: u32,
    /// What went wrong then.
    pub error: Option<String>,
}

/// The feeds that are followed, in the order in which they were added.
///
/// # Errors
/// If the ledger cannot be read.
pub fn feeds(view: &View<'_>) -> Result<Vec<FeedAnswer>> {
    let feeds = view.reader.feeds()?.into_iter();
    feeds.map(|feed| feed_answer(view, feed)).collect()
}

/// A feed, and how it goes.
///
/// # Errors
/// If the ledger cannot be read.
pub fn feed_answer(view: &View<'_>, feed: Feed) -> Result<FeedAnswer> {
    let (finds, failed) = view.reader.count_finds(feed.number)?;
    Ok(FeedAnswer {
        feed: feed.number,
        url: feed.url,
        title: feed.title,
        page: feed.is_page,
        topic: feed.topic,
        every: feed.every,
        checked: feed.visits.checked.map(recorded_time),
        due: feed.visits.due.map(recorded_time),
        finds,
        failed,
        failures: feed.visits.failures,
        error: feed.visits.error,
    })
}
