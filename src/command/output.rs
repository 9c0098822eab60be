//! Where answers go: standard output, or a text that is kept.
//!
//! A broken pipe is not an error: whoever closed it has read enough.

use std::io::{self, ErrorKind, Write};
#[cfg(any(feature = "shared", feature = "web"))]
use std::sync::{Mutex, PoisonError};

/// Where a command's answers go.
pub(super) enum Output {
    /// To standard output.
    Standard,
    /// Into a text, for a browser or for what waited in the outbox.
    #[cfg(any(feature = "shared", feature = "web"))]
    Kept(Mutex<String>),
}

impl Output {
    /// An empty text to keep answers in.
    #[cfg(any(feature = "shared", feature = "web"))]
    pub(super) fn kept() -> Self {
        Self::Kept(Mutex::default())
    }

    /// Writes an answer.
    pub(super) fn write(&self, text: &str) -> io::Result<()> {
        match self {
            Self::Standard => write_stdout(text.as_bytes()),
            #[cfg(any(feature = "shared", feature = "web"))]
            Self::Kept(kept) => {
                let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                kept.push_str(text);
                Ok(())
            }
        }
    }

    /// The text that was kept.
    #[cfg(feature = "web")]
    pub(super) fn into_text(self) -> String {
        match self {
            Self::Standard => String::new(),
            Self::Kept(kept) => kept.into_inner().unwrap_or_else(PoisonError::into_inner),
        }
    }
}

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
