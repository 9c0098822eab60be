//! The reviews in a file: one, a list, a `@graph`, a feed, a document a line, or the JSON-LD of a page.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};
use thiserror::Error;

use super::report::LeftOut;

/// The reviews of a file, in its order.
#[derive(Debug, Default)]
pub struct Finds {
    pub(super) reviews: Vec<Found>,
    pub(super) left_out: Vec<LeftOut>,
    /// The things of each document by their `@id`.
    pub(super) things: BTreeMap<(usize, String), Map<String, Value>>,
    /// The types of all things.
    types: BTreeSet<String>,
}

/// A review as it was read.
#[derive(Debug)]
pub(super) struct Found {
    /// Where in the file: `dataFeedElement[3].item[0]`.
    pub(super) place: String,
    /// The number of its document.
    pub(super) document: usize,
    pub(super) review: Map<String, Value>,
}

/// Why a file has no reviews to import.
#[derive(Debug, Error)]
pub enum Unreadable {
    /// It is not UTF-8.
    #[error("is not UTF-8 at byte {0}; save it as UTF-8")]
    NotUtf8(usize),
    /// It is not JSON.
    #[error("is not JSON: {0}")]
    NotJson(serde_json::Error),
    /// It is no page.
    #[error(transparent)]
    NoPage(#[from] onrecord_page::PageError),
    /// It has no review.
    #[error("contains no ClaimReview{}", instead(.0))]
    NoReview(BTreeSet<String>),
    /// It has reviews and a record of a ledger.
    #[error("{0} is a record of a ledger among reviews; import records and reviews as two files")]
    Mixed(String),
}

/// What a file has instead of reviews.
fn instead(types: &BTreeSet<String>) -> String {
    match types.is_empty() {
        true => String::new(),
        false => {
            let types: Vec<&str> = types.iter().take(5).map(String::as_str).collect();
            format!(
                ", but {}; `onrecord ingest` reads articles",
                types.join(", ")
            )
        }
    }
}

/// Words that JSON-LD has as keys. As bytes they cannot be within a text, where quotation marks are escaped.
const KEYS: [&[u8]; 5] = [
    b"\"@type\"",
    b"\"@context\"",
    b"\"@graph\"",
    b"\"claimReviewed\"",
    b"\"dataFeedElement\"",
];

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Whether a file that begins so is JSON-LD or a page, and not one of records.
pub fn is_linked_data(head: &[u8]) -> bool {
    let head = head.strip_prefix(BYTE_ORDER_MARK).unwrap_or(head);
    let head = head.trim_ascii_start();
    let has = |key: &&[u8]| head.windows(key.len()).any(|part| part == *key);
    match head.first() {
        Some(b'<' | b'[') => true,
        Some(b'{') => !head.starts_with(b"{\"record\"") && KEYS.iter().any(has),
        _ => false,
    }
}

/// Finds the reviews of a file.
///
/// # Errors
/// If it cannot be read, or has none.
pub fn find(bytes: &[u8]) -> Result<Finds, Unreadable> {
    let mut finds = Finds::default();
    let start = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    let documents = match start.trim_ascii_start().first() {
        Some(b'<') => scripts(bytes, &mut finds)?,
        _ => documents(start)?,
    };
    let is_page = matches!(start.trim_ascii_start().first(), Some(b'<'));
    let mut without = Vec::new();
    for (number, (prefix, document)) in documents.iter().enumerate() {
        finds.walk(document, prefix, "", number);
        // A page describes itself in other scripts.
        if !is_page {
            without.extend(parts(prefix, document));
        }
    }
    if let Some(place) = record_in(&documents).filter(|_| !finds.reviews.is_empty()) {
        return Err(Unreadable::Mixed(place));
    }
    if finds.reviews.is_empty() && finds.left_out.is_empty() {
        return Err(Unreadable::NoReview(finds.types));
    }
    let without = without.into_iter().filter(|(_, part)| !is_used(part));
    let left_out = without.map(|(place, _)| LeftOut::new(place, "has no ClaimReview"));
    finds.left_out.extend(left_out);
    Ok(finds)
}

/// What is in a file side by side, each with its place: its documents, the elements of those that are lists, and those of
/// feeds.
fn parts<'d>(prefix: &str, document: &'d Value) -> Vec<(String, &'d Value)> {
    let (name, elements) = match (document, document.get("dataFeedElement")) {
        (Value::Array(elements), _) => ("", elements),
        (_, Some(Value::Array(elements))) => ("dataFeedElement", elements),
        _ => return vec![(placed(prefix, ""), document)],
    };
    let elements = elements.iter().enumerate();
    elements
        .map(|(at, element)| (placed(prefix, &format!("{name}[{at}]")), element))
        .collect()
}

