//! Archived copies: versions of a source as they were fetched.

use serde::{Deserialize, Serialize};

use super::Invalid;
use super::slug::Slug;
use super::source::check_digest;
use super::text;
use super::time::When;

/// A version of a source as it was fetched, kept as a file in the ledger's archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ArchivedCopy {
    /// The source.
    pub source: Slug,
    /// The address that it was fetched from, behind all redirects.
    pub url: String,
    /// The minute in which it was fetched.
    pub fetched: When,
    /// Its headline then, if it had one.
    #[serde(default)]
    pub title: Option<String>,
    /// The name of its file in the archive, a WARC file.
    pub file: String,
    /// SHA-256 of that file, in lower-case hexadecimal.
    pub sha256: String,
}

impl ArchivedCopy {
    /// Validates the fields beyond their types.
    ///
    /// # Errors
    /// Names the invalid field.
    pub fn check(&self) -> Result<(), Invalid> {
        text::required("url", &self.url)?;
        text::optional("title", self.title.as_deref())?;
        // A journal may come from elsewhere, and must not make the program read any file it likes.
        let plain = |one: char| one.is_ascii_alphanumeric() || matches!(one, '-' | '.' | '_');
        if self.file.is_empty() || self.file.starts_with('.') || !self.file.chars().all(plain) {
            let reason = format!("{:?} is not the plain name of a file", self.file);
            return Err(Invalid::new("file", reason));
        }
        check_digest("sha256", Some(&self.sha256))
    }
}
