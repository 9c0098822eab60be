//! What a command works with: the ledger's path, the clock, the terminal, the output.

#[cfg(any(feature = "shared", feature = "web"))]
mod derived;
#[cfg(feature = "news")]
mod present;
#[cfg(feature = "web")]
mod served;
#[cfg(feature = "shared")]
mod sharing;
mod writing;

pub(super) use writing::Written;

use std::collections::BTreeMap;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use anyhow::{Result, bail};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::config::Config;
use super::exit::{Done, Exit};
use super::global::{self, ExportFormat, Global};
use super::names::Names;
use super::output::Output;
use super::past::{clocks, parse_now, parse_past};
use super::readers::Readers;
use super::screen::{height, width};
#[cfg(feature = "shared")]
use super::shared::DeskLine;
use crate::answer::{Clocks, Labels, View};
use crate::desk::Version;
use crate::domain::calendar::Calendar;
use crate::domain::time::{Moment, When};
use crate::journal::Stamp;
use crate::ledger::{Access, Ledger, LedgerError, Progress, Reader, reviewed_edition};
use crate::render::{self, Format, Show, Style};

/// What a command works with.
pub struct Context {
    /// The ledger's file.
    pub path: PathBuf,
    /// The current time, or ONRECORD_NOW.
    pub now: DateTime<Utc>,
    zone: Tz,
    /// How long to wait for a ledger that another program has locked.
    pub patience: Duration,
    /// The output format.
    pub format: Format,
    /// The format of files that are written.
    pub(super) file_format: Format,
    /// The format of `export` that --format asks for, if it is of that command alone.
    pub(super) export_format: Option<ExportFormat>,
    /// Progress of long work, and whether it should stop.
    pub work: Arc<Progress>,
    as_of: Option<When>,
    known_at: Option<When>,
    /// Whether --reviewed was given.
    reviewed: bool,
    by: String,
    /// Whether somebody said who writes, by option, variable or configuration.
    #[cfg(feature = "web")]
    is_named: bool,
    /// Where sites can reach the user, by the configuration.
    #[cfg(feature = "news")]
    pub(super) contact: Option<String>,
    /// Whether it may record something: a question that a browser asks may not.
    may_write: bool,
    /// The files that a browser sent, by the names that the command line has for them.
    sent: BTreeMap<PathBuf, Vec<u8>>,
    /// What a write changes, as it has to be still.
    seen: Option<Version>,
    style: Style,
    /// What the answers given so far refer to by id.
    labels: Mutex<Labels>,
    interactive: bool,
    done: OnceLock<Done>,
    output: Output,
    /// The ledgers that a server keeps open.
    readers: Option<Arc<Readers>>,
    /// Whether ONRECORD_NOW stops the clock.
    pub(super) fixed: bool,
    /// What a write to a shared journal needs.
    #[cfg(feature = "shared")]
    pub(super) desk_line: DeskLine,
}

