//! Runs the built program in a folder of its own, with a fixed clock and a cleared environment.
//!
//! A run keeps stdout, stderr and exit code together, so that a test can check all three. Longer transcripts are
//! compared with files in tests/snapshots.

#[cfg(feature = "shared")]
pub(crate) mod between;
pub(crate) mod desk;
#[cfg(feature = "shared")]
pub(crate) mod postgres;
pub(crate) mod refusals;
#[cfg(feature = "news")]
pub(crate) mod site;

use std::fmt;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use onrecord::domain::text::escaped;
use serde_json::Value;
use tempfile::TempDir;

/// A number from the environment, or its default.
pub(crate) fn setting(variable: &str, default: usize) -> usize {
    let set = std::env::var(variable).ok();
    set.map_or(default, |set| set.parse().expect("a whole number"))
}

/// How many cases a property is tried with: `few`, times `ONRECORD_CASES`.
pub(crate) fn cases(few: u32) -> u32 {
    let factor = u32::try_from(setting("ONRECORD_CASES", 1)).expect("a small number");
    few * factor
}

/// Quotes a text so that a typed line has it as one word.
pub(crate) fn quoted(text: &str) -> String {
    shlex::Quoter::new()
        .allow_nul(true)
        .quote(text)
        .expect("NUL is allowed")
        .into_owned()
}

/// A folder and the clock by which the program runs in it.
pub(crate) struct TestDesk {
    folder: TempDir,
    now: String,
    environment: Vec<(String, String)>,
}

/// The outcome of one run of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    /// The line that was typed.
    pub typed: String,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
    /// The exit code.
    pub code: i32,
}

/// What a refused command must leave unchanged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct State {
    /// All records, including off-record ones.
    pub records: String,
    /// The answer of `verify`: entries and head.
    pub journal: Value,
}

