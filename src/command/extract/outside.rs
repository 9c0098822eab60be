//! An extractor from outside: a command that reads documents and prints what was said in them.
//!
//! It gets a document a line on its standard input and prints a line for each on its standard
//! output. Both are read and written by threads of their own, so that neither side waits for the
//! other forever.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow, bail};

use crate::exchange::extraction::{Document, Extracted};

/// A running extractor.
pub struct Outside {
    command: String,
    child: Child,
    /// Whether its end was waited for: its number may belong to another process since.
    ended: bool,
    input: Option<ChildStdin>,
    lines: Receiver<std::io::Result<String>>,
    patience: Duration,
}

impl Outside {
    /// Starts the command in the system's shell.
    ///
    /// # Errors
    /// Where it cannot be started.
    pub fn start(command: &str, patience: Duration) -> Result<Self> {
        let mut shell = Command::new("sh");
        shell
            .args(["-c", command])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        // A group of its own, so that what the shell starts can be ended with it.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut shell, 0);
        let mut child = shell
            .spawn()
            .with_context(|| format!("{command:?} could not be started"))?;
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
            ended: false,
            input,
            lines,
            patience,
        })
    }

    /// Hands over a document and waits for what was said in it.
    ///
    /// # Errors
    /// Where the command ends, takes too long, or answers what cannot be.
    pub fn read(&mut self, document: &Document) -> Result<Extracted> {
        let command = self.command.clone();
        let mut input = self.input.take().context("the extractor was ended")?;
        let line = serde_json::to_string(document)? + "\n";
        // The command may print before it has read all: writing must not keep us from reading.
        let writing = thread::spawn(move || {
            let written = input
                .write_all(line.as_bytes())
                .and_then(|()| input.flush());
            (input, written)
        });
        let answer = match self.lines.recv_timeout(self.patience) {
            Ok(line) => line.with_context(|| format!("{command:?} prints what is not UTF-8"))?,
            Err(RecvTimeoutError::Timeout) => {
                self.kill();
                bail!(
                    "{command:?} gave no answer for {:?} within {} seconds",
                    document.id,
                    self.patience.as_secs()
                );
            }
            Err(RecvTimeoutError::Disconnected) => {
                let status = self.wait().map(|status| status.to_string());
                let status = status.unwrap_or_else(|error| error.to_string());
                bail!(
                    "{command:?} ended ({status}) before it answered for {:?}",
                    document.id
                );
            }
        };
        let (input, written) = writing
            .join()
            .map_err(|_| anyhow!("{command:?} was not written to"))?;
        written.with_context(|| format!("{command:?} does not read its input"))?;
        self.input = Some(input);
        let extracted: Extracted = serde_json::from_str(&answer).with_context(|| {
            format!(
                "{command:?} answers for {:?} what is no such line",
                document.id
            )
        })?;
        let checked = extracted.check(document);
        checked.with_context(|| format!("{command:?} answers for {:?}", document.id))?;
        Ok(extracted)
    }

    /// Ends the command, once all documents were read.
    ///
    /// # Errors
    /// Where it fails after all.
    pub fn finish(mut self) -> Result<()> {
        drop(self.input.take());
        match self.lines.recv_timeout(self.patience) {
            Ok(_) => {
                self.kill();
                bail!(
                    "{:?} answers for more documents than there were",
                    self.command
                );
            }
            Err(RecvTimeoutError::Timeout) => {
                self.kill();
                bail!("{:?} does not end when its input does", self.command);
            }
            Err(RecvTimeoutError::Disconnected) => {}
        }
        let status = self.wait()?;
        if !status.success() {
            bail!("{:?} failed ({status})", self.command);
        }
        Ok(())
    }

    /// Waits until the shell has ended.
    fn wait(&mut self) -> std::io::Result<ExitStatus> {
        let status = self.child.wait()?;
        self.ended = true;
        Ok(status)
    }

    /// Ends the shell and all that it started, unless it has ended by itself.
    fn kill(&mut self) {
        if self.ended {
            return;
        }
        // That it has ended meanwhile is just as well.
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
