//! Undoing a write.

use super::{Desk, DeskError, Result};
use crate::journal::{Body, Seq};
use crate::ledger::Reader;

/// The entries of the writer's last write, which [`Desk::undo`] takes back.
///
/// # Errors
/// If there is none, or it contains a redaction.
pub fn undoable(reader: Reader<'_>, writer: &str) -> Result<Vec<Seq>> {
    checked(reader, writer, reader.last_write_by(writer)?)
}

/// The entries from `first` to `last` of an earlier write by the writer, which [`Desk::undo`] takes back.
///
/// # Errors
/// If these are not entries of one write by the writer that stands, or one is a redaction.
pub fn undoable_between(
    reader: Reader<'_>,
    writer: &str,
    first: Seq,
    last: Seq,
) -> Result<Vec<Seq>> {
    let mut entries = reader.written_between(writer, first, last)?;
    if (entries.first(), entries.last()) != (Some(&first), Some(&last)) {
        entries.clear();
    }
    checked(reader, writer, entries)
}

fn checked(reader: Reader<'_>, writer: &str, entries: Vec<Seq>) -> Result<Vec<Seq>> {
    if entries.is_empty() {
        return Err(DeskError::NothingToUndo {
            writer: writer.to_owned(),
        });
    }
    for seq in &entries {
        if let Some(Body::Redaction { .. }) = reader.body(*seq)? {
            return Err(DeskError::NotUndoable { seq: *seq });
        }
    }
    Ok(entries)
}

impl Desk<'_, '_> {
    /// Takes back these entries, by an entry of its own.
    ///
    /// # Errors
    /// If later records depend on them.
    pub fn undo(&mut self, entries: Vec<Seq>) -> Result<()> {
        let reader = self.reader();
        let by = self.record(Body::Undo {
            of: entries.clone(),
        })?;
        if let Some((seq, count)) = reader.set_anew_since(by)? {
            return Err(DeskError::DependedOn { seq, count });
        }
        for seq in entries {
            let count = reader.count_resting_on(seq)?;
            if count > 0 && !reader.holds(seq)? {
                return Err(DeskError::DependedOn { seq, count });
            }
        }
        Ok(())
    }
}
