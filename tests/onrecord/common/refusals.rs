//! Refused commands: what the program prints, and that the ledger is unchanged.

use std::fmt::Write;

use onrecord::domain::text::is_hostile;

use super::{Run, State, TestDesk, assert_snapshot};

/// Collects refusals, to be compared with a snapshot of expected messages.
pub(crate) struct Refusals<'t> {
    desk: &'t TestDesk,
    before: State,
    bytes: Vec<u8>,
    transcript: String,
}

impl<'t> Refusals<'t> {
    /// Refusals on the ledger of a desk.
    pub(crate) fn on(desk: &'t TestDesk) -> Self {
        Self {
            desk,
            before: desk.state(),
            bytes: desk.bytes(),
            transcript: String::new(),
        }
    }

    /// The command must exit with code 1, print to stderr only, and leave the ledger unchanged.
    pub(crate) fn refused(&mut self, what: &str, line: impl AsRef<str>) {
        self.refused_input(what, line, b"");
    }

    /// As [`Refusals::refused`], with standard input.
    pub(crate) fn refused_input(&mut self, what: &str, line: impl AsRef<str>, input: &[u8]) {
        let run = self.desk.feed(line, input);
        assert_eq!(run.code, 1, "{what}:\n{run}");
        self.check(what, &run);
    }

    /// The command line itself is invalid: exit code 2.
    pub(crate) fn misused(&mut self, what: &str, line: impl AsRef<str>) {
        let run = self.desk.run(line);
        assert_eq!(run.code, 2, "{what}:\n{run}");
        self.check(what, &run);
    }

    fn check(&mut self, what: &str, run: &Run) {
        assert!(
            run.stdout.is_empty() && !run.stderr.is_empty(),
            "{what}:\n{run}"
        );
        let raw: Vec<char> = run
            .stderr
            .chars()
            .filter(|&sent| sent != '\n' && is_hostile(sent))
            .collect();
        assert!(raw.is_empty(), "{what}: stderr holds {raw:?}");
        // The same bytes mean the same answers. If bytes differ, compare what they mean.
        if self.desk.bytes() != self.bytes {
            let state = self.desk.state();
            assert_eq!(state, self.before, "{what} changed the ledger:\n{run}");
        }
        add(&mut self.transcript, what, run);
    }

    /// Compares all refusals with `tests/snapshots/NAME.snap`.
    pub(crate) fn assert_snapshot(self, name: &str) {
        assert_snapshot(name, &self.transcript);
    }
}

/// Adds one case to a transcript, under a heading.
pub(crate) fn add(transcript: &mut String, what: &str, run: &Run) {
    let separator = if transcript.is_empty() { "" } else { "\n" };
    write!(transcript, "{separator}# {what}\n{run}")
        .expect("a string takes all that is written to it");
}
