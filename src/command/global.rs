//! Options that apply to every command.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use crate::render::Format;

/// Options that apply to every command.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// The ledger's file
    #[arg(
        long,
        global = true,
        env = "ONRECORD_LEDGER",
        value_name = "FILE",
        default_value = "onrecord.db"
    )]
    pub ledger: PathBuf,
    /// The output format
    #[arg(long, global = true, value_enum, default_value_t)]
    format: FormatArg,
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
    /// Who is writing: a person or a desk
    #[arg(long, global = true, env = "ONRECORD_BY", value_name = "NAME")]
    pub by: Option<String>,
    /// The time zone in which times are typed and days counted, such as Europe/Berlin; by default the system's
    #[arg(long, global = true, env = "ONRECORD_ZONE", value_name = "ZONE")]
    zone: Option<String>,
    /// Seconds to wait for a ledger that another program has locked
    #[arg(long, global = true, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(..=86_400))]
    wait: u64,
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
    /// The output format.
    pub fn format(&self) -> Format {
        match self.format {
            FormatArg::Table => Format::Table,
            FormatArg::Json => Format::Json,
            FormatArg::Jsonl => Format::Jsonl,
            FormatArg::Csv => Format::Csv,
            FormatArg::Markdown => Format::Markdown,
        }
    }

    /// The time zone that was named, after the place where it was: the option or the variable.
    pub fn zone(&self) -> Option<(&'static str, &str)> {
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
enum FormatArg {
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
}
