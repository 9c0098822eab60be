//! How a command that was not refused ends.

/// How a command that was not refused ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done: exit code 0.
    Success,
    /// Done, and what the command was told to fail on was found: exit code 1.
    Found,
}

/// Exit code of a program that Ctrl-C ended, by the convention of shells.
pub(super) const INTERRUPTED: u8 = 130;

impl Exit {
    /// [`Exit::Found`] if `found`, else [`Exit::Success`].
    pub fn found_if(found: bool) -> Self {
        if found { Self::Found } else { Self::Success }
    }
}
