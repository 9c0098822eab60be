//! Web Annotation, the vocabulary of the W3C in which tools exchange notes on passages of documents, as JSON-LD:
//! <https://www.w3.org/TR/annotation-model/>.
//!
//! Out, each passage on record is an annotation: who took which stance on what, at these words of this document. In, an
//! annotation that this program wrote is its statement again, and one that somebody made in another tool is words of a
//! recorded document, with a note, for a person to review.

mod anchor;
mod find;
mod place;
mod read;
mod report;
mod write;

pub use find::{Finds, Unreadable, find, is_annotations};
pub use place::{Highlight, Placed, place};
pub use report::{AnnotationReport, LeftOutAnnotation};
pub use write::{Collection, Writer};

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::claimreview::is_address;
use crate::domain::source::Source;
use crate::domain::statement::Statement;

/// The context that the annotations of all tools have.
pub const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";

/// The member of an annotation that has the statement as a record, and by which an import knows an annotation that this
/// program wrote.
pub const MEMBER: &str = "onrecord";

/// What that member means, as an identifier.
const MEANING: &str = "urn:onrecord:record";

/// How many characters before and after the words an annotation has, so that they are found again.
pub const CONTEXT_CHARACTERS: u64 = 32;

/// What the name of a document without an address begins with. Its id follows.
const SOURCE_URN: &str = "urn:onrecord:source:";

/// An annotation of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotation {
    /// A URN that stays the same.
    pub id: String,
    /// When the statement was recorded, in RFC 3339 and UTC. `None` if its speaker is not named.
    pub created: Option<String>,
    /// The name of the document: [`name_of`].
    pub document: String,
    /// The words. `None` if they must not be shown, so that the annotation is about the document.
    pub words: Option<Words>,
    /// What the statement says, for people.
    pub sentence: String,
    /// The statement, with the annotated passage alone.
    pub statement: Statement,
}

/// Words of a text and where they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The first character, counted from 0 in Unicode code points.
    pub start: u64,
    /// One past the last character.
    pub end: u64,
    /// The words.
    pub exact: String,
    /// What is before them, at most [`CONTEXT_CHARACTERS`].
    pub prefix: String,
    /// What is after them, at most as much.
    pub suffix: String,
}

/// The name by which annotations refer to a document: its address or, if it has none, a URN with its id.
pub fn name_of(source: &Source) -> String {
    match source.url.as_deref().filter(|url| is_address(url)) {
        Some(url) => uri(url),
        None => format!("{SOURCE_URN}{}", source.id),
    }
}

/// What RFC 3986 does not let stand in an address, besides letters that are not ASCII.
const ENCODED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// An address as RFC 3986 writes it.
fn uri(url: &str) -> String {
    utf8_percent_encode(url, ENCODED).to_string()
}
