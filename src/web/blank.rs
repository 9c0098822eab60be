//! Forms: what is asked for, with what was typed or is recorded in it.

use maud::{Markup, html};

use super::filled::Filled;
use super::reply::Refused;
use super::writes::{BACK, Field, Kind, VERSION, Write};
use super::{author, once};
use crate::render::html::query;

/// A form before it is drawn.
pub(super) struct Blank<'b> {
    /// What it records.
    pub(super) write: &'static Write,
    /// What is in it.
    pub(super) filled: &'b Filled,
    /// Who records.
    pub(super) by: Option<&'b str>,
    /// Whether that can be changed in the browser.
    pub(super) is_open: bool,
    /// Its key, by which it is known if it is sent twice.
    pub(super) key: &'b str,
    /// The version of the thing that it changes.
    pub(super) version: Option<&'b str>,
    /// Why it was refused when it was sent.
    pub(super) refused: Option<&'b Refused>,
}

impl Blank<'_> {
    /// The form.
    pub(super) fn draw(&self) -> Markup {
        let write = self.write;
        html! {
            form.recording method="post" action=(write.path) data-record="" {
                (self.message())
                input type="hidden" name=(once::FIELD) value=(self.key);
                @if let Some(version) = self.version { input type="hidden" name=(VERSION) value=(version); }
                @if let Some(back) = self.filled.get(BACK) { input type="hidden" name=(BACK) value=(back); }
                (self.author())
                @for field in write.fields { (self.field(field)) }
                p.send { button type="submit" { "Record" } }
            }
        }
    }

    /// Why the form was refused.
    fn message(&self) -> Markup {
        html! { div.message role="alert" {
            @if let Some(refused) = self.refused {
                p.refused { (sentence(&refused.error)) }
                @if !refused.details.is_empty() { ul.plain { @for detail in &refused.details { li { (detail) } } } }
                @if let Some(hint) = &refused.hint { p.hint { (sentence(hint)) } }
            }
        } }
    }

    /// Who records, and how to change that.
    fn author(&self) -> Markup {
        let to = query([("to", self.write.path)]);
        html! { p.author {
            @if let Some(by) = self.by {
                input type="hidden" name=(author::FIELD) value=(by);
                "Recording as " strong { (by) }
                @if self.is_open { " · " a href={ (author::BY) "?" (to) } { "change" } }
            } @else {
                a href={ (author::BY) "?" (to) } { "Say who records" }
            }
        } }
    }

    fn field(&self, field: &Field) -> Markup {
        let refused = self.refused.filter(|refused| {
            let at = refused.field.as_deref();
            at == Some(field.name)
        });
        let about = format!("about-{}", field.name);
        let has_note = refused.is_some() || !field.hint.is_empty();
        let typed: Vec<&str> = self.filled.all(field.name).collect();
        let blanks = match (field.is_many, typed.len()) {
            (false, 0) => vec![""],
            (false, _) => typed,
            (true, _) => [typed, vec![""]].concat(),
        };
        let control = Control {
            field,
            is_wrong: refused.is_some(),
            about: has_note.then_some(about.as_str()),
        };
        html! {
            div.field.wrong[refused.is_some()] {
                @for (at, value) in blanks.iter().enumerate() { (control.draw(at, value)) }
                @if has_note { p.note id=(about) {
                    @if let Some(refused) = refused { strong { (sentence(&refused.error)) } " " }
                    (field.hint)
                } }
            }
        }
    }
}

/// A control for one value of a field.
struct Control<'c> {
    field: &'c Field,
    is_wrong: bool,
    /// The id of what is said about the field.
    about: Option<&'c str>,
}

impl Control<'_> {
    /// The control for the value at a place among those of its field.
    fn draw(&self, at: usize, value: &str) -> Markup {
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
                    (field.label) @if at > 0 { ", further one" } @if field.is_needed { " " small { "(needed)" } }
                }
                (self.input(&id, at, value))
            }
        }
    }

    fn input(&self, id: &str, at: usize, value: &str) -> Markup {
        let Self { field, about, .. } = self;
        let is_needed = field.is_needed && at == 0;
        let wrong = self.is_wrong.then_some("true");
        let of_line = |complete: Option<&str>, hint: Option<&str>| {
            html! {
                input id=(id) type="text" name=(field.name) value=(value) required[is_needed] placeholder=[hint]
                    autocomplete="off" spellcheck="false" data-complete=[complete] aria-describedby=[about] aria-invalid=[wrong];
            }
        };
        let of_lines = |rows: u32| {
            html! {
                textarea id=(id) name=(field.name) rows=(rows) required[is_needed] aria-describedby=[about]
                    aria-invalid=[wrong] { "\n" (value) }
            }
        };
        match field.kind {
            Kind::Name(kind) => of_line(Some(kind), None),
            Kind::Line => of_line(None, None),
            Kind::Time => of_line(None, Some("today, yesterday, 2025-08-19")),
            Kind::Lines => of_lines(2),
            Kind::Text => of_lines(12),
            Kind::Flag => html! {
                input id=(id) type="checkbox" name=(field.name) value="1" checked[!value.is_empty()];
            },
            Kind::Choice(words) => html! {
                select id=(id) name=(field.name) required[is_needed] aria-describedby=[about] aria-invalid=[wrong] {
                    option value="" { @if is_needed { "Choose" } @else { "–" } }
                    @for (word, meaning) in words() {
                        option value=(word) selected[value == word] { (word) ": " (meaning) }
                    }
                }
            },
        }
    }
}

/// A message as a sentence of a page.
pub(super) fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}
