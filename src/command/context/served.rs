//! The contexts of a server and of the commands that a browser asks for.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Result;

use super::{Context, clocks};
use crate::answer::Labels;
use crate::command::drafts::DraftState;
use crate::command::global::Global;
use crate::domain::calendar::Calendar;
use crate::ledger::{CandidatesState, LedgerError, Progress};
use crate::render::Format;
use crate::web::Recording;

impl Context {
    /// The context of a server: for any thread, and as long as it runs.
    pub(in crate::command) fn for_server(&self) -> Self {
        Self {
            readers: Some(Arc::default()),
            ..self.derived(self.now, self.format, Labels::default(), Arc::default())
        }
    }

    /// The context of a command that a browser asks for: of the same ledger and zone, with the times that the browser
    /// chose, and with what it sent to be recorded. Without that it cannot write. What it prints is kept.
    ///
    /// # Errors
    /// If a time cannot be parsed or is in the future.
    pub(in crate::command) fn for_browser(
        &self,
        global: &Global,
        format: Format,
        labels: impl FnOnce(Labels) -> Labels,
        work: Arc<Progress>,
        recording: Option<&Recording>,
    ) -> Result<Self> {
        let now = self.clock();
        let zone = self.zone;
        let (as_of, known_at) = clocks(global, Calendar { now, zone })?;
        let labels = labels(Labels::new(false, zone));
        Ok(Self {
            as_of,
            known_at,
            reviewed: global.reviewed,
            may_write: recording.is_some(),
            by: recording.map_or_else(String::new, |recording| recording.by.clone()),
            sent: recording
                .into_iter()
                .flat_map(|recording| &recording.sent)
                .map(|file| (PathBuf::from(&file.name), file.bytes.clone()))
                .collect(),
            seen: recording.and_then(|recording| recording.of.clone()),
            ..self.derived(now, format, labels, work)
        })
    }

    /// What a draft depends on now.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub(in crate::command) fn draft_state(&self) -> Result<DraftState, LedgerError> {
        let now = self.clock();
        let zone = self.zone;
        self.read(Self::open, |reader| {
            Ok(DraftState {
                entry: reader.newest()?,
                candidates: reader.candidates_state()?,
                day: Calendar { now, zone }.today(),
            })
        })
    }

    /// What the list of candidates is like now.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub(in crate::command) fn candidates_state(&self) -> Result<CandidatesState, LedgerError> {
        self.read(Self::open, |reader| reader.candidates_state())
    }

    /// What was printed, if it was kept.
    pub(in crate::command) fn into_printed(self) -> String {
        self.output.into_text()
    }
}
