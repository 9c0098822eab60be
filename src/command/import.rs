//! `onrecord import`

use std::io::Read;
use std::path::PathBuf;

use anyhow::{Context as _, Result};

use super::Ended;
use super::context::Context;
use crate::answer::ImportAnswer;
use crate::desk::{self, DeskError, Tally, Update};
use crate::exchange::jsonl;

/// Take in records from a JSON Lines file.
///
/// All or nothing: where a line cannot be taken, every such line is named and nothing is
/// recorded. What is there already is recognised.
#[derive(Debug, clap::Args)]
pub struct Import {
    /// The file, or - for standard input
    pub file: PathBuf,
    /// Take the file's version of parties, sources, questions and claims that the ledger has
    /// otherwise
    #[arg(long)]
    pub update: bool,
}

impl Import {
    /// Reads the file and records it.
    ///
    /// # Errors
    /// Where a line cannot be taken, or the ledger cannot be written.
    pub fn run(self, context: &Context) -> Result<Ended> {
        let bytes = read(&self.file)?;
        let records = jsonl::read(None, &bytes).map_err(|bad| DeskError::BadLines { bad })?;
        let update = if self.update {
            Update::Take
        } else {
            Update::Leave
        };
        let written = context.write(|desk, _| Ok(desk::import(desk, records, update)?))?;
        context.print(&answer(&written.done))
    }
}

/// The bytes of a file, or of standard input for `-`.
///
/// # Errors
/// Where it cannot be read.
pub fn read(file: &PathBuf) -> Result<Vec<u8>> {
    if file.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    std::fs::read(file).with_context(|| file.display().to_string())
}

/// What an import did, as an answer.
pub fn answer(tally: &Tally) -> ImportAnswer {
    ImportAnswer {
        new: tally.new.clone(),
        changed: tally.changed.clone(),
        evidence: tally.evidence,
        same: tally.same,
        taken_back: tally.taken_back,
        differing: tally.differing.clone(),
    }
}
