//! Sources: the documents that statements appear in.

use serde::{Deserialize, Serialize};

use super::Invalid;
use super::slug::Slug;
use super::text;
use super::time::When;
use super::words::words;

/// A document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The id.
    pub id: Slug,
    /// Its headline or name.
    pub title: String,
    /// Who published it.
    #[serde(default)]
    pub publisher: Option<String>,
    /// Who wrote it.
    #[serde(default)]
    pub authors: Vec<String>,
    /// Where it was found.
    #[serde(default)]
    pub url: Option<String>,
    /// When it was published. Undated statements take its day.
    #[serde(default)]
    pub published: Option<When>,
    /// When the desk fetched it.
    #[serde(default)]
    pub retrieved: Option<When>,
    /// Its language, as a BCP 47 tag: `en`.
    #[serde(default)]
    pub language: Option<String>,
    /// How far the desk trusts it.
    #[serde(default)]
    pub reliability: Option<Reliability>,
    /// The source that it re-reports.
    #[serde(default)]
    pub origin: Option<Slug>,
    /// SHA-256 of its text in UTF-8, in lower-case hexadecimal.
    #[serde(default)]
    pub sha256: Option<String>,
}

words! {
    /// Reliability of a source on the Admiralty scale (NATO AJP-2.1), from A, completely reliable, to
    /// E, unreliable; F: cannot be judged.
    Reliability {
        /// Completely reliable.
        A = "A",
        /// Usually reliable.
        B = "B",
        /// Fairly reliable.
        C = "C",
        /// Not usually reliable.
        D = "D",
        /// Unreliable.
        E = "E",
        /// Reliability cannot be judged.
        F = "F",
    }
}

impl Source {
    /// What people call it: who published it and when, or else its title.
    pub fn called(&self) -> String {
        match (&self.publisher, self.published) {
            (Some(publisher), Some(when)) => format!("{publisher}, {}", when.earliest().day()),
            _ => self.title.clone(),
        }
    }

    /// The day (or month) that an undated statement takes from the source: publication, or else
    /// retrieval.
    pub fn day(&self) -> Option<When> {
        self.published.or(self.retrieved).map(When::cut_to_day)
    }

    /// Validates the fields beyond their types.
    ///
    /// # Errors
    /// Names the invalid field.
    pub fn check(&self) -> Result<(), Invalid> {
        text::required("title", &self.title)?;
        text::optional("publisher", self.publisher.as_deref())?;
        text::optional("url", self.url.as_deref())?;
        text::optional("language", self.language.as_deref())?;
        for author in &self.authors {
            text::required("authors", author)?;
        }
        if self.origin.as_ref() == Some(&self.id) {
            return Err(Invalid::new("origin", "a source cannot re-report itself"));
        }
        check_digest("sha256", self.sha256.as_deref())
    }
}

/// Checks that a SHA-256 digest is 64 lower-case hexadecimal digits.
///
/// # Errors
/// Names `field` if it is anything else.
pub fn check_digest(field: &str, digest: Option<&str>) -> Result<(), Invalid> {
    let well_formed = |digest: &str| {
        digest.len() == 64
            && digest
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    };
    match digest {
        Some(digest) if !well_formed(digest) => Err(Invalid::new(
            field,
            format!("{digest:?} is not 64 lower-case hexadecimal digits"),
        )),
        _ => Ok(()),
    }
}
