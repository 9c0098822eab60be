//! `onrecord log`

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use super::fail_on::FailOn;
use crate::answer;
use crate::ledger::LedgerError;
use crate::render::entries::Entries;

/// List the newest entries of the journal.
#[derive(Debug, clap::Args)]
pub struct Log {
    /// Maximum number of entries
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: u32,
    /// What leads to exit code 1.
    #[command(flatten)]
    pub fail_on: FailOn,
}

impl Log {
    /// Lists the entries.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let entries = context.ask_journal(|view, _| {
            let journal = view.reader.journal();
            let entries = answer::log(&journal, view.reader.newest()?, self.limit as usize);
            let entries = entries.map_err(LedgerError::from)?;
            answer::note_entries(view, &entries);
            Ok(entries)
        })?;
        let exit = self.fail_on.exit(entries.len());
        context.print(&Entries(entries))?;
        Ok(exit)
    }
}
