//! Forms: what is asked for, with what was typed or is recorded in it.

use hyper::StatusCode;
use maud::{Markup, PreEscaped, html};

use super::control::Control;
use super::field::{Field, Given, Kind};
use super::filled::{Filled, WITH_FILES};
use super::reply::Refused;
use super::writes::{BACK, HAD, VERSION, Write};
use super::{aside, author, edit, once, passage, wording};
use crate::desk::{Held, MergedAs};
use crate::domain::ruling::Ruling;
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
    /// What it changes, as it is now.
    pub(super) held: Option<&'b Held>,
    /// What that was merged into since the form was made.
    pub(super) merged: Option<&'b Held>,
    /// Why it was refused when it was sent.
    pub(super) refused: Option<&'b Refused>,
}

impl Blank<'_> {
    /// The form, with a key by which it is known if it is sent twice.
    pub(super) fn draw(&self, key: &str) -> Markup {
        let write = self.write;
        if write.changes.is_some() && self.held.is_none() && self.refused.is_none() {
            return self.which();
        }
        let label = match self.is_outdated() {
            true => "Record mine on top",
            false => "Record",
        };
        html! {
            (self.versions())
            (self.merger())
            form.recording method="post" action=(write.path) data-record="" data-longest=(write.longest())
                enctype=[write.takes_files().then_some(WITH_FILES)] {
                // What the Enter key presses.
                button.unseen type="submit" tabindex="-1" { (label) }
                (self.message())
                @if self.held.is_some() { div.moved role="status" {} }
                input type="hidden" name=(once::FIELD) value=(key);
                @if let Some(version) = self.version() { input type="hidden" name=(VERSION) value=(version); }
                @if let Some(had) = self.had() { input type="hidden" name=(HAD) value=(exact(&had)); }
                @if let Some(back) = self.filled.get(BACK) { input type="hidden" name=(BACK) value=(exact(back)); }
                (self.about())
                @for field in self.fields() { (self.field(field)) }
                p.send { button.primary type="submit" { (label) } (self.author()) }
            }
        }
    }

    /// The form that asks what is to be changed.
    fn which(&self) -> Markup {
        html! { form.recording method="get" action=(self.write.path) {
            @for field in self.write.fields.iter().take(1) { (self.field(field)) }
            p.send { button.primary type="submit" { "Go on" } }
        } }
    }

    /// The fields that are drawn: all but the one that names what is changed.
    fn fields(&self) -> impl Iterator<Item = &'static Field> {
        let named = usize::from(self.write.changes.is_some());
        self.write.fields.iter().skip(named)
    }

    /// The version of what the form changes: as it is now, or as it was when the form was sent.
    fn version(&self) -> Option<String> {
        let held = self.held.map(Held::version);
        held.or_else(|| self.filled.get(VERSION).map(str::to_owned))
    }

    /// What the fields held when the form was opened; for a form that is opened now, what they hold now.
    fn had(&self) -> Option<String> {
        let held = self
            .held
            .map(|held| edit::taken_along(held, self.write.fields));
        held.or_else(|| self.filled.get(HAD).map(str::to_owned))
    }

    /// Whether the form was sent over something that is no longer as it was then.
    fn is_outdated(&self) -> bool {
        let is_conflict = self
            .refused
            .is_some_and(|refused| refused.status == StatusCode::CONFLICT);
        let seen = self.filled.get(VERSION);
        is_conflict
            && self
                .held
                .is_some_and(|held| Some(held.version().as_str()) != seen)
    }

    /// Why the form was refused.
    fn message(&self) -> Markup {
        html! { div.message role="alert" tabindex="-1" {
            @if let Some(refused) = self.refused {
                p.refused { (sentence(&wording::labelled(&refused.error, Some(self.write)))) }
                @if !refused.details.is_empty() { ul.plain { @for detail in &refused.details { li { (wording::labelled(detail, Some(self.write))) } } } }
                @if let Some(hint) = refused.hint.as_deref().filter(|_| !self.is_outdated()).and_then(|hint| wording::hint(hint, Some(self.write))) { p.hint { (sentence(&hint)) } }
            }
        } }
    }

    /// Who records, and how to change that.
    fn author(&self) -> Markup {
        let to = query([("to", self.write.path)]);
        html! { span.author {
            @if let Some(by) = self.by {
                input type="hidden" name=(author::FIELD) value=(by);
                "Recording as " strong { (by) }
                @if self.is_open { " · " a href={ (author::BY) "?" (to) } { "change" } }
            } @else {
                a href={ (author::BY) "?" (to) } target="_blank" { "Say who records" }
            }
        } }
    }

    /// What the form changes.
    fn about(&self) -> Markup {
        let Some(named) = self
            .write
            .fields
            .first()
            .filter(|_| self.write.changes.is_some())
        else {
            return Markup::default();
        };
        let name = self.filled.get(named.name).unwrap_or_default().trim();
        html! { div.about {
            input type="hidden" name=(named.name) value=(exact(name));
            p { (named.label) " " span.id { (name) } }
            @if let Some(held) = self.held { (summary(held)) }
        } }
    }

    /// What is there now beside what was typed, if it is no longer as it was when the form was made.
    fn versions(&self) -> Markup {
        let Some(held) = self.held.filter(|_| self.is_outdated()) else {
            return Markup::default();
        };
        let had = |field: &Field| edit::values(held, field).join("; ");
        let had = |field: &Field| match passage::words(held, field) {
            Some(words) => words,
            None => had(field),
        };
        let typed = |field: &Field| self.filled.all(field.name).collect::<Vec<_>>().join("; ");
        let fields = self.fields().filter(|field| field.given == Given::Option);
        let rows = fields.map(|field| (field.label, had(field), typed(field)));
        let rows: Vec<_> = rows
            .filter(|(_, had, typed)| !had.is_empty() || !typed.is_empty())
            .collect();
        html! { section.versions aria-label="Both versions" {
            h2 { "Both versions" }
            p { "Nothing was recorded. The form below has what you typed, and in the other fields what is there now." }
            (summary(held))
            table.list {
                thead { tr { th scope="col" { "Field" } th scope="col" { "As it is now" } th scope="col" { "As you typed it" } } }
                tbody { @for (label, had, typed) in &rows {
                    tr.differs[had != typed] {
                        td { (label) }
                        td data-head="Now" { (had) }
                        td data-head="Typed" { @if had == typed { (typed) } @else { strong { (typed) } } }
                    }
                } }
            }
        } }
    }

    /// What the thing was merged into, and the way to change that instead.
    fn merger(&self) -> Markup {
        let (Some(other), Some(named)) = (self.merged, self.write.fields.first()) else {
            return Markup::default();
        };
        let to = query([(named.name, other.id.as_str())]);
        html! { section.versions aria-label="What it was merged into" {
            h2 { "What it was merged into" }
            (summary(other))
            @if other.merged == Some(MergedAs::Opposite) {
                p.warning { "It says the opposite: what you typed does not fit it." }
            }
            p { "Nothing was recorded, and the form below stays as you typed it. "
                a href={ (self.write.path) "?" (to) } { "Change this one instead" } }
        } }
    }

    fn field(&self, field: &'static Field) -> Markup {
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
                    @if let Some(refused) = refused { strong { (sentence(&wording::labelled(&refused.error, Some(self.write)))) } " " }
                    (field.hint)
                } }
                (self.aside(field))
            }
        }
    }

    /// A button that goes to the form of something new that the field is to name, and comes back.
    fn aside(&self, field: &Field) -> Markup {
        let kind = match field.kind {
            Kind::Name(kind) if kind != "topic" => kind,
            _ => return Markup::default(),
        };
        html! { @if !self.write.has_texts() && self.held.is_none() {
            button.aside type="submit" formaction=(aside::ASIDE) formmethod="get" formnovalidate name=(aside::FIELD)
                value={ (kind) " " (field.name) " " (self.write.path) } { "New " (kind) }
        } }
    }
}

