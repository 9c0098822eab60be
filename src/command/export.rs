//! `onrecord export`

mod annotations;
mod reviews;
mod tables;

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use super::context::Context;
use super::differences::note_differences;
use super::error::note;
use super::exit::{Done, Exit};
use super::global::ExportFormat;
use super::publishing::Publishing;
use crate::answer::{self, Scope};
use crate::exchange::{Record, jsonl, sheets};
use crate::files::{self, Existing, NewFile, Plan, Readers};
use crate::render::Format;
use crate::render::outcome::Message;
use crate::render::page::counted;

/// Export all records as JSON Lines, as a folder of CSV sheets or as SQLite tables; the rulings as ClaimReview; or the
/// passages as Web Annotations.
///
/// `onrecord import` reads all of them but tables. History is not exported; `onrecord backup` copies it.
/// --format sqlite --to FILE writes plain tables for Datasette, DuckDB or pandas, with statuses and discrepancies. --format
/// claimreview and --format datafeed write the rulings for publication, as schema.org's JSON-LD, and --format annotations
/// the passages, as the W3C's JSON-LD that annotation tools read: who must not be named is not.
#[derive(Debug, clap::Args)]
pub struct Export {
    /// The file to write, or the folder with --format csv; by default standard output
    #[arg(long, value_name = "FILE")]
    pub to: Option<PathBuf>,
    /// Include off-record statements
    #[arg(long)]
    pub include_off_record: bool,
    /// Export only what may be published: every unnamed speaker becomes an anonymous party of its
    /// own, and the desk's notes are left out
    #[arg(long, conflicts_with = "include_off_record")]
    pub public: bool,
    /// With --format claimreview or datafeed: how they are published.
    #[command(flatten)]
    pub publishing: Publishing,
}

/// Where what is published stands, in notes.
const PUBLISHED: &str = "in what is published";

impl Export {
    /// Writes every record.
    pub fn run(self, context: &Context) -> Result<Exit> {
        match context.export_format {
            Some(ExportFormat::Annotations) => return self.annotate(context),
            Some(ExportFormat::Sqlite) => return self.write_tables(context),
            Some(ExportFormat::Reviews(format)) => return self.publish(context, format),
            None => {}
        }
        self.refuse_published_options()?;
        match (context.file_format, &self.to) {
            (Format::Csv, Some(folder)) => self.write_sheets(context, folder),
            (Format::Csv, None) => bail!("CSV sheets need a folder; name one with --to DIR"),
            (Format::Jsonl | Format::Table, Some(path)) => self.write_file(context, path),
            (Format::Jsonl | Format::Table, None) => self.write_stdout(context),
            (Format::Json | Format::Markdown | Format::Html | Format::Feed(_), _) => {
                bail!(
                    "export writes JSON Lines (--format jsonl), CSV sheets (--format csv --to DIR), tables (--format \
                     sqlite --to FILE), the rulings as --format claimreview or datafeed, or the passages as --format \
                     annotations"
                )
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
        let mut out = BufWriter::new(NewFile::create(path, self.plan(context))?);
        let (count, on_background) =
            self.each(context, |record| Ok(jsonl::write(&mut out, &record)?))?;
        let file = out.into_inner().map_err(io::IntoInnerError::into_error);
        let mut file = file.with_context(|| path.display().to_string())?;
        if on_background {
            file.restrict();
        }
        file.finish()?;
        print_count(context, path, count)
    }

    fn write_sheets(&self, context: &Context, folder: &Path) -> Result<Exit> {
        let mut all = sheets::Sheets::new()?;
        let (count, on_background) = self.each(context, |record| Ok(all.write(&record)?))?;
        let mut plan = self.plan(context);
        if on_background {
            plan.readers = Readers::Owner;
        }
        files::write_all(folder, all.finish()?, plan)?;
        print_count(context, folder, count)
    }

    fn plan<'c>(&self, context: &'c Context) -> Plan<'c> {
        Plan {
            ledger: &context.path,
            existing: Existing::Keep,
            readers: match self.include_off_record {
                true => Readers::Owner,
                false => Readers::Anyone,
            },
        }
    }

    /// Passes every record to `take`. Returns their number, and whether they name anybody who spoke on background.
    fn each(
        &self,
        context: &Context,
        mut take: impl FnMut(Record) -> Result<()>,
    ) -> Result<(usize, bool)> {
        let (mut count, mut on_background) = (0, 0);
        let mut counting = |record: Record| {
            count += 1;
            if let Record::Statement(said) = &record {
                on_background += usize::from(said.attribution.is_on_background());
            }
            take(record)
        };
        let differences =
            context.ask(|view, _| answer::export(view, self.scope(), &mut counting))?;
        note_differences(&differences, PUBLISHED);
        self.note_background(on_background);
        Ok((count, self.scope() != Scope::Public && on_background > 0))
    }

    fn scope(&self) -> Scope {
        match (self.public, self.include_off_record) {
            (true, _) => Scope::Public,
            (false, true) => Scope::Everything,
            (false, false) => Scope::Desk,
        }
    }

    /// Says that what was written names speakers on background, if it does.
    fn note_background(&self, statements: usize) {
        if self.scope() == Scope::Desk && statements > 0 {
            let text = format!(
                "this is for another desk: it names the speakers of {} on background; to \
                 publish, use `onrecord export --public`",
                counted(statements, "statement", "statements")
            );
            note(&text, &[]);
        }
    }
}

fn print_count(context: &Context, path: &Path, count: usize) -> Result<Exit> {
    context.note_done(Done::Made);
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
