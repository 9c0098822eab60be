//! Refusals: what the program says to bad input, and that the ledger is as it was.

use std::fmt::Write;

use onrecord::domain::text::is_hostile;

use super::{State, Told, Trial, holds};

/// Collects what is refused, in order to hold it against a file of expected messages.
pub struct Refusals<'t> {
    trial: &'t Trial,
    before: State,
    telling: String,
}

impl<'t> Refusals<'t> {
    /// Refusals on the ledger of a trial.
    pub fn on(trial: &'t Trial) -> Self {
        Self {
            trial,
            before: trial.state(),
            telling: String::new(),
        }
    }

    /// The program refuses this with exit code 1, says so on stderr only, and leaves the ledger untouched.
    pub fn refused(&mut self, what: &str, line: impl AsRef<str>) {
        self.refused_input(what, line, b"");
    }

    /// As [`Refusals::refused`], with something on standard input.
    pub fn refused_input(&mut self, what: &str, line: impl AsRef<str>, input: &[u8]) {
        let told = self.trial.feed(line, input);
        assert_eq!(told.code, 1, "{what}:\n{told}");
        self.told(what, &told);
    }

    /// The program cannot make sense of the command line itself: exit code 2.
    pub fn misused(&mut self, what: &str, line: impl AsRef<str>) {
        let told = self.trial.run(line);
        assert_eq!(told.code, 2, "{what}:\n{told}");
        self.told(what, &told);
    }

    fn told(&mut self, what: &str, told: &Told) {
        assert!(
            told.stdout.is_empty() && !told.stderr.is_empty(),
            "{what}:\n{told}"
        );
        let raw: Vec<char> = told
            .stderr
            .chars()
            .filter(|&sent| sent != '\n' && is_hostile(sent))
            .collect();
        assert!(raw.is_empty(), "{what}: stderr holds {raw:?}");
        assert_eq!(
            self.trial.state(),
            self.before,
            "{what} changed the ledger:\n{told}"
        );
        add(&mut self.telling, what, told);
    }

    /// Holds all that was refused against `tests/snapshots/NAME.snap`.
    pub fn hold(self, name: &str) {
        holds(name, &self.telling);
    }
}

/// Adds one case to a telling: what it is, and what the program told.
pub fn add(telling: &mut String, what: &str, told: &Told) {
    let separator = if telling.is_empty() { "" } else { "\n" };
    write!(telling, "{separator}# {what}\n{told}")
        .expect("a string takes all that is written to it");
}
