//! Recording as a person at the desk does it: what each command prints, and what it changes.
//!
//! The transcripts in `tests/snapshots/recording-*.snap` read as days at the desk.

mod alike;
mod edits;
mod grades;
mod moving;
mod news;
mod redaction;
mod spelt;
mod typed;
mod wording;

use crate::common::TestDesk;

/// A day at the desk: commands and their output, one after the other.
struct Day<'t> {
    desk: &'t TestDesk,
    transcript: String,
}

impl<'t> Day<'t> {
    fn on(desk: &'t TestDesk) -> Self {
        Self {
            desk,
            transcript: String::new(),
        }
    }

    /// Runs a command, whatever its exit code.
    fn run(&mut self, line: impl AsRef<str>) {
        let run = self.desk.run(line.as_ref());
        let separator = if self.transcript.is_empty() { "" } else { "\n" };
        self.transcript.push_str(separator);
        self.transcript.push_str(&run.to_string());
    }

    /// Compares the day with `tests/snapshots/NAME.snap` and checks that the tables match the journal.
    fn assert_snapshot(self, name: &str) {
        self.desk.state();
        crate::common::assert_snapshot(name, &self.transcript);
    }
}

/// Runs a write and returns the id of its statement.
fn statement(desk: &TestDesk, line: impl AsRef<str>) -> String {
    let news = desk.json(line.as_ref());
    news["statement"]
        .as_str()
        .expect("a statement's id")
        .to_owned()
}
