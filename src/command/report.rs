//! `onrecord report`

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use super::context::Context;
use super::error::eprint_line;
use super::exit::Exit;
use super::fields::optional;
use crate::answer::{self, Report as Answer, ReportOptions};
use crate::render::outcome::Message;
use crate::render::page::counted;
use crate::render::{self, Format};

/// Write a report: one page to read, send or publish.
///
/// It shows the claims and their statuses, where accounts diverge and in whose words, rival answers,
/// a timeline, who holds what, whom to call, and every claim with its statements and sources. The
/// page is a single file that loads nothing from anywhere. --format markdown writes it for a chat or
/// a wiki, --format json for programs.
#[derive(Debug, clap::Args)]
pub struct Report {
    /// The file to write; - for standard output
    pub file: PathBuf,
    /// Only claims of this topic
    #[arg(long)]
    pub topic: Option<String>,
    /// Maximum number of claims: those in the sharpest discrepancies first, then those with the
    /// newest status
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: Option<u32>,
    /// Also show what was recorded since then: 2025-08-19T18:00Z, yesterday, "8 hours ago"
    #[arg(long, value_name = "TIME")]
    pub since: Option<String>,
    /// The title of the report
    #[arg(long)]
    pub title: Option<String>,
    /// Include off-record statements
    #[arg(long)]
    pub include_off_record: bool,
    /// Overwrite an existing file
    #[arg(long)]
    pub force: bool,
}

impl Report {
    /// Writes the report.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let to_file = self.file.as_os_str() != "-";
        if to_file {
            self.refuse_ledger(&context.path)?;
            self.refuse_existing()?;
        }
        let report = self.ask(context)?;
        note_differences(&report);
        let text = match context.format {
            Format::Table => render::report::html(&report),
            Format::Csv => bail!(
                "a report cannot be written as CSV; leave out --format, or use markdown or json"
            ),
            other => context.text(&report, other)?,
        };
        if !to_file {
            return context.print_text(&text);
        }
        self.write(&text)
            .with_context(|| self.file.display().to_string())?;
        context.print_table(&Message {
            done: summary(&self.file, &report, text.len()),
        })
    }

    fn ask(&self, context: &Context) -> Result<Answer> {
        let since = optional(self.since.as_ref(), |text| context.past("--since", text))?;
        let until = context.known_by();
        if let Some(since) = since.filter(|since| until.latest() < since.earliest()) {
            bail!("--since ({since}) is after --known-at ({until})");
        }
        context.ask(|view, names| {
            let ask = ReportOptions {
                title: self.title.clone(),
                topic: optional(self.topic.as_ref(), |name| Ok(names.used_topic(name)??))?,
                limit: self.limit,
                off_record: self.include_off_record,
                clocks: context.clocks(),
            };
            let before = since.map(|since| context.view_before(view.reader, since));
            let before = before.transpose()?;
            let changes = before.as_ref().zip(since);
            let changes =
                changes.map(|(before, since)| (before, since.to_string(), until.to_string()));
            let report = answer::report(view, changes, &ask)?;
            if report.claims.is_empty() {
                bail!(nothing_to_report(self.topic.as_deref()));
            }
            Ok(report)
        })
    }

    /// Refuses to overwrite the ledger, even with --force.
    fn refuse_ledger(&self, ledger: &Path) -> Result<()> {
        let same = fs::canonicalize(&self.file)
            .and_then(|file| Ok(file == fs::canonicalize(ledger)?))
            .unwrap_or(false);
        if same {
            bail!(
                "{} is the ledger itself; name another file",
                self.file.display()
            );
        }
        Ok(())
    }

    fn refuse_existing(&self) -> Result<()> {
        let path = self.file.display();
        if self.file.is_dir() {
            bail!("{path} is a folder; name a file in it");
        }
        if !self.force && self.file.exists() {
            bail!("{path} already exists; name another file, or overwrite it with --force");
        }
        Ok(())
    }

    /// Writes to a temporary file beside the report and then renames it, so that the report is
    /// never incomplete.
    fn write(&self, text: &str) -> Result<()> {
        let part = part_of(&self.file);
        let written = create(&part, self.include_off_record).and_then(|mut file| {
            file.write_all(text.as_bytes())
                .and_then(|()| file.sync_all())
        });
        let moved = written.map_err(anyhow::Error::from).and_then(|()| {
            // The file may have been created in the meantime.
            self.refuse_existing()?;
            Ok(fs::rename(&part, &self.file)?)
        });
        if moved.is_err() {
            // Half a report is of no use; the error matters more than the leftover.
            let _ = fs::remove_file(&part);
        }
        moved
    }
}

/// The largest number of claims in a note.
const NOTED: usize = 20;

/// Says on standard error where the report differs from the desk's own answers.
fn note_differences(report: &Answer) {
    let found = &report.differences;
    if found.is_empty() {
        return;
    }
    eprint_line(&format!(
        "note: {} not as at the desk, because on a published page every unnamed speaker is a party \
         of its own:",
        counted(found.len(), "claim is", "claims are")
    ));
    for one in found.iter().take(NOTED) {
        eprint_line(&format!("  {}: {}", one.claim, one.what.join("; ")));
    }
    if found.len() > NOTED {
        eprint_line(&format!("  and {} more", found.len() - NOTED));
    }
}

fn nothing_to_report(topic: Option<&str>) -> String {
    let on = topic.map_or_else(String::new, |topic| format!(" on {topic}"));
    format!(
        "nothing to report: at this time the ledger has no statements{on} that a report may show; \
         record some with `onrecord say` or `onrecord import`"
    )
}

/// The name of the temporary file.
fn part_of(file: &Path) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    file.with_file_name(name)
}

/// Creates a file. A private one, with off-record statements in it, only its owner can read.
fn create(path: &Path, private: bool) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if private {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    #[cfg(not(unix))]
    let _ = private;
    options.open(path)
}

fn summary(file: &Path, report: &Answer, bytes: usize) -> String {
    let mut lines = vec![format!(
        "{}: {}, {}, {} kB.",
        file.display(),
        counted(report.claims.len(), "claim", "claims"),
        counted(report.overview.statements, "statement", "statements"),
        bytes.div_ceil(1000),
    )];
    lines.extend(render::report::left_out(report));
    lines.join("\n")
}
