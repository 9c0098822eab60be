//! From a form to the form of something new that it is to name, and back with everything typed in it.

use hyper::StatusCode;

use super::filled::Filled;
use super::record::see_other;
use super::reply::{Refused, Reply};
use super::writes::{self, BACK, OF_EVERY};
use crate::domain::slug::Slug;
use crate::render::html::query;

/// The address to which a form is sent that goes aside.
pub(super) const ASIDE: &str = "/record/aside";
/// The field that says what is to be added, for which field of which form: `party via /record/say`.
pub(super) const FIELD: &str = "new";

/// The fields of a new thing that what was typed goes into.
const TYPED: [(&str, &str); 4] = [
    ("party", "name"),
    ("claim", "text"),
    ("source", "title"),
    ("question", "text"),
];

/// Goes to the form of something new.
///
/// # Errors
/// If the form does not say what is to be added.
pub(super) fn go(filled: &Filled) -> Result<Reply, Refused> {
    let unclear = || Refused::new(StatusCode::BAD_REQUEST, "what is to be added?");
    let said = filled.get(FIELD).ok_or_else(unclear)?;
    let words: Vec<&str> = said.split(' ').collect();
    let [kind, name, path] = words[..] else {
        return Err(unclear());
    };
    let typed_into = TYPED.iter().find(|(known, _)| *known == kind);
    let (Some((_, into)), Some(write)) = (typed_into, writes::at(path)) else {
        return Err(unclear());
    };
    let is_many = write
        .fields
        .iter()
        .any(|field| field.name == name && field.is_many);
    // Of several values the last is the new one, and the others stay.
    let typed = filled.all(name).last().map(str::trim).unwrap_or_default();
    let rest = filled.without(|other| {
        let is_form = OF_EVERY.contains(&other) && other != BACK;
        other == FIELD || is_form || other == name
    });
    let mut rest = rest;
    if is_many {
        let kept: Vec<&str> = filled
            .all(name)
            .filter(|value| value.trim() != typed)
            .collect();
        kept.iter().for_each(|value| rest.push(name, value));
    }
    let back = format!("{path}?{}&{name}=", rest.query());
    let id = Slug::suggest(typed).map(|id| id.to_string());
    let begun = [
        (BACK, back.as_str()),
        (*into, typed),
        ("id", id.as_deref().unwrap_or_default()),
    ];
    let begun = begun.into_iter().filter(|(_, value)| !value.is_empty());
    Ok(see_other(&format!("/record/{kind}/add?{}", query(begun))))
}
