//! One round: the feeds that are due, then the articles that are, then the report.
//!
//! Each look is written down by itself, together with what it found, so a program that is killed has lost nothing but
//! what it was about to fetch. What was recorded is reported afterwards, and noted as reported behind that.

use anyhow::Result;
use chrono::{DateTime, TimeDelta, Utc};
use onrecord_fetch::{Address, FeedError, FetchError, Reply, Wanted, feed, schedule};

use super::super::article::{Article, since};
use super::asking::{Asking, Wish};
use super::look::{Failure, succeeded, validators};
use crate::answer::{FindAnswer, recorded_time};
use crate::command::context::Context;
use crate::command::error::{in_one_line, ledger_error, note, warn};
use crate::command::ingest::Ingest;
use crate::domain::feed::{Feed, Find, Offer};
use crate::render::{self, Format};

/// The most articles of a feed that are taken at a look, in the order of the feed.
const MOST_OFFERS: usize = 500;

/// A round.
pub(super) struct Round<'a> {
    context: &'a Context,
    asking: &'a Asking,
    now: DateTime<Utc>,
    /// Whether something went wrong that was said.
    failed: bool,
}

impl<'a> Round<'a> {
    pub(super) fn new(context: &'a Context, asking: &'a Asking) -> Self {
        Self {
            context,
            asking,
            now: context.now,
            failed: false,
        }
    }

    /// Whether there is something to do.
    pub(super) fn is_due(&self) -> Result<bool> {
        let now = self.now.timestamp_millis();
        self.context.ask(|view, _| {
            let reader = view.reader;
            Ok(!reader.feeds_due(now)?.is_empty() || !reader.finds_due(now)?.is_empty())
        })
    }

    /// Looks at what is due, and reports. Returns whether something went wrong.
    pub(super) fn run(mut self) -> Result<bool> {
        let closed = self
            .context
            .ask(|view, _| Ok(view.reader.closed(self.now.timestamp_millis())?))?;
        for (url, until) in closed {
            if let (Ok(address), Some(until)) = (url.parse(), time(until)) {
                self.asking.fetcher.leave_alone(&address, until);
            }
        }
        self.look_at_feeds()?;
        let looked = self.look_at_finds();
        self.report()?;
        looked.map(|()| self.failed)
    }

    fn look_at_feeds(&mut self) -> Result<()> {
        let now = self.now;
        let feeds = self
            .context
            .ask(|view, _| Ok(view.reader.feeds_due(now.timestamp_millis())?))?;
        let wishes = feeds.into_iter().filter_map(|feed| {
            Some(Wish {
                address: feed.url.parse().ok()?,
                validators: validators(&feed.visits, now),
                wanted: Wanted::Feed,
                of: feed,
            })
        });
        let asking = self.asking;
        asking.ask("feeds", wishes.collect(), now, |feed, reply| {
            self.feed(feed, reply)
        })
    }

    /// Notes what a feed answered.
    fn feed(&mut self, mut feed: Feed, reply: Result<Reply, FetchError>) -> Result<()> {
        let asked = feed.url.clone();
        let every = TimeDelta::minutes(i64::from(feed.every));
        let read = match reply {
            Ok(reply) => offered(&reply).map(|offered| (offered, reply)),
            Err(error) => Err(Failure::from(&error)),
        };
        let (offers, visits) = match read {
            Ok((offered, reply)) => {
                let mut offers = Vec::new();
                if let Some(offered) = offered {
                    feed.title = offered.title.or(feed.title);
                    feed.ttl = offered.ttl;
                    offers = offered.offers;
                }
                self.follow_move(&mut feed, reply.moved_to)?;
                let ttl = feed.ttl.map(|minutes| TimeDelta::minutes(minutes.into()));
                let due = schedule::feed(self.now, every, ttl, reply.fresh_until);
                (offers, succeeded(reply.validators, due, self.now))
            }
            Err(failure) => {
                let visits = failure.visits(&feed.visits, every, self.now);
                if !failure.is_early {
                    let title = feed.title.as_deref().unwrap_or("no title yet");
                    let what = format!("feed {}, {title} ({asked})", feed.number);
                    self.say_failed(&what, &failure, visits.due);
                }
                (Vec::new(), visits)
            }
        };
        self.context
            .write_lists(|desk, _| Ok(desk.looked_at_feed(&asked, &feed, &offers, &visits)?))?;
        Ok(())
    }

