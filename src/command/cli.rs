//! The argument grammar: the list of commands, and the function that runs one.
//!
//! No other file knows every command. Each command's own arguments are defined beside it.

use anyhow::Result;
use clap::{CommandFactory, Parser, Subcommand};

use super::context::Context;
use super::exit::Exit;
use super::global::{FormatOf, Global};
#[cfg(feature = "news")]
use super::news;
#[cfg(feature = "web")]
use super::serve;
#[cfg(feature = "shared")]
use super::shared;
use super::{
    accept, awaiting, backup, candidates, changes, check, claim, completions, correct,
    discrepancies, draft, export, extract, head, import, ingest, init, log, matrix, party,
    question, read, rebuild, redact, reject, report, restore, review, rivals, rule, say, search,
    seed, source, status, timeline, unconfirmed, undo, verify, void, why,
};

/// Who said what, who confirms it, and where accounts diverge.
#[derive(Debug, Parser)]
#[command(
    name = "onrecord",
    version,
    propagate_version = true,
    max_term_width = 100,
    after_help = "Three pages explain what the help of a command cannot: `onrecord help stances`, `onrecord help rules` and `onrecord help formats`.\n\n~/.config/onrecord/config.toml, or the file that ONRECORD_CONFIG names, may set ledger, by, zone, format and contact, such as zone = \"Europe/Berlin\"."
)]
pub struct Cli {
    /// Options that apply to every command.
    #[command(flatten)]
    pub global: Global,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands, in the order in which help lists them. The help text of each is the documentation
/// of its own arguments.
#[allow(
    missing_docs,
    reason = "help would print a sentence here instead of the whole text there"
)]
#[derive(Debug, Subcommand)]
pub enum Command {
    Init(init::Init),
    Seed(seed::Seed),
    Ingest(ingest::Ingest),
    #[cfg(feature = "news")]
    Fetch(news::Fetch),
    #[cfg(feature = "news")]
    #[command(subcommand)]
    Feed(news::Feed),
    #[cfg(feature = "news")]
    Watch(news::Watch),
    Draft(draft::Draft),
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
    #[cfg(feature = "web")]
    Serve(serve::Serve),
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
    Read(read::Read),
    Backup(backup::Backup),
    Restore(restore::Restore),
    Check(check::Check),
    #[cfg(feature = "shared")]
    Share(shared::Share),
    #[cfg(feature = "shared")]
    Join(shared::Join),
    #[cfg(feature = "shared")]
    Follow(shared::Follow),
    #[cfg(feature = "shared")]
    Desks(shared::Desks),
    #[cfg(feature = "shared")]
    Outbox(shared::OutboxCommand),
    #[cfg(feature = "shared")]
    Leave(shared::Leave),
    #[cfg(feature = "shared")]
    Rejoin(shared::Rejoin),
    Completions(completions::Completions),
    #[command(hide = true)]
    Ids(completions::Ids),
}

impl Cli {
    /// Refuses a format of one command for others.
    ///
    /// # Errors
    /// A usage error.
    pub(super) fn check_format(&self) -> Result<(), clap::Error> {
        let (is_right, right) = match self.global.format_of() {
            FormatOf::Every => return Ok(()),
            FormatOf::Changes => (matches!(self.command, Command::Changes(_)), "changes"),
            FormatOf::Export => (matches!(self.command, Command::Export(_)), "export"),
        };
        if is_right {
            return Ok(());
        }
        Err(Self::command().error(
            clap::error::ErrorKind::ArgumentConflict,
            format!("only `{right}` writes this --format"),
        ))
    }
}

impl Command {
    /// Runs the command.
    pub fn run(self, context: &Context) -> Result<Exit> {
        match self {
            Self::Init(command) => command.run(context),
            Self::Seed(command) => command.run(context),
            Self::Ingest(command) => command.run(context),
            #[cfg(feature = "news")]
            Self::Fetch(command) => command.run(context),
            #[cfg(feature = "news")]
            Self::Feed(command) => command.run(context),
            #[cfg(feature = "news")]
            Self::Watch(command) => command.run(context),
            Self::Draft(command) => command.run(context),
            Self::Candidates(command) => command.run(context),
            Self::Review(command) => command.run(context),
            Self::Accept(command) => command.run(context),
            Self::Reject(command) => command.run(context),
            Self::Say(command) => command.run(context),
            Self::Correct(command) => command.run(context),
            Self::Void(command) => command.run(context),
            Self::Rule(command) => command.run(context),
            Self::Undo(command) => command.run(context),
            Self::Redact(command) => command.run(context),
            Self::Unconfirmed(command) => command.run(context),
            Self::Discrepancies(command) => command.run(context),
            Self::Why(command) => command.run(context),
            Self::Status(command) => command.run(context),
            Self::Changes(command) => command.run(context),
            Self::Awaiting(command) => command.run(context),
            Self::Matrix(command) => command.run(context),
            Self::Timeline(command) => command.run(context),
            Self::Rivals(command) => command.run(context),
            Self::Report(command) => command.run(context),
            Self::Search(command) => command.run(context),
            #[cfg(feature = "web")]
            Self::Serve(command) => command.run(context),
            Self::Party(command) => command.run(context),
            Self::Source(command) => command.run(context),
            Self::Question(command) => command.run(context),
            Self::Claim(command) => command.run(context),
            Self::Log(command) => command.run(context),
            Self::Head(command) => command.run(context),
            Self::Verify(command) => command.run(context),
            Self::Rebuild(command) => command.run(context),
            Self::Import(command) => command.run(context),
            Self::Export(command) => command.run(context),
            Self::Extract(command) => command.run(context),
            Self::Read(command) => command.run(context),
            Self::Backup(command) => command.run(context),
            Self::Restore(command) => command.run(context),
            Self::Check(command) => command.run(context),
            #[cfg(feature = "shared")]
            Self::Share(command) => command.run(context),
            #[cfg(feature = "shared")]
            Self::Join(command) => command.run(context),
            #[cfg(feature = "shared")]
            Self::Follow(command) => command.run(context),
            #[cfg(feature = "shared")]
            Self::Desks(command) => command.run(context),
            #[cfg(feature = "shared")]
            Self::Outbox(command) => command.run(context),
            #[cfg(feature = "shared")]
            Self::Leave(command) => command.run(context),
            #[cfg(feature = "shared")]
            Self::Rejoin(command) => command.run(context),
            Self::Completions(command) => command.run(Cli::command(), context),
            Self::Ids(command) => command.run(context),
        }
    }
}
