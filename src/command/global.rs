//! Options that apply to every command.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Result, anyhow};
use chrono_tz::Tz;
use clap::{Args, ValueEnum};

use super::config::Config;
use super::zone;
use crate::render::Format;
use crate::render::change_feed::FeedFormat;

/// The ledger's file unless another one is named.
const LEDGER: &str = "onrecord.db";

/// Options that apply to every command.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// The ledger's file; by default onrecord.db
    #[arg(long, global = true, env = "ONRECORD_LEDGER", value_name = "FILE")]
    ledger: Option<PathBuf>,
    /// The output format; by default table
    #[arg(long, global = true, value_enum)]
    format: Option<FormatArg>,
    /// Show every row of a table, not only as many as fit on the screen
    #[arg(long, global = true)]
    pub all: bool,
    /// Add ids to the names in tables
    #[arg(long, global = true)]
    pub ids: bool,
    /// Count only what had been said by this time: 2025-08-19, 2025-08, 2025-08-19T14:05Z, yesterday, "2 hours ago"
    #[arg(long, global = true, value_name = "TIME")]
    pub as_of: Option<String>,
    /// Answer from what the ledger held at this time
    #[arg(long, global = true, value_name = "TIME")]
    pub known_at: Option<String>,
    /// Answer as if what no person has reviewed were not recorded
    #[arg(long, global = true)]
    pub reviewed: bool,
    /// Who is writing: a person or a desk
    #[arg(long, global = true, env = "ONRECORD_BY", value_name = "NAME")]
    by: Option<String>,
    /// The time zone in which times are typed and shown and days counted, such as Europe/Berlin; by default the system's
    #[arg(long, global = true, env = "ONRECORD_ZONE", value_name = "ZONE")]
    zone: Option<String>,
    /// Seconds to wait for a ledger that another program has locked
    #[arg(long, global = true, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(..=86_400))]
    wait: u64,
    /// Do not connect to the shared journal: what is recorded waits in the outbox
    #[cfg(feature = "shared")]
    #[arg(long, global = true, env = "ONRECORD_OFFLINE", value_parser = clap::builder::FalseyValueParser::new())]
    pub offline: bool,
    /// The time to use as now; for tests and replays
    #[arg(
        long,
        global = true,
        env = "ONRECORD_NOW",
        value_name = "TIME",
        hide = true
    )]
    pub now: Option<String>,
}

impl Global {
    /// The ledger's file.
    pub(super) fn ledger(&self, config: &Config) -> PathBuf {
        let chosen = self.ledger.as_ref().or(config.ledger.as_ref());
        chosen.map_or_else(|| PathBuf::from(LEDGER), Clone::clone)
    }

    /// Who is writing, if that was said.
    pub(super) fn by(&self, config: &Config) -> Option<String> {
        let chosen = self.by.as_ref().filter(|name| !name.trim().is_empty());
        chosen.or(config.by.as_ref()).cloned()
    }

    /// The format of files that a command writes. The configured one is for answers.
    pub(super) fn file_format(&self) -> Format {
        self.format(&Config::default())
    }

    /// The output format.
    pub(super) fn format(&self, config: &Config) -> Format {
        match self.format.or(config.format).unwrap_or_default() {
            FormatArg::Table
            | FormatArg::Annotations
            | FormatArg::ClaimReview
            | FormatArg::DataFeed
            | FormatArg::Sqlite => Format::Table,
            FormatArg::Json => Format::Json,
            FormatArg::Jsonl => Format::Jsonl,
            FormatArg::Csv => Format::Csv,
            FormatArg::Markdown => Format::Markdown,
            FormatArg::Atom => Format::Feed(FeedFormat::Atom),
            FormatArg::Jsonfeed => Format::Feed(FeedFormat::Json),
        }
    }

    /// The commands that write the format that was asked for.
    pub(super) fn format_of(&self) -> FormatOf {
        self.format.map_or(FormatOf::Every, FormatArg::of)
    }

    /// The format of `export` alone that was asked for, if it is one.
    pub(super) fn export_format(&self) -> Option<ExportFormat> {
        self.format.and_then(FormatArg::export_format)
    }