    /// Changes the address of a feed that moved for good, and says so.
    fn follow_move(&self, feed: &mut Feed, to: Option<Address>) -> Result<()> {
        let Some(to) = to.map(|to| to.to_string()).filter(|to| *to != feed.url) else {
            return Ok(());
        };
        let feeds = self.context.ask(|view, _| Ok(view.reader.feeds()?))?;
        let (number, from) = (feed.number, &feed.url);
        match feeds.iter().find(|other| other.url == to) {
            Some(other) => note(
                &format!(
                    "feed {number} ({from}) is now the same as feed {}; `onrecord feed remove {number}` removes it",
                    other.number
                ),
                &[],
            ),
            None => {
                note(
                    &format!("feed {number} moved from {from} to {to}, and is looked at there"),
                    &[],
                );
                feed.url = to;
            }
        }
        Ok(())
    }

    fn look_at_finds(&mut self) -> Result<()> {
        let now = self.now;
        let (finds, feeds) = self.context.ask(|view, _| {
            let reader = view.reader;
            Ok((reader.finds_due(now.timestamp_millis())?, reader.feeds()?))
        })?;
        let wishes = finds.into_iter().filter_map(|find| {
            let known = validators(&find.visits, now).filter(|_| find.source.is_some());
            Some(Wish {
                address: find.url.parse().ok()?,
                validators: known,
                wanted: Wanted::Page,
                of: find,
            })
        });
        let asking = self.asking;
        asking.ask("articles", wishes.collect(), now, |find, reply| {
            let feed = feeds.iter().find(|feed| feed.number == find.feed);
            self.find(&find, feed.filter(|feed| feed.is_page), reply)
        })
    }

    /// Notes what the server of an article answered, and records the article. `page` is the feed if that is a page.
    fn find(
        &mut self,
        find: &Find,
        page: Option<&Feed>,
        reply: Result<Reply, FetchError>,
    ) -> Result<()> {
        let done = match reply {
            Ok(reply) => self.record(find, page, reply),
            Err(error) => Err(Failure::from(&error).into()),
        };
        let failure = match done {
            Ok(()) => return Ok(()),
            Err(NotRecorded::Ledger(error)) => return Err(error),
            Err(NotRecorded::Failure(failure)) => failure,
        };
        let every = page.map_or(schedule::LEAST, |feed| {
            TimeDelta::minutes(i64::from(feed.every))
        });
        let visits = failure.visits(&find.visits, every, self.now);
        // An article that stays away is not worth a line every day.
        if !failure.is_early && find.visits.error.as_ref() != Some(&failure.reason) {
            self.say_failed(&find.url, &failure, visits.due);
        }
        self.context
            .write_lists(|desk, _| Ok(desk.looked_at_find(find, None, &visits)?))?;
        Ok(())
    }

