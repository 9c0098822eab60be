//! The commands: one file each, its arguments and what it does together.
//!
//! A command resolves names, loads, decides, appends, and answers. Here alone are the clock, the
//! terminal and the environment looked at.

pub mod backup;
pub mod claim;
mod context;
pub mod correct;
pub mod discrepancies;
mod error;
pub mod export;
mod fields;
pub mod import;
pub mod init;
pub mod log;
mod names;
pub mod party;
pub mod question;
pub mod rebuild;
pub mod redact;
pub mod rule;
pub mod say;
pub mod seed;
pub mod source;
pub mod unconfirmed;
pub mod verify;
pub mod void;
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

fn run(command: Command, context: &mut Context) -> Result<Ended> {
    match command {
        Command::Init(command) => command.run(context),
        Command::Seed(command) => command.run(context),
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
        Command::Verify(command) => command.run(context),
        Command::Rebuild(command) => command.run(context),
        Command::Import(command) => command.run(context),
        Command::Export(command) => command.run(context),
        Command::Backup(command) => command.run(context),
    }
}
