//! The mark of what no person has looked at.

use super::page::{Cell, Page};

/// The mark.
pub const UNREVIEWED: &str = "unreviewed";

/// What the mark means.
pub(super) const MEANING: &str = "unreviewed: taken over from a draft, and nobody has looked at it. `onrecord review` \
                       goes through it; --reviewed answers without it.";

/// The text, with the mark on a line of its own if it is to have one.
pub fn marked(text: impl Into<String>, unreviewed: bool) -> String {
    let text = text.into();
    match (unreviewed, text.as_str()) {
        (false, _) => text,
        (true, "") => UNREVIEWED.to_owned(),
        (true, _) => format!("{text}\n{UNREVIEWED}"),
    }
}

/// The mark in brackets after other words, or nothing.
pub fn in_brackets(unreviewed: bool) -> &'static str {
    if unreviewed { " (unreviewed)" } else { "" }
}

impl Cell {
    /// The cell, with the mark if it is to have one.
    #[must_use]
    pub fn marked(self, unreviewed: bool) -> Self {
        Self {
            text: marked(self.text, unreviewed),
            ..self
        }
    }
}

impl Page {
    /// Says what the mark means, if anything on the page has it.
    #[must_use]
    pub fn explaining_marks(self, any: bool) -> Self {
        match any {
            true => self.text(MEANING),
            false => self,
        }
    }
}
