//! The key with which feed readers get the feeds of a desk in a browser, and nothing else.
//!
//! A feed reader asks for years and cannot be given a new token at each start of the server, so its key is kept in a
//! file beside the ledger that only its owner can read. It is in no copy of the ledger.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use clap::ValueEnum;

use crate::files::{self, Existing, FEED_KEY};
use crate::web::Token;

/// Which key is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FeedKey {
    /// The one that was made before, or a first one
    Kept,
    /// A new one; addresses with an earlier one no longer work
    New,
}

impl FeedKey {
    /// The key of a ledger's feeds.
    ///
    /// # Errors
    /// If it can be neither read nor written, or is none.
    pub(super) fn of(self, ledger: &Path) -> Result<Token> {
        let path = files::with_suffix(ledger, FEED_KEY);
        let kept = match fs::read_to_string(&path) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(error).with_context(|| path.display().to_string()),
        };
        if let (Self::Kept, Some(text)) = (self, kept) {
            let Some(key) = Token::of(text.trim()) else {
                bail!(
                    "{} holds no key for feeds; `onrecord serve --feed-key=new` makes one",
                    path.display()
                );
            };
            return Ok(key);
        }
        let key = Token::random().context("the system gives no random bytes")?;
        let line = format!("{}\n", key.as_str());
        let written = files::write_durably(&path, line.as_bytes(), Existing::Replace);
        written.with_context(|| path.display().to_string())?;
        Ok(key)
    }
}
