//! The commands: one file each, its arguments beside its function.
//!
//! A command resolves names, asks or records, and prints an answer. The clock, the terminal, the
//! environment and the arguments are read in this folder only. [`cli`] knows every command; the
//! commands do not know it.

mod accept;
mod address;
#[cfg(feature = "web")]
mod answers;
mod archive;
mod awaiting;
mod backup;
mod candidates;
mod changes;
mod check;
mod claim;
pub mod cli;
mod clock;
mod completions;
mod config;
mod context;
mod correct;
mod differences;
mod discrepancies;
mod draft;
#[cfg(feature = "web")]
mod drafts;
mod error;
mod exit;
mod export;
mod extract;
mod extractor;
mod fail_on;
#[cfg(feature = "web")]
mod feed_key;
mod fields;
mod global;
mod guide;
mod head;
mod import;
mod ingest;
mod init;
mod input;
mod log;
mod matrix;
mod names;
#[cfg(feature = "news")]
mod news;
mod output;
mod outside;
mod party;
mod past;
mod progress;
mod publishing;
mod question;
mod read;
mod readers;
mod rebuild;
mod redact;
mod reject;
mod report;
mod restore;
mod review;
mod rivals;
mod rule;
mod say;
mod screen;
mod search;
mod seed;
#[cfg(feature = "web")]
mod serve;
#[cfg(feature = "shared")]
mod shared;
mod source;
mod status;
mod timeline;
mod unconfirmed;
mod undo;
mod verify;
mod void;
mod why;
mod write;
mod zone;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use cli::Cli;
use config::Config;
use context::Context;
use exit::Exit;

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    if let Some(text) = help_topic() {
        return match output::write_stdout(text.as_bytes()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        };
    }
    let config = Config::load();
    let cli = Cli::try_parse().and_then(|cli| cli.check_format().map(|()| cli));
    let cli = match cli {
        Ok(cli) => cli,
        Err(usage) => return error::report_usage(&usage, config.ok().and_then(|set| set.format)),
    };
    let config = match config {
        Ok(config) => config,
        Err(error) => return error::report(&error.into(), cli.global.format(&Config::default())),
    };
    error::remark_in(cli.global.format(&config));
    let context = match Context::new(&cli.global, &config) {
        Ok(context) => context,
        Err(error) => return error::report(&error, cli.global.format(&config)),
    };
    match cli.command.run(&context) {
        Ok(Exit::Success) => ExitCode::SUCCESS,
        Ok(Exit::Found) => ExitCode::FAILURE,
        Err(error) => match context.done() {
            Some(done) => error::report_unanswered(done, &error, context.format),
            None => error::report(&error, context.format),
        },
    }
}

/// The text of a topic, if the program was called as `help TOPIC`.
fn help_topic() -> Option<&'static str> {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    match arguments.as_slice() {
        [help, topic] if help == "help" => guide::topic(topic.to_str()?),
        _ => None,
    }
}
