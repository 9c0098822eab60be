//! The context of a command that keeps running, with the clock of the moment.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};

use super::{Context, Output};

impl Context {
    /// The same context with the time that it is now, and nothing done yet.
    pub(in crate::command) fn at_present(&self) -> Self {
        let labels = self.lock_labels().emptied();
        Self {
            path: self.path.clone(),
            now: self.clock(),
            zone: self.zone,
            patience: self.patience,
            format: self.format,
            file_format: self.file_format,
            export_format: self.export_format,
            work: Arc::default(),
            as_of: None,
            known_at: None,
            reviewed: false,
            by: self.by.clone(),
            #[cfg(feature = "web")]
            is_named: self.is_named,
            contact: self.contact.clone(),
            may_write: self.may_write,
            sent: BTreeMap::new(),
            seen: None,
            style: self.style,
            labels: Mutex::new(labels),
            interactive: self.interactive,
            done: OnceLock::new(),
            output: Output::Standard,
            readers: None,
            fixed: self.fixed,
            #[cfg(feature = "shared")]
            desk_line: self.desk_line.unattended(),
        }
    }
}
