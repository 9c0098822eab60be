//! `onrecord import`

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use super::Ended;
use super::context::Context;
use crate::answer::ImportAnswer;
use crate::desk::{self, DeskError, Tally, Update};
use crate::exchange::{ahead, jsonl, sheets};
use crate::render::outcome::Said;

/// Take in records from a JSON Lines file or a folder of CSV sheets.
///
/// All or nothing: where a line cannot be taken, every such line is named and nothing is
/// recorded. What is there already is recognised.
#[derive(Debug, clap::Args)]
pub struct Import {
    /// The file, - for standard input, or a folder of sheets
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
        let update = if self.update {
            Update::Take
        } else {
            Update::Leave
        };
        let watch = context.watch()?;
        let written = if self.file.is_dir() {
            let records = sheets::read(&sheets_in(&self.file)?);
            let records = records.map_err(|bad| DeskError::BadLines { bad })?;
            context.work.begin("recording", Some(records.len() as u64));
            let records = records.into_iter().map(Ok);
            context.write(|desk, _| Ok(desk::import(desk, records, update)?))
        } else {
            context.work.begin("recording", None);
            let records = jsonl::Records::new(None, open(&self.file)?);
            ahead::read_ahead(records, |records| {
                context.write(|desk, _| Ok(desk::import(desk, records, update)?))
            })
            .map_err(|error| self.named(error))
        };
        drop(watch);
        let written = written?;
        if written.done == Tally::default() {
            return context.print(&Said {
                done: format!("{} holds no record.", self.file.display()),
            });
        }
        context.print(&answer(&written.done))
    }

    /// A file that could not be read to its end is named.
    fn named(&self, error: anyhow::Error) -> anyhow::Error {
        match error.downcast_ref() {
            Some(DeskError::Unreadable(_)) => error.context(self.file.display().to_string()),
            _ => error,
        }
    }
}

/// A file, or standard input for `-`, to be read from its beginning.
fn open(file: &Path) -> Result<Box<dyn BufRead + Send>> {
    if file.as_os_str() == "-" {
        return Ok(Box::new(BufReader::new(std::io::stdin())));
    }
    let opened = File::open(file).with_context(|| file.display().to_string())?;
    Ok(Box::new(BufReader::with_capacity(CHUNK, opened)))
}

/// So many bytes of a file are read at a time.
const CHUNK: usize = 1 << 16;

/// The sheets that a folder holds. One without any is not a folder of sheets.
fn sheets_in(folder: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let mut found = Vec::new();
    for name in sheets::SHEETS {
        let path = folder.join(name);
        if path.exists() {
            let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
            found.push((name.to_owned(), bytes));
        }
    }
    if found.is_empty() {
        bail!(
            "{} holds no sheet: they are named {}",
            folder.display(),
            sheets::SHEETS.join(", ")
        );
    }
    Ok(found)
}

/// The bytes of a file, or of standard input for `-`.
///
/// # Errors
/// Where it cannot be read.
pub fn read(file: &Path) -> Result<Vec<u8>> {
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
