//! `onrecord export`

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use super::context::Context;
use super::exit::Exit;
use crate::answer;
use crate::exchange::{Record, jsonl, sheets};
use crate::render::Format;
use crate::render::outcome::Message;

/// Write all records as JSON Lines, or as a folder of CSV sheets.
///
/// What import takes, export gives back. History stays in the ledger: `onrecord backup` keeps it.
#[derive(Debug, clap::Args)]
pub struct Export {
    /// The file to write, or with --format csv the folder; left out: standard output
    #[arg(long, value_name = "FILE")]
    pub to: Option<PathBuf>,
    /// Write off-record statements too
    #[arg(long)]
    pub include_off_record: bool,
}

impl Export {
    /// Writes every record.
    ///
    /// # Errors
    /// Where the ledger cannot be read or a file cannot be written.
    pub fn run(self, context: &Context) -> Result<Exit> {
        match (context.format, &self.to) {
            (Format::Csv, Some(folder)) => self.write_sheets(context, folder),
            (Format::Csv, None) => bail!("sheets go into a folder: say --to DIR"),
            (Format::Jsonl | Format::Table, Some(path)) => self.write_file(context, path),
            (Format::Jsonl | Format::Table, None) => self.write_stdout(context),
            (Format::Json | Format::Markdown, _) => {
                bail!("export writes JSON Lines (--format jsonl) or sheets (--format csv --to DIR)")
            }
        }
    }

    fn write_stdout(&self, context: &Context) -> Result<Exit> {
        let mut out = BufWriter::new(io::stdout().lock());
        let written = self.each(context, |record| Ok(jsonl::write(&mut out, &record)?));
        match written.and_then(|_| Ok(out.flush()?)) {
            Err(error) if is_broken_pipe(&error) => Ok(Exit::Success),
            other => other.map(|()| Exit::Success),
        }
    }

    fn write_file(&self, context: &Context, path: &Path) -> Result<Exit> {
        refuse_existing(path)?;
        let part = path.with_extension("part");
        let written = self.write_part(context, &part);
        if written.is_err() {
            // A part of an export is of no use to anyone.
            let _ = fs::remove_file(&part);
        }
        let count = written.with_context(|| path.display().to_string())?;
        fs::rename(&part, path).with_context(|| path.display().to_string())?;
        said(context, path, count)
    }

    fn write_part(&self, context: &Context, path: &Path) -> Result<usize> {
        let file = File::create(path)?;
        let mut out = BufWriter::new(file);
        let count = self.each(context, |record| Ok(jsonl::write(&mut out, &record)?))?;
        out.flush()?;
        Ok(count)
    }

    fn write_sheets(&self, context: &Context, folder: &Path) -> Result<Exit> {
        for name in sheets::SHEETS {
            refuse_existing(&folder.join(name))?;
        }
        let mut all = sheets::Sheets::new()?;
        let count = self.each(context, |record| Ok(all.write(&record)?))?;
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        for (name, bytes) in all.finish()? {
            let path = folder.join(name);
            fs::write(&path, bytes).with_context(|| path.display().to_string())?;
        }
        said(context, folder, count)
    }

    /// Hands every record to `take`, and says how many there were.
    fn each(&self, context: &Context, mut take: impl FnMut(Record) -> Result<()>) -> Result<usize> {
        context.ask(|view, _| {
            let mut count = 0;
            answer::export(view, self.include_off_record, |record| {
                count += 1;
                take(record)
            })?;
            Ok(count)
        })
    }
}

fn refuse_existing(path: &Path) -> Result<()> {
    if path.exists() {
        bail!("{} is there already; name another place", path.display());
    }
    Ok(())
}

fn said(context: &Context, path: &Path, count: usize) -> Result<Exit> {
    // The records were written in a format of their own; that they were is told to people.
    context.print_table(&Message {
        done: format!("{}: {count} records.", path.display()),
    })
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = error
        .chain()
        .find_map(|cause| cause.downcast_ref::<io::Error>());
    let json = error
        .chain()
        .find_map(|cause| cause.downcast_ref::<serde_json::Error>());
    let kind = io
        .map(io::Error::kind)
        .or(json.and_then(serde_json::Error::io_error_kind));
    kind == Some(io::ErrorKind::BrokenPipe)
}
