//! The argument grammar: what is global, and the list of commands.
//!
//! Each command's own arguments stand with the command, in `command/`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};

use crate::command::{
    awaiting, backup, changes, check, claim, completions, correct, discrepancies, export, import,
    init, log, matrix, party, question, rebuild, redact, rivals, rule, say, search, seed, source,
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
    #[arg(long, global = true, value_name = "SECONDS", default_value_t = 10)]
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

/// The commands, in the order in which help lists them.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a new, empty ledger.
    Init(init::Init),
    /// Load the ledger that ships: two news stories of 19 August 2025.
    Seed(seed::Seed),
    /// Record that a party takes a stance on a claim.
    Say(say::Say),
    /// Replace a statement by what it should have said.
    Correct(correct::Correct),
    /// Take a statement back as the desk's own mistake.
    Void(void::Void),
    /// Rule on a claim: the desk's own verdict.
    Rule(rule::Rule),
    /// Take back the last write of this desk.
    Undo(undo::Undo),
    /// Take a statement's content out of the journal for good.
    Redact(redact::Redact),
    /// List the claims that are unconfirmed and not ruled on.
    Unconfirmed(unconfirmed::Unconfirmed),
    /// List where accounts diverge.
    Discrepancies(discrepancies::Discrepancies),
    /// Show why a claim stands as it does, statement by statement.
    Why(why::Why),
    /// Show the ledger in one screen.
    Status(status::Status),
    /// Show what moved since a time: the hand-over.
    Changes(changes::Changes),
    /// List whom to call next: principals that have not spoken firmly.
    Awaiting(awaiting::Awaiting),
    /// Show claims against parties: who takes which stance.
    Matrix(matrix::Matrix),
    /// Show what was said in order, with the statuses that changed beside it.
    Timeline(timeline::Timeline),
    /// Show the rival answers to a question side by side.
    Rivals(rivals::Rivals),
    /// Find claims, statements, parties, questions and sources by their words.
    Search(search::Search),
    /// Parties: add, edit, list, show.
    #[command(subcommand)]
    Party(party::Party),
    /// Sources: add, edit, list, show, attach.
    #[command(subcommand)]
    Source(source::Source),
    /// Questions: add, edit, list, show.
    #[command(subcommand)]
    Question(question::Question),
    /// Claims: add, edit, list, show.
    #[command(subcommand)]
    Claim(claim::Claim),
    /// List the newest entries of the journal.
    Log(log::Log),
    /// Check that every journal entry holds what it was written with.
    Verify(verify::Verify),
    /// Post every table again from the journal.
    Rebuild(rebuild::Rebuild),
    /// Take in records from a JSON Lines file or a folder of CSV sheets.
    Import(import::Import),
    /// Write all records as JSON Lines or as a folder of CSV sheets.
    Export(export::Export),
    /// Copy the whole ledger, history and all, to a new file.
    Backup(backup::Backup),
    /// Ask everything that a script would: silent where all is well.
    Check(check::Check),
    /// Print a script that completes commands, options and ids.
    Completions(completions::Completions),
    /// Print the ids that begin so, for completion scripts.
    #[command(hide = true)]
    Ids(completions::Ids),
}
