//! What a command has to remember in case it cannot reach the shared journal.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use thiserror::Error;

/// What a write to a shared journal needs to know of its command.
#[derive(Debug, Default)]
pub(in crate::command) struct DeskLine {
    /// The words of the command line, without the program's name; none if the command cannot wait in the outbox.
    words: Option<Vec<String>>,
    /// Whether not to connect.
    pub(in crate::command) is_offline: bool,
    /// Whether the command comes from the outbox.
    pub(in crate::command) is_held: bool,
    /// Whether the command changes the desk's own lists alone, and must not record anything.
    pub(in crate::command) is_for_lists: bool,
    /// What was read from files and standard input, by name.
    typed: Mutex<BTreeMap<String, Vec<u8>>>,
    /// Whether something was recorded.
    has_recorded: AtomicBool,
    /// Whether it makes no sense later.
    is_urgent: AtomicBool,
    /// Whether it is being tried before it is put into the outbox.
    is_being_held: AtomicBool,
}

/// A command that waits in the outbox.
#[derive(Debug, Error)]
#[error("not recorded yet: it waits in the outbox as number {number}, because {why}")]
pub(in crate::command) struct HeldBack {
    /// Its number there.
    pub(in crate::command) number: i64,
    /// Why it has to wait.
    pub(in crate::command) why: String,
}

impl HeldBack {
    /// What to do about it.
    pub(in crate::command) const HINT: &str = "it is recorded at the next contact with the shared journal; `onrecord outbox` lists what waits";
}

impl DeskLine {
    /// Of the command line with which the program was started.
    pub(in crate::command) fn of_program(is_offline: bool) -> Self {
        // Words that are not Unicode name files; a command with such a name cannot wait.
        let words: Result<Vec<String>, _> = std::env::args_os()
            .skip(1)
            .map(std::ffi::OsString::into_string)
            .collect();
        Self {
            words: words.ok(),
            is_offline,
            ..Self::default()
        }
    }

    /// Of a command that nobody typed, and that cannot wait.
    pub(in crate::command) fn unattended(&self) -> Self {
        Self {
            is_offline: self.is_offline,
            ..Self::default()
        }
    }

    /// Of a command line of a form.
    #[cfg(feature = "web")]
    pub(in crate::command) fn of_form(&self, words: Vec<String>) -> Self {
        Self {
            words: Some(words),
            is_offline: self.is_offline,
            ..Self::default()
        }
    }

    /// Of a command that waited in the outbox.
    pub(in crate::command) fn of_outbox(words: Vec<String>) -> Self {
        Self {
            words: Some(words),
            is_held: true,
            ..Self::default()
        }
    }

    /// Of a command that is on record, and is run again for the desk's own lists.
    pub(in crate::command) fn of_lists() -> Self {
        Self {
            is_for_lists: true,
            ..Self::default()
        }
    }

    /// The words of the command line, if the command can wait.
    pub(in crate::command) fn words(&self) -> Option<&[String]> {
        let is_urgent = self.is_urgent.load(Ordering::Relaxed);
        self.words.as_deref().filter(|_| !is_urgent)
    }

    /// Notes that the command makes no sense later, and cannot wait.
    pub(in crate::command) fn is_now_or_never(&self) {
        self.is_urgent.store(true, Ordering::Relaxed);
    }

    /// Keeps what was read from a file or from standard input, which cannot be read again.
    pub(in crate::command) fn keep(&self, path: &Path, bytes: &[u8]) {
        let mut typed = self.typed.lock().unwrap_or_else(PoisonError::into_inner);
        typed.insert(path.display().to_string(), bytes.to_vec());
    }

    /// What was read from files and standard input, by name.
    pub(in crate::command) fn kept(&self) -> BTreeMap<String, Vec<u8>> {
        let typed = self.typed.lock().unwrap_or_else(PoisonError::into_inner);
        typed.clone()
    }

    /// Notes that it is tried, and then put into the outbox.
    pub(in crate::command) fn hold(&self) {
        self.is_being_held.store(true, Ordering::Relaxed);
    }

    /// Whether it is tried, and then put into the outbox.
    pub(in crate::command) fn is_being_held(&self) -> bool {
        self.is_being_held.load(Ordering::Relaxed)
    }

    /// Notes that something was recorded.
    pub(in crate::command) fn note_recorded(&self) {
        self.has_recorded.store(true, Ordering::Relaxed);
    }

    /// Whether something was recorded.
    pub(in crate::command) fn has_recorded(&self) -> bool {
        self.has_recorded.load(Ordering::Relaxed)
    }
}
