//! What became of the annotations of a file.

use serde::Serialize;

/// What became of the annotations of a file. The fields are a stable interface: docs/formats.md.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AnnotationReport {
    /// The number of annotations in the file.
    pub found: usize,
    /// The number of those whose words were found at another place than the file says.
    pub moved: usize,
    /// The number of candidates that were added for annotations of others.
    pub proposed: usize,
    /// The number of candidates for annotations of others that were there already.
    pub known: usize,
    /// Annotations that were left out, each with its place in the file.
    pub left_out: Vec<LeftOutAnnotation>,
}

/// An annotation that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LeftOutAnnotation {
    /// Where in the file it is.
    pub place: String,
    /// The document that it is about, as the file names it.
    pub document: Option<String>,
    /// The words that it is about.
    pub words: Option<String>,
    /// Why it was left out.
    pub reason: String,
}
