//! What is followed: feeds and the articles found in them.

use super::{Desk, DeskError, Result};
use crate::domain::docket::SourceKey;
use crate::domain::feed::{Feed, Find, Offer, Visits};
use crate::domain::text;

impl Desk<'_, '_> {
    /// Follows a feed, to be looked at from now on. Returns its number.
    ///
    /// # Errors
    /// If it is followed already, or a field is invalid.
    pub fn follow(&mut self, feed: Feed) -> Result<i64> {
        self.check_feed(&feed)?;
        let due = Some(self.now.timestamp_millis());
        let feed = Feed {
            visits: Visits {
                due,
                ..Visits::default()
            },
            ..feed
        };
        let number = self.writer.add_feed(&feed)?;
        if feed.is_page {
            self.add_page(number, &feed)?;
        }
        Ok(number)
    }

    /// Changes address, title, topic and interval of a feed. At another address it is looked at from now on.
    ///
    /// # Errors
    /// If another one has the address, or a field is invalid.
    pub fn edit_feed(&mut self, feed: &Feed) -> Result<()> {
        self.check_feed(feed)?;
        let known = self.reader().feeds()?.into_iter();
        let mut known = known.filter(|one| one.number == feed.number);
        let moves = known.next().is_some_and(|known| known.url != feed.url);
        self.writer.edit_feed(feed)?;
        if !moves {
            return Ok(());
        }
        // What the server of the old address sent along means nothing to that of the new one.
        let now = self.now.timestamp_millis();
        let visits = Visits {
            due: Some(now),
            ..Visits::default()
        };
        self.writer.visited_feed(feed.number, &visits)?;
        if feed.is_page {
            self.writer.remove_finds(feed.number, now)?;
            self.add_page(feed.number, feed)?;
        }
        Ok(())
    }

    /// Follows a feed no longer. The sources that were found in it stay.
    ///
    /// # Errors
    /// If the ledger cannot be written.
    pub fn unfollow(&mut self, number: i64) -> Result<()> {
        let now = self.now.timestamp_millis();
        self.writer.remove_finds(number, now)?;
        Ok(self.writer.remove_feed(number)?)
    }

    /// Notes a look at a feed, as it is known since, and what it offers. Returns how many of that are new finds. Nothing is
    /// noted of a feed that was removed, or given another address, while it was `asked` at one.
    ///
    /// # Errors
    /// As [`Desk::edit_feed`].
    pub fn looked_at_feed(
        &mut self,
        asked: &str,
        feed: &Feed,
        offers: &[Offer],
        visits: &Visits,
    ) -> Result<usize> {
        let mut feeds = self.reader().feeds()?.into_iter();
        let known = feeds.find(|known| known.number == feed.number && known.url == asked);
        let Some(known) = known else { return Ok(0) };
        self.edit_feed(&Feed {
            url: feed.url.clone(),
            title: feed.title.clone(),
            ttl: feed.ttl,
            ..known
        })?;
        self.writer.visited_feed(feed.number, visits)?;
        let mut new = 0;
        for offer in offers {
            if !self.reader().has_find(feed.number, &offer.item)? {
                self.add_find(feed.number, offer)?;
                new += 1;
            }
        }
        Ok(new)
    }

    /// Notes a look at an article, and the source that it became. If another find became the same source, that one is looked
    /// at from now on, and this one no longer.
    ///
    /// # Errors
    /// If the ledger cannot be written.
    pub fn looked_at_find(
        &mut self,
        find: &Find,
        source: Option<SourceKey>,
        visits: &Visits,
    ) -> Result<()> {
        let mut visits = visits.clone();
        if let Some(source) = source {
            self.writer.found(find.number, source)?;
            if self.reader().has_other_find(source, find.number)? {
                visits.due = None;
            }
        }
        self.writer.visited_find(find.number, &visits)?;
        let feeds = self.reader().feeds()?.into_iter();
        let mut feeds = feeds.filter(|feed| feed.number == find.feed && feed.is_page);
        if feeds.next().is_some() {
            self.writer.visited_feed(find.feed, &visits)?;
        }
        Ok(())
    }

    /// Notes that so many versions of an article were reported.
    ///
    /// # Errors
    /// If the ledger cannot be written.
    pub fn reported(&mut self, find: i64, versions: usize) -> Result<()> {
        Ok(self.writer.reported(find, versions)?)
    }

    /// Adds an article, to be looked at from now on unless that is done already.
    fn add_find(&mut self, feed: i64, offer: &Offer) -> Result<()> {
        let now = self.now.timestamp_millis();
        let due = (!self.reader().is_find(&offer.url)?).then_some(now);
        let offer = Offer {
            // An article is not older than the time at which it is found, unless its feed says so.
            published: Some(offer.published.map_or(now, |published| published.min(now))),
            ..offer.clone()
        };
        Ok(self.writer.add_find(feed, &offer, due)?)
    }

    /// Adds a page without a feed as its own find.
    fn add_page(&mut self, number: i64, feed: &Feed) -> Result<()> {
        let page = Offer {
            item: feed.url.clone(),
            url: feed.url.clone(),
            title: feed.title.clone(),
            published: None,
        };
        self.add_find(number, &page)
    }

    fn check_feed(&self, feed: &Feed) -> Result<()> {
        text::optional("topic", feed.topic.as_deref())?;
        let feeds = self.reader().feeds()?;
        let other = |one: &&Feed| one.url == feed.url && one.number != feed.number;
        match feeds.iter().find(other) {
            Some(known) => Err(DeskError::Followed {
                url: feed.url.clone(),
                number: known.number,
            }),
            None => Ok(()),
        }
    }
}
