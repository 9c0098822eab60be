//! Archived copies of sources.

use super::{Desk, Result};
use crate::domain::archived::ArchivedCopy;
use crate::journal::Body;

impl Desk<'_, '_> {
    /// Records that a version of a source was fetched and archived.
    ///
    /// # Errors
    /// If a field is invalid, or the source is not recorded.
    pub fn archived(&mut self, copy: ArchivedCopy) -> Result<()> {
        copy.check()?;
        self.source_key(&copy.source)?;
        self.record(Body::Copy(copy))?;
        Ok(())
    }
}
