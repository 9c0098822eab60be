//! Standard output. A broken pipe is not an error: whoever closed it has read enough.

use std::io::{self, ErrorKind, Write};

/// Writes to standard output.
pub(super) fn write_stdout(bytes: &[u8]) -> io::Result<()> {
    ignore_broken_pipe(io::stdout().lock().write_all(bytes))
}

/// Turns a broken pipe into success.
pub(super) fn ignore_broken_pipe(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}