/// What a thing is, in a few words.
fn summary(held: &Held) -> Markup {
    let text = |name: &str| held.record.get(name).and_then(|value| value.as_str());
    html! {
        @if let Some(text) = text("text").or_else(|| text("title")).or_else(|| text("name")) { p { strong { (text) } } }
        @if let Some(said) = &held.said {
            p { strong { (said.party) " " (said.stance.verb()) " “" (said.claim) "”" } }
            p.note { (said.source) @if let Some(when) = text("said") { ", said " (when) } }
        }
        @if let Some(words) = &held.words { blockquote.passage { (words) } }
        @for ruling in &held.rulings { (ruled(ruling)) }
        @if let Some(taken_back) = &held.taken_back { p.warning {
            @match (&taken_back.successor, &taken_back.reason) {
                (Some(successor), _) => { "It was corrected: " (successor) " takes its place." },
                (None, Some(reason)) => { "It was voided: " (reason) },
                (None, None) => "It was voided.",
            }
        } }
    }
}

fn ruled(ruling: &Ruling) -> Markup {
    html! { p { "Ruled " (ruling.verdict) @if let Some(day) = ruling.ruled { " (" (day) ")" } ": " (ruling.reason) } }
}

/// A value as it is, in markup whose unusual characters are escaped later: those are written by their numbers here, so that
/// what is sent again is what was typed. A browser would read some numbers as other characters; those stay.
pub(super) fn exact(value: &str) -> PreEscaped<String> {
    let mut text = String::with_capacity(value.len());
    for letter in value.chars() {
        match letter {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            '\n' | '\t' | '\u{1}'..='\u{1f}' if letter != '\r' => {
                text.push_str(&format!("&#{};", u32::from(letter)));
            }
            '\0' | '\r' | '\u{7f}'..='\u{9f}' => text.push(letter),
            letter if crate::domain::text::is_hostile(letter) => {
                text.push_str(&format!("&#{};", u32::from(letter)));
            }
            letter => text.push(letter),
        }
    }
    PreEscaped(text)
}

/// A message as a sentence of a page.
pub(super) fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}