impl TestDesk {
    /// An empty folder at the time `now`.
    pub(crate) fn new(now: &str) -> Self {
        Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
            now: now.to_owned(),
            environment: Vec::new(),
        }
    }

    /// A desk with an empty ledger.
    pub(crate) fn with_ledger(now: &str) -> Self {
        let desk = Self::new(now);
        desk.ok("init");
        desk
    }

    /// A desk whose ledger has these records.
    pub(crate) fn holding(now: &str, records: &[Value]) -> Self {
        let desk = Self::with_ledger(now);
        desk.import(records);
        desk
    }

    /// Sets the clock.
    pub(crate) fn set_now(&mut self, now: &str) {
        now.clone_into(&mut self.now);
    }

    /// Sets a variable of the program's environment.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.environment.push((name.to_owned(), value.to_owned()));
    }

    /// The path of a file in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The names in the folder other than the ledger's, sorted.
    pub(crate) fn files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).expect("the folder");
        let names = entries.map(|entry| entry.expect("an entry").file_name());
        let mut names: Vec<String> = names
            .map(|name| name.to_string_lossy().into_owned())
            .filter(|name| !name.starts_with("onrecord.db"))
            .collect();
        names.sort();
        names
    }

    /// Writes a file into the folder.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), content).expect("a file in the temporary folder");
    }

    /// Runs the program.
    pub(crate) fn run(&self, line: impl AsRef<str>) -> Run {
        self.feed(line, b"")
    }

    /// Runs the program with this standard input.
    pub(crate) fn feed(&self, line: impl AsRef<str>, input: &[u8]) -> Run {
        let output = self.output(line.as_ref(), input);
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8 on stdout and stderr");
        Run {
            typed: escaped(line.as_ref()).into_owned(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
            code: output.status.code().expect("an exit code"),
        }
    }

    /// The program as a command, run by another one if `under` gives that and its arguments.
    pub(crate) fn command(&self, under: &[&str], line: impl AsRef<str>) -> Command {
        let program = env!("CARGO_BIN_EXE_onrecord");
        let mut words = under.iter().copied().chain([program]);
        let mut command = Command::new(words.next().unwrap_or(program));
        command
            .args(words)
            .args(split(line.as_ref()))
            .current_dir(self.folder.path())
            .env_clear()
            .env("ONRECORD_NOW", &self.now)
            .env("TZ", "UTC")
            .env("COLUMNS", "80")
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    fn output(&self, line: &str, input: &[u8]) -> Output {
        let mut child = self.command(&[], line).spawn().expect("the program runs");
        let mut stdin = child.stdin.take().expect("a standard input");
        // A program that refuses early need not read its input.
        let _ = stdin.write_all(input);
        drop(stdin);
        child.wait_with_output().expect("the program ends")
    }

    /// Runs a command that must succeed and write nothing to stderr. Returns its stdout.
    pub(crate) fn ok(&self, line: impl AsRef<str>) -> String {
        let run = self.run(line);
        assert!(run.code == 0 && run.stderr.is_empty(), "{run}");
        run.stdout
    }

    /// Runs a command that must succeed and may write notes to stderr. Returns its stdout.
    pub(crate) fn noted(&self, line: impl AsRef<str>) -> String {
        let run = self.run(line);
        let mut said = run.stderr.lines();
        let is_note = |line: &str| {
            let starts = ["note: ", "  ", "{\"note\":"];
            starts.iter().any(|start| line.starts_with(start))
        };
        let only_notes = said.all(is_note);
        assert!(run.code == 0 && only_notes, "{run}");
        run.stdout
    }

    /// The JSON answer of `report`, which may write notes to stderr.
    pub(crate) fn report(&self, options: impl AsRef<str>) -> Value {
        let answer = self.noted(format!("report - --format json {}", options.as_ref()));
        serde_json::from_str(&answer).unwrap_or_else(|error| panic!("{error}\n{answer}"))
    }

    /// The JSON answer of a command.
    pub(crate) fn json(&self, line: impl AsRef<str>) -> Value {
        let line = line.as_ref();
        let answer = self.ok(format!("{line} --format json"));
        serde_json::from_str(&answer).unwrap_or_else(|error| panic!("{line}: {error}\n{answer}"))
    }

    /// The elements of the JSON answer of a command.
    pub(crate) fn list(&self, line: impl AsRef<str>) -> Vec<Value> {
        let line = line.as_ref();
        match self.json(line) {
            Value::Array(elements) => elements,
            other => panic!("{line} answers no array: {other}"),
        }
    }

    /// Imports records, all of which must be accepted. Returns what the program prints.
    pub(crate) fn import(&self, records: &[Value]) -> String {
        self.write("import.jsonl", lines(records));
        self.ok("import import.jsonl")
    }

    /// All records of the ledger as JSON Lines, including off-record ones.
    pub(crate) fn export(&self) -> String {
        self.ok("export --include-off-record")
    }

    /// Entries and head of the journal, which must verify.
    pub(crate) fn journal(&self) -> Value {
        let answer = self.json("verify");
        assert_eq!(answer["ok"], true, "{answer}");
        answer
    }

    /// The bytes of the ledger's file and of its write-ahead log.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let read = |name| std::fs::read(self.path(name)).unwrap_or_default();
        [read("onrecord.db"), read("onrecord.db-wal")].concat()
    }

    /// The state that refused commands leave unchanged. The tables must match the journal.
    pub(crate) fn state(&self) -> State {
        self.ok("rebuild --check");
        State {
            records: self.export(),
            journal: self.journal(),
        }
    }
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "$ onrecord {}", self.typed)?;
        for line in self.stdout.lines() {
            writeln!(f, "{}", line.trim_end())?;
        }
        for line in self.stderr.lines() {
            writeln!(f, "2> {}", line.trim_end())?;
        }
        writeln!(f, "[exit {}]", self.code)
    }
}

/// Splits a line into words as a shell does.
fn split(line: &str) -> Vec<String> {
    shlex::split(line).unwrap_or_else(|| panic!("an open quote in {line}"))
}

/// Records as JSON Lines.
pub(crate) fn lines(records: &[Value]) -> String {
    records.iter().map(|record| format!("{record}\n")).collect()
}

/// The strings of a JSON array.
pub(crate) fn strings(array: &Value) -> Vec<&str> {
    let elements = array
        .as_array()
        .unwrap_or_else(|| panic!("no array: {array}"));
    elements
        .iter()
        .map(|element| {
            element
                .as_str()
                .unwrap_or_else(|| panic!("no string: {element}"))
        })
        .collect()
}

/// Compares text with the file `tests/snapshots/NAME.snap`.
pub(crate) fn assert_snapshot(name: &str, transcript: &str) {
    insta::with_settings!({
        snapshot_path => "../../snapshots",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(name, without_heads(transcript));
    });
}

/// Masks the journal's heads, which depend on random salts.
fn without_heads(transcript: &str) -> String {
    let mut parts = transcript.split("head ");
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let hash = part.bytes().take_while(u8::is_ascii_hexdigit).count();
        let masked = if hash >= 16 { "HASH" } else { &part[..hash] };
        shown.push_str(&format!("head {masked}{}", &part[hash..]));
    }
    shown
}
