//! The process of an outside reader. It reads one document per line from its standard input and answers each before it
//! gets the next. Separate threads write and read, so that neither side blocks the other.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow, bail};

use crate::exchange::outside;

/// The longest line that an answer may have, in bytes.
const LONGEST_LINE: u64 = 64 << 20;

/// Lines that wait to be looked at.
const LINES_AHEAD: usize = 16;

/// A running command.
pub(super) struct Process {
    command: String,
    child: Child,
    /// Whether it was reaped. Its process id may then belong to another process.
    reaped: bool,
    input: Option<ChildStdin>,
    lines: Receiver<io::Result<String>>,
    patience: Duration,
}

impl Process {
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
        let (send, lines) = sync_channel(LINES_AHEAD);
        thread::spawn(move || send_lines(output, &send));
        Ok(Self {
            command: command.to_owned(),
            child,
            reaped: false,
            input,
            lines,
            patience,
        })
    }

    /// Sends a line about a document and waits for the answer, in the words in which it was printed.
    ///
    /// # Errors
    /// If the command exits, takes too long or cannot be understood. It cannot be sent another document then.
    pub(super) fn answer(&mut self, id: &str, line: String) -> Result<String> {
        let command = self.command.clone();
        if let Ok(line) = self.lines.try_recv() {
            line.with_context(|| unreadable(&command))?;
            bail!("{command:?} gave more than one answer for the document before {id:?}");
        }
        let mut input = self.input.take().context("the reader has ended")?;
        // The command may print before it has read everything, so writing must not block reading.
        let writing = thread::spawn(move || {
            let written = input
                .write_all(line.as_bytes())
                .and_then(|()| input.flush());
            (input, written)
        });
        let answer = self.printed(id)?;
        let (input, written) = writing
            .join()
            .map_err(|_| anyhow!("the thread that writes to {command:?} failed"))?;
        written.with_context(|| format!("{command:?} did not read its input"))?;
        self.input = Some(input);
        Ok(answer)
    }

    /// The lines of the next answer.
    fn printed(&mut self, id: &str) -> Result<String> {
        let until = Instant::now() + self.patience;
        let mut printed = String::new();
        loop {
            let left = until.saturating_duration_since(Instant::now());
            match self.lines.recv_timeout(left) {
                Ok(line) => {
                    let line = line.with_context(|| unreadable(&self.command))?;
                    let is_first = printed.is_empty();
                    if is_first && line.trim().is_empty() {
                        continue;
                    }
                    printed.push_str(&line);
                    printed.push('\n');
                    let more = !is_first || outside::goes_on(&line);
                    if !more || !is_first && outside::is_complete(&printed) {
                        return Ok(printed);
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    self.kill();
                    let what = match printed.is_empty() {
                        true => "did not answer",
                        false => "did not finish its answer",
                    };
                    bail!(
                        "{:?} {what} for {id:?} within {} seconds",
                        self.command,
                        self.patience.as_secs()
                    );
                }
                // What it printed last may be an answer that is cut off.
                Err(RecvTimeoutError::Disconnected) if !printed.is_empty() => return Ok(printed),
                Err(RecvTimeoutError::Disconnected) => {
                    let status = self.wait().map(|status| status.to_string());
                    let status = status.unwrap_or_else(|error| error.to_string());
                    bail!(
                        "{:?} exited ({status}) before it answered for {id:?}",
                        self.command
                    );
                }
            }
        }
    }

    /// Closes the command's input and waits until it exits.
    ///
    /// # Errors
    /// If it prints more answers, does not exit, or fails.
    pub(super) fn finish(mut self) -> Result<()> {
        drop(self.input.take());
        loop {
            match self.lines.recv_timeout(self.patience) {
                Ok(Ok(line)) if line.trim().is_empty() => {}
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
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        let status = self.wait()?;
        if !status.success() {
            bail!("{:?} failed ({status})", self.command);
        }
        Ok(())
    }

    /// Waits until the shell exits.
    fn wait(&mut self) -> io::Result<ExitStatus> {
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

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

fn unreadable(command: &str) -> String {
    format!("the answer of {command:?} cannot be read")
}

/// Sends the lines of an output until it ends or nobody wants them. A line that cannot be read is the last.
fn send_lines(output: ChildStdout, send: &SyncSender<io::Result<String>>) {
    let mut output = BufReader::new(output);
    loop {
        let mut bytes = Vec::new();
        let read = output
            .by_ref()
            .take(LONGEST_LINE)
            .read_until(b'\n', &mut bytes);
        let line = match read {
            Ok(0) => return,
            Ok(_) if bytes.len() as u64 == LONGEST_LINE => {
                Err(io::Error::other("it has a line of more than 64 MB"))
            }
            Ok(_) => String::from_utf8(bytes)
                .map_err(|_| io::Error::other("it is not in UTF-8"))
                .map(|line| line.trim_end_matches(['\n', '\r']).to_owned()),
            Err(error) => Err(error),
        };
        let is_last = line.is_err();
        if send.send(line).is_err() || is_last {
            return;
        }
    }
}
