//! The built program, run as a person would run it: whole processes with a fixed clock.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// A ledger and the program that works on it.
pub struct Ledger {
    /// The ledger's file.
    pub path: PathBuf,
}

impl Ledger {
    /// A new, empty ledger.
    pub fn new(path: PathBuf) -> Self {
        for behind in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{behind}", path.display()));
        }
        let ledger = Self { path };
        ledger.run(&["init"]);
        ledger
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
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

    /// How long a command takes, from its start to its end.
    pub fn run(&self, arguments: &[&str]) -> Duration {
        let started = Instant::now();
        let status = self.command(arguments).status().expect("the program runs");
        assert!(status.success(), "{arguments:?} ended with {status}");
        started.elapsed()
    }

    /// How long a command takes and how much memory it needed at most, in bytes.
    pub fn run_watched(&self, arguments: &[&str]) -> (Duration, u64) {
        let started = Instant::now();
        let mut child = self.command(arguments).spawn().expect("the program runs");
        let mut most = 0;
        let status = loop {
            // A process that has ended tells no more, so it is asked while it runs.
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
    pub fn size(&self) -> u64 {
        fs::metadata(&self.path).map_or(0, |file| file.len())
    }
}

/// The most memory that a running process has had so far, as Linux tells it; 0 elsewhere.
fn peak_memory(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse().ok());
    kilobytes.map_or(0, |kilobytes: u64| kilobytes * 1024)
}

/// Has the system write to the disk what it holds back: otherwise whoever is measured next waits
/// for what was written before. Where there is no `sync`, nothing is done.
pub fn flush() {
    let _ = Command::new("sync").status();
}

/// How long the sqlite3 shell takes to open a ledger and answer a query; none where there is no
/// such shell.
pub fn sqlite_shell(ledger: &Path, query: &str) -> Option<Duration> {
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
