//! What a command works with: the ledger's place, the clock, the terminal, the output.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use chrono::{DateTime, Utc};

use super::exit::Exit;
use super::global::Global;
use super::names::Names;
use crate::answer::{Clocks, View};
use crate::desk::{Desk, DeskError};
use crate::domain::time::{Moment, When, parse_at};
use crate::journal::Stamp;
use crate::ledger::{Access, Changes, Ledger, LedgerError, Reader, Work, Writer};
use crate::render::{self, Format, Show, Style};

/// Width where neither a terminal nor COLUMNS says one.
const DEFAULT_WIDTH: u16 = 100;
/// Narrower than this, tables could only be drawn letter under letter.
const LEAST_WIDTH: u16 = 40;

/// What a command works with.
pub struct Context {
    /// The ledger's file.
    pub path: PathBuf,
    /// What the clock says, or ONRECORD_NOW.
    pub now: DateTime<Utc>,
    /// How long to wait for a ledger that another program holds.
    pub patience: Duration,
    /// How answers are written.
    pub format: Format,
    /// How far long work has come, and whether it is to stop.
    pub work: Arc<Work>,
    as_of: Option<When>,
    known_at: Option<When>,
    by: String,
    style: Style,
    interactive: bool,
}

impl Context {
    /// Reads what is global from arguments, environment and terminal.
    ///
    /// # Errors
    /// Where a time is none.
    pub fn new(global: &Global) -> Result<Self> {
        let now = match &global.now {
            Some(text) => parse_now(text)?,
            None => Utc::now(),
        };
        let time = |text: &Option<String>, option: &str| {
            let parsed = text.as_deref().map(|text| parse_at(text, now)).transpose();
            parsed.with_context(|| {
                format!("{option} takes a time, or today, yesterday, \"2 hours ago\"")
            })
        };
        let (as_of, known_at) = (
            time(&global.as_of, "--as-of")?,
            time(&global.known_at, "--known-at")?,
        );
        for (option, when) in [("--as-of", as_of), ("--known-at", known_at)] {
            if when.is_some_and(|when| when.earliest() > Moment::of(now)) {
                bail!(
                    "{option} lies after now ({}): what will be said or known then, nobody knows",
                    When::minute(now)
                );
            }
        }
        let terminal = io::stdout().is_terminal();
        Ok(Self {
            path: global.ledger.clone(),
            now,
            patience: global.patience(),
            format: global.format,
            work: Arc::default(),
            as_of,
            known_at,
            by: writer(global),
            style: Style {
                width: width(),
                colour: terminal && std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty()),
            },
            interactive: terminal && io::stdin().is_terminal(),
        })
    }

    /// Whether a person sits at a terminal: then prefixes of names are taken in writes too.
    pub fn interactive(&self) -> bool {
        self.interactive
    }

    /// Whether colours are wanted.
    pub fn colour(&self) -> bool {
        self.style.colour
    }

    /// Whether --known-at was given.
    pub fn asks_what_was_known(&self) -> bool {
        self.known_at.is_some()
    }

    /// Whether --as-of or --known-at was given.
    pub fn asks_about_the_past(&self) -> bool {
        self.as_of.is_some() || self.known_at.is_some()
    }

    /// The last minute whose words count, where a time was asked for.
    fn said_by(&self) -> Option<Moment> {
        self.as_of.map(When::latest)
    }

    /// Until when what the ledger learnt counts: --known-at, or now.
    pub fn known_by(&self) -> When {
        self.known_at.unwrap_or(When::minute(self.now))
    }

    /// The clocks as they were asked for.
    pub fn clocks(&self) -> Clocks {
        Clocks {
            as_of: self.as_of.map(|when| when.to_string()),
            known_at: self.known_at.map(|when| when.to_string()),
            now: When::minute(self.now).to_string(),
        }
    }

    /// Who writes.
    pub fn writer(&self) -> &str {
        &self.by
    }

    /// A time that an option gives, not after now.
    ///
    /// # Errors
    /// Where it is none, or lies after now.
    pub fn past(&self, option: &str, text: &str) -> Result<When> {
        let when = parse_at(text, self.now).with_context(|| {
            format!("{option} takes a time, or today, yesterday, \"2 hours ago\"")
        })?;
        if when.earliest() > Moment::of(self.now) {
            bail!("{option} lies after now ({})", When::minute(self.now));
        }
        Ok(when)
    }

    /// A view of the same ledger as it was at the end of `when`, with the clock as it was then.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn view_at<'r>(&self, reader: Reader<'r>, when: When) -> Result<View<'r>> {
        let entry = reader.newest_entry_by(end_of(when))?;
        let clock = when.latest().min(Moment::of(self.now));
        Ok(View::new(reader.at(entry), self.said_by(), clock))
    }

    /// A view of the same ledger as it was before `when` began.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn view_before<'r>(&self, reader: Reader<'r>, when: When) -> Result<View<'r>> {
        let start = when.earliest();
        let entry = reader.newest_entry_by(start.minutes().saturating_mul(60_000) - 1)?;
        Ok(View::new(reader.at(entry), self.said_by(), start))
    }

    /// Asks the desk what a write would do, and writes nothing.
    ///
    /// # Errors
    /// Where the ledger cannot be written, and what `work` returns.
    pub fn write_nothing<T>(&self, work: impl FnOnce(&Desk<'_, '_>) -> Result<T>) -> Result<T> {
        let mut answer = None;
        let stopped = self.write(|desk, _| -> Result<()> {
            answer = Some(work(desk)?);
            bail!("only asked")
        });
        match (answer, stopped) {
            (Some(answer), _) => Ok(answer),
            (None, Err(error)) => Err(error),
            (None, Ok(_)) => bail!("only asked"),
        }
    }

    /// Opens the ledger, and says so where it had to be brought up to date.
    ///
    /// # Errors
    /// Where it cannot be opened.
    pub fn open(&self, access: Access) -> Result<Ledger, LedgerError> {
        let mut ledger = Ledger::open(&self.path, access, self.patience)?;
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

    /// Answers a question from one unchanging view of the ledger, at both clocks.
    ///
    /// # Errors
    /// Where the ledger cannot be read, and what `work` returns.
    pub fn ask<T>(&self, work: impl FnOnce(&View<'_>, Names<'_>) -> Result<T>) -> Result<T> {
        let mut ledger = self.open(Access::Read)?;
        let answered = |reader: Reader<'_>| {
            let reader = self.at_known(reader)?;
            let view = View::new(reader, self.said_by(), Moment::of(self.now));
            Ok::<_, LedgerError>(work(&view, Names::for_reading(reader)))
        };
        match self.as_of {
            None => ledger.read(answered)?,
            // What nothing is posted for may have to be found out for the whole ledger.
            Some(_) => ledger.read_side_by_side(answered)?,
        }
    }

    fn at_known<'r>(&self, reader: Reader<'r>) -> Result<Reader<'r>, LedgerError> {
        match self.known_at {
            None => Ok(reader),
            Some(when) => Ok(reader.at(reader.newest_entry_by(end_of(when))?)),
        }
    }

    /// A view of the ledger as it is now, whatever the clocks asked for.
    pub fn present<'r>(&self, reader: Reader<'r>) -> View<'r> {
        View::new(reader, None, Moment::of(self.now))
    }

    /// Runs one write of the desk.
    ///
    /// # Errors
    /// Where the ledger cannot be written, and what `work` returns; the ledger is as before then.
    pub fn write<T>(
        &self,
        work: impl FnOnce(&mut Desk<'_, '_>, Names<'_>) -> Result<T>,
    ) -> Result<Written<T>> {
        self.write_of(Extent::Few, work)
    }

    /// Runs one write of the desk that may be the bulk of the ledger.
    ///
    /// # Errors
    /// As [`Context::write`].
    pub fn write_in_bulk<T>(
        &self,
        work: impl FnOnce(&mut Desk<'_, '_>, Names<'_>) -> Result<T>,
    ) -> Result<Written<T>> {
        self.write_of(Extent::Bulk, work)
    }

    fn write_of<T>(
        &self,
        extent: Extent,
        work: impl FnOnce(&mut Desk<'_, '_>, Names<'_>) -> Result<T>,
    ) -> Result<Written<T>> {
        if self.as_of.is_some() || self.known_at.is_some() {
            bail!("--as-of and --known-at ask about the past; what is recorded is recorded now");
        }
        let mut ledger = self.open(Access::Write)?;
        let work = |writer: &mut Writer<'_>| {
            let names = Names::for_writing(writer.reader(), self.interactive);
            let mut desk = Desk::new(writer, self.now);
            work(&mut desk, names).map_err(Refused)
        };
        let (done, changes) = match extent {
            Extent::Few => ledger.write(self.stamp(), work)?,
            Extent::Bulk => ledger.write_in_bulk(self.stamp(), work)?,
        };
        Ok(Written {
            ledger,
            done,
            changes,
        })
    }

    /// Prints an answer as people read it, whatever the format asked for.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn print_table<T: Show>(&self, answer: &T) -> Result<Exit> {
        self.print_as(answer, Format::Table)
    }

    /// Prints an answer. That nobody reads on is no error.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn print<T: Show>(&self, answer: &T) -> Result<Exit> {
        self.print_as(answer, self.format)
    }

    fn print_as<T: Show>(&self, answer: &T, format: Format) -> Result<Exit> {
        self.put(&self.text(answer, format)?)
    }

    /// An answer in a format.
    ///
    /// # Errors
    /// Where it cannot be serialised, which is a defect.
    pub fn text<T: Show>(&self, answer: &T, format: Format) -> Result<String> {
        render::render(answer, format, self.style)
    }

    /// Prints a text. That nobody reads on is no error.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn put(&self, text: &str) -> Result<Exit> {
        match io::stdout().lock().write_all(text.as_bytes()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
            _ => Ok(Exit::Success),
        }
    }
}

