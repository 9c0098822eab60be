//! What a form that was recorded is answered: what changed, and where to go on.

use maud::{Markup, PreEscaped, html};

use super::blank::sentence;
use super::commands::Outcome;
use super::field::{Field, Kind};
use super::filled::{Filled, encoded};
use super::writes::{BACK, OF_EVERY, Write};

/// The page of what was recorded.
pub(super) fn page(write: &Write, filled: &Filled, outcome: &Outcome) -> Markup {
    let pages = pages(write, filled);
    html! {
        h1 { (write.title) }
        div.part.recorded id="recorded" role="status" tabindex="-1" {
            @match &outcome.answer {
                Ok(answer) => (PreEscaped(answer)),
                Err(refusal) => p.warning { (sentence(&refusal.error)) },
            }
        }
        @for remark in &outcome.remarks { p.remark { (remark) } }
        ul.next {
            @if let Some(back) = back(filled) { li { a.primary href=(back) { "Go on with what you were recording" } } }
            @if write.changes.is_none() { li { a href=(another(write, filled)) { "Record another like this" } } }
            @for (path, kind, name) in &pages { li { a href=(path) { "Look at the " (kind) } " " span.id { (name) } } }
        }
    }
}

/// The form to go back to, with what was recorded in it.
fn back(filled: &Filled) -> Option<String> {
    let back = filled
        .get(BACK)
        .filter(|back| back.starts_with("/record/"))?;
    let id = encoded(filled.get("id")?.trim());
    Some(format!("{back}{id}"))
}

/// The same form with what the next record may share with this one.
fn another(write: &Write, filled: &Filled) -> String {
    let is_own = |name: &str| {
        write
            .fields
            .iter()
            .any(|field| field.name == name && field.is_own)
    };
    let kept = filled.without(|name| is_own(name) || OF_EVERY.contains(&name));
    format!("{}?{}", write.path, kept.query())
}

/// The pages of what a form names, each with the word for what it is and the name.
fn pages(write: &Write, filled: &Filled) -> Vec<(String, &'static str, String)> {
    let folder = |field: &Field| {
        let kind = match field.kind {
            Kind::Name(kind) => kind,
            _ if field.name == "id" => write.words.first()?,
            _ => return None,
        };
        match kind {
            "claim" => Some(("claims", "claim")),
            "party" => Some(("parties", "party")),
            "source" => Some(("sources", "source")),
            "question" => Some(("questions", "question")),
            _ => None,
        }
    };
    let named = write.fields.iter().filter(|field| !field.is_many);
    let named = named.filter_map(|field| {
        let name = filled.get(field.name)?.trim();
        let (folder, kind) = folder(field)?;
        let path = format!("/{folder}/{}", encoded(name));
        Some((path, kind, name.to_owned()))
    });
    named.collect()
}
