//! The commands: one file each, its arguments and what it does together.
//!
//! A command resolves names, loads, decides, appends, and answers. Here alone are the clock, the
//! terminal and the environment looked at.

pub mod accept;
pub mod awaiting;
pub mod backup;
pub mod candidates;
pub mod changes;
pub mod check;
pub mod claim;
pub mod completions;
mod context;
pub mod correct;
pub mod discrepancies;
mod error;
pub mod export;
pub mod extract;
mod fields;
mod guide;
pub mod head;
pub mod import;
pub mod ingest;
pub mod init;
pub mod log;
pub mod matrix;
mod names;
pub mod party;
pub mod question;
pub mod rebuild;
pub mod redact;
pub mod reject;
pub mod report;
pub mod restore;
pub mod review;
pub mod rivals;
pub mod rule;
pub mod say;
pub mod search;
pub mod seed;
pub mod source;
pub mod status;
pub mod timeline;
pub mod unconfirmed;
pub mod undo;
pub mod verify;
pub mod void;
mod watch;
pub mod why;

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use crate::cli::{Cli, Command};
use context::Context;

/// How a command ended that was not refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Done.
    Done,
    /// Done, and what it was asked to fail on was there.
    Found,
}

/// Runs the program on the process's own arguments.
pub fn main() -> ExitCode {
    if let Some(text) = asked_for_topic() {
        return guide::print(text).map_or(ExitCode::FAILURE, |_| ExitCode::SUCCESS);
    }
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(misuse) => return error::misused(&misuse),
    };
    match Context::new(&cli.global).and_then(|mut context| run(cli.command, &mut context)) {
        Ok(Ended::Done) => ExitCode::SUCCESS,
        Ok(Ended::Found) => ExitCode::FAILURE,
        Err(error) => error::report(&error),
    }
}

/// The text on a topic, where the program was asked `help TOPIC`.
fn asked_for_topic() -> Option<&'static str> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [help, topic] if help == "help" => guide::topic(topic),
        _ => None,
    }
}

fn run(command: Command, context: &mut Context) -> Result<Ended> {
    match command {
        Command::Init(command) => command.run(context),
        Command::Seed(command) => command.run(context),
        Command::Ingest(command) => command.run(context),
        Command::Candidates(command) => command.run(context),
        Command::Review(command) => command.run(context),
        Command::Accept(command) => command.run(context),
        Command::Reject(command) => command.run(context),
        Command::Say(command) => command.run(context),
        Command::Correct(command) => command.run(context),
        Command::Void(command) => command.run(context),
        Command::Rule(command) => command.run(context),
        Command::Redact(command) => command.run(context),
        Command::Unconfirmed(command) => command.run(context),
        Command::Discrepancies(command) => command.run(context),
        Command::Why(command) => command.run(context),
        Command::Party(command) => command.run(context),
        Command::Source(command) => command.run(context),
        Command::Question(command) => command.run(context),
        Command::Claim(command) => command.run(context),
        Command::Log(command) => command.run(context),
        Command::Head(command) => command.run(context),
        Command::Verify(command) => command.run(context),
        Command::Rebuild(command) => command.run(context),
        Command::Import(command) => command.run(context),
        Command::Export(command) => command.run(context),
        Command::Extract(command) => command.run(context),
        Command::Backup(command) => command.run(context),
        Command::Restore(command) => command.run(context),
        Command::Changes(command) => command.run(context),
        Command::Awaiting(command) => command.run(context),
        Command::Matrix(command) => command.run(context),
        Command::Timeline(command) => command.run(context),
        Command::Rivals(command) => command.run(context),
        Command::Report(command) => command.run(context),
        Command::Search(command) => command.run(context),
        Command::Status(command) => command.run(context),
        Command::Check(command) => command.run(context),
        Command::Undo(command) => command.run(context),
        Command::Completions(command) => command.run(),
        Command::Ids(command) => command.run(context),
    }
}
