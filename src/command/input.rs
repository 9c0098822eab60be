//! Files named on the command line; `-` is standard input.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use anyhow::{Context as _, Result};
use onrecord_page::{Options, Page};

use super::context::Context;

/// An opened input.
pub(super) struct Input {
    /// Its bytes, from the beginning.
    pub reader: Box<dyn Read + Send>,
    /// Its length in bytes, if known.
    pub length: Option<u64>,
}

/// Opens a file or standard input.
///
/// # Errors
/// If the file cannot be opened. The message names it.
pub(super) fn open(path: &Path) -> Result<Input> {
    if is_stdin(path) {
        return Ok(Input {
            reader: Box::new(io::stdin()),
            length: None,
        });
    }
    let file = File::open(path).with_context(|| path.display().to_string())?;
    let length = file.metadata().map(|metadata| metadata.len()).ok();
    Ok(Input {
        reader: Box::new(file),
        length,
    })
}

/// Bytes by which a file is known for what it is.
const HEAD: u64 = 1 << 16;

/// The beginning of an input, and the input from its beginning.
///
/// # Errors
/// If it cannot be read.
pub(super) fn peeked(mut input: Input) -> io::Result<(Vec<u8>, Input)> {
    let mut head = Vec::new();
    input.reader.by_ref().take(HEAD).read_to_end(&mut head)?;
    let reader = Box::new(io::Cursor::new(head.clone()).chain(input.reader));
    let length = input.length;
    Ok((head, Input { reader, length }))
}

/// Reads a whole file or standard input. A command that a browser asks for gets what the browser sent under that name,
/// and opens no file of this machine.
///
/// # Errors
/// If it cannot be read. The message names the file.
pub(super) fn read(path: &Path, context: &Context) -> Result<Vec<u8>> {
    if context.is_for_browser() {
        let sent = context.sent(path).map(<[u8]>::to_vec);
        return sent.with_context(|| format!("{} was not sent", name(path, context)));
    }
    let mut bytes = Vec::new();
    open(path)?
        .reader
        .read_to_end(&mut bytes)
        .with_context(|| path.display().to_string())?;
    #[cfg(feature = "shared")]
    context.desk_line.keep(path, &bytes);
    Ok(bytes)
}

/// Reads a file or standard input as an article.
///
/// # Errors
/// If it cannot be read, or is no article. The message names the file.
pub(super) fn page(path: &Path, url: Option<&str>, context: &Context) -> Result<Page> {
    let options = Options {
        url,
        today: context.calendar().today(),
        charset: None,
    };
    onrecord_page::read(&read(path, context)?, &options).with_context(|| name(path, context))
}

/// What a message calls a file.
pub(super) fn name(path: &Path, context: &Context) -> String {
    match context.is_for_browser() && is_stdin(path) {
        true => "the text".to_owned(),
        false => path.display().to_string(),
    }
}

/// Whether this means standard input, which can be read only once.
pub(super) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}
