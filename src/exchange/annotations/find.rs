//! The annotations in a file: one, a list, a page, a collection, what the Hypothesis API answers, or what its client exports.

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use thiserror::Error;

use super::CONTEXT;
use super::read::{Read, member, read};
use super::report::LeftOutAnnotation;
use crate::exchange::{BadRecord, Location};

/// The annotations of a file, in its order.
#[derive(Debug, Default)]
pub struct Finds {
    pub(super) reads: Vec<Read>,
    pub(super) left_out: Vec<LeftOutAnnotation>,
    /// The number of annotations, readable or not.
    pub(super) found: usize,
    bad: Vec<BadRecord>,
}

/// Why the annotations of a file cannot be read.
#[derive(Debug, Error)]
pub enum Unreadable {
    /// It is not UTF-8.
    #[error("is not UTF-8 at byte {0}; save it as UTF-8")]
    NotUtf8(usize),
    /// It is not JSON.
    #[error("is not JSON: {0}")]
    NotJson(serde_json::Error),
    /// It has no annotation.
    #[error(
        "contains no annotations: neither one, nor a list, an AnnotationPage, an AnnotationCollection, or `rows` or \
         `annotations` of Hypothesis"
    )]
    None,
    /// Some are not what the model says, each with its place.
    #[error("{} of its annotations are invalid", .0.len())]
    Invalid(Vec<BadRecord>),
}

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Names that only annotations have. As bytes they cannot be within a text, where quotation marks are escaped.
const NAMES: [&[u8]; 6] = [
    b"/ns/anno.jsonld\"",
    b"\"AnnotationCollection\"",
    b"\"AnnotationPage\"",
    b"\"Annotation\"",
    b"\"TextQuoteSelector\"",
    b"\"TextPositionSelector\"",
];

/// Whether a file that begins so has annotations, and not records or reviews.
pub fn is_annotations(head: &[u8]) -> bool {
    let head = head.strip_prefix(BYTE_ORDER_MARK).unwrap_or(head);
    let head = head.trim_ascii_start();
    let has = |name: &&[u8]| head.windows(name.len()).any(|part| part == *name);
    let is_json = matches!(head.first(), Some(b'{' | b'['));
    is_json && !head.starts_with(b"{\"record\"") && (NAMES.iter().any(has) || is_empty_answer(head))
}

/// Whether it is from Hypothesis and without annotations: nothing else shows what it is.
fn is_empty_answer(head: &[u8]) -> bool {
    let answer = serde_json::from_slice::<Map<String, Value>>(head);
    answer.is_ok_and(|answer| {
        let is_own = ["total", "client_version"]
            .iter()
            .any(|name| answer.contains_key(*name));
        is_own && of_hypothesis(&answer).is_some()
    })
}

/// The annotations in what the Hypothesis API answers (`rows`) or its client exports (`annotations`), with the name of the list.
fn of_hypothesis(answer: &Map<String, Value>) -> Option<(&'static str, &Vec<Value>)> {
    let mut names = ["rows", "annotations"].into_iter();
    names.find_map(|name| Some((name, answer.get(name)?.as_array()?)))
}

/// Finds the annotations of a file.
///
/// # Errors
/// If it cannot be read, has none, or has some that are not what the model says.
pub fn find(bytes: &[u8]) -> Result<Finds, Unreadable> {
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    let text =
        std::str::from_utf8(bytes).map_err(|error| Unreadable::NotUtf8(error.valid_up_to() + 1))?;
    let document: Value = serde_json::from_str(text).map_err(Unreadable::NotJson)?;
    let mut finds = Finds::default();
    if !finds.document(&document) {
        return Err(Unreadable::None);
    }
    match finds.bad.is_empty() {
        true => Ok(finds),
        false => Err(Unreadable::Invalid(finds.bad)),
    }
}

impl Finds {
    /// Reads the annotations of a document. Returns whether it is one of them.
    fn document(&mut self, document: &Value) -> bool {
        let thing = match document {
            Value::Array(items) => {
                self.items(items, "");
                return true;
            }
            Value::Object(thing) => thing,
            _ => return false,
        };
        if !self.has_context(thing, "") {
            return true;
        }
        let types = types(thing);
        if types.contains("AnnotationCollection") {
            self.collection(thing);
        } else if types.contains("AnnotationPage") {
            self.page(thing, "");
        } else if let Some((name, items)) = of_hypothesis(thing) {
            self.items(items, name);
        } else if types.contains("Annotation") || thing.contains_key("target") {
            self.item(document, "the annotation", "");
        } else {
            return false;
        }
        true
    }