/// Whether a part of a file has a review, is what a review may refer to, or is listed as null.
fn is_used(part: &Value) -> bool {
    let is_null = match part.get("item") {
        Some(Value::Array(items)) => items.iter().any(Value::is_null),
        Some(item) => item.is_null(),
        None => part.is_null(),
    };
    is_null || part.get("@id").is_some() || has_review(part)
}

/// Whether there is a review in a value.
pub(crate) fn has_review(value: &Value) -> bool {
    match value {
        Value::Array(elements) => elements.iter().any(has_review),
        Value::Object(thing) => {
            types(thing).any(|name| name == "ClaimReview") || thing.values().any(has_review)
        }
        _ => false,
    }
}

/// The place of the first part of a file that is a record of a ledger.
fn record_in(documents: &[(String, Value)]) -> Option<String> {
    let is_record = |part: &Value| part.get("record").is_some_and(Value::is_string);
    let parts = documents
        .iter()
        .flat_map(|(prefix, document)| parts(prefix, document));
    parts
        .into_iter()
        .find_map(|(place, part)| is_record(part).then_some(place))
}

/// The scripts of a page that are JSON-LD, each with what its places begin with.
fn scripts(bytes: &[u8], finds: &mut Finds) -> Result<Vec<(String, Value)>, Unreadable> {
    let mut found = Vec::new();
    for (at, script) in onrecord_page::linked_data(bytes)?.into_iter().enumerate() {
        let place = format!("script {}", at + 1);
        match script {
            Some(value) => found.push((place, value)),
            None => finds.left_out.push(LeftOut::new(place, "is not JSON")),
        }
    }
    Ok(found)
}

/// The documents of a file, each with what its places begin with: its line, if there are several.
fn documents(bytes: &[u8]) -> Result<Vec<(String, Value)>, Unreadable> {
    let text =
        std::str::from_utf8(bytes).map_err(|error| Unreadable::NotUtf8(error.valid_up_to() + 1))?;
    let mut found = Vec::new();
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let (mut line, mut counted) = (1, 0);
    while let Some(document) = stream.next() {
        let document = document.map_err(Unreadable::NotJson)?;
        found.push((format!("line {line}"), document));
        let end = stream.byte_offset();
        let rest = &text[end..];
        let next = end + rest.len() - rest.trim_start().len();
        line += text[counted..next].matches('\n').count();
        counted = next;
    }
    if let [(prefix, _)] = found.as_mut_slice() {
        prefix.clear();
    }
    Ok(found)
}

impl Finds {
    /// Collects the reviews in a value and what they may refer to.
    fn walk(&mut self, value: &Value, prefix: &str, path: &str, document: usize) {
        match value {
            Value::Array(elements) => {
                for (at, element) in elements.iter().enumerate() {
                    let path = format!("{path}[{at}]");
                    if element.is_null() && is_of_feed(&path) {
                        self.left_out
                            .push(LeftOut::new(placed(prefix, &path), "is null"));
                    }
                    self.walk(element, prefix, &path, document);
                }
            }
            Value::Object(thing) => {
                self.types.extend(types(thing).map(str::to_owned));
                if let Some(Value::String(id)) = thing.get("@id")
                    && thing.len() > 1
                {
                    let key = (document, id.clone());
                    self.things.entry(key).or_insert_with(|| thing.clone());
                }
                if types(thing).any(|name| name == "ClaimReview") {
                    self.reviews.push(Found {
                        place: placed(prefix, path),
                        document,
                        review: thing.clone(),
                    });
                }
                for (name, member) in thing {
                    let path = match path.is_empty() {
                        true => name.clone(),
                        false => format!("{path}.{name}"),
                    };
                    if member.is_null() && is_of_feed(&path) {
                        self.left_out
                            .push(LeftOut::new(placed(prefix, &path), "is null"));
                    }
                    self.walk(member, prefix, &path, document);
                }
            }
            _ => {}
        }
    }
}

/// Whether a review is expected at this path of a feed.
fn is_of_feed(path: &str) -> bool {
    let last = path.rsplit('.').next().unwrap_or(path);
    let name = last.split('[').next().unwrap_or(last);
    name == "item" || name == "dataFeedElement"
}

fn placed(prefix: &str, path: &str) -> String {
    match (prefix.is_empty(), path.is_empty()) {
        (true, true) => "the file".to_owned(),
        (true, false) => path.to_owned(),
        (false, true) => prefix.to_owned(),
        (false, false) => format!("{prefix}: {path}"),
    }
}

/// The types of a thing, without the vocabulary that they are of.
pub(super) fn types(thing: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let names = match thing.get("@type") {
        Some(Value::Array(names)) => names.as_slice(),
        Some(name) => std::slice::from_ref(name),
        None => &[],
    };
    let names = names.iter().filter_map(Value::as_str);
    names.map(|name| name.rsplit(['/', ':']).next().unwrap_or(name))
}
