//! `onrecord export`

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

use super::Ended;
use super::context::Context;
use crate::answer;
use crate::exchange::jsonl;
use crate::render::Format;
use crate::render::outcome::Said;

/// Write all records as JSON Lines.
///
/// What import takes, export gives back. History stays in the ledger: `onrecord backup` keeps it.
#[derive(Debug, clap::Args)]
pub struct Export {
    /// The file to write; left out: standard output
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
    /// Where the ledger cannot be read or the file cannot be written.
    pub fn run(self, context: &Context) -> Result<Ended> {
        if !matches!(context.format, Format::Jsonl | Format::Table) {
            bail!("export writes JSON Lines: leave --format out, or say --format jsonl");
        }
        match &self.to {
            None => {
                let mut out = BufWriter::new(io::stdout().lock());
                match self.write(context, &mut out).and_then(|_| Ok(out.flush()?)) {
                    Err(error) if is_broken_pipe(&error) => Ok(Ended::Done),
                    other => other.map(|()| Ended::Done),
                }
            }
            Some(path) => {
                if path.exists() {
                    bail!("{} is there already; name another file", path.display());
                }
                let part = path.with_extension("part");
                let written = self.write_file(context, &part);
                if written.is_err() {
                    // A part of an export is of no use to anyone.
                    let _ = std::fs::remove_file(&part);
                }
                let count = written?;
                std::fs::rename(&part, path).with_context(|| path.display().to_string())?;
                context.print(&Said {
                    done: format!("{}: {count} records.", path.display()),
                })
            }
        }
    }

    fn write_file(&self, context: &Context, path: &PathBuf) -> Result<usize> {
        let file = File::create(path).with_context(|| path.display().to_string())?;
        let mut out = BufWriter::new(file);
        let count = self.write(context, &mut out)?;
        out.flush()?;
        Ok(count)
    }

    fn write(&self, context: &Context, out: &mut dyn Write) -> Result<usize> {
        context.ask(|view, _| {
            let mut count = 0;
            answer::export(view, self.include_off_record, |record| {
                count += 1;
                jsonl::write(out, &record).map_err(anyhow::Error::from)
            })?;
            Ok(count)
        })
    }
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
