//! Reading archived copies.

use anyhow::{Context as _, Result, bail};
use data_encoding::HEXLOWER;
use onrecord_fetch::read_warc;
use onrecord_page::{Options, Page};
use sha2::{Digest, Sha256};

use super::context::Context;
use crate::domain::archived::ArchivedCopy;
use crate::files::Archive;

/// SHA-256 of a file's bytes, in lower-case hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

/// The bytes of an archived copy.
///
/// # Errors
/// If the file is missing, or is not what was archived.
pub(super) fn file(context: &Context, copy: &ArchivedCopy) -> Result<Vec<u8>> {
    let archive = Archive::of(&context.path);
    let path = archive.path(&copy.file);
    let bytes = archive.read(&copy.file);
    let bytes = bytes.with_context(|| path.display().to_string())?;
    if sha256(&bytes) != copy.sha256 {
        bail!(
            "{} is not what was archived: its SHA-256 is not the recorded one",
            path.display()
        );
    }
    Ok(bytes)
}

/// The page in an archived copy.
///
/// # Errors
/// As [`file`], and if it cannot be read.
pub(super) fn page(context: &Context, copy: &ArchivedCopy) -> Result<Page> {
    let bytes = file(context, copy)?;
    let content = read_warc(&bytes).map_err(anyhow::Error::from);
    let content = content.and_then(|exchange| Ok(exchange.content()?));
    let content = content.with_context(|| copy.file.clone())?;
    let options = Options {
        url: Some(&copy.url),
        today: context.calendar().today(),
        charset: content.charset.as_deref(),
    };
    onrecord_page::read(&content.bytes, &options).with_context(|| copy.file.clone())
}
