//! `onrecord import`

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};

use super::context::Context;
use super::exit::Exit;
use crate::answer::ImportAnswer;
use crate::desk::{self, DeskError, Tally, Update};
use crate::exchange::{ahead, jsonl, sheets};
use crate::ledger::Work;
use crate::render::outcome::Message;

/// Take in records from a JSON Lines file or a folder of CSV sheets.
///
/// All or nothing: where a line cannot be taken, every such line is named and nothing is
/// recorded. What is there already is recognised. While a ledger gets its first statements, other
/// commands on it wait.
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
    pub fn run(self, context: &Context) -> Result<Exit> {
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
            let records = records.into_iter().map(|record| {
                context.work.advance(1);
                desk::marked(Ok(record))
            });
            context.write_in_bulk(|desk, _| Ok(desk::import(desk, records, update)?))
        } else {
            let records = jsonl::Records::new(None, open(&self.file, &context.work)?);
            let records = records.map(desk::marked);
            ahead::read_ahead(records, |records| {
                context.write_in_bulk(|desk, _| Ok(desk::import(desk, records, update)?))
            })
            .map_err(|error| self.named(error))
        };
        drop(watch);
        let written = written?;
        if written.done == Tally::default() {
            return context.print(&Message {
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

/// A file, or standard input for `-`, to be read from its beginning. What is read counts as work.
fn open(file: &Path, work: &Arc<Work>) -> Result<Box<dyn BufRead + Send>> {
    let counted = |reader: Box<dyn Read + Send>, total| {
        work.begin_bytes("recording", total);
        let work = Arc::clone(work);
        Box::new(BufReader::with_capacity(
            CHUNK,
            CountedRead { reader, work },
        ))
    };
    if file.as_os_str() == "-" {
        return Ok(counted(Box::new(std::io::stdin()), None));
    }
    let opened = File::open(file).with_context(|| file.display().to_string())?;
    let length = opened.metadata().map(|metadata| metadata.len()).ok();
    Ok(counted(Box::new(opened), length))
}

/// A reader whose bytes are counted as work.
struct CountedRead {
    reader: Box<dyn Read + Send>,
    work: Arc<Work>,
}

impl Read for CountedRead {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.work.advance(read as u64);
        Ok(read)
    }
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
