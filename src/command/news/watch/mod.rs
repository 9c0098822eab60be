//! `onrecord watch`

mod asking;
mod look;
mod round;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use onrecord_fetch::Interrupted;

use super::client::Client;
use crate::command::context::Context;
use crate::command::error::{ledger_error, note, note_error};
use crate::command::exit::Exit;
use crate::files::Archive;
use crate::ledger::LedgerError;
use crate::render::Format;
use asking::Asking;
use round::Round;

/// How often it is looked whether to stop.
const TICK: Duration = Duration::from_millis(50);

/// How often it is looked whether something is due: somebody may have added a feed.
const LOOK: Duration = Duration::from_secs(2);

/// Look at the feeds that are followed, fetch what is new, and report it.
///
/// Goes online, for feeds that are due, the articles that they offer and the robots.txt of their sites. An article is fetched,
/// archived and read as `fetch` does it, and fetched again when a fifth of its age has passed since the last time. Prints a
/// line for each article that is new or was edited where it matters, first those that would change a status or open a
/// discrepancy. Runs until Ctrl-C.
#[derive(Debug, clap::Args)]
pub struct Watch {
    /// Look once at what is due, and end: for cron
    #[arg(long)]
    pub once: bool,
    /// How to fetch.
    #[command(flatten)]
    pub client: Client,
}

impl Watch {
    /// Watches.
    pub fn run(self, context: &Context) -> Result<Exit> {
        context.refuse_clocks()?;
        if context.format == Format::Csv {
            bail!("finds are reported as they come; --format jsonl is for programs");
        }
        let stop = Arc::new(AtomicBool::new(false));
        let fetcher = self.client.stoppable(context, Arc::clone(&stop))?;
        // A ledger that cannot be opened is not worth asking a server for.
        let feeds = context.ask(|view, _| Ok(view.reader.feeds()?))?;
        let Some(_held) = Archive::of(&context.path).hold()? else {
            bail!(
                "another `onrecord watch` is watching this ledger; end that one first, or let it go on"
            );
        };
        if feeds.is_empty() {
            note("no feed is followed; `onrecord feed add URL` adds one", &[]);
        }
        let asking = Asking {
            fetcher: Arc::new(fetcher),
            stop: Arc::clone(&stop),
        };
        ctrlc::set_handler(move || stop.store(true, Ordering::Relaxed))?;
        loop {
            let now = context.at_present();
            let failed = match Round::new(&now, &asking).run() {
                Err(error) if error.is::<Interrupted>() => return Ok(Exit::Success),
                Err(error) if !self.once && is_locked(&error) => {
                    note_error(&error);
                    true
                }
                failed => failed?,
            };
            if self.once {
                return Ok(Exit::found_if(failed));
            }
            if asking.is_stopped_before(|| Round::new(&context.at_present(), &asking).is_due())? {
                return Ok(Exit::Success);
            }
        }
    }
}

/// Whether somebody else writes to the ledger for a long time, or the journal that it shares cannot be reached.
fn is_locked(error: &anyhow::Error) -> bool {
    #[cfg(feature = "shared")]
    if crate::command::shared::is_passing(error) {
        return true;
    }
    matches!(ledger_error(error), Some(LedgerError::Locked))
}

impl Asking {
    /// Waits until something is due. Returns whether the program is to stop before.
    fn is_stopped_before(&self, is_due: impl Fn() -> Result<bool>) -> Result<bool> {
        loop {
            let looked = Instant::now();
            while looked.elapsed() < LOOK {
                if self.stop.load(Ordering::Relaxed) {
                    return Ok(true);
                }
                thread::sleep(TICK);
            }
            match is_due() {
                Ok(false) => {}
                Err(error) if is_locked(&error) => {}
                due => return due.map(|_| false),
            }
        }
    }
}
