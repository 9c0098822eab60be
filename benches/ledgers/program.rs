//! Runs the built program as a person would: whole processes with a fixed clock.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// A ledger and the program that works on it.
pub(crate) struct Ledger {
    /// The ledger's file.
    pub path: PathBuf,
}

impl Ledger {
    /// A new, empty ledger.
    pub(crate) fn new(path: PathBuf) -> Self {
        for behind in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{behind}", path.display()));
        }
        let ledger = Self { path };
        ledger.run(&["init"]);
        ledger
    }

    /// The program with these arguments, which says nothing.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let program = std::env::var_os("ONRECORD_PROGRAM");
        let program = program.unwrap_or_else(|| env!("CARGO_BIN_EXE_onrecord").into());
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("ONRECORD_NOW", "2025-06-01T12:00Z")
            .env("ONRECORD_BY", "desk")
            .arg("--ledger")
            .arg(&self.path)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    /// Runs a command and returns its wall-clock time.
    pub(crate) fn run(&self, arguments: &[&str]) -> Duration {
        let started = Instant::now();
        let output = self
            .command(arguments)
            .stderr(Stdio::piped())
            .output()
            .expect("the program runs");
        let takes = started.elapsed();
        let said = String::from_utf8_lossy(&output.stderr);
        let status = output.status;
        assert!(status.success(), "{arguments:?}: {status}: {said}");
        takes
    }

    /// Runs a command and returns its wall-clock time and peak memory in bytes.
    pub(crate) fn run_watched(&self, arguments: &[&str]) -> (Duration, u64) {
        let started = Instant::now();
        let mut child = self.command(arguments).spawn().expect("the program runs");
        let mut most = 0;
        let status = loop {
            // Memory is sampled while the process runs, since it cannot be read after it ends.
            most = most.max(peak_memory(child.id()));
            if let Some(status) = child.try_wait().expect("a status") {
                break status;
            }
            sleep(Duration::from_millis(5));
        };
        assert!(status.success(), "{arguments:?} ended with {status}");
        (started.elapsed(), most)
    }

    /// The size of the file.
    pub(crate) fn size(&self) -> u64 {
        fs::metadata(&self.path).map_or(0, |file| file.len())
    }
}

/// The peak memory of a running process so far, as Linux reports it; 0 on other systems.
pub(crate) fn peak_memory(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse().ok());
    kilobytes.map_or(0, |kilobytes: u64| kilobytes * 1024)
}

/// Flushes pending writes to disk, so the next measurement does not wait for them. Does nothing if
/// there is no `sync` command.
pub(crate) fn flush() {
    let _ = Command::new("sync").status();
}

/// The time the sqlite3 shell takes to open a ledger and answer a query; `None` if there is no such
/// shell.
pub(crate) fn sqlite_shell(ledger: &Path, query: &str) -> Option<Duration> {
    let started = Instant::now();
    let status = Command::new("sqlite3")
        .arg(ledger)
        .arg(query)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .ok()?;
    status.success().then(|| started.elapsed())
}
