//! Feeds that are followed, and what was found in them.

use super::docket::SourceKey;

/// A feed, or a page without one, that is followed. Times are milliseconds since 1970-01-01T00:00Z.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// Its number.
    pub number: i64,
    /// Its address.
    pub url: String,
    /// What it calls itself.
    pub title: Option<String>,
    /// The topic of claims that are new in its articles.
    pub topic: Option<String>,
    /// Whether it is a page without a feed, which is its own only find.
    pub is_page: bool,
    /// The least time between two looks at it, in minutes.
    pub every: u32,
    /// The time for which it asks to be left alone, in minutes.
    pub ttl: Option<u32>,
    /// The looks at it.
    pub visits: Visits,
}

/// An article that was found in a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Find {
    /// Its number.
    pub number: i64,
    /// The number of the feed.
    pub feed: i64,
    /// Its address.
    pub url: String,
    /// Its headline in the feed.
    pub title: Option<String>,
    /// When it was published, by the feed.
    pub published: Option<i64>,
    /// The source that it became, once it was fetched.
    pub source: Option<SourceKey>,
    /// How many versions of that source were reported.
    pub reported: usize,
    /// The looks at it.
    pub visits: Visits,
}

/// An article that a feed offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What the feed tells it from others by.
    pub item: String,
    /// Its address.
    pub url: String,
    /// Its headline.
    pub title: Option<String>,
    /// When it was published.
    pub published: Option<i64>,
}

/// The looks at an address. Times are milliseconds since 1970-01-01T00:00Z.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Visits {
    /// The `ETag` that the server sent last, verbatim.
    pub etag: Option<String>,
    /// The `Last-Modified` that the server sent last, verbatim.
    pub modified: Option<String>,
    /// When it was looked at last.
    pub checked: Option<i64>,
    /// When to look at it next. `None`: it is looked at as part of another one.
    pub due: Option<i64>,
    /// Until when its server does not want to be asked.
    pub closed: Option<i64>,
    /// How often in a row that failed.
    pub failures: u32,
    /// What went wrong last.
    pub error: Option<String>,
}
