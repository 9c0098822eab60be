//! `onrecord outbox`

use anyhow::{Context as _, Result, bail};

use super::follow::Follower;
use super::lists::parsed;
use crate::answer::held;
use crate::command::context::Context;
use crate::command::error::{in_one_line, ledger_error, note, warn};
use crate::command::exit::Exit;
use crate::domain::sharing::{Held, HeldState, Sharing};
use crate::files;
use crate::journal::JournalError;
use crate::ledger::{Access, Ledger, LedgerError};
use crate::render::outcome::Message;
use crate::render::shared::Outbox;

/// List what waits until the shared journal can be written, and what was held back and why.
///
/// At the next contact with the server, commands typed without a connection are run again, in the order in which they were typed: each is
/// recorded, found to be on record already, or kept here with the reason.
#[derive(Debug, clap::Args)]
pub struct OutboxCommand {
    /// Also list what is settled
    #[arg(long)]
    pub past: bool,
    /// What to do instead of listing.
    #[command(subcommand)]
    pub action: Option<Action>,
}

/// What to do with what waits.
#[derive(Debug, clap::Subcommand)]
pub enum Action {
    /// Try again to record what was kept
    Retry {
        /// The numbers; all, if none is given
        #[arg(value_name = "NUMBER")]
        numbers: Vec<i64>,
    },
    /// Drop what is no longer to be recorded
    Drop {
        /// The numbers
        #[arg(value_name = "NUMBER", required = true)]
        numbers: Vec<i64>,
    },
}

impl OutboxCommand {
    /// Lists, tries again or drops.
    pub fn run(self, context: &Context) -> Result<Exit> {
        context.refuse_clocks()?;
        match self.action {
            None => {
                let ledger = context.open(Access::Read)?;
                let listed = match self.past {
                    true => ledger.now().outbox_with_past()?,
                    false => ledger.now().outbox()?,
                };
                context.print(&Outbox(listed.iter().map(held).collect()))
            }
            Some(Action::Retry { numbers }) => retry(context, &numbers),
            Some(Action::Drop { numbers }) => drop_all(context, &numbers),
        }
    }
}

fn retry(context: &Context, numbers: &[i64]) -> Result<Exit> {
    let mut ledger = context.open(Access::Write)?;
    let kept = open_ones(&ledger, numbers)?;
    ledger.write(context.stamp(), |writer| {
        kept.iter()
            .try_for_each(|one| writer.settle_held(one.number, HeldState::Waiting, None))
    })?;
    drop(ledger);
    Follower::default().catch_up(context)?;
    let left = context.open(Access::Read)?.now().outbox()?;
    context.print(&Outbox(left.iter().map(held).collect()))
}

fn drop_all(context: &Context, numbers: &[i64]) -> Result<Exit> {
    let mut ledger = context.open(Access::Write)?;
    let dropped = open_ones(&ledger, numbers)?;
    ledger.write(context.stamp(), |writer| {
        dropped
            .iter()
            .try_for_each(|one| writer.settle_held(one.number, HeldState::Dropped, None))
    })?;
    let numbers: Vec<String> = dropped.iter().map(|one| one.number.to_string()).collect();
    context.print(&Message {
        done: format!("Dropped {}; it will not be recorded.", numbers.join(", ")),
    })
}

/// The commands with these numbers that wait or were kept; all, if there are no numbers.
fn open_ones(ledger: &Ledger, numbers: &[i64]) -> Result<Vec<Held>> {
    let open = ledger.now().outbox()?;
    if numbers.is_empty() {
        return Ok(open);
    }
    let mut found = Vec::new();
    for number in numbers {
        let one = open.iter().find(|one| one.number == *number);
        let one = one.with_context(|| {
            format!("nothing waits under the number {number}; `onrecord outbox` lists what waits")
        })?;
        found.push(one.clone());
    }
    Ok(found)
}

/// Records what waits in the outbox, in order, as far as the shared journal can be reached. Says what became of it.
///
/// # Errors
/// If the ledger cannot be read or written. What cannot be recorded is kept with its reason, which is no error.
pub(in crate::command) fn drain(
    context: &Context,
    ledger: &mut Ledger,
    sharing: &Sharing,
) -> Result<()> {
    if ledger.now().count_outbox()? == 0 {
        return Ok(());
    }
    // Two programs that record the same command would find it recorded, or refused, by the other.
    let held =
        files::hold_outbox(ledger.path()).with_context(|| ledger.path().display().to_string());
    let Some(_held) = held? else {
        return Ok(());
    };
    let open = ledger.now().outbox()?;
    for held in open.iter().filter(|held| held.state == HeldState::Waiting) {
        let number = held.number;
        let attempted = match attempt(context, held, sharing) {
            Err(error) if is_away(&error) => return Ok(()),
            attempted => attempted.map_err(|error| in_one_line(&error)),
        };
        let (state, reason) = match &attempted {
            Ok((state, _)) => (*state, None),
            Err(reason) => (HeldState::Kept, Some(&**reason)),
        };
        ledger.write(context.stamp(), |writer| {
            writer.settle_held(number, state, reason)
        })?;
        match attempted {
            Ok((_, said)) => note(&format!("number {number} of the outbox {said}"), &[]),
            Err(reason) => warn(&format!(
                "number {number} of the outbox is kept there: {reason}"
            )),
        }
    }
    Ok(())
}

/// Runs a command that waited. Returns what became of it, also in words.
fn attempt(context: &Context, held: &Held, sharing: &Sharing) -> Result<(HeldState, &'static str)> {
    if held.typed.words.is_empty() {
        bail!(
            "an undo, a review, an import of sheets or what a command of yours read is not done later; type it again if it is still to be done, and drop this"
        );
    }
    let cli = parsed(&held.typed.words)?;
    let own = context.for_outbox(&held.typed, sharing)?;
    match cli.command.run(&own) {
        // The next contact puts it back if it was not recorded.
        Err(error) if ledger_error(&error).is_some_and(LedgerError::may_be_on_record) => {
            let said = "is under way; the next contact finds out whether it was recorded";
            Ok((HeldState::Recorded, said))
        }
        Err(error) if own.done().is_none() => Err(error),
        _ if own.desk_line.has_recorded() => Ok((HeldState::Recorded, "is recorded now")),
        _ => Ok((HeldState::Recognised, "was on record already")),
    }
}

/// Whether the shared journal cannot be reached.
fn is_away(error: &anyhow::Error) -> bool {
    matches!(
        ledger_error(error),
        Some(
            LedgerError::Journal(JournalError::Unreachable(_) | JournalError::Busy)
                | LedgerError::Locked
        )
    )
}
