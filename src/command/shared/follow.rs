//! `onrecord follow`

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Result;

use super::contact::{Contact, contact};
use super::lists::restore_lists;
use super::outbox::drain;
use crate::command::context::Context;
use crate::command::error::{in_one_line, ledger_error, warn};
use crate::command::exit::{Done, Exit};
use crate::journal::{Journal, JournalError, SharedJournal};
use crate::ledger::{Access, CaughtUp, LedgerError, Settled};
use crate::render::outcome::Message;
use crate::render::page::counted;
use crate::shared::PostgresJournal;

/// The longest time between two looks at the shared journal: a notice may be lost.
const POLL: Duration = Duration::from_secs(30);
/// How long to wait for a notice before looking whether the command was stopped.
const GLANCE: Duration = Duration::from_millis(500);
/// The least time between two looks: each one takes the head of the journal for a moment, as a write does.
const PACE: Duration = Duration::from_secs(1);
/// How long to wait before the next attempt to reach the shared journal.
const PAUSE: Duration = Duration::from_secs(5);

/// Take what other desks record as it comes, and record what waits in the outbox.
///
/// Runs until Ctrl-C, and says what came. `onrecord serve` does the same by itself, and every write catches up first.
#[derive(Debug, clap::Args)]
pub struct Follow {
    /// Catch up and end
    #[arg(long)]
    pub once: bool,
}

impl Follow {
    /// Follows the shared journal.
    pub fn run(self, context: &Context) -> Result<Exit> {
        context.refuse_clocks()?;
        let mut follower = Follower::default();
        if self.once {
            let caught = follower.catch_up(context)?;
            context.note_done(Done::Made);
            return context.print(&Message {
                done: came(&caught),
            });
        }
        let stop = Arc::new(AtomicBool::new(false));
        let asked = Arc::clone(&stop);
        ctrlc::set_handler(move || asked.store(true, Ordering::Relaxed))?;
        let mut is_away = false;
        while !stop.load(Ordering::Relaxed) {
            match follower.catch_up(context) {
                Ok(caught) => {
                    if caught.entries > 0 || caught.settled.is_some() || is_away {
                        context.print_text(&format!("{}\n", came(&caught)))?;
                    }
                    is_away = false;
                    follower.wait(&stop);
                }
                Err(error) if is_passing(&error) => {
                    if !is_away {
                        warn(&in_one_line(&error));
                    }
                    is_away = true;
                    pause(&stop, PAUSE);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(Exit::Success)
    }
}

/// Keeps a ledger up to date with the shared journal.
#[derive(Default)]
pub(in crate::command) struct Follower {
    journal: Option<Box<PostgresJournal>>,
}

impl Follower {
    /// Takes what is new, records what waits, and tells the shared journal how far this copy goes.
    ///
    /// # Errors
    /// If the shared journal cannot be reached, or as [`Ledger::follow`](crate::ledger::Ledger::follow).
    pub(in crate::command) fn catch_up(&mut self, context: &Context) -> Result<CaughtUp> {
        let mut ledger = context.open(Access::Write)?;
        let sharing = context.require_sharing(&ledger)?;
        let mut journal = match self.journal.take() {
            Some(journal) => journal,
            None => match contact(context, &sharing)? {
                Contact::Made(journal) => journal,
                Contact::None(why) => {
                    return Err(LedgerError::from(JournalError::Unreachable(why)).into());
                }
            },
        };
        let caught = ledger.follow(&mut *journal)?;
        restore_lists(context, &caught, &sharing);
        if caught.stopped.is_none() {
            drain(context, &mut ledger, &sharing)?;
        }
        let head = ledger.journal().head().map_err(LedgerError::from)?;
        // What is noted is for people; it is noted again.
        let _ = journal.note_desk(&head, env!("CARGO_PKG_VERSION"));
        self.journal = Some(journal);
        Ok(caught)
    }

    /// Waits until something is new, until it is time to look anyway, or until the command is stopped.
    pub(in crate::command) fn wait(&mut self, stop: &AtomicBool) {
        let Some(journal) = &mut self.journal else {
            return pause(stop, PAUSE);
        };
        pause(stop, PACE);
        let mut left = POLL;
        while !left.is_zero() && !stop.load(Ordering::Relaxed) {
            match journal.await_notice(GLANCE) {
                Ok(true) => return,
                Ok(false) => left = left.saturating_sub(GLANCE),
                Err(_) => {
                    self.journal = None;
                    return pause(stop, PAUSE);
                }
            }
        }
    }
}

/// Keeps the ledger of a server up to date, on a thread of its own, until it is dropped.
#[cfg(feature = "web")]
pub(in crate::command) struct Following(Arc<AtomicBool>);

#[cfg(feature = "web")]
impl Following {
    /// Starts to follow. Whatever happens, it keeps trying.
    pub(in crate::command) fn start(context: Context) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let asked = Arc::clone(&stop);
        std::thread::spawn(move || {
            let mut follower = Follower::default();
            while !asked.load(Ordering::Relaxed) {
                match follower.catch_up(&context) {
                    Ok(_) => follower.wait(&asked),
                    Err(_) => pause(&asked, PAUSE),
                }
            }
        });
        Self(stop)
    }
}

#[cfg(feature = "web")]
impl Drop for Following {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Whether an error passes without anything being done about it.
pub(in crate::command) fn is_passing(error: &anyhow::Error) -> bool {
    matches!(
        ledger_error(error),
        Some(
            LedgerError::Journal(JournalError::Unreachable(_) | JournalError::Busy)
                | LedgerError::OutcomeUnknown(_)
                | LedgerError::Locked
        )
    )
}

fn pause(stop: &AtomicBool, time: Duration) {
    let mut left = time;
    while !left.is_zero() && !stop.load(Ordering::Relaxed) {
        std::thread::sleep(GLANCE.min(left));
        left = left.saturating_sub(GLANCE);
    }
}

/// What came from the shared journal, in a sentence or two.
pub(super) fn came(caught: &CaughtUp) -> String {
    let mut said = Vec::new();
    match caught.entries {
        0 => said.push("Nothing new came from other desks.".to_owned()),
        entries => {
            let by: Vec<String> = caught
                .by
                .iter()
                .map(|(name, entries)| format!("{entries} by {name}"))
                .collect();
            said.push(format!(
                "{} came: {}.",
                counted(entries, "entry", "entries"),
                by.join(", ")
            ));
        }
    }
    said.extend(
        caught
            .redacted
            .then(|| "What was redacted is gone from this copy.".to_owned()),
    );
    said.extend(caught.stopped.map(|seq| {
        format!(
            "From entry {seq} on the journal was written by a newer onrecord: upgrade this one to read on and to record."
        )
    }));
    said.extend(caught.settled.as_ref().map(became));
    said.join(" ")
}

/// What became of a write of which that was not known.
pub(in crate::command) fn became(settled: &Settled) -> String {
    match settled {
        Settled::Recorded { first, last, .. } if first == last => {
            format!("The write whose outcome was not known was recorded, as entry {first}.")
        }
        Settled::Recorded { first, last, .. } => {
            format!(
                "The write whose outcome was not known was recorded, as entries {first} to {last}."
            )
        }
        Settled::NeverRecorded { outbox } => format!(
            "The write whose outcome was not known was not recorded; it waits in the outbox as number {outbox}."
        ),
    }
}
