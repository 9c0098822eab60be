//! `onrecord undo`

use std::io::{self, Write};

use anyhow::{Result, bail};
use chrono_tz::Tz;

use super::context::Context;
use super::error::announce;
use super::exit::Exit;
use crate::answer;
use crate::desk::{DeskError, undoable};
use crate::journal::Seq;
use crate::ledger::{Access, LedgerError};
use crate::render::entry_lines;

/// Undo your last write.
///
/// Shows what would be undone and asks first. The write and the undo both stay in the journal, and
/// questions about the time in between are answered as before. Undoing again undoes the write
/// before that one.
#[derive(Debug, clap::Args)]
pub struct Undo {
    /// Do not ask
    #[arg(long)]
    pub yes: bool,
}

/// Maximum number of entries that are shown before asking.
const MAX_SHOWN: usize = 10;

impl Undo {
    /// Shows what would be undone, asks, and undoes it.
    pub fn run(self, context: &Context) -> Result<Exit> {
        context.refuse_clocks()?;
        #[cfg(feature = "shared")]
        context.desk_line.is_now_or_never();
        let shown = show(context)?;
        let agreed = self.yes || (context.interactive() && ask()?);
        if !agreed {
            bail!("nothing was undone; add --yes to undo this");
        }
        let written = context.write(|desk, _| {
            let entries = undoable(desk.reader(), &context.author(desk.reader())?)?;
            if entries != shown {
                bail!("the ledger has changed in the meantime; run `onrecord undo` again");
            }
            let count = entries.len();
            desk.undo(entries)?;
            Ok(count)
        })?;
        let view = context.current_view(written.ledger.now());
        let done = match written.done {
            1 => "1 entry undone.".to_owned(),
            count => format!("{count} entries undone."),
        };
        context.print(&answer::moves(&view, done, &written.changes)?)
    }
}

/// Shows on standard error what would be undone.
fn show(context: &Context) -> Result<Vec<Seq>> {
    let mut ledger = context.open(Access::Read)?;
    let (entries, answers) = ledger.read(|reader| {
        let entries = undoable(reader, &context.author(reader)?)?;
        let newest: Vec<Seq> = entries.iter().rev().take(MAX_SHOWN).copied().collect();
        let answers = answer::entries(&reader.journal(), &newest).map_err(LedgerError::from)?;
        Ok::<_, DeskError>((entries, answers))
    })?;
    let zone = context.calendar().zone;
    let mut details = entry_lines(&answers, zone);
    let more = entries.len() - answers.len();
    if more > 0 {
        details.push(format!("and {more} earlier entries"));
    }
    let times = match zone {
        Tz::UTC => String::new(),
        zone => format!(" (times of {})", zone.name()),
    };
    announce(&format!("to be undone{times}:"), &details);
    Ok(entries)
}

fn ask() -> Result<bool> {
    let mut stderr = io::stderr().lock();
    write!(stderr, "Undo this? [y/N] ")?;
    stderr.flush()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}
