//! Controls: where a field of a form is typed in.

use maud::{Markup, html};

use super::blank::exact;
use super::field::{Field, Kind};

/// A control for one value of a field.
pub(super) struct Control<'c> {
    /// The field.
    pub(super) field: &'c Field,
    /// Whether the form was refused because of it.
    pub(super) is_wrong: bool,
    /// The id of what is said about the field.
    pub(super) about: Option<&'c str>,
}

impl Control<'_> {
    /// The control for the value at a place among those of its field.
    pub(super) fn draw(&self, at: usize, value: &str) -> Markup {
        let field = self.field;
        let id = match at {
            0 => format!("in-{}", field.name),
            at => format!("in-{}-{at}", field.name),
        };
        html! {
            @if matches!(field.kind, Kind::Flag) {
                label.flag for=(id) { (self.input(&id, at, value)) span { (field.label) } }
            } @else {
                label.unseen[at > 0] for=(id) {
                    (field.label) @if at > 0 { ", " (at + 1) }
                    @if !field.is_needed && at == 0 { " " small { "optional" } }
                }
                (self.input(&id, at, value))
            }
        }
    }

    fn input(&self, id: &str, at: usize, value: &str) -> Markup {
        match self.field.kind {
            Kind::Name(kind) => self.line(id, at, value, Some(kind), None),
            Kind::Line => self.line(id, at, value, None, None),
            Kind::Time => self.line(id, at, value, None, Some("today, yesterday, 2025-08-19")),
            Kind::Lines => self.lines(id, at, value, 2),
            Kind::Text => self.lines(id, at, value, 12),
            Kind::Flag => html! {
                input id=(id) type="checkbox" name=(self.field.name) value="1" checked[!value.is_empty()];
            },
            Kind::Choice(words) => self.choice(id, at, value, &words()),
            Kind::Files => html! {
                input id=(id) type="file" name=(self.field.name) multiple aria-describedby=[self.about] aria-invalid=[self.wrong()];
            },
        }
    }

    fn line(
        &self,
        id: &str,
        at: usize,
        value: &str,
        complete: Option<&str>,
        hint: Option<&str>,
    ) -> Markup {
        let Self { field, about, .. } = self;
        html! {
            input id=(id) type="text" name=(field.name) value=(exact(value)) required[self.is_needed(at)] placeholder=[hint]
                autocomplete="off" spellcheck="false" data-complete=[complete] aria-describedby=[about] aria-invalid=[self.wrong()];
        }
    }

    fn lines(&self, id: &str, at: usize, value: &str, rows: u32) -> Markup {
        let Self { field, about, .. } = self;
        // A browser leaves out a line feed that is the first letter.
        html! {
            textarea id=(id) name=(field.name) rows=(rows) required[self.is_needed(at)] aria-describedby=[about]
                aria-invalid=[self.wrong()] { "\n" (exact(value)) }
        }
    }

    fn choice(&self, id: &str, at: usize, value: &str, words: &[(&str, &str)]) -> Markup {
        let Self { field, about, .. } = self;
        let is_word = value.is_empty() || words.iter().any(|(word, _)| *word == value);
        html! {
            select id=(id) name=(field.name) required[self.is_needed(at)] aria-describedby=[about] aria-invalid=[self.wrong()] {
                option value="" { @if field.is_needed { "Choose" } @else { "–" } }
                @for (word, meaning) in words {
                    option value=(word) selected[value == *word] { (word) ": " (meaning) }
                }
                @if !is_word { option value=(exact(value)) selected { (value) } }
            }
        }
    }

    fn is_needed(&self, at: usize) -> bool {
        self.field.is_needed && at == 0
    }

    fn wrong(&self) -> Option<&'static str> {
        self.is_wrong.then_some("true")
    }
}
