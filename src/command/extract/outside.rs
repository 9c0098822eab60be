//! An outside extractor: a command that reads one document per line from its standard input and
//! prints one line for each. Separate threads write and read, so that neither side blocks the other.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow, bail};

use crate::exchange::extraction::{Document, Extracted};

/// A running extractor.
pub(super) struct Outside {
    command: String,
    child: Child,
    /// Whether it was reaped. Its process id may then belong to another process.
    reaped: bool,
    input: Option<ChildStdin>,
    lines: Receiver<std::io::Result<String>>,
    patience: Duration,
}

impl Outside {
    /// Starts the command in the system's shell.
    ///
    /// # Errors
    /// If it cannot be started.
    pub(super) fn start(command: &str, patience: Duration) -> Result<Self> {
        let mut shell = Command::new("sh");
        shell
            .args(["-c", command])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        // In its own process group, so that the shell's children can be killed with it.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut shell, 0);
        let mut child = shell
            .spawn()
            .with_context(|| format!("cannot start {command:?}"))?;
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let output = output.with_context(|| format!("{command:?} has no output"))?;
        let (send, lines) = channel();
        thread::spawn(move || {
            for line in BufReader::new(output).lines() {
                if send.send(line).is_err() {
                    return;
                }
            }
        });
        Ok(Self {
            command: command.to_owned(),
            child,
            reaped: false,
            input,
            lines,
            patience,
        })
    }

    /// Sends a document and waits for the answer. The inner error is an invalid answer, behind which the
    /// next document can be sent.
    ///
    /// # Errors
    /// If the command exits or takes too long.
    pub(super) fn read(&mut self, document: &Document) -> Result<Result<Extracted>> {
        let command = self.command.clone();
        let mut input = self.input.take().context("the extractor has ended")?;
        let line = serde_json::to_string(document)? + "\n";
        // The command may print before it has read everything, so writing must not block reading.
        let writing = thread::spawn(move || {
            let written = input
                .write_all(line.as_bytes())
                .and_then(|()| input.flush());
            (input, written)
        });
        let answer = match self.lines.recv_timeout(self.patience) {
            Ok(line) => {
                line.with_context(|| format!("{command:?} printed text that is not UTF-8"))?
            }
            Err(RecvTimeoutError::Timeout) => {
                self.kill();
                bail!(
                    "{command:?} did not answer for {:?} within {} seconds",
                    document.id,
                    self.patience.as_secs()
                );
            }
            Err(RecvTimeoutError::Disconnected) => {
                let status = self.wait().map(|status| status.to_string());
                let status = status.unwrap_or_else(|error| error.to_string());
                bail!(
                    "{command:?} exited ({status}) before it answered for {:?}",
                    document.id
                );
            }
        };
        let (input, written) = writing
            .join()
            .map_err(|_| anyhow!("the thread that writes to {command:?} failed"))?;
        written.with_context(|| format!("{command:?} did not read its input"))?;
        self.input = Some(input);
        let invalid = || format!("{command:?} gave an invalid answer for {:?}", document.id);
        let extracted = serde_json::from_str(&answer).map_err(anyhow::Error::from);
        let checked = extracted.and_then(|extracted: Extracted| {
            extracted.check(document)?;
            Ok(extracted)
        });
        Ok(checked.with_context(invalid))
    }

    /// Closes the command's input and waits until it exits.
    ///
    /// # Errors
    /// If it prints more answers, does not exit, or fails.
    pub(super) fn finish(mut self) -> Result<()> {
        drop(self.input.take());
        match self.lines.recv_timeout(self.patience) {
            Ok(_) => {
                self.kill();
                bail!(
                    "{:?} gave more answers than there were documents",
                    self.command
                );
            }
            Err(RecvTimeoutError::Timeout) => {
                self.kill();
                bail!("{:?} did not exit at the end of its input", self.command);
            }
            Err(RecvTimeoutError::Disconnected) => {}
        }
        let status = self.wait()?;
        if !status.success() {
            bail!("{:?} failed ({status})", self.command);
        }
        Ok(())
    }

    /// Waits until the shell exits.
    fn wait(&mut self) -> std::io::Result<ExitStatus> {
        let status = self.child.wait()?;
        self.reaped = true;
        Ok(status)
    }

    /// Kills the shell and its children, unless it has exited.
    fn kill(&mut self) {
        if self.reaped {
            return;
        }
        // An error means that it has just exited by itself.
        #[cfg(unix)]
        let _ = rustix::process::kill_process_group(
            rustix::process::Pid::from_child(&self.child),
            rustix::process::Signal::KILL,
        );
        let _ = self.child.kill();
        let _ = self.wait();
    }
}

impl Drop for Outside {
    fn drop(&mut self) {
        self.kill();
    }
}
