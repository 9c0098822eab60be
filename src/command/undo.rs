//! `onrecord undo`

use std::io::Write;

use anyhow::{Result, bail};

use super::context::Context;
use super::exit::Exit;
use crate::answer::{self, EntryAnswer};
use crate::journal::Seq;
use crate::ledger::LedgerError;
use crate::render::page_of_entries;

/// Take back the last write of this desk, as an entry of its own.
///
/// It is told before it is done. Both the write and its undoing stay in the journal, and a
/// question about the time between is answered as before. Undoing once more takes back the write
/// before that.
#[derive(Debug, clap::Args)]
pub struct Undo {
    /// Do it without asking
    #[arg(long)]
    pub yes: bool,
}

impl Undo {
    /// Tells what would be taken back, asks, and takes it back.
    ///
    /// # Errors
    /// Where there is nothing to undo, or something rests on it.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let told = self.tell(context)?;
        let agreed = self.yes || (context.interactive() && agreed()?);
        if !agreed {
            bail!("nothing was undone: say --yes to take this back");
        }
        let written = context.write(|desk, _| {
            let entries = desk.undoable(context.writer())?;
            if entries != told {
                bail!("the ledger has moved on meanwhile; look again with `onrecord undo`");
            }
            let count = entries.len();
            desk.undo(entries)?;
            Ok(count)
        })?;
        let view = context.present(written.ledger.now());
        let done = match written.done {
            1 => "1 entry undone.".to_owned(),
            count => format!("{count} entries undone."),
        };
        context.print(&answer::moves(&view, done, &written.changes)?)
    }

    /// Tells on standard error what would be taken back.
    fn tell(&self, context: &Context) -> Result<Vec<Seq>> {
        let (entries, shown) = context.write_nothing(|desk| {
            let entries = desk.undoable(context.writer())?;
            let newest: Vec<Seq> = entries.iter().rev().take(10).copied().collect();
            let journal = desk.reader().journal();
            let shown = answer::entries(&journal, &newest).map_err(LedgerError::from)?;
            Ok((entries, shown))
        })?;
        let mut stderr = std::io::stderr().lock();
        let text = told(&entries, shown);
        let _ = write!(stderr, "{text}");
        Ok(entries)
    }
}

fn told(entries: &[Seq], shown: Vec<EntryAnswer>) -> String {
    let mut text = String::from("to be undone:\n");
    let more = entries.len() - shown.len();
    text.push_str(&page_of_entries(&shown));
    if more > 0 {
        text.push_str(&format!("  and {more} more entries before them\n"));
    }
    text
}

fn agreed() -> Result<bool> {
    let mut stderr = std::io::stderr().lock();
    write!(stderr, "Undo this? [y/N] ")?;
    stderr.flush()?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}
