//! The fields of forms that record something: what may be typed, and how a command gets it.

/// A field of a form.
#[derive(Clone, Copy)]
pub(super) struct Field {
    /// Its name, which is that of the command's option.
    pub(super) name: &'static str,
    /// What it is called on the page.
    pub(super) label: &'static str,
    /// What may be typed.
    pub(super) kind: Kind,
    /// How it is given to the command.
    pub(super) given: Given,
    /// Whether the command cannot do without it.
    pub(super) is_needed: bool,
    /// Whether there may be several.
    pub(super) is_many: bool,
    /// How an edit changes it, if there may be several.
    pub(super) list: List,
    /// Whether it belongs to one record alone, so that the next one does not begin with it.
    pub(super) is_own: bool,
    /// What a new record begins with.
    pub(super) start: &'static str,
    /// What else there is to know about it.
    pub(super) hint: &'static str,
}

/// How an edit changes a field that may have several values.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    /// All of its values are given, in place of those before.
    Replaced,
    /// Values are added by its option, and removed by the option with `no-` before it.
    Added,
}

/// What may be typed in a field.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// The name of something of a kind: `party`, `claim`, `source`, `question` or `topic`.
    Name(&'static str),
    /// A line.
    Line,
    /// A paragraph.
    Lines,
    /// A whole text.
    Text,
    /// A time.
    Time,
    /// One of some words.
    Choice(fn() -> Vec<(&'static str, &'static str)>),
    /// Nothing: it is set or not.
    Flag,
    /// Files of whoever fills the form in, one or several.
    Files,
}

/// How a field is given to its command.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Given {
    /// By its place. All that are given so are needed, and in the order of the table.
    Place,
    /// As an option of its name.
    Option,
    /// In place of standard input, which an option of its name reads.
    Input,
    /// As a file that the command reads, by its place; what was typed, in place of standard input.
    File,
}

impl Field {
    pub(super) const fn new(name: &'static str, label: &'static str, kind: Kind) -> Self {
        Self {
            name,
            label,
            kind,
            given: Given::Option,
            is_needed: false,
            is_many: false,
            list: List::Replaced,
            is_own: false,
            start: "",
            hint: "",
        }
    }

    /// The same field, given by its place.
    pub(super) const fn placed(self) -> Self {
        Self {
            given: Given::Place,
            is_needed: true,
            ..self
        }
    }

    /// The same field, which is filled in by itself if it was left empty.
    pub(super) const fn or_made(self) -> Self {
        Self {
            is_needed: false,
            ..self
        }
    }

    /// The same field, without which nothing is recorded.
    pub(super) const fn needed(self) -> Self {
        Self {
            is_needed: true,
            ..self
        }
    }

    pub(super) const fn many(self) -> Self {
        Self {
            is_many: true,
            ..self
        }
    }

    /// The same field, to which an edit adds.
    pub(super) const fn added(self) -> Self {
        Self {
            is_many: true,
            list: List::Added,
            ..self
        }
    }

    pub(super) const fn own(self) -> Self {
        Self {
            is_own: true,
            ..self
        }
    }

    pub(super) const fn start(self, start: &'static str) -> Self {
        Self { start, ..self }
    }

    pub(super) const fn hint(self, hint: &'static str) -> Self {
        Self { hint, ..self }
    }

    /// A value as the command is to have it. Only texts keep the spaces around them.
    pub(super) fn value(self, typed: &str) -> &str {
        match self.kind {
            Kind::Text => typed,
            _ => typed.trim(),
        }
    }
}
