//! Recording as a person at the desk does it: what each command says, and what it brings about.
//!
//! The tellings in `tests/snapshots/recording-*.snap` read as days at the desk.

mod edits;
mod news;
mod redaction;
mod wording;

use crate::common::Trial;

/// A day at the desk: what was typed and what came of it, one after the other.
struct Day<'t> {
    trial: &'t Trial,
    telling: String,
}

impl<'t> Day<'t> {
    fn on(trial: &'t Trial) -> Self {
        Self {
            trial,
            telling: String::new(),
        }
    }

    /// Types a command, whatever comes of it.
    fn typed(&mut self, line: impl AsRef<str>) {
        let told = self.trial.run(line.as_ref());
        let separator = if self.telling.is_empty() { "" } else { "\n" };
        self.telling.push_str(separator);
        self.telling.push_str(&told.to_string());
    }

    /// Holds the day against `tests/snapshots/NAME.snap`; tables and journal must agree at its end.
    fn hold(self, name: &str) {
        self.trial.state();
        crate::common::holds(name, &self.telling);
    }
}

/// The id of the statement that a write answers.
fn statement(trial: &Trial, line: impl AsRef<str>) -> String {
    let news = trial.json(line.as_ref());
    news["statement"]
        .as_str()
        .expect("a statement's id")
        .to_owned()
}
