//! `onrecord changes`

use anyhow::{Result, bail};

use super::address;
use super::context::Context;
use super::differences::note_differences;
use super::exit::Exit;
use super::fail_on::FailOn;
use crate::answer::{self, Most};
use crate::domain::time::When;
use crate::render::change_feed::{self, FeedFormat};
use crate::render::{Format, changes};

/// Show what changed since a time, to hand over the desk.
///
/// Compares what the ledger held then with what it holds now, or held at --until: statuses that
/// changed, discrepancies that opened or ended, new claims. The latest changes come first.
/// --format atom and --format jsonfeed write what may be published of it for feed readers.
#[derive(Debug, clap::Args)]
pub struct Changes {
    /// From when: 2025-08-19T18:00Z, yesterday, "8 hours ago"
    #[arg(long, value_name = "TIME")]
    pub since: String,
    /// Until when; by default now
    #[arg(long, value_name = "TIME")]
    pub until: Option<String>,
    /// Write sentences
    #[arg(long)]
    pub brief: bool,
    /// With --format atom or jsonfeed: the address of the desk, for links to its claims
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// What leads to exit code 1.
    #[command(flatten)]
    pub fail_on: FailOn,
}

impl Changes {
    /// Compares the two states.
    pub fn run(self, context: &Context) -> Result<Exit> {
        if context.has_known_at() {
            bail!("`changes` compares two times; use --since and --until instead of --known-at");
        }
        let since = context.past("--since", &self.since)?;
        let until = match &self.until {
            Some(text) => context.past("--until", text)?,
            None => When::minute(context.now),
        };
        if until.latest() < since.earliest() {
            bail!("--until ({until}) is before --since ({since})");
        }
        let listed = Some(changes::LISTED);
        if let Format::Feed(format) = context.format {
            return self.feed(context, format, since, until);
        }
        if self.base_url.is_some() {
            bail!(
                "--base-url is for feeds: add --format atom or --format jsonfeed, or leave it out"
            );
        }
        let most = match context.format {
            Format::Html => Most {
                statuses: listed,
                others: match self.brief {
                    true => Some(changes::BRIEF),
                    false => listed,
                },
                statements: listed,
            },
            Format::Table | Format::Markdown => Most {
                statuses: None,
                others: listed,
                statements: listed,
            },
            Format::Json | Format::Jsonl | Format::Csv | Format::Feed(_) => Most::default(),
        };
        let answer = context.ask(|view, _| {
            let before = context.view_before(view.reader, since)?;
            let after = context.view_at(view.reader, until)?;
            let (since, until) = (since.to_string(), until.to_string());
            let answer = answer::changes(&before, &after, since, until, most)?;
            context.note_labels(&after)?;
            Ok(answer)
        })?;
        let exit = self.fail_on.exit(answer.counts.all());
        context.print(&changes::HandOver {
            answer,
            brief: self.brief,
        })?;
        Ok(exit)
    }

    /// Writes a feed of what moved.
    fn feed(
        &self,
        context: &Context,
        format: FeedFormat,
        since: When,
        until: When,
    ) -> Result<Exit> {
        if self.brief {
            bail!("--brief is for people: leave it out, or --format");
        }
        let base = self.base_url.as_deref().map(base).transpose()?;
        let feed = context.ask(|view, _| {
            let before = context.view_before(view.reader, since)?;
            let after = context.view_at(view.reader, until)?;
            Ok(answer::change_feed(&before, &after)?)
        })?;
        // A feed reader that asks every few minutes is not the desk.
        if !context.is_for_browser() {
            note_differences(&feed.differences, "in a feed");
        }
        let exit = self.fail_on.exit(feed.items.len());
        context.print_text(&change_feed::text(&feed, format, base)?)?;
        Ok(exit)
    }
}

/// An address without the slash at its end.
fn base(url: &str) -> Result<&str> {
    address::to_extend("--base-url", url, &['?', '#'])?;
    Ok(url.trim_end_matches('/'))
}
