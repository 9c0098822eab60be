//! A trial: the built program in a folder of its own, with a fixed clock and nothing in its environment but what
//! the test gives it.
//!
//! What a run tells (stdout, stderr, exit code) is kept together, so that a test holds all three against what it
//! expects. Longer tellings are held against files in tests/snapshots.

pub mod desk;
pub mod refusals;

use std::fmt;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use onrecord::domain::text::escaped;
use serde_json::Value;
use tempfile::TempDir;

/// Text as one word of a typed line, whatever is in it.
pub fn quoted(text: &str) -> String {
    shlex::Quoter::new()
        .allow_nul(true)
        .quote(text)
        .expect("NUL is allowed")
        .into_owned()
}

/// An example that measures something; examples are built beside the tests.
pub fn example(name: &str) -> PathBuf {
    let test = std::env::current_exe().expect("this test has a place");
    let profile = test
        .parent()
        .and_then(|deps| deps.parent())
        .expect("a folder of the profile");
    profile.join("examples").join(name)
}

/// A folder of its own, and the clock by which the program runs in it.
pub struct Trial {
    folder: TempDir,
    now: String,
    environment: Vec<(String, String)>,
}

/// What one run of the program told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The line that was typed.
    pub typed: String,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
    /// The exit code.
    pub code: i32,
}

/// What must not change where something is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Every record, off-record ones too.
    pub records: String,
    /// What `verify` says: entries and head.
    pub journal: Value,
}

impl Trial {
    /// An empty folder at the time `now`.
    pub fn new(now: &str) -> Self {
        Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
            now: now.to_owned(),
            environment: Vec::new(),
        }
    }

    /// A folder with an empty ledger.
    pub fn with_ledger(now: &str) -> Self {
        let trial = Self::new(now);
        trial.ok("init");
        trial
    }

    /// A folder with a ledger that holds these records.
    pub fn holding(now: &str, records: &[Value]) -> Self {
        let trial = Self::with_ledger(now);
        trial.import(records);
        trial
    }

    /// Sets the clock anew.
    pub fn set_now(&mut self, now: &str) {
        now.clone_into(&mut self.now);
    }

    /// Gives the program one more variable.
    pub fn set(&mut self, name: &str, value: &str) {
        self.environment.push((name.to_owned(), value.to_owned()));
    }

    /// The place of a file in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file into the folder.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), content).expect("a file in the temporary folder");
    }

    /// Runs the program.
    pub fn run(&self, line: impl AsRef<str>) -> Told {
        self.feed(line, b"")
    }

    /// Runs the program with something on its standard input.
    pub fn feed(&self, line: impl AsRef<str>, input: &[u8]) -> Told {
        let output = self.output(line.as_ref(), input);
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8 on stdout and stderr");
        Told {
            typed: escaped(line.as_ref()).into_owned(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
            code: output.status.code().expect("an exit code"),
        }
    }

    /// The program, ready to be started: behind another one, if `under` names it with its arguments.
    pub fn command(&self, under: &[&str], line: impl AsRef<str>) -> Command {
        let program = env!("CARGO_BIN_EXE_onrecord");
        let mut words = under.iter().copied().chain([program]);
        let mut command = Command::new(words.next().unwrap_or(program));
        command
            .args(words)
            .args(split(line.as_ref()))
            .current_dir(self.folder.path())
            .env_clear()
            .env("ONRECORD_NOW", &self.now)
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
        // A program that refuses early need not read what it is given.
        let _ = stdin.write_all(input);
        drop(stdin);
        child.wait_with_output().expect("the program ends")
    }

    /// Runs the program, which must be done with exit code 0 and silent on stderr, and gives its stdout.
    pub fn ok(&self, line: impl AsRef<str>) -> String {
        let told = self.run(line);
        assert!(told.code == 0 && told.stderr.is_empty(), "{told}");
        told.stdout
    }

    /// The JSON answer to a command.
    pub fn json(&self, line: impl AsRef<str>) -> Value {
        let line = line.as_ref();
        let answer = self.ok(format!("{line} --format json"));
        serde_json::from_str(&answer).unwrap_or_else(|error| panic!("{line}: {error}\n{answer}"))
    }

    /// The elements of the JSON answer to a command.
    pub fn list(&self, line: impl AsRef<str>) -> Vec<Value> {
        let line = line.as_ref();
        match self.json(line) {
            Value::Array(elements) => elements,
            other => panic!("{line} answers no array: {other}"),
        }
    }

    /// Imports records, all of which must be taken, and gives what the program says.
    pub fn import(&self, records: &[Value]) -> String {
        self.write("import.jsonl", lines(records));
        self.ok("import import.jsonl")
    }

    /// Every record of the ledger, off-record ones too, a line each.
    pub fn export(&self) -> String {
        self.ok("export --include-off-record")
    }

    /// Entries and head of the journal, which must verify.
    pub fn journal(&self) -> Value {
        let answer = self.json("verify");
        assert_eq!(answer["ok"], true, "{answer}");
        answer
    }

    /// What must not change where something is refused. The tables must be those that the journal gives.
    pub fn state(&self) -> State {
        self.ok("rebuild --check");
        State {
            records: self.export(),
            journal: self.journal(),
        }
    }
}

impl fmt::Display for Told {
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

/// The words of a typed line, as a shell splits it.
fn split(line: &str) -> Vec<String> {
    shlex::split(line).unwrap_or_else(|| panic!("an open quote in {line}"))
}

/// Records as JSON Lines.
pub fn lines(records: &[Value]) -> String {
    records.iter().map(|record| format!("{record}\n")).collect()
}

/// The strings of a JSON array.
pub fn strings(array: &Value) -> Vec<&str> {
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

/// Holds a telling against the file `tests/snapshots/NAME.snap`.
pub fn holds(name: &str, telling: &str) {
    insta::with_settings!({
        snapshot_path => "../../snapshots",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(name, without_heads(telling));
    });
}

/// The same text with the journal's heads masked: they rest on random salts.
fn without_heads(telling: &str) -> String {
    let mut parts = telling.split("head ");
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let hash = part.bytes().take_while(u8::is_ascii_hexdigit).count();
        let masked = if hash >= 16 { "HASH" } else { &part[..hash] };
        shown.push_str(&format!("head {masked}{}", &part[hash..]));
    }
    shown
}
