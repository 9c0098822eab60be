//! Answers as JSON.

use std::io::{self, Write};

use serde::Serialize;
use serde::ser::Error;
use serde_json::Serializer;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter};

use crate::domain::text::safe_json as safe;

/// How JSON is laid out.
#[derive(Debug, Clone, Copy)]
pub(super) enum Layout {
    /// One indented document.
    Document,
    /// JSON Lines: a list has a line for each element, anything else one line.
    Lines,
}

/// The answer as JSON, with characters escaped that a terminal would obey.
///
/// Both layouts share one serializer, because every answer is compiled once for each.
pub(super) fn text<T: Serialize + ?Sized>(
    answer: &T,
    layout: Layout,
) -> serde_json::Result<String> {
    let mut text = Vec::new();
    answer.serialize(&mut Serializer::with_formatter(
        &mut text,
        LayoutFormatter::new(layout),
    ))?;
    // JSON Lines end each line themselves, unless the answer is not a list.
    if text.last().is_some_and(|last| *last != b'\n') {
        text.push(b'\n');
    }
    String::from_utf8(text).map_err(serde_json::Error::custom)
}

/// A formatter for either layout.
enum LayoutFormatter {
    Document(PrettyFormatter<'static>),
    /// Puts each element of the outermost array on a line.
    Lines {
        /// The number of open arrays and objects.
        depth: usize,
    },
}

impl LayoutFormatter {
    fn new(layout: Layout) -> Self {
        match layout {
            Layout::Document => Self::Document(PrettyFormatter::new()),
            Layout::Lines => Self::Lines { depth: 0 },
        }
    }
}

impl Formatter for LayoutFormatter {
    fn begin_array<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        match self {
            Self::Document(pretty) => pretty.begin_array(to),
            Self::Lines { depth } => {
                *depth += 1;
                match *depth {
                    1 => Ok(()),
                    _ => CompactFormatter.begin_array(to),
                }
            }
        }
    }

    fn end_array<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        match self {
            Self::Document(pretty) => pretty.end_array(to),
            Self::Lines { depth } => {
                *depth -= 1;
                match *depth {
                    0 => Ok(()),
                    _ => CompactFormatter.end_array(to),
                }
            }
        }
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        match self {
            Self::Document(pretty) => pretty.begin_array_value(to, first),
            Self::Lines { depth: 1 } => Ok(()),
            Self::Lines { .. } => CompactFormatter.begin_array_value(to, first),
        }
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        match self {
            Self::Document(pretty) => pretty.end_array_value(to),
            Self::Lines { depth: 1 } => to.write_all(b"\n"),
            Self::Lines { .. } => Ok(()),
        }
    }

    fn begin_object<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        match self {
            Self::Document(pretty) => pretty.begin_object(to),
            Self::Lines { depth } => {
                *depth += 1;
                CompactFormatter.begin_object(to)
            }
        }
    }

    fn end_object<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        match self {
            Self::Document(pretty) => pretty.end_object(to),
            Self::Lines { depth } => {
                *depth -= 1;
                CompactFormatter.end_object(to)
            }
        }
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        match self {
            Self::Document(pretty) => pretty.begin_object_key(to, first),
            Self::Lines { .. } => CompactFormatter.begin_object_key(to, first),
        }
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        match self {
            Self::Document(pretty) => pretty.begin_object_value(to),
            Self::Lines { .. } => CompactFormatter.begin_object_value(to),
        }
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        match self {
            Self::Document(pretty) => pretty.end_object_value(to),
            Self::Lines { .. } => Ok(()),
        }
    }

    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        to: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        to.write_all(safe(fragment).as_bytes())
    }
}
