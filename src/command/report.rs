//! `onrecord report`

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use super::context::Context;
use super::exit::Exit;
use super::names::Names;
use crate::answer::{self, Report as Answer, ReportOptions};
use crate::desk::DeskError;
use crate::render::outcome::Message;
use crate::render::page::counted;
use crate::render::{self, Format};

/// Write one page to look at, to send or to publish.
///
/// How the claims stand, where accounts diverge and in whose words, rival answers, a timeline, who
/// holds what, whom to call, and every claim with its statements and sources. The page is one file
/// that asks for nothing from anywhere. --format markdown writes the same for a chat or a wiki,
/// --format json for programs.
#[derive(Debug, clap::Args)]
pub struct Report {
    /// The file to write; - for standard output
    pub file: PathBuf,
    /// Only claims of this topic
    #[arg(long)]
    pub topic: Option<String>,
    /// At most so many claims: those in the sharpest discrepancies first, then those whose status
    /// is newest
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: Option<u32>,
    /// Tell also what the ledger learnt since then: 2025-08-19T18:00Z, yesterday, "8 hours ago"
    #[arg(long, value_name = "TIME")]
    pub since: Option<String>,
    /// What the report is called
    #[arg(long)]
    pub title: Option<String>,
    /// Show off-record statements too
    #[arg(long)]
    pub include_off_record: bool,
    /// Write over a file that is there
    #[arg(long)]
    pub force: bool,
}

impl Report {
    /// Writes the report.
    ///
    /// # Errors
    /// Where there is nothing to report, a name is unknown, or the file cannot be written.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let to_file = self.file.as_os_str() != "-";
        if to_file {
            self.refuse_ledger(&context.path)?;
            self.refuse_existing()?;
        }
        let report = self.ask(context)?;
        let text = match context.format {
            Format::Table => render::report::html(&report),
            Format::Csv => bail!(
                "a report has no rows: it is written as a page, or with --format markdown or json"
            ),
            other => context.text(&report, other)?,
        };
        if !to_file {
            return context.put(&text);
        }
        self.write(&text)
            .with_context(|| self.file.display().to_string())?;
        context.print_table(&Message {
            done: told(&self.file, &report, text.len()),
        })
    }

    fn ask(&self, context: &Context) -> Result<Answer> {
        let since = self
            .since
            .as_deref()
            .map(|text| context.past("--since", text));
        let since = since.transpose()?;
        let until = context.known_by();
        if let Some(since) = since.filter(|since| until.latest() < since.earliest()) {
            bail!("--since ({since}) lies after --known-at ({until})");
        }
        context.ask(|view, names| {
            let topic = self.topic.as_deref().map(|name| topic(names, name));
            let ask = ReportOptions {
                title: self.title.clone(),
                topic: topic.transpose()?,
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
                bail!(nothing(self.topic.as_deref()));
            }
            Ok(report)
        })
    }

    /// Whatever was typed, the ledger is not written over.
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
            bail!("{path} is there already; name another file, or say --force to write over it");
        }
        Ok(())
    }

    /// Writes beside the file and then moves it there, so that whoever opens the file finds a whole
    /// report or none.
    fn write(&self, text: &str) -> Result<()> {
        let part = part_of(&self.file);
        let written = create(&part, self.include_off_record).and_then(|mut file| {
            file.write_all(text.as_bytes())
                .and_then(|()| file.sync_all())
        });
        let moved = written.map_err(anyhow::Error::from).and_then(|()| {
            // Somebody may have made the file meanwhile.
            self.refuse_existing()?;
            Ok(fs::rename(&part, &self.file)?)
        });
        if moved.is_err() {
            // A part of a report is of no use to anyone.
            let _ = fs::remove_file(&part);
        }
        moved
    }
}

/// A topic that some claim belongs to.
fn topic(names: Names<'_>, name: &str) -> Result<String> {
    let topics = names.topics()?;
    if !topics.iter().any(|topic| topic == name) {
        return Err(DeskError::unknown_among("topic", name, topics).into());
    }
    Ok(name.to_owned())
}

fn nothing(topic: Option<&str>) -> String {
    let on = topic.map_or_else(String::new, |topic| format!(" on {topic}"));
    format!(
        "nothing to report: by these clocks the ledger holds no statement{on} that a report may \
         show; `onrecord import` and `onrecord say` record some"
    )
}

/// The name of the file while it is written.
fn part_of(file: &Path) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    file.with_file_name(name)
}

/// A new file, for the desk's eyes alone where off-record notes are in it.
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

fn told(file: &Path, report: &Answer, bytes: usize) -> String {
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
