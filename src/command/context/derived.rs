//! The contexts of commands that nobody typed on a terminal.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};

use chrono::{DateTime, Utc};

use super::{Context, Output, Style};
use crate::answer::Labels;
use crate::ledger::Progress;
use crate::render::Format;

impl Context {
    /// A context of the same ledger, person and zone, with no past to look at. What it prints is kept.
    pub(super) fn derived(
        &self,
        now: DateTime<Utc>,
        format: Format,
        labels: Labels,
        work: Arc<Progress>,
    ) -> Self {
        Self {
            path: self.path.clone(),
            now,
            zone: self.zone,
            patience: self.patience,
            format,
            file_format: format,
            export_format: None,
            work,
            as_of: None,
            known_at: None,
            reviewed: false,
            by: self.by.clone(),
            #[cfg(feature = "news")]
            contact: None,
            #[cfg(feature = "web")]
            is_named: self.is_named,
            may_write: false,
            sent: BTreeMap::new(),
            seen: None,
            style: Style {
                colour: false,
                ..self.style
            },
            labels: Mutex::new(labels),
            interactive: false,
            done: OnceLock::new(),
            output: Output::kept(),
            readers: self.readers.clone(),
            fixed: self.fixed,
            #[cfg(feature = "shared")]
            desk_line: self.desk_line.unattended(),
        }
    }
}
