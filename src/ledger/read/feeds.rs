//! Feeds that are followed, and what was found in them.

use rusqlite::{Row, ToSql, params};

use crate::domain::docket::SourceKey;
use crate::domain::feed::{Feed, Find, Visits};
use crate::ledger::read::columns::column;
use crate::ledger::{Reader, Result};

/// The columns of [`Visits`].
const VISITS: &str = "etag, modified, checked, due, closed, failures, error";

/// The columns of a [`Find`] behind those.
const FIND: &str = "number, feed, url, title, published, source, reported";

/// What is to be looked at by a time, `?1`. So is what was looked at later than that: the clock was ahead then, and nobody
/// knows how far. The same goes for what was put off for longer than anything ever is, which is a day, or for an article a
/// quarter of its age.
const FEED_DUE: &str = "(due <= ?1 OR due IS NOT NULL AND checked > ?1 OR due > ?1 + 86400000)";
const FIND_DUE: &str = "(due <= ?1 OR due IS NOT NULL AND checked > ?1 OR due > ?1 + 86400000
     AND due > 86400000 + coalesce(checked + max(0, checked - coalesce(published, checked)) / 4, 0))";

/// A source that was recorded and is undone since is looked at no longer.
const NOT_UNDONE: &str = "(source IS NULL OR EXISTS (SELECT 1 FROM source s WHERE s.key = find.source AND s.ended IS NULL))";

impl Reader<'_> {
    /// All feeds, in the order in which they were added.
    pub fn feeds(&self) -> Result<Vec<Feed>> {
        self.feeds_where("TRUE", "number", &[])
    }

    /// The feeds to be looked at by a time, without pages, which are finds.
    pub fn feeds_due(&self, by: i64) -> Result<Vec<Feed>> {
        self.feeds_where(
            &format!("page = 0 AND {FEED_DUE}"),
            "due, number",
            params![by],
        )
    }

    fn feeds_where(
        &self,
        condition: &str,
        order: &str,
        parameters: &[&dyn ToSql],
    ) -> Result<Vec<Feed>> {
        self.rows(
            &format!(
                "SELECT {VISITS}, number, url, title, topic, page, every, ttl FROM feed
                 WHERE {condition} ORDER BY {order}"
            ),
            parameters,
            feed,
        )
    }

    /// How many articles were found in a feed, and how many of them could not be fetched when that was last tried.
    pub fn count_finds(&self, feed: i64) -> Result<(usize, usize)> {
        let counts = self.row(
            "SELECT count(*), count(*) FILTER (WHERE error IS NOT NULL) FROM find WHERE feed = ?1",
            params![feed],
            |row| Ok((column::<i64>(row, 0)?, column::<i64>(row, 1)?)),
        )?;
        let (all, failed) = counts.unwrap_or_default();
        Ok((size(all), size(failed)))
    }

    /// The finds to be looked at by a time, those that wait longest first.
    pub fn finds_due(&self, by: i64) -> Result<Vec<Find>> {
        self.finds_where(
            &format!("{FIND_DUE} AND {NOT_UNDONE}"),
            "due, number",
            params![by],
        )
    }

    /// The finds that have become a source of which a version was not reported yet.
    pub fn finds_unreported(&self) -> Result<Vec<Find>> {
        self.finds_where(
            "source IS NOT NULL AND due IS NOT NULL AND reported <
             (SELECT count(*) FROM archived_copy c WHERE c.source = find.source AND c.ended IS NULL)",
            "number",
            &[],
        )
    }

    fn finds_where(
        &self,
        condition: &str,
        order: &str,
        parameters: &[&dyn ToSql],
    ) -> Result<Vec<Find>> {
        self.rows(
            &format!("SELECT {VISITS}, {FIND} FROM find WHERE {condition} ORDER BY {order}"),
            parameters,
            find,
        )
    }

    /// The addresses whose servers do not want to be asked yet, and until when. An answer that came later than now, by a
    /// clock that was ahead, does not count.
    pub fn closed(&self, now: i64) -> Result<Vec<(String, i64)>> {
        self.rows(
            "SELECT url, closed FROM feed WHERE closed > ?1 AND checked <= ?1
             UNION ALL SELECT url, closed FROM find WHERE closed > ?1 AND checked <= ?1",
            params![now],
            |row| Ok((column(row, 0)?, column(row, 1)?)),
        )
    }

    /// Whether a feed has offered an item before.
    pub fn has_find(&self, feed: i64, item: &str) -> Result<bool> {
        let found = self.row(
            "SELECT 1 FROM find WHERE feed = ?1 AND item = ?2",
            params![feed, item],
            |_| Ok(()),
        )?;
        Ok(found.is_some())
    }

    /// Whether an address is looked at as a find.
    pub fn is_find(&self, url: &str) -> Result<bool> {
        let found = self.row(
            "SELECT 1 FROM find WHERE url = ?1 AND due IS NOT NULL",
            params![url],
            |_| Ok(()),
        )?;
        Ok(found.is_some())
    }

    /// Whether another find than this one is looked at for a source.
    pub fn has_other_find(&self, source: SourceKey, than: i64) -> Result<bool> {
        let found = self.row(
            "SELECT 1 FROM find WHERE source = ?1 AND number <> ?2 AND due IS NOT NULL",
            params![source.0, than],
            |_| Ok(()),
        )?;
        Ok(found.is_some())
    }

    /// The topic of the feed in which a source was found, if it has one.
    pub fn feed_topic(&self, source: SourceKey) -> Result<Option<String>> {
        self.row(
            "SELECT topic FROM feed JOIN find ON find.feed = feed.number
             WHERE source = ?1 AND topic IS NOT NULL ORDER BY find.number LIMIT 1",
            params![source.0],
            |row| column(row, 0),
        )
    }
}

fn size(count: i64) -> usize {
    usize::try_from(count).unwrap_or_default()
}

fn visits(row: &Row<'_>) -> Result<Visits> {
    Ok(Visits {
        etag: column(row, 0)?,
        modified: column(row, 1)?,
        checked: column(row, 2)?,
        due: column(row, 3)?,
        closed: column(row, 4)?,
        failures: column(row, 5)?,
        error: column(row, 6)?,
    })
}

fn feed(row: &Row<'_>) -> Result<Feed> {
    Ok(Feed {
        visits: visits(row)?,
        number: column(row, 7)?,
        url: column(row, 8)?,
        title: column(row, 9)?,
        topic: column(row, 10)?,
        is_page: column(row, 11)?,
        every: column(row, 12)?,
        ttl: column(row, 13)?,
    })
}

fn find(row: &Row<'_>) -> Result<Find> {
    let source: Option<i64> = column(row, 12)?;
    Ok(Find {
        visits: visits(row)?,
        number: column(row, 7)?,
        feed: column(row, 8)?,
        url: column(row, 9)?,
        title: column(row, 10)?,
        published: column(row, 11)?,
        source: source.map(SourceKey),
        reported: size(column(row, 13)?),
    })
}
