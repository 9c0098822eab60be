//! Undoing a write.

use super::{Desk, DeskError, Result};
use crate::journal::{Body, Seq};
use crate::ledger::Reader;

/// The entries of the writer's last write, which [`Desk::undo`] takes back.
///
/// # Errors
/// If there is none, or it contains a redaction.
pub fn undoable(reader: Reader<'_>, writer: &str) -> Result<Vec<Seq>> {
    let entries = reader.last_write_by(writer)?;
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
