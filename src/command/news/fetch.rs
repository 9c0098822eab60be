//! `onrecord fetch`

use anyhow::Result;
use onrecord_fetch::{Address, Wanted};

use super::article::Article;
use super::client::Client;
use crate::command::context::Context;
use crate::command::exit::Exit;
use crate::command::ingest::Ingest;
use crate::command::progress::waiting;

/// Fetch an article, archive it, and propose who said what.
///
/// Goes online, for this page and the robots.txt of its site. The page is kept as it was sent, in a folder beside the ledger,
/// and read like a file that is ingested. Fetched again, it is compared with the last version: an edit is reported if it
/// changed a passage that was recorded, the headline, or added a note of a correction.
#[derive(Debug, clap::Args)]
pub struct Fetch {
    /// The address of the page
    pub url: String,
    /// A recorded source, or the id of the new one; by default the source that was found at the address, else made from
    /// publisher and day
    #[arg(long, value_name = "ID")]
    pub source: Option<String>,
    /// The headline; by default taken from the page
    #[arg(long)]
    pub title: Option<String>,
    /// The publisher; by default taken from the page
    #[arg(long)]
    pub publisher: Option<String>,
    /// When it was published; by default taken from the page
    #[arg(long, value_name = "TIME")]
    pub published: Option<String>,
    /// The source it re-reports or is another version of
    #[arg(long, value_name = "SOURCE")]
    pub origin: Option<String>,
    /// How to fetch.
    #[command(flatten)]
    pub client: Client,
}

impl Fetch {
    /// Fetches the page and records it.
    pub fn run(self, context: &Context) -> Result<Exit> {
        context.refuse_clocks()?;
        let address: Address = self.url.parse()?;
        // A ledger that cannot be opened is not worth asking a server for.
        context.ask(|_, _| Ok(()))?;
        let fetcher = self.client.fetcher(context)?;
        let progress = waiting("fetching");
        let reply = fetcher.get(&address, None, Wanted::Page, context.now)?;
        drop(progress);
        let details = Ingest {
            source: self.source,
            title: self.title,
            publisher: self.publisher,
            published: self.published,
            origin: self.origin,
            ..Ingest::default()
        };
        let article = Article::of(address, reply, context)?;
        let (_, answer) = article.record(details, context, |_, _| Ok(()))?;
        context.print(&answer)
    }
}
