//! `onrecord import`

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};

use super::context::{Context, Written};
use super::exit::Exit;
use super::input;
use crate::answer::ImportAnswer;
use crate::desk::{self, DeskError, IfExists, ImportSummary};
use crate::exchange::{ahead, jsonl, sheets};
use crate::ledger::Progress;
use crate::render::outcome::Message;

/// Import records from a JSON Lines file or a folder of CSV sheets.
///
/// Imports everything or nothing: if any line is invalid, all invalid lines are listed and nothing
/// is recorded. Records that are already in the ledger are recognised. Other commands have to wait
/// while an empty ledger is filled.
#[derive(Debug, clap::Args)]
pub struct Import {
    /// The file, - for standard input, or a folder of sheets
    pub file: PathBuf,
    /// If the ledger has a different version of a party, source, question or claim, replace it
    /// with the file's
    #[arg(long)]
    pub update: bool,
}

/// Bytes to read from a file at a time.
const BUFFER: usize = 1 << 16;

impl Import {
    /// Reads the file and records it.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let written = context.watched(|| {
            if self.file.is_dir() {
                self.import_sheets(context)
            } else {
                self.import_lines(context)
            }
        })??;
        if written.done == ImportSummary::default() {
            return context.print(&Message {
                done: format!("{} contains no records.", self.file.display()),
            });
        }
        context.print(&answer(&written.done))
    }

    fn import_sheets(&self, context: &Context) -> Result<Written<ImportSummary>> {
        let records = sheets::read(&read_sheets(&self.file)?);
        let records = records.map_err(|bad| DeskError::BadRecords { bad })?;
        context.work.begin("recording", Some(records.len() as u64));
        let records = records.into_iter().map(|record| {
            context.work.advance(1);
            desk::fingerprinted(Ok(record))
        });
        let if_exists = self.if_exists();
        context.write_in_bulk(|desk, _| Ok(desk::import(desk, records, if_exists)?))
    }

    fn import_lines(&self, context: &Context) -> Result<Written<ImportSummary>> {
        let records = jsonl::Records::new(None, open_counted(&self.file, &context.work)?);
        let records = records.map(desk::fingerprinted);
        let if_exists = self.if_exists();
        let imported = ahead::read_ahead(records, |records| {
            context.write_in_bulk(|desk, _| Ok(desk::import(desk, records, if_exists)?))
        });
        imported.map_err(|error| match error.downcast_ref() {
            Some(DeskError::Unreadable(_)) => error.context(self.file.display().to_string()),
            _ => error,
        })
    }

    fn if_exists(&self) -> IfExists {
        if self.update {
            IfExists::Replace
        } else {
            IfExists::Keep
        }
    }
}

/// Opens a file or standard input. The bytes read count as progress.
fn open_counted(file: &Path, work: &Arc<Progress>) -> Result<impl BufRead + Send + use<>> {
    let input = input::open(file)?;
    work.begin_bytes("recording", input.length);
    let counted = CountedRead {
        reader: input.reader,
        work: Arc::clone(work),
    };
    Ok(BufReader::with_capacity(BUFFER, counted))
}

/// A reader that counts its bytes as progress.
struct CountedRead {
    reader: Box<dyn Read + Send>,
    work: Arc<Progress>,
}

impl Read for CountedRead {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.work.advance(read as u64);
        Ok(read)
    }
}

/// The sheets in a folder, by name.
///
/// # Errors
/// If it contains none.
fn read_sheets(folder: &Path) -> Result<Vec<(String, Vec<u8>)>> {
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
            "{} contains no sheets; their names are {}",
            folder.display(),
            sheets::SHEETS.join(", ")
        );
    }
    Ok(found)
}

/// Numbers of records of every kind, zeros included.
fn of_every_kind(counts: &BTreeMap<&'static str, usize>) -> BTreeMap<&'static str, usize> {
    let kinds = [
        "claim",
        "party",
        "question",
        "ruling",
        "source",
        "statement",
    ];
    let mut all: BTreeMap<_, _> = kinds.into_iter().map(|kind| (kind, 0)).collect();
    all.extend(counts);
    all
}

/// What an import did, as an answer.
pub(super) fn answer(summary: &ImportSummary) -> ImportAnswer {
    ImportAnswer {
        new: of_every_kind(&summary.new),
        changed: of_every_kind(&summary.changed),
        evidence: summary.evidence,
        same: summary.same,
        taken_back: summary.taken_back,
        differing: summary.differing.clone(),
    }
}