    /// The time zone.
    ///
    /// # Errors
    /// If there is none of the name.
    pub(super) fn zone(&self, config: &Config) -> Result<Tz> {
        let zone = match self.named_zone() {
            Some((place, name)) => {
                zone::named(name).map_err(|reason| anyhow!("{place}: {reason}"))?
            }
            None => config.zone.unwrap_or_else(zone::of_system),
        };
        Ok(zone::canonical(zone))
    }

    /// The time zone that was named, after the place where it was: the option or the variable.
    fn named_zone(&self) -> Option<(&'static str, &str)> {
        let name = self.zone.as_deref().filter(|name| !name.is_empty())?;
        let is_option = |argument: std::ffi::OsString| {
            let argument = argument.to_string_lossy();
            argument == "--zone" || argument.starts_with("--zone=")
        };
        let place = match std::env::args_os().any(is_option) {
            true => "--zone",
            false => "ONRECORD_ZONE",
        };
        Some((place, name))
    }

    /// How long to wait for a ledger that another program has locked.
    pub fn patience(&self) -> Duration {
        Duration::from_secs(self.wait)
    }
}

/// [`Format`] as an argument.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub(super) enum FormatArg {
    /// Tables, for people
    #[default]
    Table,
    /// One JSON document
    Json,
    /// One JSON document per line
    Jsonl,
    /// Comma-separated values, with a header
    Csv,
    /// Markdown, for a chat or a wiki
    Markdown,
    /// Only for `changes`: an Atom feed
    #[value(hide = true)]
    Atom,
    /// Only for `changes`: a JSON Feed
    #[value(hide = true)]
    Jsonfeed,
    /// Only for `export`: the rulings as ClaimReview, one JSON-LD document
    #[value(name = "claimreview", hide = true)]
    ClaimReview,
    /// Only for `export`: the rulings as a DataFeed of ClaimReview
    #[value(name = "datafeed", hide = true)]
    DataFeed,
    /// Only for `export`: the passages as annotations, one JSON-LD document
    #[value(hide = true)]
    Annotations,
    /// Only for `export`: plain tables in a SQLite file
    #[value(hide = true)]
    Sqlite,
}

impl FormatArg {
    /// Which commands write it.
    pub(super) fn of(self) -> FormatOf {
        match self {
            Self::Atom | Self::Jsonfeed => FormatOf::Changes,
            Self::Annotations | Self::ClaimReview | Self::DataFeed | Self::Sqlite => {
                FormatOf::Export
            }
            Self::Table | Self::Json | Self::Jsonl | Self::Csv | Self::Markdown => FormatOf::Every,
        }
    }

    /// The format of `export` alone that this is, if it is one.
    pub(super) fn export_format(self) -> Option<ExportFormat> {
        match self {
            Self::ClaimReview => Some(ExportFormat::Reviews(Published::ClaimReview)),
            Self::DataFeed => Some(ExportFormat::Reviews(Published::DataFeed)),
            Self::Annotations => Some(ExportFormat::Annotations),
            Self::Sqlite => Some(ExportFormat::Sqlite),
            _ => None,
        }
    }
}

/// The commands that write a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FormatOf {
    /// Every command.
    Every,
    /// Only `changes`.
    Changes,
    /// Only `export`.
    Export,
}

/// A format of `export` alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ExportFormat {
    /// Rulings, for publication.
    Reviews(Published),
    /// Passages, for tools that show annotations.
    Annotations,
    /// Plain tables in a SQLite file.
    Sqlite,
}

/// A format in which rulings are published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Published {
    /// Reviews beside each other.
    ClaimReview,
    /// Reviews as the items of a feed.
    DataFeed,
}

/// The name of the system's user.
pub(super) fn system_user() -> String {
    let mut names = ["USER", "LOGNAME", "USERNAME"]
        .iter()
        .filter_map(|name| std::env::var(name).ok());
    let named = names.find(|name| !name.trim().is_empty());
    named.unwrap_or_else(|| "desk".to_owned())
}
