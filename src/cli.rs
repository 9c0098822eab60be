//! The argument grammar: what is global, and the list of commands.
//!
//! Each command's own arguments stand with the command, in `command/`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};

use crate::command::{
    accept, awaiting, backup, candidates, changes, check, claim, completions, correct,
    discrepancies, export, extract, head, import, ingest, init, log, matrix, party, question,
    rebuild, redact, reject, report, restore, review, rivals, rule, say, search, seed, source,
    status, timeline, unconfirmed, undo, verify, void, why,
};
use crate::render::Format;

/// Who said what, who confirms it, and where accounts diverge.
#[derive(Debug, Parser)]
#[command(
    name = "onrecord",
    version,
    propagate_version = true,
    max_term_width = 100
)]
pub struct Cli {
    /// What holds for every command.
    #[command(flatten)]
    pub global: Global,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// What holds for every command.
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

/// The commands, in the order in which help lists them. What each does is told by the
/// documentation of its own arguments.
#[allow(
    missing_docs,
    reason = "help would print a sentence here instead of the whole text there"
)]
#[derive(Debug, Subcommand)]
pub enum Command {
    Init(init::Init),
    Seed(seed::Seed),
    Ingest(ingest::Ingest),
    Candidates(candidates::Candidates),
    Review(review::Review),
    Accept(accept::Accept),
    Reject(reject::Reject),
    Say(say::Say),
    Correct(correct::Correct),
    Void(void::Void),
    Rule(rule::Rule),
    Undo(undo::Undo),
    Redact(redact::Redact),
    Unconfirmed(unconfirmed::Unconfirmed),
    Discrepancies(discrepancies::Discrepancies),
    Why(why::Why),
    Status(status::Status),
    Changes(changes::Changes),
    Awaiting(awaiting::Awaiting),
    Matrix(matrix::Matrix),
    Timeline(timeline::Timeline),
    Rivals(rivals::Rivals),
    Report(report::Report),
    Search(search::Search),
    #[command(subcommand)]
    Party(party::Party),
    #[command(subcommand)]
    Source(source::Source),
    #[command(subcommand)]
    Question(question::Question),
    #[command(subcommand)]
    Claim(claim::Claim),
    Log(log::Log),
    Head(head::Head),
    Verify(verify::Verify),
    Rebuild(rebuild::Rebuild),
    Import(import::Import),
    Export(export::Export),
    Extract(extract::Extract),
    Backup(backup::Backup),
    Restore(restore::Restore),
    Check(check::Check),
    Completions(completions::Completions),
    /// Print the ids that begin so, for completion scripts.
    #[command(hide = true)]
    Ids(completions::Ids),
}