    fn record(&self, find: &Find, page: Option<&Feed>, reply: Reply) -> Result<(), NotRecorded> {
        let published = find.published.and_then(time).unwrap_or(self.now);
        let due = match page {
            Some(feed) => {
                let every = TimeDelta::minutes(i64::from(feed.every));
                schedule::feed(self.now, every, None, reply.fresh_until)
            }
            None => schedule::article(published, self.now),
        };
        let visits = succeeded(reply.validators.clone(), due, self.now);
        if reply.exchange.is_none() {
            self.context
                .write_lists(|desk, _| Ok(desk.looked_at_find(find, None, &visits)?))?;
            return Ok(());
        }
        let asked: Address = find.url.parse().map_err(anyhow::Error::from)?;
        let mut article = Article::of(asked, reply, self.context)?;
        article.complete(find.title.as_deref(), published, self.now);
        let (source, answer) =
            article.record(Ingest::default(), self.context, |desk, source| {
                Ok(desk.looked_at_find(find, Some(source), &visits)?)
            })?;
        if !answer.archived {
            self.context.write_lists(|desk, _| {
                desk.looked_at_find(find, Some(source), &visits)?;
                if find.source.is_none() {
                    // Somebody fetched it before, and knows it.
                    desk.reported(find.number, answer.version)?;
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    fn say_failed(&mut self, what: &str, failure: &Failure, due: Option<i64>) {
        self.failed = true;
        let due = due.map_or_else(String::new, |due| {
            format!("; it is tried again at {}", recorded_time(due))
        });
        let reason = &failure.reason;
        let reason = reason.strip_prefix(&format!("{what}: ")).unwrap_or(reason);
        warn(&format!("{what}: {reason}{due}"));
    }

    /// Reports what was not reported yet.
    fn report(&mut self) -> Result<()> {
        let mut found = Vec::new();
        self.context.ask(|view, _| {
            for find in view.reader.finds_unreported()? {
                let Some(source) = find.source else { continue };
                match since(view, source, find.reported, self.context) {
                    Ok(fetched) => found.push((
                        find.number,
                        FindAnswer {
                            feed: find.feed,
                            url: find.url,
                            fetched,
                        },
                    )),
                    Err(error) if ledger_error(&error).is_some() => return Err(error),
                    // A file of the archive is missing, as `check` says too.
                    Err(error) => warn(&format!("{}: {}", find.url, in_one_line(&error))),
                }
            }
            Ok(())
        })?;
        found.sort_by_key(|(number, find)| (find.rank(), *number));
        for (number, find) in found {
            if find.matters() {
                self.print(&find)?;
            }
            let versions = find.fetched.version;
            self.context
                .write_lists(|desk, _| Ok(desk.reported(number, versions)?))?;
        }
        Ok(())
    }

    fn print(&self, find: &FindAnswer) -> Result<()> {
        match self.context.format {
            Format::Json | Format::Jsonl => self.context.print_text(&render::line(find)?)?,
            _ => self.context.print(find)?,
        };
        Ok(())
    }
}

/// Why an article was not recorded.
enum NotRecorded {
    /// It cannot be.
    Failure(Failure),
    /// Nothing can be recorded at the moment.
    Ledger(anyhow::Error),
}

impl From<Failure> for NotRecorded {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl From<anyhow::Error> for NotRecorded {
    fn from(error: anyhow::Error) -> Self {
        match ledger_error(&error) {
            Some(_) => Self::Ledger(error),
            None => Self::Failure(Failure::new(in_one_line(&error))),
        }
    }
}

/// What a feed offers.
struct Offered {
    title: Option<String>,
    ttl: Option<u32>,
    offers: Vec<Offer>,
}

/// What a feed offers, unless it says that nothing changed.
fn offered(reply: &Reply) -> Result<Option<Offered>, Failure> {
    let Some(exchange) = &reply.exchange else {
        return Ok(None);
    };
    let content = exchange.content();
    let content = content.map_err(|error| Failure::from(&error))?;
    let read = feed(&content).map_err(|error| {
        Failure::new(match error {
            FeedError::Page => {
                "this is a page now, not a feed; look in a browser what became of it".to_owned()
            }
            other => other.to_string(),
        })
    })?;
    let offers = read.items.into_iter().take(MOST_OFFERS).map(|item| Offer {
        item: item.id,
        url: item.address.to_string(),
        title: item.title.filter(|title| !title.trim().is_empty()),
        published: item.published.map(|time| time.timestamp_millis()),
    });
    Ok(Some(Offered {
        title: read.title,
        ttl: read
            .ttl
            .and_then(|ttl| u32::try_from(ttl.num_minutes()).ok()),
        offers: offers.collect(),
    }))
}

fn time(millis: i64) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_millis(millis)
}
