//! Writing to a ledger whose journal is shared with other desks.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context as _, Result};

use super::Context;
use super::writing::{Extent, Refused};
use crate::command::error::{ledger_error, note};
use crate::command::names::Names;
use crate::command::shared::{Contact, DeskLine, HeldBack, became, contact, drain, restore_lists};
use crate::desk::Desk;
use crate::domain::sharing::{Sharing, Typed};
use crate::journal::{JournalError, SharedJournal, Stamp};
use crate::ledger::{Access, CaughtUp, Changes, Ledger, LedgerError, Writer};
use crate::render::Format;

impl Context {
    /// Runs a write on the shared journal, after what waits in the outbox; if the journal cannot be reached, puts the command
    /// into the outbox.
    ///
    /// # Errors
    /// [`HeldBack`] if it waits, and as [`Context::write`].
    pub(super) fn record_shared<T>(
        &self,
        ledger: &mut Ledger,
        sharing: &Sharing,
        extent: Extent,
        mut work: impl FnMut(&mut Desk<'_, '_>, Names<'_>) -> Result<T>,
    ) -> Result<(T, Changes)> {
        let mut journal = match contact(self, sharing)? {
            Contact::Made(journal) => journal,
            Contact::None(why) => return self.hold_back(ledger, sharing, extent, &why, work),
        };
        match self.record_there(ledger, &mut *journal, sharing, &mut work) {
            Err(error) => match unreachable(&error) {
                Some(why) => self.hold_back(ledger, sharing, extent, &why, work),
                None => Err(error),
            },
            done => done,
        }
    }

    /// Runs a write on the shared journal, after it was found out what became of an earlier one, and after what waits in the outbox.
    fn record_there<T>(
        &self,
        ledger: &mut Ledger,
        journal: &mut dyn SharedJournal,
        sharing: &Sharing,
        work: &mut impl FnMut(&mut Desk<'_, '_>, Names<'_>) -> Result<T>,
    ) -> Result<(T, Changes)> {
        if ledger.is_unsettled() {
            let caught = ledger.follow_to_write(journal)?;
            self.tell_settled(&caught, sharing);
        }
        if !self.desk_line.is_held {
            drain(self, ledger, sharing)?;
        }
        let typed = self.typed(sharing)?.unwrap_or_else(|| Typed {
            at: self.now.timestamp_millis(),
            by: sharing.author(&self.by),
            words: Vec::new(),
            files: BTreeMap::new(),
        });
        let stamp = || Stamp::new(self.clock(), &typed.by);
        let before = ledger.now().newest()?;
        let at_desk = |writer: &mut Writer<'_>| self.at_desk(writer, work);
        let written = ledger.write_shared(journal, &typed, stamp, at_desk)?;
        // Another program of this desk may have lost its answer meanwhile.
        self.tell_settled(&written.came, sharing);
        let came = i64::try_from(written.came.entries).unwrap_or(i64::MAX);
        if ledger.now().newest()? > before + came {
            self.desk_line.note_recorded();
        }
        Ok((written.done, written.changes))
    }

    /// Says what became of a write of which that was not known, and brings the list of candidates up to date.
    fn tell_settled(&self, caught: &CaughtUp, sharing: &Sharing) {
        if let Some(settled) = &caught.settled {
            note(&became(settled), &[]);
            restore_lists(self, caught, sharing);
        }
    }

    /// Tries a write on what this desk has, so that mistakes show while the person is there, and puts its command into the
    /// outbox. What records nothing in the journal is done at once.
    fn hold_back<T>(
        &self,
        ledger: &mut Ledger,
        sharing: &Sharing,
        extent: Extent,
        why: &str,
        work: impl FnMut(&mut Desk<'_, '_>, Names<'_>) -> Result<T>,
    ) -> Result<(T, Changes)> {
        let unreachable = || LedgerError::from(JournalError::Unreachable(why.to_owned()));
        let cannot_wait =
            || anyhow::Error::from(unreachable()).context("this cannot wait in the outbox");
        if self.desk_line.is_held {
            return Err(unreachable().into());
        }
        if matches!(extent, Extent::Bulk) {
            return Err(cannot_wait());
        }
        self.desk_line.hold();
        match self.record(ledger, extent, work) {
            Err(error) if matches!(ledger_error(&error), Some(LedgerError::IsShared)) => {}
            done => return done,
        }
        let Some(typed) = self.typed(sharing)? else {
            return Err(cannot_wait());
        };
        let kept = ledger.write(self.stamp(), |writer| writer.hold_back(&typed, why));
        let (number, _) =
            kept.map_err(|error: LedgerError| anyhow::Error::from(Refused::from(error)))?;
        let why = why.to_owned();
        Err(HeldBack { number, why }.into())
    }

    /// The command as it was typed, with the files that it reads; `None` if it cannot wait.
    ///
    /// # Errors
    /// If a file cannot be read again.
    fn typed(&self, sharing: &Sharing) -> Result<Option<Typed>> {
        let Some(words) = self.desk_line.words() else {
            return Ok(None);
        };
        let mut files = self.desk_line.kept();
        let sent = self.sent.iter();
        files.extend(sent.map(|(name, bytes)| (name.display().to_string(), bytes.clone())));
        Ok(Some(Typed {
            at: self.now.timestamp_millis(),
            by: sharing.author(&self.by),
            words: words.to_vec(),
            files,
        }))
    }

    /// The context of a command that waited in the outbox: as it was typed, by whom and when. What it prints is kept.
    ///
    /// # Errors
    /// If it is of another desk.
    pub(in crate::command) fn for_outbox(&self, typed: &Typed, sharing: &Sharing) -> Result<Self> {
        let author = typed.by.rsplit_once('@');
        let (by, _) = author
            .filter(|(_, desk)| *desk == sharing.desk)
            .with_context(|| format!("{} is of no desk of this ledger", typed.by))?;
        let now = chrono::DateTime::from_timestamp_millis(typed.at);
        let files = typed.files.iter();
        Ok(Self {
            by: by.to_owned(),
            may_write: true,
            sent: files
                .map(|(name, bytes)| (PathBuf::from(name), bytes.clone()))
                .collect(),
            desk_line: DeskLine::of_outbox(typed.words.clone()),
            ..self.derived(
                now.unwrap_or(self.now),
                Format::Json,
                self.lock_labels().emptied(),
                std::sync::Arc::clone(&self.work),
            )
        })
    }

    /// The context of a command that is on record, and is run again for the desk's own lists: it cannot record anything.
    ///
    /// # Errors
    /// If it is of another desk.
    pub(in crate::command) fn for_lists(&self, typed: &Typed, sharing: &Sharing) -> Result<Self> {
        Ok(Self {
            desk_line: DeskLine::of_lists(),
            ..self.for_outbox(typed, sharing)?
        })
    }

    /// The same context for a command line of a form, which can wait in the outbox.
    #[cfg(feature = "web")]
    pub(in crate::command) fn typed_as(self, words: &[String]) -> Self {
        Self {
            desk_line: self.desk_line.of_form(words.to_vec()),
            ..self
        }
    }

    /// Whether the ledger is a copy of a shared journal.
    pub(in crate::command) fn shares(&self) -> bool {
        let ledger = self.open(Access::Read);
        let sharing = ledger.and_then(|ledger| ledger.now().shared_journal());
        sharing.is_ok_and(|sharing| sharing.is_some())
    }

    /// The shared journal of which the ledger is a copy.
    ///
    /// # Errors
    /// If the ledger shares nothing, or cannot be read.
    pub(in crate::command) fn require_sharing(&self, ledger: &Ledger) -> Result<Sharing> {
        let sharing = ledger.now().shared_journal()?;
        Ok(sharing.ok_or(LedgerError::SharesNothing)?)
    }
}

/// Why the shared journal cannot be reached, if that is what an error says.
fn unreachable(error: &anyhow::Error) -> Option<String> {
    match ledger_error(error) {
        Some(LedgerError::Journal(JournalError::Unreachable(why))) => Some(why.clone()),
        _ => None,
    }
}