    fn collection(&mut self, collection: &Map<String, Value>) {
        match collection.get("first") {
            Some(Value::Object(page)) => self.page(page, "first"),
            Some(Value::Array(pages)) if pages.len() == 1 => {
                if let Some(Value::Object(page)) = pages.first() {
                    self.page(page, "first[0]");
                }
            }
            None | Some(Value::Null) if collection.contains_key("items") => {
                self.page(collection, "");
            }
            None | Some(Value::Null) => {}
            Some(_) => self.bad(
                "first",
                "is no page in the file; save the page that it names, and import that",
            ),
        }
    }

    fn page(&mut self, page: &Map<String, Value>, path: &str) {
        match page.get("items") {
            Some(Value::Array(items)) => self.items(items, &member(path, "items")),
            None => self.bad(&member(path, "items"), "is missing"),
            Some(_) => self.bad(&member(path, "items"), "is no list"),
        }
        if page.get("next").is_some_and(|next| !next.is_null()) {
            let reason = "the further pages are not in the file; save and import each";
            self.leave_out(member(path, "next"), reason);
        }
    }

    fn items(&mut self, items: &[Value], path: &str) {
        for (at, item) in items.iter().enumerate() {
            let place = format!("{path}[{at}]");
            self.item(item, &place, &place);
        }
    }

    /// Reads an item of a list, `path` being what its members' places begin with.
    fn item(&mut self, item: &Value, place: &str, path: &str) {
        self.found += 1;
        let thing = match item {
            Value::Object(thing) => thing,
            Value::String(_) => {
                self.leave_out(
                    place.to_owned(),
                    "is the address of an annotation, not the annotation",
                );
                return;
            }
            Value::Null => return self.bad(place, "is null"),
            _ => return self.bad(place, "is no annotation"),
        };
        if !self.has_context(thing, path) {
            return;
        }
        let types = types(thing);
        if !types.is_empty() && !types.contains("Annotation") {
            let named: Vec<&str> = types.into_iter().collect();
            let reason = format!("is {}, not Annotation", named.join(", "));
            return self.bad(&member(path, "type"), &reason);
        }
        match read(thing, place, path, self.found) {
            Ok(Ok(read)) => self.reads.push(read),
            Ok(Err(left_out)) => self.left_out.push(left_out),
            Err(bad) => self.bad.extend(bad),
        }
    }

    /// Whether a thing has no context of its own, or that of annotations.
    fn has_context(&mut self, thing: &Map<String, Value>, path: &str) -> bool {
        let named = match thing.get("@context") {
            None => return true,
            Some(Value::Array(all)) => all.as_slice(),
            Some(one) => std::slice::from_ref(one),
        };
        let is_own = |name: &str| {
            let name = name.trim_end_matches('/');
            name == CONTEXT || name.strip_prefix("https://") == CONTEXT.strip_prefix("http://")
        };
        if named.iter().filter_map(Value::as_str).any(is_own) {
            return true;
        }
        let found: Vec<String> = named.iter().map(Value::to_string).collect();
        let reason = format!("is {}, not {CONTEXT:?}", found.join(", "));
        self.bad(&member(path, "@context"), &reason);
        false
    }

    fn bad(&mut self, place: &str, reason: &str) {
        self.bad.push(bad(place, self.found, reason));
    }

    fn leave_out(&mut self, place: String, reason: &str) {
        self.left_out.push(LeftOutAnnotation {
            place,
            document: None,
            words: None,
            reason: reason.to_owned(),
        });
    }
}

/// What is wrong at a place of a file.
pub(super) fn bad(place: &str, number: usize, reason: &str) -> BadRecord {
    BadRecord {
        location: Location {
            file: None,
            line: number,
            part: Some(place.to_owned()),
        },
        reason: reason.to_owned(),
    }
}

/// The types of a thing.
fn types(thing: &Map<String, Value>) -> BTreeSet<&str> {
    let names = match thing.get("type").or_else(|| thing.get("@type")) {
        Some(Value::Array(names)) => names.as_slice(),
        Some(name) => std::slice::from_ref(name),
        None => &[],
    };
    let names = names.iter().filter_map(Value::as_str);
    names
        .map(|name| name.rsplit([':', '#']).next().unwrap_or(name))
        .collect()
}