impl Context {
    /// Reads the global options, the configuration, the environment and the terminal.
    ///
    /// # Errors
    /// If a time cannot be parsed or is in the future.
    pub(super) fn new(global: &Global, config: &Config) -> Result<Self> {
        let now = match &global.now {
            Some(text) => parse_now(text)?,
            None => Utc::now(),
        };
        let zone = global.zone(config)?;
        let calendar = Calendar { now, zone };
        let (as_of, known_at) = clocks(global, calendar)?;
        let terminal = io::stdout().is_terminal();
        let by = global.by(config);
        Ok(Self {
            path: global.ledger(config),
            now,
            zone: calendar.zone,
            patience: global.patience(),
            format: global.format(config),
            file_format: global.file_format(),
            export_format: global.export_format(),
            work: Arc::default(),
            as_of,
            known_at,
            reviewed: global.reviewed,
            #[cfg(feature = "web")]
            is_named: by.is_some(),
            #[cfg(feature = "news")]
            contact: config.contact.clone(),
            by: by.unwrap_or_else(global::system_user),
            may_write: true,
            sent: BTreeMap::new(),
            seen: None,
            style: Style {
                width: width(),
                height: (!global.all).then(height),
                colour: terminal && std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty()),
            },
            labels: Mutex::new(Labels::new(global.ids, zone)),
            interactive: terminal && io::stdin().is_terminal(),
            done: OnceLock::new(),
            output: Output::Standard,
            readers: None,
            fixed: global.now.is_some(),
            #[cfg(feature = "shared")]
            desk_line: DeskLine::of_program(global.offline),
        })
    }

    /// Whether a browser asked for the command.
    pub(super) fn is_for_browser(&self) -> bool {
        !matches!(self.output, Output::Standard)
    }

    /// A file that a browser sent, by the name that the command line has for it.
    pub(super) fn sent(&self, name: &Path) -> Option<&[u8]> {
        self.sent.get(name).map(Vec::as_slice)
    }

    /// Whether a person is at a terminal. Writes then accept prefixes of names too.
    pub fn interactive(&self) -> bool {
        self.interactive
    }

    /// What has been done so far and an error would not undo.
    pub(super) fn done(&self) -> Option<Done> {
        self.done.get().copied()
    }

    /// Notes that the work is done: an error from here on concerns the answer only.
    pub(super) fn note_done(&self, done: Done) {
        let _ = self.done.set(done);
    }

    /// Whether to colour the output.
    pub fn colour(&self) -> bool {
        self.style.colour
    }

    /// Whether --known-at was given.
    pub fn has_known_at(&self) -> bool {
        self.known_at.is_some()
    }

    /// Whether --as-of, --known-at or --reviewed was given.
    pub fn asks_about_another_state(&self) -> bool {
        self.as_of.is_some() || self.known_at.is_some() || self.reviewed
    }

    /// The last minute in which a statement that counts may have been made, if --as-of was given.
    fn said_by(&self) -> Option<Moment> {
        self.as_of.map(When::latest)
    }

    /// --known-at, or now.
    pub fn known_by(&self) -> When {
        self.known_at.unwrap_or(When::minute(self.now))
    }

    /// The clocks as they were given.
    pub fn clocks(&self) -> Clocks {
        Clocks {
            as_of: self.as_of.map(|when| when.to_string()),
            known_at: self.known_at.map(|when| when.to_string()),
            now: When::minute(self.now).to_string(),
            reviewed: self.reviewed,
        }
    }

    /// The clock and the time zone of the person who types.
    pub fn calendar(&self) -> Calendar {
        Calendar {
            now: self.now,
            zone: self.zone,
        }
    }

    /// The name under which what is recorded here is recorded: with that of the desk behind it, if the ledger's journal is
    /// shared.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn author(&self, reader: Reader<'_>) -> Result<String, LedgerError> {
        Ok(match reader.shared_journal()? {
            Some(sharing) => sharing.author(&self.by),
            None => self.by.clone(),
        })
    }

    /// Who writes, if somebody said so.
    #[cfg(feature = "web")]
    pub(super) fn named_writer(&self) -> Option<&str> {
        self.is_named.then_some(self.by.as_str())
    }

    /// Parses the time given to `option`.
    ///
    /// # Errors
    /// If it cannot be parsed or is in the future.
    pub fn past(&self, option: &str, text: &str) -> Result<When> {
        parse_past(option, text, self.calendar())
    }

    /// A view of the ledger as it was at the end of `when`, with the clock of that time.
    pub fn view_at<'r>(&self, reader: Reader<'r>, when: When) -> Result<View<'r>> {
        let entry = self.newest_entry_at(reader, when)?;
        let clock = when.latest().min(self.calendar().wall_clock());
        Ok(View::new(reader.at(entry), self.said_by(), clock))
    }

    /// A view of the ledger as it was before `when` began.
    pub fn view_before<'r>(&self, reader: Reader<'r>, when: When) -> Result<View<'r>> {
        let start = self.calendar().first_minute(when);
        let entry = reader.newest_entry_by(start.minutes().saturating_mul(60_000) - 1)?;
        Ok(View::new(reader.at(entry), self.said_by(), when.earliest()))
    }

    /// A view of the ledger as it is now, whatever the clocks say.
    pub fn current_view<'r>(&self, reader: Reader<'r>) -> View<'r> {
        View::new(reader, None, self.calendar().wall_clock())
    }

    /// Opens the ledger. Prints a note if it had to be migrated.
    pub fn open(&self, access: Access) -> Result<Ledger, LedgerError> {
        self.opened(Ledger::open(&self.path, access, self.patience)?)
    }

    /// Opens the ledger even if its schema is not the program's own.
    pub fn open_as_is(&self, access: Access) -> Result<Ledger, LedgerError> {
        self.opened(Ledger::open_as_is(&self.path, access, self.patience)?)
    }

    /// Opens the ledger, with any schema, to compare its tables with its journal.
    pub fn open_to_compare(&self) -> Result<Ledger, LedgerError> {
        self.opened(Ledger::open_to_compare(&self.path, self.patience)?)
    }

    fn opened(&self, mut ledger: Ledger) -> Result<Ledger, LedgerError> {
        ledger.watch(&self.work)?;
        if let Some(migrated) = ledger.migrated() {
            super::error::note_migration(&self.path, migrated);
        }
        Ok(ledger)
    }

    /// Who writes, and when.
    pub fn stamp(&self) -> Stamp {
        Stamp {
            recorded_at: self.now.timestamp_millis(),
            recorded_by: self.by.clone(),
        }
    }

    /// Answers a question from one snapshot of the ledger, at both clocks.
    ///
    /// # Errors
    /// If the ledger cannot be read, and what `work` returns.
    pub fn ask<T>(&self, work: impl FnOnce(&View<'_>, Names<'_>) -> Result<T>) -> Result<T> {
        let read = |whole: Reader<'_>| {
            if !self.reviewed || !whole.ever_unreviewed()? {
                return self.answered(whole, whole, work);
            }
            let mut edition = reviewed_edition(whole)?;
            edition.read(|reader| self.answered(reader, whole, work))
        };
        self.read(Self::open, read)?
    }

    /// Runs `work` on a ledger that the server keeps open, or else on one that `open` opens.
    fn read<T>(
        &self,
        open: impl FnOnce(&Self, Access) -> Result<Ledger, LedgerError>,
        work: impl FnOnce(Reader<'_>) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        let Some(readers) = &self.readers else {
            return open(self, Access::Read)?.read(work);
        };
        let mut ledger = match readers.take() {
            Some(mut kept) => {
                kept.watch(&self.work)?;
                kept
            }
            None => {
                let opened = open(self, Access::Read)?;
                opened.stay_open()?;
                opened
            }
        };
        let done = ledger.read(work)?;
        readers.keep(ledger);
        Ok(done)
    }

    /// Like [`Context::ask`], for questions to the journal: the tables may be anything.
    ///
    /// # Errors
    /// As [`Context::ask`].
    pub fn ask_journal<T>(
        &self,
        work: impl FnOnce(&View<'_>, Names<'_>) -> Result<T>,
    ) -> Result<T> {
        self.refuse_reviewed()?;
        self.read(Self::open_as_is, |reader| {
            self.answered(reader, reader, work)
        })?
    }

    /// Answers from one snapshot of a ledger or of an edition of it.
    fn answered<T>(
        &self,
        reader: Reader<'_>,
        whole: Reader<'_>,
        work: impl FnOnce(&View<'_>, Names<'_>) -> Result<T>,
    ) -> Result<Result<T>, LedgerError> {
        let (reader, whole) = (self.at_known(reader)?, self.at_known(whole)?);
        let view = View::of_edition(reader, whole, self.said_by(), self.calendar().wall_clock());
        let answer = work(&view, Names::for_reading(reader, self.calendar()));
        self.note_labels(&view)?;
        Ok(answer)
    }

    /// Answers from one snapshot of an open ledger, at both clocks.
    ///
    /// # Errors
    /// As [`Context::ask`], and if --reviewed was given.
    pub fn answer<T>(
        &self,
        mut ledger: Ledger,
        work: impl FnOnce(&View<'_>, Names<'_>) -> Result<T>,
    ) -> Result<T> {
        self.refuse_reviewed()?;
        ledger.read(|reader: Reader<'_>| self.answered(reader, reader, work))?
    }

    fn refuse_reviewed(&self) -> Result<()> {
        if self.reviewed {
            bail!("the journal and its checks cover everything recorded; leave out --reviewed");
        }
        Ok(())
    }

    /// Keeps what a view's answers refer to by id, for tables.
    pub fn note_labels(&self, view: &View<'_>) -> Result<(), LedgerError> {
        if matches!(self.format, Format::Table | Format::Markdown | Format::Html) {
            let labels = view.labels()?;
            self.lock_labels().extend(labels);
        }
        Ok(())
    }

    fn lock_labels(&self) -> MutexGuard<'_, Labels> {
        // Labels are whole after every change.
        self.labels.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn at_known<'r>(&self, reader: Reader<'r>) -> Result<Reader<'r>, LedgerError> {
        match self.known_at {
            None => Ok(reader),
            Some(when) => Ok(reader.at(self.newest_entry_at(reader, when)?)),
        }
    }

    /// Refuses --as-of, --known-at and --reviewed in a command that writes.
    ///
    /// # Errors
    /// If one of them was given.
    pub fn refuse_clocks(&self) -> Result<()> {
        if self.asks_about_another_state() {
            bail!(
                "--as-of, --known-at and --reviewed are for questions; leave them out when recording"
            );
        }
        Ok(())
    }

    /// Prints an answer as a table, whatever the format.
    pub fn print_table<T: Show>(&self, answer: &T) -> Result<Exit> {
        self.print_text(&self.text(answer, Format::Table)?)
    }

    /// Prints an answer in the format that was asked for.
    pub fn print<T: Show>(&self, answer: &T) -> Result<Exit> {
        self.print_text(&self.text(answer, self.format)?)
    }

    /// Renders an answer.
    pub fn text<T: Show>(&self, answer: &T, format: Format) -> Result<String> {
        render::render(answer, &self.lock_labels(), format, self.style)
    }

    /// Prints a text on standard output, or keeps it for a browser.
    pub fn print_text(&self, text: &str) -> Result<Exit> {
        self.output.write(text)?;
        Ok(Exit::Success)
    }
}
