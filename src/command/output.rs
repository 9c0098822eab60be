//! Standard output. A broken pipe is not an error: whoever closed it has read enough.

use std::io::{self, ErrorKind, Write};

/// Writes to standard output.
pub(super) fn write_stdout(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    // Text after the last newline stays in the buffer, and errors are lost when it is dropped.
    ignore_broken_pipe(out.write_all(bytes).and_then(|()| out.flush()))
}

/// Turns a broken pipe into success.
pub(super) fn ignore_broken_pipe(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}
