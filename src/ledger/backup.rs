//! Copies of a ledger that are consistent while writers are at work.

use std::fs;
use std::path::Path;

use super::{Ledger, LedgerError, Result, create_private_file};

impl Ledger {
    /// Copies the whole ledger, history and all, to a new file.
    ///
    /// # Errors
    /// Where there is a file already, or the copy cannot be written; a part of one is removed.
    pub fn backup(&self, to: &Path) -> Result<()> {
        if to.exists() {
            return Err(LedgerError::Exists {
                path: to.to_owned(),
            });
        }
        // The ledger itself may be read-only; the copy is to be written.
        self.connection.pragma_update(None, "query_only", "off")?;
        create_private_file(to)?;
        let copied = self
            .connection
            .execute("VACUUM INTO ?1", [to.to_string_lossy()])
            .map_err(LedgerError::from);
        if copied.is_err() {
            let _ = fs::remove_file(to);
        }
        copied.map(drop)
    }
}
