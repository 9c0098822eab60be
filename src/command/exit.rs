//! How a command that was not refused ends.

/// How a command that was not refused ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done: exit code 0.
    Success,
    /// Done, and what the command was told to fail on was found: exit code 1.
    Found,
}

/// Exit code of a command that was refused.
pub(super) const FAILED: u8 = 1;

/// Exit code of a command line that cannot be parsed.
pub(super) const USAGE: u8 = 2;

/// Exit code of a command that did its work, but could not print its answer. Repeating it would be a
/// mistake.
pub(super) const UNANSWERED: u8 = 3;

/// Exit code of a command that waits in the outbox until the shared journal can be reached.
#[cfg(feature = "shared")]
pub(super) const WAITING: u8 = 4;

/// Exit code of a command of which it is not known whether the shared journal recorded it.
pub(super) const UNKNOWN: u8 = 5;

/// Exit code of a program that Ctrl-C ended, by the convention of shells.
pub(super) const INTERRUPTED: u8 = 130;

/// What a command has done by the time it fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Done {
    /// A write to the ledger is committed.
    Recorded,
    /// A file is complete, or a ledger was created, rebuilt or restored.
    Made,
}

impl Exit {
    /// [`Exit::Found`] if `found`, else [`Exit::Success`].
    pub fn found_if(found: bool) -> Self {
        if found { Self::Found } else { Self::Success }
    }
}
