//! `onrecord report`

mod embed;

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};

use super::context::Context;
use super::differences::note_differences;
use super::exit::{Done, Exit};
use super::fields::optional;
use super::publishing::Publishing;
use crate::answer::{self, Report as Answer, ReportOptions};
use crate::files::{Existing, FileError, NewFile, Plan, Readers};
use crate::render::outcome::Message;
use crate::render::page::counted;
use crate::render::report::Edition;
use crate::render::{self, Format};

/// Write a report: one page to read, send or publish.
///
/// It shows the claims and their statuses, where accounts diverge and in whose words, rival answers,
/// a timeline, who holds what, whom to call, and every claim with its statements and sources. The
/// page is a single file that loads nothing from anywhere. --format markdown writes it for a chat or
/// a wiki, --format json for programs. --embed writes one claim as a fragment of HTML for another page.
#[derive(Debug, clap::Args)]
pub struct Report {
    /// The file to write; - for standard output
    #[arg(required_unless_present = "embed")]
    pub file: Option<PathBuf>,
    /// Write this claim alone, as a fragment of HTML to paste into a page of your own
    #[arg(long, value_name = "CLAIM")]
    pub embed: Option<String>,
    /// With --embed: the file to write; by default standard output
    #[arg(long, value_name = "FILE")]
    pub to: Option<PathBuf>,
    /// With --embed: how its rulings are published.
    #[command(flatten)]
    pub publishing: Publishing,
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
    /// Who made it, as it is to stand under the title
    #[arg(long, value_name = "TEXT")]
    pub byline: Option<String>,
    /// Write a brief edition of one page: the claims at issue, the sharpest discrepancies, whom to call
    #[arg(long)]
    pub brief: bool,
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
        if let Some(claim) = &self.embed {
            return self.write_fragment(context, claim);
        }
        let to = self.to.is_some().then_some("--to");
        if let Some(option) = to.or(self.publishing.given()) {
            bail!("{option} is for a claim's fragment; add --embed CLAIM, or leave it out");
        }
        let path = self.file.as_deref().filter(|path| path.as_os_str() != "-");
        // Fails now, rather than after the work, if the file cannot be written.
        let file = path.map(|path| self.new_file(path, &context.path));
        let file = file.transpose()?;
        if self.brief && context.file_format != Format::Table {
            bail!("--brief is an edition of the page: leave out --format, or --brief");
        }
        let report = self.ask(context)?;
        note_differences(&report.differences, "on a published page");
        let text = match context.file_format {
            Format::Table => render::report::html(&report, context.calendar().zone, self.edition()),
            Format::Csv => bail!(
                "a report cannot be written as CSV; leave out --format, or use markdown or json"
            ),
            other => context.text(&report, other)?,
        };
        let Some((path, file)) = path.zip(file) else {
            return context.print_text(&text);
        };
        put(
            context,
            path,
            file,
            &text,
            summary(path, &report, text.len()),
        )
    }

    fn edition(&self) -> Edition {
        match self.brief {
            true => Edition::Brief,
            false => Edition::Whole,
        }
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
                byline: self.byline.clone(),
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

    /// Starts the file. Off-record statements are for its owner alone.
    fn new_file(&self, path: &Path, ledger: &Path) -> Result<NewFile> {
        let plan = Plan {
            ledger,
            existing: match self.force {
                true => Existing::Replace,
                false => Existing::Keep,
            },
            readers: match self.include_off_record {
                true => Readers::Owner,
                false => Readers::Anyone,
            },
        };
        NewFile::create(path, plan).map_err(|error| match error {
            FileError::Exists(path) => anyhow!(
                "{} already exists; name another file, or overwrite it with --force",
                path.display()
            ),
            other => other.into(),
        })
    }
}

/// Fills the file at a path, and says what was done.
fn put(
    context: &Context,
    path: &Path,
    mut file: NewFile,
    text: &str,
    done: String,
) -> Result<Exit> {
    file.write_all(text.as_bytes())
        .with_context(|| path.display().to_string())?;
    file.finish()?;
    context.note_done(Done::Made);
    context.print_table(&Message { done })
}

fn nothing_to_report(topic: Option<&str>) -> String {
    let on = topic.map_or_else(String::new, |topic| format!(" on {topic}"));
    format!(
        "nothing to report: at this time the ledger has no statements{on} that a report may show; \
         record some with `onrecord say` or `onrecord import`"
    )
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