/// The last millisecond of a time.
fn end_of(when: When) -> i64 {
    (when.latest().minutes() + 1).saturating_mul(60_000) - 1
}

/// How much a write records.
#[derive(Clone, Copy)]
enum Extent {
    /// A few entries.
    Few,
    /// As many as a file holds.
    Bulk,
}

/// A write that was kept.
pub struct Written<T> {
    /// The ledger, for what is to be answered about it.
    pub ledger: Ledger,
    /// What the work returned.
    pub done: T,
    /// What changed.
    pub changes: Changes,
}

/// An error of the work inside a write, carried through the ledger.
struct Refused(anyhow::Error);

impl From<LedgerError> for Refused {
    fn from(error: LedgerError) -> Self {
        Self(DeskError::from(error).into())
    }
}

impl From<Refused> for anyhow::Error {
    fn from(refused: Refused) -> Self {
        refused.0
    }
}

fn parse_now(text: &str) -> Result<DateTime<Utc>> {
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Ok(time.with_timezone(&Utc));
    }
    let when: When = text.parse().context("ONRECORD_NOW holds no time")?;
    let seconds = when.earliest().minutes().saturating_mul(60);
    DateTime::from_timestamp(seconds, 0).context("ONRECORD_NOW holds no time")
}

fn writer(global: &Global) -> String {
    let from_system = || {
        ["USER", "LOGNAME", "USERNAME"]
            .iter()
            .find_map(|name| std::env::var(name).ok())
    };
    let by = global.by.clone().or_else(from_system);
    let by = by.filter(|name| !name.trim().is_empty());
    by.unwrap_or_else(|| "desk".to_owned())
}

fn width() -> u16 {
    let set = std::env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse().ok());
    let terminal = || terminal_size::terminal_size().map(|(width, _)| width.0);
    set.or_else(terminal)
        .unwrap_or(DEFAULT_WIDTH)
        .max(LEAST_WIDTH)
}
