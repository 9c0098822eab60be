//! Copies of a ledger that are consistent while writers are at work.

use std::path::Path;

use super::{Ledger, LedgerError, Result, files};

impl Ledger {
    /// Copies the whole ledger, history and all, to a new file.
    ///
    /// # Errors
    /// Where there is a file already, or the copy cannot be written; nothing is left of it then.
    pub fn backup(&self, to: &Path) -> Result<()> {
        if to.exists() {
            return Err(LedgerError::Exists {
                path: to.to_owned(),
            });
        }
        let _within = self.work.within();
        files::put(files::copy(&self.connection, to)?, to)
    }
}
