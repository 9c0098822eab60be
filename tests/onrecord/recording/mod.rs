//! Recording as a person at the desk does it: what each command says, and what it brings about.
//!
//! The tellings in `tests/snapshots/recording-*.snap` read as days at the desk.

mod edits;
mod news;
mod redaction;

use crate::common::TestDesk;

/// A day at the desk: what was typed and what came of it, one after the other.
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

    /// Types a command, whatever comes of it.
    fn run(&mut self, line: impl AsRef<str>) {
        let run = self.desk.run(line.as_ref());
        let separator = if self.transcript.is_empty() { "" } else { "\n" };
        self.transcript.push_str(separator);
        self.transcript.push_str(&run.to_string());
    }

    /// Holds the day against `tests/snapshots/NAME.snap`; tables and journal must agree at its end.
    fn assert_snapshot(self, name: &str) {
        self.desk.state();
        crate::common::assert_snapshot(name, &self.transcript);
    }
}

/// The id of the statement that a write answers.
fn statement(desk: &TestDesk, line: impl AsRef<str>) -> String {
    let news = desk.json(line.as_ref());
    news["statement"]
        .as_str()
        .expect("a statement's id")
        .to_owned()
}
