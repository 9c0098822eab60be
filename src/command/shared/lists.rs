//! The desk's own list of candidates, after a write of which it was not known whether it was recorded.

use anyhow::Result;
use clap::Parser;

use crate::command::cli::{Cli, Command};
use crate::command::context::Context;
use crate::command::error::{in_one_line, ledger_error, warn};
use crate::domain::sharing::{Sharing, Typed};
use crate::ledger::{CaughtUp, LedgerError, Settled};

/// Brings the list of candidates up to date when it was found out that a command of this desk is on record: what the command did to the
/// list was rolled back when no answer came. It is run again with what it had read, on this copy alone, where it finds what it
/// recorded and cannot record anything.
pub(in crate::command) fn restore_lists(context: &Context, caught: &CaughtUp, sharing: &Sharing) {
    let Some(Settled::Recorded { typed, .. }) = &caught.settled else {
        return;
    };
    let Err(error) = run_again(context, typed, sharing) else {
        return;
    };
    let why = match ledger_error(&error) {
        Some(LedgerError::IsShared) => "others have changed it since".to_owned(),
        _ => in_one_line(&error),
    };
    warn(&format!(
        "the list of candidates does not show what was recorded: {why}"
    ));
}

fn run_again(context: &Context, typed: &Typed, sharing: &Sharing) -> Result<()> {
    if typed.words.is_empty() {
        return Ok(());
    }
    match parsed(&typed.words)?.command {
        command @ (Command::Ingest(_) | Command::Accept(_)) => {
            command.run(&context.for_lists(typed, sharing)?)?;
        }
        Command::Import(import) => {
            let context = context.for_lists(typed, sharing)?;
            if import.has_annotations(&context) {
                import.run(&context)?;
            }
        }
        #[cfg(feature = "news")]
        Command::Fetch(_) => anyhow::bail!("no page is fetched again for that"),
        _ => {}
    }
    Ok(())
}

/// Parses the words of a command line as the program does.
///
/// # Errors
/// If they are none of this program's.
pub(super) fn parsed(words: &[String]) -> Result<Cli> {
    let program = ["onrecord".to_owned()];
    let cli = Cli::try_parse_from(program.iter().chain(words));
    cli.map_err(|usage| anyhow::anyhow!("{usage}"))
}
