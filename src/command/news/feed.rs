//! `onrecord feed`

use anyhow::{Context as _, Result, anyhow, bail};
use chrono::TimeDelta;
use onrecord_fetch::{Address, Content, FeedError, Wanted, feed, schedule};

use super::article;
use super::client::Client;
use crate::answer;
use crate::command::context::Context;
use crate::command::exit::Exit;
use crate::command::progress::waiting;
use crate::desk::DeskError;
use crate::domain::feed::{Feed as Followed, Visits};
use crate::render::feeds::Feeds;
use crate::render::outcome::Message;
use crate::render::page::counted;

/// Follow feeds: add, list, edit or remove them. `onrecord watch` fetches what is new in them.
#[derive(Debug, clap::Subcommand)]
pub enum Feed {
    /// Follow a feed. Goes online once, to see that it is one.
    Add(Add),
    /// List the feeds that are followed: when they were looked at, what was found, what went wrong.
    List,
    /// Change a feed.
    Edit {
        /// Its number or address
        feed: String,
        /// Its new address
        #[arg(long)]
        url: Option<String>,
        /// The least time between two looks at it
        #[arg(long, value_parser = interval, value_name = "TIME")]
        every: Option<u32>,
        /// The topic of claims that are new in its articles; empty: none
        #[arg(long)]
        topic: Option<String>,
    },
    /// Stop following a feed. The sources that were found in it stay.
    Remove {
        /// Its number or address
        feed: String,
    },
}

/// What is to be followed.
#[derive(Debug, clap::Args)]
pub struct Add {
    /// The address of the feed: RSS, Atom or JSON Feed
    pub url: String,
    /// The least time between two looks at it, such as 30m or 2h; at least 15m
    #[arg(long, value_parser = interval, value_name = "TIME", default_value = "30m")]
    pub every: u32,
    /// The topic of claims that are new in its articles
    #[arg(long)]
    pub topic: Option<String>,
    /// Follow a page without a feed: it is fetched again and again itself
    #[arg(long)]
    pub page: bool,
    /// How to fetch.
    #[command(flatten)]
    pub client: Client,
}

impl Feed {
    /// Runs the subcommand.
    pub fn run(self, context: &Context) -> Result<Exit> {
        match self {
            Self::Add(add) => add.run(context),
            Self::List => {
                let feeds = context.ask(|view, _| Ok(answer::feeds(view)?))?;
                context.print(&Feeds(feeds))
            }
            Self::Edit {
                feed,
                url,
                every,
                topic,
            } => edit(context, &feed, url, every, topic),
            Self::Remove { feed } => remove(context, &feed),
        }
    }
}

impl Add {
    fn run(self, context: &Context) -> Result<Exit> {
        context.refuse_clocks()?;
        let address: Address = self.url.parse()?;
        // A ledger that cannot be opened, or has the feed, is not worth asking a server for.
        let followed = context.ask(|view, _| Ok(view.reader.feeds()?))?;
        let known = followed.iter().find(|one| one.url == address.to_string());
        let found = match known {
            // The desk refuses it.
            Some(_) => Found::default(),
            None => self.look(&address, context)?,
        };
        let address = found.moved_to.unwrap_or(address);
        let written = context.write_lists(|desk, _| {
            Ok(desk.follow(Followed {
                number: 0,
                url: address.to_string(),
                title: found.title.clone(),
                topic: self.topic.clone(),
                is_page: self.page,
                every: self.every,
                ttl: None,
                visits: Visits::default(),
            })?)
        })?;
        let number = written.done;
        let title = found.title.unwrap_or_else(|| address.to_string());
        let what = match self.page {
            true => format!("feed {number}: the page {title}. `onrecord watch` fetches it."),
            false => format!(
                "feed {number}: {title}, which offers {} now. `onrecord watch` fetches them.",
                counted(found.offered, "article", "articles")
            ),
        };
        context.print(&Message { done: what })
    }

