//! Updates what is followed: feeds, and the articles found in them.

use rusqlite::params;

use crate::domain::docket::SourceKey;
use crate::domain::feed::{Feed, Offer, Visits};
use crate::ledger::{Result, Writer};

impl Writer<'_> {
    /// Adds a feed that was not looked at yet, whatever its number says. Returns the number.
    pub fn add_feed(&mut self, feed: &Feed) -> Result<i64> {
        self.tables().insert(
            "INSERT INTO feed (url, title, topic, page, every, due) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                feed.url,
                feed.title,
                feed.topic,
                feed.is_page,
                feed.every,
                feed.visits.due
            ],
        )
    }

    /// Replaces address, title, topic, interval and the wish of a feed.
    pub fn edit_feed(&mut self, feed: &Feed) -> Result<()> {
        self.follow(
            "UPDATE feed SET url = ?2, title = ?3, topic = ?4, every = ?5, ttl = ?6 WHERE number = ?1",
            params![feed.number, feed.url, feed.title, feed.topic, feed.every, feed.ttl],
        )
    }

    /// Forgets a feed.
    pub fn remove_feed(&mut self, number: i64) -> Result<()> {
        self.follow("DELETE FROM feed WHERE number = ?1", [number])
    }

    /// Forgets what was found in a feed. The sources stay, and articles that other feeds offer too are looked at from a time
    /// on, since nothing else is looked at instead.
    pub fn remove_finds(&mut self, feed: i64, due: i64) -> Result<()> {
        self.follow("DELETE FROM find WHERE feed = ?1", [feed])?;
        self.follow(
            "UPDATE find SET due = ?1 WHERE due IS NULL AND NOT EXISTS (SELECT 1 FROM find other
             WHERE other.due IS NOT NULL AND (other.url = find.url OR other.source = find.source))",
            [due],
        )
    }

    /// Notes a look at a feed.
    pub fn visited_feed(&mut self, number: i64, visits: &Visits) -> Result<()> {
        self.visited("feed", number, visits)
    }

    /// Adds an article that a feed offers for the first time.
    pub fn add_find(&mut self, feed: i64, offer: &Offer, due: Option<i64>) -> Result<()> {
        self.follow(
            "INSERT INTO find (feed, item, url, title, published, due) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![feed, offer.item, offer.url, offer.title, offer.published, due],
        )
    }

    /// Notes a look at an article.
    pub fn visited_find(&mut self, number: i64, visits: &Visits) -> Result<()> {
        self.visited("find", number, visits)
    }

    /// Notes the source that an article became.
    pub fn found(&mut self, number: i64, source: SourceKey) -> Result<()> {
        self.follow(
            "UPDATE find SET source = ?2 WHERE number = ?1",
            params![number, source.0],
        )
    }

    /// Notes how many versions of an article were reported.
    pub fn reported(&mut self, number: i64, versions: usize) -> Result<()> {
        self.follow(
            "UPDATE find SET reported = ?2 WHERE number = ?1",
            params![number, i64::try_from(versions).unwrap_or(i64::MAX)],
        )
    }

    fn visited(&mut self, table: &str, number: i64, visits: &Visits) -> Result<()> {
        self.follow(
            &format!(
                "UPDATE {table} SET etag = ?2, modified = ?3, checked = ?4, due = ?5, closed = ?6, failures = ?7,
                 error = ?8 WHERE number = ?1"
            ),
            params![
                number,
                visits.etag,
                visits.modified,
                visits.checked,
                visits.due,
                visits.closed,
                visits.failures,
                visits.error
            ],
        )
    }

    fn follow(&mut self, sql: &str, params: impl rusqlite::Params) -> Result<()> {
        self.tables().change(sql, params)?;
        Ok(())
    }
}
