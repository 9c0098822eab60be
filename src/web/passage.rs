//! The passage of a statement: a form shows its words, while the record has the place where they begin and end.

use super::edit;
use super::field::Field;
use super::filled::Filled;
use crate::desk::Held;

/// The field.
const FIELD: &str = "passage";

/// The words that a form shows for the passage of a statement, if they are known.
pub(super) fn words(held: &Held, field: &Field) -> Option<String> {
    let words = held.words.as_deref();
    words.filter(|_| field.name == FIELD).map(plain)
}

/// What was filled in, with the place of the passage if its words are still those that the form showed: they may be in the
/// text more than once.
pub(super) fn placed(held: &Held, field: &Field, filled: &Filled) -> Option<Filled> {
    let (words, typed) = (words(held, field)?, filled.get(FIELD)?);
    let place = edit::values(held, field).pop()?;
    (words == plain(typed)).then(|| {
        let mut filled = filled.without(|name| name == FIELD);
        filled.push(FIELD, &place);
        filled
    })
}

/// Words on one line, without what a browser may change in them.
fn plain(words: &str) -> String {
    let words: Vec<&str> = words.split_whitespace().collect();
    words.join(" ")
}