    /// Asks for the feed, or the page.
    fn look(&self, address: &Address, context: &Context) -> Result<Found> {
        let fetcher = self.client.fetcher(context)?;
        let wanted = match self.page {
            true => Wanted::Page,
            false => Wanted::Feed,
        };
        let progress = waiting("fetching");
        let reply = fetcher.get(address, None, wanted, context.now);
        drop(progress);
        let reply = reply.with_context(|| address.to_string())?;
        let exchange = reply
            .exchange
            .context("the server says that nothing changed, though nothing was fetched before")?;
        let content = exchange.content().with_context(|| address.to_string())?;
        let read = feed(&content);
        let moved_to = reply.moved_to;
        match (read, self.page) {
            (Ok(feed), false) => Ok(Found {
                moved_to,
                title: feed.title,
                offered: feed.items.len(),
            }),
            (Ok(_), true) => bail!("{address} is a feed; leave out --page"),
            (Err(_), true) => {
                let page = article::read(&content, context)?;
                Ok(Found {
                    moved_to,
                    title: page.title,
                    offered: 0,
                })
            }
            (Err(FeedError::Page), false) => Err(is_page(&content)),
            (Err(error), false) => Err(anyhow!(error).context(address.to_string())),
        }
    }
}

/// What is at an address that is to be followed.
#[derive(Default)]
struct Found {
    moved_to: Option<Address>,
    title: Option<String>,
    /// How many articles it offers.
    offered: usize,
}

/// The refusal of a page, with the feeds that it names.
fn is_page(content: &Content) -> anyhow::Error {
    let named = onrecord_page::feeds(&content.bytes, content.charset.as_deref());
    let named = named
        .iter()
        .filter_map(|link| content.address.join(link).ok());
    let named: Vec<String> = named.map(|address| address.to_string()).collect();
    let advice = match named.is_empty() {
        true => "it names no feed either. --page follows the page itself".to_owned(),
        false => format!(
            "it names {}: {}. Add what you want to follow, or follow the page itself with --page",
            counted(named.len(), "feed", "feeds"),
            named.join(", ")
        ),
    };
    anyhow!("{} is a page, not a feed; {advice}", content.address)
}

fn edit(
    context: &Context,
    name: &str,
    url: Option<String>,
    every: Option<u32>,
    topic: Option<String>,
) -> Result<Exit> {
    if url.is_none() && every.is_none() && topic.is_none() {
        bail!("nothing to change; give --url, --every or --topic");
    }
    let url = url.map(|url| url.parse::<Address>()).transpose()?;
    let written = context.write_lists(|desk, _| {
        let mut known = named(desk.reader().feeds()?, name)?;
        if let Some(url) = &url {
            known.url = url.to_string();
        }
        known.every = every.unwrap_or(known.every);
        if let Some(topic) = &topic {
            known.topic = Some(topic.clone()).filter(|topic| !topic.trim().is_empty());
        }
        desk.edit_feed(&known)?;
        Ok(known.number)
    })?;
    let done = format!("feed {} changed.", written.done);
    context.print(&Message { done })
}

fn remove(context: &Context, name: &str) -> Result<Exit> {
    let written = context.write_lists(|desk, _| {
        let known = named(desk.reader().feeds()?, name)?;
        desk.unfollow(known.number)?;
        Ok(known)
    })?;
    let Followed { number, url, .. } = written.done;
    let done = format!("feed {number}, {url}, removed. The sources found in it stay.");
    context.print(&Message { done })
}

/// The feed with this number or address.
fn named(feeds: Vec<Followed>, name: &str) -> Result<Followed> {
    let number: Option<i64> = name.parse().ok();
    let address = name.parse::<Address>().map(|address| address.to_string());
    let known = feeds.iter().map(|feed| feed.url.clone()).collect();
    let mut feeds = feeds.into_iter();
    let found = feeds.find(|feed| {
        Some(feed.number) == number || address.as_ref().is_ok_and(|url| *url == feed.url)
    });
    Ok(found.ok_or_else(|| DeskError::unknown_among("feed", name, known))?)
}

/// Reads an interval in whole minutes or hours: `30m`, `2h`.
fn interval(text: &str) -> Result<u32, String> {
    let minutes = |limit: TimeDelta| u32::try_from(limit.num_minutes()).unwrap_or(u32::MAX);
    let (least, most) = (minutes(schedule::LEAST), minutes(schedule::MOST));
    let end = text.find(|one: char| !one.is_ascii_digit());
    let (digits, unit) = text.split_at(end.unwrap_or(text.len()));
    let factor = match unit.trim() {
        "m" | "min" => 1,
        "h" => 60,
        _ => return Err("write a number of minutes or hours: 30m, 2h".to_owned()),
    };
    let number = digits.parse::<u32>().ok();
    match number.and_then(|number| number.checked_mul(factor)) {
        Some(wanted) if (least..=most).contains(&wanted) => Ok(wanted),
        _ => Err(format!(
            "a feed is asked every {least} minutes at most, and once a day at least"
        )),
    }
}
