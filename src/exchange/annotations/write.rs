//! Annotations as JSON-LD: a collection with one page, each annotation on a line.
//!
//! Section 5 of the model says what a collection has, section 3 what an annotation has, section 4.2 how words are selected.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Annotation, CONTEXT, MEANING, MEMBER, Words};
use crate::domain::urn;
use crate::exchange::Record;
use crate::exchange::linked_data::{for_page, object};

/// What a collection of annotations is called, and who publishes it.
#[derive(Debug, Clone, Default)]
pub struct Collection {
    /// The hash of the ledger's first entry, which tells ledgers apart.
    pub ledger: String,
    /// The address at which it is published.
    pub url: Option<String>,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// The address of the licence under which the data may be used.
    pub license: Option<String>,
}

/// Writes a collection, annotation by annotation, so that none is kept.
pub struct Writer<'w> {
    to: &'w mut dyn Write,
    collection: Collection,
    count: usize,
}

impl<'w> Writer<'w> {
    /// Writes how a collection begins.
    ///
    /// # Errors
    /// If `to` cannot be written.
    pub fn begin(to: &'w mut dyn Write, collection: Collection) -> io::Result<Self> {
        let head = object([
            ("@context", Some(context())),
            ("id", Some(Value::String(collection.id()))),
            ("type", Some(json!("AnnotationCollection"))),
            ("label", Some(json!("On record: who said what, and where"))),
            ("creator", collection.creator()),
            ("rights", collection.license.clone().map(Value::String)),
        ]);
        let first = object([
            ("id", Some(Value::String(collection.page()))),
            ("type", Some(json!("AnnotationPage"))),
            ("partOf", Some(Value::String(collection.id()))),
            ("startIndex", Some(json!(0))),
        ]);
        let (head, first) = (line(&head)?, line(&first)?);
        let open = |object: &str| object.strip_suffix('}').unwrap_or(object).to_owned();
        write!(
            to,
            "{},\n\"first\":{},\n\"items\":[",
            open(&head),
            open(&first)
        )?;
        Ok(Self {
            to,
            collection,
            count: 0,
        })
    }

    /// Writes an annotation.
    ///
    /// # Errors
    /// If `to` cannot be written.
    pub fn add(&mut self, annotation: Annotation) -> io::Result<()> {
        let separator = if self.count == 0 { "\n" } else { ",\n" };
        self.count += 1;
        let annotation = line(&self.collection.annotation(annotation)?)?;
        write!(self.to, "{separator}{annotation}")
    }

    /// Writes how the collection ends. Returns the number of annotations.
    ///
    /// # Errors
    /// If `to` cannot be written.
    pub fn end(self) -> io::Result<usize> {
        let last = line(&Value::String(self.collection.page()))?;
        writeln!(
            self.to,
            "\n]}},\n\"last\":{last},\"total\":{}}}",
            self.count
        )?;
        Ok(self.count)
    }
}

impl Collection {
    fn id(&self) -> String {
        let own = || urn::of_names(&[&self.ledger, "annotations"]);
        self.url.clone().unwrap_or_else(own)
    }

    fn page(&self) -> String {
        urn::of_names(&[&self.id(), "first page"])
    }

    fn creator(&self) -> Option<Value> {
        let name = self.publisher.as_ref()?;
        Some(json!({"type": "Organization", "name": name}))
    }

    fn annotation(&self, annotation: Annotation) -> io::Result<Value> {
        let record = serde_json::to_value(Record::Statement(annotation.statement))?;
        let document = Value::String(annotation.document);
        let target = match annotation.words {
            Some(words) => json!({
                "type": "SpecificResource", "source": document, "selector": selectors(words)
            }),
            None => document,
        };
        Ok(object([
            // Each has its own, since tools take annotations out of their collection.
            ("@context", Some(context())),
            ("id", Some(Value::String(annotation.id))),
            ("type", Some(json!("Annotation"))),
            ("motivation", Some(json!("describing"))),
            ("created", annotation.created.map(Value::String)),
            ("creator", self.creator()),
            (
                "generator",
                Some(json!({"type": "Software", "name": "onrecord"})),
            ),
            ("rights", self.license.clone().map(Value::String)),
            (
                "body",
                Some(json!({
                    "type": "TextualBody", "purpose": "describing", "format": "text/plain", "language": "en",
                    "value": annotation.sentence
                })),
            ),
            ("target", Some(target)),
            (MEMBER, Some(record)),
        ]))
    }
}

/// The meaning of the members. That of the program's own is JSON as it is (JSON-LD 1.1, section 4.2.2), whose members have no
/// meaning of their own.
fn context() -> Value {
    json!([CONTEXT, {MEMBER: {"@id": MEANING, "@type": "@json"}}])
}

/// Both ways to find the words: by their place, and by what they and those around them are.
fn selectors(words: Words) -> Value {
    json!([
        {"type": "TextPositionSelector", "start": words.start, "end": words.end},
        {"type": "TextQuoteSelector", "exact": words.exact, "prefix": words.prefix, "suffix": words.suffix}
    ])
}

/// JSON on one line that may be put into a page as it is.
fn line(value: &Value) -> io::Result<String> {
    Ok(for_page(&serde_json::to_string(value)?))
}
