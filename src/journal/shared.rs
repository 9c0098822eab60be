//! A journal that several desks append to, one after the other.

use std::time::Duration;

use super::{Entry, Head, Journal, JournalError, Seq};

/// What came of appending entries to a shared journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Appended {
    /// They are on record.
    Stored,
    /// These very entries were on record already, from an attempt whose outcome was not known.
    Already,
    /// Nothing was appended, because the head is no longer the expected one.
    Moved(Head),
}

/// A journal that several desks append to.
///
/// Desks take turns, so that none starves: whoever has the turn is the only one who can append. Safety does not depend
/// on the turn, but on `append`, which compares the head. A turn ends with an append, with [`SharedJournal::end_turn`],
/// when the connection is lost, and when it has lasted too long.
///
/// Contract: an entry is on record only if an append answered [`Appended::Stored`] or [`Appended::Already`], or if it is
/// not after a [confirmed](SharedJournal::confirm) head. That [`Journal::read`] returns an entry does not show that it will stay.
pub trait SharedJournal: Journal {
    /// Waits for the turn, at most for `wait`, and returns the head, which cannot move until the turn ends.
    ///
    /// # Errors
    /// [`JournalError::Busy`] if others had it all that time, [`JournalError::Unreachable`] if the journal cannot be
    /// reached.
    fn take_turn(&mut self, wait: Duration) -> Result<Head, JournalError>;

    /// Appends entries that [`chain::link`](super::chain::link) linked to `expected`, removes the bodies of the entries
    /// `redacted`, which the appended entries say are redacted, and ends the turn. All of it is done or nothing. Without the turn it is taken first.
    ///
    /// # Errors
    /// [`JournalError::Unknown`] if the entries may or may not be on record: appending the same entries again tells.
    /// [`JournalError::Refused`] if the journal does not take them.
    fn append(
        &mut self,
        expected: &Head,
        entries: &[Entry],
        redacted: &[Seq],
    ) -> Result<Appended, JournalError>;

    /// Ends the turn without appending.
    ///
    /// # Errors
    /// If the journal cannot be reached. The turn has ended all the same.
    fn end_turn(&mut self) -> Result<(), JournalError>;

    /// The newest entry that is known to stay.
    ///
    /// # Errors
    /// As [`SharedJournal::take_turn`].
    fn confirm(&mut self, wait: Duration) -> Result<Head, JournalError>;

    /// Waits, at most for `wait`, until somebody appends, and returns whether somebody did.
    ///
    /// # Errors
    /// [`JournalError::Unreachable`] if the journal cannot be reached.
    fn await_notice(&mut self, wait: Duration) -> Result<bool, JournalError>;
}
