//! Options that apply to every command.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

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
    /// How answers are written
    #[arg(long, global = true, value_enum, default_value_t)]
    pub format: Format,
    /// What had been said by then: 2025-08-19, 2025-08, 2025-08-19T14:05Z, yesterday, "2 hours ago"
    #[arg(long, global = true, value_name = "TIME")]
    pub as_of: Option<String>,
    /// What the ledger held then
    #[arg(long, global = true, value_name = "TIME")]
    pub known_at: Option<String>,
    /// Who writes: a person or a desk
    #[arg(long, global = true, env = "ONRECORD_BY", value_name = "NAME")]
    pub by: Option<String>,
    /// How many seconds to wait for a ledger that another program holds
    #[arg(long, global = true, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(..=86_400))]
    pub wait: u64,
    /// The time that counts as now; for tests and replays
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
    /// How long to wait for a ledger that another program holds.
    pub fn patience(&self) -> Duration {
        Duration::from_secs(self.wait)
    }
}
